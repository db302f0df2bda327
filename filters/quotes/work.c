/*
 * Candidates and their words.
 */
#include "work.h"

#include "buf.h"

struct quote *
work_quote(struct work *w, enum frame frame, const struct cue *c)
{
	struct quotes *q = w->q;
	struct quote *new;

	mem_grow(&q->v, &q->cap, q->n + 1, sizeof(*q->v));
	new = &q->v[q->n++];
	*new = (struct quote){
		.frame = frame, .unit = w->unit, .lemma = -1, .name = NONE, .mark = NONE,
		.inside = NONE, .low = w->u->from, .on = NONE, .nested = w->nested
	};
	if (!c)
		return new;
	new->cue = (struct span){ w->d->item[c->at].start, w->d->item[c->at].end };
	if (c->kind == CUE_PHRASE || lexicon_tail(c->lemma).len)
		new->cue.end = w->d->item[c->to - 1].end;
	new->lemma = c->lemma;
	new->frames = c->frames;
	new->kind = c->kind;
	new->passive = c->passive;
	new->cue_from = c->from;
	new->cue_to = c->to;
	new->cue_verb = w->d->item[c->at].form->verb;
	new->who = c->subject;
	if (c->subject.from < c->subject.to)
		new->mention = (struct span){
			w->d->item[c->subject.from].start,
			w->d->item[c->subject.to - 1].end
		};
	return new;
}

struct quote *
work_copy(struct work *w)
{
	struct quotes *q = w->q;

	mem_grow(&q->v, &q->cap, q->n + 1, sizeof(*q->v));
	q->v[q->n] = q->v[q->n - 1];
	return &q->v[q->n++];
}

void
work_segment(struct quote *q, struct span s)
{
	if (s.start >= s.end)
		return;
	if (q->segs == QUOTE_SEGMENTS)
		q->seg[q->segs - 1].end = s.end;
	else
		q->seg[q->segs++] = s;
}

/* The words of the span in marks at item i, as a segment. */
void
work_mark(const struct doc *d, struct quote *q, size_t i)
{
	const struct mark *m = &d->marks.v[d->item[i].mark];

	if (q->segs == 0)
		q->low = i;
	if (q->mark == NONE)
		q->mark = d->item[i].mark;
	if (q->frame == FRAME_BARE || q->frame == FRAME_COLON || q->frame == FRAME_AFTER)
		incise_cut(d, q, m);
	else
		work_segment(q, (struct span){ m->start, m->end });
}

/* Items [from, to) as a segment, without punctuation at its edges; of marks alone, what
 * is within. */
void
work_items(const struct doc *d, struct quote *q, size_t from, size_t to)
{
	struct span s;
	size_t i;

	while (from < to && is_edge(d, from))
		from++;
	while (from < to && is_edge(d, to - 1))
		to--;
	if (from >= to)
		return;
	if (q->segs == 0)
		q->low = from;
	s = (struct span){ d->item[from].start, d->item[to - 1].end };
	for (i = from; i < to && q->mark == NONE; i++)
		if (doc_is_mark(d, i))
			q->mark = d->item[i].mark;
	if (doc_is_mark(d, from) && from == to - 1)
		s = (struct span){ d->marks.v[d->item[from].mark].start,
			d->marks.v[d->item[from].mark].end };
	work_segment(q, s);
}

size_t
work_begin(const struct doc *d, const struct unit *u)
{
	const struct entity *e = item_entity(d, u->from);
	bool place = e && e->type == 'L';
	size_t i;

	for (i = u->from + 1; i + 1 < u->to && i < u->from + DATELINE_REACH; i++) {
		if (doc_is_mark(d, i) || item_finite(d, i))
			break;
		if (doc_is_dash(d, i) && d->item[i].start > d->item[i - 1].end &&
		    d->item[i + 1].start > d->item[i].end &&
		    (place || doc_punct(d, i - 1, ")")))
			return i + 1;
	}
	return u->from;
}

/* Takes note that items up to `to` belong to a candidate. */
void
work_take(struct work *w, size_t to)
{
	if (to > w->done)
		w->done = to;
}

bool
work_has_words(const struct doc *d, size_t from, size_t to)
{
	for (; from < to; from++)
		if (!doc_is_mark(d, from) && d->item[from].kind != TOKEN_PUNCT)
			return true;
	return false;
}

/* Whether the span in marks at item i is a sentence of its own. */
bool
work_is_sentence(const struct doc *d, size_t i)
{
	const struct mark *m = &d->marks.v[d->item[i].mark];
	size_t k;

	if (m->to < m->from + 4 || !d->word[m->from].capital)
		return false;
	for (k = m->from; k < m->to && k < m->from + 60; k++)
		if (d->word[k].form->verb & V_FIN3 || d->word[k].form->class & W_FIRST)
			return true;
	return false;
}
