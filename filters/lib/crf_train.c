/*
 * Training a conditional random field; see crf.h.
 *
 * The weights are those of (feature, label) pairs that the data shows, in one
 * vector with the transitions at its end. Each evaluation of the loss has two
 * parallel parts that no other thread's work touches, so that the result does not
 * depend on their number: sequences in fixed blocks give the residual (marginal
 * less observed) of each position and label; then each feature sums the residuals
 * of the positions that carry it. Minimised by L-BFGS, with OWL-QN for L1 (Andrew
 * & Gao 2007), both liblbfgs's; or learnt online, which crf_online.c does.
 */
#include "crf.h"

#include <lbfgs.h>
#include <limits.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "cli.h"
#include "crf_file.h"
#include "crf_trainer.h"

#define BLOCKS 128	/* sequences are worked on in so many blocks, whatever the threads */
#define FEATURE_BLOCKS 64	/* every so manyth feature makes one */
#define THREADS 64

/* A sequence of a group. */
struct member {
	unsigned group;
	size_t sequence;
};

struct crf_trainer *
crf_trainer_new(unsigned labels, const char *const *name)
{
	struct crf_trainer *t = mem_alloc(1, sizeof *t);

	if (labels < 1 || labels > CRF_LABELS)
		cli_die("%u labels: a model takes 1 to %d", labels, CRF_LABELS);
	t->labels = labels;
	t->transitions = (size_t)labels * (labels + 2);
	for (unsigned y = 0; y < labels; y++) {
		t->name[y] = mem_alloc(strlen(name[y]) + 1, 1);
		strcpy(t->name[y], name[y]);
	}
	t->index.slots = 1 << 16;
	t->index.slot = mem_alloc(t->index.slots, sizeof *t->index.slot);
	mem_grow(&t->first, &t->first_cap, 1, sizeof *t->first);
	mem_grow(&t->from, &t->from_cap, 1, sizeof *t->from);
	t->first[0] = t->from[0] = 0;
	return t;
}

void
crf_trainer_free(struct crf_trainer *t)
{
	if (t == NULL)
		return;
	for (unsigned y = 0; y < t->labels; y++)
		free(t->name[y]);
	free(t->index.slot);
	free(t->index.hash);
	free(t->first);
	free(t->gold);
	free(t->id);
	free(t->from);
	free(t->weight);
	free(t->group);
	free(t->pair);
	free(t->posting);
	free(t->post);
	free(t->pair_label);
	free(t->residual);
	free(t->block_loss);
	free(t->block_transition);
	free(t);
}

static size_t
index_find(const struct index *x, uint64_t hash)
{
	size_t i = crf_mix(1, hash) & (x->slots - 1);

	while (x->slot[i] != 0 && x->hash[x->slot[i] - 1] != hash)
		i = (i + 1) & (x->slots - 1);
	return i;
}

static void
index_grow(struct index *x)
{
	free(x->slot);
	x->slots *= 2;
	x->slot = mem_alloc(x->slots, sizeof *x->slot);
	for (size_t k = 0; k < x->n; k++)
		x->slot[index_find(x, x->hash[k])] = (uint32_t)k + 1;
}

static uint32_t
index_number(struct index *x, uint64_t hash)
{
	size_t i = index_find(x, hash);

	if (x->slot[i] != 0)
		return x->slot[i] - 1;
	if (x->n == UINT32_MAX - 1)
		cli_die("too many features");
	mem_grow(&x->hash, &x->cap, x->n + 1, sizeof *x->hash);
	x->hash[x->n++] = hash;
	x->slot[i] = (uint32_t)x->n;
	if (x->n * 2 > x->slots)
		index_grow(x);
	return (uint32_t)x->n - 1;
}

