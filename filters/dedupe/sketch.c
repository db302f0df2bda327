/* Signatures of texts (see sketch.h). */
#include "sketch.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"

#define BUCKETS 128
#define FEW_FACTS 4		/* fewer say nothing: the other words stand for them */
#define FEW 1024		/* values that buckets and insertion sort may handle */

struct hashes {
	uint64_t *v;
	size_t n, cap;
};

struct sketcher {
	struct words words;
	struct hashes shingles, facts, others;
	struct hashes low, sorted;	/* scratch of bottom() */
};

struct sketcher *
sketcher_new(void)
{
	return mem_alloc(1, sizeof(struct sketcher));
}

void
sketcher_free(struct sketcher *k)
{
	words_free(&k->words);
	free(k->shingles.v);
	free(k->facts.v);
	free(k->others.v);
	free(k->low.v);
	free(k->sorted.v);
	free(k);
}

static void
reserve(struct hashes *h, size_t n)
{
	mem_grow(&h->v, &h->cap, n, sizeof(*h->v));
}

static int
by_value(const void *a, const void *b)
{
	uint64_t x, y;

	memcpy(&x, a, sizeof(x));
	memcpy(&y, b, sizeof(y));
	return x < y ? -1 : x > y;
}

/* Sorts a few values spread evenly up to bound: by bucket, then by insertion. */
static void
sort_even(const struct hashes *from, uint64_t bound, uint64_t *to)
{
	uint32_t at[BUCKETS + 1] = {0};
	int shift = bound < BUCKETS ? 0 : 64 - __builtin_clzll(bound) - 7;

	for (size_t i = 0; i < from->n; i++)
		at[(from->v[i] >> shift) + 1]++;
	for (size_t i = 0; i < BUCKETS; i++)
		at[i + 1] += at[i];
	for (size_t i = 0; i < from->n; i++)
		to[at[from->v[i] >> shift]++] = from->v[i];
	for (size_t i = 1; i < from->n; i++) {
		uint64_t x = to[i];
		size_t j = i;

		for (; j && to[j - 1] > x; j--)
			to[j] = to[j - 1];
		to[j] = x;
	}
}

static size_t
drop_equal(uint64_t *v, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++)
		if (!kept || v[kept - 1] != v[i])
			v[kept++] = v[i];
	return kept;
}

/* The distinct values up to bound, ascending, in k->sorted. */
static size_t
sorted_under(struct sketcher *k, const struct hashes *h, uint64_t bound)
{
	size_t n = 0;

	reserve(&k->low, h->n);
	for (size_t i = 0; i < h->n; i++) {
		k->low.v[n] = h->v[i];
		n += h->v[i] <= bound;
	}
	k->low.n = n;
	reserve(&k->sorted, n);
	if (n <= FEW) {
		sort_even(&k->low, bound, k->sorted.v);
	} else {
		memcpy(k->sorted.v, k->low.v, n * sizeof(*k->low.v));
		qsort(k->sorted.v, n, sizeof(*k->sorted.v), by_value);
	}
	return drop_equal(k->sorted.v, n);
}

/* The `want` smallest distinct values, in k->sorted; how many there are. */
static unsigned
bottom(struct sketcher *k, const struct hashes *h, unsigned want)
{
	double share = (want + 2 * sqrt(want) + 8) / (double)(h->n + 1);
	uint64_t bound = share < 1 ? (uint64_t)(share * 0x1p64) : UINT64_MAX;
	size_t n = sorted_under(k, h, bound);

	while (n < want && bound < UINT64_MAX) {
		bound = bound > UINT64_MAX / 4 ? UINT64_MAX : bound * 4;
		n = sorted_under(k, h, bound);
	}
	return n < want ? (unsigned)n : want;
}

/* Takes the words apart into shingles, facts and others; the hash of them all. */
static uint64_t
gather(struct sketcher *k)
{
	const struct words *w = &k->words;
	uint64_t text = 0, a = 0, b = 0;
	size_t longs = 0, shingles = 0, facts = 0, others = 0;

	reserve(&k->shingles, w->n + 1);
	reserve(&k->facts, w->n + 1);
	reserve(&k->others, w->n + 1);
	for (size_t i = 0; i < w->n; i++) {
		uint64_t h = w->hash[i];

		text = (text ^ h) * 0x9E3779B97F4A7C15U + 1;
		text ^= text >> 32;
		if (!(w->flag[i] & WORD_LONG))
			continue;
		k->shingles.v[shingles] = words_mix(a * 5 + b * 3 + h);
		shingles += ++longs > 2;
		a = b;
		b = h;
		k->facts.v[facts] = k->others.v[others] = words_mix(h);
		facts += (w->flag[i] & WORD_FACT) != 0;
		others += !(w->flag[i] & WORD_FACT);
	}
	k->shingles.n = shingles;
	k->facts.n = facts;
	k->others.n = others;
	return w->n ? text | 1 : 0;
}

