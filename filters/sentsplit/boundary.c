/* The scan from one byte that matters to the next (see boundary.h). */
#include "scan.h"

#include "buf.h"

enum byte_kind {
	BYTE_PLAIN,
	BYTE_STOP,		/* . ! ? */
	BYTE_BREAK,		/* LF, CR */
	BYTE_QUOTE,		/* " */
	BYTE_OPEN, BYTE_CLOSE,	/* brackets */
	BYTE_WIDE,		/* first byte of a character that may be any of these */
	BYTE_CAPITAL		/* where headings are looked for */
};

static unsigned char plain[256], glued[256];

static void
fill(unsigned char kind[256])
{
	kind['.'] = kind['!'] = kind['?'] = BYTE_STOP;
	kind['\n'] = kind['\r'] = BYTE_BREAK;
	kind['"'] = BYTE_QUOTE;
	kind['('] = kind['['] = BYTE_OPEN;
	kind[')'] = kind[']'] = BYTE_CLOSE;
	kind[0xc2] = kind[0xe2] = kind[0xe3] = kind[0xef] = kind[0xd8] = BYTE_WIDE;
}

void
boundary_open(void)
{
	unsigned c;

	fill(plain);
	fill(glued);
	for (c = 'A'; c <= 'Z'; c++)
		glued[c] = BYTE_CAPITAL;
	for (c = 0xc3; c < 256; c++)
		glued[c] = BYTE_WIDE;
	stop_open();
	glue_open();
}

/* Ends the sentence in hand at `end`; the next begins at `next`. */
static void
cut(struct scan *c, const char *s, const char *end, const char *next,
	struct spans *out)
{
	struct span r = { (size_t)(c->start - s), (size_t)(end - s) };
	unsigned size;

	if (end < c->start)
		return;
	r = text_trim(s, r);
	if (r.start < r.end) {
		mem_grow(&out->v, &out->cap, out->n + 1, sizeof(*out->v));
		out->v[out->n++] = r;
	}
	while (scan_class(next, c->end, &size) & TEXT_SPACE)
		next += size;
	c->start = next;
}

/* Whether the line break at p ends a sentence: always, but in wrapped text only when
 * the next line is blank or begins with a bullet. */
static bool
line_ends(const struct scan *c, const char *p)
{
	const char *line;

	if (!c->options.wrapped)
		return true;
	line = scan_blanks(c, p);
	return line == p || (c->end - line >= 3 && line[0] == '\xe2' &&
		((line[1] == '\x80' && line[2] == '\xa2') || line[1] == '\x96' ||
		 line[1] == '\x97'));
}

static const char *
at_break(struct scan *c, const char *s, const char *p, struct spans *out)
{
	const char *next = p + scan_break(p, c->end);

	if (line_ends(c, p)) {
		cut(c, s, p, next, out);
		c->quoted = false;
		c->paren = NULL;
	}
	return next;
}

static const char *
at_stop(struct scan *c, const char *s, const char *p, unsigned n, struct spans *out)
{
	struct stop stop;

	scan_stop(c, p, n, &stop);
	if (stop_ends(c, &stop)) {
		cut(c, s, stop.end, stop.end, out);
		c->paren = NULL;
	}
	return stop.end;
}

/* The quotation mark of `n` bytes at p, which is not in a run of stops. */
static const char *
at_quote(struct scan *c, const char *s, const char *p, unsigned n, struct spans *out)
{
	bool opens = n == 2 ? false : scan_opens(c, p, n);

	if (n != 2)
		c->quoted = opens;
	if (!opens && c->options.glued && glue_quote_ends(c, p + n))
		cut(c, s, p + n, p + n, out);
	return p + n;
}

/* The letter of `n` bytes at p, which may be the first after a heading. */
static const char *
at_capital(struct scan *c, const char *s, const char *p, unsigned n, struct spans *out)
{
	if (p > c->begin && p[-1] == ' ' && glue_ends(c, p))
		cut(c, s, p - 1, p, out);
	return p + n;
}

/* A character of two bytes or more that may matter. */
static const char *
at_wide(struct scan *c, const char *s, const char *p, struct spans *out)
{
	unsigned n;
	uint32_t point;

	if ((n = scan_quote(p, c->end)))
		return at_quote(c, s, p, n, out);
	if (scan_break(p, c->end))
		return at_break(c, s, p, out);
	point = text_decode(p, c->end, &n);
	if (point == 0xbb)
		return at_quote(c, s, p, n, out);
	if (point == 0x2026 || point == 0x203c || (point >= 0x2047 && point <= 0x2049) ||
	    point == 0x61f || point == 0x3002 || point == 0xff01 || point == 0xff1f)
		return at_stop(c, s, p, n, out);
	if (c->options.glued && text_class(point) & TEXT_UPPER)
		return at_capital(c, s, p, n, out);
	return p + n;
}

static const char *
step(struct scan *c, const char *s, const char *p, int kind, struct spans *out)
{
	switch (kind) {
	case BYTE_STOP:
		return at_stop(c, s, p, 1, out);
	case BYTE_BREAK:
		return at_break(c, s, p, out);
	case BYTE_WIDE:
		return at_wide(c, s, p, out);
	case BYTE_CAPITAL:
		return at_capital(c, s, p, 1, out);
	case BYTE_QUOTE:
		return at_quote(c, s, p, 1, out);
	case BYTE_OPEN:
		c->paren = p;
		break;
	case BYTE_CLOSE:
		c->paren = NULL;
		break;
	}
	return p + 1;
}

void
boundary_find(const char *s, struct span range, struct boundary_options options,
	struct spans *out)
{
	const unsigned char *kind = options.glued ? glued : plain;
	struct scan c = {
		.begin = s + range.start, .end = s + range.end,
		.start = s + range.start, .options = options
	};
	const char *p = c.begin;

	while (p < c.end) {
		if (kind[(unsigned char)*p] == BYTE_PLAIN)
			p++;
		else
			p = step(&c, s, p, kind[(unsigned char)*p], out);
	}
	cut(&c, s, c.end, c.end, out);
}