void
crf_trainer_add(struct crf_trainer *t, const struct crf_seq *q, const uint8_t *label,
	double weight)
{
	if (q->n == 0)
		return;
	mem_grow(&t->id, &t->id_cap, t->ids + q->features, sizeof *t->id);
	mem_grow(&t->first, &t->first_cap, t->n + q->n + 1, sizeof *t->first);
	mem_grow(&t->gold, &t->label_cap, t->n + q->n, sizeof *t->gold);
	for (size_t i = 0; i < q->n; i++) {
		for (size_t f = q->first[i]; f < q->first[i + 1]; f++)
			t->id[t->ids++] = index_number(&t->index,
				crf_spread(q->feature[f]));
		if (label[i] >= t->labels)
			cli_die("label %u of %u", label[i], t->labels);
		t->gold[t->n] = label[i];
		t->first[++t->n] = t->ids;
	}
	mem_grow(&t->from, &t->from_cap, t->sequences + 2, sizeof *t->from);
	mem_grow(&t->weight, &t->weight_cap, t->sequences + 1, sizeof *t->weight);
	mem_grow(&t->group, &t->group_cap, t->sequences + 1, sizeof *t->group);
	t->group[t->sequences] = t->now;
	t->weight[t->sequences++] = weight;
	t->from[t->sequences] = t->n;
}

static int
compare_groups(const void *a, const void *b)
{
	const struct member *x = a, *y = b;

	return x->group != y->group ? (x->group < y->group ? -1 : 1) :
		x->sequence < y->sequence ? -1 : x->sequence > y->sequence;
}

/* Zeroes the counts of features that fewer than min_groups groups have. */
static void
drop_local(const struct crf_trainer *t, int min_groups, size_t *count)
{
	struct member *member = mem_alloc(t->sequences, sizeof *member);
	uint32_t *groups = mem_alloc(t->index.n, sizeof *groups);
	size_t *last = mem_alloc(t->index.n, sizeof *last);	/* 1 + the run's start */

	for (size_t q = 0; q < t->sequences; q++)
		member[q] = (struct member){ t->group[q], q };
	qsort(member, t->sequences, sizeof *member, compare_groups);
	for (size_t m = 0, run = 0; m < t->sequences; m++) {
		size_t q = member[m].sequence;

		if (member[m].group != member[run].group)
			run = m;
		for (size_t f = t->first[t->from[q]]; f < t->first[t->from[q + 1]]; f++) {
			groups[t->id[f]] += last[t->id[f]] != run + 1;
			last[t->id[f]] = run + 1;
		}
	}
	for (size_t k = 0; k < t->index.n; k++)
		if (groups[k] < (uint32_t)min_groups)
			count[k] = 0;
	free(member);
	free(groups);
	free(last);
}

/* How often each feature was seen, 0 for those too rare or too local to keep. */
static size_t *
count_features(const struct crf_trainer *t)
{
	size_t *count = mem_alloc(t->index.n, sizeof *count);

	for (size_t k = 0; k < t->ids; k++)
		count[t->id[k]]++;
	for (size_t k = 0; k < t->index.n; k++)
		if (count[k] < (size_t)t->option->min_count)
			count[k] = 0;
	if (t->option->min_groups > 1)
		drop_local(t, t->option->min_groups, count);
	return count;
}

/* The place of each feature in the order of falling count, ties as numbered; those
 * left out come last, from *kept on. */
static uint32_t *
rank_features(const struct crf_trainer *t, size_t *kept)
{
	size_t *count = count_features(t);
	size_t *at = mem_alloc(t->ids + 1, sizeof *at);
	uint32_t *rank = mem_alloc(t->index.n, sizeof *rank);

	for (size_t k = 0; k < t->index.n; k++)
		at[count[k]]++;
	*kept = t->index.n - at[0];
	for (size_t n = t->ids + 1, sum = 0; n-- > 0; ) {
		size_t here = at[n];

		at[n] = sum;
		sum += here;
	}
	for (size_t k = 0; k < t->index.n; k++)
		rank[k] = (uint32_t)at[count[k]]++;
	free(count);
	free(at);
	return rank;
}

/* Leaves out rare features and numbers the rest by falling count, which keeps what
 * is looked up most together in memory. */
