/*
 * Cues: verbs that report (finite, compound, participle, infinitive) and phrases
 * (selon, d'après, …), with the extent of the verb group and the side of its subject.
 */
#include "quote.h"

#include <string.h>

#include "buf.h"

#define AUX_REACH 7
#define BY_REACH 14	/* items from a passive participle to its agent */
#define TOLD_REACH 8	/* items behind « a-t-on appris » where its source begins */

struct phrase {
	const char *s, *end;	/* words, one blank between */
	bool pour, own;
	bool none;		/* reports nothing: « pour sa part » */
	size_t next;		/* 1 + the next one with the same first word, 0 */
};

static struct phrase *phrases;
static size_t n_phrases, cap_phrases;
static struct map first_words;		/* first word → 1 + its last phrase */

void
cue_open(void)
{
	struct table t;

	table_open(&t, "phrases.txt");
	while (table_next(&t, 2)) {
		const struct table_field *f = &t.field[0];
		const char *blank = memchr(f->s, ' ', f->len);
		size_t len = blank ? (size_t)(blank - f->s) : f->len;
		bool fresh;
		int64_t *last = map_put(&first_words, f->s, len, &fresh);

		mem_grow(&phrases, &cap_phrases, n_phrases + 1, sizeof(*phrases));
		phrases[n_phrases++] = (struct phrase){
			f->s, f->s + f->len, *t.field[1].s == 'p', *t.field[1].s == 'o',
			*t.field[1].s == 'n', (size_t)*last
		};
		*last = (int64_t)n_phrases;
	}
}

static const struct form *
form_at(const struct doc *d, size_t i)
{
	return d->item[i].form;
}

static size_t
key_at(const struct doc *d, size_t i, char key[LEXICON_WORD])
{
	const struct item *it = &d->item[i];

	return doc_is_mark(d, i) ? 0 :
		lexicon_key(d->text->s + it->start, it->end - it->start, key);
}

/* Where the phrase ends that begins at item i, i when it is not there. */
static size_t
phrase_end(const struct doc *d, size_t i, size_t limit, const struct phrase *p)
{
	char key[LEXICON_WORD];
	const char *w = p->s, *next;
	size_t n, start = i, governed = NONE;

	for (; w < p->end; w = next + 1, i++) {
		next = memchr(w, ' ', (size_t)(p->end - w));
		next = next ? next : p->end;
		if (*w == '>') {
			governed = i--;
			continue;
		}
		if (i >= limit)
			return start;
		if (*w == '~') {
			if (!(form_at(d, i)->class & W_DE))
				return start;
			continue;
		}
		n = key_at(d, i, key);
		if (n != (size_t)(next - w) || memcmp(key, w, n) != 0)
			return start;
	}
	return governed == NONE ? i : governed;
}

/* The longest phrase at item i; its end, or i for none. */
static size_t
find_phrase(const struct doc *d, size_t i, size_t limit, const struct phrase **which)
{
	char key[LEXICON_WORD];
	size_t n, k, end, best = i;
	const int64_t *last;

	if (!(form_at(d, i)->class & (W_PREP | W_DE | W_A)) && !d->item[i].first)
		return i;
	n = key_at(d, i, key);
	last = n ? map_get(&first_words, key, n) : NULL;
	for (k = last ? (size_t)*last : 0; k > 0; k = phrases[k - 1].next) {
		end = phrase_end(d, i, limit, &phrases[k - 1]);
		if (end > best) {
			best = end;
			*which = &phrases[k - 1];
		}
	}
	return best;
}

static struct cue *
add_cue(struct quotes *q, enum cue_kind kind, size_t from, size_t to, size_t at)
{
	mem_grow(&q->cue, &q->cue_cap, q->cues + 1, sizeof(*q->cue));
	q->cue[q->cues] = (struct cue){
		.kind = kind, .from = from, .to = to, .at = at, .clitic = NONE,
		.lemma = -1
	};
	return &q->cue[q->cues++];
}

