/* The record: members found, decoded when asked for, spliced (see record.h). */
#include "record.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "json.h"
#include "text.h"

/* A top-level member of the line; offsets into it. */
struct member {
	size_t key, key_end;		/* between the quotation marks */
	size_t value, value_end;
	bool key_escaped, value_escaped;
	bool gone;			/* removed, or doubled and replaced */
	size_t set;			/* 1 + index into values; 0: as it came */
};

/* What a filter sets: the JSON, and the name of a new member. */
struct value {
	struct buf json;
	const char *name;		/* NULL when it replaces a member, or is removed */
};

struct list {
	struct span *span;
	size_t cap;
};

struct record {
	const char *line;
	size_t len;
	struct member *member;
	size_t members, member_cap;
	size_t close;			/* the object's closing bracket */
	struct value *value;
	size_t values, value_cap;
	struct list *list;
	size_t lists, list_cap;
	json_t **json;
	size_t jsons, json_cap;
	struct buf *string;		/* decoded strings */
	size_t strings, string_cap;
	struct buf name;		/* scratch: a decoded key */
	struct text text;
	bool text_ready;
	char reason[256];
	size_t column;
};

struct record *
record_new(void)
{
	return mem_alloc(1, sizeof(struct record));
}

static void
forget(struct record *r)
{
	while (r->jsons)
		json_decref(r->json[--r->jsons]);
	r->members = r->values = r->lists = r->strings = 0;
	r->text_ready = false;
	r->column = 0;
	r->reason[0] = 0;
}

void
record_free(struct record *r)
{
	forget(r);
	for (size_t i = 0; i < r->value_cap; i++)
		buf_free(&r->value[i].json);
	for (size_t i = 0; i < r->list_cap; i++)
		free(r->list[i].span);
	for (size_t i = 0; i < r->string_cap; i++)
		buf_free(&r->string[i]);
	text_free(&r->text);
	buf_free(&r->name);
	free(r->member);
	free(r->value);
	free(r->list);
	free(r->json);
	free(r->string);
	free(r);
}

const char *
record_reason(const struct record *r)
{
	return r->reason;
}

size_t
record_column(const struct record *r)
{
	return r->column;
}

enum record_fate
record_reject(struct record *r, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(r->reason, sizeof(r->reason), fmt, ap);
	va_end(ap);
	return RECORD_REJECT;
}

/* mem_grow for arrays whose new elements must start zeroed. */
static void
grow_zeroed(void *ptr, size_t *cap, size_t need, size_t size)
{
	size_t had = *cap;
	char *p;

	mem_grow(ptr, cap, need, size);
	memcpy(&p, ptr, sizeof(p));
	memset(p + had * size, 0, (*cap - had) * size);
}

static bool
bad(struct record *r, const struct json_scan *j)
{
	record_reject(r, "%s", j->reason);
	r->column = (size_t)(j->at - r->line) + 1;
	return false;
}

/* One "name": value, `at` being on the name's quotation mark. */
static bool
read_member(struct record *r, struct json_scan *j)
{
	struct member *m;

	mem_grow(&r->member, &r->member_cap, r->members + 1, sizeof(*r->member));
	m = &r->member[r->members++];
	*m = (struct member){.key = (size_t)(j->at - r->line) + 1};
	if (!json_string_skip(j, &m->key_escaped))
		return false;
	m->key_end = (size_t)(j->at - r->line) - 1;
	if (json_space(j) != ':') {
		j->reason = "':' expected";
		return false;
	}
	j->at++;
	json_space(j);
	m->value = (size_t)(j->at - r->line);
	if (j->at < j->end && *j->at == '"' ? !json_string_skip(j, &m->value_escaped) :
	    !json_value(j))
		return false;
	m->value_end = (size_t)(j->at - r->line);
	return true;
}

static bool
read_members(struct record *r, struct json_scan *j)
{
	j->at++;
	if (json_space(j) == '}')
		return true;
	for (;;) {
		if (json_space(j) != '"') {
			j->reason = "member name expected";
			return false;
		}
		if (!read_member(r, j))
			return false;
		if (json_space(j) == '}')
			return true;
		if (j->at == j->end || *j->at != ',') {
			j->reason = j->at == j->end ? "unexpected end of line" :
				"',' or '}' expected";
			return false;
		}
		j->at++;
	}
}

