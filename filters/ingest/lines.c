/*
 * The visible text of a tree as lines, and what each line was. White space is
 * collapsed as CSS does (`white-space: normal`, `pre` inside <pre>); every block and
 * every <br> ends a line; a table row of short cells is one line, its cells
 * separated by TAB, other cells are blocks.
 */
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "bytes.h"
#include "html.h"
#include "text.h"
#include "triples.h"

/* Words of class, id ... given for an element. */
#define WORDS 20
#define WORD_MAX 24
/* Bytes of a value whose words are kept in mind. */
#define VALUE_MAX 80
/* Elements that may begin at once: what reduce.h lets through, with those implied. */
#define BEGIN_MAX (4 * REDUCE_DEPTH)
/* Bytes of `lines` that a record may hold. */
#define LINES_MAX ((size_t)24 << 20)

enum {
	BLOCK = 1,	/* starts and ends a line */
	NAMED = 2,	/* stands in `path` */
	HIDDEN = 4,	/* no browser shows it */
	APART = 8	/* inline, but never part of a word */
};

static const uint8_t kinds[MyHTML_TAG_LAST_ENTRY] = {
	[MyHTML_TAG_HEAD] = HIDDEN, [MyHTML_TAG_TITLE] = HIDDEN,
	[MyHTML_TAG_SCRIPT] = HIDDEN, [MyHTML_TAG_STYLE] = HIDDEN,
	[MyHTML_TAG_TEMPLATE] = HIDDEN, [MyHTML_TAG_NOSCRIPT] = HIDDEN,
	[MyHTML_TAG_META] = HIDDEN, [MyHTML_TAG_LINK] = HIDDEN,
	[MyHTML_TAG_HTML] = BLOCK, [MyHTML_TAG_BODY] = BLOCK, [MyHTML_TAG_DIV] = BLOCK,
	[MyHTML_TAG_P] = BLOCK, [MyHTML_TAG_CENTER] = BLOCK, [MyHTML_TAG_HR] = BLOCK,
	[MyHTML_TAG_TBODY] = BLOCK, [MyHTML_TAG_THEAD] = BLOCK,
	[MyHTML_TAG_TFOOT] = BLOCK,
	[MyHTML_TAG_TR] = BLOCK, [MyHTML_TAG_HGROUP] = BLOCK, [MyHTML_TAG_DIR] = BLOCK,
	[MyHTML_TAG_DT] = BLOCK, [MyHTML_TAG_DD] = BLOCK, [MyHTML_TAG_MARQUEE] = BLOCK,
	[MyHTML_TAG_FRAMESET] = BLOCK,
	[MyHTML_TAG_H1] = BLOCK | NAMED, [MyHTML_TAG_H2] = BLOCK | NAMED,
	[MyHTML_TAG_H3] = BLOCK | NAMED, [MyHTML_TAG_H4] = BLOCK | NAMED,
	[MyHTML_TAG_H5] = BLOCK | NAMED, [MyHTML_TAG_H6] = BLOCK | NAMED,
	[MyHTML_TAG_ADDRESS] = BLOCK | NAMED, [MyHTML_TAG_ARTICLE] = BLOCK | NAMED,
	[MyHTML_TAG_ASIDE] = BLOCK | NAMED, [MyHTML_TAG_BLOCKQUOTE] = BLOCK | NAMED,
	[MyHTML_TAG_BUTTON] = BLOCK | NAMED, [MyHTML_TAG_CAPTION] = BLOCK | NAMED,
	[MyHTML_TAG_DETAILS] = BLOCK | NAMED, [MyHTML_TAG_DL] = BLOCK | NAMED,
	[MyHTML_TAG_FIELDSET] = BLOCK | NAMED, [MyHTML_TAG_FIGCAPTION] = BLOCK | NAMED,
	[MyHTML_TAG_FIGURE] = BLOCK | NAMED, [MyHTML_TAG_FOOTER] = BLOCK | NAMED,
	[MyHTML_TAG_FORM] = BLOCK | NAMED, [MyHTML_TAG_HEADER] = BLOCK | NAMED,
	[MyHTML_TAG_LEGEND] = BLOCK | NAMED, [MyHTML_TAG_LI] = BLOCK | NAMED,
	[MyHTML_TAG_LISTING] = BLOCK | NAMED, [MyHTML_TAG_MAIN] = BLOCK | NAMED,
	[MyHTML_TAG_MENU] = BLOCK | NAMED, [MyHTML_TAG_NAV] = BLOCK | NAMED,
	[MyHTML_TAG_OL] = BLOCK | NAMED, [MyHTML_TAG_PRE] = BLOCK | NAMED,
	[MyHTML_TAG_SECTION] = BLOCK | NAMED, [MyHTML_TAG_SUMMARY] = BLOCK | NAMED,
	[MyHTML_TAG_TABLE] = BLOCK | NAMED, [MyHTML_TAG_UL] = BLOCK | NAMED,
	[MyHTML_TAG_XMP] = BLOCK | NAMED,
	[MyHTML_TAG_TD] = NAMED, [MyHTML_TAG_TH] = NAMED,
	[MyHTML_TAG_LABEL] = NAMED | APART, [MyHTML_TAG_TIME] = NAMED | APART,
	[MyHTML_TAG_OUTPUT] = APART, [MyHTML_TAG_METER] = APART,
};

