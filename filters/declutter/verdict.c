/* Deciding on lines: see verdict.h. */
#include "verdict.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "names.h"
#include "paragraph.h"
#include "role.h"
#include "url.h"

#define CHUNK 8192	/* lines decoded at once, to bound memory */
#define KEEP_AT 0.4f	/* a loss costs more than a line too many */
#define KEEP_HTML 0.3f
#define INITIALS 4
#define LIST_ITEMS 3	/* a list that was dropped has so many lines at least, */
#define LIST_WORDS 16	/* of no more words, to be the article's after all */
#define HEADLINES 4	/* so many kept lines without a sentence are no article */
/* How well a line would do for the title is a product of these (fitted on pages). */
#define TITLE_AT 0.1f	/* less probable ones are no title if they may be article */
#define TITLE_PRIOR 0.03f
#define TITLE_WORDS 0.15f	/* when the article has none of its words */
#define TITLE_NEAR 10	/* lines away that count */
#define TITLE_ODD 0.37f	/* behind the first paragraph, or speaking to the reader */
#define TITLE_SAID 3.5f	/* e to this: it is the title in page_meta or the address */
#define TITLE_MOST 34	/* more than that */
#define TITLE_LEAST 0.004f
#define SAID_AT 0.5f

#define TEXT_TREES 0.5	/* what trees count, of 1 */
#define HTML_TREES 0.3
#define UNSURE 0.005f	/* they are asked about lines whose two sides are likelier each */
#define META_SURE 0.5f	/* a line of title, byline or date is none of theirs */
#define AGREED 0.2	/* of the prose, or what outlines say is not believed */

#define SURE 0.995f	/* the model is not to be believed more than this ... */
#define ONE_MORE 0.02f	/* ... when another page of the site has the line too, */
#define MANY_MORE 1e-3f	/* when several have it, or the caller names its class */

/* The probability that a line belongs to the article, given what is known of it
 * from outside the page. */
static float
informed(float keep, const struct line *l)
{
	float odds = l->own || l->elsewhere > 1 ? MANY_MORE : ONE_MORE;

	keep = keep > SURE ? SURE : keep;
	return keep * odds / (keep * odds + 1 - keep);
}

/* How much a line is the title that page_meta or the address give. */
static float
said_title(const struct page *p, size_t i)
{
	if (p->outline != NULL && (p->outline->line[i].meta & OUTLINE_TITLE))
		return 1;
	return p->url != NULL ? url_likeness(p->url, p, i) : 0;
}

/* A headline that says no common phrase nor whose picture it is, no further down than
 * the article's start. */
static bool
headline_over(const struct page *p, size_t i)
{
	const struct line *l = &p->line[i];

	return (l->form <= FORM_HEADLINE || (l->form == FORM_DATE && l->words > 5)) &&
		l->words > 2 && l->words <= 35 && !(l->whole | l->head) &&
		!l->group[GROUP_PHOTO] && !l->group[GROUP_AGENCY] &&
		p->s[l->end - 1] != '.' && i <= p->core_start + 1;
}

/* « Accueil | La Une | Contact » */
static bool
row_of_links(const struct page *p, const struct line *l)
{
	const char *s = p->s + l->start, *end = p->s + l->end, *bar;

	if (!(l->flags & LINE_PIPE) || !(bar = memchr(s, '|', l->end - l->start)))
		return false;
	return memchr(bar + 1, '|', (size_t)(end - bar) - 1) != NULL;
}

/* How well a line would do for the title: what the model says, the words it shares
 * with the article, how near it stands, and what is known from elsewhere. */
