/*
 * Decoding with a conditional random field; see crf.h, and crf_file.h for the model.
 *
 * Scores are looked up once a sequence into score[n][labels]; Viterbi runs on
 * them, forward and backward on their exponentials, scaled at each position.
 */
#include "crf.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "crf_file.h"

#define NOTHING -50	/* score below the best that no open transition makes up for */
#define OPEN -12	/* lowest score of a transition in a model that forbids none */
#define NEGLIGIBLE 1e-9	/* share of a position's probability that is dropped */
#define AHEAD 16	/* features that are fetched before they are needed */

struct crf {
	struct crf_header head;
	const struct crf_slot *slot;
	const uint16_t *cell;
	unsigned masks;			/* cells of label bits a row */
	const char *label[CRF_LABELS];
	float start[CRF_LABELS], stop[CRF_LABELS];
	float transition[CRF_LABELS * CRF_LABELS];	/* [to][from] */
	double exp_start[CRF_LABELS], exp_stop[CRF_LABELS];
	double exp_transition[CRF_LABELS * CRF_LABELS];	/* [from][to] */
	double exp_backward[CRF_LABELS * CRF_LABELS];	/* [to][from] */
	/* Labels less probable than this at a position are passed over in forward and
	 * backward; 0 when some transition forbids so much that one might be needed. */
	double least;
	/* Work space for `cap` positions. */
	size_t cap, n;
	float *score;
	uint8_t *back;
	double *emission, *alpha, *beta, *scale;
	double z;
	bool summed;			/* forward and backward have run */
};

void
crf_begin(struct crf_seq *q)
{
	q->n = q->features = 0;
	mem_grow(&q->first, &q->cap, 1, sizeof *q->first);
	q->first[0] = 0;
}

void
crf_add(struct crf_seq *q, uint64_t feature)
{
	if (q->features == q->feature_cap)
		mem_grow(&q->feature, &q->feature_cap, q->features + 1,
			sizeof *q->feature);
	q->feature[q->features++] = feature;
}

void
crf_next(struct crf_seq *q)
{
	if (q->n + 2 > q->cap)
		mem_grow(&q->first, &q->cap, q->n + 2, sizeof *q->first);
	q->first[++q->n] = q->features;
}

void
crf_seq_free(struct crf_seq *q)
{
	free(q->first);
	free(q->feature);
	memset(q, 0, sizeof *q);
}

uint64_t
crf_hash(uint64_t seed, const char *s, size_t len)
{
	uint64_t chunk, h = seed + len;

	for (; len >= sizeof chunk; s += sizeof chunk, len -= sizeof chunk) {
		memcpy(&chunk, s, sizeof chunk);
		h = crf_mix(h, chunk);
	}
	chunk = 0;
	memcpy(&chunk, s, len);
	return crf_mix(h, chunk);
}

/* Rows lie inside the cells, and runs of full slots end soon. */
static const char *
check_slots(const struct crf *c)
{
	size_t run = 0;

	for (size_t i = 0; i < (size_t)c->head.slots + CRF_RUN; i++) {
		uint32_t row = c->slot[i % c->head.slots].row;
		size_t need = c->masks;

		run = row ? run + 1 : 0;
		if (run > CRF_RUN)
			return "feature table too full";
		if (row == 0)
			continue;
		if (row - 1 + need > c->head.cells)
			return "row outside the model";
		for (unsigned m = 0; m < c->masks; m++)
			need += (unsigned)__builtin_popcount(c->cell[row - 1 + m]);
		if (row - 1 + need > c->head.cells)
			return "row outside the model";
		if (c->head.labels % 16
		    && c->cell[row - 1 + c->masks - 1] >> c->head.labels % 16)
			return "weight of an unknown label";
	}
	return NULL;
}

static const char *
read_labels(struct crf *c, const char *s)
{
	const char *end = s + c->head.names;

	for (unsigned y = 0; y < c->head.labels; y++) {
		const char *nul = s == end ? NULL : memchr(s, 0, (size_t)(end - s));

		if (nul == NULL)
			return "label names cut short";
		c->label[y] = s;
		s = nul + 1;
	}
	while (s < end && *s == 0)
		s++;
	return s == end ? NULL : "bytes after the label names";
}