/* Whether the participle at i goes on behind another one: « a salué X et condamné Y ». */
static bool
participle_joins(const struct doc *d, size_t low, size_t i)
{
	while (i > low && form_at(d, i - 1)->class & W_ADV &&
	    !(form_at(d, i - 1)->class & W_COORD))
		i--;
	return i > low && (form_at(d, i - 1)->class & W_COORD || doc_punct(d, i - 1, ","));
}

/* The auxiliary of the participle at i, looked for down to `low`; NONE, as in « a dit Ali
 * dans un discours lu hier ». */
static size_t
find_aux(const struct doc *d, size_t low, size_t i)
{
	bool comma = false, joins = participle_joins(d, low, i);
	size_t j;

	for (j = i; j > low && i - j < AUX_REACH; j--) {
		const struct form *f = form_at(d, j - 1);

		if (doc_is_mark(d, j - 1) || (f->verb & V_ETRE && f->verb & V_PP))
			return NONE;
		if (f->verb & (V_AVOIR | V_ETRE) && !(f->verb & V_PP))
			return comma && !doc_punct(d, j, ",") ? NONE : j - 1;
		comma = comma || doc_punct(d, j - 1, ",");
		if (j < i && f->report & V_PP && !joins)
			return NONE;
		if (item_finite(d, j - 1) || f->class & (W_QUE | W_REL))
			return NONE;
		if (d->item[j - 1].kind == TOKEN_PUNCT && !doc_punct(d, j - 1, ","))
			return NONE;
	}
	return NONE;
}

static bool
reflexive(const struct doc *d, size_t low, size_t aux)
{
	size_t j;

	for (j = aux; j > low && aux - j < 3; j--) {
		uint32_t c = form_at(d, j - 1)->class;

		if (c & W_REFL)
			return true;
		if (!(c & (W_CLITIC | W_NEG | W_ADV)))
			break;
	}
	return false;
}

/* Widens the verb group to the left over clitics, negations and adverbs. */
static size_t
group_start(const struct doc *d, size_t low, size_t i)
{
	while (i > low && !doc_is_mark(d, i - 1)) {
		uint32_t c = form_at(d, i - 1)->class;

		if (!(c & (W_CLITIC | W_NEG | W_REFL | W_ADV)) ||
		    (c & W_PREP && !(c & W_CLITIC)))
			break;
		i--;
	}
	return i;
}

/* Whether the verb at item j reports the infinitive at i: « dit vouloir partir ». */
static bool
reports_infinitive(const struct doc *d, size_t j, size_t i)
{
	const struct form *f = form_at(d, j), *inf = form_at(d, i);
	unsigned need = form_at(d, j + 1)->class & W_DE ? F_DE | F_TARGET : F_INF;

	return f->report && f->frames & need &&
		(f->frames & F_STRONG || !(inf->frames & F_STRONG));
}

/* The finite verb that governs the infinitive at i (tient à préciser, fait savoir,
 * a tenu à dire), NONE. */
static size_t
find_governor(const struct doc *d, size_t low, size_t i)
{
	size_t j, aux;

	for (j = i; j > low && i - j < 5; j--) {
		const struct form *f = form_at(d, j - 1);

		if (doc_is_mark(d, j - 1) || d->item[j - 1].kind == TOKEN_PUNCT)
			return NONE;
		if (f->class & W_PREP && !(f->class & W_A))
			return NONE;
		if (reports_infinitive(d, j - 1, i))
			return NONE;
		if (item_finite(d, j - 1))
			return j - 1;
		if (f->verb & V_PP && (aux = find_aux(d, low, j - 1)) != NONE)
			return aux;
		if (!(f->class & (W_A | W_DE | W_ADV | W_NEG | W_CLITIC | W_INVERTED)) &&
		    !(f->verb & V_INF))
			return NONE;
	}
	return NONE;
}

static size_t
find_clitic(const struct doc *d, size_t from, size_t to, size_t limit)
{
	size_t i;

	for (i = from; i <= to && i < limit; i++)
		if (form_at(d, i)->class & W_INVERTED && !doc_is_mark(d, i))
			return i;
	return NONE;
}

