/* Columns of numbers: see column.h. */
#include "column.h"

#include <stdlib.h>

#include "buf.h"
#include "outline.h"
#include "role.h"

#define BLOCKS 5	/* around a line that are told of */
#define NEAR 8		/* lines before and after among which numbers are counted */

struct writer {
	uint8_t *at;		/* the line's place in the next column */
	size_t stride;
};

static inline void
put(struct writer *w, unsigned level)
{
	*w->at = (uint8_t)(level < COLUMN_LEVELS ? level : COLUMN_LEVELS - 1);
	w->at += w->stride;
}

/* Counts up to 15 as they are, four levels for each doubling above. */
static inline unsigned
level_of(size_t n)
{
	unsigned log = 63 - (unsigned)__builtin_clzll(n | 15);

	return n < 16 ? (unsigned)n : 4 * log + (unsigned)(n >> (log - 2) & 3);
}

static inline void
put_count(struct writer *w, size_t n)
{
	put(w, level_of(n));
}

static void
put_share(struct writer *w, uint32_t part, uint32_t whole)
{
	put(w, whole == 0 ? 0 : 1 + (unsigned)(UINT64_C(30) * part / whole));
}

/* How far i lies before `from`, and behind it. */
static void
put_away(struct writer *w, size_t i, size_t from)
{
	put_count(w, i < from ? from - i : 0);
	put_count(w, i > from ? i - from : 0);
}

static void
put_line(struct writer *w, const struct line *l)
{
	unsigned k;

	put_count(w, l->words);
	put_count(w, l->end - l->start);
	put(w, l->form);
	put(w, l->first);
	put(w, l->last);
	put(w, l->blank);
	put(w, l->indent);
	for (k = 0; k < 15; k++)
		put(w, l->flags >> k & 1u);
	put_share(w, l->caps, l->words);
	put_share(w, l->uppers, l->words);
	put_share(w, l->numbers, l->words);
	put_share(w, l->functions, l->words);
	put_count(w, l->caps);
	put_count(w, l->numbers);
	put_count(w, l->functions);
	put_count(w, l->stops);
	put_share(w, l->topical, l->content);
	put_count(w, l->topical);
	put_count(w, l->content);
	put_share(w, l->known, l->names);
	put_count(w, l->names);
	for (k = GROUP_FIRST; k < PHRASE_GROUPS; k++)
		put_count(w, l->group[k]);
	put(w, line_phrase(l));
	put(w, l->whole ? 2 : l->head ? 1 : 0);
}

static void
put_page(struct writer *w, const struct page *p, size_t i)
{
	const struct line *l = &p->line[i];

	put(w, l->titled);
	put(w, l->echo);
	put(w, l->repeats);
	put_count(w, l->alike);
	put(w, l->shared);
	put(w, l->naming);
	put_count(w, i);
	put_count(w, p->lines - i);
	put_count(w, p->lines);
	put_away(w, i, p->core_start);
	put_away(w, i, p->core_end);
	put_away(w, i, p->title);
	put_count(w, p->core_words);
	put(w, p->spaced);
}

static void
put_place(struct writer *w, const struct place *at, const struct gap *g)
{
	unsigned k;

	put_count(w, at->prose_before);
	put_count(w, at->prose_after);
	put_count(w, at->since_prose);
	put_count(w, at->to_prose);
	put_count(w, at->since_anchor);
	put(w, at->anchor);
	put(w, at->previous_anchor);
	put(w, at->next_anchor);
	put_count(w, at->to_anchor);
	put_count(w, at->run);
	for (k = 0; k < FAMILIES; k++)
		put(w, at->seen[k]);
	put_count(w, at->heads);
	for (k = 0; k < 8; k++) {
		put(w, at->from_core >> k & 1u);
		put(w, g->kinds >> k & 1u);
	}
	put_count(w, g->lines);
	put_count(w, g->words);
	put_share(w, g->numbers, g->lines);
	put(w, g->ends);
}

static unsigned
count_numbers(const struct page *p, size_t i)
{
	size_t from = i > NEAR ? i - NEAR : 0;
	unsigned n = 0;

	for (; from < p->lines && from <= i + NEAR; from++)
		n += p->line[from].form == FORM_NUMBER;
	return n;
}

/* Where a line stands in a block, or towards it. */
static void
put_towards(struct writer *w, const struct outline *o, size_t i, size_t block)
{
	const struct outline_node *n = &o->node[block];
	bool in = outline_inside(o, o->line[i].node, block);

	put(w, in ? 1u + o->line[i].depth - n->depth : 0);
	put(w, i < n->first ? 0 : i > n->last ? 2 : 1);
}

/* The blocks that the line stands in, from its own outwards. */
static void
put_blocks(struct writer *w, const struct outline *o, size_t i)
{
	uint32_t node = o->line[i].node;
	unsigned up;

	for (up = 0; up < BLOCKS; up++, node = o->node[node].parent) {
		const struct outline_node *n = &o->node[node];

		put_share(w, n->prose, o->node[0].prose);
		put_share(w, n->linked, n->words);
		put_share(w, n->prose, n->words);
		put_count(w, n->lines);
	}
}

static void
put_outline(struct writer *w, const struct outline *o, size_t i)
{
	const struct outline_line *at = &o->line[i];
	unsigned k;

	put(w, at->links);
	put(w, at->bold);
	put(w, at->kind);
	put(w, at->alike);
	put_count(w, at->peers);
	put(w, o->has_body ? 1u + at->body : 0);
	for (k = 0; k < 4; k++)
		put(w, at->meta >> k & 1u);
	put_away(w, i, o->first);
	put_away(w, i, o->last);
	put_towards(w, o, i, o->article);
	put_towards(w, o, i, o->best);
	put(w, at->role);
	for (k = 0; k < ROLES - 6; k++)
		put(w, (at->far >> k & 1u) + (at->near >> k & 1u));
	put_blocks(w, o, i);
}

void
columns_begin(struct columns *c, const struct page *p, size_t room)
{
	c->n = p->outline != NULL ? COLUMNS : COLUMNS_TEXT;
	c->stride = room + COLUMN_BLOCK;
	c->lines = 0;
	mem_grow(&c->v, &c->cap, c->n * c->stride, 1);
}

void
columns_add(struct columns *c, const struct page *p, const struct places *places,
	size_t line)
{
	struct writer w = { c->v + c->lines++, c->stride };
	const struct place *at = &places->v[line];

	put_line(&w, &p->line[line]);
	put_page(&w, p, line);
	put_place(&w, at, &places->gap[at->gap]);
	put_count(&w, count_numbers(p, line));
	if (p->outline != NULL)
		put_outline(&w, p->outline, line);
}

void
columns_free(struct columns *c)
{
	free(c->v);
}
