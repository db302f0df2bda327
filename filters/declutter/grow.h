/*
 * Training of boosted trees: see trees.h. Each tree is grown on the slope of the
 * logistic loss, from some of the pages and some of the questions, drawn by a seed.
 */
#ifndef GROW_H
#define GROW_H

#include <stdint.h>

#include "page.h"
#include "place.h"

struct grower;

struct grower *grow_new(void);
/* The lines of a page, with their labels. A line of many words counts more; those of
 * title, byline and date do not count, which are left to the line model. */
void	 grow_add(struct grower *, const struct page *, const struct places *,
	const uint8_t *label, double weight);
/* Grows the trees and writes the model to standard output. */
void	 grow_write(struct grower *);
void	 grow_free(struct grower *);

#endif
