/*
 * Frames: from each cue to the words that it reports. The candidates of a unit come
 * out in order; what the words of a que clause, an infinitive or an incise are is
 * told by the cue's frame and by the next cue.
 */
#include "quote.h"

#include <string.h>

#include "buf.h"

#define OBJECT_REACH 40
#define LABEL_ITEMS 8	/* of a speaker's name before a colon */
#define CLAUSE_REACH 400	/* items of the longest clause */
#define ALTERNATIVES 6	/* shorter candidates of a clause */

struct work {
	const struct doc *d;
	const struct unit *u;
	struct quotes *q;
	size_t unit;
	size_t done;		/* items before this are taken by a candidate */
	size_t first;		/* the unit's first candidate */
	struct group main;	/* subject of the last cue outside others' words */
};

static uint32_t
class_of(const struct doc *d, size_t i)
{
	return d->item[i].form->class;
}

static unsigned
verb_of(const struct doc *d, size_t i)
{
	return d->item[i].form->verb;
}

static bool
stop_mark(const struct doc *d, size_t i)
{
	return !doc_is_mark(d, i) && (doc_punct(d, i, ".") || doc_punct(d, i, "!") ||
		doc_punct(d, i, "?") || doc_punct(d, i, ";") || doc_punct(d, i, "...") ||
		doc_punct(d, i, "\xe2\x80\xa6") || doc_punct(d, i, ":"));
}

static bool
punctuation(const struct doc *d, size_t i)
{
	return !doc_is_mark(d, i) && d->item[i].kind == TOKEN_PUNCT &&
		!doc_punct(d, i, "(") && !doc_punct(d, i, ")") && !doc_punct(d, i, "[") &&
		!doc_punct(d, i, "]");
}

static struct quote *
add_quote(struct work *w, enum frame frame, const struct cue *c)
{
	struct quotes *q = w->q;
	struct quote *new;

	mem_grow(&q->v, &q->cap, q->n + 1, sizeof(*q->v));
	new = &q->v[q->n++];
	*new = (struct quote){
		.frame = frame, .unit = w->unit, .lemma = -1, .name = NONE, .mark = NONE,
		.inside = NONE, .low = w->u->from
	};
	if (!c)
		return new;
	new->cue = (struct span){ w->d->item[c->at].start, w->d->item[c->at].end };
	if (c->kind == CUE_PHRASE || lexicon_tail(c->lemma).len)
		new->cue.end = w->d->item[c->to - 1].end;
	new->lemma = c->lemma;
	new->frames = c->frames;
	new->kind = c->kind;
	new->cue_from = c->from;
	new->cue_to = c->to;
	new->cue_verb = w->d->item[c->at].form->verb;
	new->who = c->subject;
	if (c->subject.from < c->subject.to)
		new->mention = (struct span){
			w->d->item[c->subject.from].start, w->d->item[c->subject.to - 1].end
		};
	return new;
}

static void
add_segment(struct quote *q, struct span s)
{
	if (s.start >= s.end)
		return;
	if (q->segs == QUOTE_SEGMENTS)
		q->seg[q->segs - 1].end = s.end;
	else
		q->seg[q->segs++] = s;
}

/* An incise among the words in marks: « …, a-t-il dit, … ». Its cue and mention. */
struct incise {
	size_t from, to;	/* words, without the commas */
	size_t cue, who;	/* words */
	size_t last;		/* the word after the mention */
};

static bool
is_comma(const struct doc *d, size_t k)
{
	const struct item *it = &d->word[k];

	return it->end - it->start == 1 && strchr(",.!?", d->text->s[it->start]);
}

/* The reporting verb of the incise around the inverted pronoun at word k. */
static size_t
incise_cue(const struct doc *d, const struct mark *m, size_t k)
{
	size_t i;

	if (k > m->from && d->word[k - 1].form->report & V_FIN3)
		return k - 1;
	if (!(d->word[k - 1].form->verb & (V_AVOIR | V_ETRE)))
		return NONE;
	for (i = k + 1; i < m->to && i < k + 4; i++)
		if (d->word[i].form->report & V_PP)
			return i;
	return NONE;
}

