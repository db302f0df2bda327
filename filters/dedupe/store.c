/* Documents seen (see store.h). */
#include "store.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "cli.h"
#include "multimap.h"
#include "vault.h"

struct doc {
	uint64_t id;		/* where it begins in ids */
	uint32_t id_len;
	uint32_t sketch;	/* index; a repeat has its original's */
};

struct store {
	uint32_t docs;
	uint32_t sketches;
	struct vault doc, id, sketch;
	struct multimap by_id, by_text, by_key;
	bool in_memory;
	uint32_t found[STORE_FOUND];	/* candidates */
};

struct store *
store_new(size_t memory)
{
	struct store *s = mem_alloc(1, sizeof(*s));

	s->in_memory = !memory;
	s->doc.limit = s->id.limit = memory / 32;
	s->sketch.limit = memory / 8;
	multimap_init(&s->by_id, 1, memory / 8);
	multimap_init(&s->by_text, 1, memory / 8);
	multimap_init(&s->by_key, STORE_ANCHORS, memory / 2);
	return s;
}

void
store_free(struct store *s)
{
	vault_free(&s->doc);
	vault_free(&s->id);
	vault_free(&s->sketch);
	multimap_free(&s->by_id);
	multimap_free(&s->by_text);
	multimap_free(&s->by_key);
	free(s);
}

uint32_t
store_count(const struct store *s)
{
	return s->docs;
}

static uint64_t
hash_bytes(const char *s, size_t len)
{
	uint64_t h = len;

	for (size_t i = 0; i < len; i++)
		h = ((h ^ (unsigned char)s[i]) * 0x9E3779B97F4A7C15U) ^ h >> 29;
	return words_mix(h);
}

static struct doc
get_doc(struct store *s, uint32_t doc)
{
	struct doc d;

	memcpy(&d, vault_get(&s->doc, doc * sizeof(d), sizeof(d)), sizeof(d));
	return d;
}

const char *
store_id(struct store *s, uint32_t doc, size_t *len)
{
	struct doc d = get_doc(s, doc);

	*len = d.id_len;
	return vault_get(&s->id, d.id, d.id_len);
}

const struct sketch *
store_sketch(struct store *s, uint32_t doc)
{
	return vault_get(&s->sketch, (uint64_t)get_doc(s, doc).sketch *
		sizeof(struct sketch), sizeof(struct sketch));
}

uint32_t
store_find_id(struct store *s, const char *id, size_t len)
{
	uint32_t doc[MULTIMAP_MOST];
	const char *found;
	size_t found_len;

	if (!multimap_find(&s->by_id, hash_bytes(id, len), doc))
		return STORE_NONE;
	found = store_id(s, doc[0], &found_len);
	return found_len == len && !memcmp(found, id, len) ? doc[0] : STORE_NONE;
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
	struct doc d = {.id_len = (uint32_t)len};

	if (s->docs == STORE_NONE - 1)
		cli_die("more documents than %u", s->docs);
	d.sketch = same == STORE_NONE ? s->sketches : get_doc(s, same).sketch;
	d.id = vault_add(&s->id, id, len);
	vault_add(&s->doc, &d, sizeof(d));
	multimap_add(&s->by_id, hash_bytes(id, len), s->docs);
	if (same == STORE_NONE)
		add_sketch(s, sketch, s->docs);
	return s->docs++;
}

/* Sorts by insertion and drops those that stand twice. */
static size_t
sort_once(uint32_t *v, size_t n)
{
	size_t kept = 0;

	for (size_t i = 1; i < n; i++) {
		uint32_t x = v[i];
		size_t j = i;

		for (; j && v[j - 1] > x; j--)
			v[j] = v[j - 1];
		v[j] = x;
	}
	for (size_t i = 0; i < n; i++)
		if (!kept || v[kept - 1] != v[i])
			v[kept++] = v[i];
	return kept;
}

size_t
store_candidates(struct store *s, const struct sketch *sketch, uint32_t before,
	const uint32_t **list)
{
	uint64_t hash[SKETCH_KEYS];
	uint32_t doc[MULTIMAP_MOST];
	unsigned keys = sketch_keys(sketch);
	size_t n = 0;

	for (unsigned k = 0; k < keys; k++) {
		hash[k] = words_mix(sketch_key(sketch, k));
		multimap_prefetch(&s->by_key, hash[k]);
	}
	for (unsigned k = 0; k < keys; k++) {
		unsigned found = multimap_find(&s->by_key, hash[k], doc);

		for (unsigned i = 0; i < found; i++)
			if (doc[i] < before)
				s->found[n++] = doc[i];
	}
	n = sort_once(s->found, n);
	for (size_t i = 0; i < n && s->in_memory; i++)
		__builtin_prefetch(store_sketch(s, s->found[i]));
	*list = s->found;
	return n;
}
