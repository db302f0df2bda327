/* Dates in words: see date.h. */
#include "date.h"

#include <stdio.h>
#include <string.h>

#include "label.h"
#include "lexicon.h"
#include "page.h"
#include "table.h"
#include "word.h"

/* What a word of dates.txt is, with its number in the table. */
enum {
	NOTHING, MONTH, WEEKDAY, AGO, UNIT, DAY, CHANGE, ORDINAL, ONE, BEFORE, KINDS,
	EACH_KIND = 16		/* numbers are counted in these */
};

#define CHANGE_WORDS 5	/* before a date that may say of what it is */
#define PLACE_WORDS 4	/* before the date of a dispatch */
#define AGENCY_BYTES 40

static const char *const kind_name[] = {
	"", "month", "weekday", "ago", "unit", "day", "change", "ordinal", "one",
	"before"
};

/* Kind and number of each, as EACH_KIND * number + kind. */
static struct lexicon words;

static int
word_kind(const struct word *w, int *value)
{
	int64_t v = lexicon_get(&words, w->hash);

	*value = (int)(v / EACH_KIND);
	return (int)(v % EACH_KIND);
}

static int
kind_find(const struct table_field *f)
{
	int k;

	for (k = MONTH; k < KINDS; k++)
		if (strlen(kind_name[k]) == f->len &&
		    memcmp(kind_name[k], f->s, f->len) == 0)
			return k;
	return NOTHING;
}

void
date_open(void)
{
	struct table t;
	struct word w;

	for (table_open(&t, "dates.txt"); table_next(&t, 3); ) {
		int kind = kind_find(&t.field[0]);
		int value = (int)table_number(&t, 1);
		size_t at = 0;

		if (kind == NOTHING)
			table_die(&t, "no such kind of word");
		while ((at = word_next(t.field[2].s, t.field[2].len, at, &w)) != 0)
			lexicon_put(&words, w.hash, EACH_KIND * value + kind);
	}
}

