/* The features of lines: see feature.h. */
#include "feature.h"

#include <string.h>

#include "buf.h"
#include "label.h"
#include "markup.h"
#include "names.h"
#include "word.h"

/* What features look at, for --explain and as seeds of their hashes. */
enum template {
	F_WORDS, F_FORM, F_FIRST, F_LAST, F_EDGES, F_SHAPE, F_CAPS, F_FUNCTIONS,
	F_NUMBERS, F_STOPS, F_FLAG, F_GROUP, F_WHOLE, F_HEAD, F_INSIDE, F_LINE,
	F_WORD, F_FIRST_WORD, F_FIRST_TWO, F_LAST_WORD, F_BLANK, F_INDENT,
	F_BEFORE, F_AFTER, F_FORMS, F_BEFORE_PHRASE, F_AFTER_PHRASE, F_REPEATS,
	F_TITLED, F_TOPICAL, F_ECHO, F_CORE, F_CORE_AWAY, F_PROSE_BEFORE,
	F_PROSE_AFTER, F_SINCE_PROSE, F_TO_PROSE, F_ANCHOR, F_ANCHORS, F_RUN,
	F_PAGE_LINES, F_CORE_WORDS, F_POSITION, F_TITLE_AWAY, F_JOIN,
	F_NAMING, F_ADDRESS, F_SEEN, F_NEXT_ANCHOR, F_GAP, F_ALIKE, F_HEADS, F_STARTS,
	F_KNOWN, F_READER, F_CREDIT, F_FROM_CORE,
	TEMPLATES
};

#define BIT(t) (UINT64_C(1) << (t))
#define LINE_FEATURES 512	/* a line has no more: 60, and some for each word or class */

/* What rests on the words of a language, or makes up for the outline that a text lacks:
 * left to the model of text alone. That of pages with an outline is the better without,
 * and serves other languages too. */
#define TEXT_ALONE (BIT(F_FUNCTIONS) | BIT(F_GROUP) | BIT(F_ADDRESS) | BIT(F_SHAPE) | \
	BIT(F_LINE) | BIT(F_WORD) | BIT(F_FIRST_WORD) | BIT(F_FIRST_TWO) | \
	BIT(F_LAST_WORD) | BIT(F_READER) | BIT(F_CREDIT) | BIT(F_GAP) | BIT(F_ALIKE) | \
	BIT(F_HEADS) | BIT(F_STARTS) | BIT(F_KNOWN) | BIT(F_FROM_CORE))

static const char *const template_name[TEMPLATES] = {
	"words", "form", "first character", "last character", "edges", "shape",
	"capitals", "function words", "numbers", "sentences", "sign", "word group",
	"phrase (whole line)", "phrase (start)", "phrase (inside)", "line", "word",
	"first word", "first two words", "last word", "blank lines", "indent",
	"form before", "form after", "forms around", "phrase before", "phrase after",
	"repeated", "like the title", "words of the article", "words of the line before",
	"article core", "distance to the core", "prose before", "prose after",
	"lines since prose", "lines to prose", "block", "blocks", "run of alike lines",
	"page length", "article length", "position", "distance to the title", "joined",
	"names", "words to the reader", "blocks so far", "next block",
	"gap", "built alike", "heads of comments", "same start", "names of the article",
	"reader spoken to", "credit", "blocks since the core"
};

struct maker {
	const uint64_t *seed;		/* of each template's hashes */
	uint64_t *to;			/* where the next feature goes */
	uint64_t leave_out;
};

static inline void
put(struct maker *m, enum template t, uint64_t value)
{
	*m->to = crf_mix(m->seed[t], value);
	m->to += !(m->leave_out >> t & 1);
}

static const uint64_t *
seeds(void)
{
	static uint64_t seed[TEMPLATES];

	for (unsigned t = 0; seed[TEMPLATES - 1] == 0 && t < TEMPLATES; t++)
		seed[t] = crf_mix(0x6465636c, t);
	return seed;
}

static unsigned
bucket(size_t n)
{
	static const uint8_t small[] = {
		0, 1, 2, 3, 4, 5, 5, 6, 6, 6, 7, 7, 7, 7, 7, 8, 8, 8, 8, 8, 8, 8
	};

	if (n < sizeof(small))
		return small[n];
	if (n < 60)
		return n < 35 ? 9 : 10;
	return n < 120 ? 11 : n < 250 ? 12 : 13;
}

static unsigned
share(size_t part, size_t whole)
{
	return whole == 0 ? 0 : part == 0 ? 1 : part >= whole ? 7 :
		2 + (unsigned)(5 * part / whole);
}

