/* The tagger: a document's mentions and its cast, by model, gazetteers and rules. */
#ifndef TAGGER_H
#define TAGGER_H

#include "cast.h"
#include "crf.h"
#include "document.h"
#include "feature.h"
#include "second.h"
#include "tag.h"

struct tagger {
	struct crf *crf, *corpora;	/* see model.h */
	struct document doc;
	struct mentions found;
	struct cast cast;
	unsigned types;
	unsigned person, body;		/* the types of people and of organisations */
	struct feature_memory memory;
	struct crf_seq seq;
	struct second second;
	uint8_t label[UNIT_MAX];
};

/* Opens the tables and the model; before the first record. */
void	 tagger_open(struct tagger *);
/* Reads a record and fills doc, found and cast; false when it cannot be used. Mentions
 * with a lower score are left out. */
bool	 tagger_read(struct tagger *, struct record *, double min_score);
const char *tagger_type(const struct tagger *, unsigned type);
/* The number of a type's name, -1 for none. */
int	 tagger_type_number(const struct tagger *, const char *name, size_t len);
void	 tagger_free(struct tagger *);

#endif
