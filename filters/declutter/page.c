/* Lines and what is measured on them: see page.h. */
#include "page.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "date.h"
#include "label.h"
#include "names.h"
#include "text.h"
#include "word.h"

/* A page of OTHER_WORDS words, of which fewer than one in OTHER_SHARE is a function word
 * of the tables, is in another language. */
#define OTHER_WORDS 40
#define OTHER_SHARE 6

/* What is cut by an ellipsis and is longer than this is no teaser, but the beginning of
 * an article before a paywall. */
#define TEASER_WORDS 50

/* 12:30, 12h30, 12 h 30 */
static bool
clock_at(const char *s, const char *end)
{
	if (s + 1 < end && *s == ' ')
		s++;
	return s + 2 < end && (*s == ':' || *s == 'h' || *s == 'H') &&
		s[1] >= '0' && s[1] <= '9' && s[2] >= '0' && s[2] <= '9';
}

static uint8_t
edge_of(uint32_t c)
{
	unsigned class;

	switch (c) {
	case '.': case '!': case '?':
		return EDGE_STOP;
	case 0x2026:
		return EDGE_ELLIPSIS;
	case ':':
		return EDGE_COLON;
	case ',': case ';':
		return EDGE_COMMA;
	case 0xab: case 0x201c: case 0x2018: case '"': case '\'':
		return EDGE_OPEN;
	case 0xbb: case 0x201d: case 0x2019:
		return EDGE_CLOSE;
	case 0x2022: case 0xb7: case 0x25cf: case 0x25aa: case 0x25a0: case '*':
		return EDGE_BULLET;
	case '-': case 0x2013: case 0x2014:
		return EDGE_DASH;
	case '(': case ')':
		return EDGE_PAREN;
	case '[': case ']':
		return EDGE_BRACKET;
	case '@': case '#':
		return EDGE_AT;
	case '>': case '<': case 0x203a: case 0x2039: case 0x2192: case 0x2190:
		return EDGE_ARROW;
	}
	class = text_class(c);
	if (class & TEXT_UPPER)
		return EDGE_UPPER;
	if (class & TEXT_LETTER)
		return EDGE_LOWER;
	return class & TEXT_DIGIT ? EDGE_DIGIT : EDGE_OTHER;
}

static bool
dots_end(const char *s, size_t len)
{
	if (len > 0 && (s[len - 1] == ']' || s[len - 1] == ')'))
		len--;
	if (len > 3 && memcmp(s + len - 3, "\xe2\x80\xa6", 3) == 0)
		return true;
	return len > 3 && s[len - 1] == '.' && s[len - 2] == '.';
}

static void
measure_edges(const struct page *p, struct line *l)
{
	const char *s = p->s + l->start, *end = p->s + l->end;
	unsigned size;

	l->first = edge_of(text_decode(s, end, &size));
	l->last = edge_of(text_before(s, end, &size));
	if (dots_end(s, (size_t)(end - s)))
		l->last = EDGE_ELLIPSIS;
}

/* A stop between a word and a capital: « . » and white space. */
static bool
stop_between(const char *s, const struct word *a, const struct word *b)
{
	size_t from = a->offset + (size_t)a->len;

	return b->offset > from + 1 && a->len > 1 &&
		(s[from] == '.' || memchr(s + from + 1, '.', b->offset - from - 1));
}

/* Cuts the line into its first words. */
static void
cut_words(struct page *p, struct line *l)
{
	const char *s = p->s + l->start;
	size_t len = l->end - l->start;
	struct cut cut;

	mem_grow(&p->word, &p->word_cap, p->words + PAGE_WORDS, sizeof(*p->word));
	cut = words_cut(s, len, p->len - l->start, p->word + p->words);
	l->word = p->words;
	l->words = l->stored = (uint16_t)cut.n;
	if (cut.n == PAGE_WORDS)
		l->words += (uint32_t)((len - cut.end) / 6);
	p->words += cut.n;
	l->flags |= (uint16_t)cut.signs;
	if ((cut.signs & LINE_HANDLE) != 0 && memchr(s, '.', len))
		l->flags |= LINE_MAIL;
}