/* The parser numbers elements that it does not know from LAST_ENTRY on. */
static unsigned
kind_of(const struct myhtml_tree_node *node)
{
	return node->tag_id < MyHTML_TAG_LAST_ENTRY ? kinds[node->tag_id] : 0;
}

/* An open element, in a list from the innermost to the root. */
struct frame {
	const struct frame *up;
	const struct myhtml_tree_node *node;
	struct element is;
	unsigned level;		/* elements around that `lines` gives, itself included */
	bool given;		/* it is one of them */
	bool block;		/* starts and ends a line */
	bool link, bold, pre;
	bool row;		/* a table row whose cells stand on one line */
};

/* The elements around a line: how many, and how many of them are still open. */
struct around {
	unsigned level, open;
};

struct liner {
	const struct reduced *page;
	const struct triples *body;	/* of the article as the page's data have it */
	struct buf *text, *lines;
	size_t start;		/* where the line begins in the text */
	size_t link, bold, all;	/* its bytes that are no white space */
	bool space;		/* white space waits for the next character */
	bool tab;		/* a cell ended */
	bool after_link;	/* nothing since the end of a link */
	struct around last, line;	/* the line before, and this one */
	struct buf about;	/* the line's object but for its shares */
};

/* ---- what a line was ---- */

struct words {
	struct buf *out;
	size_t start[WORDS], len[WORDS];	/* in it */
	size_t n;
};

/* Adds a word of letters in lower case, if it is not there yet. */
static void
add_word(struct words *w, const char *s, size_t len)
{
	struct buf *out = w->out;
	char *word;

	if (w->n == WORDS || len < 2 || len > WORD_MAX)
		return;
	buf_reserve(out, len + 1);
	word = out->s + out->len;
	*word++ = '.';
	for (size_t i = 0; i < len; i++)
		word[i] = (char)(s[i] | 0x20);
	for (size_t i = 0; i < w->n; i++)
		if (w->len[i] == len && memcmp(out->s + w->start[i], word, len) == 0)
			return;
	w->start[w->n] = out->len + 1;
	w->len[w->n++] = len;
	out->len += len + 1;
}

/* The end of the word that begins at s, if one does. */
static const char *
word_end(const char *s, const char *end, bool *digits)
{
	do {
		for (; s < end && (text_ascii_upper(*s) || text_ascii_digit(*s)); s++)
			*digits |= text_ascii_digit(*s);
		s += bytes_marked(bytes_between(bytes_at(s, end), 'a', 'z'));
	} while (s < end && (text_ascii_lower(*s) || text_ascii_digit(*s)));
	return s;
}

