/*
 * What a file is: plain text, an HTML page, a crawl, a feed, JSON, CSV.
 */
#ifndef KIND_H
#define KIND_H

#include <stddef.h>

enum kind {
	KIND_UNKNOWN, KIND_TEXT, KIND_HTML, KIND_WARC, KIND_FEED, KIND_JSONL, KIND_JSON,
	KIND_CSV, KIND_TSV
};

/* The kind named by --type; KIND_UNKNOWN when there is none of that name. */
enum kind kind_named(const char *name);

/* From the first bytes and the file name's extension. The bytes win: a WARC file
 * or a page under any name is one. */
enum kind kind_of(const char *head, size_t len, const char *name);

#endif
