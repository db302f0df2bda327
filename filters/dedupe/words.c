/* Words (see words.h). */
#include "words.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "text.h"

#define MULTIPLIER 0x9E3779B97F4A7C15U

/* What a byte does. Folded letters and digits stand for themselves. */
enum { APART = 0, LEAD = 1, UPPER = 0x80 };

/* By byte: the folded letter or digit, or-ed with UPPER for a capital. */
static uint8_t fold_ascii[256];
/* By the second byte of U+00C0 to U+00FF, less 0x80. */
static const char fold_latin[65] =
	"aaaaaaaceeeeiiiidnooooo ouuuuyts" "aaaaaaaceeeeiiiidnooooo ouuuuyty";

struct reader {
	struct words *w;
	const unsigned char *s, *end;
	uint64_t hash;		/* of the word so far */
	unsigned letters;	/* bytes of it, folded; 0: between words */
	bool upper, digit, numeral;	/* numeral: it begins with a digit */
	bool number;		/* digits only so far */
	unsigned group;		/* where its last group of digits begins */
};

uint64_t
words_mix(uint64_t x)
{
	x ^= x >> 32;
	x *= 0xD6E8FEB86659FD93U;
	x ^= x >> 32;
	x *= 0xD6E8FEB86659FD93U;
	return x ^ x >> 32;
}

static void
init(void)
{
	if (fold_ascii['a'])
		return;
	for (int c = '0'; c <= '9'; c++)
		fold_ascii[c] = (uint8_t)c;
	for (int c = 'a'; c <= 'z'; c++) {
		fold_ascii[c] = (uint8_t)c;
		fold_ascii[c - 32] = (uint8_t)(c | UPPER);
	}
	for (int c = 0x80; c < 0x100; c++)
		fold_ascii[c] = LEAD;
}

static void
put(struct reader *r, unsigned c)
{
	r->hash = (r->hash ^ c) * MULTIPLIER;
	r->letters++;
	r->number = false;
}

static inline void
end_word(struct reader *r)
{
	struct words *w = r->w;
	bool content = r->letters >= 4 || r->digit;

	if (!r->letters)
		return;
	w->hash[w->n] = r->hash ^ r->hash >> 32;
	w->flag[w->n++] = (uint8_t)((content ? WORD_LONG : 0) |
		(content && (r->upper || r->digit) ? WORD_FACT : 0) |
		(r->numeral ? WORD_NUMERAL : 0));
	r->hash = 0;
	r->letters = r->group = 0;
	r->upper = r->digit = r->numeral = false;
}

/* Scripts that put no space between words: each character is a word. */
static bool
stands_alone(uint32_t c)
{
	return (c >= 0x2E80 && c < 0xA4D0) || (c >= 0xF900 && c < 0xFB00) || c >= 0x20000;
}

static void
put_code_point(struct reader *r, uint32_t c, unsigned class)
{
	char utf8[4];
	unsigned n = text_encode(text_fold(c), utf8);

	if (!r->letters) {
		r->upper = class & TEXT_UPPER;
		r->numeral = class & TEXT_DIGIT;
	}
	if (class & TEXT_DIGIT)
		r->digit = true;
	for (unsigned i = 0; i < n; i++)
		put(r, (unsigned char)utf8[i]);
	if (stands_alone(c)) {
		r->letters += 4;
		end_word(r);
	}
}

static void
read_code_point(struct reader *r)
{
	unsigned size;
	uint32_t c = text_decode((const char *)r->s, (const char *)r->end, &size);
	unsigned class = text_class(c);

	r->s += size;
	if (c == 0x152 || c == 0x153) {
		put(r, 'o');
		put(r, 'e');
	} else if (class & (TEXT_LETTER | TEXT_DIGIT)) {
		put_code_point(r, c, class);
	} else if (!(class & (TEXT_MARK | TEXT_FORMAT))) {
		end_word(r);
	}
}

