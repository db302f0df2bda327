/* Cutting a page down before it is parsed: see reduce.h. The tokens are those of the
 * HTML Standard, section 13.2.5; the tree itself is the parser's business. */
#include "reduce.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* What becomes of an element. */
enum {
	SPECIAL = 1,	/* the standard's "special": stops the search for a start tag */
	BARRIER = 2,	/* bounds a scope */
	VOID = 4,	/* has no end tag */
	PART = 8,	/* of a table: only there, closed by parts of its rank or above */
	SPAN = 16,	/* formatting: turned into <span> */
	BOLD = 32,	/* and bold */
	DROP = 64,	/* void, and nothing to see */
	RAW = 128,	/* content is raw up to the end tag, and nothing to see */
	WHOLE = 256,	/* left out from start tag to end tag */
	KEEP_RAW = 512,	/* content is raw and is kept */
	LINK = 1024,
	ITEM = 2048,	/* li, dd, dt: closed by its next sibling */
	ONCE = 4096	/* html, head, body */
};

static const uint16_t kinds[GUMBO_TAG_LAST + 1] = {
	[GUMBO_TAG_SCRIPT] = RAW, [GUMBO_TAG_STYLE] = RAW, [GUMBO_TAG_NOSCRIPT] = RAW,
	[GUMBO_TAG_IFRAME] = RAW, [GUMBO_TAG_NOEMBED] = RAW, [GUMBO_TAG_NOFRAMES] = RAW,
	[GUMBO_TAG_TEXTAREA] = RAW,
	[GUMBO_TAG_SVG] = WHOLE, [GUMBO_TAG_MATH] = WHOLE, [GUMBO_TAG_SELECT] = WHOLE,
	[GUMBO_TAG_AUDIO] = WHOLE, [GUMBO_TAG_VIDEO] = WHOLE, [GUMBO_TAG_CANVAS] = WHOLE,
	[GUMBO_TAG_DATALIST] = WHOLE, [GUMBO_TAG_OBJECT] = WHOLE,
	[GUMBO_TAG_OPTION] = DROP, [GUMBO_TAG_OPTGROUP] = DROP,
	[GUMBO_TAG_TITLE] = KEEP_RAW, [GUMBO_TAG_XMP] = KEEP_RAW,
	[GUMBO_TAG_META] = VOID, [GUMBO_TAG_LINK] = VOID, [GUMBO_TAG_BR] = VOID,
	[GUMBO_TAG_HR] = VOID, [GUMBO_TAG_BASE] = VOID,
	[GUMBO_TAG_IMG] = DROP, [GUMBO_TAG_IMAGE] = DROP, [GUMBO_TAG_SOURCE] = DROP,
	[GUMBO_TAG_TRACK] = DROP, [GUMBO_TAG_WBR] = DROP, [GUMBO_TAG_EMBED] = DROP,
	[GUMBO_TAG_PARAM] = DROP, [GUMBO_TAG_AREA] = DROP, [GUMBO_TAG_INPUT] = DROP,
	[GUMBO_TAG_KEYGEN] = DROP, [GUMBO_TAG_BGSOUND] = DROP, [GUMBO_TAG_COL] = DROP,
	[GUMBO_TAG_BASEFONT] = DROP, [GUMBO_TAG_SPACER] = DROP, [GUMBO_TAG_NEXTID] = DROP,
	[GUMBO_TAG_ISINDEX] = DROP,
	[GUMBO_TAG_A] = SPAN | LINK, [GUMBO_TAG_B] = SPAN | BOLD,
	[GUMBO_TAG_STRONG] = SPAN | BOLD,
	[GUMBO_TAG_EM] = SPAN, [GUMBO_TAG_I] = SPAN, [GUMBO_TAG_U] = SPAN,
	[GUMBO_TAG_S] = SPAN, [GUMBO_TAG_SMALL] = SPAN, [GUMBO_TAG_BIG] = SPAN,
	[GUMBO_TAG_FONT] = SPAN, [GUMBO_TAG_TT] = SPAN, [GUMBO_TAG_CODE] = SPAN,
	[GUMBO_TAG_STRIKE] = SPAN, [GUMBO_TAG_NOBR] = SPAN,
	[GUMBO_TAG_RB] = SPAN, [GUMBO_TAG_RT] = SPAN, [GUMBO_TAG_RP] = SPAN,
	[GUMBO_TAG_RTC] = SPAN, [GUMBO_TAG_RUBY] = SPAN,
	[GUMBO_TAG_HTML] = ONCE, [GUMBO_TAG_HEAD] = ONCE, [GUMBO_TAG_BODY] = ONCE,
	[GUMBO_TAG_P] = SPECIAL, [GUMBO_TAG_LI] = SPECIAL | ITEM,
	[GUMBO_TAG_DT] = SPECIAL | ITEM, [GUMBO_TAG_DD] = SPECIAL | ITEM,
	[GUMBO_TAG_TBODY] = SPECIAL | PART, [GUMBO_TAG_THEAD] = SPECIAL | PART,
	[GUMBO_TAG_TFOOT] = SPECIAL | PART, [GUMBO_TAG_COLGROUP] = SPECIAL | PART,
	[GUMBO_TAG_TR] = SPECIAL | PART, [GUMBO_TAG_TD] = SPECIAL | PART | BARRIER,
	[GUMBO_TAG_TH] = SPECIAL | PART | BARRIER,
	[GUMBO_TAG_CAPTION] = SPECIAL | PART | BARRIER,
	[GUMBO_TAG_TABLE] = SPECIAL | BARRIER, [GUMBO_TAG_TEMPLATE] = SPECIAL | BARRIER,
	[GUMBO_TAG_APPLET] = SPECIAL | BARRIER, [GUMBO_TAG_MARQUEE] = SPECIAL | BARRIER,
	[GUMBO_TAG_ADDRESS] = SPECIAL, [GUMBO_TAG_ARTICLE] = SPECIAL,
	[GUMBO_TAG_ASIDE] = SPECIAL, [GUMBO_TAG_BLOCKQUOTE] = SPECIAL,
	[GUMBO_TAG_BUTTON] = SPECIAL, [GUMBO_TAG_CENTER] = SPECIAL,
	[GUMBO_TAG_DETAILS] = SPECIAL, [GUMBO_TAG_DIR] = SPECIAL,
	[GUMBO_TAG_DIV] = SPECIAL, [GUMBO_TAG_DL] = SPECIAL,
	[GUMBO_TAG_FIELDSET] = SPECIAL, [GUMBO_TAG_FIGCAPTION] = SPECIAL,
	[GUMBO_TAG_FIGURE] = SPECIAL, [GUMBO_TAG_FOOTER] = SPECIAL,
	[GUMBO_TAG_FORM] = SPECIAL, [GUMBO_TAG_H1] = SPECIAL, [GUMBO_TAG_H2] = SPECIAL,
	[GUMBO_TAG_H3] = SPECIAL, [GUMBO_TAG_H4] = SPECIAL, [GUMBO_TAG_H5] = SPECIAL,
	[GUMBO_TAG_H6] = SPECIAL, [GUMBO_TAG_HEADER] = SPECIAL,
	[GUMBO_TAG_HGROUP] = SPECIAL, [GUMBO_TAG_LISTING] = SPECIAL,
	[GUMBO_TAG_MAIN] = SPECIAL, [GUMBO_TAG_MENU] = SPECIAL, [GUMBO_TAG_NAV] = SPECIAL,
	[GUMBO_TAG_OL] = SPECIAL, [GUMBO_TAG_PRE] = SPECIAL,
	[GUMBO_TAG_SECTION] = SPECIAL, [GUMBO_TAG_SUMMARY] = SPECIAL,
	[GUMBO_TAG_UL] = SPECIAL,
};

