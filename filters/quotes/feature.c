/*
 * What a candidate looks like, as numbers of binary features, its verb among them. Each
 * is there twice: of its frame, and of any frame, for what few candidates show.
 */
#include "feature.h"

#include <string.h>

#define NAMER_REACH 7	/* items between a word that gives a name and the name */
#define WORDS_SEEN 200	/* words of a candidate that are looked at */

/* Features of one frame; the names are those of weights.txt. */
enum {
	M_BIAS, M_STRONG, M_PARTICIPLE, M_INFINITIVE, M_NO_MENTION, M_PRONOUN,
	M_ON, M_PERSON, M_ORG, M_PLACE, M_AGENT, M_AGENT_ORG, M_AGENT_DOC, M_OTHER,
	M_SHARED, M_NEAR, M_FAR, M_LEN1, M_LEN2, M_LEN4, M_LEN8, M_LEN20, M_LEN21,
	M_FINITE, M_NO_FINITE, M_FIRST, M_CAPITAL, M_STOP, M_WHOLE_UNIT, M_AFTER_DET,
	M_AFTER_DE, M_AFTER_NAMER, M_AFTER_NOUN, M_AFTER_COLON, M_AFTER_COMMA,
	M_AFTER_VERB, M_AFTER_PREP, M_TITLE, M_ENTITY, M_UNCLOSED, M_UNOPENED, M_NEGATED,
	M_QUESTION, M_HEADLINE, M_UNIT_START, M_AFTER_QUOTE, M_AFTER_BARE, M_ENDS_UNIT,
	M_REST, M_MARKS, M_AFTER_INDEF, M_CONDITIONAL, M_SEGMENTS, M_QUOTE_HERE,
	M_CUT, M_CUT_RELATIVE, M_CUT_PARTICIPLE, M_CUT_COORD, M_CUT_SUB, M_CUT_PREP,
	M_CUT_GROUP, M_CUT_MARK, M_CUT_PRONOUN, M_CUT_ADVERB, M_CUT_OTHER,
	M_CUT_AFTER_MARK,
	M_CUT_NO_COMMA, M_CUT_REST_FINITE, M_CUT_EARLY, M_CUT_QUE, M_IMPERSONAL, M_OURS,
	M_MARK_ENDS, M_MARK_NEAR_END, M_MARK_FAR_FROM_END, M_MARK_COMMA,
	M_CUT_BEFORE_MARK, M_AFTER_RELATIVE, M_SECOND,
	M_NESTED, M_OBJECT, M_ON_PREP, M_ON_FINITE, M_ON_OTHER,
	M_OPENS_DET, M_OPENS_DE, M_OPENS_INF, M_THEN_END, M_THEN_COMMA, M_THEN_DE,
	M_THEN_PREP, M_THEN_COORD, M_THEN_SUB, M_THEN_VERB, M_THEN_OTHER, M_MORE_MARKS,
	M_NOUN_BETWEEN, M_CUT_COMMENT, M_HOLDS_COMMENT, M_HOLDS_COORD, M_HOLDS_RELATIVE,
	M_HOLDS_SUB, M_HOLDS_PARTICIPLE, M_HOLDS_GROUP, M_HOLDS_PREP, M_NAMER_NEAR,
	M_SHORT_CAPITAL, M_PASSIVE, M_NAMED_SO, M_AS_CLAUSE,
	M_CUT_FINITE, M_HOLDS_FINITE, M_CUT_COORD_PRONOUN, M_CUT_COORD_GROUP,
	M_HOLDS_COORD_PRONOUN, M_HOLDS_COORD_GROUP, M_CUE_TAKEN, M_CUE_REFUSED,
	M_TAKEN_HERE, M_TAKEN_ABOVE, M_OPENS_VERB,
	M_COUNT
};