/* Whether an infinitive opens the unit: « A lire aussi : ». */
static bool
opens_unit(const struct doc *d, size_t low, size_t i)
{
	return i == low || d->item[i].capital || (i == low + 1 &&
		(form_at(d, low)->class & (W_A | W_PREP) ||
		form_at(d, low)->verb & V_AVOIR));
}

/* Who does what the passive participle at item i says: « jugé « trop court » par
 * Ali ». */
static struct group
agent_of(const struct doc *d, const struct unit *u, size_t i)
{
	struct group g = { i, i, i };
	size_t k, limit = u->to < i + BY_REACH ? u->to : i + BY_REACH;

	for (k = i + 1; k + 1 < limit; k++) {
		if (doc_is_mark(d, k))
			continue;
		if (d->item[k].kind == TOKEN_PUNCT || item_finite(d, k) ||
		    item_class(d, k) & (W_QUE | W_REL))
			break;
		if (!(item_class(d, k) & W_BY) || !group_begins(d, k + 1))
			continue;
		g = group_at(d, k + 1, u->to, true);
		if (item_entity(d, g.head) || item_class(d, g.head) & (W_AGENT | W_PRON))
			return g;
	}
	return (struct group){ i, i, i };
}

/* The verb group of the reporting form at item i; false: it reports nothing here. */
static bool
verb_group(const struct doc *d, const struct unit *u, size_t i, struct cue *c)
{
	const struct form *f = form_at(d, i);
	size_t low = u->from, aux = NONE, start = i;

	c->kind = CUE_VERB;
	aux = f->report & V_PP ? find_aux(d, low, i) : NONE;
	if (aux != NONE && form_at(d, aux)->verb & V_ETRE && !reflexive(d, low, aux))
		aux = NONE;
	if (aux != NONE) {
		start = aux;
		if (form_at(d, aux)->verb & V_INF)
			c->kind = CUE_INFINITIVE;
	} else if (f->report & V_FIN3 && item_finite(d, i)) {
		start = i;
	} else if (f->report & V_PRESP) {
		c->kind = CUE_PARTICIPLE;
	} else if (f->report & V_INF) {
		aux = find_governor(d, low, i);
		c->kind = aux == NONE ? CUE_INFINITIVE : CUE_VERB;
		if (aux == NONE ? opens_unit(d, low, i) :
		    (form_at(d, aux)->class & W_IMPERSONAL) != 0)
			return false;
		start = aux == NONE ? i : aux;
	} else if (f->report & V_PP) {
		c->subject = agent_of(d, u, i);
		c->passive = c->subject.from < c->subject.to;
		if (!c->passive)
			return false;
	} else {
		return false;
	}
	c->from = group_start(d, low, start);
	c->to = i + 1;
	c->reflexive = reflexive(d, low, start);
	c->clitic = find_clitic(d, start, i + 1, u->to);
	if (c->clitic != NONE && c->clitic >= c->to)
		c->to = c->clitic + 1;
	return true;
}

/* Whether the word at i, which may be a noun, is the verb. */
static bool
plausible(const struct doc *d, const struct unit *u, size_t i)
{
	const struct form *f = form_at(d, i);
	uint32_t before = i > u->from ? form_at(d, i - 1)->class : 0;

	if (doc_is_mark(d, i) || f->cue < 0 || !f->report)
		return false;
	if (d->item[i].entity != UINT32_MAX)
		return false;
	return !(before & (W_DET | W_DE) && !(before & W_CLITIC)) ||
		f->report & (V_INF | V_PRESP);
}

/* Whether the span in marks at item i is no part of a noun group (« le journal « La
 * Voix » a écrit »): it opens the unit or stands behind punctuation. */
static bool
stands_alone(const struct doc *d, size_t low, size_t i)
{
	return i == low || doc_is_mark(d, i - 1) || d->item[i - 1].kind == TOKEN_PUNCT ||
		d->marks.v[d->item[i].mark].to > d->marks.v[d->item[i].mark].from + 6;
}

