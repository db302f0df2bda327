/* Tables and the byte-string map (see table.h). */
#include "table.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "cli.h"
#include "text.h"

static const char *directory;

void
table_dir(const char *dir)
{
	directory = dir;
}

/* Rows are borrowed: what they stand in is kept until the program ends. */
static char *
keep(char *s)
{
	static char **kept;
	static size_t n, cap;

	mem_grow(&kept, &cap, n + 1, sizeof(*kept));
	return kept[n++] = s;
}

static const char *
read_file(const char *path, size_t *len)
{
	FILE *f = fopen(path, "rb");
	struct buf b = {0};
	size_t n;

	if (!f)
		cli_die("%s:", path);
	do {
		buf_reserve(&b, (size_t)64 << 10);
		n = fread(b.s + b.len, 1, b.cap - b.len, f);
		b.len += n;
	} while (n);
	if (ferror(f))
		cli_die("%s:", path);
	fclose(f);
	*len = b.len;
	return keep(b.s);
}

static const struct table_file *
builtin(const char *name)
{
	const struct table_file *f = table_builtin;

	while (f->name && strcmp(f->name, name))
		f++;
	return f->name ? f : NULL;
}

static char *
path_in(const char *dir, const char *name)
{
	struct buf b = {0};

	buf_printf(&b, "%s/%s", dir, name);
	buf_byte(&b, 0);
	return keep(b.s);
}

const char *
table_data(const char *name, size_t *len)
{
	const struct table_file *f;

	if (directory)
		return read_file(path_in(directory, name), len);
	if (!(f = builtin(name)))
		cli_die("table %s is not built in: give --tables DIR", name);
	*len = (size_t)(f->end - f->data);
	return f->data;
}

void
table_open_bytes(struct table *t, const char *file, const char *data, size_t len)
{
	size_t valid = text_valid(data, len);

	*t = (struct table){.file = file, .at = data, .end = data + len};
	if (valid == len)
		return;
	for (size_t i = 0; i <= valid; i++)
		t->line += i == 0 || data[i - 1] == '\n';
	table_die(t, "invalid UTF-8");
}

void
table_open(struct table *t, const char *name)
{
	size_t len;
	const char *data = table_data(name, &len);

	table_open_bytes(t, directory ? path_in(directory, name) : name, data, len);
}

void
table_open_path(struct table *t, const char *path)
{
	size_t len;
	const char *data = read_file(path, &len);

	table_open_bytes(t, path, data, len);
}

static void
split_row(struct table *t, const char *s, const char *end)
{
	t->fields = 0;
	for (;;) {
		const char *tab = memchr(s, '\t', (size_t)(end - s));
		const char *stop = tab ? tab : end;

		if (t->fields == TABLE_FIELDS)
			table_die(t, "more than %d fields", TABLE_FIELDS);
		t->field[t->fields++] = (struct table_field){s, (size_t)(stop - s)};
		if (!tab)
			return;
		s = tab + 1;
	}
}

bool
table_next(struct table *t, int min)
{
	while (t->at < t->end) {
		const char *s = t->at;
		const char *lf = memchr(s, '\n', (size_t)(t->end - s));
		const char *end = lf ? lf : t->end;

		t->at = lf ? lf + 1 : t->end;
		t->line++;
		if (end > s && end[-1] == '\r')
			end--;
		if (s == end || *s == '#')
			continue;
		split_row(t, s, end);
		if (t->fields < min)
			table_die(t, "%d fields, %d needed", t->fields, min);
		return true;
	}
	return false;
}

void
table_die(const struct table *t, const char *fmt, ...)
{
	char reason[256];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(reason, sizeof(reason), fmt, ap);
	va_end(ap);
	cli_die("%s:%d: %s", t->file, t->line, reason);
}

double
table_number(const struct table *t, int field)
{
	const struct table_field *f = &t->field[field];
	char s[64], *end;
	double v;

	if (field >= t->fields || f->len >= sizeof(s))
		table_die(t, "field %d: a number is needed", field + 1);
	memcpy(s, f->s, f->len);
	s[f->len] = 0;
	v = strtod(s, &end);
	if (end == s || *end)
		table_die(t, "field %d: a number is needed, not '%s'", field + 1, s);
	return v;
}

/* FNV-1a with a final mix (Fowler, Noll, Vo; the mix is MurmurHash3's). */
uint32_t
map_hash(const char *s, size_t len)
{
	uint32_t h = 2166136261U;

	for (size_t i = 0; i < len; i++)
		h = (h ^ (unsigned char)s[i]) * 16777619U;
	h ^= h >> 16;
	h *= 0x85ebca6bU;
	h ^= h >> 13;
	return h;
}

/* The slot that holds the key, or the free one where it belongs. */
static struct map_slot *
map_find(const struct map *m, const char *s, size_t len, uint32_t hash)
{
	size_t i = hash & (m->cap - 1);

	while (m->slot[i].s && (m->slot[i].hash != hash || m->slot[i].len != len ||
	    memcmp(m->slot[i].s, s, len)))
		i = (i + 1) & (m->cap - 1);
	return &m->slot[i];
}

static void
map_double(struct map *m)
{
	struct map bigger = {.cap = m->cap ? m->cap * 2 : 64, .n = m->n};

	bigger.slot = mem_alloc(bigger.cap, sizeof(*bigger.slot));
	for (size_t i = 0; i < m->cap; i++)
		if (m->slot[i].s)
			*map_find(&bigger, m->slot[i].s, m->slot[i].len,
				m->slot[i].hash) = m->slot[i];
	free(m->slot);
	*m = bigger;
}

int64_t *
map_put(struct map *m, const char *s, size_t len, bool *fresh)
{
	uint32_t hash = map_hash(s, len);
	struct map_slot *slot;

	if ((m->n + 1) * 2 > m->cap)
		map_double(m);
	slot = map_find(m, s, len, hash);
	if (fresh)
		*fresh = !slot->s;
	if (!slot->s) {
		*slot = (struct map_slot){s, (uint32_t)len, hash, 0};
		m->n++;
	}
	return &slot->value;
}

const int64_t *
map_get(const struct map *m, const char *s, size_t len)
{
	const struct map_slot *slot;

	if (!m->cap)
		return NULL;
	slot = map_find(m, s, len, map_hash(s, len));
	return slot->s ? &slot->value : NULL;
}

void
map_free(struct map *m)
{
	free(m->slot);
	*m = (struct map){0};
}
