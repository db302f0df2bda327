/* --quotes and --sentences: marks what was said in an earlier record of the run. */
#ifndef REPEATS_H
#define REPEATS_H

#define REPEATS_THRESHOLD 0.8

/* Reads all records; `member` is the list of spans to look at. */
void	 repeats_run(const char *member, double threshold);

#endif
