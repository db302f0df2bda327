/*
 * sentsplit: sentence boundaries. A record must have `text`; `paragraphs`, when it is
 * there, bounds sentences. It gains `sentences`, with --tokens `tokens` in each.
 */
#include "boundary.h"
#include "cli.h"
#include "record.h"
#include "token.h"

static const char help[] =
	"usage: sentsplit [options] [file …]\n"
	"Adds the sentences of a record's text, as spans in code points.\n"
	"\n"
	"  --text            add each sentence's text\n"
	"  --tokens          add each sentence's token spans\n"
	"  --wrapped         take single line breaks for spaces\n"
	"  --glued-headings  split headings without a stop from their sentence\n"
	"  --tables DIR      use the tables in DIR\n"
	"  --reject FILE     write rejected lines to FILE\n"
	"  --line-buffered   write each record at once\n"
	"  -q, --quiet       no messages about rejected records\n"
	"  -V, --version     the version\n"
	"\n"
	"example: ingest articles/ | sentsplit --text | jq -r '.sentences[].text'\n";

static bool with_text, with_tokens;
static struct boundary_options options;

static const struct cli_option option[] = {
	{ "text", CLI_FLAG, &with_text, 0, 0 },
	{ "tokens", CLI_FLAG, &with_tokens, 0, 0 },
	{ "wrapped", CLI_FLAG, &options.wrapped, 0, 0 },
	{ "glued-headings", CLI_FLAG, &options.glued, 0, 0 },
	{ 0 }
};

static const struct cli_program program = { "sentsplit", help, option, false };

struct split {
	struct spans sentences;
	struct tokens tokens;
};

/* The sentences of the text, each paragraph apart, and what lies between them. Line
 * breaks are spaces inside paragraphs, which say themselves where text ends. */
static void
find(const struct text *t, const struct span *paragraph, size_t n, struct spans *out)
{
	struct boundary_options inside = options;
	size_t at = 0, i;

	inside.wrapped = true;
	out->n = 0;
	for (i = 0; i < n; i++) {
		if (paragraph[i].start < at)
			continue;
		boundary_find(t->s, (struct span){ at, paragraph[i].start }, options,
			out);
		boundary_find(t->s, paragraph[i], inside, out);
		at = paragraph[i].end;
	}
	boundary_find(t->s, (struct span){ at, t->len }, options, out);
}

static void
write_span(struct buf *b, const struct text *t, size_t start, size_t end)
{
	buf_addz(b, "{\"start\":");
	buf_json_uint(b, text_point(t, start));
	buf_addz(b, ",\"end\":");
	buf_json_uint(b, text_point(t, end));
}

static void
write_tokens(struct buf *b, const struct text *t, const struct tokens *tokens)
{
	size_t i;

	buf_addz(b, ",\"tokens\":[");
	for (i = 0; i < tokens->n; i++) {
		buf_addz(b, i ? "," : "");
		write_span(b, t, tokens->v[i].start, tokens->v[i].end);
		buf_byte(b, '}');
	}
	buf_byte(b, ']');
}

static void
write_sentences(struct buf *b, const struct text *t, struct split *split)
{
	size_t i;

	buf_byte(b, '[');
	for (i = 0; i < split->sentences.n; i++) {
		struct span r = split->sentences.v[i];

		buf_addz(b, i ? "," : "");
		write_span(b, t, r.start, r.end);
		if (with_text) {
			buf_addz(b, ",\"text\":");
			buf_json_string(b, t->s + r.start, r.end - r.start);
		}
		if (with_tokens) {
			token_split(t->s, r, &split->tokens);
			write_tokens(b, t, &split->tokens);
		}
		buf_byte(b, '}');
	}
	buf_byte(b, ']');
}

static enum record_fate
split_record(struct record *r, void *ctx)
{
	struct split *split = ctx;
	const struct text *t = record_text(r);
	const struct span *paragraph;
	size_t n;

	if (!t || !record_spans(r, "paragraphs", &paragraph, &n, NULL))
		return RECORD_REJECT;
	find(t, paragraph, paragraph ? n : 0, &split->sentences);
	write_sentences(record_open(r, "sentences"), t, split);
	return RECORD_KEEP;
}

int
main(int argc, char **argv)
{
	struct split split = { 0 };

	cli_start(&program, argc, argv);
	boundary_open();
	token_open();
	cli_records(split_record, &split);
	free(split.sentences.v);
	token_free(&split.tokens);
	return cli_finish();
}
