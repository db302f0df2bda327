/*
 * Reasons for labels: see explain.h. What a feature says is read from the model by
 * decoding a line that has that feature alone.
 */
#include "explain.h"

#include <math.h>
#include <string.h>

#include "feature.h"

#define REASONS 3

struct reason {
	const char *what;
	float weight;
};

/* The probabilities of labels for a line with these features and no neighbours. */
static void
decode(struct crf *crf, const uint64_t *feature, size_t n, float p[LABELS])
{
	static struct crf_seq seq;
	size_t i;

	crf_begin(&seq);
	for (i = 0; i < n; i++)
		crf_add(&seq, feature[i]);
	crf_next(&seq);
	crf_decode(crf, &seq, NULL, p);
}

/* How much more probable `label` is than `other` for such a line. */
static float
odds(struct crf *crf, const uint64_t *feature, size_t n, unsigned label, unsigned other)
{
	float p[LABELS];

	decode(crf, feature, n, p);
	return logf((p[label] + 1e-9f) / (p[other] + 1e-9f));
}

/* The best label on the other side for such a line. */
static unsigned
rival(struct crf *crf, const struct crf_seq *line, unsigned label)
{
	float p[LABELS], top = -1;
	unsigned y, other = label_kept(label) ? LABEL_OTHER : LABEL_BODY;

	decode(crf, line->feature, line->features, p);
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
	int at = REASONS;

	while (at > 0 && weight > top[at - 1].weight)
		at--;
	if (at == REASONS)
		return;
	memmove(&top[at + 1], &top[at], (size_t)(REASONS - 1 - at) * sizeof(*top));
	top[at] = (struct reason){ what, weight };
}

/* The features of a line without the templates of `leave_out`, in v->seq. */
static void
read_line(struct verdict *v, const struct page *p, size_t line, uint64_t leave_out)
{
	struct page bare = *p;

	bare.outline = NULL;
	crf_begin(&v->seq);
	features_add(&v->seq, &bare, &v->places, line, line + 1, leave_out);
}

static void
find_reasons(struct verdict *v, struct crf *crf, const struct page *p, size_t line,
	struct reason *top)
{
	unsigned label = v->label[line], other, t;
	float base;

	read_line(v, p, line, 0);
	other = rival(crf, &v->seq, label);
	base = odds(crf, NULL, 0, label, other);
	for (t = 0; feature_name(t) != NULL; t++) {
		float best = base;
		size_t i;

		read_line(v, p, line, ~(UINT64_C(1) << t));
		for (i = 0; i < v->seq.features; i++)
			best = fmaxf(best, odds(crf, &v->seq.feature[i], 1, label, other));
		rank(top, feature_name(t), best - base);
	}
}

/* The score that the decision on a line would have without the trees. */
static float
score_alone(const struct verdict *v, const struct verdict *alone, size_t line)
{
	bool same = label_kept(v->label[line]) == label_kept(alone->label[line]);

	return same ? alone->score[line] : 1 - alone->score[line];
}

static void
explain_line(struct verdict *v, const struct verdict *alone, struct crf *crf,
	const struct page *p, size_t line, struct buf *out)
{
	struct reason top[REASONS] = { { NULL, 0 } };
	const struct line *l = &p->line[line];
	size_t i;

	find_reasons(v, crf, p, line, top);
	buf_printf(out, "%u\t%s\t%.3f\t%.3f\t", l->number, label_name[v->label[line]],
		(double)v->score[line], (double)score_alone(v, alone, line));
	for (i = 0; i < REASONS && top[i].what != NULL; i++)
		buf_printf(out, "%s%s", i ? ", " : "", top[i].what);
	buf_byte(out, '\t');
	buf_add(out, p->s + l->start, l->end - l->start);
	buf_byte(out, '\n');
}

void
explain(struct verdict *v, const struct models *models, const struct page *p,
	struct buf *out)
{
	struct models treeless = *models;
	struct verdict alone = { .label = NULL };
	size_t i;

	treeless.trees.n = treeless.html_trees.n = 0;
	verdict_decide(&alone, &treeless, p);
	for (i = 0; i < p->lines; i++)
		explain_line(v, &alone, p->outline ? models->html : models->text, p, i,
			out);
	verdict_free(&alone);
}
