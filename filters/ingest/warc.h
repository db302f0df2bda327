/*
 * WARC and WET files (ISO 28500), streamed: memory is bounded by the largest page.
 */
#ifndef WARC_H
#define WARC_H

#include "document.h"
#include "stream.h"

/*
 * Writes a document for every page in the file: HTTP responses with status 200 to 299
 * that are HTML or plain text, `resource` records of these types, and `conversion`
 * records of plain text (WET). Damaged records are skipped with a message that gives
 * their offset.
 */
void	 warc_read(struct stream *, struct document *);

#endif
