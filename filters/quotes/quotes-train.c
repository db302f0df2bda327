/*
 * quotes-train: makes weights.txt. Reads annotated records: what quotes needs, and
 * the gold `quotes`; writes the table to standard output.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lbfgs.h>

#include "cli.h"
#include "doc.h"
#include "feature.h"
#include "model.h"
#include "quote.h"
#include "resolve.h"

#define NAME_WORDS 24
#define SPEAKER_L2 1	/* prior of the few features of speakers */
#define GOLD_IOU 0.8	/* a candidate is right from this overlap on */

static const char help[] =
	"usage: quotes-train [options] [file ...] >weights.txt\n"
	"Trains the decision of quotes on records with sentences, entities, names and\n"
	"annotated quotes.\n"
	"      --l2 N         strength of the Gaussian prior (default 6)\n"
	"      --threshold N  score from which a quotation is taken (default 0.36)\n"
	"      --marks N      the same for one with quotation marks (default 0.3)\n"
	"      --tables DIR   use the tables in DIR\n"
	"  -h, --help\n"
	"  -V, --version\n"
	"Example: quotes-train tagged.jsonl >filters/quotes/fr/weights.txt\n";

static double l2 = 6, threshold = 0.36, marks = 0.3;

struct gold {
	struct span seg[QUOTE_SEGMENTS];
	size_t segs;
	bool optional;
	json_t *speaker;	/* NULL: not known */
};

struct golds {
	struct gold *v;
	size_t n, cap;
};

struct example {
	size_t first, n;	/* features */
	bool right;
};

struct context {
	struct doc doc;
	struct quotes quotes;
	struct roles roles;
	struct golds golds;
	struct example *v;
	size_t n, cap;
	unsigned *feature;
	size_t features, feature_cap;
};

/* The byte offset of a code point offset, (size_t)-1 outside the text. */
static size_t
edge(const struct text *t, json_t *point)
{
	return text_byte(t, (size_t)json_integer_value(point));
}

static bool
is_word(uint32_t c)
{
	return (text_class(c) & (TEXT_LETTER | TEXT_DIGIT)) != 0;
}

/* The span without marks, stops and blanks at its edges: how they are counted is not
 * what is to be learnt. */
static struct span
bare(const char *s, struct span span)
{
	unsigned size;

	while (span.start < span.end &&
	    !is_word(text_decode(s + span.start, s + span.end, &size)))
		span.start += size;
	while (span.start < span.end &&
	    !is_word(text_before(s + span.start, s + span.end, &size)))
		span.end -= size;
	return span;
}

static bool
read_segments(struct record *rec, const struct text *t, json_t *list, struct gold *g)
{
	size_t i;

	for (i = 0; i < json_array_size(list) && i < QUOTE_SEGMENTS; i++) {
		json_t *pair = json_array_get(list, i);
		size_t a = edge(t, json_array_get(pair, 0));
		size_t b = edge(t, json_array_get(pair, 1));

		if (a == (size_t)-1 || b == (size_t)-1 || a > b) {
			record_reject(rec, "a segment lies outside the text");
			return false;
		}
		g->seg[g->segs++] = bare(t->s, (struct span){ a, b });
	}
	return true;
}

static bool
read_golds(struct context *c, struct record *rec)
{
	const struct span *span;
	json_t *list;
	size_t n, i;

	c->golds.n = 0;
	if (!record_spans(rec, "quotes", &span, &n, &list))
		return false;
	for (i = 0; i < n; i++) {
		json_t *one = json_array_get(list, i);
		json_t *segments = json_object_get(one, "segments");
		struct gold g = {
			.optional = json_is_true(json_object_get(one, "optional")),
			.speaker = json_object_get(one, "speaker")
		};

		if (!read_segments(rec, c->doc.text, segments, &g))
			return false;
		if (g.segs == 0)
			g.seg[g.segs++] = bare(c->doc.text->s, span[i]);
		mem_grow(&c->golds.v, &c->golds.cap, c->golds.n + 1, sizeof(g));
		c->golds.v[c->golds.n++] = g;
	}
	return true;
}

static size_t
length(const struct span *s, size_t n)
{
	size_t sum = 0;

	while (n--)
		sum += s[n].end - s[n].start;
	return sum;
}

