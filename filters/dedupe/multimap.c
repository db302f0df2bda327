/* Hash table and sorted runs (see multimap.h). */
#include "multimap.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK 256		/* pairs between two fences */
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
	if (r->n % BLOCK == 0) {
		mem_grow(&r->fence, &r->fence_cap, r->n / BLOCK + 1, sizeof(*r->fence));
		r->fence[r->n / BLOCK] = hash_of(&p);
	}
	vault_add(&r->pairs, &p, sizeof(p));
	r->n++;
}

static struct run *
new_run(struct multimap *m)
{
	struct run *r = &m->run[m->runs++];

	*r = (struct run){.pairs.limit = RUN_BUFFER};
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
	struct pair block[BLOCK];
};

static const struct pair *
cursor_pair(struct cursor *c)
{
	size_t n = c->run->n - c->at < BLOCK ? c->run->n - c->at : BLOCK;

	if (c->at == c->run->n)
		return NULL;
	if (c->at == c->read) {
		memcpy(c->block, vault_get(&c->run->pairs, c->at * sizeof(*c->block),
			n * sizeof(*c->block)), n * sizeof(*c->block));
		c->read += n;
	}
	return &c->block[c->at % BLOCK];
}

/* The cursor with the least pair; NULL when all are at their end. */
static struct cursor *
least(struct cursor *c, unsigned n)
{
	struct cursor *best = NULL;

	for (unsigned i = 0; i < n; i++)
		if (cursor_pair(&c[i]) && (!best ||
		    by_hash(cursor_pair(&c[i]), cursor_pair(best)) < 0))
			best = &c[i];
	return best;
}

/* All runs become one, with the first values of each hash. */
static void
merge(struct multimap *m)
{
	struct cursor *c = mem_alloc(MULTIMAP_RUNS, sizeof(*c)), *next;
	struct run all = {.pairs.limit = RUN_BUFFER};
	uint64_t hash = 0;
	unsigned same = 0;

	for (unsigned i = 0; i < m->runs; i++)
		c[i].run = &m->run[i];
	while ((next = least(c, m->runs))) {
		const struct pair *p = cursor_pair(next);

		same = all.n && hash_of(p) == hash ? same + 1 : 1;
		hash = hash_of(p);
		if (same <= m->most)
			run_add(&all, *p);
		next->at++;
	}
	for (unsigned i = 0; i < m->runs; i++)
		run_free(&m->run[i]);
	m->run[0] = all;
	m->runs = 1;
	free(c);
}

/* The table goes to disk. */
static void
spill(struct multimap *m)
{
	struct run *r;
	size_t n = 0;

	if (m->runs == MULTIMAP_RUNS)
		merge(m);
	for (size_t i = 0; i <= m->mask; i++)
		if (m->slot[i].value)
			m->slot[n++] = m->slot[i];
	qsort(m->slot, n, sizeof(*m->slot), by_hash);
	r = new_run(m);
	for (size_t i = 0; i < n; i++)
		run_add(r, m->slot[i]);
	memset(m->slot, 0, (m->mask + 1) * sizeof(*m->slot));
	m->used = 0;
}

void
multimap_add(struct multimap *m, uint64_t hash, uint32_t value)
{
	put(m, (struct pair){(uint32_t)(hash >> 32), (uint32_t)hash, value + 1});
	if (m->used * 10 <= (m->mask + 1) * 7)
		return;
	/* While growing, both tables are there. */
	if (m->limit && (m->mask + 1) * 3 * sizeof(*m->slot) > m->limit)
		spill(m);
	else
		grow(m);
}

/* The last block that begins below the hash: its pairs begin there or in the next. */
static size_t
block_below(const struct run *r, uint64_t hash)
{
	size_t lo = 0, hi = (r->n + BLOCK - 1) / BLOCK;

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
	size_t at = block_below(r, hash) * BLOCK;
	size_t n = r->n - at < 2 * BLOCK ? r->n - at : 2 * BLOCK;
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

void
multimap_prefetch(const struct multimap *m, uint64_t hash)
{
	__builtin_prefetch(&m->slot[home(m, hash)]);
}
