/*
 * Names in bylines: « Par Awa Sow et Paul Biyo, avec AFP ». The words around them
 * come from bylines.txt.
 */
#ifndef NAMES_H
#define NAMES_H

#include <stddef.h>

#include "buf.h"
#include "text.h"

#define NAMES_MAX 32

struct word;

void	 names_open(void);

/* How much a line looks like a byline. */
enum names_form {
	NAMES_NONE,
	NAMES_LED,		/* Par Awa Sow */
	NAMES_LED_MORE,		/* Par Awa Sow, le 3 mars */
	NAMES_BARE,		/* Awa Sow */
	NAMES_JOINED,		/* Awa Sow avec AFP */
	NAMES_ONE,		/* Sow; or many words with capitals */
	NAMES_MORE		/* Awa Sow, mis à jour le 3 mars */
};
enum names_form names_form(const char *line, const struct word *, size_t n, size_t words);

/* How many words at the start are no part of a name (« Source : »). */
size_t	 names_lead(const struct word *, size_t n);
/* The word that a source begins with behind « Source : », « Avec »; n when it names
 * none: « Correspondante à Kobani ». */
size_t	 names_source(const struct word *, size_t n);

struct names {
	struct buf *out;		/* JSON strings, parted by commas */
	struct span seen[NAMES_MAX];	/* the names written, in `out` */
	size_t n;
};

/* Adds the names of a byline that were not written yet. */
void	 names_add(struct names *, const char *line, const struct word *, size_t n);
/* The same for a byline that is no line of a page. */
void	 names_add_text(struct names *, const char *s, size_t len);
/* Where a name begins after word `from` of a line, « 3 mars 2024 par Awa Sow »; n when
 * none does. */
size_t	 names_after(const char *line, const struct word *, size_t n, size_t from);

#endif