static const char wanted[][12] = {
	[ATTR_CLASS] = "class", [ATTR_ID] = "id", [ATTR_ITEMPROP] = "itemprop",
	[ATTR_REL] = "rel", [ATTR_ROLE] = "role", [ATTR_PROPERTY] = "property",
	[ATTR_NAME] = "name", [ATTR_CONTENT] = "content", [ATTR_HREF] = "href",
	[ATTR_DATETIME] = "datetime", [ATTR_LANG] = "lang",
	[ATTR_HTTP_EQUIV] = "http-equiv", [ATTR_OPEN] = "open",
	[ATTR_HIDDEN] = "hidden", [ATTR_STYLE] = "style", [ATTR_TYPE] = "type",
};
#define WANTED (sizeof wanted / sizeof *wanted)

/* Longest value kept, and longest content of <meta>. */
#define VALUE_MAX 1024
#define CONTENT_MAX 16384

struct tag {
	const char *name;
	size_t name_len;
	GumboTag id;
	unsigned kind;
	bool end;
	struct attr value[WANTED];	/* s NULL: not there */
};

/* In reducer.open: the tag was not written. */
#define SILENT 0x8000

struct reducer {
	struct reduced *to;
	const char *end;
	uint16_t open[REDUCE_DEPTH];	/* elements thought open; GumboTag */
	size_t depth;
	size_t over;			/* open ones left out below them */
	uint32_t count[GUMBO_TAG_LAST + 1];
	bool unclosed[GUMBO_TAG_LAST + 1];	/* no end tag from here to the end */
};

