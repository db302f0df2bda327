/*
 * The words that a verb governs: after a colon, in marks, in a que clause, in an
 * infinitive; and where a clause ends.
 */
#include "work.h"

#define ALTERNATIVES 6	/* shorter candidates of a clause */
#define OWN_REACH 10	/* items from a cue to words of its own */
#define FRONTED 30	/* items before the verb of a clause that opens its unit */
#define TIME_REACH 5	/* items of a time between a verb and its infinitive */

/* Back over the comma before item i. */
static size_t
past_comma(const struct doc *d, size_t i)
{
	return i > 0 && doc_punct(d, i - 1, ",") ? i - 1 : i;
}

/* Whether the cue has words of its own close behind it. */
static bool
has_words(const struct doc *d, const struct cue *c, size_t limit)
{
	size_t i;

	for (i = c->to; i < limit && i < c->to + OWN_REACH; i++) {
		if (doc_is_mark(d, i) || doc_punct(d, i, ":") || item_class(d, i) & W_QUE)
			return true;
		if (item_verb(d, i) & V_INF && c->frames & (F_INF | F_DE | F_TARGET))
			return true;
		if (is_stop(d, i) || item_finite(d, i))
			return false;
	}
	return false;
}

/* Whether the next cue continues the first one's sentence with its own words: « ,
 * ajoutant que », « et a affirmé que », « , selon X », « , a-t-il dit », « , tandis que X
 * affirme que ». Then where the words before it end, else NONE. */
static size_t
cut_before(const struct work *w, const struct cue *c, size_t from)
{
	const struct doc *d = w->d;
	size_t i = c->from;

	if (i <= from + 1)
		return NONE;
	if (!(c->kind == CUE_PHRASE || c->inverted ||
	    c->frames & (F_STRONG | F_COLON | F_TARGET) || has_words(d, c, w->u->to)))
		return NONE;
	if (c->kind == CUE_PARTICIPLE || c->kind == CUE_INFINITIVE) {
		while (i > from && i + 4 > c->from && !doc_punct(d, i - 1, ",") &&
		    !doc_is_mark(d, i - 1))
			i--;
		if (i > from && doc_punct(d, i - 1, ","))
			return i - 1;
		if (c->from > from + 2 && item_class(d, c->from - 1) & W_DE &&
		    item_class(d, c->from - 2) & W_WHEN)
			return c->from - 2;	/* « avant de rappeler que » */
		return i > from && doc_is_mark(d, i - 1) && c->kind == CUE_PARTICIPLE ?
			i : NONE;
	}
	if (c->kind == CUE_PHRASE)
		return doc_punct(d, i - 1, ",") && !c->pour ? i - 1 : NONE;
	if (c->inverted)
		return i;
	if (c->subject.from > from + 2 && c->subject.to <= i &&
	    item_class(d, c->subject.from - 1) & W_QUE &&
	    item_class(d, c->subject.from - 2) & W_SUB)
		return past_comma(d, c->subject.from - 2);
	if (item_class(d, i - 1) & W_SUBJ)
		i--;
	while (i > from + 1 && item_class(d, i - 1) & (W_ADV | W_TIME) &&
	    !(item_class(d, i - 1) & W_COORD))
		i--;
	if (i > from + 1 && item_class(d, i - 1) & W_COORD)
		return past_comma(d, i - 1);
	return i > from && doc_is_mark(d, i - 1) ? i : NONE;
}

/* Whether the cue stands in a clause that opens the unit, before the main one: « Dès que
 * X annonce que … », « À un ami qui écrit que … ». */
static bool
is_fronted(const struct work *w, const struct cue *c)
{
	uint32_t first = item_class(w->d, w->u->from);
	size_t i, v = c->from;

	if (c->kind != CUE_VERB || v <= w->u->from + 1 || v > w->u->from + FRONTED)
		return false;
	for (i = w->u->from; i < v; i++)
		if (doc_punct(w->d, i, ","))
			return false;
	if (item_class(w->d, w->u->from + 1) & W_QUE)
		return first & (W_SUB | W_PREP | W_WHEN | W_COMPAR);
	if (first & W_SUB && !(first & (W_COORD | W_ADV | W_PREP)))
		return true;
	return first & (W_PREP | W_WHEN) && item_class(w->d, v - 1) & W_REL;
}

