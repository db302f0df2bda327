/* Growing byte buffers, and JSON written into them (see buf.h). */
#include "buf.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "json.h"

void *
mem_alloc(size_t n, size_t size)
{
	void *p = calloc(n ? n : 1, size);

	if (!p)
		cli_die("out of memory (%zu elements of %zu bytes)", n, size);
	return p;
}

void
mem_enlarge(void *ptr, size_t *cap, size_t need, size_t size)
{
	size_t n = *cap ? *cap : 64 / size + 1;
	void *old, *grown;

	while (n < need && n <= SIZE_MAX / 2)
		n *= 2;
	/* The pointer is copied as bytes: the caller's is of any object type. */
	memcpy(&old, ptr, sizeof(old));
	grown = n < need || n > SIZE_MAX / size ? NULL : realloc(old, n * size);
	if (!grown)
		cli_die("out of memory (%zu elements of %zu bytes)", need, size);
	memcpy(ptr, &grown, sizeof(grown));
	*cap = n;
}

void
buf_grow(struct buf *b, size_t more)
{
	if (more > SIZE_MAX - b->len)
		cli_die("out of memory (buffer)");
	mem_grow(&b->s, &b->cap, b->len + more, 1);
}

void
buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0)
		cli_die("cannot format a message");
	buf_reserve(b, (size_t)n + 1);
	va_start(ap, fmt);
	vsnprintf(b->s + b->len, (size_t)n + 1, fmt, ap);
	va_end(ap);
	b->len += (size_t)n;
}

void
buf_free(struct buf *b)
{
	free(b->s);
	*b = (struct buf){0};
}

static void
escape_byte(struct buf *b, unsigned char c)
{
	static const char names[] = "btn\0fr";
	char named = c >= 8 && c <= 13 ? names[c - 8] : '\0';

	buf_byte(b, '\\');
	if (c == '"' || c == '\\')
		buf_byte(b, (char)c);
	else if (named)
		buf_byte(b, named);
	else
		buf_printf(b, "u%04x", c);
}

void
buf_json_chars(struct buf *b, const char *s, size_t len)
{
	const char *end = s + len, *at;

	for (;;) {
		at = json_plain(s, end);
		buf_add(b, s, (size_t)(at - s));
		if (at == end)
			return;
		escape_byte(b, (unsigned char)*at);
		s = at + 1;
	}
}

void
buf_json_string(struct buf *b, const char *s, size_t len)
{
	buf_reserve(b, len + 2);
	buf_byte(b, '"');
	buf_json_chars(b, s, len);
	buf_byte(b, '"');
}

void
buf_json_uint(struct buf *b, uint64_t v)
{
	char digit[20];
	size_t n = sizeof(digit);

	do
		digit[--n] = (char)('0' + v % 10);
	while (v /= 10);
	buf_add(b, digit + n, sizeof(digit) - n);
}

void
buf_json_score(struct buf *b, double v)
{
	unsigned m = v >= 1 ? 1000 : v > 0 ? (unsigned)(v * 1000 + .5) : 0;
	char s[] = {'0', '.', (char)('0' + m / 100 % 10), (char)('0' + m / 10 % 10),
		(char)('0' + m % 10)};
	size_t len = sizeof(s);

	if (m == 0 || m == 1000) {
		buf_byte(b, m ? '1' : '0');
		return;
	}
	while (s[len - 1] == '0')
		len--;
	buf_add(b, s, len);
}
