/*
 * A hash table from forms (sequences of pieces) and their beginnings to the evidence
 * for each type; see second.h.
 */
#include "second.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "crf.h"
#include "gazetteer.h"
#include "word.h"

#define PIECES 12		/* of a form; longer ones are left alone */
#define SURE 0.7F		/* a mention that others follow */
#define FOUND 0.6F		/* of a mention found by its form alone, to be calibrated */

struct second_slot {
	uint64_t key;		/* 0: free */
	float weight[TAG_TYPES];	/* scores summed */
	float best;		/* highest score */
	bool more;		/* longer forms begin so */
	bool part;		/* surname or first name of a full name */
};

static struct second_slot *
find(const struct second *s, uint64_t key)
{
	size_t i = key & (s->slots - 1);

	while (s->slot[i].key != 0 && s->slot[i].key != key)
		i = (i + 1) & (s->slots - 1);
	return &s->slot[i];
}

static struct second_slot *
put(struct second *s, uint64_t key)
{
	struct second_slot *e = find(s, key);

	e->key = key;
	return e;
}

static size_t
pieces(const struct document *d, const struct mention *m)
{
	struct span range = document_range(d, m->from, m->to);

	return range.end - range.start;
}

static void
reset(struct second *s, const struct document *d, const struct mentions *found)
{
	size_t keys = 1;

	for (size_t i = 0; i < found->n; i++)
		if (pieces(d, &found->v[i]) <= PIECES)
			keys += 2 + pieces(d, &found->v[i]);
	for (s->slots = 64; s->slots < 2 * keys;)
		s->slots *= 2;
	if (s->slots > s->cap) {
		free(s->slot);
		s->slot = mem_alloc(s->slots, sizeof *s->slot);
		s->cap = s->slots;
	} else {
		memset(s->slot, 0, s->slots * sizeof *s->slot);
	}
}

/* The key of pieces [from, to). */
static uint64_t
form_key(const struct document *d, size_t from, size_t to)
{
	uint64_t key = 1;

	for (size_t i = from; i < to; i++)
		key = crf_mix(key, d->piece[i].hash);
	return key;
}

/* Whether a token is an abbreviated title: M., Mme, Me. */
static bool
title(const struct document *d, const struct atom *a)
{
	const char *p = d->text->s + a->start, *end = d->text->s + a->end;

	end -= end > p && end[-1] == '.';
	return word_abbreviation(p, end) == ABBREVIATION_TITLE;
}

/* A doubtful mention right after a title is a person (« Me Balume »), a doubtful person
 * after a word that stands before bodies is one (« le groupe Zaya »). */
static void
introduce(const struct document *d, struct mention *m, unsigned person, unsigned body)
{
	const struct atom *before = &d->atom[m->from] - 1;

	if (m->from == 0 || m->score >= SURE || person == TAG_TYPES)
		return;
	if (title(d, before))
		m->type = (uint8_t)person;
	else if (m->type == person && body != TAG_TYPES
	    && before->classes[PLACE_UNIT] & gazetteer_bit("orghead"))
		m->type = (uint8_t)body;
}

static void
learn(struct second *s, const struct document *d, const struct mention *m,
	unsigned person)
{
	struct span range = document_range(d, m->from, m->to);
	struct second_slot *e;

	if (range.end == range.start || range.end - range.start > PIECES)
		return;
	for (size_t i = range.start + 1; i < range.end; i++)
		put(s, form_key(d, range.start, i))->more = true;
	e = put(s, form_key(d, range.start, range.end));
	e->weight[m->type] += m->score;
	e->best = m->score > e->best ? m->score : e->best;
	if (m->type != person || m->score < SURE || range.end - range.start < 2)
		return;
	e = put(s, form_key(d, range.end - 1, range.end));
	e->part = true;
}

static unsigned
heaviest(const struct second_slot *e)
{
	unsigned best = 0;

	for (unsigned t = 1; t < TAG_TYPES; t++)
		if (e->weight[t] > e->weight[best])
			best = t;
	return best;
}

static void
correct(const struct second *s, const struct document *d, struct mention *m,
	unsigned person)
{
	struct span range = document_range(d, m->from, m->to);
	const struct second_slot *e;
	unsigned best;

	if (range.end == range.start || range.end - range.start > PIECES)
		return;
	e = find(s, form_key(d, range.start, range.end));
	best = heaviest(e);
	if (e->part && m->type != person && m->score < SURE)
		m->type = (uint8_t)person;
	else if (best != m->type && e->weight[best] > 1.5F * e->weight[m->type])
		m->type = (uint8_t)best;
}

/* The longest known form that begins at atom i and ends before `limit`: its end, or
 * i when there is none. */
static size_t
match(const struct second *s, const struct document *d, size_t i, size_t limit,
	unsigned person, struct mention *m)
{
	struct span range = document_range(d, i, limit);
	uint64_t key = 1;
	size_t end = i;

	if (range.end > range.start + PIECES)
		range.end = range.start + PIECES;
	for (size_t p = range.start; p < range.end && d->piece[p].hash != 0; p++) {
		const struct second_slot *e;
		bool whole = p + 1 == d->pieces
			|| d->piece[p + 1].atom != d->piece[p].atom;

		e = find(s, key = crf_mix(key, d->piece[p].hash));
		if (whole && (e->best >= SURE || e->part)) {
			end = d->piece[p].atom + 1;
			m->type = (uint8_t)(e->best >= SURE ? heaviest(e) : person);
		}
		if (!e->more)
			break;
	}
	return end;
}

static bool
name_like(const struct atom *a)
{
	return (a->flags & ATOM_UPPER) != 0 && a->end - a->start > 1
		&& (a->flags & (ATOM_FIRST | ATOM_SHOUT)) == 0;
}

/* Looks for known forms in atoms [from, to), which hold no mention. */
static void
search(struct second *s, const struct document *d, size_t from, size_t to,
	unsigned person)
{
	for (size_t i = from; i < to; i++) {
		struct mention m = {.from = (uint32_t)i, .score = FOUND};

		if (!name_like(&d->atom[i]))
			continue;
		m.to = (uint32_t)match(s, d, i, to, person, &m);
		if (m.to == m.from)
			continue;
		mentions_add(&s->merged, m);
		i = m.to - 1;
	}
}

void
second_pass(struct second *s, const struct document *d, struct mentions *found,
	unsigned person, unsigned body)
{
	struct mentions swap;
	size_t from = 0;

	reset(s, d, found);
	for (size_t i = 0; i < found->n; i++) {
		introduce(d, &found->v[i], person, body);
		learn(s, d, &found->v[i], person);
	}
	s->merged.n = 0;
	for (size_t i = 0; i < found->n; i++) {
		struct mention *m = &found->v[i];

		search(s, d, from, m->from, person);
		correct(s, d, m, person);
		mentions_add(&s->merged, *m);
		from = m->to;
	}
	search(s, d, from, d->n, person);
	swap = *found;
	*found = s->merged;
	s->merged = swap;
}

void
second_free(struct second *s)
{
	free(s->slot);
	mentions_free(&s->merged);
	*s = (struct second){0};
}