static size_t
common(const struct span *a, size_t n, const struct span *b, size_t m)
{
	size_t sum = 0, i, j;

	for (i = 0; i < n; i++)
		for (j = 0; j < m; j++) {
			size_t from = a[i].start > b[j].start ? a[i].start : b[j].start;
			size_t to = a[i].end < b[j].end ? a[i].end : b[j].end;

			sum += to > from ? to - from : 0;
		}
	return sum;
}

/* 1: the candidate is right, 0: wrong, -1: it counts for nothing. *match is the
 * quotation that it is. */
static int
judge(const struct context *ctx, const struct quote *q, const struct gold **match)
{
	const struct golds *g = &ctx->golds;
	struct span seg[QUOTE_SEGMENTS];
	size_t i, c, n, m;
	bool free = false;

	for (i = 0; i < q->segs; i++)
		seg[i] = bare(ctx->doc.text->s, q->seg[i]);
	n = length(seg, q->segs);

	for (i = 0; i < g->n; i++) {
		const struct gold *o = &g->v[i];

		c = common(seg, q->segs, o->seg, o->segs);
		m = length(o->seg, o->segs);
		if (!o->optional && (double)c >= GOLD_IOU * (double)(n + m - c)) {
			*match = o;
			return 1;
		}
		if (o->optional && c * 2 >= n)
			free = true;
	}
	return free ? -1 : 0;
}

static void
add_example(struct context *c, const unsigned *feature, size_t n, bool right)
{
	mem_grow(&c->v, &c->cap, c->n + 1, sizeof(*c->v));
	c->v[c->n++] = (struct example){ c->features, n, right };
	mem_grow(&c->feature, &c->feature_cap, c->features + n, sizeof(*c->feature));
	memcpy(c->feature + c->features, feature, n * sizeof(*c->feature));
	c->features += n;
}

/* The words of a name, as hashes: without accents, small words left out. */
struct words {
	uint32_t v[NAME_WORDS];
	size_t n;
};

static void
split_name(const char *s, size_t len, struct words *w)
{
	const char *p = s, *end = s + len, *q;
	char key[64];
	size_t n;
	unsigned size;

	for (w->n = 0; p < end && w->n < NAME_WORDS; p = q) {
		for (q = p, n = 0; q < end; q += size) {
			uint32_t c = text_decode(q, end, &size);

			if (!(text_class(c) & (TEXT_LETTER | TEXT_DIGIT)) ||
			    n + 4 > sizeof(key))
				break;
			n += text_encode(text_fold(c), key + n);
		}
		if (n > 0 && !(lexicon_find(p, (size_t)(q - p))->class &
		    (W_DET | W_DE | W_A | W_COORD | W_TITLE)))
			w->v[w->n++] = map_hash(key, n);
		if (q < end && n == 0) {
			text_decode(q, end, &size);
			q += size;
		}
	}
}

static size_t
shared_words(const struct words *a, const struct words *b)
{
	size_t n = 0, i, j;

	for (i = 0; i < a->n; i++) {
		for (j = 0; j < b->n && a->v[i] != b->v[j]; j++)
			;
		n += j < b->n;
	}
	return n;
}

/* Whether a name is the gold one: it holds all its words, or is held with the last or
 * two of them. */
static bool
same_name(const struct words *found, json_t *gold)
{
	struct words w;
	size_t n;

	if (!json_is_string(gold))
		return false;
	split_name(json_string_value(gold), json_string_length(gold), &w);
	n = shared_words(found, &w);
	if (w.n == 0 || found->n == 0 || n == 0)
		return false;
	return n == w.n || (n == found->n && (n > 1 ||
		found->v[found->n - 1] == w.v[w.n - 1]));
}

/* Whether the resolved speaker is the gold one, by its name or another accepted. */
static bool
same_speaker(const struct doc *d, const struct quote *q, json_t *speaker)
{
	struct words w = { .n = 0 };
	json_t *alt = json_object_get(speaker, "alt");
	size_t i;

	if (q->name != NONE)
		split_name(d->name[q->name].s, d->name[q->name].len, &w);
	else
		split_name(d->text->s + q->described.start,
			q->described.end - q->described.start, &w);
	if (same_name(&w, json_object_get(speaker, "name")))
		return true;
	for (i = 0; i < json_array_size(alt); i++)
		if (same_name(&w, json_array_get(alt, i)))
			return true;
	return false;
}

