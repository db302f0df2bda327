/* Documents in one stream: each repeat is marked with the earlier record it repeats. */
#ifndef STREAM_H
#define STREAM_H

#include <stdbool.h>

#include "judge.h"
#include "mask.h"

struct stream_options {
	struct judge judge;
	bool drop;		/* leave repeats out */
	const char *index;	/* file that keeps documents between runs, NULL: none */
	size_t memory;		/* bytes to hold, the rest on disk; 0: hold all */
	struct mask *mask;	/* NULL: none; freed */
	const char *learn;	/* file to write learned phrases to, NULL: learn none */
	const char *clusters;	/* file to list the clusters in, NULL: none */
};

/* Reads all records. */
void	 stream_run(const struct stream_options *);

#endif
