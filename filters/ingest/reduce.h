/*
 * Reads a page's tags and text, in one linear pass over the bytes, and gives the HTML
 * parser what it has to see: no scripts, styles, comments, images, embedded documents, no
 * white space that shows nothing. Attributes and text are kept aside: the tree knows
 * where an element's are, and a piece of text has a character of plane 15 that stands for
 * it. Of news pages the parser sees a twelfth.
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

#include "buf.h"
#include "tree.h"

#define REDUCE_DEPTH 400

/* What is known of an element. */
enum attr {
	/* values, as in the page, character references and all */
	ATTR_CLASS, ATTR_ID, ATTR_ITEMPROP, ATTR_REL, ATTR_ROLE, ATTR_PROPERTY, ATTR_NAME,
	ATTR_CONTENT, ATTR_HREF, ATTR_DATETIME, ATTR_LANG, ATTR_HTTP_EQUIV,
	ATTR_JSON,		/* the content of a JSON-LD script */
	/* facts */
	ATTR_HIDDEN,		/* `hidden`, a style that hides, a closed <dialog> */
	ATTR_BOLD, ATTR_LINK,	/* the tag was <b> or <strong>, <a> */
	/* read, never kept */
	ATTR_OPEN, ATTR_STYLE, ATTR_TYPE
};

#define ATTR_BIT(name) (1u << (name))
/* Those whose words tell what an element is for. */
#define ATTR_WORDS (ATTR_BIT(ATTR_ROLE + 1) - 1)
#define ATTR_VALUES (ATTR_BIT(ATTR_JSON + 1) - 1)

/* Bytes of the page. */
struct piece {
	const char *s;
	size_t len;
};

struct reduced {
	struct buf text;	/* since the last tag */
	struct piece *value;	/* of an element in the order of their names */
	size_t values, value_cap;
	struct piece *piece;	/* of text */
	size_t pieces, piece_cap;
};

/* Reads the page `s`, UTF-8 without U+0000, which must stay while the result is used.
 * Replaces what was there. The root of its tree, NULL when it would take too much
 * memory. */
const struct myhtml_tree_node *reduce(struct reduced *, const char *s, size_t len);
void	 reduce_free(struct reduced *);

static inline bool
element_has(struct element e, enum attr name)
{
	return e.has & ATTR_BIT(name);
}

/* How many of these values it has. */
static inline unsigned
element_values(struct element e, uint32_t of)
{
	unsigned n = 0;

	for (uint32_t bits = e.has & of; bits; bits &= bits - 1)
		n++;
	return n;
}

/* A value; NULL when it is not there. */
static inline const struct piece *
reduce_value(const struct reduced *from, struct element e, enum attr name)
{
	return element_has(e, name) ? from->value + e.first +
		element_values(e, ATTR_BIT(name) - 1) : NULL;
}

/* The text up to the next piece or the end, then that piece; *s goes on after it. */
struct reduced_text {
	struct piece plain, piece;
};
struct reduced_text reduce_text(const struct reduced *, const char **s, const char *end);

#endif
