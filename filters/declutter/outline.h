/*
 * The outline of a page: the tree of blocks that its lines stood in, and what each
 * line's elements say, from the member `lines` that ingest writes (see ingest(1)).
 */
#ifndef OUTLINE_H
#define OUTLINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include "lexicon.h"
#include "page.h"

#define OUTLINE_DEPTH 1024	/* blocks deeper than this count as one */

/* A block, its lines [first, last] and what all of them hold. Those in it come right
 * behind it. */
struct outline_node {
	uint32_t parent, end;		/* the block around it; the first behind those in it */
	uint32_t first, last, lines;
	uint32_t words, prose, linked;	/* words; words of prose; words in links */
	uint16_t depth;
};

struct outline_line {
	uint32_t node;
	uint32_t name, names;		/* in hash[]: its elements */
	uint32_t word, words;		/* class words, the nearest first */
	uint64_t element;
	uint32_t near, far;		/* roles that class words name, as bits */
	uint8_t role;			/* of the nearest word that names one, or ROLES */
	uint8_t kind;			/* enum outline_kind */
	uint32_t look;			/* in look[]: of its element, names, words */
	uint8_t alike;			/* of the page's prose in such lines, tenths */
	uint8_t peers;			/* such lines, up to 255 */
	uint16_t depth, common;
	uint8_t links, bold, body;	/* tenths */
	uint8_t meta;			/* OUTLINE_TITLE ... */
};

/* Lines that look alike: how many, and their words of prose. */
struct outline_look {
	uint32_t lines, prose;
	uint64_t hash;			/* of the look, the same on all pages */
};

/* What a line's element stands for. */
enum outline_kind {
	KIND_OTHER, KIND_PARAGRAPH, KIND_HEADING, KIND_ITEM, KIND_CELL, KIND_CAPTION,
	KIND_QUOTE
};

/* What of page_meta a line says. */
enum { OUTLINE_TITLE = 1, OUTLINE_LEAD = 2, OUTLINE_AUTHOR = 4 };

struct outline {
	struct outline_line *line;	/* of each non-blank line of the page */
	size_t line_cap;
	struct outline_node *node;	/* node 0 is the root */
	size_t nodes, node_cap;
	struct outline_look *look;
	size_t looks, look_cap;
	struct lexicon seen;		/* looks by their hashes */
	uint64_t *hash;
	size_t hashes, hash_cap;
	size_t article;			/* the node that holds most of the prose */
	size_t first, last;		/* its first and last line of prose */
	bool has_body;			/* the page's data hold the article's text */
	size_t best;			/* the node most of it stands in directly */
};

/* Opens the tables: once, before the first outline is read. */
void	 outline_open(void);
/* Reads `lines`, well-formed JSON, and what `meta` (page_meta, NULL for none) says of
 * each line, for a page that was read. False: not one object a line as ingest writes
 * them. */
bool	 outline_read(struct outline *, const struct page *, const char *lines,
	size_t len, const json_t *meta);
void	 outline_free(struct outline *);

/* True when a block stands in another. */
static inline bool
outline_inside(const struct outline *o, uint32_t node, size_t block)
{
	return node >= block && node < o->node[block].end;
}

#endif
