/* Union-find (see forest.h); path halving (Tarjan & van Leeuwen 1984). */
#include "forest.h"

#include <string.h>

static uint32_t
up(struct forest *f, uint32_t x)
{
	uint64_t at = (uint64_t)x * sizeof(uint32_t);
	uint32_t v;

	if (at >= vault_size(&f->up))
		return 0;
	memcpy(&v, vault_get(&f->up, at, sizeof(v)), sizeof(v));
	return v;
}

static void
set_up(struct forest *f, uint32_t x, uint32_t v)
{
	static const uint32_t single;

	while ((uint64_t)x * sizeof(v) >= vault_size(&f->up))
		vault_add(&f->up, &single, sizeof(single));
	vault_set(&f->up, (uint64_t)x * sizeof(v), &v, sizeof(v));
}

bool
forest_has(struct forest *f, uint32_t x)
{
	return up(f, x);
}

uint32_t
forest_root(struct forest *f, uint32_t x)
{
	uint32_t parent = up(f, x), above;

	while (parent && parent != x + 1) {
		above = up(f, parent - 1);
		if (above != parent)
			set_up(f, x, above);
		x = above - 1;
		parent = up(f, x);
	}
	return x;
}

void
forest_join(struct forest *f, uint32_t a, uint32_t b)
{
	uint32_t swap;

	a = forest_root(f, a);
	b = forest_root(f, b);
	if (a > b) {
		swap = a;
		a = b;
		b = swap;
	}
	set_up(f, a, a + 1);
	set_up(f, b, a + 1);
}

void
forest_free(struct forest *f)
{
	vault_free(&f->up);
}
