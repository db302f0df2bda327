/*
 * What the two trainers share: their common options, and how they read annotated pages,
 * tell sites apart and weigh them. The model is run and written inline, because only
 * the trainers link the library that crf_trainer_run needs.
 */
#ifndef TRAINER_H
#define TRAINER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include "buf.h"
#include "cli.h"
#include "crf.h"
#include "guess.h"
#include "page.h"
#include "record.h"
#include "table.h"

#define STEP 0.03125	/* of weights: hardly any reaches 127 of it */

struct trainer_options {
	double fold, folds;	/* sites left out */
	double l1, l2, iterations, threads;
	double sites;		/* features of fewer sites are left out */
	double dropout;
};

/* Rows of a cli_option table for a struct trainer_options. */
#define TRAINER_OPTIONS(o) \
	{ "fold", CLI_NUMBER, &(o).fold, 0, 1000 }, \
	{ "folds", CLI_NUMBER, &(o).folds, 1, 1000 }, \
	{ "l1", CLI_NUMBER, &(o).l1, 0, 1000 }, \
	{ "l2", CLI_NUMBER, &(o).l2, 0, 1000 }, \
	{ "iterations", CLI_NUMBER, &(o).iterations, 1, 100000 }, \
	{ "threads", CLI_NUMBER, &(o).threads, 0, 64 }, \
	{ "sites", CLI_NUMBER, &(o).sites, 0, 100 }, \
	{ "dropout", CLI_NUMBER, &(o).dropout, 0, 0.99 }

/* A copy that lives as long as the program, as the keys of maps must. */
char	*trainer_copy(const char *s, size_t len);
/* The number of a key, counted in the order of their coming. */
size_t	 trainer_number(struct map *, const char *s, size_t len);
/* The number of a page's site: of the host of its `url`, or else of what stands before
 * the last `_` of its `id`. */
size_t	 trainer_site(struct map *, struct record *);
/* Whether the options leave a site out. */
static inline bool
trainer_leaves(const struct trainer_options *o, size_t site)
{
	return (double)(site % (size_t)o->folds) == o->fold;
}

/* Pages of a site count less the more there are of it. */
double	 trainer_weight(size_t pages);
/* Reads and surveys a page; false as page_read. */
bool	 trainer_page(struct page *, struct phrases *, const char *s, size_t len);
/* The labels of a page's lines by their annotation, [{"start","end","keep","role",
 * "class"}], into guess->known. */
void	 trainer_labels(struct guess *, const struct page *, const json_t *lines);
/* Templates to leave out, each with the chance of `dropout`. */
uint64_t trainer_some(const struct trainer_options *, uint64_t *seed);
/* Reports to standard error. */
void	 trainer_progress(int iteration, double loss, size_t active);

/* Trains, and writes the model to standard output. */
static inline void
trainer_write(const struct trainer_options *o, struct crf_trainer *t)
{
	struct crf_options options = {
		.l1 = o->l1, .l2 = o->l2, .min_count = 2, .step = STEP,
		.min_groups = (int)o->sites,
		.iterations = (int)o->iterations, .threads = (int)o->threads,
		.progress = trainer_progress
	};
	struct buf model = { NULL, 0, 0 };

	crf_trainer_run(t, &options, &model);
	cli_write(model.s, model.len);
	buf_free(&model);
	crf_trainer_free(t);
}

#endif
