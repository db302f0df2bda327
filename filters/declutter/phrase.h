/*
 * Phrases by class (phrases.txt, the caller's --phrases) and groups of words
 * (words.txt), looked up by word hashes.
 */
#ifndef PHRASE_H
#define PHRASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PHRASE_GROUPS 15	/* of words.txt, and one for all other words */

struct phrases;

struct phrases *phrases_open(void);
/* The phrases of another table alone. */
struct phrases *phrases_open_table(const char *name);
/* The caller's own phrases alone: a file in the format of phrases.txt, where a phrase
 * between slashes is a regular expression (pcre2) on the line as it stands. */
struct phrases *phrases_open_path(const char *path);
/* Whether an expression reached its match limit since it was last asked. */
bool	 phrases_gave_up(struct phrases *);
void	 phrases_free(struct phrases *);

struct word;

struct phrase_line {
	const char *s;
	size_t len;
	const struct word *word;
	size_t n;
	bool cut;		/* the line has more words than these */
};

/* The classes of the phrases in a line, as bits: those that are the whole line,
 * start it, or stand further in. */
struct phrase_hits {
	uint64_t whole, head, inside;
};
struct phrase_hits phrases_match(struct phrases *, const struct phrase_line *);
/* The same for phrases and words of the tables, which tells each word its group too: its
 * place in words.txt, 0 for none. The first group is `function`. */
struct phrase_hits phrases_read(const struct phrases *, const struct phrase_line *,
	struct word *);

#endif
