/* The ids of the records seen, by number, and which of them the index brought. */
#ifndef IDS_H
#define IDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "multimap.h"
#include "record.h"
#include "vault.h"

#define IDS_NONE UINT32_MAX

struct ids {
	uint32_t n;
	struct vault start, bytes;	/* where each begins; all of them */
	struct multimap by_id;
	struct vault met;	/* of those that the index brought: met in this run? */
};

/* `memory` bytes are kept in memory and the rest on disk; 0: all of it. */
void	 ids_init(struct ids *, size_t memory);
void	 ids_free(struct ids *);

/* The member `id`; false: there is none that can be used, and the reason is set. */
bool	 ids_read(struct record *, const char **id, size_t *len);
/* The number of the record, IDS_NONE when there is none of that id. */
uint32_t ids_find(struct ids *, const char *id, size_t len);
/* Adds a record and returns its number. */
uint32_t ids_add(struct ids *, const char *id, size_t len);
/* Valid until the next call for another. */
const char *ids_get(struct ids *, uint32_t number, size_t *len);

/* The index brought all that are there now. */
void	 ids_loaded(struct ids *);
/* Whether the index brought it and it was not met in this run before. */
bool	 ids_meet(struct ids *, uint32_t number);

#endif
