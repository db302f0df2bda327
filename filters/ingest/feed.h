/*
 * Feeds: RSS 0.9 to 2.0, RSS 1.0 (RDF) and Atom (RFC 4287).
 */
#ifndef FEED_H
#define FEED_H

#include <stddef.h>

#include "document.h"

/* Writes a document for every item: the title and the item's text as lines, what the
 * feed says of it as `page_meta`. NULL, or why the file cannot be read to its end; the
 * items before that place are written. */
const char *feed_read(struct document *, const char *s, size_t len);

#endif
