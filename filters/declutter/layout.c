/* Training pages by layouts.txt: see layout.h. */
#include "layout.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "label.h"
#include "table.h"

enum { ROW_BLANK = LABELS, ROW_LAYOUT };

struct row {
	unsigned label;		/* enum label or one of the above */
	bool more;		/* repeats with the row before it */
	unsigned min, max;
	const char *s;
	size_t len;
};

struct fill {
	const char *name, *s;
	size_t name_len, len;
};

struct layouts {
	struct row *row;
	size_t rows, row_cap;
	struct fill *fill;
	size_t fills, fill_cap;
	size_t *first;		/* row of each layout */
	size_t n, first_cap;
};

unsigned
draw(uint64_t *seed, unsigned n)
{
	*seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (unsigned)(*seed >> 33) % n;
}

static void
read_repeat(const struct table *t, struct row *r)
{
	const char *s = t->field[1].s, *dash = memchr(s, '-', t->field[1].len);

	r->min = r->max = (unsigned)atoi(s);
	if (dash != NULL)
		r->max = (unsigned)atoi(dash + 1);
	if (r->max < r->min)
		table_die(t, "how often: 1 or 0-1 expected");
}

static void
read_row(const struct table *t, struct row *r)
{
	const char *s = t->field[0].s;
	size_t len = t->field[0].len;

	memset(r, 0, sizeof(*r));
	r->min = r->max = 1;
	if (len > 0 && *s == '+') {
		r->more = true;
		s++;
		len--;
	}
	r->label = len == 1 && *s == '-' ? ROW_BLANK : label_find(s, len);
	if (len > 0 && *s == '=')
		r->label = ROW_LAYOUT;
	else if (r->label == LABELS && !(len == 1 && *s == '-'))
		table_die(t, "no such class");
	if (t->fields > 1)
		read_repeat(t, r);
	if (r->label >= LABELS || t->fields < 3)
		return;
	r->s = t->field[2].s;
	r->len = t->field[2].len;
}

struct layouts *
layouts_open(const char *dir)
{
	struct layouts *l = mem_alloc(1, sizeof(*l));
	struct table t;
	char path[4096];

	memset(l, 0, sizeof(*l));
	snprintf(path, sizeof(path), "%s/layouts.txt", dir);
	for (table_open_path(&t, path); table_next(&t, 1); ) {
		mem_grow(&l->row, &l->row_cap, l->rows + 1, sizeof(*l->row));
		read_row(&t, &l->row[l->rows]);
		if (l->row[l->rows++].label == ROW_LAYOUT) {
			mem_grow(&l->first, &l->first_cap, l->n + 1, sizeof(*l->first));
			l->first[l->n++] = l->rows;
		}
	}
	snprintf(path, sizeof(path), "%s/fill.txt", dir);
	for (table_open_path(&t, path); table_next(&t, 2); ) {
		mem_grow(&l->fill, &l->fill_cap, l->fills + 1, sizeof(*l->fill));
		l->fill[l->fills++] = (struct fill){ t.field[0].s, t.field[1].s,
			t.field[0].len, t.field[1].len };
	}
	return l;
}

void
layouts_free(struct layouts *l)
{
	if (l == NULL)
		return;
	free(l->row);
	free(l->fill);
	free(l->first);
	free(l);
}

size_t
layouts_count(const struct layouts *l)
{
	return l->n;
}

static bool
is(const char *s, size_t len, const char *name)
{
	return strlen(name) == len && memcmp(s, name, len) == 0;
}

static bool
put_number(const char *s, size_t len, uint64_t *seed, struct buf *out)
{
	static const struct {
		const char *name;
		unsigned from, n;
		int width;
	} number[] = {
		{ "n", 1, 9000, 1 }, { "s", 1, 12, 1 }, { "d", 1, 28, 1 },
		{ "mo", 1, 12, 2 }, { "year", 2010, 17, 4 }, { "h", 0, 24, 1 },
		{ "h2", 0, 60, 2 }, { "mm", 0, 60, 2 }, { "n2", 10, 80, 1 },
	};
	size_t i;

	for (i = 0; i < sizeof(number) / sizeof(number[0]); i++) {
		if (!is(s, len, number[i].name))
			continue;
		buf_printf(out, "%0*u", number[i].width,
			number[i].from + draw(seed, number[i].n));
		return true;
	}
	return false;
}

