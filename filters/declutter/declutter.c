/*
 * declutter: takes the menus, teasers, comments and the like out of the text of a
 * page.
 *
 * Needs `text`; rewrites it, and adds page, title, date, byline, source, paragraphs
 * and clutter. A record that has `clutter` already is left as it is.
 */
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "explain.h"
#include "kind.h"
#include "names.h"
#include "outline.h"
#include "said.h"
#include "site.h"
#include "table.h"
#include "url.h"
#include "verdict.h"

static const char help[] =
"usage: declutter [OPTION...] [FILE...]\n"
"Keeps the article in the text of JSON Lines records; every line dropped goes to\n"
"`clutter` with its class and score.\n"
"\n"
"  --keep CLASS,...   keep lines of these classes too (caption, ...)\n"
"  --phrases FILE     more phrases: class TAB phrase, or /regular expression/\n"
"  --ref-date DATE    YYYY-MM-DD that « hier », « il y a 3 heures » count from\n"
"  --learn            write what repeats on the pages of each site, no records\n"
"  --site FILE        use what --learn wrote\n"
"  --explain          write the reasons for each line, no records\n"
"  --tables DIR       replace the built-in tables and model\n"
"  --reject FILE      write rejected lines to FILE\n"
"  --line-buffered    write each record at once\n"
"  -q, --quiet        no messages about rejected lines\n"
"  -h, --help; -V, --version\n"
"\n"
"Example: ingest pages/ | declutter | jq -r .text\n";

static const char *keep_option, *phrases_option, *ref_option, *site_option;
static bool learn_option, explain_option;

static const struct cli_option options[] = {
	{ "keep", CLI_STRING, &keep_option, 0, 0 },
	{ "phrases", CLI_STRING, &phrases_option, 0, 0 },
	{ "learn", CLI_FLAG, &learn_option, 0, 0 },
	{ "site", CLI_STRING, &site_option, 0, 0 },
	{ "explain", CLI_FLAG, &explain_option, 0, 0 },
	{ "ref-date", CLI_STRING, &ref_option, 0, 0 },
	{ NULL, CLI_FLAG, NULL, 0, 0 }
};

static const struct cli_program program = {
	.name = "declutter", .help = help, .options = options
};

struct declutter {
	struct phrases *phrases, *own, *walls;
	struct models models;
	struct page page;
	struct outline outline;
	struct said said;
	struct url url;
	struct verdict verdict;
	struct date ref;
	struct site_counts *counts;
	struct site_lines *site;
};

static void
check_label(const char *name, const struct crf *crf, unsigned i, unsigned label)
{
	if (strcmp(crf_label(crf, i), label_name[label]) != 0)
		cli_die("%s: label %s, %s expected", name, crf_label(crf, i),
			label_name[label]);
}

static struct crf *
open_model(const char *name, unsigned labels)
{
	size_t len;
	const char *reason, *data = table_data(name, &len);
	struct crf *crf = crf_open(data, len, &reason);

	if (crf == NULL)
		cli_die("%s: %s", name, reason);
	if (crf_labels(crf) != labels)
		cli_die("%s: %u labels, %u expected", name, crf_labels(crf), labels);
	return crf;
}

static void
open_models(struct models *m)
{
	m->text = open_model("model.bin", LABELS);
	for (unsigned i = 0; i < LABELS; i++)
		check_label("model.bin", m->text, i, i);
	m->html = open_model("html.bin", LABEL_OUTLINES);
	for (unsigned i = 0; i < LABEL_OUTLINES; i++)
		check_label("html.bin", m->html, i, label_outline[i]);
}

static void
open_trees(struct trees *trees, const char *name, unsigned columns)
{
	size_t len;
	const char *data = table_data(name, &len);
	const char *reason = trees_open(trees, data, len, columns);

	if (reason != NULL)
		cli_die("%s: %s", name, reason);
}

static uint64_t
class_list(const char *s)
{
	uint64_t bits = 0;

	while (s != NULL && *s != '\0') {
		size_t len = strcspn(s, ",");
		unsigned label = label_find(s, len);

		if (label == LABELS || label_kept(label))
			cli_die("--keep: no such class: %.*s", (int)len, s);
		bits |= label_bit(label);
		s += len + (s[len] == ',');
	}
	return bits;
}

