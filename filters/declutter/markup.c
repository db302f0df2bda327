/* Features of lines in a page's markup: see markup.h. */
#include "markup.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "feature.h"

enum template {
	M_AROUND, M_ELEMENT, M_LINKS, M_BOLD, M_NAME, M_CLASS, M_NEAR_CLASS, M_STEP,
	M_ARTICLE, M_BEST, M_BLOCK, M_ALIKE, M_SAYS, M_BODY,
	M_ROLE, M_NEAR_ROLE, M_FIRST_ROLE, M_KIND,
	TEMPLATES
};

#define HASHED 0x6d61726b	/* seed of the hashes of the first template */
#define LOOK_SLOTS 8192
#define LINE_FEATURES 512	/* a line has no more: 120, and 2 for each element or word */

/* What a template looks at, and the bits of its values, with 4 for the form where it
 * stands beside them. Elements and words are hashed. */
static const struct {
	const char *name;
	uint8_t bits;
} template[TEMPLATES] = {
	[M_AROUND] = { "elements around", 14 }, [M_ELEMENT] = { "element", 0 },
	[M_LINKS] = { "links", 9 }, [M_BOLD] = { "bold", 6 },
	[M_NAME] = { "element with classes", 0 }, [M_CLASS] = { "class words", 0 },
	[M_NEAR_CLASS] = { "near class words", 0 },
	[M_STEP] = { "step between elements", 13 }, [M_ARTICLE] = { "article's block", 8 },
	[M_BEST] = { "block of most prose", 12 }, [M_BLOCK] = { "prose in blocks", 15 },
	[M_ALIKE] = { "lines alike", 13 }, [M_SAYS] = { "page's data", 8 },
	[M_BODY] = { "articleBody", 8 }, [M_ROLE] = { "roles", 9 },
	[M_NEAR_ROLE] = { "near roles", 9 }, [M_FIRST_ROLE] = { "nearest role", 11 },
	[M_KIND] = { "kind of element", 18 },
};

const char *
markup_name(unsigned t)
{
	return t < TEMPLATES ? template[t].name : NULL;
}

struct maker {
	const uint64_t *base;		/* of each template's numbers */
	uint64_t *to;			/* where the next feature goes */
	const struct page *page;
	const struct outline *outline;
	size_t i;
	const struct line *line;
	const struct outline_line *at;
	uint64_t leave_out;
};

/* They begin where those of text end, for a model takes both. */
static const uint64_t *
bases(void)
{
	static uint64_t base[TEMPLATES];

	base[0] = features_end();
	for (unsigned t = 1; t < TEMPLATES; t++)
		base[t] = base[t - 1] + (UINT64_C(1) << template[t - 1].bits);
	return base;
}

static inline void
put_feature(struct maker *m, enum template t, uint64_t feature)
{
	*m->to = feature;
	m->to += !(m->leave_out >> (63 - t) & 1);
}

static inline void
put(struct maker *m, enum template t, uint64_t value)
{
	put_feature(m, t, m->base[t] + value);
}

/* Beside the line's form. */
static void
put_form(struct maker *m, enum template t, uint64_t value)
{
	put(m, t, value << 4 | (m->line->form + 1u));
}

/* Alone and beside the form. */
static void
put_both(struct maker *m, enum template t, uint64_t value)
{
	put(m, t, value << 4);
	put_form(m, t, value);
}

static void
put_hashes(struct maker *m, enum template t, uint64_t value)
{
	uint64_t h = crf_mix(HASHED + t, value);

	put_feature(m, t, h);
	put_feature(m, t, crf_mix(h, m->line->form));
}

static unsigned
bucket(size_t n)
{
	static const unsigned edge[] = { 1, 2, 3, 5, 8, 12, 20, 35, 60, 120, 250 };
	unsigned b = 0;

	while (b < sizeof edge / sizeof *edge && n >= edge[b])
		b++;
	return b;
}

static unsigned
form_at(const struct maker *m, size_t i)
{
	if (i >= m->page->lines)
		return 15;
	return (unsigned)m->page->line[i].form << 1 | (m->outline->line[i].links > 5);
}

