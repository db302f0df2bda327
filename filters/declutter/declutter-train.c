/*
 * declutter-train: makes the line model of declutter from annotated pages.
 *
 * Needs `text` and `lines` ([{"start","end","keep","role","class"}], bytes); `url` or
 * `id` tells the site. Writes the model to standard output. With --fold, pages of
 * one part of the sites are left out, for cross-validation.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "cli.h"
#include "date.h"
#include "feature.h"
#include "guess.h"
#include "label.h"
#include "mix.h"
#include "names.h"
#include "page.h"
#include "table.h"

static const char help[] =
"usage: declutter-train [--fold N --folds K] [--l1 X] [--l2 X]\n"
"                       [--iterations N] [--threads N] FILE... >model.bin\n"
"Trains the line model of declutter on annotated pages (JSON Lines).\n"
"\n"
"  --fold N --folds K   leave out every K-th site, from the N-th (0 to K - 1)\n"
"  --l1 X --l2 X        regularisation\n"
"  --iterations N       at most so many\n"
"  --threads N          0: as many as processors\n"
"\n"
"Example: declutter-train pages.jsonl >filters/declutter/fr/model.bin\n";

static double fold = -1, folds = 1, l1 = 0.3, l2 = 0.05, iterations = 80, threads;
static double rounds = 1, mixed_weight = 0.5, bare_weight = 0.2;

static const struct cli_option options[] = {
	{ "fold", CLI_NUMBER, &fold, 0, 1000 },
	{ "folds", CLI_NUMBER, &folds, 1, 1000 },
	{ "l1", CLI_NUMBER, &l1, 0, 1000 },
	{ "l2", CLI_NUMBER, &l2, 0, 1000 },
	{ "iterations", CLI_NUMBER, &iterations, 1, 100000 },
	{ "rounds", CLI_NUMBER, &rounds, 0, 100 },
	{ "mixed", CLI_NUMBER, &mixed_weight, 0, 100 },
	{ "threads", CLI_NUMBER, &threads, 0, 64 },
	{ NULL, CLI_FLAG, NULL, 0, 0 }
};

static const struct cli_program program = {
	.name = "declutter-train", .help = help, .options = options
};

struct training {
	struct phrases *phrases;
	struct page page, other;
	struct sample *sample;		/* the pages read */
	size_t samples, sample_cap;
	struct buf text, label;		/* a mixed page */
	struct places places;
	struct crf_seq seq;
	struct crf_trainer *trainer;
	struct map sites, pages;	/* their folds */
	struct guess guess;
};

/* A copy that lives as long as the program: map keys are borrowed. */
static char *
copy(const char *s, size_t len)
{
	return memcpy(mem_alloc(len + 1, 1), s, len);
}

static long
site_number(struct training *t, const char *s, size_t len)
{
	bool fresh;
	int64_t *value;

	if (map_get(&t->sites, s, len) == NULL)
		s = copy(s, len);
	value = map_put(&t->sites, s, len, &fresh);
	if (fresh)
		*value = (int64_t)t->sites.n - 1;
	return (long)*value;
}

/* The host of an address, or what stands before the last `_` of an id. */
static void
site_of(const char **s, size_t *len, bool url)
{
	const char *end = *s + *len, *at;

	if (!url) {
		while (*len > 0 && (*s)[*len - 1] != '_')
			--*len;
		return;
	}
	at = memmem(*s, *len, "://", 3);
	*s = at ? at + 3 : *s;
	at = memchr(*s, '/', (size_t)(end - *s));
	*len = (size_t)((at ? at : end) - *s);
}

/* The part of the sites that a page belongs to, and *src the part of the page that
 * its text was taken from (-2 for none). */
static long
site_fold(struct training *t, struct record *r, long *site, long *src)
{
	const char *url = NULL, *id = NULL, *from = NULL, *s;
	size_t url_len, id_len = 0, from_len, len;
	const int64_t *value;
	bool fresh;

	record_string(r, "url", &url, &url_len);
	record_string(r, "id", &id, &id_len);
	record_string(r, "src", &from, &from_len);
	s = url ? url : id ? id : "";
	len = url ? url_len : id_len;
	site_of(&s, &len, url != NULL);
	*site = site_number(t, s, len);
	if (url != NULL && id != NULL)
		*map_put(&t->pages, copy(id, id_len), id_len, &fresh) = *site;
	value = from ? map_get(&t->pages, from, from_len) : NULL;
	*src = value ? *value % (long)folds : -2;
	return *site % (long)folds;
}

/* What the annotation says of the line at bytes [start, end), NULL for nothing. */
static json_t *
gold_line(json_t *lines, size_t *at, const struct line *l)
{
	for (; *at < json_array_size(lines); ++*at) {
		json_t *x = json_array_get(lines, *at);
		json_int_t start = json_integer_value(json_object_get(x, "start"));
		json_int_t end = json_integer_value(json_object_get(x, "end"));

		if ((size_t)end <= l->start)
			continue;
		return (size_t)start < l->end ? x : NULL;
	}
	return NULL;
}

static const char *
string_at(json_t *object, const char *name)
{
	const char *s = json_string_value(json_object_get(object, name));

	return s ? s : "";
}

