/* Fuzzes pages: any record with a text, and `lines` of any shape. Each line gets a label
 * and a score. */
#include <stdlib.h>

#include "date.h"
#include "fuzz.h"
#include "names.h"
#include "outline.h"
#include "record.h"
#include "table.h"
#include "text.h"
#include "verdict.h"

static struct crf *
open_model(const char *name)
{
	size_t len;
	const char *reason, *data = table_data(name, &len);

	return crf_open(data, len, &reason);
}

static void
check(const struct verdict *v, const struct page *p)
{
	for (size_t i = 0; i < p->lines; i++)
		if (v->label[i] >= LABELS || !(v->score[i] >= 0 && v->score[i] <= 1))
			abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static struct record *r;
	static struct phrases *phrases;
	static struct models models;
	static struct page page;
	static struct outline outline;
	static struct verdict verdict;
	const struct text *text;
	const char *lines;

	if (r == NULL) {
		r = record_new();
		date_open();
		names_open();
		outline_open();
		phrases = phrases_open();
		models.text = open_model("model.bin");
		models.html = open_model("html.bin");
	}
	if (!record_parse(r, (const char *)data, len) || (text = record_text(r)) == NULL)
		return 0;
	page_read(&page, phrases, text->s, text->len);
	page_survey(&page);
	lines = record_raw(r, "lines", &len);
	if (lines && outline_read(&outline, &page, lines, len, NULL))
		page.outline = &outline;
	verdict_decide(&verdict, &models, &page);
	check(&verdict, &page);
	return 0;
}
