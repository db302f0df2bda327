/* Words for comparing: see word.h. */
#include "word.h"

#include <string.h>

#include "bytes.h"
#include "page.h"
#include "text.h"

/* What a code point is. */
enum { OTHER = 0, MARK = 1, DIGIT = 2, LOWER = 4, UPPER = 8,
	LETTERS = MARK | LOWER | UPPER };

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

/* The other code points: few, and kept out of the way of the rest. */
static __attribute__((noinline)) struct point
point_beyond(const char *s, const char *end)
{
	unsigned size;
	uint32_t c = text_decode(s, end, &size);

	return point_of(c, size);
}

static inline struct point
point_at(const char *s, const char *end)
{
	const unsigned char *u = (const unsigned char *)s;
	struct point p;

	/* The sizes are known before the table is read. */
	if (u[0] < 0x80) {
		p = table[u[0]];
		p.size = 1;
	} else if (u[0] < 0xe0 && end - s > 1) {
		p = table[(u[0] & 0x1f) << 6 | (u[1] & 0x3f)];
		p.size = 2;
	} else
		p = point_beyond(s, end);
	return p;
}

/* A line that words are cut from. */
struct reader {
	const char *s, *end;
	const char *limit;	/* what may be read ends here, `end` or later */
	unsigned signs;		/* met between words */
};

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

/* Where a word ends inside a run of letters, before a capital: aussi|Titre, AUSSI|Une. */
static bool
glued(const char *next, const char *end, unsigned letters, unsigned uppers)
{
	if (letters < 2)
		return false;
	if (uppers < letters)
		return uppers <= 1;
	return letters > 2 && next < end && point_at(next, end).kind == LOWER;
}

/* How many letters a to z eight characters start with, the last not looked at. */
static inline unsigned
small_letters(uint64_t c)
{
	return bytes_marked(bytes_between(c, 'a', 'z') & BYTES(1) >> 8);
}

/* The hash h with the first n of seven letters. All seven are mixed, as where words end
 * is hard to foretell. */
static inline uint64_t
mix_first(uint64_t h, uint64_t letters, unsigned n)
{
	uint64_t after[8] = { h };

	for (unsigned i = 0; i < 7; i++)
		after[i + 1] = word_mix(after[i], letters >> 8 * i & 0xff);
	return after[n];
}

/* Reads the letters of a word, p the first of them; where it ends. */
static inline const char *
read_letters(const struct reader *r, const char *at, struct point p, struct word *w)
{
	uint64_t h = 1;
	unsigned letters = 0, uppers = 0, flags = p.kind == UPPER ? WORD_CAP : 0;

	do {
		uint64_t c;
		unsigned n;

		at += p.size;
		c = bytes_at(at, r->limit);
		n = small_letters(c);
		if (p.kind != MARK) {
			h = word_mix(h, p.fold);
			letters++;
			uppers += p.kind == UPPER;
		}
		h = mix_first(h, c, n);
		letters += n;
		at += n;
		if (at >= r->limit)
			break;
		p = point_at(at, r->limit);
	} while ((p.kind & LETTERS) && !(p.kind == UPPER &&
		glued(at + p.size, r->limit, letters, uppers)));
	flags |= (letters > 3 ? WORD_LONG : 0u) |
		((uppers == letters && letters > 1) ? WORD_UPPER : 0u);
	w->hash = h;
	w->flags = (uint8_t)flags;
	return at;
}

/* Reads the next word; where it ends, NULL for none. */
static inline const char *
next(struct reader *r, const char *at, struct word *w)
{
	const char *from;
	struct point p;

	for (;; at += p.size) {
		if (at >= r->end)
			return NULL;
		p = point_at(at, r->end);
		r->signs |= p.sign & SIGN_LONGER ? longer_sign(at, r->end) : p.sign;
		if (p.kind & (LOWER | UPPER | DIGIT))
			break;
	}
	from = at;
	if (p.kind == DIGIT) {
		w->hash = WORD_ANY_NUMBER;
		w->flags = WORD_NUMBER;
		at += p.size;
		at = p.size == 1 ? number_end(at, r->end) : at;
	} else
		at = read_letters(r, at, p, w);
	w->offset = (uint32_t)(from - r->s);
	w->len = (uint16_t)(at - from > UINT16_MAX ? UINT16_MAX : at - from);
	return at;
}

struct cut
words_cut(const char *s, size_t len, size_t room, struct word *w)
{
	struct reader r = { s, s + len, s + room, 0 };
	struct cut cut = { 0, 0, 0 };
	const char *at = s, *end;

	for (; cut.n < PAGE_WORDS && (end = next(&r, at, &w[cut.n])) != NULL; cut.n++) {
		cut.signs = at - s < SIGN_BYTES ? r.signs : cut.signs;
		at = end;
	}
	if (len < SIGN_BYTES)
		cut.signs = r.signs;
	cut.end = (size_t)(at - s);
	return cut;
}

size_t
word_next(const char *s, size_t len, size_t at, struct word *w)
{
	struct reader r;
	const char *end;

	if (at >= len)
		return 0;
	r = (struct reader){ s, s + len, s + len, 0 };
	end = next(&r, s + at, w);
	return end ? (size_t)(end - s) : 0;
}
