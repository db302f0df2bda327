/*
 * declutter-html-train: makes the model of declutter for pages with an outline.
 *
 * Needs two kinds of records, joined by `id`: pages as ingest writes them (`text`,
 * `lines`, `page_meta`), and annotated texts of the same pages (`text`, and `lines` of
 * [{"start","end","keep","role","class"}], bytes; `url` tells the site). Writes the
 * model to standard output. With --fold, pages of one part of the sites are left out,
 * for cross-validation.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "cli.h"
#include "date.h"
#include "feature.h"
#include "guess.h"
#include "label.h"
#include "names.h"
#include "outline.h"
#include "table.h"

static const char help[] =
"usage: declutter-html-train [--fold N --folds K] [--l1 X] [--l2 X]\n"
"                            [--iterations N] [--threads N] FILE... >html.bin\n"
"Trains the model of declutter for HTML on pages that ingest wrote and annotations\n"
"of the same pages (JSON Lines).\n"
"\n"
"  --fold N --folds K   leave out every K-th site, from the N-th (0 to K - 1)\n"
"  --dropout X          show each page twice, the second time with this chance of a\n"
"                       kind of features to be left out\n"
"  --l1 X --l2 X        regularisation\n"
"  --iterations N       at most so many\n"
"  --threads N          0: as many as processors\n"
"\n"
"Example: ingest html/ >pages.jsonl &&\n"
"  declutter-html-train pages.jsonl gold.jsonl >filters/declutter/fr/html.bin\n";

static double fold = -1, folds = 1, l1 = 0.3, l2 = 0.05, iterations = 60, threads;
static double dropout;

static const struct cli_option options[] = {
	{ "fold", CLI_NUMBER, &fold, 0, 1000 },
	{ "folds", CLI_NUMBER, &folds, 1, 1000 },
	{ "dropout", CLI_NUMBER, &dropout, 0, 0.99 },
	{ "l1", CLI_NUMBER, &l1, 0, 1000 },
	{ "l2", CLI_NUMBER, &l2, 0, 1000 },
	{ "iterations", CLI_NUMBER, &iterations, 1, 100000 },
	{ "threads", CLI_NUMBER, &threads, 0, 64 },
	{ NULL, CLI_FLAG, NULL, 0, 0 }
};

static const struct cli_program program = {
	.name = "declutter-html-train", .help = help, .options = options
};

/* A page as ingest wrote it, until its annotation comes, or the reverse. */
struct sample {
	char *id;
	json_t *page_text, *page_lines, *page_meta;
	json_t *gold_text, *gold_lines;
	size_t site;
};

struct training {
	struct phrases *phrases;
	struct page page, gold;
	struct outline outline;
	struct places places;
	struct guess guess;
	struct buf label;
	struct sample *sample;
	size_t samples, sample_cap;
	struct map ids, sites;
	uint64_t seed;
	struct crf_seq seq;
	struct crf_trainer *trainer;
};

/* ---- reading ---- */

/* A copy that lives as long as the program: map keys are borrowed. */
static char *
copy(const char *s, size_t len)
{
	return memcpy(mem_alloc(len + 1, 1), s, len);
}

/* The number of a key, counted in the order of their coming. */
static size_t
number_of(struct map *map, const char *s, size_t len)
{
	bool fresh;
	int64_t *value;

	if (map_get(map, s, len) == NULL)
		s = copy(s, len);
	value = map_put(map, s, len, &fresh);
	if (fresh)
		*value = (int64_t)map->n - 1;
	return (size_t)*value;
}

/* The number of the host in an address. */
static size_t
site_of(struct training *t, const char *url, size_t len)
{
	const char *end = url + len, *s = memmem(url, len, "://", 3), *slash;

	s = s ? s + 3 : url;
	slash = memchr(s, '/', (size_t)(end - s));
	return number_of(&t->sites, s, (size_t)((slash ? slash : end) - s));
}

