/* Cutting a page down before it is parsed: see reduce.h. The tokens are those of the
 * HTML Standard, section 13.2.5; the tree itself is the parser's business. */
#include "reduce.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <myhtml/tag.h>

#include "bytes.h"
#include "text.h"

/* Pieces of text are characters for the parser, of plane 15 (for private use). */
#define FIRST_PIECE 0xf0000
#define PIECES 65534

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
	ONCE = 4096,	/* html, head, body */
	PLAIN = 8192	/* nothing of the above */
};

static const uint16_t kinds[MyHTML_TAG_LAST_ENTRY] = {
	[MyHTML_TAG_SCRIPT] = RAW, [MyHTML_TAG_STYLE] = RAW, [MyHTML_TAG_NOSCRIPT] = RAW,
	[MyHTML_TAG_IFRAME] = RAW, [MyHTML_TAG_NOEMBED] = RAW,
	[MyHTML_TAG_NOFRAMES] = RAW,
	[MyHTML_TAG_TEXTAREA] = RAW,
	[MyHTML_TAG_SVG] = WHOLE, [MyHTML_TAG_MATH] = WHOLE, [MyHTML_TAG_SELECT] = WHOLE,
	[MyHTML_TAG_AUDIO] = WHOLE, [MyHTML_TAG_VIDEO] = WHOLE,
	[MyHTML_TAG_CANVAS] = WHOLE,
	[MyHTML_TAG_DATALIST] = WHOLE, [MyHTML_TAG_OBJECT] = WHOLE,
	[MyHTML_TAG_OPTION] = DROP, [MyHTML_TAG_OPTGROUP] = DROP,
	[MyHTML_TAG_TITLE] = KEEP_RAW, [MyHTML_TAG_XMP] = KEEP_RAW,
	[MyHTML_TAG_META] = VOID, [MyHTML_TAG_LINK] = VOID, [MyHTML_TAG_BR] = VOID,
	[MyHTML_TAG_HR] = VOID,
	[MyHTML_TAG_IMG] = DROP, [MyHTML_TAG_IMAGE] = DROP, [MyHTML_TAG_SOURCE] = DROP,
	[MyHTML_TAG_TRACK] = DROP, [MyHTML_TAG_WBR] = DROP, [MyHTML_TAG_EMBED] = DROP,
	[MyHTML_TAG_PARAM] = DROP, [MyHTML_TAG_AREA] = DROP, [MyHTML_TAG_INPUT] = DROP,
	[MyHTML_TAG_KEYGEN] = DROP, [MyHTML_TAG_BGSOUND] = DROP, [MyHTML_TAG_COL] = DROP,
	[MyHTML_TAG_BASEFONT] = DROP, [MyHTML_TAG_ISINDEX] = DROP,
	[MyHTML_TAG_BASE] = DROP, [MyHTML_TAG_FRAME] = DROP,
	[MyHTML_TAG_A] = SPAN | LINK, [MyHTML_TAG_B] = SPAN | BOLD,
	[MyHTML_TAG_STRONG] = SPAN | BOLD,
	[MyHTML_TAG_EM] = SPAN, [MyHTML_TAG_I] = SPAN, [MyHTML_TAG_U] = SPAN,
	[MyHTML_TAG_S] = SPAN, [MyHTML_TAG_SMALL] = SPAN, [MyHTML_TAG_BIG] = SPAN,
	[MyHTML_TAG_FONT] = SPAN, [MyHTML_TAG_TT] = SPAN, [MyHTML_TAG_CODE] = SPAN,
	[MyHTML_TAG_STRIKE] = SPAN, [MyHTML_TAG_NOBR] = SPAN,
	[MyHTML_TAG_RB] = SPAN, [MyHTML_TAG_RT] = SPAN, [MyHTML_TAG_RP] = SPAN,
	[MyHTML_TAG_RTC] = SPAN, [MyHTML_TAG_RUBY] = SPAN,
	[MyHTML_TAG_SPAN] = SPAN, [MyHTML_TAG_LABEL] = PLAIN, [MyHTML_TAG_TIME] = PLAIN,
	[MyHTML_TAG_OUTPUT] = PLAIN, [MyHTML_TAG_METER] = PLAIN,
	[MyHTML_TAG_LEGEND] = PLAIN, [MyHTML_TAG_FRAMESET] = PLAIN,
	[MyHTML_TAG_HTML] = ONCE, [MyHTML_TAG_HEAD] = ONCE, [MyHTML_TAG_BODY] = ONCE,
	[MyHTML_TAG_P] = SPECIAL, [MyHTML_TAG_LI] = SPECIAL | ITEM,
	[MyHTML_TAG_DT] = SPECIAL | ITEM, [MyHTML_TAG_DD] = SPECIAL | ITEM,
	[MyHTML_TAG_TBODY] = SPECIAL | PART, [MyHTML_TAG_THEAD] = SPECIAL | PART,
	[MyHTML_TAG_TFOOT] = SPECIAL | PART, [MyHTML_TAG_COLGROUP] = SPECIAL | PART,
	[MyHTML_TAG_TR] = SPECIAL | PART, [MyHTML_TAG_TD] = SPECIAL | PART | BARRIER,
	[MyHTML_TAG_TH] = SPECIAL | PART | BARRIER,
	[MyHTML_TAG_CAPTION] = SPECIAL | PART | BARRIER,
	[MyHTML_TAG_TABLE] = SPECIAL | BARRIER, [MyHTML_TAG_TEMPLATE] = SPECIAL | BARRIER,
	[MyHTML_TAG_APPLET] = SPECIAL | BARRIER, [MyHTML_TAG_MARQUEE] = SPECIAL | BARRIER,
	[MyHTML_TAG_ADDRESS] = SPECIAL, [MyHTML_TAG_ARTICLE] = SPECIAL,
	[MyHTML_TAG_ASIDE] = SPECIAL, [MyHTML_TAG_BLOCKQUOTE] = SPECIAL,
	[MyHTML_TAG_BUTTON] = SPECIAL, [MyHTML_TAG_CENTER] = SPECIAL,
	[MyHTML_TAG_DETAILS] = SPECIAL, [MyHTML_TAG_DIR] = SPECIAL,
	[MyHTML_TAG_DIV] = SPECIAL, [MyHTML_TAG_DL] = SPECIAL,
	[MyHTML_TAG_FIELDSET] = SPECIAL, [MyHTML_TAG_FIGCAPTION] = SPECIAL,
	[MyHTML_TAG_FIGURE] = SPECIAL, [MyHTML_TAG_FOOTER] = SPECIAL,
	[MyHTML_TAG_FORM] = SPECIAL, [MyHTML_TAG_H1] = SPECIAL, [MyHTML_TAG_H2] = SPECIAL,
	[MyHTML_TAG_H3] = SPECIAL, [MyHTML_TAG_H4] = SPECIAL, [MyHTML_TAG_H5] = SPECIAL,
	[MyHTML_TAG_H6] = SPECIAL, [MyHTML_TAG_HEADER] = SPECIAL,
	[MyHTML_TAG_HGROUP] = SPECIAL, [MyHTML_TAG_LISTING] = SPECIAL,
	[MyHTML_TAG_MAIN] = SPECIAL, [MyHTML_TAG_MENU] = SPECIAL,
	[MyHTML_TAG_NAV] = SPECIAL,
	[MyHTML_TAG_OL] = SPECIAL, [MyHTML_TAG_PRE] = SPECIAL,
	[MyHTML_TAG_SECTION] = SPECIAL, [MyHTML_TAG_SUMMARY] = SPECIAL,
	[MyHTML_TAG_UL] = SPECIAL,
};

