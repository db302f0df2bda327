/* Characters, and the run of marks around a stop (see scan.h). */
#include "scan.h"

#include <string.h>

static uint32_t
decode(const char *p, const char *end, unsigned *size)
{
	*size = 0;
	return p < end ? text_decode(p, end, size) : 0;
}

unsigned
scan_class(const char *p, const char *end, unsigned *size)
{
	*size = 0;
	return p < end ? text_class(text_decode(p, end, size)) : 0;
}

unsigned
scan_break(const char *p, const char *end)
{
	if (p < end && (*p == '\n' || *p == '\r'))
		return 1;
	if (end - p >= 3 && p[0] == '\xe2' && p[1] == '\x80' &&
	    (p[2] == '\xa8' || p[2] == '\xa9'))
		return 3;
	return 0;
}

/* Past spaces and format characters that are no line break. */
static const char *
spaces(const char *p, const char *end)
{
	unsigned size;

	while (scan_class(p, end, &size) & (TEXT_SPACE | TEXT_FORMAT) &&
	    !scan_break(p, end))
		p += size;
	return p;
}

const char *
scan_blanks(const struct scan *c, const char *p)
{
	const char *line;
	unsigned n;

	p = spaces(p, c->end);
	if (!c->options.wrapped || !(n = scan_break(p, c->end)))
		return p;
	n += n == 1 && *p == '\r' && p + 1 < c->end && p[1] == '\n';
	line = spaces(p + n, c->end);
	return line < c->end && !scan_break(line, c->end) ? line : p;
}

unsigned
scan_quote(const char *p, const char *end)
{
	if (p < end && *p == '"')
		return 1;
	if (end - p >= 3 && p[0] == '\xe2' && p[1] == '\x80' && (p[2] == '\x9c' ||
	    p[2] == '\x9d' || p[2] == '\x9e' || p[2] == '\x9f'))
		return 3;
	return 0;
}

unsigned
scan_apostrophe(const char *p, const char *end)
{
	if (p < end && *p == '\'')
		return 1;
	return end - p >= 3 && memcmp(p, "\xe2\x80\x99", 3) == 0 ? 3 : 0;
}

/* Whether nothing that a quotation mark could hug stands at p: an edge, a blank or,
 * when `after`, a mark that ends words. */
static bool
loose(const char *p, const char *end, bool after)
{
	unsigned size, class = scan_class(p, end, &size);

	if (p >= end || class & TEXT_SPACE)
		return true;
	return after && *p && strchr(".,;:!?)]", *p);
}

bool
scan_opens(const struct scan *c, const char *p, unsigned n)
{
	unsigned size;
	bool left = true, right = loose(p + n, c->end, true);

	if (p > c->begin) {
		uint32_t before = text_before(c->begin, p, &size);

		left = text_class(before) & TEXT_SPACE || before == '(' ||
			before == 0xab || before == '\'' || before == 0x2019;
	}
	if (left != right)
		return left;
	return !c->quoted;
}

/* The length of a closing mark at p that shows its direction, or an apostrophe. */
static unsigned
closer(const char *p, const char *end)
{
	unsigned size;
	uint32_t c = decode(p, end, &size);

	if (c == ')' || c == ']' || c == '}' || c == 0xbb || c == 0x203a)
		return size;
	if (c == '\'' || c == 0x2019)
		return scan_class(p + size, end, &size) & (TEXT_LETTER | TEXT_DIGIT) ?
			0 : (c == '\'' ? 1 : 3);
	return 0;
}

/* The length of a note call flattened to plain digits at p: « morts.2 Une ». */
static size_t
flat_call(const struct scan *c, const char *p)
{
	const char *q = p;
	unsigned size;

	if (p - c->begin < 2 || p[-1] != '.' ||
	    !(text_class(text_before(c->begin, p - 1, &size)) & TEXT_LOWER))
		return 0;
	while (q < c->end && q - p < 3 && *q >= '0' && *q <= '9')
		q++;
	if (q == p || q - p > 2 || !(scan_class(q, c->end, &size) & TEXT_SPACE))
		return 0;
	return scan_class(q + size, c->end, &size) & TEXT_UPPER ? (size_t)(q - p) : 0;
}

