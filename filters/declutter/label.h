/*
 * The labels of a line: the three kinds of kept line, then the clutter classes,
 * by the names that records, tables and models use.
 */
#ifndef LABEL_H
#define LABEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum label {
	LABEL_BODY, LABEL_HEADING, LABEL_LIST,
	LABEL_TITLE, LABEL_TITLE_REPEAT, LABEL_BYLINE, LABEL_BYLINE_LABEL,
	LABEL_DATE, LABEL_DATE_LABEL, LABEL_READ_TIME, LABEL_AUTHOR_BOX,
	LABEL_CAPTION, LABEL_EMBED, LABEL_READ_ALSO, LABEL_SECTION_HEAD,
	LABEL_RELATED_TITLE, LABEL_RELATED_TEASER, LABEL_RELATED_DATE,
	LABEL_READ_MORE, LABEL_PAGER, LABEL_TAGS, LABEL_SOURCE, LABEL_SHARE,
	LABEL_SHARE_COUNTER, LABEL_SOCIAL_FOLLOW, LABEL_NEWSLETTER,
	LABEL_APP_PROMO, LABEL_PAYWALL, LABEL_AD, LABEL_COMMENT_COUNT,
	LABEL_COMMENT, LABEL_COMMENT_FORM, LABEL_MENU, LABEL_NAV_UI,
	LABEL_BREADCRUMB, LABEL_SITE_HEADER, LABEL_COOKIE, LABEL_LEGAL,
	LABEL_FOOTER, LABEL_WIDGET, LABEL_OTHER,
	LABELS
};

/* The kept kinds are the labels below this one. */
#define LABEL_KEPT LABEL_TITLE

extern const char *const label_name[LABELS];

/* What the model of pages with an outline tells apart: the kept kinds first, last what
 * stands for all others. */
#define LABEL_OUTLINES 7
extern const uint8_t label_outline[LABEL_OUTLINES];
/* The place of a label there. */
unsigned label_outlined(unsigned label);

/* The label of that name, LABELS when there is none. */
unsigned label_find(const char *s, size_t len);

static inline bool
label_kept(unsigned label)
{
	return label < LABEL_KEPT;
}

/* What a record tells in a member of its own. */
static inline bool
label_meta(unsigned label)
{
	return label == LABEL_TITLE || label == LABEL_BYLINE || label == LABEL_DATE;
}

static inline uint64_t
label_bit(unsigned label)
{
	return UINT64_C(1) << label;
}

#endif