/* What stands after word i, a number, or before it, which begins with a capital. */
static void
measure_joins(const struct page *p, struct line *l, const struct word *w, size_t i)
{
	const char *s = p->s + l->start, *end = p->s + l->end;

	if ((w[i].flags & WORD_NUMBER) && clock_at(s + w[i].offset + w[i].len, end))
		l->flags |= LINE_CLOCK;
	if (i == 0 || !(w[i].flags & WORD_CAP))
		return;
	l->stops = (uint16_t)(l->stops + stop_between(s, &w[i - 1], &w[i]));
	if (w[i].offset == w[i - 1].offset + w[i - 1].len)
		l->flags |= LINE_GLUED;
}

/* Counts of words with each of four flags, 16 bits each. */
static inline uint64_t
flag_counts(unsigned flags)
{
	uint64_t f = flags & (WORD_CAP | WORD_UPPER | WORD_NUMBER | WORD_FUNCTION);

	return (f | f << 15 | f << 30 | f << 45) & UINT64_C(0x0001000100010001);
}

static void
count_words(const struct page *p, struct line *l, struct word *w)
{
	uint64_t hash = 0, bag = 0, counts = 0;
	size_t i;

	for (i = 0; i < l->stored; i++) {
		unsigned flags = w[i].flags |
			(w[i].group == GROUP_FUNCTION) * WORD_FUNCTION;

		w[i].flags = (uint8_t)flags;
		if (l->group[w[i].group] < UINT8_MAX)
			l->group[w[i].group]++;
		counts += flag_counts(flags);
		hash = word_mix(hash, w[i].hash);
		bag |= i < PAGE_BAG ? page_bag(w[i].hash) : 0;
		if (flags & (WORD_CAP | WORD_NUMBER))
			measure_joins(p, l, w, i);
	}
	l->hash = hash;
	l->bag = bag;
	l->caps = counts & 0xffff;
	l->uppers = counts >> 16 & 0xffff;
	l->numbers = counts >> 32 & 0xffff;
	l->functions = (uint16_t)(counts >> 48);
}

static bool
ends_sentence(const struct line *l)
{
	return l->last == EDGE_STOP || l->last == EDGE_CLOSE ||
		(l->last == EDGE_OPEN && l->words > 6);
}

static uint8_t
form_of(const struct line *l)
{
	if ((l->flags & (LINE_DATE | LINE_AGO)) && l->words < 16 && l->functions < 5)
		return FORM_DATE;
	if (l->words == l->numbers)
		return FORM_NUMBER;
	if (l->last == EDGE_ELLIPSIS && l->words > 7 && l->words <= TEASER_WORDS)
		return FORM_TEASER;
	if (l->words >= 12 && 5 * l->functions >= l->words &&
	    (ends_sentence(l) || l->stops > 0 || l->words > 30))
		return FORM_PROSE;
	if (ends_sentence(l) && l->words >= 5 && l->functions > 0)
		return FORM_SENTENCE;
	return l->words > 4 ? FORM_HEADLINE : FORM_LABEL;
}

/* A line as phrases are looked for in it. */
static struct phrase_line
phrase_line(const struct page *p, const struct line *l)
{
	return (struct phrase_line){ p->s + l->start, l->end - l->start,
		line_words(p, l), l->stored, l->words > l->stored };
}

bool
page_says(const struct page *p, size_t line, struct phrases *ph)
{
	const struct phrase_line l = phrase_line(p, &p->line[line]);
	struct phrase_hits hits = phrases_match(ph, &l);

	return (hits.whole | hits.head | hits.inside) != 0;
}

/* The phrases of a line say which class names it best. */
static void
add_phrases(struct line *l, const struct phrase_hits *hits)
{
	uint64_t bits;

	l->whole |= hits->whole;
	l->head |= hits->head;
	l->inside |= hits->inside;
	bits = l->whole ? l->whole : l->head;
	if (bits == 0 && l->words < 25)
		bits = l->inside;
	l->phrase = bits ? (uint8_t)__builtin_ctzll(bits) : LABELS;
}