static int
days_in(int year, int month)
{
	if (month == 2)
		return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
	return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

static bool
valid(struct date d)
{
	return d.year >= 1900 && d.year < 2100 && d.month >= 1 && d.month <= 12 &&
		d.day >= 0 && d.day <= days_in(d.year, d.month);
}

int
date_compare(struct date a, struct date b)
{
	return a.year != b.year ? a.year - b.year :
		a.month != b.month ? a.month - b.month : a.day - b.day;
}

static int
digits(const char *s, const char *end, int *value)
{
	int n = 0;

	for (*value = 0; n < 5 && s + n < end && s[n] >= '0' && s[n] <= '9'; n++)
		*value = 10 * *value + s[n] - '0';
	return n;
}

/* 12/03/2024, 12.03.24, 2024-03-12 at s. */
static bool
numeric(const char *s, const char *end, struct date *d)
{
	int a, b, c, na, nb, nc;
	char sep;

	na = digits(s, end, &a);
	s += na;
	if (s >= end || (*s != '/' && *s != '.' && *s != '-'))
		return false;
	sep = *s++;
	nb = digits(s, end, &b);
	s += nb;
	if (nb == 0 || nb > 2 || s >= end || *s++ != sep)
		return false;
	nc = digits(s, end, &c);
	if (na == 4 && nc >= 1 && nc <= 2)
		*d = (struct date){ a, b, c };
	else if (na <= 2 && (nc == 4 || (nc == 2 && sep == '/')))
		*d = (struct date){ nc == 4 ? c : 2000 + c, b, a };
	else
		return false;
	return valid(*d) && d->day > 0;
}

static int
number_of(const char *line, const struct word *w)
{
	int v;

	if (!(w->flags & WORD_NUMBER) || w->len > 4)
		return -1;
	return digits(line + w->offset, line + w->offset + w->len, &v) == w->len ? v : -1;
}

static bool
is_kind(const struct word *w, int kind)
{
	int value;

	return word_kind(w, &value) == kind;
}

/* The day before a month at word i: 12 mars, 1er mars. */
static int
day_before(const char *line, const struct word *w, size_t i, size_t *from)
{
	int day = -1;

	if (i > 0)
		day = number_of(line, &w[*from = i - 1]);
	if (day < 0 && i > 1 && is_kind(&w[i - 1], ORDINAL))
		day = number_of(line, &w[*from = i - 2]);
	if (day < 1 || day > 31)
		*from = i;
	return day < 1 || day > 31 ? 0 : day;
}

static bool
named(const char *line, const struct word *w, size_t n, size_t i, int month,
	struct date *d, size_t *from, size_t *to)
{
	int year = i + 1 < n ? number_of(line, &w[i + 1]) : -1;
	size_t next = i + 2;

	*to = next;
	*d = (struct date){ year, month, day_before(line, w, i, from) };
	if (valid(*d))
		return true;
	/* April 3, 2025; April 3rd, 2025 */
	next += next < n && is_kind(&w[next], ORDINAL);
	if (next >= n || year < 1 || year > 31)
		return false;
	*d = (struct date){ number_of(line, &w[next]), month, year };
	*from = i;
	*to = next + 1;
	return valid(*d);
}

struct date
date_find(const char *line, const struct word *w, size_t n, size_t *from, size_t *to)
{
	struct date d = { 0, 0, 0 };
	const char *end = n ? line + w[n - 1].offset + w[n - 1].len : line;
	size_t i;
	int value;

	for (i = 0; i < n; i++) {
		if (word_kind(&w[i], &value) == MONTH &&
		    named(line, w, n, i, value, &d, from, to))
			return d;
		if ((w[i].flags & WORD_NUMBER) && numeric(line + w[i].offset, end, &d)) {
			const char *stop = line + w[i].offset + 8;

			*from = i;
			for (*to = i + 1; *to < n && line + w[*to].offset < stop; )
				++*to;
			return d;
		}
	}
	*from = *to = n;
	return (struct date){ 0, 0, 0 };
}

bool
date_changed(const struct word *w, size_t from)
{
	size_t i;

	for (i = from > CHANGE_WORDS ? from - CHANGE_WORDS : 0; i < from; i++)
		if (is_kind(&w[i], CHANGE))
			return true;
	return false;
}

static size_t
skip_blanks(const char *s, size_t len, size_t at)
{
	while (at < len && (s[at] == ' ' || s[at] == '.' || s[at] == ','))
		at++;
	return at;
}

bool
date_opens(const char *line, size_t len, const struct word *w, size_t from, size_t to)
{
	size_t at = skip_blanks(line, len, w[to - 1].offset + (size_t)w[to - 1].len);
	const char *end;

	if (from > PLACE_WORDS || (from > 0 && !(w[0].flags & WORD_CAP)))
		return false;
	if (*line == '(' || *line == '[')
		return at < len && (line[at] == ')' || line[at] == ']');
	if (at < len && line[at] == '(') {
		end = memchr(line + at, ')', len - at < AGENCY_BYTES ? len - at :
			AGENCY_BYTES);
		at = end ? skip_blanks(line, len, (size_t)(end - line) + 1) : len;
	}
	return (at < len && (line[at] == '-' || line[at] == ':')) ||
		(len - at > 2 && memcmp(line + at, "\xe2\x80", 2) == 0);
}

/* « il y a 3 heures », « 3 mois ago »: how long ago, in days. */
static int
days_ago(const char *line, const struct word *w, size_t n, size_t i)
{
	int unit, v;

	if (i + 1 >= n)
		return -1;
	v = is_kind(&w[i], ONE) ? 1 : number_of(line, &w[i]);
	if (v < 0)
		return -1;
	return word_kind(&w[i + 1], &unit) == UNIT ? v * unit : -1;
}

unsigned
date_flags(const char *line, const struct word *w, size_t n)
{
	unsigned flags = 0;
	size_t i, from, to;
	bool number = false;
	int value;

	for (i = 0; i < n; i++) {
		int kind = word_kind(&w[i], &value);

		number |= (w[i].flags & WORD_NUMBER) != 0;
		if (kind == DAY || kind == WEEKDAY || kind == AGO ||
		    (kind == UNIT && i > 1 && line[w[i - 2].offset] == 'a' &&
		     w[i - 2].len == 1 && days_ago(line, w, n, i - 1) >= 0))
			flags |= LINE_AGO;
	}
	if (number && date_find(line, w, n, &from, &to).year)
		return LINE_DATE;
	return flags;
}

/* YYYYMMDD at s, with or without a time of day after it. */
static bool
packed(const char *s, size_t n, struct date *d)
{
	char day[10];

	if (n != 8 && n != 12 && n != 14)
		return false;
	memcpy(day, s, 4);
	memcpy(day + 5, s + 4, 2);
	memcpy(day + 8, s + 6, 2);
	day[4] = day[7] = '-';
	return numeric(day, day + sizeof(day), d);
}

/* /YYYY/MM/ at s. */
static bool
month_of_path(const char *s, const char *end, struct date *d)
{
	int year, month;

	if (end - s < 7 || digits(s, end, &year) != 4 || s[4] != '/' ||
	    digits(s + 5, end, &month) != 2)
		return false;
	*d = (struct date){ year, month, 0 };
	return valid(*d);
}

struct date
date_in_path(const char *s, size_t len)
{
	const char *end = s + len;
	struct date d;
	size_t n;

	for (; s < end; s += n + 1) {
		for (n = 0; s + n < end && s[n] >= '0' && s[n] <= '9'; )
			n++;
		if (n > 0 && (numeric(s, end, &d) || packed(s, n, &d) ||
		    month_of_path(s, end, &d)))
			return d;
	}
	return (struct date){ 0, 0, 0 };
}

/* Days since 1970-01-01 and back (Howard Hinnant, chrono-compatible algorithms). */
static int
days_from(struct date d)
{
	int y = d.year - (d.month <= 2), era = y / 400, yoe = y - era * 400;
	int doy = (153 * (d.month + (d.month > 2 ? -3 : 9)) + 2) / 5 + d.day - 1;

	return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

static struct date
days_to(int z)
{
	int era, doe, yoe, doy, mp;
	struct date d;

	z += 719468;
	era = z / 146097;
	doe = z - era * 146097;
	yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	mp = (5 * doy + 2) / 153;
	d.day = doy - (153 * mp + 2) / 5 + 1;
	d.month = mp < 10 ? mp + 3 : mp - 9;
	d.year = yoe + era * 400 + (d.month <= 2);
	return d;
}

struct date
date_relative(const char *line, const struct word *w, size_t n, struct date ref,
	size_t *from)
{
	int today = days_from(ref), weekday = (today % 7 + 10) % 7;	/* Monday 0 */
	size_t i;
	int value, ago;

	for (i = 0; i < n; i++) {
		*from = i;
		switch (word_kind(&w[i], &value)) {
		case DAY:
			value += i > 0 && is_kind(&w[i - 1], BEFORE);
			return days_to(today - value);
		case WEEKDAY:
			return days_to(today - (weekday - value + 7) % 7);
		}
		if ((ago = days_ago(line, w, n, i)) >= 0)
			return days_to(today - ago);
	}
	*from = n;
	return (struct date){ 0, 0, 0 };
}

void
date_write(struct date d, char out[16])
{
	if (d.day)
		snprintf(out, 16, "%04d-%02d-%02d", d.year % 10000, d.month % 100,
			d.day % 100);
	else
		snprintf(out, 16, "%04d-%02d", d.year % 10000, d.month % 100);
}

struct date
date_read(const char *s, size_t len)
{
	struct date d = { 0, 0, 0 };

	if (len != 10 || s[4] != '-' || !numeric(s, s + len, &d))
		return (struct date){ 0, 0, 0 };
	return d;
}
