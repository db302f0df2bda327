/*
 * The lexicon: what the tables say of a word form. Reporting verbs (cues.txt) and
 * common verbs (verbs.txt) are inflected by the models of paradigms.txt; closed
 * classes, speaker nouns, pronouns, titles and given names come as they are.
 */
#ifndef LEXICON_H
#define LEXICON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "table.h"

/* Word classes, struct form's `class`. */
enum {
	W_DET = 1 << 0, W_DEF = 1 << 1, W_POSS = 1 << 2, W_PREP = 1 << 3,
	W_DE = 1 << 4, W_A = 1 << 5, W_QUE = 1 << 6, W_SUB = 1 << 7,
	W_REL = 1 << 8, W_COORD = 1 << 9, W_NEG = 1 << 10, W_CLITIC = 1 << 11,
	W_REFL = 1 << 12, W_SUBJ = 1 << 13, W_FIRST = 1 << 14, W_ADV = 1 << 15,
	W_TIME = 1 << 16, W_COMPAR = 1 << 17, W_BY = 1 << 18, W_AGENT = 1 << 19,
	W_TITLE = 1 << 20, W_PRON = 1 << 21, W_GIVEN = 1 << 22, W_NAMER = 1 << 23,
	W_INVERTED = 1 << 24, W_NOUN = 1 << 25, W_RELAY = 1 << 26,
	W_LAST = 1 << 27, W_WHEN = 1 << 28, W_IMPERSONAL = 1 << 29, W_AS = 1 << 30
};
#define W_ASK (1u << 31)	/* one more: an enumerator has no room for it */

/* Verb forms, struct form's `verb`. */
enum {
	V_FIN3S = 1 << 0, V_FIN3P = 1 << 1, V_FIN12 = 1 << 2, V_PP = 1 << 3,
	V_PRESP = 1 << 4, V_INF = 1 << 5, V_COND = 1 << 6, V_SURE = 1 << 7,
	V_AVOIR = 1 << 8, V_ETRE = 1 << 9, V_FAIRE = 1 << 10,
	V_FIN3 = V_FIN3S | V_FIN3P
};

/* Frames of a reporting verb: the letters of cues.txt. */
enum {
	F_QUE = 1 << 0, F_INCISE = 1 << 1, F_INF = 1 << 2, F_DE = 1 << 3,
	F_COLON = 1 << 4, F_MARK = 1 << 5, F_A = 1 << 6, F_TARGET = 1 << 7,
	F_STRONG = 1 << 8, F_ATTRIBUTE = 1 << 9, F_NOT_REFLEXIVE = 1 << 10
};

enum agent_type { AGENT_NONE, AGENT_PER, AGENT_ORG, AGENT_DOC };

struct form {
	uint32_t class;		/* W_* */
	uint16_t verb;		/* V_* of any verb */
	uint16_t report;	/* V_* of the reporting verb `cue` */
	int16_t cue;		/* lemma number in cues.txt, -1 for none */
	uint16_t frames;	/* F_* of that lemma */
	uint8_t agent;		/* enum agent_type of a speaker noun */
	char gender;		/* 'm', 'f' or 0 */
	char number;		/* 's', 'p' or 0 */
	bool issued;		/* a speaker noun for what another one says */
	bool any;		/* a noun for anyone: homme, joueur, entreprise */
	bool adjective;		/* a noun that may be an adjective: jeune, militaire */
	bool relation;		/* a noun that is no role: homologue, frère */
	bool each;		/* an office that each department or place has */
	int16_t role;		/* row of agents.txt, -1 */
	int16_t country;	/* row of demonyms.txt, -1 */
};

/* The bytes of the ending by which a word looks like a plural, 0 when it does not. */
size_t	 lexicon_plural(const char *s, size_t len);

#define LEXICON_WORD 96		/* bytes of the longest form looked up */

/* Opens all tables; to be called before reading. */
void	 lexicon_open(void);
/* What is known of a form; never NULL (an empty form for an unknown word). */
const struct form *lexicon_find(const char *s, size_t len);
/* The key of a form: lower case, straight apostrophe. Its length, 0: too long. */
size_t	 lexicon_key(const char *s, size_t len, char key[LEXICON_WORD]);
const struct table_field *lexicon_cue(int cue);
size_t	 lexicon_cues(void);
/* The words that a cue's verb needs after it: « en garde » of mettre en garde. */
struct table_field lexicon_tail(int cue);
/* The next lemma of the same verb (faire savoir, faire valoir), -1 for none. */
int	 lexicon_next(int cue);
unsigned lexicon_frames(int cue);

/* Inflects a lemma (conjugate.c) and hands each form to `put`. */
struct conjugation;
struct conjugation *conjugation_open(void);
void	 conjugation_free(struct conjugation *);
void	 conjugation_run(const struct conjugation *, const char *lemma, size_t len,
	void (*put)(const char *form, size_t len, unsigned verb, void *ctx), void *ctx);

#endif
