/* Who signed a page whose lines are labelled. */
#include <string.h>

#include "names.h"
#include "outline.h"
#include "verdict.h"

#define TAIL 40		/* lines after the article where a signature may stand */
#define UNDER 6		/* lines after it where one may stand without « Par » */
#define HEAD 20		/* lines after the title where its byline stands */
#define HEAD_WORDS 12	/* of a date line that a name may stand in */
#define BYLINE_WORDS 40	/* of a line that are looked at */

/* Whether a byline stands at the head or the foot of the article, rather than in a
 * menu or under another article. */
static bool
signs(const struct verdict *v, const struct page *p, size_t i, size_t foot, bool *head)
{
	*head = v->title < p->lines && i + 4 > v->title && i < v->title + HEAD;
	return *head || v->title == p->lines || i >= foot;
}

/* Where a name begins behind the date of a line, its last word when none does. */
static size_t
after_date(const struct page *p, size_t i, size_t n)
{
	const struct line *l = &p->line[i];
	const struct word *w = line_words(p, l);
	size_t from, to;

	if (!(l->flags & LINE_DATE))
		return n;
	date_find(p->s + l->start, w, l->stored, &from, &to);
	return names_after(p->s + l->start, w, n, to);
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

/* A line that says another thing than who wrote: « Partager », whose picture it is. */
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
	enum names_form naming = l->naming;

	if (v->label[i] == LABEL_BYLINE)
		return !other_phrase(p, l) && !of_rubrics(l) && !scores(p, l);
	if (!verdict_dates(v, p, i))
		return false;
	if (l->words > HEAD_WORDS)
		naming = names_form(p->s + l->start, w, HEAD_WORDS, HEAD_WORDS);
	return naming == NAMES_LED_MORE ||
		(naming == NAMES_MORE && (w[1].flags & WORD_CAP)) ||
		after_date(p, i, l->stored) < l->stored;
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
		if ((sure && !has_author(p, i)) || !bylined(v, p, i) ||
		    !signs(v, p, i, foot, &head) || (found && !head) || above)
			continue;
		add_line(names, p, i);
		found |= head && names->n > 0;
	}
}

/* « Par le service des sports (avec AFP) ». */
static bool
led_agency(const struct page *p, const struct line *l)
{
	return l->group[GROUP_AGENCY] > 0 && l->words <= 12 &&
		names_lead(line_words(p, l), l->stored) > 0;
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
		 ((l->head | l->whole) & label_bit(LABEL_BYLINE)) || led_agency(p, l));
}

/* « Awa Sow », « A. S. », « Awa Sow et Paul Biyo », « Le Fleuve avec AFP ». */
static bool
of_names(const struct page *p, const struct line *l)
{
	const struct word *w = line_words(p, l);

	if (other_phrase(p, l) || of_rubrics(l))
		return false;
	if (l->naming == NAMES_JOINED && l->group[GROUP_AGENCY] > 0)
		return true;
	if (w->flags & WORD_FUNCTION && w->len > 1)
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
	bool last = i + 1 == p->lines && p->lines - foot <= TAIL && l->repeats == 0;

	if (l->topical > 0 || i >= foot + TAIL)
		return false;
	if (i == foot && l->words <= 8 && l->naming == NAMES_MORE)
		return w[1].flags & WORD_CAP;
	return of_names(p, l) && (i == foot || last || l->naming == NAMES_JOINED);
}

/* « Le Fleuve », « A. S. avec AFP » labelled as a source, without « Source : ». */
static bool
signed_source(const struct verdict *v, const struct page *p, size_t i)
{
	const struct line *l = &p->line[i];

	return v->label[i] == LABEL_SOURCE && !other_phrase(p, l) &&
		(l->naming == NAMES_BARE || l->naming == NAMES_JOINED);
}

static void
other_names(struct names *names, const struct verdict *v, const struct page *p,
	size_t foot)
{
	size_t i;

	for (i = 0; i < p->lines && names->n == 0; i++)
		if (led(v, p, i))
			add_line(names, p, i);
	for (i = foot; i < p->lines && names->n == 0; i++)
		if (signature(p, i, foot))
			add_line(names, p, i);
	for (i = 0; i < p->lines && names->n == 0; i++)
		if (under_title(v, p, i) || signed_source(v, p, i))
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