/* What stands between two tags of such elements, if it is white space, shows nothing. */
#define EDGE (SPECIAL | VOID | ONCE)

/* The longest name in the table. */
#define WANTED_LEN 10

static const char wanted[][WANTED_LEN + 1] = {
	[ATTR_CLASS] = "class", [ATTR_ID] = "id", [ATTR_ITEMPROP] = "itemprop",
	[ATTR_REL] = "rel", [ATTR_ROLE] = "role", [ATTR_PROPERTY] = "property",
	[ATTR_NAME] = "name", [ATTR_CONTENT] = "content", [ATTR_HREF] = "href",
	[ATTR_DATETIME] = "datetime", [ATTR_LANG] = "lang",
	[ATTR_HTTP_EQUIV] = "http-equiv", [ATTR_HIDDEN] = "hidden",
	[ATTR_OPEN] = "open", [ATTR_STYLE] = "style", [ATTR_TYPE] = "type",
};
#define WANTED (sizeof wanted / sizeof *wanted)

/* Longest value kept, and longest content of <meta>. */
#define VALUE_MAX 1024
#define CONTENT_MAX 16384

/* Of a tag or an attribute. */
struct name {
	const char *s;
	size_t len;
	uint64_t key;		/* the first eight bytes, letters in lower case */
};

