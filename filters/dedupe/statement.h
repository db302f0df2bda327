/*
 * What a statement says, as far as finding it again goes: its words with their
 * weights, and keys under which statements that share a pair of words are found.
 */
#ifndef STATEMENT_H
#define STATEMENT_H

#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "words.h"

#define STATEMENT_KEYS 32
#define STATEMENT_WORDS 512	/* more are left out */

/* A word is 32 bits: its name, which is 23 of its hash and one for a numeral, and eight
 * of its weight (inverse document frequency, in tenths). */
struct statement {
	uint32_t told[STATEMENT_WORDS];	/* in order, without those that weigh little */
	uint32_t word[STATEMENT_WORDS];	/* ascending, each once */
	unsigned tolds, words;
	uint64_t key[STATEMENT_KEYS];
	unsigned keys;
};

struct weights;
/* Reads the table of word weights. */
struct weights *weights_open(void);
void	 weights_free(struct weights *);
/* A number that differs with the table. */
uint64_t weights_checksum(const struct weights *);

/* What was said in s (valid UTF-8); `scratch` is reused. */
void	 statement_read(const struct weights *, struct words *scratch, const char *s,
	size_t len, struct statement *);
/* The same from the names of the words in order, STATEMENT_NAME bytes each. */
#define STATEMENT_NAME 3
void	 statement_write(const struct statement *, struct buf *names);
void	 statement_restore(const struct weights *, const unsigned char *names, unsigned n,
	struct statement *);

/*
 * How far two statements (their ascending words) say the same, 0 to 1: the weight of
 * their common words over that of the lighter one, less where the other is much heavier
 * and where its numbers are not in the other. Statements of little weight are the same
 * only word for word, of hardly any never.
 */
double	 statement_compare(const uint32_t *a, unsigned n, const uint32_t *b, unsigned m);

#endif
