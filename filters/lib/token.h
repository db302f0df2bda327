/*
 * The project's one tokenizer (French by its tables and rules: elision, hyphens,
 * numbers, URLs, abbreviations, initials). sentsplit --tokens writes its spans;
 * ner and quotes work on them. Described in sentsplit(1).
 */
#ifndef TOKEN_H
#define TOKEN_H

#include <stddef.h>
#include <stdint.h>

#include "text.h"

enum token_kind {
	TOKEN_WORD,		/* letters, inner hyphens and dots: Guinée-Bissau, J.-C. */
	TOKEN_ELISION,		/* l', d', qu', jusqu' */
	TOKEN_NUMBER,		/* 2.000, 1 500, 3,5, 20e, 14h30 */
	TOKEN_PUNCT,		/* one mark, or a run of it: ... !! */
	TOKEN_URL,		/* URLs, mail addresses, domains, @names, #tags */
	TOKEN_OTHER		/* symbols, emoji */
};

struct token {
	uint32_t start, end;	/* bytes of the text */
	uint8_t kind;		/* enum token_kind */
};

struct tokens {
	struct token *v;
	size_t n, cap;
};

/* Reads the tokenizer's tables (lib/fr: elisions.txt, clitics.txt, abbreviations.txt,
 * domains.txt). To be called before the program reads its input. */
void	 token_open(void);
/* Tokens of text[range], in order, covering every non-blank character; offsets
 * count from the start of `s`. Replaces what `out` held; linear. */
void	 token_split(const char *s, struct span range, struct tokens *out);
void	 token_free(struct tokens *);

#endif
