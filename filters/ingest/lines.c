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

#include "html.h"
#include "text.h"
#include "triples.h"

/* Words of class, id ... given for a line, the nearest elements' first. */
#define WORDS 20
#define WORD_MAX 24
/* Elements around a line that are looked at. */
#define AROUND 48
/* Bytes of `lines` that a record may hold. */
#define LINES_MAX ((size_t)24 << 20)

enum {
	BLOCK = 1,	/* starts and ends a line */
	NAMED = 2,	/* stands in `path` */
	HIDDEN = 4,	/* no browser shows it */
	APART = 8	/* inline, but never part of a word */
};

static const uint8_t kinds[GUMBO_TAG_LAST + 1] = {
	[GUMBO_TAG_HEAD] = HIDDEN, [GUMBO_TAG_TITLE] = HIDDEN,
	[GUMBO_TAG_SCRIPT] = HIDDEN, [GUMBO_TAG_STYLE] = HIDDEN,
	[GUMBO_TAG_TEMPLATE] = HIDDEN, [GUMBO_TAG_NOSCRIPT] = HIDDEN,
	[GUMBO_TAG_META] = HIDDEN, [GUMBO_TAG_LINK] = HIDDEN,
	[GUMBO_TAG_HTML] = BLOCK, [GUMBO_TAG_BODY] = BLOCK, [GUMBO_TAG_DIV] = BLOCK,
	[GUMBO_TAG_P] = BLOCK, [GUMBO_TAG_CENTER] = BLOCK, [GUMBO_TAG_HR] = BLOCK,
	[GUMBO_TAG_TBODY] = BLOCK, [GUMBO_TAG_THEAD] = BLOCK, [GUMBO_TAG_TFOOT] = BLOCK,
	[GUMBO_TAG_TR] = BLOCK, [GUMBO_TAG_HGROUP] = BLOCK, [GUMBO_TAG_DIR] = BLOCK,
	[GUMBO_TAG_DT] = BLOCK, [GUMBO_TAG_DD] = BLOCK, [GUMBO_TAG_MARQUEE] = BLOCK,
	[GUMBO_TAG_PLAINTEXT] = BLOCK, [GUMBO_TAG_FRAMESET] = BLOCK,
	[GUMBO_TAG_OPTGROUP] = BLOCK, [GUMBO_TAG_OPTION] = BLOCK,
	[GUMBO_TAG_H1] = BLOCK | NAMED, [GUMBO_TAG_H2] = BLOCK | NAMED,
	[GUMBO_TAG_H3] = BLOCK | NAMED, [GUMBO_TAG_H4] = BLOCK | NAMED,
	[GUMBO_TAG_H5] = BLOCK | NAMED, [GUMBO_TAG_H6] = BLOCK | NAMED,
	[GUMBO_TAG_ADDRESS] = BLOCK | NAMED, [GUMBO_TAG_ARTICLE] = BLOCK | NAMED,
	[GUMBO_TAG_ASIDE] = BLOCK | NAMED, [GUMBO_TAG_BLOCKQUOTE] = BLOCK | NAMED,
	[GUMBO_TAG_BUTTON] = BLOCK | NAMED, [GUMBO_TAG_CAPTION] = BLOCK | NAMED,
	[GUMBO_TAG_DETAILS] = BLOCK | NAMED, [GUMBO_TAG_DL] = BLOCK | NAMED,
	[GUMBO_TAG_FIELDSET] = BLOCK | NAMED, [GUMBO_TAG_FIGCAPTION] = BLOCK | NAMED,
	[GUMBO_TAG_FIGURE] = BLOCK | NAMED, [GUMBO_TAG_FOOTER] = BLOCK | NAMED,
	[GUMBO_TAG_FORM] = BLOCK | NAMED, [GUMBO_TAG_HEADER] = BLOCK | NAMED,
	[GUMBO_TAG_LEGEND] = BLOCK | NAMED, [GUMBO_TAG_LI] = BLOCK | NAMED,
	[GUMBO_TAG_LISTING] = BLOCK | NAMED, [GUMBO_TAG_MAIN] = BLOCK | NAMED,
	[GUMBO_TAG_MENU] = BLOCK | NAMED, [GUMBO_TAG_NAV] = BLOCK | NAMED,
	[GUMBO_TAG_OL] = BLOCK | NAMED, [GUMBO_TAG_PRE] = BLOCK | NAMED,
	[GUMBO_TAG_SECTION] = BLOCK | NAMED, [GUMBO_TAG_SUMMARY] = BLOCK | NAMED,
	[GUMBO_TAG_TABLE] = BLOCK | NAMED, [GUMBO_TAG_UL] = BLOCK | NAMED,
	[GUMBO_TAG_XMP] = BLOCK | NAMED, [GUMBO_TAG_TD] = NAMED, [GUMBO_TAG_TH] = NAMED,
	[GUMBO_TAG_LABEL] = NAMED | APART, [GUMBO_TAG_TIME] = NAMED | APART,
	[GUMBO_TAG_OUTPUT] = APART, [GUMBO_TAG_METER] = APART,
};

