/*
 * Noun groups, found by word classes alone. All looks are bounded by REACH items.
 */
#include "group.h"

#include <string.h>

#define REACH 60
#define DEPTH 3
#define CLOSED (W_PREP | W_DET | W_DE | W_A | W_SUB | W_QUE | W_COORD | W_REL)

static bool
is_word(const struct doc *d, size_t i)
{
	uint8_t kind = d->item[i].kind;

	return !doc_is_mark(d, i) && (kind == TOKEN_WORD || kind == TOKEN_ELISION);
}

/* Whether item i is punctuation that parts groups: all but dashes and apostrophes. */
static bool
is_break(const struct doc *d, size_t i)
{
	return !doc_is_mark(d, i) && d->item[i].kind == TOKEN_PUNCT && !doc_is_dash(d, i) &&
		!doc_punct(d, i, "'");
}

static bool
named(const struct doc *d, size_t i)
{
	return !doc_is_mark(d, i) && d->item[i].entity != UINT32_MAX;
}

static char
entity_type(const struct doc *d, size_t i)
{
	return named(d, i) ? d->entity[d->item[i].entity].type : 0;
}

/* Whether the form at item i, which may be a noun or a participle, is a reporting verb
 * with its words behind it: « le président note que », « le prêtre dit avoir ». */
static bool
reports_next(const struct doc *d, size_t i)
{
	size_t k = i + 1;

	if (!(d->item[i].form->report & V_FIN3) || k >= d->items)
		return false;
	while (k + 1 < d->items && item_class(d, k) & W_NEG)
		k++;
	return item_class(d, k) & W_QUE || item_verb(d, k) & V_INF ||
		doc_punct(d, k, ":");
}

bool
item_finite(const struct doc *d, size_t i)
{
	unsigned v = item_verb(d, i);
	uint32_t before, class = item_class(d, i);

	if (!(v & V_FIN3) || named(d, i) || class & CLOSED)
		return false;
	if (v & V_AVOIR && d->item[i].capital && i + 1 < d->items &&
	    item_verb(d, i + 1) & V_INF)
		return false;	/* « A lire » */
	if (v & V_SURE)
		return true;
	if (i == 0 || doc_is_mark(d, i - 1))
		return true;
	before = item_class(d, i - 1);
	if (v & V_PP && before & W_INVERTED && i > 1 &&
	    item_verb(d, i - 2) & (V_AVOIR | V_ETRE))
		return false;
	if (before & (W_SUBJ | W_NEG | W_REFL | W_REL))
		return true;
	if (before & (W_DET | W_PREP | W_DE | W_A | W_TITLE) && !(before & W_CLITIC))
		return false;
	if (before & W_DET && i > 1 && item_class(d, i - 2) &
	    (W_SUBJ | W_NEG | W_REL | W_CLITIC | W_SUB))
		return true;	/* « comme le dit » */
	if ((!(before & W_DET) || (before & W_POSS && before & W_CLITIC)) &&
	    reports_next(d, i))
		return true;
	if (class & W_AGENT && !(v & V_FIN3S) && d->item[i - 1].kind == TOKEN_PUNCT)
		return false;	/* « X, président du conseil » */
	if (v & V_PP || class & (W_AGENT | W_NAMER | W_TIME))
		return !(before & (W_DET | W_AGENT)) &&
			!(item_verb(d, i - 1) & (V_AVOIR | V_ETRE));
	if (before & W_DET)
		return false;
	return !d->item[i].capital;
}

bool
group_relates(const struct doc *d, size_t i)
{
	return i > 1 && doc_is_mark(d, i) && doc_is_mark(d, i - 2) &&
		item_class(d, i - 1) & (W_REL | W_QUE);
}

bool
group_tells(const struct doc *d, size_t i)
{
	const struct mark *m = &d->marks.v[d->item[i].mark];
	const struct item *it = &d->word[m->from];

	return m->from < m->to && !it->capital && (it->form->verb & (V_FIN3 | V_INF) ||
		it->form->class & (W_NEG | W_REFL | W_REL));
}

