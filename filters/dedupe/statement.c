/* Statements (see statement.h). */
#include "statement.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "table.h"

#define LEAST 20		/* weight of a word that counts */
#define MOST 127		/* what seven bits hold */
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
	uint64_t sum;
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
	double tenths = table_number(t, 1) * 10 + 0.5;

	if (!(tenths >= 0 && tenths < MOST + 1))
		table_die(t, "a weight from 0 to 12.7 is needed");
	if (t->field[0].len == 1 && t->field[0].s[0] == '*') {
		w->unknown = (unsigned)tenths;
		w->sum += w->unknown;
		return;
	}
	words_read(scratch, t->field[0].s, t->field[0].len);
	if (scratch->n != 1)
		table_die(t, "one word is needed");
	*find(w, scratch->hash[0]) = (struct weight){scratch->hash[0], (unsigned)tenths};
	w->sum += words_mix(scratch->hash[0] + (unsigned)tenths);
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

uint64_t
weights_checksum(const struct weights *w)
{
	return w->sum;
}

static uint32_t
pack(uint64_t hash, unsigned weight, bool numeral)
{
	return (uint32_t)(words_mix(hash) >> 40) << 8 | (uint32_t)weight << 1 | numeral;
}

static unsigned
weight_of(uint32_t word)
{
	return word >> 1 & MOST;
}

static int
by_value(const void *a, const void *b)
{
	uint32_t x, y;

	memcpy(&x, a, sizeof(x));
	memcpy(&y, b, sizeof(y));
	return x < y ? -1 : x > y;
}

static void
sort_words(struct statement *s)
{
	unsigned kept = 0;

	memcpy(s->word, s->told, s->tolds * sizeof(*s->told));
	qsort(s->word, s->tolds, sizeof(*s->word), by_value);
	for (unsigned i = 0; i < s->tolds; i++)
		if (!kept || s->word[kept - 1] >> 8 != s->word[i] >> 8)
			s->word[kept++] = s->word[i];
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

/* Of each pair of neighbours that carry content, and of all that was told. */
static void
make_keys(struct statement *s)
{
	uint64_t all = 0, before = 0;

	s->keys = 0;
	for (unsigned i = 0; i < s->tolds; i++) {
		uint64_t h = s->told[i] >> 8;

		all = words_mix(all * 3 + h + 1);
		if (weight_of(s->told[i]) < CONTENT)
			continue;
		if (before)
			add_key(s, words_mix(words_mix(before) + h));
		before = h;
	}
	add_key(s, words_mix(all));
}

static void
finish(struct statement *s)
{
	make_keys(s);
	sort_words(s);
}

void
statement_set(struct statement *s, const uint32_t *told, unsigned n)
{
	memcpy(s->told, told, n * sizeof(*told));
	s->tolds = n;
	finish(s);
}

void
statement_read(const struct weights *t, struct words *w, const char *s, size_t len,
	struct statement *to)
{
	words_read(w, s, len);
	to->tolds = 0;
	for (size_t i = 0; i < w->n && to->tolds < STATEMENT_WORDS; i++) {
		const struct weight *known = find(t, w->hash[i]);
		unsigned weight = known->hash ? known->weight : t->unknown;
		bool numeral = w->flag[i] & WORD_NUMERAL;

		if (weight >= LEAST || numeral)
			to->told[to->tolds++] = pack(w->hash[i], weight, numeral);
	}
	finish(to);
}

/* Weights of what each alone has and of what they share, and whether each has all
 * numbers of the other. */
struct shared {
	unsigned a, b, both;
	bool numbers_a, numbers_b;
};

static double
likeness(const struct shared *s)
{
	unsigned less = s->both + (s->a < s->b ? s->a : s->b);
	double shared = less ? s->both / (double)less : 0;

	if (less < LIGHT)
		return s->a + s->b || less < NOTHING ? 0 : 1;
	if ((s->a < s->b ? s->numbers_a : s->numbers_b))
		return shared;
	return shared * (s->numbers_a || s->numbers_b ? MISSING : DISAGREE);
}

double
statement_compare(const uint32_t *a, unsigned n, const uint32_t *b, unsigned m)
{
	struct shared s = {.numbers_a = true, .numbers_b = true};
	unsigned i = 0, j = 0;

	while (i < n || j < m)
		if (j == m || (i < n && a[i] >> 8 < b[j] >> 8)) {
			s.a += weight_of(a[i]);
			s.numbers_a &= !(a[i++] & 1);
		} else if (i == n || b[j] >> 8 < a[i] >> 8) {
			s.b += weight_of(b[j]);
			s.numbers_b &= !(b[j++] & 1);
		} else {
			s.both += weight_of(a[i++]);
			j++;
		}
	return likeness(&s);
}
