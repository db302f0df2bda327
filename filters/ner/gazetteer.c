/*
 * One hash table of piece sequences: the key of a sequence mixes its pieces' hashes,
 * every beginning of an entry is a key too, so that a search goes on while it finds
 * one and stops at the longest entry.
 */
#include "gazetteer.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "crf.h"
#include "table.h"

#define PIECES 12	/* of an entry; longer ones are cut */

static const char *const files[] = {
	"countries.txt", "subdivisions.txt", "cities.txt", "casen.txt",
	"first-names.txt", "surnames.txt", "organisations.txt", "words.txt", NULL
};

struct entry {
	uint64_t key;		/* 0: free */
	uint32_t classes;	/* of the entry that ends here */
	uint32_t extra : 31;	/* of those that have more to say; 0: none */
	uint32_t more : 1;	/* entries go on from here */
};

struct extra {
	uint64_t canonical;	/* key of the form it stands for; 0: itself */
	uint32_t own;		/* the caller's entry that ends here, plus one */
};

/* An entry of the caller's. */
struct own {
	struct table_field canonical;
	uint8_t type;
	bool capital;
};

static struct own *own;
static size_t owns, own_cap;
static struct mentions merged;
static struct extra *extra;	/* the first is for entries without */
static size_t extras = 1, extra_cap;
static struct entry *entries;
static size_t slots, used;
static struct table_field class_name[GAZETTEER_CLASSES];
static uint64_t class_hash[GAZETTEER_CLASSES];
static unsigned classes;

static struct entry *
find(uint64_t key)
{
	size_t i = key & (slots - 1);

	while (entries[i].key != 0 && entries[i].key != key)
		i = (i + 1) & (slots - 1);
	return &entries[i];
}

static void
grow(void)
{
	struct entry *old = entries;
	size_t n = slots;

	slots = n ? 2 * n : 1 << 18;
	entries = mem_alloc(slots, sizeof *entries);
	for (size_t i = 0; i < n; i++)
		if (old[i].key != 0)
			*find(old[i].key) = old[i];
	free(old);
}

static struct entry *
put(uint64_t key)
{
	struct entry *e;

	if (used * 4 >= slots * 3)
		grow();
	e = find(key);
	if (e->key == 0) {
		e->key = key;
		used++;
	}
	return e;
}

/* What else an entry says, to be written. */
static struct extra *
extra_of(uint64_t key)
{
	struct entry *e = find(key);

	if (e->extra == 0) {
		mem_grow(&extra, &extra_cap, extras + 1, sizeof *extra);
		extra[extras] = (struct extra){0};
		e->extra = (uint32_t)extras++ & 0x7fffffff;
	}
	return &extra[e->extra];
}

static unsigned
class_number(const struct table *t, const struct table_field *name)
{
	unsigned i;

	for (i = 0; i < classes; i++)
		if (class_name[i].len == name->len
		    && memcmp(class_name[i].s, name->s, name->len) == 0)
			return i;
	if (classes == GAZETTEER_CLASSES)
		table_die(t, "more than %d classes", GAZETTEER_CLASSES);
	class_name[i] = *name;
	class_hash[i] = crf_hash(1, name->s, name->len);
	return classes++;
}

/* Entries wait here while the memory they go to is fetched: reading the tables is
 * most of what the program does before its first record. */
static struct entry waiting[32];
static size_t waits;

static void
flush(void)
{
	for (size_t i = 0; i < waits; i++) {
		struct entry *e = put(waiting[i].key);

		e->classes |= waiting[i].classes;
		e->more |= waiting[i].more;
	}
	waits = 0;
}

static void
put_later(uint64_t key, uint32_t class, bool more)
{
	__builtin_prefetch(&entries[key & (slots - 1)], 1);
	waiting[waits++] = (struct entry){.key = key, .classes = class, .more = more};
	if (waits == sizeof waiting / sizeof *waiting)
		flush();
}

/* Puts a form, of a class or of none, into the table with its beginnings; its key, 0
 * when it has no pieces. */
static uint64_t
put_form(const struct table_field *form, uint32_t class)
{
	uint64_t piece[PIECES], key = 0;
	size_t n = document_pieces(form->s, form->len, piece, PIECES);

	for (size_t i = 0; i < n; i++) {
		key = crf_mix(key, piece[i]);
		put_later(key, i + 1 < n ? 0 : class, i + 1 < n);
	}
	return key;
}

static void
add_entry(const struct table *t)
{
	uint64_t key = put_form(&t->field[0], 1U << class_number(t, &t->field[1]));
	uint64_t canonical = t->fields > 2 ? put_form(&t->field[2], 0) : 0;

	if (key == 0 || canonical == 0 || canonical == key)
		return;
	flush();
	extra_of(key)->canonical = canonical;
}

void
gazetteer_open(void)
{
	grow();
	for (const char *const *f = files; *f != NULL; f++) {
		struct table t;

		table_open(&t, *f);
		while (table_next(&t, 2))
			add_entry(&t);
	}
	flush();
}

uint64_t
gazetteer_class(unsigned i)
{
	return i < classes ? class_hash[i] : 0;
}

uint32_t
gazetteer_find(const char *s, size_t len)
{
	uint64_t piece[PIECES], key = 0;
	size_t n = document_pieces(s, len, piece, PIECES);

	for (size_t i = 0; i < n; i++)
		key = crf_mix(key, piece[i]);
	return n > 0 && slots > 0 ? find(key)->classes : 0;
}

uint32_t
gazetteer_bit(const char *name)
{
	for (unsigned i = 0; i < classes; i++)
		if (class_name[i].len == strlen(name)
		    && memcmp(class_name[i].s, name, class_name[i].len) == 0)
			return 1U << i;
	return 0;
}

