/*
 * Spans in marks that say again what another one says: those whose words stand in a
 * longer one, and those of a cross-head, a short line without a full stop, whose words
 * stand in marks elsewhere.
 */
#include <stdlib.h>
#include <string.h>

#include "doc.h"

#define GRAM 3			/* words by which two spans are found to be alike */
#define REPEATED_MAX 40		/* words of a span that may be a repetition */
#define SEEN 8			/* places looked at that hold the same words */
#define HEAD_MAX 160		/* bytes of a cross-head before and behind its marks */

/* Where each run of GRAM words stands, the last place first. */
struct grams {
	uint32_t *hash;		/* of each word */
	uint64_t *key;		/* of the run that begins at each word */
	int64_t *next;		/* 1 + the place before with the same key, 0 */
	struct map last;	/* key → 1 + place */
};

static uint32_t
word_hash(const struct doc *d, size_t i)
{
	char key[LEXICON_WORD];
	const struct item *it = &d->word[i];
	size_t n = lexicon_key(d->text->s + it->start, it->end - it->start, key);

	return map_hash(key, n);
}

/* The word after the last of the span, closing punctuation left out. */
static size_t
words_end(const struct doc *d, const struct mark *m)
{
	size_t to = m->to;

	while (to > m->from && d->word[to - 1].kind == TOKEN_PUNCT)
		to--;
	return to;
}

static void
add_grams(struct grams *g, const struct mark *m)
{
	size_t i;
	bool fresh;

	for (i = m->from; i + GRAM <= m->to; i++) {
		int64_t *last;

		g->key[i] = ((uint64_t)g->hash[i] << 32 | g->hash[i + 1]) ^
			(uint64_t)g->hash[i + 2] * 0x9e3779b97f4a7c15u;
		last = map_put(&g->last, (const char *)&g->key[i], sizeof(*g->key),
			&fresh);
		g->next[i] = fresh ? 0 : *last;
		*last = (int64_t)i + 1;
	}
}

/* Whether words [from, to) stand at word `at`, too, in a longer span. */
static bool
stands_at(const struct doc *d, const struct grams *g, size_t from, size_t to, size_t at)
{
	const struct mark *other = &d->marks.v[d->word[at].mark];
	size_t k;

	if (d->word[at].mark == d->word[from].mark || at + (to - from) > other->to ||
	    words_end(d, other) - other->from <= to - from)
		return false;
	for (k = 0; k < to - from; k++)
		if (g->hash[from + k] != g->hash[at + k])
			return false;
	return true;
}

/* Whether the marks stand on a short line, one of several, without a full stop. */
static bool
is_head(const struct doc *d, const struct mark *m)
{
	const char *s = d->text->s, *line, *end;
	size_t low = m->open > HEAD_MAX ? m->open - HEAD_MAX : 0;
	size_t high = d->text->len - m->close > HEAD_MAX ? m->close + HEAD_MAX :
		d->text->len;

	line = memrchr(s + low, '\n', m->open - low);
	end = memchr(s + m->close, '\n', high - m->close);
	if ((!line && low > 0) || (!end && high < d->text->len) || (!line && !end))
		return false;
	end = end ? end : s + high;
	while (end > s + m->close && end[-1] == ' ')
		end--;
	return end == s + m->close ? m->end > m->start && !memchr(".!?", s[m->end - 1], 3) :
		!memchr(".!?:;", end[-1], 5);
}

/* A number for all words of the span. */
static uint64_t
whole_key(const struct doc *d, const struct grams *g, const struct mark *m)
{
	uint64_t key = 0;
	size_t i, to = words_end(d, m);

	for (i = m->from; i < to; i++)
		key = (key ^ g->hash[i]) * 0x9e3779b97f4a7c15u;
	return key;
}

/* Finds the marks of cross-heads whose words stand in marks of no cross-head. */
static void
find_heads(struct doc *d, const struct grams *g)
{
	uint64_t *key = mem_alloc(d->marks.n, sizeof(*key));
	struct map body = { 0 };
	size_t i;
	bool fresh;

	for (i = 0; i < d->marks.n; i++) {
		key[i] = whole_key(d, g, &d->marks.v[i]);
		if (!is_head(d, &d->marks.v[i]))
			map_put(&body, (const char *)&key[i], sizeof(*key), &fresh);
	}
	for (i = 0; i < d->marks.n; i++)
		if (is_head(d, &d->marks.v[i]) &&
		    map_get(&body, (const char *)&key[i], sizeof(*key)))
			d->marks.v[i].echo = true;
	map_free(&body);
	free(key);
}

static bool
is_repetition(const struct doc *d, const struct grams *g, const struct mark *m)
{
	size_t to = words_end(d, m);
	const int64_t *at;
	int64_t place;
	int n;

	if (to < m->from + GRAM || to > m->from + REPEATED_MAX)
		return false;
	at = map_get(&g->last, (const char *)&g->key[m->from], sizeof(*g->key));
	for (place = at ? *at : 0, n = 0; place && n < SEEN; n++) {
		if (stands_at(d, g, m->from, to, (size_t)place - 1))
			return true;
		place = g->next[place - 1];
	}
	return false;
}

void
echo_find(struct doc *d)
{
	struct grams g = { 0 };
	size_t i;

	if (d->marks.n < 2 || d->words == 0)
		return;
	g.hash = mem_alloc(d->words, sizeof(*g.hash));
	g.key = mem_alloc(d->words, sizeof(*g.key));
	g.next = mem_alloc(d->words, sizeof(*g.next));
	for (i = 0; i < d->words; i++)
		g.hash[i] = word_hash(d, i);
	for (i = 0; i < d->marks.n; i++)
		add_grams(&g, &d->marks.v[i]);
	for (i = 0; i < d->marks.n; i++)
		d->marks.v[i].echo = is_repetition(d, &g, &d->marks.v[i]);
	find_heads(d, &g);
	map_free(&g.last);
	free(g.hash);
	free(g.key);
	free(g.next);
}
