/*
 * Text: valid UTF-8 with code point offsets, and the Unicode properties that
 * the filters share (utf8proc's, Unicode 14).
 *
 * Filters work in byte offsets; records speak code points. text_point and
 * text_byte translate in constant time over an index of checkpoints.
 */
#ifndef TEXT_H
#define TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct span {
	size_t start, end;	/* bytes, half open */
};

struct text {
	const char *s;		/* valid UTF-8, not NUL-terminated */
	size_t len;
	size_t points;		/* length in code points */
	uint32_t *mark;		/* code points before each 64-byte block */
	size_t mark_cap;
};

/* Points `t` at bytes known to be valid UTF-8 and indexes them; `mark` is reused.
 * Start from a zeroed struct; text_free frees the index. */
void	 text_set(struct text *, const char *s, size_t len);
void	 text_free(struct text *);
/* Code point offset of a byte offset (on a code point edge). */
size_t	 text_point(const struct text *, size_t byte);
/* Byte offset of a code point offset; (size_t)-1 past the end. */
size_t	 text_byte(const struct text *, size_t point);

/* Code points in bytes that begin and end on their edges. */
size_t	 text_points(const char *s, size_t len);

/* Length of the longest valid UTF-8 prefix (RFC 3629: no surrogates, no
 * overlong forms, up to U+10FFFF). */
size_t	 text_valid(const char *s, size_t len);

/* The code point at s (valid UTF-8, s < end) and the bytes it takes; U+FFFD for one
 * that `end` cuts. */
uint32_t text_decode(const char *s, const char *end, unsigned *size);
/* The code point that ends before s (start < s). */
uint32_t text_before(const char *start, const char *s, unsigned *size);
/* Writes a code point, returns its bytes (1 to 4). */
unsigned text_encode(uint32_t c, char out[4]);

enum text_class {
	TEXT_UPPER = 1,		/* Lu, Lt */
	TEXT_LOWER = 2,		/* Ll */
	TEXT_LETTER = 4,	/* any letter */
	TEXT_DIGIT = 8,		/* Nd */
	TEXT_MARK = 16,		/* combining */
	TEXT_SPACE = 32,	/* white space as Python's str.isspace has it */
	TEXT_PUNCT = 64,	/* P*, S* */
	TEXT_FORMAT = 128	/* Cf: zero width space, BOM, soft hyphen, ... */
};

/* The classes of a code point, or-ed. */
unsigned text_class(uint32_t c);
uint32_t text_lower(uint32_t c);
uint32_t text_upper(uint32_t c);
/* Lower case without accent (é, É → e); U+2019 → '; other characters as
 * text_lower. One code point to one: œ stays. */
uint32_t text_fold(uint32_t c);
/* The letter that a combining mark makes of c: é of e and U+0301; 0 when there is none. */
uint32_t text_compose(uint32_t c, uint32_t mark);

/* The ASCII characters among them, by their bytes. */
static inline bool
text_ascii_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static inline bool
text_ascii_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static inline bool
text_ascii_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The span without white space at its edges. */
struct span text_trim(const char *s, struct span);

#endif
