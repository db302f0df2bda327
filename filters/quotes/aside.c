/*
 * Incises and phrases: the words stand before them, behind them, or on both sides.
 */
#include "work.h"

#define WORDING 4	/* words in marks that are all that « comme l'écrit Ali » is about */

/* Where the words before an incise begin: after an earlier candidate, a colon, a
 * bullet. */
static size_t
left_limit(const struct work *w, size_t to)
{
	size_t begin = work_begin(w->d, w->u);
	size_t from = w->done > begin ? w->done : begin, i;

	if (to > from + CLAUSE_REACH)
		from = to - CLAUSE_REACH;
	if (to > w->u->from && doc_is_mark(w->d, to - 1) && from >= to)
		return to - 1;
	for (i = to; i > from; i--)
		if (doc_punct(w->d, i - 1, ":"))
			break;
	if (i > from)
		from = i;
	while (from < to && is_edge(w->d, from))
		from++;
	return from;
}

static bool
has_finite(const struct doc *d, size_t from, size_t to)
{
	for (; from < to; from++)
		if (doc_is_mark(d, from) || item_finite(d, from))
			return true;
	return false;
}

/* After an incise that ends at item i: the rest of the words, when they go on. */
static void
look_on(struct work *w, struct quote *q, size_t k, size_t i, bool open)
{
	const struct doc *d = w->d;
	const struct cue *next = k + 1 < w->q->cues ? &w->q->cue[k + 1] : NULL;
	size_t end = next ? next->from : w->u->to, j;

	for (j = i; j < end && j < i + 15; j++) {
		if (doc_is_mark(d, j) || is_stop(d, j) || doc_punct(d, j, ","))
			break;
		if (item_finite(d, j) || item_class(d, j) & (W_QUE | W_REL))
			return;
	}
	if (j >= end)
		return;
	if (doc_punct(d, j, ",") || doc_punct(d, j, ":"))
		j++;
	else if (doc_is_mark(d, j) && j > i)
		return;		/* « …, dit Ali et « … » », « …, dit le journal « … » » */
	if (j < end && item_class(d, j) & W_REL)
		return;		/* « …, dit Ali, qui s'en va » */
	if (next && next->inverted && j + 2 >= next->from)
		return;		/* « …, dit-il, « … », ajoute-t-il »: two quotations */
	if (j < end && doc_is_mark(d, j)) {
		work_mark(d, q, j);
		work_take(w, j + 1);
	} else if (open && j < end && !is_stop(d, j) && q->mark == NONE) {
		end = clause_end(w, k, j);
		work_items(d, q, j, end);
		work_take(w, end);
	}
}

/* Whether a finite verb stands after the comma that ends an incise at item i. */
static bool
finite_next(const struct doc *d, size_t i, size_t limit)
{
	if (i + 2 >= limit || !doc_punct(d, i, ","))
		return false;
	i++;
	if (item_class(d, i) & (W_NEG | W_CLITIC | W_REFL))
		i++;
	return i < limit && !doc_is_mark(d, i) && item_finite(d, i);
}

/* An incise that opens its unit: the words are the marks that end the unit above, or
 * all of that unit where the press lost its marks. */
static bool
take_above(struct work *w, const struct cue *c)
{
	const struct doc *d = w->d;
	const struct unit *above = w->u - 1;
	size_t i = w->u->from;
	struct quote *q;

	while (i > 0 && i + 3 > w->u->from && is_edge(d, i - 1))
		i--;
	if (i == 0)
		return false;
	q = work_quote(w, FRAME_AFTER, c);
	if (doc_is_mark(d, i - 1))
		work_mark(d, q, i - 1);
	else if (above->to < above->from + CLAUSE_REACH)
		work_items(d, q, above->from, above->to);
	if (q->segs == 0)
		w->q->n--;
	work_take(w, c->to);
	return true;
}

/* « car, dit X, la pluie vient »: an incise right behind a conjunction. */
static bool
look_forward(struct work *w, size_t k)
{
	const struct cue *c = &w->q->cue[k];
	size_t i = c->subject.to > c->to ? c->subject.to : c->to;
	size_t limit = w->u->to < i + 15 ? w->u->to : i + 15;

	while (i < limit && !doc_punct(w->d, i, ",") && !doc_is_mark(w->d, i))
		i++;
	if (i + 1 >= limit)
		return false;
	clause_take(w, k, FRAME_AFTER, doc_is_mark(w->d, i) ? i : i + 1);
	return true;
}