static const char *const names[M_COUNT] = {
	"bias", "strong-cue", "participle", "infinitive",
	"no-mention", "pronoun",
	"on", "person", "organisation", "place", "agent", "institution", "document",
	"other-subject", "shared-mention", "near", "far", "words-1", "words-2",
	"words-3-4",
	"words-5-8", "words-9-20", "words-21", "finite", "no-finite", "first-person",
	"capital", "ends-in-stop", "whole-unit", "after-determiner", "after-de",
	"after-namer", "after-noun", "after-colon", "after-comma", "after-verb",
	"after-preposition", "title-case", "an-entity", "unclosed", "unopened", "negated",
	"question", "headline", "unit-start", "after-quotation", "after-bare",
	"ends-unit",
	"words-after", "has-marks", "after-indefinite", "conditional", "segments",
	"quotation-in-unit", "cut", "cut-relative", "cut-participle",
	"cut-conjunction", "cut-subordinate", "cut-preposition", "cut-group", "cut-mark",
	"cut-pronoun", "cut-adverb", "cut-other", "cut-after-mark", "cut-without-comma",
	"rest-finite", "cut-early", "cut-que", "impersonal", "our-own-words",
	"mark-ends", "mark-near-end", "mark-far-from-end", "mark-then-comma",
	"cut-before-mark", "after-relative", "second-of-cue",
	"nested", "with-object", "on-preposition", "on-finite", "on-other",
	"opens-determiner", "opens-de", "opens-infinitive", "then-end", "then-comma",
	"then-de", "then-preposition", "then-conjunction", "then-subordinate",
	"then-verb", "then-other", "more-marks", "noun-between", "cut-comment",
	"holds-comment", "holds-conjunction", "holds-relative", "holds-subordinate",
	"holds-participle", "holds-group", "holds-preposition", "namer-near",
	"short-capital", "passive", "named-so", "as-clause",
	"cut-finite", "holds-finite", "cut-conjunction-pronoun", "cut-conjunction-group",
	"holds-conjunction-pronoun", "holds-conjunction-group", "cue-taken",
	"cue-refused", "taken-in-unit", "taken-above", "opens-verb"
};

/* The frames, and what stands for any of them. */
#define ANY FRAMES
#define BLOCKS (FRAMES + 1)

static const char *const frames[BLOCKS] = {
	"colon", "object", "incise", "que", "infinitive", "selon", "pour", "group",
	"tail", "as", "label", "bare", "any"
};

/* Features of a speaker: how it was found, how the one was that it goes back to, and
 * what makes it doubtful. */
enum { S_HOW, S_ORIGIN = S_HOW + HOWS, S_DISTANT = S_ORIGIN + HOWS, S_CLOSE_CALL,
	S_ORG, S_PLACE, S_NO_GENDER, S_CROWD, S_SHARED, S_INSIDE, S_COUNT
};

static const char *const hows[HOWS] = {
	"unknown", "name", "role", "institution", "description", "described", "lone-noun",
	"issuer", "pronoun", "latter", "continued", "late", "ahead"
};

static const char *const doubts[S_COUNT - S_DISTANT] = {
	"distant", "close-call", "organisation", "place", "no-gender", "crowd", "shared",
	"among-words"
};

static size_t
speaker_base(void)
{
	return (size_t)BLOCKS * M_COUNT + lexicon_cues() * BLOCKS;
}

size_t
feature_count(void)
{
	return speaker_base() + S_COUNT;
}

bool
feature_is_speaker(size_t feature)
{
	return feature >= speaker_base();
}

static void
speaker_name(size_t feature, struct buf *b)
{
	if (feature < S_ORIGIN)
		buf_printf(b, "speaker.%s", hows[feature]);
	else if (feature < S_DISTANT)
		buf_printf(b, "speaker.from-%s", hows[feature - S_ORIGIN]);
	else
		buf_printf(b, "speaker.%s", doubts[feature - S_DISTANT]);
}