static void
open_all(struct declutter *d)
{
	d->verdict.keep = class_list(keep_option);
	if (ref_option != NULL) {
		d->ref = date_read(ref_option, strlen(ref_option));
		if (d->ref.year == 0)
			cli_die("--ref-date: no date YYYY-MM-DD: %s", ref_option);
	}
	date_open();
	names_open();
	outline_open();
	d->phrases = phrases_open();
	d->walls = phrases_open_table("walls.txt");
	if (phrases_option != NULL)
		d->own = phrases_open_path(phrases_option);
	if (site_option != NULL)
		d->site = site_lines_open(site_option);
	if (learn_option)
		d->counts = site_counts_new();
	open_models(&d->models);
	open_trees(&d->models.trees, "trees.bin", COLUMNS_TEXT);
	open_trees(&d->models.html_trees, "html-trees.bin", COLUMNS);
}

static void
put_number(struct buf *out, const char *before, size_t n)
{
	buf_addz(out, before);
	buf_json_uint(out, n);
}

static void
write_text(struct buf *out, const struct declutter *d)
{
	const struct page *p = &d->page;
	bool first = true;
	size_t i;

	buf_byte(out, '"');
	for (i = 0; i < p->lines; i++) {
		if (!verdict_kept(&d->verdict, i))
			continue;
		if (!first)
			buf_addz(out, "\\n");
		buf_json_chars(out, p->s + p->line[i].start,
			p->line[i].end - p->line[i].start);
		first = false;
	}
	buf_byte(out, '"');
}

static void
write_paragraphs(struct buf *out, const struct declutter *d)
{
	const struct page *p = &d->page;
	size_t i, at = 0;

	buf_byte(out, '[');
	for (i = 0; i < p->lines; i++) {
		const struct line *l = &p->line[i];
		size_t len;

		if (!verdict_kept(&d->verdict, i))
			continue;
		len = text_points(p->s + l->start, l->end - l->start);
		put_number(out, at ? ",{\"start\":" : "{\"start\":", at);
		put_number(out, ",\"end\":", at + len);
		put_number(out, ",\"line\":", l->number);
		buf_addz(out, ",\"kind\":\"");
		buf_addz(out, label_name[d->verdict.label[i]]);
		buf_addz(out, "\"}");
		at += len + 1;
	}
	buf_byte(out, ']');
}

static void
write_clutter(struct buf *out, const struct declutter *d)
{
	const struct page *p = &d->page;
	bool first = true;
	size_t i;

	buf_byte(out, '[');
	for (i = 0; i < p->lines; i++) {
		const struct line *l = &p->line[i];

		if (verdict_kept(&d->verdict, i))
			continue;
		put_number(out, first ? "{\"line\":" : ",{\"line\":", l->number);
		buf_addz(out, ",\"class\":\"");
		buf_addz(out, label_name[d->verdict.label[i]]);
		buf_addz(out, "\",\"score\":");
		buf_json_score(out, (double)d->verdict.score[i]);
		buf_addz(out, ",\"text\":");
		buf_json_string(out, p->s + l->start, l->end - l->start);
		buf_byte(out, '}');
		first = false;
	}
	buf_byte(out, ']');
}

/* What is not found is absent, whatever the record said. */
static void
forget_meta(struct record *r)
{
	static const char *const name[] = { "title", "date", "byline", "source" };
	size_t i;

	for (i = 0; i < sizeof(name) / sizeof(name[0]); i++)
		record_remove(r, name[i]);
}

/* One who signed is no source. */
static bool
signed_by(const struct buf *names, const struct page *p, struct span source)
{
	return names->len > 0 && memmem(names->s, names->len, p->s + source.start,
		source.end - source.start) != NULL;
}

static void
write_meta(struct record *r, const struct declutter *d)
{
	const struct page *p = &d->page;
	const struct verdict *v = &d->verdict;
	struct date date = said_date(&d->said, p, meta_date(v, p, d->ref));
	struct span source = meta_source(v, p);
	struct buf names = { NULL, 0, 0 };
	char iso[16];
	size_t n;

	forget_meta(r);
	buf_printf(record_open(r, "page"), "\"%s\"", page_kind(v, p, d->walls));
	if (v->title < p->lines) {
		const struct line *l = &p->line[v->title];

		buf_json_string(record_open(r, "title"), p->s + l->start,
			l->end - l->start);
	} else if (d->said.title != NULL) {
		buf_json_string(record_open(r, "title"), d->said.title,
			d->said.title_len);
	}
	if (date.year != 0) {
		date_write(date, iso);
		buf_printf(record_open(r, "date"), "\"%s\"", iso);
	}
	n = meta_byline(v, p, &names);
	if (said_byline(&d->said, p, &names, n) > 0)
		buf_add(record_open(r, "byline"), names.s, names.len);
	if (source.start < source.end && !signed_by(&names, p, source))
		buf_json_string(record_open(r, "source"), p->s + source.start,
			source.end - source.start);
	buf_free(&names);
}

