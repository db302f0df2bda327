/*
 * The features of a line that its page's outline gives, beside those of its text: a
 * model of its own, html.bin, is trained with both.
 */
#ifndef MARKUP_H
#define MARKUP_H

#include <stddef.h>
#include <stdint.h>

#include "crf.h"
#include "outline.h"
#include "page.h"

/* The features of a page's lines for decoding. Those that a line shares with all that
 * look like it and have its form are summed once, and kept for the pages after. */
struct markup {
	struct crf_seq seq;
	uint32_t *look;			/* of each line, in `sum` */
	size_t look_cap;
	int32_t *sum;
	size_t looks, sum_cap;
	struct markup_slot {
		uint64_t key;
		uint32_t look;		/* plus one */
	} *slot;			/* a hash table of looks */
	size_t slots;
};

/* Reads the features of lines [from, to) into seq, for one model always. */
void	 markup_read(struct markup *, struct crf *, const struct page *, size_t from,
	size_t to);
void	 markup_free(struct markup *);

/* Adds all features of a line to the sequence's position in hand, without the templates
 * whose bits are set in `leave_out`, counted from the top. */
void	 markup_add(struct crf_seq *, const struct page *, size_t line,
	uint64_t leave_out);

/* What the features of a template look at; NULL: there are no more templates. */
const char *markup_name(unsigned template);

#endif
