/* --quotes and --sentences: marks what was said in an earlier record. */
#ifndef REPEATS_H
#define REPEATS_H

#include <stddef.h>

#define REPEATS_THRESHOLD 0.8

struct repeats_options {
	const char *member;	/* the list of spans to look at */
	double threshold;
	const char *index;	/* file that keeps statements between runs, NULL: none */
	size_t memory;		/* bytes to hold, the rest on disk; 0: hold all */
};

/* Reads all records. */
void	 repeats_run(const struct repeats_options *);

#endif