/* « Xx Xx 9 » for short lines. */
static uint64_t
shape_of(const struct page *p, const struct line *l)
{
	const struct word *w = line_words(p, l);
	uint64_t h = (uint64_t)l->first << 8 | l->last;
	size_t i;

	for (i = 0; i < l->stored; i++)
		h = crf_mix(h, w[i].flags & (WORD_CAP | WORD_UPPER | WORD_NUMBER |
			WORD_FUNCTION));
	return h;
}

static void
put_bits(struct maker *m, enum template t, uint64_t bits)
{
	for (; bits != 0; bits &= bits - 1)
		put(m, t, (uint64_t)__builtin_ctzll(bits));
}

static void
put_form(struct maker *m, const struct page *p, const struct line *l)
{
	unsigned g, web = page_address(l);

	put(m, F_WORDS, bucket(l->words));
	put(m, F_FORM, l->form);
	put(m, F_FIRST, l->first);
	put(m, F_LAST, (uint64_t)l->last << 4 | bucket(l->words) / 3);
	put(m, F_EDGES, (uint64_t)l->first << 8 | l->last);
	put(m, F_CAPS, share(l->caps, l->words) << 4 | share(l->uppers, l->words));
	put(m, F_FUNCTIONS, (uint64_t)share(l->functions, l->words) << 8 |
		bucket(l->words));
	put(m, F_NUMBERS, (uint64_t)share(l->numbers, l->words) << 8 |
		bucket(l->words) / 2);
	put(m, F_STOPS, bucket(l->stops));
	put_bits(m, F_FLAG, l->flags);
	for (g = GROUP_FIRST; g < PHRASE_GROUPS; g++)
		if (l->group[g])
			put(m, F_GROUP, (uint64_t)(g - 1) << 8 | (l->words < 12 ? 16u : 0) |
				share(l->group[g], l->words));
	put(m, F_NAMING, l->naming);
	if (web > 0)
		put(m, F_ADDRESS, ((unsigned)l->form << 6) + (web > 3 ? 3u : web) * 4 +
			(l->group[GROUP_SECOND] > 2 ? 2u : l->group[GROUP_SECOND]));
	put(m, F_BLANK, (uint64_t)l->blank << 1 | p->spaced);
	put(m, F_INDENT, l->indent);
	put(m, F_REPEATS, (uint64_t)l->repeats << 8 | bucket(l->words) / 3);
}

static void
put_phrases(struct maker *m, const struct line *l)
{
	uint64_t bits;

	put_bits(m, F_WHOLE, l->whole);
	put_bits(m, F_HEAD, l->head & ~l->whole);
	for (bits = l->head & ~l->whole; bits != 0; bits &= bits - 1)
		put(m, F_HEAD, 1u << 16 | (unsigned)l->form << 8 |
			(unsigned)__builtin_ctzll(bits));
	if (l->words < 40)
		put_bits(m, F_INSIDE, l->inside & ~l->whole & ~l->head);
}

static void
put_words(struct maker *m, const struct page *p, const struct line *l)
{
	const struct word *w = line_words(p, l);
	size_t i;

	if (l->stored == 0)
		return;
	put(m, F_FIRST_WORD, w[0].hash);
	if (l->stored > 1 && l->words < 40)
		put(m, F_FIRST_TWO, crf_mix(w[0].hash, w[1].hash));
	if (l->words <= 12)
		put(m, F_LAST_WORD, w[l->stored - 1].hash);
	if (l->words > 7)
		return;
	put(m, F_LINE, l->hash);
	put(m, F_SHAPE, shape_of(p, l));
	for (i = 1; i < l->stored; i++)
		put(m, F_WORD, w[i].hash);
}

static unsigned
coarse(const struct line *l)
{
	return (unsigned)l->form << 1 |
		(l->last == EDGE_ELLIPSIS || l->last == EDGE_COLON);
}

static void
put_neighbours(struct maker *m, const struct page *p, size_t i)
{
	const struct line *l = &p->line[i];
	unsigned before = i > 0 ? coarse(l - 1) : 31;
	unsigned before2 = i > 1 ? coarse(l - 2) : 31;
	unsigned after = i + 1 < p->lines ? coarse(l + 1) : 31;
	unsigned after2 = i + 2 < p->lines ? coarse(l + 2) : 31;

	put(m, F_BEFORE, before << 5 | coarse(l));
	put(m, F_AFTER, after << 5 | coarse(l));
	put(m, F_FORMS, before << 10 | coarse(l) << 5 | after);
	put(m, F_FORMS, 1u << 20 | before2 << 15 | before << 10 | coarse(l) << 5 |
		after);
	put(m, F_FORMS, 1u << 21 | before << 15 | coarse(l) << 10 | after << 5 | after2);
	if (i > 0) {
		put(m, F_BEFORE_PHRASE, line_phrase(l - 1) << 5 | coarse(l));
		put(m, F_ECHO, (uint64_t)l->echo << 5 | coarse(l));
		put(m, F_JOIN, (uint64_t)l[-1].last << 8 | l->first);
	}
	if (i + 1 < p->lines) {
		put(m, F_AFTER_PHRASE, line_phrase(l + 1) << 5 | coarse(l));
		put(m, F_ECHO, 256u | (uint64_t)l[1].echo << 5 | coarse(l));
	}
}

