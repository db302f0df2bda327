/* Cutting a page down before it is parsed: see reduce.h. The tokens are those of the
 * HTML Standard, section 13.2.5; the tree itself is the parser's business. */
#include "reduce.h"

#include <gumbo.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

/* What becomes of an element. */
enum {
	SPECIAL = 1,	/* the standard's "special": stops the search for a start tag */
	BARRIER = 2,	/* bounds a scope */
	VOID = 4,	/* has no end tag */
	FLAT = 8,	/* closed by its next sibling: does not nest in itself */
	SPAN = 16,	/* formatting: turned into <span> */
	BOLD = 32,	/* and bold */
	DROP = 64,	/* void, and nothing to see */
	RAW = 128,	/* content is raw up to the end tag, and nothing to see */
	WHOLE = 256,	/* left out from start tag to end tag */
	KEEP_RAW = 512	/* content is raw and is kept */
};

static const uint16_t kinds[GUMBO_TAG_LAST + 1] = {
	[GUMBO_TAG_SCRIPT] = RAW, [GUMBO_TAG_STYLE] = RAW, [GUMBO_TAG_NOSCRIPT] = RAW,
	[GUMBO_TAG_IFRAME] = RAW, [GUMBO_TAG_NOEMBED] = RAW, [GUMBO_TAG_NOFRAMES] = RAW,
	[GUMBO_TAG_TEXTAREA] = RAW,
	[GUMBO_TAG_SVG] = WHOLE, [GUMBO_TAG_MATH] = WHOLE, [GUMBO_TAG_SELECT] = WHOLE,
	[GUMBO_TAG_AUDIO] = WHOLE, [GUMBO_TAG_VIDEO] = WHOLE, [GUMBO_TAG_CANVAS] = WHOLE,
	[GUMBO_TAG_DATALIST] = WHOLE, [GUMBO_TAG_OBJECT] = WHOLE,
	[GUMBO_TAG_TITLE] = KEEP_RAW, [GUMBO_TAG_XMP] = KEEP_RAW,
	[GUMBO_TAG_META] = VOID, [GUMBO_TAG_LINK] = VOID, [GUMBO_TAG_BR] = VOID,
	[GUMBO_TAG_HR] = VOID, [GUMBO_TAG_BASE] = VOID,
	[GUMBO_TAG_IMG] = DROP, [GUMBO_TAG_IMAGE] = DROP, [GUMBO_TAG_SOURCE] = DROP,
	[GUMBO_TAG_TRACK] = DROP, [GUMBO_TAG_WBR] = DROP, [GUMBO_TAG_EMBED] = DROP,
	[GUMBO_TAG_PARAM] = DROP, [GUMBO_TAG_AREA] = DROP, [GUMBO_TAG_INPUT] = DROP,
	[GUMBO_TAG_KEYGEN] = DROP, [GUMBO_TAG_BGSOUND] = DROP, [GUMBO_TAG_COL] = DROP,
	[GUMBO_TAG_BASEFONT] = DROP, [GUMBO_TAG_SPACER] = DROP, [GUMBO_TAG_NEXTID] = DROP,
	[GUMBO_TAG_ISINDEX] = DROP,
	[GUMBO_TAG_B] = SPAN | BOLD, [GUMBO_TAG_STRONG] = SPAN | BOLD,
	[GUMBO_TAG_EM] = SPAN, [GUMBO_TAG_I] = SPAN, [GUMBO_TAG_U] = SPAN,
	[GUMBO_TAG_S] = SPAN, [GUMBO_TAG_SMALL] = SPAN, [GUMBO_TAG_BIG] = SPAN,
	[GUMBO_TAG_FONT] = SPAN, [GUMBO_TAG_TT] = SPAN, [GUMBO_TAG_CODE] = SPAN,
	[GUMBO_TAG_STRIKE] = SPAN, [GUMBO_TAG_NOBR] = SPAN,
	[GUMBO_TAG_P] = FLAT, [GUMBO_TAG_LI] = FLAT, [GUMBO_TAG_DT] = FLAT,
	[GUMBO_TAG_DD] = FLAT, [GUMBO_TAG_TR] = FLAT, [GUMBO_TAG_TD] = FLAT,
	[GUMBO_TAG_TH] = FLAT, [GUMBO_TAG_TBODY] = FLAT, [GUMBO_TAG_THEAD] = FLAT,
	[GUMBO_TAG_TFOOT] = FLAT, [GUMBO_TAG_CAPTION] = FLAT,
	[GUMBO_TAG_COLGROUP] = FLAT, [GUMBO_TAG_OPTION] = FLAT,
	[GUMBO_TAG_OPTGROUP] = FLAT, [GUMBO_TAG_RB] = FLAT, [GUMBO_TAG_RT] = FLAT,
	[GUMBO_TAG_RP] = FLAT, [GUMBO_TAG_RTC] = FLAT, [GUMBO_TAG_HTML] = FLAT,
	[GUMBO_TAG_HEAD] = FLAT, [GUMBO_TAG_BODY] = FLAT,
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
	[GUMBO_TAG_OL] = SPECIAL, [GUMBO_TAG_PRE] = SPECIAL, [GUMBO_TAG_SECTION] = SPECIAL,
	[GUMBO_TAG_SUMMARY] = SPECIAL, [GUMBO_TAG_UL] = SPECIAL,
};

