/* The outline of a page: see outline.h. */
#include "outline.h"

#include <stdlib.h>
#include <string.h>

#include "around.h"
#include "buf.h"
#include "lexicon.h"
#include "role.h"
#include "said.h"
#include "word.h"

/* Of the page's prose, what the article's block must hold at least. */
#define ARTICLE_SHARE 0.6

/* Elements and words around a line that are looked at, the nearest. */
#define AROUND 48
#define WORDS AROUND_WORDS
#define NEAR_WORDS 4	/* mostly those of the line's own block and the next around it */

/* Words at the head of a description that a line must have, at least and at most. */
#define LEAD_LEAST 6
#define LEAD_WORDS 8

#define AUTHORS 8
#define NAME_BYTES 100
#define NAME_WORDS 40	/* and longer lines name no author */

static struct lexicon kinds;	/* by the hashes of elements */

void
outline_open(void)
{
	static const struct {
		const char *element;
		enum outline_kind kind;
	} list[] = {
		{ "p", KIND_PARAGRAPH }, { "h1", KIND_HEADING }, { "h2", KIND_HEADING },
		{ "h3", KIND_HEADING }, { "h4", KIND_HEADING }, { "h5", KIND_HEADING },
		{ "h6", KIND_HEADING }, { "li", KIND_ITEM }, { "dd", KIND_ITEM },
		{ "dt", KIND_ITEM }, { "td", KIND_CELL }, { "th", KIND_CELL },
		{ "tr", KIND_CELL }, { "figcaption", KIND_CAPTION },
		{ "caption", KIND_CAPTION }, { "blockquote", KIND_QUOTE },
	};

	around_open();
	role_open();
	for (size_t i = 0; i < sizeof list / sizeof *list; i++)
		lexicon_put(&kinds, around_block(list[i].element,
			strlen(list[i].element)), list[i].kind);
}

/* The elements around the line last read, the innermost first. */
static size_t
nearest(const struct around *a, const struct around_element **near)
{
	size_t n = 0;

	for (uint32_t at = a->at; at != 0 && n < AROUND; at = near[n++]->up)
		near[n] = &a->element[at];
	return n;
}

static void
add_names(struct outline *o, struct outline_line *l, const struct around_element **near,
	size_t n)
{
	l->name = (uint32_t)o->hashes;
	while (n-- > 0)
		if (near[n]->name)
			o->hash[o->hashes++] = near[n]->name;
	l->names = (uint32_t)o->hashes - l->name;
}

static void
add_role(struct outline_line *l, unsigned role)
{
	if (role == ROLES)
		return;
	if (l->role == ROLES)
		l->role = (uint8_t)role;
	if (l->words <= NEAR_WORDS)
		l->near |= UINT32_C(1) << role;
	l->far |= UINT32_C(1) << role;
}

static bool
has_word(const struct outline *o, const struct outline_line *l, uint64_t word)
{
	for (uint32_t i = 0; i < l->words; i++)
		if (o->hash[l->word + i] == word)
			return true;
	return false;
}

static void
add_word(struct outline *o, struct outline_line *l, uint64_t word, uint64_t *bag)
{
	if (*bag & page_bag(word) && has_word(o, l, word))
		return;
	*bag |= page_bag(word);
	o->hash[o->hashes++] = word;
	l->words++;
	add_role(l, role_of(word));
}

static void
add_words(struct outline *o, struct outline_line *l, const struct around *a,
	const struct around_element **near, size_t n)
{
	uint64_t bag = 0;

	l->word = (uint32_t)o->hashes;
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < near[i]->words && l->words < WORDS; k++)
			add_word(o, l, a->word[near[i]->word + k], &bag);
}

/* The number of what a line looks like. */
static uint32_t
find_look(struct outline *o, const struct outline_line *l)
{
	uint64_t look = l->element;
	int64_t same;

	for (size_t i = l->name; i < o->hashes; i++)
		look = 31 * look + o->hash[i];
	same = lexicon_get(&o->seen, look);
	if (same != 0)
		return (uint32_t)(same - 1);
	mem_grow(&o->look, &o->look_cap, o->looks + 1, sizeof *o->look);
	o->look[o->looks++] = (struct outline_look){ .hash = look };
	lexicon_put(&o->seen, look, (int64_t)o->looks);
	return (uint32_t)(o->looks - 1);
}

/* A line in elements that no line stood in before. */
static void
describe(struct outline *o, struct outline_line *l, const struct around *a)
{
	const struct around_element *near[AROUND];
	size_t n = nearest(a, near);

	*l = (struct outline_line){ .element = near[0]->block, .depth = near[0]->blocks,
		.role = ROLES };
	l->kind = (uint8_t)lexicon_get(&kinds, l->element);
	mem_grow(&o->hash, &o->hash_cap, o->hashes + AROUND + WORDS, sizeof *o->hash);
	add_names(o, l, near, n);
	add_words(o, l, a, near, n);
	l->look = find_look(o, l);
}

