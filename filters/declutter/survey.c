/*
 * What the page around a line tells of it: the core (the run of lines that reads
 * most like an article), the probable title, what repeats, what shares words.
 */
#include <string.h>

#include "buf.h"
#include "label.h"
#include "page.h"
#include "word.h"

#define CORE_WORDS 80	/* a paragraph counts no more than this towards the core */
#define BUILD_WORDS 14	/* longer lines are not compared by their build */
#define SHORT_WORDS 60	/* longer lines are not compared with the title or each other, */
#define SHARED_WORDS 40	/* nor words behind these with those of the next line */
#define PROBES 128	/* slots looked at for a key; half of all are free */
#define EDGE_WORDS 5	/* of the start or end of a line, compared with others */

/* Slots by keys. */
struct set {
	struct page_slot *slot;
	size_t mask;
};

/* An empty set in place of the last one, for so many keys at most. */
static struct set
set_begin(struct page *p, size_t most)
{
	size_t size = 64;

	while (size < 2 * most)
		size *= 2;
	mem_grow(&p->set, &p->set_cap, size, sizeof(*p->set));
	memset(p->set, 0, size * sizeof(*p->set));
	return (struct set){ p->set, size - 1 };
}

/* The slot of a key, or a free one for it. Which of both it is cannot be foretold, so it
 * is not asked. Words chosen to meet in one place come to share slots there. */
static inline struct page_slot *
set_find(struct set set, uint64_t key)
{
	uint32_t low = (uint32_t)key;
	size_t i = key >> 32 & set.mask;
	unsigned left = PROBES;

	while ((set.slot[i].line != 0) & (set.slot[i].key != low) & (left-- > 0))
		i = (i + 1) & set.mask;
	set.slot[i].key = low;
	return set.slot + i;
}

/* Phrases that do not stand inside an article. */
static bool
foreign(const struct line *l)
{
	const uint64_t mask = label_bit(LABEL_SECTION_HEAD) | label_bit(LABEL_TAGS) |
		label_bit(LABEL_COMMENT_FORM) | label_bit(LABEL_COMMENT_COUNT) |
		label_bit(LABEL_COMMENT) | label_bit(LABEL_COOKIE) |
		label_bit(LABEL_LEGAL) | label_bit(LABEL_FOOTER) |
		label_bit(LABEL_NEWSLETTER) | label_bit(LABEL_SOCIAL_FOLLOW) |
		label_bit(LABEL_PAGER);

	return ((l->whole | (l->words < 20 ? l->head : 0)) & mask) != 0;
}

static int
core_score(const struct line *l)
{
	int words = l->words > CORE_WORDS ? CORE_WORDS : (int)l->words;
	int web = (int)page_address(l);

	if (foreign(l))
		return line_phrase(l) == LABEL_SECTION_HEAD ? -25 : -60;
	switch (l->form) {
	case FORM_PROSE:
		return 10 * web > words && web > 2 ? -words : words;
	case FORM_SENTENCE:
		return words / 2 - 2 * web;
	case FORM_TEASER:
		return words > 50 ? words : -12;
	case FORM_LABEL:
		return -5;
	}
	return -7;
}

/* The run of lines with the highest sum of scores (Bentley 1984). */
static void
find_core(struct page *p)
{
	long best = 0, sum = 0;
	size_t i, start = 0;

	p->core_start = p->core_end = 0;
	for (i = 0; i < p->lines; i++) {
		if (sum <= 0) {
			sum = 0;
			start = i;
		}
		sum += core_score(&p->line[i]);
		if (sum > best) {
			best = sum;
			p->core_start = start;
			p->core_end = i + 1;
		}
	}
	p->core_words = 0;
	for (i = p->core_start; i < p->core_end; i++)
		p->core_words += p->line[i].words;
}

/* The words that carry content, line by line. */
static void
find_content(struct page *p)
{
	struct page_content *to;
	size_t i, j;

	mem_grow(&p->content, &p->content_cap, p->words + 1, sizeof(*to));
	to = p->content;
	for (i = 0; i < p->lines; i++) {
		struct line *l = &p->line[i];

		l->content_word = (uint32_t)(to - p->content);
		for (j = 0; j < l->stored; j++) {
			to->word = (uint32_t)(l->word + j);
			to->line = (uint32_t)i;
			to->place = (uint16_t)j;
			to += word_content(&p->word[to->word]);
		}
	}
	p->contents = (size_t)(to - p->content);
}

