/* What the modules of the boundary finder share: the state of a scan. */
#ifndef SCAN_H
#define SCAN_H

#include "boundary.h"

struct scan {
	const char *begin, *end;	/* the range */
	const char *start;		/* the sentence in hand */
	const char *paren;		/* the last opening bracket, NULL once closed */
	bool quoted;			/* inside "…", “…” or ”…” */
	struct boundary_options options;
};

/* What follows a run of stops, behind spaces, opening marks, dashes and bullets. */
enum next_kind {
	NEXT_NOTHING,		/* the range or the paragraph ends */
	NEXT_UPPER,		/* a capital, or a letter without case */
	NEXT_LOWER,
	NEXT_DIGIT,
	NEXT_MARK		/* a mark that no sentence begins with: , ; : ) … */
};

enum stop_kind {
	STOP_FULL,		/* . or .. */
	STOP_DOTS,		/* … or ... */
	STOP_STRONG		/* with ! or ? */
};

/* A run of stops with the closing marks, note calls and emoji that stay with it. */
struct stop {
	const char *first;	/* its first byte */
	const char *end;	/* past it */
	const char *next;	/* the first non-blank after it */
	const char *word;	/* behind opening marks: where `follows` was seen */
	enum stop_kind kind;
	enum next_kind follows;
	bool bare;		/* nothing but one full stop */
	bool unquoted;		/* a quotation was closed in it */
	bool closed;		/* a bracket was closed in it */
	bool aside;		/* … that was opened inside the sentence */
	bool final;		/* stops stand behind closing marks: ») . */
	bool opened;		/* opening marks between next and word */
	bool dashed;		/* a dash or a bullet between next and word */
};

/* scan.c: characters and the marks around stops. */

/* The classes of the character at p, 0 at the end. */
unsigned scan_class(const char *p, const char *end, unsigned *size);
/* Past blanks and format characters; past line breaks only where they are spaces. */
const char *scan_blanks(const struct scan *, const char *p);
/* The length of a line break at p: LF, CR, U+2028, U+2029. */
unsigned scan_break(const char *p, const char *end);
/* The length of a quotation mark of the kind that does not show its direction
 * (" “ ” „) at p. */
unsigned scan_quote(const char *p, const char *end);
/* The length of an apostrophe at p. */
unsigned scan_apostrophe(const char *p, const char *end);
/* Whether the mark of `n` bytes at p opens a quotation: by what stands on its two
 * sides, by parity where they do not say. */
bool	 scan_opens(const struct scan *, const char *p, unsigned n);
/* Reads the run of stops at p, whose first character has `n` bytes. */
void	 scan_stop(struct scan *, const char *p, unsigned n, struct stop *);

/* The classes of starters.txt. */
enum starter {
	STARTER_NONE, STARTER_WORD, STARTER_CLAUSE, STARTER_SUBJECT, STARTER_ARTICLE, STARTER_NAME
};

/* stop.c: whether a sentence ends at the run. */
void	 stop_open(void);
/* The class in starters.txt of the word at p, an elided word with its apostrophe. */
enum starter stop_starter(const char *p, const char *end);
/* Whether articles.txt has the word [p, end). */
bool	 stop_article(const char *p, const char *end);
bool	 stop_ends(const struct scan *, const struct stop *);

/* glue.c: whether an unpunctuated heading ends before the capital at p. */
void	 glue_open(void);
bool	 glue_ends(const struct scan *, const char *p);
/* Whether a sentence without a stop ends at the closing quotation mark before p. */
bool	 glue_quote_ends(const struct scan *, const char *p);

#endif
