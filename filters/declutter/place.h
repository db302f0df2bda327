/*
 * Where each line of a page stands among the others: the prose around it, the blocks
 * that phrases open before and after it, the gap between two paragraphs it lies in.
 */
#ifndef PLACE_H
#define PLACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "page.h"

/* Kinds of blocks that phrases open. */
enum family { FAMILY_COMMENT, FAMILY_RELATED, FAMILY_FOOT, FAMILY_HEAD, FAMILIES };

/* Where a line stands among the others. */
struct place {
	uint32_t prose_before, prose_after;	/* lines of prose */
	uint32_t since_prose, to_prose;		/* lines */
	uint32_t since_anchor;		/* lines since a phrase that opens a block */
	uint8_t anchor;				/* its class */
	uint8_t previous_anchor;
	uint8_t next_anchor;			/* the class of the next such phrase */
	uint32_t to_anchor;
	uint8_t run;			/* lines of the same form before, up to 255 */
	uint8_t seen[FAMILIES];	/* prose since a phrase of the family, 0 for none, + 1 */
	uint32_t gap;		/* of a line in a gap, of prose the one before it */
	uint32_t heads;		/* lines since a dated one that others are built like */
	uint8_t from_core;	/* kinds of phrases between the line and the core */
};

/* What a line lies in that is no prose: the lines from one paragraph to the next. */
struct gap {
	uint8_t kinds;		/* bits for kinds of phrases in it */
	uint32_t lines, numbers, words;
	unsigned ends;		/* 1: no prose before it, 2: none after */
};

struct places {
	struct place *v;
	size_t cap;
	struct gap *gap;		/* the g-th lies before the g-th line of prose */
	size_t gap_cap;
};

void	 places_find(struct places *, const struct page *);
void	 places_free(struct places *);

#endif
