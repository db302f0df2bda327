/*
 * HTTP/1.1 messages as crawls store them (RFC 9112): header fields, chunked transfer
 * coding, content codings.
 */
#ifndef HTTP_H
#define HTTP_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"

struct field {
	const char *s;		/* without white space at its edges; NULL: not there */
	size_t len;
};

/* The length of the header at s with the empty line that ends it; 0: it has no end
 * before these bytes do or another WARC record begins. */
size_t	 http_header(const char *s, size_t len);
/* The value of a header field, its name in any case. */
struct field http_field(const char *header, size_t len, const char *name);
/* True when the field's value begins with this, in any case: a media type. */
bool	 http_is(struct field, const char *start);
/* The parameter charset of a media type; false: none, or a longer one. */
bool	 http_charset(struct field type, char out[32]);
/* 200 and the like from the status line; 0: it is none. */
int	 http_status(const char *header, size_t len);

/* Undoes the codings that the header names. The result is `body` itself or stands in
 * *out. NULL, or why it cannot be. */
const char *http_body(const char *header, size_t header_len, const char **body,
	size_t *len, struct buf *out);

#endif
