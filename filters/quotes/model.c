/*
 * Weights, scores and the choice among overlapping candidates.
 */
#include "model.h"

#include <math.h>
#include <stdlib.h>

#include "feature.h"

static double *weights;
static double threshold, threshold_marks;	/* of words with marks among them */

double
model_weight(size_t feature)
{
	return weights[feature];
}

void
model_open(void)
{
	struct table t;
	struct map by_name = { 0 };
	struct buf b = { 0 };
	size_t i, n;
	bool fresh;
	int64_t row = 0;
	double *value = NULL;
	size_t cap = 0;
	const int64_t *at;

	n = feature_count();
	weights = mem_alloc(n, sizeof(*weights));
	threshold = 0.5;
	table_open(&t, "weights.txt");
	while (table_next(&t, 2)) {
		mem_grow(&value, &cap, (size_t)row + 1, sizeof(*value));
		value[row] = table_number(&t, 1);
		*map_put(&by_name, t.field[0].s, t.field[0].len, &fresh) = row++;
	}
	for (i = 0; i < n; i++) {
		b.len = 0;
		feature_name(i, &b);
		at = map_get(&by_name, b.s, b.len);
		weights[i] = at ? value[*at] : 0;
	}
	if ((at = map_get(&by_name, "threshold", 9)))
		threshold = threshold_marks = value[*at];
	if ((at = map_get(&by_name, "threshold.marks", 15)))
		threshold_marks = value[*at];
	map_free(&by_name);
	buf_free(&b);
	free(value);
}

static bool
overlap(const struct quote *a, const struct quote *b)
{
	return a->seg[0].start < b->seg[b->segs - 1].end &&
		b->seg[0].start < a->seg[a->segs - 1].end;
}

/* Of candidates that overlap, the better one stays. Only the last few are looked at:
 * candidates come in order, unit by unit. */
static void
drop_overlaps(struct quotes *all)
{
	size_t k, j;

	for (k = 1; k < all->n; k++)
		for (j = k; j > 0 && k - j < QUOTE_NEAR && !all->v[k].dropped; j--) {
			struct quote *a = &all->v[j - 1], *b = &all->v[k];

			if (b->unit - a->unit > 1)
				break;
			if (a->dropped || !overlap(a, b))
				continue;
			if (a->score >= b->score)
				b->dropped = true;
			else
				a->dropped = true;
		}
}

double
model_speaker(const struct quote *q)
{
	double z = 0;
	size_t i;

	for (i = 0; i < q->speaker_features; i++)
		z += weights[q->speaker_feature[i]];
	return 1 / (1 + exp(-z));
}

/* Decides on candidate k for those behind it: the better of two that overlap. */
static void
take(struct quotes *all, size_t k)
{
	struct quote *q = &all->v[k];
	size_t j;

	q->taken = !q->dropped;
	for (j = k; j > 0 && k - j < QUOTE_NEAR && q->taken; j--) {
		struct quote *p = &all->v[j - 1];

		if (q->unit - p->unit > 1)
			break;
		if (!p->taken || !overlap(p, q))
			continue;
		q->taken = p->score < q->score;
		p->taken = !q->taken;
	}
}

void
model_decide(struct quotes *all)
{
	size_t k, i;

	for (k = 0; k < all->n; k++) {
		struct quote *q = &all->v[k];
		double z = 0;

		feature_context(all, k);
		for (i = 0; i < q->features; i++)
			z += weights[q->feature[i]];
		q->score = 1 / (1 + exp(-z));
		q->dropped = q->score < (q->mark == NONE ? threshold : threshold_marks);
		take(all, k);
	}
	drop_overlaps(all);
}