/* U+00C0 to U+00FF, the bulk of what is not ASCII in French. */
static void
read_latin(struct reader *r)
{
	unsigned second = r->s[1] & 0x3FU;

	r->s += 2;
	if (fold_latin[second] == ' ') {
		end_word(r);
		return;
	}
	if (!r->letters && second < 32)
		r->upper = true;
	put(r, (unsigned char)fold_latin[second]);
	if (second % 32 == 6)	/* æ */
		put(r, 'e');
}

static void
read_other(struct reader *r)
{
	if (r->s[0] == 0xC3)
		read_latin(r);
	else if (r->s[0] == 0xE2 && r->s[1] == 0x80 && (r->s[2] & 0xF0) == 0x90) {
		r->s += 3;	/* dashes and quotation marks */
		end_word(r);
	} else {
		read_code_point(r);
	}
}

static bool
is_digit(unsigned char c)
{
	return text_ascii_digit((char)c);
}

/* A number goes on after `skip` bytes with a group of three digits. */
static bool
goes_on(const struct reader *r, size_t skip)
{
	const unsigned char *s = r->s + skip;
	size_t left = (size_t)(r->end - r->s);

	return left >= skip + 3 && is_digit(s[0]) && is_digit(s[1]) && is_digit(s[2]) &&
		!(left > skip + 3 && is_digit(s[3]));
}

/* Steps over what parts thousands (2 000, 2.000), so that the number stays one word. */
static bool
skip_thousands(struct reader *r)
{
	static const char *const mark[] = {" ", ".", "\xC2\xA0", "\xE2\x80\xAF"};

	if (!r->letters || !r->number || r->letters - r->group > 3)
		return false;
	for (int i = 0; i < 4; i++) {
		size_t n = strlen(mark[i]);

		if ((size_t)(r->end - r->s) > n && !memcmp(r->s, mark[i], n) &&
		    goes_on(r, n)) {
			r->s += n;
			r->group = r->letters;
			return true;
		}
	}
	return false;
}

/* 04 is 4. */
static const unsigned char *
skip_zeros(const unsigned char *s, const unsigned char *end)
{
	while (end - s > 1 && s[0] == '0' && is_digit(s[1]))
		s++;
	return s;
}

/* A run of ASCII letters and digits. */
static inline void
read_ascii(struct reader *r)
{
	const unsigned char *s = r->s, *end = r->end;
	uint64_t hash = r->hash;
	unsigned c, digits = 0, run;

	if (!r->letters)
		s = skip_zeros(s, end);
	r->s = s;
	if (s < end && !r->letters) {
		r->upper = fold_ascii[*s] & UPPER;
		r->numeral = is_digit(*s);
	}
	for (; s < end && (c = fold_ascii[*s]) > LEAD; s++) {
		c &= ~(unsigned)UPPER;
		digits += c < 'a';
		hash = (hash ^ c) * MULTIPLIER;
	}
	run = (unsigned)(s - r->s);
	r->number = digits == run && (r->number || !r->letters);
	r->letters += run;
	r->hash = hash;
	r->digit |= digits > 0;
	r->s = s;
}

void
words_read(struct words *w, const char *s, size_t len)
{
	struct reader r = {.w = w, .s = (const unsigned char *)s};

	init();
	r.end = r.s + len;
	w->n = 0;
	mem_grow(&w->hash, &w->hash_cap, len / 2 + 2, sizeof(*w->hash));
	mem_grow(&w->flag, &w->flag_cap, len / 2 + 2, sizeof(*w->flag));
	while (r.s < r.end) {
		read_ascii(&r);
		if (r.s == r.end)
			break;
		if (skip_thousands(&r))
			continue;
		if (fold_ascii[*r.s] == LEAD) {
			read_other(&r);
		} else {
			r.s++;
			end_word(&r);
		}
	}
	end_word(&r);
}

void
words_free(struct words *w)
{
	free(w->hash);
	free(w->flag);
	*w = (struct words){0};
}