struct tag {
	struct name name;
	myhtml_tag_id_t id;
	unsigned kind;
	bool end;
	unsigned has;		/* bits of the values there are */
	struct piece value[WANTED];
};

/* In reducer.open: the tag was not written. */
#define SILENT 0x8000

struct reducer {
	struct reduced *to;
	const char *end;
	uint16_t open[REDUCE_DEPTH];	/* elements thought open; their ids */
	size_t depth;
	size_t over;			/* open ones left out below them */
	bool edge;			/* white space shows nothing here */
	bool blank;			/* white space waits to be written */
	uint32_t count[MyHTML_TAG_LAST_ENTRY];
	bool unclosed[MyHTML_TAG_LAST_ENTRY];	/* no end tag from here to the end */
};

/* Elements that the table does not name are inline, as are all that browsers do not
 * know. */
static unsigned
kind_of(myhtml_tag_id_t id)
{
	return kinds[id] ? kinds[id] : SPAN;
}

/* What ends the names of tags and of attributes, as bits. */
#define TAG_ENDS (UINT64_C(1) << ' ' | 1 << '\n' | 1 << '\t' | 1 << '\r' | 1 << '\f' | \
	UINT64_C(1) << '>' | UINT64_C(1) << '/')
#define ATTR_ENDS (TAG_ENDS | UINT64_C(1) << '=')

static inline bool
ends_name(char c, uint64_t ends)
{
	return (unsigned char)c < 64 && ends >> c & 1;
}

/* The name whose first character, any but the end, stands at s; its end. Most are of
 * letters alone, which have bit 6 set and bit 7 not. */
static inline const char *
read_name(struct name *n, const char *s, const char *end, uint64_t ends)
{
	uint64_t w = bytes_at(s, end);
	unsigned letters = bytes_marked(w >> 6 & ~(w >> 7));

	n->s = s;
	for (s += letters ? letters : 1; s < end && !ends_name(*s, ends); s++)
		;
	n->len = (size_t)(s - n->s);
	w |= (w & BYTES(0x40)) >> 1;
	n->key = n->len < 8 ? bytes_first(w, (unsigned)n->len) : w;
	return s;
}

static bool
letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static const struct piece *
value_of(const struct tag *t, enum attr i)
{
	return t->has & ATTR_BIT(i) ? &t->value[i] : NULL;
}

/* What was found for names of up to eight bytes, each at the place its key hashes to. */
struct memo {
	uint64_t key;
	size_t found;
};

#define MEMO_BITS 8
#define MEMO ((size_t)1 << MEMO_BITS)

/* search(n); that of a short name is asked for once. */
static inline size_t
remember(struct memo *memo, const struct name *n, size_t (*search)(const struct name *))
{
	struct memo *m = &memo[n->key * UINT64_C(0x9e3779b97f4a7c15) >> (64 - MEMO_BITS)];

	if (n->len > sizeof n->key)
		return search(n);
	if (m->key != n->key)
		*m = (struct memo){ n->key, search(n) };
	return m->found;
}

/* The place of a name in `wanted`, WANTED when it is not there. */
static size_t
search_attr(const struct name *n)
{
	size_t i = n->len > WANTED_LEN ? WANTED : 0;

	while (i < WANTED && (strlen(wanted[i]) != n->len ||
	    strncasecmp(n->s, wanted[i], n->len) != 0))
		i++;
	return i;
}

static uint8_t
attr_of(const struct name *n)
{
	static struct memo memo[MEMO];

	return (uint8_t)remember(memo, n, search_attr);
}

static void
take_value(struct tag *t, const struct name *n, struct piece value)
{
	uint8_t i = attr_of(n);

	if (i == WANTED || t->has & ATTR_BIT(i))
		return;
	t->value[i] = value;
	t->has |= ATTR_BIT(i);
}

