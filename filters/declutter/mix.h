/*
 * More training pages out of few: the clutter of one page around the article of
 * another, with blocks left out. What a site's layout and a site's prose have in
 * common by accident comes apart.
 */
#ifndef MIX_H
#define MIX_H

#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "page.h"

struct sample {
	char *text;
	size_t len;
	uint8_t *label;		/* of each non-blank line */
	size_t lines;
	long site;
};

/* Writes the page into `text`, the labels of its lines into `label`. False: the two
 * do not go together. `seed` decides what is left out. */
bool	 mix(const struct page *layout, const uint8_t *layout_label,
	const struct page *article, const uint8_t *article_label, uint64_t *seed,
	struct buf *text, struct buf *label);

/* The article alone, from a line drawn by `seed` on, up to five lines. */
bool	 mix_bare(const struct page *article, const uint8_t *label, uint64_t *seed,
	struct buf *text, struct buf *out);

#endif
