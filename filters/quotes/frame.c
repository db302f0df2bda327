/*
 * Frames: from each cue to the words that it reports. The candidates of a unit come
 * out in order. Spans in marks that no cue reports are candidates as well, and so are
 * the answers of an interview.
 */
#include "work.h"

#include "circumstance.h"
#include "describe.h"
#include "model.h"

#define LABEL_ITEMS 8		/* of a speaker's name before a colon */
#define SIGNED_REACH 20		/* items before the words of a signed headline */
#define NESTED_SEEN 12		/* candidates looked at for one that holds a cue */

void
quote_open(void)
{
	token_open();
	lexicon_open();
	cue_open();
	describe_open();
	circumstance_open();
	model_open();
}

/* The subject of the clause before the colon or comma at item i: « X est formel : ». */
static struct group
clause_subject(const struct work *w, size_t i)
{
	const struct doc *d = w->d;
	struct group none = { 0 }, g;
	size_t low = w->u->from, k;

	for (k = i; k > low && i + 1 - k < OBJECT_REACH; k--)
		if (!doc_is_mark(d, k - 1) && item_finite(d, k - 1))
			break;
	if (k > low && i + 1 - k < OBJECT_REACH) {
		for (k--; k > low && item_class(d, k - 1) &
		    (W_NEG | W_REFL | W_CLITIC); k--)
			;
		return group_before(d, low, k);
	}
	if (i - low >= 12)
		return none;
	g = group_at(d, low, i, true);
	return g.to == i ? g : none;
}

/* The mention that introduces the words in marks at item i: « X est formel : « … » »,
 * « X : « … » », « X « salue le geste » ». */
static void
introduce(struct work *w, struct quote *q, size_t i)
{
	const struct doc *d = w->d;
	size_t low = w->u->from;
	struct group g = { 0 };

	if (i > low && group_tells(d, i))
		g = group_before(d, low, i);
	else if (i > low + 1 && (doc_punct(d, i - 1, ":") ||
	    (doc_punct(d, i - 1, ",") && i <= low + 6)))
		g = clause_subject(w, i - 1);
	if (g.from >= g.to || !(d->item[g.head].entity != UINT32_MAX ||
	    item_class(d, g.head) & (W_AGENT | W_PRON | W_LAST)))
		return;
	q->who = g;
	q->mention = (struct span){ d->item[g.from].start, d->item[g.to - 1].end };
}

/* Whom a headline names behind the words: « … », X. */
static void
sign(struct work *w, struct quote *q, size_t i)
{
	const struct doc *d = w->d;
	size_t from = i + 1, limit = w->u->to;
	struct group g;

	if (q->mention.start < q->mention.end || i > w->u->from + SIGNED_REACH)
		return;
	if (limit > from && is_stop(d, limit - 1))
		limit--;
	if (from < limit && doc_punct(d, from, ","))
		from++;
	if (from >= limit || !group_begins(d, from))
		return;
	g = group_at(d, from, limit, true);
	if (g.to != limit || d->item[g.head].entity == UINT32_MAX ||
	    item_entity(d, g.head)->type != 'P')
		return;
	q->who = g;
	q->mention = (struct span){ d->item[g.from].start, d->item[g.to - 1].end };
}

/* The spans in marks that no cue took, but for cross-heads that repeat others. */
static void
take_bare(struct work *w)
{
	const struct doc *d = w->d;
	size_t i, k;
	bool covered;

	for (i = w->u->from; i < w->u->to; i++) {
		const struct mark *m;
		struct quote *q;

		if (!doc_is_mark(d, i))
			continue;
		m = &d->marks.v[d->item[i].mark];
		covered = false;
		k = w->first > 8 ? w->first - 8 : 0;
		for (; k < w->q->n && k < w->first + 64 && !covered; k++) {
			const struct quote *o = &w->q->v[k];

			covered = o->seg[0].start <= m->start &&
				o->seg[o->segs - 1].end >= m->end;
		}
		if (covered || m->echo)
			continue;
		q = work_quote(w, FRAME_BARE, NULL);
		introduce(w, q, i);
		sign(w, q, i);
		work_mark(d, q, i);
	}
}

