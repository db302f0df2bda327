/* Lines that repeat on the pages of a site: see site.h. */
#include "site.h"

#include <stdlib.h>
#include <string.h>

#include "table.h"
#include "word.h"

#define SITE_LINES ((size_t)1 << 18)	/* counted at once */
#define SITE_BYTES 400			/* longer lines are no furniture */

struct entry {
	uint64_t hash;		/* of site and line, 0 for free */
	size_t at;		/* « site TAB line » in the bytes kept */
	uint32_t site_len, len;
	uint32_t pages, last;	/* how many, the latest */
};

struct site_counts {
	struct entry *entry;	/* a hash table, half full at most */
	size_t n;
	struct buf bytes;
	uint32_t page;
	struct buf key;
};

const char *
site_member(struct record *r, const char *name, size_t *len)
{
	const char *s = record_raw(r, name, len);

	if (s == NULL || *s != '"' || !record_string(r, name, &s, len))
		return NULL;
	return s;
}

const char *
site_of(struct record *r, size_t *len)
{
	const char *s = site_member(r, "site", len), *at, *end;

	if (s != NULL)
		return s;
	if ((s = site_member(r, "url", len)) == NULL)
		return NULL;
	end = s + *len;
	at = memmem(s, *len, "://", 3);
	s = at ? at + 3 : s;
	at = memchr(s, '/', (size_t)(end - s));
	*len = (size_t)((at ? at : end) - s);
	return s;
}

/* The line as it is counted: numbers are `#`, control characters blanks. */
static void
shape(struct buf *out, const char *s, size_t len)
{
	size_t i;

	out->len = 0;
	for (i = 0; i < len; i++) {
		bool digit = s[i] >= '0' && s[i] <= '9';

		if (digit && out->len > 0 && out->s[out->len - 1] == '#')
			continue;
		buf_byte(out, digit ? '#' : (unsigned char)s[i] < 0x20 ? ' ' : s[i]);
	}
}

static uint64_t
hash_of(const char *site, size_t site_len, const char *s, size_t len)
{
	uint64_t h = 1;
	size_t i;

	for (i = 0; i < site_len; i++)
		h = word_mix(h, (unsigned char)site[i]);
	h = word_mix(h, 256);
	for (i = 0; i < len; i++)
		h = word_mix(h, (unsigned char)s[i]);
	return h | 1;
}

struct site_counts *
site_counts_new(void)
{
	struct site_counts *c = mem_alloc(1, sizeof(*c));

	memset(c, 0, sizeof(*c));
	c->entry = mem_alloc(2 * SITE_LINES, sizeof(*c->entry));
	memset(c->entry, 0, 2 * SITE_LINES * sizeof(*c->entry));
	return c;
}

void
site_counts_free(struct site_counts *c)
{
	if (c == NULL)
		return;
	free(c->entry);
	buf_free(&c->bytes);
	buf_free(&c->key);
	free(c);
}

static struct entry *
entry_find(const struct site_counts *c, uint64_t hash)
{
	size_t i = (hash >> 20) % (2 * SITE_LINES);

	while (c->entry[i].hash != 0 && c->entry[i].hash != hash)
		i = (i + 1) % (2 * SITE_LINES);
	return &c->entry[i];
}

/* Keeps the entries seen on more than `pages` pages. */
static void
prune(struct site_counts *c, uint32_t pages)
{
	struct site_counts *kept = site_counts_new();
	size_t i;

	for (i = 0; i < 2 * SITE_LINES; i++) {
		struct entry *e = &c->entry[i], *to;

		if (e->hash == 0 || (e->pages <= pages && e->len > 0))
			continue;
		to = entry_find(kept, e->hash);
		*to = *e;
		to->at = kept->bytes.len;
		buf_add(&kept->bytes, c->bytes.s + e->at, e->site_len + e->len);
		kept->n++;
	}
	free(c->entry);
	buf_free(&c->bytes);
	c->entry = kept->entry;
	c->bytes = kept->bytes;
	c->n = kept->n;
	free(kept);
}

static void
count_line(struct site_counts *c, const char *site, size_t site_len, const char *s,
	size_t len)
{
	uint64_t hash = hash_of(site, site_len, s, len);
	struct entry *e = entry_find(c, hash);
	uint32_t least = 1;

	if (e->hash == 0) {
		for (; c->n >= SITE_LINES; least *= 2)
			prune(c, least);
		e = entry_find(c, hash);
		*e = (struct entry){ .hash = hash, .at = c->bytes.len,
			.site_len = (uint32_t)site_len, .len = (uint32_t)len };
		buf_add(&c->bytes, site, site_len);
		buf_add(&c->bytes, s, len);
		c->n++;
	}
	if (e->last == c->page)
		return;
	e->last = c->page;
	e->pages++;
}

