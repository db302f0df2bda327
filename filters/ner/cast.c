/*
 * Joining mentions into names; see cast.h.
 *
 * A hash table leads from a key (all pieces of a form, one piece of a person's name)
 * to the names that have it, the latest few: so every mention is compared with a
 * bounded number of names.
 */
#include "cast.h"

#include <stdlib.h>
#include <string.h>

#include "crf.h"
#include "gazetteer.h"

#define PIECES 8	/* of a form that count */
#define KEPT 6		/* names kept under one key */

#define NEAR_BYTES 6	/* from which pieces may be misspelt */
#define NEAR_PAIRS 4	/* letter pairs that one letter changes */

enum { KEY_FORM = 1, KEY_PIECE };

struct cast_slot {
	uint64_t key;		/* 0: free */
	uint32_t name[KEPT];	/* a ring, the latest at n - 1 */
	uint32_t n;
};

/* A mention's pieces. */
struct form {
	const struct piece *piece[PIECES];
	unsigned n;
	uint64_t key;		/* of its type and canonical form */
};

struct joiner {
	struct cast *cast;
	const struct document *doc;
	struct mentions *found;
};

static struct cast_slot *
find(struct cast *c, uint64_t key)
{
	size_t i = key & (c->slots - 1);

	while (c->slot[i].key != 0 && c->slot[i].key != key)
		i = (i + 1) & (c->slots - 1);
	return &c->slot[i];
}

static void
remember(struct cast *c, uint64_t key, uint32_t name)
{
	struct cast_slot *s = find(c, key);

	s->key = key;
	if (s->n == 0 || s->name[(s->n - 1) % KEPT] != name)
		s->name[s->n++ % KEPT] = name;
}

static struct form
form_of(const struct document *d, const struct mention *m)
{
	struct span range = document_range(d, m->from, m->to);
	struct form f = {.n = 0, .key = crf_mix(crf_mix(KEY_FORM, m->type),
		gazetteer_key(d, m->from, m->to))};

	for (size_t i = range.start; i < range.end && f.n < PIECES; i++)
		if (d->piece[i].hash != 0)
			f.piece[f.n++] = &d->piece[i];
	return f;
}

/* Empties the table, with room for every key that the mentions may need. */
static void
reset(struct cast *c, const struct document *d, const struct mentions *found)
{
	size_t keys = 1;

	for (size_t i = 0; i < found->n; i++)
		keys += 1 + form_of(d, &found->v[i]).n;
	for (c->slots = 64; c->slots < 2 * keys;)
		c->slots *= 2;
	if (c->slots > c->slot_cap) {
		free(c->slot);
		c->slot = mem_alloc(c->slots, sizeof *c->slot);
		c->slot_cap = c->slots;
	} else {
		memset(c->slot, 0, c->slots * sizeof *c->slot);
	}
	c->n = 0;
}

static bool
same_piece(const struct piece *a, const struct piece *b)
{
	return a->hash == b->hash
		|| (a->initial == b->initial
		    && (a->hash == a->initial || b->hash == b->initial));
}

/* Whether two long pieces differ by about a letter (Muhammadu, Mouhammadu). */
static bool
near_piece(const struct piece *a, const struct piece *b)
{
	int difference = a->bytes - b->bytes;

	return a->bytes >= NEAR_BYTES && b->bytes >= NEAR_BYTES
		&& a->initial == b->initial && difference >= -1 && difference <= 1
		&& __builtin_popcountll(a->pairs ^ b->pairs) <= NEAR_PAIRS;
}

enum likeness { UNLIKE, NEAR, LIKE, SAME };

static enum likeness
has_piece(const struct form *f, const struct piece *p)
{
	enum likeness best = UNLIKE;

	for (unsigned i = 0; i < f->n; i++) {
		if (f->piece[i]->hash == p->hash && p->hash != p->initial)
			return SAME;
		if (same_piece(f->piece[i], p))
			best = LIKE;
		else if (best == UNLIKE && near_piece(f->piece[i], p))
			best = NEAR;
	}
	return best;
}

/* Whether two full names are one person's: the shorter one's pieces all stand in the
 * longer, in any order, whole ones among them and at most one misspelt. */
static bool
same_person(const struct form *a, const struct form *b)
{
	const struct form *few = a->n <= b->n ? a : b, *many = few == a ? b : a;
	unsigned count[SAME + 1] = {0};

	for (unsigned i = 0; i < few->n; i++)
		count[has_piece(many, few->piece[i])]++;
	return count[UNLIKE] == 0 && count[SAME] > 0 && count[NEAR] <= 1;
}