/* Whether a noun group that names a speaker begins at word k: a name, a role. */
static size_t
speaker_word(const struct doc *d, const struct mark *m, size_t k)
{
	size_t i;

	for (i = k; i < m->to && i < k + 5; i++) {
		const struct item *it = &d->word[i];

		if (it->entity != UINT32_MAX && d->entity[it->entity].type == 'P')
			return i;
		if (it->form->class & W_AGENT && it->form->agent == AGENT_PER)
			return i;
		if (!(it->form->class & (W_DET | W_ADV | W_TITLE | W_TIME)))
			return NONE;
	}
	return NONE;
}

/* Past the commas of an incise's appositions: « , ministre de X, qui était là. ». */
static size_t
past_apposition(const struct doc *d, const struct mark *m, size_t k)
{
	uint32_t c = k + 1 < m->to ? d->word[k + 1].form->class : 0;

	while (k + 1 < m->to && d->text->s[d->word[k].start] == ',' &&
	    c & (W_AGENT | W_REL) && !(c & W_COORD)) {
		for (k++; k < m->to && !is_comma(d, k); k++)
			;
		c = k + 1 < m->to ? d->word[k + 1].form->class : 0;
	}
	return k;
}

/* Whether an incise with a named speaker holds the verb at word k: « , a dit Ali, ». */
static bool
find_named_incise(const struct doc *d, const struct mark *m, size_t k, struct incise *in)
{
	const struct form *f = d->word[k].form;
	unsigned need = F_INCISE | F_STRONG;

	if (f->cue < 0 || (f->frames & need) != need || d->word[k].capital)
		return false;
	in->from = k;
	if (f->report & V_PP && d->word[k - 1].form->verb & (V_AVOIR | V_ETRE))
		in->from = k - 1;
	else if (!(f->report & V_FIN3))
		return false;
	if (in->from > m->from && d->word[in->from - 1].form->class & W_REFL)
		in->from--;
	if (in->from < m->from + 2 || !is_comma(d, in->from - 1))
		return false;
	in->cue = k;
	in->who = speaker_word(d, m, k + 1);
	if (in->who == NONE)
		return false;
	for (in->to = in->who; in->to < m->to && in->to < k + 25 && !is_comma(d, in->to);
	    in->to++)
		;
	if (in->to >= m->to || !is_comma(d, in->to))
		return false;
	in->last = in->to;
	in->to = past_apposition(d, m, in->to);
	return in->to + 1 < m->to;
}

/* Whether the inverted pronoun at word k belongs to an incise. */
static bool
find_incise(const struct doc *d, const struct mark *m, size_t k, struct incise *in)
{
	size_t low = k > m->from + 5 ? k - 5 : m->from;

	if (k < m->from + 3)
		return false;
	if (!(d->word[k].form->class & W_INVERTED))
		return find_named_incise(d, m, k, in);
	if (d->word[k].form->number != 's')
		return false;
	in->who = k;
	in->last = k + 1;
	in->cue = incise_cue(d, m, k);
	if (in->cue == NONE)
		return false;
	for (in->from = k; in->from > low && !is_comma(d, in->from - 1); in->from--)
		;
	if (in->from == low)
		return false;
	in->to = in->cue > k ? in->cue + 1 : k + 1;
	while (in->to < m->to && in->to < k + 20 && !is_comma(d, in->to))
		in->to++;
	return in->to < m->to && is_comma(d, in->to) && in->to + 1 < m->to;
}

/* The words in marks m, cut by the incises among them. */
static void
add_cut(const struct doc *d, struct quote *q, const struct mark *m)
{
	struct incise in;
	size_t k, from = m->start;

	for (k = m->from + 1; k < m->to && q->segs + 1 < QUOTE_SEGMENTS; k++) {
		if (!find_incise(d, m, k, &in))
			continue;
		add_segment(q, (struct span){ from, d->word[in.from - 1].start });
		from = d->word[in.to + 1].start;
		k = in.to + 1;
		if (q->cue.start < q->cue.end)
			continue;
		q->cue = (struct span){ d->word[in.cue].start, d->word[in.cue].end };
		q->lemma = d->word[in.cue].form->cue;
		q->frames = d->word[in.cue].form->frames;
		q->mention = (struct span){ d->word[in.who].start, d->word[in.last - 1].end };
		q->inside = in.who;
	}
	add_segment(q, (struct span){ from, m->end });
}