static const char *
read_transitions(struct crf *c, const float *w)
{
	unsigned labels = c->head.labels;

	for (size_t i = 0; i < (size_t)labels * (labels + 2); i++)
		if (!(w[i] >= CRF_FORBIDDEN && w[i] <= 500))
			return "transition out of range";
	for (unsigned y = 0; y < labels; y++) {
		c->start[y] = w[y];
		c->stop[y] = w[labels * (labels + 1) + y];
		c->exp_start[y] = crf_exp(c->start[y]);
		c->exp_stop[y] = crf_exp(c->stop[y]);
	}
	w += labels;
	c->least = 1e-9;
	for (unsigned x = 0; x < labels; x++)
		for (unsigned y = 0; y < labels; y++) {
			double e = crf_exp(w[x * labels + y]);

			c->transition[y * labels + x] = w[x * labels + y];
			c->exp_transition[x * labels + y] = e;
			c->exp_backward[y * labels + x] = e;
			if (w[x * labels + y] < OPEN)
				c->least = 0;
		}
	return NULL;
}

static const char *
read_header(struct crf *c, const char *data, size_t len)
{
	if (len < sizeof c->head)
		return "cut short";
	memcpy(&c->head, data, sizeof c->head);
	if (memcmp(c->head.magic, CRF_MAGIC, sizeof c->head.magic) != 0)
		return "not a model of this version";
	if (c->head.labels < 1 || c->head.labels > CRF_LABELS || c->head.slots < 1
	    || !(c->head.scale >= 0 && c->head.scale <= 1))
		return "header out of range";
	return NULL;
}

static const char *
read_model(struct crf *c, const char *data, size_t len)
{
	const char *reason = read_header(c, data, len);
	size_t labels = c->head.labels, floats = labels * (labels + 2);
	size_t at = sizeof c->head;

	if (reason != NULL)
		return reason;
	if (len != at + floats * sizeof(float) + c->head.slots * sizeof *c->slot
	    + c->head.cells * sizeof *c->cell + c->head.names)
		return "size does not fit the header";
	if ((reason = read_transitions(c, (const void *)(data + at))) != NULL)
		return reason;
	at += floats * sizeof(float);
	c->slot = (const void *)(data + at);
	at += c->head.slots * sizeof *c->slot;
	c->cell = (const void *)(data + at);
	at += c->head.cells * sizeof *c->cell;
	c->masks = (c->head.labels + 15) / 16;
	if ((reason = read_labels(c, data + at)) != NULL)
		return reason;
	return check_slots(c);
}

struct crf *
crf_open(const char *data, size_t len, const char **reason)
{
	struct crf *c = mem_alloc(1, sizeof *c);

	memset(c, 0, sizeof *c);
	*reason = read_model(c, data, len);
	if (*reason == NULL)
		return c;
	free(c);
	return NULL;
}

void
crf_free(struct crf *c)
{
	if (c == NULL)
		return;
	free(c->score);
	free(c->back);
	free(c->emission);
	free(c->alpha);
	free(c->beta);
	free(c->scale);
	free(c);
}

unsigned
crf_labels(const struct crf *c)
{
	return c->head.labels;
}

const char *
crf_label(const struct crf *c, unsigned i)
{
	return c->label[i];
}

/* The row of a feature in the cells, plus one; 0 when it has none. */
static uint32_t
find_row(const struct crf *c, uint64_t feature)
{
	uint32_t check = (uint32_t)(feature >> 32);
	uint32_t i = crf_slot_index(feature, c->head.slots);

	while (c->slot[i].row != 0 && c->slot[i].check != check)
		if (++i == c->head.slots)
			i = 0;
	return c->slot[i].row;
}

static void
add_row(const struct crf *c, uint32_t at, float *score)
{
	const uint16_t *row = c->cell + at - 1, *weight = row + c->masks;

	for (unsigned m = 0; m < c->masks; m++)
		for (unsigned bits = row[m]; bits != 0; bits &= bits - 1)
			score[m * 16 + (unsigned)__builtin_ctz(bits)] +=
				(float)(int16_t)*weight++;
}

