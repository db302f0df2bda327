/*
 * What a page says of itself: schema.org in JSON-LD and microdata, Open Graph, Dublin
 * Core and other <meta>, <link rel=canonical>, <time>, <title>. The first source in
 * the order of `sources` that gives a member wins.
 */
#include <ctype.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include <jansson.h>

#include "date.h"
#include "html.h"
#include "jsonld.h"
#include "text.h"

/* Bytes of JSON-LD read from one script. */
#define JSON_MAX ((size_t)2 << 20)
#define LIST_MAX 32
#define GRAPH_MAX 64	/* objects looked through for an author */
#define VALUE_MAX 4096
#define BODY_MAX ((size_t)1 << 20)

enum { TITLE, DATE, MODIFIED, SITE, URL, LANG, DESCRIPTION, SECTION, BYLINE, TAGS,
	MEMBERS };

static const char *const member_names[MEMBERS] = {
	"title", "date", "modified", "site", "url", "lang", "description", "section",
	"byline", "tags"
};

/* How far a source is to be trusted: the lower the better. */
enum { ARTICLE, META, PAGE, LAST, NONE };

struct member {
	int source;		/* of what is there */
	size_t n;		/* values; the first MEMBERS - 2 have one */
	struct buf value[LIST_MAX];
};

static struct meta {
	const struct reduced *page;
	const json_t *json;	/* the JSON-LD that is read */
	struct buf body;	/* the article's text, the longest there is */
	struct member member[MEMBERS];
} the_page;

static bool
is_list(int m)
{
	return m == BYLINE || m == TAGS;
}

static bool
is_date(int m)
{
	return m == DATE || m == MODIFIED;
}

static bool
is_url(const char *s, size_t len)
{
	return (len > 7 && strncasecmp(s, "http://", 7) == 0) ||
		(len > 8 && strncasecmp(s, "https://", 8) == 0);
}

/* Control characters become spaces. */
static void
space_controls(struct buf *b)
{
	for (size_t i = 0; i < b->len; i++)
		if ((unsigned char)b->s[i] < ' ')
			b->s[i] = ' ';
}

/* True when a list has the value already, from this source. */
static bool
has(const struct member *list, const char *s, size_t len)
{
	for (size_t i = 0; i < list->n; i++)
		if (list->value[i].len == len && memcmp(list->value[i].s, s, len) == 0)
			return true;
	return false;
}

/* Takes a value from a source, unless a better one gave it before. */
static void
give(struct meta *meta, int m, int source, const char *s, size_t len)
{
	struct member *to = &meta->member[m];
	struct buf *value;
	struct span all = text_trim(s, (struct span){0, len});

	s += all.start;
	len = all.end - all.start;
	if (source > to->source || len == 0 || len > VALUE_MAX)
		return;
	if (m == URL ? !is_url(s, len) : m != DESCRIPTION && is_url(s, len))
		return;
	if (source == to->source && (!is_list(m) || to->n == LIST_MAX || has(to, s, len)))
		return;
	value = &to->value[source < to->source ? 0 : to->n];
	value->len = 0;
	if (!is_date(m))
		buf_add(value, s, len);
	else if (!date_iso(value, s, len))
		return;
	to->n = source < to->source ? 1 : to->n + 1;
	to->source = source;
}

static void
give_attr(struct meta *meta, int m, int source, const struct piece *a)
{
	if (a)
		give(meta, m, source, a->s, a->len);
}

static void
give_string(struct meta *meta, int m, int source, const json_t *v)
{
	if (json_is_string(v))
		give(meta, m, source, json_string_value(v), json_string_length(v));
}

/* ---- JSON-LD ---- */

static bool
has_type(const json_t *object, bool (*is)(const char *))
{
	const json_t *type = json_object_get(object, "@type");

	if (json_is_string(type))
		return is(json_string_value(type));
	for (size_t i = 0; i < json_array_size(type); i++)
		if (json_is_string(json_array_get(type, i)) &&
		    is(json_string_value(json_array_get(type, i))))
			return true;
	return false;
}

static bool
article_type(const char *s)
{
	size_t n = strlen(s);

	return (n >= 7 && strcmp(s + n - 7, "Article") == 0) ||
		(n >= 7 && strcmp(s + n - 7, "Posting") == 0) ||
		strcmp(s, "Report") == 0 || strcmp(s, "Review") == 0;
}

static bool
page_type(const char *s)
{
	return strcmp(s, "WebPage") == 0 || strcmp(s, "VideoObject") == 0;
}