static uint8_t
take_words(struct sketcher *k, const struct hashes *h, uint16_t *to)
{
	unsigned n = bottom(k, h, SKETCH_WORDS);

	for (unsigned i = 0; i < n; i++)
		to[i] = (uint16_t)(k->sorted.v[i] >> 48);
	return (uint8_t)n;
}

void
sketch_make(struct sketcher *k, const char *s, size_t len, struct sketch *to)
{
	unsigned n;

	memset(to, 0, sizeof(*to));
	words_read(&k->words, s, len);
	to->text = gather(k);
	n = bottom(k, &k->shingles, SKETCH_SHINGLES);
	to->shingles = (uint8_t)n;
	for (unsigned i = 0; i < n; i++)
		to->shingle[i] = (uint32_t)(k->sorted.v[i] >> 32) &
			(i < SKETCH_KEYS ? UINT32_MAX : UINT32_MAX << 8);
	for (unsigned i = 0; i < n && i < SKETCH_KEYS; i++)
		to->low[i] = (uint16_t)(k->sorted.v[i] >> 16);
	to->facts = take_words(k, &k->facts, to->fact);
	to->words = take_words(k, &k->others, to->word);
}

unsigned
sketch_keys(const struct sketch *s)
{
	if (s->shingles < SKETCH_MIN)
		return 0;
	return s->shingles < SKETCH_KEYS ? s->shingles : SKETCH_KEYS;
}

uint64_t
sketch_key(const struct sketch *s, unsigned i)
{
	return (uint64_t)s->shingle[i] << 16 | s->low[i];
}

/* Elements of two samples that both cover the same range, and those in common. */
struct overlap {
	unsigned a, b, both;
};

static double
jaccard(struct overlap o)
{
	unsigned all = o.a + o.b - o.both;

	return all ? o.both / (double)all : 0;
}

static double
containment(struct overlap o)
{
	unsigned less = o.a < o.b ? o.a : o.b;

	return less ? o.both / (double)less : 0;
}

static uint32_t
shingle_at(const struct sketch *s, unsigned i)
{
	return s->shingle[i] >> 8;
}

static uint32_t
fact_at(const struct sketch *s, unsigned i)
{
	return s->fact[i];
}

static uint32_t
word_at(const struct sketch *s, unsigned i)
{
	return s->word[i];
}

/* Of n and m elements. Sketches that are full say nothing about values beyond their
 * last. */
static inline struct overlap
overlap(const struct sketch *a, unsigned n, const struct sketch *b, unsigned m,
	unsigned full, uint32_t (*at)(const struct sketch *, unsigned))
{
	struct overlap o = {0};
	unsigned i = 0, j = 0;

	while (i < n && j < m) {
		uint32_t x = at(a, i), y = at(b, j);

		o.both += x == y;
		i += x <= y;
		j += y <= x;
	}
	o.a = m == full ? i : n;
	o.b = n == full ? j : m;
	return o;
}

/* As if two more had been seen, and not in the other. */
static double
sure(struct overlap o)
{
	return o.both / (2.0 + (o.a < o.b ? o.a : o.b));
}

void
sketch_compare(const struct sketch *a, const struct sketch *b, struct likeness *l)
{
	struct overlap f, w, s = overlap(a, a->shingles, b, b->shingles, SKETCH_SHINGLES,
		shingle_at);

	*l = (struct likeness){.jaccard = jaccard(s), .containment = containment(s),
		.sure = sure(s),
		.smaller = s.a <= s.b};
	if (l->jaccard < SKETCH_LEAST)
		return;
	f = overlap(a, a->facts, b, b->facts, SKETCH_WORDS, fact_at);
	w = overlap(a, a->words, b, b->words, SKETCH_WORDS, word_at);
	if (f.a < FEW_FACTS || f.b < FEW_FACTS)
		f = w;
	l->facts = containment(f);
	l->facts_jaccard = jaccard(f);
	l->words = containment(w);
	l->words_jaccard = jaccard(w);
}
