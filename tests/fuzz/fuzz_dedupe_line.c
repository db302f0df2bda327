/* Lines between dedupe's stages: any bytes split within bounds, signatures that are
 * read can be compared and written back, and what is escaped comes back. */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "judge.h"
#include "line.h"
#include "text.h"
#include "words.h"

static void
try_sketch(struct field f)
{
	static const struct judge judge = {.threshold = 0.1};
	static struct sketch before;
	struct sketch s, again;
	struct verdict v;
	struct buf b = {0};

	if (!line_read_sketch(f, &s))
		return;
	judge_pair(&judge, &s, &before, &v);
	before = s;
	line_sketch(&b, &s);
	if (!line_read_sketch((struct field){b.s, b.len}, &again) ||
	    memcmp(&s, &again, sizeof(s)))
		abort();
	buf_free(&b);
}

static void
try_escape(const char *s, size_t len)
{
	struct buf escaped = {0}, back = {0};

	line_escape(&escaped, s, len);
	if (escaped.len && (memchr(escaped.s, '\t', escaped.len) ||
	    memchr(escaped.s, '\n', escaped.len)))
		abort();
	line_unescape(&back, (struct field){escaped.s, escaped.len});
	if (back.len != len || (len && memcmp(back.s, s, len)))
		abort();
	buf_free(&escaped);
	buf_free(&back);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	const char *s = (const char *)data;
	struct field f[LINE_FIELDS];
	struct words words = {0};
	struct buf node = {0};
	unsigned n = line_split(s, len, f);

	for (unsigned i = 0; i < n; i++)
		try_sketch(f[i]);
	try_escape(s, len);
	line_node(&node, s, len / 2, s + len / 2, len - len / 2);
	words_read(&words, s, text_valid(s, len));
	if (words.n > len)
		abort();
	words_free(&words);
	buf_free(&node);
	return 0;
}