/* The comma before the main clause, from item i on; `end` when there is none. */
size_t
clause_main(const struct doc *d, size_t i, size_t end)
{
	size_t k;

	for (; i + 2 < end; i++) {
		if (!doc_punct(d, i, ",") || !(group_begins(d, i + 1) ||
		    item_class(d, i + 1) & W_SUBJ))
			continue;
		for (k = i + 1; k < end && k < i + 15 && !doc_punct(d, k, ","); k++)
			if (item_finite(d, k))
				return i;
	}
	return end;
}

/* Where the words that begin at item `from`, reported by cue k, end. */
size_t
clause_end(const struct work *w, size_t k, size_t from)
{
	const struct quotes *q = w->q;
	size_t end = w->u->to, i, cut;

	if (end > from + CLAUSE_REACH)
		end = from + CLAUSE_REACH;
	if (q->cue[k].kind == CUE_PARTICIPLE && q->cue[k].from <= w->u->from + 1)
		for (i = from + 1; i < end; i++)
			if (doc_punct(w->d, i, ","))
				return i;
	if (is_fronted(w, &q->cue[k]))
		end = clause_main(w->d, from, end);
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
		if (item_verb(d, k) & V_INF)
			return !d->item[k].capital && !(item_class(d, k) & W_AGENT &&
				k > i && item_class(d, k - 1) & W_DET);
		if (!(item_class(d, k) & (W_NEG | W_CLITIC | W_REFL | W_ADV)))
			return false;
	}
	return false;
}

static bool
reports_que(const struct doc *d, size_t from, size_t i)
{
	if (!(item_class(d, i) & W_QUE))
		return false;
	return i == from || doc_is_mark(d, i - 1) || !(item_class(d, i - 1) & W_COMPAR);
}

/* Whether a question opens at item i, right behind the cue: « explique comment … ». */
static bool
asks(const struct doc *d, size_t from, size_t i)
{
	return item_class(d, i) & W_ASK && (i == from || (i == from + 1 &&
		item_class(d, from) & (W_ADV | W_TIME)));
}

/* One candidate of a clause, [from, end). */
bool
clause_add(struct work *w, const struct cue *c, enum frame frame, size_t from, size_t end)
{
	struct quote *q = work_quote(w, frame, c);
	bool behind = c->kind == CUE_PHRASE && c->subject.to > c->to;
	size_t near = behind ? c->subject.to : c->to;

	q->distance = from > near ? from - near : 0;
	q->end = end;
	work_items(w->d, q, from, end);
	if (q->segs)
		return true;
	w->q->n--;
	return false;
}

/* Whether a conjunction joins a verb without a subject at item i: « et a quitté ». */
static bool
joins_verb(const struct doc *d, size_t i)
{
	size_t k = i + 1;

	if (!(item_class(d, i) & W_COORD))
		return false;
	while (k + 1 < d->items && item_class(d, k) & (W_NEG | W_REFL))
		k++;
	return k < d->items && !doc_is_mark(d, k) && item_finite(d, k);
}

/* Whether the reported clause may end before item i. */
static bool
may_end(const struct doc *d, size_t i)
{
	uint32_t c = item_class(d, i);

	if (doc_punct(d, i, ",") || doc_punct(d, i, "-") || doc_punct(d, i, "(") ||
	    doc_punct(d, i, "\xe2\x80\x93") || doc_punct(d, i, ";"))
		return true;
	return doc_is_mark(d, i - 1) || (c & W_SUB && !(c & (W_QUE | W_REL))) ||
		joins_verb(d, i);
}

