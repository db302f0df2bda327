/* What tables say of words: see lexicon.h. */
#include "lexicon.h"

#include <stdlib.h>

#include "buf.h"

static void
double_cap(struct lexicon *l)
{
	struct lexicon bigger = *l;

	bigger.cap = l->cap ? 2 * l->cap : 1024;
	bigger.slot = mem_alloc(bigger.cap, sizeof *bigger.slot);
	for (size_t i = 0; i < l->cap; i++)
		if (l->slot[i].value)
			*lexicon_find(&bigger, l->slot[i].hash) = l->slot[i];
	free(l->slot);
	*l = bigger;
}

void
lexicon_put(struct lexicon *l, uint64_t hash, int64_t value)
{
	uint64_t bit = hash >> (64 - LEXICON_BITS);
	struct lexicon_slot *slot;

	l->known[bit / 64] |= UINT64_C(1) << bit % 64;
	if (4 * (l->n + 1) > l->cap)
		double_cap(l);
	slot = lexicon_find(l, hash);
	l->n += slot->value == 0;
	*slot = (struct lexicon_slot){ hash, value };
}

void
lexicon_clear(struct lexicon *l)
{
	free(l->slot);
	*l = (struct lexicon){ 0 };
}
