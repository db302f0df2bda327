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
#define HASHED 0x6465636c	/* seed of the hashes of the first template */
#define LINE_FEATURES 512	/* a line has no more: 60, and some for each word or class */

/* What rests on the words of a language, or makes up for the outline that a text lacks:
 * left to the model of text alone. That of pages with an outline is the better without,
 * and serves other languages too. */
#define TEXT_ALONE (BIT(F_FUNCTIONS) | BIT(F_GROUP) | BIT(F_ADDRESS) | BIT(F_SHAPE) | \
	BIT(F_LINE) | BIT(F_WORD) | BIT(F_FIRST_WORD) | BIT(F_FIRST_TWO) | \
	BIT(F_LAST_WORD) | BIT(F_READER) | BIT(F_CREDIT) | BIT(F_GAP) | BIT(F_ALIKE) | \
	BIT(F_HEADS) | BIT(F_STARTS) | BIT(F_KNOWN) | BIT(F_FROM_CORE))

/* What a template looks at, and the bits of its values: a bucket or the coarse form of
 * a neighbour takes 4, a form or share 3, a zone 2, an edge 5, a class 6. Words take too
 * many and are hashed. */
static const struct template_kind {
	const char *name;
	uint8_t bits;
} template[TEMPLATES] = {
	[F_WORDS] = { "words", 4 }, [F_FORM] = { "form", 3 },
	[F_FIRST] = { "first character", 5 }, [F_LAST] = { "last character", 8 },
	[F_EDGES] = { "edges", 10 }, [F_SHAPE] = { "shape", 0 },
	[F_CAPS] = { "capitals", 6 }, [F_FUNCTIONS] = { "function words", 7 },
	[F_NUMBERS] = { "numbers", 6 }, [F_STOPS] = { "sentences", 4 },
	[F_FLAG] = { "sign", 4 }, [F_GROUP] = { "word group", 8 },
	[F_WHOLE] = { "phrase (whole line)", 6 }, [F_HEAD] = { "phrase (start)", 10 },
	[F_INSIDE] = { "phrase (inside)", 6 }, [F_LINE] = { "line", 0 },
	[F_WORD] = { "word", 0 }, [F_FIRST_WORD] = { "first word", 0 },
	[F_FIRST_TWO] = { "first two words", 0 }, [F_LAST_WORD] = { "last word", 0 },
	[F_BLANK] = { "blank lines", 3 }, [F_INDENT] = { "indent", 1 },
	[F_BEFORE] = { "form before", 8 }, [F_AFTER] = { "form after", 8 },
	[F_FORMS] = { "forms around", 18 },
	[F_BEFORE_PHRASE] = { "phrase before", 10 },
	[F_AFTER_PHRASE] = { "phrase after", 10 }, [F_REPEATS] = { "repeated", 5 },
	[F_TITLED] = { "like the title", 7 },
	[F_TOPICAL] = { "words of the article", 9 },
	[F_ECHO] = { "words of the line before", 7 }, [F_CORE] = { "article core", 5 },
	[F_CORE_AWAY] = { "distance to the core", 10 },
	[F_PROSE_BEFORE] = { "prose before", 7 }, [F_PROSE_AFTER] = { "prose after", 7 },
	[F_SINCE_PROSE] = { "lines since prose", 7 },
	[F_TO_PROSE] = { "lines to prose", 12 }, [F_ANCHOR] = { "block", 14 },
	[F_ANCHORS] = { "blocks", 12 }, [F_RUN] = { "run of alike lines", 7 },
	[F_PAGE_LINES] = { "page length", 7 }, [F_CORE_WORDS] = { "article length", 7 },
	[F_POSITION] = { "position", 8 }, [F_TITLE_AWAY] = { "distance to the title", 9 },
	[F_JOIN] = { "joined", 10 }, [F_NAMING] = { "names", 8 },
	[F_ADDRESS] = { "words to the reader", 7 }, [F_SEEN] = { "blocks so far", 8 },
	[F_NEXT_ANCHOR] = { "next block", 13 }, [F_GAP] = { "gap", 17 },
	[F_ALIKE] = { "built alike", 10 }, [F_HEADS] = { "heads of comments", 7 },
	[F_STARTS] = { "same start", 7 }, [F_KNOWN] = { "names of the article", 9 },
	[F_READER] = { "reader spoken to", 8 }, [F_CREDIT] = { "credit", 9 },
	[F_FROM_CORE] = { "blocks since the core", 13 },
};

