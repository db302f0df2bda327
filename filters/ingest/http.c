/* HTTP messages: see http.h. */
#include "http.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <zlib.h>

#include <brotli/decode.h>

#include "document.h"

static const char too_large[] = "the decompressed body is over the limit";

size_t
http_header(const char *s, size_t len)
{
	const char *end = s + len;

	for (const char *p = s; (p = memchr(p, '\n', (size_t)(end - p))); p++) {
		if (end - p > 5 && memcmp(p + 1, "WARC/", 5) == 0)
			return 0;
		if (end - p > 1 && p[1] == '\n')
			return (size_t)(p + 2 - s);
		if (end - p > 2 && p[1] == '\r' && p[2] == '\n')
			return (size_t)(p + 3 - s);
	}
	return 0;
}

static struct field
trimmed(const char *s, const char *end)
{
	while (s < end && strchr(" \t\r", *s))
		s++;
	while (s < end && strchr(" \t\r", end[-1]))
		end--;
	return (struct field){s, (size_t)(end - s)};
}

struct field
http_field(const char *header, size_t len, const char *name)
{
	const char *end = header + len, *line = header;
	size_t n = strlen(name);

	while (line < end) {
		const char *lf = memchr(line, '\n', (size_t)(end - line));
		lf = lf ? lf : end;
		if ((size_t)(lf - line) > n && line[n] == ':' &&
		    strncasecmp(line, name, n) == 0)
			return trimmed(line + n + 1, lf);
		line = lf + 1;
	}
	return (struct field){NULL, 0};
}

bool
http_is(struct field f, const char *start)
{
	size_t n = strlen(start);

	return f.len >= n && strncasecmp(f.s, start, n) == 0;
}

bool
http_charset(struct field type, char out[32])
{
	for (size_t i = 0; i + 8 < type.len; i++) {
		const char *s = type.s + i + 8;
		size_t n = 0, left = type.len - i - 8;
		if (strncasecmp(type.s + i, "charset=", 8) != 0)
			continue;
		while (left > 0 && strchr("\"' ", *s)) {
			s++;
			left--;
		}
		while (n < left && !strchr("\"' ;", s[n]))
			n++;
		if (n == 0 || n > 31)
			return false;
		memcpy(out, s, n);
		out[n] = '\0';
		return true;
	}
	return false;
}

int
http_status(const char *header, size_t len)
{
	if (len < 13 || strncasecmp(header, "HTTP/", 5) != 0)
		return 0;
	for (size_t i = 5; i + 4 < len && i < 10; i++)
		if (header[i] == ' ')
			return atoi((const char[]){header[i + 1], header[i + 2],
				header[i + 3], '\0'});
	return 0;
}

/* Crawlers often store the body decoded but the header as it came: a body that does
 * not begin as a chunk is taken as it is, one that breaks off is kept so far. */
static bool
unchunk(const char *s, size_t len, struct buf *out)
{
	const char *end = s + len;

	while (s < end) {
		const char *lf = memchr(s, '\n', (size_t)(end - s));
		size_t digits = 0, size = 0;
		for (; s + digits < end && digits < 8; digits++) {
			const char *hex = "0123456789abcdef", *d;
			d = memchr(hex, s[digits] | (s[digits] >= 'A' ? 0x20 : 0), 16);
			if (d == NULL)
				break;
			size = size << 4 | (size_t)(d - hex);
		}
		if (digits == 0 || lf == NULL)
			return out->len > 0;
		if (size == 0)
			return true;
		s = lf + 1;
		size = size < (size_t)(end - s) ? size : (size_t)(end - s);
		buf_add(out, s, size);
		s += size;
		s += s < end && *s == '\r';
		s += s < end && *s == '\n';
	}
	return true;
}

/* gzip and zlib by their headers, else raw deflate, which some servers send. */
static const char *
gunzip(const char *s, size_t len, struct buf *out, int window)
{
	z_stream z = {0};
	int r = Z_OK;

	if (inflateInit2(&z, window) != Z_OK)
		return "out of memory (zlib)";
	z.next_in = (unsigned char *)(uintptr_t)s;
	z.avail_in = (unsigned)len;
	while (r == Z_OK && out->len <= DOCUMENT_MAX) {
		buf_reserve(out, 65536);
		z.next_out = (unsigned char *)out->s + out->len;
		z.avail_out = 65536;
		r = inflate(&z, Z_NO_FLUSH);
		out->len += 65536 - z.avail_out;
		if (r == Z_OK && z.avail_in == 0 && z.avail_out > 0)
			break;
	}
	inflateEnd(&z);
	if (out->len > DOCUMENT_MAX)
		return too_large;
	return out->len ? NULL : "damaged gzip or deflate data";
}

static const char *
inflated(const char *s, size_t len, struct buf *out)
{
	bool zlib = len > 1 && (s[0] & 0x0f) == 8 &&
		((unsigned char)s[0] << 8 | (unsigned char)s[1]) % 31 == 0;

	return gunzip(s, len, out, zlib ? 15 : -15);
}

static const char *
unbrotli(const char *s, size_t len, struct buf *out)
{
	BrotliDecoderState *state = BrotliDecoderCreateInstance(NULL, NULL, NULL);
	const uint8_t *in = (const uint8_t *)s;
	BrotliDecoderResult r = BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT;

	if (state == NULL)
		return "out of memory (brotli)";
	while (r == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT && out->len <= DOCUMENT_MAX) {
		buf_reserve(out, 65536);
		uint8_t *to = (uint8_t *)out->s + out->len;
		size_t room = 65536;
		r = BrotliDecoderDecompressStream(state, &len, &in, &room, &to, NULL);
		out->len += 65536 - room;
	}
	BrotliDecoderDestroyInstance(state);
	if (out->len > DOCUMENT_MAX)
		return too_large;
	return out->len ? NULL : "damaged brotli data";
}

/* A body that does not look like its coding was decoded by the crawler. */
static const char *
decompress(struct field coding, const char **body, size_t *len, struct buf *out)
{
	const char *why;

	out->len = 0;
	if ((http_is(coding, "gzip") || http_is(coding, "x-gzip")) && *len > 2 &&
	    memcmp(*body, "\x1f\x8b", 2) == 0)
		why = gunzip(*body, *len, out, 15 + 16);
	else if (http_is(coding, "deflate") && *len && **body != '<')
		why = inflated(*body, *len, out);
	else if (http_is(coding, "br") && *len && **body != '<')
		why = unbrotli(*body, *len, out);
	else
		return NULL;
	*body = out->s;
	*len = out->len;
	return why;
}

const char *
http_body(const char *header, size_t header_len, const char **body, size_t *len,
	struct buf *out)
{
	static struct buf whole;

	whole.len = 0;
	if (http_is(http_field(header, header_len, "Transfer-Encoding"), "chunked") &&
	    unchunk(*body, *len, &whole)) {
		*body = whole.s;
		*len = whole.len;
	}
	return decompress(http_field(header, header_len, "Content-Encoding"), body, len,
		out);
}
