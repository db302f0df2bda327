/*
 * Finds the person, institution or description behind each mention.
 */
#include "resolve.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"

#define ROLE_REACH 14

static uint32_t
class_of(const struct doc *d, size_t i)
{
	return doc_is_mark(d, i) ? 0 : d->item[i].form->class;
}

static const struct entity *
entity_of(const struct doc *d, size_t i)
{
	uint32_t n = doc_is_mark(d, i) ? UINT32_MAX : d->item[i].entity;

	return n == UINT32_MAX ? NULL : &d->entity[n];
}

/* Whether items a and b are the same word, case aside. */
static bool
same_word(const struct doc *d, size_t a, size_t b)
{
	char x[LEXICON_WORD], y[LEXICON_WORD];
	const struct item *p = &d->item[a], *q = &d->item[b];
	size_t n = lexicon_key(d->text->s + p->start, p->end - p->start, x);
	size_t m = lexicon_key(d->text->s + q->start, q->end - q->start, y);

	return n && n == m && memcmp(x, y, n) == 0;
}

static void
set_gender(struct doc *d, size_t name, char gender)
{
	if (gender && name != NONE && !d->name[name].gender)
		d->name[name].gender = gender;
}

static void
add_role(struct roles *r, size_t name, size_t from, size_t to, size_t head)
{
	mem_grow(&r->v, &r->cap, r->n + 1, sizeof(*r->v));
	r->v[r->n++] = (struct role){ name, from, to, head };
}

/* The role before the name at item i: « le ministre de X, NAME », « le ministre NAME ». */
static void
role_before(struct doc *d, struct roles *r, size_t low, size_t i, size_t name)
{
	size_t end = i, j, head = NONE, from = i;

	if (end > low && doc_punct(d, end - 1, ","))
		end--;
	if (end > low && class_of(d, end - 1) & W_TITLE) {
		set_gender(d, name, d->item[end - 1].form->gender);
		end--;
	}
	for (j = end; j > low && end - j < ROLE_REACH; j--) {
		uint32_t c = class_of(d, j - 1);

		if (doc_is_mark(d, j - 1) || item_finite(d, j - 1) ||
		    d->item[j - 1].kind == TOKEN_PUNCT)
			break;
		if (entity_of(d, j - 1) && entity_of(d, j - 1)->type == 'P')
			break;
		if (c & W_AGENT && d->item[j - 1].form->agent == AGENT_PER) {
			head = j - 1;
			from = j - 1;
		} else if (c & W_DET && !(c & W_DE) && head != NONE) {
			from = j - 1;
			break;
		}
	}
	if (head == NONE || (end == i && head + 1 < end &&
	    class_of(d, end - 1) & (W_DE | W_PREP | W_A)))
		return;
	if (end == i && class_of(d, i - 1) & (W_DE | W_A | W_PREP))
		return;
	set_gender(d, name, d->item[head].form->gender);
	add_role(r, name, from, end, head);
}

/* The role after the name that ends before item i: « NAME, ministre de X ». */
static void
role_after(struct doc *d, struct roles *r, size_t i, size_t limit, size_t name)
{
	size_t head = i + 1, end;

	if (i + 1 >= limit || !doc_punct(d, i, ","))
		return;
	while (head < limit && head < i + 4 && !(class_of(d, head) & W_AGENT) &&
	    !doc_is_mark(d, head) && d->item[head].kind == TOKEN_WORD)
		head++;
	if (head >= limit || !(class_of(d, head) & W_AGENT) ||
	    d->item[head].form->agent != AGENT_PER)
		return;
	end = group_at(d, i + 1, limit, false).to;
	if (end <= head)
		end = head + 1;
	set_gender(d, name, d->item[head].form->gender);
	add_role(r, name, i + 1, end, head);
}

static void
given_gender(struct doc *d, size_t i, size_t name)
{
	const struct item *it = &d->item[i];

	if (it->form->class & W_GIVEN)
		set_gender(d, name, it->form->gender);
}

