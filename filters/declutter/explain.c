/*
 * Reasons for labels: see explain.h. What a feature says is read from the model by
 * decoding a line that has that feature alone.
 */
#include "explain.h"

#include <math.h>
#include <string.h>

#define REASONS 3
#define FEATURES 256

struct reason {
	const char *what;
	float weight;
};

/* How much more probable `label` is than `other` for a line with these features. */
static float
odds(struct crf *crf, struct crf_seq *seq, const uint64_t *feature, size_t n,
	unsigned label, unsigned other)
{
	float p[LABELS];
	size_t i;

	crf_begin(seq);
	for (i = 0; i < n; i++)
		crf_add(seq, feature[i]);
	crf_next(seq);
	crf_decode(crf, seq, NULL, p);
	return logf((p[label] + 1e-9f) / (p[other] + 1e-9f));
}

/* The best label on the other side for the line alone. */
static unsigned
rival(struct crf *crf, struct crf_seq *seq, const uint64_t *feature, size_t n,
	unsigned label)
{
	float p[LABELS], top = -1;
	unsigned y, other = label_kept(label) ? LABEL_OTHER : LABEL_BODY;
	size_t i;

	crf_begin(seq);
	for (i = 0; i < n; i++)
		crf_add(seq, feature[i]);
	crf_next(seq);
	crf_decode(crf, seq, NULL, p);
	for (y = 0; y < LABELS; y++) {
		if (label_kept(y) == label_kept(label) || p[y] <= top)
			continue;
		top = p[y];
		other = y;
	}
	return other;
}

static void
rank(struct reason *top, const char *what, float weight)
{
	int i, at = REASONS;

	for (i = 0; i < REASONS; i++)
		if (top[i].what != NULL && strcmp(top[i].what, what) == 0) {
			top[i].weight = weight > top[i].weight ? weight : top[i].weight;
			return;
		}
	while (at > 0 && weight > top[at - 1].weight)
		at--;
	if (at == REASONS)
		return;
	memmove(&top[at + 1], &top[at], (size_t)(REASONS - 1 - at) * sizeof(*top));
	top[at] = (struct reason){ what, weight };
}

static void
explain_line(struct verdict *v, struct crf *crf, const struct page *p, size_t line,
	struct buf *out)
{
	struct feature_name name[FEATURES];
	uint64_t hash[FEATURES];
	struct reason top[REASONS] = { { NULL, 0 } };
	unsigned label = v->label[line], other;
	size_t n = features_explain(p, &v->places, line, name, hash, FEATURES), i;
	float base;
	const struct line *l = &p->line[line];

	other = rival(crf, &v->seq, hash, n, label);
	base = odds(crf, &v->seq, NULL, 0, label, other);
	for (i = 0; i < n; i++)
		rank(top, name[i].what,
			odds(crf, &v->seq, &hash[i], 1, label, other) - base);
	buf_printf(out, "%u\t%s\t%.3f\t", l->number, label_name[label],
		(double)v->score[line]);
	for (i = 0; i < REASONS && top[i].what != NULL; i++)
		buf_printf(out, "%s%s", i ? ", " : "", top[i].what);
	buf_byte(out, '\t');
	buf_add(out, p->s + l->start, l->end - l->start);
	buf_byte(out, '\n');
}

void
explain(struct verdict *v, struct crf *crf, const struct page *p, struct buf *out)
{
	size_t i;

	for (i = 0; i < p->lines; i++)
		explain_line(v, crf, p, i, out);
}
