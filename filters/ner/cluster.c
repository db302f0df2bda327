/* Word classes in one hash table; see cluster.h. */
#include "cluster.h"

#include <stdlib.h>

#include "buf.h"
#include "table.h"

struct slot {
	uint64_t form;
	uint16_t cluster[CLUSTERINGS];
};

static struct slot *slot;
static size_t slots, used;

static struct slot *
find(uint64_t form)
{
	size_t i = form & (slots - 1);

	while (slot[i].form != 0 && slot[i].form != form)
		i = (i + 1) & (slots - 1);
	return &slot[i];
}

static void
grow(void)
{
	struct slot *old = slot;
	size_t n = slots;

	slots = n > 0 ? 2 * n : 1 << 16;
	slot = mem_alloc(slots, sizeof *slot);
	for (size_t i = 0; i < n; i++)
		if (old[i].form != 0)
			*find(old[i].form) = old[i];
	free(old);
}

void
cluster_open(void)
{
	struct table t;
	struct slot *s;
	uint64_t form;

	grow();
	table_open(&t, "clusters.txt");
	while (table_next(&t, 1 + CLUSTERINGS)) {
		if (++used * 2 > slots)
			grow();
		form = document_form_hash(t.field[0].s, t.field[0].len);
		s = find(form);
		s->form = form;
		for (int k = 0; k < CLUSTERINGS; k++)
			s->cluster[k] = (uint16_t)table_number(&t, 1 + k);
	}
}

void
cluster_mark(struct document *d)
{
	for (size_t i = 0; i < d->n; i++)
		for (int k = 0; k < CLUSTERINGS; k++)
			d->atom[i].cluster[k] = find(d->atom[i].form)->cluster[k];
}