/* Resolves the right candidates' speakers and learns from those. */
static void
learn_speakers(struct context *c)
{
	const struct gold *g = NULL;
	size_t i;

	for (i = 0; i < c->quotes.n; i++)
		c->quotes.v[i].dropped = judge(c, &c->quotes.v[i], &g) != 1;
	roles_collect(&c->doc, &c->roles);
	resolve_run(&c->doc, &c->roles, &c->quotes);
	for (i = 0; i < c->quotes.n; i++) {
		struct quote *q = &c->quotes.v[i];

		if (q->dropped || judge(c, q, &g) != 1 ||
		    !json_is_string(json_object_get(g->speaker, "name")))
			continue;
		feature_speaker(&c->doc, q);
		add_example(c, q->speaker_feature, q->speaker_features,
			same_speaker(&c->doc, q, g->speaker));
	}
}

static enum record_fate
learn(struct record *rec, void *ctx)
{
	struct context *c = ctx;
	const struct gold *g;
	size_t i;
	int right;

	if (!doc_read(&c->doc, rec) || !read_golds(c, rec))
		return RECORD_REJECT;
	frame_find(&c->doc, &c->quotes);
	feature_find(&c->doc, &c->quotes);
	for (i = 0; i < c->quotes.n; i++) {
		struct quote *q = &c->quotes.v[i];

		right = judge(c, q, &g);
		q->taken = right == 1;
		feature_context(&c->quotes, i);
		if (right >= 0)
			add_example(c, q->feature, q->features, right);
	}
	learn_speakers(c);
	return RECORD_DROP;
}

/* Loss and gradient of L2-regularised logistic regression. */
static lbfgsfloatval_t
evaluate(void *ctx, const lbfgsfloatval_t *w, lbfgsfloatval_t *g, const int n,
	const lbfgsfloatval_t step)
{
	const struct context *c = ctx;
	double loss = 0, z, p;
	size_t i, k;
	int j;

	(void)step;
	for (j = 0; j < n; j++) {
		double prior = feature_is_speaker((size_t)j) ? SPEAKER_L2 : l2;

		g[j] = prior * w[j];
		loss += prior * w[j] * w[j] / 2;
	}
	for (i = 0; i < c->n; i++) {
		const unsigned *f = c->feature + c->v[i].first;

		for (z = 0, k = 0; k < c->v[i].n; k++)
			z += w[f[k]];
		p = 1 / (1 + exp(-z));
		loss -= log(c->v[i].right ? p + 1e-12 : 1 - p + 1e-12);
		for (k = 0; k < c->v[i].n; k++)
			g[f[k]] += p - (c->v[i].right ? 1 : 0);
	}
	return loss;
}

static void
write_weights(const lbfgsfloatval_t *w)
{
	struct buf b = { 0 };
	size_t i;

	buf_addz(&b, "# Weights of the decision whether a candidate reports words:\n"
		"# logistic regression. Fields: feature, weight. Made by quotes-train;\n"
		"# see NOTICE for the annotated text it learnt from. Do not edit.\n");
	buf_printf(&b, "threshold\t%.2f\nthreshold.marks\t%.2f\n", threshold, marks);
	for (i = 0; i < feature_count(); i++) {
		if (fabs(w[i]) < 0.005)
			continue;
		feature_name(i, &b);
		buf_printf(&b, "\t%.3f\n", w[i]);
	}
	cli_write(b.s, b.len);
	buf_free(&b);
}

static void
train(struct context *c)
{
	lbfgsfloatval_t *w = mem_alloc(feature_count(), sizeof(*w));
	lbfgs_parameter_t p;
	size_t i;

	lbfgs_parameter_init(&p);
	p.max_iterations = 300;
	for (i = 0; i < feature_count(); i++)
		w[i] = 0;
	lbfgs((int)feature_count(), w, NULL, evaluate, NULL, c, &p);
	write_weights(w);
	free(w);
}

int
main(int argc, char **argv)
{
	static const struct cli_option options[] = {
		{ "l2", CLI_NUMBER, &l2, 0, 1000 },
		{ "threshold", CLI_NUMBER, &threshold, 0, 1 },
		{ "marks", CLI_NUMBER, &marks, 0, 1 },
		{ NULL, CLI_FLAG, NULL, 0, 0 }
	};
	static const struct cli_program program = {
		.name = "quotes-train", .help = help, .options = options
	};
	static struct context c;

	cli_start(&program, argc, argv);
	quote_open();
	cli_records(learn, &c);
	train(&c);
	return cli_finish();
}
