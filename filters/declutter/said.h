/*
 * What the page says of itself (the member `page_meta`, see ingest(1)), and the
 * choice between that and what its lines say.
 */
#ifndef SAID_H
#define SAID_H

#include <jansson.h>

#include "buf.h"
#include "date.h"
#include "page.h"

struct said {
	const char *title;		/* NULL: not said; without the name of the site */
	size_t title_len;
	struct date date, modified;	/* year 0: not said */
	const json_t *byline;
};

/* The length of a title without what follows the last bar or dash between spaces, which
 * is mostly the site's name; 0: there is none. */
size_t	 said_stem(const char *title, size_t len);

/* `meta` is a page_meta or NULL, and outlives the result. */
void	 said_read(struct said *, const json_t *meta);

/* The date: the first one stated in the lines that is the published or the modified
 * one; else `stated`, which the lines gave, when it is earlier than the published one
 * or there is none; else that. */
struct date said_date(const struct said *, const struct page *, struct date stated);

/* Replaces the JSON array of names that the lines gave, `n` of them, by those that the
 * page names, when they are no fewer, stand in its lines and one is the same, or the
 * lines gave none; how many there are then. */
size_t	 said_byline(const struct said *, const struct page *, struct buf *names,
	size_t n);

#endif
