/*
 * Reasons for labels: see explain.h. What a feature says is read from the model by
 * decoding a line that has that feature alone.
 */
#include "explain.h"

#include <math.h>
#include <string.h>

#include "feature.h"
#include "markup.h"

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

/* The best label on the other side for such a line. The kept kinds are the first labels
 * of both models, and other clutter is the last. */
static unsigned
rival(struct crf *crf, const struct crf_seq *line, unsigned label)
{
	float p[LABELS], top = -1;
	unsigned y, other = label_kept(label) ? crf_labels(crf) - 1 : LABEL_BODY;

	decode(crf, line->feature, line->features, p);
	for (y = 0; y < crf_labels(crf); y++) {
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

/* The features of a line's text, then those of its outline, without the templates of
 * `leave_out` and `leave_markup`, in v->seq. */
static void
read_line(struct verdict *v, const struct page *p, size_t line, uint64_t leave_out,
	uint64_t leave_markup)
{
	struct page bare = *p;

	bare.outline = NULL;
	crf_begin(&v->seq);
	features_add(&v->seq, &bare, &v->places, line, line + 1, leave_out);
	if (p->outline != NULL)
		markup_add(&v->seq, p, line, leave_markup);
}

struct reasons {
	struct crf *crf;
	unsigned label, other;
	float base;		/* what speaks for the label on any line */
	struct reason top[REASONS];
};

/* Ranks what a template's features, those in the sequence, say. */
static void
weigh(struct reasons *r, const struct crf_seq *seq, const char *name)
{
	float best = r->base;
	size_t i;

	for (i = 0; i < seq->features; i++)
		best = fmaxf(best, odds(r->crf, &seq->feature[i], 1, r->label, r->other));
	rank(r->top, name, best - r->base);
}

static void
find_reasons(struct reasons *r, struct verdict *v, const struct page *p, size_t line)
{
	unsigned t;

	read_line(v, p, line, 0, 0);
	r->label = p->outline ? label_outlined(v->label[line]) : v->label[line];
	r->other = rival(r->crf, &v->seq, r->label);
	r->base = odds(r->crf, NULL, 0, r->label, r->other);
	for (t = 0; feature_name(t) != NULL; t++) {
		read_line(v, p, line, ~(UINT64_C(1) << t), UINT64_MAX);
		weigh(r, &v->seq, feature_name(t));
	}
	for (t = 0; p->outline != NULL && markup_name(t) != NULL; t++) {
		read_line(v, p, line, UINT64_MAX, ~(UINT64_C(1) << (63 - t)));
		weigh(r, &v->seq, markup_name(t));
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
	struct reasons r = { .crf = crf };
	const struct line *l = &p->line[line];
	size_t i;

	find_reasons(&r, v, p, line);
	buf_printf(out, "%u\t%s\t%.3f\t%.3f\t", l->number, label_name[v->label[line]],
		(double)v->score[line], (double)score_alone(v, alone, line));
	for (i = 0; i < REASONS && r.top[i].what != NULL; i++)
		buf_printf(out, "%s%s", i ? ", " : "", r.top[i].what);
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