/* How full a form is: whole pieces count more than initials. */
static uint16_t
fullness(const struct form *f)
{
	unsigned sum = 0;

	for (unsigned i = 0; i < f->n; i++)
		sum += f->piece[i]->hash == f->piece[i]->initial ? 1 : 2;
	return (uint16_t)sum;
}

static void
join(struct joiner *j, uint32_t mention, uint32_t name)
{
	struct cast_name *n = &j->cast->v[name];
	struct mention *m = &j->found->v[mention];
	struct form f = form_of(j->doc, m);

	m->name = name;
	n->last = mention;
	remember(j->cast, f.key, name);
	if (fullness(&f) > n->fullness || (m->canonical != 0
	    && j->found->v[n->first].canonical == 0)) {
		n->first = mention;
		n->fullness = fullness(&f);
	}
}

static uint32_t
new_name(struct joiner *j, uint32_t mention)
{
	struct cast *c = j->cast;

	mem_grow(&c->v, &c->cap, c->n + 1, sizeof *c->v);
	c->v[c->n] = (struct cast_name){.first = mention,
		.type = j->found->v[mention].type};
	return (uint32_t)c->n++;
}

/* The name last joined among those under a key that `fits`; UINT32_MAX if none. */
static uint32_t
latest(const struct joiner *j, uint64_t key, const struct form *f,
	bool (*fits)(const struct form *, const struct form *))
{
	const struct cast_slot *s = find(j->cast, key);
	uint32_t best = UINT32_MAX;

	for (uint32_t k = 0; s->key != 0 && k < s->n && k < KEPT; k++) {
		const struct cast_name *n = &j->cast->v[s->name[k]];
		struct form other = form_of(j->doc, &j->found->v[n->first]);

		if (fits(f, &other) && (best == UINT32_MAX
		    || n->last > j->cast->v[best].last))
			best = s->name[k];
	}
	return best;
}

static bool
any_form(const struct form *a, const struct form *b)
{
	(void)a, (void)b;
	return true;
}

/* A surname or first name alone fits the full names that end or begin with it. */
static bool
part_of(const struct form *a, const struct form *b)
{
	return b->n > 0 && (a->piece[0]->hash == b->piece[b->n - 1]->hash
		|| a->piece[0]->hash == b->piece[0]->hash
		|| has_piece(b, a->piece[0]) >= LIKE);
}

static uint32_t
find_person(const struct joiner *j, const struct form *f)
{
	uint32_t name;

	for (unsigned i = f->n; i-- > 0;) {
		uint64_t key = crf_mix(KEY_PIECE, f->piece[i]->hash);

		if ((name = latest(j, key, f, f->n == 1 ? part_of : same_person))
		    != UINT32_MAX)
			return name;
	}
	return UINT32_MAX;
}

/* Full names first, so that a surname before them finds its person. */
static void
join_full_name(struct joiner *j, uint32_t mention)
{
	struct mention *m = &j->found->v[mention];
	struct form f = form_of(j->doc, m);
	uint32_t name = latest(j, f.key, &f, any_form);

	if (name == UINT32_MAX)
		name = find_person(j, &f);
	if (name == UINT32_MAX)
		name = new_name(j, mention);
	join(j, mention, name);
	for (unsigned i = 0; i < f.n; i++)
		remember(j->cast, crf_mix(KEY_PIECE, f.piece[i]->hash), name);
}

static void
join_single(struct joiner *j, uint32_t mention)
{
	struct mention *m = &j->found->v[mention];
	struct form f = form_of(j->doc, m);
	uint32_t name = f.n > 0 ? find_person(j, &f) : UINT32_MAX;

	if (name == UINT32_MAX)
		name = latest(j, f.key, &f, any_form);
	join(j, mention, name == UINT32_MAX ? new_name(j, mention) : name);
}

/* Whether the pieces' initials, small words left out or not, spell the acronym. */
static bool
spells(const struct document *d, const struct mention *acronym, const struct mention *m)
{
	const struct atom *a = &d->atom[acronym->from];
	const char *s = d->text->s + a->start, *end = d->text->s + a->end;
	struct span range = document_range(d, m->from, m->to);
	unsigned size, missed = 0;

	for (size_t i = range.start; i < range.end && s < end; i++) {
		char letter[4];
		uint32_t c = text_fold(text_decode(s, end, &size));

		if (d->piece[i].hash == 0)
			continue;
		if (d->piece[i].initial
		    == document_initial(letter, text_encode(c, letter)))
			s += size;
		else if (!(d->atom[d->piece[i].atom].flags & ATOM_LINK) && missed++ > 0)
			return false;
	}
	return s == end;
}

/* « Long Name (LN) » and « LN (Long Name) »: the mention before `mention`, when the
 * two are one body. */
