/* Rows: see rows.h. */
#include "rows.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "charset.h"
#include "cli.h"
#include "html.h"
#include "kind.h"
#include "plain.h"
#include "record.h"
#include "table.h"

const char *rows_text = "text", *rows_id = "id";

struct rows {
	struct document *d;
	struct record *record;
	const char *name;	/* what an id is made of when a row has none */
	size_t line;		/* of the file, where the row begins */
	struct buf out;
};

static void
warn(const struct rows *r, const char *why)
{
	cli_warn("%s:%zu: %s", r->d->path, r->line, why);
}

/* The row's id: its own, be it a string or a number, or the name and the line. */
static bool
set_id(struct rows *r)
{
	struct buf *id = &r->d->id;
	const char *s, *raw;
	size_t len;

	raw = record_raw(r->record, rows_id, &len);
	buf_addz(id, document_prefix);
	if (raw && (*raw == '-' || (*raw >= '0' && *raw <= '9'))) {
		buf_add(id, raw, len);
	} else {
		if (!record_string(r->record, rows_id, &s, &len))
			return false;
		if (s && len)
			buf_add(id, s, len);
		else
			buf_printf(id, "%s#%zu", r->name, r->line);
	}
	document_unique(id);
	buf_json_string(record_open(r->record, "id"), id->s, id->len);
	return true;
}

static void
set_json(struct rows *r, const char *name, const struct buf *json)
{
	if (json->len)
		buf_add(record_open(r->record, name), json->s, json->len);
}

/* The text; NULL, or why there is none. */
static const char *
set_text(struct rows *r)
{
	struct document *d = r->d;
	const char *s, *why;
	size_t len;

	if (!record_string(r->record, rows_text, &s, &len))
		return record_reason(r->record);
	if (s == NULL || len == 0)
		return "no text";
	why = kind_of(s, len, "") == KIND_HTML ? html_read(d, s, len, "utf-8") :
		plain_read(d, s, len, "utf-8");
	if (why)
		return why;
	if (d->text.len == 0)
		return "no text";
	buf_json_string(record_open(r->record, "text"), d->text.s, d->text.len);
	set_json(r, "lines", &d->lines);
	set_json(r, "page_meta", &d->meta);
	if (strcmp(rows_text, "text") != 0)
		record_remove(r->record, rows_text);
	return NULL;
}

static void
read_object(struct rows *r, const char *s, size_t len)
{
	struct buf path = {0};
	const char *why;

	document_clear(r->d);
	if (!record_parse(r->record, s, len) || !set_id(r)) {
		warn(r, record_reason(r->record));
		return;
	}
	why = set_text(r);
	if (why) {
		warn(r, why);
		return;
	}
	document_bytes(&path, r->d->path, strlen(r->d->path));
	buf_json_string(record_open(r->record, "path"), path.s, path.len);
	buf_free(&path);
	r->out.len = 0;
	record_write(r->record, &r->out);
	cli_write(r->out.s, r->out.len);
}

static void
finish(struct rows *r)
{
	record_free(r->record);
	buf_free(&r->out);
}

/* ---- JSON Lines ---- */

/* The line that begins here, with its LF if it has one; 0 at the end. A line that is
 * too long is dropped and looks empty. */
static size_t
peek_line(struct stream *s, const char **line)
{
	size_t len = 0, seen = 0;
	const char *lf = NULL;

	do {
		*line = stream_peek(s, seen + 1, &len);
		if (len > seen)
			lf = memchr(*line + seen, '\n', len - seen);
		if (lf)
			return (size_t)(lf + 1 - *line);
		if (len == seen)
			return len;
		seen = len;
	} while (seen <= CLI_LINE_MAX);
	return len;
}

static void
skip_line(struct stream *s)
{
	const char *line;
	size_t n;

	do {
		line = stream_peek(s, 1, &n);
		const char *lf = n ? memchr(line, '\n', n) : NULL;
		if (lf) {
			stream_skip(s, (uint64_t)(lf + 1 - line));
			return;
		}
		stream_skip(s, n);
	} while (n);
}

void
rows_json(struct stream *s, struct document *d)
{
	struct rows r = {.d = d, .record = record_new(), .name = "line"};
	const char *line;
	size_t n, len;

	for (r.line = 1; (n = peek_line(s, &line)) > 0; r.line++) {
		len = n;
		if (r.line == 1 && len >= 3 && memcmp(line, "\xef\xbb\xbf", 3) == 0) {
			line += 3;
			len -= 3;
		}
		while (len && strchr(" \t\r\n", line[len - 1]))
			len--;
		if (len > CLI_LINE_MAX) {
			warn(&r, "line too long, skipped");
			skip_line(s);
			continue;
		}
		if (len)
			read_object(&r, line, len);
		stream_skip(s, n);
	}
	finish(&r);
}

