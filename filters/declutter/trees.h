/*
 * Boosted trees (Friedman 2001): a second opinion, beside that of the line model, on
 * whether a line belongs to the article. Each tree puts the same few questions to every
 * line, whatever was answered before (Kohavi 1994): so they are asked of many lines at
 * once. A model is used in place: struct trees_header, then so many struct tree.
 */
#ifndef TREES_H
#define TREES_H

#include <stddef.h>
#include <stdint.h>

#include "column.h"

#define TREES_MAGIC "quiditT1"
#define TREES_DEPTH 4
#define TREES_LEAVES (1 << TREES_DEPTH)

struct trees_header {
	char magic[8];
	uint32_t trees, columns;
};

/* Whether a column is above a level; the bits of the answers make the leaf. */
struct tree {
	uint8_t column[TREES_DEPTH], level[TREES_DEPTH];
	float leaf[TREES_LEAVES];
};

struct trees {
	const struct tree *tree;
	size_t n;
};

/* A model of so many columns at `data` (4-byte aligned, outlives the trees); what is
 * wrong with it, or NULL. */
const char *trees_open(struct trees *, const char *data, size_t len, unsigned columns);
/* Logarithms of the odds that the lines belong to the article, into `odds`, which has
 * room for a multiple of COLUMN_BLOCK. */
void	 trees_ask(const struct trees *, const struct columns *, float *odds);

#endif
