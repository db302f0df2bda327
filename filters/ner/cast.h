/*
 * The cast of a document: mentions of one person, place or body under one name.
 *
 * Mentions of one type are joined when their pieces are the same but for case,
 * accents and punctuation, or when a gazetteer gives them one canonical form; all by
 * acronym; persons also by surname, inverted or shortened name, initials and a slip of
 * one letter; bodies also by a short form that no other body of the document has.
 */
#ifndef CAST_H
#define CAST_H

#include "buf.h"
#include "tag.h"

#define CAST_END UINT32_MAX

struct cast_name {
	uint32_t first;		/* the mention whose form is the name */
	uint32_t last;		/* while joining, the latest mention; then the first */
	uint32_t alone;		/* mentions of one word */
	uint8_t type;
};

struct cast {
	struct cast_name *v;
	size_t n, cap;
	struct cast_slot *slot;
	size_t slots, slot_cap;
};

/* Reads aliases.txt; before the first record. */
void	 cast_open(void);
/* Joins the mentions (sorted) and sets the `name` of each, and `next`, its next
 * mention, up to CAST_END. `person` and `body` are the numbers of the types of people
 * and of organisations. */
void	 cast_join(struct cast *, const struct document *, struct mentions *,
	unsigned person, unsigned body);
/* Appends the form of a mention as a name to `out`, as a JSON string: a person's in
 * natural case, the canonical one where the caller's gazetteer has it. */
void	 cast_write(const struct document *, const struct mention *, bool person,
	struct buf *out);
void	 cast_free(struct cast *);

#endif