static void
weigh_title(struct verdict *v, const struct page *page, size_t i, float p)
{
	const struct line *l = &page->line[i];
	size_t away = i < page->core_start ? page->core_start - i : i - page->core_start;
	float words = TITLE_WORDS + (float)l->topical / (float)(l->content + 1);
	float said, score = (p + TITLE_PRIOR) * words * words /
		sqrtf(1 + (float)away / TITLE_NEAR);

	if (score * TITLE_MOST <= v->title_score)
		return;
	said = said_title(page, i);
	if (p < TITLE_AT && said < SAID_AT &&
	    (label_kept(v->label[i]) || !headline_over(page, i)))
		return;
	if (said < SAID_AT && row_of_links(page, l))
		return;
	score *= expf(TITLE_SAID * said * said * said);
	if (i > page->core_start + 1)
		score *= TITLE_ODD;
	if (page_address(l) > 0)
		score *= TITLE_ODD;
	if (score <= v->title_score)
		return;
	v->title_score = score;
	v->title = i;
}

/* Whether a line of names is a byline: one that leads to them, or has several of which the
 * article says nothing, right over the article; one with an author that page_meta gives or
 * in an author's block. */
static bool
signs(const struct page *p, size_t i)
{
	const struct line *l = &p->line[i];
	const struct outline_line *o = p->outline ? &p->outline->line[i] : NULL;
	bool over = i + 1 == p->core_start;

	switch (l->naming) {
	case NAMES_NONE:
		return false;
	case NAMES_ONE:
		return o == NULL && over && l->caps >= 4 && l->topical == 0;
	case NAMES_LED: case NAMES_LED_MORE:
		if (o == NULL)
			return over;
		/* fallthrough */
	case NAMES_BARE: case NAMES_JOINED:
		return o != NULL && ((o->meta & OUTLINE_AUTHOR) ||
			(o->near & UINT32_C(1) << ROLE_AUTHOR));
	}
	return o != NULL && (o->meta & OUTLINE_AUTHOR);
}

/* The label of a line, or what its phrase knows better. */
static unsigned
by_phrase(const struct page *p, size_t i, unsigned label)
{
	const struct line *l = &p->line[i];
	unsigned phrase = line_phrase(l);

	if (label == LABEL_BYLINE && phrase == LABEL_SOURCE)
		return LABEL_SOURCE;
	if (label == LABEL_DATE && (l->whole & label_bit(LABEL_DATE_LABEL)))
		return LABEL_DATE_LABEL;
	if (label_kept(label) || i >= p->core_start)
		return label;
	if (phrase == LABEL_SITE_HEADER)
		return LABEL_SITE_HEADER;
	if (l->whole & label_bit(LABEL_BYLINE_LABEL))
		return LABEL_BYLINE_LABEL;
	if (i > 0 && (l[-1].whole & label_bit(LABEL_BYLINE_LABEL)) &&
	    (l->naming == NAMES_BARE || l->naming == NAMES_JOINED))
		return LABEL_BYLINE;
	return label;
}

/* The most probable label of the likelier side, kept or dropped. */
static void
choose(struct verdict *v, const struct page *page, size_t line, const float *p)
{
	const struct line *l = &page->line[line];
	float keep = 0, best = -1, at = page->outline != NULL ? KEEP_HTML : KEEP_AT;
	bool byline = signs(page, line);
	unsigned y, from, to, top;

	for (y = 0; y < LABEL_KEPT; y++)
		keep += p[y];
	keep = keep < 1 ? keep : 1;	/* a sum of rounded numbers */
	if (l->own || l->elsewhere)
		keep = informed(keep, l);
	if (byline)
		keep = 0;
	from = keep >= at ? 0 : LABEL_KEPT;
	to = keep >= at ? LABEL_KEPT : LABELS;
	top = from;
	for (y = from; y < to; y++) {
		if (p[y] > best) {
			best = p[y];
			top = y;
		}
	}
	if (byline)
		top = LABEL_BYLINE;
	top = by_phrase(page, line, top);
	if (from > 0 && l->own)
		top = l->own - 1u;
	v->label[line] = (uint8_t)top;
	v->score[line] = from == 0 ? keep : 1 - keep;
	weigh_title(v, page, line, p[LABEL_TITLE]);
}

static float
kept_share(const float *p)
{
	return p[LABEL_BODY] + p[LABEL_HEADING] + p[LABEL_LIST];
}

