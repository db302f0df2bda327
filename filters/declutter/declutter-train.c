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
#include "layout.h"
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
static double dropout = 0.3, bags = 1;
static double layout_pages = 12, layout_weight = 0.5;
static const char *layout_dir;

static const struct cli_option options[] = {
	{ "fold", CLI_NUMBER, &fold, 0, 1000 },
	{ "folds", CLI_NUMBER, &folds, 1, 1000 },
	{ "l1", CLI_NUMBER, &l1, 0, 1000 },
	{ "l2", CLI_NUMBER, &l2, 0, 1000 },
	{ "iterations", CLI_NUMBER, &iterations, 1, 100000 },
	{ "rounds", CLI_NUMBER, &rounds, 0, 100 },
	{ "mixed", CLI_NUMBER, &mixed_weight, 0, 100 },
	{ "layouts", CLI_STRING, &layout_dir, 0, 0 },
	{ "bags", CLI_NUMBER, &bags, 1, 100 },
	{ "dropout", CLI_NUMBER, &dropout, 0, 0.99 },
	{ "pages", CLI_NUMBER, &layout_pages, 0, 1000 },
	{ "layout-weight", CLI_NUMBER, &layout_weight, 0, 100 },
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
	struct buf frame, frame_label;	/* the page of a layout */
	struct layouts *layouts;
	uint64_t seed;
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

/* The page in hand, with the labels guessed, kept for training. */
static struct sample *
new_sample(struct training *t, const char *s, size_t len)
{
	struct sample *sample;

	mem_grow(&t->sample, &t->sample_cap, t->samples + 1, sizeof(*sample));
	sample = &t->sample[t->samples++];
	sample->text = copy(s, len);
	sample->len = len;
	sample->label = memcpy(mem_alloc(t->page.lines + 1, 1), t->guess.known,
		t->page.lines);
	sample->lines = t->page.lines;
	return sample;
}

/* A paragraph ends at a stop, after one to three sentences. */
static bool
paragraph_ends(const char *s, size_t len, size_t i, unsigned *left, uint64_t *seed)
{
	if (s[i] != '.' || i + 2 >= len || s[i + 1] != ' ' || i < 2 || s[i - 2] == ' ' ||
	    (s[i + 2] & 0x20 && !(s[i + 2] & 0x80)))
		return false;
	if (--*left > 0)
		return false;
	*left = 1 + draw(seed, 3);
	return true;
}

/* An article without a page around it: title and text, cut into paragraphs. */
static enum record_fate
keep_article(struct training *t, struct record *r, const struct text *text)
{
	struct buf b = { NULL, 0, 0 };
	const char *title = NULL;
	size_t title_len, i;
	unsigned left = 2;
	struct sample *sample;
	bool whole = memchr(text->s, '\n', text->len) == NULL;

	record_string(r, "title", &title, &title_len);
	if (title != NULL) {
		buf_add(&b, title, title_len);
		buf_byte(&b, '\n');
	}
	for (i = 0; i < text->len; i++) {
		buf_byte(&b, text->s[i]);
		if (whole && paragraph_ends(text->s, text->len, i, &left, &t->seed))
			buf_byte(&b, '\n');
	}
	read_page(t, &t->page, b.s, b.len);
	mem_grow(&t->guess.known, &t->guess.cap, t->page.lines + 1, 1);
	memset(t->guess.known, GUESS_KEPT, t->page.lines);
	if (title != NULL && t->page.lines > 0)
		t->guess.known[0] = LABEL_TITLE;
	guess_labels(&t->guess, &t->page);
	sample = new_sample(t, b.s, b.len);
	sample->site = -1 - (long)t->samples;
	buf_free(&b);
	return RECORD_DROP;
}

static enum record_fate
keep_sample(struct record *r, void *ctx)
{
	struct training *t = ctx;
	const struct text *text = record_text(r);
	json_t *lines;
	long site, src;

	if (text == NULL || !record_json(r, "lines", &lines))
		return RECORD_REJECT;
	if (lines == NULL)
		return keep_article(t, r, text);
	if (site_fold(t, r, &site, &src) == (long)fold || src == (long)fold)
		return RECORD_DROP;
	if (!read_page(t, &t->page, text->s, text->len))
		return record_reject(r, "text of more than %zu lines", PAGE_LINES);
	read_gold(t, lines);
	guess_labels(&t->guess, &t->page);
	new_sample(t, text->s, text->len)->site = site;
	return RECORD_DROP;
}

static void
add_page(struct training *t, struct page *p, const uint8_t *label, uint64_t leave_out,
	double weight)
{
	places_find(&t->places, p);
	crf_begin(&t->seq);
	features_add(&t->seq, p, &t->places, 0, p->lines, leave_out);
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

/* Templates to leave out, each with the chance of `dropout`. */
static uint64_t
some(struct training *t)
{
	uint64_t bits = 0;
	int i;

	for (i = 0; i < 64; i++)
		if (draw(&t->seed, 1000) < (unsigned)(1000 * dropout))
			bits |= UINT64_C(1) << i;
	return bits;
}

/* A page of another site than `site`. */
static const struct sample *
other_sample(struct training *t, long site)
{
	const struct sample *other = &t->sample[0];
	int tries;

	for (tries = 0; tries < 20; tries++) {
		other = &t->sample[draw(&t->seed, (unsigned)t->samples)];
		if (other->site != site)
			break;
	}
	return other;
}

/* The page in t->page, labelled `label`, around the article of another page. */
static void
add_mixed(struct training *t, const uint8_t *label, const struct sample *article,
	double weight)
{
	read_page(t, &t->other, article->text, article->len);
	if (!mix(&t->page, label, &t->other, article->label, &t->seed, &t->text,
		 &t->label))
		return;
	read_page(t, &t->page, t->text.s, t->text.len);
	add_page(t, &t->page, (const uint8_t *)t->label.s, some(t), weight);
}

/* The beginning, middle or end of an article with nothing around it. */
static void
add_bare(struct training *t, const struct sample *article)
{
	read_page(t, &t->page, article->text, article->len);
	if (!mix_bare(&t->page, article->label, &t->seed, &t->text, &t->label))
		return;
	read_page(t, &t->other, t->text.s, t->text.len);
	add_page(t, &t->other, (const uint8_t *)t->label.s, some(t), bare_weight);
}

/* The first line of a sample labelled so. */
static struct span
labelled(struct training *t, const struct sample *s, unsigned label)
{
	size_t i;

	read_page(t, &t->other, s->text, s->len);
	for (i = 0; i < t->other.lines; i++)
		if (s->label[i] == label && t->other.line[i].words > 2)
			return (struct span){ t->other.line[i].start,
				t->other.line[i].end };
	return (struct span){ 0, 0 };
}

static void
put_other(void *ctx, struct buf *out, bool teaser)
{
	static const char *const cut[] = { "...", "\u2026", " [\u2026]", " [...]", "" };
	struct training *t = ctx;
	struct span span = { 0, 0 };
	const struct sample *s = NULL;
	size_t upto;
	int tries;

	for (tries = 0; span.start == span.end && tries < 50; tries++) {
		s = other_sample(t, -1);
		span = labelled(t, s, teaser ? LABEL_BODY : LABEL_TITLE);
	}
	if (span.start == span.end) {
		buf_addz(out, "...");
		return;
	}
	upto = span.start + 60 + draw(&t->seed, 160);
	while (upto < span.end && s->text[upto] != ' ')
		upto++;
	if (!teaser || upto >= span.end) {
		buf_add(out, s->text + span.start, span.end - span.start);
		return;
	}
	buf_add(out, s->text + span.start, upto - span.start);
	buf_addz(out, cut[draw(&t->seed, 5)]);
}

static void
add_layout(struct training *t, size_t i)
{
	const struct sample *article = other_sample(t, -1);
	struct span title = labelled(t, article, LABEL_TITLE);
	struct layout_texts texts = { article->text + title.start,
		title.end - title.start, put_other, t };

	crf_trainer_group(t->trainer, 1000000 + (unsigned)i);
	layouts_write(t->layouts, i, &texts, &t->seed, &t->frame, &t->frame_label);
	read_page(t, &t->page, t->frame.s, t->frame.len);
	if (t->page.lines != t->frame_label.len)
		cli_die("layout %zu: a line is blank", i + 1);
	add_mixed(t, (const uint8_t *)t->frame_label.s, article, layout_weight);
}

static void
add_all(struct training *t)
{
	size_t i, k;

	for (i = 0; i < t->samples; i++) {
		const struct sample *s = &t->sample[i];
		double weight = site_weight(t, s->site);

		crf_trainer_group(t->trainer, (unsigned)s->site);
		if (i % 2 == 0 || s->site < 0)
			add_bare(t, s);
		if (s->site < 0)
			continue;
		read_page(t, &t->page, s->text, s->len);
		add_page(t, &t->page, s->label, 0, weight);
		for (k = 0; k < (size_t)rounds; k++) {
			read_page(t, &t->page, s->text, s->len);
			add_mixed(t, s->label, other_sample(t, s->site),
				mixed_weight * weight);
		}
	}
	for (k = 0; t->layouts != NULL && k < (size_t)layout_pages; k++)
		for (i = 0; i < layouts_count(t->layouts); i++)
			add_layout(t, i);
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

	cli_start(&program, argc, argv);
	date_open();
	names_open();
	t.seed = 1;
	t.phrases = phrases_open();
	if (layout_dir != NULL)
		t.layouts = layouts_open(layout_dir);
	t.trainer = crf_trainer_new(LABELS, label_name);
	cli_records(keep_sample, &t);
	add_all(&t);
	o.l1 = l1;
	o.l2 = l2;
	o.iterations = (int)iterations;
	o.threads = (int)threads;
	o.bags = (int)bags;
	crf_trainer_run(t.trainer, &o, &model);
	cli_write(model.s, model.len);
	buf_free(&model);
	crf_trainer_free(t.trainer);
	phrases_free(t.phrases);
	layouts_free(t.layouts);
	page_free(&t.page);
	page_free(&t.other);
	return cli_finish();
}
