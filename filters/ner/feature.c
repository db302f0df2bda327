/*
 * The features: of a token and its neighbours, their forms, affixes, shapes and
 * gazetteer classes; the word that governs it across small words (« ministère de la
 * … »); and what the rest of the document shows of the same word (Chieu & Ng 2002).
 */
#include "feature.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "gazetteer.h"

/* Templates. The number is the hash's seed; neighbours add their distance. */
enum {
	T_BIAS = 100, T_LOWER, T_FOLD, T_PREFIX, T_SUFFIX, T_SHAPE, T_NEAR_LOWER,
	T_NEAR_SUFFIX, T_NEAR_SHAPE, T_PAIR, T_WORD_SHAPE, T_SHAPES, T_GAZETTEER,
	T_MASK, T_MASKS, T_FIRST, T_SHOUT, T_GOVERNOR, T_GOVERNOR_SHAPE, T_HEAD,
	T_HEAD_SHAPE, T_AHEAD, T_SEEN, T_KIND, T_NEXT_MASK, T_CLUSTER,
	T_CLUSTERS, T_CLUSTER_SHAPE
};

#define OWN ((uint64_t)1 << 32)
#define NEAR(template, k) ((uint64_t)(template) << 8 | (uint64_t)(128 + (k)))

/* What a document shows of a capitalised word, by its folded form. */
struct sighting {
	uint64_t fold;		/* 0: free */
	uint32_t classes;	/* of entries of several tokens that hold it */
	uint16_t flags;
};
enum {
	SEEN_LOWER = 1,		/* also in small letters */
	SEEN_INNER = 2,		/* with a capital inside a unit */
	SEEN_BEFORE_CAPITAL = 4,
	SEEN_AFTER_CAPITAL = 8,
	SEEN_AFTER_FIRST = 16,	/* after a first name */
	SEEN_AFTER_TITLE = 32,	/* after a profession or title */
	SEEN_BRACKET = 64	/* alone in brackets */
};

static struct sighting *
sighting(const struct feature_memory *m, uint64_t fold)
{
	size_t i = fold & (m->slots - 1);

	while (m->slot[i].fold != 0 && m->slot[i].fold != fold)
		i = (i + 1) & (m->slots - 1);
	return &m->slot[i];
}

static bool
capital(const struct atom *a)
{
	return (a->flags & ATOM_UPPER) != 0;
}

static unsigned
show(const struct document *d, size_t i, uint32_t first, uint32_t title)
{
	const struct atom *a = &d->atom[i], *last = i > 0 ? a - 1 : NULL;
	const struct atom *next = i + 1 < d->n ? a + 1 : NULL;
	unsigned flags = 0;

	if (a->flags & ATOM_SHOUT)
		return 0;
	if (!capital(a))
		return a->flags & ATOM_LOWER ? SEEN_LOWER : 0;
	if (!(a->flags & ATOM_FIRST))
		flags |= SEEN_INNER;
	if (next != NULL && capital(next) && !(next->flags & ATOM_FIRST))
		flags |= SEEN_BEFORE_CAPITAL;
	if (last == NULL || a->flags & ATOM_FIRST)
		return flags;
	if (capital(last))
		flags |= SEEN_AFTER_CAPITAL;
	if (capital(last) && last->classes[PLACE_UNIT] & first)
		flags |= SEEN_AFTER_FIRST;
	if (last->classes[PLACE_UNIT] & title)
		flags |= SEEN_AFTER_TITLE;
	if (next != NULL && d->text->s[last->start] == '('
	    && d->text->s[next->start] == ')')
		flags |= SEEN_BRACKET;
	return flags;
}

