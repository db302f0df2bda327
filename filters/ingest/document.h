/*
 * A document on its way out: the members of the record that ingest writes.
 */
#ifndef DOCUMENT_H
#define DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"

/* Longest record that the filters read: CLI_LINE_MAX with room for the JSON. */
#define DOCUMENT_MAX ((size_t)32 << 20)

struct document {
	const char *path;	/* as opened, for `path` and messages: any bytes */
	const char *name;	/* path below the operand: `id` is made from it */
	struct buf id;		/* UTF-8; empty: made from `name` */
	struct buf text;	/* UTF-8, LF line ends */
	struct buf url;		/* UTF-8; left out when empty */
	struct buf lines;	/* JSON array; left out when empty */
	struct buf meta;	/* JSON object; left out when empty */
};

/* What --id-prefix gave: stands before every id. */
extern const char *document_prefix;

/* Appends bytes from outside (file names, addresses): what is no UTF-8 as %XX. */
void	 document_bytes(struct buf *, const char *s, size_t len);

/* Empties all buffers for the next document of the same file. */
void	 document_clear(struct document *);
void	 document_free(struct document *);

/* Writes the record and empties the buffers. A document without text, or too
 * large, is left out with a message. `id` becomes unique in the run: the extension
 * dropped from `name` comes back, then ~2, ~3 … follow. */
void	 document_write(struct document *);

/* Makes an id that comes from outside unique in the run, as document_write does. */
void	 document_unique(struct buf *id);

#endif
