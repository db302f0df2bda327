/* Labels for lines whose annotation has no class: see guess.h. */
#include "guess.h"

#include "paragraph.h"

struct zones {
	size_t title, first, last;	/* lines: the title, the first and last kept */
};

static struct zones
zones_of(const struct guess *g, const struct page *p)
{
	struct zones z = { p->lines, p->lines, 0 };
	size_t i;

	for (i = 0; i < p->lines; i++) {
		if (g->known[i] == LABEL_TITLE && z.title == p->lines)
			z.title = i;
		if (g->known[i] != GUESS_KEPT)
			continue;
		if (z.first == p->lines)
			z.first = i;
		z.last = i;
	}
	return z;
}

static uint8_t
before_title(const struct line *l)
{
	if (l->form == FORM_DATE)
		return LABEL_SITE_HEADER;
	return l->words < 7 ? LABEL_MENU : l->words < 12 ? LABEL_SITE_HEADER :
		LABEL_RELATED_TITLE;
}

static uint8_t
before_body(const struct line *l)
{
	if (l->titled == 4)
		return LABEL_TITLE_REPEAT;
	if (l->form == FORM_NUMBER)
		return LABEL_SHARE_COUNTER;
	return l->words > 4 ? LABEL_CAPTION : LABEL_NAV_UI;
}

static uint8_t
inside_body(const struct guess *g, const struct page *p, size_t i)
{
	const struct line *l = &p->line[i];
	uint8_t before = i > 0 ? g->known[i - 1] : LABELS;

	if (before == LABEL_READ_ALSO || before == LABEL_SECTION_HEAD ||
	    before == LABEL_RELATED_TITLE)
		return LABEL_RELATED_TITLE;
	if (l->words > 6)
		return LABEL_CAPTION;
	return l->words < 3 ? LABEL_NAV_UI : LABEL_OTHER;
}

/* Whether the nearest phrase before the line that opens a block opens comments. */
static bool
in_comments(const struct page *p, const struct zones *z, size_t i)
{
	while (i-- > z->last + 1) {
		unsigned phrase = line_phrase(&p->line[i]);

		if (phrase == LABEL_COMMENT_COUNT || phrase == LABEL_COMMENT)
			return true;
		if (phrase == LABEL_SECTION_HEAD || phrase == LABEL_FOOTER ||
		    phrase == LABEL_LEGAL || phrase == LABEL_TAGS ||
		    phrase == LABEL_NEWSLETTER || phrase == LABEL_PAGER)
			return false;
	}
	return false;
}

static uint8_t
after_body(const struct guess *g, const struct page *p, const struct zones *z, size_t i)
{
	const struct line *l = &p->line[i];
	uint8_t before = g->known[i - 1];

	if (l->titled == 4)
		return LABEL_TITLE_REPEAT;
	if (l->form != FORM_HEADLINE && l->form != FORM_LABEL &&
	    l->form != FORM_NUMBER && in_comments(p, z, i))
		return LABEL_COMMENT;
	if (l->form == FORM_DATE)
		return LABEL_RELATED_DATE;
	if (l->form == FORM_NUMBER)
		return LABEL_SHARE_COUNTER;
	if (l->form == FORM_TEASER)
		return LABEL_RELATED_TEASER;
	if (l->form == FORM_PROSE)
		return before == LABEL_RELATED_TITLE ? LABEL_RELATED_TEASER :
			LABEL_FOOTER;
	if (l->words > 5)
		return LABEL_RELATED_TITLE;
	if (i < z->last + 16 && (before == LABEL_TAGS || i == z->last + 1))
		return LABEL_TAGS;
	return 2 * (i - z->last) > p->lines - z->last || before == LABEL_MENU ||
		before == LABEL_FOOTER ? LABEL_FOOTER : LABEL_MENU;
}

static uint8_t
dropped_class(const struct guess *g, const struct page *p, const struct zones *z,
	size_t i)
{
	const struct line *l = &p->line[i];
	unsigned phrase = line_phrase(l);
	size_t start = z->title < z->first ? z->title : z->first;

	if (phrase < LABELS && (l->whole || l->words < 30))
		return (uint8_t)phrase;
	if (z->first == p->lines ? i <= z->title && z->title < p->lines : i < start)
		return before_title(l);
	if (i < z->first && z->first < p->lines)
		return before_body(l);
	if (i < z->last)
		return inside_body(g, p, i);
	return i == 0 ? LABEL_MENU : after_body(g, p, z, i);
}

/* A run of neutral lines is a post when one of them names an account. */
static void
neutral_run(struct guess *g, const struct page *p, size_t from)
{
	size_t i, to;
	unsigned flags = 0;

	for (to = from; to < p->lines && g->known[to] == GUESS_NEUTRAL; to++)
		flags |= p->line[to].flags & (LINE_URL | LINE_HANDLE);
	for (i = from; i < to; i++)
		g->known[i] = flags ? LABEL_EMBED : LABEL_BODY;
}

void
guess_labels(struct guess *g, const struct page *p)
{
	struct zones z = zones_of(g, p);
	size_t i;

	for (i = 0; i < p->lines; i++) {
		if (g->known[i] == GUESS_NEUTRAL)
			neutral_run(g, p, i);
		else if (g->known[i] == GUESS_DROPPED)
			g->known[i] = dropped_class(g, p, &z, i);
		else if (g->known[i] == GUESS_KEPT)
			g->known[i] = LABEL_BODY;
	}
	paragraph_kinds(p, g->known);
}