/* Where those of line i begin; those of the line before end there. */
static const struct page_content *
content_at(const struct page *p, size_t i)
{
	return p->content + (i < p->lines ? p->line[i].content_word : p->contents);
}

/* Counts the different ones in the core, and for each line those of the line before that
 * it has too. */
static void
count_content(struct page *p)
{
	struct set set = set_begin(p, p->contents);
	struct page_content *c = p->content, *end = c + p->contents;

	for (; c < end; c++) {
		const struct word *w = &p->word[c->word];
		struct page_slot *slot = set_find(set, w->hash);

		c->slot = (uint32_t)(slot - set.slot);
		c->name = (c->place > 0) & w->flags;
		c->again = slot->line == c->line + 1;
		if (slot->line == c->line)
			p->line[c->line].echo += slot->times;
		slot->times = (uint8_t)((c->again ? slot->times : 0) +
			(c->place < SHARED_WORDS));
		slot->line = c->line + 1;
		slot->count += (c->line >= p->core_start) & (c->line < p->core_end);
	}
}

/* How many content words of line i stand in the core too (elsewhere than in the line
 * itself), and how many of those that begin with a capital. */
static void
measure_topic(struct page *p, size_t i)
{
	struct line *l = &p->line[i];
	const struct page_content *at = content_at(p, i), *end = content_at(p, i + 1);
	unsigned own = i >= p->core_start && i < p->core_end;
	unsigned topical = 0, names = 0, known = 0;

	l->content = (uint16_t)(end - at);
	for (; at < end; at++) {
		bool there = p->set[at->slot].count > own;
		bool name = at->name & (names < UINT8_MAX);

		topical += there;
		names += name;
		known += name & there;
	}
	l->topical = (uint16_t)topical;
	l->names = (uint8_t)names;
	l->known = (uint8_t)known;
}

static void
find_topic(struct page *p)
{
	size_t i;

	if (p->core_end == 0)
		return;
	for (i = 0; i < p->lines; i++)
		measure_topic(p, i);
}

/* What lines are counted by: their words, their build, their first words, their last. */
enum { BY_WORDS, BY_BUILD, BY_START, BY_END, KEYS };
#define NONE UINT32_MAX	/* the slot of a key that a line has not */

/* How a short line is built: its function words and the kinds of the others, a run of
 * one kind counted once. */
static uint64_t
key_build(const struct page *p, const struct line *l)
{
	const struct word *w = line_words(p, l);
	uint64_t h = BY_BUILD << 16 | (uint64_t)l->first << 8 | l->last, last = 0;
	size_t i;

	for (i = 0; i < l->stored; i++) {
		uint64_t kind = w[i].flags & WORD_NUMBER ? 3 : w[i].flags & WORD_CAP ? 2 : 1;

		kind = w[i].flags & WORD_FUNCTION ? w[i].hash : kind;
		h = kind != last ? word_mix(h, kind) : h;
		last = kind;
	}
	return h;
}

static uint64_t
key_edge(uint64_t h, const struct word *w)
{
	size_t i;

	for (i = 0; i < EDGE_WORDS; i++)
		h = word_mix(h, w[i].hash);
	return h;
}

/* Counts a line by a key; in which slot. */
static uint32_t
count_key(struct set set, uint64_t key)
{
	struct page_slot *slot = set_find(set, key);

	slot->line = 1;
	slot->count++;
	return (uint32_t)(slot - set.slot);
}

/* Counts a line by its keys, those that it has; in which slots. */
static void
count_line(const struct page *p, struct set set, const struct line *l, uint32_t *slot)
{
	const struct word *w = line_words(p, l);

	slot[BY_WORDS] = count_key(set, l->hash);
	slot[BY_BUILD] = slot[BY_START] = slot[BY_END] = NONE;
	if (l->words <= BUILD_WORDS)
		slot[BY_BUILD] = count_key(set, key_build(p, l));
	if (l->stored <= EDGE_WORDS)
		return;
	slot[BY_START] = count_key(set, key_edge(BY_START, w));
	slot[BY_END] = count_key(set, key_edge(BY_END, w + l->stored - EDGE_WORDS));
}

