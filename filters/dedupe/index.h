/*
 * The index: what earlier runs saw, so that new records are compared with it.
 *
 * A file of LMDB, whose transactions are whole or not there at all: a run that is
 * killed leaves the index as of its last commit, and running it again goes on from
 * there. It has two databases: "settings" (one text, checked on opening) and
 * "entries", one a record, in pieces that fill a page of the file well, by number (4
 * bytes, big-endian); the first byte of a piece says whether another follows. What an
 * entry holds is its writer's affair (stream.c, repeats.c).
 */
#ifndef INDEX_H
#define INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"

struct index_file;

/* Opens or makes the file. Ends the program when it is no index, was made with other
 * settings, or is in use. */
struct index_file *index_open(const char *path, const char *settings);

/* Hands over all entries in the order they were added. Ends the program when one is
 * refused: the file is damaged. */
void	 index_load(struct index_file *, bool (*fn)(const unsigned char *s, size_t len,
	void *ctx), void *ctx);

/* Adds an entry; it is safe after the next commit, of which there is one every few
 * megabytes. */
void	 index_add(struct index_file *, const char *s, size_t len);

/* Numbers in entries. */
void	 index_put(struct buf *, uint32_t);
uint32_t index_take(const unsigned char **);

/* Commits and closes. */
void	 index_close(struct index_file *);

#endif
