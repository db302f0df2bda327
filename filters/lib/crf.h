/*
 * Linear-chain conditional random field (Lafferty, McCallum & Pereira 2001) over
 * hashed binary features: ner labels tokens with it, declutter lines.
 *
 * A position carries a list of 64-bit feature hashes; the model holds a row of
 * label weights a feature, and label-to-label transition weights. A model is used
 * in place, as mapped or compiled in, with no parsing. Its format: crf_file.h.
 *
 * Features below CRF_NUMBERS are numbers of the caller's own, for what takes few values:
 * they are looked up faster than hashes, and cost no hashing.
 */
#ifndef CRF_H
#define CRF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CRF_LABELS 64
#define CRF_NUMBERS ((uint64_t)1 << 20)

struct crf_seq {
	size_t n;			/* positions */
	size_t cap;
	size_t *first;			/* n + 1: where each position's features begin */
	uint64_t *feature;
	size_t features, feature_cap;
	/* For decoding only, NULL for none: more features of the same positions; and sums
	 * by crf_sum of features that many have, which[i] of them for position i. */
	const struct crf_seq *more;
	const int32_t *sums;
	const uint32_t *which;
};

/* Building a sequence: crf_begin, then for each position crf_add … and crf_next.
 * Start from a zeroed struct; crf_begin reuses its memory. */
void	 crf_begin(struct crf_seq *);
void	 crf_next(struct crf_seq *);
void	 crf_seq_free(struct crf_seq *);
void	 crf_seq_grow(struct crf_seq *);

static inline void
crf_add(struct crf_seq *q, uint64_t feature)
{
	if (q->features == q->feature_cap)
		crf_seq_grow(q);
	q->feature[q->features++] = feature;
}

/* The same for many: room for n features, and where those end that were written there. */
static inline uint64_t *
crf_room(struct crf_seq *q, size_t n)
{
	while (q->feature_cap - q->features < n)
		crf_seq_grow(q);
	return q->feature + q->features;
}

static inline void
crf_filled(struct crf_seq *q, const uint64_t *end)
{
	q->features = (size_t)(end - q->feature);
}

/* Hashes to build features from: template number, then bytes or numbers mixed in. */
uint64_t crf_hash(uint64_t seed, const char *s, size_t len);

/* The mixing step of MurmurHash3's finalizer (Appleby 2011). */
static inline uint64_t
crf_mix(uint64_t seed, uint64_t value)
{
	uint64_t h = (seed + 0x9e3779b97f4a7c15u) * 0xff51afd7ed558ccdu ^ value;

	h = (h ^ h >> 32) * 0xc4ceb9fe1a85ec53u;
	h = (h ^ h >> 29) * 0xff51afd7ed558ccdu;
	return h ^ h >> 32;
}

struct crf;

/* A model at `data` (8-byte aligned, outlives the crf), used where it lies; NULL and
 * *reason when it is not one. */
struct crf *crf_open(const char *data, size_t len, const char **reason);
void	 crf_free(struct crf *);
unsigned crf_labels(const struct crf *);
const char *crf_label(const struct crf *, unsigned i);

/* What n features say of the labels: adds to sum[crf_width]. */
void	 crf_sum(struct crf *, const uint64_t *feature, size_t n, int32_t *sum);
unsigned crf_width(const struct crf *);

/*
 * The best labelling (Viterbi) into label[n], unless label is NULL. With `marginal`
 * not NULL, also the posterior of each label at each position, marginal[i * labels + y],
 * by forward and backward passes. Work space is kept in the crf: one crf a thread.
 */
void	 crf_decode(struct crf *, const struct crf_seq *, uint8_t *label,
	float *marginal);
/* Probability of the labels label[from..to) in the sequence last decoded, whatever the
 * labels around them. 0 <= from < to <= n. */
double	 crf_span_probability(struct crf *, const uint8_t *label, size_t from, size_t to);

/* Training (crf_train.c, needs liblbfgs; only trainers link it), in batches or, with
 * `epochs`, online. The result depends on the sequences and the options alone, not on
 * the number of threads. */
struct crf_trainer;
struct crf_options {
	double l1;		/* in batches by OWL-QN (0: plain L-BFGS) */
	double l2;			/* Gaussian prior, in batches only */
	int iterations;			/* at most */
	int epochs;			/* online: how often each sequence is seen; 0: batches */
	double rate;			/* first learning rate of a weight */
	double dropout;			/* share of features hidden in half of the steps */
	int min_count;			/* features seen less often are left out ... */
	/* ... and so are those of fewer groups of sequences, which may tell these groups
	 * from the others and say nothing of a new one. */
	int min_groups;
	double least;			/* weights nearer to 0 are left out of the model */
	/* Weights are multiples of it, at most 127; 0: as fine as 16 bits make them. Such a
	 * model of few features is faster. */
	double step;
	bool closed;			/* forbid label pairs that no sequence shows */
	int threads;			/* 0: as many as processors */
	/* Called after each iteration or epoch unless NULL; `active` counts nonzero weights. */
	void (*progress)(int iteration, double loss, size_t active);
};
struct crf_trainer *crf_trainer_new(unsigned labels, const char *const *name);
/* A labelled sequence, copied; its loss counts `weight` times (1 as a rule). */
void	 crf_trainer_add(struct crf_trainer *, const struct crf_seq *,
	const uint8_t *label, double weight);
/* The group that sequences added from now on belong to; 0 before the first call. */
void	 crf_trainer_group(struct crf_trainer *, unsigned group);
/* Trains and appends the model file to `out`. */
struct buf;
void	 crf_trainer_run(struct crf_trainer *, const struct crf_options *, struct buf *out);
void	 crf_trainer_free(struct crf_trainer *);

#endif
