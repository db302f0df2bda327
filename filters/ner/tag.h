/* Labels and mentions: a mention's tokens are labelled B- I- … L-, or U- alone (the
 * BILOU scheme of Ratinov & Roth 2009), other tokens O. */
#ifndef TAG_H
#define TAG_H

#include "crf.h"
#include "document.h"

#define TAG_TYPES 15

struct mention {
	uint32_t from, to;	/* atoms */
	uint8_t type;
	float score;
	uint32_t canonical;	/* gazetteer_canonical of the caller's entry; 0: none */
	uint32_t name;		/* in the cast */
	uint32_t next;		/* mention of that name */
};

struct mentions {
	struct mention *v;
	size_t n, cap;
};

/* Label numbers of types 0 … : O is 0, then B I L U of each type. */
enum { TAG_BEGIN, TAG_INSIDE, TAG_LAST, TAG_UNIT, TAG_PARTS };
uint8_t	 tag_label(unsigned type, unsigned part);
void	 tag_mention(const struct mention *, uint8_t *label);

/* Appends the mentions that label[n] shows, atoms counting from `first`. A broken
 * sequence (I without B) gives what can be read. */
void	 tag_read(const uint8_t *label, size_t n, size_t first, struct mentions *);

void	 mentions_add(struct mentions *, struct mention);
void	 mentions_free(struct mentions *);

#endif
