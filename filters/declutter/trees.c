/* Boosted trees: see trees.h. */
#include "trees.h"

#include <math.h>
#include <string.h>

static const char *
check_tree(const struct tree *t, unsigned columns)
{
	int i;

	for (i = 0; i < TREES_DEPTH; i++)
		if (t->column[i] >= columns)
			return "question out of range";
	for (i = 0; i < TREES_LEAVES; i++)
		if (!(fabsf(t->leaf[i]) < 100))
			return "leaf out of range";
	return NULL;
}

const char *
trees_open(struct trees *trees, const char *data, size_t len, unsigned columns)
{
	struct trees_header head;
	const char *reason = NULL;
	size_t i;

	if (len < sizeof(head))
		return "cut short";
	memcpy(&head, data, sizeof(head));
	if (memcmp(head.magic, TREES_MAGIC, sizeof(head.magic)) != 0 ||
	    head.columns != columns)
		return "not a model of this version";
	if (len != sizeof(head) + head.trees * sizeof(struct tree))
		return "size does not fit the header";
	trees->tree = (const void *)(data + sizeof(head));
	trees->n = head.trees;
	for (i = 0; i < trees->n && reason == NULL; i++)
		reason = check_tree(&trees->tree[i], columns);
	return reason;
}

/* What a tree says of a block of lines. */
static void
ask(const struct tree *t, const struct columns *c, size_t line, float *odds)
{
	uint8_t leaf[COLUMN_BLOCK] = { 0 };
	int i, k;

	for (k = 0; k < TREES_DEPTH; k++) {
		const uint8_t *v = columns_at(c, t->column[k], line);

		for (i = 0; i < COLUMN_BLOCK; i++)
			leaf[i] |= (uint8_t)((v[i] > t->level[k]) << k);
	}
	for (i = 0; i < COLUMN_BLOCK; i++)
		odds[i] += t->leaf[leaf[i]];
}

void
trees_ask(const struct trees *trees, const struct columns *c, size_t lines, float *odds)
{
	size_t at, i;

	for (at = 0; at < lines; at += COLUMN_BLOCK) {
		memset(odds + at, 0, COLUMN_BLOCK * sizeof(*odds));
		for (i = 0; i < trees->n; i++)
			ask(&trees->tree[i], c, at, odds + at);
	}
}