void
feature_name(size_t feature, struct buf *b)
{
	size_t base = (size_t)BLOCKS * M_COUNT;

	if (feature < base) {
		buf_printf(b, "%s.%s", frames[feature / M_COUNT],
			names[feature % M_COUNT]);
		return;
	}
	if (feature_is_speaker(feature)) {
		speaker_name(feature - speaker_base(), b);
		return;
	}
	feature -= base;
	buf_printf(b, "%s.", frames[feature % BLOCKS]);
	buf_add(b, lexicon_cue((int)(feature / BLOCKS))->s,
		lexicon_cue((int)(feature / BLOCKS))->len);
}

/* Labels are no words of a sentence: what tells others apart says nothing of them. */
static void
add_both(struct quote *q, unsigned own, unsigned any)
{
	if (q->features + 2 > QUOTE_FEATURES)
		return;
	q->feature[q->features++] = own;
	if (q->frame != FRAME_LABEL)
		q->feature[q->features++] = any;
}

static void
add(struct quote *q, unsigned m)
{
	add_both(q, (unsigned)q->frame * M_COUNT + m, ANY * M_COUNT + m);
}

static void
add_lemma(struct quote *q)
{
	unsigned base = BLOCKS * M_COUNT + (unsigned)q->lemma * BLOCKS;

	if (q->lemma >= 0)
		add_both(q, base + (unsigned)q->frame, base + ANY);
}

/* What the verb group says: not, by whom. */
static void
group_features(const struct doc *d, struct quote *q, const struct unit *u)
{
	size_t i, from = q->cue_from > u->from ? q->cue_from - 1 : q->cue_from;
	bool negated = false, impersonal = false, ours = false;

	for (i = from; i < q->cue_to; i++) {
		const struct form *f = d->item[i].form;

		if (doc_is_mark(d, i))
			continue;
		negated = negated || (f->class & W_NEG && i >= q->cue_from);
		impersonal = impersonal || f->class & W_IMPERSONAL;
		ours = ours || (f->verb & V_FIN12 && !(f->verb & V_FIN3)) ||
			f->class & W_FIRST;
	}
	if (negated)
		add(q, M_NEGATED);
	if (impersonal)
		add(q, M_IMPERSONAL);
	if (ours)
		add(q, M_OURS);
}

static void
cue_features(const struct doc *d, struct quote *q, const struct unit *u)
{
	add(q, M_BIAS);
	add_lemma(q);
	if (q->frames & F_STRONG)
		add(q, M_STRONG);
	if (q->kind == CUE_PARTICIPLE)
		add(q, M_PARTICIPLE);
	if (q->kind == CUE_INFINITIVE)
		add(q, M_INFINITIVE);
	if (q->passive)
		add(q, M_PASSIVE);
	if (q->nested)
		add(q, M_NESTED);
	if (q->with_object)
		add(q, M_OBJECT);
	if (q->on != NONE)
		add(q, item_class(d, q->on) & (W_PREP | W_A | W_DE) ? M_ON_PREP :
			item_finite(d, q->on) ? M_ON_FINITE : M_ON_OTHER);
	if (q->cue.start == q->cue.end)
		return;
	if (q->distance < 3)
		add(q, M_NEAR);
	if (q->distance > 7)
		add(q, M_FAR);
	group_features(d, q, u);
	if (q->cue_from > u->from && item_class(d, q->cue_from - 1) & W_AS)
		add(q, M_AS_CLAUSE);
	if (q->cue_verb & V_COND)
		add(q, M_CONDITIONAL);
	if (q->cue_from == u->from)
		add(q, M_UNIT_START);
}