static struct sample *
sample_of(struct training *t, const char *id, size_t len)
{
	size_t i = number_of(&t->ids, id, len);

	mem_grow(&t->sample, &t->sample_cap, i + 1, sizeof(*t->sample));
	if (i == t->samples)
		t->sample[t->samples++] = (struct sample){ .id = copy(id, len) };
	return &t->sample[i];
}

static enum record_fate
keep(struct record *r, void *ctx)
{
	struct training *t = ctx;
	const char *id, *url = NULL;
	json_t *lines, *text, *meta;
	size_t id_len, url_len;
	struct sample *s;

	if (!record_string(r, "id", &id, &id_len) || !record_json(r, "lines", &lines) ||
	    !record_json(r, "text", &text) || !record_json(r, "page_meta", &meta) ||
	    !record_string(r, "url", &url, &url_len))
		return RECORD_REJECT;
	if (id == NULL || lines == NULL || text == NULL)
		return record_reject(r, "no id, lines or text");
	s = sample_of(t, id, id_len);
	if (json_object_get(json_array_get(lines, 0), "element") != NULL) {
		s->page_text = json_incref(text);
		s->page_lines = json_incref(lines);
		s->page_meta = meta ? json_incref(meta) : NULL;
	} else {
		s->gold_text = json_incref(text);
		s->gold_lines = json_incref(lines);
		s->site = site_of(t, url ? url : id, url ? url_len : id_len);
	}
	return RECORD_DROP;
}

/* ---- labels ---- */

static bool
read_page(struct training *t, struct page *p, const json_t *text)
{
	if (!page_read(p, t->phrases, json_string_value(text), json_string_length(text)))
		return false;
	page_survey(p);
	return true;
}

/* What the annotation says of a line; *at walks through its lines. */
static const json_t *
gold_line(const json_t *lines, size_t *at, const struct line *l)
{
	for (; *at < json_array_size(lines); ++*at) {
		const json_t *x = json_array_get(lines, *at);

		if ((size_t)json_integer_value(json_object_get(x, "end")) > l->start)
			return (size_t)json_integer_value(json_object_get(x, "start")) <
				l->end ? x : NULL;
	}
	return NULL;
}

static uint8_t
gold_label(const json_t *x)
{
	const char *class = json_string_value(json_object_get(x, "class"));
	const char *role = json_string_value(json_object_get(x, "role"));
	unsigned label = class ? label_find(class, strlen(class)) : LABELS;

	if (json_is_true(json_object_get(x, "keep")))
		return GUESS_KEPT;
	if (role && strcmp(role, "neutral") == 0)
		return GUESS_NEUTRAL;
	if (label == LABELS && role && strcmp(role, "author") == 0)
		return LABEL_BYLINE;
	if (label == LABELS && role)
		label = label_find(role, strlen(role));
	return label == LABELS ? GUESS_DROPPED : (uint8_t)label;
}

static void
read_gold(struct training *t, const struct sample *s)
{
	struct page *p = &t->gold;
	size_t i, at = 0;

	mem_grow(&t->guess.known, &t->guess.cap, p->lines + 1, sizeof(*t->guess.known));
	for (i = 0; i < p->lines; i++)
		t->guess.known[i] =
			gold_label(gold_line(s->gold_lines, &at, &p->line[i]));
	guess_labels(&t->guess, p);
}

/* common[i * w + j]: length of the longest common subsequence of the lines from the
 * i-th annotated and the j-th of the page on. */
static uint16_t *
common_lines(const struct page *a, const struct page *b)
{
	size_t n = a->lines, m = b->lines, w = m + 1, i, j;
	uint16_t *common = mem_alloc((n + 1) * w, sizeof(*common));

	for (i = n; i-- > 0; )
		for (j = m; j-- > 0; ) {
			uint16_t down = common[(i + 1) * w + j];
			uint16_t right = common[i * w + j + 1];

			common[i * w + j] = a->line[i].hash == b->line[j].hash ?
				(uint16_t)(common[(i + 1) * w + j + 1] + 1) :
				down > right ? down : right;
		}
	return common;
}

