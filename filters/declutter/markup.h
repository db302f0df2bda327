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

/* Adds them to the sequence's position in hand, without the templates whose bits are set
 * in `leave_out`, counted from the top. */
void	 markup_add(struct crf_seq *, const struct page *, const struct outline *,
	size_t line, uint64_t leave_out);

/* What the features of a template look at; NULL: there are no more templates. */
const char *markup_name(unsigned template);

#endif
