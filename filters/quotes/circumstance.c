/*
 * Dates by calendar.txt, relays by the words of class relay in words.txt.
 */
#include "circumstance.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"

#define REACH 18	/* items looked at on either side of the cue */

enum { MONTH = 100, WEEKDAY = 200, DAY = 300, DAYS_BACK = 10 };

static struct map calendar;	/* form → kind + number */

void
circumstance_open(void)
{
	struct table t;
	bool fresh;

	table_open(&t, "calendar.txt");
	while (table_next(&t, 3)) {
		int base = *t.field[1].s == 'm' ? MONTH :
			*t.field[1].s == 'w' ? WEEKDAY : DAY;

		if (base == DAY)
			base += DAYS_BACK;
		*map_put(&calendar, t.field[0].s, t.field[0].len, &fresh) =
			base + (int)table_number(&t, 2);
	}
}

/* Days since 1970-01-01 and back (Hinnant, "chrono-compatible low-level date
 * algorithms"). */
static long
day_number(const struct day *d)
{
	long y = d->year - (d->month <= 2), era = (y >= 0 ? y : y - 399) / 400;
	long yoe = y - era * 400;
	long doy = (153 * (d->month + (d->month > 2 ? -3 : 9)) + 2) / 5 + d->day - 1;

	return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

static struct day
day_of(long n)
{
	long era, doe, yoe, doy, mp;
	struct day d;

	n += 719468;
	era = (n >= 0 ? n : n - 146096) / 146097;
	doe = n - era * 146097;
	yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	mp = (5 * doy + 2) / 153;
	d.day = (int)(doy - (153 * mp + 2) / 5 + 1);
	d.month = (int)(mp < 10 ? mp + 3 : mp - 9);
	d.year = (int)(yoe + era * 400 + (d.month <= 2));
	return d;
}

/* What calendar.txt says of item i, 0 for nothing. */
static int
time_word(const struct doc *d, size_t i)
{
	char key[LEXICON_WORD];
	const struct item *it = &d->item[i];
	const int64_t *v;
	size_t n;

	if (doc_is_mark(d, i) || !(it->form->class & W_TIME))
		return 0;
	n = lexicon_key(d->text->s + it->start, it->end - it->start, key);
	v = n ? map_get(&calendar, key, n) : NULL;
	return v ? (int)*v : 0;
}

/* The number that item i begins with, 0 for none. */
static int
number(const struct doc *d, size_t i)
{
	const struct item *it = &d->item[i];
	const char *p = d->text->s + it->start, *end = d->text->s + it->end;
	int n = 0;

	if (doc_is_mark(d, i) || it->kind != TOKEN_NUMBER || end - p > 4)
		return 0;
	for (; p < end && *p >= '0' && *p <= '9'; p++)
		n = n * 10 + (*p - '0');
	return n;
}

/* Whether there is such a day in the month. */
static bool
exists(const struct day *d)
{
	return d->day > 0 && day_of(day_number(d)).day == d->day;
}

/* The day « 3 avril 2021 » whose month is item i; without a year the last one up to
 * the article's date. False: it is not known. */
static bool
day_of_month(const struct doc *d, const struct unit *u, size_t i, struct day *out)
{
	int year = i + 1 < u->to ? number(d, i + 1) : 0;
	struct day day = { year, time_word(d, i) - MONTH, i > u->from ?
		number(d, i - 1) : 0 };

	if (year < 1900 || year >= 2100) {
		if (!d->date.year)
			return false;
		day.year = d->date.year;
		if (day_number(&day) > day_number(&d->date))
			day.year--;
	}
	if (!exists(&day))
		return false;
	*out = day;
	return true;
}

/* The day that item i names. */
static bool
day_at(const struct doc *d, const struct unit *u, size_t i, struct day *out)
{
	int w = time_word(d, i);
	long today;

	if (w == 0)
		return false;
	if (w < WEEKDAY)
		return day_of_month(d, u, i, out);
	if (w < DAY && i + 2 < u->to && time_word(d, i + 2) / 100 == 1 &&
	    number(d, i + 1))
		return day_of_month(d, u, i + 2, out);
	if (!d->date.year)
		return false;
	today = day_number(&d->date);
	if (w >= DAY)
		*out = day_of(today + w - DAY - DAYS_BACK);
	else
		*out = day_of(today - ((today + 3) % 7 + 1 - (w - WEEKDAY) + 7) % 7);
	return true;
}

static bool
among_words(const struct quote *q, const struct item *it)
{
	size_t s;

	for (s = 0; s < q->segs; s++)
		if (it->start >= q->seg[s].start && it->start < q->seg[s].end)
			return true;
	return false;
}

/* Whether the search over items near the cue goes past item i. */
static bool
passes(const struct doc *d, const struct quote *q, size_t i)
{
	return !among_words(q, &d->item[i]) && !doc_punct(d, i, ";") &&
		!doc_punct(d, i, ".") && !(item_class(d, i) & (W_QUE | W_REL)) &&
		!item_finite(d, i);
}

static void
find_date(const struct doc *d, struct quote *q, const struct unit *u)
{
	size_t i;

	for (i = q->cue_to; i < u->to && i < q->cue_to + REACH && passes(d, q, i); i++)
		if (day_at(d, u, i, &q->date))
			return;
	for (i = q->cue_from; i > u->from && i + REACH > q->cue_from &&
	    passes(d, q, i - 1); i--)
		if (day_at(d, u, i - 1, &q->date))
			return;
}

/* The group at item i names who collects news: « l'AFP », « la presse ». */
static bool
is_relay(const struct doc *d, size_t i, size_t limit, struct span *out)
{
	struct group g;
	size_t k, end;

	while (i < limit && d->item[i].form->class & W_DET && !doc_is_mark(d, i) &&
	    d->item[i].entity == UINT32_MAX)
		i++;
	if (i >= limit || doc_is_mark(d, i) || d->item[i].kind != TOKEN_WORD)
		return false;
	g = group_at(d, i, limit, false);
	for (k = g.from; k < g.to && k < g.from + 3; k++) {
		const struct item *it = &d->item[k];

		if (!(it->form->class & W_RELAY))
			continue;
		end = k + 1;
		while (end < g.to && !(item_class(d, end) & (W_A | W_PREP)) &&
		    !(item_entity(d, end) && item_entity(d, end)->type == 'P'))
			end++;
		*out = (struct span){ d->item[g.from].start, d->item[end - 1].end };
		if (it->entity != UINT32_MAX)
			*out = (struct span){ d->entity[it->entity].start,
				d->entity[it->entity].end };
		return out->start < out->end;
	}
	return false;
}

static void
find_relay(const struct doc *d, struct quote *q, const struct unit *u)
{
	size_t low = q->cue_from > u->from + REACH ? q->cue_from - REACH : u->from;
	size_t i;

	for (i = low; i + 1 < u->to && i < q->cue_to + REACH; i++) {
		uint32_t c = d->item[i].form->class;

		if (doc_is_mark(d, i) || among_words(q, &d->item[i]))
			continue;
		if (!(c & W_BY) && (i < q->cue_to ||
		    !(c & W_A || (c & W_RELAY && c & W_PREP))))
			continue;
		if (is_relay(d, i + 1, u->to, &q->relay))
			return;
	}
}

void
circumstance_find(const struct doc *d, struct quotes *all)
{
	size_t k;

	for (k = 0; k < all->n; k++) {
		struct quote *q = &all->v[k];

		if (q->dropped || q->cue.start >= q->cue.end || q->cue_to == 0 ||
		    q->kind == CUE_PHRASE)
			continue;
		find_date(d, q, &d->unit[q->unit]);
		find_relay(d, q, &d->unit[q->unit]);
	}
}