static void
order_features(struct crf_trainer *t)
{
	size_t kept = 0, ids = 0, f = 0;
	uint32_t *rank = rank_features(t, &kept);
	uint64_t *hash = mem_alloc(kept, sizeof *hash);

	for (size_t k = 0; k < t->index.n; k++)
		if (rank[k] < kept)
			hash[rank[k]] = t->index.hash[k];
	free(t->index.hash);
	t->index.hash = hash;
	t->index.n = kept;
	for (size_t i = 0; i < t->n; i++) {
		for (; f < t->first[i + 1]; f++)
			if (rank[t->id[f]] < kept)
				t->id[ids++] = rank[t->id[f]];
		t->first[i + 1] = ids;
	}
	t->ids = ids;
	free(rank);
}

static void
list_positions(struct crf_trainer *t)
{
	size_t *at = mem_alloc(t->index.n + 1, sizeof *at);

	if (t->n > UINT32_MAX)
		cli_die("too many positions to train on");
	t->post = mem_alloc(t->ids, sizeof *t->post);
	t->posting = mem_alloc(t->index.n + 1, sizeof *t->posting);
	for (size_t k = 0; k < t->ids; k++)
		t->posting[t->id[k] + 1]++;
	for (size_t k = 0; k < t->index.n; k++)
		at[k + 1] = t->posting[k + 1] += t->posting[k];
	for (size_t i = 0; i < t->n; i++)
		for (size_t f = t->first[i]; f < t->first[i + 1]; f++)
			t->post[at[t->id[f]]++] = (uint32_t)i;
	free(at);
}

static void
list_pairs(struct crf_trainer *t)
{
	size_t cap = 0;

	t->pairs = 0;
	t->pair = mem_alloc(t->index.n + 1, sizeof *t->pair);
	for (size_t k = 0; k < t->index.n; k++) {
		uint64_t seen = 0;

		for (size_t p = t->posting[k]; p < t->posting[k + 1]; p++)
			seen |= 1ULL << t->gold[t->post[p]];
		t->pair[k] = (uint32_t)t->pairs;
		mem_grow(&t->pair_label, &cap, t->pairs + t->labels, 1);
		for (; seen != 0; seen &= seen - 1)
			t->pair_label[t->pairs++] = (uint8_t)__builtin_ctzll(seen);
		if (t->pairs > INT_MAX / 2)
			cli_die("too many weights: raise the minimum count of features");
	}
	t->pair[t->index.n] = (uint32_t)t->pairs;
}

void
trainer_transitions(const struct crf_trainer *t, size_t s,
	void (*fn)(void *, size_t, double), void *ctx)
{
	size_t labels = t->labels, from = t->from[s], to = t->from[s + 1];

	fn(ctx, t->gold[from], t->weight[s]);
	for (size_t i = from + 1; i < to; i++)
		fn(ctx, labels + t->gold[i - 1] * labels + t->gold[i], t->weight[s]);
	fn(ctx, labels * (labels + 1) + t->gold[to - 1], t->weight[s]);
}

static void
each_transition(struct crf_trainer *t, void (*fn)(void *, size_t, double))
{
	for (size_t s = 0; s < t->sequences; s++)
		trainer_transitions(t, s, fn, t);
}

static void
allow(void *trainer, size_t transition, double weight)
{
	struct crf_trainer *t = trainer;

	(void)weight;
	t->forbidden[transition] = false;
}

static void
observe(void *trainer, size_t transition, double weight)
{
	struct crf_trainer *t = trainer;

	t->gradient[t->pairs + transition] -= weight;
	t->loss -= weight * t->x[t->pairs + transition];
}

/* Runs fn(t, 0 … n-1), each once, on all threads. */
struct task {
	struct crf_trainer *t;
	void (*fn)(struct crf_trainer *, size_t);
	size_t n;
	atomic_size_t next;
};

static void *
work(void *arg)
{
	struct task *task = arg;
	size_t i;

	while ((i = atomic_fetch_add(&task->next, 1)) < task->n)
		task->fn(task->t, i);
	return NULL;
}