static bool
comma_or_mark(const struct doc *d, size_t low, size_t i)
{
	if (i <= low)
		return true;
	if (doc_is_mark(d, i - 1))
		return stands_alone(d, low, i - 1);
	return doc_punct(d, i - 1, ",") || doc_is_dash(d, i - 1) ||
		doc_punct(d, i - 1, "!") || doc_punct(d, i - 1, "?") ||
		doc_punct(d, i - 1, ".") || doc_punct(d, i - 1, "\xe2\x80\xa6") ||
		doc_punct(d, i - 1, "...");
}

static size_t
mark_words(const struct doc *d, size_t i)
{
	const struct mark *m = &d->marks.v[d->item[i].mark];

	return m->to - m->from;
}

/* Whether a clause stands in [from, to): marks, or a finite verb that is no relative
 * clause's. */
static bool
has_finite(const struct doc *d, size_t from, size_t to)
{
	bool relative = false;
	size_t i;

	if (to > from + 60)
		from = to - 60;
	for (i = from; i < to; i++) {
		if (doc_is_mark(d, i)) {
			if (to - i < 3 || mark_words(d, i) > 5)
				return true;
		} else if (form_at(d, i)->class & W_REL) {
			relative = true;
		} else if (item_finite(d, i)) {
			if (!relative)
				return true;
			relative = false;
		}
	}
	return false;
}

/* Whether the clause that the cue opens says what was said right after it. */
static bool
goes_on(const struct doc *d, size_t to, size_t limit)
{
	size_t i;

	for (i = to; i < limit && i < to + 12; i++) {
		if (doc_is_mark(d, i) || doc_punct(d, i, ":"))
			return true;
		if (form_at(d, i)->class & W_QUE)
			return true;
		if (doc_punct(d, i, ".") || doc_punct(d, i, ";") || item_finite(d, i))
			return false;
	}
	return false;
}

/* Whether « comme l'a dit X » opens at the verb group. */
static bool
after_as(const struct doc *d, size_t low, size_t from)
{
	return from > low && form_at(d, from - 1)->class & W_AS;
}

/* Whether marks end right before item i, or before the comma there. */
static bool
near_mark(const struct doc *d, size_t low, size_t i)
{
	return (i > low && doc_is_mark(d, i - 1)) ||
		(i > low + 1 && doc_is_mark(d, i - 2));
}

/* Whether the verb opens its unit in lower case: « La pluie vient.⏎a dit Ali. » */
static bool
opens_in_lower_case(const struct doc *d, const struct unit *u, const struct cue *c)
{
	return c->kind == CUE_VERB && c->from == u->from && u->from > 0 &&
		c->frames & F_INCISE && c->frames & F_STRONG &&
		!d->item[c->from].capital &&
		(doc_is_mark(d, c->from - 1) || !goes_on(d, c->to, u->to));
}

/* Whether a verb of saying stands before someone who speaks: the words may lack a verb,
 * « Pas du tout, affirme le maire ». */
static bool
is_speaker(const struct doc *d, const struct cue *c, const struct group *g)
{
	const struct entity *e = item_entity(d, g->head);

	return c->frames & F_STRONG && doc_punct(d, c->from - 1, ",") &&
		(e ? e->type == 'P' : item_class(d, g->head) & W_AGENT);
}

/* « a-t-on appris lundi de sources proches du palais »: who told it, the clitic when the
 * text does not say. */
