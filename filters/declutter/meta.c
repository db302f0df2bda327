/* Date and source of a page whose lines are labelled. */
#include <string.h>

#include "names.h"
#include "text.h"
#include "url.h"
#include "verdict.h"

#define NEAR 6		/* lines around the title where any date is the article's */
#define FAR 10000
#define OPENING 12	/* words of a paragraph that a dispatch has its date in */

static size_t
away(const struct verdict *v, const struct page *p, size_t i)
{
	if (v->title == p->lines)
		return i;
	return i > v->title ? i - v->title : 2 * (v->title - i);
}

/* Other articles, readers and the site have dates of their own. */
static bool
elsewhere(unsigned label)
{
	return label >= LABEL_SECTION_HEAD && label != LABEL_SOURCE &&
		label != LABEL_PAYWALL && label != LABEL_SITE_HEADER;
}

/* « Publié le 3 mars », whatever the label of the line. */
static bool
says_date(const struct line *l)
{
	return l->words < 40 && ((l->head | l->whole) & label_bit(LABEL_DATE));
}

/* How unlikely a date line is to state the article's. One that says what it is, by a time
 * or a phrase, may stand anywhere; a bare date away from the title is often another's. */
static size_t
line_cost(const struct page *p, size_t i, size_t away)
{
	const struct line *l = &p->line[i];

	if (away <= NEAR)
		return away;
	if (!(l->flags & LINE_CLOCK) && !says_date(l))
		return away + 2 * NEAR;
	return away < 2 * NEAR ? away : 2 * NEAR;
}

/* How unlikely a line with a date is to state the article's; FAR: it does not. */
static size_t
date_cost(const struct verdict *v, const struct page *p, size_t i)
{
	size_t cost = away(v, p, i);
	unsigned label = v->label[i];

	if (verdict_dates(v, p, i))
		return line_cost(p, i, cost) + (label == LABEL_DATE ? 0 : NEAR);
	switch (label) {
	case LABEL_BYLINE:
		return line_cost(p, i, cost);
	case LABEL_DATE_LABEL: case LABEL_READ_TIME: case LABEL_SOURCE:
		return cost + NEAR;
	}
	if (says_date(&p->line[i]) && !elsewhere(label))
		return cost + 2 * NEAR;
	return label_kept(label) || v->title == p->lines || cost > NEAR ||
		p->line[i].words > 16 ? FAR : cost + 2 * NEAR;
}

/* A date found in a line. */
struct dated {
	struct date date;
	size_t from, to;	/* its words */
};

static struct dated
line_date(const struct page *p, size_t i)
{
	const struct line *l = &p->line[i];
	struct dated d;

	d.date = date_find(p->s + l->start, line_words(p, l), l->stored, &d.from, &d.to);
	return d;
}

/* What speaks for a date and against it: the page's address has it, it is that of a
 * change and not of publication. */
static size_t
weighed(const struct page *p, size_t i, const struct dated *d, size_t cost)
{
	if (p->url != NULL && date_compare(d->date, p->url->date) == 0)
		return cost > NEAR ? cost - NEAR : 0;
	return cost + (date_changed(line_words(p, &p->line[i]), d->from) ? NEAR : 0);
}

static struct date
stated_date(const struct verdict *v, const struct page *p)
{
	struct date best = { 0, 0, 0 };
	size_t i, cost, least = FAR + p->lines;

	for (i = 0; i < p->lines; i++) {
		struct dated d;

		if (!(p->line[i].flags & LINE_DATE))
			continue;
		cost = date_cost(v, p, i);
		if (cost >= FAR && v->label[i] != LABEL_DATE)
			continue;
		d = line_date(p, i);
		cost = weighed(p, i, &d, cost);
		if (cost < least) {
			least = cost;
			best = d.date;
		}
	}
	return best;
}

/* The date that opens the article: « Cotonou, 14 janvier 2025 (Agence) – ». */
static struct date
dispatch_date(const struct verdict *v, const struct page *p)
{
	size_t i = 0, n;
	const struct line *l;
	const struct word *w;
	struct dated d;

	while (i < p->lines && v->label[i] != LABEL_BODY)
		i++;
	if (i == p->lines)
		return (struct date){ 0, 0, 0 };
	l = &p->line[i];
	w = line_words(p, l);
	n = l->stored < OPENING ? l->stored : OPENING;
	d.date = date_find(p->s + l->start, w, n, &d.from, &d.to);
	return d.from < n && date_opens(p->s + l->start, l->end - l->start, w, d.from,
		d.to) ? d.date : (struct date){ 0, 0, 0 };
}

static struct date
first_relative(const struct verdict *v, const struct page *p, struct date ref)
{
	struct date d = { 0, 0, 0 };
	size_t i, from;

	for (i = 0; i < p->lines && d.year == 0; i++) {
		const struct line *l = &p->line[i];

		if ((l->flags & LINE_AGO) && v->label[i] == LABEL_DATE)
			d = date_relative(p->s + l->start, line_words(p, l), l->stored,
				ref, &from);
	}
	return d;
}

struct date
meta_date(const struct verdict *v, const struct page *p, struct date ref)
{
	struct date d = stated_date(v, p);

	if (d.year == 0)
		d = dispatch_date(v, p);
	if (d.year == 0 && ref.year != 0)
		d = first_relative(v, p, ref);
	return d;
}

/* The line without « Source : » at its start, or brackets: (avec AFP). */
static struct span
bare_source(const struct page *p, const struct line *l)
{
	const struct word *w = line_words(p, l);
	size_t i = names_source(w, l->stored), start, close;

	if (i == 0)
		return (struct span){ l->start, l->end };
	if (i == l->stored)
		return (struct span){ l->end, l->end };
	start = l->start + w[i].offset;
	close = p->s[l->end - 1] == ')' &&
		memchr(p->s + l->start, '(', start - l->start) != NULL;
	return (struct span){ start, l->end - close };
}

struct span
meta_source(const struct verdict *v, const struct page *p)
{
	struct span s = { 0, 0 };
	size_t i;

	for (i = 0; i < p->lines; i++) {
		if (v->label[i] != LABEL_SOURCE)
			continue;
		s = bare_source(p, &p->line[i]);
		if (s.start < s.end)
			break;
	}
	return s;
}
