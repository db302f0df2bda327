/*
 * A page: the text of a record cut into its non-blank lines, each line into words,
 * with what is measured on a line alone (page_read) and on the page around it
 * (page_survey). The features of the line model are made from these.
 */
#ifndef PAGE_H
#define PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "phrase.h"

#define PAGE_LINES ((size_t)1 << 22)	/* more non-blank lines than this: rejected */
#define PAGE_WORDS 400			/* words of a line that are looked at */

enum {
	WORD_CAP = 1,		/* starts with a capital */
	WORD_UPPER = 2,		/* two letters or more, all capitals */
	WORD_NUMBER = 4,
	WORD_FUNCTION = 8,	/* in the group `function` */
	WORD_LONG = 16		/* four letters or more: carries content */
};

struct word {
	uint64_t hash;		/* of the folded letters; all numbers share one */
	uint32_t offset;	/* bytes from the start of the line */
	uint16_t len;
	uint8_t flags;
	uint8_t group;		/* in words.txt */
};

/* What a line starts with, what it ends with. */
enum edge {
	EDGE_NONE, EDGE_LOWER, EDGE_UPPER, EDGE_DIGIT, EDGE_STOP, EDGE_ELLIPSIS,
	EDGE_COLON, EDGE_COMMA, EDGE_OPEN, EDGE_CLOSE, EDGE_BULLET, EDGE_DASH,
	EDGE_PAREN, EDGE_BRACKET, EDGE_AT, EDGE_ARROW, EDGE_OTHER
};

enum {
	LINE_URL = 1, LINE_MAIL = 2, LINE_HANDLE = 4, LINE_HASH = 8,
	LINE_COPYRIGHT = 16, LINE_CLOCK = 32, LINE_DATE = 64, LINE_AGO = 128,
	LINE_QUOTE = 256, LINE_PIPE = 512, LINE_CHAIN = 1024, LINE_BANG = 2048,
	LINE_STAR = 4096, LINE_EMOJI = 8192, LINE_GLUED = 16384
};

/* The coarse form of a line, told from the line alone. */
enum form {
	FORM_PROSE,		/* sentences */
	FORM_SENTENCE,		/* one short sentence with its stop */
	FORM_TEASER,		/* prose cut by an ellipsis */
	FORM_HEADLINE,		/* five words or more, no stop */
	FORM_LABEL,		/* up to four words */
	FORM_NUMBER,		/* no letter */
	FORM_DATE,		/* a date and little else */
	FORMS
};

struct line {
	size_t start, end;	/* bytes of the text, trimmed */
	uint64_t hash;		/* of its words */
	/* Classes of the phrases that are the line, start it, lie in it. */
	uint64_t whole, head, inside;
	uint64_t bag;		/* a bit for each of its first words */
	size_t word;		/* its first word in page.word */
	uint32_t content_word;	/* its first in page.content */
	uint32_t number;	/* 1-based line of the text */
	uint32_t words;
	uint16_t flags;
	uint16_t stored;	/* words in page.word, at most PAGE_WORDS */
	uint16_t caps, uppers, numbers, functions, stops;
	uint16_t topical;	/* content words that the core has too */
	uint16_t content;
	uint8_t titled;		/* overlap with the probable title: 0 none … 4 equal */
	uint8_t echo;		/* content words shared with the line before, up to 3 */
	uint8_t own;		/* 1 + the class of a caller's phrase, 0 for none */
	uint8_t elsewhere;	/* other pages of the site that have it, up to 255 */
	uint8_t repeats;	/* other lines with the same words, up to 3 */
	uint8_t alike;		/* other short lines of the same build, up to 255 */
	uint8_t shared;		/* 1: its first words start another line, 2: its last end one */
	uint8_t names, known;	/* capitalised words; those that the core has too */
	uint8_t first, last;	/* enum edge */
	uint8_t blank;		/* blank lines before, up to 3 */
	uint8_t indent;
	uint8_t form;
	uint8_t naming;		/* enum names_form */
	uint8_t phrase;		/* the class that names it best, LABELS for none */
	uint8_t group[PHRASE_GROUPS];	/* words of each group, up to 255 */
};

