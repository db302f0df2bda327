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
#define SHARED_WORDS 40	/* nor words behind these */
#define EDGE_WORDS 5	/* of the start or end of a line, compared with others */

/* The slot of a key, or the free one where it belongs. Which of both it is cannot be
 * foretold, so it is not asked. */
static inline struct page_slot *
set_find(const struct page *p, uint64_t key)
{
	size_t i;

	key |= 1;
	i = (key >> 20 ^ key) & (p->set_size - 1);
	while ((p->set[i].key != 0) & (p->set[i].key != key))
		i = (i + 1) & (p->set_size - 1);
	return &p->set[i];
}

/* An empty set, for so many keys at most. */
static void
set_begin(struct page *p, size_t most)
{
	for (p->set_size = 64; p->set_size < 4 * most; )
		p->set_size *= 2;
	mem_grow(&p->set, &p->set_cap, p->set_size, sizeof(*p->set));
	memset(p->set, 0, p->set_size * sizeof(*p->set));
}

/* Counts a key; in which slot. */
static inline uint32_t
set_count(struct page *p, uint64_t key)
{
	struct page_slot *slot = set_find(p, key);

	slot->key = key | 1;
	slot->count++;
	return (uint32_t)(slot - p->set);
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
	uint32_t *to;
	size_t i, j;

	mem_grow(&p->content, &p->content_cap, p->words + 1, sizeof(*to));
	to = p->content;
	for (i = 0; i < p->lines; i++) {
		struct line *l = &p->line[i];

		l->content_word = (uint32_t)(to - p->content);
		for (j = l->word; j < l->word + l->stored; j++) {
			*to = (uint32_t)j;
			to += word_content(&p->word[j]);
		}
	}
	p->contents = (size_t)(to - p->content);
}

/* Where those of line i begin; those of the line before end there. */
static const uint32_t *
content_at(const struct page *p, size_t i)
{
	return p->content + (i < p->lines ? p->line[i].content_word : p->contents);
}

/* Counts the content words of the core. */
static void
count_core(struct page *p)
{
	const uint32_t *at = content_at(p, p->core_start);
	const uint32_t *end = content_at(p, p->core_end);

	set_begin(p, (size_t)(end - at));
	for (; at < end; at++)
		set_count(p, p->word[*at].hash);
}

/* How many content words of line i stand in the core too (elsewhere than in the line
 * itself), and how many of those that begin with a capital. */
