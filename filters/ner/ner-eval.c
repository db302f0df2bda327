/*
 * ner-eval: tags records whose entities are known and says how well.
 *
 * A record must have `text` and `entities` (start, end, type), which are hidden from
 * the tagger. Mentions count as right when span and type agree. When it has `names`,
 * the joins are counted too: pairs of mentions under one name.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "tagger.h"

#define BINS 10

struct count {
	size_t gold, found, right;
};

/* The names of a mention that was given and found. */
struct link {
	size_t given, found;
};

struct answer {
	const struct span *span;
	json_t *list;
	size_t n, at;
	size_t *name, name_cap;		/* of each mention, from 1; 0: none is given */
};

struct evaluation {
	struct tagger tagger;
	struct count type[TAG_TYPES], all, joins;
	struct answer answer;		/* of the record in hand */
	struct link *link;
	size_t links, link_cap;
	double sum[BINS];		/* scores of the mentions in each tenth */
	size_t n[BINS], right[BINS];
};

/* Whether the answer has a mention of this span at a->at; answers are sorted, as
 * mentions are. */
static bool
has_span(const struct tagger *t, struct answer *a, const struct mention *m)
{
	size_t start = t->doc.atom[m->from].start, end = t->doc.atom[m->to - 1].end;

	while (a->at < a->n && a->span[a->at].start < start)
		a->at++;
	return a->at < a->n && a->span[a->at].start == start && a->span[a->at].end == end;
}

static bool
has_type(const struct tagger *t, const struct answer *a, const struct mention *m)
{
	json_t *type = json_object_get(json_array_get(a->list, a->at), "type");

	return strcmp(json_string_value(type), tagger_type(t, m->type)) == 0;
}

static bool
count_answers(struct evaluation *e, struct record *r, const struct answer *a)
{
	for (size_t i = 0; i < a->n; i++) {
		const char *s = json_string_value(json_object_get(
			json_array_get(a->list, i), "type"));
		int type = s == NULL ? -1 : tagger_type_number(&e->tagger, s, strlen(s));

		if (type < 0) {
			record_reject(r, "entities[%zu].type: not in the model", i);
			return false;
		}
		e->type[type].gold++;
		e->all.gold++;
	}
	return true;
}

/* Gives the mentions of the k-th name its number; they are indexes into `entities`. */
static bool
read_mentions(struct record *r, struct answer *a, const json_t *mentions, size_t k)
{
	for (size_t i = 0; i < json_array_size(mentions); i++) {
		const json_t *mention = json_array_get(mentions, i);
		json_int_t at = json_integer_value(mention);

		if (!json_is_integer(mention) || at < 0 || (size_t)at >= a->n) {
			record_reject(r, "names[%zu].mentions[%zu]: no entity", k, i);
			return false;
		}
		a->name[at] = k + 1;
	}
	return true;
}

static bool
read_names(struct record *r, struct answer *a)
{
	json_t *names;

	if (!record_json(r, "names", &names))
		return false;
	mem_grow(&a->name, &a->name_cap, a->n + 1, sizeof *a->name);
	memset(a->name, 0, a->n * sizeof *a->name);
	for (size_t k = 0; k < json_array_size(names); k++)
		if (!read_mentions(r, a, json_object_get(json_array_get(names, k),
		    "mentions"), k))
			return false;
	return true;
}

static int
order(size_t a, size_t b)
{
	return (a > b) - (a < b);
}

static int
by_given(const void *a, const void *b)
{
	return order(((const struct link *)a)->given, ((const struct link *)b)->given);
}

static int
by_found(const void *a, const void *b)
{
	return order(((const struct link *)a)->found, ((const struct link *)b)->found);
}

static int
by_both(const void *a, const void *b)
{
	int given = by_given(a, b);

	return given != 0 ? given : by_found(a, b);
}

/* The number of pairs of links that are equal to `compare`. */
static size_t
count_pairs(struct evaluation *e, int (*compare)(const void *, const void *))
{
	size_t pairs = 0, run = 0;

	if (e->links > 0)
		qsort(e->link, e->links, sizeof *e->link, compare);
	for (size_t i = 1; i < e->links; i++) {
		run = compare(&e->link[i - 1], &e->link[i]) == 0 ? run + 1 : 0;
		pairs += run;
	}
	return pairs;
}

