/* The names of line labels: see label.h. */
#include "label.h"

#include <string.h>

const char *const label_name[LABELS] = {
	"body", "heading", "list",
	"title", "title_repeat", "byline", "byline_label",
	"date", "date_label", "read_time", "author_box",
	"caption", "embed", "read_also", "section_head",
	"related_title", "related_teaser", "related_date",
	"read_more", "pager", "tags", "source", "share",
	"share_counter", "social_follow", "newsletter",
	"app_promo", "paywall", "ad", "comment_count",
	"comment", "comment_form", "menu", "nav_ui",
	"breadcrumb", "site_header", "cookie", "legal",
	"footer", "widget", "other",
};

const uint8_t label_outline[LABEL_OUTLINES] = {
	LABEL_BODY, LABEL_HEADING, LABEL_LIST, LABEL_TITLE, LABEL_BYLINE, LABEL_DATE,
	LABEL_OTHER,
};

unsigned
label_outlined(unsigned label)
{
	unsigned i = 0;

	while (i < LABEL_OUTLINES - 1 && label_outline[i] != label)
		i++;
	return i;
}

unsigned
label_find(const char *s, size_t len)
{
	unsigned i;

	for (i = 0; i < LABELS; i++)
		if (strlen(label_name[i]) == len && memcmp(label_name[i], s, len) == 0)
			return i;
	return LABELS;
}