/* ---- JSON ---- */

static size_t
count_lines(const char *s, size_t len)
{
	const char *end = s + len;
	size_t n = 0;

	while ((s = memchr(s, '\n', (size_t)(end - s)))) {
		n++;
		s++;
	}
	return n;
}

/* Where the object at s ends; 0: not within these bytes. The state lets the search go on
 * with more of them. */
struct object_search {
	size_t at, depth;
	bool string;
};

static size_t
object_end(const char *s, size_t len, struct object_search *state)
{
	for (; state->at < len; state->at++) {
		char c = s[state->at];

		if (state->string && c == '\\')
			state->at++;
		else if (c == '"')
			state->string = !state->string;
		else if (!state->string && c == '{')
			state->depth++;
		else if (!state->string && c == '}' && --state->depth == 0)
			return state->at + 1;
	}
	return 0;
}

/* The object that begins here; 0: it does not end, or it is too long. */
static size_t
peek_object(struct stream *s, const char **bytes)
{
	struct object_search search = {0, 0, false};
	size_t len = 0, seen, n;

	do {
		seen = len;
		*bytes = stream_peek(s, seen + 1, &len);
		n = object_end(*bytes, len, &search);
	} while (n == 0 && len > seen && len <= CLI_LINE_MAX);
	return n;
}

/* Goes to the next object, past the brackets of an array and commas; false: there is
 * none, or something else. */
static bool
next_object(struct rows *r, struct stream *s)
{
	const char *p;
	size_t n;

	if ((p = stream_peek(s, 3, &n)) && n >= 3 && memcmp(p, "\xef\xbb\xbf", 3) == 0)
		stream_skip(s, 3);
	while ((p = stream_peek(s, 1, &n)) && n && *p && strchr(" \t\r\n,[]", *p)) {
		r->line += *p == '\n';
		stream_skip(s, 1);
	}
	if (n && *p != '{')
		warn(r, "not a JSON object");
	return n && *p == '{';
}

void
rows_objects(struct stream *s, struct document *d)
{
	struct rows r = {
		.d = d, .record = record_new(), .name = d->name, .line = 1
	};
	struct buf line = {0};
	const char *bytes;
	size_t n;

	while (next_object(&r, s)) {
		if ((n = peek_object(s, &bytes)) == 0) {
			warn(&r, "an object without end, or too long");
			break;
		}
		line.len = 0;
		buf_add(&line, bytes, n);
		for (size_t i = 0; i < n; i++)
			if (line.s[i] == '\n' || line.s[i] == '\r')
				line.s[i] = ' ';
		read_object(&r, line.s, line.len);
		r.line += count_lines(bytes, n);
		stream_skip(s, n);
	}
	buf_free(&line);
	finish(&r);
}

/* ---- CSV ---- */

struct row {
	struct buf bytes;	/* the cells, one behind the other, in UTF-8 */
	size_t *end;		/* where each cell ends */
	size_t n, cap;
};

/* Where the row at s ends, its line end included; 0: not within these bytes. *state
 * lets the search go on with more of them. */
struct row_search {
	size_t at;
	bool quoted;
};

static size_t
row_end(const char *s, size_t len, struct row_search *state)
{
	for (; state->at < len; state->at++)
		if (s[state->at] == '"')
			state->quoted = !state->quoted;
		else if (s[state->at] == '\n' && !state->quoted)
			return state->at + 1;
	return 0;
}

/* The row that begins here; *whole: its quotation marks are paired. */
static size_t
peek_row(struct stream *s, const char **bytes, bool *whole)
{
	struct row_search search = {0, false};
	size_t len = 0, seen, n;

	do {
		seen = len;
		*bytes = stream_peek(s, seen + 1, &len);
		n = row_end(*bytes, len, &search);
	} while (n == 0 && len > seen && len <= CLI_LINE_MAX);
	*whole = !search.quoted && (n || len <= CLI_LINE_MAX);
	return n ? n : len;
}

static void
end_cell(struct row *row, const char *cell, size_t len)
{
	charset_decode(&row->bytes, cell, len, NULL);
	mem_grow(&row->end, &row->cap, row->n + 1, sizeof *row->end);
	row->end[row->n++] = row->bytes.len;
}