#define PAGE_BAG 60		/* words in line.bag */

/* A word that carries content: a long one that is no function word. */
static inline bool
word_content(const struct word *w)
{
	return (w->flags & (WORD_LONG | WORD_FUNCTION)) == WORD_LONG;
}

static inline uint64_t
page_bag(uint64_t hash)
{
	return UINT64_C(1) << (hash >> 58);
}

/* A word that carries content, or what lines have in common. */
struct page_slot {
	uint32_t key;
	uint32_t line;		/* 1 + where it came last; 0: a free slot */
	uint32_t count;		/* of a word, in the core */
	uint8_t times;		/* in its last line, among the first words */
	uint8_t title;		/* times in the title */
};

/* A word that carries content, where it stands. */
struct page_content {
	uint32_t word;		/* in page.word */
	uint32_t line;
	uint32_t slot;
	uint16_t place;		/* words before it in its line */
	bool name;		/* it begins with a capital, but not the line */
	bool again;		/* the line has it already */
};

struct outline;
struct url;

struct page {
	const struct outline *outline;	/* NULL: text alone */
	const struct url *url;		/* NULL: nothing known of it */
	const char *s;
	size_t len;
	struct line *line;
	size_t lines, line_cap;
	struct word *word;
	size_t words, word_cap;
	size_t core_start, core_end;	/* lines that read most like an article */
	size_t title;			/* the probable title, `lines` for none */
	uint32_t core_words;
	bool foreign;			/* in a language that the tables do not know */
	bool spaced;			/* blank lines part the paragraphs */
	struct page_slot *set;		/* scratch: slots by their keys, */
	uint32_t *slot;			/* those of lines */
	size_t set_cap, slot_cap;
	struct page_content *content;
	size_t contents, content_cap;
};

/* False: more than PAGE_LINES lines. The text must outlive the page's use. */
bool	 page_read(struct page *, const struct phrases *, const char *s, size_t len);
void	 page_survey(struct page *);
/* Whether a line holds one of some phrases. */
bool	 page_says(const struct page *, size_t line, struct phrases *);
/* Marks the lines that hold phrases of the caller's. */
void	 page_mark(struct page *, struct phrases *own);
void	 page_free(struct page *);

static inline const struct word *
line_words(const struct page *p, const struct line *l)
{
	return p->word + l->word;
}

/* Whether one of the first words of a line has this hash. */
static inline bool
page_has_word(const struct page *p, const struct line *l, uint64_t hash)
{
	const struct word *w = line_words(p, l);
	size_t i;

	if (!(l->bag & page_bag(hash)))
		return false;
	for (i = 0; i < l->stored && i < PAGE_BAG; i++)
		if (w[i].hash == hash)
			return true;
	return false;
}

/* Whether a line has a date or a clock time, as the head of a comment has. */
static inline bool
line_dated(const struct line *l)
{
	return l->flags & (LINE_DATE | LINE_AGO | LINE_CLOCK);
}

/* The groups of words.txt that code knows by their place there. */
enum {
	GROUP_NONE, GROUP_FUNCTION, GROUP_FIRST, GROUP_SECOND, GROUP_REACTION, GROUP_WEB,
	GROUP_OFFER, GROUP_LETTER, GROUP_NETWORK, GROUP_AGENCY, GROUP_PHOTO,
	GROUP_RUBRIC = 13, GROUP_FORM
};

/* Words that a site says to its reader: accounts, cookies, offers, forms. */
static inline unsigned
page_address(const struct line *l)
{
	return (unsigned)l->group[GROUP_WEB] + l->group[GROUP_OFFER] +
		l->group[GROUP_LETTER];
}

static inline unsigned
line_phrase(const struct line *l)
{
	return l->phrase;
}

#endif
