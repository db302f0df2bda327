/* Writing records, and the ids: see document.h. */
#include "document.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cli.h"
#include "crf.h"
#include "text.h"

const char *document_prefix = "";

void
document_clear(struct document *d)
{
	d->id.len = d->text.len = d->url.len = d->lines.len = d->meta.len = 0;
}

void
document_free(struct document *d)
{
	buf_free(&d->id);
	buf_free(&d->text);
	buf_free(&d->url);
	buf_free(&d->lines);
	buf_free(&d->meta);
}

void
document_bytes(struct buf *out, const char *s, size_t len)
{
	for (size_t i = 0; i < len;) {
		size_t n = text_valid(s + i, len - i);
		buf_add(out, s + i, n);
		i += n;
		if (i < len)
			buf_printf(out, "%%%02X", (unsigned char)s[i++]);
	}
}

static bool
ends_in(const char *s, size_t len, const char *end)
{
	size_t n = strlen(end);

	return len > n && s[len - n - 1] != '/' && strncasecmp(s + len - n, end, n) == 0;
}

/* The length of a name without the extensions that say what a file is. */
static size_t
stem(const char *name)
{
	static const char *const known[] = {
		".txt", ".text", ".html", ".htm", ".xhtml", ".xml", ".rss", ".atom",
		".warc", ".wet", ".jsonl", ".ndjson", ".csv", ".tsv"
	};
	size_t len = strlen(name);

	if (ends_in(name, len, ".gz"))
		len -= 3;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (ends_in(name, len, known[i]))
			return len - strlen(known[i]);
	return len;
}

/* Ids seen, as hashes of 64 bits: 8 bytes an id is what a crawl can afford. */
static struct {
	uint64_t *slot;		/* 0: free */
	size_t cap, n;
} seen;

static uint64_t
id_hash(const struct buf *id)
{
	uint64_t h = crf_hash(1, id->s, id->len);

	return h ? h : 1;
}

/* The slot that holds the hash, or the free one where it belongs. */
static uint64_t *
seen_find(uint64_t h)
{
	size_t i = (size_t)h & (seen.cap - 1);

	while (seen.slot[i] && seen.slot[i] != h)
		i = (i + 1) & (seen.cap - 1);
	return &seen.slot[i];
}

/* True when the hash was not there yet. */
static bool
seen_put(uint64_t h)
{
	uint64_t *slot = seen_find(h);

	if (*slot)
		return false;
	*slot = h;
	seen.n++;
	return true;
}

static bool
first_time(const struct buf *id)
{
	if (2 * seen.n >= seen.cap) {
		uint64_t *old = seen.slot;
		size_t n = seen.cap;
		seen.cap = n ? 2 * n : 1024;
		seen.slot = mem_alloc(seen.cap, sizeof *seen.slot);
		seen.n = 0;
		for (size_t i = 0; i < n; i++)
			if (old[i])
				seen_put(old[i]);
		free(old);
	}
	return seen_put(id_hash(id));
}

/* Makes it the id of `len` bytes with ~n behind it: true when that is taken. */
static bool
taken(struct buf *id, size_t len, unsigned n)
{
	id->len = len;
	buf_printf(id, "~%u", n);
	return *seen_find(id_hash(id)) != 0;
}

/* The numbers are given in order, so that the first free one can be searched for. */
void
document_unique(struct buf *id)
{
	size_t len = id->len;
	unsigned low = 1, high = 2;

	if (first_time(id))
		return;
	for (; taken(id, len, high); high *= 2)
		low = high;
	while (high - low > 1) {
		unsigned middle = low + (high - low) / 2;

		if (taken(id, len, middle))
			low = middle;
		else
			high = middle;
	}
	taken(id, len, high);
	first_time(id);
}

static void
make_id(struct document *d)
{
	if (d->id.len == 0) {
		buf_addz(&d->id, document_prefix);
		document_bytes(&d->id, d->name, stem(d->name));
		if (first_time(&d->id))
			return;
		d->id.len = 0;
		buf_addz(&d->id, document_prefix);
		document_bytes(&d->id, d->name, strlen(d->name));
	}
	document_unique(&d->id);
}

static void
put_member(struct buf *out, const char *name, const struct buf *value)
{
	if (value->len == 0)
		return;
	buf_printf(out, ",\"%s\":", name);
	buf_json_string(out, value->s, value->len);
}

static void
put_json(struct buf *out, const char *name, const struct buf *json)
{
	if (json->len == 0)
		return;
	buf_printf(out, ",\"%s\":", name);
	buf_add(out, json->s, json->len);
}

static void
put_record(const struct document *d)
{
	static struct buf out;
	struct buf path = {0};

	out.len = 0;
	buf_addz(&out, "{\"id\":");
	buf_json_string(&out, d->id.s, d->id.len);
	document_bytes(&path, d->path, strlen(d->path));
	put_member(&out, "path", &path);
	put_member(&out, "url", &d->url);
	put_member(&out, "text", &d->text);
	put_json(&out, "lines", &d->lines);
	put_json(&out, "page_meta", &d->meta);
	buf_addz(&out, "}\n");
	if (out.len > CLI_LINE_MAX)
		cli_warn("%s: a record of %zu bytes: more than a filter reads, skipped",
			d->path, out.len);
	else
		cli_write(out.s, out.len);
	buf_free(&path);
}

static bool
blank(const struct buf *b)
{
	struct span all = {0, b->len}, rest = text_trim(b->s, all);

	return rest.start == rest.end;
}

void
document_write(struct document *d)
{
	const char *what = d->id.len ? d->id.s : "";
	int n = (int)d->id.len;

	if (blank(&d->text))
		cli_warn("%s: %.*s%sno text", d->path, n, what, n ? ": " : "");
	else if (d->text.len > DOCUMENT_MAX)
		cli_warn("%s: %.*s%s%zu bytes of text: more than a record may hold (%zu)",
			d->path, n, what, n ? ": " : "", d->text.len, DOCUMENT_MAX);
	else {
		make_id(d);
		put_record(d);
	}
	document_clear(d);
}
