/* What the page says of itself: see said.h. */
#include "said.h"

#include <string.h>
#include <strings.h>

#include "names.h"

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

size_t
said_stem(const char *title, size_t len)
{
	static const char *const separator[] = { " | ", " - ", " \u2013 ", " \u2014 " };
	size_t stem = 0;

	for (size_t i = 0; i < sizeof separator / sizeof *separator; i++) {
		size_t n = strlen(separator[i]), at = len;

		while (at > stem && (at + n > len || memcmp(title + at, separator[i], n) != 0))
			at--;
		stem = at;
	}
	return stem;
}

/* The length of a title without the name of the site at its end. */
static size_t
bare_len(const char *title, const char *site)
{
	size_t len = strlen(title), stem = said_stem(title, len);

	if (stem == 0 || site == NULL || strlen(site) >= len - stem)
		return len;
	return strcasecmp(title + len - strlen(site), site) == 0 ? stem : len;
}

void
said_read(struct said *said, const json_t *meta)
{
	said->title = json_string_value(json_object_get(meta, "title"));
	said->title_len = said->title ? bare_len(said->title,
		json_string_value(json_object_get(meta, "site"))) : 0;
	said->date = day(meta, "date");
	said->modified = day(meta, "modified");
	said->byline = json_object_get(meta, "byline");
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
		if (date_compare(d, said->date) == 0 ||
		    date_compare(d, said->modified) == 0)
			return d;
	}
	return stated.day != 0 && date_compare(stated, said->date) < 0 ? stated :
		said->date;
}

static bool
digit(char c)
{
	return c >= '0' && c <= '9';
}

/* A number in a word, as in awa2019 but not in « 20 Heures ». */
static bool
has_glued_number(const char *s)
{
	for (size_t i = 1; s[i - 1] != '\0'; i++)
		if (digit(s[i]) != digit(s[i - 1]) && s[i] != ' ' && s[i] != '\0' &&
		    s[i - 1] != ' ')
			return true;
	return false;
}

/* A name, maybe with an address behind it: no URL, no account, no name of a site
 * (Le Point.fr). */
static bool
is_name(const char *s)
{
	size_t len = s ? strcspn(s, "@(<") : 0;

	if (len == 0 || strlen(s) > NAME_MAX_BYTES || strstr(s, "://") != NULL ||
	    has_glued_number(s))
		return false;
	for (size_t i = 0; i + 1 < len; i++)
		if (s[i] == '.' && s[i + 1] >= 'a' && s[i + 1] <= 'z')
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

/* Adds the names that the page gives, if all of them stand in its lines or the lines
 * gave no name at all. */
static void
add_said(const struct said *said, const struct page *p, bool any, struct names *names)
{
	size_t most = json_array_size(said->byline);

	for (size_t i = 0; i < most && i < 4 * NAMES; i++) {
		const char *s = json_string_value(json_array_get(said->byline, i));

		if (!is_name(s))
			continue;
		if (!any && !stands(p, s)) {
			names->n = 0;
			return;
		}
		names_add_text(names, s, strlen(s));
	}
}

/* Whether the list has one of the names too. */
static bool
shared(const struct names *names, const struct buf *list)
{
	for (size_t i = 0; i < names->n; i++) {
		struct span name = names->seen[i];

		if (memmem(list->s, list->len, names->out->s + name.start,
		    name.end - name.start) != NULL)
			return true;
	}
	return false;
}

size_t
said_byline(const struct said *said, const struct page *p, struct buf *out, size_t n)
{
	struct buf list = { NULL, 0, 0 };
	struct names names = { .out = &list };

	buf_byte(&list, '[');
	add_said(said, p, n == 0, &names);
	buf_byte(&list, ']');
	if (names.n > 0 && names.n >= n && names.n <= NAMES &&
	    (n == 0 || shared(&names, out))) {
		out->len = 0;
		buf_add(out, list.s, list.len);
		n = names.n;
	}
	buf_free(&list);
	return n;
}