/* An open element, in a list from the innermost to the root. */
struct frame {
	const struct frame *up;
	const GumboNode *node;
	const struct attr *attrs;
	unsigned depth;		/* blocks around, itself included */
	const struct frame *starts;	/* that block */
	bool link, bold, pre;
	bool row;		/* a table row whose cells stand on one line */
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
	unsigned common;	/* blocks open now that were around the last line */
	unsigned depth;		/* of the line */
	struct buf about;	/* the line's object but for its shares */
};

/* ---- what a line was ---- */

struct words {
	char s[WORDS][WORD_MAX];
	size_t len[WORDS];
	size_t n;
};

static void
add_word(struct words *w, const char *s, size_t len)
{
	if (w->n == WORDS || len < 2 || len > WORD_MAX)
		return;
	for (size_t i = 0; i < w->n; i++)
		if (w->len[i] == len && memcmp(w->s[i], s, len) == 0)
			return;
	memcpy(w->s[w->n], s, len);
	w->len[w->n++] = len;
}

static bool
upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool
lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool
digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The words of `article-body`, `articleBody`, `article_body__text`; runs with digits in
 * them are mostly made by machines and say nothing. */
static void
split_words(struct words *w, const char *s, const char *end)
{
	while (s < end) {
		char word[WORD_MAX + 1];
		size_t n = 0;
		bool digits = false, was_lower = false;
		while (s < end && !upper(*s) && !lower(*s) && !digit(*s))
			s++;
		for (; s < end && (upper(*s) || lower(*s) || digit(*s)); s++) {
			if (upper(*s) && was_lower)
				break;
			was_lower = lower(*s);
			digits |= digit(*s);
			if (n <= WORD_MAX)
				word[n++] = (char)(*s | 0x20);
		}
		if (!digits)
			add_word(w, word, n);
	}
}

static void
put_words(struct buf *out, const struct frame *f)
{
	struct words w;

	w.n = 0;
	for (int n = 0; f->up && w.n < WORDS && n < AROUND; f = f->up, n++)
		for (const struct attr *a = f->attrs; a->name <= ATTR_ROLE; a++)
			split_words(&w, a->s, a->s + a->len);
	if (w.n == 0)
		return;
	buf_addz(out, ",\"words\":\"");
	for (size_t i = 0; i < w.n; i++) {
		if (i)
			buf_byte(out, ' ');
		buf_add(out, w.s[i], w.len[i]);
	}
	buf_byte(out, '"');
}

/* The names of the elements around, the outermost first. */
static void
put_names(struct buf *out, const struct frame *f)
{
	const char *name[AROUND];
	size_t n = 0;

	for (int around = 0; f && around < AROUND; f = f->up, around++)
		if (kinds[f->node->v.element.tag] & NAMED)
			name[n++] = gumbo_normalized_tagname(f->node->v.element.tag);
	if (n == 0)
		return;
	buf_addz(out, ",\"path\":\"");
	while (n-- > 0) {
		buf_addz(out, name[n]);
		if (n)
			buf_byte(out, ' ');
	}
	buf_byte(out, '"');
}

static void
put_number(struct buf *out, const char *before, unsigned n)
{
	buf_addz(out, before);
	buf_json_uint(out, n);
}

/* Called at the first character of a line, while its elements are at hand. */
static void
describe(struct liner *l, const struct frame *f)
{
	const struct frame *block = f->starts;

	l->about.len = 0;
	l->depth = block->depth;
	buf_addz(&l->about, "{\"element\":");
	const char *name = gumbo_normalized_tagname(block->node->v.element.tag);
	buf_json_string(&l->about, name, strlen(name));
	put_number(&l->about, ",\"depth\":", block->depth);
	put_number(&l->about, ",\"common\":", l->common);
	put_names(&l->about, f);
	put_words(&l->about, f);
}

