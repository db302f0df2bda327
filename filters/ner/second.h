/*
 * The second pass: what the whole document shows of a name corrects what one
 * sentence made of it (Krishnan & Manning 2006, as rules).
 *
 * A form takes the type that most of its mentions have; a person's surname alone is
 * that person; a name known from one place is found where it was missed.
 */
#ifndef SECOND_H
#define SECOND_H

#include "tag.h"

struct second {
	struct second_slot *slot;
	size_t slots, cap;
	struct mentions merged;
};

void	 second_pass(struct second *, const struct document *, struct mentions *,
	unsigned person, unsigned body);
void	 second_free(struct second *);

#endif