static void
measure_topic(struct page *p, size_t i)
{
	struct line *l = &p->line[i];
	const uint32_t *at = content_at(p, i), *end = content_at(p, i + 1);
	unsigned own = i >= p->core_start && i < p->core_end;
	unsigned topical = 0, names = 0, known = 0;

	l->content = (uint16_t)(end - at);
	for (; at < end; at++) {
		const struct word *w = &p->word[*at];
		bool there = set_find(p, w->hash)->count > own;
		bool name = (*at > l->word) & (w->flags & WORD_CAP) & (names < UINT8_MAX);

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
	count_core(p);
	for (i = 0; i < p->lines; i++)
		measure_topic(p, i);
}

/* Counting lines by a key. */
#define NOT_COUNTED 2	/* the key of those that are not */

typedef uint64_t key_of(const struct page *, const struct line *);

static uint64_t
key_words(const struct page *p, const struct line *l)
{
	(void)p;
	return l->hash | 1;
}

/* How a short line is built: its function words and the kinds of the others, a run of
 * one kind counted once. */
static uint64_t
key_build(const struct page *p, const struct line *l)
{
	const struct word *w = line_words(p, l);
	uint64_t h = (uint64_t)l->first << 8 | l->last, last = 0;
	size_t i;

	if (l->words > BUILD_WORDS)
		return NOT_COUNTED;
	for (i = 0; i < l->stored; i++) {
		uint64_t kind = w[i].flags & WORD_NUMBER ? 3 : w[i].flags & WORD_CAP ? 2 : 1;

		kind = w[i].flags & WORD_FUNCTION ? w[i].hash : kind;
		h = kind != last ? word_mix(h, kind) : h;
		last = kind;
	}
	return h | 1;
}

static uint64_t
key_edge(const struct word *w)
{
	uint64_t h = 0;
	size_t i;

	for (i = 0; i < EDGE_WORDS; i++)
		h = word_mix(h, w[i].hash);
	return h | 1;
}

static uint64_t
key_start(const struct page *p, const struct line *l)
{
	return l->stored > EDGE_WORDS ? key_edge(line_words(p, l)) : NOT_COUNTED;
}

static uint64_t
key_end(const struct page *p, const struct line *l)
{
	return l->stored > EDGE_WORDS ?
		key_edge(line_words(p, l) + l->stored - EDGE_WORDS) : NOT_COUNTED;
}

/* Counts the lines by their keys; their slots stay in p->slot. */
static void
count_lines(struct page *p, key_of *key)
{
	size_t i;

	set_begin(p, p->lines + 1);
	mem_grow(&p->slot, &p->slot_cap, p->lines, sizeof(*p->slot));
	for (i = 0; i < p->lines; i++)
		p->slot[i] = set_count(p, key(p, &p->line[i]));
	set_find(p, NOT_COUNTED)->count = 1;
}

/* How many other lines have the key of line i, up to `most`. */
static uint8_t
others(const struct page *p, size_t i, uint8_t most)
{
	uint32_t n = p->set[p->slot[i]].count - 1;

	return n > most ? most : (uint8_t)n;
}

static void
compare_lines(struct page *p)
{
	size_t i;

	count_lines(p, key_words);
	for (i = 0; i < p->lines; i++)
		p->line[i].repeats = others(p, i, 3);
	count_lines(p, key_build);
	for (i = 0; i < p->lines; i++)
		p->line[i].alike = others(p, i, UINT8_MAX);
	count_lines(p, key_start);
	for (i = 0; i < p->lines; i++)
		p->line[i].shared = others(p, i, 1);
	count_lines(p, key_end);
	for (i = 0; i < p->lines; i++)
		p->line[i].shared |= (uint8_t)(others(p, i, 1) << 1);
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

/* How many of the first content words of line i has b too, both lines being short. */
static unsigned
shared_words(const struct page *p, size_t i, const struct line *b)
{
	const struct line *a = &p->line[i];
	const uint32_t *at = content_at(p, i), *end = content_at(p, i + 1);
	uint64_t both = a->content_bag & b->content_bag;
	unsigned n = 0;

	for (; both != 0 && at < end && *at < a->word + SHARED_WORDS; at++) {
		uint64_t hash = p->word[*at].hash;

		if (both & page_bag(hash))
			n += page_has_word(p, b, hash);
	}
	return n;
}

static void
compare_title(struct page *p)
{
	const struct line *title = &p->line[p->title];
	size_t i, of;

	if (p->title == p->lines)
		return;
	of = (size_t)(content_at(p, p->title + 1) - content_at(p, p->title));
	for (i = 0; i < p->lines; i++) {
		struct line *l = &p->line[i];
		unsigned n;

		if (l->words > SHORT_WORDS)
			continue;
		n = shared_words(p, p->title, l);
		if (l->hash == title->hash)
			l->titled = 4;
		else if (of > 0)
			l->titled = 5 * n < of ? 0 : 2 * n < of ? 1 :
				5 * n < 4 * of ? 2 : 3;
	}
}

static void
compare_neighbours(struct page *p)
{
	size_t i;

	for (i = 1; i < p->lines; i++) {
		struct line *l = &p->line[i];
		unsigned n;

		if (l->words > SHORT_WORDS || l[-1].words > SHORT_WORDS)
			continue;
		n = shared_words(p, i - 1, l);
		l->echo = (uint8_t)(n > 3 ? 3 : n);
	}
}

void
page_survey(struct page *p)
{
	size_t i, parted = 0;

	if (p->lines == 0)
		return;
	for (i = 1; i < p->lines; i++)
		parted += p->line[i].blank > 0;
	p->spaced = 2 * parted > p->lines;
	find_core(p);
	find_content(p);
	find_topic(p);
	compare_lines(p);
	find_title(p);
	compare_title(p);
	compare_neighbours(p);
}