/* An attribute from s, where neither white space nor `/` nor `>` stands. */
static const char *
attribute(struct tag *t, const char *s, const char *end)
{
	struct piece value = {"", 0};
	struct name name;

	s = read_name(&name, s, end, ATTR_ENDS);
	while (s < end && tree_space(*s))
		s++;
	if (s < end && *s == '=') {
		while (++s < end && tree_space(*s))
			;
		value.s = s;
		if (s < end && (*s == '"' || *s == '\'')) {
			value.s = s + 1;
			s = memchr(value.s, *s, (size_t)(end - value.s));
			s = s ? s : end;
			value.len = (size_t)(s - value.s);
			s += s < end;
		} else {
			while (s < end && !tree_space(*s) && *s != '>')
				s++;
			value.len = (size_t)(s - value.s);
		}
	}
	if (!t->end)
		take_value(t, &name, value);
	return s;
}

static size_t
search_tag(const struct name *n)
{
	const myhtml_tag_context_t *known;

	known = n->len > 32 ? NULL : myhtml_tag_static_search(n->s, n->len);
	return known ? known->id : MyHTML_TAG__UNDEF;
}

/* The parser's number of an element. */
static myhtml_tag_id_t
tag_id(const struct name *n)
{
	static struct memo memo[MEMO];

	return remember(memo, n, search_tag);
}

