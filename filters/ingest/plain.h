/*
 * Plain text.
 */
#ifndef PLAIN_H
#define PLAIN_H

#include <stddef.h>

#include "document.h"

/* Fills the document's text; `charset` as for charset_decode. NULL, or why these bytes
 * are no text. */
const char *plain_read(struct document *, const char *s, size_t len,
	const char *charset);

#endif