static void
put_around(struct maker *m)
{
	size_t i = m->i;
	unsigned form = form_at(m, i), before = i ? form_at(m, i - 1) : 15;
	unsigned after = form_at(m, i + 1);

	put(m, M_AROUND, before << 4 | form);
	put(m, M_AROUND, 1u << 13 | after << 4 | form);
	put(m, M_AROUND, 1u << 12 | before << 8 | after << 4 | form);
}

static void
put_links(struct maker *m)
{
	const struct outline_line *at = m->at;

	put_form(m, M_LINKS, (at->links + 1u) / 3);
	put(m, M_LINKS, 1u << 8 | (uint64_t)at->links << 4 | bucket(m->line->words));
	put_form(m, M_BOLD, (at->bold + 4u) / 5);
}

static void
put_roles(struct maker *m, enum template t, uint32_t roles)
{
	for (; roles != 0; roles &= roles - 1)
		put_both(m, t, (uint64_t)__builtin_ctz(roles));
}

/* What the line's elements say, and the words of their classes. */
static void
put_look(struct maker *m)
{
	const struct outline_line *at = m->at;
	const uint64_t *name = m->outline->hash + at->name;
	const uint64_t *word = m->outline->hash + at->word;

	put_hashes(m, M_ELEMENT, at->element);
	for (uint32_t k = 0; k < at->names; k++)
		put_hashes(m, M_NAME, name[k]);
	for (uint32_t k = 0; k < at->words; k++)
		put_hashes(m, M_CLASS, word[k]);
	for (uint32_t k = 0; k < at->words && k < 3; k++)
		put_hashes(m, M_NEAR_CLASS, word[k]);
	put_roles(m, M_ROLE, at->far);
	put_roles(m, M_NEAR_ROLE, at->near);
	put_both(m, M_FIRST_ROLE, at->role);
	put(m, M_FIRST_ROLE, 1u << 10 | (unsigned)at->role << 3 | at->kind);
	put_form(m, M_KIND, at->kind);
}

/* Where the line stands towards the article's prose: before, among, after it. */
static unsigned
zone(const struct maker *m)
{
	return m->i < m->outline->first ? 0 : m->i > m->outline->last ? 2 : 1;
}

static unsigned
linked(const struct maker *m)
{
	return m->at->links == 0 ? 0 : m->at->links < 6 ? 1 : 2;
}

/* The kind of its element, in the article or not, with links or not. */
static void
put_kind(struct maker *m)
{
	const struct outline_line *at = m->at;
	unsigned in = outline_inside(m->outline, at->node, m->outline->article) +
		2u * outline_inside(m->outline, at->node, m->outline->best);
	unsigned where = in << 4 | zone(m) << 2 | linked(m);

	put_both(m, M_KIND, 1u << 13 | where << 3 | at->kind);
	put(m, M_KIND, 1u << 16 | where << 6 | at->role);
	put(m, M_KIND, 1u << 15 | where << 9 | (unsigned)at->role << 3 | at->kind);
}

static unsigned
step(const struct outline_line *from, const struct outline_line *to)
{
	unsigned up = from->depth > to->common ? (unsigned)(from->depth - to->common) : 0;
	unsigned down = to->depth > to->common ? (unsigned)(to->depth - to->common) : 0;

	return (up > 4 ? 4u : up) * 5 + (down > 4 ? 4u : down);
}

/* Where the line stands towards a block: in it and how deep, before or after it. */
static unsigned
towards(const struct maker *m, size_t block)
{
	const struct outline_node *n = &m->outline->node[block];
	unsigned deep = (unsigned)(m->at->depth - n->depth);

	if (outline_inside(m->outline, m->at->node, block))
		return deep > 6 ? 6 : deep;
	return m->i < n->first ? 8 : m->i > n->last ? 9 : 10;
}

static void
put_blocks(struct maker *m)
{
	const struct outline *o = m->outline;
	const struct outline_node *root = &o->node[0];
	uint32_t node = m->at->node;

	for (unsigned up = 0; up < 5; up++, node = o->node[node].parent) {
		const struct outline_node *n = &o->node[node];
		put_form(m, M_BLOCK, up << 3 | feature_share(n->prose, root->prose));
		put_form(m, M_BLOCK, 1u << 6 | up << 3 | feature_share(n->linked, n->words));
		put_form(m, M_BLOCK, 1u << 10 | up << 7 |
			feature_share(n->prose, n->words) << 4 |
			bucket(n->lines));
	}
}