bool
record_parse(struct record *r, const char *line, size_t len)
{
	struct json_scan j = {.at = line, .end = line + len};
	size_t valid = text_valid(line, len);

	forget(r);
	r->line = line;
	r->len = len;
	if (valid < len) {
		record_reject(r, "invalid UTF-8");
		r->column = valid + 1;
		return false;
	}
	if (json_space(&j) != '{') {
		j.reason = j.at == j.end ? "empty line" : "not a JSON object";
		return bad(r, &j);
	}
	if (!read_members(r, &j))
		return bad(r, &j);
	r->close = (size_t)(j.at - line);
	j.at++;
	json_space(&j);
	if (j.at < j.end) {
		j.reason = "more after the JSON object";
		return bad(r, &j);
	}
	return true;
}

static bool
is_named(struct record *r, const struct member *m, const char *name, size_t len)
{
	const char *key = r->line + m->key;
	size_t key_len = m->key_end - m->key;

	if (m->key_escaped) {
		r->name.len = 0;
		json_unescape(key, key_len, &r->name);
		key = r->name.s;
		key_len = r->name.len;
	}
	return key_len == len && !memcmp(key, name, len);
}

/* The members of that name that came with the line: how many, and the last. */
static size_t
find(struct record *r, const char *name, struct member **last)
{
	size_t len = strlen(name), n = 0;

	*last = NULL;
	for (size_t i = 0; i < r->members; i++)
		if (is_named(r, &r->member[i], name, len)) {
			*last = &r->member[i];
			n++;
		}
	return n;
}

const char *
record_raw(struct record *r, const char *name, size_t *len)
{
	struct member *m;

	if (!find(r, name, &m))
		return NULL;
	*len = m->value_end - m->value;
	return r->line + m->value;
}

/* A member that may stand once at most; its place becomes the column of a reason. */
static bool
find_one(struct record *r, const char *name, struct member **m)
{
	size_t n = find(r, name, m);

	if (n)
		r->column = (*m)->value + 1;
	if (n > 1)
		record_reject(r, "member \"%s\" stands %zu times", name, n);
	return n <= 1;
}

bool
record_json(struct record *r, const char *name, json_t **value)
{
	struct member *m;
	json_error_t error;

	*value = NULL;
	if (!find_one(r, name, &m))
		return false;
	if (!m)
		return true;
	*value = json_loadb(r->line + m->value, m->value_end - m->value,
		JSON_DECODE_ANY | JSON_REJECT_DUPLICATES, &error);
	if (!*value) {
		record_reject(r, "%s: %s", name, error.text);
		return false;
	}
	grow_zeroed(&r->json, &r->json_cap, r->jsons + 1, sizeof(*r->json));
	r->json[r->jsons++] = *value;
	return true;
}

/* The bytes of a string value: in the line as they are, or decoded. */
static void
string_bytes(struct record *r, const struct member *m, const char **s, size_t *len)
{
	struct buf *b;

	*s = r->line + m->value + 1;
	*len = m->value_end - m->value - 2;
	if (!m->value_escaped)
		return;
	grow_zeroed(&r->string, &r->string_cap, r->strings + 1, sizeof(*r->string));
	b = &r->string[r->strings++];
	b->len = 0;
	json_unescape(*s, *len, b);
	*s = b->s;
	*len = b->len;
}

bool
record_string(struct record *r, const char *name, const char **s, size_t *len)
{
	struct member *m;

	*s = NULL;
	*len = 0;
	if (!find_one(r, name, &m))
		return false;
	if (!m)
		return true;
	if (r->line[m->value] != '"') {
		record_reject(r, "%s: not a string", name);
		return false;
	}
	string_bytes(r, m, s, len);
	if (m->value_escaped && memchr(*s, 0, *len)) {
		record_reject(r, "%s: NUL character", name);
		return false;
	}
	return true;
}

const struct text *
record_text(struct record *r)
{
	const char *s;
	size_t len;

	if (r->text_ready)
		return &r->text;
	if (!record_string(r, "text", &s, &len))
		return NULL;
	if (!s) {
		record_reject(r, "text: missing");
		return NULL;
	}
	text_set(&r->text, s, len);
	r->text_ready = true;
	return &r->text;
}

bool
record_span(struct record *r, json_t *object, const char *where, struct span *span)
{
	json_t *start = json_object_get(object, "start");
	json_t *end = json_object_get(object, "end");
	const struct text *t = record_text(r);
	json_int_t a, b;

	if (!t)
		return false;
	if (!json_is_integer(start) || !json_is_integer(end)) {
		record_reject(r, "%s: start and end must be integers", where);
		return false;
	}
	a = json_integer_value(start);
	b = json_integer_value(end);
	if (a < 0 || b < a || (uint64_t)b > t->points) {
		record_reject(r, "%s: span %lld to %lld is outside the text (0 to %zu)", where,
			(long long)a, (long long)b, t->points);
		return false;
	}
	span->start = text_byte(t, (size_t)a);
	span->end = text_byte(t, (size_t)b);
	return true;
}

