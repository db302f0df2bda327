/*
 * declutter-train: makes the line model of declutter from annotated pages.
 *
 * Needs `text` and `lines` ([{"start","end","keep","role","class"}], bytes); `url` or
 * `id` tells the site. Writes the model to standard output. With --fold, pages of
 * one part of the sites are left out, for cross-validation. With --trees, the trees
 * that the model is asked beside are grown and written instead.
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
#include "layout.h"
#include "mix.h"
#include "names.h"
#include "page.h"
#include "table.h"
#include "trainer.h"

static const char help[] =
"usage: declutter-train [--fold N --folds K] [--l1 X] [--l2 X]\n"
"                       [--iterations N] [--threads N] FILE... >model.bin\n"
"Trains the line model of declutter on annotated pages (JSON Lines).\n"
"\n"
"  --trees              write trees.bin instead\n"
"  --fold N --folds K   leave out every K-th site, from the N-th (0 to K - 1)\n"
"  --l1 X --l2 X        regularisation\n"
"  --iterations N       at most so many\n"
"  --threads N          0: as many as processors\n"
"\n"
"Example: declutter-train pages.jsonl >filters/declutter/fr/model.bin\n";

static struct trainer_options shared = { .fold = -1, .folds = 1, .l1 = 0.6, .l2 = 0.05,
	.iterations = 110, .dropout = 0.3 };
static double rounds = 1, mixed_weight = 0.5, bare_weight = 0.4;
static double layout_pages = 12, layout_weight = 0.5;
static const char *layout_dir;
static bool trees_option;

static const struct cli_option options[] = {
	TRAINER_OPTIONS(shared),
	{ "trees", CLI_FLAG, &trees_option, 0, 0 },
	{ "rounds", CLI_NUMBER, &rounds, 0, 100 },
	{ "mixed", CLI_NUMBER, &mixed_weight, 0, 100 },
	{ "layouts", CLI_STRING, &layout_dir, 0, 0 },
	{ "pages", CLI_NUMBER, &layout_pages, 0, 1000 },
	{ "layout-weight", CLI_NUMBER, &layout_weight, 0, 100 },
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
	const struct sample *article;	/* that a layout is put around */
	uint64_t seed;
	struct places places;
	struct crf_seq seq;
	struct crf_trainer *trainer;
	struct grower *grower;		/* of trees; NULL: the model is trained */
	struct map sites, pages;	/* their folds */
	struct guess guess;
};

/* Whether the site of a page is left out, or that of the page its text was taken from. */
static bool
left_out(struct training *t, struct record *r, size_t site)
{
	const char *id = NULL, *from = NULL;
	size_t id_len, len;
	const int64_t *source;
	bool fresh;

	if (record_string(r, "id", &id, &id_len) && id != NULL)
		*map_put(&t->pages, trainer_copy(id, id_len), id_len, &fresh) =
			(int64_t)site;
	record_string(r, "src", &from, &len);
	source = from ? map_get(&t->pages, from, len) : NULL;
	return trainer_leaves(&shared, site) ||
		(source != NULL && trainer_leaves(&shared, (size_t)*source));
}

/* The page in hand, with the labels guessed, kept for training. */
static struct sample *
new_sample(struct training *t, const char *s, size_t len)
{
	struct sample *sample;

	mem_grow(&t->sample, &t->sample_cap, t->samples + 1, sizeof(*sample));
	sample = &t->sample[t->samples++];
	sample->text = trainer_copy(s, len);
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
	trainer_page(&t->page, t->phrases, b.s, b.len);
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
	size_t site;

	if (text == NULL || !record_json(r, "lines", &lines))
		return RECORD_REJECT;
	if (lines == NULL)
		return keep_article(t, r, text);
	site = trainer_site(&t->sites, r);
	if (left_out(t, r, site))
		return RECORD_DROP;
	if (!trainer_page(&t->page, t->phrases, text->s, text->len))
		return record_reject(r, "text of more than %zu lines", PAGE_LINES);
	trainer_labels(&t->guess, &t->page, lines);
	new_sample(t, text->s, text->len)->site = (long)site;
	return RECORD_DROP;
}

static void
add_page(struct training *t, struct page *p, const uint8_t *label, uint64_t leave_out,
	double weight)
{
	places_find(&t->places, p);
	if (t->grower != NULL) {
		grow_add(t->grower, p, &t->places, label, weight);
		return;
	}
	crf_begin(&t->seq);
	features_add(&t->seq, p, &t->places, 0, p->lines, leave_out);
	crf_trainer_add(t->trainer, &t->seq, label, weight);
}

static double
site_weight(const struct training *t, long site)
{
	size_t i, n = 0;

	for (i = 0; i < t->samples; i++)
		n += t->sample[i].site == site;
	return trainer_weight(n);
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
	trainer_page(&t->other, t->phrases, article->text, article->len);
	if (!mix(&t->page, label, &t->other, article->label, &t->seed, &t->text,
		 &t->label))
		return;
	trainer_page(&t->page, t->phrases, t->text.s, t->text.len);
	add_page(t, &t->page, (const uint8_t *)t->label.s,
		trainer_some(&shared, &t->seed), weight);
}

/* The beginning, middle or end of an article with nothing around it. */
static void
add_bare(struct training *t, const struct sample *article)
{
	trainer_page(&t->page, t->phrases, article->text, article->len);
	if (!mix_bare(&t->page, article->label, &t->seed, &t->text, &t->label))
		return;
	trainer_page(&t->other, t->phrases, t->text.s, t->text.len);
	add_page(t, &t->other, (const uint8_t *)t->label.s,
		trainer_some(&shared, &t->seed), bare_weight);
}