/* Memory is slower than arithmetic here: slots are fetched AHEAD features before they
 * are read, and rows as many before they are added. */
static void
find_scores(struct crf *c, const struct crf_seq *q)
{
	unsigned labels = c->head.labels;
	uint32_t row[AHEAD] = {0};
	size_t i = 0;

	memset(c->score, 0, q->n * labels * sizeof *c->score);
	for (size_t f = 0; f < q->features + AHEAD; f++) {
		uint32_t ready = row[f % AHEAD];

		if (f + AHEAD < q->features)
			__builtin_prefetch(c->slot + crf_slot_index(
				q->feature[f + AHEAD], c->head.slots));
		row[f % AHEAD] = f < q->features ? find_row(c, q->feature[f]) : 0;
		if (row[f % AHEAD] != 0)
			__builtin_prefetch(c->cell + row[f % AHEAD] - 1);
		if (f < AHEAD)
			continue;
		while (f - AHEAD >= q->first[i + 1])
			i++;
		if (ready != 0)
			add_row(c, ready, c->score + i * labels);
	}
	for (size_t k = 0; k < q->n * labels; k++)
		c->score[k] *= c->head.scale;
}

static void
viterbi(struct crf *c, uint8_t *label)
{
	unsigned labels = c->head.labels, best = 0;
	float last[CRF_LABELS], now[CRF_LABELS];

	for (unsigned y = 0; y < labels; y++)
		last[y] = c->start[y] + c->score[y];
	for (size_t i = 1; i < c->n; i++) {
		for (unsigned y = 0; y < labels; y++) {
			const float *t = c->transition + y * labels;
			unsigned from = 0;
			float top = last[0] + t[0];

			for (unsigned x = 1; x < labels; x++) {
				float s = last[x] + t[x];

				from = s > top ? x : from;
				top = s > top ? s : top;
			}
			now[y] = top + c->score[i * labels + y];
			c->back[i * labels + y] = (uint8_t)from;
		}
		memcpy(last, now, labels * sizeof *last);
	}
	for (unsigned y = 1; y < labels; y++)
		if (last[y] + c->stop[y] > last[best] + c->stop[best])
			best = y;
	for (size_t i = c->n; i-- > 0; best = c->back[i * labels + best]) {
		label[i] = (uint8_t)best;
		if (i == 0)
			break;
	}
}

/* Exponentials of the scores, relative to the highest of each position. */
static void
exponentiate(struct crf *c)
{
	unsigned labels = c->head.labels;

	for (size_t i = 0; i < c->n; i++) {
		const float *s = c->score + i * labels;
		float top = s[0];

		for (unsigned y = 1; y < labels; y++)
			top = s[y] > top ? s[y] : top;
		for (unsigned y = 0; y < labels; y++)
			c->emission[i * labels + y] = c->least > 0 && s[y] - top < NOTHING
				? 0 : crf_exp((double)(s[y] - top));
	}
}

/* Divides row[labels] by its sum, which is returned. A row that underflowed to
 * nothing becomes even, so that no path ever has probability 0/0. */
static double
normalize(double *row, unsigned labels)
{
	double sum = 0;

	for (unsigned y = 0; y < labels; y++)
		sum += row[y];
	if (!(sum > 1e-300)) {
		for (unsigned y = 0; y < labels; y++)
			row[y] = 1. / labels;
		return 1;
	}
	for (unsigned y = 0; y < labels; y++)
		row[y] /= sum;
	return sum;
}

