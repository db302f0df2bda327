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
	unsigned block;		/* number of the innermost block, itself included */
	unsigned depth;
	const struct frame *starts;	/* that block */
	bool link, bold, pre;
	bool row;		/* a table row whose cells stand on one line */
};

struct liner {
	struct buf *text, *lines;
	size_t start;		/* where the line begins in the text */
	size_t link, bold, all;	/* its bytes that are no white space */
	bool space;		/* white space waits for the next character */
	bool tab;		/* a cell ended */
	bool after_link;	/* nothing since the end of a link */
	unsigned blocks;
	struct buf about;	/* the line's object, as far as its first character tells */
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

/* The words of `article-body`, `articleBody`, `article_body__text`; runs with digits in
 * them are mostly made by machines and say nothing. */
static void
split_words(struct words *w, const char *s)
{
	char word[WORD_MAX + 1];

	while (s && *s) {
		size_t n = 0;
		bool digit = false;
		while (*s && !upper(*s) && !lower(*s) && !(*s >= '0' && *s <= '9'))
			s++;
		for (bool was_lower = false; upper(*s) || lower(*s) ||
		    (*s >= '0' && *s <= '9'); s++) {
			if (upper(*s) && was_lower)
				break;
			was_lower = lower(*s);
			digit |= !upper(*s) && !lower(*s);
			if (n <= WORD_MAX)
				word[n++] = (char)(*s | 0x20);
		}
		if (!digit)
			add_word(w, word, n);
	}
}

static void
put_words(struct buf *out, const struct frame *f)
{
	static const char *const attributes[] = {"class", "id", "itemprop", "rel", "role"};
	struct words w = {.n = 0};

	for (int n = 0; f->up && w.n < WORDS && n < AROUND; f = f->up, n++)
		for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++)
			split_words(&w, html_attribute(f->node, attributes[i]));
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

/* Called at the first character of a line, while its elements are at hand. */
static void
describe(struct liner *l, const struct frame *f)
{
	const struct frame *block = f->starts;

	l->about.len = 0;
	buf_addz(&l->about, "{\"element\":");
	const char *name = gumbo_normalized_tagname(block->node->v.element.tag);
	buf_json_string(&l->about, name, strlen(name));
	buf_printf(&l->about, ",\"depth\":%u,\"block\":%u,\"parent\":%u", block->depth,
		block->block, block->up ? block->up->block : 0);
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

	buf_byte(out, out->len ? ',' : '[');
	buf_add(out, l->about.s, l->about.len);
	put_share(out, "links", l->link, l->all);
	put_share(out, "bold", l->bold, l->all);
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
	}
	l->start = l->text->len;
	l->link = l->bold = l->all = 0;
	l->space = l->tab = l->after_link = false;
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
put_text(struct liner *l, const struct frame *f, const char *s)
{
	for (;;) {
		size_t n = strspn(s, f->pre ? "\n\r" : " \n\t\r\f");
		if (n && f->pre)
			end_line(l);
		else if (n)
			l->space = true;
		s += n;
		n = strcspn(s, f->pre ? "\n\r" : " \n\t\r\f");
		if (n == 0)
			return;
		put_run(l, f, s, n);
		s += n;
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
hidden(const GumboNode *node)
{
	GumboTag tag = node->v.element.tag;

	if (tag == GUMBO_TAG_BODY || tag == GUMBO_TAG_HTML)
		return false;
	if (kinds[tag] & HIDDEN || html_attribute(node, "hidden"))
		return true;
	return tag == GUMBO_TAG_UNKNOWN && html_attribute(node, "open") == NULL &&
		node->v.element.original_tag.length > 7 &&
		strncasecmp(node->v.element.original_tag.data, "<dialog", 7) == 0;
}

static void visit_children(struct liner *, const struct frame *);

static void
begin_element(struct liner *l, struct frame *f)
{
	GumboTag tag = f->node->v.element.tag;
	bool cell = tag == GUMBO_TAG_TD || tag == GUMBO_TAG_TH;

	if (kinds[tag] & BLOCK || f->up == NULL || (cell && !f->up->row)) {
		end_line(l);
		f->starts = f;
		f->block = ++l->blocks;
	} else if (cell && l->text->len > l->start) {
		l->tab = true;
	} else if (kinds[tag] & APART || (tag == GUMBO_TAG_A && l->after_link)) {
		l->space = true;
	} else if (tag == GUMBO_TAG_BR) {
		end_line(l);
	}
	f->row = tag == GUMBO_TAG_TR && inline_only(f->node);
	f->link |= tag == GUMBO_TAG_A;
	f->bold |= html_attribute(f->node, "b") != NULL ||
		(tag >= GUMBO_TAG_H1 && tag <= GUMBO_TAG_H6);
	f->pre |= tag == GUMBO_TAG_PRE || tag == GUMBO_TAG_LISTING || tag == GUMBO_TAG_XMP;
}

static void
visit_element(struct liner *l, const GumboNode *node, const struct frame *up)
{
	struct frame f = {.up = up, .node = node};
	GumboTag tag = node->v.element.tag;

	if (hidden(node))
		return;
	if (up) {
		f = *up;
		f.up = up;
		f.node = node;
		f.depth++;
	}
	begin_element(l, &f);
	visit_children(l, &f);
	if (f.starts == &f)
		end_line(l);
	l->space |= kinds[tag] & APART;
	l->after_link = tag == GUMBO_TAG_A;
}

static void
visit_children(struct liner *l, const struct frame *f)
{
	const GumboVector *children = &f->node->v.element.children;

	for (unsigned i = 0; i < children->length; i++) {
		const GumboNode *child = children->data[i];
		if (child->type == GUMBO_NODE_ELEMENT)
			visit_element(l, child, f);
		else if (child->type == GUMBO_NODE_TEXT || child->type == GUMBO_NODE_CDATA ||
		    child->type == GUMBO_NODE_WHITESPACE)
			put_text(l, f, child->v.text.text);
	}
}

void
lines_write(const GumboNode *root, struct buf *text, struct buf *lines)
{
	struct liner l = {.text = text, .lines = lines, .start = text->len};

	visit_element(&l, root, NULL);
	end_line(&l);
	if (l.lines && lines->len)
		buf_byte(lines, ']');
	buf_free(&l.about);
}