/* Line models know by themselves what is title, byline or date. */
static bool
sure_of_meta(const float *p)
{
	return p[LABEL_TITLE] + p[LABEL_BYLINE] + p[LABEL_DATE] > META_SURE;
}

/* Whether the line models leave it open if a line is kept. */
static bool
unsure(const float *p)
{
	float keep = kept_share(p);

	return keep > UNSURE && keep < 1 - UNSURE && !sure_of_meta(p);
}

/* The trees have a say, `share` of 1, in whether a line is kept; which label it has then
 * is the line model's to say. */
static void
settle(float *p, double odds, double share)
{
	double keep = (double)kept_share(p), drop = 1 - keep, both;
	float more, less;
	unsigned y;

	both = 1 / (1 + exp((share - 1) * log(keep / drop) - share * odds));
	more = (float)(both / keep);
	less = (float)((1 - both) / drop);
	for (y = 0; y < LABEL_KEPT; y++)
		p[y] *= more;
	for (; y < LABELS; y++)
		p[y] *= less;
}

static void
ask_trees(struct verdict *v, const struct models *models, const struct page *p,
	size_t from, size_t to)
{
	const struct trees *trees = p->outline ? &models->html_trees : &models->trees;
	double share = p->outline ? HTML_TREES : TEXT_TREES;
	size_t i, n = 0;

	if (trees->n == 0)
		return;
	mem_grow(&v->unsure, &v->unsure_cap, to - from, sizeof(*v->unsure));
	for (i = 0; i < to - from; i++)
		if (unsure(v->marginal + i * LABELS))
			v->unsure[n++] = (uint32_t)i;
	columns_begin(&v->columns, p, n);
	for (i = 0; i < n; i++)
		columns_add(&v->columns, p, &v->places, from + v->unsure[i]);
	mem_grow(&v->odds, &v->odds_cap, n + COLUMN_BLOCK, sizeof(*v->odds));
	trees_ask(trees, &v->columns, v->odds);
	for (i = 0; i < n; i++)
		settle(v->marginal + v->unsure[i] * LABELS, (double)v->odds[i], share);
}

/* The labels' probabilities on the lines of the sequence by one model. */
static void
ask(struct crf *crf, const struct crf_seq *seq, float **marginal, size_t *cap)
{
	mem_grow(marginal, cap, seq->n * crf_labels(crf), sizeof(float));
	crf_decode(crf, seq, NULL, *marginal);
}

/* How much of the prose that one line model would keep the other would keep too. */
static double
agreement(const struct verdict *v, const struct page *p, size_t from, size_t to)
{
	double text = 1, outline = 1, both = 1;
	size_t i;

	for (i = 0; i < to - from; i++) {
		const struct line *l = &p->line[from + i];
		double first, second;

		if (l->form >= FORM_HEADLINE)
			continue;
		first = (double)kept_share(v->marginal + i * LABELS) * l->words;
		second = (double)kept_share(v->second + i * LABEL_OUTLINES) * l->words;
		text += first;
		outline += second;
		both += fmin(first, second);
	}
	return both / fmax(text, outline);
}

/* The model of outlines sees what that of texts does, and more. It knows better what
 * belongs to the article and what its title is; it tells no kinds of clutter apart. But
 * it has seen few ways to mark up a page: where it finds quite another article, it is
 * lost. */
static void
ask_outline(struct verdict *v, const struct models *models, const struct page *p,
	size_t from, size_t to)
{
	/* What it counts, of 1, for each of its labels. */
	static const float share[LABEL_OUTLINES] = { .85f, .85f, .85f, .7f, .5f, .5f, 0 };
	size_t i;
	unsigned k;

	markup_read(&v->markup, models->html, p, from, to);
	v->markup.seq.more = &v->seq;
	ask(models->html, &v->markup.seq, &v->second, &v->second_cap);
	if (!p->foreign && agreement(v, p, from, to) < AGREED)
		return;
	for (i = 0; i < to - from; i++) {
		float *first = v->marginal + i * LABELS;
		const float *second = v->second + i * LABEL_OUTLINES;

		if (sure_of_meta(first))
			continue;
		for (k = 0; k < LABEL_OUTLINES; k++)
			first[label_outline[k]] +=
				share[k] * (second[k] - first[label_outline[k]]);
	}
}

