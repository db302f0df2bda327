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

/* Where a line stands among the others. */
struct place {
	uint32_t prose_before, prose_after;	/* lines of prose */
	uint32_t since_prose, to_prose;		/* lines */
	uint32_t since_anchor;			/* lines since a phrase that opens a block */
	uint8_t anchor;				/* its class */
	uint8_t previous_anchor;
	uint8_t run;				/* lines of the same form before, up to 255 */
};

struct places {
	struct place *v;
	size_t cap;
};

void	 places_find(struct places *, const struct page *);

/* Appends lines [from, to) of the page to the sequence; `bare`: without the features
 * of single words (so that training learns what holds on sites not seen). */
void	 features_add(struct crf_seq *, const struct page *, const struct places *,
	size_t from, size_t to, bool bare);

/* What the template of feature `i` of a line looks at, for --explain; `i` counts as
 * features_add adds them to one position. NULL past the last. */
struct feature_name {
	const char *what;
	uint64_t value;
};
size_t	 features_explain(const struct page *, const struct places *, size_t line,
	struct feature_name *out, uint64_t *hash, size_t max);

#endif
