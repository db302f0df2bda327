/* Documents seen (see store.h). */
#include "store.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"

struct store *
store_new(size_t memory)
{
	struct store *s = mem_alloc(1, sizeof(*s));

	ids_init(&s->ids, memory / 4);
	s->own.limit = s->inside.limit = memory / 64;
	s->sketch.limit = memory / 16;
	multimap_init(&s->by_text, 1, memory / 8);
	multimap_init(&s->by_key, STORE_ANCHORS, memory / 2);
	return s;
}

void
store_free(struct store *s)
{
	ids_free(&s->ids);
	vault_free(&s->own);
	vault_free(&s->inside);
	vault_free(&s->sketch);
	multimap_free(&s->by_text);
	multimap_free(&s->by_key);
	free(s);
}

static uint32_t
get(struct vault *v, uint32_t doc)
{
	uint32_t n;

	memcpy(&n, vault_get(v, (uint64_t)doc * sizeof(n), sizeof(n)), sizeof(n));
	return n;
}

uint32_t
store_inside(struct store *s, uint32_t doc, uint32_t inside)
{
	uint32_t first = get(&s->inside, doc);

	if (first != STORE_NONE)
		return first;
	vault_set(&s->inside, (uint64_t)doc * sizeof(inside), &inside, sizeof(inside));
	return inside;
}

const struct sketch *
store_sketch(struct store *s, uint32_t doc)
{
	return vault_get(&s->sketch, (uint64_t)get(&s->own, doc) * sizeof(struct sketch),
		sizeof(struct sketch));
}

/* Empty texts are no one's repeat. */
uint32_t
store_find_text(struct store *s, uint64_t text)
{
	uint32_t doc[MULTIMAP_MOST];

	if (!text || !multimap_find(&s->by_text, words_mix(text), doc))
		return STORE_NONE;
	return doc[0];
}

static void
add_sketch(struct store *s, const struct sketch *sketch, uint32_t doc)
{
	vault_add(&s->sketch, sketch, sizeof(*sketch));
	s->sketches++;
	if (sketch->text)
		multimap_add(&s->by_text, words_mix(sketch->text), doc);
	for (unsigned i = 0; i < sketch_keys(sketch); i++)
		multimap_add(&s->by_key, words_mix(sketch_key(sketch, i)), doc);
}

uint32_t
store_add(struct store *s, const char *id, size_t len, const struct sketch *sketch,
	uint32_t same)
{
	static const uint32_t none = STORE_NONE;
	uint32_t doc = ids_add(&s->ids, id, len);
	uint32_t own = same == STORE_NONE ? s->sketches : get(&s->own, same);

	vault_add(&s->own, &own, sizeof(own));
	vault_add(&s->inside, &none, sizeof(none));
	if (same == STORE_NONE)
		add_sketch(s, sketch, doc);
	return doc;
}

size_t
store_candidates(struct store *s, const struct sketch *sketch, uint32_t before,
	const uint32_t **list)
{
	uint64_t hash[SKETCH_KEYS];
	unsigned keys = sketch_keys(sketch);
	size_t n;

	for (unsigned k = 0; k < keys; k++)
		hash[k] = words_mix(sketch_key(sketch, k));
	n = multimap_gather(&s->by_key, hash, keys, before, s->found);
	for (size_t i = 0; i < n && !s->sketch.written; i++)
		__builtin_prefetch(store_sketch(s, s->found[i]));
	*list = s->found;
	return n;
}