static void
ask_all(struct verdict *v, const struct models *models, const struct page *p,
	size_t from, size_t to)
{
	struct page bare = *p;

	bare.outline = NULL;
	crf_begin(&v->seq);
	features_add(&v->seq, &bare, &v->places, from, to, 0);
	ask(models->text, &v->seq, &v->marginal, &v->marginal_cap);
	if (p->outline != NULL)
		ask_outline(v, models, p, from, to);
	ask_trees(v, models, p, from, to);
}

static void
decide_chunk(struct verdict *v, const struct models *models, const struct page *p,
	size_t from, size_t to)
{
	size_t i;

	ask_all(v, models, p, from, to);
	for (i = from; i < to; i++)
		choose(v, p, i, v->marginal + (i - from) * LABELS);
}

static void
drop_as(struct verdict *v, size_t i, unsigned label)
{
	v->label[i] = (uint8_t)label;
	v->score[i] = 0.5f;
}

/* A list of headlines is no article. */
static void
drop_headlines(struct verdict *v, const struct page *p)
{
	size_t i, n = 0;

	for (i = 0; i < p->lines; i++) {
		if (!label_kept(v->label[i]))
			continue;
		if (p->line[i].form < FORM_HEADLINE)
			return;
		n++;
	}
	for (i = 0; i < p->lines && n >= HEADLINES; i++) {
		if (!label_kept(v->label[i]))
			continue;
		drop_as(v, i, LABEL_RELATED_TITLE);
	}
}

/* A line that may be an item of a list, or a cell of a table. */
static bool
may_be_item(const struct verdict *v, const struct page *p, size_t i)
{
	const struct line *l = &p->line[i];

	return v->label[i] != LABEL_TITLE && v->label[i] != LABEL_DATE &&
		l->form >= FORM_HEADLINE && l->form != FORM_DATE &&
		l->words <= LIST_WORDS && !(l->whole | l->head) && !l->own &&
		!l->elsewhere;
}

/* « Awa Sow : la reine », « Awa Sow (Cosmos) » */
static bool
two_parts(const struct page *p, const struct line *l)
{
	return memmem(p->s + l->start, l->end - l->start, ": ", 2) != NULL ||
		(l->last == EDGE_PAREN && l->numbers == 0);
}

/* Where the items that were dropped end, from a line on: any, or those of two parts. */
static size_t
items_end(const struct verdict *v, const struct page *p, size_t i, bool any)
{
	while (i < p->lines && !label_kept(v->label[i]) && may_be_item(v, p, i) &&
	       (any || two_parts(p, &p->line[i])))
		i++;
	return i;
}

/* Where the items of an outline's list end that begin at a line: those without links. */
static size_t
outlined_end(const struct page *p, size_t i)
{
	for (; i < p->lines && p->outline->line[i].kind == KIND_ITEM; i++) {
		const struct line *l = &p->line[i];

		if (p->outline->line[i].links > 0 || (l->whole | l->head) || l->own ||
		    l->elsewhere)
			break;
	}
	return i;
}

/* Where a table ends: cells, dropped or not, at least a third of them numbers; `i` when
 * there is none. */
static size_t
table_end(const struct verdict *v, const struct page *p, size_t i)
{
	size_t numbers = 0, to = i;

	for (; to < p->lines && may_be_item(v, p, to); to++)
		numbers += p->line[to].form == FORM_NUMBER;
	return 3 * numbers >= to - i && numbers < to - i ? to : i;
}

static void
keep_items(struct verdict *v, size_t from, size_t to)
{
	for (; from < to; from++) {
		if (label_kept(v->label[from]))
			continue;
		v->label[from] = LABEL_LIST;
		v->score[from] = 0.5f;
	}
}

