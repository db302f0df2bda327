/*
 * Incises among the words in marks: « …, a-t-il dit, … », « …, dit le maire, … ».
 */
#include "work.h"

#include <string.h>

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

/* The word in [from, to) of a person's name, from itself when there is none. */
static size_t
name_word(const struct doc *d, size_t from, size_t to)
{
	size_t i;

	for (i = from; i < to && !is_comma(d, i); i++)
		if (d->word[i].entity != UINT32_MAX &&
		    d->entity[d->word[i].entity].type == 'P')
			return i;
	return from;
}

/* Whether the incise names the speaker whom a pronoun outside the marks means. */
static bool
names_for_pronoun(const struct doc *d, const struct quote *q, size_t who)
{
	uint32_t e = d->word[who].entity;

	return q->cue.start < q->cue.end && q->who.from < q->who.to &&
		item_class(d, q->who.head) & W_PRON && e != UINT32_MAX &&
		d->entity[e].type == 'P';
}

/* The words in marks m, cut by the incises among them. */
void
incise_cut(const struct doc *d, struct quote *q, const struct mark *m)
{
	struct incise in;
	size_t k, name, from = m->start;

	for (k = m->from + 1; k < m->to && q->segs + 1 < QUOTE_SEGMENTS; k++) {
		if (!find_incise(d, m, k, &in))
			continue;
		work_segment(q, (struct span){ from, d->word[in.from - 1].start });
		from = d->word[in.to + 1].start;
		k = in.to + 1;
		name = name_word(d, in.who, in.last);
		if (names_for_pronoun(d, q, name))
			q->inside = name;
		if (q->cue.start < q->cue.end)
			continue;
		q->cue = (struct span){ d->word[in.cue].start, d->word[in.cue].end };
		q->lemma = d->word[in.cue].form->cue;
		q->frames = d->word[in.cue].form->frames;
		q->mention = (struct span){
			d->word[in.who].start, d->word[in.last - 1].end
		};
		q->inside = name;
	}
	work_segment(q, (struct span){ from, m->end });
}
