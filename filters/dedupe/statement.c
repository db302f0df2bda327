/* Statements (see statement.h). */
#include "statement.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "table.h"

#define CONTENT 25		/* weight of a word that pairs are made of */
#define LIGHT 200		/* statements below are compared whole */
#define NOTHING 100		/* and below this, not at all: they say nothing */
#define DISAGREE 0.7		/* factor for numbers that disagree */
#define MISSING 0.9		/* for numbers that the longer one leaves out */

struct weight {
	uint64_t hash;		/* of the folded word; 0: free */
	unsigned weight;
};

struct weights {
	struct weight *slot;
	size_t mask;
	unsigned unknown;
};

static struct weight *
find(const struct weights *t, uint64_t hash)
{
	size_t i = (size_t)words_mix(hash) & t->mask;

	while (t->slot[i].hash && t->slot[i].hash != hash)
		i = (i + 1) & t->mask;
	return &t->slot[i];
}

static size_t
count_rows(void)
{
	struct table t;
	size_t n = 0;

	table_open(&t, "weights.txt");
	while (table_next(&t, 2))
		n++;
	return n;
}

static void
add_row(struct weights *w, const struct table *t, struct words *scratch)
{
	double weight = table_number(t, 1);

	if (weight < 0 || weight > 100)
		table_die(t, "a weight from 0 to 100 is needed");
	if (t->field[0].len == 1 && t->field[0].s[0] == '*') {
		w->unknown = (unsigned)(weight * 10 + 0.5);
		return;
	}
	words_read(scratch, t->field[0].s, t->field[0].len);
	if (scratch->n != 1)
		table_die(t, "one word is needed");
	*find(w, scratch->hash[0]) = (struct weight){scratch->hash[0],
		(unsigned)(weight * 10 + 0.5)};
}

struct weights *
weights_open(void)
{
	struct weights *w = mem_alloc(1, sizeof(*w));
	struct words scratch = {0};
	struct table t;
	size_t slots = 16, rows = count_rows();

	while (slots < rows * 2)
		slots *= 2;
	w->slot = mem_alloc(slots, sizeof(*w->slot));
	w->mask = slots - 1;
	w->unknown = 76;
	table_open(&t, "weights.txt");
	while (table_next(&t, 2))
		add_row(w, &t, &scratch);
	words_free(&scratch);
	return w;
}

void
weights_free(struct weights *w)
{
	free(w->slot);
	free(w);
}

static int
by_hash(const void *a, const void *b)
{
	const struct said *x = a, *y = b;

	return x->hash < y->hash ? -1 : x->hash > y->hash;
}

static void
sort_words(struct statement *s)
{
	unsigned kept = 0;

	qsort(s->word, s->words, sizeof(*s->word), by_hash);
	s->weight = 0;
	for (unsigned i = 0; i < s->words; i++) {
		if (kept && s->word[kept - 1].hash == s->word[i].hash)
			continue;
		s->word[kept++] = s->word[i];
		s->weight += s->word[i].weight;
	}
	s->words = kept;
}

/* Keeps the smallest keys, each once. */
static void
add_key(struct statement *s, uint64_t key)
{
	unsigned i = s->keys;

	while (i && s->key[i - 1] > key)
		i--;
	if (i == STATEMENT_KEYS || (i && s->key[i - 1] == key))
		return;
	if (s->keys < STATEMENT_KEYS)
		s->keys++;
	memmove(s->key + i + 1, s->key + i, (s->keys - i - 1) * sizeof(*s->key));
	s->key[i] = key;
}

void
statement_read(const struct weights *t, struct words *w, const char *s, size_t len,
	struct statement *to)
{
	uint64_t before = 0;

	words_read(w, s, len);
	to->words = to->keys = 0;
	to->text = 0;
	for (size_t i = 0; i < w->n; i++) {
		uint64_t h = words_mix(w->hash[i]);
		const struct weight *known = find(t, w->hash[i]);
		unsigned weight = known->hash ? known->weight : t->unknown;

		to->text = words_mix(to->text * 3 + h);
		if (to->words < STATEMENT_WORDS)
			to->word[to->words++] = (struct said){(uint32_t)h,
				(uint16_t)weight, w->flag[i] & WORD_DIGIT};
		if (weight < CONTENT)
			continue;
		if (before)
			add_key(to, words_mix(before * 3 + h));
		before = h;
	}
	add_key(to, words_mix(to->text));
	sort_words(to);
}

/* Weights of both, of what they share, and whether each has all numbers of the other. */
struct shared {
	unsigned a, b, both;
	bool numbers_a, numbers_b;
};

double
statement_compare(const struct said *a, unsigned n, const struct said *b, unsigned m)
{
	struct shared s = {.numbers_a = true, .numbers_b = true};
	unsigned i = 0, j = 0, less;

	while (i < n || j < m)
		if (j == m || (i < n && a[i].hash < b[j].hash)) {
			s.a += a[i].weight;
			s.numbers_a &= !a[i++].digit;
		} else if (i == n || b[j].hash < a[i].hash) {
			s.b += b[j].weight;
			s.numbers_b &= !b[j++].digit;
		} else {
			s.both += a[i++].weight;
			j++;
		}
	less = s.both + (s.a < s.b ? s.a : s.b);
	if (less < LIGHT)
		return s.a + s.b || less < NOTHING ? 0 : 1;
	if ((s.a < s.b ? s.numbers_a : s.numbers_b))
		return s.both / (double)less;
	return s.both / (double)less * (s.numbers_a || s.numbers_b ? MISSING : DISAGREE);
}