/* A frame with words up to the end of the clause, and shorter candidates. */
void
clause_take(struct work *w, size_t k, enum frame frame, size_t from)
{
	const struct cue *c = &w->q->cue[k];
	size_t end = clause_end(w, k, from), i, n;

	if (!clause_add(w, c, frame, from, end))
		return;
	work_take(w, end);
	for (i = from + 1, n = 0; i + 1 < end && n < ALTERNATIVES; i++)
		if ((i > from + 2 || doc_is_mark(w->d, i - 1)) && may_end(w->d, i) &&
		    clause_add(w, c, frame, from, i)) {
			w->q->v[w->q->n - 1].alternative = true;
			n++;
		}
}

/* The words in the marks at item i, as what cue k reports. */
static void
take_object(struct work *w, size_t k, enum frame frame, size_t i)
{
	const struct cue *c = &w->q->cue[k];
	struct quote *q = work_quote(w, frame, c);

	q->distance = i - c->to;
	q->relative = frame == FRAME_OBJECT && group_relates(w->d, i);
	work_mark(w->d, q, i);
	work_take(w, i + 1);
}

/* « appelle à une "transition" et "à la mobilisation" »: from à to the last mark. */
static bool
take_a_group(struct work *w, size_t k, size_t from, size_t i)
{
	size_t last = i, j;

	if (!(w->q->cue[k].frames & F_A) || !(item_class(w->d, from) & W_A))
		return false;
	for (j = i + 1; j < w->u->to && j < i + 8; j++) {
		if (doc_is_mark(w->d, j))
			last = j;
		else if (is_edge(w->d, j) || item_finite(w->d, j))
			break;
	}
	clause_add(w, &w->q->cue[k], FRAME_INF, from, last + 1);
	clause_take(w, k, FRAME_INF, from);
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

	while (from < mark && item_class(d, from) & (W_ADV | W_TIME) &&
	    !(item_class(d, from) & W_DET))
		from++;
	for (i = mark + 1; i < end && i < mark + 12 && !item_finite(d, i); i++)
		if (group_relates(d, i))
			end = i - 1;
		else if (doc_is_mark(d, i))
			last = i;
	for (i = from; i < mark && !(item_class(d, i) & W_AS); i++)
		;
	if (i + 1 < mark) {
		clause_add(w, c, FRAME_AS, i + 1, last + 1);
		clause_add(w, c, FRAME_AS, i + 1, end);
	}
	if (from < mark || last > mark)
		clause_add(w, c, FRAME_GROUP, from, last + 1);
	if (end > last + 1)
		clause_add(w, c, FRAME_GROUP, from, end);
}

/* The walk over the items behind a cue. */
struct walk {
	size_t k;		/* the cue */
	size_t from;		/* the first item behind it */
	size_t object;		/* where « à … » began, NONE */
	bool found, comma;	/* marks, a comma have been passed */
};

/* « se dit favorable », « s'est dit ouvert à un accord »: the attribute from item i. */
static bool
take_attribute(struct work *w, size_t k, size_t i, size_t limit)
{
	const struct doc *d = w->d;
	const struct cue *c = &w->q->cue[k];

	if (!c->reflexive || !(c->frames & F_ATTRIBUTE) || i >= limit ||
	    doc_is_mark(d, i))
		return false;
	if (d->item[i].kind != TOKEN_WORD || item_class(d, i) & (W_SUB | W_PREP | W_A) ||
	    begins_inf(d, i, limit))
		return false;
	clause_take(w, k, FRAME_INF, i);
	return true;
}

/* Past whom it is said to, from item i: « à l'AFP ». */
static size_t
past_whom(const struct doc *d, size_t i, size_t limit)
{
	return i + 1 < limit && item_class(d, i) & W_A && group_begins(d, i + 1) ?
		group_at(d, i + 1, limit, false).to : i;
}

/* Whether nothing but adverbs and times stands between the cue and item i, behind whom
 * it is said to. */
static bool
follows(const struct work *w, const struct walk *p, size_t i)
{
	const struct doc *d = w->d;
	size_t k;

	if (i > p->from + TIME_REACH)
		return false;
	for (k = past_whom(d, p->from, i); k < i; k++)
		if (!(item_class(d, k) & (W_ADV | W_TIME)) &&
		    d->item[k].kind != TOKEN_NUMBER && !(item_class(d, k) & W_DET &&
		    k + 1 < i))
			return false;
	return true;
}