/* The longest entry of each class that begins at piece i: length[class] pieces.
 * Returns the classes found. */
static uint32_t
longest(const struct document *d, size_t i, uint8_t length[GAZETTEER_CLASSES])
{
	uint32_t found = 0;
	uint64_t key = 0;

	for (size_t n = 1; n <= PIECES && i + n <= d->pieces; n++) {
		const struct entry *e;

		if (d->piece[i + n - 1].hash == 0)
			break;
		e = find(key = crf_mix(key, d->piece[i + n - 1].hash));
		for (uint32_t c = e->classes; c != 0; c &= c - 1)
			length[__builtin_ctz(c)] = (uint8_t)n;
		found |= e->classes;
		if (!e->more)
			break;
	}
	return found;
}

/* Whether pieces [i, i + n) fill whole atoms. */
static bool
whole(const struct document *d, size_t i, size_t n)
{
	return (i == 0 || d->piece[i - 1].atom != d->piece[i].atom)
		&& (i + n == d->pieces
		    || d->piece[i + n].atom != d->piece[i + n - 1].atom);
}

static void
mark(struct document *d, size_t i, size_t n, uint32_t class)
{
	size_t first = d->piece[i].atom, last = d->piece[i + n - 1].atom;

	if (first == last) {
		d->atom[first].classes[PLACE_UNIT] |= class;
		return;
	}
	d->atom[first].classes[PLACE_BEGIN] |= class;
	d->atom[last].classes[PLACE_LAST] |= class;
	for (size_t k = first + 1; k < last; k++)
		d->atom[k].classes[PLACE_INSIDE] |= class;
}

void
gazetteer_mark(struct document *d)
{
	size_t until[GAZETTEER_CLASSES] = {0};
	uint8_t length[GAZETTEER_CLASSES];

	for (size_t i = 0; i < d->pieces; i++)
		for (uint32_t c = longest(d, i, length); c != 0; c &= c - 1) {
			unsigned class = (unsigned)__builtin_ctz(c);

			if (i < until[class] || !whole(d, i, length[class]))
				continue;
			mark(d, i, length[class], 1U << class);
			until[class] = i + length[class];
		}
}

uint64_t
gazetteer_key(const struct document *d, size_t from, size_t to)
{
	struct span range = document_range(d, from, to);
	const struct entry *e;
	uint64_t key = 0;

	for (size_t i = range.start; i < range.end; i++)
		if (d->piece[i].hash != 0)
			key = crf_mix(key, d->piece[i].hash);
	e = find(key);
	return e->extra != 0 && extra[e->extra].canonical != 0
		? extra[e->extra].canonical : key;
}

static bool
has_capital(const char *s, size_t len)
{
	unsigned size;

	for (size_t i = 0; i < len; i += size)
		if (text_class(text_decode(s + i, s + len, &size)) & TEXT_UPPER)
			return true;
	return false;
}

void
gazetteer_add(const struct table_field *surface, unsigned type,
	const struct table_field *canonical)
{
	uint64_t key = put_form(surface, 0), name = put_form(canonical, 0);

	flush();
	if (key == 0)
		return;
	mem_grow(&own, &own_cap, owns + 1, sizeof *own);
	own[owns++] = (struct own){.canonical = *canonical, .type = (uint8_t)type,
		.capital = has_capital(surface->s, surface->len)};
	extra_of(key)->own = (uint32_t)owns;
	if (name != 0 && name != key)
		extra_of(key)->canonical = name;
}

/* The caller's longest entry that begins at piece i, filling whole atoms. */
static bool
find_own(const struct document *d, size_t i, struct mention *m)
{
	uint64_t key = 0;
	bool found = false;

	for (size_t n = 1; n <= PIECES && i + n <= d->pieces; n++) {
		size_t last = d->piece[i + n - 1].atom;
		const struct entry *e;
		uint32_t k;

		if (d->piece[i + n - 1].hash == 0)
			break;
		e = find(key = crf_mix(key, d->piece[i + n - 1].hash));
		k = e->extra != 0 ? extra[e->extra].own : 0;
		if (k != 0 && whole(d, i, n) && (!own[k - 1].capital
		    || d->atom[d->piece[i].atom].flags & ATOM_UPPER)) {
			*m = (struct mention){.from = d->piece[i].atom,
				.to = (uint32_t)last + 1, .score = 1,
				.type = own[k - 1].type, .canonical = k};
			found = true;
		}
		if (!e->more)
			break;
	}
	return found;
}

void
gazetteer_caller(const struct document *d, struct mentions *found)
{
	struct mentions swap;
	size_t k = 0;

	if (owns == 0)
		return;
	merged.n = 0;
	for (size_t i = 0; i < d->pieces; i++) {
		struct mention m;

		if (!find_own(d, i, &m))
			continue;
		while (k < found->n && found->v[k].to <= m.from)
			mentions_add(&merged, found->v[k++]);
		if (k < found->n && found->v[k].from <= m.from && found->v[k].to >= m.to
		    && found->v[k].to - found->v[k].from > m.to - m.from)
			continue;
		while (k < found->n && found->v[k].from < m.to)
			k++;
		mentions_add(&merged, m);
		while (i + 1 < d->pieces && d->piece[i + 1].atom < m.to)
			i++;
	}
	while (k < found->n)
		mentions_add(&merged, found->v[k++]);
	swap = *found;
	*found = merged;
	merged = swap;
}

const char *
gazetteer_canonical(const struct mention *m, size_t *len)
{
	if (m->canonical == 0)
		return NULL;
	*len = own[m->canonical - 1].canonical.len;
	return own[m->canonical - 1].canonical.s;
}
