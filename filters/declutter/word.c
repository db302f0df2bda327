/* Words for comparing: see word.h. */
#include "word.h"

#include <string.h>

#include "page.h"
#include "text.h"

/* What a code point is; the end of the line stands for one more. */
enum { OTHER = 0, MARK = 1, DIGIT = 2, LOWER = 4, UPPER = 8, END = 16 };

struct point {
	uint32_t fold;
	uint8_t kind;
	uint8_t size;
	uint16_t sign;		/* the flag of a line that has it, or SIGN_LONGER */
};

/* Signs in a line that tell of links, accounts, clocks and the like. */
#define SIGN_LONGER 0x8000u	/* what follows tells */

/* Signs beyond the first part of a long line say nothing about it. */
#define SIGN_BYTES 600

static uint16_t
sign_of(uint32_t c)
{
	switch (c) {
	case '@':
		return LINE_HANDLE;
	case '#':
		return LINE_HASH;
	case '|':
		return LINE_PIPE;
	case '>': case '/':
		return LINE_CHAIN;
	case '!':
		return LINE_BANG;
	case '*':
		return LINE_STAR;
	case '"': case 0xab: case 0xbb: case 0x201c: case 0x201d:
		return LINE_QUOTE;
	case 0xa9:
		return LINE_COPYRIGHT;
	case ':': case 'w':
		return SIGN_LONGER;
	}
	return c >= 0x10000 && c < 0x40000 ? LINE_EMOJI : 0;
}

static unsigned
longer_sign(const char *s, const char *end)
{
	size_t left = (size_t)(end - s);

	return (left > 2 && memcmp(s, "://", 3) == 0) ||
		(left > 4 && memcmp(s, "www.", 4) == 0) ? LINE_URL : 0;
}

static struct point
point_of(uint32_t c, unsigned size)
{
	unsigned class = text_class(c);
	struct point p = { .fold = c, .kind = OTHER, .size = (uint8_t)size };

	p.sign = sign_of(c);
	if (class & TEXT_DIGIT)
		p.kind = DIGIT;
	else if (class & TEXT_MARK)
		p.kind = MARK;
	else if (class & TEXT_LETTER) {
		p.fold = text_fold(c);
		p.kind = class & TEXT_UPPER ? UPPER : LOWER;
	}
	return p;
}

/* Code points of one byte and of two, which Latin text is made of. */
static struct point table[0x800];

__attribute__((constructor)) static void
fill_table(void)
{
	for (uint32_t c = 0; c < 0x800; c++)
		table[c] = point_of(c, c < 0x80 ? 1 : 2);
}

static inline struct point
point_at(const char *s, const char *end)
{
	const unsigned char *u = (const unsigned char *)s;
	unsigned size;
	uint32_t c;

	if (u[0] < 0x80)
		return table[u[0]];
	if (u[0] < 0xe0 && end - s > 1)
		return table[(u[0] & 0x1f) << 6 | (u[1] & 0x3f)];
	c = text_decode(s, end, &size);
	return point_of(c, size);
}

/* A line that words are cut from. */
struct reader {
	const char *at, *end;
	const char *limit;	/* what may be read ends here, `end` or later */
	struct point p;		/* at `at` */
	unsigned signs;		/* met between words */
};

static inline void
move_to(struct reader *r, const char *at)
{
	r->at = at;
	r->p = at < r->end ? point_at(at, r->end) : (struct point){ .kind = END };
}

/* Where a number ends whose first digit is before s. */
static const char *
number_end(const char *s, const char *end)
{
	for (; s < end; s++) {
		if (text_ascii_digit(*s))
			continue;
		if ((*s != '.' && *s != ',') || s + 1 == end || !text_ascii_digit(s[1]))
			break;
	}
	return s;
}

/* Where a word ends inside a run of letters, before p: aussi|Titre, AUSSI|Une. */
static bool
glued(struct point p, const char *next, const char *end, unsigned letters,
	unsigned uppers)
{
	if (p.kind != UPPER || letters < 2)
		return false;
	if (uppers < letters)
		return uppers <= 1;
	return letters > 2 && next < end && point_at(next, end).kind == LOWER;
}

