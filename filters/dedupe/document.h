/* What the document modes take from a record: id, outlet, signature. */
#ifndef DOCUMENT_H
#define DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "judge.h"
#include "record.h"
#include "sketch.h"

struct document {
	const char *id;
	size_t id_len;
	struct sketch sketch;
};

/* False: the record cannot be used and its reason is set. */
bool	 document_read(struct record *, struct sketcher *, struct document *);

/* Sets the member `duplicate`. */
void	 document_mark(struct record *, const char *of, size_t len,
	const struct verdict *);

#endif