struct maker {
	const uint64_t *base;		/* of each template's numbers */
	uint64_t *to;			/* where the next feature goes */
	uint64_t leave_out;
};

static inline void
put_feature(struct maker *m, enum template t, uint64_t feature)
{
	*m->to = feature;
	m->to += !(m->leave_out >> t & 1);
}

static inline void
put(struct maker *m, enum template t, uint64_t value)
{
	put_feature(m, t, m->base[t] + value);
}

static inline void
put_hash(struct maker *m, enum template t, uint64_t value)
{
	put_feature(m, t, crf_mix(HASHED + t, value));
}

/* Where the numbers of each template begin; those of all end at bases()[TEMPLATES]. */
static const uint64_t *
bases(void)
{
	static uint64_t base[TEMPLATES + 1];

	for (unsigned t = 0; base[TEMPLATES] == 0 && t < TEMPLATES; t++)
		base[t + 1] = base[t] + (UINT64_C(1) << template[t].bits);
	return base;
}

uint64_t
features_end(void)
{
	return bases()[TEMPLATES];
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
	put(m, F_LAST, (uint64_t)l->last << 3 | bucket(l->words) / 3);
	put(m, F_EDGES, (uint64_t)l->first << 5 | l->last);
	put(m, F_CAPS, feature_share(l->caps, l->words) << 3 |
		feature_share(l->uppers, l->words));
	put(m, F_FUNCTIONS, (uint64_t)feature_share(l->functions, l->words) << 4 |
		bucket(l->words));
	put(m, F_NUMBERS, (uint64_t)feature_share(l->numbers, l->words) << 3 |
		bucket(l->words) / 2);
	put(m, F_STOPS, bucket(l->stops));
	put_bits(m, F_FLAG, l->flags);
	for (g = GROUP_FIRST; g < PHRASE_GROUPS; g++)
		if (l->group[g])
			put(m, F_GROUP, (uint64_t)(g - 1) << 4 | (l->words < 12 ? 8u : 0) |
				feature_share(l->group[g], l->words));
	put(m, F_NAMING, l->naming);
	if (web > 0)
		put(m, F_ADDRESS, (unsigned)l->form << 4 | (web > 3 ? 3u : web) << 2 |
			(l->group[GROUP_SECOND] > 2 ? 2u : l->group[GROUP_SECOND]));
	put(m, F_BLANK, (uint64_t)l->blank << 1 | p->spaced);
	put(m, F_INDENT, l->indent);
	put(m, F_REPEATS, (uint64_t)l->repeats << 3 | bucket(l->words) / 3);
}