/* A word that can stand inside a noun group. */
static bool
nominal(const struct doc *d, size_t i)
{
	uint32_t c = item_class(d, i);

	if (doc_is_mark(d, i))
		return !group_tells(d, i);
	if (d->item[i].kind == TOKEN_NUMBER || named(d, i) || c & (W_AGENT | W_TITLE))
		return true;
	if (!is_word(d, i) || c & (W_PREP | W_DE | W_A | W_SUB | W_QUE | W_REL | W_COORD |
	    W_SUBJ | W_NEG | W_DET | W_PRON | W_FIRST))
		return false;
	if (c & W_CLITIC)
		return false;
	return !item_finite(d, i);
}

bool
group_begins(const struct doc *d, size_t i)
{
	uint32_t c = item_class(d, i);

	if (doc_is_mark(d, i) || !is_word(d, i))
		return false;
	if (c & (W_PREP | W_DE | W_A | W_SUB | W_REL | W_COORD | W_NEG | W_REFL))
		return c & W_DET && !(c & (W_A | W_SUB | W_REL | W_COORD));
	if (named(d, i) || c & (W_DET | W_TITLE | W_AGENT | W_PRON))
		return true;
	return d->item[i].capital && !item_finite(d, i);
}

/* Whether the base group ends before item i, a time: « a dit Ali lundi ». */
static bool
ends_before(const struct doc *d, size_t i)
{
	return item_class(d, i) & W_TIME && !(item_class(d, i - 1) & (W_DET | W_DE)) &&
		d->item[i - 1].kind != TOKEN_NUMBER;
}

/* Past one base group: determiners, then nouns, adjectives and names. */
static size_t
base_end(const struct doc *d, size_t i, size_t limit)
{
	size_t start;

	if (i < limit && item_class(d, i) & W_PRON && !named(d, i))
		return i + 1;
	while (i < limit && item_class(d, i) & W_DET && !named(d, i))
		i++;
	start = i;
	while (i < limit && !(i > start && ends_before(d, i)) && (nominal(d, i) ||
	    (doc_punct(d, i, "-") && i + 1 < limit && nominal(d, i + 1))))
		i++;
	return i;
}

/* Past « (ACAJ) » at i. */
static size_t
bracket_end(const struct doc *d, size_t i, size_t limit)
{
	size_t j;

	if (i >= limit || !doc_punct(d, i, "("))
		return i;
	for (j = i + 1; j < limit && j < i + 8; j++)
		if (doc_punct(d, j, ")"))
			return j + 1;
	return i;
}

/* Whether the word at i ties what follows to the group before it. */
static bool
ties(const struct doc *d, size_t i, size_t limit, bool loose)
{
	uint32_t c = item_class(d, i);

	if (i + 1 >= limit || is_break(d, i + 1))
		return false;
	if (c & W_DE)
		return !(named(d, i - 1) && item_verb(d, i + 1) & V_INF &&
			!named(d, i + 1));
	if (c & W_COORD)
		return item_class(d, i + 1) & W_DE || (loose && group_begins(d, i + 1) &&
			!(item_class(d, i + 1) & W_PRON));
	if (i > 0 && entity_type(d, i - 1) == 'P')
		return false;
	if (item_verb(d, i + 1) & (V_PRESP | V_INF) && !(item_class(d, i + 1) & W_AGENT))
		return false;
	if (item_class(d, i + 1) & W_RELAY ||
	    (i + 2 < limit && item_class(d, i + 2) & W_RELAY))
		return false;
	return loose && c & (W_PREP | W_A) && !(c & (W_SUB | W_WHEN)) &&
		!(item_class(d, i + 1) & W_TIME);
}

/* Past a whole group: base groups tied by de, à, et. */
static size_t
whole_end(const struct doc *d, size_t i, size_t limit, bool loose)
{
	size_t end = base_end(d, i, limit), next;

	end = bracket_end(d, end, limit);
	while (end < limit && end > i && ties(d, end, limit, loose)) {
		next = end + 1;
		while (next < limit && item_class(d, next) & (W_DE | W_A | W_PREP))
			next++;
		next = base_end(d, next, limit);
		if (next <= end + 1)
			break;
		end = bracket_end(d, next, limit);
	}
	return end;
}

static bool
is_plain_noun(const struct doc *d, size_t i)
{
	return is_word(d, i) && !named(d, i) && !(item_class(d, i) & (W_AGENT | W_TITLE |
		W_DET | W_DE | W_A | W_PREP | W_COORD | W_ADV));
}

