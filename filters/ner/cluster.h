/*
 * Word classes from the table clusters.bin, which ner-cluster or ner-classes writes;
 * an empty one has none. The table is used where it lies. It holds, little-endian,
 *
 *	struct cluster_header
 *	uint32_t first[(1 << bits) + 1]
 *	struct cluster_entry[words]
 *
 * The hash of a word's form (document_form_hash) falls into the bucket of its lowest
 * bits; those of bucket b stand from first[b] to first[b + 1], known by its highest.
 */
#ifndef CLUSTER_H
#define CLUSTER_H

#include "document.h"

#define CLUSTER_MAGIC "quiditW1"
#define CLUSTER_BITS 24		/* at most */

struct cluster_header {
	char magic[8];
	uint32_t words, bits;
};

struct cluster_entry {
	uint16_t rest;		/* highest bits of the hash */
	uint16_t class[CLUSTERINGS];
};

struct cluster_word {
	uint64_t form;
	uint16_t class[CLUSTERINGS];	/* from 1; 0: none */
	uint32_t order;			/* cluster_write's */
};

/* Opens the table; before the first record. */
void	 cluster_open(void);
/* Sets the word classes of every atom; 0 for unknown words. */
void	 cluster_mark(struct document *);
/* Writes the table of word[n], which it sorts: of equal forms the first counts. */
void	 cluster_write(struct cluster_word *word, size_t n);

#endif
