/*
 * Noun groups around a cue: the mention of the speaker.
 */
#ifndef GROUP_H
#define GROUP_H

#include "doc.h"

struct group {
	size_t from, to;	/* items, half open; from == to: none */
	size_t head;		/* the item that says who: a name, a noun, a pronoun */
};

/* Whether item i is a finite verb, as far as its neighbours tell. */
bool	 item_finite(const struct doc *, size_t i);
/* Whether the words in marks at item i begin with a verb: « exhorte les élus ». */
bool	 group_tells(const struct doc *, size_t i);
/* Whether marks at item i follow marks, a relative pronoun between them: « « X » qui
 * « Y » ». */
bool	 group_relates(const struct doc *, size_t i);
/* Whether a noun group may begin at item i. */
bool	 group_begins(const struct doc *, size_t i);

/* The noun group that begins at i, before `limit`; its appositions with it when
 * `appositions` is set. */
struct group group_at(const struct doc *, size_t i, size_t limit, bool appositions);
/* The subject behind an inverted verb, from item i on: adverbs, dates and groups
 * with a preposition before it are passed over. */
struct group group_after(const struct doc *, size_t i, size_t limit);
/* The subject of the verb whose group begins at item v, looked for down to `low`. */
struct group group_before(const struct doc *, size_t low, size_t v);

/* The subject of a participle at item v. */
struct group group_of_participle(const struct doc *, size_t low, size_t v);

#endif
