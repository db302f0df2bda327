/*
 * A strict JSON scanner (RFC 8259) that builds nothing: it checks a value and finds
 * where it ends. Beyond the grammar it refuses lone surrogates, which no UTF-8 can
 * hold, and nesting deeper than JSON_DEPTH. Linear, no recursion.
 */
#ifndef JSON_H
#define JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "buf.h"

#define JSON_DEPTH 1024

/* Bits set for those of eight bytes that a string scan must look at: below 0x20, `"`,
 * `\`. The lowest is right; bytes after one that is may be marked too. */
static inline uint64_t
json_special(const char *s)
{
	const uint64_t ones = 0x0101010101010101U;
	uint64_t w, quote, slash;

	memcpy(&w, s, sizeof(w));
	quote = w ^ ones * '"';
	slash = w ^ ones * '\\';
	return ((w - ones * 0x20) | (quote - ones) | (slash - ones)) & ~w & ones << 7;
}

/* Where the bytes end that stand in a string as they are: at one that json_special finds,
 * or at `end`. */
static inline const char *
json_plain(const char *s, const char *end)
{
	const bool wide = end - s >= 8;		/* the last eight can be looked at again */

	for (; end - s >= 8; s += 8) {
		uint64_t special = json_special(s);

		if (special)
			return s + __builtin_ctzll(special) / 8;
	}
	if (wide && s < end && json_special(end - 8) == 0)
		return end;
	while (s < end && (unsigned char)*s >= 0x20 && *s != '"' && *s != '\\')
		s++;
	return s;
}

struct json_scan {
	const char *at, *end;	/* `at` is left where scanning stopped */
	const char *reason;	/* set on failure */
};

/* Skips white space; the byte found, 0 at the end. */
char	 json_space(struct json_scan *);
/* Skips white space and one value of any kind. */
bool	 json_value(struct json_scan *);
/* Skips a string, `at` being on its quotation mark; *escaped: it holds a backslash. */
bool	 json_string_skip(struct json_scan *, bool *escaped);
/* Appends the decoded string between the marks; `s` must have passed the scanner. */
void	 json_unescape(const char *s, size_t len, struct buf *out);

#endif