/* The first line of a sample labelled so. */
static struct span
labelled(struct training *t, const struct sample *s, unsigned label)
{
	size_t i;

	trainer_page(&t->other, t->phrases, s->text, s->len);
	for (i = 0; i < t->other.lines; i++)
		if (s->label[i] == label && t->other.line[i].words > 2)
			return (struct span){ t->other.line[i].start,
				t->other.line[i].end };
	return (struct span){ 0, 0 };
}

/* The first line of some sample that is labelled so; its text and length. */
static const char *
some_line(struct training *t, unsigned label, size_t *len)
{
	int tries;

	for (tries = 0; tries < 50; tries++) {
		const struct sample *s = other_sample(t, -1);
		struct span span = labelled(t, s, label);

		*len = span.end - span.start;
		if (*len > 0)
			return s->text + span.start;
	}
	*len = 3;
	return "...";
}

/* A few words from somewhere in s, the first with a capital. */
static void
put_words(struct training *t, struct buf *out, const char *s, size_t len)
{
	size_t from = draw(&t->seed, (unsigned)len), to;
	unsigned words = 1 + draw(&t->seed, 5);

	while (from > 0 && s[from - 1] != ' ')
		from--;
	for (to = from; to < len && words > 0; to++)
		words -= s[to] == ' ';
	while (to > from && (s[to - 1] == ' ' || s[to - 1] == '.'))
		to--;
	buf_add(out, s + from, to - from);
	if (to > from && s[from] >= 'a' && s[from] <= 'z')
		out->s[out->len - (to - from)] = (char)(s[from] - 'a' + 'A');
}

/* The middle of a paragraph of the article. */
static void
put_own(struct training *t, struct buf *out)
{
	const struct sample *s = t->article;
	const struct line *l;
	const struct word *w;
	size_t from, to;
	int tries;

	trainer_page(&t->other, t->phrases, s->text, s->len);
	for (tries = 0; tries < 50; tries++) {
		size_t i = draw(&t->seed, (unsigned)t->other.lines);

		l = &t->other.line[i];
		if (s->label[i] == LABEL_BODY && l->stored > 15)
			break;
	}
	if (tries == 50) {
		buf_addz(out, "...");
		return;
	}
	w = line_words(&t->other, l);
	from = 5 + draw(&t->seed, 3);
	to = from + 4 + draw(&t->seed, (unsigned)l->stored - 12);
	to = to < l->stored ? to : l->stored - 1u;
	buf_add(out, s->text + l->start + w[from].offset,
		w[to].offset - w[from].offset);
}

static void
put_other(void *ctx, struct buf *out, enum layout_part part)
{
	static const char *const cut[] = { "...", "\u2026", " [\u2026]", " [...]", "" };
	struct training *t = ctx;
	size_t len, upto;
	const char *s;

	if (part == LAYOUT_OWN) {
		put_own(t, out);
		return;
	}
	s = some_line(t, part == LAYOUT_TITLE ? LABEL_TITLE : LABEL_BODY, &len);
	if (part == LAYOUT_WORDS) {
		put_words(t, out, s, len);
		return;
	}
	upto = 60 + draw(&t->seed, 160);
	while (upto < len && s[upto] != ' ')
		upto++;
	if (part == LAYOUT_TITLE || upto >= len) {
		buf_add(out, s, len);
		return;
	}
	buf_add(out, s, upto);
	buf_addz(out, cut[draw(&t->seed, 5)]);
}

static void
add_layout(struct training *t, size_t i)
{
	const struct sample *article = other_sample(t, -1);
	struct span title = labelled(t, article, LABEL_TITLE);
	struct layout_texts texts = { article->text + title.start,
		title.end - title.start, put_other, t };

	t->article = article;
	crf_trainer_group(t->trainer, 1000000 + (unsigned)i);
	layouts_write(t->layouts, i, &texts, &t->seed, &t->frame, &t->frame_label);
	trainer_page(&t->page, t->phrases, t->frame.s, t->frame.len);
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
		trainer_page(&t->page, t->phrases, s->text, s->len);
		add_page(t, &t->page, s->label, 0, weight);
		for (k = 0; k < (size_t)rounds; k++) {
			trainer_page(&t->page, t->phrases, s->text, s->len);
			add_mixed(t, s->label, other_sample(t, s->site),
				mixed_weight * weight);
		}
	}
	for (k = 0; t->layouts != NULL && k < (size_t)layout_pages; k++)
		for (i = 0; i < layouts_count(t->layouts); i++)
			add_layout(t, i);
}

int
main(int argc, char **argv)
{
	static struct training t;

	cli_start(&program, argc, argv);
	date_open();
	names_open();
	t.seed = 1;
	t.phrases = phrases_open();
	if (layout_dir != NULL)
		t.layouts = layouts_open(layout_dir);
	t.trainer = crf_trainer_new(LABELS, label_name);
	if (trees_option)
		t.grower = grow_new();
	cli_records(keep_sample, &t);
	add_all(&t);
	if (trees_option)
		grow_write(t.grower);
	else
		trainer_write(&shared, t.trainer);
	grow_free(t.grower);
	phrases_free(t.phrases);
	layouts_free(t.layouts);
	page_free(&t.page);
	page_free(&t.other);
	return cli_finish();
}
