/*
 * dedupe as map, shuffle and reduce: filters over lines between which any engine may
 * sort (as bytes), in memory that does not grow with the input.
 *
 *	records -> --sign -> sort -> --pairs -> sort -u -> edges
 *	edges -> --cluster -> sort -u -> --cluster -> sort -u ... until nothing changes
 *	records and edges -> --apply -> marked records
 *
 * Lines, fields separated by TAB (line.h says how nodes and signatures are written):
 *	--sign		KEY NODE SIGNATURE: an I key for the id, a T key for the text, K
 *			keys for shingles
 *	--pairs		NODE RANK NODE KIND SIMILARITY: later record, earlier record; the
 *			best edge of a record sorts first; where one text stands in the
 *			other, also its SIGNATURE
 *	--cluster	NODE NODE: neighbours, each pair in both directions; after the
 *			first round also NODE NODE SIGNATURE: the second is inside the
 *			first
 */
#ifndef STAGES_H
#define STAGES_H

#include <stdbool.h>
#include <stddef.h>

#include "judge.h"
#include "line.h"
#include "mask.h"
#include "record.h"

/* What orders records: a member, or the number of the split and the record's number
 * in it, or, when both are NULL, the id. */
struct order {
	const char *member, *split;
	unsigned long record;	/* to be counted up for each record that is read */
};

/* Appends the record's node. False: the record cannot be used, and its reason is set. */
bool	 stage_node(struct record *, const struct order *, struct buf *);

/* `mask` may be NULL; it is freed. */
void	 sign_run(const struct order *, struct mask *mask);
void	 pairs_run(const struct judge *);
/* One round of star contraction; `clusters` gets the clusters as they then are. */
void	 cluster_run(const char *clusters);
void	 apply_run(const char *edges, const struct order *, bool drop);

#endif