static void
parallel(struct crf_trainer *t, void (*fn)(struct crf_trainer *, size_t), size_t n)
{
	struct task task = {.t = t, .fn = fn, .n = n};
	long threads = t->option->threads > 0 ? t->option->threads
		: sysconf(_SC_NPROCESSORS_ONLN);
	pthread_t thread[THREADS];
	int started = 0;

	while (started < threads - 1 && started < THREADS
	    && pthread_create(&thread[started], NULL, work, &task) == 0)
		started++;
	work(&task);
	while (started > 0)
		pthread_join(thread[--started], NULL);
}

/* Natural logarithm, the same bits on every machine (see crf_exp). */
static double
natural_log(double v)
{
	uint64_t bits;
	double m, s, s2;
	int e;

	memcpy(&bits, &v, sizeof bits);
	e = (int)(bits >> 52 & 2047) - 1023;
	bits = (bits & 0xfffffffffffffu) | 1023ULL << 52;
	memcpy(&m, &bits, sizeof m);
	if (m > 1.4142135623730951) {
		m /= 2;
		e++;
	}
	s = (m - 1) / (m + 1);
	s2 = s * s;
	return e * 0.6931471805599453 + 2 * s * (1 + s2 * (1 / 3. + s2 * (1 / 5. + s2
		* (1 / 7. + s2 * (1 / 9. + s2 * (1 / 11. + s2 * (1 / 13. + s2
		* (1 / 15. + s2 / 17))))))));
}

double
trainer_exponentials(double *score, unsigned labels)
{
	double top = score[0];

	for (unsigned y = 1; y < labels; y++)
		top = score[y] > top ? score[y] : top;
	for (unsigned y = 0; y < labels; y++)
		score[y] = crf_exp(score[y] - top);
	return top;
}

/* The emissions of position i, as trainer_exponentials leaves and returns them; the
 * gold label's score is added to *gold_score. */
static double
emit(const struct crf_trainer *t, size_t i, double *emission, double *gold_score)
{
	unsigned labels = t->labels;

	memset(emission, 0, labels * sizeof *emission);
	for (size_t f = t->first[i]; f < t->first[i + 1]; f++) {
		size_t p = t->pair[t->id[f]], end = t->pair[t->id[f] + 1];

		if (f + 2 * AHEAD < t->ids) {
			__builtin_prefetch(&t->pair[t->id[f + 2 * AHEAD]]);
			__builtin_prefetch(&t->x[t->pair[t->id[f + AHEAD]]]);
			__builtin_prefetch(&t->pair_label[t->pair[t->id[f + AHEAD]]]);
		}
		for (; p < end; p++)
			emission[t->pair_label[p]] += t->x[p];
	}
	*gold_score += emission[t->gold[i]];
	return trainer_exponentials(emission, labels);
}

/* Turns row × emission into a distribution; the logarithm of what it summed to. */
static double
scale_row(double *row, const double *emission, unsigned labels, double *scale)
{
	double sum = 1e-300;

	for (unsigned y = 0; y < labels; y++)
		sum += row[y] *= emission[y];
	for (unsigned y = 0; y < labels; y++)
		row[y] /= sum;
	*scale = sum;
	return natural_log(sum);
}

double
trainer_forward(const struct crf_trainer *t, size_t from, size_t to, struct lattice *l)
{
	unsigned labels = t->labels;
	const double *e = t->exp_transition;
	double log_z = 0, z = 1e-300;

	for (size_t i = from; i < to; i++) {
		double *row = l->alpha + (i - from) * labels;
		const double *last = i > from ? row - labels : row;
		const double *emission = l->emission + (i - from) * labels;

		if (i == from)
			memcpy(row, e, labels * sizeof *row);
		else
			memset(row, 0, labels * sizeof *row);
		for (unsigned x = 0; x < labels && i > from; x++)
			for (unsigned y = 0; y < labels; y++)
				row[y] += last[x] * e[labels * (x + 1) + y];
		log_z += scale_row(row, emission, labels, &l->scale[i - from]);
	}
	for (unsigned y = 0; y < labels; y++)
		z += l->alpha[(to - from - 1) * labels + y] * e[labels * (labels + 1) + y];
	l->scale[to - from] = z;
	return log_z + natural_log(z);
}

