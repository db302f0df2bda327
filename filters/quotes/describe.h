/*
 * Descriptions of people and institutions, as sets of words that can be compared:
 * « le chef de la diplomatie malienne » and « ministre des Affaires étrangères du
 * Mali » are one.
 */
#ifndef DESCRIBE_H
#define DESCRIBE_H

#include "doc.h"

#define DESCRIBE_WORDS 16

struct description {
	uint32_t head;			/* the word that says what it is; 0: none */
	uint32_t word[DESCRIBE_WORDS];	/* the others, without small words */
	size_t n;
	int country;			/* row of demonyms.txt, -1 */
	bool definite, plural;
};

/* Opens roles.txt. */
void	 describe_open(void);
/* The description in items [from, to). */
void	 describe_items(const struct doc *, size_t from, size_t to, struct description *);
/* The description in a name. */
void	 describe_name(const char *s, size_t len, struct description *);
/* How well `d` names the holder of `role`: -1 not at all, else the words of `d` that
 * `role` lacks, 0 being best. */
int	 describe_match(const struct description *d, const struct description *role);

#endif