static void
add_line(struct outline *o, size_t i, struct around *a)
{
	struct around_element *e = &a->element[a->at];
	struct outline_line *l = &o->line[i];

	if (e->line == 0) {
		describe(o, l, a);
		e->line = (uint32_t)i + 1;
	} else {
		*l = o->line[e->line - 1];
	}
	l->common = a->element[a->kept].blocks;
	l->links = a->links;
	l->bold = a->bold;
	l->body = a->body;
	o->has_body |= l->body > 5;
}

/* An object for each line of the text, blank ones too. */
static bool
read_lines(struct outline *o, const struct page *p, const char *json, size_t len)
{
	static struct around around;
	size_t number = 0;

	if (!around_begin(&around, json, len))
		return false;
	for (size_t i = 0; i < p->lines; i++) {
		while (number < p->line[i].number) {
			if (!around_next(&around) || around.at == 0)
				return false;
			number++;
		}
		add_line(o, i, &around);
	}
	return true;
}

/* ---- the tree ---- */

static uint32_t
add_node(struct outline *o, uint32_t parent, uint16_t depth, size_t line)
{
	mem_grow(&o->node, &o->node_cap, o->nodes + 1, sizeof *o->node);
	o->node[o->nodes] = (struct outline_node){ .parent = parent, .depth = depth,
		.end = (uint32_t)o->nodes + 1, .first = (uint32_t)line,
		.last = (uint32_t)line };
	return (uint32_t)o->nodes++;
}

static bool
reads_as_prose(const struct line *l, const struct outline_line *ol)
{
	return (l->form == FORM_PROSE || l->form == FORM_SENTENCE) && ol->links < 5;
}

static void
count_line(struct outline_node *n, const struct line *l, const struct outline_line *ol)
{
	n->lines++;
	n->words += l->words;
	n->prose += reads_as_prose(l, ol) ? l->words : 0;
	n->linked += l->words * ol->links / 10;
}

/* What blocks hold is in those around them too, which come before them. */
static void
count_blocks(struct outline *o)
{
	for (size_t i = o->nodes; i-- > 1;) {
		const struct outline_node *n = &o->node[i];
		struct outline_node *up = &o->node[n->parent];

		up->end = n->end > up->end ? n->end : up->end;
		up->last = n->last > up->last ? n->last : up->last;
		up->lines += n->lines;
		up->words += n->words;
		up->prose += n->prose;
		up->linked += n->linked;
	}
}

/* Depth and common of each line give the tree: a stack of the open blocks. */
static void
build(struct outline *o, const struct page *p)
{
	static uint32_t open[OUTLINE_DEPTH + 1];
	uint16_t depth = 0;

	o->nodes = 0;
	open[0] = add_node(o, 0, 0, 0);
	for (size_t i = 0; i < p->lines; i++) {
		struct outline_line *l = &o->line[i];
		if (l->common < depth)
			depth = l->common;
		while (depth < l->depth) {
			depth++;
			open[depth] = add_node(o, open[depth - 1], depth, i);
		}
		depth = l->depth;
		l->node = open[depth];
		o->node[l->node].last = (uint32_t)i;
		count_line(&o->node[l->node], &p->line[i], l);
	}
	count_blocks(o);
}

/* The deepest block that still holds most of the prose, and the one that holds most
 * of it in lines or blocks of one line. */
static void
find_article(struct outline *o)
{
	uint32_t best = 0, total = o->node[0].prose;

	o->article = o->best = 0;
	for (size_t i = 1; i < o->nodes; i++) {
		const struct outline_node *n = &o->node[i];
		if (n->prose >= ARTICLE_SHARE * total && total > 0)
			o->article = i;
	}
	uint32_t *direct = mem_alloc(o->nodes, sizeof *direct);
	for (size_t i = 1; i < o->nodes; i++) {
		const struct outline_node *n = &o->node[i];
		if (n->lines <= 3)
			direct[n->parent] += n->prose;
	}
	for (size_t i = 0; i < o->nodes; i++)
		if (direct[i] > best) {
			best = direct[i];
			o->best = i;
		}
	free(direct);
}

/* The article's first and last line of prose. */
static void
find_edges(struct outline *o, const struct page *p)
{
	const struct outline_node *n = &o->node[o->article];

	o->first = p->lines;
	o->last = 0;
	for (size_t i = n->first; i <= n->last && i < p->lines; i++) {
		if (!reads_as_prose(&p->line[i], &o->line[i]))
			continue;
		if (o->first == p->lines)
			o->first = i;
		o->last = i;
	}
}

