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
#include "word.h"

#define PIECES 16	/* of a form that count */
#define ATOM_BYTES 40	/* of an atom whose pieces are read as one */
#define KEPT 6		/* names kept under one key */

#define NEAR_BYTES 6	/* from which pieces may be misspelt */
#define NEAR_PAIRS 4	/* letter pairs that one letter changes */

#define ALIAS_GAP 3	/* tokens between a name and another */
#define STEADY 2	/* bare surnames after which another person must be named in full */

/* What a key is made of: a form, one piece of a person's name, the initials of a name, a
 * short form of a body's. All but pieces hold the type. */
enum { KEY_FORM = 1, KEY_PIECE, KEY_INITIALS, KEY_SHORT };

struct cast_slot {
	uint64_t key;		/* 0: free */
	uint32_t name[KEPT];	/* a ring, the latest at n - 1 */
	uint32_t n;
};

/* A mention's pieces. */
struct form {
	struct piece piece[PIECES];
	unsigned n;
	uint64_t key;		/* of its type and canonical form */
};

struct joiner {
	struct cast *cast;
	const struct document *doc;
	struct mentions *found;
	unsigned person, body;
	uint32_t demonym, place;	/* classes of the gazetteers */
};

static struct map aliases;

void
cast_open(void)
{
	word_table(&aliases, "aliases.txt", false, NULL);
}

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

/* The next letter of [*s, end), folded; 0 at the end. */
static uint32_t
next_letter(const char **s, const char *end)
{
	unsigned size;

	while (*s < end) {
		uint32_t c = text_decode(*s, end, &size);

		*s += size;
		if (text_class(c) & TEXT_LETTER)
			return text_fold(c);
	}
	return 0;
}

/* The pieces from the i-th on that are one atom's as one piece, for an apostrophe may be
 * left out: N'Diaye is Ndiaye. */
static struct piece
whole_atom(const struct document *d, size_t i, size_t end)
{
	struct piece whole = d->piece[i];
	const struct atom *a = &d->atom[whole.atom];
	const char *s = d->text->s + a->start, *stop = d->text->s + a->end;
	char letters[ATOM_BYTES + 4];
	size_t n = 0;
	uint32_t c;

	while (n < ATOM_BYTES && (c = next_letter(&s, stop)) != 0)
		n += text_encode(c, letters + n);
	for (; i < end; i++)
		whole.pairs |= d->piece[i].pairs;
	whole.hash = document_initial(letters, n);
	whole.bytes = (uint8_t)n;
	return whole;
}

/* The end of the pieces of the i-th piece's atom when they are to be read as one. */
static size_t
atom_end(const struct document *d, size_t i, size_t end)
{
	const struct atom *a = &d->atom[d->piece[i].atom];
	size_t next = i;

	while (next < end && d->piece[next].atom == d->piece[i].atom
	    && d->piece[next].hash != 0)
		next++;
	return a->flags & (ATOM_HYPHEN | ATOM_DOT | ATOM_DIGIT)
		|| a->end - a->start > ATOM_BYTES ? i + 1 : next;
}

static struct form
form_of(const struct document *d, const struct mention *m)
{
	struct span range = document_range(d, m->from, m->to);
	struct form f;
	size_t next;

	f.n = 0;
	f.key = crf_mix(crf_mix(KEY_FORM, m->type), gazetteer_key(d, m->from, m->to));
	for (size_t i = range.start; i < range.end && f.n < PIECES; i = next) {
		next = i + 1;
		if (d->piece[i].hash == 0)
			continue;
		next = atom_end(d, i, range.end);
		f.piece[f.n++] = next > i + 1 ? whole_atom(d, i, next) : d->piece[i];
	}
	return f;
}

/* Empties the table, with room for every key that the mentions may need. */
static void
reset(struct cast *c, const struct document *d, const struct mentions *found)
{
	size_t keys = 1;

	for (size_t i = 0; i < found->n; i++)
		keys += 5 + 2 * form_of(d, &found->v[i]).n;
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
		if (f->piece[i].hash == p->hash && p->hash != p->initial)
			return SAME;
		if (same_piece(&f->piece[i], p))
			best = LIKE;
		else if (best == UNLIKE && near_piece(&f->piece[i], p))
			best = NEAR;
	}
	return best;
}

