/*
 * ingest: brings documents in. Files and directories become records with `id`,
 * `path` and `text`; see ingest(1) for what else each kind of file gives.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "document.h"
#include "feed.h"
#include "html.h"
#include "kind.h"
#include "plain.h"
#include "rows.h"
#include "stream.h"
#include "walk.h"
#include "warc.h"

/* Bytes looked at to tell what a file is. */
#define HEAD 4096

static const char *type;
static enum kind forced;
static struct document document;

/* The reader of a kind of file that is read as a whole. */
static const char *
read_bytes(struct document *d, enum kind kind, const char *bytes, size_t len)
{
	if (kind == KIND_HTML)
		return html_read(d, bytes, len, NULL);
	if (kind == KIND_FEED)
		return feed_read(d, bytes, len);
	return plain_read(d, bytes, len, NULL);
}

static void
read_whole(struct stream *s, struct document *d, enum kind kind)
{
	size_t len;
	const char *bytes = stream_peek(s, DOCUMENT_MAX + 1, &len), *why;

	if (stream_damaged(s))
		return;
	if (len > DOCUMENT_MAX) {
		cli_warn("%s: more than %zu bytes, skipped", d->path, DOCUMENT_MAX);
		return;
	}
	why = read_bytes(d, kind, bytes, len);
	if (why)
		cli_warn("%s: %s, skipped", d->path, why);
	else if (kind != KIND_FEED)
		document_write(d);
}

static void
read_stream(struct stream *s, struct document *d)
{
	enum kind kind = forced;
	size_t len;
	const char *head = stream_peek(s, HEAD, &len);

	if (len == 0 && !stream_damaged(s))
		cli_warn("%s: empty file, skipped", d->path);
	if (len == 0)
		return;
	if (kind == KIND_UNKNOWN)
		kind = kind_of(head, len, d->name);
	if (kind == KIND_WARC)
		warc_read(s, d);
	else if (kind == KIND_JSONL)
		rows_json(s, d);
	else if (kind == KIND_JSON)
		rows_objects(s, d);
	else if (kind == KIND_CSV || kind == KIND_TSV)
		rows_csv(s, d, kind == KIND_TSV ? '\t' : 0);
	else
		read_whole(s, d, kind);
}

static void
read_file(int fd, const char *path, const char *name)
{
	struct stream *s = stream_open(fd, path);

	document.path = path;
	document.name = name;
	read_stream(s, &document);
	document_clear(&document);
	stream_close(s);
}

static void
read_operands(char **operand)
{
	if (*operand == NULL && isatty(0))
		cli_die("standard input is a terminal: name files or directories, "
			"or pipe a document in");
	if (*operand == NULL)
		read_file(dup(0), "-", "stdin");
	for (; *operand; operand++)
		if (strcmp(*operand, "-") == 0)
			read_file(dup(0), "-", "stdin");
		else
			walk(*operand, read_file);
}

static const struct cli_option options[] = {
	{"id-prefix", CLI_STRING, &document_prefix, 0, 0},
	{"id-member", CLI_STRING, &rows_id, 0, 0},
	{"text-member", CLI_STRING, &rows_text, 0, 0},
	{"type", CLI_STRING, &type, 0, 0},
	{NULL, 0, NULL, 0, 0}
};

static const struct cli_program program = {
	.name = "ingest",
	.help =
	"usage: ingest [options] [FILE|DIR...]\n"
	"Writes a record for every document in files, directories or standard input.\n"
	"\n"
	"  --type KIND        text, html, warc, feed, json, jsonl, csv, tsv: every input;\n"
	"                     else each file's first bytes and name tell\n"
	"  --text-member NAME in JSON Lines and CSV, what holds the text (text)\n"
	"  --id-member NAME   and what holds the id (id)\n"
	"  --id-prefix STR    put STR before every id\n"
	"\n"
	"Example: ingest articles/ | declutter | ner | quotes\n",
	.options = options,
	.no_input = true
};

int
main(int argc, char **argv)
{
	struct buf prefix = {0};

	cli_start(&program, argc, argv);
	document_bytes(&prefix, document_prefix, strlen(document_prefix));
	buf_byte(&prefix, 0);
	document_prefix = prefix.s;
	if (type && (forced = kind_named(type)) == KIND_UNKNOWN)
		cli_die("--type %s: unknown (see ingest --help)", type);
	read_operands(cli_operands());
	document_free(&document);
	buf_free(&prefix);
	return cli_finish();
}
