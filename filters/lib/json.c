/* The JSON scanner (see json.h). */
#include "json.h"

#include <stdint.h>
#include <string.h>

#include "text.h"

static bool
fail(struct json_scan *j, const char *reason)
{
	j->reason = reason;
	return false;
}

char
json_space(struct json_scan *j)
{
	while (j->at < j->end) {
		char c = *j->at;

		if (c != ' ' && c != '\t' && c != '\r' && c != '\n')
			return c;
		j->at++;
	}
	return 0;
}

static int
hex4(const char *s)
{
	int v = 0;

	for (int i = 0; i < 4; i++) {
		char c = s[i];

		v <<= 4;
		if (c >= '0' && c <= '9')
			v |= c - '0';
		else if ((c | 32) >= 'a' && (c | 32) <= 'f')
			v |= (c | 32) - 'a' + 10;
		else
			return -1;
	}
	return v;
}

/* \uXXXX, `at` being on the backslash; a high surrogate needs its low one. */
static bool
skip_unicode(struct json_scan *j)
{
	int c = j->end - j->at >= 6 ? hex4(j->at + 2) : -1;

	if (c < 0)
		return fail(j, "bad \\u escape");
	if (c >= 0xDC00 && c <= 0xDFFF)
		return fail(j, "lone surrogate");
	if (c >= 0xD800 && c <= 0xDBFF) {
		int low = j->end - j->at >= 12 && j->at[6] == '\\' && j->at[7] == 'u' ?
			hex4(j->at + 8) : -1;

		if (low < 0xDC00 || low > 0xDFFF)
			return fail(j, "lone surrogate");
		j->at += 6;
	}
	j->at += 6;
	return true;
}

static bool
skip_escape(struct json_scan *j)
{
	if (j->end - j->at < 2)
		return fail(j, "string without end");
	if (j->at[1] == 'u')
		return skip_unicode(j);
	if (!memchr("\"\\/bfnrt", j->at[1], 8))
		return fail(j, "bad escape");
	j->at += 2;
	return true;
}

bool
json_string_skip(struct json_scan *j, bool *escaped)
{
	*escaped = false;
	for (j->at++; (j->at = json_plain(j->at, j->end)) < j->end;) {
		if (*j->at == '"') {
			j->at++;
			return true;
		}
		if (*j->at != '\\')
			return fail(j, *j->at ? "control character in a string" :
				"NUL character");
		*escaped = true;
		if (!skip_escape(j))
			return false;
	}
	return fail(j, "string without end");
}

static bool
digits(struct json_scan *j)
{
	const char *from = j->at;

	while (j->at < j->end && *j->at >= '0' && *j->at <= '9')
		j->at++;
	return j->at > from ? true : fail(j, "bad number");
}

static bool
skip_number(struct json_scan *j)
{
	if (*j->at == '-')
		j->at++;
	if (j->at < j->end && *j->at == '0')
		j->at++;
	else if (!digits(j))
		return false;
	if (j->at < j->end && *j->at == '.') {
		j->at++;
		if (!digits(j))
			return false;
	}
	if (j->at < j->end && (*j->at | 32) == 'e') {
		j->at++;
		if (j->at < j->end && (*j->at == '+' || *j->at == '-'))
			j->at++;
		return digits(j);
	}
	return true;
}

static bool
skip_word(struct json_scan *j, const char *word)
{
	size_t n = strlen(word);

	if ((size_t)(j->end - j->at) < n || memcmp(j->at, word, n))
		return fail(j, "not JSON");
	j->at += n;
	return true;
}

static bool
skip_scalar(struct json_scan *j)
{
	bool escaped;

	switch (*j->at) {
	case '"':
		return json_string_skip(j, &escaped);
	case 't':
		return skip_word(j, "true");
	case 'f':
		return skip_word(j, "false");
	case 'n':
		return skip_word(j, "null");
	case '-': case '0': case '1': case '2': case '3': case '4':
	case '5': case '6': case '7': case '8': case '9':
		return skip_number(j);
	case 0:
		return fail(j, "NUL character");
	default:
		return fail(j, "not JSON");
	}
}