static void
mention_features(const struct doc *d, struct quote *q)
{
	const struct item *h;
	char type;

	if (q->mention.start >= q->mention.end) {
		add(q, M_NO_MENTION);
		return;
	}
	h = q->inside == NONE ? &d->item[q->who.head] : &d->word[q->inside];
	type = h->entity == UINT32_MAX ? 0 : d->entity[h->entity].type;
	if (h->form->class & W_PRON && !type)
		add(q, h->form->gender ? M_PRONOUN : M_ON);
	else if (type)
		add(q, type == 'P' ? M_PERSON : type == 'L' ? M_PLACE : M_ORG);
	else if (h->form->class & W_AGENT)
		add(q, h->form->agent == AGENT_PER ? M_AGENT :
			h->form->agent == AGENT_ORG ? M_AGENT_ORG : M_AGENT_DOC);
	else
		add(q, M_OTHER);
	if (q->kind == CUE_PARTICIPLE || q->kind == CUE_INFINITIVE)
		add(q, M_SHARED);
}

/* What the words in marks or out of them look like. */
struct look {
	size_t words, capitals;
	bool finite, first;
};

static void
look_at(struct look *l, const struct item *it)
{
	if (it->kind == TOKEN_PUNCT)
		return;
	l->words++;
	if (it->capital)
		l->capitals++;
	if (it->form->verb & V_FIN3 && !(it->form->class & (W_DET | W_AGENT)) &&
	    it->entity == UINT32_MAX)
		l->finite = true;
	if (it->form->class & W_FIRST)
		l->first = true;
}

static void
look_mark(const struct doc *d, struct look *l, const struct mark *m)
{
	size_t k;

	for (k = m->from; k < m->to && l->words < WORDS_SEEN; k++)
		look_at(l, &d->word[k]);
}

/* Looks over the skeleton items of the unit that lie in the segments. */
static void
look_over(const struct doc *d, struct look *l, const struct quote *q)
{
	const struct unit *u = &d->unit[q->unit];
	size_t i, s = 0;

	for (i = q->low; i < u->to && l->words < WORDS_SEEN; i++) {
		const struct item *it = &d->item[i];

		while (s < q->segs && q->seg[s].end <= it->start)
			s++;
		if (s == q->segs)
			break;
		if (it->end <= q->seg[s].start)
			continue;
		if (doc_is_mark(d, i))
			look_mark(d, l, &d->marks.v[it->mark]);
		else
			look_at(l, it);
	}
}

static void
word_features(const struct doc *d, struct quote *q)
{
	struct look l = { 0 };
	size_t n;

	look_over(d, &l, q);
	n = l.words;
	add(q, n < 2 ? M_LEN1 : n < 3 ? M_LEN2 : n < 5 ? M_LEN4 : n < 9 ? M_LEN8 :
		n < 21 ? M_LEN20 : M_LEN21);
	add(q, l.finite ? M_FINITE : M_NO_FINITE);
	if (l.first)
		add(q, M_FIRST);
	if (n > 1 && l.capitals * 2 > n)
		add(q, M_TITLE);
	if (q->segs > 1)
		add(q, M_SEGMENTS);
}

/* Whether a word that gives a name stands a few words before the mark at item i: « le
 * thème de cette année est : « … » ». */
static bool
namer_near(const struct doc *d, const struct unit *u, size_t i)
{
	size_t k;

	for (k = i; k > u->from && k + NAMER_REACH > i; k--) {
		if (doc_is_mark(d, k - 1) || doc_punct(d, k - 1, ",") ||
		    doc_punct(d, k - 1, ";"))
			return false;
		if (item_class(d, k - 1) & W_NAMER)
			return true;
	}
	return false;
}

