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
	T_CLUSTERS, T_CLUSTER_SHAPE, T_SETTING
};

/* Tokens before and after a capital that are near it. Others are no names as a rule, and
 * have only the features that single words give. */
#define BEFORE 2
#define AFTER 4
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

/* How marks and apostrophes are set, which differs from one publisher to another: the
 * mark, and whether blanks stand around it. */
static uint64_t
setting(const struct document *d, size_t i)
{
	const struct atom *a = &d->atom[i];
	const char *s = d->text->s;
	bool before = i > 0 && a[-1].end < a->start;
	bool after = i + 1 < d->n && a->end < a[1].start;

	if (a->kind == TOKEN_PUNCT)
		return crf_mix(a->fold, 2U * before + after);
	return a->kind == TOKEN_ELISION ? crf_mix(1, (unsigned char)s[a->end - 1]) : 0;
}

void
feature_words(const struct feature_memory *m, const struct document *d,
	struct crf_seq *out)
{
	uint64_t seen = 0;

	crf_begin(out);
	for (size_t i = 0; i < m->slots; i++)
		if (m->slot[i].fold != 0)
			crf_add(out, m->slot[i].fold);
	for (size_t i = 0; i < d->n; i++) {
		uint64_t value = setting(d, i);

		if (value != 0 && !(seen >> value % 64 & 1))
			crf_add(out, crf_mix(T_SETTING, value));
		if (value != 0)
			seen |= 1ULL << value % 64;
	}
	crf_next(out);
}

void
feature_free(struct feature_memory *m)
{
	free(m->slot);
	*m = (struct feature_memory){0};
}

/* What is worked out of a token once. */
struct lookup {
	uint64_t mask;		/* its gazetteer classes and places, 0 for none */
	struct affixes affixes;
	bool near;		/* a capital stands near */
};

/* A unit under work: neighbours outside it are `outside`. */
struct window {
	const struct feature_memory *memory;
	const struct atom *a;
	struct lookup *lookup;
	size_t n;
	struct crf_seq *out;
	unsigned corpus;
	bool shout;		/* all in capitals */
};

static const struct atom outside = {.lower = 1, .fold = 1, .shape = 1};

static const struct atom *
at(const struct window *w, size_t i, int k)
{
	size_t j = i + (size_t)k;

	return j < w->n ? &w->a[j] : &outside;
}

/* The mask of the token k from i. */
static uint64_t
mask_at(const struct window *w, size_t i, int k)
{
	size_t j = i + (size_t)k;

	return j < w->n ? w->lookup[j].mask : 0;
}

