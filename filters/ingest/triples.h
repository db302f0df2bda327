/*
 * Sets of three words in a row, to tell which lines of a page stand in the text that
 * its JSON-LD gives as the article's.
 */
#ifndef TRIPLES_H
#define TRIPLES_H

#include <stddef.h>
#include <stdint.h>

struct triples {
	uint64_t *slot;		/* hashes, 0: free */
	size_t cap;
	size_t slots;		/* in use, a power of two */
	size_t n;
};

/* Replaces the set by the triples of a text; markup in it and punctuation part words. */
void	 triples_set(struct triples *, const char *s, size_t len);
/* The share of a line's triples that are in the set; 0 when it has none. */
double	 triples_share(const struct triples *, const char *s, size_t len);

#endif