static bool
space(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

static bool
letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static void
take_value(struct tag *t, const char *name, size_t name_len, const char *s, size_t len)
{
	if (name_len > 10)
		return;
	for (size_t i = 0; i < WANTED; i++)
		if (wanted[i][0] == (name[0] | 0x20) && wanted[i][name_len] == '\0' &&
		    t->value[i].s == NULL &&
		    strncasecmp(name, wanted[i], name_len) == 0) {
			t->value[i] = (struct attr){s, (uint32_t)len, (uint32_t)i};
			return;
		}
}

/* An attribute from s, where neither white space nor `/` nor `>` stands. */
static const char *
attribute(struct tag *t, const char *s, const char *end)
{
	const char *name = s, *name_end;
	const char *v = "";
	size_t len = 0;

	while (++s < end && !space(*s) && *s != '=' && *s != '>' && *s != '/')
		;
	name_end = s;
	while (s < end && space(*s))
		s++;
	if (s < end && *s == '=') {
		while (++s < end && space(*s))
			;
		v = s;
		if (s < end && (*s == '"' || *s == '\'')) {
			v = s + 1;
			s = memchr(v, *s, (size_t)(end - v));
			s = s ? s : end;
			len = (size_t)(s - v);
			s += s < end;
		} else {
			while (s < end && !space(*s) && *s != '>')
				s++;
			len = (size_t)(s - v);
		}
	}
	if (!t->end)
		take_value(t, name, (size_t)(name_end - name), v, len);
	return s;
}

/* The tag whose name begins at s; the place after its `>`, or the end. */
static const char *
read_tag(struct tag *t, const char *s, const char *end)
{
	memset(t->value, 0, sizeof t->value);
	t->name = s;
	while (s < end && !space(*s) && *s != '>' && *s != '/')
		s++;
	t->name_len = (size_t)(s - t->name);
	t->id = t->name_len > 32 ? GUMBO_TAG_UNKNOWN :
		gumbo_tagn_enum(t->name, (unsigned)t->name_len);
	t->kind = kinds[t->id];
	for (;;) {
		while (s < end && (space(*s) || *s == '/'))
			s++;
		if (s == end)
			return NULL;
		if (*s == '>')
			return s + 1;
		s = attribute(t, s, end);
	}
}

/* display: none or visibility: hidden in a style attribute. */
static bool
hides(const struct attr *style)
{
	const char *s = style->s ? style->s : "", *end = s + style->len;

	for (; s < end; s++) {
		bool display = end - s > 8 && strncasecmp(s, "display:", 8) == 0;
		if (!display && !(end - s > 11 && strncasecmp(s, "visibility:", 11) == 0))
			continue;
		for (s += display ? 8 : 11; s < end && space(*s); s++)
			;
		if (display ? end - s >= 4 && strncasecmp(s, "none", 4) == 0 :
		    end - s >= 6 && strncasecmp(s, "hidden", 6) == 0)
			return true;
	}
	return false;
}

static bool
keeps(const struct tag *t, size_t i)
{
	if (t->value[i].s == NULL || i == ATTR_STYLE || i == ATTR_TYPE)
		return false;
	if (i == ATTR_HREF)
		return t->id == GUMBO_TAG_LINK;
	if (i == ATTR_NAME)
		return t->id == GUMBO_TAG_META;
	return t->value[i].len <= (i == ATTR_CONTENT ? CONTENT_MAX : VALUE_MAX);
}

static void
keep(struct reduced *to, enum attr_name name, const char *s, size_t len)
{
	mem_grow(&to->attr, &to->cap, to->n + 1, sizeof *to->attr);
	to->attr[to->n++] = (struct attr){s, (uint32_t)len, name};
}

/* Puts the tag's attributes into the list; false when there are none. */
static bool
keep_values(struct reduced *to, const struct tag *t)
{
	size_t before = to->n;

	for (size_t i = 0; i < WANTED; i++)
		if (keeps(t, i))
			keep(to, (enum attr_name)i, t->value[i].s, t->value[i].len);
	if (t->value[ATTR_HIDDEN].s == NULL && hides(&t->value[ATTR_STYLE]))
		keep(to, ATTR_HIDDEN, "", 0);
	if (t->kind & BOLD)
		keep(to, ATTR_BOLD, "", 0);
	if (t->kind & LINK)
		keep(to, ATTR_LINK, "", 0);
	if (to->n == before)
		return false;
	keep(to, ATTR_END, NULL, 0);
	return true;
}

static void
put_name(struct buf *out, const struct tag *t)
{
	if (t->kind & SPAN)
		buf_add(out, "span", 4);
	else
		buf_add(out, t->name, t->name_len);
}

/* The start tag, with attributes from the list's element `from` on, if any. */
static void
put_start(struct reduced *to, const struct tag *t, size_t from)
{
	struct buf *out = &to->html;

	buf_byte(out, '<');
	put_name(out, t);
	if (from < to->n) {
		buf_add(out, " k=", 3);
		buf_json_uint(out, from);
	}
	buf_byte(out, '>');
}

static void
put_end(struct reduced *to, const struct tag *t)
{
	buf_add(&to->html, "</", 2);
	put_name(&to->html, t);
	buf_byte(&to->html, '>');
}

static void
pop_to(struct reducer *r, size_t depth)
{
	while (r->depth > depth)
		r->count[r->open[--r->depth] & ~SILENT]--;
}

static GumboTag
open_at(const struct reducer *r, size_t i)
{
	return r->open[i] & (SILENT - 1);
}

/* Closes the <p> that a block's start tag closes. */
static void
close_p(struct reducer *r)
{
	for (size_t i = r->depth; r->count[GUMBO_TAG_P] && i-- > 0;) {
		GumboTag id = open_at(r, i);
		if (id == GUMBO_TAG_P)
			pop_to(r, i);
		if (kinds[id] & BARRIER || id == GUMBO_TAG_BUTTON || id == GUMBO_TAG_P)
			return;
	}
}

/* Closes the item that a list item's start tag closes. */
static void
close_item(struct reducer *r, GumboTag item)
{
	for (size_t i = r->depth; i-- > 0;) {
		GumboTag id = open_at(r, i);
		if (kinds[id] & ITEM && (id == GUMBO_TAG_LI) == (item == GUMBO_TAG_LI)) {
			pop_to(r, i);
			return;
		}
		if (kinds[id] & SPECIAL && id != GUMBO_TAG_DIV && id != GUMBO_TAG_P &&
		    id != GUMBO_TAG_ADDRESS)
			return;
	}
}

/* 1: cell, 2: row, 3: what else stands in a table. */
static int
rank(GumboTag id)
{
	return id == GUMBO_TAG_TD || id == GUMBO_TAG_TH ? 1 : id == GUMBO_TAG_TR ? 2 : 3;
}

static bool
is_table(GumboTag id)
{
	return id == GUMBO_TAG_TABLE || id == GUMBO_TAG_TEMPLATE;
}

/* Closes the parts that a table part's start tag closes; false outside tables. */
static bool
close_parts(struct reducer *r, GumboTag part)
{
	size_t to = r->depth, i = r->depth;

	while (i-- > 0 && !is_table(open_at(r, i)))
		if (kinds[open_at(r, i)] & PART && rank(open_at(r, i)) <= rank(part))
			to = i;
	if (i == (size_t)-1)
		return false;
	pop_to(r, to);
	return true;
}

/* Notes an element as open; false when it would be too deep, or is misplaced. */
static bool
push(struct reducer *r, const struct tag *t, unsigned silent)
{
	if (t->kind & (VOID | ONCE))
		return true;
	if (t->kind & PART && !close_parts(r, t->id))
		return false;
	if (t->kind & ITEM)
		close_item(r, t->id);
	if (t->kind & SPECIAL && !(t->kind & PART))
		close_p(r);
	if (r->depth == REDUCE_DEPTH) {
		r->over++;
		return false;
	}
	r->open[r->depth++] = (uint16_t)(t->id | silent);
	r->count[t->id]++;
	return true;
}

/* True when the search for the start tag of `t` ends at an open element. */
static bool
stops(const struct tag *t, GumboTag open)
{
	if (t->kind & PART || is_table(t->id))
		return is_table(open);
	return kinds[open] & BARRIER || (kinds[open] & SPECIAL && !(t->kind & SPECIAL));
}

/* Notes an end tag; false when the parser would pass over it, or never saw the
 * start tag. */
static bool
pop(struct reducer *r, const struct tag *t)
{
	if (t->kind & ONCE || t->id == GUMBO_TAG_BR)
		return true;
	if (r->over > 0) {
		r->over--;
		return false;
	}
	if (r->count[t->id] == 0)
		return t->id == GUMBO_TAG_P;
	for (size_t i = r->depth; i-- > 0;) {
		if (open_at(r, i) == t->id) {
			bool silent = r->open[i] & SILENT;
			pop_to(r, i);
			return !silent;
		}
		if (stops(t, open_at(r, i)))
			return false;
	}
	return false;
}

/* Where the end tag of `t` begins from s on, NULL when there is none. */
static const char *
find_end(struct reducer *r, const struct tag *t, const char *s)
{
	size_t n = t->name_len;

	while (!r->unclosed[t->id] && (s = memchr(s, '<', (size_t)(r->end - s)))) {
		if ((size_t)(r->end - s) > n + 2 && s[1] == '/' &&
		    strncasecmp(s + 2, t->name, n) == 0 &&
		    (space(s[2 + n]) || s[2 + n] == '>' || s[2 + n] == '/'))
			return s;
		s++;
	}
	r->unclosed[t->id] = true;
	return NULL;
}

static const char *
after_end_tag(struct reducer *r, const char *s)
{
	const char *close = memchr(s, '>', (size_t)(r->end - s));

	return close ? close + 1 : r->end;
}

static bool
json_ld(const struct tag *t)
{
	static const char type[] = "application/ld+json";
	const struct attr *v = &t->value[ATTR_TYPE];

	return t->id == GUMBO_TAG_SCRIPT && v->s && v->len == sizeof type - 1 &&
		strncasecmp(v->s, type, v->len) == 0;
}

/* The length of the numeric character reference at s if it names no character, or the
 * mark: the parser's numbers overflow. 0: let the parser see it. */
static size_t
bad_reference(const char *s, size_t len)
{
	bool hex = len > 2 && (s[2] | 0x20) == 'x';
	size_t i = hex ? 3 : 2;
	uint32_t c = 0;

	if (len < 3 || s[1] != '#')
		return 0;
	for (; i < len; i++) {
		char d = (char)(s[i] | 0x20);
		if (s[i] >= '0' && s[i] <= '9')
			c = c * (hex ? 16 : 10) + (uint32_t)(s[i] - '0');
		else if (hex && d >= 'a' && d <= 'f')
			c = c * 16 + (uint32_t)(d - 'a') + 10;
		else
			break;
		if (c > 0x10ffff)
			c = 0x110000;
	}
	if (c != 0x10fffd && c != 0x110000)
		return 0;
	return i + (i < len && s[i] == ';');
}

/* Copies text for the parser to read. */
static void
verbatim(struct buf *out, const char *s, size_t len)
{
	const char *end = s + len;

	while (s < end) {
		const char *from = s;
		size_t bad;
		while (s < end && *s != '&' && *s != *REDUCE_MARK)
			s++;
		buf_add(out, from, (size_t)(s - from));
		if (s == end)
			return;
		if (*s == '&' && (bad = bad_reference(s, (size_t)(end - s))) > 0) {
			buf_addz(out, "\uFFFD");
			s += bad;
		} else if (end - s >= 4 && memcmp(s, REDUCE_MARK, 4) == 0) {
			s += 4;
		} else {
			buf_byte(out, *s++);
		}
	}
}

/* An element whose content is raw or unwanted; s: after its start tag. */
static const char *
raw(struct reducer *r, const struct tag *t, const char *s)
{
	const char *close = find_end(r, t, s), *end = close ? close : r->end;
	size_t from = r->to->n;

	if (t->kind & KEEP_RAW) {
		keep_values(r->to, t);
		put_start(r->to, t, from);
		verbatim(&r->to->html, s, (size_t)(end - s));
		put_end(r->to, t);
	} else if (json_ld(t)) {
		keep(r->to, ATTR_JSON, s, (size_t)(end - s));
		keep(r->to, ATTR_END, NULL, 0);
		put_start(r->to, t, from);
		put_end(r->to, t);
	}
	if (close)
		return after_end_tag(r, close);
	return t->kind & WHOLE ? s : r->end;
}

/* True for an inline element with nothing in it, as icons are. */
static bool
empty(const struct reducer *r, const struct tag *t, const char *s)
{
	size_t n = t->name_len;

	return (t->kind & SPAN || t->id == GUMBO_TAG_SPAN) &&
		(size_t)(r->end - s) > n + 2 && s[0] == '<' && s[1] == '/' &&
		s[n + 2] == '>' &&
		memcmp(s + 2, t->name, n) == 0;
}

static const char *
start_tag(struct reducer *r, const char *s)
{
	struct tag t = {.end = false};
	size_t from = r->to->n;
	bool silent;

	s = read_tag(&t, s, r->end);
	if (s == NULL)
		return r->end;
	if (t.kind & (RAW | WHOLE | KEEP_RAW))
		return raw(r, &t, s);
	if (t.kind & DROP)
		return s;
	if (empty(r, &t, s))
		return s + t.name_len + 3;
	if (t.kind & LINK && r->count[t.id] && pop(r, &t))
		put_end(r->to, &t);	/* links do not nest */
	silent = !keep_values(r->to, &t) && (t.kind & SPAN || t.id == GUMBO_TAG_SPAN);
	if (push(r, &t, silent ? SILENT : 0) && !silent)
		put_start(r->to, &t, from);
	return s;
}

static const char *
end_tag(struct reducer *r, const char *s)
{
	struct tag t = {.end = true};

	s = read_tag(&t, s, r->end);
	if (s == NULL)
		return r->end;
	if (!(t.kind & (RAW | WHOLE | KEEP_RAW | DROP | VOID)) || t.id == GUMBO_TAG_BR)
		if (pop(r, &t))
			put_end(r->to, &t);
	return s;
}

/* A comment, a DOCTYPE or what browsers take for a comment. */
static const char *
declaration(struct reducer *r, const char *s)
{
	const char *close;
	size_t left = (size_t)(r->end - s);

	if (left >= 4 && memcmp(s, "<!--", 4) == 0) {
		if (left >= 5 && s[4] == '>')
			return s + 5;
		close = memmem(s + 2, left - 2, "-->", 3);
		return close ? close + 3 : r->end;
	}
	close = after_end_tag(r, s);
	if (left >= 9 && strncasecmp(s, "<!doctype", 9) == 0)
		buf_add(&r->to->html, s, (size_t)(close - s));
	return close;
}

static bool
blank(const char *s, const char *end)
{
	while (s < end && space(*s))
		s++;
	return s == end;
}

/* Text between tags. White space and short pieces are written as they are, and what
 * holds character references is left to the parser. */
static void
text(struct reducer *r, const char *s, const char *end)
{
	struct buf *out = &r->to->html;
	size_t len = (size_t)(end - s);

	if (blank(s, end)) {
		buf_add(out, s, r->count[GUMBO_TAG_PRE] ? len : len > 0);
	} else if (len < 10 || memchr(s, '&', len)) {
		verbatim(out, s, len);
	} else {
		buf_addz(out, REDUCE_MARK);
		buf_json_uint(out, r->to->n);
		buf_byte(out, ';');
		keep(r->to, ATTR_TEXT, s, len);
	}
}

static const char *
markup(struct reducer *r, const char *s)
{
	size_t left = (size_t)(r->end - s);

	if (left > 1 && letter(s[1]))
		return start_tag(r, s + 1);
	if (left > 2 && s[1] == '/' && letter(s[2]))
		return end_tag(r, s + 2);
	if (left > 1 && (s[1] == '!' || s[1] == '?' || s[1] == '/'))
		return declaration(r, s);
	buf_byte(&r->to->html, *s);
	return s + 1;
}

void
reduce(struct reduced *to, const char *s, size_t len)
{
	struct reducer r = {.to = to};

	s = len ? s : "";
	r.end = s + len;
	to->html.len = to->n = 0;
	while (s < r.end) {
		const char *lt = memchr(s, '<', (size_t)(r.end - s));
		text(&r, s, lt ? lt : r.end);
		s = lt ? markup(&r, lt) : r.end;
	}
	buf_reserve(&to->html, 1);
}

const struct attr *
reduce_attrs(const struct reduced *from, const GumboNode *node)
{
	static const struct attr none = {NULL, 0, ATTR_END};
	const GumboVector *v = &node->v.element.attributes;

	if (v->length == 0)
		return &none;
	return from->attr +
		strtoul(((const GumboAttribute *)v->data[0])->value, NULL, 10);
}

struct reduced_text
reduce_text(const struct reduced *from, const char **s)
{
	struct reduced_text t = {*s, "", 0, 0};
	const char *mark = strstr(*s, REDUCE_MARK);
	char *end;
	unsigned long n;

	t.plain_len = mark ? (size_t)(mark - *s) : strlen(*s);
	*s += t.plain_len;
	if (mark == NULL)
		return t;
	n = strtoul(mark + 4, &end, 10);
	*s = end + (*end == ';');
	if (n < from->n && from->attr[n].name == ATTR_TEXT) {
		t.piece = from->attr[n].s;
		t.piece_len = from->attr[n].len;
	}
	return t;
}

const struct attr *
reduce_attr(const struct attr *a, enum attr_name name)
{
	while (a->name != ATTR_END && a->name != name)
		a++;
	return a->name == name ? a : NULL;
}

void
reduce_free(struct reduced *to)
{
	buf_free(&to->html);
	free(to->attr);
	*to = (struct reduced){0};
}