static struct group
told_by(const struct doc *d, const struct unit *u, const struct cue *c)
{
	struct group clitic = { c->clitic, c->clitic + 1, c->clitic }, g;
	size_t i = c->to, limit = u->to < i + TOLD_REACH ? u->to : i + TOLD_REACH;

	if (item_class(d, c->clitic) & W_SUBJ && d->item[c->clitic].form->gender)
		return clitic;
	while (i < limit && (item_class(d, i) & (W_TIME | W_ADV) ||
	    d->item[i].kind == TOKEN_NUMBER) && !doc_is_mark(d, i))
		i++;
	if (i < limit && item_class(d, i) & W_PREP && item_class(d, i) & W_RELAY)
		i++;
	if (i + 1 >= limit || !(item_class(d, i) & W_DE))
		return clitic;
	g = group_at(d, i + 1, u->to, false);
	return g.from < g.to && item_class(d, g.head) & W_AGENT ? g : clitic;
}

/* Whether the verb group at `from` follows « ce que »: « c'est ce qu'a dit le maire ». */
static bool
after_pointer(const struct doc *d, size_t low, size_t from)
{
	return from > low + 2 && form_at(d, from - 1)->class & W_QUE &&
		form_at(d, from - 2)->class & W_DET && item_verb(d, from - 3) & V_ETRE;
}

static void
find_subject(const struct doc *d, const struct unit *u, struct cue *c, size_t low)
{
	struct group after;

	if (c->clitic != NONE) {
		c->inverted = true;
		c->subject = told_by(d, u, c);
		return;
	}
	if (c->kind == CUE_VERB && c->frames & F_INCISE && c->from > u->from &&
	    (c->frames & F_STRONG || near_mark(d, u->from, c->from)) &&
	    (comma_or_mark(d, u->from, c->from) || after_as(d, u->from, c->from))) {
		after = group_after(d, c->to, u->to);
		if (after.from < after.to && (after_as(d, u->from, c->from) ||
		    has_finite(d, u->from, c->from) || is_speaker(d, c, &after)) &&
		    (!goes_on(d, c->to, u->to) || (doc_is_mark(d, c->from - 1) &&
		    !item_finite(d, after.to < u->to ? after.to : c->at)) ||
		    (c->from > u->from + 1 && doc_is_mark(d, c->from - 2)))) {
			c->inverted = true;
			c->subject = after;
			return;
		}
	}
	if (c->kind == CUE_VERB && c->frames & F_INCISE && c->frames & F_STRONG &&
	    c->from > u->from + 1 && doc_punct(d, c->from - 1, ",") &&
	    doc_is_mark(d, c->from - 2) && !goes_on(d, c->to, u->to)) {
		c->inverted = true;
		c->subject = (struct group){ c->to, c->to, c->to };
		return;
	}
	if (opens_in_lower_case(d, u, c)) {
		c->inverted = true;
		c->subject = group_after(d, c->to, u->to);
		return;
	}
	if (c->kind == CUE_VERB && after_pointer(d, u->from, c->from)) {
		c->subject = group_after(d, c->to, u->to);
		return;
	}
	c->subject = c->kind == CUE_PARTICIPLE ? group_of_participle(d, low, c->from) :
		group_before(d, low, c->from);
	if (c->kind == CUE_VERB && c->subject.from >= c->subject.to && c->from > u->from) {
		after = group_after(d, c->to, u->to);
		if (after.from < after.to && is_speaker(d, c, &after))
			c->subject = after;	/* « Par contact, explique X : « … » » */
	}
}

/* Where the words that the lemma needs after the verb at item i end (mettre en garde);
 * i + 1 when it needs none, NONE when they are not there. */
static size_t
tail_end(const struct doc *d, const struct unit *u, size_t i, int lemma)
{
	struct table_field tail = lexicon_tail(lemma);
	struct phrase p = { .s = tail.s, .end = tail.s + tail.len };
	size_t k, end;

	if (tail.len == 0)
		return i + 1;
	for (k = i + 1; k < u->to && k < i + 4; k++)
		if ((end = phrase_end(d, k, u->to, &p)) > k)
			return end;
	return NONE;
}

