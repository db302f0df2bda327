/* Fuzzes pages: any record with a text, `lines` of any shape and any `url`. Each line
 * gets a label and a score, the page its title, date, byline, source and kind. */
#include <stdlib.h>

#include "date.h"
#include "fuzz.h"
#include "kind.h"
#include "names.h"
#include "outline.h"
#include "record.h"
#include "site.h"
#include "table.h"
#include "text.h"
#include "url.h"
#include "verdict.h"

static struct crf *
open_model(const char *name)
{
	size_t len;
	const char *reason, *data = table_data(name, &len);

	return crf_open(data, len, &reason);
}

static void
open_trees(struct trees *trees, const char *name, unsigned columns)
{
	size_t len;
	const char *data = table_data(name, &len);

	if (trees_open(trees, data, len, columns) != NULL)
		abort();
}

static void
check(const struct verdict *v, const struct page *p)
{
	for (size_t i = 0; i < p->lines; i++)
		if (v->label[i] >= LABELS || !(v->score[i] >= 0 && v->score[i] <= 1))
			abort();
}

static void
check_meta(const struct verdict *v, const struct page *p, struct phrases *walls)
{
	static struct buf names;
	struct span source = meta_source(v, p);
	struct date date = meta_date(v, p, (struct date){ 2024, 3, 1 });

	names.len = 0;
	if (v->title > p->lines || source.start > source.end || source.end > p->len ||
	    date.month > 12 || date.day > 31 || meta_byline(v, p, &names) > NAMES_MAX ||
	    page_kind(v, p, walls) == NULL)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static struct record *r;
	static struct phrases *phrases, *walls;
	static struct models models;
	static struct page page;
	static struct outline outline;
	static struct verdict verdict;
	static struct url url;
	const struct text *text;
	const char *lines, *address;

	if (r == NULL) {
		r = record_new();
		date_open();
		names_open();
		outline_open();
		phrases = phrases_open();
		walls = phrases_open_table("walls.txt");
		models.text = open_model("model.bin");
		models.html = open_model("html.bin");
		open_trees(&models.trees, "trees.bin", COLUMNS_TEXT);
		open_trees(&models.html_trees, "html-trees.bin", COLUMNS);
	}
	if (!record_parse(r, (const char *)data, len) || (text = record_text(r)) == NULL)
		return 0;
	page_read(&page, phrases, text->s, text->len);
	page_survey(&page);
	lines = record_raw(r, "lines", &len);
	if (lines && outline_read(&outline, &page, lines, len, NULL))
		page.outline = &outline;
	address = site_member(r, "url", &len);
	if (address)
		url_read(&url, address, len);
	page.url = address ? &url : NULL;
	verdict_decide(&verdict, &models, &page);
	check(&verdict, &page);
	check_meta(&verdict, &page, walls);
	return 0;
}