/* How many other lines have a key, up to `most`. */
static uint8_t
others(const struct page *p, uint32_t slot, uint8_t most)
{
	uint32_t n = slot == NONE ? 0 : p->set[slot].count - 1;

	return n > most ? most : (uint8_t)n;
}

static void
compare_lines(struct page *p)
{
	struct set set = set_begin(p, KEYS * p->lines);
	size_t i;

	mem_grow(&p->slot, &p->slot_cap, KEYS * p->lines, sizeof(*p->slot));
	for (i = 0; i < p->lines; i++)
		count_line(p, set, &p->line[i], p->slot + KEYS * i);
	for (i = 0; i < p->lines; i++) {
		const uint32_t *slot = p->slot + KEYS * i;
		struct line *l = &p->line[i];

		l->repeats = others(p, slot[BY_WORDS], 3);
		l->alike = others(p, slot[BY_BUILD], UINT8_MAX);
		l->shared = (uint8_t)(others(p, slot[BY_START], 1) |
			others(p, slot[BY_END], 1) << 1);
	}
}

static int
title_score(const struct page *p, size_t i)
{
	const struct line *l = &p->line[i];
	size_t away = i < p->core_start ? p->core_start - i : 0;
	int score;

	if (l->words < 3 || l->words > 35 || l->form == FORM_DATE ||
	    l->form == FORM_NUMBER || l->whole != 0 || (l->flags & LINE_COPYRIGHT))
		return -1;
	score = 4 * l->topical - 2 * (l->content - l->topical);
	score += l->repeats ? 2 : 0;
	score -= l->last == EDGE_STOP && l->stops ? 6 : 0;
	score -= away > 60 ? 12 : (int)(away / 5);
	return score;
}

static void
find_title(struct page *p)
{
	size_t i;
	int best = 0;

	p->title = p->lines;
	for (i = 0; i < p->lines && i < p->core_start + 2; i++) {
		int score = title_score(p, i);

		if (score > best) {
			best = score;
			p->title = i;
		}
	}
}

/* Counts for each line the words of the title that it has. */
static void
count_title(struct page *p)
{
	const struct page_content *c = content_at(p, p->title);
	const struct page_content *end = content_at(p, p->title + 1);

	for (; c < end; c++)
		p->set[c->slot].title++;
	for (c = p->content, end = c + p->contents; c < end; c++)
		if (p->set[c->slot].title > 0 && !c->again)
			p->line[c->line].titled += p->set[c->slot].title;
}

static void
compare_title(struct page *p)
{
	const struct line *title;
	size_t i, of;

	if (p->title == p->lines)
		return;
	title = &p->line[p->title];
	of = (size_t)(content_at(p, p->title + 1) - content_at(p, p->title));
	count_title(p);
	for (i = 0; i < p->lines; i++) {
		struct line *l = &p->line[i];
		unsigned n = l->titled;

		if (l->words > SHORT_WORDS)
			l->titled = 0;
		else if (l->hash == title->hash)
			l->titled = 4;
		else
			l->titled = of == 0 || 5 * n < of ? 0 : 2 * n < of ? 1 :
				5 * n < 4 * of ? 2 : 3;
	}
}

static void
compare_neighbours(struct page *p)
{
	size_t i;

	for (i = 1; i < p->lines; i++) {
		struct line *l = &p->line[i];

		if (l->words > SHORT_WORDS || l[-1].words > SHORT_WORDS)
			l->echo = 0;
		else if (l->echo > 3)
			l->echo = 3;
	}
}

void
page_survey(struct page *p)
{
	size_t i, parted = 0;

	for (i = 1; i < p->lines; i++)
		parted += p->line[i].blank > 0;
	p->spaced = 2 * parted > p->lines;
	find_core(p);
	compare_lines(p);
	find_content(p);
	count_content(p);
	find_topic(p);
	find_title(p);
	compare_title(p);
	compare_neighbours(p);
}