/* Whether the speaker noun at item i is an adjective here: « le premier contrat », « la
 * télévision militaire ». */
static bool
is_adjective(const struct doc *d, size_t from, size_t i, size_t to)
{
	return d->item[i].form->adjective && ((i + 1 < to && (is_plain_noun(d, i + 1) ||
		item_class(d, i + 1) & W_AGENT)) ||
		(i > from && is_plain_noun(d, i - 1)));
}

/* Whether the name or noun at item i stands behind a preposition, with the titles and
 * roles before it: « les amis du président Ali ». */
static bool
is_governed(const struct doc *d, size_t from, size_t i)
{
	bool name = named(d, i);

	while (name && i > from && item_class(d, i - 1) & (W_AGENT | W_TITLE) &&
	    !named(d, i - 1))
		i--;
	if (i > from + 1 && item_class(d, i - 1) & W_DET &&
	    !(item_class(d, i - 1) & W_DE))
		i--;
	return i > from && item_class(d, i - 1) & (W_DE | W_A | W_PREP);
}

/* The item that says who, in [from, to). */
static size_t
find_head(const struct doc *d, size_t from, size_t to)
{
	size_t i, agent = NONE, org = NONE, noun = NONE;

	for (i = from; i < to; i++) {
		uint32_t c = item_class(d, i);
		bool governed = is_governed(d, from, i);

		if (doc_punct(d, i, "(")) {
			i = bracket_end(d, i, to);
			continue;
		}
		if (i > from && named(d, i) && d->item[i].entity == d->item[i - 1].entity)
			continue;
		if (entity_type(d, i) == 'P' && !governed)
			return i;
		if (agent == NONE && c & W_AGENT && !governed && !named(d, i) &&
		    !is_adjective(d, from, i, to))
			agent = i;
		if (org == NONE && named(d, i) && !governed)
			org = i;
		if (noun == NONE && !(c & W_DET) && is_word(d, i))
			noun = i;
	}
	return agent != NONE && (org == NONE || agent < org) ? agent :
		org != NONE ? org : noun != NONE ? noun : from;
}

/* Whether an apposition begins at i: « ministre de … », « le chef de … », « de la
 * BBC », or the name that a role was waiting for. */
static bool
apposition_begins(const struct doc *d, size_t i, size_t limit)
{
	uint32_t c;
	size_t k;

	if (i >= limit)
		return false;
	c = item_class(d, i);
	if (named(d, i) && entity_type(d, i) == 'P')
		return true;
	if (d->item[i].kind == TOKEN_NUMBER)
		return i + 1 < limit && item_class(d, i + 1) & W_TIME &&
			(i + 2 == limit || is_break(d, i + 2));
	if (c & (W_AGENT | W_TITLE))
		return true;
	if (c & W_DE)
		return i + 1 < limit && (c & W_DET ? d->item[i + 1].capital :
			!item_finite(d, i + 1) && !doc_is_mark(d, i + 1) &&
			!(item_verb(d, i + 1) & V_INF));
	if (!is_word(d, i) || c & (W_SUBJ | W_COORD | W_SUB | W_REL | W_PREP | W_A |
	    W_PRON))
		return false;
	for (k = i + 1; k < limit && k < i + 4 && is_word(d, k) && !item_finite(d, k);
	    k++)
		if (item_class(d, k) & W_AGENT || entity_type(d, k) == 'P')
			return true;
	return false;
}

struct group
group_at(const struct doc *d, size_t i, size_t limit, bool appositions)
{
	struct group g = { i, i, i };
	size_t end;

	if (limit > i + REACH)
		limit = i + REACH;
	g.to = whole_end(d, i, limit, true);
	while (appositions && g.to + 1 < limit && doc_punct(d, g.to, ",") &&
	    apposition_begins(d, g.to + 1, limit)) {
		end = g.to + 1;
		if (item_class(d, end) & W_DE)
			end++;
		end = whole_end(d, end, limit, true);
		if (end < limit && (item_finite(d, end) || item_class(d, end) & W_SUBJ))
			break;
		g.to = end;
	}
	g.head = find_head(d, g.from, g.to);
	return g;
}

