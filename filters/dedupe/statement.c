/* Statements (see statement.h). */
#include "statement.h"

#include <stdbool.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "table.h"

#define LEAST 20		/* weight of a word that counts */
#define MOST 255		/* what eight bits hold */
#define CONTENT 25		/* weight of a word that pairs are made of */
#define LIGHT 200		/* statements below are compared whole */
#define NOTHING 100		/* and below this, not at all: they say nothing */
#define CHANCE 0.5		/* see likeness */
#define DISAGREE 0.7		/* factor for numbers that disagree */
#define MISSING 0.9		/* for numbers that the longer one leaves out */

struct weight {
	uint32_t name;		/* of the folded word, plus one; 0: free */
	unsigned weight;
};

struct weights {
	struct weight *slot;
	size_t mask;
	unsigned unknown;
	uint64_t sum;
};

static uint32_t
name_of(uint64_t hash, bool numeral)
{
	return (uint32_t)(words_mix(hash) >> 41) << 1 | numeral;
}

static struct weight *
find(const struct weights *t, uint32_t name)
{
	size_t i = name >> 1 & t->mask;

	while (t->slot[i].name && t->slot[i].name != name + 1)
		i = (i + 1) & t->mask;
	return &t->slot[i];
}

/* The word of that name. */
static uint32_t
weigh(const struct weights *t, uint32_t name)
{
	const struct weight *known = find(t, name);

	return name << 8 | (known->name ? known->weight : t->unknown);
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
	uint32_t name;

	if (!(tenths >= 0 && tenths < MOST + 1))
		table_die(t, "a weight from 0 to 25.5 is needed");
	if (t->field[0].len == 1 && t->field[0].s[0] == '*') {
		w->unknown = (unsigned)tenths;
		w->sum += w->unknown;
		return;
	}
	words_read(scratch, t->field[0].s, t->field[0].len);
	if (scratch->n != 1)
		table_die(t, "one word is needed");
	name = name_of(scratch->hash[0], scratch->flag[0] & WORD_NUMERAL);
	*find(w, name) = (struct weight){name + 1, (unsigned)tenths};
	w->sum += words_mix((uint64_t)name << 8 | (unsigned)tenths);
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

static unsigned
weight_of(uint32_t word)
{
	return word & MOST;
}

static bool
is_numeral(uint32_t word)
{
	return word >> 8 & 1;
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
statement_write(const struct statement *s, struct buf *names)
{
	for (unsigned i = 0; i < s->tolds; i++)
		for (int shift = 24; shift; shift -= 8)
			buf_byte(names, (char)(s->told[i] >> shift));
}

void
statement_restore(const struct weights *t, const unsigned char *p, unsigned n,
	struct statement *to)
{
	for (unsigned i = 0; i < n; i++, p += STATEMENT_NAME)
		to->told[i] = weigh(t, (uint32_t)p[0] << 16 | (uint32_t)p[1] << 8 | p[2]);
	to->tolds = n;
	finish(to);
}

void
statement_read(const struct weights *t, struct words *w, const char *s, size_t len,
	struct statement *to)
{
	words_read(w, s, len);
	to->tolds = 0;
	for (size_t i = 0; i < w->n && to->tolds < STATEMENT_WORDS; i++) {
		uint32_t word = weigh(t, name_of(w->hash[i], w->flag[i] & WORD_NUMERAL));

		if (weight_of(word) >= LEAST || is_numeral(word))
			to->told[to->tolds++] = word;
	}
	finish(to);
}

/* Weights of what each alone has and of what they share, and whether each has all
 * numbers of the other. */
struct shared {
	unsigned a, b, both;
	bool numbers_a, numbers_b;
};

/* The more words the heavier one has, the likelier it holds words of the other by
 * chance: so what is missing counts more. */
static double
likeness(const struct shared *s)
{
	unsigned less = s->both + (s->a < s->b ? s->a : s->b);
	unsigned more = s->both + (s->a < s->b ? s->b : s->a);
	double missing = less ? 1 - s->both / (double)less : 1;
	double shared = 1 - missing * (1 + CHANCE * log(more / (double)(less + 1)));

	if (less < LIGHT)
		return s->a + s->b || less < NOTHING ? 0 : 1;
	if (shared < 0)
		return 0;
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
			s.numbers_a &= !is_numeral(a[i++]);
		} else if (i == n || b[j] >> 8 < a[i] >> 8) {
			s.b += weight_of(b[j]);
			s.numbers_b &= !is_numeral(b[j++]);
		} else {
			s.both += weight_of(a[i++]);
			j++;
		}
	return likeness(&s);
}
