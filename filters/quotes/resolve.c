/*
 * Finds the person, institution or description behind each mention.
 */
#include "resolve.h"

#define ROLES_SEEN 64		/* roles looked at on either side of a mention */
#define ROLE_MISSING_MAX 1
#define LONE_WORDS 2		/* words that may follow a lone noun */
/* How likely a pronoun means the last speaker, a sentence's subject, a person named;
 * what a sentence more between them takes away; how many are looked at. */
#define SPEAKER_SALIENCE 2.6
#define SUBJECT_SALIENCE 2.0
#define PERSON_SALIENCE 1.5
#define GOVERNED 0.8		/* taken from a person named behind a preposition */
#define UNIT_DECAY 1.2
#define PRONOUN_REACH 6
#define LATE_UNITS 4		/* units between a description and the name it gets */
#define LATE_QUOTES 8		/* quotations before that get it */
#define FRONTED 20		/* items of a group before a sentence's subject */
#define WORDS_SEEN 200		/* words of a quotation that are looked at */
#define AHEAD_REACH 150		/* items behind a quotation where its speaker is named */
#define PERSONS_REACH 120	/* items of a sentence in which persons are looked for */

/* Whom words may belong to. */
struct referent {
	size_t name;		/* in the cast, NONE */
	struct span described;
	char gender, number;
	enum agent_type agent;	/* of a description */
	bool person;
	bool role;		/* described by a role, with the definite article */
	enum how how, origin;
};

#define DESCRIBED 8

/* A speaker known by description alone. */
struct described {
	struct referent who;
	struct description what;
};

/* What goes from one quotation to the next. */
struct state {
	struct described described[DESCRIBED];	/* the last ones, in a ring */
	size_t n_described;
	const struct doc *d;
	const struct roles *roles;
	struct quotes *q;
	struct referent last;	/* the last speaker */
	struct referent person;	/* the last one who may say « je » */
	bool any;
	size_t unit;
};

static bool
known(const struct referent *r)
{
	return r->name != NONE || r->described.start < r->described.end;
}

static struct referent
of_name(const struct doc *d, size_t name)
{
	return (struct referent){
		.name = name, .gender = name == NONE ? 0 : d->name[name].gender,
		.person = name != NONE && d->name[name].type == 'P',
		.how = name == NONE ? HOW_UNKNOWN : HOW_NAME
	};
}

/* Whom an entity names: one of the cast, or itself when it has no name there. */
static struct referent
of_entity(const struct doc *d, const struct entity *e)
{
	if (e->name != NONE)
		return of_name(d, e->name);
	return (struct referent){
		.name = NONE, .described = { e->start, e->end }, .number = 's',
		.agent = e->type == 'P' ? AGENT_PER :
			e->type == 'O' ? AGENT_ORG : AGENT_NONE,
		.person = e->type == 'P', .how = HOW_NAME
	};
}

/* Whether the person may be of that gender. */
static bool
may_be(const struct doc *d, size_t name, char gender)
{
	return !gender || !d->name[name].gender || d->name[name].gender == gender;
}

/* The referent, found another way than it was first. */
static struct referent
by(struct referent r, enum how how)
{
	r.origin = r.how;
	r.how = known(&r) ? how : HOW_UNKNOWN;
	return r;
}

/* The last person named before item i who agrees with the gender, within reach. */
static size_t
person_before(const struct doc *d, size_t i, char gender)
{
	size_t j;

	for (j = i; j > 0 && i - j < 200; j--) {
		const struct entity *e = item_entity(d, j - 1);

		if (e && e->type == 'P' && e->name != NONE && may_be(d, e->name, gender))
			return e->name;
	}
	return NONE;
}

/* The gender that a description's noun or article tells. */
static char
group_gender(const struct doc *d, const struct group *g)
{
	char noun = d->item[g->head].form->gender;

	return noun || !(item_class(d, g->from) & W_DET) ? noun :
		d->item[g->from].form->gender;
}

