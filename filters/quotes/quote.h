/*
 * Cues, candidate quotations and what becomes of them.
 */
#ifndef QUOTE_H
#define QUOTE_H

#include "doc.h"
#include "group.h"

#define QUOTE_SEGMENTS 8
#define QUOTE_FEATURES 112
#define SPEAKER_FEATURES 12
#define QUOTE_NEAR 24		/* candidates before one that may bear on it */

enum cue_kind { CUE_VERB, CUE_PARTICIPLE, CUE_INFINITIVE, CUE_PHRASE };

/* A word or phrase that reports, in the skeleton of a unit. */
struct cue {
	enum cue_kind kind;
	size_t from, to;	/* items of the verb group or phrase */
	size_t at;		/* the item that is the cue proper */
	size_t clitic;		/* the inverted subject pronoun, NONE */
	int lemma;		/* in cues.txt, -1 */
	unsigned frames;
	bool inverted;		/* its subject follows */
	bool reflexive;
	bool passive;		/* its subject is the agent behind « par » */
	bool pour;		/* a phrase that needs its comma */
	struct group subject;
};

enum frame {
	FRAME_COLON, FRAME_OBJECT, FRAME_AFTER, FRAME_QUE, FRAME_INF, FRAME_SELON,
	FRAME_POUR, FRAME_GROUP, FRAME_TAIL, FRAME_AS, FRAME_LABEL, FRAME_BARE, FRAMES
};

/* How the speaker was found. */
enum how {
	HOW_UNKNOWN, HOW_NAME, HOW_ROLE, HOW_INSTITUTION, HOW_DESCRIPTION, HOW_DESCRIBED,
	HOW_LONE_NOUN, HOW_ISSUER, HOW_PRONOUN, HOW_LATTER, HOW_CONTINUED, HOW_LATE,
	HOW_AHEAD, HOWS
};

enum quote_type { QUOTE_DIRECT, QUOTE_MIXED, QUOTE_INDIRECT };

struct quote {
	struct span seg[QUOTE_SEGMENTS];	/* bytes, in order */
	size_t segs;
	enum frame frame;
	enum quote_type type;
	size_t unit;
	size_t mark;		/* the first span in marks it holds, NONE */
	struct span cue;	/* bytes; empty: none */
	int lemma;
	unsigned frames;
	enum cue_kind kind;
	bool pour;
	unsigned cue_verb;	/* V_* of the cue's finite verb */
	size_t cue_from, cue_to;	/* its items */
	size_t low;		/* the first item of the words, or one before it */
	bool alternative;	/* a shorter candidate of a clause */
	bool passive;		/* so is its cue */
	bool relative;		/* « salue un « X » qui « Y » »: it is Y */
	bool nested;		/* its cue stands among the words of another */
	bool with_object;	/* its words begin with whom they are said to */
	size_t on;		/* where the words go on behind an incise, NONE */
	size_t end;		/* the item after a clause's words; 0: no clause */
	size_t distance;	/* items from the cue to the words */
	struct group who;	/* the mention, in items */
	struct span mention;	/* bytes; empty: none */
	size_t inside;		/* a mention inside marks: its word, NONE */
	/* What resolve.c finds. */
	size_t name;		/* number in the cast, NONE */
	struct span described;	/* the description that names the speaker */
	enum agent_type agent;	/* what the description's head is */
	enum how how, origin;	/* of the speaker, and of whom a pronoun goes back to */
	double margin;		/* of the pronoun's antecedent over the next */
	size_t far;		/* units from the speaker before */
	unsigned speaker_feature[SPEAKER_FEATURES];
	size_t speaker_features;
	double speaker_score;
	/* What circumstance.c finds. */
	struct span relay;	/* empty: not stated */
	struct day date;	/* year 0: not stated */
	/* What model.c finds. */
	unsigned feature[QUOTE_FEATURES];
	size_t features;
	double score;
	bool taken;		/* as far as decided: features of those behind it */
	bool dropped;
};

struct quotes {
	struct quote *v;
	size_t n, cap;
	struct cue *cue;	/* of the unit in hand */
	size_t cues, cue_cap;
};

/* Opens the tables of all modules; to be called before reading. */
void	 quote_open(void);
/* Opens phrases.txt. */
void	 cue_open(void);
/* Finds the cues of a unit into q->cue. */
void	 cue_find(const struct doc *, size_t unit, struct quotes *q);

/* Finds the candidates of the whole document, in order. */
void	 frame_find(const struct doc *, struct quotes *q);

#endif
