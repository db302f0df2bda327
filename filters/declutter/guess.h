/*
 * Labels for training pages whose annotation only says whether a line is kept:
 * the kind of a kept line, the class of a dropped one, by form, phrase and place.
 */
#ifndef GUESS_H
#define GUESS_H

#include "label.h"
#include "page.h"

enum {
	GUESS_KEPT = LABELS,	/* kept, of some kind */
	GUESS_DROPPED,		/* dropped, of some class */
	GUESS_NEUTRAL		/* either: a post shown inside the article, mostly */
};

struct guess {
	uint8_t *known;		/* of each line: enum label, or one of the above */
	size_t cap;
};

/* Puts a label in the place of each of the above. */
void	 guess_labels(struct guess *, const struct page *);

#endif