/* Eight characters from s on, 0 for each that lacks. */
static inline uint64_t
eight(const char *s, const char *limit)
{
	uint64_t c = 0;

	if (limit - s >= 8)
		memcpy(&c, s, 8);
	else
		for (unsigned i = 0; s + i < limit; i++)
			c |= (uint64_t)(unsigned char)s[i] << 8 * i;
	return c;
}

#define EACH UINT64_C(0x0101010101010101)	/* byte of eight */

/* How many of eight characters are letters a to z up to the first that is none. */
static inline unsigned
small_letters(uint64_t c)
{
	uint64_t low = c & EACH * 0x7f;
	uint64_t small = (low + EACH * (0x80 - 'a')) & ~(low + EACH * (0x7f - 'z')) & ~c;
	uint64_t other = ~small & EACH << 7;

	return other ? (unsigned)__builtin_ctzll(other) / 8 : 8;
}

/* The hash h with the first n of eight letters. All eight are mixed, as where words end
 * is hard to foretell. */
static inline uint64_t
mix_first(uint64_t h, uint64_t letters, unsigned n)
{
	uint64_t after[9] = { h };

	for (unsigned i = 0; i < 8; i++)
		after[i + 1] = word_mix(after[i], letters >> 8 * i & 0xff);
	return after[n];
}

/* Reads the letters of a word, the first of them here. */
static inline void
read_letters(struct reader *r, struct word *w)
{
	uint64_t h = 1;
	unsigned letters = 0, uppers = 0;

	do {
		const char *at = r->at + r->p.size;
		unsigned n;

		if (r->p.kind != MARK) {
			h = word_mix(h, r->p.fold);
			letters++;
			uppers += r->p.kind == UPPER;
		}
		do {
			uint64_t c = eight(at, r->limit);

			n = small_letters(c);
			h = mix_first(h, c, n);
			letters += n;
			at += n;
		} while (n == 8);
		move_to(r, at);
	} while ((r->p.kind & (LOWER | UPPER | MARK)) &&
	    !glued(r->p, r->at + r->p.size, r->end, letters, uppers));
	w->hash = h;
	w->flags = (uint8_t)((letters > 3) * WORD_LONG |
		((uppers == letters) & (letters > 1)) * WORD_UPPER);
}

static inline bool
next(struct reader *r, const char *start, struct word *w)
{
	const char *from;
	uint8_t kind;

	for (;; move_to(r, r->at + r->p.size)) {
		r->signs |= r->p.sign & SIGN_LONGER ? longer_sign(r->at, r->end) : r->p.sign;
		if (r->p.kind & (LOWER | UPPER | DIGIT | END))
			break;
	}
	kind = r->p.kind;
	from = r->at;
	if (kind & (LOWER | UPPER)) {
		read_letters(r, w);
		w->flags |= (kind == UPPER) * WORD_CAP;
	} else if (kind == DIGIT) {
		const char *at = from + r->p.size;

		w->hash = WORD_ANY_NUMBER;
		w->flags = WORD_NUMBER;
		move_to(r, r->p.size == 1 ? number_end(at, r->end) : at);
	} else
		return false;
	w->offset = (uint32_t)(from - start);
	w->len = (uint16_t)(r->at - from > UINT16_MAX ? UINT16_MAX : r->at - from);
	return true;
}

size_t
word_next(const char *s, size_t len, size_t at, struct word *w)
{
	struct reader r = { .end = s + len, .limit = s + len };

	move_to(&r, s + at);
	return next(&r, s, w) ? (size_t)(r.at - s) : 0;
}

size_t
words_cut(const char *s, size_t len, size_t room, struct word *w, size_t *end,
	unsigned *signs)
{
	struct reader r = { .end = s + len, .limit = s + room };
	unsigned seen = 0;
	size_t n = 0;

	for (move_to(&r, s); n < PAGE_WORDS && next(&r, s, &w[n]); n++)
		seen = w[n].offset < SIGN_BYTES ? r.signs : seen;
	*signs = len < SIGN_BYTES ? r.signs : seen;
	*end = (size_t)(r.at - s);
	return n;
}
