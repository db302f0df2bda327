/*
 * Fuzzes the search for quotations. A text gets sentences and entities by its stops and
 * capitals, so that no input is lost on a record's form; another line is taken as it is.
 * What is written must be a record with its quotations inside the text.
 */
#include <stdlib.h>

#include "circumstance.h"
#include "feature.h"
#include "fuzz.h"
#include "model.h"
#include "resolve.h"
#include "write.h"

static void
add_span(struct buf *b, const struct text *t, struct span s, const char *rest)
{
	buf_printf(b, "{\"start\":%zu,\"end\":%zu%s},", text_point(t, s.start),
		text_point(t, s.end), rest);
}

/* Closes a list behind the comma of its last element. */
static void
close_list(struct buf *b, const char *rest)
{
	b->len -= b->s[b->len - 1] == ',';
	buf_addz(b, rest);
}

static void
add_sentences(struct buf *b, const struct text *t)
{
	struct span s = {0, 0};

	buf_addz(b, ",\"sentences\":[");
	for (; s.end < t->len; s.end++)
		if (t->s[s.end] == '.' || t->s[s.end] == '\n') {
			add_span(b, t, (struct span){s.start, s.end + 1}, "");
			s.start = s.end + 1;
		}
	add_span(b, t, s, "");
	close_list(b, "]");
}

/* Words with a capital, whose type and name their length tells. */
static void
add_entities(struct buf *b, const struct text *t)
{
	static const char *const rest[] = {
		",\"type\":\"PER\",\"name\":0", ",\"type\":\"PER\",\"name\":1",
		",\"type\":\"ORG\",\"name\":2", ",\"type\":\"LOC\"", ""
	};
	struct span s;

	buf_addz(b, ",\"entities\":[");
	for (s.start = 0; s.start < t->len; s.start = s.end + 1) {
		s.end = s.start;
		while (s.end < t->len && (text_ascii_upper(t->s[s.end]) ||
		    (s.end > s.start && text_ascii_lower(t->s[s.end]))))
			s.end++;
		if (s.end > s.start)
			add_span(b, t, s, rest[(s.end - s.start) % 5]);
	}
	close_list(b, "],\"names\":[{\"name\":\"Ali Ba\",\"type\":\"PER\"},"
		"{\"name\":\"Awa Sy\",\"type\":\"PER\"},"
		"{\"name\":\"ONU\",\"type\":\"ORG\"}]}");
}

static void
make_record(struct buf *b, const char *s, size_t len)
{
	struct text t = {0};

	text_set(&t, s, len);
	b->len = 0;
	buf_addz(b, "{\"date\":\"2024-02-29\",\"text\":");
	buf_json_string(b, s, len);
	add_sentences(b, &t);
	add_entities(b, &t);
	text_free(&t);
}

static bool
find_quotes(struct record *r)
{
	static struct doc doc;
	static struct quotes quotes;
	static struct roles roles;

	if (!doc_read(&doc, r))
		return false;
	frame_find(&doc, &quotes);
	feature_find(&doc, &quotes);
	model_decide(&quotes);
	roles_collect(&doc, &roles);
	resolve_run(&doc, &roles, &quotes);
	for (size_t i = 0; i < quotes.n; i++)
		feature_speaker(&doc, &quotes.v[i]);
	circumstance_find(&doc, &quotes);
	write_quotes(&doc, &quotes, 0, true);
	return true;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static struct record *r, *again;
	static struct buf made, out;
	const char *s = (const char *)data;
	const struct span *list;
	size_t n;

	if (!r) {
		quote_open();
		r = record_new();
		again = record_new();
	}
	if (len && *s != '{' && text_valid(s, len) == len) {
		make_record(&made, s, len);
		s = made.s;
		len = made.len;
	}
	if (!record_parse(r, s, len) || !find_quotes(r))
		return 0;
	out.len = 0;
	record_write(r, &out);
	if (!record_parse(again, out.s, out.len - 1) ||
	    !record_spans(again, "quotes", &list, &n, NULL) || !list)
		abort();
	return 0;
}
