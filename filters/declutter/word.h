/*
 * Words of a line for comparing and looking up: runs of letters, folded (no case,
 * no accent), cut where a small letter meets a capital (« À lire aussiTitre »);
 * numbers are all alike.
 */
#ifndef WORD_H
#define WORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define WORD_ANY_NUMBER UINT64_C(0x6e756d626572)

struct word;

/* The next word of s[at..len) into *w (offset, len, hash, flags); where it ends,
 * or 0 when there is none. */
size_t	 word_next(const char *s, size_t len, size_t at, struct word *w);
/* The first words of a line, PAGE_WORDS at most. */
struct cut {
	size_t n;
	size_t end;		/* of the last one */
	unsigned signs;		/* flags of the line for the signs between them */
};

/* `room`: bytes that may be read from s on; behind the line they start with no letter. */
struct cut words_cut(const char *s, size_t len, size_t room, struct word *);

static inline uint64_t
word_mix(uint64_t h, uint64_t v)
{
	h = (h ^ v) * UINT64_C(0x9e3779b97f4a7c15);
	return h ^ h >> 29;
}

#endif
