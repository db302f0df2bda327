/*
 * Whether one text repeats another, judged on their signatures.
 *
 * Three ways to repeat: enough shingles in common (near), nearly all of the smaller
 * text inside the other (contained), or a rewording that keeps the facts and most
 * words while most shingles are broken (near). Against them stand forms: texts whose
 * common words all agree while names and figures do not (decrees, race reports).
 * One outlet's texts share its standing phrases and its forms, so between records of
 * one outlet more is asked; and somewhat more where the outlet is unknown.
 */
#ifndef JUDGE_H
#define JUDGE_H

#include <stdbool.h>

#include "sketch.h"

#define JUDGE_THRESHOLD 0.28
struct judge {
	double threshold;	/* the least similarity of a near repeat */
	bool any_site;		/* one outlet's records are judged as any others */
};

enum kind {
	KIND_NONE,
	KIND_EXACT,
	KIND_NEAR,
	KIND_CONTAINED,		/* the later record stands in the earlier one */
	KIND_CONTAINING		/* the earlier one in the later */
};

struct verdict {
	enum kind kind;
	unsigned similarity;	/* in thousandths */
	unsigned jaccard;	/* in thousandths: what the best match is chosen by */
};

/* Whether one repeats the other. Symmetric but for the last two kinds. */
bool	 judge_pair(const struct judge *, const struct sketch *later,
	const struct sketch *earlier, struct verdict *);

/* Whether a record joins the cluster of a document beside that of its best match. A
 * weak likeness does not, nor does containment: a boilerplate or a digest of two
 * stories must not chain them into one. */
bool	 judge_is_close(const struct verdict *);

/* Whether two texts that stand in a third are of one story, or the third is a digest
 * of two. */
bool	 judge_overlap(const struct sketch *, const struct sketch *);

const char *judge_kind(enum kind);
/* The kind of that name, KIND_NONE for none. */
enum kind judge_read_kind(const char *s, size_t len);

#endif
