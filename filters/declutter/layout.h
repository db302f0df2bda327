/*
 * Training pages written by layouts.txt: what common publishing systems put around
 * an article, with its classes. The format is described in that file.
 */
#ifndef LAYOUT_H
#define LAYOUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"

enum layout_part { LAYOUT_TITLE, LAYOUT_TEASER, LAYOUT_WORDS, LAYOUT_OWN };

/* Or-ed to the label of a kept line that the layout itself has the text of. */
#define LAYOUT_TEXT 0x80

/* Texts that a page takes from the corpora. */
struct layout_texts {
	const char *title;		/* of the article */
	size_t title_len;
	/* Another article's title, the beginning of its body, a few words of it; the
	 * middle of a paragraph of this one. */
	void (*other)(void *ctx, struct buf *out, enum layout_part);
	void *ctx;
};

struct layouts;

struct layouts *layouts_open(const char *dir);
void	 layouts_free(struct layouts *);
size_t	 layouts_count(const struct layouts *);

/* Writes page `i` into `text` and the labels of its lines into `label`; each place
 * for a part of the article is a line with the label of a kept kind. */
void	 layouts_write(const struct layouts *, size_t i, const struct layout_texts *,
	uint64_t *seed, struct buf *text, struct buf *label);

/* The next of the numbers 0 … n - 1 that `seed` stands for. */
unsigned draw(uint64_t *seed, unsigned n);

#endif