/* 0 before the core, 1 in it, 2 after it */
static unsigned
zone_of(const struct page *p, size_t i)
{
	return i < p->core_start ? 0 : i < p->core_end ? 1 : 2;
}

static void
put_topic(struct maker *m, const struct page *p, size_t i)
{
	const struct line *l = &p->line[i];
	unsigned zone = zone_of(p, i);
	size_t away = zone == 0 ? p->core_start - i : zone == 2 ? i - p->core_end : 0;
	unsigned topical = share(l->topical, l->content);

	if (l->naming != NAMES_NONE)
		put(m, F_NAMING, 1u << 16 | (unsigned)l->naming << 8 | zone << 4 |
			(p->title < p->lines && i > p->title ? 8u : 0) | (away < 4));
	put(m, F_TITLED, (uint64_t)l->titled << 8 | zone << 4 | (i == p->title ? 8u : 0) |
		(p->title < p->lines && i > p->title ? 4u : 0));
	put(m, F_TOPICAL, topical << 6 | zone << 4 | bucket(l->content) / 2);
	put(m, F_TOPICAL, 1u << 16 | topical << 6 | zone << 4 | l->form);
	put(m, F_CORE, zone << 8 | l->form);
	put(m, F_CORE_AWAY, zone << 8 | bucket(away));
	put(m, F_CORE_AWAY, 1u << 16 | zone << 12 | bucket(away) << 8 | l->form);
	if (p->title < p->lines) {
		size_t d = i > p->title ? i - p->title : p->title - i;

		put(m, F_TITLE_AWAY, (uint64_t)(i > p->title) << 12 | bucket(d) << 8 |
			l->form);
		put(m, F_TITLE_AWAY, 1u << 16 | (i > p->title ? 256u : 0) | zone << 4 |
			bucket(d));
	}
}

static void
put_place(struct maker *m, const struct page *p, const struct place *at, size_t i)
{
	unsigned form = p->line[i].form;
	uint64_t f;

	put(m, F_PROSE_BEFORE, bucket(at->prose_before) << 4 | form);
	put(m, F_PROSE_AFTER, bucket(at->prose_after) << 4 | form);
	put(m, F_SINCE_PROSE, bucket(at->since_prose) << 4 | form);
	put(m, F_TO_PROSE, bucket(at->to_prose) << 4 | form);
	put(m, F_TO_PROSE, 1u << 16 | bucket(at->since_prose) << 8 |
		bucket(at->to_prose) << 4 | form);
	for (f = 0; f < FAMILIES; f++)
		put(m, F_SEEN, f << 16 | (uint64_t)at->seen[f] << 8 | form);
	put(m, F_NEXT_ANCHOR, (uint64_t)at->next_anchor << 16 |
		bucket(at->to_anchor) << 8 | form);
	put(m, F_ANCHOR, (uint64_t)at->anchor << 16 | bucket(at->since_anchor) << 8 |
		form);
	put(m, F_ANCHOR, 1u << 24 | (unsigned)at->anchor << 8 | form);
	put(m, F_ANCHORS, (uint64_t)at->anchor << 8 | at->previous_anchor);
	put(m, F_RUN, bucket(at->run) << 4 | form);
	put(m, F_PAGE_LINES, bucket(p->lines) << 4 | form);
	put(m, F_CORE_WORDS, bucket(p->core_words / 4) << 4 | form);
	put(m, F_POSITION, bucket(i) << 4 | form);
	put(m, F_POSITION, 1u << 16 | bucket(p->lines - i) << 4 | form);
}

/* What lies before and after a paragraph. */
static void
put_gaps_around(struct maker *m, const struct line *l, const struct gap *before)
{
	const struct gap *after = before + 1;
	unsigned topical = share(l->topical, l->content) / 2;

	put(m, F_GAP, 1u << 24 | (unsigned)before->kinds << 8 | bucket(before->lines));
	put(m, F_GAP, 2u << 24 | (unsigned)before->kinds << 8 | before->ends << 4 | topical);
	put(m, F_GAP, 3u << 24 | (unsigned)after->kinds << 8 | bucket(after->lines));
	put(m, F_GAP, 4u << 24 | (unsigned)before->kinds << 16 |
		(unsigned)after->kinds << 8 | (before->lines > 0 ? 2u : 0) |
		(after->lines > 0));
}