/* Whether the group at i is a date or a time: « le 3 avril », « cette semaine ». */
static bool
is_time(const struct doc *d, size_t i, size_t limit)
{
	while (i < limit && item_class(d, i) & W_DET && !(item_class(d, i) & W_TIME))
		i++;
	return i < limit && (item_class(d, i) & W_TIME ||
		d->item[i].kind == TOKEN_NUMBER);
}

/* Past a time: what base group follows it, but for a name. */
static size_t
time_end(const struct doc *d, size_t i, size_t limit)
{
	size_t end = base_end(d, i, limit), k;

	for (k = i + 1; k < end; k++)
		if (named(d, k))
			return k;
	return end > i ? end : i + 1;
}

/* Where a person's name, with its title, begins in [from, to) that the noun before it does
 * not call by a role (« à la radio M. Sow »), else `to`. */
static size_t
before_person(const struct doc *d, size_t from, size_t to)
{
	size_t i, k;

	for (i = from + 1; i < to; i++) {
		if (entity_type(d, i) != 'P' || entity_type(d, i - 1) == 'P')
			continue;
		for (k = i; k > from + 1 && item_class(d, k - 1) & W_TITLE; k--)
			;
		if (d->item[k - 1].kind == TOKEN_WORD &&
		    d->item[k - 1].form->agent != AGENT_PER && !(item_class(d, k - 1) &
		    (W_TITLE | W_DE | W_DET | W_A | W_PREP | W_COORD)))
			return k;
	}
	return to;
}

struct group
group_after(const struct doc *d, size_t i, size_t limit)
{
	struct group none = { i, i, i };
	size_t start = i;

	if (limit > i + REACH)
		limit = i + REACH;
	while (i < limit && i < start + 30) {
		uint32_t c = item_class(d, i);

		if (doc_is_mark(d, i) || doc_punct(d, i, ":") || doc_punct(d, i, ";"))
			return none;
		if (doc_punct(d, i, ",") && i + 1 < limit && (i > start ?
		    item_class(d, i + 1) & (W_PREP | W_A | W_TIME | W_ADV | W_DET) ||
		    named(d, i + 1) : item_class(d, i + 1) & (W_PREP | W_A) ||
		    is_time(d, i + 1, limit))) {
			i++;
		} else if (is_break(d, i)) {
			return none;
		} else if (is_time(d, i, limit)) {
			i = time_end(d, i, limit);
		} else if (c & (W_PREP | W_A | W_DE) && !(c & W_DET && i == start)) {
			i = before_person(d, i + 1, whole_end(d, i + 1, limit, false));
		} else if (group_begins(d, i) && !(c & W_COORD)) {
			return group_at(d, i, limit, true);
		} else if (item_finite(d, i) || c & (W_SUB | W_REL | W_COORD)) {
			return none;
		} else {
			i++;
		}
	}
	return none;
}

/* « De nombreux élus » at the head of a sentence. */
static bool
partitive(const struct doc *d, size_t i)
{
	return d->item[i].first && item_class(d, i) & W_DE &&
		!(item_class(d, i) & W_DET) && i + 1 < d->items &&
		!(item_class(d, i + 1) & W_DET) && !named(d, i + 1);
}

/* The last group without preposition in [low, v), a run without commas. */
static struct group
last_group(const struct doc *d, size_t low, size_t v)
{
	struct group g = { v, v, v }, antecedent = g;
	size_t i = low, end;

	while (i < v) {
		uint32_t c = item_class(d, i);

		if (c & W_REL && g.from < g.to)
			antecedent = g;
		if (item_finite(d, i)) {
			if (antecedent.from < antecedent.to) {
				g = antecedent;
				break;
			}
			g = (struct group){ v, v, v };
			i++;
		} else if (c & (W_PREP | W_A | W_DE) && !(c & W_DET && i == low) &&
		    !partitive(d, i)) {
			end = whole_end(d, i + 1, v, false);
			i = end > i + 1 ? end : i + 1;
		} else if ((group_begins(d, i) || partitive(d, i)) && !is_time(d, i, v)) {
			if (!(g.from < g.to && g.to + 1 == i &&
			    item_class(d, g.to) & W_COORD))
				g.from = i;
			g.to = whole_end(d, partitive(d, i) ? i + 1 : i, v, false);
			if (g.to <= i)
				g.to = i + 1;
			i = g.to;
		} else {
			i++;
		}
	}
	if (g.from < g.to)
		g.head = find_head(d, g.from, g.to);
	return g;
}

