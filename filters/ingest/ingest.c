/*
 * ingest: brings documents in. Files and directories become records with `id`,
 * `path` and `text`; see ingest(1) for what else each kind of file gives.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "charset.h"
#include "cli.h"
#include "document.h"
#include "html.h"
#include "kind.h"
#include "stream.h"
#include "walk.h"

/* Bytes looked at to tell what a file is. */
#define HEAD 4096

static const char *type;
static enum kind forced;

static const char *
fill_text(struct document *d, const char *bytes, size_t len)
{
	const char *why = charset_binary(bytes, len);

	if (why)
		return why;
	charset_decode(&d->text, bytes, len, NULL);
	charset_newlines(&d->text);
	return d->text.len && memchr(d->text.s, '\0', d->text.len) ?
		"a binary file (it holds U+0000)" : NULL;
}

/* A file that is one document. */
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
	why = kind == KIND_HTML ? html_read(d, bytes, len, NULL) : fill_text(d, bytes, len);
	if (why)
		cli_warn("%s: %s, skipped", d->path, why);
	else
		document_write(d);
}

static void
read_file(int fd, const char *path, const char *name)
{
	struct document d = {.path = path, .name = name};
	struct stream *s = stream_open(fd, path);
	enum kind kind = forced;
	const char *head;
	size_t len;

	head = stream_peek(s, HEAD, &len);
	if (len == 0 && !stream_damaged(s))
		cli_warn("%s: empty file, skipped", path);
	else if (!stream_damaged(s)) {
		if (kind == KIND_UNKNOWN)
			kind = kind_of(head, len, name);
		read_whole(s, &d, kind);
	}
	stream_close(s);
	document_free(&d);
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
	{"type", CLI_STRING, &type, 0, 0},
	{NULL, 0, NULL, 0, 0}
};

static const struct cli_program program = {
	.name = "ingest",
	.help =
	"usage: ingest [options] [FILE|DIR...]\n"
	"Writes a record for every document in the files, directories or standard input.\n"
	"\n"
	"  --type KIND        text, html, warc, feed, jsonl, csv or tsv, for every input\n"
	"                     (else each file's first bytes and name tell)\n"
	"  --id-prefix STR    put STR before every id\n"
	"\n"
	"Example: ingest articles/ | declutter | ner | quotes\n",
	.options = options,
	.no_input = true
};

int
main(int argc, char **argv)
{
	cli_start(&program, argc, argv);
	if (type && (forced = kind_named(type)) == KIND_UNKNOWN)
		cli_die("--type %s: unknown (see ingest --help)", type);
	read_operands(cli_operands());
	return cli_finish();
}
