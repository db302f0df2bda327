/* A readable listing of what was decided on each line, and why. */
#ifndef EXPLAIN_H
#define EXPLAIN_H

#include "buf.h"
#include "verdict.h"

/* Appends a row for each line: line number, label, score, the score without the trees,
 * the features that spoke most for the label against the best of the other side, and the
 * line; TAB between. */
void	 explain(struct verdict *, const struct models *, const struct page *,
	struct buf *out);

#endif
