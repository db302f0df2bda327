/*
 * The decision whether a candidate reports someone's words: logistic regression over
 * features of the cue, the mention, the words and the marks; weights.txt holds the
 * weights, quotes-train makes it.
 */
#ifndef MODEL_H
#define MODEL_H

#include "buf.h"
#include "quote.h"

/* Opens weights.txt. */
void	 model_open(void);
/* Fills in the features of each candidate. */
void	 model_features(const struct doc *, struct quotes *);
/* Scores the candidates; drops those under the threshold, and of two that overlap
 * the one that scores less. */
void	 model_decide(struct quotes *);

/* Feature numbers run from 0 to model_size() - 1; their names are those of the table. */
size_t	 model_size(void);
void	 model_name(size_t feature, struct buf *);
double	 model_weight(size_t feature);

#endif
