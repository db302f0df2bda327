/* Hash table and sorted runs (see multimap.h). */
#include "multimap.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK 64		/* pairs between two fences, or more */
#define CHUNK 256		/* pairs that a merge reads at once */
#define SLOTS 1024		/* of an empty table */
#define RUN_BUFFER ((size_t)1 << 16)

static uint64_t
hash_of(const struct pair *p)
{
	return (uint64_t)p->high << 32 | p->low;
}

static size_t
home(const struct multimap *m, uint64_t hash)
{
	return (size_t)(hash >> 8) & m->mask;
}

static void
clear(struct multimap *m, size_t slots)
{
	m->slot = mem_alloc(slots, sizeof(*m->slot));
	m->mask = slots - 1;
	m->used = 0;
}

void
multimap_init(struct multimap *m, unsigned most, size_t limit)
{
	*m = (struct multimap){.most = most, .limit = limit};
	clear(m, SLOTS);
}

static void
run_free(struct run *r)
{
	vault_free(&r->pairs);
	free(r->fence);
	*r = (struct run){0};
}

void
multimap_free(struct multimap *m)
{
	free(m->slot);
	for (unsigned i = 0; i < m->runs; i++)
		run_free(&m->run[i]);
}

static void
put(struct multimap *m, struct pair p)
{
	uint64_t hash = hash_of(&p);
	size_t i = home(m, hash);
	unsigned same = 0;

	for (; m->slot[i].value; i = (i + 1) & m->mask)
		if (hash_of(&m->slot[i]) == hash && ++same == m->most)
			return;
	m->slot[i] = p;
	m->used++;
}

/* In the order of the old table, which keeps the values of a hash ascending but where
 * they wrapped around its end: so it begins behind a free slot. */
static void
grow(struct multimap *m)
{
	struct pair *old = m->slot;
	size_t mask = m->mask, at = 0;

	while (old[at].value)
		at++;
	clear(m, (mask + 1) * 2);
	for (size_t i = 0; i <= mask; i++, at++)
		if (old[at & mask].value)
			put(m, old[at & mask]);
	free(old);
}

/* ---- runs ---- */

static void
run_add(struct run *r, struct pair p)
{
	size_t block = r->n / r->block;

	if (r->n % r->block == 0) {
		mem_grow(&r->fence, &r->fence_cap, block + 1, sizeof(*r->fence));
		r->fence[block] = hash_of(&p);
	}
	vault_add(&r->pairs, &p, sizeof(p));
	r->n++;
}

/* For n pairs. The fences of a run take a sixteenth of the memory at most. */
static struct run
new_run(const struct multimap *m, size_t n)
{
	struct run r = {.pairs.limit = RUN_BUFFER, .block = BLOCK};

	while (n / r.block * sizeof(*r.fence) > m->limit / 16)
		r.block *= 2;
	return r;
}

static int
by_hash(const void *a, const void *b)
{
	const struct pair *x = a, *y = b;
	uint64_t h = hash_of(x), g = hash_of(y);

	if (h != g)
		return h < g ? -1 : 1;
	return x->value < y->value ? -1 : x->value > y->value;
}

/* Where a merge stands in a run. */
struct cursor {
	struct run *run;
	size_t at, read;	/* pairs before `read` have been in `block` */
	struct pair pair[CHUNK];
};

/* NULL at the end. */
static const struct pair *
cursor_pair(struct cursor *c)
{
	size_t n = c->run->n - c->at < CHUNK ? c->run->n - c->at : CHUNK;

	if (c->at == c->run->n)
		return NULL;
	if (c->at == c->read) {
		memcpy(c->pair, vault_get(&c->run->pairs, c->at * sizeof(*c->pair),
			n * sizeof(*c->pair)), n * sizeof(*c->pair));
		c->read += n;
	}
	return &c->pair[c->at % CHUNK];
}

/* The cursor with the lesser pair; NULL when both are at their end. */
static struct cursor *
lesser(struct cursor *a, struct cursor *b)
{
	const struct pair *p = cursor_pair(a), *q = cursor_pair(b);

	if (!p || !q)
		return p ? a : q ? b : NULL;
	return by_hash(p, q) < 0 ? a : b;
}

