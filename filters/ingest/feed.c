/* Feeds: see feed.h. The XML parser gets no external entity to read, and a document
 * that declares entities of its own is refused. */
#include "feed.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include <expat.h>

#include "charset.h"
#include "date.h"
#include "html.h"
#include "text.h"

enum { TITLE, LINK, ID, DATE, MODIFIED, SUMMARY, CONTENT, AUTHOR, TAGS, FIELDS };

/* Elements inside elements; feeds need a dozen. */
#define NESTING_MAX 512

#define ATOM "http://www.w3.org/2005/Atom "
#define DC "http://purl.org/dc/elements/1.1/ "

/* Elements of an item, as `namespace name`; RSS has them in no namespace or in that
 * of its version, which is cut off. */
static const struct {
	const char *name;
	int field;
} elements[] = {
	{"title", TITLE}, {"link", LINK}, {"guid", ID}, {"pubDate", DATE},
	{"description", SUMMARY}, {"author", AUTHOR}, {"category", TAGS},
	{"http://purl.org/rss/1.0/modules/content/ encoded", CONTENT},
	{DC "creator", AUTHOR}, {DC "date", DATE}, {DC "subject", TAGS},
	{ATOM "title", TITLE}, {ATOM "link", LINK}, {ATOM "id", ID},
	{ATOM "published", DATE}, {ATOM "updated", MODIFIED}, {ATOM "summary", SUMMARY},
	{ATOM "content", CONTENT}, {ATOM "author", AUTHOR}, {ATOM "category", TAGS},
	{NULL, 0}
};

struct feed {
	struct document *d;
	XML_Parser parser;
	struct buf field[FIELDS];
	bool item;		/* inside one */
	int now;		/* the field we are in, or -1 */
	unsigned depth;		/* elements inside that field */
	unsigned nesting;	/* elements open */
	size_t items;
	const char *refused;
};

/* RSS versions differ in their namespace only. */
static const char *
short_name(const char *name)
{
	static const char *const rss[] = {
		"http://purl.org/rss/1.0/ ", "http://backend.userland.com/rss2 ",
		"http://my.netscape.com/rdf/simple/0.9/ "
	};

	for (size_t i = 0; i < sizeof rss / sizeof *rss; i++)
		if (strncmp(name, rss[i], strlen(rss[i])) == 0)
			return name + strlen(rss[i]);
	return name;
}

static bool
is_item(const char *name)
{
	return strcmp(name, "item") == 0 || strcmp(name, ATOM "entry") == 0;
}

static int
field_of(const char *name)
{
	for (size_t i = 0; elements[i].name; i++)
		if (strcmp(elements[i].name, name) == 0)
			return elements[i].field;
	return -1;
}

static const char *
attribute(const char **attributes, const char *name)
{
	for (; *attributes; attributes += 2)
		if (strcmp(attributes[0], name) == 0)
			return attributes[1];
	return NULL;
}

/* Several tags or authors are separated by LF; of other fields the first counts. */
static void
begin_field(struct feed *f, int field, const char **attributes)
{
	const char *href = attribute(attributes, "href");
	const char *rel = attribute(attributes, "rel");
	const char *term = attribute(attributes, "term");
	struct buf *b = &f->field[field];
	bool list = field == TAGS || field == AUTHOR;

	if ((b->len && !list) || (rel && field == LINK && strcmp(rel, "alternate") != 0))
		return;
	f->now = field;
	f->depth = 0;
	if (b->len)
		buf_byte(b, '\n');
	if (field == LINK && href)
		buf_addz(b, href);
	if (field == TAGS && term)
		buf_addz(b, term);
}

/* Markup inside a field is XHTML content, or the <name> of an Atom author. */
static void
put_tag(struct feed *f, const char *name, bool end)
{
	const char *local = strrchr(name, ' ');

	local = local ? local + 1 : name;
	if (f->now == CONTENT || f->now == SUMMARY)
		buf_printf(&f->field[f->now], "<%s%.32s>", end ? "/" : "", local);
}

static void
start(void *ctx, const char *name, const char **attributes)
{
	struct feed *f = ctx;
	int field;

	if (++f->nesting > NESTING_MAX) {
		f->refused = "nested too deep";
		XML_StopParser(f->parser, XML_FALSE);
		return;
	}
	name = short_name(name);
	if (f->now >= 0) {
		f->depth++;
		put_tag(f, name, false);
	} else if (is_item(name)) {
		for (int i = 0; i < FIELDS; i++)
			f->field[i].len = 0;
		f->item = true;
	} else if (f->item && (field = field_of(name)) >= 0) {
		begin_field(f, field, attributes);
	}
}

/* Text is markup that was escaped, but inside elements of an Atom `xhtml`. */
static void
text(void *ctx, const char *s, int len)
{
	struct feed *f = ctx;

	if (f->now < 0)
		return;
	for (int i = 0; i < len; i++)
		if (f->depth > 0 && s[i] == '<' && f->now != AUTHOR)
			buf_addz(&f->field[f->now], "&lt;");
		else if (f->depth > 0 && s[i] == '&' && f->now != AUTHOR)
			buf_addz(&f->field[f->now], "&amp;");
		else
			buf_byte(&f->field[f->now], s[i]);
}

static struct span
trim(const struct buf *b)
{
	struct span all = {0, b->len};

	return b->len ? text_trim(b->s, all) : all;
}

/* A field as plain text on one line. */
static void
add_text(struct buf *out, const struct buf *field)
{
	size_t from = out->len;

	html_fragment(out, field->s, field->len);
	while (out->len > from && out->s[out->len - 1] == '\n')
		out->len--;
	for (size_t i = from; i < out->len; i++)
		if (out->s[i] == '\n')
			out->s[i] = ' ';
}