/* The words of `article-body`, `articleBody`, `article_body__text`; runs with digits in
 * them are mostly made by machines and say nothing. */
static void
split_words(struct words *w, const struct piece *value)
{
	const char *s = value->s, *end = s + value->len;

	while (s < end) {
		const char *word = s;
		bool digits = false;
		s = word_end(s, end, &digits);
		if (s == word)
			s++;
		else if (!digits)
			add_word(w, word, (size_t)(s - word));
	}
}

/* The words of n values, `.article.body`. */
static void
put_words(struct buf *out, const struct piece *value, unsigned n)
{
	struct words w = {.out = out};

	while (n-- > 0)
		split_words(&w, value++);
}

static uint64_t
hash(const struct piece *value)
{
	const char *s = value->s, *end = s + value->len;
	uint64_t h = 0;

	for (; s < end; s += end - s < 8 ? end - s : 8)
		h = (h ^ bytes_at(s, end)) * UINT64_C(0x9e3779b97f4a7c15);
	return h;
}

/* The same for one value. What comes again, as classes do, is split once. */
static void
put_value_words(struct buf *out, const struct piece *value)
{
	static struct memo {
		uint8_t len, words_len;
		char value[VALUE_MAX], words[VALUE_MAX * 3 / 2];
	} memo[512];
	struct memo *m = &memo[hash(value) >> 55];
	size_t from = out->len;

	if (value->len > VALUE_MAX) {
		put_words(out, value, 1);
	} else if (m->len == value->len && memcmp(m->value, value->s, m->len) == 0) {
		buf_add(out, m->words, m->words_len);
	} else {
		put_words(out, value, 1);
		m->len = (uint8_t)value->len;
		memcpy(m->value, value->s, m->len);
		m->words_len = (uint8_t)(out->len - from);
		memcpy(m->words, out->s + from, m->words_len);
	}
}

/* An element as selectors in style sheets have it: `>div.article.body`, ` .author`. */
static void
put_element(struct buf *out, const struct reduced *page, const struct frame *f)
{
	unsigned values = element_values(f->is, ATTR_WORDS);

	buf_byte(out, f->block ? '>' : ' ');
	if (kind_of(f->node) & (BLOCK | NAMED)) {
		const myhtml_tag_context_t *named =
			myhtml_tag_static_get_by_id(f->node->tag_id);
		buf_add(out, named->name, named->name_length);
	}
	if (f->up == NULL || values == 0)
		return;
	if (values == 1)
		put_value_words(out, &page->value[f->is.first]);
	else
		put_words(out, &page->value[f->is.first], values);
}

/* The elements that begin since the line before, the outermost first. */
static void
put_elements(struct buf *out, const struct reduced *page, const struct frame *f,
	unsigned open)
{
	const struct frame *given[BEGIN_MAX];
	size_t n = 0;

	for (; f && f->level > open && n < BEGIN_MAX; f = f->up)
		if (f->given)
			given[n++] = f;
	if (n == 0)
		return;
	buf_addz(out, out->len > 1 ? ",\"open\":\"" : "\"open\":\"");
	while (n-- > 0)
		put_element(out, page, given[n]);
	buf_byte(out, '"');
}

/* Called at the first character of a line, while its elements are at hand. */
static void
describe(struct liner *l, const struct frame *f)
{
	unsigned closed = l->last.level - l->last.open;

	l->about.len = 0;
	buf_byte(&l->about, '{');
	if (closed) {
		buf_addz(&l->about, "\"close\":");
		buf_json_uint(&l->about, closed);
	}
	put_elements(&l->about, l->page, f, l->last.open);
	l->line = (struct around){f->level, f->level};
}

static void
put_share(struct buf *out, const char *name, size_t part, size_t all)
{
	if (part == 0 || all == 0)
		return;
	buf_addz(out, out->s[out->len - 1] == '{' ? "\"" : ",\"");
	buf_addz(out, name);
	buf_addz(out, "\":");
	buf_json_score(out, (double)part / (double)all);
}

