/*
 * What was decided on a page: a label and its probability for each line, and from
 * them the title, date, byline and source.
 */
#ifndef VERDICT_H
#define VERDICT_H

#include "buf.h"
#include "crf.h"
#include "date.h"
#include "feature.h"
#include "label.h"
#include "markup.h"
#include "page.h"
#include "trees.h"

struct verdict {
	uint8_t *label;			/* enum label of each line */
	float *score;			/* its probability */
	float *marginal;		/* lines × LABELS, of the last chunk only */
	float *second;			/* of the other model: lines × LABEL_OUTLINES */
	uint32_t *unsure;		/* lines that the trees are asked about ... */
	float *odds;			/* ... and what they say of these */
	size_t label_cap, score_cap, marginal_cap, second_cap, unsure_cap, odds_cap;
	uint64_t keep;			/* clutter classes that the caller keeps */
	struct places places;
	struct columns columns;
	struct crf_seq seq;		/* features of the text */
	struct markup markup;		/* of the outline */
	float title_score;
	size_t title;			/* line of the title, page.lines for none */
};

/* The line models and the trees, of text and of text with an outline. */
struct models {
	struct crf *text, *html;
	struct trees trees, html_trees;
};

/* Labels the lines of a surveyed page with the models. */
void	 verdict_decide(struct verdict *, const struct models *, const struct page *);
void	 verdict_free(struct verdict *);

static inline bool
verdict_kept(const struct verdict *v, size_t line)
{
	return label_kept(v->label[line]) || (v->keep & label_bit(v->label[line]));
}

/* A date line, by its label or as it stands under the title. */
static inline bool
verdict_dates(const struct verdict *v, const struct page *p, size_t line)
{
	return v->label[line] == LABEL_DATE || (p->line[line].form == FORM_DATE &&
		label_kept(v->label[line]) && line > v->title && line <= v->title + 3);
}

/* The date stated, relative ones counted from `ref` unless its year is 0. */
struct date meta_date(const struct verdict *, const struct page *, struct date ref);
/* Appends the JSON array of the names in the byline; how many. */
size_t	 meta_byline(const struct verdict *, const struct page *, struct buf *);
/* The source named, an empty span when there is none. */
struct span meta_source(const struct verdict *, const struct page *);

#endif