static uint64_t
suffix(const struct window *w, size_t i, int k)
{
	size_t j = i + (size_t)k;

	return j < w->n ? w->lookup[j].affixes.suffix[2] : 1;
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
add_affixes(const struct window *w, const struct affixes *x)
{
	for (uint64_t k = 0; k + 1 < AFFIXES; k++) {
		add(w, NEAR(T_PREFIX, k), x->prefix[k]);
		add(w, NEAR(T_SUFFIX, k), x->suffix[k]);
	}
	add_own(w, NEAR(T_PREFIX, AFFIXES - 1), x->prefix[AFFIXES - 1]);
	add_own(w, NEAR(T_SUFFIX, AFFIXES - 1), x->suffix[AFFIXES - 1]);
}

static void
add_self(const struct window *w, size_t i)
{
	const struct atom *a = &w->a[i];
	uint64_t s = shape(w, i, 0);

	add_own(w, T_BIAS, w->shout);
	add_own(w, T_LOWER, a->lower);
	add_own(w, T_FOLD, a->fold);
	add_affixes(w, &w->lookup[i].affixes);
	add_own(w, T_SHAPE, s);
	add_own(w, T_WORD_SHAPE, crf_mix(a->fold, s));
	add(w, T_KIND, a->kind);
	for (uint64_t c = 0; c < CLUSTERINGS; c++)
		if (a->cluster[c] != 0)
			add_own(w, NEAR(T_CLUSTER + 256 * c, 0), a->cluster[c]);
	if (a->flags & ATOM_FIRST) {
		add(w, T_FIRST, s);
		add(w, T_FIRST, a->fold);
	}
}

static void
add_near(const struct window *w, size_t i, int k)
{
	const struct atom *a = at(w, i, k);

	if (k == -1 || k == 1) {
		add_own(w, NEAR(T_NEAR_LOWER, k), a->lower);
		add(w, NEAR(T_NEAR_SUFFIX, k), suffix(w, i, k));
	} else {
		add(w, NEAR(T_NEAR_LOWER, k), a->lower);
	}
	add(w, NEAR(T_NEAR_SHAPE, k), shape(w, i, k));
	for (uint64_t c = 0; c < CLUSTERINGS; c++)
		if (a->cluster[c] != 0)
			add(w, NEAR(T_CLUSTER + 256 * c, k), a->cluster[c]);
}

/* The token with its neighbour before (side -1) or after it (1). */
static void
add_beside(const struct window *w, size_t i, int side)
{
	const struct atom *a = &w->a[i], *b = at(w, i, side);
	uint64_t s = shape(w, i, 0), t = shape(w, i, side);
	uint64_t word = side < 0 ? crf_mix(b->lower, s) : crf_mix(s, b->lower);

	add(w, NEAR(T_SHAPES, side), side < 0 ? crf_mix(t, s) : crf_mix(s, t));
	add(w, NEAR(T_WORD_SHAPE, side), word);
	if (side < 0 && w->corpus != 0)
		add(w, NEAR(T_WORD_SHAPE, side) + OWN * w->corpus, word);
	for (uint64_t c = 0; c < CLUSTERINGS; c++) {
		uint64_t x = a->cluster[c], y = b->cluster[c];

		add(w, NEAR(T_CLUSTERS + 256 * c, side < 0 ? -1 : 0),
			side < 0 ? y << 16 | x : x << 16 | y);
		add(w, NEAR(T_CLUSTER_SHAPE + 256 * c, side), crf_mix(y, s));
	}
}

/* What the word k from i and the one after that tell together. */
static void
add_pair(const struct window *w, size_t i, int k)
{
	add(w, NEAR(T_PAIR, k), crf_mix(at(w, i, k)->lower, at(w, i, k + 1)->lower));
	if (k == -1 || k == 0)
		add_beside(w, i, 2 * k + 1);
}

/* The words before and after the token together. */
static void
add_around(const struct window *w, size_t i)
{
	const struct atom *last = at(w, i, -1), *next = at(w, i, 1);

	add_own(w, NEAR(T_SHAPES, 0), crf_mix(crf_mix(shape(w, i, -1), shape(w, i, 0)),
		shape(w, i, 1)));
	for (uint64_t c = 0; c < CLUSTERINGS; c++)
		add(w, NEAR(T_CLUSTERS + 256 * c, 1), (uint64_t)last->cluster[c] << 16
			| next->cluster[c]);
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
	uint64_t some = 0;

	for (int place = 0; place < PLACES; place++)
		some |= a->classes[place];
	return some == 0 ? 0
		: crf_mix(crf_mix(0, (uint64_t)a->classes[0] << 32 | a->classes[1]),
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

/* The gazetteer classes around a capitalised token. */
static void
add_masks(const struct window *w, size_t i)
{
	uint64_t own = crf_mix(w->shout, w->lookup[i].mask);

	add_own(w, T_MASK, own);
	add(w, NEAR(T_MASKS, -1), crf_mix(mask_at(w, i, -1), own));
	add(w, NEAR(T_MASKS, 1), crf_mix(own, mask_at(w, i, 1)));
	add(w, NEAR(T_NEXT_MASK, -1), crf_mix(at(w, i, -1)->lower, own));
	add(w, NEAR(T_NEXT_MASK, 1), crf_mix(at(w, i, 1)->lower, own));
}

/* Across the small words before i: what governs it. */
static void
add_governor(const struct window *w, size_t i, size_t governor)
{
	const struct atom *g = governor < i ? &w->a[governor] : &outside;

	add_own(w, T_GOVERNOR, g->fold);
	add_own(w, T_GOVERNOR_SHAPE, crf_mix(g->fold, shape(w, i, 0)));
}

/* The first capitalised word of the chain that i stands in. */
static void
add_head(const struct window *w, size_t i, size_t head)
{
	add(w, T_HEAD, w->a[head].fold);
	add_own(w, T_HEAD_SHAPE, crf_mix(w->a[head].fold, shape(w, i, 0)));
	add(w, NEAR(T_HEAD, 1), w->lookup[head].mask);
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
		add(w, NEAR(T_AHEAD, 2), crf_mix(shape(w, i, 0), w->lookup[j].mask));
}

static void
add_sightings(const struct window *w, size_t i)
{
	const struct sighting *s;
	uint64_t own = w->a[i].flags & (ATOM_FIRST | ATOM_SHOUT);

	if (w->a[i].kind == TOKEN_PUNCT || w->a[i].kind == TOKEN_NUMBER)
		return;
	s = sighting(w->memory, w->a[i].fold);
	for (unsigned f = s->flags; f != 0; f &= f - 1)
		add(w, NEAR(T_SEEN, __builtin_ctz(f)), own);
	for (uint32_t c = s->classes; c != 0; c &= c - 1)
		add(w, NEAR(T_SEEN, 100), gazetteer_class((unsigned)__builtin_ctz(c)));
	add(w, NEAR(T_SEEN, 101), s->flags | (uint64_t)w->shout << 16);
}

static void
add_token(const struct window *w, size_t i, size_t governor, size_t head)
{
	add_near(w, i, -2);
	add_near(w, i, -1);
	add_self(w, i);
	add_near(w, i, 1);
	add_near(w, i, 2);
	if (!w->lookup[i].near)
		return;
	for (int k = -2; k <= 1; k++)
		add_pair(w, i, k);
	add_around(w, i);
	for (int k = -2; k <= 2; k++)
		add_entries(w, i, k);
	add_governor(w, i, governor);
	if (head < i && !w->shout)
		add_head(w, i, head);
	add_ahead(w, i);
	if (!capital(&w->a[i]))
		return;
	add_masks(w, i);
	add_sightings(w, i);
}

static void
look_up(const struct window *w, const struct document *d)
{
	for (size_t i = 0; i < w->n; i++) {
		w->lookup[i].mask = mask(&w->a[i]);
		w->lookup[i].near = false;
		document_affixes(d, &w->a[i], &w->lookup[i].affixes);
	}
	for (size_t i = 0; i < w->n; i++)
		for (size_t k = 0; capital(&w->a[i]) && k <= BEFORE + AFTER; k++)
			if (i + k - BEFORE < w->n)
				w->lookup[i + k - BEFORE].near = true;
}

void
feature_unit(const struct feature_memory *m, const struct document *d, size_t u,
	struct crf_seq *out)
{
	struct lookup lookup[UNIT_MAX];
	struct window w = {.memory = m, .a = d->atom + d->unit[u], .lookup = lookup,
		.n = d->unit[u + 1] - d->unit[u], .out = out, .corpus = d->corpus};
	size_t governor = SIZE_MAX, head = SIZE_MAX;

	w.shout = w.n > 0 && w.a[0].flags & ATOM_SHOUT;
	look_up(&w, d);
	crf_begin(out);
	for (size_t i = 0; i < w.n; i++) {
		add_token(&w, i, governor, head);
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
