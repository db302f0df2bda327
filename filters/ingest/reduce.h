/*
 * Cuts a page down to what the HTML parser has to see, in one linear pass over the
 * bytes: no scripts, styles, comments, images, embedded documents, no white space that
 * shows nothing. Attributes and text are kept aside: a tag's are found by where it
 * stands, a piece of text by the character of plane 15 that stands for it. On news pages
 * a twelfth of the bytes is left.
 *
 * It also guards the parser, whose work grows with the square of the nesting depth
 * and of the attributes of one tag: what is nested more than REDUCE_DEPTH deep is
 * flattened, as browsers do, and links and formatting elements, which HTML parsers
 * copy into every block that they were left open in, become <span>.
 */
#ifndef REDUCE_H
#define REDUCE_H

#include <stddef.h>
#include <stdint.h>

#include <myhtml/tree.h>

#include "buf.h"

#define REDUCE_DEPTH 400

/* What is kept of a tag's attributes. */
enum attr_name {
	ATTR_CLASS, ATTR_ID, ATTR_ITEMPROP, ATTR_REL, ATTR_ROLE, ATTR_PROPERTY, ATTR_NAME,
	ATTR_CONTENT, ATTR_HREF, ATTR_DATETIME, ATTR_LANG, ATTR_HTTP_EQUIV,
	ATTR_OPEN, ATTR_STYLE, ATTR_TYPE,	/* read, never kept */
	ATTR_HIDDEN,		/* `hidden`, a style that hides, a closed <dialog> */
	ATTR_BOLD, ATTR_LINK,	/* the tag was <b> or <strong>, <a> */
	ATTR_JSON,		/* the content of a JSON-LD script */
	ATTR_END		/* ends a tag's list */
};

struct attr {
	const char *s;		/* as in the page, character references and all */
	uint32_t len;
	uint32_t name;
};

/* Where a start tag stands that has attributes, and the first of these. */
struct reduced_place {
	uint32_t at, attr;
};

struct reduced_piece {
	const char *s;
	size_t len;
};

struct reduced {
	struct buf html;
	size_t tags;		/* in it */
	struct attr *attr;
	size_t attrs, attr_cap;
	struct reduced_place *place;
	size_t places, place_cap;
	uint32_t *first;	/* for each byte of html: attr of its place + 1, or 0 */
	size_t first_cap;
	struct reduced_piece *piece;
	size_t pieces, piece_cap;
};

/* Cuts the page `s`, UTF-8 without U+0000, which must stay while the result is used.
 * Replaces what was there. */
void	 reduce(struct reduced *, const char *s, size_t len);
void	 reduce_free(struct reduced *);

/* The kept attributes of an element parsed from the result, ended by ATTR_END. */
const struct attr *reduce_attrs(const struct reduced *, const struct myhtml_tree_node *);
/* The text up to the next piece or the end, then that piece; *s goes on after it. */
struct reduced_text {
	const char *plain, *piece;
	size_t plain_len, piece_len;
};
struct reduced_text reduce_text(const struct reduced *, const char **s, const char *end);
/* One of them; NULL when it is not there. */
const struct attr *reduce_attr(const struct attr *, enum attr_name);

#endif