void
page_mark(struct page *p, struct phrases *own)
{
	size_t i;

	for (i = 0; i < p->lines; i++) {
		struct line *l = &p->line[i];
		const struct phrase_line words = phrase_line(p, l);
		struct phrase_hits hits = phrases_match(own, &words);
		uint64_t bits = hits.whole | hits.head | hits.inside;

		l->own = bits ? (uint8_t)(1 + __builtin_ctzll(bits)) : 0;
		add_phrases(l, &hits);
	}
}

static void
measure(struct page *p, struct line *l, const struct phrases *ph)
{
	struct phrase_hits hits;
	struct phrase_line words;
	struct word *w;

	measure_edges(p, l);
	cut_words(p, l);
	w = p->word + l->word;
	words = phrase_line(p, l);
	hits = phrases_read(ph, &words, w);
	add_phrases(l, &hits);
	count_words(p, l, w);
	if (l->words <= 40)
		l->flags |= (uint16_t)date_flags(p->s + l->start, w, l->stored);
	l->form = form_of(l);
	l->naming = (uint8_t)names_form(p->s + l->start, w, l->stored, l->words);
}

/* True when the page has hardly any of the table's function words. */
static bool
in_other_language(const struct page *p)
{
	size_t words = 0, functions = 0, i;

	for (i = 0; i < p->lines; i++) {
		words += p->line[i].stored;
		functions += p->line[i].functions;
	}
	return words >= OTHER_WORDS && functions * OTHER_SHARE < words;
}

static bool
is_short(const struct page *p, const struct line *l, const struct word *w)
{
	const char *s = p->s + l->start + w->offset;
	unsigned i, letters = 0;

	for (i = 0; i < w->len; i++)
		letters += ((unsigned char)s[i] & 0xc0) != 0x80;
	return letters <= 3 && !(w->flags & (WORD_CAP | WORD_NUMBER));
}

/* In a language that the tables do not know, short words without a capital stand for
 * function words. */
static void
read_as_other(struct page *p)
{
	size_t i, k;

	for (i = 0; i < p->lines; i++) {
		struct line *l = &p->line[i];
		struct word *w = p->word + l->word;

		for (k = 0; k < l->stored; k++) {
			if ((w[k].flags & WORD_FUNCTION) || !is_short(p, l, &w[k]))
				continue;
			w[k].flags |= WORD_FUNCTION;
			l->functions++;
		}
		l->form = form_of(l);
		l->naming = (uint8_t)names_form(p->s + l->start, w, l->stored, l->words);
	}
}

bool
page_read(struct page *p, const struct phrases *ph, const char *s, size_t len)
{
	size_t at = 0, next;
	uint32_t number = 0;
	unsigned blank = 0;

	p->s = s;
	p->len = len;
	p->outline = NULL;
	p->lines = p->words = 0;
	for (; at < len; at = next + 1) {
		const char *lf = memchr(s + at, '\n', len - at);
		struct span span;
		struct line *l;

		next = lf ? (size_t)(lf - s) : len;
		number++;
		span = text_trim(s, (struct span){ at, next });
		if (span.start == span.end) {
			blank++;
			continue;
		}
		if (p->lines == PAGE_LINES)
			return false;
		mem_grow(&p->line, &p->line_cap, p->lines + 1, sizeof(*l));
		l = &p->line[p->lines++];
		*l = (struct line){ .start = span.start, .end = span.end, .number = number,
			.blank = (uint8_t)(blank > 3 ? 3 : blank), .indent = span.start > at };
		blank = 0;
		measure(p, l, ph);
	}
	p->foreign = in_other_language(p);
	if (p->foreign)
		read_as_other(p);
	return true;
}

void
page_free(struct page *p)
{
	free(p->line);
	free(p->word);
	free(p->set);
	free(p->slot);
	free(p->content);
}