/* « … », X l'a dit: the words stand before a clause whose verb reports nothing else. */
static void
take_mark_before(struct work *w, const struct cue *c)
{
	const struct doc *d = w->d;
	size_t i = c->subject.from;
	struct quote *q;

	if (c->subject.from >= c->subject.to || c->kind != CUE_VERB ||
	    !(c->frames & F_INCISE) || i < w->u->from + 2 || i > c->from)
		return;
	if (!doc_punct(d, i - 1, ",") || !doc_is_mark(d, i - 2) || i - 1 < w->done)
		return;
	if (i - 2 > w->u->from && !work_is_sentence(d, i - 2))
		return;
	q = work_quote(w, FRAME_AFTER, c);
	work_mark(d, q, i - 2);
	work_take(w, c->to);
}

static bool
in_quote(const struct work *w, size_t item)
{
	size_t at = w->d->item[item].start, k, s;

	for (k = w->q->n; k > w->first && k + NESTED_SEEN > w->q->n; k--) {
		if (w->q->v[k - 1].frame == FRAME_POUR)
			continue;	/* pour is seldom a cue */
		for (s = 0; s < w->q->v[k - 1].segs; s++)
			if (at >= w->q->v[k - 1].seg[s].start &&
			    at < w->q->v[k - 1].seg[s].end)
				return true;
	}
	return false;
}

/* Whether a conjunction joins the verb group at item i to what is before it. */
static bool
joins(const struct doc *d, size_t low, size_t i)
{
	while (i > low && item_class(d, i - 1) & (W_ADV | W_TIME) &&
	    !(item_class(d, i - 1) & W_COORD))
		i--;
	return i > low && item_class(d, i - 1) & W_COORD;
}

/* A participle, an infinitive or a coordinated verb shares the mention before it. */
static void
share_mention(struct work *w, size_t k)
{
	struct cue *c = &w->q->cue[k];

	if (c->kind == CUE_PARTICIPLE && c->subject.from >= c->subject.to &&
	    k + 1 < w->q->cues && !w->q->cue[k + 1].inverted)
		c->subject = w->q->cue[k + 1].subject;
	if (w->main.from >= w->main.to || c->inverted || c->kind == CUE_PHRASE)
		return;
	if (c->kind == CUE_VERB && !joins(w->d, w->u->from, c->from))
		return;
	if (c->kind == CUE_PARTICIPLE && c->subject.to == c->from)
		return;
	c->subject = w->main;
}

static void
look(struct work *w, size_t k)
{
	const struct cue *c = &w->q->cue[k];
	size_t before;

	share_mention(w, k);
	w->nested = in_quote(w, c->at);
	if (!w->nested && !c->passive)
		w->main = c->subject;
	if (c->kind == CUE_PHRASE) {
		aside_phrase(w, k);
		return;
	}
	if (c->inverted && aside_left(w, k))
		return;
	before = w->q->n;
	clause_look(w, k);
	if (w->q->n == before)
		take_mark_before(w, c);
}

/* Whether marks, the words of the quotation, are a part of their sentence: « X « salue le
 * geste » », « vise « un but utile à tous », comme l'écrit X ». */
static bool
is_built_in(const struct quote *q, const struct doc *d)
{
	if (q->low == d->unit[q->unit].from || !doc_is_mark(d, q->low))
		return false;
	if (q->frame == FRAME_BARE)
		return group_tells(d, q->low) && !doc_punct(d, q->low - 1, ":");
	return q->frame == FRAME_AFTER && q->cue_from > q->low &&
		item_class(d, q->cue_from - 1) & W_AS && !work_is_sentence(d, q->low);
}

/* Direct: all of it inside marks, as a sentence of its own; mixed: a fragment or
 * marks among other words. */
static enum quote_type
type_of(const struct quote *q, const struct doc *d)
{
	size_t i;

	if (q->mark == NONE)
		return q->frame == FRAME_AFTER &&
			doc_is_long_dash(d, d->unit[q->unit].from) ?
			QUOTE_DIRECT : QUOTE_INDIRECT;
	if (q->frame == FRAME_OBJECT || q->frame == FRAME_QUE || q->frame == FRAME_INF ||
	    q->frame == FRAME_GROUP || q->frame == FRAME_TAIL || q->frame == FRAME_AS)
		return QUOTE_MIXED;
	if (is_built_in(q, d))
		return QUOTE_MIXED;
	for (i = 0; i < q->segs; i++) {
		size_t k = q->mark;

		while (k < d->marks.n && d->marks.v[k].close <= q->seg[i].start)
			k++;
		if (k >= d->marks.n || q->seg[i].start < d->marks.v[k].start ||
		    q->seg[i].end > d->marks.v[k].end)
			return QUOTE_MIXED;
	}
	return QUOTE_DIRECT;
}