static bool
is_initial(const struct piece *p)
{
	return p->hash == p->initial;
}

static unsigned
initials(const struct form *f)
{
	unsigned n = 0;

	for (unsigned i = 0; i < f->n; i++)
		n += is_initial(&f->piece[i]);
	return n;
}

/* Whether initials may stand for pieces between two names: one of their edges is the
 * same, so that George W. Bush is no George Washington, and those of the one do not
 * lack some of the other's. */
static bool
fit_initials(const struct form *few, const struct form *many)
{
	const struct piece *last = &few->piece[few->n - 1];

	return (same_piece(last, &many->piece[many->n - 1])
		|| same_piece(last, &many->piece[0])
		|| same_piece(&few->piece[0], &many->piece[many->n - 1]))
		&& (initials(few) == 0 || initials(few) >= initials(many));
}

/* Whether two full names are one person's: the shorter one's pieces all stand in the
 * longer, in any order, whole ones among them, and some may be misspelt. */
static bool
same_person(const struct form *a, const struct form *b)
{
	const struct form *few = a->n <= b->n ? a : b, *many = few == a ? b : a;
	unsigned count[SAME + 1] = {0};

	for (unsigned i = 0; i < few->n; i++)
		count[has_piece(many, &few->piece[i])]++;
	return count[UNLIKE] == 0 && count[SAME] > 0
		&& (count[LIKE] + initials(few) == 0 || fit_initials(few, many));
}

/* How full a form is: whole pieces count more than initials. */
static unsigned
fullness(const struct form *f)
{
	unsigned sum = 0;

	for (unsigned i = 0; i < f->n; i++)
		sum += is_initial(&f->piece[i]) ? 1 : 2;
	return sum;
}

/* Whether an atom of a name is written in capitals that natural case has not: not
 * initials, nor what may be a numeral or an acronym for a name, but for a surname. */
static bool
shouted(const struct document *d, const struct mention *m, size_t i)
{
	const struct atom *a = &d->atom[i];

	if (!(a->flags & ATOM_CAPS) || a->flags & (ATOM_DOT | ATOM_DIGIT))
		return false;
	if (m->to == m->from + 1)
		return a->end - a->start > 4;
	return a->end - a->start > 3
		|| a->classes[PLACE_UNIT] & gazetteer_bit("last");
}

static bool
any_shouted(const struct document *d, const struct mention *m)
{
	for (size_t i = m->from; i < m->to; i++)
		if (shouted(d, m, i))
			return true;
	return false;
}

static size_t
bytes(const struct document *d, const struct mention *m)
{
	return d->atom[m->to - 1].end - d->atom[m->from].start;
}

/* Whether a mention's form is a better name than that of `first`: the caller's own, a
 * fuller one, one in natural case, the same with its accents and stops. */
