/* Documents seen (see store.h). */
#include "store.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"

struct doc {
	uint64_t id;		/* where it begins in ids */
	uint32_t id_len;
	uint32_t sketch;	/* index; a repeat has its original's */
};

/* Open addressing without stored keys: 32 bits of the key's hash tell entries apart
 * (with the place, over 50 bits decide), and growing inserts all documents anew. */
struct slot {
	uint32_t tag;
	uint32_t doc;		/* plus one; 0: free */
};

struct index {
	struct slot *slot;
	size_t mask;		/* slots less one */
	size_t used;
};

struct store {
	struct doc *doc;
	size_t docs, doc_cap;
	struct sketch *sketch;
	size_t sketches, sketch_cap;
	uint32_t *owner;	/* the document of each sketch */
	size_t owner_cap;
	struct buf ids;
	struct index by_id, by_text, by_key;
	uint32_t *found;	/* candidates */
	size_t found_cap;
};

static void
index_init(struct index *x, size_t slots)
{
	free(x->slot);
	x->slot = mem_alloc(slots, sizeof(*x->slot));
	x->mask = slots - 1;
	x->used = 0;
}

/* Where the hash's entries begin. */
static size_t
home(const struct index *x, uint64_t hash)
{
	return (size_t)(hash >> 32) & x->mask;
}

/* Puts a document under the hash unless `most` are there. */
static void
put(struct index *x, uint64_t hash, uint32_t doc, unsigned most)
{
	size_t i = home(x, hash);
	unsigned same = 0;

	for (; x->slot[i].doc; i = (i + 1) & x->mask)
		if (x->slot[i].tag == (uint32_t)hash && ++same == most)
			return;
	x->slot[i] = (struct slot){(uint32_t)hash, doc + 1};
	x->used++;
}

static bool
is_full(const struct index *x, size_t more)
{
	return (x->used + more) * 10 > (x->mask + 1) * 7;
}

struct store *
store_new(void)
{
	struct store *s = mem_alloc(1, sizeof(*s));

	index_init(&s->by_id, 1024);
	index_init(&s->by_text, 1024);
	index_init(&s->by_key, 16384);
	return s;
}

void
store_free(struct store *s)
{
	free(s->doc);
	free(s->sketch);
	free(s->owner);
	buf_free(&s->ids);
	free(s->by_id.slot);
	free(s->by_text.slot);
	free(s->by_key.slot);
	free(s->found);
	free(s);
}

uint32_t
store_count(const struct store *s)
{
	return (uint32_t)s->docs;
}

static uint64_t
hash_bytes(const char *s, size_t len)
{
	uint64_t h = len;

	for (size_t i = 0; i < len; i++)
		h = (h ^ (unsigned char)s[i]) * 0x9E3779B97F4A7C15U ^ h >> 29;
	return words_mix(h);
}

const char *
store_id(const struct store *s, uint32_t doc, size_t *len)
{
	*len = s->doc[doc].id_len;
	return s->ids.s + s->doc[doc].id;
}

uint32_t
store_find_id(const struct store *s, const char *id, size_t len)
{
	uint64_t hash = hash_bytes(id, len);
	const struct slot *slot = s->by_id.slot;

	for (size_t i = home(&s->by_id, hash); slot[i].doc; i = (i + 1) & s->by_id.mask) {
		const struct doc *d = &s->doc[slot[i].doc - 1];

		if (slot[i].tag == (uint32_t)hash && d->id_len == len &&
		    !memcmp(s->ids.s + d->id, id, len))
			return slot[i].doc - 1;
	}
	return STORE_NONE;
}

uint32_t
store_find_text(const struct store *s, uint64_t text)
{
	uint64_t hash = words_mix(text);
	const struct slot *slot = s->by_text.slot;

	if (!text)
		return STORE_NONE;
	for (size_t i = home(&s->by_text, hash); slot[i].doc;
	    i = (i + 1) & s->by_text.mask) {
		uint32_t doc = slot[i].doc - 1;

		if (slot[i].tag == (uint32_t)hash && store_sketch(s, doc)->text == text)
			return doc;
	}
	return STORE_NONE;
}

const struct sketch *
store_sketch(const struct store *s, uint32_t doc)
{
	return &s->sketch[s->doc[doc].sketch];
}

