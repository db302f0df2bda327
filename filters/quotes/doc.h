/*
 * A document as quotes sees it: words with what the lexicon says of them, the spans
 * in quotation marks, the entities and the cast, and units: stretches of the text
 * that end where a sentence ends outside marks. Within a unit the spans in marks
 * count as one item each.
 */
#ifndef DOC_H
#define DOC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "lexicon.h"
#include "record.h"
#include "text.h"
#include "token.h"

#define NONE ((size_t)-1)

struct mark {
	size_t open, start, end, close;	/* bytes: outer edges and the words within */
	bool closed;			/* false: the closing mark was not found */
	bool opened;			/* false: the opening mark was not found */
	bool echo;			/* another span has the same words (echo.c) */
	size_t from, to;		/* doc_read's: the words within, in doc.word */
};

struct marks {
	struct mark *v;
	size_t n, cap;
};

struct item {
	size_t start, end;		/* bytes */
	const struct form *form;	/* of a word; an empty form for a mark */
	uint32_t mark;			/* number of the span in marks, UINT32_MAX */
	uint32_t entity;		/* number of the entity, UINT32_MAX */
	uint32_t unit;
	uint8_t kind;			/* enum token_kind */
	bool capital;
	bool first;			/* first word of a sentence */
};

struct unit {
	size_t from, to;		/* items */
	size_t line;			/* number of the line it begins in */
};

struct entity {
	size_t start, end;
	size_t name;			/* in the cast, NONE */
	char type;			/* P, O, L or M */
};

struct name {
	const char *s;
	size_t len;
	char type;
	char gender;			/* 'm', 'f' or 0: not known */
	size_t first;			/* byte of the first mention */
	struct span role;		/* what the text says they are; empty: nothing */
};

struct day {
	int year, month, day;	/* year 0: not known */
};

struct doc {
	struct record *rec;
	struct day date;		/* of the article */
	const struct text *text;
	const struct span *sentence;
	size_t sentences;
	struct marks marks;
	struct item *item;		/* skeleton: words outside marks, and marks */
	size_t items, item_cap;
	struct item *word;		/* the words inside marks, in order */
	size_t words, word_cap;
	struct unit *unit;
	size_t units, unit_cap;
	struct entity *entity;
	size_t entities, entity_cap;
	struct name *name;
	size_t names, name_cap;
	struct tokens tokens;
};

/* Reads the record into the doc, whose memory is reused; false: record_reject'ed. */
bool	 doc_read(struct doc *, struct record *);

/* Finds the spans in quotation marks (marks.c). */
void	 marks_find(struct marks *, const char *s, size_t len);

/* Finds the spans in marks that repeat the words of others (echo.c). */
void	 echo_find(struct doc *);

/* Whether item i is a dash, no hyphen. */
bool	 doc_is_long_dash(const struct doc *, size_t i);
/* Whether item i is a hyphen or a dash. */
bool	 doc_is_dash(const struct doc *, size_t i);

/* Whether item i is a mark. */
static inline bool
doc_is_mark(const struct doc *d, size_t i)
{
	return d->item[i].mark != UINT32_MAX;
}

/* Whether item i is the punctuation z. */
static inline bool
doc_punct(const struct doc *d, size_t i, const char *z)
{
	const struct item *it = &d->item[i];
	size_t n = strlen(z);

	return !doc_is_mark(d, i) && it->end - it->start == n &&
		memcmp(d->text->s + it->start, z, n) == 0;
}

/* What item i is, and the entity it belongs to; nothing for marks. */
static inline uint32_t
item_class(const struct doc *d, size_t i)
{
	return d->item[i].form->class;
}

static inline unsigned
item_verb(const struct doc *d, size_t i)
{
	return d->item[i].form->verb;
}

static inline const struct entity *
item_entity(const struct doc *d, size_t i)
{
	return d->item[i].entity == UINT32_MAX ? NULL : &d->entity[d->item[i].entity];
}

#endif