/* The words of the span in marks at item i, as a segment. */
static void
add_mark(const struct doc *d, struct quote *q, size_t i)
{
	const struct mark *m = &d->marks.v[d->item[i].mark];

	if (q->segs == 0)
		q->low = i;
	if (q->mark == NONE)
		q->mark = d->item[i].mark;
	if (q->frame == FRAME_BARE || q->frame == FRAME_COLON || q->frame == FRAME_AFTER)
		add_cut(d, q, m);
	else
		add_segment(q, (struct span){ m->start, m->end });
}

/* Items [from, to) as a segment, without punctuation at its edges; the inner edges of
 * a mark that opens or closes it alone. */
static void
add_items(const struct doc *d, struct quote *q, size_t from, size_t to)
{
	struct span s;
	size_t i;

	while (from < to && punctuation(d, from))
		from++;
	while (from < to && punctuation(d, to - 1))
		to--;
	if (from >= to)
		return;
	if (q->segs == 0)
		q->low = from;
	s = (struct span){ d->item[from].start, d->item[to - 1].end };
	for (i = from; i < to && q->mark == NONE; i++)
		if (doc_is_mark(d, i))
			q->mark = d->item[i].mark;
	if (doc_is_mark(d, to - 1) && (from == to - 1 || !doc_is_mark(d, from)))
		s.end = d->marks.v[d->item[to - 1].mark].end;
	if (doc_is_mark(d, from) && from == to - 1)
		s.start = d->marks.v[d->item[from].mark].start;
	add_segment(q, s);
}

/* Whether the next cue continues the first one's sentence with its own words: « ,
 * ajoutant que », « et a affirmé que », « , selon X », « , a-t-il dit ». Then where
 * the words before it end, else NONE. */
static size_t
cut_before(const struct work *w, const struct cue *c, size_t from)
{
	const struct doc *d = w->d;
	size_t i = c->from;

	if (i <= from + 1)
		return NONE;
	if (c->kind == CUE_PARTICIPLE || c->kind == CUE_INFINITIVE) {
		while (i > from && i + 4 > c->from && !doc_punct(d, i - 1, ",") &&
		    !doc_is_mark(d, i - 1))
			i--;
		if (i > from && doc_punct(d, i - 1, ","))
			return i - 1;
		return i > from && doc_is_mark(d, i - 1) && c->kind == CUE_PARTICIPLE ?
			i : NONE;
	}
	if (c->kind == CUE_PHRASE)
		return doc_punct(d, i - 1, ",") && !c->pour ? i - 1 : NONE;
	if (c->inverted)
		return i;
	if (class_of(d, i - 1) & W_SUBJ)
		i--;
	while (i > from + 1 && class_of(d, i - 1) & (W_ADV | W_TIME) &&
	    !(class_of(d, i - 1) & W_COORD))
		i--;
	if (i > from + 1 && class_of(d, i - 1) & W_COORD)
		return doc_punct(d, i - 2, ",") ? i - 2 : i - 1;
	return i > from && doc_is_mark(d, i - 1) ? i : NONE;
}

/* Where the words that begin at item `from`, reported by cue k, end. */
static size_t
clause_end(const struct work *w, size_t k, size_t from)
{
	const struct quotes *q = w->q;
	size_t end = w->u->to, i, cut;

	if (end > from + CLAUSE_REACH)
		end = from + CLAUSE_REACH;
	for (i = k + 1; i < q->cues && q->cue[i].from < end; i++) {
		cut = cut_before(w, &q->cue[i], from);
		if (cut != NONE && cut > from && cut < end) {
			end = cut;
			break;
		}
	}
	for (i = from; i + 1 < end; i++)
		if (doc_punct(w->d, i, ":") && doc_is_mark(w->d, i + 1))
			return i;
	return end;
}