/* The length of a note call at p: superscript digits, stars, [12]. */
static size_t
note_call(const char *p, const char *end)
{
	const char *q = p;
	unsigned size;
	uint32_t c;

	for (; (c = decode(q, end, &size)); q += size)
		if (c != 0xb9 && c != 0xb2 && c != 0xb3 && c != '*' &&
		    !(c == 0x2070 || (c >= 0x2074 && c <= 0x2079)))
			break;
	if (q > p)
		return (size_t)(q - p);
	if (c != '[')
		return 0;
	for (q++; q < end && q - p <= 4 && *q >= '0' && *q <= '9'; q++)
		;
	return q - p > 1 && q < end && *q == ']' ? (size_t)(q + 1 - p) : 0;
}

/* Emoji stay with the sentence before them, but for those that point at what comes. */
static bool
emoji(uint32_t c)
{
	if (c >= 0x1f446 && c <= 0x1f449)
		return false;
	return (c >= 0x1f300 && c <= 0x1faff) || (c >= 0x2600 && c <= 0x2704) ||
		(c >= 0x2763 && c <= 0x2764) || c == 0x2b50 || c == 0xfe0f;
}

static size_t
skip_emoji(const char *p, const char *end)
{
	const char *q = p;
	unsigned size;
	uint32_t c;

	while ((c = decode(q, end, &size)) && (emoji(c) || (q > p &&
	    (c == 0x200d || text_class(c) & TEXT_MARK))))
		q += size;
	return (size_t)(q - p);
}

/* The length of a stop at p; *kind is raised to what it is. */
static unsigned
stop_at(const char *p, const char *end, enum stop_kind *kind)
{
	unsigned size;
	uint32_t c = decode(p, end, &size);

	if (c == '.')
		return size;
	if (c == 0x2026) {
		if (*kind < STOP_DOTS)
			*kind = STOP_DOTS;
		return size;
	}
	if (c == '!' || c == '?' || c == 0x203c || (c >= 0x2047 && c <= 0x2049) ||
	    c == 0x61f || c == 0x3002 || c == 0xff01 || c == 0xff1f) {
		*kind = STOP_STRONG;
		return size;
	}
	return 0;
}

/* Past stops that follow each other; three full stops are dots. */
static const char *
skip_stops(const char *p, const char *end, enum stop_kind *kind)
{
	const char *q = p;
	unsigned n;

	while ((n = stop_at(q, end, kind)))
		q += n;
	if (q - p > 2 && *kind == STOP_FULL)
		*kind = STOP_DOTS;
	return q;
}

/* A closing mark at p, taken into the run; its length, 0 for none. */
static unsigned
take_closer(struct scan *c, const char *p, bool spaced, struct stop *s)
{
	unsigned n = scan_quote(p, c->end);

	if (n) {
		if (scan_opens(c, p, n) || (spaced && !c->quoted))
			return 0;
		c->quoted = false;
		s->unquoted = true;
		return n;
	}
	n = closer(p, c->end);
	if (n == 0 || (spaced && *p != '\xc2'))
		return 0;
	if (*p == ')' || *p == ']' || *p == '}') {
		s->closed = true;
		s->aside = c->paren && c->paren > c->start;
		c->paren = NULL;
	} else {
		s->unquoted = true;
	}
	return n;
}

/* Whether stops behind a space belong to the run: « ? ! », « » . ». */
static bool
spaced_stop(const char *q, const char *end, const struct stop *s)
{
	enum stop_kind kind = STOP_FULL;

	if (!stop_at(q, end, &kind))
		return false;
	if (kind == STOP_STRONG)
		return true;
	return s->unquoted || s->closed;
}

/* Takes stops at q into the run that reached p; behind a closing mark they alone say
 * what the run is. Its length from p, 0 for none. */
static size_t
take_stops(const char *p, const char *q, const char *end, struct stop *s)
{
	enum stop_kind kind = s->closed || s->unquoted ? STOP_FULL : s->kind;
	const char *past = skip_stops(q, end, &kind);

	if (past == q)
		return 0;
	s->kind = kind;
	s->final = s->closed || s->unquoted;
	s->aside = false;
	return (size_t)(past - p);
}

