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
#include "lexicon.h"

#define AROUND_OPEN 1024	/* elements deeper than this are passed over */
#define AROUND_WORDS 20		/* different words of an element, and no more */

/* An element within those around it. One that comes again in the same ones, with the
 * same words, is the same. */
struct around_element {
	uint32_t up;		/* the element around it; 0, which is none, at the root */
	uint32_t line;		/* the caller's; 0 at first */
	uint16_t depth, blocks;	/* elements, blocks around it, with itself */
	uint16_t words;
	size_t word;		/* in around.word: of its class, id ... */
	uint64_t block;		/* hash of the name of the innermost block, with itself */
	uint64_t name;		/* of its name if that says something, else 0 */
};

struct around {
	struct json_scan json;
	struct around_element *element;
	size_t elements, element_cap;
	struct lexicon seen;	/* elements by the hashes of what they are read from */
	size_t over;		/* open ones that were passed over */
	uint64_t *word;		/* hashes, of all elements */
	size_t words, word_cap;
	/* Of the line last read. */
	uint32_t at;		/* the innermost element; 0: none */
	uint32_t kept;		/* the innermost that the line before stood in too */
	uint8_t links, bold, body;	/* tenths */
};

/* The hash of a word of classes; that of a block's name. */
uint64_t around_word(const char *s, size_t len);
uint64_t around_block(const char *s, size_t len);
/* Opens what is known of elements: once, before the first is read. */
void	 around_open(void);
/* Begins to read: false when this is not such an array. It must be well-formed JSON and
 * stay; memory is kept from one array to the next. */
bool	 around_begin(struct around *, const char *json, size_t len);
/* Reads what is said of the next line; false at the end or at anything else. */
bool	 around_next(struct around *);

#endif