/* The colon after the speaker's name that opens a line of an interview, NONE. */
static size_t
label_end(const struct doc *d, size_t unit)
{
	const struct unit *u = &d->unit[unit];
	size_t i = u->from;

	if (unit > 0 && d->unit[unit - 1].line == u->line)
		return NONE;
	while (i < u->to && i < u->from + LABEL_ITEMS && !doc_is_mark(d, i) &&
	    (d->item[i].entity != UINT32_MAX || item_class(d, i) & W_TITLE))
		i++;
	if (i == u->from || i + 3 > u->to || doc_is_mark(d, i) || !doc_punct(d, i, ":") ||
	    doc_is_mark(d, i + 1) || d->item[i - 1].entity == UINT32_MAX ||
	    d->entity[d->item[i - 1].entity].type != 'P')
		return NONE;
	return i;
}

/* Whether the unit above asks a question. */
static bool
is_asked(const struct doc *d, size_t unit)
{
	return unit > 0 && doc_punct(d, d->unit[unit].from - 1, "?");
}

/* Whether the document is an interview: two lines or more open with a speaker's name, or
 * one does below a question. */
static bool
is_interview(const struct doc *d)
{
	size_t i, n = 0;

	for (i = 0; i < d->units && n < 2; i++)
		if (label_end(d, i) != NONE)
			n += is_asked(d, i) ? 2 : 1;
	return n >= 2;
}

/* Whether w->unit opens the line below a question, which is no part of an answer. */
static bool
answers(const struct work *w)
{
	const struct unit *above = w->u - 1;

	return w->answered && is_asked(w->d, w->unit) && above->line != w->u->line &&
		above->line + 1 != w->answered && !doc_is_mark(w->d, w->u->from);
}

/* Takes the answer of an interview at w->unit, which a name opens, or none once there was
 * one: the rest of its line. The units taken, 0 when it is none. */
static size_t
take_answer(struct work *w)
{
	const struct doc *d = w->d;
	size_t colon = label_end(d, w->unit), last = w->unit;
	size_t from = colon == NONE ? w->u->from : colon + 1;
	struct quote *q;

	if (colon == NONE && !answers(w))
		return 0;
	while (last + 1 < d->units && d->unit[last + 1].line == w->u->line)
		last++;
	q = work_quote(w, FRAME_LABEL, NULL);
	if (colon != NONE) {
		q->who = group_at(d, w->u->from, colon, false);
		q->mention = (struct span){
			d->item[w->u->from].start, d->item[colon - 1].end
		};
	}
	work_segment(q, (struct span){
		d->item[from].start, d->item[d->unit[last].to - 1].end
	});
	q->low = from;
	q->type = QUOTE_DIRECT;
	w->answered = w->u->line + 1;
	return last + 1 - w->unit;
}

/* The candidates of unit w->unit. */
static void
find_in_unit(struct work *w)
{
	const struct doc *d = w->d;
	struct quotes *q = w->q;
	size_t k;

	w->u = &d->unit[w->unit];
	w->done = w->u->from;
	w->first = q->n;
	w->main = (struct group){ 0 };
	cue_find(d, w->unit, q);
	for (k = 0; k < q->cues; k++)
		look(w, k);
	take_bare(w);
	for (k = w->first; k < q->n; k++)
		q->v[k].type = type_of(&q->v[k], d);
}

void
frame_find(const struct doc *d, struct quotes *q)
{
	struct work w = { .d = d, .q = q };
	bool interview = is_interview(d);
	size_t taken;

	q->n = 0;
	for (w.unit = 0; w.unit < d->units; w.unit += taken) {
		w.u = &d->unit[w.unit];
		taken = interview ? take_answer(&w) : 0;
		if (taken)
			continue;
		find_in_unit(&w);
		taken = 1;
	}
}
