/* Union-find (see forest.h); path halving (Tarjan & van Leeuwen 1984). */
#include "forest.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"

uint32_t
forest_root(struct forest *f, uint32_t x)
{
	while (forest_has(f, x) && f->up[x] != x + 1) {
		f->up[x] = f->up[f->up[x] - 1];
		x = f->up[x] - 1;
	}
	return x;
}

bool
forest_has(const struct forest *f, uint32_t x)
{
	return x < f->n && f->up[x];
}

static void
reach(struct forest *f, uint32_t x)
{
	if (x >= f->n) {
		mem_grow(&f->up, &f->cap, (size_t)x + 1, sizeof(*f->up));
		memset(f->up + f->n, 0, ((size_t)x + 1 - f->n) * sizeof(*f->up));
		f->n = (size_t)x + 1;
	}
	if (!f->up[x])
		f->up[x] = x + 1;
}

void
forest_join(struct forest *f, uint32_t a, uint32_t b)
{
	reach(f, a);
	reach(f, b);
	a = forest_root(f, a);
	b = forest_root(f, b);
	if (a > b)
		f->up[a] = b + 1;
	else
		f->up[b] = a + 1;
}

void
forest_free(struct forest *f)
{
	free(f->up);
	*f = (struct forest){0};
}
