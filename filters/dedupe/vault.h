/*
 * An array of bytes that grows at its end: in memory, or, from a limit on, in a
 * temporary file without a name, in TMPDIR or /tmp, that goes with the process.
 */
#ifndef VAULT_H
#define VAULT_H

#include <stddef.h>
#include <stdint.h>

#include "buf.h"

struct vault {
	struct buf tail;	/* what is not in the file yet */
	uint64_t written;	/* bytes in the file */
	size_t limit;		/* of the tail; 0: none, and no file */
	int fd;			/* valid once written is not 0 */
	struct buf piece;	/* what was last read from the file */
};

uint64_t vault_size(const struct vault *);
/* Appends; where the bytes begin. */
uint64_t vault_add(struct vault *, const void *, size_t);
/* The bytes, valid until the next call. */
const void *vault_get(struct vault *, uint64_t at, size_t len);
/* Overwrites bytes that were added in one call. */
void	 vault_set(struct vault *, uint64_t at, const void *, size_t);
/* Nothing is to be added any more: with a limit, no memory is held. */
void	 vault_seal(struct vault *);
void	 vault_free(struct vault *);

#endif