static void
read_gold(struct training *t, json_t *lines)
{
	struct page *p = &t->page;
	size_t i, at = 0;

	mem_grow(&t->guess.known, &t->guess.cap, p->lines + 1, sizeof(*t->guess.known));
	for (i = 0; i < p->lines; i++) {
		json_t *x = gold_line(lines, &at, &p->line[i]);
		const char *class = string_at(x, "class"), *role = string_at(x, "role");
		unsigned label = label_find(class, strlen(class));

		if (label == LABELS && strcmp(role, "author") == 0)
			label = LABEL_BYLINE;
		else if (label == LABELS)
			label = label_find(role, strlen(role));
		if (json_is_true(json_object_get(x, "keep")))
			label = GUESS_KEPT;
		else if (strcmp(role, "neutral") == 0)
			label = GUESS_NEUTRAL;
		else if (label == LABELS)
			label = GUESS_DROPPED;
		t->guess.known[i] = (uint8_t)label;
	}
}

static bool
read_page(struct training *t, struct page *p, const char *s, size_t len)
{
	if (!page_read(p, t->phrases, s, len))
		return false;
	page_survey(p);
	return true;
}

static enum record_fate
keep_sample(struct record *r, void *ctx)
{
	struct training *t = ctx;
	const struct text *text = record_text(r);
	struct sample *sample;
	json_t *lines;
	long site, src;

	if (text == NULL || !record_json(r, "lines", &lines))
		return RECORD_REJECT;
	if (lines == NULL)
		return record_reject(r, "no lines");
	if (site_fold(t, r, &site, &src) == (long)fold || src == (long)fold)
		return RECORD_DROP;
	if (!read_page(t, &t->page, text->s, text->len))
		return record_reject(r, "text of more than %zu lines", PAGE_LINES);
	read_gold(t, lines);
	guess_labels(&t->guess, &t->page);
	mem_grow(&t->sample, &t->sample_cap, t->samples + 1, sizeof(*sample));
	sample = &t->sample[t->samples++];
	sample->text = copy(text->s, text->len);
	sample->len = text->len;
	sample->label = memcpy(mem_alloc(t->page.lines + 1, 1), t->guess.known,
		t->page.lines);
	sample->lines = t->page.lines;
	sample->site = site;
	return RECORD_DROP;
}

static void
add_page(struct training *t, struct page *p, const uint8_t *label, bool bare,
	double weight)
{
	places_find(&t->places, p);
	crf_begin(&t->seq);
	features_add(&t->seq, p, &t->places, 0, p->lines, bare);
	crf_trainer_add(t->trainer, &t->seq, label, weight);
}

/* Pages of a site count less the more there are of it. */
static double
site_weight(const struct training *t, long site)
{
	size_t i, n = 0;

	for (i = 0; i < t->samples; i++)
		n += t->sample[i].site == site;
	return n > 4 ? 2 / sqrt((double)n) : 1;
}

static void
add_mixed(struct training *t, size_t a, uint64_t *seed)
{
	const struct sample *layout = &t->sample[a], *article;
	size_t b = 0;
	int tries;

	for (tries = 0; tries < 20; tries++) {
		*seed = *seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
		b = (size_t)(*seed >> 33) % t->samples;
		if (t->sample[b].site != layout->site)
			break;
	}
	article = &t->sample[b];
	read_page(t, &t->page, layout->text, layout->len);
	read_page(t, &t->other, article->text, article->len);
	if (!mix(&t->page, layout->label, &t->other, article->label, seed, &t->text,
		 &t->label))
		return;
	read_page(t, &t->page, t->text.s, t->text.len);
	add_page(t, &t->page, (const uint8_t *)t->label.s, true,
		mixed_weight * site_weight(t, layout->site));
}

/* The beginning, middle or end of an article with nothing around it. */
static void
add_bare(struct training *t, size_t a, uint64_t *seed)
{
	const struct sample *article = &t->sample[a];

	read_page(t, &t->page, article->text, article->len);
	if (!mix_bare(&t->page, article->label, seed, &t->text, &t->label))
		return;
	read_page(t, &t->other, t->text.s, t->text.len);
	add_page(t, &t->other, (const uint8_t *)t->label.s, false, bare_weight);
}

static void
add_all(struct training *t)
{
	uint64_t seed = 1;
	size_t i;
	int round;

	for (i = 0; i < t->samples; i++) {
		read_page(t, &t->page, t->sample[i].text, t->sample[i].len);
		add_page(t, &t->page, t->sample[i].label, false,
			site_weight(t, t->sample[i].site));
	}
	for (round = 0; round < (int)rounds; round++)
		for (i = 0; i < t->samples; i++)
			add_mixed(t, i, &seed);
	for (i = 0; i < t->samples; i += 2)
		add_bare(t, i, &seed);
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
	struct training t;
	struct crf_options o = { .min_count = 2, .progress = progress };
	struct buf model = { NULL, 0, 0 };

	cli_start(&program, argc, argv);
	memset(&t, 0, sizeof(t));
	date_open();
	names_open();
	t.phrases = phrases_open();
	t.trainer = crf_trainer_new(LABELS, label_name);
	cli_records(keep_sample, &t);
	add_all(&t);
	o.l1 = l1;
	o.l2 = l2;
	o.iterations = (int)iterations;
	o.threads = (int)threads;
	crf_trainer_run(t.trainer, &o, &model);
	cli_write(model.s, model.len);
	buf_free(&model);
	crf_trainer_free(t.trainer);
	phrases_free(t.phrases);
	page_free(&t.page);
	page_free(&t.other);
	return cli_finish();
}