void
feature_document(struct feature_memory *m, const struct document *d)
{
	uint32_t first = gazetteer_bit("first"), title = gazetteer_bit("profession");

	for (m->slots = 64; m->slots < 2 * d->n + 2;)
		m->slots *= 2;
	if (m->slots > m->cap) {
		free(m->slot);
		m->slot = mem_alloc(m->slots, sizeof *m->slot);
		m->cap = m->slots;
	} else {
		memset(m->slot, 0, m->slots * sizeof *m->slot);
	}
	for (size_t i = 0; i < d->n; i++) {
		const struct atom *a = &d->atom[i];
		struct sighting *s;

		if (a->kind == TOKEN_PUNCT || a->kind == TOKEN_NUMBER)
			continue;
		s = sighting(m, a->fold);
		s->fold = a->fold;
		s->flags |= (uint16_t)show(d, i, first, title);
		s->classes |= a->classes[PLACE_BEGIN] | a->classes[PLACE_INSIDE]
			| a->classes[PLACE_LAST];
	}
}

void
feature_words(const struct feature_memory *m, struct crf_seq *out)
{
	crf_begin(out);
	for (size_t i = 0; i < m->slots; i++)
		if (m->slot[i].fold != 0)
			crf_add(out, m->slot[i].fold);
	crf_next(out);
}

void
feature_free(struct feature_memory *m)
{
	free(m->slot);
	*m = (struct feature_memory){0};
}

/* A unit under work: neighbours outside it are `outside`. */
struct window {
	const struct feature_memory *memory;
	const struct atom *a;
	const struct affixes *affixes;
	size_t n;
	struct crf_seq *out;
	unsigned corpus;
	bool shout;
};

static const struct atom outside = {.lower = 1, .fold = 1, .shape = 1};

static const struct atom *
at(const struct window *w, size_t i, int k)
{
	size_t j = i + (size_t)k;

	return j < w->n ? &w->a[j] : &outside;
}

static uint64_t
suffix(const struct window *w, size_t i, int k)
{
	size_t j = i + (size_t)k;

	return j < w->n ? w->affixes[j].suffix[2] : 1;
}

static void
add(const struct window *w, uint64_t template, uint64_t value)
{
	crf_add(w->out, crf_mix(template, value));
}

/* Adds a feature twice, for all corpora and for the document's own: what counts as a
 * name differs with the annotators (Daumé 2007). */
static void
add_own(const struct window *w, uint64_t template, uint64_t value)
{
	add(w, template, value);
	if (w->corpus != 0)
		add(w, template + OWN * w->corpus, value);
}

/* Shapes say nothing in a unit of capitals. */
static uint64_t
shape(const struct window *w, size_t i, int k)
{
	return w->shout ? 2 : at(w, i, k)->shape;
}

static void
add_forms(const struct window *w, size_t i)
{
	const struct atom *a = &w->a[i];
	const struct affixes *x = &w->affixes[i];

	add_own(w, T_LOWER, a->lower);
	add_own(w, T_FOLD, a->fold);
	for (uint64_t k = 0; k + 1 < AFFIXES; k++) {
		add(w, NEAR(T_PREFIX, k), x->prefix[k]);
		add(w, NEAR(T_SUFFIX, k), x->suffix[k]);
	}
	add_own(w, NEAR(T_PREFIX, AFFIXES - 1), x->prefix[AFFIXES - 1]);
	add_own(w, NEAR(T_SUFFIX, AFFIXES - 1), x->suffix[AFFIXES - 1]);
	add(w, NEAR(T_NEAR_LOWER, -2), at(w, i, -2)->lower);
	add_own(w, NEAR(T_NEAR_LOWER, -1), at(w, i, -1)->lower);
	add_own(w, NEAR(T_NEAR_LOWER, 1), at(w, i, 1)->lower);
	add(w, NEAR(T_NEAR_LOWER, 2), at(w, i, 2)->lower);
	add(w, NEAR(T_NEAR_SUFFIX, -1), suffix(w, i, -1));
	add(w, NEAR(T_NEAR_SUFFIX, 1), suffix(w, i, 1));
	for (int k = -2; k <= 1; k++)
		add(w, NEAR(T_PAIR, k), crf_mix(at(w, i, k)->lower,
			at(w, i, k + 1)->lower));
}

