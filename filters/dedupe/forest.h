/* Clusters: connected components by union-find; the root is the earliest document. */
#ifndef FOREST_H
#define FOREST_H

#include <stdbool.h>
#include <stdint.h>

#include "vault.h"

struct forest {			/* zeroed: empty; up.limit: bytes in memory */
	struct vault up;	/* the parent plus one; its own of a root; 0: single */
};

void	 forest_join(struct forest *, uint32_t a, uint32_t b);
uint32_t forest_root(struct forest *, uint32_t);
/* Whether it was ever joined to another. */
bool	 forest_has(struct forest *, uint32_t);
void	 forest_free(struct forest *);

#endif
