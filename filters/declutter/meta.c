/* Title, date, byline and source of a page, once its lines are labelled. */
#include <string.h>

#include "names.h"
#include "outline.h"
#include "text.h"
#include "url.h"
#include "verdict.h"

#define NEAR 6		/* lines around the title where any date is the article's */
#define FAR 10000

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

/* A date line, by its label or as it stands under the title. */
static bool
states_date(const struct verdict *v, const struct page *p, size_t i)
{
	return v->label[i] == LABEL_DATE || (p->line[i].form == FORM_DATE &&
		label_kept(v->label[i]) && i > v->title && i <= v->title + 3);
}

/* How unlikely a line with a date is to state the article's; FAR: it does not. */
static size_t
date_cost(const struct verdict *v, const struct page *p, size_t i)
{
	size_t cost = away(v, p, i);
	unsigned label = v->label[i];

	if (states_date(v, p, i))
		return label == LABEL_DATE ? cost : cost + NEAR;
	switch (label) {
	case LABEL_DATE_LABEL: case LABEL_BYLINE: case LABEL_READ_TIME: case LABEL_SOURCE:
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
	size_t i = 0;
	const struct line *l;
	struct dated d;

	while (i < p->lines && v->label[i] != LABEL_BODY)
		i++;
	if (i == p->lines || !(p->line[i].flags & LINE_DATE))
		return (struct date){ 0, 0, 0 };
	l = &p->line[i];
	d = line_date(p, i);
	return date_opens(p->s + l->start, l->end - l->start, line_words(p, l), d.from,
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

#define TAIL 40		/* lines after the article where a signature may stand */
#define UNDER 6		/* lines after it where one may stand without « Par » */
#define HEAD 20		/* lines after the title where its byline stands */

/* Whether a byline stands at the head or the foot of the article, rather than in a
 * menu or under another article. */
static bool
signs(const struct verdict *v, const struct page *p, size_t i, size_t foot, bool *head)
{
	*head = v->title < p->lines && i + 4 > v->title && i < v->title + HEAD;
	return *head || v->title == p->lines || i >= foot;
}

#define BYLINE_WORDS 40

/* Where a name begins behind the date of a line, its last word when none does. */
static size_t
after_date(const struct page *p, size_t i, size_t n)
{
	const struct line *l = &p->line[i];

	return l->flags & LINE_DATE ? names_after(p->s + l->start, line_words(p, l), n,
		line_date(p, i).to) : n;
}

static void
add_line(struct names *names, const struct page *p, size_t i)
{
	const struct line *l = &p->line[i];
	const struct word *w = line_words(p, l);
	size_t n = l->stored > BYLINE_WORDS ? BYLINE_WORDS : l->stored, before = names->n;

	/* « Kobani, 3 mars 2024 »: where, not who. */
	if (l->naming != NAMES_MORE || !(l->flags & LINE_DATE) || (w[1].flags & WORD_CAP))
		names_add(names, p->s + l->start, w, n);
	if (names->n > before)
		return;
	i = after_date(p, i, n);
	names_add(names, p->s + l->start, w + i, n - i);
}

/* A line that says another thing than who wrote: « Partager », the credit of a picture. */
static bool
other_phrase(const struct page *p, const struct line *l)
{
	const uint64_t head = label_bit(LABEL_BYLINE) | label_bit(LABEL_BYLINE_LABEL) |
		label_bit(LABEL_DATE) | label_bit(LABEL_DATE_LABEL) |
		label_bit(LABEL_READ_TIME) | label_bit(LABEL_AUTHOR_BOX) |
		label_bit(LABEL_SOURCE);

	return ((l->whole | l->head) & ~head) != 0 || (l->flags & LINE_COPYRIGHT) ||
		l->group[GROUP_PHOTO] > 0 ||
		memmem(p->s + l->start, l->end - l->start, " @ ", 3) != NULL;
}

/* « Afrique Politique »: names of rubrics, or of networks, and nothing else. */
static bool
of_rubrics(const struct line *l)
{
	return l->group[GROUP_RUBRIC] + l->group[GROUP_NETWORK] >= (int)l->words;
}

/* « Kobani 44 20 »: a row of a table. */
static bool
scores(const struct page *p, const struct line *l)
{
	return l->numbers > 0 && !line_dated(l) &&
		!(line_words(p, l)->flags & WORD_NUMBER) && l->naming != NAMES_LED_MORE;
}

/* A line labelled as a byline, or a date line that begins with more than one word of
 * a name or has one behind the date. */
static bool
bylined(const struct verdict *v, const struct page *p, size_t i)
{
	const struct line *l = &p->line[i];
	const struct word *w = line_words(p, l);

	if (v->label[i] == LABEL_BYLINE)
		return !other_phrase(p, l) && !of_rubrics(l) && !scores(p, l);
	return states_date(v, p, i) && (l->naming == NAMES_LED_MORE ||
		(l->naming == NAMES_MORE && (w[1].flags & WORD_CAP)) ||
		after_date(p, i, l->stored) < l->stored);
}

/* True when the line has the name of one whom page_meta gives for an author. */
static bool
has_author(const struct page *p, size_t i)
{
	return p->outline != NULL && (p->outline->line[i].meta & OUTLINE_AUTHOR);
}

/* Lines with names: those at the head, but not below the article's first lines too when
 * there were some above, or else those at the foot. `sure`: only those with the name of
 * an author. */
static void
labelled_names(struct names *names, const struct verdict *v, const struct page *p,
	size_t foot, bool sure)
{
	bool head, found = false, above = false;
	size_t i;

	for (i = 0; i < p->lines; i++) {
		above |= found && label_kept(v->label[i]);
		if (!bylined(v, p, i) || !signs(v, p, i, foot, &head) ||
		    (found && !head) || above || (sure && !has_author(p, i)))
			continue;
		add_line(names, p, i);
		found |= head && names->n > 0;
	}
}

/* « Par Awa Sow », « De notre envoyée à Kobani, Awa Sow » at the head, whatever the
 * label. */
static bool
led(const struct verdict *v, const struct page *p, size_t i)
{
	const struct line *l = &p->line[i];

	return !label_kept(v->label[i]) && v->label[i] != LABEL_SOURCE &&
		v->title < p->lines && i > v->title && i < v->title + HEAD &&
		(l->naming == NAMES_LED || l->naming == NAMES_LED_MORE ||
		 ((l->head | l->whole) & label_bit(LABEL_BYLINE)));
}

/* « Awa Sow », « A. S. », « Awa Sow et Paul Biyo » and nothing else. */
static bool
of_names(const struct page *p, const struct line *l)
{
	const struct word *w = line_words(p, l);

	if (other_phrase(p, l) || of_rubrics(l) ||
	    (w->flags & WORD_FUNCTION && w->len > 1))
		return false;
	if (l->naming == NAMES_JOINED || l->naming == NAMES_ONE)
		return l->caps >= 4;
	return l->naming == NAMES_BARE && w[1].offset > w->offset + w->len;
}

/* A line of names right under the title, before the article and not of its words. */
static bool
under_title(const struct verdict *v, const struct page *p, size_t i)
{
	const struct line *l = &p->line[i];
	unsigned label = v->label[i];

	if (v->title == p->lines || i <= v->title || i > v->title + UNDER)
		return false;
	if (label != LABEL_MENU && label != LABEL_NAV_UI && label != LABEL_OTHER &&
	    (label != LABEL_CAPTION || l->topical > 0))
		return false;
	return of_names(p, l) && (l->content == 0 || l->topical < l->content);
}

/* A line of names of which the article says nothing, right after it or at the end of a
 * text that does not go on for long; « Awa Sow et Paul Biyo » some lines after it. */
static bool
signature(const struct page *p, size_t i, size_t foot)
{
	const struct line *l = &p->line[i];
	const struct word *w = line_words(p, l);
	bool last = i + 1 == p->lines && p->lines - foot <= TAIL;

	if (l->topical > 0 || i >= foot + TAIL)
		return false;
	if (i == foot && l->words <= 8 && l->naming == NAMES_MORE)
		return w[1].flags & WORD_CAP;
	return of_names(p, l) && (i == foot || last || l->naming == NAMES_JOINED);
}

static void
other_names(struct names *names, const struct verdict *v, const struct page *p,
	size_t foot)
{
	size_t i;

	for (i = 0; i < p->lines && names->n == 0; i++)
		if (led(v, p, i))
			add_line(names, p, i);
	for (i = 0; i < p->lines && names->n == 0; i++)
		if (under_title(v, p, i))
			add_line(names, p, i);
	for (i = foot; i < p->lines && names->n == 0; i++)
		if (signature(p, i, foot))
			add_line(names, p, i);
}

size_t
meta_byline(const struct verdict *v, const struct page *p, struct buf *out)
{
	struct names names = { .out = out };
	size_t foot = p->lines;

	while (foot > 0 && !label_kept(v->label[foot - 1]))
		foot--;
	buf_byte(out, '[');
	labelled_names(&names, v, p, foot, true);
	if (names.n == 0)
		labelled_names(&names, v, p, foot, false);
	if (names.n == 0)
		other_names(&names, v, p, foot);
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