void
trainer_backward(struct crf_trainer *t, size_t from, size_t to, double weight,
	struct lattice *l, double *expected)
{
	unsigned labels = t->labels;
	const double *e = t->exp_transition;
	double beta[CRF_LABELS], onward[CRF_LABELS];

	for (unsigned y = 0; y < labels; y++)
		beta[y] = e[labels * (labels + 1) + y] * weight / l->scale[to - from];
	for (unsigned y = 0; y < labels; y++)
		expected[labels * (labels + 1) + y] +=
			l->alpha[(to - from - 1) * labels + y] * beta[y];
	for (size_t i = to; i-- > from;) {
		const double *row = l->alpha + (i - from) * labels;
		const double *last = i > from ? row - labels : row;
		float *residual = t->residual + i * labels;

		for (unsigned y = 0; y < labels; y++)
			residual[y] = (float)(row[y] * beta[y]);
		if (i == from)
			for (unsigned y = 0; y < labels; y++)
				expected[y] += (double)residual[y];
		residual[t->gold[i]] -= (float)weight;
		if (i == from)
			return;
		for (unsigned y = 0; y < labels; y++)
			onward[y] = beta[y] * l->emission[(i - from) * labels + y]
				/ l->scale[i - from];
		for (unsigned x = 0; x < labels; x++) {
			double sum = 0, *pairs = expected + labels * (x + 1);

			for (unsigned y = 0; y < labels; y++) {
				double flow = e[labels * (x + 1) + y] * onward[y];

				sum += flow;
				pairs[y] += last[x] * flow;
			}
			beta[x] = sum;
		}
	}
}

void
lattice_free(struct lattice *l)
{
	free(l->emission);
	free(l->alpha);
	free(l->scale);
	*l = (struct lattice){0};
}

void
lattice_reserve(struct lattice *l, size_t n, unsigned labels)
{
	if (n < l->cap)
		return;
	lattice_free(l);
	l->cap = 2 * n + 1;
	l->emission = mem_alloc(l->cap * labels, sizeof *l->emission);
	l->alpha = mem_alloc(l->cap * labels, sizeof *l->alpha);
	l->scale = mem_alloc(l->cap, sizeof *l->scale);
}

static void
sequence_block(struct crf_trainer *t, size_t block)
{
	size_t from = t->sequences * block / BLOCKS;
	size_t to = t->sequences * (block + 1) / BLOCKS;
	double *expected = t->block_transition + block * t->transitions, loss = 0;
	struct lattice l = {0};

	memset(expected, 0, t->transitions * sizeof *expected);
	for (size_t s = from; s < to; s++) {
		size_t first = t->from[s], end = t->from[s + 1];
		double gold = 0, log_z = 0;

		lattice_reserve(&l, end - first, t->labels);
		for (size_t i = first; i < end; i++)
			log_z += emit(t, i, l.emission + (i - first) * t->labels, &gold);
		log_z += trainer_forward(t, first, end, &l);
		trainer_backward(t, first, end, t->weight[s], &l, expected);
		loss += t->weight[s] * (log_z - gold);
	}
	t->block_loss[block] = loss;
	lattice_free(&l);
}

static void
feature_block(struct crf_trainer *t, size_t block)
{
	for (size_t k = block; k < t->index.n; k += FEATURE_BLOCKS) {
		size_t pair = t->pair[k], n = t->pair[k + 1] - pair;
		const uint8_t *label = t->pair_label + pair;
		double sum[CRF_LABELS] = {0};

		for (size_t p = t->posting[k]; p < t->posting[k + 1]; p++) {
			const float *residual = t->residual
				+ (size_t)t->post[p] * t->labels;

			if (p + AHEAD < t->ids)
				__builtin_prefetch(t->residual
					+ (size_t)t->post[p + AHEAD] * t->labels);
			for (size_t j = 0; j < n; j++)
				sum[j] += (double)residual[label[j]];
		}
		memcpy(t->gradient + pair, sum, n * sizeof *sum);
	}
}