/* The tag whose name begins at s; the place after its `>`, or the end. */
static const char *
read_tag(struct tag *t, const char *s, const char *end)
{
	t->has = 0;
	s = read_name(&t->name, s, end, TAG_ENDS);
	t->id = tag_id(&t->name);
	t->kind = kind_of(t->id);
	for (;;) {
		while (s < end && (tree_space(*s) || *s == '/'))
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
hides(const struct piece *style)
{
	const char *s = style ? style->s : "", *end = s + (style ? style->len : 0);

	for (; s < end; s++) {
		bool display = end - s > 8 && strncasecmp(s, "display:", 8) == 0;
		if (!display && !(end - s > 11 && strncasecmp(s, "visibility:", 11) == 0))
			continue;
		for (s += display ? 8 : 11; s < end && tree_space(*s); s++)
			;
		if (display ? end - s >= 4 && strncasecmp(s, "none", 4) == 0 :
		    end - s >= 6 && strncasecmp(s, "hidden", 6) == 0)
			return true;
	}
	return false;
}

static bool
is_dialog(const struct tag *t)
{
	return t->name.len == 6 && strncasecmp(t->name.s, "dialog", 6) == 0;
}

/* Hidden by itself: by an attribute, or as dialogs are until they are opened. */
static bool
hidden(const struct tag *t)
{
	return value_of(t, ATTR_HIDDEN) || hides(value_of(t, ATTR_STYLE)) ||
		(is_dialog(t) && !value_of(t, ATTR_OPEN));
}

static bool
keeps(const struct tag *t, enum attr i)
{
	if (i == ATTR_HREF)
		return t->id == MyHTML_TAG_LINK;
	if (i == ATTR_NAME)
		return t->id == MyHTML_TAG_META;
	return t->value[i].len <= (i == ATTR_CONTENT ? CONTENT_MAX : VALUE_MAX);
}

static void
keep_value(struct reduced *to, struct piece value)
{
	mem_grow(&to->value, &to->value_cap, to->values + 1, sizeof *to->value);
	to->value[to->values++] = value;
}

/* Keeps what the tag says. */
static struct element
keep(struct reduced *to, const struct tag *t)
{
	struct element e = {0, (uint32_t)to->values};

	for (unsigned bits = t->has & ATTR_VALUES; bits; bits &= bits - 1) {
		enum attr i = (enum attr)__builtin_ctz(bits);
		if (keeps(t, i)) {
			keep_value(to, t->value[i]);
			e.has |= ATTR_BIT(i);
		}
	}
	if (hidden(t))
		e.has |= ATTR_BIT(ATTR_HIDDEN);
	if (t->kind & BOLD)
		e.has |= ATTR_BIT(ATTR_BOLD);
	if (t->kind & LINK)
		e.has |= ATTR_BIT(ATTR_LINK);
	return e;
}

/* Writes the white space that waits, unless it stands before an element of a kind where
 * it shows nothing. */
static void
put_blank(struct reducer *r, unsigned kind)
{
	if (r->blank && !(kind & EDGE))
		buf_byte(&r->to->text, ' ');
	r->blank = false;
	r->edge = kind & EDGE;
}

/* Gives the parser the text before a tag. */
static void
flush(struct reduced *to)
{
	if (to->text.len)
		tree_text(to->text.s, to->text.len);
	to->text.len = 0;
}

static myhtml_tag_id_t
shown_id(const struct tag *t)
{
	return t->kind & SPAN ? MyHTML_TAG_SPAN : t->id;
}

static void
put_start(struct reducer *r, const struct tag *t, struct element e)
{
	put_blank(r, t->kind);
	flush(r->to);
	tree_start(shown_id(t), e);
}

static void
put_end(struct reducer *r, const struct tag *t)
{
	put_blank(r, t->kind);
	flush(r->to);
	tree_end(shown_id(t));
}

static void
pop_to(struct reducer *r, size_t depth)
{
	while (r->depth > depth)
		r->count[r->open[--r->depth] & ~SILENT]--;
}

static myhtml_tag_id_t
open_at(const struct reducer *r, size_t i)
{
	return r->open[i] & (SILENT - 1);
}

/* Closes the <p> that a block's start tag closes. */
static void
close_p(struct reducer *r)
{
	for (size_t i = r->depth; r->count[MyHTML_TAG_P] && i-- > 0;) {
		myhtml_tag_id_t id = open_at(r, i);
		if (id == MyHTML_TAG_P)
			pop_to(r, i);
		if (kinds[id] & BARRIER || id == MyHTML_TAG_BUTTON || id == MyHTML_TAG_P)
			return;
	}
}

/* Closes the item that a list item's start tag closes. */
static void
close_item(struct reducer *r, myhtml_tag_id_t item)
{
	for (size_t i = r->depth; i-- > 0;) {
		myhtml_tag_id_t id = open_at(r, i);
		if (kinds[id] & ITEM &&
		    (id == MyHTML_TAG_LI) == (item == MyHTML_TAG_LI)) {
			pop_to(r, i);
			return;
		}
		if (kinds[id] & SPECIAL && id != MyHTML_TAG_DIV && id != MyHTML_TAG_P &&
		    id != MyHTML_TAG_ADDRESS)
			return;
	}
}

/* 1: cell, 2: row, 3: what else stands in a table. */
static int
rank(myhtml_tag_id_t id)
{
	return id == MyHTML_TAG_TD || id == MyHTML_TAG_TH ? 1 :
		id == MyHTML_TAG_TR ? 2 : 3;
}

static bool
is_table(myhtml_tag_id_t id)
{
	return id == MyHTML_TAG_TABLE || id == MyHTML_TAG_TEMPLATE;
}

/* Closes the parts that a table part's start tag closes; false outside tables. */
static bool
close_parts(struct reducer *r, myhtml_tag_id_t part)
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
stops(const struct tag *t, myhtml_tag_id_t open)
{
	if (t->kind & PART || is_table(t->id))
		return is_table(open);
	return kinds[open] & BARRIER || (kinds[open] & SPECIAL && !(t->kind & SPECIAL));
}

/* Closes the open elements down to `depth`, the last of which is what `t` ends. The
 * parser needs the end tags of the elements that are <span> for it. */
static void
close_to(struct reducer *r, const struct tag *t, size_t depth)
{
	size_t ends = 0;

	for (size_t i = depth; i < r->depth; i++)
		ends += !(r->open[i] & SILENT) && (i == depth || (t->kind & SPAN &&
			kind_of(open_at(r, i)) & SPAN));
	pop_to(r, depth);
	while (ends-- > 0)
		put_end(r, t);
}

/* An end tag; nothing when the parser would pass over it, or never saw the start tag. */
static void
pop(struct reducer *r, const struct tag *t)
{
	if (t->kind & ONCE || t->id == MyHTML_TAG_BR) {
		put_end(r, t);
		return;
	}
	if (r->over > 0) {
		r->over--;
		return;
	}
	if (r->count[t->id] == 0) {
		if (t->id == MyHTML_TAG_P)
			put_end(r, t);
		return;
	}
	for (size_t i = r->depth; i-- > 0;) {
		if (open_at(r, i) == t->id) {
			close_to(r, t, i);
			return;
		}
		if (stops(t, open_at(r, i)))
			return;
	}
}

/* Where the end tag of `t` begins from s on, NULL when there is none. */
static const char *
find_end(struct reducer *r, const struct tag *t, const char *s)
{
	size_t n = t->name.len;

	while (!r->unclosed[t->id] && (s = memchr(s, '<', (size_t)(r->end - s)))) {
		if ((size_t)(r->end - s) > n + 2 && s[1] == '/' &&
		    strncasecmp(s + 2, t->name.s, n) == 0 &&
		    (tree_space(s[2 + n]) || s[2 + n] == '>' || s[2 + n] == '/'))
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
	const struct piece *v = value_of(t, ATTR_TYPE);

	return t->id == MyHTML_TAG_SCRIPT && v && v->len == sizeof type - 1 &&
		strncasecmp(v->s, type, v->len) == 0;
}

/* The length of the numeric character reference at s if it names no character, or one
 * that stands for a piece. 0: let the parser see it. */
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
	if (c >> 16 != 0xf && c != 0x110000)
		return 0;
	return i + (i < len && s[i] == ';');
}

/* True for a character of the plane whose characters stand for pieces. */
static bool
is_mark(const char *s, size_t len)
{
	return len >= 4 && (unsigned char)s[0] == 0xf3 && (unsigned char)s[1] >= 0xb0;
}

/* Puts text aside and a character in its place; false when there are no more. */
static bool
put_piece(struct reduced *to, const char *s, size_t len)
{
	struct buf *text = &to->text;

	if (to->pieces == PIECES)
		return false;
	mem_grow(&to->piece, &to->piece_cap, to->pieces + 1, sizeof *to->piece);
	buf_reserve(text, 4);
	text->len += text_encode(FIRST_PIECE + (uint32_t)to->pieces, text->s + text->len);
	to->piece[to->pieces++] = (struct piece){s, len};
	return true;
}

/* Copies text for the parser to read. */
static void
verbatim(struct reduced *to, const char *s, size_t len)
{
	const char *end = s + len;

	while (s < end) {
		const char *from = s;
		size_t bad;
		while (s < end && *s != '&' && *s != '\xf3')
			s++;
		buf_add(&to->text, from, (size_t)(s - from));
		if (s == end)
			return;
		if (*s == '&' && (bad = bad_reference(s, (size_t)(end - s))) > 0) {
			buf_addz(&to->text, "\uFFFD");
			s += bad;
		} else if (is_mark(s, (size_t)(end - s))) {
			put_piece(to, s, 4);
			s += 4;
		} else {
			buf_byte(&to->text, *s++);
		}
	}
}

/* Copies text that may hold what looks like tags; references stand in titles only. */
static void
raw_text(struct reduced *to, const struct tag *t, const char *s, size_t len)
{
	const char *end = s + len;

	if (t->id != MyHTML_TAG_TITLE || memchr(s, '&', len) == NULL) {
		put_piece(to, s, len);
		return;
	}
	while (s < end) {
		const char *lt = memchr(s, '<', (size_t)(end - s));
		verbatim(to, s, (size_t)((lt ? lt : end) - s));
		if (lt)
			buf_addz(&to->text, "&lt;");
		s = lt ? lt + 1 : end;
	}
}

/* An element whose content is raw or unwanted; s: after its start tag. */
static const char *
raw(struct reducer *r, const struct tag *t, const char *s)
{
	const char *close = find_end(r, t, s), *end = close ? close : r->end;

	if (t->kind & KEEP_RAW) {
		put_start(r, t, keep(r->to, t));
		raw_text(r->to, t, s, (size_t)(end - s));
		put_end(r, t);
	} else if (json_ld(t)) {
		struct element e = {ATTR_BIT(ATTR_JSON), (uint32_t)r->to->values};
		keep_value(r->to, (struct piece){s, (size_t)(end - s)});
		put_start(r, t, e);
		put_end(r, t);
	}
	if (close)
		return after_end_tag(r, close);
	return t->kind & WHOLE ? s : r->end;
}

/* True for an inline element with nothing in it, as icons are. */
static bool
empty(const struct reducer *r, const struct tag *t, const char *s)
{
	size_t n = t->name.len;

	return t->kind & SPAN && (size_t)(r->end - s) > n + 2 && s[0] == '<' &&
		s[1] == '/' && s[n + 2] == '>' && memcmp(s + 2, t->name.s, n) == 0;
}

/* A <link> of no use to anyone, as most are. */
static bool
idle(const struct tag *t)
{
	const struct piece *rel = value_of(t, ATTR_REL);

	return !value_of(t, ATTR_ITEMPROP) &&
		!(rel && rel->len == 9 && strncasecmp(rel->s, "canonical", 9) == 0);
}

static const char *
start_tag(struct reducer *r, const char *s)
{
	struct tag t;
	struct element e;
	bool silent;

	t.end = false;
	s = read_tag(&t, s, r->end);
	if (s == NULL || tree_full())
		return r->end;
	if (t.kind & (RAW | WHOLE | KEEP_RAW))
		return raw(r, &t, s);
	if (t.kind & DROP || (t.id == MyHTML_TAG_LINK && idle(&t)))
		return s;
	if (empty(r, &t, s))
		return s + t.name.len + 3;
	if (t.kind & LINK && r->count[t.id])
		pop(r, &t);	/* links do not nest */
	e = keep(r->to, &t);
	silent = e.has == 0 && t.kind & SPAN;
	if (push(r, &t, silent ? SILENT : 0) && !silent)
		put_start(r, &t, e);
	return s;
}

static const char *
end_tag(struct reducer *r, const char *s)
{
	struct tag t;

	t.end = true;
	s = read_tag(&t, s, r->end);
	if (s == NULL)
		return r->end;
	if (!(t.kind & (RAW | WHOLE | KEEP_RAW | DROP | VOID)) || t.id == MyHTML_TAG_BR)
		pop(r, &t);
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
	if (left >= 9 && strncasecmp(s, "<!doctype", 9) == 0) {
		flush(r->to);
		tree_doctype(s, (size_t)(close - s));
	}
	return close;
}

/* Indentation is passed over eight spaces at once. */
static bool
blank(const char *s, const char *end)
{
	for (; s < end && tree_space(*s); s++)
		while (end - s > 8 && memcmp(s + 1, "        ", 8) == 0)
			s += 8;
	return s == end;
}

/* Text between tags. Short pieces are written as they are, and what holds character
 * references is left to the parser. */
static void
text(struct reducer *r, const char *s, const char *end)
{
	size_t len = (size_t)(end - s);

	if (blank(s, end) && r->count[MyHTML_TAG_PRE] == 0) {
		r->blank |= len > 0 && !r->edge;
		return;
	}
	put_blank(r, 0);
	if (len < 5 || memchr(s, '&', len) || !put_piece(r->to, s, len))
		verbatim(r->to, s, len);
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
	put_blank(r, 0);
	buf_byte(&r->to->text, *s);
	return s + 1;
}

const struct myhtml_tree_node *
reduce(struct reduced *to, const char *s, size_t len)
{
	struct reducer r = {.to = to};

	s = len ? s : "";
	r.end = s + len;
	to->text.len = to->values = to->pieces = 0;
	tree_begin();
	while (s < r.end) {
		const char *lt = memchr(s, '<', (size_t)(r.end - s));
		text(&r, s, lt ? lt : r.end);
		s = lt ? markup(&r, lt) : r.end;
	}
	flush(to);
	return tree_root();
}

struct reduced_text
reduce_text(const struct reduced *from, const char **s, const char *end)
{
	struct reduced_text t = {{*s, 0}, {"", 0}};
	const char *p = *s;
	unsigned size;

	while (p < end && !is_mark(p, (size_t)(end - p)))
		p++;
	t.plain.len = (size_t)(p - *s);
	*s = p;
	if (p == end)
		return t;
	size_t i = text_decode(p, end, &size) - FIRST_PIECE;
	*s = p + size;
	if (i < from->pieces)
		t.piece = from->piece[i];
	return t;
}

void
reduce_free(struct reduced *to)
{
	buf_free(&to->text);
	free(to->value);
	free(to->piece);
	*to = (struct reduced){0};
}
