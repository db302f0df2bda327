/* Words for comparing: see word.h. */
#include "word.h"

#include "page.h"
#include "text.h"

enum { OTHER, UPPER, LOWER, DIGIT, MARK };

struct point {
	uint32_t fold;
	uint8_t kind;
	uint8_t size;
};

static struct point
point_of(uint32_t c, unsigned size)
{
	unsigned class = text_class(c);
	struct point p = { .fold = c, .kind = OTHER, .size = (uint8_t)size };

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

static size_t
number_end(const char *s, size_t len, size_t at)
{
	for (; at < len; at++) {
		if (s[at] >= '0' && s[at] <= '9')
			continue;
		if ((s[at] != '.' && s[at] != ',') || at + 1 == len ||
		    s[at + 1] < '0' || s[at + 1] > '9')
			break;
	}
	return at;
}

/* Where a word ends inside a run of letters: aussi|Titre, AUSSI|Une. */
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

/* A letter that folds to itself: most are. */
static inline bool
small(char c)
{
	return c >= 'a' && c <= 'z';
}

static size_t
letters_end(const char *s, size_t len, size_t at, struct word *w)
{
	uint64_t h = 1;
	unsigned letters = 0, uppers = 0;

	for (;;) {
		size_t from = at;
		struct point p;

		for (; at < len && small(s[at]); at++)
			h = word_mix(h, (unsigned char)s[at]);
		letters += (unsigned)(at - from);
		if (at >= len)
			break;
		p = point_at(s + at, s + len);
		if (p.kind != UPPER && p.kind != LOWER && p.kind != MARK)
			break;
		if (glued(p, s + at + p.size, s + len, letters, uppers))
			break;
		at += p.size;
		if (p.kind == MARK)
			continue;
		uppers += p.kind == UPPER;
		letters++;
		h = word_mix(h, p.fold);
	}
	w->hash = h;
	if (uppers == letters && letters > 1)
		w->flags |= WORD_UPPER;
	if (letters > 3)
		w->flags |= WORD_LONG;
	return at;
}

size_t
word_next(const char *s, size_t len, size_t at, struct word *w)
{
	struct point p;
	size_t end;

	for (; at < len; at += p.size) {
		p = point_at(s + at, s + len);
		if (p.kind != OTHER && p.kind != MARK)
			break;
	}
	if (at >= len)
		return 0;
	w->offset = (uint32_t)at;
	w->flags = p.kind == UPPER ? WORD_CAP : p.kind == DIGIT ? WORD_NUMBER : 0;
	w->hash = WORD_ANY_NUMBER;
	if (p.kind != DIGIT)
		end = letters_end(s, len, at, w);
	else if ((end = number_end(s, len, at)) == at)
		end = at + p.size;		/* a digit of another script */
	w->len = (uint16_t)(end - at > UINT16_MAX ? UINT16_MAX : end - at);
	return end;
}
