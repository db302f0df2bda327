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

/* Texts that a page takes from the corpora. */
struct layout_texts {
	const char *title;		/* of the article */
	size_t title_len;
	/* Another article's title, or the beginning of its body. */
	void (*other)(void *ctx, struct buf *out, bool teaser);
	void *ctx;
};

struct layouts;

struct layouts *layouts_open(const char *dir);
void	 layouts_free(struct layouts *);
size_t	 layouts_count(const struct layouts *);

/* Writes page `i` into `text` and the labels of its lines into `label`; each place
 * for a part of the article is a line labelled LABEL_BODY. */
void	 layouts_write(const struct layouts *, size_t i, const struct layout_texts *,
	uint64_t *seed, struct buf *text, struct buf *label);

/* The next of the numbers 0 … n - 1 that `seed` stands for. */
unsigned draw(uint64_t *seed, unsigned n);

#endif