/* How many roles, which come in order, stand before item `at`. */
static size_t
roles_before(const struct roles *r, size_t at)
{
	size_t low = 0, high = r->n, mid;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (r->v[mid].from < at)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* describe_match, for one holder: « les économistes » is no role of one. */
static int
role_matches(const struct description *what, const struct description *role)
{
	return role->plural ? -1 : describe_match(what, role);
}

/* The holder of the role that the description names: the best match, of equals the
 * nearest before item `at`, else the first after. */
static size_t
by_role(const struct state *t, const struct description *what, size_t at, char gender)
{
	const struct roles *r = t->roles;
	size_t i, best = NONE, last = roles_before(r, at);
	int score = ROLE_MISSING_MAX + 1, m;

	for (i = last; i > 0 && last - i < ROLES_SEEN; i--) {
		m = role_matches(what, &r->v[i - 1].what);
		if (m >= 0 && m < score && may_be(t->d, r->v[i - 1].name, gender)) {
			score = m;
			best = r->v[i - 1].name;
		}
	}
	for (i = last; i < r->n && i < last + ROLES_SEEN; i++) {
		m = role_matches(what, &r->v[i].what);
		if (m >= 0 && m < score && may_be(t->d, r->v[i].name, gender)) {
			score = m;
			best = r->v[i].name;
		}
	}
	return best;
}

/* The institution named before item i that the description repeats: « le ministère ». */
static size_t
by_institution(const struct doc *d, const struct description *what, size_t i)
{
	struct description full;
	size_t j, seen = NONE;

	for (j = i; j > 0 && i - j < 400; j--) {
		const struct entity *e = item_entity(d, j - 1);

		if (!e || e->type == 'P' || e->name == NONE || e->name == seen)
			continue;
		seen = e->name;
		describe_name(d->name[seen].s, d->name[seen].len, &full);
		if (describe_match(what, &full) == 0)
			return seen;
	}
	return NONE;
}

/* Whether the group's noun has the ending of a plural, behind a determiner. */
static bool
is_plural(const struct doc *d, const struct group *g)
{
	const struct item *it = &d->item[g->head];

	return g->head > g->from && item_class(d, g->from) & W_DET &&
		it->entity == UINT32_MAX &&
		lexicon_plural(d->text->s + it->start, it->end - it->start);
}

static struct referent
of_description(const struct state *t, const struct quote *q)
{
	struct referent r = {
		.name = NONE, .described = q->mention, .how = HOW_DESCRIPTION
	};
	const struct item *h = &t->d->item[q->who.head];

	r.gender = group_gender(t->d, &q->who);
	r.number = h->form->number ? h->form->number :
		is_plural(t->d, &q->who) ? 'p' : 's';
	r.agent = (enum agent_type)h->form->agent;
	r.person = r.agent == AGENT_PER;
	r.role = item_class(t->d, q->who.from) & W_DEF && !h->form->relation &&
		!h->form->any;
	return r;
}

/* Whether the group names several persons: « Ali Koné et Awa Ba ». */
static bool
is_pair(const struct doc *d, const struct group *g)
{
	size_t i;

	for (i = g->head + 1; i + 1 < g->to; i++) {
		const struct entity *e = item_entity(d, i + 1);

		if (item_class(d, i) & W_COORD && e && e->type == 'P')
			return true;
	}
	return false;
}

/* Several persons, by their names. */
static struct referent
of_pair(const struct quote *q)
{
	return (struct referent){
		.name = NONE, .described = q->mention, .number = 'p', .person = true,
		.agent = AGENT_PER, .how = HOW_NAME
	};
}

static struct referent by_lone_noun(const struct state *, const struct quote *,
	const struct description *);

/* A speaker described before more fully: « le ministre » after « le ministre de la
 * Santé ». */
static struct referent
described_before(const struct state *t, const struct quote *q,
	const struct description *w)
{
	size_t i;

	for (i = t->n_described; i > 0 && t->n_described - i < DESCRIBED; i--) {
		const struct described *o = &t->described[(i - 1) % DESCRIBED];

		if (describe_match(w, &o->what) >= 0)
			return by(o->who, HOW_DESCRIBED);
	}
	return by_lone_noun(t, q, w);
}

/* Who issued « le communiqué »: the institution that spoke last, else the last one
 * named, else the document itself. */
static struct referent
issuer(const struct state *t, const struct quote *q)
{
	size_t i;

	if (t->any && !t->last.person && t->last.name != NONE)
		return by(t->last, HOW_ISSUER);
	for (i = q->who.from; i > 0 && q->who.from - i < PERSONS_REACH; i--) {
		const struct entity *e = item_entity(t->d, i - 1);

		if (e && e->type == 'O' && e->name != NONE)
			return by(of_name(t->d, e->name), HOW_ISSUER);
	}
	return of_description(t, q);
}

/* The institution that stands in the group without a preposition before it: « la société
 * mère, Tarko », « le géant Tarko ». */
static size_t
named_within(const struct doc *d, const struct group *g)
{
	size_t i;

	for (i = g->head + 1; i < g->to; i++) {
		const struct entity *e = item_entity(d, i);

		if (e && e->type == 'O' && e->name != NONE &&
		    (doc_punct(d, i - 1, ",") || (d->item[i - 1].kind == TOKEN_WORD &&
		    !(item_class(d, i - 1) & (W_DE | W_A | W_PREP | W_DET)) &&
		    d->item[i - 1].entity != d->item[i].entity)))
			return e->name;
	}
	return NONE;
}

static struct referent
by_description(const struct state *t, const struct quote *q)
{
	const struct doc *d = t->d;
	const struct form *f = d->item[q->who.head].form;
	struct description w;
	size_t name = NONE;

	describe_items(d, q->who.from, q->who.to, &w);
	if (f->agent == AGENT_ORG && (name = named_within(d, &q->who)) != NONE)
		return of_name(d, name);
	if (!w.definite || w.plural || w.head == 0)
		return of_description(t, q);
	if (f->agent == AGENT_PER)
		name = by_role(t, &w, q->who.from, group_gender(d, &q->who));
	else if (f->agent == AGENT_ORG)
		name = by_institution(d, &w, q->who.from);
	else if (f->issued && w.n == 0)
		return issuer(t, q);
	if (name == NONE)
		return described_before(t, q, &w);
	return by(of_name(d, name), f->agent == AGENT_PER ? HOW_ROLE : HOW_INSTITUTION);
}

/* How well a referent agrees with a pronoun; below 0: it cannot be meant. */
static double
agreement(const struct referent *r, const struct form *pronoun)
{
	if (!known(r) || (r->name == NONE && r->agent == AGENT_NONE))
		return -1;
	if ((r->number == 'p') != (pronoun->number == 'p') && r->described.end)
		return -1;
	if (pronoun->number == 'p' && r->person && r->name != NONE)
		return -1;
	if (!pronoun->gender)
		return r->person ? 0.5 : 0.3;
	if (!r->gender)
		return r->person ? 0.4 : 0.2;
	if (r->gender == pronoun->gender)
		return 1.5;
	return pronoun->number == 'p' ? 0.3 : -1;
}

/* Past a group with preposition, a participle or a role without article, and its comma,
 * that open a unit at item i: « Interrogé par l'AFP, Ali … », « Maire de Sô, Ali … ». */
static size_t
past_fronted(const struct doc *d, size_t i, size_t to)
{
	size_t k;

	if (i >= to || !(item_class(d, i) & (W_PREP | W_A | W_DE | W_AGENT) ||
	    item_verb(d, i) & (V_PP | V_PRESP)))
		return i;
	for (k = i + 1; k < to && k < i + FRONTED; k++)
		if (doc_punct(d, k, ","))
			return k + 1;
	return i;
}

/* The person named behind the comma after a role that opens a sentence, or NULL: « Le
 * ministre, chef du gouvernement, Ali Koné a ouvert … ». */
static const struct entity *
named_next(const struct doc *d, const struct group *role, size_t to)
{
	size_t i = role->to + 1;
	const struct entity *e = i < to && doc_punct(d, role->to, ",") ?
		item_entity(d, i) : NULL;

	return e && e->type == 'P' && !item_entity(d, role->head) &&
		d->item[role->head].form->agent == AGENT_PER ? e : NULL;
}

/* The subject that opens the unit, as a referent. */
static struct referent
unit_subject(const struct state *t, size_t unit, size_t limit)
{
	const struct doc *d = t->d;
	const struct unit *u = &d->unit[unit];
	struct quote q = { .unit = unit };
	size_t to = u->to < limit ? u->to : limit;
	size_t from = past_fronted(d, u->from, to), i = from;
	const struct entity *e;

	while (i < to && i < from + 3 && !doc_is_mark(d, i) && !group_begins(d, i))
		i++;
	if (i >= to || doc_is_mark(d, i) || !group_begins(d, i))
		return of_name(d, NONE);
	q.who = group_at(d, i, to, true);
	if (q.who.from >= q.who.to)
		return of_name(d, NONE);
	q.mention = (struct span){ d->item[q.who.from].start, d->item[q.who.to - 1].end };
	e = named_next(d, &q.who, to);
	if (!e)
		e = item_entity(d, q.who.head);
	if (e && e->type == 'P' && is_pair(d, &q.who))
		return of_pair(&q);
	if (e && e->type != 'L' && e->name != NONE)
		return of_name(d, e->name);
	if (item_class(d, q.who.head) & W_AGENT)
		return by_description(t, &q);
	return is_plural(d, &q.who) ? of_description(t, &q) : of_name(d, NONE);
}

/* The best referent so far for a pronoun, or a noun that says little more. */
struct choice {
	struct referent best;
	double score, next;	/* of the best, and of the best other one */
	const struct form *pronoun;
	const struct form *noun;	/* NULL for a pronoun */
};

/* Whether the noun may stand for the referent. */
static bool
may_stand_for(const struct doc *d, const struct choice *c, const struct referent *r)
{
	if (c->noun->agent == AGENT_PER)
		return r->person;
	return !r->person && (r->name == NONE ? r->agent == AGENT_ORG :
		d->name[r->name].type == 'O');
}

static void
consider(struct choice *c, const struct doc *d, const struct referent *r,
	double salience)
{
	double a = agreement(r, c->pronoun);

	if (a < 0 || (c->noun && !may_stand_for(d, c, r)))
		return;
	if (a + salience <= c->score) {
		if (r->name != c->best.name && a + salience > c->next)
			c->next = a + salience;
		return;
	}
	if (r->name != c->best.name)
		c->next = c->score;
	c->score = a + salience;
	c->best = *r;
}

static bool
among_words(const struct quote *q, const struct item *it)
{
	return it->start >= q->seg[0].start && it->start < q->seg[q->segs - 1].end;
}

/* The persons named in items [from, to), or the institutions where the noun is for
 * them, the last first, not those in the words. */
static void
consider_named(struct choice *c, const struct state *t, const struct quote *q,
	size_t from, size_t to, double salience)
{
	char type = c->noun && c->noun->agent == AGENT_ORG ? 'O' : 'P';
	size_t i;
	int n = 0;

	for (i = to; i > from && n < 4 && to - i < PERSONS_REACH; i--) {
		const struct entity *e = item_entity(t->d, i - 1);
		struct referent r;

		if (!e || e->type != type || e->name == NONE ||
		    among_words(q, &t->d->item[i - 1]))
			continue;
		r = of_name(t->d, e->name);
		consider(c, t->d, &r, salience - (i > 1 && item_class(t->d, i - 2) &
			(W_DE | W_A | W_PREP) ? GOVERNED : 0));
		n++;
	}
}

/* Whether the unit opens with a pronoun like this one: its topic is that before it. */
static bool
goes_on(const struct doc *d, const struct unit *u, const struct form *pronoun)
{
	size_t i = u->from;

	if (i < u->to && item_class(d, i) & (W_COORD | W_ADV))
		i++;
	return i < u->to && item_class(d, i) & W_SUBJ &&
		d->item[i].form->gender == pronoun->gender &&
		d->item[i].form->number == pronoun->number;
}

/* Looks for whom c->pronoun means at item `at`: the speakers, subjects and persons of
 * the sentences before, the nearest first. */
static void
look_back(struct choice *c, const struct state *t, const struct quote *q, size_t at)
{
	const struct doc *d = t->d;
	double far = 0;
	size_t k;

	for (k = q->unit + 1; k > 0 && q->unit + 1 - k < PRONOUN_REACH; k--) {
		const struct unit *u = &d->unit[k - 1];
		size_t to = u->to < at ? u->to : at;
		struct referent r;

		if (t->any && t->unit == k - 1)
			consider(c, d, &t->last, SPEAKER_SALIENCE - far);
		if (u->from < to && !among_words(q, &d->item[u->from])) {
			r = unit_subject(t, k - 1, to);
			consider(c, d, &r, SUBJECT_SALIENCE - far);
		}
		if (u->from < to)
			consider_named(c, t, q, u->from, to, PERSON_SALIENCE - far);
		far += goes_on(d, u, c->pronoun) ? UNIT_DECAY / 4 : UNIT_DECAY;
	}
}

static struct referent
by_pronoun(const struct state *t, struct quote *q, size_t at,
	const struct form *pronoun)
{
	struct choice c = { .best = of_name(t->d, NONE), .score = -9, .next = -9,
		.pronoun = pronoun };

	look_back(&c, t, q, at);
	q->margin = c.score - c.next;
	if (!known(&c.best) && pronoun->number == 's')
		c.best = of_name(t->d, person_before(t->d, at, pronoun->gender));
	return by(c.best, HOW_PRONOUN);
}

/* Whether a description says little more than a pronoun. */
static bool
means_little(const struct doc *d, const struct quote *q, const struct description *w)
{
	const struct form *f = d->item[q->who.head].form;

	if (f->agent == AGENT_PER)
		return !f->relation && (f->any || w->n <= LONE_WORDS);
	return f->agent == AGENT_ORG && f->any && w->n == 0 &&
		!d->item[q->who.head].capital;
}

/* The last speaker, or whom the sentences before speak of, where the noun may stand for
 * them; else what the mention itself says. */
static struct referent
spoken_of(const struct state *t, const struct quote *q, const struct form *noun)
{
	struct referent r = of_description(t, q);
	struct form pronoun = { .gender = r.person ? r.gender : 0, .number = 's' };
	struct choice c = { .best = of_name(t->d, NONE), .score = -9, .next = -9,
		.pronoun = &pronoun, .noun = noun };

	if (t->any && q->unit - t->unit <= PRONOUN_REACH &&
	    agreement(&t->last, &pronoun) > 0 && may_stand_for(t->d, &c, &t->last))
		return by(t->last, HOW_LONE_NOUN);
	if (q->segs == 0)
		return r;	/* a subject that look_back looks at */
	look_back(&c, t, q, q->who.from);
	return known(&c.best) ? by(c.best, HOW_LONE_NOUN) : r;
}

/* What the last speaker is called by the head of w, or NULL. */
static const struct description *
last_called(const struct state *t, const struct description *w)
{
	const struct roles *r = t->roles;
	size_t last = roles_before(r, t->d->unit[t->unit].to), i;

	for (i = last; t->last.name != NONE && i > 0 && last - i < ROLES_SEEN; i--)
		if (r->v[i - 1].name == t->last.name && r->v[i - 1].what.head == w->head)
			return &r->v[i - 1].what;
	for (i = t->n_described; i > 0 && t->n_described - i < DESCRIBED; i--) {
		const struct described *o = &t->described[(i - 1) % DESCRIBED];

		if (o->who.described.start == t->last.described.start &&
		    o->what.head == w->head)
			return &o->what;
	}
	return NULL;
}

/* Whether the last speaker holds such an office, but not this one: « le ministre de la
 * Santé » is not « le ministre de la Justice ». */
static bool
holds_another(const struct state *t, const struct quote *q, const struct description *w)
{
	const struct description *role;

	if (!t->any || w->n == 0 || !t->d->item[q->who.head].form->each)
		return false;
	role = last_called(t, w);
	if (!role) {
		const struct name *n = t->last.name == NONE ? NULL :
			&t->d->name[t->last.name];

		return n && n->role.start < n->role.end;
	}
	return role->n > 0 && describe_match(w, role) < 0;
}

/* « L'expert », « le prêtre », « l'homme de 41 ans », « l'entreprise »: a lone noun means
 * the person or institution spoken of; « son avocat » says another one. */
static struct referent
by_lone_noun(const struct state *t, const struct quote *q, const struct description *w)
{
	bool other = holds_another(t, q, w) ||
		(q->segs > 0 && item_class(t->d, q->who.from) & W_POSS);

	if (!w->definite || w->plural || other || !means_little(t->d, q, w))
		return of_description(t, q);
	return spoken_of(t, q, t->d->item[q->who.head].form);
}

/* « Le Malien »: the last one who has a role of that country, else the one spoken of. */
static struct referent
by_demonym(const struct state *t, const struct quote *q)
{
	static const struct form person = { .agent = AGENT_PER, .any = true };
	const struct doc *d = t->d;
	const struct roles *r = t->roles;
	size_t last = roles_before(r, q->who.from), i;
	char gender = group_gender(d, &q->who);

	if (is_plural(d, &q->who))
		return of_description(t, q);
	for (i = last; i > 0 && last - i < ROLES_SEEN; i--)
		if (r->v[i - 1].what.country == d->item[q->who.head].form->country &&
		    may_be(d, r->v[i - 1].name, gender))
			return by(of_name(d, r->v[i - 1].name), HOW_ROLE);
	return spoken_of(t, q, &person);
}

static struct referent
by_mention(const struct state *t, struct quote *q)
{
	const struct doc *d = t->d;
	const struct entity *e = item_entity(d, q->who.head);
	uint32_t c = item_class(d, q->who.head);

	if (e && e->type == 'P' && is_pair(d, &q->who))
		return of_pair(q);
	if (e)
		return of_entity(d, e);
	if (c & W_LAST && q->who.to == q->who.head + 1)
		return by(of_name(d, person_before(d, q->who.from,
			d->item[q->who.head].form->gender)), HOW_LATTER);
	if (c & W_PRON)
		return by_pronoun(t, q, q->who.from, d->item[q->who.head].form);
	if (c & W_AGENT)
		return by_description(t, q);
	if (d->item[q->who.head].form->country >= 0 && d->item[q->who.head].capital)
		return by_demonym(t, q);
	return of_description(t, q);
}

/* Whether nobody was spoken of before the quotation who may have said it: it says « il »
 * or nothing. */
static bool
opens_with(const struct state *t, const struct quote *q)
{
	const struct form *f = NULL;

	if (q->mention.start >= q->mention.end)
		return !t->any && !(q->frame == FRAME_AFTER && q->kind == CUE_VERB &&
			q->cue.start < q->cue.end);
	if (q->inside != NONE)
		f = t->d->word[q->inside].form;
	else if (q->who.from < q->who.to && !item_entity(t->d, q->who.head))
		f = t->d->item[q->who.head].form;
	return f && f->class & W_PRON && f->gender && f->number == 's';
}

/* The first person named behind the quotation: « « … », dit-il. Ali Koné ajoute … ». */
static struct referent
ahead(const struct state *t, const struct quote *q)
{
	const struct doc *d = t->d;
	size_t from = d->unit[q->unit].to, i;
	bool none = q->mention.start >= q->mention.end;
	char gender = none ? 0 : q->inside != NONE ? d->word[q->inside].form->gender :
		d->item[q->who.head].form->gender;

	for (i = from; i < d->items && i - from < AHEAD_REACH; i++) {
		const struct entity *e = item_entity(d, i);

		if (e && e->type == 'P' && e->name != NONE && may_be(d, e->name, gender))
			return by(of_name(d, e->name), HOW_AHEAD);
	}
	return of_name(d, NONE);
}

static void
keep_described(struct state *t, const struct quote *q, const struct referent *r)
{
	struct described *o = &t->described[t->n_described % DESCRIBED];

	o->who = *r;
	describe_items(t->d, q->who.from, q->who.to, &o->what);
	if (o->what.head && !o->what.plural)
		t->n_described++;
}

/* Whether a name that has no role is first met as the speaker of q, right after one who
 * was known by a description alone: the writer took it that they are one. */
static bool
names_last(const struct state *t, const struct quote *q, const struct referent *r)
{
	const struct name *n = r->name == NONE ? NULL : &t->d->name[r->name];

	return n && r->how == HOW_NAME && r->person && t->any && t->last.name == NONE &&
		t->last.agent == AGENT_PER && t->last.number == 's' && t->last.role &&
		q->unit - t->unit <= LATE_UNITS && n->role.start >= n->role.end &&
		n->first >= q->mention.start && n->first < q->mention.end &&
		(!n->gender || !t->last.gender || n->gender == t->last.gender);
}

/* The speaker known by the last description is r: of the quotations before q, and from
 * now on. */
static void
name_late(struct state *t, struct quote *q, const struct referent *r)
{
	size_t told = t->last.described.start, i;
	struct quote *p = q;

	for (i = 0; p > t->q->v && i < LATE_QUOTES; i++) {
		p--;
		if (p->dropped || p->name != NONE || p->described.start != told)
			continue;
		p->name = r->name;
		p->how = HOW_LATE;
	}
	for (i = 0; i < DESCRIBED && i < t->n_described; i++)
		if (t->described[i].who.described.start == told)
			t->described[i].who = *r;
}

/* Whether the words in marks hold « je ». */
static bool
says_i(const struct doc *d, const struct quote *q)
{
	const struct mark *m;
	size_t i;

	if (q->mark == NONE)
		return false;
	m = &d->marks.v[q->mark];
	for (i = m->from; i < m->to && i < m->from + WORDS_SEEN; i++)
		if (d->word[i].form->class & W_FIRST &&
		    !(d->word[i].form->class & W_CLITIC))
			return true;
	return false;
}

/* Who goes on speaking in a quotation that names nobody. */
static struct referent
continued(const struct state *t, const struct quote *q)
{
	bool one = t->last.person && t->last.number != 'p';

	return by(!one && known(&t->person) && says_i(t->d, q) ? t->person : t->last,
		HOW_CONTINUED);
}

static void
resolve_one(struct state *t, struct quote *q)
{
	const struct doc *d = t->d;
	struct referent r = of_name(d, NONE);

	if (q->inside != NONE && d->word[q->inside].entity != UINT32_MAX)
		r = of_entity(d, &d->entity[d->word[q->inside].entity]);
	else if (q->inside != NONE && !(d->word[q->inside].form->class & W_PRON))
		r = (struct referent){
			.name = NONE, .described = q->mention, .how = HOW_DESCRIPTION
		};
	else if (q->inside != NONE)
		r = by_pronoun(t, q, d->unit[q->unit].from, d->word[q->inside].form);
	else if (q->mention.start < q->mention.end && q->who.from < q->who.to)
		r = by_mention(t, q);
	else if (t->any)
		r = continued(t, q);
	if (!known(&r) && opens_with(t, q))
		r = ahead(t, q);
	if (names_last(t, q, &r))
		name_late(t, q, &r);
	q->name = r.name;
	q->described = r.described;
	q->agent = r.agent;
	q->how = r.how;
	q->origin = r.origin;
	q->far = t->any ? q->unit - t->unit : 0;
	if (!known(&r))
		return;
	if (r.name == NONE && r.described.start == q->mention.start && q->inside == NONE)
		keep_described(t, q, &r);
	t->last = r;
	if (r.person && r.number != 'p')
		t->person = r;
	t->unit = q->unit;
	t->any = true;
}

void
resolve_run(const struct doc *d, const struct roles *r, struct quotes *q)
{
	struct state t = { .d = d, .roles = r, .q = q, .person = of_name(d, NONE) };
	size_t i;

	for (i = 0; i < q->n; i++)
		if (!q->v[i].dropped)
			resolve_one(&t, &q->v[i]);
}