/* Paragraphs of one article mostly look alike: how much of the prose does. */
static void
find_looks(struct outline *o, const struct page *p)
{
	uint64_t total = o->node[0].prose;

	for (size_t i = 0; i < p->lines; i++) {
		struct outline_look *k = &o->look[o->line[i].look];

		k->lines++;
		k->prose += reads_as_prose(&p->line[i], &o->line[i]) ? p->line[i].words : 0;
	}
	for (size_t i = 0; i < p->lines; i++) {
		const struct outline_look *k = &o->look[o->line[i].look];

		o->line[i].alike = (uint8_t)(total ? 10 * k->prose / total : 0);
		o->line[i].peers = (uint8_t)(k->lines > 255 ? 255 : k->lines);
	}
}

/* ---- page_meta ---- */

static uint64_t
words_hash(const char *s, size_t len)
{
	size_t at = 0;
	struct word w;
	uint64_t h = 0;

	while ((at = word_next(s, len, at, &w)) > 0)
		h = word_mix(h, w.hash);
	return h;
}

/* The first words of what the page says. */
struct words {
	uint64_t hash[NAME_WORDS + 1];
	size_t n;
};

static struct words
read_words(const char *s, size_t most)
{
	size_t len = s ? strlen(s) : 0, at = 0;
	struct words words = { .n = 0 };
	struct word w;

	while (words.n < most && (at = word_next(s, len, at, &w)) > 0)
		words.hash[words.n++] = w.hash;
	return words;
}

static size_t
read_authors(struct words *author, const json_t *byline)
{
	size_t n = json_array_size(byline);

	n = n > AUTHORS ? AUTHORS : n;
	for (size_t k = 0; k < n; k++) {
		const char *s = json_string_value(json_array_get(byline, k));

		author[k] = read_words(s, s && strlen(s) <= NAME_BYTES ? NAME_WORDS + 1 : 0);
	}
	return n;
}

/* True when the line begins with the first words of a description, which is mostly
 * cut. */
static bool
leads(const struct page *p, const struct line *l, const struct words *said)
{
	const struct word *w = line_words(p, l);
	size_t i = 0;

	if (said->n < LEAD_LEAST || l->stored < said->n)
		return false;
	while (i < said->n && w[i].hash == said->hash[i])
		i++;
	return i == said->n;
}

/* True when the words of a name all stand in the line, one after the other. */
static bool
holds(const struct page *p, const struct line *l, const struct words *name)
{
	const struct word *w = line_words(p, l), *end = w + l->stored;
	size_t i = 0;

	if (name->n < 2 || l->words > NAME_WORDS ||
	    !(l->bag & page_bag(name->hash[0])))
		return false;
	while (w < end && w->hash != name->hash[0])
		w++;
	for (; w < end && i < name->n && w->hash == name->hash[i]; w++)
		i++;
	return i == name->n;
}

static void
compare_meta(struct outline *o, const struct page *p, const json_t *meta)
{
	const char *s = json_string_value(json_object_get(meta, "title"));
	size_t len = s ? strlen(s) : 0;
	uint64_t title = words_hash(s, len), stem = words_hash(s, said_stem(s, len));
	struct words author[AUTHORS], lead = read_words(
		json_string_value(json_object_get(meta, "description")), LEAD_WORDS);
	size_t authors = read_authors(author, json_object_get(meta, "byline"));

	for (size_t i = 0; i < p->lines; i++) {
		const struct line *l = &p->line[i];
		uint8_t said = 0;

		if (l->hash != 0 && (l->hash == title || l->hash == stem))
			said |= OUTLINE_TITLE;
		if (leads(p, l, &lead))
			said |= OUTLINE_LEAD;
		for (size_t k = 0; k < authors; k++)
			if (holds(p, l, &author[k]))
				said |= OUTLINE_AUTHOR;
		o->line[i].meta = said;
	}
}

bool
outline_read(struct outline *o, const struct page *p, const char *lines, size_t len,
	const json_t *meta)
{
	mem_grow(&o->line, &o->line_cap, p->lines + 1, sizeof *o->line);
	o->hashes = o->looks = 0;
	lexicon_clear(&o->seen);
	o->has_body = false;
	if (!read_lines(o, p, lines, len))
		return false;
	build(o, p);
	find_article(o);
	find_edges(o, p);
	find_looks(o, p);
	compare_meta(o, p, meta);
	return true;
}

void
outline_free(struct outline *o)
{
	free(o->line);
	free(o->node);
	free(o->hash);
	free(o->look);
	lexicon_clear(&o->seen);
	*o = (struct outline){ 0 };
}
