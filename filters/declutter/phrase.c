/*
 * Phrases by class: a trie over word hashes, its edges in one open hash table.
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

struct node {
	uint64_t end[PLACES];	/* classes that end here, by where they must stand */
};

struct edge_slot {
	uint64_t key;		/* of parent and word, 0 for free */
	uint32_t child;
	uint16_t group;		/* of a word that hangs from the root */
	bool ends;		/* a phrase ends at the child */
};

struct expression {
	struct pattern *re;
	uint64_t class;
};

/* Bits of edges, by the top of their keys. */
#define EDGE_BITS 16

struct phrases {
	/* The edges there are, and some others: most that are asked for are none. */
	uint64_t known[1 << (EDGE_BITS - 6)];
	struct node *node;
	size_t nodes, node_cap;
	struct edge_slot *slot;
	size_t slots, used;	/* slots is a power of two */
	const char *group[PHRASE_GROUPS];	/* from 1 on */
	size_t group_len[PHRASE_GROUPS];
	unsigned groups;
	struct expression *expression;
	size_t expressions, expression_cap;
	bool gave_up;
};

static struct edge_slot *
slot_find(const struct phrases *p, uint64_t key)
{
	size_t i = key >> 8 & (p->slots - 1);

	while ((p->slot[i].key != 0) & (p->slot[i].key != key))
		i = (i + 1) & (p->slots - 1);
	return &p->slot[i];
}

static uint64_t
edge_key(uint32_t node, uint64_t word)
{
	return (word ^ node * UINT64_C(0x9e3779b97f4a7c15)) | 1;
}

static void
grow(struct phrases *p)
{
	struct edge_slot *old = p->slot;
	size_t i, n = p->slots;

	p->slots = n ? 2 * n : 4096;
	p->slot = mem_alloc(p->slots, sizeof(*p->slot));
	memset(p->slot, 0, p->slots * sizeof(*p->slot));
	for (i = 0; i < n; i++)
		if (old[i].key != 0)
			*slot_find(p, old[i].key) = old[i];
	free(old);
}

/* The edge of that key, NULL for none. */
static inline const struct edge_slot *
edge_find(const struct phrases *p, uint64_t key)
{
	uint64_t bit = key >> (64 - EDGE_BITS);

	return p->known[bit / 64] >> bit % 64 & 1 ? slot_find(p, key) : NULL;
}

static struct edge_slot *
edge_put(struct phrases *p, uint32_t from, uint64_t word)
{
	struct edge_slot *e;
	uint64_t key = edge_key(from, word), bit = key >> (64 - EDGE_BITS);

	p->known[bit / 64] |= UINT64_C(1) << bit % 64;
	if (2 * p->used >= p->slots)
		grow(p);
	e = slot_find(p, key);
	if (e->key == 0) {
		e->key = key;
		p->used++;
	}
	return e;
}

/* The edge to a node. */
static struct edge_slot *
child_put(struct phrases *p, uint32_t from, uint64_t word)
{
	struct edge_slot *e = edge_put(p, from, word);

	if (e->child == 0) {
		mem_grow(&p->node, &p->node_cap, p->nodes + 1, sizeof(*p->node));
		memset(&p->node[p->nodes], 0, sizeof(*p->node));
		e->child = (uint32_t)p->nodes++;
	}
	return e;
}

static void
add_row(struct phrases *p, const struct table *t)
{
	const char *s = t->field[1].s;
	size_t len = t->field[1].len, at = 0;
	unsigned class = label_find(t->field[0].s, t->field[0].len);
	unsigned where = ANYWHERE, n = 0;
	struct edge_slot *e = NULL;
	struct word w;

	if (class == LABELS)
		table_die(t, "no such class: %.*s", (int)t->field[0].len, t->field[0].s);
	if (len > 0 && s[0] == '^')
		where |= AT_START;
	if (len > 0 && s[len - 1] == '$')
		where |= AT_END;
	else if (len > 0 && s[len - 1] == ':')
		where |= AT_COLON;
	for (; at < len && n < PHRASE_WORDS; n++) {
		uint32_t node = e ? e->child : 0;
		const char *any = memchr(s + at, '#', len - at);
		size_t next = word_next(s, len, at, &w);

		if (any != NULL && (next == 0 || any < s + w.offset)) {
			e = child_put(p, node, WORD_ANY_NUMBER);
			at = (size_t)(any - s) + 1;
		} else if (next == 0) {
			break;
		} else {
			e = child_put(p, node, w.hash);
			at = next;
		}
	}
	if (n == 0 || n == PHRASE_WORDS)
		table_die(t, "a phrase has 1 to %d words", PHRASE_WORDS - 1);
	e->ends = true;
	p->node[e->child].end[where] |= label_bit(class);
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

	while ((at = word_next(f->s, f->len, at, &w)) != 0)
		edge_put(p, 0, w.hash)->group = (uint16_t)group;
}

static struct phrases *
phrases_new(void)
{
	struct phrases *p = mem_alloc(1, sizeof(*p));

	memset(p, 0, sizeof(*p));
	mem_grow(&p->node, &p->node_cap, 1, sizeof(*p->node));
	memset(p->node, 0, sizeof(*p->node));
	p->nodes = 1;
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
	free(p->node);
	free(p->slot);
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

/* The edge from the root by a word, NULL for none. */
static inline const struct edge_slot *
first_edge(const struct phrases *p, const struct word *w)
{
	return edge_find(p, edge_key(0, w->hash));
}

/* The classes of the phrases that end with word j, at `node`, and start with word i. */
static void
match_end(const struct node *node, const struct phrase_line *l, size_t i, size_t j,
	struct phrase_hits *hits)
{
	const uint64_t *end = node->end;
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

/* Whether phrases go on from an edge, or end there: more than a word of words.txt. */
static inline bool
leads_on(const struct edge_slot *e)
{
	return e != NULL && e->child != 0;
}

/* The phrases that start with word i, the edge from the root. */
static void
match_from(const struct phrases *p, const struct phrase_line *l, size_t i,
	const struct edge_slot *e, struct phrase_hits *hits)
{
	size_t j = i;

	for (; leads_on(e); e = edge_find(p, edge_key(e->child, l->word[j].hash))) {
		if (e->ends)
			match_end(&p->node[e->child], l, i, j, hits);
		if (++j == l->n)
			return;
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

	for (i = 0; i < l->n; i++)
		match_from(p, l, i, first_edge(p, &l->word[i]), &hits);
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
		const struct edge_slot *e = first_edge(p, &w[i]);

		w[i].group = e ? (uint8_t)e->group : 0;
		if (leads_on(e))
			match_from(p, l, i, e, &hits);
	}
	return hits;
}
