/*
 * Phrases by class: a trie over word hashes, its steps in one hash table.
 * See phrase.h; the format of the tables is described at their head.
 */
#include "phrase.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "label.h"
#include "page.h"
#include "pattern.h"
#include "table.h"
#include "word.h"

#define PHRASE_WORDS 16

enum { ANYWHERE = 0, AT_START = 1, AT_END = 2, AT_COLON = 4, PLACES = 8 };

/* A word behind others in phrases, a node of the trie: a step from the words before it. */
struct step {
	uint64_t key;		/* of the step before and the word */
	uint32_t next;		/* in the same bucket, 0 for none */
	uint8_t group;		/* of a word that hangs from the root */
	bool more;		/* phrases go on */
	bool ends;		/* a phrase ends here */
	bool ends_inside;	/* one that need not start the line */
};

/* The classes of the phrases that end at a step, by where they must stand. */
struct end {
	uint64_t class[PLACES];
};

struct expression {
	struct pattern *re;
	uint64_t class;
};

/* Bits of steps, by the top of their keys. */
#define STEP_BITS 16

struct phrases {
	/* The steps between words, and some others: most that are asked for are none. */
	uint64_t known[1 << (STEP_BITS - 6)];
	uint32_t *bucket;	/* the first step of each, 0 for none */
	size_t buckets;		/* a power of two */
	struct step *step;	/* 0 is the root */
	struct end *end;
	size_t steps, step_cap, end_cap;
	const char *group[PHRASE_GROUPS];	/* from 1 on */
	size_t group_len[PHRASE_GROUPS];
	unsigned groups;
	struct expression *expression;
	size_t expressions, expression_cap;
	bool gave_up;
};

static uint64_t
step_key(uint32_t from, uint64_t word)
{
	return (word ^ from * UINT64_C(0x9e3779b97f4a7c15)) | 1;
}

static inline uint32_t *
bucket_of(const struct phrases *p, uint64_t key)
{
	return &p->bucket[key >> 8 & (p->buckets - 1)];
}

/* The step of that key, 0 for none. Half of the words have one, so that a branch on it
 * would be foretold badly. */
static inline uint32_t
step_find(const struct phrases *p, uint64_t key)
{
	uint32_t i = *bucket_of(p, key);

	while (p->step[i].next != 0 && p->step[i].key != key)
		i = p->step[i].next;
	return i & -(uint32_t)(p->step[i].key == key);
}

/* Whether there may be a step of that key, which is none from the root. */
static inline bool
step_known(const struct phrases *p, uint64_t key)
{
	uint64_t bit = key >> (64 - STEP_BITS);

	return p->known[bit / 64] >> bit % 64 & 1;
}

static void
step_hang(struct phrases *p, uint32_t i)
{
	uint32_t *first = bucket_of(p, p->step[i].key);

	p->step[i].next = *first;
	*first = i;
}

static void
grow(struct phrases *p)
{
	uint32_t i;

	free(p->bucket);
	p->buckets = p->buckets ? 2 * p->buckets : 4096;
	p->bucket = mem_alloc(p->buckets, sizeof(*p->bucket));
	memset(p->bucket, 0, p->buckets * sizeof(*p->bucket));
	for (i = 1; i < p->steps; i++)
		step_hang(p, i);
}

/* Adds a step, the root first. */
static uint32_t
step_add(struct phrases *p, uint64_t key)
{
	uint32_t i = (uint32_t)p->steps++;

	mem_grow(&p->step, &p->step_cap, p->steps, sizeof(*p->step));
	mem_grow(&p->end, &p->end_cap, p->steps, sizeof(*p->end));
	p->step[i] = (struct step){ .key = key };
	p->end[i] = (struct end){ { 0 } };
	return i;
}

static uint32_t
step_put(struct phrases *p, uint32_t from, uint64_t word)
{
	uint64_t key = step_key(from, word), bit = key >> (64 - STEP_BITS);
	uint32_t i = step_find(p, key);

	if (i != 0)
		return i;
	if (2 * p->steps >= p->buckets)
		grow(p);
	i = step_add(p, key);
	step_hang(p, i);
	if (from != 0)
		p->known[bit / 64] |= UINT64_C(1) << bit % 64;
	return i;
}

