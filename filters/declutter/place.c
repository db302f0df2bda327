/* Where lines stand among the others: see place.h. */
#include "place.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "label.h"

#define BIT(label) (UINT64_C(1) << LABEL_##label)
#define NEVER 999	/* lines since what has not come yet */

static bool
prose(const struct line *l)
{
	return l->form == FORM_PROSE;
}

/* Phrases that open a block: what follows is more of it. */
static bool
anchors(const struct line *l)
{
	const uint64_t mask = BIT(SECTION_HEAD) | BIT(TAGS) | BIT(COMMENT_FORM) |
		BIT(COMMENT_COUNT) | BIT(COMMENT) | BIT(COOKIE) | BIT(LEGAL) |
		BIT(FOOTER) | BIT(NEWSLETTER) | BIT(SOCIAL_FOLLOW) | BIT(PAGER) |
		BIT(READ_ALSO) | BIT(SHARE) | BIT(PAYWALL) | BIT(DATE);

	return ((l->whole | (l->words < 20 ? l->head : 0)) & mask) != 0;
}

/* The family of a block that a class of phrases opens, FAMILIES for none. */
static enum family
family_of(unsigned label)
{
	switch (label) {
	case LABEL_COMMENT_COUNT: case LABEL_COMMENT_FORM: case LABEL_COMMENT:
		return FAMILY_COMMENT;
	case LABEL_SECTION_HEAD: case LABEL_TAGS: case LABEL_PAGER:
		return FAMILY_RELATED;
	case LABEL_COOKIE: case LABEL_LEGAL: case LABEL_FOOTER: case LABEL_NEWSLETTER:
	case LABEL_SOCIAL_FOLLOW:
		return FAMILY_FOOT;
	case LABEL_DATE: case LABEL_READ_TIME:
		return FAMILY_HEAD;
	}
	return FAMILIES;
}

/* Counts that a line adds for those after it. A button for comments may stand anywhere
 * in an article. */
static void
pass(struct place *at, const struct line *l, bool core)
{
	bool opens = anchors(l) && !(core && line_phrase(l) == LABEL_COMMENT_FORM);

	enum family f;

	if (prose(l)) {
		at->prose_before++;
		at->since_prose = 0;
		for (f = 0; f < FAMILIES; f++)
			if (at->seen[f] > 0 && at->seen[f] < 4)
				at->seen[f]++;
	}
	if (l->alike > 0 && line_dated(l))
		at->heads = 0;
	if (!opens)
		return;
	f = family_of(line_phrase(l));
	if (f < FAMILIES)
		at->seen[f] = 1;
	if (line_phrase(l) != at->anchor)
		at->previous_anchor = at->anchor;
	at->anchor = (uint8_t)line_phrase(l);
	at->since_anchor = 0;
}

/* Blocks opened before the article, such as a count of comments under the title, say
 * nothing of what follows its beginning. */
static void
forget(struct place *at)
{
	at->seen[FAMILY_COMMENT] = at->seen[FAMILY_RELATED] = at->seen[FAMILY_FOOT] = 0;
	at->anchor = at->previous_anchor = LABELS;
	at->since_anchor = NEVER;
}

static void
look_back(struct places *places, const struct page *p)
{
	struct place at;
	size_t i, prose_words = 0;

	memset(&at, 0, sizeof(at));
	at.anchor = at.previous_anchor = LABELS;
	at.since_prose = at.since_anchor = at.heads = NEVER;
	for (i = 0; i < p->lines; i++) {
		const struct line *l = &p->line[i];

		if (i == p->core_start && prose_words < p->core_words / 4)
			forget(&at);
		prose_words += prose(l) ? l->words : 0;
		at.since_prose++;
		at.since_anchor++;
		at.heads++;
		if (i == 0 || l[-1].form != l->form)
			at.run = 0;
		else if (at.run < UINT8_MAX)
			at.run++;
		places->v[i] = at;
		pass(&at, l, i >= p->core_start && i < p->core_end);
	}
}

/* A bit for the kind of the phrase in a line, 0 for none. */
static uint8_t
kind_of(const struct line *l)
{
	static const uint8_t kind[LABELS + 1] = {
		[LABEL_COMMENT_COUNT] = 1, [LABEL_COMMENT_FORM] = 1, [LABEL_COMMENT] = 1,
		[LABEL_SECTION_HEAD] = 2, [LABEL_PAGER] = 2,
		[LABEL_READ_ALSO] = 4,
		[LABEL_COOKIE] = 8, [LABEL_LEGAL] = 8, [LABEL_FOOTER] = 8,
		[LABEL_PAYWALL] = 8,
		[LABEL_NEWSLETTER] = 16, [LABEL_SOCIAL_FOLLOW] = 16, [LABEL_APP_PROMO] = 16,
		[LABEL_DATE] = 32, [LABEL_READ_TIME] = 32, [LABEL_DATE_LABEL] = 32,
		[LABEL_SHARE] = 64, [LABEL_TAGS] = 64, [LABEL_SHARE_COUNTER] = 64,
		[LABEL_CAPTION] = 128, [LABEL_AD] = 128, [LABEL_EMBED] = 128,
	};

	return kind[line_phrase(l)];
}

static void
find_from_core(struct places *places, const struct page *p)
{
	uint8_t kinds = 0;
	size_t i;

	for (i = 0; i < p->core_end; i++)
		places->v[i].from_core = 0;
	for (; i < p->lines; i++)
		places->v[i].from_core = kinds |= kind_of(&p->line[i]);
	kinds = 0;
	for (i = p->core_start; i-- > 0; )
		places->v[i].from_core = kinds |= kind_of(&p->line[i]);
}

static void
find_gaps(struct places *places, const struct page *p)
{
	struct gap *g;
	size_t i;

	mem_grow(&places->gap, &places->gap_cap, p->lines + 2, sizeof(*g));
	g = places->gap;
	*g = (struct gap){ .ends = 1 };
	for (i = 0; i < p->lines; i++) {
		const struct line *l = &p->line[i];

		places->v[i].gap = (uint32_t)(g - places->gap);
		if (prose(l)) {
			*++g = (struct gap){ 0 };
			continue;
		}
		g->lines++;
		g->words += l->words;
		g->numbers += l->form == FORM_NUMBER;
		g->kinds |= kind_of(l);
	}
	g->ends |= 2;
}

void
places_find(struct places *places, const struct page *p)
{
	uint32_t after = 0, to = NEVER, to_anchor = NEVER;
	unsigned anchor = LABELS;
	size_t i;

	mem_grow(&places->v, &places->cap, p->lines + 1, sizeof(*places->v));
	look_back(places, p);
	find_gaps(places, p);
	find_from_core(places, p);
	for (i = p->lines; i-- > 0; ) {
		places->v[i].prose_after = after;
		places->v[i].to_prose = ++to;
		places->v[i].to_anchor = ++to_anchor;
		places->v[i].next_anchor = (uint8_t)anchor;
		if (prose(&p->line[i])) {
			after++;
			to = 0;
		}
		if (anchors(&p->line[i])) {
			anchor = line_phrase(&p->line[i]);
			to_anchor = 0;
		}
	}
}

void
places_free(struct places *places)
{
	free(places->v);
	free(places->gap);
}