/* Reads the record's page and marks what is known of its lines from elsewhere. */
static enum record_fate
read_page(struct record *r, struct declutter *d)
{
	const struct text *text = record_text(r);
	const char *site;
	size_t len;

	if (text == NULL)
		return RECORD_REJECT;
	if (!page_read(&d->page, d->phrases, text->s, text->len))
		return record_reject(r, "text of more than %zu lines", PAGE_LINES);
	if (d->own != NULL)
		page_mark(&d->page, d->own);
	if (d->own != NULL && phrases_gave_up(d->own))
		return record_reject(r, "text: an expression of --phrases takes too long");
	if (d->site == NULL && d->counts == NULL)
		return RECORD_KEEP;
	if ((site = site_of(r, &len)) == NULL)
		return RECORD_KEEP;
	if (d->counts != NULL)
		site_count(d->counts, site, len, &d->page);
	else
		site_mark(d->site, site, len, &d->page);
	return RECORD_KEEP;
}

static void
write_reasons(struct record *r, struct declutter *d)
{
	struct buf out = { NULL, 0, 0 };
	const char *id = NULL;
	size_t len;

	if (record_string(r, "id", &id, &len) && id != NULL) {
		buf_addz(&out, "# ");
		buf_add(&out, id, len);
		buf_byte(&out, '\n');
	}
	explain(&d->verdict, &d->models, &d->page, &out);
	cli_write(out.s, out.len);
	buf_free(&out);
}

static void
read_url(struct declutter *d, struct record *r)
{
	const char *s;
	size_t len;

	d->page.url = NULL;
	if ((s = site_member(r, "url", &len)) == NULL)
		return;
	url_read(&d->url, s, len);
	d->page.url = &d->url;
}

/* What the page's own structure says, when the record has it. */
static void
read_outline(struct declutter *d, struct record *r)
{
	json_t *meta = NULL;
	const char *lines;
	size_t len;

	if (!record_json(r, "page_meta", &meta))
		meta = NULL;
	said_read(&d->said, meta);
	lines = record_raw(r, "lines", &len);
	if (lines != NULL && outline_read(&d->outline, &d->page, lines, len, meta))
		d->page.outline = &d->outline;
}

static enum record_fate
declutter(struct record *r, void *ctx)
{
	struct declutter *d = ctx;
	size_t len;

	if (record_raw(r, "clutter", &len) != NULL)
		return d->counts || explain_option ? RECORD_DROP : RECORD_KEEP;
	if (read_page(r, d) == RECORD_REJECT)
		return RECORD_REJECT;
	if (d->counts != NULL)
		return RECORD_DROP;
	page_survey(&d->page);
	read_outline(d, r);
	read_url(d, r);
	verdict_decide(&d->verdict, &d->models, &d->page);
	if (explain_option) {
		write_reasons(r, d);
		return RECORD_DROP;
	}
	write_text(record_open(r, "text"), d);
	write_meta(r, d);
	write_paragraphs(record_open(r, "paragraphs"), d);
	write_clutter(record_open(r, "clutter"), d);
	if (d->page.outline != NULL)
		record_remove(r, "lines");	/* they told of the text that came in */
	return RECORD_KEEP;
}

static void
write_counts(struct declutter *d)
{
	struct buf out = { NULL, 0, 0 };

	site_counts_write(d->counts, &out);
	cli_write(out.s, out.len);
	buf_free(&out);
}

int
main(int argc, char **argv)
{
	struct declutter d;

	cli_start(&program, argc, argv);
	memset(&d, 0, sizeof(d));
	open_all(&d);
	cli_records(declutter, &d);
	if (d.counts != NULL)
		write_counts(&d);
	site_counts_free(d.counts);
	site_lines_free(d.site);
	phrases_free(d.phrases);
	phrases_free(d.own);
	phrases_free(d.walls);
	crf_free(d.models.text);
	crf_free(d.models.html);
	outline_free(&d.outline);
	page_free(&d.page);
	verdict_free(&d.verdict);
	return cli_finish();
}
