/*
 * Cuts a page down to what the HTML parser has to see, in one linear pass over the
 * bytes: no scripts (but JSON-LD), styles, comments, images, embedded documents,
 * and of the attributes only those that html.c and meta.c read. On news pages that
 * is a tenth of the bytes, and the parser is the slow part.
 *
 * It also guards the parser, whose work grows with the square of the nesting depth
 * and of the attributes of one tag: what is nested more than REDUCE_DEPTH deep is
 * flattened, as browsers do, and formatting elements other than <a>, which HTML
 * parsers copy into every block that they were left open in, become <span> (those
 * that print bold get the attribute `b`).
 */
#ifndef REDUCE_H
#define REDUCE_H

#include <stddef.h>

#include "buf.h"

#define REDUCE_DEPTH 400

/* Appends the page `s`, which is UTF-8 without U+0000. */
void	 reduce(struct buf *out, const char *s, size_t len);

#endif