/* Marks at item i; true ends the walk. */
static bool
step_mark(struct work *w, struct walk *p, size_t i)
{
	const struct cue *c = &w->q->cue[p->k];

	if (!p->found && p->object != NONE && take_a_group(w, p->k, p->object, i))
		return true;
	if (c->frames & F_INF && first_word_inf(w->d, i) && follows(w, p, i))
		clause_take(w, p->k, FRAME_INF, i);
	if (c->frames & (F_MARK | F_COLON))
		take_object(w, p->k, FRAME_OBJECT, i);
	if (!p->found && c->frames & (F_MARK | F_TARGET))
		add_groups(w, p->k, p->from, i);
	p->found = true;
	return false;
}

/* A colon at item i: marks behind it, or the rest. */
static void
take_colon(struct work *w, size_t k, size_t i)
{
	if (i + 1 < w->d->items && doc_is_mark(w->d, i + 1))
		take_object(w, k, FRAME_COLON, i + 1);
	else if (w->q->cue[k].frames & F_STRONG && i + 3 < w->u->to)
		clause_take(w, k, FRAME_COLON, i + 1);
}

/* Whether an infinitive that the cue governs begins at item i, with its de. */
static bool
opens_inf(const struct work *w, const struct walk *p, size_t i)
{
	unsigned frames = w->q->cue[p->k].frames;

	if (p->found)
		return false;
	if (frames & F_INF && begins_inf(w->d, i, w->u->to) && follows(w, p, i))
		return true;
	return !p->comma && item_class(w->d, i) & W_DE && frames & (F_DE | F_TARGET) &&
		begins_inf(w->d, i + 1, w->u->to);
}

/* « accuse les élus de mentir », « demande aux élus de partir »: the infinitive at item i
 * with whom it is said of or to. */
static void
add_object(struct work *w, const struct walk *p, size_t i)
{
	const struct cue *c = &w->q->cue[p->k];

	if (i > p->from + 1 && !follows(w, p, i) &&
	    clause_add(w, c, FRAME_INF, p->from, clause_end(w, p->k, i)))
		w->q->v[w->q->n - 1].with_object = true;
}

/* A word or punctuation at item i; true ends the walk. */
static bool
step_word(struct work *w, struct walk *p, size_t i)
{
	const struct doc *d = w->d;
	unsigned frames = w->q->cue[p->k].frames;

	if (!p->found && doc_punct(d, i, ":") && frames & F_COLON) {
		take_colon(w, p->k, i);
		return true;
	}
	if (frames & F_QUE && (reports_que(d, p->from, i) || asks(d, p->from, i))) {
		clause_take(w, p->k, FRAME_QUE, i);
		return true;
	}
	if (opens_inf(w, p, i)) {
		add_object(w, p, i);
		clause_take(w, p->k, FRAME_INF, i);
		return true;
	}
	if (doc_punct(d, i, ";") || item_finite(d, i))
		return true;
	if (p->object == NONE && item_class(d, i) & W_A)
		p->object = i;
	p->comma = p->comma || doc_punct(d, i, ",");
	return false;
}

void
clause_look(struct work *w, size_t k)
{
	const struct cue *c = &w->q->cue[k];
	struct walk p = { .k = k, .from = c->to, .object = NONE };
	size_t limit = w->u->to, next = k + 1, i;
	bool done;

	if ((c->inverted || (c->passive && c->subject.from == c->to + 1)) &&
	    c->subject.to > p.from)
		p.from = c->subject.to;
	if (limit > p.from + OBJECT_REACH)
		limit = p.from + OBJECT_REACH;
	if (take_attribute(w, k, p.from, limit))
		return;
	while (next < w->q->cues && w->q->cue[next].kind == CUE_INFINITIVE &&
	    w->q->cue[next].from < limit)
		next++;
	if (next < w->q->cues && w->q->cue[next].from < limit)
		limit = w->q->cue[next].from;
	for (i = p.from, done = false; i < limit && !done; i++)
		done = doc_is_mark(w->d, i) ? step_mark(w, &p, i) : step_word(w, &p, i);
}
