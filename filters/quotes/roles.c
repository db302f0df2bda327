/*
 * Roles and genders that the document states of its persons.
 */
#include "resolve.h"

#include "buf.h"

#define ROLE_REACH 14		/* items of a description before a name */

static void
set_gender(struct doc *d, size_t name, char gender)
{
	if (gender && name != NONE && !d->name[name].gender)
		d->name[name].gender = gender;
}

/* The role as the text words it, without its article; the fullest one stays. */
static void
keep_role(struct doc *d, size_t name, size_t from, size_t to)
{
	struct span s, *old = &d->name[name].role;

	while (from < to && item_class(d, from) & W_DET)
		from++;
	if (from >= to || d->item[from].form->relation)
		return;
	s = (struct span){ d->item[from].start, d->item[to - 1].end };
	if (s.end - s.start > old->end - old->start)
		*old = s;
}

static void
add_role(struct doc *d, struct roles *r, size_t name, size_t from, size_t to)
{
	keep_role(d, name, from, to);
	mem_grow(&r->v, &r->cap, r->n + 1, sizeof(*r->v));
	r->v[r->n] = (struct role){ .name = name, .from = from, .to = to };
	describe_items(d, from, to, &r->v[r->n++].what);
}

/* The role before the name at item i: « le ministre de X, NAME ». */
static void
role_before(struct doc *d, struct roles *r, size_t low, size_t i, size_t name)
{
	size_t end = i, j, head = NONE, from = i;

	if (end > low && doc_punct(d, end - 1, ","))
		end--;
	if (end > low && item_class(d, end - 1) & W_TITLE) {
		set_gender(d, name, d->item[end - 1].form->gender);
		end--;
	}
	for (j = end; j > low && end - j < ROLE_REACH; j--) {
		uint32_t c = item_class(d, j - 1);

		if (doc_is_mark(d, j - 1) || item_finite(d, j - 1) ||
		    d->item[j - 1].kind == TOKEN_PUNCT)
			break;
		if (item_entity(d, j - 1) && item_entity(d, j - 1)->type == 'P')
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
	    item_class(d, end - 1) & (W_DE | W_PREP | W_A)))
		return;
	if (end == i && item_class(d, i - 1) & (W_DE | W_A | W_PREP))
		return;
	set_gender(d, name, d->item[head].form->gender);
	set_gender(d, name, d->item[from].form->gender);
	add_role(d, r, name, from, end);
}

/* The role after the name that ends before item i: « NAME, ministre de X ». */
static void
role_after(struct doc *d, struct roles *r, size_t i, size_t limit, size_t name)
{
	size_t head = i + 1, end;

	if (i + 1 >= limit || !doc_punct(d, i, ","))
		return;
	while (head < limit && head < i + 4 && !(item_class(d, head) & W_AGENT) &&
	    !doc_is_mark(d, head) && d->item[head].kind == TOKEN_WORD)
		head++;
	if (head >= limit || !(item_class(d, head) & W_AGENT) ||
	    d->item[head].form->agent != AGENT_PER)
		return;
	end = group_at(d, i + 1, limit, false).to;
	if (end <= head)
		end = head + 1;
	set_gender(d, name, d->item[head].form->gender);
	add_role(d, r, name, i + 1, end);
}

static void
given_gender(struct doc *d, size_t i, size_t name)
{
	const struct item *it = &d->item[i];

	if (it->form->class & W_GIVEN)
		set_gender(d, name, it->form->gender);
}

void
roles_collect(struct doc *d, struct roles *r)
{
	size_t i, end, name;

	r->n = 0;
	for (i = 0; i < d->items; i = end) {
		const struct entity *e = item_entity(d, i);
		const struct unit *u = &d->unit[d->item[i].unit];

		end = i + 1;
		if (!e || e->type != 'P' || e->name == NONE)
			continue;
		name = e->name;
		while (end < u->to && d->item[end].entity == d->item[i].entity &&
		    !doc_is_mark(d, end))
			end++;
		if (i > u->from && item_class(d, i - 1) & W_TITLE)
			set_gender(d, name, d->item[i - 1].form->gender);
		given_gender(d, i, name);
		role_before(d, r, u->from, i, name);
		role_after(d, r, end, u->to, name);
	}
}
