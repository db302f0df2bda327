/*
 * Fuzzes sentence boundaries and tokens: any text, its first byte the options. Spans
 * come in order, apart, without white space at their edges, and leave nothing but white
 * space between them.
 */
#include <stdlib.h>

#include "boundary.h"
#include "fuzz.h"
#include "token.h"

/* Where the gap behind byte `from` must end: the next that is no white space. */
static size_t
past_space(const char *s, size_t from, size_t len)
{
	unsigned size;

	while (from < len && text_class(text_decode(s + from, s + len, &size)) & TEXT_SPACE)
		from += size;
	return from;
}

static void
check(const char *s, struct span r, size_t *at, size_t len)
{
	struct span inner = text_trim(s, r);

	if (r.start != past_space(s, *at, len) || r.start >= r.end || r.end > len ||
	    inner.start != r.start || inner.end != r.end)
		abort();
	*at = r.end;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static struct spans out;
	static struct tokens tokens;
	static bool opened;
	const char *s = (const char *)data + 1;
	struct boundary_options options;
	size_t i, at = 0;

	if (!opened)
		boundary_open();
	opened = true;
	if (len == 0 || text_valid(s, len - 1) < len - 1)
		return 0;
	len--;
	options = (struct boundary_options){ *data & 1, *data & 2 };
	out.n = 0;
	boundary_find(s, (struct span){ 0, len }, options, &out);
	for (i = 0; i < out.n; i++)
		check(s, out.v[i], &at, len);
	if (past_space(s, at, len) < len)
		abort();
	token_split(s, (struct span){ 0, len }, &tokens);
	for (i = 0, at = 0; i < tokens.n; i++)
		check(s, (struct span){ tokens.v[i].start, tokens.v[i].end }, &at, len);
	if (past_space(s, at, len) < len)
		abort();
	return 0;
}
