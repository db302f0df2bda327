/*
 * The features of lines: what the line model sees. Each is a 64-bit hash of its
 * template and value.
 */
#ifndef FEATURE_H
#define FEATURE_H

#include <stddef.h>
#include <stdint.h>

#include "crf.h"
#include "page.h"

/* Kinds of blocks that phrases open. */
enum family { FAMILY_COMMENT, FAMILY_RELATED, FAMILY_FOOT, FAMILY_HEAD, FAMILIES };

/* Where a line stands among the others. */
struct place {
	uint32_t prose_before, prose_after;	/* lines of prose */
	uint32_t since_prose, to_prose;		/* lines */
	uint32_t since_anchor;		/* lines since a phrase that opens a block */
	uint8_t anchor;				/* its class */
	uint8_t previous_anchor;
	uint8_t next_anchor;			/* the class of the next such phrase */
	uint32_t to_anchor;
	uint8_t run;			/* lines of the same form before, up to 255 */
	uint8_t seen[FAMILIES];	/* prose since a phrase of the family, 0 for none, + 1 */
};

struct places {
	struct place *v;
	size_t cap;
};

void	 places_find(struct places *, const struct page *);

/* Appends lines [from, to) of the page to the sequence, without the templates whose
 * bits are set in `leave_out` (training shows pages so, lest one feature make the
 * others useless). */
void	 features_add(struct crf_seq *, const struct page *, const struct places *,
	size_t from, size_t to, uint64_t leave_out);

/* What each feature of a line looks at, and its hash; how many there are, at most
 * `max`. */
struct feature_name {
	const char *what;
	uint64_t value;
};
size_t	 features_explain(const struct page *, const struct places *, size_t line,
	struct feature_name *out, uint64_t *hash, size_t max);

#endif
