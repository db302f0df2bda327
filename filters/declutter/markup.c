/* Features of lines in a page's markup: see markup.h. */
#include "markup.h"

enum template {
	M_AROUND, M_ELEMENT, M_LINKS, M_BOLD, M_NAME, M_CLASS, M_NEAR_CLASS, M_STEP,
	M_ARTICLE, M_BEST, M_BLOCK, M_ALIKE, M_SAYS, M_BODY,
	M_ROLE, M_NEAR_ROLE, M_FIRST_ROLE, M_KIND,
	TEMPLATES
};

static const char *const template_name[TEMPLATES] = {
	[M_AROUND] = "elements around",
	[M_ELEMENT] = "element",
	[M_LINKS] = "links",
	[M_BOLD] = "bold",
	[M_NAME] = "element with classes",
	[M_CLASS] = "class words",
	[M_NEAR_CLASS] = "near class words",
	[M_STEP] = "step between elements",
	[M_ARTICLE] = "article's block",
	[M_BEST] = "block of most prose",
	[M_BLOCK] = "prose in blocks",
	[M_ALIKE] = "lines alike",
	[M_SAYS] = "page's data",
	[M_BODY] = "articleBody",
	[M_ROLE] = "roles",
	[M_NEAR_ROLE] = "near roles",
	[M_FIRST_ROLE] = "nearest role",
	[M_KIND] = "kind of element",
};

const char *
markup_name(unsigned template)
{
	return template < TEMPLATES ? template_name[template] : NULL;
}

struct maker {
	const uint64_t *seed;		/* of each template's hashes */
	struct crf_seq *seq;
	const struct page *page;
	const struct outline *outline;
	size_t i;
	const struct line *line;
	const struct outline_line *at;
	uint64_t leave_out;
};

static const uint64_t *
seeds(void)
{
	static uint64_t seed[TEMPLATES];

	for (unsigned t = 0; seed[TEMPLATES - 1] == 0 && t < TEMPLATES; t++)
		seed[t] = crf_mix(0x6d61726b7570, t);
	return seed;
}

static inline void
put(struct maker *m, enum template t, uint64_t value)
{
	if (!(m->leave_out >> (63 - t) & 1))
		crf_add(m->seq, crf_mix(m->seed[t], value));
}

/* Beside the line's form. */
static void
put_form(struct maker *m, enum template t, uint64_t value)
{
	put(m, t, crf_mix(value, m->line->form));
}

/* Alone and beside the form. */
static void
put_both(struct maker *m, enum template t, uint64_t value)
{
	put(m, t, crf_mix(value, 31));
	put_form(m, t, value);
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
share(size_t part, size_t whole)
{
	return whole == 0 ? 0 : part == 0 ? 1 : part >= whole ? 7 :
		2 + (unsigned)(5 * part / whole);
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
	put(m, M_AROUND, 1u << 16 | after << 4 | form);
	put(m, M_AROUND, 2u << 16 | before << 8 | after << 4 | form);
}

static void
put_markup(struct maker *m)
{
	const struct outline_line *at = m->at;
	const uint64_t *hash = m->outline->hash;

	put_both(m, M_ELEMENT, at->element);
	put_form(m, M_LINKS, (at->links + 1u) / 3);
	put(m, M_LINKS, 1u << 16 | (uint64_t)at->links << 4 | bucket(m->line->words));
	put_form(m, M_BOLD, (at->bold + 4u) / 5);
	for (uint32_t k = 0; k < at->names; k++)
		put_both(m, M_NAME, hash[at->name + k]);
	for (uint32_t k = 0; k < at->words; k++)
		put_both(m, M_CLASS, hash[at->word + k]);
	for (uint32_t k = 0; k < at->words && k < 3; k++)
		put_both(m, M_NEAR_CLASS, hash[at->word + k]);
}

static void
put_roles(struct maker *m, enum template t, uint32_t roles)
{
	for (; roles != 0; roles &= roles - 1)
		put_both(m, t, (uint64_t)__builtin_ctz(roles));
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

	put_form(m, M_KIND, at->kind);
	put_both(m, M_KIND, 1u << 16 | where << 4 | at->kind);
	put(m, M_KIND, 2u << 16 | where << 8 | at->role);
	put(m, M_KIND, 3u << 16 | where << 12 | (unsigned)at->role << 4 | at->kind);
	put_roles(m, M_ROLE, at->far);
	put_roles(m, M_NEAR_ROLE, at->near);
	put_both(m, M_FIRST_ROLE, at->role);
	put(m, M_FIRST_ROLE, 1u << 16 | (unsigned)at->role << 4 | at->kind);
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
		put_form(m, M_BLOCK, up << 8 | share(n->prose, root->prose));
		put_form(m, M_BLOCK, 1u << 16 | up << 8 | share(n->linked, n->words));
		put_form(m, M_BLOCK, 2u << 16 | up << 8 | share(n->prose, n->words) << 4 |
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
		put(m, M_STEP, step(at - 1, at) << 8 | form_at(m, m->i - 1) << 4 | form);
	if (m->i + 1 < m->page->lines)
		put(m, M_STEP, 1u << 16 | step(at, at + 1) << 8 |
			form_at(m, m->i + 1) << 4 | form);
	put_form(m, M_ARTICLE, article);
	put_form(m, M_BEST, best);
	put(m, M_BEST, 1u << 16 | best << 8 | article << 4 | form);
	put_form(m, M_ALIKE, at->alike);
	put_form(m, M_ALIKE, 1u << 16 | (unsigned)at->alike << 4 | bucket(at->peers));
	put_form(m, M_SAYS, at->meta);
	put_form(m, M_BODY, m->outline->has_body ? 1u + at->body : 0);
}

void
markup_add(struct crf_seq *seq, const struct page *p, const struct outline *o,
	size_t line, uint64_t leave_out)
{
	struct maker m = { .seed = seeds(), .seq = seq, .page = p, .outline = o, .i = line,
		.line = &p->line[line], .at = &o->line[line], .leave_out = leave_out };

	put_around(&m);
	put_markup(&m);
	put_blocks(&m);
	put_tree(&m);
	put_kind(&m);
}