/* Of the lemmas of the verb at item i, the one whose words are all there: the longest. */
static bool
choose_lemma(const struct doc *d, const struct unit *u, size_t i, struct cue *c)
{
	size_t best = 0, end;
	int lemma;

	for (lemma = form_at(d, i)->cue; lemma >= 0; lemma = lexicon_next(lemma)) {
		end = tail_end(d, u, i, lemma);
		if (end != NONE && end > best) {
			best = end;
			c->lemma = lemma;
		}
	}
	c->frames = best ? lexicon_frames(c->lemma) : 0;
	c->to = best > c->to ? best : c->to;
	return best > 0;
}

static void
add_verb(const struct doc *d, const struct unit *u, struct quotes *q, size_t i)
{
	struct cue c = { .clitic = NONE }, *new;
	size_t low = u->from;

	if (!plausible(d, u, i) || !verb_group(d, u, i, &c) || !choose_lemma(d, u, i, &c))
		return;
	if (c.reflexive && c.frames & F_NOT_REFLEXIVE)
		return;
	if (q->cues && q->cue[q->cues - 1].to > c.from) {
		if (q->cue[q->cues - 1].from < c.from || q->cue[q->cues - 1].to > i)
			return;
		q->cues--;
	}
	new = add_cue(q, c.kind, c.from, c.to, i);
	new->clitic = c.clitic;
	new->reflexive = c.reflexive;
	new->lemma = c.lemma;
	new->frames = c.frames;
	new->passive = c.passive;
	new->subject = c.subject;
	if (!c.passive)
		find_subject(d, u, new, low);
}

static bool
opens_predicate(const struct doc *d, size_t i)
{
	return item_class(d, i) & (W_NEG | W_REFL) || item_finite(d, i);
}

/* Whether a phrase's group may end before item i: the clause, a comma or a stop
 * follows, no verb. */
static bool
may_govern(const struct doc *d, size_t i, size_t limit)
{
	if (i + 1 >= limit || doc_is_mark(d, i))
		return true;
	if (d->item[i].kind != TOKEN_PUNCT)
		return !opens_predicate(d, i) && !(item_class(d, i) & W_COORD);
	return !doc_punct(d, i, ",") || !opens_predicate(d, i + 1);
}

/* The group that a phrase governs, with its appositions unless the last of them is the
 * subject of the clause: « Selon Ali, le maire, Paul, a fui. » */
static struct group
governed(const struct doc *d, size_t i, size_t limit)
{
	bool pronoun = item_class(d, i) & W_PRON && !item_entity(d, i);
	struct group g = group_at(d, i, limit, !pronoun);
	size_t end;

	while (!may_govern(d, g.to, limit)) {
		for (end = g.to; end > i && !doc_punct(d, end - 1, ","); end--)
			;
		if (end < i + 2)
			break;
		g = group_at(d, i, end - 1, true);
	}
	return g;
}

static void
add_phrase(const struct doc *d, const struct unit *u, struct quotes *q, size_t from,
	size_t to, const struct phrase *p)
{
	struct cue *c = add_cue(q, CUE_PHRASE, from, to, from);

	c->pour = p->pour;
	if (to + 1 < u->to && doc_punct(d, to, ",") && !p->own && group_begins(d, to + 1))
		to++;		/* « Selon, Ali Koné, … » */
	if (p->own)
		c->subject = group_of_participle(d, u->from, from);
	else if (to < u->to && form_at(d, to)->class & W_REL)
		c->subject = group_before(d, u->from, from);
	else if (to < u->to && (group_begins(d, to) || form_at(d, to)->class & W_DE))
		c->subject = governed(d, to, u->to);
	else
		q->cues--;
}

void
cue_find(const struct doc *d, size_t unit, struct quotes *q)
{
	const struct unit *u = &d->unit[unit];
	const struct phrase *p = NULL;
	size_t i, end;

	q->cues = 0;
	for (i = u->from; i < u->to; i++) {
		if (doc_is_mark(d, i))
			continue;
		end = find_phrase(d, i, u->to, &p);
		if (end > i) {
			if (!p->none)
				add_phrase(d, u, q, i, end, p);
			i = end - 1;
		} else {
			add_verb(d, u, q, i);
		}
	}
}
