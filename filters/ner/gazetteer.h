/*
 * Gazetteers: names and words by class, from the tables of this folder. Entries are
 * compared piece by piece (runs of letters and digits) without case and accents, so
 * that GUINEE BISSAU is Guinée-Bissau.
 */
#ifndef GAZETTEER_H
#define GAZETTEER_H

#include "document.h"

#define GAZETTEER_CLASSES 32

/* Reads the tables; before the first record. */
void	 gazetteer_open(void);
/* Sets the classes of every atom: the longest entry of each class, from the left. */
void	 gazetteer_mark(struct document *);
/* Hash of a class's name, to build features from; 0 past the last. */
uint64_t gazetteer_class(unsigned i);
/* The bit of a class, 0 when no table has it. */
uint32_t gazetteer_bit(const char *name);

#endif
