/* BILOU labels; see tag.h. */
#include "tag.h"

#include <stdlib.h>

#include "buf.h"

uint8_t
tag_label(unsigned type, unsigned part)
{
	return (uint8_t)(1 + 4 * type + part);
}

void
tag_mention(const struct mention *m, uint8_t *label)
{
	if (m->to == m->from + 1) {
		label[m->from] = tag_label(m->type, TAG_UNIT);
		return;
	}
	label[m->from] = tag_label(m->type, TAG_BEGIN);
	for (uint32_t i = m->from + 1; i + 1 < m->to; i++)
		label[i] = tag_label(m->type, TAG_INSIDE);
	label[m->to - 1] = tag_label(m->type, TAG_LAST);
}

void
tag_read(const uint8_t *label, size_t n, size_t first, struct mentions *out)
{
	for (size_t i = 0; i < n;) {
		size_t from = i++;
		unsigned type = (label[from] - 1u) / 4;

		if (label[from] == 0)
			continue;
		while (i < n && (label[i] == tag_label(type, TAG_INSIDE)
		    || label[i] == tag_label(type, TAG_LAST))
		    && label[i - 1] != tag_label(type, TAG_LAST)
		    && label[from] != tag_label(type, TAG_UNIT))
			i++;
		mentions_add(out, (struct mention){.from = (uint32_t)(first + from),
			.to = (uint32_t)(first + i), .type = (uint8_t)type});
	}
}

void
mentions_add(struct mentions *m, struct mention v)
{
	mem_grow(&m->v, &m->cap, m->n + 1, sizeof *m->v);
	m->v[m->n++] = v;
}

void
mentions_free(struct mentions *m)
{
	free(m->v);
	*m = (struct mentions){0};
}
