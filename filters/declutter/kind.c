/* Kinds of pages: see kind.h. */
#include "kind.h"

#include "label.h"
#include "names.h"

#define STUB_WORDS 220	/* an article before a wall that says nothing is no longer */
#define WALL_LINES 8	/* after the article where it may say that it is cut */
#define INDEX_ITEMS 4	/* a list of teasers has so many, */
#define INDEX_WORDS 60	/* and next to no text, */
#define DATE_WORDS 4	/* a date alone has no more: il y a 3 jours, 5 novembre 2025 */
#define INDEX_KEPT 3	/* or so many teasers that pass for paragraphs */

/* The line after the last one of the article. */
static size_t
foot_of(const struct verdict *v, const struct page *p)
{
	size_t foot = p->lines;

	while (foot > 0 && !label_kept(v->label[foot - 1]))
		foot--;
	return foot;
}

/* A line of a wall, but « Abonnez-vous à notre chaîne ». */
static bool
wall(const struct verdict *v, const struct page *p, size_t i)
{
	const struct line *l = &p->line[i];

	return v->label[i] == LABEL_PAYWALL && l->group[GROUP_NETWORK] == 0 &&
		((l->whole | l->head) & label_bit(LABEL_PAYWALL));
}

/* « Il vous reste 62 % de cet article » from the last line of the article on, or
 * any wall right after a short one. */
static bool
walled(const struct verdict *v, const struct page *p, struct phrases *walls,
	size_t words)
{
	size_t foot = foot_of(v, p), i;

	for (i = foot > 0 ? foot - 1 : 0; i < p->lines && i < foot + WALL_LINES; i++) {
		if (page_says(p, i, walls))
			return true;
		if (wall(v, p, i) && i < foot + 2 && words > 0 && words < STUB_WORDS)
			return true;
	}
	return false;
}

static bool
prose(const struct line *l)
{
	return l->form == FORM_PROSE || l->form == FORM_SENTENCE ||
		l->form == FORM_TEASER;
}

/* A date alone or with an author, or a line dropped with a date, a name, « Lire la
 * suite »: what stands by a teaser. */
static bool
marks(const struct line *l, bool kept)
{
	bool dated = l->flags & (LINE_DATE | LINE_AGO);

	if (kept)
		return dated && (l->words <= DATE_WORDS || l->naming == NAMES_LED_MORE);
	return (dated && l->words < 16) || l->naming == NAMES_LED ||
		l->naming == NAMES_LED_MORE ||
		((l->whole | l->head) & label_bit(LABEL_READ_MORE));
}

/* What follows a headline up to the next one. */
struct item {
	size_t kept;		/* paragraphs */
	bool marked;
};

struct items {
	size_t teasers;		/* single paragraphs kept that a mark stands by */
	size_t others;		/* other paragraphs kept */
};

static void
end_item(struct items *items, struct item *item)
{
	size_t teaser = item->marked && item->kept > 0;

	items->teasers += teaser;
	items->others += item->kept - teaser;
	*item = (struct item){ 0, false };
}

/* Paragraphs that the models kept, but each under a headline and by a date or the
 * like. */
static bool
lists_teasers(const struct verdict *v, const struct page *p)
{
	struct items items = { 0, 0 };
	struct item item = { 0, false };
	size_t i;

	for (i = 0; i < p->lines; i++) {
		const struct line *l = &p->line[i];
		bool kept = verdict_kept(v, i);

		if (marks(l, kept) || (kept && l->form == FORM_TEASER))
			item.marked = true;
		if (marks(l, kept))
			continue;
		if (l->form == FORM_HEADLINE)
			end_item(&items, &item);
		else
			item.kept += kept && prose(l);
	}
	end_item(&items, &item);
	return items.teasers >= INDEX_KEPT && 2 * items.others <= items.teasers;
}

/* Whether a list of other articles under this one says of itself that it is one, or has
 * no word on them. */
static bool
others_apart(const struct verdict *v, const struct page *p, size_t foot)
{
	bool titles = true, headed = false;
	size_t i;

	for (i = foot; i < p->lines; i++) {
		unsigned y = v->label[i];

		if (y == LABEL_READ_MORE && i < foot + 2)
			return false;
		headed |= titles && y == LABEL_SECTION_HEAD;
		titles &= y != LABEL_RELATED_TITLE;
		if (y == LABEL_RELATED_TEASER || y == LABEL_READ_MORE)
			return headed;
	}
	return true;
}

/* A short article: its title, a sentence or more, and only then other articles. */
static bool
brief(const struct verdict *v, const struct page *p)
{
	size_t i, foot = foot_of(v, p);
	bool said = false;

	for (i = v->title + 1; i < foot; i++) {
		if (v->label[i] == LABEL_RELATED_TITLE)
			return false;
		said |= label_kept(v->label[i]) && p->line[i].form <= FORM_SENTENCE;
	}
	return said && others_apart(v, p, foot);
}

const char *
page_kind(const struct verdict *v, const struct page *p, struct phrases *walls)
{
	size_t i, kept = 0, words = 0, items = 0;

	for (i = 0; i < p->lines; i++) {
		unsigned y = v->label[i];

		if (label_kept(y)) {
			kept++;
			words += p->line[i].words;
		}
		items += y == LABEL_RELATED_TITLE || y == LABEL_RELATED_TEASER;
	}
	if (walled(v, p, walls, words))
		return "paywall";
	if (words < INDEX_WORDS && items >= INDEX_ITEMS && items > kept &&
	    !brief(v, p))
		return "index";
	return lists_teasers(v, p) ? "index" : "article";
}
