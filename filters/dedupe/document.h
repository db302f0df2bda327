/* What the document modes take from a record: id, outlet, signature. */
#ifndef DOCUMENT_H
#define DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "judge.h"
#include "mask.h"
#include "record.h"
#include "sketch.h"

struct reader {
	struct sketcher *sketcher;
	struct mask *mask;	/* NULL: none */
	struct buf kept;	/* scratch: what the mask leaves */
};

struct document {
	const char *id, *site, *text;
	size_t id_len, site_len, text_len;
	struct sketch sketch;
};

/* `mask` (NULL: none) passes to the reader. */
void	 document_open(struct reader *, struct mask *mask);
void	 document_close(struct reader *);

/* False: the record has no id or no text, and its reason is set. */
bool	 document_check(struct record *, struct document *);
/* The same; the rest of the document, too. */
bool	 document_read(struct record *, struct reader *, struct document *);

/* Sets the member `duplicate`. */
void	 document_mark(struct record *, const char *of, size_t len,
	const struct verdict *);

#endif