static lbfgsfloatval_t
evaluate(void *ctx, const lbfgsfloatval_t *x, lbfgsfloatval_t *gradient, const int n,
	const lbfgsfloatval_t step)
{
	struct crf_trainer *t = ctx;
	double norm = 0;

	(void)step;
	t->x = x;
	t->gradient = gradient;
	t->loss = 0;
	memset(gradient, 0, (size_t)n * sizeof *gradient);
	for (size_t i = 0; i < t->transitions; i++)
		t->exp_transition[i] = t->forbidden[i] ? 0 : crf_exp(x[t->pairs + i]);
	parallel(t, sequence_block, BLOCKS);
	parallel(t, feature_block, FEATURE_BLOCKS);
	for (size_t b = 0; b < BLOCKS; b++) {
		t->loss += t->block_loss[b];
		for (size_t i = 0; i < t->transitions; i++)
			gradient[t->pairs + i] += t->block_transition[b * t->transitions + i];
	}
	each_transition(t, observe);
	for (int i = 0; i < n; i++) {
		norm += x[i] * x[i];
		gradient[i] += t->option->l2 * x[i];
	}
	return t->loss + t->option->l2 * norm / 2;
}

static int
report(void *ctx, const lbfgsfloatval_t *x, const lbfgsfloatval_t *g,
	const lbfgsfloatval_t loss, const lbfgsfloatval_t xnorm,
	const lbfgsfloatval_t gnorm, const lbfgsfloatval_t step, int n, int k, int ls)
{
	const struct crf_trainer *t = ctx;
	size_t active = 0;

	(void)g, (void)xnorm, (void)gnorm, (void)step, (void)ls;
	for (int i = 0; i < n; i++)
		active += x[i] < 0 || x[i] > 0;
	if (t->option->progress != NULL)
		t->option->progress(k, loss, active);
	return 0;
}

static void
minimize(struct crf_trainer *t, double *x)
{
	lbfgs_parameter_t p;
	int status;

	lbfgs_parameter_init(&p);
	p.max_iterations = t->option->iterations;
	p.past = 10;
	p.delta = 1e-4;
	if (t->option->l1 > 0) {
		p.orthantwise_c = t->option->l1;
		p.orthantwise_end = (int)t->pairs;
		p.linesearch = LBFGS_LINESEARCH_BACKTRACKING;
	}
	status = lbfgs((int)(t->pairs + t->transitions), x, NULL, evaluate, report, t, &p);
	if (status == LBFGSERR_OUTOFMEMORY)
		cli_die("out of memory (%zu weights)", t->pairs);
}

/* Writing. */

static double
largest(const double *x, size_t n)
{
	double top = 1e-6;

	for (size_t i = 0; i < n; i++)
		top = x[i] > top ? x[i] : -x[i] > top ? -x[i] : top;
	return top;
}

static int
quantize(double weight, double scale, int most)
{
	double q = weight / scale;

	q = q < -most ? -most : q > most ? most : q;
	return (int)(q < 0 ? q - 0.5 : q + 0.5);
}

/* Appends the row of feature k; false when all of its weights are nothing. */
static bool
add_row(const struct crf_trainer *t, const double *x, size_t k, double scale,
	struct buf *cells)
{
	uint16_t mask[CRF_LABELS / 16] = {0}, weight[CRF_LABELS];
	unsigned n = 0, masks = (t->labels + 15) / 16;

	for (size_t p = t->pair[k]; p < t->pair[k + 1]; p++) {
		int q = quantize(x[p], scale, t->option->step > 0 ? INT8_MAX : INT16_MAX);

		if (q == 0 || (q < 0 ? -q : q) * scale < t->option->least)
			continue;
		mask[t->pair_label[p] / 16] |= (uint16_t)(1u << t->pair_label[p] % 16);
		weight[n++] = (uint16_t)q;
	}
	if (n == 0)
		return false;
	buf_add(cells, (const char *)mask, masks * sizeof *mask);
	buf_add(cells, (const char *)weight, n * sizeof *weight);
	return true;
}