static bool
abbreviates(const struct joiner *j, uint32_t mention)
{
	const struct document *d = j->doc;
	const struct mention *m = &j->found->v[mention], *last = m - 1;
	bool bracket;

	if (mention == 0 || last->type != m->type || m->from != last->to + 1)
		return false;
	bracket = d->text->s[d->atom[last->to].start] == '(';
	if (!bracket)
		return false;
	if (m->to == m->from + 1 && last->to > last->from + 1)
		return spells(d, m, last);
	return last->to == last->from + 1 && spells(d, last, m);
}

static void
join_other(struct joiner *j, uint32_t mention)
{
	struct mention *m = &j->found->v[mention];
	struct form f = form_of(j->doc, m);
	uint32_t name = latest(j, f.key, &f, any_form);

	if (name == UINT32_MAX && abbreviates(j, mention))
		name = m[-1].name;
	join(j, mention, name == UINT32_MAX ? new_name(j, mention) : name);
}

/* Numbers the names by their first mention and links the mentions of each. */
static void
list_mentions(struct cast *c, struct mentions *found)
{
	struct cast_name *v = mem_alloc(c->n, sizeof *v);
	size_t n = 0;

	for (size_t k = 0; k < c->n; k++)
		c->v[k].last = CAST_END;
	for (size_t i = 0; i < found->n; i++) {
		struct cast_name *name = &c->v[found->v[i].name];

		if (name->last == CAST_END) {
			name->last = (uint32_t)n;
			v[n++] = *name;
		}
		found->v[i].name = name->last;
	}
	free(c->v);
	c->v = v;
	c->cap = c->n;
	for (size_t k = 0; k < n; k++)
		v[k].last = CAST_END;
	for (size_t i = found->n; i-- > 0;) {
		struct mention *m = &found->v[i];

		m->next = v[m->name].last;
		v[m->name].last = (uint32_t)i;
	}
}

void
cast_join(struct cast *c, const struct document *d, struct mentions *found,
	unsigned person)
{
	struct joiner j = {.cast = c, .doc = d, .found = found};

	reset(c, d, found);
	for (uint32_t i = 0; i < found->n; i++)
		if (found->v[i].type == person && form_of(d, &found->v[i]).n > 1)
			join_full_name(&j, i);
	for (size_t k = 0; k < c->n; k++)
		c->v[k].last = 0;
	for (uint32_t i = 0; i < found->n; i++) {
		if (found->v[i].type != person)
			join_other(&j, i);
		else if (form_of(d, &found->v[i]).n > 1)
			c->v[found->v[i].name].last = i;
		else
			join_single(&j, i);
	}
	list_mentions(c, found);
}

/* A part of a person's name in capitals gets small letters after its first. */
static void
add_natural(const char *s, const char *end, struct buf *out)
{
	bool inner = false;
	unsigned size;
	char point[4];

	for (; s < end; s += size) {
		uint32_t c = text_decode(s, end, &size);
		bool letter = (text_class(c) & (TEXT_LETTER | TEXT_MARK)) != 0;

		if (letter && inner)
			buf_add(out, point, text_encode(text_lower(c), point));
		else
			buf_add(out, s, size);
		inner = letter;
	}
}

/* Whether an atom of a person's name is written in capitals that natural case has
 * not: not initials, nor what may be a numeral or an acronym for a name. */
static bool
shouted(const struct document *d, const struct mention *m, size_t i)
{
	const struct atom *a = &d->atom[i];

	return a->flags & ATOM_CAPS && !(a->flags & (ATOM_DOT | ATOM_DIGIT))
		&& a->end - a->start > (m->to == m->from + 1 ? 4 : 3);
}

void
cast_write(const struct document *d, const struct mention *m, bool person,
	struct buf *out)
{
	const char *s = d->text->s, *canonical;
	size_t at = d->atom[m->from].start, end = d->atom[m->to - 1].end, len;
	struct buf form = {0};

	if ((canonical = gazetteer_canonical(m, &len)) != NULL) {
		buf_json_string(out, canonical, len);
		return;
	}
	if (!person) {
		buf_json_string(out, s + at, end - at);
		return;
	}
	for (size_t i = m->from; i < m->to; i++) {
		const struct atom *a = &d->atom[i];

		buf_add(&form, s + at, a->start - at);
		if (shouted(d, m, i))
			add_natural(s + a->start, s + a->end, &form);
		else
			buf_add(&form, s + a->start, a->end - a->start);
		at = a->end;
	}
	buf_json_string(out, form.s, form.len);
	buf_free(&form);
}

void
cast_free(struct cast *c)
{
	free(c->v);
	free(c->slot);
	*c = (struct cast){0};
}