/* Where the words before the cue end: punctuation and « comme » passed over. */
static size_t
words_end(const struct work *w, const struct cue *c)
{
	const struct doc *d = w->d;
	size_t to = c->from;

	while (to > w->u->from && (is_edge(d, to - 1) || (item_class(d, to - 1) & W_SUB &&
	    !(item_class(d, to - 1) & W_COORD))))
		to--;
	return to;
}

/* Other candidates than all of items [from, to): with the words before marks that an
 * earlier cue took; the marks alone that end them; a sentence in marks that opens
 * them. */
static void
add_others(struct work *w, const struct cue *c, enum frame frame, size_t from, size_t to)
{
	const struct doc *d = w->d;
	bool ends_in_mark = doc_is_mark(d, to - 1);

	if (from == to - 1 && from > w->u->from && w->done > from &&
	    !doc_punct(d, from - 1, ":") && from < w->u->from + CLAUSE_REACH &&
	    work_has_words(d, w->u->from, to))
		clause_add(w, c, frame, w->u->from, to);
	if (ends_in_mark && !work_is_sentence(d, to - 1) &&
	    work_has_words(d, from, to - 1))
		work_mark(d, work_quote(w, FRAME_TAIL, c), to - 1);
	if (to > from + 1 && doc_is_mark(d, from) && work_is_sentence(d, from))
		work_mark(d, work_quote(w, frame, c), from);
}

/* The candidate of items [from, to): a sentence in marks at their end alone, marks
 * without other words as segments, else all of it. */
static struct quote *
add_left(struct work *w, const struct cue *c, enum frame frame, size_t from, size_t to)
{
	const struct doc *d = w->d;
	struct quote *q = work_quote(w, frame, c);

	if (doc_is_mark(d, to - 1) && work_is_sentence(d, to - 1))
		work_mark(d, q, to - 1);
	else if (doc_is_mark(d, to - 1) && !work_has_words(d, from, to - 1))
		for (; from < to; from++) {
			if (doc_is_mark(d, from))
				work_mark(d, q, from);
		}
	else
		work_items(d, q, from, to);
	return q;
}

/* The last candidate again, with the words that stand behind the incise up to a comma:
 * « Il est mort, selon la police, d'un coup de feu, … ». */
static void
add_rest(struct work *w, size_t k, size_t i)
{
	const struct doc *d = w->d;
	struct quote *q;
	size_t end;

	if (i + 2 >= w->u->to || !doc_punct(d, i, ",") ||
	    item_class(d, i + 1) & (W_COORD | W_SUB | W_REL))
		return;
	end = clause_end(w, k, i + 1);
	q = work_copy(w);
	q->on = i + 1;
	work_items(d, q, i + 1, clause_main(d, i + 1, end));
}

/* Whether the marks at item i hold a wording: « … », comme l'écrit Ali. */
static bool
is_wording(const struct doc *d, size_t i)
{
	const struct mark *m;

	if (!doc_is_mark(d, i))
		return false;
	m = &d->marks.v[d->item[i].mark];
	return m->to >= m->from + WORDING;
}

bool
aside_left(struct work *w, size_t k)
{
	const struct doc *d = w->d;
	const struct cue *c = &w->q->cue[k];
	size_t to = words_end(w, c), from, after;
	enum frame frame = c->kind == CUE_PHRASE ? FRAME_SELON : FRAME_AFTER;
	struct quote *q;
	bool open;

	if (to > w->u->from && item_class(d, to - 1) & W_COORD &&
	    (to < c->from || c->clitic != NONE))
		return look_forward(w, k);
	from = left_limit(w, to);
	if (from >= to && frame == FRAME_AFTER && to == w->u->from)
		return take_above(w, c);
	if (from >= to && frame == FRAME_AFTER)
		from = work_begin(d, w->u);
	if (from >= to || to > from + CLAUSE_REACH)
		return false;
	if (to < c->from && item_class(d, c->from - 1) & W_AS && is_wording(d, to - 1))
		from = to - 1;
	else
		add_others(w, c, frame, from, to);
	q = add_left(w, c, frame, from, to);
	if (q->segs == 0) {
		w->q->n--;
		return false;
	}
	after = c->subject.to > c->to ? c->subject.to : c->to;
	open = q->mark == NONE && (!has_finite(d, from, to) || to - from < 4 ||
		item_finite(d, to - 1) || finite_next(d, after, w->u->to));
	work_take(w, after);
	look_on(w, q, k, after, open);
	if (!open && q->mark == NONE)
		add_rest(w, k, after);
	return true;
}