/* What stands before the mark at item i. */
static void
before_features(const struct doc *d, struct quote *q, const struct unit *u, size_t i)
{
	const struct form *f;

	if (i == u->from)
		return;
	if (namer_near(d, u, i))
		add(q, M_NAMER_NEAR);
	if (doc_punct(d, i - 1, ":")) {
		add(q, M_AFTER_COLON);
		return;
	}
	if (doc_is_mark(d, i - 1) || d->item[i - 1].kind == TOKEN_PUNCT) {
		add(q, M_AFTER_COMMA);
		return;
	}
	f = d->item[i - 1].form;
	if (f->class & W_AS || (f->class & W_DE && q->frames & F_TARGET))
		add(q, M_NAMED_SO);
	if (f->class & W_REL) {
		add(q, M_AFTER_RELATIVE);
		return;
	}
	if (f->class & W_NAMER)
		add(q, M_AFTER_NAMER);
	if (f->class & W_DE)
		add(q, M_AFTER_DE);
	if (f->class & W_DEF)
		add(q, M_AFTER_DET);
	else if (f->class & W_DET)
		add(q, M_AFTER_INDEF);
	else if (f->class & (W_PREP | W_A))
		add(q, M_AFTER_PREP);
	else if (f->verb & (V_FIN3 | V_PP | V_INF | V_PRESP))
		add(q, M_AFTER_VERB);
	else if (!(f->class & (W_DE | W_NAMER)))
		add(q, M_AFTER_NOUN);
}

static bool
ends_in_stop(const struct doc *d, const struct mark *m)
{
	const char *s = d->text->s;

	return m->end > m->start && (s[m->end - 1] == '.' || s[m->end - 1] == '!' ||
		s[m->end - 1] == '?');
}

/* Whether one entity fills the mark. */
static bool
is_entity(const struct doc *d, const struct mark *m)
{
	uint32_t e = m->from < m->to ? d->word[m->from].entity : UINT32_MAX;

	return e != UINT32_MAX && d->word[m->to - 1].entity == e;
}

/* What opens the words in the marks. */
static void
opening_features(const struct doc *d, struct quote *q, const struct mark *m)
{
	const struct form *f;

	if (m->from >= m->to)
		return;
	f = d->word[m->from].form;
	if (f->class & W_DET)
		add(q, M_OPENS_DET);
	if (f->class & (W_DE | W_A | W_PREP | W_QUE))
		add(q, M_OPENS_DE);
	if (f->verb & V_INF)
		add(q, M_OPENS_INF);
	if (!d->word[m->from].capital &&
	    (f->verb & V_FIN3 || f->class & (W_NEG | W_REFL)))
		add(q, M_OPENS_VERB);
}

/* What follows the marks that end the words. */
static unsigned
then_kind(const struct doc *d, const struct unit *u, size_t i)
{
	uint32_t c;

	if (i >= u->to)
		return M_THEN_END;
	if (doc_is_mark(d, i))
		return M_THEN_OTHER;
	if (d->item[i].kind == TOKEN_PUNCT)
		return doc_punct(d, i, ",") ? M_THEN_COMMA :
			i + 1 == u->to ? M_THEN_END : M_THEN_OTHER;
	c = d->item[i].form->class;
	if (c & W_COORD)
		return M_THEN_COORD;
	if (c & (W_QUE | W_REL | W_SUB))
		return M_THEN_SUB;
	if (c & W_DE)
		return M_THEN_DE;
	if (c & (W_PREP | W_A))
		return M_THEN_PREP;
	return item_finite(d, i) || d->item[i].form->verb & (V_PP | V_PRESP) ?
		M_THEN_VERB : M_THEN_OTHER;
}

static void
following_features(const struct doc *d, struct quote *q, const struct unit *u, size_t i)
{
	size_t end = q->seg[q->segs - 1].end, k;

	while (i < u->to && d->item[i].end <= end)
		i++;
	if (i < u->to && doc_is_mark(d, i) && d->item[i].start < end)
		i++;
	if (i == 0 || !doc_is_mark(d, i - 1))
		return;
	if (i + 1 < u->to && group_relates(d, i + 1))
		return;		/* what it means stands in its relative */
	add(q, then_kind(d, u, i));
	for (k = i; k < u->to && k < i + 12; k++)
		if (doc_is_mark(d, k)) {
			add(q, M_MORE_MARKS);
			break;
		}
}

