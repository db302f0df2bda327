/* What the page says of itself: see said.h. */
#include "said.h"

#include <string.h>
#include <strings.h>

#define NAMES 8
#define NAME_MAX_BYTES 80

static struct date
day(const json_t *meta, const char *name)
{
	const char *s = json_string_value(json_object_get(meta, name));

	if (s == NULL || strlen(s) < 10)
		return (struct date){ 0, 0, 0 };
	return date_read(s, 10);
}

void
said_read(struct said *said, const json_t *meta)
{
	said->title = json_string_value(json_object_get(meta, "title"));
	said->date = day(meta, "date");
	said->modified = day(meta, "modified");
	said->byline = json_object_get(meta, "byline");
}

static bool
same_day(struct date a, struct date b)
{
	return a.year == b.year && a.month == b.month && a.day == b.day;
}

struct date
said_date(const struct said *said, const struct page *p, struct date stated)
{
	size_t from, to;

	if (said->date.year == 0)
		return stated;
	for (size_t i = 0; i < p->lines; i++) {
		const struct line *l = &p->line[i];
		struct date d;

		if (!(l->flags & LINE_DATE))
			continue;
		d = date_find(p->s + l->start, line_words(p, l), l->stored, &from, &to);
		if (same_day(d, said->date) || same_day(d, said->modified))
			return d;
	}
	return said->date;
}

/* A person's name: no address, no number, no name of a site (Le Point.fr). */
static bool
is_name(const char *s)
{
	if (s == NULL || *s == '\0' || strlen(s) > NAME_MAX_BYTES ||
	    strpbrk(s, "@/0123456789") != NULL)
		return false;
	for (; (s = strchr(s, '.')) != NULL; s++)
		if (s[1] >= 'a' && s[1] <= 'z')
			return false;
	return true;
}

/* True when a line says the name. */
static bool
stands(const struct page *p, const char *name)
{
	size_t len = strlen(name);

	for (size_t i = 0; i < p->lines; i++) {
		const struct line *l = &p->line[i];

		if (l->words < 40 &&
		    memmem(p->s + l->start, l->end - l->start, name, len) != NULL)
			return true;
	}
	return false;
}

/* The names that the page gives, if all of them stand in its lines or the lines gave
 * no name at all; how many. */
static size_t
names_said(const struct said *said, const struct page *p, bool any,
	const char *take[NAMES])
{
	size_t n = 0, most = json_array_size(said->byline);

	for (size_t i = 0; i < most && n < NAMES && i < 4 * NAMES; i++) {
		const char *name = json_string_value(json_array_get(said->byline, i));

		if (!is_name(name))
			continue;
		if (!any && !stands(p, name))
			return 0;
		take[n++] = name;
	}
	return n;
}

size_t
said_byline(const struct said *said, const struct page *p, struct buf *names, size_t n)
{
	const char *take[NAMES];
	size_t said_n = names_said(said, p, n == 0, take);

	if (said_n == 0 || said_n < n)
		return n;
	names->len = 0;
	for (size_t i = 0; i < said_n; i++) {
		buf_byte(names, i ? ',' : '[');
		buf_json_string(names, take[i], strlen(take[i]));
	}
	buf_byte(names, ']');
	return said_n;
}