/* Takes note that items up to `to` belong to a candidate. */
static void
take(struct work *w, size_t to)
{
	if (to > w->done)
		w->done = to;
}

static bool
first_word_inf(const struct doc *d, size_t i)
{
	const struct mark *m = &d->marks.v[d->item[i].mark];
	size_t k;

	for (k = m->from; k < m->to && k < m->from + 4; k++) {
		const struct form *f = d->word[k].form;

		if (f->verb & V_INF)
			return true;
		if (!(f->class & (W_NEG | W_CLITIC | W_ADV)))
			return false;
	}
	return false;
}

/* Whether an infinitive begins at item i: ne pas, clitics and adverbs passed. */
static bool
begins_inf(const struct doc *d, size_t i, size_t limit)
{
	size_t k;

	for (k = i; k < limit && k < i + 5; k++) {
		if (doc_is_mark(d, k))
			return first_word_inf(d, k);
		if (verb_of(d, k) & V_INF)
			return !(class_of(d, k) & W_AGENT) && !d->item[k].capital;
		if (!(class_of(d, k) & (W_NEG | W_CLITIC | W_REFL | W_ADV)))
			return false;
	}
	return false;
}

static bool
reports_que(const struct doc *d, size_t from, size_t i)
{
	if (!(class_of(d, i) & W_QUE))
		return false;
	return i == from || doc_is_mark(d, i - 1) || !(class_of(d, i - 1) & W_COMPAR);
}

/* One candidate of a clause, [from, end). */
static bool
add_clause(struct work *w, const struct cue *c, enum frame frame, size_t from, size_t end)
{
	struct quote *q = add_quote(w, frame, c);
	size_t near = c->kind == CUE_PHRASE && c->subject.to > c->to ? c->subject.to : c->to;

	q->distance = from > near ? from - near : 0;
	q->end = end;
	add_items(w->d, q, from, end);
	if (q->segs)
		return true;
	w->q->n--;
	return false;
}

/* Whether the reported clause may end before item i. */
static bool
may_end(const struct doc *d, size_t i)
{
	uint32_t c = class_of(d, i);

	if (doc_punct(d, i, ",") || doc_punct(d, i, "-") || doc_punct(d, i, "(") ||
	    doc_punct(d, i, "\xe2\x80\x93") || doc_punct(d, i, ";"))
		return true;
	return doc_is_mark(d, i - 1) || (c & W_SUB && !(c & (W_QUE | W_REL)));
}

/* A frame with words up to the end of the clause, and shorter candidates. */
static void
take_clause(struct work *w, size_t k, enum frame frame, size_t from)
{
	const struct cue *c = &w->q->cue[k];
	size_t end = clause_end(w, k, from), i, n;

	if (!add_clause(w, c, frame, from, end))
		return;
	take(w, end);
	for (i = from + 3, n = 0; i + 1 < end && n < ALTERNATIVES; i++)
		if (may_end(w->d, i) && add_clause(w, c, frame, from, i)) {
			w->q->v[w->q->n - 1].alternative = true;
			n++;
		}
}

static void
take_object(struct work *w, size_t k, enum frame frame, size_t i)
{
	const struct cue *c = &w->q->cue[k];
	struct quote *q = add_quote(w, frame, c);

	q->distance = i - c->to;
	add_mark(w->d, q, i);
	take(w, i + 1);
}

/* « appelle à une "transition" et "à la mobilisation" »: from à to the last mark. */
static bool
take_a_group(struct work *w, size_t k, size_t from, size_t i)
{
	struct quote *q;
	size_t last = i, j;

	if (!(w->q->cue[k].frames & F_A) || !(class_of(w->d, from) & W_A))
		return false;
	for (j = i + 1; j < w->u->to && j < i + 8; j++) {
		if (doc_is_mark(w->d, j))
			last = j;
		else if (punctuation(w->d, j) || item_finite(w->d, j))
			break;
	}
	q = add_quote(w, FRAME_INF, &w->q->cue[k]);
	add_items(w->d, q, from, last + 1);
	take(w, last + 1);
	return true;
}

