/*
 * declutter-html-train: makes the model of declutter for pages with an outline.
 *
 * Needs two kinds of records, joined by `id`: pages as ingest writes them (`text`,
 * `lines`, `page_meta`), and annotated texts of the same pages (`text`, and `lines` of
 * [{"start","end","keep","role","class"}], bytes; `url` tells the site). Writes the
 * model to standard output. With --fold, pages of one part of the sites are left out,
 * for cross-validation.
 */
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "cli.h"
#include "date.h"
#include "feature.h"
#include "grow.h"
#include "guess.h"
#include "label.h"
#include "names.h"
#include "outline.h"
#include "table.h"
#include "trainer.h"

static const char help[] =
"usage: declutter-html-train [--trees] [--fold N --folds K] [--l1 X] [--l2 X]\n"
"                            [--iterations N] [--threads N] FILE... >html.bin\n"
"Trains the model of declutter for HTML on pages that ingest wrote and annotations\n"
"of the same pages (JSON Lines).\n"
"\n"
"  --trees              write html-trees.bin instead\n"
"  --fold N --folds K   leave out every K-th site, from the N-th (0 to K - 1)\n"
"  --dropout X          show each page twice, the second time with this chance of a\n"
"                       kind of features to be left out\n"
"  --sites N            leave out features that fewer sites have (2)\n"
"  --l1 X --l2 X        regularisation\n"
"  --iterations N       at most so many\n"
"  --threads N          0: as many as processors\n"
"\n"
"Example: ingest html/ >pages.jsonl &&\n"
"  declutter-html-train pages.jsonl gold.jsonl >filters/declutter/fr/html.bin\n";

static struct trainer_options shared = { .fold = -1, .folds = 1, .l1 = 0.3, .l2 = 0.05,
	.iterations = 80, .sites = 2 };

static bool trees_option;

static const struct cli_option options[] = {
	TRAINER_OPTIONS(shared),
	{ "trees", CLI_FLAG, &trees_option, 0, 0 },
	{ NULL, CLI_FLAG, NULL, 0, 0 }
};

static const struct cli_program program = {
	.name = "declutter-html-train", .help = help, .options = options
};

/* A page as ingest wrote it, until its annotation comes, or the reverse. */
struct sample {
	char *id;
	json_t *page_text, *page_meta;
	const char *page_lines;
	json_t *gold_text, *gold_lines;
	size_t site;
};

struct training {
	struct phrases *phrases;
	struct page page, gold;
	struct outline outline;
	struct places places;
	struct guess guess;
	struct buf label, index;	/* the latter: in label_outline */
	struct sample *sample;
	size_t samples, sample_cap;
	struct map ids, sites;
	uint64_t seed;
	struct crf_seq seq;
	struct crf_trainer *trainer;
	struct grower *grower;		/* of trees; NULL: the model is trained */
};

/* ---- reading ---- */

static struct sample *
sample_of(struct training *t, const char *id, size_t len)
{
	size_t i = trainer_number(&t->ids, id, len);

	mem_grow(&t->sample, &t->sample_cap, i + 1, sizeof(*t->sample));
	if (i == t->samples)
		t->sample[t->samples++] = (struct sample){ .id = trainer_copy(id, len) };
	return &t->sample[i];
}

static enum record_fate
keep(struct record *r, void *ctx)
{
	struct training *t = ctx;
	const char *id, *raw;
	json_t *lines, *text, *meta;
	size_t id_len, len;
	struct sample *s;

	if (!record_string(r, "id", &id, &id_len) || !record_json(r, "lines", &lines) ||
	    !record_json(r, "text", &text) || !record_json(r, "page_meta", &meta))
		return RECORD_REJECT;
	if (id == NULL || lines == NULL || text == NULL)
		return record_reject(r, "no id, lines or text");
	s = sample_of(t, id, id_len);
	if (json_object_get(json_array_get(lines, 0), "open") != NULL) {
		s->page_text = json_incref(text);
		raw = record_raw(r, "lines", &len);
		s->page_lines = trainer_copy(raw, len);
		s->page_meta = meta ? json_incref(meta) : NULL;
	} else {
		s->gold_text = json_incref(text);
		s->gold_lines = json_incref(lines);
		s->site = trainer_site(&t->sites, r);
	}
	return RECORD_DROP;
}