/* "key": of an object's member. */
static bool
skip_key(struct json_scan *j)
{
	bool escaped;

	if (json_space(j) != '"' || j->at == j->end)
		return fail(j, "member name expected");
	if (!json_string_skip(j, &escaped))
		return false;
	if (json_space(j) != ':')
		return fail(j, "':' expected");
	j->at++;
	return true;
}

/* The open brackets, one bit each: set for an object. */
struct nest {
	unsigned depth;
	uint64_t object[JSON_DEPTH / 64];
};

static bool
in_object(const struct nest *n)
{
	unsigned d = n->depth - 1;

	return n->object[d / 64] >> d % 64 & 1;
}

static bool
nest_open(struct json_scan *j, struct nest *n)
{
	uint64_t bit = (uint64_t)1 << n->depth % 64;

	if (n->depth == JSON_DEPTH)
		return fail(j, "nested too deeply");
	if (*j->at++ == '{')
		n->object[n->depth / 64] |= bit;
	else
		n->object[n->depth / 64] &= ~bit;
	n->depth++;
	return true;
}

/* After a value: closes what closes; *more when another value follows. */
static bool
nest_next(struct json_scan *j, struct nest *n, bool *more)
{
	*more = false;
	while (n->depth) {
		char c = json_space(j);

		if (j->at == j->end)
			return fail(j, "unexpected end of line");
		if (c == ',') {
			j->at++;
			*more = true;
			return in_object(n) ? skip_key(j) : true;
		}
		if (c != (in_object(n) ? '}' : ']'))
			return fail(j, "',' or closing bracket expected");
		j->at++;
		n->depth--;
	}
	return true;
}

/* After an opening bracket: true in *more unless it closes at once. */
static bool
nest_first(struct json_scan *j, struct nest *n, bool *more)
{
	char c = json_space(j);

	*more = !(j->at < j->end && c == (in_object(n) ? '}' : ']'));
	if (*more && in_object(n))
		return skip_key(j);
	return true;
}

bool
json_value(struct json_scan *j)
{
	char first = json_space(j);
	struct nest n;
	bool more = true;

	if (j->at < j->end && first != '{' && first != '[')
		return skip_scalar(j);
	n.depth = 0;
	while (more) {
		char c = json_space(j);

		if (j->at == j->end)
			return fail(j, "unexpected end of line");
		if (c == '{' || c == '[') {
			if (!nest_open(j, &n) || !nest_first(j, &n, &more))
				return false;
			if (more)
				continue;
		} else if (!skip_scalar(j)) {
			return false;
		}
		if (!nest_next(j, &n, &more))
			return false;
	}
	return true;
}

/* What an escape of one character stands for. */
static char
escaped(char c)
{
	switch (c) {
	case 'b':
		return '\b';
	case 'f':
		return '\f';
	case 'n':
		return '\n';
	case 'r':
		return '\r';
	case 't':
		return '\t';
	}
	return c;
}

/* One escape at s; its bytes. */
static size_t
unescape_one(const char *s, struct buf *out)
{
	uint32_t c;
	char utf8[4];

	if (s[1] != 'u') {
		buf_byte(out, escaped(s[1]));
		return 2;
	}
	c = (uint32_t)hex4(s + 2);
	if (c >= 0xD800 && c <= 0xDBFF)
		c = 0x10000 + ((c - 0xD800) << 10) + ((uint32_t)hex4(s + 8) - 0xDC00);
	buf_add(out, utf8, text_encode(c, utf8));
	return c >= 0x10000 ? 12 : 6;
}

void
json_unescape(const char *s, size_t len, struct buf *out)
{
	const char *end = s + len;

	buf_reserve(out, len);
	while (s < end) {
		const char *p = memchr(s, '\\', (size_t)(end - s));

		if (!p) {
			buf_add(out, s, (size_t)(end - s));
			return;
		}
		buf_add(out, s, (size_t)(p - s));
		s = p + unescape_one(p, out);
	}
}