static void
add_link(struct evaluation *e, size_t given, size_t found)
{
	mem_grow(&e->link, &e->link_cap, e->links + 1, sizeof *e->link);
	e->link[e->links++] = (struct link){given, found};
}

static enum record_fate
evaluate(struct record *r, void *ctx)
{
	struct evaluation *e = ctx;
	struct answer *a = &e->answer;

	if (!tagger_read(&e->tagger, r, 0)
	    || !record_spans(r, "entities", &a->span, &a->n, &a->list)
	    || !count_answers(e, r, a) || !read_names(r, a))
		return RECORD_REJECT;
	a->at = 0;
	e->links = 0;
	for (size_t i = 0; i < e->tagger.found.n; i++) {
		const struct mention *m = &e->tagger.found.v[i];
		bool same = has_span(&e->tagger, a, m);
		size_t right = same && has_type(&e->tagger, a, m);
		int bin = m->score < 1 ? (int)(m->score * BINS) : BINS - 1;

		e->type[m->type].found++;
		e->type[m->type].right += right;
		e->all.found++;
		e->all.right += right;
		e->sum[bin] += (double)m->score;
		e->n[bin]++;
		e->right[bin] += right;
		if (same && a->name[a->at] != 0)
			add_link(e, a->name[a->at], m->name);
	}
	e->joins.gold += count_pairs(e, by_given);
	e->joins.found += count_pairs(e, by_found);
	e->joins.right += count_pairs(e, by_both);
	return RECORD_DROP;
}

static double
percent(size_t part, size_t whole)
{
	return whole > 0 ? 100 * (double)part / (double)whole : 0;
}

static void
write_count(const char *name, const struct count *c, struct buf *out)
{
	buf_printf(out, "%-8s %6zu %6zu %6zu %8.2f %8.2f %8.2f\n", name, c->gold,
		c->found, c->right, percent(c->right, c->found), percent(c->right, c->gold),
		percent(2 * c->right, c->gold + c->found));
}

/* Expected calibration error (Naeini, Cooper & Hauskrecht 2015) over ten bins. */
static double
calibration_error(const struct evaluation *e)
{
	double error = 0;

	for (int b = 0; b < BINS; b++) {
		double gap = e->sum[b] - (double)e->right[b];

		error += gap < 0 ? -gap : gap;
	}
	return e->all.found > 0 ? error / (double)e->all.found : 0;
}

static void
write_report(const struct evaluation *e)
{
	struct buf out = {0};

	buf_addz(&out, "type       gold  found  right  precis.   recall       F1\n");
	for (unsigned t = 0; t < e->tagger.types; t++)
		write_count(tagger_type(&e->tagger, t), &e->type[t], &out);
	write_count("all", &e->all, &out);
	if (e->joins.gold > 0)
		write_count("joins", &e->joins, &out);
	buf_addz(&out, "\nscore    found  right  mean score\n");
	for (int b = 0; b < BINS; b++)
		if (e->n[b] > 0)
			buf_printf(&out, "%.1f-%.1f %7zu %6.3f %11.3f\n", b / 10.0,
				(b + 1) / 10.0, e->n[b],
				(double)e->right[b] / (double)e->n[b],
				e->sum[b] / (double)e->n[b]);
	buf_printf(&out, "expected calibration error %.3f\n", calibration_error(e));
	cli_write(out.s, out.len);
	buf_free(&out);
}

static const char help[] =
	"usage: ner-eval [OPTION]... [FILE]...\n"
	"Tag records whose entities are known and report precision, recall, F1 and\n"
	"calibration.\n"
	"      --tables DIR      tables and model in place of those compiled in\n"
	"  -q, --quiet           no messages about rejected lines\n"
	"  -h, --help            show this help\n"
	"  -V, --version         show the version\n"
	"Example: ner-eval --tables mine held-back.jsonl\n";

static const struct cli_option options[] = {
	{0}
};

int
main(int argc, char **argv)
{
	static const struct cli_program program = {
		.name = "ner-eval", .help = help, .options = options
	};
	static struct evaluation e;

	cli_start(&program, argc, argv);
	tagger_open(&e.tagger);
	cli_records(evaluate, &e);
	write_report(&e);
	free(e.answer.name);
	free(e.link);
	tagger_free(&e.tagger);
	return cli_finish();
}
