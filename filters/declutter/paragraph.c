/* Kinds of the article's lines: see paragraph.h. */
#include "paragraph.h"

#include "label.h"
#include "outline.h"

#define ITEM_WORDS 26
#define QUESTION_WORDS 14
#define HEAD_WORDS 22
#define HEAD_COLON 6	/* words before the colon of a cross-head; more announce */
#define RUN 3		/* so many short lines in a row are a list */

static unsigned
element(const struct page *p, size_t i)
{
	return p->outline ? p->outline->line[i].kind : KIND_OTHER;
}

/* « - le riz ; » */
static bool
item(const struct page *p, size_t i)
{
	const struct line *l = &p->line[i];

	return l->words < ITEM_WORDS && (l->first == EDGE_BULLET ||
		l->first == EDGE_DASH || l->first == EDGE_ARROW ||
		p->s[l->end - 1] == ';');
}

/* A line of no sentence; a short question; « Nous avons faim », with its marks, but not
 * « On attend. » Awa Sow. */
static bool
brief(const struct page *p, size_t i)
{
	const struct line *l = &p->line[i];

	if (p->s[l->end - 1] == '.' || (l->stops > 0 && (l->flags & LINE_QUOTE)))
		return false;
	if (l->form >= FORM_HEADLINE)
		return l->form != FORM_NUMBER || (l->flags & LINE_CLOCK);
	return l->words <= QUESTION_WORDS && l->stops == 0 &&
		(l->last == EDGE_CLOSE || p->s[l->end - 1] == '?');
}

/* A line that can stand in a run of short ones; one with a colon stands over another. */
static bool
runs(const struct page *p, const uint8_t *label, size_t i)
{
	const struct line *l = &p->line[i];

	return i < p->lines && label_kept(label[i]) && l->form >= FORM_HEADLINE &&
		l->last != EDGE_COLON && !item(p, i) && element(p, i) <= KIND_PARAGRAPH;
}

/* The run of short lines around line i, [*from, *to). */
static void
find_run(const struct page *p, const uint8_t *label, size_t i, size_t *from, size_t *to)
{
	*from = i;
	*to = i + 1;
	while (*from > 0 && i - *from < RUN && runs(p, label, *from - 1))
		--*from;
	while (*to - i < RUN + 1 && runs(p, label, *to))
		++*to;
}

/* The first of a run heads it when the others have numbers: « Classement ». */
static bool
heads_run(const struct page *p, size_t i, size_t to)
{
	return to - i > 2 && p->line[i].numbers == 0 && p->line[i + 1].numbers > 0 &&
		p->line[i + 2].numbers > 0;
}

static bool
listed(const struct page *p, const uint8_t *label, size_t i)
{
	size_t from, to;

	if (item(p, i))
		return true;
	if (!runs(p, label, i))
		return false;
	find_run(p, label, i, &from, &to);
	return to - from >= RUN && !heads_run(p, i, to);
}

/* A cross-head stands over something, and ends as no sentence that goes on does. */
static bool
heads(const struct page *p, const uint8_t *label, size_t i)
{
	const struct line *l = &p->line[i];

	if (!brief(p, i) || l->words >= HEAD_WORDS || l->last == EDGE_COMMA ||
	    (l->last == EDGE_COLON && l->words > HEAD_COLON))
		return false;
	while (++i < p->lines)
		if (label_kept(label[i]))
			return true;
	return false;
}

/* A cell of a table, or a line of a page laid out as one. */
static unsigned
cell_kind(const struct page *p, const uint8_t *label, size_t i)
{
	if (p->line[i].form < FORM_HEADLINE)
		return LABEL_BODY;
	return p->outline->line[i].bold > 5 && heads(p, label, i) &&
		p->line[i + 1].form < FORM_HEADLINE ? LABEL_HEADING : LABEL_LIST;
}

static unsigned
kind_of(const struct page *p, const uint8_t *label, size_t i)
{
	switch (element(p, i)) {
	case KIND_HEADING:
		return LABEL_HEADING;
	case KIND_ITEM:
		return LABEL_LIST;
	case KIND_CELL:
		return cell_kind(p, label, i);
	case KIND_QUOTE:
		return LABEL_BODY;
	}
	if (listed(p, label, i))
		return LABEL_LIST;
	return heads(p, label, i) ? LABEL_HEADING : LABEL_BODY;
}

void
paragraph_kinds(const struct page *p, uint8_t *label)
{
	size_t i;

	for (i = 0; i < p->lines; i++)
		if (label_kept(label[i]))
			label[i] = (uint8_t)kind_of(p, label, i);
}
