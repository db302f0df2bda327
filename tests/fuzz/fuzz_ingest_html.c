/* Fuzzes pages: any bytes as one. Text must be UTF-8, `lines` and `page_meta` JSON, and
 * `lines` as long as the text has lines. */
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "fuzz.h"
#include "html.h"
#include "text.h"

static size_t
count_lines(const struct buf *text)
{
	size_t n = 0;

	for (size_t i = 0; i < text->len; i++)
		n += text->s[i] == '\n';
	return n;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static struct document d;
	json_t *lines, *meta;

	document_clear(&d);
	if (html_read(&d, (const char *)data, len, NULL))
		return 0;
	lines = json_loadb(d.lines.len ? d.lines.s : "[]", d.lines.len ? d.lines.len : 2,
		0, NULL);
	meta = json_loadb(d.meta.len ? d.meta.s : "{}", d.meta.len ? d.meta.len : 2, 0,
		NULL);
	if (!lines || !meta || json_array_size(lines) != count_lines(&d.text) ||
	    text_valid(d.text.s, d.text.len) != d.text.len)
		abort();
	json_decref(lines);
	json_decref(meta);
	return 0;
}
