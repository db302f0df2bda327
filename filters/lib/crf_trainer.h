/* What the two ways of training a conditional random field share: the data, and sums over
 * the labellings of a sequence; see crf_train.c and crf_online.c. */
#ifndef CRF_TRAINER_H
#define CRF_TRAINER_H

#include "crf.h"

#define AHEAD 8		/* features fetched before they are needed */

/* Hash of each feature to its number, in order of first sight. */
struct index {
	uint32_t *slot;		/* number plus one; 0 is free */
	size_t slots;
	uint64_t *hash;		/* by number */
	size_t n, cap;
};

struct crf_trainer {
	unsigned labels;
	char *name[CRF_LABELS];
	struct index index;
	/* Positions, all sequences one after the other. */
	size_t n, n_cap, first_cap, label_cap;
	size_t *first;		/* n + 1: the positions' features in `id` */
	uint8_t *gold;
	uint32_t *id;
	size_t ids, id_cap;
	/* Sequences. */
	size_t sequences, from_cap, weight_cap;
	size_t *from;		/* sequences + 1: their first positions */
	double *weight;
	unsigned *group;
	size_t group_cap;
	unsigned now;		/* group of the sequences being added */
	/* Weights. */
	uint32_t *pair;			/* index.n + 1: the first weight of each feature */
	size_t *posting;		/* index.n + 1: the first in `post` of each */
	uint32_t *post;			/* positions that carry the features */
	uint8_t *pair_label;
	size_t pairs, transitions;
	bool forbidden[CRF_LABELS * (CRF_LABELS + 2)];	/* start, from × to, stop */
	float *residual;		/* n × labels */
	const double *x;		/* weights under evaluation */
	double *gradient;
	double *block_loss, *block_transition;
	double exp_transition[CRF_LABELS * (CRF_LABELS + 2)];
	const struct crf_options *option;
	double loss;
};

/* Sums over the labellings of a sequence. */
struct lattice {
	size_t cap;
	double *emission, *alpha, *scale;
};

void	 lattice_reserve(struct lattice *, size_t n, unsigned labels);
void	 lattice_free(struct lattice *);
/* Turns scores into emissions: their exponentials relative to the highest; returns it. */
double	 trainer_exponentials(double *score, unsigned labels);
/* Forward pass over positions [from, to), whose emissions stand in the lattice: log Z. */
double	 trainer_forward(const struct crf_trainer *, size_t from, size_t to,
	struct lattice *);
/* Backward pass: residuals, and expected transitions less their exponential. */
void	 trainer_backward(struct crf_trainer *, size_t from, size_t to, double weight,
	struct lattice *, double *expected);

/* Calls fn(ctx, transition, weight) for the transitions that the labels of sequence s
 * make. */
void	 trainer_transitions(const struct crf_trainer *, size_t s,
	void (*fn)(void *, size_t, double), void *ctx);

/* Fills x[pairs + transitions], zeroed, by online training. */
void	 crf_online(struct crf_trainer *, double *x);

#endif
