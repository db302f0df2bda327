/*
 * The search for candidates within a unit: what its modules share. work.c makes
 * candidates and gives them words, incise.c cuts incises out of words in marks,
 * clause.c takes the words behind a verb, aside.c those around an incise or a phrase.
 */
#ifndef WORK_H
#define WORK_H

#include "quote.h"

#define CLAUSE_REACH 400	/* items of the longest clause */
#define DATELINE_REACH 18	/* items of the longest dateline */
#define OBJECT_REACH 40		/* items between a verb and the words it reports */

struct work {
	const struct doc *d;
	const struct unit *u;
	struct quotes *q;
	size_t unit;
	size_t done;		/* items before this are taken by a candidate */
	size_t first;		/* the unit's first candidate */
	bool nested;		/* the cue in hand stands among words taken */
	size_t answered;	/* 1 + the line of an interview's last answer, 0 */
	struct group main;	/* subject of the last cue outside others' words */
};

static inline bool
is_stop(const struct doc *d, size_t i)
{
	return !doc_is_mark(d, i) && (doc_punct(d, i, ".") || doc_punct(d, i, "!") ||
		doc_punct(d, i, "?") || doc_punct(d, i, ";") || doc_punct(d, i, "...") ||
		doc_punct(d, i, "\xe2\x80\xa6") || doc_punct(d, i, ":"));
}

static inline bool
is_edge(const struct doc *d, size_t i)
{
	return !doc_is_mark(d, i) && d->item[i].kind == TOKEN_PUNCT &&
		!doc_punct(d, i, "(") && !doc_punct(d, i, ")") && !doc_punct(d, i, "[") &&
		!doc_punct(d, i, "]");
}

/* A new candidate with what its cue says; without a cue for NULL. */
struct quote *work_quote(struct work *, enum frame, const struct cue *);
/* The last candidate once more. */
struct quote *work_copy(struct work *);
/* Adds words to a candidate: a byte span, the words in the marks at item i, the items
 * [from, to) without punctuation at their edges. */
void	 work_segment(struct quote *, struct span);
void	 work_mark(const struct doc *, struct quote *, size_t i);
void	 work_items(const struct doc *, struct quote *, size_t from, size_t to);
/* Where the unit's words begin, past a dateline: « Cotonou, 3 mai (Agence) – ». */
size_t	 work_begin(const struct doc *, const struct unit *);
/* Takes note that items up to `to` belong to a candidate. */
void	 work_take(struct work *, size_t to);
/* Whether words stand among items [from, to). */
bool	 work_has_words(const struct doc *, size_t from, size_t to);
/* Whether the words in the marks at item i are a sentence of their own. */
bool	 work_is_sentence(const struct doc *, size_t i);

/* Adds the words in marks m, cut by the incises among them, whose cue and mention
 * become the candidate's. */
void	 incise_cut(const struct doc *, struct quote *, const struct mark *m);

/* The comma before the main clause, from item i on; `end` when there is none. */
size_t	 clause_main(const struct doc *, size_t i, size_t end);
/* Where the words that begin at item `from`, reported by cue k, end. */
size_t	 clause_end(const struct work *, size_t k, size_t from);
/* A candidate of the items [from, end); false: there are no words in them. */
bool	 clause_add(struct work *, const struct cue *, enum frame, size_t from,
	size_t end);
/* The clause of cue k that begins at item `from`, and shorter candidates. */
void	 clause_take(struct work *, size_t k, enum frame, size_t from);
/* The words behind cue k. */
void	 clause_look(struct work *, size_t k);

/* The words before cue k, an incise or a phrase, and behind it where they go on. */
bool	 aside_left(struct work *, size_t k);
/* The words around the phrase that is cue k (selon, d'après). */
void	 aside_phrase(struct work *, size_t k);

#endif