/* ---- labels ---- */

static bool
read_page(struct training *t, struct page *p, const json_t *text)
{
	return trainer_page(p, t->phrases, json_string_value(text),
		json_string_length(text));
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

/* The label that a line of a page with an outline is to have: the kind of a kept line,
 * which its element tells better than its text; of what is dropped, only what metadata
 * are made from, for the model of texts tells the rest apart. */
static uint8_t
line_label(const struct training *t, size_t line, uint8_t guess)
{
	unsigned kind = t->outline.line[line].kind;

	if (label_kept(guess))
		return kind == KIND_HEADING ? LABEL_HEADING :
			kind == KIND_ITEM || kind == KIND_CELL ? LABEL_LIST : guess;
	return label_meta(guess) ? guess : LABEL_OTHER;
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
		buf_byte(&t->label, (char)line_label(t, j, last));
		j++;
	}
	free(common);
}

/* ---- training ---- */

static double
site_weight(const struct training *t, size_t site)
{
	size_t i, n = 0;

	for (i = 0; i < t->samples; i++)
		n += t->sample[i].gold_lines != NULL && t->sample[i].site == site;
	return trainer_weight(n);
}

/* The labels by their places in label_outline, as the model counts them. */
static void
index_labels(struct training *t)
{
	t->index.len = 0;
	for (size_t i = 0; i < t->label.len; i++)
		buf_byte(&t->index, (char)label_outlined((uint8_t)t->label.s[i]));
}

static struct crf_trainer *
new_trainer(void)
{
	const char *name[LABEL_OUTLINES];

	for (size_t i = 0; i < LABEL_OUTLINES; i++)
		name[i] = label_name[label_outline[i]];
	return crf_trainer_new(LABEL_OUTLINES, name);
}

static void
add_page(struct training *t, uint64_t leave_out, double weight)
{
	places_find(&t->places, &t->page);
	if (t->grower != NULL) {
		grow_add(t->grower, &t->page, &t->places, (const uint8_t *)t->label.s,
			weight);
		return;
	}
	crf_begin(&t->seq);
	features_add(&t->seq, &t->page, &t->places, 0, t->page.lines, leave_out);
	index_labels(t);
	crf_trainer_add(t->trainer, &t->seq, (const uint8_t *)t->index.s, weight);
}

static void
add_sample(struct training *t, const struct sample *s)
{
	double weight;

	if (s->page_lines == NULL || s->gold_lines == NULL)
		cli_die("%s: a page without annotation, or the reverse", s->id);
	if (trainer_leaves(&shared, s->site))
		return;
	if (!read_page(t, &t->page, s->page_text) ||
	    !read_page(t, &t->gold, s->gold_text) ||
	    !outline_read(&t->outline, &t->page, s->page_lines, strlen(s->page_lines),
		s->page_meta))
		cli_die("%s: lines that ingest did not write", s->id);
	t->page.outline = &t->outline;
	trainer_labels(&t->guess, &t->gold, s->gold_lines);
	align(t);
	weight = site_weight(t, s->site);
	crf_trainer_group(t->trainer, (unsigned)s->site);
	add_page(t, 0, weight);
	if (shared.dropout > 0)
		add_page(t, trainer_some(&shared, &t->seed), weight / 2);
}

int
main(int argc, char **argv)
{
	static struct training t;
	size_t i;

	cli_start(&program, argc, argv);
	date_open();
	names_open();
	outline_open();
	t.seed = 1;
	t.phrases = phrases_open();
	t.trainer = new_trainer();
	if (trees_option)
		t.grower = grow_new();
	cli_records(keep, &t);
	for (i = 0; i < t.samples; i++)
		add_sample(&t, &t.sample[i]);
	if (trees_option)
		grow_write(t.grower);
	else
		trainer_write(&shared, t.trainer);
	grow_free(t.grower);
	return cli_finish();
}