/* « salue un « geste » et une « avancée » », « exhorte les élus à « agir » »: the whole
 * object, up to its last mark and up to the end of the clause. */
static void
add_groups(struct work *w, size_t k, size_t from, size_t mark)
{
	const struct doc *d = w->d;
	const struct cue *c = &w->q->cue[k];
	size_t end = clause_end(w, k, mark), last = mark, i;

	while (from < mark && class_of(d, from) & (W_ADV | W_TIME) &&
	    !(class_of(d, from) & W_DET))
		from++;
	for (i = mark + 1; i < end && i < mark + 12 && !item_finite(d, i); i++)
		if (doc_is_mark(d, i))
			last = i;
	if (from < mark || last > mark)
		add_clause(w, c, FRAME_GROUP, from, last + 1);
	if (end > last + 1)
		add_clause(w, c, FRAME_GROUP, from, end);
}

/* The words after the cue, on the side away from its subject. */
static void
look_right(struct work *w, size_t k)
{
	const struct doc *d = w->d;
	const struct cue *c = &w->q->cue[k];
	size_t i, limit = w->u->to, from = c->to, object = NONE, next;
	bool found = false, comma = false;

	if (c->inverted && c->subject.to > from)
		from = c->subject.to;
	if (limit > from + OBJECT_REACH)
		limit = from + OBJECT_REACH;
	if (c->reflexive && c->frames & F_ATTRIBUTE && from < limit &&
	    !doc_is_mark(d, from) && d->item[from].kind == TOKEN_WORD &&
	    !(class_of(d, from) & (W_SUB | W_PREP | W_A)) && !begins_inf(d, from, limit)) {
		take_clause(w, k, FRAME_INF, from);
		return;
	}
	for (next = k + 1; next < w->q->cues &&
	    w->q->cue[next].kind == CUE_INFINITIVE; next++)
		;
	if (next < w->q->cues && w->q->cue[next].from < limit)
		limit = w->q->cue[next].from;
	for (i = from; i < limit; i++) {
		if (doc_is_mark(d, i)) {
			if (!found && object != NONE && take_a_group(w, k, object, i))
				return;
			if (c->frames & (F_MARK | F_COLON))
				take_object(w, k, FRAME_OBJECT, i);
			if (!found && c->frames & (F_MARK | F_TARGET))
				add_groups(w, k, from, i);
			found = true;
		} else if (!found && doc_punct(d, i, ":") && c->frames & F_COLON) {
			if (i + 1 < d->items && doc_is_mark(d, i + 1))
				take_object(w, k, FRAME_COLON, i + 1);
			else if (c->frames & F_STRONG && i + 3 < w->u->to)
				take_clause(w, k, FRAME_COLON, i + 1);
			return;
		} else if (c->frames & F_QUE && reports_que(d, from, i)) {
			take_clause(w, k, FRAME_QUE, i);
			return;
		} else if (!found && i == from && c->frames & F_INF && begins_inf(d, i, w->u->to)) {
			take_clause(w, k, FRAME_INF, i);
			return;
		} else if (!found && !comma && class_of(d, i) & W_DE &&
		    c->frames & (F_DE | F_TARGET) && begins_inf(d, i + 1, w->u->to)) {
			take_clause(w, k, FRAME_INF, i);
			return;
		} else if (doc_punct(d, i, ";") || item_finite(d, i)) {
			return;
		} else if (object == NONE && class_of(d, i) & W_A) {
			object = i;
		}
		comma = comma || doc_punct(d, i, ",");
	}
}

/* Where the words before an incise begin: after an earlier candidate, a colon, a
 * bullet. */
static size_t
left_limit(const struct work *w, size_t to)
{
	size_t from = w->done > w->u->from ? w->done : w->u->from, i;

	if (to > from + CLAUSE_REACH)
		from = to - CLAUSE_REACH;
	if (to > w->u->from && doc_is_mark(w->d, to - 1) && from >= to)
		return to - 1;
	for (i = to; i > from; i--)
		if (doc_punct(w->d, i - 1, ":"))
			break;
	if (i > from)
		from = i;
	while (from < to && punctuation(w->d, from))
		from++;
	return from;
}

