/*
 * The decision whether a candidate reports someone's words: logistic regression over
 * features of the cue, the mention, the words and the marks; weights.txt holds the
 * weights, quotes-train makes it.
 */
#ifndef MODEL_H
#define MODEL_H

#include "quote.h"

/* Opens weights.txt. */
void	 model_open(void);
/* Scores the candidates; drops those under the threshold, and of two that overlap
 * the one that scores less. */
void	 model_decide(struct quotes *);

/* How likely the speaker of a quotation is right, from its features. */
double	 model_speaker(const struct quote *);
/* The weight of a feature (feature.h). */
double	 model_weight(size_t feature);

#endif
