/*
 * dedupe as map, shuffle and reduce: filters over lines between which any engine may
 * sort (as bytes), in memory that does not grow with the input.
 *
 *	records -> --sign -> sort -> --pairs -> sort -u -> edges
 *	edges -> --cluster -> sort -u -> --cluster -> sort -u ... until nothing changes
 *	records and edges -> --apply -> marked records
 *
 * Lines, fields separated by TAB (line.h says how nodes and signatures are written):
 *	--sign		KEY NODE SIGNATURE: a T key for the text, K keys for shingles
 *	--pairs		NODE RANK NODE KIND SIMILARITY: later record, earlier record; the
 *			best edge of a record sorts first
 *	--cluster	NODE NODE: neighbours, each pair in both directions
 */
#ifndef STAGES_H
#define STAGES_H

#include <stdbool.h>
#include <stddef.h>

#include "judge.h"
#include "line.h"
#include "mask.h"
#include "record.h"

/* Input order is the order of this member; NULL: of the ids. False: the record cannot
 * be used, and its reason is set. Appends the record's node. */
bool	 stage_node(struct record *, const char *order, struct buf *);

/* `mask` may be NULL; it is freed. */
void	 sign_run(const char *order, struct mask *mask);
void	 pairs_run(const struct judge *);
/* One round of star contraction; `clusters` gets the clusters as they then are. */
void	 cluster_run(const char *clusters);
void	 apply_run(const char *edges, const char *order, bool drop);

#endif
