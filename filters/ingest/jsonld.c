/* JSON-LD: see jsonld.h. The scanner checks the text first, so that nothing can be wrong
 * with it afterwards. */
#include "jsonld.h"

#include "json.h"

struct reader {
	struct json_scan scan;
	const char *const *names;
	struct buf text;	/* a decoded string */
};

static bool
wanted(const struct reader *r, const char *s, size_t len)
{
	for (const char *const *name = r->names; *name; name++)
		if (strncmp(*name, s, len) == 0 && (*name)[len] == '\0')
			return true;
	return false;
}

/* A string; null for one with U+0000, which no text of ours holds. */
static json_t *
read_string(struct reader *r)
{
	const char *s = r->scan.at + 1;
	bool escaped;
	size_t len;

	json_string_skip(&r->scan, &escaped);
	len = (size_t)(r->scan.at - 1 - s);
	if (!escaped)
		return json_stringn_nocheck(s, len);
	r->text.len = 0;
	json_unescape(s, len, &r->text);
	if (r->text.len && memchr(r->text.s, 0, r->text.len))
		return json_null();
	return json_stringn_nocheck(r->text.s, r->text.len);
}

/* At the next member or item: past the comma, if there is one; false at the end. */
static bool
next(struct reader *r, char close)
{
	char c = json_space(&r->scan);

	if (c == ',') {
		r->scan.at++;
		c = json_space(&r->scan);
	}
	if (c != close)
		return true;
	r->scan.at++;
	return false;
}

static json_t *read_value(struct reader *);

static json_t *
read_object(struct reader *r)
{
	json_t *object = json_object();
	bool escaped;

	for (r->scan.at++; next(r, '}'); ) {
		const char *name = r->scan.at + 1;
		size_t len;

		json_string_skip(&r->scan, &escaped);
		len = (size_t)(r->scan.at - 1 - name);
		json_space(&r->scan);
		r->scan.at++;
		if (wanted(r, name, len))
			json_object_setn_new_nocheck(object, name, len, read_value(r));
		else
			json_value(&r->scan);
	}
	return object;
}

static json_t *
read_list(struct reader *r)
{
	json_t *list = json_array();

	for (r->scan.at++; next(r, ']'); )
		json_array_append_new(list, read_value(r));
	return list;
}

/* Calls itself up to JSON_DEPTH deep. */
static json_t *
read_value(struct reader *r)
{
	switch (json_space(&r->scan)) {
	case '{':
		return read_object(r);
	case '[':
		return read_list(r);
	case '"':
		return read_string(r);
	}
	json_value(&r->scan);
	return json_null();
}

json_t *
jsonld_read(const char *s, size_t len, const char *const *names)
{
	struct reader r = {.scan = {.at = s, .end = s + len}, .names = names};
	json_t *v;

	if (!json_value(&r.scan))
		return NULL;
	r.scan.at = s;
	v = read_value(&r);
	buf_free(&r.text);
	return v;
}