static void
add_row(struct phrases *p, const struct table *t)
{
	const char *s = t->field[1].s;
	size_t len = t->field[1].len, at = 0;
	unsigned class = label_find(t->field[0].s, t->field[0].len);
	unsigned where = ANYWHERE, n;
	uint32_t e = 0;

	if (class == LABELS)
		table_die(t, "no such class: %.*s", (int)t->field[0].len, t->field[0].s);
	if (len > 0 && s[0] == '^')
		where |= AT_START;
	if (len > 0 && s[len - 1] == '$')
		where |= AT_END;
	else if (len > 0 && s[len - 1] == ':')
		where |= AT_COLON;
	for (n = 0; at < len && n < PHRASE_WORDS; n++) {
		const char *any = memchr(s + at, '#', len - at);
		struct word w;
		size_t next = word_next(s, len, at, &w);

		if (any != NULL && (next == 0 || any < s + w.offset)) {
			w.hash = WORD_ANY_NUMBER;
			next = (size_t)(any - s) + 1;
		} else if (next == 0)
			break;
		p->step[e].more = e != 0;
		e = step_put(p, e, w.hash);
		at = next;
	}
	if (n == 0 || n == PHRASE_WORDS)
		table_die(t, "a phrase has 1 to %d words", PHRASE_WORDS - 1);
	p->step[e].ends = true;
	p->step[e].ends_inside |= (where & AT_START) == 0;
	p->end[e].class[where] |= label_bit(class);
}

static unsigned
group_of(struct phrases *p, const struct table *t)
{
	const struct table_field *f = &t->field[0];
	unsigned i;

	for (i = 1; i <= p->groups; i++)
		if (p->group_len[i] == f->len && memcmp(p->group[i], f->s, f->len) == 0)
			return i;
	if (i == PHRASE_GROUPS)
		table_die(t, "more than %d groups", PHRASE_GROUPS - 1);
	p->group[i] = f->s;
	p->group_len[i] = f->len;
	p->groups++;
	return i;
}

static void
add_words(struct phrases *p, const struct table *t)
{
	unsigned group = group_of(p, t);
	const struct table_field *f = &t->field[1];
	size_t at = 0;
	struct word w;

	while ((at = word_next(f->s, f->len, at, &w)) != 0) {
		uint32_t i = step_put(p, 0, w.hash);

		p->step[i].group = (uint8_t)group;
	}
}

static struct phrases *
phrases_new(void)
{
	struct phrases *p = mem_alloc(1, sizeof(*p));

	memset(p, 0, sizeof(*p));
	step_add(p, 0);
	grow(p);
	return p;
}

struct phrases *
phrases_open(void)
{
	struct phrases *p = phrases_new();
	struct table t;

	for (table_open(&t, "words.txt"); table_next(&t, 2); )
		add_words(p, &t);
	for (table_open(&t, "phrases.txt"); table_next(&t, 2); )
		add_row(p, &t);
	return p;
}

struct phrases *
phrases_open_table(const char *name)
{
	struct phrases *p = phrases_new();
	struct table t;

	for (table_open(&t, name); table_next(&t, 2); )
		add_row(p, &t);
	return p;
}

static void
add_expression(struct phrases *p, const struct table *t)
{
	const struct table_field *class = &t->field[0], *re = &t->field[1];
	unsigned label = label_find(class->s, class->len);
	struct buf where = { NULL, 0, 0 };
	struct expression *e;

	if (label == LABELS)
		table_die(t, "no such class: %.*s", (int)class->len, class->s);
	mem_grow(&p->expression, &p->expression_cap, p->expressions + 1, sizeof(*e));
	e = &p->expression[p->expressions++];
	buf_printf(&where, "%s:%d", t->file, t->line);
	buf_byte(&where, '\0');
	e->re = pattern_new(re->s + 1, re->len - 2, true, where.s);
	e->class = label_bit(label);
	buf_free(&where);
}

struct phrases *
phrases_open_path(const char *path)
{
	struct phrases *p = phrases_new();
	struct table t;

	for (table_open_path(&t, path); table_next(&t, 2); ) {
		const struct table_field *f = &t.field[1];

		if (f->len > 2 && f->s[0] == '/' && f->s[f->len - 1] == '/')
			add_expression(p, &t);
		else
			add_row(p, &t);
	}
	return p;
}