static struct list *
new_list(struct record *r, size_t n)
{
	struct list *l;

	grow_zeroed(&r->list, &r->list_cap, r->lists + 1, sizeof(*r->list));
	l = &r->list[r->lists++];
	mem_grow(&l->span, &l->cap, n + 1, sizeof(*l->span));
	return l;
}

bool
record_spans(struct record *r, const char *name, const struct span **list, size_t *n,
	json_t **value)
{
	struct list *l;
	char where[64];
	json_t *v;

	*list = NULL;
	*n = 0;
	if (!record_json(r, name, &v))
		return false;
	if (value)
		*value = v;
	if (!v)
		return true;
	if (!json_is_array(v)) {
		record_reject(r, "%s: not an array", name);
		return false;
	}
	l = new_list(r, json_array_size(v));
	for (; *n < json_array_size(v); ++*n) {
		snprintf(where, sizeof(where), "%s[%zu]", name, *n);
		if (!record_span(r, json_array_get(v, *n), where, &l->span[*n]))
			return false;
	}
	*list = l->span;
	return true;
}

/* The value already set under that name, or a new one in the name's place. */
struct buf *
record_open(struct record *r, const char *name)
{
	size_t len = strlen(name);
	struct value *v = NULL;

	for (size_t i = 0; i < r->values && !v; i++)
		if (r->value[i].name && !strcmp(r->value[i].name, name))
			v = &r->value[i];
	for (size_t i = 0; i < r->members; i++) {
		struct member *m = &r->member[i];

		if (!is_named(r, m, name, len))
			continue;
		if (v) {
			m->gone = true;
		} else if (m->set) {
			v = &r->value[m->set - 1];
		} else {
			grow_zeroed(&r->value, &r->value_cap, r->values + 1,
				sizeof(*r->value));
			v = &r->value[r->values++];
			v->name = NULL;
			m->set = r->values;
			m->gone = false;
		}
	}
	if (!v) {
		grow_zeroed(&r->value, &r->value_cap, r->values + 1, sizeof(*r->value));
		v = &r->value[r->values++];
		v->name = name;
	}
	v->json.len = 0;
	return &v->json;
}

static int
append_json(const char *s, size_t len, void *buf)
{
	buf_add(buf, s, len);
	return 0;
}

void
record_set(struct record *r, const char *name, json_t *value)
{
	struct buf *b = record_open(r, name);

	if (json_dump_callback(value, append_json, b,
	    JSON_COMPACT | JSON_ENCODE_ANY | JSON_REAL_PRECISION(3)))
		cli_die("member %s cannot be written", name);
	json_decref(value);
}

void
record_remove(struct record *r, const char *name)
{
	size_t len = strlen(name);

	for (size_t i = 0; i < r->values; i++)
		if (r->value[i].name && !strcmp(r->value[i].name, name))
			r->value[i].name = NULL;
	for (size_t i = 0; i < r->members; i++)
		if (is_named(r, &r->member[i], name, len))
			r->member[i].gone = true;
}

/* The white space and the comma that stand before member i. */
static void
write_gap(const struct record *r, size_t i, bool first, struct buf *out)
{
	size_t from = first ? 0 : r->member[i - 1].value_end;
	size_t to = r->member[first ? 0 : i].key - 1;

	buf_add(out, r->line + from, to - from);
}

static void
write_member(const struct record *r, const struct member *m, struct buf *out)
{
	const struct buf *json;

	buf_add(out, r->line + m->key - 1, m->value - m->key + 1);
	if (!m->set) {
		buf_add(out, r->line + m->value, m->value_end - m->value);
		return;
	}
	json = &r->value[m->set - 1].json;
	buf_add(out, json->s, json->len);
}

static bool
write_new(const struct value *v, bool first, struct buf *out)
{
	if (!v->name)
		return first;
	if (!first)
		buf_byte(out, ',');
	buf_json_string(out, v->name, strlen(v->name));
	buf_byte(out, ':');
	buf_add(out, v->json.s, v->json.len);
	return false;
}

void
record_write(struct record *r, struct buf *out)
{
	size_t tail = r->members ? r->member[r->members - 1].value_end : 0;
	bool first = true;

	for (size_t i = 0; i < r->members; i++) {
		if (r->member[i].gone)
			continue;
		write_gap(r, i, first, out);
		write_member(r, &r->member[i], out);
		first = false;
	}
	if (first)
		buf_add(out, r->line, r->members ? r->member[0].key - 1 : r->close);
	for (size_t i = 0; i < r->values; i++)
		first = write_new(&r->value[i], first, out);
	if (tail)
		buf_add(out, r->line + tail, r->close - tail);
	buf_add(out, "}\n", 2);
}