static bool
words_between(const struct doc *d, size_t from, size_t to)
{
	for (; from < to; from++)
		if (!doc_is_mark(d, from) && d->item[from].kind != TOKEN_PUNCT)
			return true;
	return false;
}

/* Whether the span in marks at item i is a sentence of its own. */
static bool
sentence_like(const struct doc *d, size_t i)
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
	size_t end = k + 1 < w->q->cues ? w->q->cue[k + 1].from : w->u->to;
	size_t j;

	for (j = i; j < end && j < i + 15; j++) {
		if (doc_is_mark(d, j) || stop_mark(d, j) || doc_punct(d, j, ","))
			break;
		if (item_finite(d, j) || class_of(d, j) & (W_QUE | W_REL))
			return;
	}
	if (j >= end)
		return;
	if (doc_punct(d, j, ",") || doc_punct(d, j, ":"))
		j++;
	if (j < end && doc_is_mark(d, j)) {
		add_mark(d, q, j);
		take(w, j + 1);
	} else if (open && j < end && !stop_mark(d, j) && q->mark == NONE) {
		end = clause_end(w, k, j);
		add_items(d, q, j, end);
		take(w, end);
	}
}

/* Whether a finite verb stands after the comma that ends an incise at item i. */
static bool
finite_next(const struct doc *d, size_t i, size_t limit)
{
	if (i + 2 >= limit || !doc_punct(d, i, ","))
		return false;
	i++;
	if (class_of(d, i) & (W_NEG | W_CLITIC | W_REFL))
		i++;
	return i < limit && !doc_is_mark(d, i) && item_finite(d, i);
}

/* An incise that opens its unit: the words are the marks that end the unit above. */
static bool
take_mark_above(struct work *w, const struct cue *c)
{
	const struct doc *d = w->d;
	size_t i = w->u->from;
	struct quote *q;

	while (i > 0 && i + 3 > w->u->from && punctuation(d, i - 1))
		i--;
	if (i == 0 || !doc_is_mark(d, i - 1) || c->clitic == NONE)
		return false;
	q = add_quote(w, FRAME_AFTER, c);
	add_mark(d, q, i - 1);
	take(w, c->to);
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
	take_clause(w, k, FRAME_AFTER, doc_is_mark(w->d, i) ? i : i + 1);
	return true;
}

/* The words before an inverted cue (« … », a dit X) or a phrase (…, selon X). */
static bool
look_left(struct work *w, size_t k)
{
	const struct doc *d = w->d;
	const struct cue *c = &w->q->cue[k];
	size_t to = c->from, from, after;
	enum frame frame = c->kind == CUE_PHRASE ? FRAME_SELON : FRAME_AFTER;
	struct quote *q;
	bool open;

	while (to > w->u->from && (punctuation(d, to - 1) ||
	    (class_of(d, to - 1) & W_SUB && !(class_of(d, to - 1) & W_COORD) &&
	    !doc_is_mark(d, to - 1))))
		to--;
	if (to > w->u->from && to < c->from && !doc_is_mark(d, to - 1) &&
	    class_of(d, to - 1) & W_COORD)
		return look_forward(w, k);
	from = left_limit(w, to);
	if (from >= to && frame == FRAME_AFTER && to == w->u->from)
		return take_mark_above(w, c);
	if (from >= to)
		return false;
	if (from == to - 1 && from > w->u->from && w->done > from &&
	    from < w->u->from + CLAUSE_REACH && words_between(d, w->u->from, to))
		add_clause(w, c, frame, w->u->from, to);
	if (doc_is_mark(d, to - 1) && !sentence_like(d, to - 1) &&
	    words_between(d, from, to - 1)) {
		q = add_quote(w, FRAME_OBJECT, c);
		add_mark(d, q, to - 1);
	}
	q = add_quote(w, frame, c);
	if (doc_is_mark(d, to - 1) && sentence_like(d, to - 1))
		add_mark(d, q, to - 1);
	else if (doc_is_mark(d, to - 1) && !words_between(d, from, to - 1))
		for (; from < to; from++) {
			if (doc_is_mark(d, from))
				add_mark(d, q, from);
		}
	else
		add_items(d, q, from, to);
	if (q->segs == 0) {
		w->q->n--;
		return false;
	}
	after = c->subject.to > c->to ? c->subject.to : c->to;
	open = q->mark == NONE && (!has_finite(d, from, to) || to - from < 4 ||
		item_finite(d, to - 1) || finite_next(d, after, w->u->to));
	take(w, after);
	look_on(w, q, k, after, open);
	return true;
}