void
site_count(struct site_counts *c, const char *site, size_t len, const struct page *p)
{
	size_t i;

	if (len == 0 || len > SITE_BYTES)
		return;
	c->page++;
	count_line(c, site, len, "", 0);
	for (i = 0; i < p->lines; i++) {
		const struct line *l = &p->line[i];

		if (l->end - l->start > SITE_BYTES)
			continue;
		shape(&c->key, p->s + l->start, l->end - l->start);
		count_line(c, site, len, c->key.s, c->key.len);
	}
}

struct row {
	const char *s;
	size_t at, len;
};

static int
compare(const void *a, const void *b)
{
	const struct row *x = a, *y = b;
	int order = memcmp(x->s, y->s, x->len < y->len ? x->len : y->len);

	return order ? order : x->len < y->len ? -1 : x->len > y->len;
}

/* The rows of the entries worth writing, their bytes in `b`. */
static size_t
list_rows(const struct site_counts *c, struct row *row, struct buf *b)
{
	size_t i, n = 0;

	for (i = 0; i < 2 * SITE_LINES; i++) {
		const struct entry *e = &c->entry[i];
		const char *s = c->bytes.s + e->at;

		if (e->hash == 0 || (e->pages < 2 && e->len > 0))
			continue;
		row[n].at = b->len;
		buf_add(b, s, e->site_len);
		buf_printf(b, "\t%u\t", e->pages);
		buf_add(b, s + e->site_len, e->len);
		buf_byte(b, '\n');
		row[n].len = b->len - row[n].at;
		n++;
	}
	for (i = 0; i < n; i++)
		row[i].s = b->s + row[i].at;
	return n;
}

void
site_counts_write(struct site_counts *c, struct buf *out)
{
	struct row *row = mem_alloc(c->n + 1, sizeof(*row));
	struct buf b = { NULL, 0, 0 };
	size_t i, n = list_rows(c, row, &b);

	qsort(row, n, sizeof(*row), compare);
	for (i = 0; i < n; i++)
		buf_add(out, row[i].s, row[i].len);
	buf_free(&b);
	free(row);
}

struct known {
	uint64_t hash;		/* 0 for free */
	uint32_t pages;
};

struct site_lines {
	struct known *known;
	size_t size, n;		/* size is a power of two */
};

static struct known *
known_find(const struct site_lines *l, uint64_t hash)
{
	size_t i = (hash >> 20) & (l->size - 1);

	while (l->known[i].hash != 0 && l->known[i].hash != hash)
		i = (i + 1) & (l->size - 1);
	return &l->known[i];
}

static void
known_grow(struct site_lines *l)
{
	struct known *old = l->known;
	size_t i, n = l->size;

	l->size = n ? 2 * n : 1024;
	l->known = mem_alloc(l->size, sizeof(*l->known));
	memset(l->known, 0, l->size * sizeof(*l->known));
	for (i = 0; i < n; i++)
		if (old[i].hash != 0)
			*known_find(l, old[i].hash) = old[i];
	free(old);
}

struct site_lines *
site_lines_open(const char *path)
{
	struct site_lines *l = mem_alloc(1, sizeof(*l));
	struct table t;

	memset(l, 0, sizeof(*l));
	for (table_open_path(&t, path); table_next(&t, 2); ) {
		size_t len = t.fields > 2 ? t.field[2].len : 0;
		struct known *k;

		if (2 * l->n >= l->size)
			known_grow(l);
		k = known_find(l, hash_of(t.field[0].s, t.field[0].len,
			len ? t.field[2].s : "", len));
		if (k->hash == 0)
			l->n++;
		k->hash = hash_of(t.field[0].s, t.field[0].len,
			len ? t.field[2].s : "", len);
		k->pages += (uint32_t)table_number(&t, 1);
	}
	return l;
}

void
site_lines_free(struct site_lines *l)
{
	if (l == NULL)
		return;
	free(l->known);
	free(l);
}

void
site_mark(const struct site_lines *lines, const char *site, size_t len, struct page *p)
{
	struct buf key = { NULL, 0, 0 };
	size_t i;

	if (lines->size == 0 || len == 0)
		return;
	for (i = 0; i < p->lines; i++) {
		struct line *l = &p->line[i];
		uint32_t pages;

		if (l->end - l->start > SITE_BYTES)
			continue;
		shape(&key, p->s + l->start, l->end - l->start);
		pages = known_find(lines, hash_of(site, len, key.s, key.len))->pages;
		l->elsewhere = (uint8_t)(pages < 2 ? 0 : pages > 255 ? 255 : pages - 1);
	}
	buf_free(&key);
}
