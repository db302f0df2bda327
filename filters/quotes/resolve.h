/*
 * Who a mention means: names, roles collected in the document, pronouns, and the
 * speaker of the words before when nobody is mentioned.
 */
#ifndef RESOLVE_H
#define RESOLVE_H

#include "describe.h"
#include "quote.h"

/* What is known of who holds a role: « le ministre de l'Intérieur, X ». */
struct role {
	size_t name;		/* in the cast */
	size_t from, to;	/* items of the description */
	struct description what;
};

struct roles {
	struct role *v;
	size_t n, cap;
};

/* Collects the roles and the genders that the document states (roles.c). */
void	 roles_collect(struct doc *, struct roles *);
/* Fills in the speaker of each candidate that was not dropped, in order. */
void	 resolve_run(const struct doc *, const struct roles *, struct quotes *);

#endif