/* Whether a noun stands between the cue and the marks at item i. */
static void
between_features(const struct doc *d, struct quote *q, size_t i)
{
	size_t k;

	if (q->cue_to == 0 || i < q->cue_to || i > q->cue_to + 40)
		return;
	for (k = q->cue_to; k < i; k++)
		if (d->item[k].kind == TOKEN_WORD && !(item_class(d, k) &
		    (W_DET | W_DE | W_A | W_PREP | W_ADV | W_COORD | W_TIME | W_QUE))) {
			add(q, M_NOUN_BETWEEN);
			return;
		}
}

static void
mark_features(const struct doc *d, struct quote *q, const struct unit *u)
{
	const struct mark *m;
	size_t i;

	if (q->mark == NONE)
		return;
	m = &d->marks.v[q->mark];
	for (i = q->low; i + 1 < d->items && d->item[i].mark != q->mark; i++)
		;
	add(q, M_MARKS);
	opening_features(d, q, m);
	following_features(d, q, u, i);
	between_features(d, q, i);
	if (q->frame == FRAME_BARE || q->frame == FRAME_OBJECT || q->frame == FRAME_TAIL)
		before_features(d, q, u, i);
	if (m->to > m->from && d->word[m->from].capital)
		add(q, m->to < m->from + 3 ? M_SHORT_CAPITAL : M_CAPITAL);
	if (ends_in_stop(d, m))
		add(q, M_STOP);
	if (is_entity(d, m))
		add(q, M_ENTITY);
	if (!m->closed)
		add(q, M_UNCLOSED);
	if (!m->opened)
		add(q, M_UNOPENED);
	if (i == u->from && u->to - u->from < 3)
		add(q, M_WHOLE_UNIT);
}

static void
unit_features(const struct doc *d, struct quote *q, const struct unit *u)
{
	bool stop = doc_punct(d, u->to - 1, ".") || doc_punct(d, u->to - 1, "?") ||
		doc_punct(d, u->to - 1, "!") || doc_is_mark(d, u->to - 1);

	if (doc_punct(d, u->to - 1, "?"))
		add(q, M_QUESTION);
	if (!stop)
		add(q, M_HEADLINE);
	if (q->alternative)
		return;
	if (q->seg[q->segs - 1].end + 6 >= d->item[u->to - 1].end)
		add(q, M_ENDS_UNIT);
	else
		add(q, M_REST);
}

/* Whether a verb without a subject begins at item i: « …, n'a rien dit ». */
static bool
opens_verb(const struct doc *d, size_t i)
{
	size_t end = i + 3 < d->items ? i + 3 : d->items;

	while (i < end && item_class(d, i) & (W_NEG | W_REFL | W_CLITIC) &&
	    !(item_class(d, i) & (W_DET | W_SUBJ | W_PREP)))
		i++;
	return i < end && !doc_is_mark(d, i) && item_finite(d, i);
}

/* What a conjunction joins at item i. */
static unsigned
coordinate_kind(const struct doc *d, size_t i)
{
	if (i >= d->items || doc_is_mark(d, i))
		return M_CUT_COORD;
	if (item_class(d, i) & W_SUBJ)
		return M_CUT_COORD_PRONOUN;
	return group_begins(d, i) && !opens_verb(d, i) ? M_CUT_COORD_GROUP : M_CUT_COORD;
}