/* The annotation has the page's lines as another program saw them: lines with the
 * same words have the same label, a line in another's place has that one's, and one
 * more than there were the label of the line before. */
static void
align(struct training *t)
{
	const struct page *a = &t->gold, *b = &t->page;
	size_t i = 0, j = 0, w = b->lines + 1;
	uint16_t *common = common_lines(a, b);
	uint8_t last = LABEL_MENU;

	t->label.len = 0;
	while (j < b->lines) {
		if (i < a->lines && common[i * w + j] == common[(i + 1) * w + j + 1] +
		    (a->line[i].hash == b->line[j].hash)) {
			last = t->guess.known[i++];
		} else if (i < a->lines &&
		    common[(i + 1) * w + j] >= common[i * w + j + 1]) {
			i++;
			continue;
		} else if (last == LABEL_TITLE) {
			last = LABEL_TITLE_REPEAT;
		}
		buf_byte(&t->label, (char)last);
		j++;
	}
	free(common);
}

/* ---- training ---- */

/* Templates to leave out, each with the chance of `dropout`. */
static uint64_t
some(struct training *t)
{
	uint64_t bits = 0;
	int i;

	for (i = 0; i < 64; i++) {
		t->seed = t->seed * UINT64_C(6364136223846793005) +
			UINT64_C(1442695040888963407);
		if ((double)(t->seed >> 33 & 0xfffff) < dropout * 0x100000)
			bits |= UINT64_C(1) << i;
	}
	return bits;
}

/* Pages of a site count less the more there are of it. */
static double
site_weight(const struct training *t, size_t site)
{
	size_t i, n = 0;

	for (i = 0; i < t->samples; i++)
		n += t->sample[i].gold_lines != NULL && t->sample[i].site == site;
	return n > 4 ? 2 / sqrt((double)n) : 1;
}

static void
add_page(struct training *t, uint64_t leave_out, double weight)
{
	places_find(&t->places, &t->page);
	crf_begin(&t->seq);
	features_add(&t->seq, &t->page, &t->places, 0, t->page.lines, leave_out);
	crf_trainer_add(t->trainer, &t->seq, (const uint8_t *)t->label.s, weight);
}

static void
add_sample(struct training *t, const struct sample *s)
{
	double weight;

	if (s->page_lines == NULL || s->gold_lines == NULL)
		cli_die("%s: a page without annotation, or the reverse", s->id);
	if ((double)(s->site % (size_t)folds) == fold)
		return;
	if (!read_page(t, &t->page, s->page_text) ||
	    !read_page(t, &t->gold, s->gold_text) ||
	    !outline_read(&t->outline, &t->page, s->page_lines, s->page_meta))
		cli_die("%s: lines that ingest did not write", s->id);
	t->page.outline = &t->outline;
	read_gold(t, s);
	align(t);
	weight = site_weight(t, s->site);
	add_page(t, 0, weight);
	if (dropout > 0)
		add_page(t, some(t), weight / 2);
}

static void
progress(int iteration, double loss, size_t active)
{
	if (iteration % 10 == 0)
		fprintf(stderr, "%d: loss %.1f, %zu weights\n", iteration, loss, active);
}

int
main(int argc, char **argv)
{
	static struct training t;
	struct crf_options o = { .min_count = 2, .progress = progress };
	struct buf model = { NULL, 0, 0 };
	size_t i;

	cli_start(&program, argc, argv);
	date_open();
	names_open();
	t.seed = 1;
	t.phrases = phrases_open();
	t.trainer = crf_trainer_new(LABELS, label_name);
	cli_records(keep, &t);
	for (i = 0; i < t.samples; i++)
		add_sample(&t, &t.sample[i]);
	o.l1 = l1;
	o.l2 = l2;
	o.iterations = (int)iterations;
	o.threads = (int)threads;
	crf_trainer_run(t.trainer, &o, &model);
	cli_write(model.s, model.len);
	buf_free(&model);
	crf_trainer_free(t.trainer);
	return cli_finish();
}