/* Splits a row at its marks; a mark inside quotation marks is text, "" in them is ". */
static void
split_row(struct row *row, const char *s, size_t len, char mark)
{
	static struct buf cell;
	bool quoted = false;

	row->n = row->bytes.len = cell.len = 0;
	while (len && (s[len - 1] == '\n' || s[len - 1] == '\r'))
		len--;
	for (size_t i = 0; i < len; i++) {
		if (s[i] == '"' && quoted && i + 1 < len && s[i + 1] == '"') {
			buf_byte(&cell, s[++i]);
		} else if (s[i] == '"' && mark != '\t') {
			quoted = !quoted;
		} else if (s[i] == mark && !quoted) {
			end_cell(row, cell.s, cell.len);
			cell.len = 0;
		} else {
			buf_byte(&cell, s[i]);
		}
	}
	end_cell(row, cell.s, cell.len);
}

static const char *
cell(const struct row *row, size_t i, size_t *len)
{
	size_t start = i ? row->end[i - 1] : 0;

	*len = row->end[i] - start;
	return *len ? row->bytes.s + start : "";
}

/* A row as an object: columns without a name or with one that was there are left out,
 * as are empty cells. */
static void
to_object(const struct row *names, const bool *used, const struct row *row,
	struct buf *out)
{
	out->len = 0;
	buf_byte(out, '{');
	for (size_t i = 0; i < row->n && i < names->n; i++) {
		size_t len, name_len;
		const char *name = cell(names, i, &name_len), *value = cell(row, i, &len);
		if (len == 0 || !used[i])
			continue;
		buf_addz(out, out->len > 1 ? "," : "");
		buf_json_string(out, name, name_len);
		buf_byte(out, ':');
		buf_json_string(out, value, len);
	}
	buf_byte(out, '}');
}

/* Which columns have a name that no column before them has. */
static bool *
columns_used(const struct row *names)
{
	bool *used = mem_alloc(names->n, sizeof *used);
	struct map seen = {0};

	for (size_t i = 0; i < names->n; i++) {
		size_t len;
		const char *name = cell(names, i, &len);
		if (len)
			map_put(&seen, name, len, &used[i]);
	}
	map_free(&seen);
	return used;
}

static char
guess_mark(const char *s, size_t len)
{
	size_t commas = 0, semicolons = 0;

	for (size_t i = 0; i < len && s[i] != '\n'; i++) {
		commas += s[i] == ',';
		semicolons += s[i] == ';';
	}
	return semicolons > commas ? ';' : ',';
}

static bool
empty_row(const char *s, size_t len)
{
	return len == 0 || *s == '\n' || (len > 1 && s[0] == '\r' && s[1] == '\n');
}

static void
read_rows(struct rows *r, struct stream *s, const struct row *names, char mark)
{
	bool *used = columns_used(names), whole;
	struct row row = {.n = 0};
	struct buf object = {0};
	const char *bytes;
	size_t n;

	while ((n = peek_row(s, &bytes, &whole)) > 0) {
		size_t lines = count_lines(bytes, n);
		if (!whole) {
			warn(r, "an unpaired quotation mark, or a row too long");
		} else if (!empty_row(bytes, n)) {
			split_row(&row, bytes, n, mark);
			to_object(names, used, &row, &object);
			read_object(r, object.s, object.len);
		}
		r->line += lines;
		stream_skip(s, n);
	}
	buf_free(&object);
	buf_free(&row.bytes);
	free(row.end);
	free(used);
}

static bool
has_column(const struct row *names, const char *name)
{
	for (size_t i = 0; i < names->n; i++) {
		size_t len;
		const char *s = cell(names, i, &len);

		if (len == strlen(name) && memcmp(s, name, len) == 0)
			return true;
	}
	return false;
}

void
rows_csv(struct stream *s, struct document *d, char mark)
{
	struct rows r = {
		.d = d, .record = record_new(), .name = "line", .line = 1
	};
	struct row names = {.n = 0};
	const char *bytes;
	bool whole;
	size_t n = peek_row(s, &bytes, &whole);
	size_t bom = n >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;

	if (mark == 0)
		mark = guess_mark(bytes, n);
	split_row(&names, bytes + bom, n - bom, mark);
	if (!whole) {
		warn(&r, "an unpaired quotation mark in the header row");
	} else if (!has_column(&names, rows_text)) {
		cli_warn("%s:1: no column \"%s\" (--text-member names the column)",
			d->path, rows_text);
	} else {
		r.line += count_lines(bytes, n);
		stream_skip(s, n);
		read_rows(&r, s, &names, mark);
	}
	buf_free(&names.bytes);
	free(names.end);
	finish(&r);
}
