/*
 * Sentence boundaries in French text: one pass, no allocation a sentence.
 *
 * The scan skips to the bytes that can matter (stops, line breaks, quotation marks,
 * brackets); at each run of stops the rules of stop.c say whether a sentence ends.
 */
#ifndef BOUNDARY_H
#define BOUNDARY_H

#include <stdbool.h>
#include <stddef.h>

#include "text.h"

struct boundary_options {
	bool wrapped;	/* single line breaks are spaces */
	bool glued;	/* split unpunctuated headings from the sentence after them */
};

struct spans {
	struct span *v;
	size_t n, cap;
};

/* Reads the tables; to be called before the program reads its input. */
void	 boundary_open(void);

/*
 * Appends the sentences of s[range] to `out`, in order: no white space at either
 * edge, every other character in exactly one. Offsets count from s. Linear.
 */
void	 boundary_find(const char *s, struct span range, struct boundary_options,
	struct spans *out);

#endif