static void
add_shapes(const struct window *w, size_t i)
{
	uint64_t s = shape(w, i, 0), last = shape(w, i, -1), next = shape(w, i, 1);

	add_own(w, T_SHAPE, s);
	add(w, NEAR(T_NEAR_SHAPE, -2), shape(w, i, -2));
	add(w, NEAR(T_NEAR_SHAPE, -1), last);
	add(w, NEAR(T_NEAR_SHAPE, 1), next);
	add(w, NEAR(T_NEAR_SHAPE, 2), shape(w, i, 2));
	add(w, NEAR(T_SHAPES, -1), crf_mix(last, s));
	add(w, NEAR(T_SHAPES, 1), crf_mix(s, next));
	add_own(w, NEAR(T_SHAPES, 0), crf_mix(crf_mix(last, s), next));
	add_own(w, T_WORD_SHAPE, crf_mix(w->a[i].fold, s));
	add_own(w, NEAR(T_WORD_SHAPE, -1), crf_mix(at(w, i, -1)->lower, s));
	add(w, NEAR(T_WORD_SHAPE, 1), crf_mix(s, at(w, i, 1)->lower));
	add(w, T_KIND, w->a[i].kind);
	if (w->a[i].flags & ATOM_FIRST) {
		add(w, T_FIRST, s);
		add(w, T_FIRST, w->a[i].fold);
	}
}

/* How a token's case reads: small, capital, or nothing to tell. */
static uint64_t
letter_case(const struct window *w, size_t i, int k)
{
	return w->shout ? 2 : capital(at(w, i, k));
}

/* A number for the classes and places of a token, 0 for none. */
static uint64_t
mask(const struct atom *a)
{
	return crf_mix(crf_mix(0, (uint64_t)a->classes[0] << 32 | a->classes[1]),
		(uint64_t)a->classes[2] << 32 | a->classes[3]);
}

/* The gazetteer classes of the token k from i. */
static void
add_entries(const struct window *w, size_t i, int k)
{
	const struct atom *a = at(w, i, k);
	uint64_t spelling = letter_case(w, i, k);

	for (unsigned place = 0; place < PLACES; place++)
		for (uint32_t c = a->classes[place]; c != 0; c &= c - 1) {
			uint64_t class = gazetteer_class((unsigned)__builtin_ctz(c));
			uint64_t value = crf_mix(place * 4 + spelling, class);

			if (k == 0)
				add_own(w, NEAR(T_GAZETTEER, 0), value);
			else
				add(w, NEAR(T_GAZETTEER, k), value);
		}
}

static void
add_classes(const struct window *w, size_t i)
{
	uint64_t own;

	for (int k = -2; k <= 2; k++)
		add_entries(w, i, k);
	if (!capital(&w->a[i]))
		return;
	own = crf_mix(w->shout, mask(&w->a[i]));
	add_own(w, T_MASK, own);
	add(w, NEAR(T_MASKS, -1), crf_mix(mask(at(w, i, -1)), own));
	add(w, NEAR(T_MASKS, 1), crf_mix(own, mask(at(w, i, 1))));
	add(w, NEAR(T_NEXT_MASK, -1), crf_mix(at(w, i, -1)->lower, own));
	add(w, NEAR(T_NEXT_MASK, 1), crf_mix(at(w, i, 1)->lower, own));
}

static void
add_clusters(const struct window *w, size_t i)
{
	for (uint64_t c = 0; c < CLUSTERINGS; c++) {
		uint64_t own = at(w, i, 0)->cluster[c], last = at(w, i, -1)->cluster[c];
		uint64_t next = at(w, i, 1)->cluster[c];

		for (int k = -2; k <= 2; k++)
			if (k != 0 && at(w, i, k)->cluster[c] != 0)
				add(w, NEAR(T_CLUSTER + 256 * c, k),
					at(w, i, k)->cluster[c]);
		if (own != 0)
			add_own(w, NEAR(T_CLUSTER + 256 * c, 0), own);
		add(w, NEAR(T_CLUSTERS + 256 * c, -1), last << 16 | own);
		add(w, NEAR(T_CLUSTERS + 256 * c, 0), own << 16 | next);
		add(w, NEAR(T_CLUSTERS + 256 * c, 1), last << 16 | next);
		add(w, NEAR(T_CLUSTER_SHAPE + 256 * c, -1),
			crf_mix(last, shape(w, i, 0)));
		add(w, NEAR(T_CLUSTER_SHAPE + 256 * c, 1),
			crf_mix(next, shape(w, i, 0)));
	}
}

