/* UTF-8, code point offsets and character classes (see text.h). */
#include "text.h"

#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

#include "buf.h"
#include "vector.h"

#define BLOCK 64

static uint64_t
word_at(const char *s)
{
	uint64_t w;

	memcpy(&w, s, sizeof(w));
	return w;
}

#define EACH UINT64_C(0x0101010101010101)	/* byte of eight */

size_t
text_points(const char *s, size_t len)
{
	size_t n = len;

	for (; len >= 8; s += 8, len -= 8) {
		uint64_t w = word_at(s);

		n -= ((w >> 7 & ~w >> 6) & EACH) * EACH >> 56;
	}
	while (len-- > 0)
		n -= ((unsigned char)*s++ & 0xC0) == 0x80;
	return n;
}

void
text_set(struct text *t, const char *s, size_t len)
{
	size_t blocks = len / BLOCK, i;
	uint32_t n = 0;

	mem_grow(&t->mark, &t->mark_cap, blocks + 1, sizeof(*t->mark));
	for (i = 0; i < blocks; i++) {
		t->mark[i] = n;
		n += (uint32_t)text_points(s + i * BLOCK, BLOCK);
	}
	t->mark[blocks] = n;
	t->points = n + text_points(s + blocks * BLOCK, len % BLOCK);
	t->s = s;
	t->len = len;
}

void
text_free(struct text *t)
{
	free(t->mark);
	*t = (struct text){0};
}

size_t
text_point(const struct text *t, size_t byte)
{
	size_t b = byte / BLOCK;

	return t->mark[b] + text_points(t->s + b * BLOCK, byte - b * BLOCK);
}

/* The block that holds the code point: the last one that begins at or before it. */
static size_t
block_of(const struct text *t, size_t point)
{
	size_t lo = 0, hi = t->len / BLOCK;

	while (lo < hi) {
		size_t mid = hi - (hi - lo) / 2;

		if (t->mark[mid] <= point)
			lo = mid;
		else
			hi = mid - 1;
	}
	return lo;
}

size_t
text_byte(const struct text *t, size_t point)
{
	size_t b, i, n;

	if (point >= t->points)
		return point == t->points ? t->len : (size_t)-1;
	b = block_of(t, point);
	n = point - t->mark[b];
	for (i = b * BLOCK;; i++) {
		if (((unsigned char)t->s[i] & 0xC0) == 0x80)
			continue;
		if (n-- == 0)
			return i;
	}
}

static bool
continues(const unsigned char *s, unsigned n)
{
	while (n--)
		if ((*s++ & 0xC0) != 0x80)
			return false;
	return true;
}

/* Bytes of the well-formed sequence at s (Unicode table 3-7), 0 if there is none. */
static unsigned
sequence(const unsigned char *s, size_t left)
{
	unsigned char lo = 0x80, hi = 0xBF;
	unsigned n;

	if (s[0] < 0x80)
		return 1;
	if (s[0] < 0xC2 || s[0] > 0xF4)
		return 0;
	if (s[0] < 0xE0)
		return left > 1 && continues(s + 1, 1) ? 2 : 0;
	n = s[0] < 0xF0 ? 3 : 4;
	if (s[0] == 0xE0)
		lo = 0xA0;
	else if (s[0] == 0xED)
		hi = 0x9F;
	else if (s[0] == 0xF0)
		lo = 0x90;
	else if (s[0] == 0xF4)
		hi = 0x8F;
	if (left < n || s[1] < lo || s[1] > hi || !continues(s + 2, n - 2))
		return 0;
	return n;
}

#define WIDE 64		/* bytes looked at together */

/* Whether anything is wrong among so many bytes, before which three can be read: one that
 * continues nothing or does not where it should, one that begins no sequence, one that
 * does not go with the first of its sequence (Unicode table 3-7). Without a branch and in
 * bytes alone, so that compilers make vectors of it. */
static inline bool
wrong(const char *s)
{
	const unsigned char *at = (const unsigned char *)s, *before = at - 1;
	unsigned char bad = 0;

	for (int i = 0; i < WIDE; i++)
		bad |= (((before[i] >= 0xC0) | (at[i - 2] >= 0xE0) | (at[i - 3] >= 0xF0)) !=
			((at[i] & 0xC0) == 0x80)) |
			(at[i] >= 0xF5) | ((at[i] & 0xFE) == 0xC0) |
			((before[i] == 0xE0) & (at[i] < 0xA0)) |
			((before[i] == 0xED) & (at[i] > 0x9F)) |
			((before[i] == 0xF0) & (at[i] < 0x90)) |
			((before[i] == 0xF4) & (at[i] > 0x8F));
	return bad;
}

/* Looks on from i, an edge of sequences and 3 at least; where the sequence begins that is
 * wrong, or too near the end for a look at so many bytes. */
CLONED static size_t
skip_valid(const char *s, size_t len, size_t i)
{
	while (len - i >= WIDE && !wrong(s + i))
		i += WIDE;
	while (((unsigned char)s[i - 1] & 0xC0) == 0x80)
		i--;
	return (unsigned char)s[i - 1] < 0x80 ? i : i - 1;
}

size_t
text_valid(const char *s, size_t len)
{
	const unsigned char *u = (const unsigned char *)s;
	bool skipped = false;
	size_t i = 0;
	unsigned n;

	while (i < len && (n = sequence(u + i, len - i)) != 0) {
		i += n;
		if (i < 3 || skipped)
			continue;
		i = skip_valid(s, len, i);
		skipped = true;
	}
	return i;
}