/* What kind of word follows the words where they are cut. */
static unsigned
cut_kind(const struct doc *d, size_t i)
{
	uint32_t c = d->item[i].form->class;

	if (doc_is_mark(d, i))
		return M_CUT_MARK;
	if (c & W_DEF && i + 1 < d->items && item_class(d, i + 1) & (W_REL | W_QUE))
		return M_CUT_COMMENT;	/* « ce qui », « ce que » */
	if (c & W_QUE)
		return M_CUT_QUE;
	if (c & W_REL)
		return M_CUT_RELATIVE;
	if (c & W_SUB)
		return M_CUT_SUB;
	if (c & W_COORD)
		return coordinate_kind(d, i + 1);
	if (opens_verb(d, i))
		return M_CUT_FINITE;
	if (d->item[i].form->verb & (V_PRESP | V_PP))
		return M_CUT_PARTICIPLE;
	if (c & W_SUBJ)
		return M_CUT_PRONOUN;
	if (c & (W_PREP | W_A | W_DE))
		return M_CUT_PREP;
	if (group_begins(d, i))
		return M_CUT_GROUP;
	return c & W_ADV ? M_CUT_ADVERB : M_CUT_OTHER;
}

/* How far the last marks of a clause are from its end. */
static void
last_mark_features(const struct doc *d, struct quote *q, const struct unit *u)
{
	size_t i = q->end;

	if (q->end == 0)
		return;
	while (i > q->low && !doc_is_mark(d, i - 1))
		i--;
	if (i == q->low) {
		for (i = q->end; i < u->to && i < q->end + 40; i++)
			if (doc_is_mark(d, i)) {
				add(q, M_CUT_BEFORE_MARK);
				break;
			}
		return;
	}
	add(q, q->end - i < 2 ? M_MARK_ENDS : q->end - i < 6 ? M_MARK_NEAR_END :
		M_MARK_FAR_FROM_END);
	if (i < u->to && doc_punct(d, i, ",") && i + 2 < q->end)
		add(q, M_MARK_COMMA);
}

/* What stands behind the commas within a clause: it might have been cut there. */
static void
comma_features(const struct doc *d, struct quote *q)
{
	static const struct { unsigned cut, holds; } kinds[] = {
		{ M_CUT_COMMENT, M_HOLDS_COMMENT }, { M_CUT_COORD, M_HOLDS_COORD },
		{ M_CUT_COORD_PRONOUN, M_HOLDS_COORD_PRONOUN },
		{ M_CUT_COORD_GROUP, M_HOLDS_COORD_GROUP },
		{ M_CUT_RELATIVE, M_HOLDS_RELATIVE }, { M_CUT_SUB, M_HOLDS_SUB },
		{ M_CUT_PARTICIPLE, M_HOLDS_PARTICIPLE }, { M_CUT_GROUP, M_HOLDS_GROUP },
		{ M_CUT_PREP, M_HOLDS_PREP }, { M_CUT_FINITE, M_HOLDS_FINITE }
	};
	unsigned seen = 0, kind;
	size_t i, k;

	for (i = q->low; i + 1 < q->end && i < q->low + WORDS_SEEN; i++) {
		if (!doc_punct(d, i, ","))
			continue;
		kind = cut_kind(d, i + 1);
		for (k = 0; k < sizeof(kinds) / sizeof(*kinds); k++)
			if (kinds[k].cut == kind && !(seen >> k & 1)) {
				seen |= 1u << k;
				add(q, kinds[k].holds);
			}
	}
}

/* Where a clause is cut before its unit ends. */
static void
cut_features(const struct doc *d, struct quote *q, const struct unit *u)
{
	size_t i = q->end;

	if (!q->alternative || i + 1 >= u->to)
		return;
	add(q, M_CUT);
	if (doc_is_mark(d, i - 1))
		add(q, M_CUT_AFTER_MARK);
	if (!doc_is_mark(d, i) && d->item[i].kind == TOKEN_PUNCT)
		i++;
	else
		add(q, M_CUT_NO_COMMA);
	add(q, cut_kind(d, i));
	if (q->end < q->cue_to + 8)
		add(q, M_CUT_EARLY);
	for (; i < u->to && i < q->end + 30; i++)
		if (item_finite(d, i)) {
			add(q, M_CUT_REST_FINITE);
			break;
		}
}

