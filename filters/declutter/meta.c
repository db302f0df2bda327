/* Title, date, byline and source of a page, once its lines are labelled. */
#include "names.h"
#include "text.h"
#include "verdict.h"

static bool
dated(const struct verdict *v, size_t i)
{
	unsigned y = v->label[i];

	return y == LABEL_DATE || y == LABEL_DATE_LABEL || y == LABEL_BYLINE ||
		y == LABEL_READ_TIME || y == LABEL_SOURCE;
}

static struct date
first_date(const struct verdict *v, const struct page *p, bool strict)
{
	struct date d = { 0, 0, 0 };
	size_t i, from, to;

	for (i = 0; i < p->lines && d.year == 0; i++) {
		const struct line *l = &p->line[i];

		if ((l->flags & LINE_DATE) &&
		    (strict ? v->label[i] == LABEL_DATE : dated(v, i)))
			d = date_find(p->s + l->start, line_words(p, l), l->stored, &from, &to);
	}
	return d;
}

static struct date
first_relative(const struct verdict *v, const struct page *p, struct date ref)
{
	struct date d = { 0, 0, 0 };
	size_t i, from;

	for (i = 0; i < p->lines && d.year == 0; i++) {
		const struct line *l = &p->line[i];

		if ((l->flags & LINE_AGO) && v->label[i] == LABEL_DATE)
			d = date_relative(p->s + l->start, line_words(p, l), l->stored, ref,
				&from);
	}
	return d;
}

struct date
meta_date(const struct verdict *v, const struct page *p, struct date ref)
{
	struct date d = first_date(v, p, true);

	if (d.year == 0)
		d = first_date(v, p, false);
	if (d.year == 0 && ref.year != 0)
		d = first_relative(v, p, ref);
	return d;
}

size_t
meta_byline(const struct verdict *v, const struct page *p, struct buf *out)
{
	struct names names = { .out = out };
	size_t i, n;

	buf_byte(out, '[');
	for (i = 0; i < p->lines; i++) {
		const struct line *l = &p->line[i];

		n = l->stored > 40 ? 40 : l->stored;
		if (v->label[i] == LABEL_BYLINE)
			names_add(&names, p->s + l->start, line_words(p, l), n);
	}
	buf_byte(out, ']');
	return names.n;
}

/* The line without « Source : » at its start. */
static struct span
bare_source(const struct page *p, const struct line *l)
{
	const struct word *w = line_words(p, l);
	size_t i = names_lead(w, l->stored);

	if (i == 0)
		return (struct span){ l->start, l->end };
	if (i == l->stored)
		return (struct span){ l->end, l->end };
	return (struct span){ l->start + w[i].offset, l->end };
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