uint32_t
text_decode(const char *s, const char *end, unsigned *size)
{
	const unsigned char *u = (const unsigned char *)s;
	unsigned n = u[0] < 0x80 ? 1 : u[0] < 0xE0 ? 2 : u[0] < 0xF0 ? 3 : 4;

	if (end - s < (ptrdiff_t)n) {
		*size = (unsigned)(end - s);
		return 0xFFFD;
	}
	*size = n;
	switch (n) {
	case 1:
		return u[0];
	case 2:
		return (u[0] & 0x1FU) << 6 | (u[1] & 0x3FU);
	case 3:
		return (u[0] & 0x0FU) << 12 | (u[1] & 0x3FU) << 6 | (u[2] & 0x3FU);
	default:
		return (u[0] & 0x07U) << 18 | (u[1] & 0x3FU) << 12 |
			(u[2] & 0x3FU) << 6 | (u[3] & 0x3FU);
	}
}

uint32_t
text_before(const char *start, const char *s, unsigned *size)
{
	const char *p = s - 1;

	while (p > start && ((unsigned char)*p & 0xC0) == 0x80)
		p--;
	return text_decode(p, s, size);
}

unsigned
text_encode(uint32_t c, char out[4])
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xC0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3F));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xE0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3F));
		out[2] = (char)(0x80 | (c & 0x3F));
		return 3;
	}
	out[0] = (char)(0xF0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 0x3F));
	out[2] = (char)(0x80 | (c >> 6 & 0x3F));
	out[3] = (char)(0x80 | (c & 0x3F));
	return 4;
}

static unsigned
class_of(uint32_t c)
{
	switch (utf8proc_category((utf8proc_int32_t)c)) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LT:
		return TEXT_LETTER | TEXT_UPPER;
	case UTF8PROC_CATEGORY_LL:
		return TEXT_LETTER | TEXT_LOWER;
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO:
		return TEXT_LETTER;
	case UTF8PROC_CATEGORY_ND:
		return TEXT_DIGIT;
	case UTF8PROC_CATEGORY_MN:
	case UTF8PROC_CATEGORY_MC:
	case UTF8PROC_CATEGORY_ME:
		return TEXT_MARK;
	case UTF8PROC_CATEGORY_ZS:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
		return TEXT_SPACE;
	case UTF8PROC_CATEGORY_CF:
		return TEXT_FORMAT;
	case UTF8PROC_CATEGORY_CC:
		/* Python: \t-\r, \x1c-\x1f and NEL are spaces. */
		return (c >= 9 && c <= 13) || (c >= 0x1C && c <= 0x1F) || c == 0x85 ?
			TEXT_SPACE : 0;
	case UTF8PROC_CATEGORY_PC:
	case UTF8PROC_CATEGORY_PD:
	case UTF8PROC_CATEGORY_PS:
	case UTF8PROC_CATEGORY_PE:
	case UTF8PROC_CATEGORY_PI:
	case UTF8PROC_CATEGORY_PF:
	case UTF8PROC_CATEGORY_PO:
	case UTF8PROC_CATEGORY_SM:
	case UTF8PROC_CATEGORY_SC:
	case UTF8PROC_CATEGORY_SK:
	case UTF8PROC_CATEGORY_SO:
		return TEXT_PUNCT;
	default:
		return 0;
	}
}

/* Everything that Latin text holds is looked up here: utf8proc costs a call. */
#define CACHED 0x2100

static struct {
	uint8_t class;
	uint16_t lower, upper, fold;
} cache[CACHED];

static uint32_t
fold_of(uint32_t c)
{
	utf8proc_int32_t part[8];
	int boundary = 0;

	if (c == 0x2019 || c == 0x2018 || c == 0x02BC)
		return '\'';
	if (utf8proc_decompose_char((utf8proc_int32_t)c, part, 8, UTF8PROC_DECOMPOSE,
	    &boundary) < 1)
		return c;
	return (uint32_t)utf8proc_tolower(part[0]);
}

/* Before the constructors of those who ask for classes. */
__attribute__((constructor(101))) static void
fill_cache(void)
{
	for (uint32_t c = 0; c < CACHED; c++) {
		cache[c].class = (uint8_t)class_of(c);
		cache[c].lower = (uint16_t)utf8proc_tolower((utf8proc_int32_t)c);
		cache[c].upper = (uint16_t)utf8proc_toupper((utf8proc_int32_t)c);
		cache[c].fold = (uint16_t)fold_of(c);
	}
}

unsigned
text_class(uint32_t c)
{
	return c < CACHED ? cache[c].class : class_of(c);
}

uint32_t
text_lower(uint32_t c)
{
	return c < CACHED ? cache[c].lower : (uint32_t)utf8proc_tolower((utf8proc_int32_t)c);
}

uint32_t
text_upper(uint32_t c)
{
	return c < CACHED ? cache[c].upper : (uint32_t)utf8proc_toupper((utf8proc_int32_t)c);
}

uint32_t
text_fold(uint32_t c)
{
	return c < CACHED ? cache[c].fold : fold_of(c);
}

uint32_t
text_compose(uint32_t c, uint32_t mark)
{
	utf8proc_int32_t both[] = { (utf8proc_int32_t)c, (utf8proc_int32_t)mark };

	return utf8proc_normalize_utf32(both, 2, UTF8PROC_COMPOSE | UTF8PROC_STABLE) == 1 ?
		(uint32_t)both[0] : 0;
}

struct span
text_trim(const char *s, struct span r)
{
	unsigned n;

	while (r.start < r.end &&
	    text_class(text_decode(s + r.start, s + r.end, &n)) & TEXT_SPACE)
		r.start += n;
	while (r.end > r.start &&
	    text_class(text_before(s + r.start, s + r.end, &n)) & TEXT_SPACE)
		r.end -= n;
	return r;
}
