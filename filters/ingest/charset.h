/*
 * Character encodings: bytes of a document to UTF-8.
 */
#ifndef CHARSET_H
#define CHARSET_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"

/*
 * Appends `s` as UTF-8. A byte order mark decides (UTF-8, UTF-16); then `label`
 * (NULL: none), a name as HTTP and HTML have it; then the bytes themselves: valid
 * UTF-8 is that, anything else is Windows-1252, which holds Latin-1 (as the WHATWG
 * Encoding Standard has it). UTF-8 with stray bytes in it, the mark of files
 * joined from several sources, keeps its characters and has each stray byte
 * read as Windows-1252.
 */
void	 charset_decode(struct buf *, const char *s, size_t len, const char *label);

/* True when charset_decode would give the bytes back as they are: UTF-8 that begins with
 * ASCII and of which nothing says that it is something else. */
bool	 charset_is_utf8(const char *s, size_t len, const char *label);

/* True when `label` names an encoding that charset_decode knows. */
bool	 charset_known(const char *label);

/* CRLF and CR to LF, in place. */
void	 charset_newlines(struct buf *);

/* Why these bytes are no text (a known binary format, U+0000, control characters
 * throughout); NULL when they may be. */
const char *charset_binary(const char *s, size_t len);

#endif