/* Where the run of items without comma or stop that ends at `end` begins. */
static size_t
run_start(const struct doc *d, size_t low, size_t end)
{
	size_t k;

	while (end > low) {
		if (doc_punct(d, end - 1, ")")) {
			for (k = end - 1; k > low && end - k < 12; k--)
				if (doc_punct(d, k - 1, "("))
					break;
			if (k == low || end - k >= 12)
				break;
			end = k - 1;
		} else if (is_break(d, end - 1) || doc_is_dash(d, end - 1)) {
			break;
		} else {
			end--;
		}
	}
	return end;
}

/* Whether [from, to) says something of the subject before it: a relative clause, a
 * participle, a group with preposition, an apposition. */
static bool
is_aside(const struct doc *d, size_t from, size_t to)
{
	uint32_t c = item_class(d, from);

	if (from >= to || doc_is_mark(d, from))
		return false;
	if (c & (W_REL | W_PREP | W_A | W_ADV | W_SUB | W_TIME))
		return true;
	if (c & W_DE && !(c & W_DET))
		return true;
	if (c & W_PRON && to == from + 1)
		return true;
	return item_verb(d, from) & (V_PP | V_PRESP) && !(c & W_AGENT);
}

/* Whether no verb stands in [from, to). */
static bool
verbless(const struct doc *d, size_t from, size_t to)
{
	for (; from < to; from++)
		if (item_finite(d, from) || item_class(d, from) & (W_REL | W_QUE))
			return false;
	return true;
}

/* The group that the run [from, end) between commas is or ends in. */
static struct group
run_group(const struct doc *d, size_t from, size_t end)
{
	struct group g = last_group(d, from, end);

	if (g.from > from && item_class(d, g.from - 1) & W_COORD &&
	    group_begins(d, from) && verbless(d, from, g.from))
		g.from = from;
	if (g.from < g.to && (g.from == from || whole_end(d, g.from, end, true) == end) &&
	    verbless(d, g.to, end))
		g.to = end;
	return g;
}

/* Whether a group holds a person's name. */
static bool
has_person(const struct doc *d, const struct group *g)
{
	size_t i;

	for (i = g->from; i < g->to; i++)
		if (entity_type(d, i) == 'P')
			return true;
	return false;
}

/* The group with the name before it that it is an apposition to: « Ali, un élu ». */
static struct group
with_name(const struct doc *d, struct group g)
{
	size_t i = g.from;

	if (g.from >= g.to || i < 2 || has_person(d, &g) || !doc_punct(d, i - 1, ",") ||
	    entity_type(d, i - 2) != 'P' || !(item_class(d, g.head) & W_AGENT))
		return g;
	for (i -= 2; i > 0 && d->item[i - 1].entity == d->item[g.from - 2].entity; i--)
		;
	g.from = g.head = i;
	return g;
}

/* The group that ends a run and that a relative clause takes up, behind a preposition,
 * too: « selon X qui », « par le ministre, qui ». */
static struct group
antecedent(const struct doc *d, size_t low, size_t end)
{
	struct group g = last_group(d, low, end);
	size_t i;

	for (i = low; i + 1 < end && g.from >= g.to; i++)
		if (item_class(d, i) & (W_PREP | W_A | W_DE | W_BY) &&
		    whole_end(d, i + 1, end, true) == end) {
			g = (struct group){ i + 1, end, i + 1 };
			g.head = find_head(d, i + 1, end);
		}
	return with_name(d, g);
}

static struct group before(const struct doc *, size_t low, size_t v, int depth);

/* The verb shares the subject of the finite verb before it. */
static struct group
shared_subject(const struct doc *d, size_t low, size_t v, int depth)
{
	struct group none = { v, v, v };
	size_t i;

	if (depth == 0)
		return none;
	for (i = v; i > low; i--)
		if (item_finite(d, i - 1)) {
			i--;
			while (i > low && item_class(d, i - 1) &
			    (W_NEG | W_CLITIC | W_REFL | W_ADV))
				i--;
			return before(d, low, i, depth - 1);
		}
	return none;
}