/* « Selon X, … »: the clause after the comma. */
static bool
look_fronted(struct work *w, size_t k)
{
	const struct doc *d = w->d;
	const struct cue *c = &w->q->cue[k];
	size_t i = c->subject.to > c->to ? c->subject.to : c->to, start = i;

	if (i < w->u->to && class_of(d, c->to < w->u->to ? c->to : i) & W_REL)
		i = c->to + 1;
	else
		while (i < w->u->to && i < start + 25 && !doc_punct(d, i, ",") &&
		    !doc_is_mark(d, i) && !stop_mark(d, i))
			i++;
	if (i >= w->u->to || (stop_mark(d, i) && !doc_punct(d, i, ":")))
		return false;
	if (!doc_is_mark(d, i) && !(class_of(d, c->to) & W_REL))
		i++;
	if (c->pour && !doc_punct(d, i - 1, ",") && !doc_is_mark(d, i))
		return true;
	take_clause(w, k, c->pour ? FRAME_POUR : FRAME_SELON, i);
	return true;
}

static void
look_phrase(struct work *w, size_t k)
{
	const struct doc *d = w->d;
	const struct cue *c = &w->q->cue[k];
	size_t i = c->from, from;

	if (i > w->u->from && class_of(d, c->to) & W_REL) {
		look_fronted(w, k);
		return;
	}
	while (i > w->u->from && ((punctuation(d, i - 1) && !stop_mark(d, i - 1)) ||
	    class_of(d, i - 1) & (W_COORD | W_ADV | W_QUE)) && !doc_is_mark(d, i - 1))
		i--;
	from = left_limit(w, i);
	if (from >= i || (i < c->from && class_of(d, i) & (W_COORD | W_QUE) &&
	    i > w->u->from) || class_of(d, i - 1) & W_REL) {
		look_fronted(w, k);
		return;
	}
	if (!c->pour && !look_left(w, k))
		look_fronted(w, k);
}

/* The subject of the words before the colon: « X est formel : « … » », « X : « … » ». */
static void
introduce(struct work *w, struct quote *q, size_t i)
{
	const struct doc *d = w->d;
	struct group g = { 0 };
	size_t low = w->u->from, k;

	if (i < low + 2 || !(doc_punct(d, i - 1, ":") || doc_punct(d, i - 1, ",")))
		return;
	if (doc_punct(d, i - 1, ",") && i > low + 6)
		return;
	for (k = i - 1; k > low && i - k < OBJECT_REACH; k--)
		if (!doc_is_mark(d, k - 1) && item_finite(d, k - 1))
			break;
	if (k > low && i - k < OBJECT_REACH) {
		for (k--; k > low && class_of(d, k - 1) & (W_NEG | W_REFL | W_CLITIC); k--)
			;
		g = group_before(d, low, k);
	} else if (i - 1 - low < 12) {
		g = group_at(d, low, i - 1, true);
		if (g.to != i - 1)
			return;
	}
	if (g.from >= g.to || !(d->item[g.head].entity != UINT32_MAX ||
	    class_of(d, g.head) & (W_AGENT | W_PRON | W_LAST)))
		return;
	q->who = g;
	q->mention = (struct span){ d->item[g.from].start, d->item[g.to - 1].end };
}

/* The spans in marks that no cue took. */
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
		if (covered)
			continue;
		q = add_quote(w, FRAME_BARE, NULL);
		introduce(w, q, i);
		add_mark(d, q, i);
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
	if (i - 2 > w->u->from && !sentence_like(d, i - 2))
		return;
	q = add_quote(w, FRAME_AFTER, c);
	add_mark(d, q, i - 2);
	take(w, c->to);
}

