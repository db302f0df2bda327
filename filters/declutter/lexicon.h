/*
 * What tables say of words, by the words' hashes: a number each.
 */
#ifndef LEXICON_H
#define LEXICON_H

#include <stddef.h>
#include <stdint.h>

struct lexicon_slot {
	uint64_t hash;
	int64_t value;		/* 0: a free slot */
};

/* Bits of words, by the top of their hashes. */
#define LEXICON_BITS 12

struct lexicon {
	/* The words there are, and some others: most that are asked for are none. */
	uint64_t known[1 << (LEXICON_BITS - 6)];
	struct lexicon_slot *slot;
	size_t cap, n;		/* cap is a power of two, or 0 */
};

/* `value` is not 0. */
void	 lexicon_put(struct lexicon *, uint64_t hash, int64_t value);
void	 lexicon_clear(struct lexicon *);

/* The slot of a hash, or the free one where it belongs; cap > 0. */
static inline struct lexicon_slot *
lexicon_find(const struct lexicon *l, uint64_t hash)
{
	size_t i = (hash ^ hash >> 32) & (l->cap - 1);

	while (l->slot[i].value && l->slot[i].hash != hash)
		i = (i + 1) & (l->cap - 1);
	return &l->slot[i];
}

/* 0 for a word that was not put there. */
static inline int64_t
lexicon_get(const struct lexicon *l, uint64_t hash)
{
	uint64_t bit = hash >> (64 - LEXICON_BITS);

	return l->known[bit / 64] >> bit % 64 & 1 ? lexicon_find(l, hash)->value : 0;
}

#endif