static bool
fills(const struct fill *f, const char *s, size_t len)
{
	return f->name_len == len && memcmp(f->name, s, len) == 0;
}

static void
put_fill(const struct layouts *l, const char *s, size_t len, uint64_t *seed,
	struct buf *out)
{
	const struct fill *f;
	unsigned n = 0;

	for (f = l->fill; f < l->fill + l->fills; f++)
		n += fills(f, s, len);
	if (n == 0)
		cli_die("layouts.txt: nothing to fill {%.*s} with", (int)len, s);
	n = draw(seed, n);
	for (f = l->fill; !fills(f, s, len) || n-- > 0; f++)
		;
	buf_add(out, f->s, f->len);
}

static bool
put_part(const struct layout_texts *texts, const char *s, size_t len, struct buf *out)
{
	static const char *const part[] = { "other", "teaser", "words", "own" };
	unsigned i;

	if (is(s, len, "title")) {
		buf_add(out, texts->title, texts->title_len);
		return true;
	}
	for (i = 0; i < sizeof(part) / sizeof(part[0]); i++) {
		if (!is(s, len, part[i]))
			continue;
		texts->other(texts->ctx, out, (enum layout_part)i);
		return true;
	}
	return false;
}

static void
put_text(const struct layouts *l, const struct row *r, const struct layout_texts *texts,
	uint64_t *seed, struct buf *out)
{
	size_t at = 0;

	while (at < r->len) {
		const char *open = memchr(r->s + at, '{', r->len - at), *close;
		size_t upto = open ? (size_t)(open - r->s) : r->len, len;

		buf_add(out, r->s + at, upto - at);
		close = open ? memchr(open, '}', r->len - upto) : NULL;
		if (close == NULL)
			return;
		len = (size_t)(close - open) - 1;
		at = (size_t)(close - r->s) + 1;
		if (put_part(texts, open + 1, len, out))
			continue;
		if (!put_number(open + 1, len, seed, out))
			put_fill(l, open + 1, len, seed, out);
	}
}

static void
put_row(const struct layouts *l, const struct row *r, const struct layout_texts *texts,
	uint64_t *seed, struct buf *text, struct buf *label)
{
	size_t start = text->len;
	bool kept = label_kept(r->label);

	if (kept && r->len == 0)
		buf_addz(text, "body");
	else if (r->label < LABELS)
		put_text(l, r, texts, seed, text);
	buf_byte(text, '\n');
	if (text->len > start + 1)
		buf_byte(label, (char)(r->label | (kept && r->len > 0 ? LAYOUT_TEXT : 0)));
}

static unsigned
times(const struct row *r, uint64_t *seed)
{
	return r->min + (r->max > r->min ? draw(seed, r->max - r->min + 1) : 0);
}

void
layouts_write(const struct layouts *l, size_t i, const struct layout_texts *texts,
	uint64_t *seed, struct buf *text, struct buf *label)
{
	size_t at = l->first[i], next;
	unsigned n, k;

	text->len = label->len = 0;
	for (; at < l->rows && l->row[at].label != ROW_LAYOUT; at = next) {
		for (next = at + 1; next < l->rows && l->row[next].more; )
			next++;
		for (n = times(&l->row[at], seed); n > 0; n--) {
			size_t j;

			put_row(l, &l->row[at], texts, seed, text, label);
			for (j = at + 1; j < next; j++)
				for (k = times(&l->row[j], seed); k > 0; k--)
					put_row(l, &l->row[j], texts, seed, text, label);
		}
	}
}