/* What may follow the stops in their run at p: its length, 0 when the run ends. */
static size_t
take_more(struct scan *c, const char *p, struct stop *s)
{
	const char *q;
	size_t n;

	if ((n = take_closer(c, p, false, s)) || (n = note_call(p, c->end)) ||
	    (n = flat_call(c, p)) || (n = skip_emoji(p, c->end)) ||
	    (n = take_stops(p, p, c->end, s)))
		return n;
	q = scan_blanks(c, p);
	if (q == p || scan_break(q, c->end))
		return 0;
	if ((n = take_closer(c, q, true, s)) || (n = skip_emoji(q, c->end)))
		return (size_t)(q - p) + n;
	if (q < c->end && *q == '[' && (n = note_call(q, c->end)))
		return (size_t)(q - p) + n;
	return spaced_stop(q, c->end, s) ? take_stops(p, q, c->end, s) : 0;
}

/* The length of a mark that may stand before a sentence's first word. */
static unsigned
opener(uint32_t c, unsigned size)
{
	switch (c) {
	case '(': case '[': case '"': case '\'': case 0xab: case 0x2039: case 0x2018:
	case 0x2019: case 0x201c: case 0x201d: case 0x201e: case 0xa1: case 0xbf:
		return size;
	}
	return 0;
}

static unsigned
dash(uint32_t c, unsigned size)
{
	if (c == '-' || (c >= 0x2012 && c <= 0x2015) || c == 0x2212 || c == '*' ||
	    c == '>' || c == 0xb7 || c == 0x2022 || c == 0x2023 ||
	    (c >= 0x2190 && c <= 0x21ff) ||
	    (c >= 0x25a0 && c <= 0x25ff) || (c >= 0x2705 && c <= 0x27bf) ||
	    (c >= 0x1f446 && c <= 0x1f449))
		return size;
	return 0;
}

static enum next_kind
kind_of(uint32_t c)
{
	unsigned class = text_class(c);

	if (class & TEXT_LOWER)
		return NEXT_LOWER;
	if (class & TEXT_LETTER || c == '#' || c == '@')
		return NEXT_UPPER;
	if (class & TEXT_DIGIT || c == '$' || c == 0x20ac || c == 0xa3)
		return NEXT_DIGIT;
	return NEXT_MARK;
}

/* Past « (...) » or « […] » at p, which opens a sentence when words follow it. */
static const char *
cut_words(const char *p, const char *end)
{
	const char *q = p + 1;

	while (q < end && *q == '.' && q - p < 8)
		q++;
	if (q == p + 1 && end - q >= 3 && memcmp(q, "\xe2\x80\xa6", 3) == 0)
		q += 3;
	return q > p + 2 && q < end && (*q == ')' || *q == ']') ? q + 1 : p;
}

/* How many opening marks and dashes are looked through: the scan is linear. */
#define MARKS 16

/* Sees what follows the run, through opening marks and dashes. */
static void
look_on(const struct scan *c, struct stop *s)
{
	const char *p = s->next;
	unsigned size, n, marks;
	uint32_t point = 0;

	for (marks = 0; !scan_break(p, c->end) && (point = decode(p, c->end, &size)) &&
	    marks < MARKS; p = scan_blanks(c, p + n), marks++) {
		if ((n = (unsigned)(cut_words(p, c->end) - p)) ||
		    (n = opener(point, size)))
			s->opened = true;
		else if ((n = dash(point, size)))
			s->dashed = true;
		else
			break;
	}
	s->word = p;
	s->follows = p >= c->end || scan_break(p, c->end) ? NEXT_NOTHING :
		kind_of(point);
}

void
scan_stop(struct scan *c, const char *p, unsigned n, struct stop *s)
{
	size_t more;

	*s = (struct stop){ .first = p, .kind = STOP_FULL };
	s->end = skip_stops(p, c->end, &s->kind);
	s->bare = s->end == p + n && s->kind == STOP_FULL;
	while ((more = take_more(c, s->end, s))) {
		s->end += more;
		s->bare = false;
	}
	while (scan_class(s->end, c->end, &n) & TEXT_FORMAT)
		s->end += n;
	s->next = scan_blanks(c, s->end);
	look_on(c, s);
}
