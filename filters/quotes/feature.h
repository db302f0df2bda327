/*
 * Features of candidates, which model.c weighs.
 */
#ifndef FEATURE_H
#define FEATURE_H

#include "buf.h"
#include "quote.h"

/* Fills in the features of each candidate of the document. */
void	 feature_find(const struct doc *, struct quotes *);
/* Adds to the features of candidate k what became of those before it (`taken`). */
void	 feature_context(struct quotes *, size_t k);
/* Fills in the features of a quotation's speaker, once it is resolved. */
void	 feature_speaker(const struct doc *, struct quote *);
/* Features are numbered from 0 to feature_count() - 1; their names are those of
 * weights.txt: the frame or « speaker », a dot, and what is seen or the verb. */
size_t	 feature_count(void);
bool	 feature_is_speaker(size_t feature);
void	 feature_name(size_t feature, struct buf *);

#endif