static void
begin_member(struct buf *out, const char *name)
{
	buf_byte(out, out->len ? ',' : '{');
	buf_printf(out, "\"%s\":", name);
}

static void
put_text_member(struct buf *out, const char *name, const struct buf *field)
{
	struct buf value = {0};

	add_text(&value, field);
	if (value.len) {
		begin_member(out, name);
		buf_json_string(out, value.s, value.len);
	}
	buf_free(&value);
}

static void
put_date(struct buf *out, const char *name, const struct buf *field)
{
	struct buf value = {0};

	if (field->len && date_iso(&value, field->s, field->len)) {
		begin_member(out, name);
		buf_json_string(out, value.s, value.len);
	}
	buf_free(&value);
}

static void
put_list(struct buf *out, const char *name, const struct buf *field)
{
	const char *s = field->len ? field->s : "", *end = s + field->len;
	size_t n = 0, before = out->len;

	if (s == end)
		return;
	begin_member(out, name);
	while (s < end) {
		const char *lf = memchr(s, '\n', (size_t)(end - s));
		size_t len = lf ? (size_t)(lf - s) : (size_t)(end - s);
		struct span v = text_trim(s, (struct span){0, len});
		if (v.start < v.end) {
			buf_byte(out, n++ ? ',' : '[');
			buf_json_string(out, s + v.start, v.end - v.start);
		}
		s += len + 1;
	}
	buf_byte(out, ']');
	if (n == 0)
		out->len = before;
}

static void
put_meta(struct feed *f)
{
	struct buf *out = &f->d->meta;

	put_text_member(out, "title", &f->field[TITLE]);
	put_date(out, "date", &f->field[f->field[DATE].len ? DATE : MODIFIED]);
	put_date(out, "modified", &f->field[MODIFIED]);
	if (f->field[CONTENT].len)
		put_text_member(out, "description", &f->field[SUMMARY]);
	put_list(out, "byline", &f->field[AUTHOR]);
	put_list(out, "tags", &f->field[TAGS]);
	if (out->len)
		buf_byte(out, '}');
}

static void
write_item(struct feed *f)
{
	const struct buf *body = &f->field[f->field[CONTENT].len ? CONTENT : SUMMARY];
	struct span link = trim(&f->field[LINK]), id = trim(&f->field[ID]);
	struct document *d = f->d;

	document_clear(d);
	f->items++;
	add_text(&d->text, &f->field[TITLE]);
	if (d->text.len)
		buf_byte(&d->text, '\n');
	html_fragment(&d->text, body->s, body->len);
	put_meta(f);
	if (link.start < link.end)
		buf_add(&d->url, f->field[LINK].s + link.start, link.end - link.start);
	buf_addz(&d->id, document_prefix);
	if (id.start < id.end)
		buf_add(&d->id, f->field[ID].s + id.start, id.end - id.start);
	else if (d->url.len)
		buf_add(&d->id, d->url.s, d->url.len);
	else
		buf_printf(&d->id, "%s#%zu", "item", f->items);
	document_write(d);
}

static void
end(void *ctx, const char *name)
{
	struct feed *f = ctx;

	f->nesting--;
	name = short_name(name);
	if (f->now >= 0 && f->depth > 0) {
		f->depth--;
		put_tag(f, name, true);
	} else if (f->now >= 0) {
		f->now = -1;
	} else if (is_item(name)) {
		write_item(f);
		f->item = false;
	}
}

static void
refuse_entity(void *ctx, const char *name, int parameter, const char *value, int len,
	const char *base, const char *system, const char *public, const char *notation)
{
	struct feed *f = ctx;

	(void)name, (void)parameter, (void)value, (void)len, (void)base;
	(void)system, (void)public, (void)notation;
	f->refused = "it declares entities";
	XML_StopParser(f->parser, XML_FALSE);
}

/* The encoding that the XML declaration names. */
static bool
declared(const char *s, size_t len, char label[32])
{
	const char *close = memchr(s, '>', len < 256 ? len : 256), *at;
	size_t n = 0;

	at = close ? memmem(s, (size_t)(close - s), "encoding=", 9) : NULL;
	if (at == NULL)
		return false;
	at += 10;
	while (at + n < close && at[n] != '"' && at[n] != '\'')
		n++;
	if (n == 0 || n > 31)
		return false;
	memcpy(label, at, n);
	label[n] = '\0';
	return true;
}

static const char *
parse(struct feed *f, const struct buf *xml)
{
	static char why[160];

	XML_SetUserData(f->parser, f);
	XML_SetElementHandler(f->parser, start, end);
	XML_SetCharacterDataHandler(f->parser, text);
	XML_SetEntityDeclHandler(f->parser, refuse_entity);
	if (XML_Parse(f->parser, xml->s, (int)xml->len, 1) != XML_STATUS_ERROR)
		return f->items ? NULL : "a feed without items";
	snprintf(why, sizeof why, "line %lu: %s",
		(unsigned long)XML_GetCurrentLineNumber(f->parser),
		f->refused ? f->refused : XML_ErrorString(XML_GetErrorCode(f->parser)));
	return why;
}

const char *
feed_read(struct document *d, const char *s, size_t len)
{
	struct feed f = {.d = d, .now = -1};
	struct buf xml = {0};
	const char *why;
	char label[32];

	charset_decode(&xml, s, len, declared(s, len, label) ? label : NULL);
	f.parser = XML_ParserCreateNS("UTF-8", ' ');
	if (f.parser == NULL)
		return "out of memory (expat)";
	why = parse(&f, &xml);
	XML_ParserFree(f.parser);
	for (int i = 0; i < FIELDS; i++)
		buf_free(&f.field[i]);
	buf_free(&xml);
	return why;
}
