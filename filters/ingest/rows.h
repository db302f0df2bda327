/*
 * Documents that stand as rows in other programs' files: JSON Lines of any shape, JSON
 * objects alone or in an array, CSV (RFC 4180, with a header row) and TSV. Streamed.
 */
#ifndef ROWS_H
#define ROWS_H

#include "document.h"
#include "stream.h"

/* The members or columns that hold the text and the id (--text-member, --id-member). */
extern const char *rows_text, *rows_id;

/* Writes a record for every line: the object as it is, with `id`, `path` and `text` set.
 * Text that is an HTML page becomes its text with `lines` and `page_meta`. */
void	 rows_json(struct stream *, struct document *);
/* The same for every object of a JSON file, in an array or one behind the other. */
void	 rows_objects(struct stream *, struct document *);
/* The same for every row after the first, all columns being strings. `mark` separates
 * them; 0: comma or semicolon, whichever the header row has more of. */
void	 rows_csv(struct stream *, struct document *, char mark);

#endif
