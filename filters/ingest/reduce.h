/*
 * Cuts a page down to what the HTML parser has to see, in one linear pass over the
 * bytes: no scripts, styles, comments, images, embedded documents. Attributes and
 * text are kept aside, the parser gets their numbers in a list: `<p k=12>`, and
 * U+10FFFD `13;` for a piece of text. On news pages a tenth of the bytes is left, and
 * the parser is the slow part.
 *
 * It also guards the parser, whose work grows with the square of the nesting depth
 * and of the attributes of one tag: what is nested more than REDUCE_DEPTH deep is
 * flattened, as browsers do, and links and formatting elements, which HTML parsers
 * copy into every block that they were left open in, become <span>.
 */
#ifndef REDUCE_H
#define REDUCE_H

#include <gumbo.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"

#define REDUCE_DEPTH 400
/* Before a piece's number. The private character is removed from pages themselves. */
#define REDUCE_MARK "\xf4\x8f\xbf\xbd"

/* What is kept of a tag's attributes. */
enum attr_name {
	ATTR_CLASS, ATTR_ID, ATTR_ITEMPROP, ATTR_REL, ATTR_ROLE, ATTR_PROPERTY, ATTR_NAME,
	ATTR_CONTENT, ATTR_HREF, ATTR_DATETIME, ATTR_LANG, ATTR_HTTP_EQUIV, ATTR_OPEN,
	ATTR_HIDDEN,		/* `hidden`, or a style that hides */
	ATTR_STYLE, ATTR_TYPE,	/* read, never kept */
	ATTR_BOLD, ATTR_LINK,	/* the tag was <b> or <strong>, <a> */
	ATTR_JSON,		/* the content of a JSON-LD script */
	ATTR_TEXT,		/* text without character references */
	ATTR_END		/* ends a tag's list */
};

struct attr {
	const char *s;		/* as in the page, character references and all */
	uint32_t len;
	uint32_t name;
};

struct reduced {
	struct buf html;
	struct attr *attr;
	size_t n, cap;
};

/* Cuts the page `s`, UTF-8 without U+0000, which must stay while the result is used.
 * Replaces what was there. */
void	 reduce(struct reduced *, const char *s, size_t len);
void	 reduce_free(struct reduced *);

/* The kept attributes of an element parsed from the result, ended by ATTR_END. */
const struct attr *reduce_attrs(const struct reduced *, const GumboNode *);
/* The text before the next mark (or all of it), then the piece that the mark names;
 * *s goes on after it. */
struct reduced_text {
	const char *plain, *piece;
	size_t plain_len, piece_len;
};
struct reduced_text reduce_text(const struct reduced *, const char **s);
/* One of them; NULL when it is not there. */
const struct attr *reduce_attr(const struct attr *, enum attr_name);

#endif