/* ---- the text ---- */

static void
put_line(struct liner *l)
{
	struct buf *out = l->lines;
	size_t len = l->text->len - 1 - l->start;
	double body = triples_share(l->body, l->text->s + l->start, len);

	buf_byte(out, out->len ? ',' : '[');
	buf_add(out, l->about.s, l->about.len);
	put_share(out, "links", l->link, l->all);
	put_share(out, "bold", l->bold, l->all);
	put_share(out, "body", (size_t)(1000 * body), 1000);
	buf_byte(out, '}');
	if (out->len > LINES_MAX) {
		out->len = 0;
		l->lines = NULL;
	}
}

static void
end_line(struct liner *l)
{
	struct span line = {l->start, l->text->len};

	if (line.start < line.end)
		line = text_trim(l->text->s, line);
	l->text->len = l->start;
	if (line.start < line.end) {
		memmove(l->text->s + l->start, l->text->s + line.start,
			line.end - line.start);
		l->text->len += line.end - line.start;
		buf_byte(l->text, '\n');
		if (l->lines)
			put_line(l);
		l->last = l->line;
	}
	l->start = l->text->len;
	l->link = l->bold = l->all = 0;
	l->space = l->tab = l->after_link = false;
}

static bool
newline(char c)
{
	return c == '\n' || c == '\r';
}

/* Text without white space at its edges; `spaces` of its bytes are white space. */
static void
put_run(struct liner *l, const struct frame *f, struct piece run, size_t spaces)
{
	size_t shown = run.len - spaces;

	if (l->text->len == l->start) {
		if (l->lines)
			describe(l, f);
	} else if (l->tab) {
		buf_byte(l->text, '\t');
	} else if (l->space) {
		buf_byte(l->text, ' ');
	}
	l->tab = l->space = l->after_link = false;
	buf_add(l->text, run.s, run.len);
	l->all += shown;
	l->link += f->link ? shown : 0;
	l->bold += f->bold ? shown : 0;
}

/* The words that begin at s, as far as there is one space between two, counted in
 * *spaces. */
static struct piece
words(const char *s, const char *end, size_t *spaces)
{
	const char *from = s;

	for (*spaces = 0; s < end; s++) {
		while (end - s > 8) {
			uint64_t w = bytes_at(s, end), next = bytes_at(s + 1, end);
			uint64_t blank = bytes_below(w, ' ' + 1);
			if (bytes_below(w, ' ') || blank & bytes_below(next, ' ' + 1))
				break;
			*spaces += blank * BYTES(1) >> 56;
			s += 8;
		}
		if (!tree_space(*s))
			continue;
		if (*s != ' ' || s + 1 == end || tree_space(s[1]))
			break;
		++*spaces;
	}
	return (struct piece){from, (size_t)(s - from)};
}

static void
put_text(struct liner *l, const struct frame *f, struct piece text)
{
	const char *s = text.s, *end = s + text.len;

	while (s < end) {
		size_t spaces;
		struct piece run;
		for (; s < end && tree_space(*s); s++)
			l->space = true;
		run = words(s, end, &spaces);
		if (run.len)
			put_run(l, f, run, spaces);
		s += run.len;
	}
}

/* Text in <pre>. */
static void
put_lines(struct liner *l, const struct frame *f, struct piece text)
{
	const char *s = text.s, *end = s + text.len;

	while (s < end) {
		const char *run = s;
		for (; s < end && !newline(*s); s++)
			;
		if (s > run)
			put_run(l, f, (struct piece){run, (size_t)(s - run)}, 0);
		for (; s < end && newline(*s); s++)
			end_line(l);
	}
}