bool
phrases_gave_up(struct phrases *p)
{
	bool gave_up = p->gave_up;

	p->gave_up = false;
	return gave_up;
}

void
phrases_free(struct phrases *p)
{
	if (p == NULL)
		return;
	while (p->expressions > 0)
		pattern_free(p->expression[--p->expressions].re);
	free(p->expression);
	free(p->bucket);
	free(p->step);
	free(p->end);
	free(p);
}

static bool
colon_after(const char *line, size_t len, const struct word *w)
{
	size_t at = w->offset + (size_t)w->len;

	while (at < len && (line[at] == ' ' || line[at] == '\xc2' || line[at] == '\xa0'))
		at++;
	return at < len && line[at] == ':';
}

/* The step from the root by a word, 0 for none. */
static inline uint32_t
first_step(const struct phrases *p, const struct word *w)
{
	return step_find(p, step_key(0, w->hash));
}

/* The classes of the phrases that end with word j and start with word i. */
static void
match_end(const struct end *e, const struct phrase_line *l, size_t i, size_t j,
	struct phrase_hits *hits)
{
	const uint64_t *end = e->class;
	uint64_t found = end[ANYWHERE] | (i == 0 ? end[AT_START] : 0);
	bool last = j + 1 == l->n && !l->cut;

	if (last)
		found |= end[AT_END] | (i == 0 ? end[AT_START | AT_END] : 0);
	if ((end[AT_COLON] | end[AT_START | AT_COLON]) != 0 &&
	    colon_after(l->s, l->len, &l->word[j]))
		found |= end[AT_COLON] | (i == 0 ? end[AT_START | AT_COLON] : 0);
	if (i > 0)
		hits->inside |= found;
	else if (last)
		hits->whole |= found;
	else
		hits->head |= found;
}

/* Whether a phrase may end with word i, its first and the step e, or go on with the word
 * after it. */
static inline bool
may_match(const struct phrases *p, const struct phrase_line *l, size_t i, uint32_t e)
{
	const struct word *next = &l->word[i + (i + 1 < l->n)];
	const struct step *step = &p->step[e];

	return step->ends_inside | (step->ends & (i == 0)) |
		(step->more & step_known(p, step_key(e, next->hash)));
}

/* The phrases that start with word i, the step e. */
static void
match_from(const struct phrases *p, const struct phrase_line *l, size_t i, uint32_t e,
	struct phrase_hits *hits)
{
	size_t j = i;

	while (e != 0) {
		uint64_t key;

		if (p->step[e].ends)
			match_end(&p->end[e], l, i, j, hits);
		if (!p->step[e].more || ++j == l->n)
			return;
		key = step_key(e, l->word[j].hash);
		e = step_known(p, key) ? step_find(p, key) : 0;
	}
}

static void
match_expression(struct phrases *p, const struct expression *e,
	const struct phrase_line *l, struct phrase_hits *hits)
{
	struct span group[PATTERN_GROUPS];
	int found = pattern_match(e->re, l->s, l->len, 0, group);

	if (found < 0)
		p->gave_up = true;
	if (found <= 0)
		return;
	if (group[0].start > 0)
		hits->inside |= e->class;
	else if (group[0].end == l->len)
		hits->whole |= e->class;
	else
		hits->head |= e->class;
}

struct phrase_hits
phrases_match(struct phrases *p, const struct phrase_line *l)
{
	struct phrase_hits hits = { 0, 0, 0 };
	size_t i;

	for (i = 0; i < l->n; i++) {
		uint32_t e = first_step(p, &l->word[i]);

		if (may_match(p, l, i, e))
			match_from(p, l, i, e, &hits);
	}
	for (i = 0; i < p->expressions; i++)
		match_expression(p, &p->expression[i], l, &hits);
	return hits;
}

struct phrase_hits
phrases_read(const struct phrases *p, const struct phrase_line *l, struct word *w)
{
	struct phrase_hits hits = { 0, 0, 0 };
	size_t i;

	for (i = 0; i < l->n; i++) {
		uint32_t e = first_step(p, &w[i]);

		w[i].group = p->step[e].group;
		if (may_match(p, l, i, e))
			match_from(p, l, i, e, &hits);
	}
	return hits;
}
