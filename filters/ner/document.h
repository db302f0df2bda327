/*
 * A document as the tagger sees it: tokens with what features need of them, and the
 * units (sentences, or lines cut at full stops) that are labelled one by one.
 */
#ifndef DOCUMENT_H
#define DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "record.h"
#include "token.h"

#define AFFIXES 4
#define CLUSTERINGS 2
#define UNIT_MAX 512	/* tokens */

enum {
	ATOM_UPPER = 1,		/* begins with a capital */
	ATOM_CAPS = 2,		/* two capitals or more, no small letter */
	ATOM_LOWER = 4,		/* a word without any capital */
	ATOM_DIGIT = 8,		/* holds a digit */
	ATOM_HYPHEN = 16,
	ATOM_DOT = 32,
	ATOM_FIRST = 64,	/* begins a unit or follows its opening marks */
	ATOM_LINK = 128,	/* small word that may join the parts of a name */
	ATOM_SHOUT = 256	/* in a unit written all in capitals */
};

/* Where a token stands in a gazetteer entry. */
enum place { PLACE_BEGIN, PLACE_INSIDE, PLACE_LAST, PLACE_UNIT, PLACES };

struct atom {
	uint32_t start, end;		/* bytes of the text */
	uint32_t piece;			/* its first piece; the next atom's ends them */
	uint64_t lower;			/* hashes: in lower case, digits as 0 */
	uint64_t form;			/* the same with its capital (document_form) */
	uint64_t fold;			/* in lower case without accents */
	uint64_t shape;
	uint32_t classes[PLACES];	/* gazetteer classes, one bit each */
	uint16_t cluster[CLUSTERINGS];	/* see cluster.h; 0: none */
	uint16_t flags;
	uint8_t kind;			/* enum token_kind */
};

/* Hashes of a token's beginnings and ends of 1 to AFFIXES characters. */
struct affixes {
	uint64_t prefix[AFFIXES], suffix[AFFIXES];
};

/* A run of letters and digits inside a token: what gazetteers are looked up by. */
struct piece {
	uint64_t hash;		/* 0 for a mark that no entry reaches across */
	uint64_t initial;	/* hash of its first letter as a piece */
	uint64_t pairs;		/* a bit for each pair of letters */
	uint32_t atom;
	uint8_t bytes;
};

struct document {
	const struct text *text;
	struct atom *atom;
	size_t n, cap;
	size_t *unit;		/* units + 1: first atom of each */
	size_t units, unit_cap;
	struct piece *piece;
	size_t pieces, piece_cap;
	struct tokens tokens;
	unsigned corpus;	/* the corpus it is most like, from 1; 0: not known */
};

/* Opens the tables that tell tokens and places; before the first document. */
void	 document_open(void);
/* Reads text and, when there are any, sentences. False: the record cannot be used
 * and record_reject was called. Reuses the document's memory. */
bool	 document_read(struct document *, struct record *);
/* The same of a text, with its sentences or NULL. */
void	 document_parse(struct document *, const struct text *,
	const struct span *sentence, size_t n);
void	 document_free(struct document *);

/* Appends a token's form: small letters but for a capital at the beginning, digits
 * as 0. Word classes are looked up by it. */
void	 document_form(const char *s, size_t len, struct buf *);
/* The hash of that form: what `form` of an atom is. */
uint64_t document_form_hash(const char *s, size_t len);

/* The affixes of an atom. They are worked out a unit at a time: kept for a whole
 * document they would be half of its memory. */
void	 document_affixes(const struct document *, const struct atom *, struct affixes *);

/* The pieces of atoms [from, to) as indexes into d->piece. */
struct span document_range(const struct document *, size_t from, size_t to);

/* The hash of one folded letter as a piece: what `initial` is. */
uint64_t document_initial(const char *letter, size_t len);

/* Hashes of the pieces of s[len], at most `max`; their number. */
size_t	 document_pieces(const char *s, size_t len, uint64_t *hash, size_t max);

#endif