/* Whether a group says who speaks: a person, a role, an institution. */
static bool
says_who(const struct doc *d, const struct group *g)
{
	return g->from < g->to && (entity_type(d, g->head) == 'P' ||
		entity_type(d, g->head) == 'O' || item_class(d, g->head) & W_AGENT);
}

/* Whether g may be an apposition to h, which names no speaker: « le maire » behind a name
 * in g, « l'Égypte, pays hôte ». */
static bool
may_apply(const struct doc *d, const struct group *h, const struct group *g)
{
	return has_person(d, g) ||
		(named(d, h->head) && item_class(d, g->from) & W_AGENT);
}

/* The subject whose asides, between commas, end just before v: « X, ministre de Y, »,
 * « le ministre, X, », « X, qui était là, », « X, de l'ONG Y, ». */
static struct group
past_asides(const struct doc *d, size_t low, size_t v)
{
	struct group g = { v, v, v }, h;
	size_t end = v - 1, from, tail = 0;
	int i;

	for (i = 0; i < 5 && end > low; i++) {
		from = run_start(d, low, end);
		h = (struct group){ v, v, v };
		if (!is_aside(d, from, end))
			h = run_group(d, from, end);
		else if (item_class(d, from) & W_DE && named(d, end - 1) && tail == 0)
			tail = end;
		if (h.from < h.to) {
			if (g.from < g.to && (h.to != end || !(says_who(d, &h) ||
			    (h.from == from && may_apply(d, &h, &g)))))
				return g;
			if (tail && h.to + 1 < tail && has_person(d, &h))
				h.to = tail;
			h.to = g.from < g.to ? g.to : h.to;
			h.head = find_head(d, h.from, h.to);
			if (g.from < g.to && has_person(d, &h))
				return h;
			g = h;
		}
		if (from == low || !doc_punct(d, from - 1, ","))
			return g;
		end = from - 1;
	}
	return g;
}

/* The subject before an aside between dashes that ends just before v. */
static struct group
past_dashes(const struct doc *d, size_t low, size_t v)
{
	struct group none = { v, v, v };
	size_t i;

	for (i = v - 1; i > low + 1; i--)
		if (doc_is_dash(d, i - 1))
			return last_group(d, run_start(d, low, i - 1), i - 1);
	return none;
}

static struct group
before(const struct doc *d, size_t low, size_t v, int depth)
{
	struct group g = { v, v, v };

	if (v > low + REACH)
		low = v - REACH;
	if (v <= low)
		return g;
	if (doc_is_dash(d, v - 1))
		return past_dashes(d, low, v);
	if (doc_punct(d, v - 1, ",")) {
		g = past_asides(d, low, v);
		return g.from < g.to ? g : shared_subject(d, low, v, depth);
	}
	if (item_class(d, v - 1) & W_REL && v - 1 > low) {
		size_t end = v - 1;

		if (doc_punct(d, end - 1, ",") && end - 1 > low)
			end--;
		return antecedent(d, run_start(d, low, end), end);
	}
	if (item_class(d, v - 1) & (W_SUBJ | W_PRON))
		return (struct group){ v - 1, v, v - 1 };
	if (item_class(d, v - 1) & W_COORD && depth > 0) {
		g = shared_subject(d, low, v - 1, depth);
		if (g.from < g.to)
			return g;
	}
	g = last_group(d, run_start(d, low, v), v);
	if (g.from < g.to)
		return g;
	return shared_subject(d, low, v, depth);
}

struct group
group_before(const struct doc *d, size_t low, size_t v)
{
	return before(d, low, v, DEPTH);
}

/* The subject of a participle at item v: « …, le ministre disant », « un message
 * disant », else that of the clause's verb. */
struct group
group_of_participle(const struct doc *d, size_t low, size_t v)
{
	struct group g = { v, v, v };
	size_t run;

	if (v > low + REACH)
		low = v - REACH;
	if (v <= low)
		return g;
	run = run_start(d, low, v);
	if (run < v && !doc_is_mark(d, v - 1))
		g = last_group(d, run, v);
	if (g.from < g.to && g.from == run && g.to == v && run > low &&
	    doc_punct(d, run - 1, ","))
		return g;	/* « …, certains affirmant » */
	return says_who(d, &g) ? g : shared_subject(d, low, v, DEPTH);
}
