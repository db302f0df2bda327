/*
 * When words were said and who collected them, where the text states it near the cue.
 */
#ifndef CIRCUMSTANCE_H
#define CIRCUMSTANCE_H

#include "quote.h"

/* Opens calendar.txt. */
void	 circumstance_open(void);
/* Fills in the date and the relay of each quotation that was not dropped. */
void	 circumstance_find(const struct doc *, struct quotes *);

#endif