static void
put_phrases(struct maker *m, const struct line *l)
{
	uint64_t bits;

	put_bits(m, F_WHOLE, l->whole);
	put_bits(m, F_HEAD, l->head & ~l->whole);
	for (bits = l->head & ~l->whole; bits != 0; bits &= bits - 1)
		put(m, F_HEAD, 1u << 9 | (unsigned)l->form << 6 |
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
	put_hash(m, F_FIRST_WORD, w[0].hash);
	if (l->stored > 1 && l->words < 40)
		put_hash(m, F_FIRST_TWO, crf_mix(w[0].hash, w[1].hash));
	if (l->words <= 12)
		put_hash(m, F_LAST_WORD, w[l->stored - 1].hash);
	if (l->words > 7)
		return;
	put_hash(m, F_LINE, l->hash);
	put_hash(m, F_SHAPE, shape_of(p, l));
	for (i = 1; i < l->stored; i++)
		put_hash(m, F_WORD, w[i].hash);
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
	unsigned before = i > 0 ? coarse(l - 1) : 15;
	unsigned before2 = i > 1 ? coarse(l - 2) : 15;
	unsigned after = i + 1 < p->lines ? coarse(l + 1) : 15;
	unsigned after2 = i + 2 < p->lines ? coarse(l + 2) : 15;

	put(m, F_BEFORE, before << 4 | coarse(l));
	put(m, F_AFTER, after << 4 | coarse(l));
	put(m, F_FORMS, before << 8 | coarse(l) << 4 | after);
	put(m, F_FORMS, 1u << 16 | before2 << 12 | before << 8 | coarse(l) << 4 |
		after);
	put(m, F_FORMS, 2u << 16 | before << 12 | coarse(l) << 8 | after << 4 | after2);
	if (i > 0) {
		put(m, F_BEFORE_PHRASE, line_phrase(l - 1) << 4 | coarse(l));
		put(m, F_ECHO, (uint64_t)l->echo << 4 | coarse(l));
		put(m, F_JOIN, (uint64_t)l[-1].last << 5 | l->first);
	}
	if (i + 1 < p->lines) {
		put(m, F_AFTER_PHRASE, line_phrase(l + 1) << 4 | coarse(l));
		put(m, F_ECHO, 64u | (uint64_t)l[1].echo << 4 | coarse(l));
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
	unsigned topical = feature_share(l->topical, l->content);

	if (l->naming != NAMES_NONE)
		put(m, F_NAMING, 1u << 7 | (unsigned)l->naming << 4 | zone << 2 |
			(p->title < p->lines && i > p->title ? 2u : 0) | (away < 4));
	put(m, F_TITLED, (uint64_t)l->titled << 4 | zone << 2 | (i == p->title ? 2u : 0) |
		(p->title < p->lines && i > p->title));
	put(m, F_TOPICAL, topical << 5 | zone << 3 | bucket(l->content) / 2);
	put(m, F_TOPICAL, 1u << 8 | topical << 5 | zone << 3 | l->form);
	put(m, F_CORE, zone << 3 | l->form);
	put(m, F_CORE_AWAY, zone << 4 | bucket(away));
	put(m, F_CORE_AWAY, 1u << 9 | zone << 7 | bucket(away) << 3 | l->form);
	if (p->title < p->lines) {
		size_t d = i > p->title ? i - p->title : p->title - i;

		put(m, F_TITLE_AWAY, (uint64_t)(i > p->title) << 7 | bucket(d) << 3 |
			l->form);
		put(m, F_TITLE_AWAY, 1u << 8 | (i > p->title ? 64u : 0) | zone << 4 |
			bucket(d));
	}
}

static void
put_place(struct maker *m, const struct page *p, const struct place *at, size_t i)
{
	unsigned form = p->line[i].form;
	uint64_t f;

	put(m, F_PROSE_BEFORE, bucket(at->prose_before) << 3 | form);
	put(m, F_PROSE_AFTER, bucket(at->prose_after) << 3 | form);
	put(m, F_SINCE_PROSE, bucket(at->since_prose) << 3 | form);
	put(m, F_TO_PROSE, bucket(at->to_prose) << 3 | form);
	put(m, F_TO_PROSE, 1u << 11 | bucket(at->since_prose) << 7 |
		bucket(at->to_prose) << 3 | form);
	for (f = 0; f < FAMILIES; f++)
		put(m, F_SEEN, f << 6 | (uint64_t)at->seen[f] << 3 | form);
	put(m, F_NEXT_ANCHOR, (uint64_t)at->next_anchor << 7 |
		bucket(at->to_anchor) << 3 | form);
	put(m, F_ANCHOR, (uint64_t)at->anchor << 7 | bucket(at->since_anchor) << 3 |
		form);
	put(m, F_ANCHOR, 1u << 13 | (unsigned)at->anchor << 3 | form);
	put(m, F_ANCHORS, (uint64_t)at->anchor << 6 | at->previous_anchor);
	put(m, F_RUN, bucket(at->run) << 3 | form);
	put(m, F_PAGE_LINES, bucket(p->lines) << 3 | form);
	put(m, F_CORE_WORDS, bucket(p->core_words / 4) << 3 | form);
	put(m, F_POSITION, bucket(i) << 3 | form);
	put(m, F_POSITION, 1u << 7 | bucket(p->lines - i) << 3 | form);
}

/* What lies before and after a paragraph. */
static void
put_gaps_around(struct maker *m, const struct line *l, const struct gap *before)
{
	const struct gap *after = before + 1;
	unsigned topical = feature_share(l->topical, l->content) / 2;

	put(m, F_GAP, (unsigned)before->kinds << 4 | bucket(before->lines));
	put(m, F_GAP, 1u << 14 | (unsigned)before->kinds << 4 | before->ends << 2 |
		topical);
	put(m, F_GAP, 2u << 14 | (unsigned)after->kinds << 4 | bucket(after->lines));
	put_hash(m, F_GAP, (unsigned)before->kinds << 16 |
		(unsigned)after->kinds << 8 | (before->lines > 0 ? 2u : 0) |
		(after->lines > 0));
}

/* What else lies in the same gap as a line. */
static void
put_gap(struct maker *m, const struct line *l, const struct gap *g)
{
	put(m, F_GAP, 3u << 14 | (unsigned)g->kinds << 5 | g->ends << 3 | l->form);
	put(m, F_GAP, 4u << 14 | g->ends << 10 | bucket(g->lines) << 6 |
		feature_share(g->numbers, g->lines) << 3 | l->form);
	put(m, F_GAP, 5u << 14 | g->ends << 12 | bucket(g->words / g->lines) << 8 |
		bucket(g->lines) << 4 | (g->kinds == 0 ? 8u : 0) | l->form);
}

/* How often the page has lines built as `of`, which stands `where` of the line. */
static void
put_build(struct maker *m, unsigned where, const struct line *of, const struct line *l)
{
	put(m, F_ALIKE, where << 8 | bucket(of->alike) << 4 |
		(line_dated(of) ? 8u : 0) | l->form);
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
	put(m, F_HEADS, bucket(at->heads) << 3 | l->form);
	put(m, F_STARTS, (unsigned)l->shared << 5 | (l->repeats > 0 ? 16u : 0) |
		(i < p->core_start ? 8u : 0) | l->form);
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

	put(m, F_FROM_CORE, zone << 11 | (unsigned)at->from_core << 3 | l->form);
	if (l->names > 0)
		put(m, F_KNOWN, feature_share(l->known, l->names) << 6 |
			(l->names > 3 ? 32u : 0) |
			zone << 3 | l->form);
	if (first + second > 0)
		put(m, F_READER, (l->flags & LINE_QUOTE ? 128u : 0) |
			feature_share(second, l->words) << 4 | (first > 0 ? 8u : 0) | l->form);
	put(m, F_CREDIT, credit(l) << 6 | (i > 0 ? credit(l - 1) : 0) << 3 |
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
	struct maker m = { .base = bases(), .leave_out = leave_out };

	if (p->outline != NULL)
		m.leave_out |= TEXT_ALONE;
	for (; from < to; from++) {
		m.to = crf_room(seq, LINE_FEATURES);
		put_line(&m, p, places, from);
		crf_filled(seq, m.to);
		if (p->outline != NULL)
			markup_add(seq, p, from, leave_out);
		crf_next(seq);
	}
}

const char *
feature_name(unsigned t)
{
	return t < TEMPLATES ? template[t].name : NULL;
}
