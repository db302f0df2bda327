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

/* What each feature of a line looks at, and its hash; how many there are, at most
 * `max`. */
struct feature_name {
	const char *what;
	uint64_t value;
};
size_t	 features_explain(const struct page *, const struct places *, size_t line,
	struct feature_name *out, uint64_t *hash, size_t max);

#endif
