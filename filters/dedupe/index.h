/*
 * The index: the documents of earlier runs, so that new ones are compared with them.
 *
 * A file of LMDB, whose transactions are whole or not there at all: a run that is
 * killed leaves the index as of its last commit, and running it again goes on from
 * there. It has two databases: "settings" (one text, checked on opening) and
 * "documents", by number (8 bytes, big-endian): how many documents it joined the
 * clusters of (1 byte) and their numbers (4 bytes each), the number of the document
 * of the same words or all ones (4 bytes), the length of the id (4 bytes), the id,
 * and, unless it has the words of another, the signature (line.h).
 */
#ifndef INDEX_H
#define INDEX_H

#include <stddef.h>
#include <stdint.h>

#include "forest.h"
#include "sketch.h"
#include "store.h"

#define INDEX_JOINS 255

struct index_file;

/* Opens or makes the file and reads all of it into store and forest. Ends the program
 * when it is no index, was made with other settings, or is in use. */
struct index_file *index_open(const char *path, const char *settings, struct store *,
	struct forest *);

/* Adds the document of that number; it is safe after the next commit, of which there
 * is one every few thousand documents. */
void	 index_add(struct index_file *, uint32_t doc, const char *id, size_t len,
	const struct sketch *, uint32_t same, const uint32_t *joins, size_t n);

/* Commits and closes. */
void	 index_close(struct index_file *);

#endif
