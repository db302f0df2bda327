/*
 * What a statement says, as far as finding it again goes: its words with their
 * weights, and keys under which statements that share a pair of words are found.
 */
#ifndef STATEMENT_H
#define STATEMENT_H

#include <stddef.h>
#include <stdint.h>

#include "words.h"

#define STATEMENT_KEYS 32
#define STATEMENT_WORDS 512	/* more are left out */

struct said {			/* a word of a statement */
	uint32_t hash;
	uint16_t weight;	/* inverse document frequency, in tenths */
	uint16_t digit;		/* it holds a digit */
};

struct statement {
	struct said word[STATEMENT_WORDS];	/* by hash, each once */
	unsigned words;
	unsigned weight;	/* of them all */
	uint64_t text;		/* of the words in order */
	uint64_t key[STATEMENT_KEYS];
	unsigned keys;
};

struct weights;
/* Reads the table of word weights. */
struct weights *weights_open(void);
void	 weights_free(struct weights *);

/* What was said in s (valid UTF-8); `scratch` is reused. */
void	 statement_read(const struct weights *, struct words *scratch, const char *s,
	size_t len, struct statement *);

/*
 * How far two statements say the same, 0 to 1: the weight of their common words over
 * that of the lighter one, less where its numbers are not in the other. Statements of
 * little weight are the same only word for word, of hardly any never.
 */
double	 statement_compare(const struct said *a, unsigned n, const struct said *b,
	unsigned m);

#endif