/* What else lies in the same gap as a line. */
static void
put_gap(struct maker *m, const struct line *l, const struct gap *g)
{
	put(m, F_GAP, 5u << 24 | (unsigned)g->kinds << 8 | g->ends << 4 | l->form);
	put(m, F_GAP, 6u << 24 | g->ends << 16 | bucket(g->lines) << 8 |
		share(g->numbers, g->lines) << 4 | l->form);
	put(m, F_GAP, 7u << 24 | g->ends << 16 | bucket(g->words / g->lines) << 8 |
		bucket(g->lines) << 4 | (g->kinds == 0 ? 8u : 0) | l->form);
}

/* How often the page has lines built as `of`, which stands `where` of the line. */
static void
put_build(struct maker *m, unsigned where, const struct line *of, const struct line *l)
{
	put(m, F_ALIKE, where << 16 | bucket(of->alike) << 8 |
		(line_dated(of) ? 128u : 0) | l->form);
}

static void
put_alike(struct maker *m, const struct page *p, const struct place *at, size_t i)
{
	const struct line *l = &p->line[i];

	put_build(m, 0, l, l);
	if (i > 0 && l[-1].alike > 0)
		put_build(m, 1, l - 1, l);
	if (i + 1 < p->lines && l[1].alike > 0)
		put_build(m, 2, l + 1, l);
	put(m, F_HEADS, bucket(at->heads) << 4 | l->form);
	put(m, F_STARTS, (unsigned)l->shared << 8 | (l->repeats > 0 ? 128u : 0) |
		(i < p->core_start ? 64u : 0) | l->form);
}

/* « PAUL BIYO / AFP », « © Awa Sow »: 0 for no credit, else its kind. */
static unsigned
credit(const struct line *l)
{
	unsigned who = l->group[GROUP_AGENCY] + l->group[GROUP_PHOTO];

	if (l->words > 10 || (who == 0 && !(l->flags & LINE_COPYRIGHT)))
		return 0;
	return 1 + ((l->flags & (LINE_CHAIN | LINE_COPYRIGHT)) ? 1u : 0) +
		(2 * l->caps > l->words ? 2u : 0);
}

static void
put_voices(struct maker *m, const struct page *p, const struct place *at, size_t i)
{
	const struct line *l = &p->line[i];
	unsigned first = l->group[GROUP_FIRST], second = l->group[GROUP_SECOND];
	unsigned zone = zone_of(p, i);

	put(m, F_FROM_CORE, zone << 12 | (unsigned)at->from_core << 4 | l->form);
	if (l->names > 0)
		put(m, F_KNOWN, share(l->known, l->names) << 8 | (l->names > 3 ? 128u : 0) |
			zone << 4 | l->form);
	if (first + second > 0)
		put(m, F_READER, (l->flags & LINE_QUOTE ? 4096u : 0) |
			share(second, l->words) << 8 | (first > 0 ? 128u : 0) | l->form);
	put(m, F_CREDIT, credit(l) << 8 | (i > 0 ? credit(l - 1) : 0) << 4 |
		(i + 1 < p->lines ? credit(l + 1) : 0));
}

static void
put_line(struct maker *m, const struct page *p, const struct places *places, size_t i)
{
	put_form(m, p, &p->line[i]);
	put_phrases(m, &p->line[i]);
	put_words(m, p, &p->line[i]);
	put_neighbours(m, p, i);
	put_topic(m, p, i);
	put_place(m, p, &places->v[i], i);
	if (p->line[i].form == FORM_PROSE)
		put_gaps_around(m, &p->line[i], &places->gap[places->v[i].gap]);
	else
		put_gap(m, &p->line[i], &places->gap[places->v[i].gap]);
	put_alike(m, p, &places->v[i], i);
	put_voices(m, p, &places->v[i], i);
}

void
features_add(struct crf_seq *seq, const struct page *p, const struct places *places,
	size_t from, size_t to, uint64_t leave_out)
{
	struct maker m = { .seed = seeds(), .leave_out = leave_out };

	if (p->outline != NULL)
		m.leave_out |= TEXT_ALONE;
	for (; from < to; from++) {
		m.to = crf_room(seq, LINE_FEATURES);
		put_line(&m, p, places, from);
		crf_filled(seq, m.to);
		if (p->outline != NULL)
			markup_add(seq, p, p->outline, from, leave_out);
		crf_next(seq);
	}
}

const char *
feature_name(unsigned template)
{
	return template < TEMPLATES ? template_name[template] : NULL;
}
