/* Boosted trees: see trees.h. */
#include "trees.h"

#include <math.h>
#include <string.h>

#include "vector.h"

typedef VECTOR(uint8_t, COLUMN_BLOCK) vector_byte;
typedef VECTOR(uint8_t, TREES_LEAVES) vector_leaf;
typedef VECTOR(int32_t, TREES_LEAVES) vector_index;
typedef VECTOR(float, TREES_LEAVES) vector;

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

/* Adds the leaves of a tree that a block of lines came to: by a vector of indices, which
 * processors with AVX-512 know how to look up at once. */
static inline void
add_leaves(const float *leaf, const uint8_t *at, float *odds)
{
#ifdef __clang__
	for (int i = 0; i < COLUMN_BLOCK; i++)
		odds[i] += leaf[at[i]];
#else
	vector all = *(const vector *)(const void *)leaf;

	for (int i = 0; i < COLUMN_BLOCK; i += TREES_LEAVES) {
		vector_leaf k = *(const vector_leaf *)(const void *)(at + i);

		*(vector *)(void *)(odds + i) += __builtin_shuffle(all,
			__builtin_convertvector(k, vector_index));
	}
#endif
}

/* What a tree says of a block of lines. */
static inline void
ask(const struct tree *t, const struct columns *c, size_t line, float *odds)
{
	vector_byte leaf = { 0 };
	uint8_t at[COLUMN_BLOCK];

	for (int k = 0; k < TREES_DEPTH; k++)
		leaf |= (vector_byte)(*(const vector_byte *)(const void *)
			columns_at(c, t->column[k], line) > t->level[k]) & (uint8_t)(1 << k);
	*(vector_byte *)(void *)at = leaf;
	add_leaves(t->leaf, at, odds);
}

CLONED void
trees_ask(const struct trees *trees, const struct columns *c, float *odds)
{
	size_t at, i;

	for (at = 0; at < c->lines; at += COLUMN_BLOCK) {
		memset(odds + at, 0, COLUMN_BLOCK * sizeof(*odds));
		for (i = 0; i < trees->n; i++)
			ask(&trees->tree[i], c, at, odds + at);
	}
}
