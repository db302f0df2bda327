/*
 * Word lists: forms looked up without regard to accents, marks and the kind of
 * apostrophe, read from tables whose second field, if any, is a class.
 */
#ifndef WORD_H
#define WORD_H

#include <stdbool.h>
#include <stddef.h>

#include "table.h"

#define WORD_KEY 32	/* bytes; a longer form is in no list */

/* The key of the form [p, end): no accents or marks, ' for every apostrophe, lower
 * case unless `cased`. Its length, 0 when it is too long. */
size_t	 word_key(const char *p, const char *end, bool cased, char key[WORD_KEY]);

/* Reads table `name`: each form gets 1, or the place (from 1) of its second field in
 * `class`, a NULL-terminated list. Another class ends the program. */
void	 word_table(struct map *, const char *name, bool cased, const char *const *class);

/* The value of the form [p, end), 0 when it is not in the list. */
int	 word_value(const struct map *, const char *p, const char *end, bool cased);

/* Classes of abbreviations.txt. */
enum word_abbreviation {
	ABBREVIATION_NONE,
	ABBREVIATION_TITLE,	/* before a name */
	ABBREVIATION_REF,	/* before a number or a name */
	ABBREVIATION_NUMBER,	/* before a number; a word of its own elsewhere */
	ABBREVIATION_MONTH,	/* inside a date */
	ABBREVIATION_END	/* ends a sentence when a capital follows */
};

/* Reads abbreviations.txt and vowels.txt, once. */
void	 word_open(void);
/* The class of [p, end), a form without its last stop: as written, else in lower
 * case (Art.), else, when in capitals, capitalised (DR.). */
enum word_abbreviation word_abbreviation(const char *p, const char *end);
/* Whether a vowel stands at p. */
bool	 word_vowel(const char *p, const char *end);
/* Whether the letter at p makes the word before it elide: a vowel or a mute letter. */
bool	 word_elides(const char *p, const char *end);

#endif
