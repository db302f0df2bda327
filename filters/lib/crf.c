/*
 * Decoding with a conditional random field; see crf.h, and crf_file.h for the model.
 *
 * Scores are looked up once a sequence into score[n][width]; Viterbi runs on them,
 * forward and backward on their exponentials, scaled at each position. `width` is the
 * number of labels rounded up to whole vectors; no path goes through what stands beyond
 * the labels.
 */
#include "crf.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "cli.h"
#include "crf_file.h"
#include "vector.h"

#define LEAST -80	/* scores further below the best count as this */
#define SMALLEST 1e-37f	/* of what floats hold */
#define AHEAD 16	/* features that are fetched before they are needed */
#define BLOCK 16	/* `width` is a multiple of it */
#define WIDTH CRF_LABELS
#define CACHE_LINE 64
#define SMALL ((size_t)1 << 20)	/* bytes that the rows of a small model take */
#define ROWS 256		/* so many rows of bytes add up to 16 bits */
#define UNPACKED_BITS 14
#define UNPACKED ((size_t)1 << UNPACKED_BITS)

typedef VECTOR(int16_t, 16) vector_short;
typedef VECTOR(int32_t, 16) vector_sum;
typedef VECTOR(float, 16) vector;
typedef VECTOR(float, 8) vector_half;
typedef VECTOR(float, 4) vector_quarter;