/* The last two runs become one, with the first values of each hash. */
static void
merge(struct multimap *m)
{
	struct run *last = &m->run[m->runs - 1], *other = last - 1;
	struct cursor a = {.run = other}, b = {.run = last}, *next;
	struct run both = new_run(m, other->n + last->n);
	uint64_t hash = 0;
	unsigned same = 0;

	while ((next = lesser(&a, &b))) {
		const struct pair *p = cursor_pair(next);

		same = both.n && hash_of(p) == hash ? same + 1 : 1;
		hash = hash_of(p);
		if (same <= m->most)
			run_add(&both, *p);
		next->at++;
	}
	vault_seal(&both.pairs);
	run_free(other);
	run_free(last);
	*other = both;
	m->runs--;
}

/* The table goes to disk. */
static void
spill(struct multimap *m)
{
	struct run r = new_run(m, m->used);
	size_t n = 0;

	for (size_t i = 0; i <= m->mask; i++)
		if (m->slot[i].value)
			m->slot[n++] = m->slot[i];
	qsort(m->slot, n, sizeof(*m->slot), by_hash);
	for (size_t i = 0; i < n; i++)
		run_add(&r, m->slot[i]);
	vault_seal(&r.pairs);
	m->run[m->runs++] = r;
	while (m->runs > 1 && m->run[m->runs - 2].n < 2 * m->run[m->runs - 1].n)
		merge(m);
	memset(m->slot, 0, (m->mask + 1) * sizeof(*m->slot));
	m->used = 0;
}

void
multimap_add(struct multimap *m, uint64_t hash, uint32_t value)
{
	put(m, (struct pair){(uint32_t)(hash >> 32), (uint32_t)hash, value + 1});
	if (m->used * 10 <= (m->mask + 1) * 7)
		return;
	/* While growing, both tables are there, and sorting takes room, too. */
	if (m->limit && (m->mask + 1) * 4 * sizeof(*m->slot) > m->limit)
		spill(m);
	else
		grow(m);
}

/* The last block that begins below the hash: its pairs begin there or in the next. */
static size_t
block_below(const struct run *r, uint64_t hash)
{
	size_t lo = 0, hi = (r->n + r->block - 1) / r->block;

	while (hi - lo > 1) {
		size_t mid = lo + (hi - lo) / 2;

		if (r->fence[mid] < hash)
			lo = mid;
		else
			hi = mid;
	}
	return lo;
}

static unsigned
find_in_run(const struct multimap *m, struct run *r, uint64_t hash, uint32_t *value,
	unsigned found)
{
	size_t at = block_below(r, hash) * r->block;
	size_t n = r->n - at < 2 * r->block ? r->n - at : 2 * r->block;
	const struct pair *p = vault_get(&r->pairs, at * sizeof(*p), n * sizeof(*p));
	size_t lo = 0, hi = n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (hash_of(&p[mid]) < hash)
			lo = mid + 1;
		else
			hi = mid;
	}
	for (; lo < n && hash_of(&p[lo]) == hash && found < m->most; lo++)
		value[found++] = p[lo].value - 1;
	return found;
}

unsigned
multimap_find(struct multimap *m, uint64_t hash, uint32_t value[MULTIMAP_MOST])
{
	unsigned found = 0;

	for (unsigned i = 0; i < m->runs && found < m->most; i++)
		found = find_in_run(m, &m->run[i], hash, value, found);
	for (size_t i = home(m, hash); m->slot[i].value && found < m->most;
	    i = (i + 1) & m->mask)
		if (hash_of(&m->slot[i]) == hash)
			value[found++] = m->slot[i].value - 1;
	return found;
}

/* Adds a value to an ascending list unless it is there. */
static size_t
insert(uint32_t *list, size_t n, uint32_t value)
{
	size_t i = n;

	while (i && list[i - 1] > value)
		i--;
	if (i && list[i - 1] == value)
		return n;
	memmove(list + i + 1, list + i, (n - i) * sizeof(*list));
	list[i] = value;
	return n + 1;
}

size_t
multimap_gather(struct multimap *m, const uint64_t *hash, size_t n, uint32_t before,
	uint32_t *list)
{
	uint32_t value[MULTIMAP_MOST];
	size_t kept = 0;

	for (size_t k = 0; k < n; k++)
		__builtin_prefetch(&m->slot[home(m, hash[k])]);
	for (size_t k = 0; k < n; k++) {
		unsigned found = multimap_find(m, hash[k], value);

		for (unsigned i = 0; i < found && value[i] < before; i++)
			kept = insert(list, kept, value[i]);
	}
	return kept;
}