void
resolve_prepare(struct doc *d, struct roles *r)
{
	size_t i, end, name;

	r->n = 0;
	for (i = 0; i < d->items; i = end) {
		const struct entity *e = entity_of(d, i);
		const struct unit *u = &d->unit[d->item[i].unit];

		end = i + 1;
		if (!e || e->type != 'P' || e->name == NONE)
			continue;
		name = e->name;
		while (end < u->to && d->item[end].entity == d->item[i].entity &&
		    !doc_is_mark(d, end))
			end++;
		if (i > u->from && class_of(d, i - 1) & W_TITLE)
			set_gender(d, name, d->item[i - 1].form->gender);
		given_gender(d, i, name);
		role_before(d, r, u->from, i, name);
		role_after(d, r, end, u->to, name);
	}
}

/* What goes from one quotation to the next. */
struct state {
	const struct doc *d;
	const struct roles *roles;
	size_t name;		/* last speaker */
	struct span described;
	char gender;
	size_t unit;
	bool any;
};

static char
gender_of(const struct doc *d, const struct quote *q)
{
	if (q->name != NONE && d->name[q->name].gender)
		return d->name[q->name].gender;
	if (q->who.from < q->who.to)
		return d->item[q->who.head].form->gender;
	return 0;
}

static bool
agrees(char a, char b)
{
	return !a || !b || a == b;
}

/* The last person named before item i who agrees with the gender, within reach. */
static size_t
person_before(const struct doc *d, size_t i, char gender)
{
	size_t j;

	for (j = i; j > 0 && i - j < 200; j--) {
		const struct entity *e = entity_of(d, j - 1);

		if (e && e->type == 'P' && e->name != NONE &&
		    agrees(d->name[e->name].gender, gender))
			return e->name;
	}
	return NONE;
}

/* The person meant by the pronoun `it`, which stands at or behind item `place`. */
static void
by_pronoun(struct state *t, struct quote *q, const struct item *place,
	const struct item *it)
{
	char gender = it->form->gender;

	if (t->any && q->unit - t->unit <= 3 && agrees(t->gender, gender)) {
		q->name = t->name;
		q->described = t->described;
		return;
	}
	q->name = person_before(t->d, (size_t)(place - t->d->item), gender);
}

static size_t
by_role(const struct state *t, const struct quote *q)
{
	const struct doc *d = t->d;
	size_t i, best = NONE;

	if (!(class_of(d, q->who.head) & W_AGENT))
		return NONE;
	for (i = 0; i < t->roles->n && i < 256; i++)
		if (same_word(d, t->roles->v[i].head, q->who.head) &&
		    t->roles->v[i].from <= q->who.from)
			best = t->roles->v[i].name;
	return best;
}

static void
by_mention(struct state *t, struct quote *q)
{
	const struct doc *d = t->d;
	const struct entity *e = entity_of(d, q->who.head);
	uint32_t c = class_of(d, q->who.head);

	if (e && e->name != NONE) {
		q->name = e->name;
	} else if (c & W_LAST && q->who.to == q->who.head + 1) {
		q->name = person_before(d, q->who.from, d->item[q->who.head].form->gender);
	} else if (c & W_PRON) {
		by_pronoun(t, q, &d->item[q->who.from], &d->item[q->who.head]);
	} else {
		q->name = by_role(t, q);
		if (q->name == NONE)
			q->described = q->mention;
	}
}

static void
resolve_one(struct state *t, struct quote *q)
{
	if (q->inside != NONE)
		by_pronoun(t, q, &t->d->item[t->d->unit[q->unit].from],
			&t->d->word[q->inside]);
	else if (q->mention.start < q->mention.end && q->who.from < q->who.to)
		by_mention(t, q);
	else if (t->any) {
		q->name = t->name;
		q->described = t->described;
	}
	if (q->name == NONE && q->described.start >= q->described.end)
		return;
	t->name = q->name;
	t->described = q->described;
	t->gender = gender_of(t->d, q);
	t->unit = q->unit;
	t->any = true;
}

void
resolve_run(const struct doc *d, const struct roles *r, struct quotes *q)
{
	struct state t = { .d = d, .roles = r };
	size_t i;

	for (i = 0; i < q->n; i++)
		if (!q->v[i].dropped)
			resolve_one(&t, &q->v[i]);
}
