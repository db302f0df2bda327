/* Features of a unit's tokens for the sequence model; the list stands in feature.c. */
#ifndef FEATURE_H
#define FEATURE_H

#include "crf.h"
#include "document.h"

/* What the whole document shows of its capitalised words; before feature_unit. */
struct feature_memory {
	struct sighting *slot;
	size_t slots, cap;
};

void	 feature_document(struct feature_memory *, const struct document *);
/* A sequence of one position, the document, whose features are its words and how its
 * marks are set: by them a model tells which training corpus it is most like. */
void	 feature_words(const struct feature_memory *, const struct document *,
	struct crf_seq *);
/* Fills the sequence with the features of unit u. */
void	 feature_unit(const struct feature_memory *, const struct document *, size_t u,
	struct crf_seq *);
void	 feature_free(struct feature_memory *);

#endif
