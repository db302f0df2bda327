/*
 * The statements told so far: their words, where each stood, and where to look for
 * those that are like a new one. Each key keeps its first few statements, as the keys
 * of documents do (store.h).
 */
#ifndef ARCHIVE_H
#define ARCHIVE_H

#include <stddef.h>
#include <stdint.h>

#include "ids.h"
#include "statement.h"

#define ARCHIVE_ANCHORS 8
#define ARCHIVE_FOUND (STATEMENT_KEYS * ARCHIVE_ANCHORS)	/* most candidates */

struct told {			/* an earlier statement */
	uint64_t at;		/* where its words begin */
	uint32_t words;
	uint32_t record, index;	/* where it stood */
	uint32_t first;		/* the statement that it repeats, or itself */
};

struct archive {
	struct ids ids;
	struct vault content;	/* of each record, a hash of its statements */
	uint32_t n;		/* statements */
	struct vault told, words;
	struct multimap by_key;
	uint32_t found[ARCHIVE_FOUND];
};

/* `memory` bytes are kept in memory and the rest on disk; 0: all of it. */
struct archive *archive_new(size_t memory);
void	 archive_free(struct archive *);

/* Adds the record that the statements added next belong to, and returns its number. */
uint32_t archive_add_record(struct archive *, const char *id, size_t len,
	uint64_t content);
uint64_t archive_content(struct archive *, uint32_t record);

/* Adds a statement; ARCHIVE_SELF: it repeats none. */
#define ARCHIVE_SELF UINT32_MAX
void	 archive_add(struct archive *, const struct statement *, uint32_t index,
	uint32_t first);
struct told archive_get(struct archive *, uint32_t number);
/* Valid until the next call. */
const uint32_t *archive_words(struct archive *, const struct told *);

/* Statements that share a key, each once, in ascending order; valid until the next
 * call. */
size_t	 archive_candidates(struct archive *, const struct statement *,
	const uint32_t **list);

#endif
