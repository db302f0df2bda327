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
#include "place.h"

/* Appends lines [from, to) of the page to the sequence, without the templates whose
 * bits are set in `leave_out` (training shows pages so, lest one feature make the
 * others useless). */
void	 features_add(struct crf_seq *, const struct page *, const struct places *,
	size_t from, size_t to, uint64_t leave_out);

/* Numbered features are below this one. */
uint64_t features_end(void);

/* A share in three bits: 0 of nothing, 1 for none, 7 for all. */
static inline unsigned
feature_share(size_t part, size_t whole)
{
	return whole == 0 ? 0 : part == 0 ? 1 : part >= whole ? 7 :
		2 + (unsigned)(5 * part / whole);
}

/* What the features of a template look at; NULL: there are no more templates. */
const char *feature_name(unsigned template);

#endif