static void
put_keys(struct store *s, size_t sketch)
{
	const struct sketch *k = &s->sketch[sketch];

	for (unsigned i = 0; i < sketch_keys(k); i++)
		put(&s->by_key, words_mix(sketch_key(k, i)), s->owner[sketch],
			STORE_ANCHORS);
}

/* Empty texts are no one's repeat. */
static void
put_text(struct store *s, size_t sketch)
{
	if (s->sketch[sketch].text)
		put(&s->by_text, words_mix(s->sketch[sketch].text), s->owner[sketch],
			UINT32_MAX);
}

static void
grow_ids(struct store *s)
{
	index_init(&s->by_id, (s->by_id.mask + 1) * 2);
	for (size_t i = 0; i < s->docs; i++)
		put(&s->by_id, hash_bytes(s->ids.s + s->doc[i].id, s->doc[i].id_len),
			(uint32_t)i, UINT32_MAX);
}

static void
grow_texts(struct store *s)
{
	index_init(&s->by_text, (s->by_text.mask + 1) * 2);
	for (size_t i = 0; i < s->sketches; i++)
		put_text(s, i);
}

static void
grow_keys(struct store *s)
{
	index_init(&s->by_key, (s->by_key.mask + 1) * 2);
	for (size_t i = 0; i < s->sketches; i++)
		put_keys(s, i);
}

static void
add_sketch(struct store *s, const struct sketch *sketch, uint32_t doc)
{
	mem_grow(&s->sketch, &s->sketch_cap, s->sketches + 1, sizeof(*s->sketch));
	mem_grow(&s->owner, &s->owner_cap, s->sketches + 1, sizeof(*s->owner));
	s->sketch[s->sketches] = *sketch;
	s->owner[s->sketches] = doc;
	if (is_full(&s->by_text, 1))
		grow_texts(s);
	if (is_full(&s->by_key, SKETCH_KEYS))
		grow_keys(s);
	put_text(s, s->sketches);
	put_keys(s, s->sketches++);
}

uint32_t
store_add(struct store *s, const char *id, size_t len, const struct sketch *sketch,
	uint32_t same)
{
	uint32_t doc = (uint32_t)s->docs;

	mem_grow(&s->doc, &s->doc_cap, s->docs + 1, sizeof(*s->doc));
	s->doc[doc] = (struct doc){.id = s->ids.len, .id_len = (uint32_t)len,
		.sketch = same == STORE_NONE ? (uint32_t)s->sketches :
		s->doc[same].sketch};
	buf_add(&s->ids, id, len);
	if (is_full(&s->by_id, 1))
		grow_ids(s);
	put(&s->by_id, hash_bytes(id, len), doc, UINT32_MAX);
	s->docs++;
	if (same == STORE_NONE)
		add_sketch(s, sketch, doc);
	return doc;
}

static int
by_number(const void *a, const void *b)
{
	uint32_t x, y;

	memcpy(&x, a, sizeof(x));
	memcpy(&y, b, sizeof(y));
	return x < y ? -1 : x > y;
}

static size_t
sort_once(uint32_t *v, size_t n)
{
	size_t kept = 0;

	if (n > 1)
		qsort(v, n, sizeof(*v), by_number);
	for (size_t i = 0; i < n; i++)
		if (!kept || v[kept - 1] != v[i])
			v[kept++] = v[i];
	return kept;
}

size_t
store_candidates(struct store *s, const struct sketch *sketch, uint32_t before,
	const uint32_t **list)
{
	const struct index *x = &s->by_key;
	uint64_t hash[SKETCH_KEYS];
	unsigned keys = sketch_keys(sketch);
	size_t n = 0;

	for (unsigned k = 0; k < keys; k++) {
		hash[k] = words_mix(sketch_key(sketch, k));
		__builtin_prefetch(&x->slot[home(x, hash[k])]);
	}
	mem_grow(&s->found, &s->found_cap, STORE_FOUND, sizeof(*s->found));
	for (unsigned k = 0; k < keys; k++)
		for (size_t i = home(x, hash[k]); x->slot[i].doc; i = (i + 1) & x->mask)
			if (x->slot[i].tag == (uint32_t)hash[k] &&
			    x->slot[i].doc - 1 < before && n < STORE_FOUND)
				s->found[n++] = x->slot[i].doc - 1;
	*list = s->found;
	n = sort_once(s->found, n);
	for (size_t i = 0; i < n; i++)
		__builtin_prefetch(store_sketch(s, s->found[i]));
	return n;
}
