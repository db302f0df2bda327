/*
 * The member `lines` that ingest writes (see ingest(1)): an object for each line of the
 * text, with the elements that end and begin between the line before and this one. Read
 * one after the other, they give the elements around each line.
 */
#ifndef AROUND_H
#define AROUND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "json.h"

#define AROUND_OPEN 1024	/* elements deeper than this are passed over */

/* An open element. */
struct around_element {
	uint64_t block;		/* hash of the name of the innermost block, with itself */
	unsigned blocks;	/* around it, with itself */
	uint64_t name;		/* the same if the name says something, else 0 */
	size_t word, words;	/* in around.word: of its class, id ... */
};

struct around {
	struct json_scan json;
	struct around_element open[AROUND_OPEN];
	size_t depth;
	size_t over;		/* open ones that were passed over */
	uint64_t *word;		/* hashes, of all open elements */
	size_t words, word_cap;
	/* Of the line last read. */
	size_t kept;		/* open elements that the line before stood in too */
	uint8_t links, bold, body;	/* tenths */
};

/* The hash of a word of classes; that of a block's name. */
uint64_t around_word(const char *s, size_t len);
uint64_t around_block(const char *s, size_t len);
/* Begins to read: false when this is not such an array. It must be well-formed JSON and
 * stay; memory is kept from one array to the next. */
bool	 around_begin(struct around *, const char *json, size_t len);
/* Reads what is said of the next line; false at the end or at anything else. */
bool	 around_next(struct around *);

#endif
