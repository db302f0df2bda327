/* Crawls: see warc.h. */
#include "warc.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "charset.h"
#include "cli.h"
#include "html.h"
#include "http.h"
#include "plain.h"

/* Longest header of a record and of an HTTP message. */
#define HEADER_MAX ((size_t)256 << 10)

struct record_head {
	struct buf header;
	uint64_t offset;	/* of the record in the file */
	uint64_t length;	/* of the block after the header */
};

/* Bytes up to the end of a header, seen but not taken. Looks only as far ahead as it
 * must: the next record is another gzip member. 0: no header. */
static size_t
peek_header(struct stream *s, const char **bytes)
{
	size_t seen = 0, len, n = 0;

	do {
		*bytes = stream_peek(s, seen + 1, &len);
		if (len == seen)
			return 0;
		seen = len;
		n = http_header(*bytes, len);
	} while (n == 0 && seen < HEADER_MAX);
	return n;
}

/* The header of the record that begins here; false: none does. */
static bool
read_head(struct stream *s, struct record_head *r)
{
	const char *bytes;
	size_t n = peek_header(s, &bytes);
	struct field length;
	char *end;

	if (n < 7 || memcmp(bytes, "WARC/", 5) != 0)
		return false;
	r->header.len = 0;
	buf_add(&r->header, bytes, n);
	buf_byte(&r->header, '\0');
	length = http_field(r->header.s, n, "Content-Length");
	if (length.len == 0 || length.len > 18 || *length.s < '0' || *length.s > '9')
		return false;
	r->length = strtoull(length.s, &end, 10);
	stream_skip(s, n);
	return true;
}

static struct field
field(const struct record_head *r, const char *name)
{
	return http_field(r->header.s, r->header.len, name);
}

static void
warn(const struct document *d, const struct record_head *r, const char *why)
{
	cli_warn("%s: record at byte %" PRIu64 ": %s, skipped", d->path, r->offset, why);
}

/* The record's address and date make the id; an address may stand in < >. */
static void
name_document(const struct record_head *r, struct document *d)
{
	struct field uri = field(r, "WARC-Target-URI"), date = field(r, "WARC-Date");

	if (uri.len > 1 && uri.s[0] == '<') {
		uri.s++;
		uri.len -= 2;
	}
	document_bytes(&d->url, uri.s, uri.len);
	buf_addz(&d->id, document_prefix);
	buf_add(&d->id, d->url.s, d->url.len);
	if (date.len) {
		buf_byte(&d->id, '@');
		document_bytes(&d->id, date.s, date.len);
	}
}

static bool
is_html(struct field type)
{
	return http_is(type, "text/html") || http_is(type, "application/xhtml");
}

static void
write_page(const struct record_head *r, struct document *d, struct field type,
	const char *body, size_t len)
{
	char charset[32];
	const char *label = http_charset(type, charset) ? charset : NULL, *why;

	name_document(r, d);
	why = is_html(type) ? html_read(d, body, len, label) :
		plain_read(d, body, len, label);
	if (why == NULL) {
		document_write(d);
		return;
	}
	warn(d, r, why);
	document_clear(d);
}

/* The rest of the block; false when it is too long or cut short, which is said. */
static bool
peek_block(struct stream *s, const struct document *d, const struct record_head *r,
	const char **bytes)
{
	size_t len;

	if (r->length > DOCUMENT_MAX) {
		warn(d, r, "more bytes than a document may have");
		return false;
	}
	*bytes = stream_peek(s, (size_t)r->length, &len);
	if (len >= r->length)
		return true;
	if (!stream_damaged(s))
		warn(d, r, "cut short");
	return false;
}

static void
read_response(struct stream *s, struct document *d, const struct record_head *r)
{
	static struct buf out;
	const char *bytes, *body, *why;
	size_t head = peek_header(s, &bytes), len;
	struct field type;
	int status;

	if (head == 0 || head > r->length) {
		warn(d, r, "no HTTP header");
		return;
	}
	status = http_status(bytes, head);
	type = http_field(bytes, head, "Content-Type");
	if (status < 200 || status > 299 ||
	    !(is_html(type) || http_is(type, "text/plain")))
		return;
	if (!peek_block(s, d, r, &bytes))
		return;
	type = http_field(bytes, head, "Content-Type");
	body = bytes + head;
	len = (size_t)r->length - head;
	why = http_body(bytes, head, &body, &len, &out);
	if (why)
		warn(d, r, why);
	else
		write_page(r, d, type, body, len);
}

static void
read_block(struct stream *s, struct document *d, const struct record_head *r)
{
	struct field warc_type = field(r, "WARC-Type"), type = field(r, "Content-Type");
	const char *bytes;

	if (http_is(warc_type, "response") && http_is(type, "application/http"))
		read_response(s, d, r);
	else if ((http_is(warc_type, "conversion") || http_is(warc_type, "resource")) &&
	    (is_html(type) || http_is(type, "text/plain")) && peek_block(s, d, r, &bytes))
		write_page(r, d, type, bytes, (size_t)r->length);
}

/* Goes to the next line that begins like a record. */
static void
find_record(struct stream *s)
{
	for (;;) {
		size_t len;
		const char *bytes = stream_peek(s, 4096, &len), *next;
		if (len < 7)
			break;
		next = memmem(bytes + 1, len - 1, "\nWARC/", 6);
		if (next) {
			stream_skip(s, (uint64_t)(next + 1 - bytes));
			return;
		}
		stream_skip(s, len > 4096 ? len - 6 : 1);
		if (len <= 4096)
			break;
	}
	stream_skip(s, UINT64_MAX);
}

/* Passes over the empty lines between records; false at the end. */
static bool
to_record(struct stream *s)
{
	for (;;) {
		size_t len;
		const char *bytes = stream_peek(s, 1, &len);
		if (len == 0)
			return false;
		if (*bytes != '\r' && *bytes != '\n')
			return true;
		stream_skip(s, 1);
	}
}

void
warc_read(struct stream *s, struct document *d)
{
	struct record_head r = {.offset = 0};

	for (;;) {
		if (!to_record(s)) {
			if (stream_damaged(s) && stream_resume(s))
				continue;
			break;
		}
		r.offset = stream_offset(s);
		if (read_head(s, &r)) {
			read_block(s, d, &r);
			stream_skip(s, r.length);
		} else if (!stream_damaged(s)) {
			warn(d, &r, "no WARC record");
			find_record(s);
		}
		if (stream_damaged(s) && !stream_resume(s))
			break;
	}
	buf_free(&r.header);
}