/* Where the list or table of the article ends that begins at a line; not behind it when
 * none does. No article ends in a colon, so what stands behind one is its list. Before
 * its `last` line, items of two parts are one too, but under a head of links; so is a
 * table behind a sentence. */
static size_t
list_end(const struct verdict *v, const struct page *p, size_t i, size_t last)
{
	const uint64_t heads = label_bit(LABEL_SECTION_HEAD) |
		label_bit(LABEL_READ_ALSO) | label_bit(LABEL_RELATED_TITLE);
	unsigned before = v->label[i - 1];
	size_t to;

	if (label_kept(before) && p->line[i - 1].last == EDGE_COLON)
		return p->outline ? outlined_end(p, i) : items_end(v, p, i, true);
	if (p->outline != NULL)
		return i;
	if (label_kept(before) && p->line[i - 1].form < FORM_HEADLINE &&
	    (to = table_end(v, p, i)) > i && to <= last)
		return to;
	to = items_end(v, p, i, false);
	return to <= last && !(heads & label_bit(before)) ? to : i;
}

/* Whole lists and tables that the models took for clutter. */
static void
keep_lists(struct verdict *v, const struct page *p)
{
	size_t i = 0, to, last = p->lines;

	while (i < p->lines && !label_kept(v->label[i]))
		i++;
	while (last > i && !label_kept(v->label[last - 1]))
		last--;
	for (i++; i <= last && i < p->lines; i = to > i ? to : i + 1) {
		to = list_end(v, p, i, last);
		if (to >= i + LIST_ITEMS)
			keep_items(v, i, to);
	}
}

static bool
any_kept(const struct verdict *v, const struct page *p)
{
	size_t i;

	for (i = 0; i < p->lines; i++)
		if (label_kept(v->label[i]))
			return true;
	return false;
}

static bool
headline(const struct verdict *v, const struct page *p, size_t i)
{
	return p->line[i].form == FORM_HEADLINE && !label_kept(v->label[i]);
}

/* A headline on its own just before the line that did best for the title is the title,
 * and that line its subtitle. Breadcrumbs and kickers are shorter, or not of the words
 * of the article. */
static size_t
over_subtitle(const struct verdict *v, const struct page *p)
{
	size_t i = v->title;
	const struct line *l;

	if (i == 0 || said_title(p, i) >= SAID_AT || !headline(v, p, i - 1) ||
	    (i > 1 && headline(v, p, i - 2)))
		return i;
	l = &p->line[i - 1];
	return l->words > 6 && 5 * l->topical >= 2 * l->content ? i - 1 : i;
}

/* The line that opens the article when it is a headline, or in quotation marks, over
 * a paragraph; page.lines when it is not. */
static size_t
first_headline(const struct verdict *v, const struct page *p)
{
	const struct line *l = p->line;
	size_t i = 0;

	while (i < p->lines && !label_kept(v->label[i]))
		i++;
	if (i + 1 >= p->lines || !label_kept(v->label[i + 1]) ||
	    l[i + 1].form != FORM_PROSE || l[i].words < 4 || l[i].words > 35 ||
	    row_of_links(p, &l[i]))
		return p->lines;
	if (l[i].form == FORM_HEADLINE || (l[i].last == EDGE_CLOSE && l[i].stops == 0))
		return i;
	return p->lines;
}

/* « S. H. » */
static bool
initials(const struct page *p, const struct line *l)
{
	const struct word *w = line_words(p, l);
	size_t i;

	for (i = 0; i < l->stored; i++)
		if (w[i].len > 1 || !(w[i].flags & WORD_CAP))
			return false;
	return i > 1 && i <= INITIALS;
}

/* « Lefleuve.net » */
static bool
is_address(const struct page *p, const struct line *l)
{
	const char *s = p->s + l->start;
	size_t len = l->end - l->start;

	return l->words > 1 && memchr(s, '.', len - 1) != NULL &&
		memchr(s, ' ', len) == NULL;
}