/* The name of an author: its own, or that of the object in @graph that its @id names. */
static const json_t *
author_name(const struct meta *meta, const json_t *v)
{
	const json_t *name = json_object_get(v, "name");
	const json_t *graph = json_object_get(meta->json, "@graph");
	const char *id = json_string_value(json_object_get(v, "@id"));
	size_t most = json_array_size(graph);

	for (size_t i = 0; name == NULL && id && i < most && i < GRAPH_MAX; i++) {
		const json_t *o = json_array_get(graph, i);
		const char *other = json_string_value(json_object_get(o, "@id"));

		if (other && strcmp(id, other) == 0)
			name = json_object_get(o, "name");
	}
	return name;
}

/* A string, an object with a name (or an @id, for a URL), or a list of such. */
static void
give_json(struct meta *meta, int m, int source, const json_t *v)
{
	give_string(meta, m, source, v);
	if (json_is_object(v)) {
		give_string(meta, m, source, m == BYLINE ? author_name(meta, v) :
			json_object_get(v, m == URL ? "@id" : "name"));
	} else {
		for (size_t i = 0; i < json_array_size(v); i++) {
			const json_t *item = json_array_get(v, i);
			if (!json_is_array(item))
				give_json(meta, m, source, item);
		}
	}
}

static void
give_body(struct meta *meta, const json_t *v)
{
	size_t len = json_string_length(v);

	if (len <= meta->body.len || len > BODY_MAX)
		return;
	meta->body.len = 0;
	buf_add(&meta->body, json_string_value(v), len);
}

static void
read_object(struct meta *meta, const json_t *o, int source)
{
	static const struct {
		const char *key;
		int member;
	} keys[] = {
		{"headline", TITLE}, {"name", TITLE}, {"datePublished", DATE},
		{"dateCreated", DATE}, {"uploadDate", DATE}, {"dateModified", MODIFIED},
		{"publisher", SITE}, {"mainEntityOfPage", URL}, {"url", URL},
		{"inLanguage", LANG}, {"description", DESCRIPTION},
		{"articleSection", SECTION}, {"author", BYLINE}, {"creator", BYLINE}
	};

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		int m = keys[i].member;
		if (!is_list(m) || meta->member[m].source > source)
			give_json(meta, m, source, json_object_get(o, keys[i].key));
	}
	give_json(meta, TAGS, source, json_object_get(o, "keywords"));
	give_body(meta, json_object_get(o, "articleBody"));
}

/* An article or page object at the top, in a list, in @graph or as mainEntity. */
static void
read_json(struct meta *meta, const json_t *v, int depth)
{
	if (json_is_array(v)) {
		for (size_t i = 0; i < json_array_size(v) && depth < 8; i++)
			read_json(meta, json_array_get(v, i), depth + 1);
		return;
	}
	if (!json_is_object(v))
		return;
	if (has_type(v, article_type))
		read_object(meta, v, ARTICLE);
	else if (has_type(v, page_type))
		read_object(meta, v, PAGE);
	if (depth < 8) {
		read_json(meta, json_object_get(v, "@graph"), depth + 1);
		read_json(meta, json_object_get(v, "mainEntity"), depth + 1);
	}
}

/* All members that are asked for above. */
static const char *const json_names[] = {
	"@type", "@id", "@graph", "mainEntity", "name", "headline", "datePublished",
	"dateCreated", "uploadDate", "dateModified", "publisher", "mainEntityOfPage",
	"url", "inLanguage", "description", "articleSection", "author", "creator",
	"keywords", "articleBody", NULL
};

/* The value that s begins with. Scripts in the wild break lines inside strings: these are
 * read again with spaces for control characters. */
static json_t *
parse_json(const char *s, size_t len)
{
	static struct buf spaced;
	json_t *v = jsonld_read(s, len, json_names);

	if (v)
		return v;
	spaced.len = 0;
	buf_add(&spaced, s, len);
	space_controls(&spaced);
	return jsonld_read(spaced.s, spaced.len, json_names);
}

/* Scripts in the wild stand in comments. */
static void
read_script(struct meta *meta, const char *s, size_t len)
{
	const char *end = s + len;
	json_t *v;

	while (s < end && *s != '{' && (*s != '[' || (end - s > 7 &&
	    strncasecmp(s, "[CDATA[", 7) == 0)))
		s += *s == '[' ? 7 : 1;
	if (s == end || len > JSON_MAX)
		return;
	v = parse_json(s, (size_t)(end - s));
	meta->json = v;
	read_json(meta, v, 0);
	json_decref(v);
}

/* ---- elements ---- */

