/* What a file is: see kind.h. */
#include "kind.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

static const struct {
	const char *name;
	enum kind kind;
} names[] = {
	{"text", KIND_TEXT}, {"html", KIND_HTML}, {"warc", KIND_WARC},
	{"feed", KIND_FEED}, {"jsonl", KIND_JSONL}, {"json", KIND_JSON},
	{"csv", KIND_CSV}, {"tsv", KIND_TSV}, {NULL, KIND_UNKNOWN}
};

static const struct {
	const char *extension;
	enum kind kind;
} extensions[] = {
	{".html", KIND_HTML}, {".htm", KIND_HTML}, {".xhtml", KIND_HTML},
	{".jsonl", KIND_JSONL}, {".ndjson", KIND_JSONL}, {".json", KIND_JSON},
	{".csv", KIND_CSV}, {".tsv", KIND_TSV}, {NULL, KIND_UNKNOWN}
};

/* What an HTML page or a feed opens with, after white space, comments, the XML
 * declaration and the DOCTYPE. */
static const struct {
	const char *tag;
	enum kind kind;
} roots[] = {
	{"!doctype html", KIND_HTML}, {"html", KIND_HTML}, {"head", KIND_HTML},
	{"body", KIND_HTML}, {"title", KIND_HTML}, {"meta", KIND_HTML},
	{"script", KIND_HTML}, {"link", KIND_HTML}, {"div", KIND_HTML},
	{"article", KIND_HTML}, {"p", KIND_HTML}, {"h1", KIND_HTML},
	{"table", KIND_HTML}, {"main", KIND_HTML}, {"section", KIND_HTML},
	{"rss", KIND_FEED}, {"feed", KIND_FEED}, {"rdf:rdf", KIND_FEED},
	{NULL, KIND_UNKNOWN}
};

enum kind
kind_named(const char *name)
{
	size_t i = 0;

	while (names[i].name && strcmp(names[i].name, name) != 0)
		i++;
	return names[i].kind;
}

static enum kind
by_extension(const char *name)
{
	size_t len = strlen(name), i;

	if (len > 3 && strcasecmp(name + len - 3, ".gz") == 0)
		len -= 3;
	for (i = 0; extensions[i].extension; i++) {
		size_t n = strlen(extensions[i].extension);
		if (len > n &&
		    strncasecmp(name + len - n, extensions[i].extension, n) == 0)
			break;
	}
	return extensions[i].kind;
}

/* The kind that a tag at s names. */
static enum kind
by_tag(const char *s, size_t len)
{
	size_t i;

	for (i = 0; roots[i].tag; i++) {
		size_t n = strlen(roots[i].tag);
		if (len > n && strncasecmp(s, roots[i].tag, n) == 0 &&
		    (isspace((unsigned char)s[n]) || s[n] == '>' || s[n] == '/'))
			break;
	}
	return roots[i].kind;
}

/* After a comment, a declaration (an internal subset in brackets included) or a
 * processing instruction; NULL when it has no end here. */
static const char *
after_declaration(const char *s, const char *end)
{
	size_t len = (size_t)(end - s);
	const char *close = memchr(s, '>', len), *bracket = memchr(s, '[', len);
	size_t n = 1;

	if (memcmp(s, "<!--", 4) == 0) {
		close = memmem(s + 4, len - 4, "-->", 3);
		n = 3;
	} else if (bracket && bracket < close) {
		close = memmem(bracket, (size_t)(end - bracket), "]>", 2);
		n = 2;
	}
	return close ? close + n : NULL;
}

static enum kind
by_markup(const char *s, size_t len)
{
	const char *end = s + len;

	if (len >= 3 && memcmp(s, "\xef\xbb\xbf", 3) == 0)
		s += 3;
	do {
		while (s < end && isspace((unsigned char)*s))
			s++;
		if (end - s < 4 || *s != '<')
			return KIND_UNKNOWN;
		enum kind kind = by_tag(s + 1, (size_t)(end - s - 1));
		if (kind != KIND_UNKNOWN || (s[1] != '?' && s[1] != '!'))
			return kind;
		s = after_declaration(s, end);
	} while (s);
	return KIND_UNKNOWN;
}

enum kind
kind_of(const char *head, size_t len, const char *name)
{
	enum kind kind;

	if (len >= 7 && memcmp(head, "WARC/1.", 7) == 0)
		return KIND_WARC;
	kind = by_markup(head, len);
	if (kind == KIND_UNKNOWN)
		kind = by_extension(name);
	return kind == KIND_UNKNOWN ? KIND_TEXT : kind;
}