struct crf {
	struct crf_header head;
	const struct crf_slot *slot;
	const uint16_t *cell;
	unsigned masks;			/* cells of label bits a row */
	unsigned width;
	/* Rows with a weight for each label, which are faster to add. Of a small model all,
	 * the r-th at small + r * width, with slots for them and the rows of numbered
	 * features once they were asked for. */
	int8_t *small;			/* NULL: a large model */
	struct crf_slot *own;
	uint16_t *numbered;		/* plus one; 0: not asked for yet */
	/* Of a large one those lately used: UNPACKED rows, each at the place that its number
	 * hashes to, and the row that lies there, 0 for none. */
	int32_t *unpacked;
	uint32_t *lately;
	/* A bit for the checks of all slots, by their first bits: most features that have
	 * no row are told by it. */
	uint64_t *known;
	unsigned known_shift;
	const char *label[CRF_LABELS];
	float start[CRF_LABELS], stop[CRF_LABELS];
	float transition[CRF_LABELS * CRF_LABELS];	/* [to][from] */
	uint8_t before[CRF_LABELS][CRF_LABELS];	/* labels that may come before each */
	unsigned befores[CRF_LABELS];
	float beyond[WIDTH];		/* added to scores: beyond the labels too low */
	/* 0 beyond the labels */
	float exp_start[WIDTH], exp_stop[WIDTH];
	float exp_transition[CRF_LABELS * WIDTH];	/* [from][to] */
	float exp_backward[CRF_LABELS * WIDTH];	/* [to][from] */
	/* Work space for `cap` positions. */
	size_t cap, n;
	float *score;
	uint8_t *back;
	float *emission, *alpha, *beta;	/* what reaches a position and what leaves it ... */
	float *alpha_sum, *beta_sum;	/* ... to be divided by these */
	uint32_t *row;			/* of a position's features that have one */
	uint64_t *likely;		/* those that may */
	size_t row_cap, likely_cap;
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
crf_seq_grow(struct crf_seq *q)
{
	mem_grow(&q->feature, &q->feature_cap, q->feature_cap + 1, sizeof *q->feature);
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

/* Fewer than eight bytes as a number: its halves may overlap. */
static inline uint64_t
few_bytes(const char *s, size_t len)
{
	uint32_t four[2];
	uint16_t two[2];

	if (len >= 4) {
		memcpy(four, s, 4);
		memcpy(four + 1, s + len - 4, 4);
		return four[0] | (uint64_t)four[1] << 8 * (len - 4);
	}
	if (len < 2)
		return len ? (unsigned char)*s : 0;
	memcpy(two, s, 2);
	memcpy(two + 1, s + len - 2, 2);
	return two[0] | (uint64_t)two[1] << 8 * (len - 2);
}

uint64_t
crf_hash(uint64_t seed, const char *s, size_t len)
{
	uint64_t chunk, h = seed + len;

	for (; len >= sizeof chunk; s += sizeof chunk, len -= sizeof chunk) {
		memcpy(&chunk, s, sizeof chunk);
		h = crf_mix(h, chunk);
	}
	return crf_mix(h, few_bytes(s, len));
}

/* Rows begin inside the cells, and runs of full slots end soon. Where rows end is seen
 * when they are read: looking at all of them would be most of a program's start. */
static const char *
check_slots(const struct crf *c)
{
	size_t run = 0;

	for (size_t i = 0; i < (size_t)c->head.slots + CRF_RUN; i++) {
		uint32_t row = c->slot[i % c->head.slots].row;

		run = row ? run + 1 : 0;
		if (run > CRF_RUN)
			return "feature table too full";
		if (row != 0 && row - 1 + (size_t)c->masks > c->head.cells)
			return "row outside the model";
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
		if (!(w[i] >= CRF_FORBIDDEN && w[i] <= 50))
			return "transition out of range";
	for (unsigned y = labels; y < c->width; y++)
		c->beyond[y] = CRF_FORBIDDEN;
	for (unsigned y = 0; y < labels; y++) {
		c->start[y] = w[y];
		c->stop[y] = w[labels * (labels + 1) + y];
		c->exp_start[y] = (float)crf_exp(c->start[y]);
		c->exp_stop[y] = (float)crf_exp(c->stop[y]);
	}
	w += labels;
	for (unsigned x = 0; x < labels; x++)
		for (unsigned y = 0; y < labels; y++) {
			float e = (float)crf_exp(w[x * labels + y]);

			c->transition[y * labels + x] = w[x * labels + y];
			c->exp_transition[x * c->width + y] = e;
			c->exp_backward[y * c->width + x] = e;
			if (w[x * labels + y] > CRF_FORBIDDEN)
				c->before[y][c->befores[y]++] = (uint8_t)x;
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

static void
unpack_row(const struct crf *c, uint32_t at, int32_t *to)
{
	const uint16_t *row = c->cell + at - 1, *weight = row + c->masks;
	const uint16_t *end = c->cell + c->head.cells;

	memset(to, 0, c->width * sizeof *to);
	for (unsigned m = 0; m < c->masks; m++)
		for (unsigned bits = row[m]; bits != 0 && weight < end; bits &= bits - 1)
			to[m * 16 + (unsigned)__builtin_ctz(bits)] = (int16_t)*weight++;
}

static bool
is_small(const struct crf *c)
{
	int32_t row[WIDTH];
	size_t rows = 0;

	for (uint32_t i = 0; i < c->head.slots; i++) {
		if (c->slot[i].row == 0)
			continue;
		if (++rows * c->width > SMALL || rows == UINT16_MAX)
			return false;
		unpack_row(c, c->slot[i].row, row);
		for (unsigned y = 0; y < c->width; y++)
			if (row[y] < INT8_MIN || row[y] > INT8_MAX)
				return false;
	}
	return true;
}

static void *
vectors(size_t n, size_t size)
{
	size_t bytes = (n * size + CACHE_LINE - 1) / CACHE_LINE * CACHE_LINE;
	void *p = aligned_alloc(CACHE_LINE, bytes);

	if (p == NULL)
		cli_die("out of memory (model)");
	return p;
}

static void
unpack_small(struct crf *c)
{
	uint32_t rows = 0;
	int32_t row[WIDTH];

	c->own = mem_alloc(c->head.slots, sizeof *c->own);
	c->small = vectors(c->head.slots + 1, c->width);
	c->numbered = mem_alloc(CRF_NUMBERS, sizeof *c->numbered);
	for (uint32_t i = 0; i < c->head.slots; i++) {
		if (c->slot[i].row == 0)
			continue;
		unpack_row(c, c->slot[i].row, row);
		c->own[i] = (struct crf_slot){c->slot[i].check, ++rows};
		for (unsigned y = 0; y < c->width; y++)
			c->small[rows * c->width + y] = (int8_t)row[y];
	}
	c->slot = c->own;
}

static void
note_known(struct crf *c)
{
	size_t bits = 64;

	for (c->known_shift = 32 - 6; bits < 4 * (size_t)c->head.slots; bits *= 2)
		c->known_shift--;
	c->known = mem_alloc(bits / 64, sizeof *c->known);
	for (uint32_t i = 0; i < c->head.slots; i++)
		if (c->slot[i].row != 0) {
			uint32_t bit = c->slot[i].check >> c->known_shift;

			c->known[bit / 64] |= UINT64_C(1) << bit % 64;
		}
}

static const char *
read_model(struct crf *c, const char *data, size_t len)
{
	const char *reason = read_header(c, data, len);
	size_t labels = c->head.labels, floats = labels * (labels + 2);
	size_t at = sizeof c->head;

	if (reason != NULL)
		return reason;
	c->width = (c->head.labels + BLOCK - 1) / BLOCK * BLOCK;
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
	if (*reason != NULL) {
		free(c);
		return NULL;
	}
	note_known(c);
	if (is_small(c)) {
		unpack_small(c);
	} else {
		c->unpacked = vectors(UNPACKED, c->width * sizeof *c->unpacked);
		c->lately = mem_alloc(UNPACKED, sizeof *c->lately);
	}
	return c;
}

void
crf_free(struct crf *c)
{
	if (c == NULL)
		return;
	free(c->small);
	free(c->own);
	free(c->numbered);
	free(c->unpacked);
	free(c->lately);
	free(c->known);
	free(c->likely);
	free(c->row);
	free(c->score);
	free(c->back);
	free(c->emission);
	free(c->alpha);
	free(c->beta);
	free(c->alpha_sum);
	free(c->beta_sum);
	free(c);
}

unsigned
crf_labels(const struct crf *c)
{
	return c->head.labels;
}

unsigned
crf_width(const struct crf *c)
{
	return c->width;
}

const char *
crf_label(const struct crf *c, unsigned i)
{
	return c->label[i];
}

/* The row of a feature, plus one; 0 when it has none. */
static uint32_t
find_row(const struct crf_slot *slot, uint32_t slots, uint64_t feature)
{
	uint32_t check = (uint32_t)(feature >> 32);
	uint32_t i = crf_slot_index(feature, slots);

	while (slot[i].row != 0 && slot[i].check != check)
		if (++i == slots)
			i = 0;
	return slot[i].row;
}

/* Adds n rows of so many blocks to sum[], at most ROWS of them. Bytes written out one by
 * one are widened by one instruction; GCC 12 takes five for a conversion of vectors. */
static inline void
add_blocks(const struct crf *c, const uint32_t *row, size_t n, int32_t *sum,
	const unsigned blocks)
{
	vector_short all[WIDTH / BLOCK] = {{0}};

	for (size_t k = 0; k < n; k++) {
		const int8_t *b = c->small + row[k];

#pragma GCC unroll 4
		for (unsigned v = 0; v < blocks; v++, b += BLOCK)
			all[v] += (vector_short){b[0], b[1], b[2], b[3], b[4], b[5], b[6],
				b[7], b[8], b[9], b[10], b[11], b[12], b[13], b[14],
				b[15]};
	}
#pragma GCC unroll 4
	for (unsigned v = 0; v < blocks; v++)
		*(vector_sum *)(void *)(sum + v * BLOCK) +=
			__builtin_convertvector(all[v], vector_sum);
}

/* A loop for each width is twice as fast as one for all. */
static void
add_rows(const struct crf *c, const uint32_t *row, size_t n, int32_t *sum)
{
	switch (c->width / BLOCK) {
	case 1: add_blocks(c, row, n, sum, 1); break;
	case 2: add_blocks(c, row, n, sum, 2); break;
	case 3: add_blocks(c, row, n, sum, 3); break;
	default: add_blocks(c, row, n, sum, 4);
	}
}

static inline uint32_t
numbered_row(struct crf *c, uint64_t number)
{
	uint16_t *row = &c->numbered[number];

	if (*row == 0)
		*row = (uint16_t)(find_row(c->slot, c->head.slots, crf_spread(number)) + 1);
	return *row - 1u;
}

/* Whether a feature may have a row. */
static inline bool
is_known(const struct crf *c, uint64_t feature)
{
	uint32_t bit = (uint32_t)(feature >> 32) >> c->known_shift;

	return c->known[bit / 64] >> bit % 64 & 1;
}

/* Adds the rows of n features to sum[]: of a small model, and of a large one. */
static void
add_small(struct crf *c, const uint64_t *feature, size_t n, int32_t *sum)
{
	uint32_t row[ROWS], width = c->width;
	uint64_t likely[ROWS];

	for (size_t part; n > 0; feature += part, n -= part) {
		size_t rows = 0, hashes = 0;

		part = n < ROWS ? n : ROWS;
		for (size_t k = 0; k < part; k++) {
			if (feature[k] < CRF_NUMBERS) {
				row[rows] = numbered_row(c, feature[k]) * width;
				rows += row[rows] != 0;
			} else {
				likely[hashes] = feature[k];
				hashes += is_known(c, feature[k]);
			}
		}
		for (size_t k = 0; k < hashes; k++) {
			row[rows] = find_row(c->slot, c->head.slots, likely[k]) * width;
			rows += row[rows] != 0;
		}
		add_rows(c, row, rows, sum);
	}
}

/* The features that may have a row, into c->likely[]; how many there are. */
static size_t
find_likely(struct crf *c, const uint64_t *feature, size_t n)
{
	uint64_t *to = c->likely;

	for (size_t k = 0; k < n; k++) {
		uint64_t f = crf_spread(feature[k]);

		*to = f;
		to += is_known(c, f);
	}
	return (size_t)(to - c->likely);
}

/* Finds the rows of features; how many have one. Memory is slower than arithmetic: the
 * slots are fetched AHEAD features before they are read. */
static size_t
find_rows(struct crf *c, const uint64_t *feature, size_t n)
{
	uint32_t *row, slots = c->head.slots;

	mem_grow(&c->row, &c->row_cap, n + 1, sizeof *c->row);
	mem_grow(&c->likely, &c->likely_cap, n + 1, sizeof *c->likely);
	row = c->row;
	n = find_likely(c, feature, n);
	for (size_t k = 0; k < n; k++) {
		if (k + AHEAD < n)
			__builtin_prefetch(c->slot +
				crf_slot_index(c->likely[k + AHEAD], slots));
		*row = find_row(c->slot, slots, c->likely[k]);
		row += *row != 0;
	}
	return (size_t)(row - c->row);
}

static inline const int32_t *
unpacked_lately(struct crf *c, uint32_t row)
{
	size_t i = row * 0x9e3779b1u >> (32 - UNPACKED_BITS);
	int32_t *at = c->unpacked + i * c->width;

	if (c->lately[i] != row) {
		c->lately[i] = row;
		unpack_row(c, row, at);
	}
	return at;
}

static void
add_large(struct crf *c, const uint64_t *feature, size_t n, int32_t *sum)
{
	n = find_rows(c, feature, n);
	for (unsigned from = 0; from < c->width; from += BLOCK) {
		vector_sum all = *(const vector_sum *)(const void *)(sum + from);

		for (size_t k = 0; k < n; k++)
			all += *(const vector_sum *)(const void *)
				(unpacked_lately(c, c->row[k]) + from);
		*(vector_sum *)(void *)(sum + from) = all;
	}
}

static inline void
add_features(struct crf *c, const uint64_t *feature, size_t n, int32_t *sum)
{
	if (c->small)
		add_small(c, feature, n, sum);
	else
		add_large(c, feature, n, sum);
}

CLONED void
crf_sum(struct crf *c, const uint64_t *feature, size_t n, int32_t *sum)
{
	add_features(c, feature, n, sum);
}

static inline void
add_position(struct crf *c, const struct crf_seq *q, size_t i, int32_t *sum)
{
	add_features(c, q->feature + q->first[i], q->first[i + 1] - q->first[i], sum);
}

CLONED static void
find_scores(struct crf *c, const struct crf_seq *q)
{
	for (size_t i = 0; i < q->n; i++) {
		int32_t sum[WIDTH] = {0};
		float *score = c->score + i * c->width;

		if (q->sums)
			memcpy(sum, q->sums + q->which[i] * c->width,
				c->width * sizeof *sum);
		add_position(c, q, i, sum);
		if (q->more)
			add_position(c, q->more, i, sum);
		for (unsigned y = 0; y < c->width; y += BLOCK)
			*(vector *)(void *)(score + y) = __builtin_convertvector(
				*(const vector_sum *)(const void *)(sum + y), vector) *
				c->head.scale +
				*(const vector *)(const void *)(c->beyond + y);
	}
}

/* The best label before y, with the score of both; the first when none may be. */
static unsigned
best_before(const struct crf *c, unsigned y, const float *last, float *top)
{
	const float *t = c->transition + y * c->head.labels;
	unsigned from = 0;

	*top = last[0] + t[0];
	for (unsigned k = 0; k < c->befores[y]; k++) {
		unsigned x = c->before[y][k];
		float s = last[x] + t[x];

		from = s > *top ? x : from;
		*top = s > *top ? s : *top;
	}
	return from;
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
			c->back[i * labels + y] = (uint8_t)best_before(c, y, last,
				&now[y]);
			now[y] += c->score[i * c->width + y];
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

/* exp of scores of at most 0, to about 1e-7; those below LEAST count as that. */
static void
exponentials(const float *score, float top, float *to, size_t width)
{
	const float round = 12582912;	/* 1.5 * 2^23: leaves an integer behind */

	for (size_t y = 0; y < width; y += BLOCK) {
		vector x = *(const vector *)(const void *)(score + y) - top;
		vector_sum low = x < LEAST;
		vector k, r, p;

		x = (vector)(((vector_sum)x & ~low) |
			((vector_sum)((vector){0} + LEAST) & low));
		k = x * 1.44269504f + round - round;
		r = x - k * 0.693359375f + k * 2.12194440e-4f;
		p = 1 + r * (1 + r * (1 / 2.f + r * (1 / 6.f + r * (1 / 24.f + r *
			(1 / 120.f + r / 720)))));
		*(vector *)(void *)(to + y) = p * (vector)
			((__builtin_convertvector(k, vector_sum) + 127) << 23);
	}
}

static inline float
greater(float a, float b)
{
	return a > b ? a : b;
}

static float
greatest(const float *of)
{
	float top[4];

#pragma GCC unroll 4
	for (unsigned k = 0; k < 4; k++)
		top[k] = greater(greater(of[k], of[k + 4]),
			greater(of[k + 8], of[k + 12]));
	return greater(greater(top[0], top[1]), greater(top[2], top[3]));
}

/* Exponentials of the scores, relative to the highest of each position. */
static void
exponentiate(struct crf *c)
{
	for (size_t i = 0; i < c->n; i++) {
		const float *s = c->score + i * c->width;
		vector top = *(const vector *)(const void *)s;
		float of[BLOCK];

		for (unsigned y = BLOCK; y < c->width; y += BLOCK) {
			vector v = *(const vector *)(const void *)(s + y);
			vector_sum more = v > top;

			top = (vector)(((vector_sum)v & more) | ((vector_sum)top & ~more));
		}
		*(vector *)(void *)of = top;
		exponentials(s, greatest(of), c->emission + i * c->width, c->width);
	}
}

/* to[] = the sum of the rows of a matrix of so many blocks a row, each times its weight. */
static inline void
sum_blocks(float *to, const float *matrix, const float *weight, unsigned rows,
	const unsigned blocks)
{
	const vector *at = (const void *)matrix;
	vector a[WIDTH / BLOCK] = {{0}}, b[WIDTH / BLOCK] = {{0}};
	unsigned x = 0;

	for (; x + 1 < rows; x += 2, at += 2 * blocks) {
#pragma GCC unroll 4
		for (unsigned v = 0; v < blocks; v++) {
			a[v] += weight[x] * at[v];
			b[v] += weight[x + 1] * at[blocks + v];
		}
	}
#pragma GCC unroll 4
	for (unsigned v = 0; v < blocks; v++) {
		if (x < rows)
			a[v] += weight[x] * at[v];
		*(vector *)(void *)(to + v * BLOCK) = a[v] + b[v];
	}
}

static void
sum_rows(const struct crf *c, float *to, const float *matrix, const float *weight)
{
	unsigned rows = c->head.labels;

	switch (c->width / BLOCK) {
	case 1: sum_blocks(to, matrix, weight, rows, 1); break;
	case 2: sum_blocks(to, matrix, weight, rows, 2); break;
	case 3: sum_blocks(to, matrix, weight, rows, 3); break;
	default: sum_blocks(to, matrix, weight, rows, 4);
	}
}

/* to[] *= row[] * by */
static void
multiply(float *to, const float *row, float by, size_t width)
{
	for (size_t y = 0; y < width; y += BLOCK)
		*(vector *)(void *)(to + y) *=
			*(const vector *)(const void *)(row + y) * by;
}

static float
sum(const float *row, size_t width)
{
	vector all = {0};
	vector_half two;
	vector_quarter four;
	float of[BLOCK];

	for (size_t y = 0; y < width; y += BLOCK)
		all += *(const vector *)(const void *)(row + y);
	*(vector *)(void *)of = all;
	two = *(vector_half *)(void *)of + *(vector_half *)(void *)(of + BLOCK / 2);
	*(vector_half *)(void *)of = two;
	four = *(vector_quarter *)(void *)of + *(vector_quarter *)(void *)(of + BLOCK / 4);
	return four[0] + four[2] + (four[1] + four[3]);
}

/* The sum of a row. One that underflowed to nothing becomes even, so that no path ever
 * has probability 0/0. */
static float
total(const struct crf *c, float *row)
{
	float all = sum(row, c->width);

	if (all > SMALLEST)
		return all;
	for (unsigned y = 0; y < c->head.labels; y++)
		row[y] = 1.f / (float)c->head.labels;
	return 1;
}

/* What reaches position i from the one before. Its sum is for the next step: it is not
 * waited for. */
static void
forward(struct crf *c, size_t i)
{
	unsigned width = c->width;
	float *alpha = c->alpha + i * width;

	sum_rows(c, alpha, c->exp_transition, alpha - width);
	multiply(alpha, c->emission + i * width, 1 / c->alpha_sum[i - 1], width);
	c->alpha_sum[i] = total(c, alpha);
}

/* What leads on from position i to the end. */
static void
backward(struct crf *c, size_t i)
{
	unsigned width = c->width;
	float *beta = c->beta + i * width, onward[WIDTH];

	/* What the labels of the next position weigh in what comes before it. */
	memcpy(onward, beta + width, width * sizeof *onward);
	multiply(onward, c->emission + (i + 1) * width, 1 / c->beta_sum[i + 1], width);
	sum_rows(c, beta, c->exp_backward, onward);
	c->beta_sum[i] = total(c, beta);
}

/* Both ways at a time, for neither waits for the other. */
CLONED static void
sum_paths(struct crf *c)
{
	size_t width = c->width, last = c->n - 1;

	if (c->summed)
		return;
	exponentiate(c);
	memcpy(c->alpha, c->exp_start, width * sizeof *c->alpha);
	multiply(c->alpha, c->emission, 1, width);
	c->alpha_sum[0] = total(c, c->alpha);
	memcpy(c->beta + last * width, c->exp_stop, width * sizeof *c->beta);
	c->beta_sum[last] = total(c, c->beta + last * width);
	for (size_t i = 1; i < c->n; i++) {
		forward(c, i);
		backward(c, last - i);
	}
	c->summed = true;
}

/* The posteriors of all labels at position i into p[width]; what they were divided by. */
static float
find_marginals(const struct crf *c, size_t i, float *p)
{
	float all;

	memcpy(p, c->alpha + i * c->width, c->width * sizeof *p);
	multiply(p, c->beta + i * c->width, 1 / c->beta_sum[i], c->width);
	all = sum(p, c->width);
	all = all > SMALLEST ? all : SMALLEST;
	for (unsigned y = 0; y < c->width; y += BLOCK)
		*(vector *)(void *)(p + y) /= all;
	return all;
}

CLONED static void
copy_marginals(const struct crf *c, float *marginal)
{
	float p[WIDTH];

	for (size_t i = 0; i < c->n; i++) {
		find_marginals(c, i, p);
		memcpy(marginal + i * c->head.labels, p, c->head.labels * sizeof *p);
	}
}

static void
reserve(struct crf *c, size_t n)
{
	size_t cells;

	c->n = n;
	if (n <= c->cap)
		return;
	cells = (c->cap = n + n / 2) * c->width;
	free(c->score);
	free(c->back);
	free(c->emission);
	free(c->alpha);
	free(c->beta);
	free(c->alpha_sum);
	free(c->beta_sum);
	c->score = mem_alloc(cells, sizeof *c->score);
	c->back = mem_alloc(cells, sizeof *c->back);
	c->emission = mem_alloc(cells, sizeof *c->emission);
	c->alpha = mem_alloc(cells, sizeof *c->alpha);
	c->beta = mem_alloc(cells, sizeof *c->beta);
	c->alpha_sum = mem_alloc(c->cap, sizeof *c->alpha_sum);
	c->beta_sum = mem_alloc(c->cap, sizeof *c->beta_sum);
}

void
crf_decode(struct crf *c, const struct crf_seq *q, uint8_t *label, float *marginal)
{
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
	copy_marginals(c, marginal);
}

double
crf_span_probability(struct crf *c, const uint8_t *label, size_t from, size_t to)
{
	unsigned width = c->width;
	size_t last = to - 1;
	float all[WIDTH];
	double p;

	sum_paths(c);
	p = (double)c->alpha[from * width + label[from]];
	for (size_t i = from + 1; i < to; i++)
		p *= (double)c->exp_transition[label[i - 1] * width + label[i]] *
			(double)c->emission[i * width + label[i]] /
			(double)c->alpha_sum[i - 1];
	p *= (double)c->beta[last * width + label[last]] / (double)c->beta_sum[last] /
		(double)find_marginals(c, last, all);
	return p >= 1 ? 1 : p > 0 ? p : 0;
}