static const struct {
	const char *name;
	int member, source;
} meta_names[] = {
	{"og:title", TITLE, META}, {"twitter:title", TITLE, PAGE},
	{"dc.title", TITLE, PAGE}, {"dcterms.title", TITLE, PAGE},
	{"article:published_time", DATE, META}, {"og:article:published_time", DATE, META},
	{"datepublished", DATE, META}, {"pubdate", DATE, PAGE}, {"date", DATE, PAGE},
	{"dc.date", DATE, PAGE}, {"dc.date.issued", DATE, PAGE},
	{"dc.date.created", DATE, PAGE}, {"dcterms.created", DATE, PAGE},
	{"dcterms.date", DATE, PAGE}, {"parsely-pub-date", DATE, PAGE},
	{"sailthru.date", DATE, PAGE}, {"publication_date", DATE, PAGE},
	{"cxenseparse:recs:publishtime", DATE, PAGE},
	{"article:modified_time", MODIFIED, META}, {"og:updated_time", MODIFIED, PAGE},
	{"dcterms.modified", MODIFIED, PAGE}, {"last-modified", MODIFIED, LAST},
	{"og:site_name", SITE, META}, {"application-name", SITE, PAGE},
	{"dc.publisher", SITE, PAGE}, {"og:url", URL, PAGE},
	{"og:locale", LANG, PAGE}, {"content-language", LANG, PAGE},
	{"dc.language", LANG, PAGE}, {"og:description", DESCRIPTION, META},
	{"description", DESCRIPTION, PAGE}, {"twitter:description", DESCRIPTION, LAST},
	{"article:section", SECTION, META}, {"section", SECTION, PAGE},
	{"article:author", BYLINE, META}, {"author", BYLINE, PAGE},
	{"dc.creator", BYLINE, PAGE}, {"parsely-author", BYLINE, PAGE},
	{"byl", BYLINE, PAGE}, {"article:tag", TAGS, META},
	{"news_keywords", TAGS, PAGE}, {"keywords", TAGS, LAST},
	{"parsely-tags", TAGS, LAST}
};

static bool
same(const struct piece *a, const char *s)
{
	return a->len && (a->s[0] | 0x20) == (s[0] | 0x20) && strlen(s) == a->len &&
		strncasecmp(a->s, s, a->len) == 0;
}

static void
read_named(struct meta *meta, const struct piece *name, const struct piece *content)
{
	for (size_t i = 0; i < sizeof meta_names / sizeof *meta_names; i++)
		if (same(name, meta_names[i].name))
			give_attr(meta, meta_names[i].member, meta_names[i].source,
				content);
}

static void
read_meta(struct meta *meta, struct element e)
{
	static const enum attr names[] = {
		ATTR_ITEMPROP, ATTR_PROPERTY, ATTR_NAME, ATTR_HTTP_EQUIV
	};
	const struct piece *content = reduce_value(meta->page, e, ATTR_CONTENT);

	for (size_t i = 0; content && i < sizeof names / sizeof *names; i++) {
		const struct piece *name = reduce_value(meta->page, e, names[i]);
		if (name)
			read_named(meta, name, content);
	}
}

static void
collect_text(const struct reduced *page, const mycore_string_t *text, struct buf *out)
{
	const char *s = text->data, *end = s + text->length;

	while (s < end) {
		struct reduced_text t = reduce_text(page, &s, end);
		buf_add(out, t.plain.s, t.plain.len);
		buf_add(out, t.piece.s, t.piece.len);
	}
}

/* The text in an element, as far as a value may be long. */
static void
collect(const struct reduced *page, const struct myhtml_tree_node *node, struct buf *out)
{
	for (node = node->child; node && out->len < VALUE_MAX; node = node->next)
		if (node->tag_id == MyHTML_TAG__TEXT)
			collect_text(page, tree_string(node), out);
		else
			collect(page, node, out);
}

static void
give_text(struct meta *meta, int m, int source, const struct myhtml_tree_node *node)
{
	static struct buf text;

	text.len = 0;
	collect(meta->page, node, &text);
	if (text.len)
		give(meta, m, source, text.s, text.len);
}

static void
read_itemprop(struct meta *meta, const struct myhtml_tree_node *node,
	struct element e)
{
	const struct piece *prop = reduce_value(meta->page, e, ATTR_ITEMPROP);
	const struct piece *value = reduce_value(meta->page, e, ATTR_CONTENT);

	if (prop == NULL)
		return;
	if (value == NULL)
		value = reduce_value(meta->page, e, ATTR_DATETIME);
	if (same(prop, "datePublished"))
		give_attr(meta, DATE, META, value);
	else if (same(prop, "dateModified"))
		give_attr(meta, MODIFIED, META, value);
	else if (same(prop, "headline") && value == NULL)
		give_text(meta, TITLE, PAGE, node);
	else if (same(prop, "author") && value == NULL)
		give_text(meta, BYLINE, LAST, node);
}