/* Across the small words before i: what governs it; and the first capitalised word
 * of the chain it stands in. */
static void
add_chain(const struct window *w, size_t i, size_t governor, size_t head)
{
	uint64_t s = shape(w, i, 0);
	const struct atom *g = governor < i ? &w->a[governor] : &outside;

	add_own(w, T_GOVERNOR, g->fold);
	add_own(w, T_GOVERNOR_SHAPE, crf_mix(g->fold, s));
	if (head < i && !w->shout) {
		add(w, T_HEAD, w->a[head].fold);
		add_own(w, T_HEAD_SHAPE, crf_mix(w->a[head].fold, s));
		add(w, NEAR(T_HEAD, 1), mask(&w->a[head]));
	}
}

/* The word after i across small words. */
static void
add_ahead(const struct window *w, size_t i)
{
	size_t j = i + 1;

	while (j < w->n && j < i + 4 && w->a[j].flags & ATOM_LINK)
		j++;
	if (j == i + 1)
		return;
	add(w, T_AHEAD, crf_mix(w->a[i].fold, shape(w, j, 0)));
	add(w, NEAR(T_AHEAD, 1), crf_mix(w->a[i].lower, at(w, j, 0)->fold));
	if (j < w->n)
		add(w, NEAR(T_AHEAD, 2), crf_mix(shape(w, i, 0), mask(&w->a[j])));
}

static void
add_sightings(const struct window *w, size_t i)
{
	const struct sighting *s;

	if (!capital(&w->a[i]) || w->a[i].kind == TOKEN_PUNCT
	    || w->a[i].kind == TOKEN_NUMBER)
		return;
	s = sighting(w->memory, w->a[i].fold);
	for (unsigned f = s->flags; f != 0; f &= f - 1)
		add(w, NEAR(T_SEEN, __builtin_ctz(f)),
			w->a[i].flags & (ATOM_FIRST | ATOM_SHOUT));
	for (uint32_t c = s->classes; c != 0; c &= c - 1)
		add(w, NEAR(T_SEEN, 100), gazetteer_class((unsigned)__builtin_ctz(c)));
	add(w, NEAR(T_SEEN, 101), s->flags | (uint64_t)w->shout << 16);
}

void
feature_unit(const struct feature_memory *m, const struct document *d, size_t u,
	struct crf_seq *out)
{
	struct affixes affixes[UNIT_MAX];
	struct window w = {.memory = m, .a = d->atom + d->unit[u], .affixes = affixes,
		.n = d->unit[u + 1] - d->unit[u], .out = out, .corpus = d->corpus};
	size_t governor = SIZE_MAX, head = SIZE_MAX;

	crf_begin(out);
	for (size_t i = 0; i < w.n; i++)
		document_affixes(d, &w.a[i], &affixes[i]);
	for (size_t i = 0; i < w.n; i++) {
		w.shout = (w.a[i].flags & ATOM_SHOUT) != 0;
		add_own(&w, T_BIAS, w.shout);
		add_forms(&w, i);
		add_shapes(&w, i);
		add_classes(&w, i);
		add_clusters(&w, i);
		add_chain(&w, i, governor, head);
		add_ahead(&w, i);
		add_sightings(&w, i);
		crf_next(out);
		if (w.a[i].flags & ATOM_LINK)
			continue;
		governor = i;
		if (!capital(&w.a[i]))
			head = SIZE_MAX;
		else if (head == SIZE_MAX)
			head = i;
	}
}