/* Places features in the slots; false when a run of full ones is too long. */
static bool
place(const struct crf_trainer *t, const uint32_t *row, struct crf_slot *slot,
	uint32_t slots)
{
	for (size_t k = 0; k < t->index.n; k++) {
		uint32_t i = crf_slot_index(t->index.hash[k], slots);
		int run = 0;

		if (row[k] == 0)
			continue;
		for (; slot[i].row != 0; i = i + 1 == slots ? 0 : i + 1)
			if (++run == CRF_RUN / 4)
				return false;
		slot[i] = (struct crf_slot){(uint32_t)(t->index.hash[k] >> 32), row[k]};
	}
	return true;
}

static struct crf_slot *
hash_rows(const struct crf_trainer *t, const uint32_t *row, uint32_t *slots)
{
	struct crf_slot *slot;
	uint32_t n = 0;

	for (size_t k = 0; k < t->index.n; k++)
		n += row[k] != 0;
	*slots = n + n / 2 + 16;
	while (!place(t, row, slot = mem_alloc(*slots, sizeof *slot), *slots)) {
		free(slot);
		*slots += *slots / 2;
	}
	return slot;
}

static void
write_model(const struct crf_trainer *t, const double *x, struct buf *out)
{
	struct crf_header head = {.magic = CRF_MAGIC, .labels = t->labels};
	double step = t->option->step;
	double scale = step > 0 ? step : largest(x, t->pairs) / INT16_MAX;
	uint32_t *row = mem_alloc(t->index.n, sizeof *row);
	struct buf cells = {0}, names = {0};
	struct crf_slot *slot;

	for (size_t k = 0; k < t->index.n; k++) {
		size_t at = cells.len / sizeof(uint16_t);

		if (add_row(t, x, k, scale, &cells))
			row[k] = (uint32_t)at + 1;
	}
	slot = hash_rows(t, row, &head.slots);
	for (unsigned y = 0; y < t->labels; y++)
		buf_add(&names, t->name[y], strlen(t->name[y]) + 1);
	if (cells.len / sizeof(uint16_t) % 2 != 0)
		buf_add(&cells, "\0", sizeof(uint16_t));
	while ((sizeof head + cells.len + names.len
	    + t->transitions * sizeof(float)) % 8 != 0)
		buf_byte(&names, 0);
	head.cells = (uint32_t)(cells.len / sizeof(uint16_t));
	head.names = (uint32_t)names.len;
	head.scale = (float)scale;
	buf_add(out, (const char *)&head, sizeof head);
	for (size_t i = 0; i < t->transitions; i++) {
		float w = t->forbidden[i] ? CRF_FORBIDDEN : (float)x[t->pairs + i];

		buf_add(out, (const char *)&w, sizeof w);
	}
	buf_add(out, (const char *)slot, head.slots * sizeof *slot);
	buf_add(out, cells.s, cells.len);
	buf_add(out, names.s, names.len);
	buf_free(&cells);
	buf_free(&names);
	free(slot);
	free(row);
}

void
crf_trainer_group(struct crf_trainer *t, unsigned group)
{
	t->now = group;
}

void
crf_trainer_run(struct crf_trainer *t, const struct crf_options *option, struct buf *out)
{
	double *x;

	t->option = option;
	order_features(t);
	list_positions(t);
	list_pairs(t);
	t->residual = mem_alloc(t->n * t->labels, sizeof *t->residual);
	t->block_loss = mem_alloc(BLOCKS, sizeof *t->block_loss);
	t->block_transition = mem_alloc(BLOCKS * t->transitions, sizeof(double));
	memset(t->forbidden, option->closed, sizeof t->forbidden);
	each_transition(t, allow);
	if ((x = lbfgs_malloc((int)(t->pairs + t->transitions))) == NULL)
		cli_die("out of memory (%zu weights)", t->pairs);
	memset(x, 0, (t->pairs + t->transitions) * sizeof *x);
	if (option->epochs > 0)
		crf_online(t, x);
	else
		minimize(t, x);
	write_model(t, x, out);
	lbfgs_free(x);
}