static void
read_element(struct meta *meta, const struct myhtml_tree_node *node)
{
	const uint32_t of_use = ATTR_VALUES & ~(ATTR_BIT(ATTR_CLASS) | ATTR_BIT(ATTR_ID) |
		ATTR_BIT(ATTR_ROLE));
	struct element e = tree_element(node);
	const struct piece *rel, *json;
	myhtml_tag_id_t tag = node->tag_id;

	if (tag == MyHTML_TAG_TITLE)
		give_text(meta, TITLE, LAST, node);
	if ((e.has & of_use) == 0)
		return;
	rel = reduce_value(meta->page, e, ATTR_REL);
	json = reduce_value(meta->page, e, ATTR_JSON);
	read_itemprop(meta, node, e);
	if (tag == MyHTML_TAG_META)
		read_meta(meta, e);
	else if (tag == MyHTML_TAG_HTML)
		give_attr(meta, LANG, META, reduce_value(meta->page, e, ATTR_LANG));
	else if (tag == MyHTML_TAG_TIME)
		give_attr(meta, DATE, LAST, reduce_value(meta->page, e, ATTR_DATETIME));
	else if (tag == MyHTML_TAG_LINK && rel && same(rel, "canonical"))
		give_attr(meta, URL, META, reduce_value(meta->page, e, ATTR_HREF));
	else if (json)
		read_script(meta, json->s, json->len);
	else if (rel && same(rel, "author"))
		give_text(meta, BYLINE, PAGE, node);
}

static void
read_tree(struct meta *meta, const struct myhtml_tree_node *node)
{
	read_element(meta, node);
	for (node = node->child; node; node = node->next)
		if (node->tag_id != MyHTML_TAG__TEXT)
			read_tree(meta, node);
}

/* ---- output ---- */

/* Values are markup more often than not (&#039; in JSON-LD, <b> in descriptions):
 * its text, on one line. The tree is gone after this. */
static void
clean(struct buf *value)
{
	struct buf text = {0};
	struct span all;

	if (memchr(value->s, '&', value->len) || memchr(value->s, '<', value->len)) {
		html_fragment(&text, value->s, value->len);
		buf_free(value);
		*value = text;
	}
	space_controls(value);
	all = (struct span){0, value->len};
	if (value->len)
		all = text_trim(value->s, all);
	value->len = all.end;
	if (all.start) {
		value->len -= all.start;
		memmove(value->s, value->s + all.start, value->len);
	}
}

/* Comma-separated keywords: one value becomes many. */
static void
put_tags(struct buf *out, const struct buf *value, size_t *n)
{
	for (size_t i = 0; i < value->len;) {
		const char *comma = memchr(value->s + i, ',', value->len - i);
		size_t end = comma ? (size_t)(comma - value->s) : value->len;
		struct span tag = text_trim(value->s, (struct span){i, end});
		if (tag.start < tag.end) {
			buf_addz(out, (*n)++ ? "," : "");
			buf_json_string(out, value->s + tag.start, tag.end - tag.start);
		}
		i = end + 1;
	}
}

static void
put_member(struct buf *out, int m, struct member *member)
{
	size_t before = out->len, n = 0;

	buf_byte(out, out->len ? ',' : '{');
	buf_printf(out, "\"%s\":", member_names[m]);
	if (is_list(m))
		buf_byte(out, '[');
	for (size_t i = 0; i < member->n; i++) {
		struct buf *value = &member->value[i];
		clean(value);
		if (value->len == 0)
			continue;
		if (m == TAGS) {
			put_tags(out, value, &n);
			continue;
		}
		buf_addz(out, n++ ? "," : "");
		buf_json_string(out, value->s, value->len);
	}
	if (is_list(m))
		buf_byte(out, ']');
	if (n == 0)
		out->len = before;
}

const struct buf *
meta_read(const struct myhtml_tree_node *root, const struct reduced *page)
{
	for (int m = 0; m < MEMBERS; m++) {
		the_page.member[m].source = NONE;
		the_page.member[m].n = 0;
	}
	the_page.body.len = 0;
	the_page.page = page;
	read_tree(&the_page, root);
	return &the_page.body;
}

void
meta_write(struct buf *out, struct buf *url)
{
	const struct member *canonical = &the_page.member[URL];

	for (int m = 0; m < MEMBERS; m++)
		if (the_page.member[m].n)
			put_member(out, m, &the_page.member[m]);
	if (out->len)
		buf_byte(out, '}');
	if (url->len == 0 && canonical->n)
		buf_add(url, canonical->value[0].s, canonical->value[0].len);
}