/* Whether an aside on the person named stands behind the comma at item i: a name, a
 * participle, a relative clause; the comma that ends it, else i. */
static size_t
past_aside(const struct doc *d, size_t i, size_t limit)
{
	const struct entity *e = item_entity(d, i + 1);
	size_t k;

	if (!(e && e->type == 'P') && !(item_verb(d, i + 1) & V_PRESP) &&
	    !(item_class(d, i + 1) & W_REL))
		return i;
	for (k = i + 1; k < limit && k < i + 20 && !is_stop(d, k); k++)
		if (doc_punct(d, k, ","))
			return k;
		else if (item_finite(d, k) && !(item_class(d, i + 1) & W_REL))
			break;
	return i;
}

/* The comma or marks behind the phrase's group from item i on; u->to when the clause
 * does not begin there. */
static size_t
fronted_comma(const struct work *w, size_t i)
{
	const struct doc *d = w->d;
	size_t limit = w->u->to < i + 25 ? w->u->to : i + 25;

	while (i < limit && !doc_punct(d, i, ",") && !doc_is_mark(d, i) && !is_stop(d, i))
		i++;
	if (i >= limit || (is_stop(d, i) && !doc_punct(d, i, ":")))
		return w->u->to;
	return doc_punct(d, i, ",") && i + 2 < w->u->to ? past_aside(d, i, w->u->to) : i;
}

/* Takes the last apposition from the cue's subject: it is that of the clause. The comma
 * before it, u->to when there is none. */
static size_t
split_subject(const struct work *w, struct cue *c)
{
	size_t i = c->subject.to;

	while (i > c->subject.from && !doc_punct(w->d, i - 1, ","))
		i--;
	if (i < c->subject.from + 2)
		return w->u->to;
	c->subject.to = i - 1;
	return i - 1;
}

/* Whether a relative clause follows the phrase: « selon qui ». */
static bool
is_relative(const struct work *w, const struct cue *c)
{
	return c->to < w->u->to && item_class(w->d, c->to) & W_REL;
}

/* « Selon X, … »: the clause after the comma. */
static bool
look_fronted(struct work *w, size_t k)
{
	const struct doc *d = w->d;
	struct cue *c = &w->q->cue[k];
	size_t i = c->subject.to > c->to ? c->subject.to : c->to;

	if (i < w->u->to && is_relative(w, c)) {
		i = c->to + 1;
	} else {
		i = fronted_comma(w, i);
		if (i == w->u->to)
			i = split_subject(w, c);
	}
	if (i >= w->u->to)
		return false;
	if (!doc_is_mark(d, i) && !is_relative(w, c))
		i++;
	if (c->pour && !doc_punct(d, i - 1, ",") && !doc_is_mark(d, i))
		return true;
	clause_take(w, k, c->pour ? FRAME_POUR : FRAME_SELON, i);
	return true;
}

void
aside_phrase(struct work *w, size_t k)
{
	const struct doc *d = w->d;
	const struct cue *c = &w->q->cue[k];
	size_t i = c->from, from;

	if (i > w->u->from && is_relative(w, c)) {
		look_fronted(w, k);
		return;
	}
	while (i > w->u->from && ((is_edge(d, i - 1) && !is_stop(d, i - 1)) ||
	    item_class(d, i - 1) & (W_COORD | W_ADV | W_QUE)) && !doc_is_mark(d, i - 1))
		i--;
	from = left_limit(w, i);
	if (from >= i || (i < c->from && item_class(d, i) & (W_COORD | W_QUE) &&
	    i > w->u->from) || item_class(d, i - 1) & W_REL) {
		look_fronted(w, k);
		return;
	}
	if (!c->pour && !aside_left(w, k))
		look_fronted(w, k);
}