static void
forward(struct crf *c)
{
	unsigned labels = c->head.labels;

	for (unsigned y = 0; y < labels; y++)
		c->alpha[y] = c->exp_start[y] * c->emission[y];
	c->scale[0] = normalize(c->alpha, labels);
	for (size_t i = 1; i < c->n; i++) {
		const double *last = c->alpha + (i - 1) * labels;
		double *now = c->alpha + i * labels;

		memset(now, 0, labels * sizeof *now);
		for (unsigned x = 0; x < labels; x++) {
			if (last[x] < c->least)
				continue;
			for (unsigned y = 0; y < labels; y++)
				now[y] += last[x] * c->exp_transition[x * labels + y];
		}
		for (unsigned y = 0; y < labels; y++)
			now[y] *= c->emission[i * labels + y];
		c->scale[i] = normalize(now, labels);
	}
	c->z = 0;
	for (unsigned y = 0; y < labels; y++)
		c->z += c->alpha[(c->n - 1) * labels + y] * c->exp_stop[y];
	if (!(c->z > 1e-300))
		c->z = 1e-300;
}

/* The labels of position i that weigh in what follows it, into from[]; how many. */
static unsigned
find_onward(const struct crf *c, size_t i, double *onward, uint8_t *from)
{
	unsigned labels = c->head.labels, n = 0;
	double top = 0;

	for (unsigned y = 0; y < labels; y++) {
		onward[y] = c->beta[i * labels + y] * c->emission[i * labels + y]
			/ c->scale[i];
		top = onward[y] > top ? onward[y] : top;
	}
	for (unsigned y = 0; y < labels; y++)
		if (!(onward[y] < top * NEGLIGIBLE))
			from[n++] = (uint8_t)y;
	return n;
}

static void
backward(struct crf *c)
{
	unsigned labels = c->head.labels;
	double onward[CRF_LABELS];
	uint8_t from[CRF_LABELS];

	memcpy(c->beta + (c->n - 1) * labels, c->exp_stop, labels * sizeof(double));
	for (size_t i = c->n - 1; i-- > 0;) {
		unsigned n = find_onward(c, i + 1, onward, from);

		for (unsigned x = 0; x < labels; x++) {
			double sum = 0;

			for (unsigned k = 0; k < n; k++)
				sum += c->exp_transition[x * labels + from[k]]
					* onward[from[k]];
			c->beta[i * labels + x] = sum < 1e300 ? sum : 1e300;
		}
	}
}

static void
sum_paths(struct crf *c)
{
	if (c->summed)
		return;
	exponentiate(c);
	forward(c);
	backward(c);
	c->summed = true;
}

static double
probability(double p)
{
	return p >= 1 ? 1 : p > 0 ? p : 0;
}

static void
reserve(struct crf *c, size_t n)
{
	size_t labels = c->head.labels, cells;

	c->n = n;
	if (n <= c->cap)
		return;
	cells = (c->cap = n + n / 2) * labels;
	free(c->score);
	free(c->back);
	free(c->emission);
	free(c->alpha);
	free(c->beta);
	free(c->scale);
	c->score = mem_alloc(cells, sizeof *c->score);
	c->back = mem_alloc(cells, sizeof *c->back);
	c->emission = mem_alloc(cells, sizeof *c->emission);
	c->alpha = mem_alloc(cells, sizeof *c->alpha);
	c->beta = mem_alloc(cells, sizeof *c->beta);
	c->scale = mem_alloc(c->cap, sizeof *c->scale);
}

void
crf_decode(struct crf *c, const struct crf_seq *q, uint8_t *label, float *marginal)
{
	size_t cells = q->n * c->head.labels;

	if (q->n == 0)
		return;
	reserve(c, q->n);
	find_scores(c, q);
	if (label != NULL)
		viterbi(c, label);
	c->summed = false;
	if (marginal == NULL)
		return;
	sum_paths(c);
	for (size_t i = 0; i < cells; i++)
		marginal[i] = (float)probability(c->alpha[i] * c->beta[i] / c->z);
}

double
crf_span_probability(struct crf *c, const uint8_t *label, size_t from, size_t to)
{
	unsigned labels = c->head.labels;
	double p;

	sum_paths(c);
	p = c->alpha[from * labels + label[from]];
	for (size_t i = from + 1; i < to; i++)
		p *= c->exp_transition[label[i - 1] * labels + label[i]]
			* c->emission[i * labels + label[i]] / c->scale[i];
	return probability(p * c->beta[(to - 1) * labels + label[to - 1]] / c->z);
}
