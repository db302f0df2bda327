/* Kinds of the article's lines: body, cross-heads, lists. */
#ifndef PARAGRAPH_H
#define PARAGRAPH_H

#include <stdint.h>

#include "page.h"

/* Gives every line with a kept label the label of its kind: that of its element when the
 * page has an outline and it tells, else by form and neighbours. */
void	 paragraph_kinds(const struct page *, uint8_t *label);

#endif
