/*
 * The signature of a text: enough of it, in a fixed number of bytes, to find texts
 * that share passages with it and to estimate how much they share.
 *
 * Three bottom-k sketches (Broder 1997, "On the resemblance and containment of
 * documents"; Cohen & Kaplan 2007, "Summarizing data using bottom-k sketches"):
 *   shingles   three content words in a row; short words are passed over, so that
 *              small edits break few of them (compare Theobald, Siddharth & Paepcke
 *              2008, "SpotSigs")
 *   facts      words with a capital or a digit: names, dates, scores
 *   words      the other content words
 * The smallest shingles also serve as keys under which candidates are looked up.
 *
 * Facts and words tell copies from forms: two reports of one kind share sentences
 * and all their common words but differ in names and figures, while an edited copy
 * loses common words as much as names.
 */
#ifndef SKETCH_H
#define SKETCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "words.h"

#define SKETCH_SHINGLES 64
#define SKETCH_KEYS 12
#define SKETCH_WORDS 64

/* Texts with fewer distinct shingles are compared whole or not at all. */
#define SKETCH_MIN 10

struct sketch {
	uint64_t text;			/* of all words in order; 0: there are none */
	uint32_t site;			/* of the outlet's name; 0: none */
	uint8_t shingles, facts, words;	/* how many below */
	uint8_t spare;
	/* Ascending, as are the others; comparisons look at 24 bits, and all 32 are kept
	 * only of the keys. */
	uint32_t shingle[SKETCH_SHINGLES];
	uint16_t low[SKETCH_KEYS];	/* the next bits of the first ones */
	uint16_t fact[SKETCH_WORDS];
	uint16_t word[SKETCH_WORDS];
};

/* What two texts share. */
struct likeness {
	double jaccard;			/* of the shingles */
	double containment;		/* of the smaller text's shingles in the other */
	double sure;			/* the same, less where few of them are seen */
	bool smaller;			/* the first text is the smaller one */
	double facts, words;		/* containment of facts, of other words */
	double facts_jaccard, words_jaccard;
};

/* Texts that share less of their shingles are compared no further: the measures of
 * facts and words stay 0. */
#define SKETCH_LEAST 0.08

struct sketcher;
struct sketcher *sketcher_new(void);
void	 sketcher_free(struct sketcher *);
/* The sketch of a text of valid UTF-8. Linear in its length. */
void	 sketch_make(struct sketcher *, const char *s, size_t len, struct sketch *);

/* How many keys a sketch has: none when the text is too short. */
unsigned sketch_keys(const struct sketch *);
uint64_t sketch_key(const struct sketch *, unsigned i);

void	 sketch_compare(const struct sketch *, const struct sketch *, struct likeness *);

#endif