static void
neighbour_features(const struct quotes *all, size_t k)
{
	struct quote *q = &all->v[k];
	const struct quote *p = k > 0 ? q - 1 : NULL;

	while (p && p > all->v && p->end && p->unit == q->unit &&
	    p->cue.start == q->cue.start)
		p--;
	if (p && p->frame == q->frame && q->frame == FRAME_OBJECT &&
	    p->cue.start == q->cue.start)
		add(q, M_SECOND);
	if (!p || q->unit - p->unit > 2)
		return;
	if (p->unit == q->unit)
		add(q, M_QUOTE_HERE);
	else if (p->frame == FRAME_BARE)
		add(q, M_AFTER_BARE);
	else if (p->mark != NONE)
		add(q, M_AFTER_QUOTE);
}

/* What became of the candidates before this one that do not overlap it. */
void
feature_context(struct quotes *all, size_t k)
{
	struct quote *q = &all->v[k];
	bool refused = false, taken = false, here = false, above = false;
	size_t j;

	for (j = k; j > 0 && k - j < QUOTE_NEAR; j--) {
		const struct quote *p = &all->v[j - 1];

		if (q->unit - p->unit > 1)
			break;
		if (q->relative && p->frame == FRAME_OBJECT &&
		    p->cue.start == q->cue.start) {
			q->features = p->features;
			memcpy(q->feature, p->feature, sizeof(q->feature));
			return;	/* one is taken with the other */
		}
		if (p->seg[p->segs - 1].end > q->seg[0].start)
			continue;
		here = here || (p->taken && p->unit == q->unit);
		above = above || (p->taken && p->unit != q->unit && p->mark != NONE);
		if (q->cue.start < q->cue.end && p->cue.start == q->cue.start) {
			taken = taken || p->taken;
			refused = refused || !p->taken;
		}
	}
	if (taken)
		add(q, M_CUE_TAKEN);
	else if (refused)
		add(q, M_CUE_REFUSED);
	if (here)
		add(q, M_TAKEN_HERE);
	if (above)
		add(q, M_TAKEN_ABOVE);
}

void
feature_find(const struct doc *d, struct quotes *all)
{
	size_t k;

	for (k = 0; k < all->n; k++) {
		struct quote *q = &all->v[k];
		const struct unit *u = &d->unit[q->unit];

		q->features = 0;
		cue_features(d, q, u);
		mention_features(d, q);
		word_features(d, q);
		mark_features(d, q, u);
		unit_features(d, q, u);
		last_mark_features(d, q, u);
		cut_features(d, q, u);
		comma_features(d, q);
		neighbour_features(all, k);
	}
}

static void
doubt(struct quote *q, size_t feature)
{
	if (q->speaker_features < SPEAKER_FEATURES)
		q->speaker_feature[q->speaker_features++] =
			(unsigned)(speaker_base() + feature);
}

void
feature_speaker(const struct doc *d, struct quote *q)
{
	const struct name *n = q->name == NONE ? NULL : &d->name[q->name];
	bool goes_back = q->how == HOW_PRONOUN || q->how == HOW_CONTINUED ||
		q->how == HOW_LONE_NOUN || q->how == HOW_DESCRIBED;

	q->speaker_features = 0;
	doubt(q, S_HOW + q->how);
	if (goes_back)
		doubt(q, S_ORIGIN + q->origin);
	if (goes_back && q->far > 1)
		doubt(q, S_DISTANT);
	if (q->how == HOW_PRONOUN && q->margin < 0.7)
		doubt(q, S_CLOSE_CALL);
	if (n && n->type != 'P')
		doubt(q, n->type == 'L' ? S_PLACE : S_ORG);
	if (goes_back && n && !n->gender)
		doubt(q, S_NO_GENDER);
	if (goes_back && d->names > 12)
		doubt(q, S_CROWD);
	if (q->kind == CUE_PARTICIPLE || q->kind == CUE_INFINITIVE)
		doubt(q, S_SHARED);
	if (q->inside != NONE)
		doubt(q, S_INSIDE);
}
