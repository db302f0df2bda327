/* Clusters: connected components by union-find; the root is the earliest document. */
#ifndef FOREST_H
#define FOREST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct forest {
	uint32_t *up;		/* the parent plus one; its own of a root; 0: single */
	size_t n, cap;
};

void	 forest_join(struct forest *, uint32_t a, uint32_t b);
uint32_t forest_root(struct forest *, uint32_t);
/* Whether it was ever joined to another. */
bool	 forest_has(const struct forest *, uint32_t);
void	 forest_free(struct forest *);

#endif
