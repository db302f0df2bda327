/*
 * Gazetteers: names and words by class, from the tables of this folder. Entries are
 * compared piece by piece (runs of letters and digits) without case and accents, so
 * that GUINEE BISSAU is Guinée-Bissau.
 */
#ifndef GAZETTEER_H
#define GAZETTEER_H

#include "tag.h"

struct table_field;

#define GAZETTEER_CLASSES 32

/* Reads the tables; before the first record. */
void	 gazetteer_open(void);
/* Sets the classes of every atom: the longest entry of each class, from the left. */
void	 gazetteer_mark(struct document *);
/* Hash of a class's name, to build features from; 0 past the last. */
uint64_t gazetteer_class(unsigned i);
/* The classes of the entry s[len], 0 when it is none or no table is open. */
uint32_t gazetteer_find(const char *s, size_t len);
/* The bit of a class, 0 when no table has it. */
uint32_t gazetteer_bit(const char *name);

/* The key under which a form's pieces are known: the canonical form's, where a table
 * gives one (CEDEAO), else its own. */
uint64_t gazetteer_key(const struct document *, size_t from, size_t to);

/* The caller's own names: an entry of a type, and the sorted mentions with those
 * entries put in. They replace what they overlap, but for a longer name that holds
 * them. An entry with a capital is found only with a capital. */
void	 gazetteer_add(const struct table_field *surface, unsigned type,
	const struct table_field *canonical);
void	 gazetteer_caller(const struct document *, struct mentions *);
/* The canonical name of such a mention. */
const char *gazetteer_canonical(const struct mention *, size_t *len);

#endif