static bool
better(const struct document *d, const struct mention *m, const struct mention *first)
{
	struct form a = form_of(d, m), b = form_of(d, first);

	if ((m->canonical != 0) != (first->canonical != 0))
		return m->canonical != 0;
	if (fullness(&a) != fullness(&b))
		return fullness(&a) > fullness(&b);
	if (any_shouted(d, m) != any_shouted(d, first))
		return any_shouted(d, first);
	return a.key == b.key && bytes(d, m) > bytes(d, first);
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
	if (better(j->doc, m, &j->found->v[n->first]))
		n->first = mention;
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

/* Whether a bare surname is rather `a` than `b`: the one it has stood for, then the one
 * named last. */
static bool
nearer(const struct cast_name *a, const struct cast_name *b)
{
	bool steady = a->alone >= STEADY;

	return steady != (b->alone >= STEADY) ? steady : a->last > b->last;
}

/* The nearest name among those under a key that `fits`, or of all when it is NULL;
 * UINT32_MAX if none. */
static uint32_t
latest(const struct joiner *j, uint64_t key, const struct form *f,
	bool (*fits)(const struct form *, const struct form *))
{
	const struct cast_slot *s = find(j->cast, key);
	uint32_t best = UINT32_MAX;

	for (uint32_t k = 0; s->key != 0 && k < s->n && k < KEPT; k++) {
		const struct cast_name *n = &j->cast->v[s->name[k]];
		struct form other = form_of(j->doc, &j->found->v[n->first]);

		if ((fits == NULL || fits(f, &other)) && (best == UINT32_MAX
		    || nearer(n, &j->cast->v[best])))
			best = s->name[k];
	}
	return best;
}

static uint32_t
find_person(const struct joiner *j, const struct form *f)
{
	uint32_t name;

	for (unsigned i = f->n; i-- > 0;) {
		uint64_t key = crf_mix(KEY_PIECE, f->piece[i].hash);

		if ((name = latest(j, key, f, f->n == 1 ? NULL : same_person))
		    != UINT32_MAX)
			return name;
	}
	return UINT32_MAX;
}

static bool
is_link(const struct document *d, const struct piece *p)
{
	return (d->atom[p->atom].flags & ATOM_LINK) != 0;
}

/* Whether a mention is one token in capitals, which may abbreviate a name. */
static bool
is_acronym(const struct document *d, const struct mention *m)
{
	return m->to == m->from + 1 && d->atom[m->from].flags & ATOM_CAPS;
}

/* Whether a name begins with an acronym of three letters or more. */
static bool
leads_acronym(const struct document *d, const struct mention *m)
{
	const struct atom *a = &d->atom[m->from];

	return a->flags & ATOM_CAPS && a->end - a->start > 2;
}

/* The key of the letters of an acronym, a name's first token: that of the initials that
 * it stands for. */
static uint64_t
acronym_key(const struct document *d, const struct mention *m)
{
	const struct atom *a = &d->atom[m->from];
	const char *s = d->text->s + a->start, *end = d->text->s + a->end;
	uint64_t key = crf_mix(KEY_INITIALS, m->type);
	char letter[4];
	uint32_t c;

	while ((c = next_letter(&s, end)) != 0)
		key = crf_mix(key, document_initial(letter, text_encode(c, letter)));
	return key;
}

/* Remembers a name under its initials, with its small words and without. */
static void
remember_initials(struct joiner *j, const struct mention *m, const struct form *f)
{
	uint64_t all = crf_mix(KEY_INITIALS, m->type), few = all;

	for (unsigned i = 0; i < f->n; i++) {
		all = crf_mix(all, f->piece[i].initial);
		if (!is_link(j->doc, &f->piece[i]))
			few = crf_mix(few, f->piece[i].initial);
	}
	remember(j->cast, few, m->name);
	if (all != few)
		remember(j->cast, all, m->name);
}

static bool
has_class(const struct joiner *j, const struct piece *p, uint32_t classes)
{
	return (j->doc->atom[p->atom].classes[PLACE_UNIT] & classes) != 0;
}

/* Remembers a body under its short forms: its first piece, its last when it is a place
 * or no complement, what stands before complements and places (« Cour suprême » du
 * Mali), and all of it without its demonym (« Fédération malienne de football »). */
static void
remember_short(struct joiner *j, const struct mention *m, const struct form *f)
{
	uint64_t empty = crf_mix(KEY_SHORT, m->type), key = empty, plain = empty;

	for (unsigned i = 0; i < f->n; i++)
		if (!has_class(j, &f->piece[i], j->demonym))
			plain = crf_mix(plain, f->piece[i].hash);
	remember(j->cast, plain, m->name);
	for (unsigned i = 0; i + 1 < f->n; i++) {
		key = crf_mix(key, f->piece[i].hash);
		if (i == 0 || is_link(j->doc, &f->piece[i + 1])
		    || has_class(j, &f->piece[i + 1], j->place))
			remember(j->cast, key, m->name);
	}
	if (has_class(j, &f->piece[f->n - 1], j->place)
	    || (!is_link(j->doc, &f->piece[f->n - 2])
	    && f->piece[f->n - 2].atom != f->piece[f->n - 1].atom))
		remember(j->cast, crf_mix(empty, f->piece[f->n - 1].hash), m->name);
}

/* The only body that has this short form; UINT32_MAX when there is none or another. */
static uint32_t
find_short(const struct joiner *j, const struct mention *m, const struct form *f)
{
	uint64_t key = crf_mix(KEY_SHORT, m->type);
	const struct cast_slot *s;

	for (unsigned i = 0; i < f->n; i++)
		key = crf_mix(key, f->piece[i].hash);
	s = find(j->cast, key);
	for (uint32_t k = 1; s->key != 0 && k < s->n && k < KEPT; k++)
		if (s->name[k] != s->name[0])
			return UINT32_MAX;
	return s->key != 0 ? s->name[0] : UINT32_MAX;
}

/* Whether the letters of `word` stand in the pieces from the i-th on, in their order:
 * Fecafoot. *initials: they are the initials, small words left out. */
static bool
shortens(const struct document *d, const struct mention *word, const struct mention *m,
	const struct form *f, unsigned i, bool *initials)
{
	const char *s = d->text->s + d->atom[word->from].start, *rest = s;
	const char *end = d->text->s + d->atom[word->from].end;
	const char *t = d->text->s + d->atom[f->piece[i].atom].start;
	const char *stop = d->text->s + d->atom[m->to - 1].end;
	uint32_t c = next_letter(&s, end), letter;
	char buffer[4];

	while ((letter = next_letter(&t, stop)) != 0 && c != 0)
		if (letter == c)
			c = next_letter(&s, end);
	for (; i < f->n; i++)
		if (!is_link(d, &f->piece[i]) && f->piece[i].initial
		    != document_initial(buffer, text_encode(next_letter(&rest, end), buffer)))
			break;
	*initials = i == f->n && next_letter(&rest, end) == 0;
	return c == 0;
}

/* Whether `word`, in brackets beside a name, abbreviates it and not its last complement:
 * « Commission de la Confédération africaine de football (CAF) ». */
static bool
abbreviates(const struct document *d, const struct mention *word,
	const struct mention *m)
{
	struct form f = form_of(d, m), w = form_of(d, word);
	bool initials, whole = shortens(d, word, m, &f, 0, &initials);

	if (!whole || initials || w.n == 0)
		return whole && w.n > 0;
	for (unsigned i = 1; i < f.n; i++)
		if (is_link(d, &f.piece[i - 1]) && f.piece[i].initial == w.piece[0].initial
		    && shortens(d, word, m, &f, i, &initials)
		    && (initials || f.piece[0].initial != w.piece[0].initial))
			return false;
	return true;
}

/* The mention that stands in brackets beside the long name at `mention`, or before the
 * brackets that the name stands in, when it abbreviates it; UINT32_MAX for none. */
static uint32_t
abbreviation(const struct joiner *j, uint32_t mention)
{
	const struct document *d = j->doc;
	const struct mention *v = j->found->v, *m = &v[mention];

	for (uint32_t i = mention == 0 ? 1 : mention; i <= mention + 1; i++) {
		const struct mention *word = &v[i == mention ? i - 1 : i];

		if (i < j->found->n && v[i].from == v[i - 1].to + 1
		    && d->text->s[d->atom[v[i - 1].to].start] == '('
		    && word->type == m->type && word->to == word->from + 1
		    && word->name == UINT32_MAX
		    && abbreviates(d, word, m))
			return (uint32_t)(word - v);
	}
	return UINT32_MAX;
}

/* Whether a mention is more than a word or an acronym. */
static bool
is_long(const struct joiner *j, const struct mention *m)
{
	return form_of(j->doc, m).n > 1 && !is_acronym(j->doc, m);
}

/* Whether a person's mention is another name of the one before it: a word of aliases.txt
 * stands between them, and nothing else but a comma before it and a mark behind it. */
static bool
is_alias(const struct joiner *j, uint32_t mention)
{
	const struct document *d = j->doc;
	const struct mention *m = &j->found->v[mention];
	unsigned words = 0;

	if (mention == 0 || mention >= j->found->n || m->type != j->person
	    || m[-1].type != j->person || m->from > m[-1].to + ALIAS_GAP)
		return false;
	for (size_t i = m[-1].to; i < m->from; i++) {
		const char *s = d->text->s + d->atom[i].start;

		if (word_value(&aliases, s, d->text->s + d->atom[i].end, false))
			words++;
		else if (d->atom[i].kind != TOKEN_PUNCT
		    || (words == 0 ? *s != ',' : strchr(",:.", *s) != NULL))
			return false;
	}
	return words == 1;
}

/* Full names first, so that a surname before them finds its person. */
static void
join_full_name(struct joiner *j, uint32_t mention)
{
	struct mention *m = &j->found->v[mention];
	struct form f = form_of(j->doc, m);
	uint32_t name = latest(j, f.key, &f, NULL);

	if (name == UINT32_MAX)
		name = find_person(j, &f);
	if (name == UINT32_MAX && is_alias(j, mention))
		name = m[-1].name;
	if (name == UINT32_MAX)
		name = new_name(j, mention);
	join(j, mention, name);
	for (unsigned i = 0; i < f.n; i++)
		remember(j->cast, crf_mix(KEY_PIECE, f.piece[i].hash), name);
	remember_initials(j, m, &f);
	if (is_alias(j, mention + 1) && !is_long(j, m + 1))
		join(j, mention + 1, name);
}

/* Long names before their acronyms and short forms. */
static void
join_long(struct joiner *j, uint32_t mention)
{
	struct mention *m = &j->found->v[mention];
	struct form f = form_of(j->doc, m), word;
	uint32_t other = abbreviation(j, mention);
	uint32_t name = latest(j, f.key, &f, NULL);

	if (name == UINT32_MAX && other != UINT32_MAX) {
		word = form_of(j->doc, &j->found->v[other]);
		name = latest(j, word.key, &word, NULL);
	}
	if (name == UINT32_MAX && m->type == j->body)
		name = find_short(j, m, &f);
	if (name == UINT32_MAX && m->type == j->body && leads_acronym(j->doc, m))
		name = latest(j, acronym_key(j->doc, m), &f, NULL);
	join(j, mention, name == UINT32_MAX ? new_name(j, mention) : name);
	if (other != UINT32_MAX)
		join(j, other, m->name);
	remember_initials(j, m, &f);
	if (m->type == j->body)
		remember_short(j, m, &f);
}

static uint32_t
find_single(const struct joiner *j, const struct mention *m, const struct form *f)
{
	uint32_t name = UINT32_MAX;

	if (m->type == j->person && f->n > 0)
		name = find_person(j, f);
	if (name == UINT32_MAX)
		name = latest(j, f->key, f, NULL);
	if (name == UINT32_MAX && is_acronym(j->doc, m))
		return latest(j, acronym_key(j->doc, m), f, NULL);
	if (name == UINT32_MAX && m->type == j->body && m->canonical == 0)
		name = find_short(j, m, f);
	return name;
}

static void
join_single(struct joiner *j, uint32_t mention)
{
	struct mention *m = &j->found->v[mention];
	struct form f = form_of(j->doc, m);
	uint32_t name = find_single(j, m, &f);

	if (name == UINT32_MAX)
		name = new_name(j, mention);
	j->cast->v[name].alone++;
	join(j, mention, name);
	if (is_acronym(j->doc, m))
		remember(j->cast, acronym_key(j->doc, m), name);
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
	unsigned person, unsigned body)
{
	struct joiner j = {.cast = c, .doc = d, .found = found, .person = person,
		.body = body, .demonym = gazetteer_bit("demonym"),
		.place = gazetteer_bit("city") | gazetteer_bit("country")};

	reset(c, d, found);
	for (uint32_t i = 0; i < found->n; i++)
		found->v[i].name = UINT32_MAX;
	for (uint32_t i = 0; i < found->n; i++)
		if (is_long(&j, &found->v[i])) {
			if (found->v[i].type == person)
				join_full_name(&j, i);
			else
				join_long(&j, i);
		}
	for (size_t k = 0; k < c->n; k++)
		c->v[k].last = 0;
	for (uint32_t i = 0; i < found->n; i++) {
		if (found->v[i].name == UINT32_MAX)
			join_single(&j, i);
		else
			c->v[found->v[i].name].last = i;
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
