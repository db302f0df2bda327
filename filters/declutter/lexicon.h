/*
 * What tables say of words, by the words' hashes: a number each.
 */
#ifndef LEXICON_H
#define LEXICON_H

#include <stdint.h>

#include "table.h"

struct lexicon {
	struct map map;		/* of the bytes of hashes */
};

void	 lexicon_put(struct lexicon *, uint64_t hash, int64_t value);
/* 0 for a word that was not put there. */
int64_t	 lexicon_get(const struct lexicon *, uint64_t hash);

#endif
