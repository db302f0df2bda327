/*
 * What the address of a page tells of it: the words of its title, as in
 * /2024/03/12/lutte-contre-lorpaillage-4711.html, and its date.
 */
#ifndef URL_H
#define URL_H

#include <stdint.h>

#include "date.h"
#include "page.h"

#define URL_WORDS 32	/* that are looked at */

/* A word, and what follows its first letter: « l'orpaillage » is « lorpaillage » too. */
struct url_word {
	uint64_t hash, rest;
};

struct url {
	struct url_word word[URL_WORDS];	/* the long ones of a segment */
	size_t words;
	struct date date;			/* year 0: none */
};

/* `s` may have no bytes, for a record without an address. */
void	 url_read(struct url *, const char *s, size_t len);
/* How much a line of a surveyed page is of the words of the address: 0 to 1. */
float	 url_likeness(const struct url *, const struct page *, size_t line);

#endif