static void
put_tree(struct maker *m)
{
	const struct outline_line *at = m->at;
	unsigned article = towards(m, m->outline->article);
	unsigned best = towards(m, m->outline->best), form = m->line->form;

	if (m->i > 0)
		put(m, M_STEP, step(at - 1, at) << 7 | form_at(m, m->i - 1) << 3 | form);
	if (m->i + 1 < m->page->lines)
		put(m, M_STEP, 1u << 12 | step(at, at + 1) << 7 |
			form_at(m, m->i + 1) << 3 | form);
	put_form(m, M_ARTICLE, article);
	put_form(m, M_BEST, best);
	put(m, M_BEST, 1u << 11 | best << 7 | article << 3 | form);
	put_form(m, M_ALIKE, at->alike);
	put_form(m, M_ALIKE, 1u << 8 | (unsigned)at->alike << 4 | bucket(at->peers));
	put_form(m, M_SAYS, at->meta);
	put_form(m, M_BODY, m->outline->has_body ? 1u + at->body : 0);
}

static struct maker
maker_of(const struct page *p, size_t line)
{
	return (struct maker){ .base = bases(), .page = p, .outline = p->outline, .i = line,
		.line = &p->line[line], .at = &p->outline->line[line] };
}

/* What differs among lines that look alike. */
static void
put_line(struct maker *m)
{
	put_around(m);
	put_links(m);
	put_blocks(m);
	put_tree(m);
	put_kind(m);
}

void
markup_add(struct crf_seq *seq, const struct page *p, size_t line, uint64_t leave_out)
{
	struct maker m = maker_of(p, line);

	m.leave_out = leave_out;
	m.to = crf_room(seq, LINE_FEATURES);
	put_line(&m);
	put_look(&m);
	crf_filled(seq, m.to);
}

/* Adds the look of a line. */
static void
sum_look(struct markup *k, struct crf *crf, const struct page *p, size_t line)
{
	size_t width = crf_width(crf);
	uint64_t feature[LINE_FEATURES];
	struct maker m = maker_of(p, line);
	int32_t *sum;

	mem_grow(&k->sum, &k->sum_cap, (k->looks + 1) * width, sizeof(*k->sum));
	sum = k->sum + k->looks++ * width;
	memset(sum, 0, width * sizeof(*sum));
	m.to = feature;
	put_look(&m);
	crf_sum(crf, feature, (size_t)(m.to - feature), sum);
}

/* The number of a line's look and form. */
static uint32_t
look_of(struct markup *k, struct crf *crf, const struct page *p, size_t line)
{
	const struct outline *o = p->outline;
	uint64_t key = crf_mix(o->look[o->line[line].look].hash, p->line[line].form);
	size_t i = key & (k->slots - 1);

	while (k->slot[i].look != 0 && k->slot[i].key != key)
		i = (i + 1) & (k->slots - 1);
	if (k->slot[i].look == 0) {
		sum_look(k, crf, p, line);
		k->slot[i] = (struct markup_slot){ key, (uint32_t)k->looks };
	}
	return k->slot[i].look - 1;
}

/* Room for the looks of n more lines: all are forgotten when there is none. */
static void
reserve(struct markup *k, size_t n)
{
	mem_grow(&k->look, &k->look_cap, n, sizeof(*k->look));
	if (2 * (k->looks + n) <= k->slots)
		return;
	free(k->slot);
	for (k->slots = LOOK_SLOTS; k->slots < 2 * n; k->slots *= 2)
		;
	k->slot = mem_alloc(k->slots, sizeof(*k->slot));
	k->looks = 0;
}

void
markup_read(struct markup *k, struct crf *crf, const struct page *p, size_t from,
	size_t to)
{
	reserve(k, to - from);
	crf_begin(&k->seq);
	for (size_t i = from; i < to; i++) {
		struct maker m = maker_of(p, i);

		m.to = crf_room(&k->seq, LINE_FEATURES);
		put_line(&m);
		crf_filled(&k->seq, m.to);
		crf_next(&k->seq);
		k->look[i - from] = look_of(k, crf, p, i);
	}
	k->seq.sums = k->sum;
	k->seq.which = k->look;
}

void
markup_free(struct markup *k)
{
	crf_seq_free(&k->seq);
	free(k->look);
	free(k->sum);
	free(k->slot);
}
