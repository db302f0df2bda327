/*
 * The documents seen so far: ids, signatures, and where to look for a new one's
 * candidates. Each key keeps its first few documents only (stars, not cliques), so
 * a paragraph that a million documents share costs each of them a few comparisons.
 *
 * A document whose text stood before, word for word, keeps an id and no signature.
 */
#ifndef STORE_H
#define STORE_H

#include <stddef.h>
#include <stdint.h>

#include "ids.h"
#include "sketch.h"

#define STORE_NONE IDS_NONE
#define STORE_ANCHORS 4
#define STORE_FOUND (SKETCH_KEYS * STORE_ANCHORS)	/* most candidates */

struct store {
	struct ids ids;
	uint32_t sketches;
	struct vault own, sketch;	/* which sketch is a document's; all of them */
	struct vault inside;		/* the first one found inside each document */
	struct multimap by_text, by_key;
	uint32_t found[STORE_FOUND];	/* candidates */
};

/* `memory` bytes are kept in memory and the rest on disk; 0: all of it. */
struct store *store_new(size_t memory);
void	 store_free(struct store *);

/* The first document of the same words; STORE_NONE when there is none. */
uint32_t store_find_text(struct store *, uint64_t text);

/* Adds a document, whose number it returns; it is a repeat of `same` unless that is
 * STORE_NONE. */
uint32_t store_add(struct store *, const char *id, size_t len, const struct sketch *,
	uint32_t same);

/* Earlier documents (numbers below `before`) that share a key, each once, in
 * ascending order; valid until the next call. */
size_t	 store_candidates(struct store *, const struct sketch *, uint32_t before,
	const uint32_t **list);

/* The first document that was found inside `doc`, which from now on is `inside` unless
 * there was one before. */
uint32_t store_inside(struct store *, uint32_t doc, uint32_t inside);

/* Of a repeat: the signature of the document it repeats. Valid until the next call for
 * another. */
const struct sketch *store_sketch(struct store *, uint32_t doc);

#endif