static void
visit_text(struct liner *l, const struct frame *f, const mycore_string_t *text)
{
	void (*put)(struct liner *, const struct frame *, struct piece) =
		f->pre ? put_lines : put_text;
	const char *s = text->data, *end = s + text->length;

	while (s < end) {
		struct reduced_text t = reduce_text(l->page, &s, end);
		put(l, f, t.plain);
		put(l, f, t.piece);
	}
}

/* True when a browser would put the cells of this row on one line: no blocks and
 * no line breaks in them. */
static bool
inline_only(const struct myhtml_tree_node *node)
{
	for (node = node->child; node; node = node->next) {
		myhtml_tag_id_t tag = node->tag_id;
		if (tag == MyHTML_TAG__TEXT)
			continue;
		if (tag == MyHTML_TAG_BR || kind_of(node) & BLOCK || !inline_only(node))
			return false;
	}
	return true;
}

static bool
hidden(const struct myhtml_tree_node *node, struct element is)
{
	if (node->tag_id == MyHTML_TAG_BODY || node->tag_id == MyHTML_TAG_HTML)
		return false;
	return kind_of(node) & HIDDEN || element_has(is, ATTR_HIDDEN);
}

static void visit_children(struct liner *, const struct frame *);

static void
begin_element(struct liner *l, struct frame *f)
{
	myhtml_tag_id_t tag = f->node->tag_id;
	bool link = element_has(f->is, ATTR_LINK);
	bool cell = tag == MyHTML_TAG_TD || tag == MyHTML_TAG_TH;
	unsigned kind = kind_of(f->node);

	f->block = kind & BLOCK || f->up == NULL || (cell && !f->up->row);
	f->given = f->block || kind & NAMED || f->is.has & ATTR_WORDS;
	f->level += f->given;
	if (f->block)
		end_line(l);
	else if (cell && l->text->len > l->start)
		l->tab = true;
	else if (kind & APART || (link && l->after_link))
		l->space = true;
	else if (tag == MyHTML_TAG_BR)
		end_line(l);
	f->row = tag == MyHTML_TAG_TR && inline_only(f->node);
	f->link |= link;
	f->bold |= element_has(f->is, ATTR_BOLD) ||
		(tag >= MyHTML_TAG_H1 && tag <= MyHTML_TAG_H6);
	f->pre |= tag == MyHTML_TAG_PRE || tag == MyHTML_TAG_LISTING ||
		tag == MyHTML_TAG_XMP;
}

static void
close_around(struct around *a, unsigned level)
{
	if (a->open >= level)
		a->open = level - 1;
}

static void
visit_element(struct liner *l, const struct myhtml_tree_node *node,
	const struct frame *up)
{
	struct element is = tree_element(node);
	struct frame f = {.level = 0};

	if (hidden(node, is)) {
		l->space |= kind_of(node) & BLOCK;	/* reduce.h drops it there */
		return;
	}
	if (up)
		f = *up;
	f.up = up;
	f.node = node;
	f.is = is;
	begin_element(l, &f);
	visit_children(l, &f);
	if (f.block)
		end_line(l);
	if (f.given) {
		close_around(&l->last, f.level);
		close_around(&l->line, f.level);
	}
	l->space |= kind_of(node) & APART;
	l->after_link = element_has(is, ATTR_LINK);
}

static void
visit_children(struct liner *l, const struct frame *f)
{
	const struct myhtml_tree_node *node;

	for (node = f->node->child; node; node = node->next)
		if (node->tag_id == MyHTML_TAG__TEXT)
			visit_text(l, f, tree_string(node));
		else
			visit_element(l, node, f);
}

void
lines_write(const struct myhtml_tree_node *root, const struct reduced *page,
	const struct buf *body, struct buf *text, struct buf *lines)
{
	static struct triples triples;
	struct liner l = {.page = page, .body = &triples, .text = text, .lines = lines,
		.start = text->len};

	triples_set(&triples, body->len ? body->s : "", body->len);
	visit_element(&l, root, NULL);
	end_line(&l);
	if (l.lines && lines->len)
		buf_byte(lines, ']');
	buf_free(&l.about);
}