static bool
in_quote(const struct work *w, size_t item)
{
	size_t at = w->d->item[item].start, k, s;

	for (k = w->q->n; k > w->first && k + 2 * ALTERNATIVES > w->q->n; k--)
		for (s = 0; s < w->q->v[k - 1].segs; s++)
			if (at >= w->q->v[k - 1].seg[s].start &&
			    at < w->q->v[k - 1].seg[s].end)
				return true;
	return false;
}

/* Whether a conjunction joins the verb group at item i to what is before it. */
static bool
joins(const struct doc *d, size_t low, size_t i)
{
	while (i > low && class_of(d, i - 1) & (W_ADV | W_TIME) &&
	    !(class_of(d, i - 1) & W_COORD))
		i--;
	return i > low && class_of(d, i - 1) & W_COORD;
}

/* A participle, an infinitive or a coordinated verb shares the mention before it. */
static void
share_mention(struct work *w, size_t k)
{
	struct cue *c = &w->q->cue[k];

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
	if (in_quote(w, c->at)) {
		if (c->to + 1 < w->u->to && doc_punct(w->d, c->to, ":") &&
		    doc_is_mark(w->d, c->to + 1) && c->frames & F_COLON)
			take_object(w, k, FRAME_COLON, c->to + 1);
		return;
	}
	w->main = c->subject;
	if (c->kind == CUE_PHRASE) {
		look_phrase(w, k);
		return;
	}
	if (c->inverted && look_left(w, k))
		return;
	before = w->q->n;
	look_right(w, k);
	if (w->q->n == before)
		take_mark_before(w, c);
}

/* Whether item i is the dash that opens a line of dialogue. */
static bool
is_dash(const struct doc *d, size_t i)
{
	return doc_punct(d, i, "\xe2\x80\x94") || doc_punct(d, i, "\xe2\x80\x93");
}

/* Direct: all of it inside marks, as a sentence of its own; mixed: a fragment or
 * marks among other words. */
static enum quote_type
type_of(const struct quote *q, const struct doc *d)
{
	size_t i;

	if (q->mark == NONE)
		return q->frame == FRAME_AFTER && is_dash(d, d->unit[q->unit].from) ?
			QUOTE_DIRECT : QUOTE_INDIRECT;
	if (q->frame == FRAME_OBJECT || q->frame == FRAME_QUE || q->frame == FRAME_INF ||
	    q->frame == FRAME_GROUP)
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
	    (d->item[i].entity != UINT32_MAX || class_of(d, i) & W_TITLE))
		i++;
	if (i == u->from || i + 3 > u->to || doc_is_mark(d, i) || !doc_punct(d, i, ":") ||
	    doc_is_mark(d, i + 1) || d->item[i - 1].entity == UINT32_MAX ||
	    d->entity[d->item[i - 1].entity].type != 'P')
		return NONE;
	return i;
}

/* Whether the document is an interview: two lines or more open with a speaker's name. */
static bool
is_interview(const struct doc *d)
{
	size_t i, n = 0;

	for (i = 0; i < d->units && n < 2; i++)
		n += label_end(d, i) != NONE;
	return n == 2;
}

/* Takes the answer of an interview at w->unit: the rest of its line. The units taken,
 * 0 when it is none. */
static size_t
take_answer(struct work *w)
{
	const struct doc *d = w->d;
	size_t colon = label_end(d, w->unit), last = w->unit;
	struct quote *q;

	if (colon == NONE)
		return 0;
	while (last + 1 < d->units && d->unit[last + 1].line == w->u->line)
		last++;
	q = add_quote(w, FRAME_LABEL, NULL);
	q->who = group_at(d, w->u->from, colon, false);
	q->mention = (struct span){ w->d->item[w->u->from].start, d->item[colon - 1].end };
	add_segment(q, (struct span){
		d->item[colon + 1].start, d->item[d->unit[last].to - 1].end
	});
	q->low = colon + 1;
	q->type = QUOTE_DIRECT;
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
