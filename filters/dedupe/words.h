/*
 * The words of a text as dedupe compares them: letters without case or accents,
 * ligatures taken apart, digits kept; punctuation, white space, apostrophes,
 * hyphens, invisible and combining characters only separate or vanish. So two
 * typings of one text have the same words.
 */
#ifndef WORDS_H
#define WORDS_H

#include <stddef.h>
#include <stdint.h>

enum word_flag {
	WORD_LONG = 1,		/* carries content: four letters, or a digit */
	WORD_FACT = 2,		/* of these, written with a capital or a digit */
	WORD_NUMERAL = 4	/* begins with a digit */
};

struct words {
	uint64_t *hash;		/* one a word */
	uint8_t *flag;		/* enum word_flag, or-ed */
	size_t n, hash_cap, flag_cap;
};

/* Replaces what `w` holds by the words of s (valid UTF-8); linear. */
void	 words_read(struct words *w, const char *s, size_t len);
void	 words_free(struct words *w);

/* A well-mixed function of 64 bits. */
uint64_t words_mix(uint64_t x);

#endif