/* Attributes that are kept. */
static const char wanted[][12] = {
	"class", "id", "itemprop", "rel", "property", "name", "content", "href",
	"datetime", "hidden", "style", "lang", "charset", "http-equiv", "type", "role",
	"open"
};
enum { CLASS, ID, ITEMPROP, REL, PROPERTY, NAME, CONTENT, HREF, DATETIME, HIDDEN,
	STYLE, LANG, CHARSET, HTTP_EQUIV, TYPE, ROLE, OPEN, WANTED };

/* Longest value kept, the content of <meta> aside. */
#define VALUE_MAX 1024
#define CONTENT_MAX 16384

struct value {
	const char *s;		/* NULL: attribute not there */
	size_t len;
};

struct tag {
	const char *name;
	size_t name_len;
	GumboTag id;
	unsigned kind;
	bool end;
	struct value value[WANTED];
};

struct reducer {
	struct buf *out;
	const char *end;
	uint8_t open[REDUCE_DEPTH];	/* elements thought open; GumboTag */
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
take_value(struct tag *t, const char *name, size_t name_len, struct value v)
{
	if (name_len > 10)
		return;
	for (size_t i = 0; i < WANTED; i++)
		if (wanted[i][0] == (name[0] | 0x20) && wanted[i][name_len] == '\0' &&
		    t->value[i].s == NULL && strncasecmp(name, wanted[i], name_len) == 0) {
			t->value[i] = v;
			return;
		}
}

/* An attribute from s, where neither white space nor `/` nor `>` stands. */
static const char *
attribute(struct tag *t, const char *s, const char *end)
{
	const char *name = s, *name_end;
	struct value v = {"", 0};

	while (++s < end && !space(*s) && *s != '=' && *s != '>' && *s != '/')
		;
	name_end = s;
	while (s < end && space(*s))
		s++;
	if (s < end && *s == '=') {
		while (++s < end && space(*s))
			;
		v.s = s;
		if (s < end && (*s == '"' || *s == '\'')) {
			v.s = s + 1;
			s = memchr(v.s, *s, (size_t)(end - v.s));
			s = s ? s : end;
			v.len = (size_t)(s - v.s);
			s += s < end;
		} else {
			while (s < end && !space(*s) && *s != '>')
				s++;
			v.len = (size_t)(s - v.s);
		}
	}
	if (!t->end)
		take_value(t, name, (size_t)(name_end - name), v);
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
hides(const struct value *style)
{
	const char *s = style->s, *end = s + style->len;

	for (; s && s < end; s++) {
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

static void
put_value(struct buf *out, size_t i, const struct value *v)
{
	char quote = v->len && memchr(v->s, '"', v->len) ? '\'' : '"';

	if (v->len && memchr(v->s, quote, v->len))
		return;		/* both, in a value without marks */
	buf_byte(out, ' ');
	buf_addz(out, wanted[i]);
	if (v->len == 0)
		return;
	buf_byte(out, '=');
	buf_byte(out, quote);
	buf_add(out, v->s, v->len);
	buf_byte(out, quote);
}

static bool
keeps(const struct tag *t, size_t i)
{
	if (t->value[i].s == NULL)
		return false;
	if (i == HREF)
		return t->id == GUMBO_TAG_LINK;
	if (i == NAME)
		return t->id == GUMBO_TAG_META;
	if (i == TYPE)
		return t->id == GUMBO_TAG_SCRIPT || t->id == GUMBO_TAG_LINK;
	return i != STYLE && t->value[i].len <= (i == CONTENT ? CONTENT_MAX : VALUE_MAX);
}

static void
put_start(struct reducer *r, const struct tag *t)
{
	struct value hidden = {"", 0};

	buf_byte(r->out, '<');
	if (t->kind & SPAN)
		buf_addz(r->out, t->kind & BOLD ? "span b" : "span");
	else
		buf_add(r->out, t->name, t->name_len);
	for (size_t i = 0; i < WANTED; i++)
		if (keeps(t, i))
			put_value(r->out, i, &t->value[i]);
	if (t->value[HIDDEN].s == NULL && hides(&t->value[STYLE]))
		put_value(r->out, HIDDEN, &hidden);
	buf_byte(r->out, '>');
}

static void
put_end(struct reducer *r, const struct tag *t)
{
	buf_addz(r->out, "</");
	if (t->kind & SPAN)
		buf_addz(r->out, "span");
	else
		buf_add(r->out, t->name, t->name_len);
	buf_byte(r->out, '>');
}

static void
pop_to(struct reducer *r, size_t depth)
{
	while (r->depth > depth)
		r->count[r->open[--r->depth]]--;
}

/* Notes an element as open; false when it would be too deep. */
static bool
push(struct reducer *r, const struct tag *t)
{
	if (t->kind & (VOID | FLAT))
		return true;
	if (r->depth == REDUCE_DEPTH) {
		r->over++;
		return false;
	}
	r->open[r->depth++] = (uint8_t)t->id;
	r->count[t->id]++;
	return true;
}

/* Notes an end tag; false when the parser would pass over it. */
static bool
pop(struct reducer *r, const struct tag *t)
{
	if (t->kind & FLAT || t->id == GUMBO_TAG_BR)
		return true;
	if (r->over > 0) {
		r->over--;
		return false;
	}
	if (r->count[t->id] == 0)
		return false;
	for (size_t i = r->depth; i-- > 0;) {
		unsigned kind = kinds[r->open[i]];
		if (r->open[i] == t->id) {
			pop_to(r, i);
			return true;
		}
		if (kind & BARRIER ? !(t->kind & BARRIER) : kind & SPECIAL && !t->kind)
			return true;
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
	const struct value *v = &t->value[TYPE];

	return t->id == GUMBO_TAG_SCRIPT && v->s && v->len == sizeof type - 1 &&
		strncasecmp(v->s, type, v->len) == 0;
}

/* An element whose content is raw or unwanted; s: after its start tag. */
static const char *
raw(struct reducer *r, const struct tag *t, const char *s)
{
	const char *close = find_end(r, t, s);

	if (t->kind & KEEP_RAW || json_ld(t)) {
		const char *end = close ? close : r->end;
		put_start(r, t);
		buf_add(r->out, s, (size_t)(end - s));
		put_end(r, t);
	}
	if (close)
		return after_end_tag(r, close);
	return t->kind & WHOLE ? s : r->end;
}

static const char *
start_tag(struct reducer *r, const char *s)
{
	struct tag t = {.end = false};

	s = read_tag(&t, s, r->end);
	if (s == NULL)
		return r->end;
	if (t.kind & (RAW | WHOLE | KEEP_RAW))
		return raw(r, &t, s);
	if (!(t.kind & DROP) && push(r, &t))
		put_start(r, &t);
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
			put_end(r, &t);
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
		buf_add(r->out, s, (size_t)(close - s));
	return close;
}

void
reduce(struct buf *out, const char *s, size_t len)
{
	struct reducer r = {.out = out, .end = s + len};

	while (s < r.end) {
		const char *lt = memchr(s, '<', (size_t)(r.end - s));
		lt = lt ? lt : r.end;
		buf_add(out, s, (size_t)(lt - s));
		s = lt;
		if (r.end - s < 2) {
			buf_add(out, s, (size_t)(r.end - s));
			return;
		}
		if (letter(s[1]))
			s = start_tag(&r, s + 1);
		else if (s[1] == '/' && r.end - s > 2 && letter(s[2]))
			s = end_tag(&r, s + 2);
		else if (s[1] == '!' || s[1] == '?' || s[1] == '/')
			s = declaration(&r, s);
		else
			buf_byte(out, *s++);
	}
}