/* Initials behind the last paragraph sign it, as a name over the site's address does. */
static void
sign_off(struct verdict *v, const struct page *p)
{
	const struct line *l = p->line;
	size_t i = p->lines;

	while (i > 0 && !label_kept(v->label[i - 1]))
		i--;
	if (i > 1 && initials(p, &l[i - 1])) {
		drop_as(v, i - 1, LABEL_BYLINE);
	} else if (i > 2 && is_address(p, &l[i - 1]) && l[i - 2].topical == 0 &&
	    l[i - 2].naming == NAMES_BARE) {
		drop_as(v, i - 1, LABEL_SOURCE);
		drop_as(v, i - 2, LABEL_BYLINE);
	}
}

/* The line over the byline and the date that the article begins under, when it has a word
 * of the article; page.lines when there is none. */
static size_t
over_byline(const struct verdict *v, const struct page *p)
{
	size_t i = 0, first;
	const struct line *l;

	while (i < p->lines && !label_kept(v->label[i]))
		i++;
	for (first = i; i > 0 && (v->label[i - 1] == LABEL_BYLINE ||
	    v->label[i - 1] == LABEL_DATE); )
		i--;
	if (i == first || i == 0)
		return p->lines;
	l = &p->line[i - 1];
	return l->words > 1 && l->topical > 0 && !(l->whole | l->head) ? i - 1 : p->lines;
}

/* A page has one title: other lines that look like one repeat it or lead elsewhere. */
static void
one_title(struct verdict *v, const struct page *p)
{
	size_t i;

	for (i = 0; i < p->lines; i++) {
		if (i == v->title)
			v->label[i] = LABEL_TITLE;
		if (v->label[i] != LABEL_TITLE || i == v->title)
			continue;
		v->label[i] = v->title < p->lines &&
			p->line[i].hash == p->line[v->title].hash ?
			LABEL_TITLE_REPEAT : LABEL_RELATED_TITLE;
	}
}

/* A page of which nothing is kept, but that has a sentence between its title, or the
 * byline and date under it, and the head of other articles, is a brief. */
static void
keep_brief(struct verdict *v, const struct page *p)
{
	size_t i = v->title + 1;

	if (v->title == p->lines || any_kept(v, p))
		return;
	while (i < p->lines && (v->label[i] == LABEL_BYLINE || v->label[i] == LABEL_DATE))
		i++;
	if (i + 1 >= p->lines || p->line[i].form > FORM_SENTENCE ||
	    v->label[i + 1] != LABEL_SECTION_HEAD)
		return;
	v->label[i] = LABEL_BODY;
	v->score[i] = 0.5f;
}

void
verdict_decide(struct verdict *v, const struct models *models, const struct page *p)
{
	size_t from, to;

	mem_grow(&v->label, &v->label_cap, p->lines + 1, 1);
	mem_grow(&v->score, &v->score_cap, p->lines + 1, sizeof(float));
	places_find(&v->places, p);
	v->title = p->lines;
	v->title_score = 0;
	for (from = 0; from < p->lines; from = to) {
		to = p->lines - from > CHUNK ? from + CHUNK : p->lines;
		decide_chunk(v, models, p, from, to);
	}
	drop_headlines(v, p);
	keep_lists(v, p);
	if (v->title_score < TITLE_LEAST ||
	    (!any_kept(v, p) && v->label[v->title] != LABEL_TITLE))
		v->title = p->lines;
	v->title = v->title < p->lines ? over_subtitle(v, p) : first_headline(v, p);
	if (v->title == p->lines && p->outline == NULL)
		v->title = over_byline(v, p);
	one_title(v, p);
	keep_brief(v, p);
	sign_off(v, p);
	paragraph_kinds(p, v->label);
}

void
verdict_free(struct verdict *v)
{
	free(v->label);
	free(v->score);
	free(v->marginal);
	free(v->second);
	free(v->unsure);
	free(v->odds);
	columns_free(&v->columns);
	places_free(&v->places);
	crf_seq_free(&v->seq);
	markup_free(&v->markup);
}