static void
put_share(struct buf *out, const char *name, size_t part, size_t all)
{
	if (part == 0 || all == 0)
		return;
	buf_printf(out, ",\"%s\":", name);
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
		l->common = l->depth;
		if (l->lines)
			put_line(l);
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

static bool
space(char c)
{
	return c == ' ' || c == '\t' || c == '\f' || newline(c);
}

static void
put_run(struct liner *l, const struct frame *f, const char *s, size_t len)
{
	if (l->text->len == l->start) {
		if (l->lines)
			describe(l, f);
	} else if (l->tab) {
		buf_byte(l->text, '\t');
	} else if (l->space) {
		buf_byte(l->text, ' ');
	}
	l->tab = l->space = l->after_link = false;
	buf_add(l->text, s, len);
	l->all += len;
	l->link += f->link ? len : 0;
	l->bold += f->bold ? len : 0;
}

static void
put_text(struct liner *l, const struct frame *f, const char *s, size_t len)
{
	const char *end = s + len;

	while (s < end) {
		for (; s < end && (f->pre ? newline(*s) : space(*s)); s++)
			if (f->pre)
				end_line(l);
			else
				l->space = true;
		const char *run = s;
		while (s < end && !(f->pre ? newline(*s) : space(*s)))
			s++;
		if (s > run)
			put_run(l, f, run, (size_t)(s - run));
	}
}

static void
visit_text(struct liner *l, const struct frame *f, const char *s)
{
	while (*s) {
		struct reduced_text t = reduce_text(l->page, &s);
		put_text(l, f, t.plain, t.plain_len);
		put_text(l, f, t.piece, t.piece_len);
	}
}

/* True when a browser would put the cells of this row on one line: no blocks and
 * no line breaks in them. */
static bool
inline_only(const GumboNode *node)
{
	const GumboVector *children = &node->v.element.children;

	for (unsigned i = 0; i < children->length; i++) {
		const GumboNode *child = children->data[i];
		if (child->type != GUMBO_NODE_ELEMENT)
			continue;
		GumboTag tag = child->v.element.tag;
		if (tag == GUMBO_TAG_BR || kinds[tag] & BLOCK || !inline_only(child))
			return false;
	}
	return true;
}

static bool
hidden(const GumboNode *node, const struct attr *attrs)
{
	const GumboElement *e = &node->v.element;

	if (e->tag == GUMBO_TAG_BODY || e->tag == GUMBO_TAG_HTML)
		return false;
	if (kinds[e->tag] & HIDDEN || reduce_attr(attrs, ATTR_HIDDEN))
		return true;
	return e->tag == GUMBO_TAG_UNKNOWN && reduce_attr(attrs, ATTR_OPEN) == NULL &&
		e->original_tag.length > 7 &&
		strncasecmp(e->original_tag.data, "<dialog", 7) == 0;
}

static void visit_children(struct liner *, const struct frame *);

static void
begin_element(struct liner *l, struct frame *f)
{
	GumboTag tag = f->node->v.element.tag;
	bool link = reduce_attr(f->attrs, ATTR_LINK);
	bool cell = tag == GUMBO_TAG_TD || tag == GUMBO_TAG_TH;

	if (kinds[tag] & BLOCK || f->up == NULL || (cell && !f->up->row)) {
		end_line(l);
		f->starts = f;
		f->depth++;
	} else if (cell && l->text->len > l->start) {
		l->tab = true;
	} else if (kinds[tag] & APART || (link && l->after_link)) {
		l->space = true;
	} else if (tag == GUMBO_TAG_BR) {
		end_line(l);
	}
	f->row = tag == GUMBO_TAG_TR && inline_only(f->node);
	f->link |= link;
	f->bold |= reduce_attr(f->attrs, ATTR_BOLD) != NULL ||
		(tag >= GUMBO_TAG_H1 && tag <= GUMBO_TAG_H6);
	f->pre |= tag == GUMBO_TAG_PRE || tag == GUMBO_TAG_LISTING ||
		tag == GUMBO_TAG_XMP;
}

static void
visit_element(struct liner *l, const GumboNode *node, const struct frame *up)
{
	const struct attr *attrs = reduce_attrs(l->page, node);
	GumboTag tag = node->v.element.tag;
	struct frame f = {.depth = 0};

	if (hidden(node, attrs))
		return;
	if (up)
		f = *up;
	f.up = up;
	f.node = node;
	f.attrs = attrs;
	begin_element(l, &f);
	visit_children(l, &f);
	if (f.starts == &f) {
		end_line(l);
		if (l->common >= f.depth)
			l->common = f.depth - 1;
	}
	l->space |= kinds[tag] & APART;
	l->after_link = reduce_attr(attrs, ATTR_LINK);
}

static void
visit_children(struct liner *l, const struct frame *f)
{
	const GumboVector *children = &f->node->v.element.children;

	for (unsigned i = 0; i < children->length; i++) {
		const GumboNode *child = children->data[i];
		if (child->type == GUMBO_NODE_ELEMENT)
			visit_element(l, child, f);
		else if (child->type == GUMBO_NODE_TEXT ||
		    child->type == GUMBO_NODE_CDATA ||
		    child->type == GUMBO_NODE_WHITESPACE)
			visit_text(l, f, child->v.text.text);
	}
}

void
lines_write(const GumboNode *root, const struct reduced *page, const struct buf *body,
	struct buf *text, struct buf *lines)
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
