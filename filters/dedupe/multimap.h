/*
 * From 64-bit hashes, evenly spread, to numbers, of which each hash keeps the first
 * few: a hash table in memory and, where memory is limited, sorted runs on disk, each
 * longer than all later ones (O'Neil et al. 1996, "The log-structured merge-tree").
 * Answers do not depend on the limit.
 */
#ifndef MULTIMAP_H
#define MULTIMAP_H

#include <stddef.h>
#include <stdint.h>

#include "vault.h"

#define MULTIMAP_RUNS 48	/* each at least as long as the table, and doubled */
#define MULTIMAP_MOST 8

struct pair {			/* three words: no padding */
	uint32_t high, low;	/* of the hash */
	uint32_t value;		/* in the table plus one; 0: free */
};

struct run {
	struct vault pairs;	/* in order of hash, then value */
	size_t n;
	size_t block;		/* pairs between two fences */
	uint64_t *fence;	/* the hash that each block begins with */
	size_t fence_cap;
};

struct multimap {
	unsigned most;		/* values kept of a hash */
	size_t limit;		/* bytes of memory; 0: none */
	struct pair *slot;
	size_t mask, used;
	struct run run[MULTIMAP_RUNS];
	unsigned runs;
};

void	 multimap_init(struct multimap *, unsigned most, size_t limit);
void	 multimap_free(struct multimap *);
/* Values of one hash must be added in ascending order. */
void	 multimap_add(struct multimap *, uint64_t hash, uint32_t value);
/* The hash's first values, in ascending order; how many, at most `most`. */
unsigned multimap_find(struct multimap *, uint64_t hash, uint32_t value[MULTIMAP_MOST]);
/* Of several hashes: their values below `before`, each once, in ascending order, at
 * most n * `most`. */
size_t	 multimap_gather(struct multimap *, const uint64_t *hash, size_t n,
	uint32_t before, uint32_t *value);

#endif
