/*
 * The lines of a page as columns of small numbers: what trees ask about. A number is a
 * count, a share or a kind, in COLUMN_LEVELS levels.
 */
#ifndef COLUMN_H
#define COLUMN_H

#include <stddef.h>
#include <stdint.h>

#include "page.h"
#include "place.h"

#define COLUMNS 168		/* of a page with an outline; */
#define COLUMNS_TEXT 103	/* the first of them, of text alone */
#define COLUMN_LEVELS 64
#define COLUMN_BLOCK 32		/* columns can be read by so many lines at once */

struct columns {
	uint8_t *v;
	size_t cap, stride, n, lines;
};

/* Columns without lines, with room for so many; adding a line. */
void	 columns_begin(struct columns *, const struct page *, size_t room);
void	 columns_add(struct columns *, const struct page *, const struct places *,
	size_t line);
void	 columns_free(struct columns *);

/* A column, from the `line`-th that was added on. */
static inline const uint8_t *
columns_at(const struct columns *c, size_t column, size_t line)
{
	return c->v + column * c->stride + line;
}

#endif
