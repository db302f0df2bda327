/* Growing boosted trees: see grow.h. */
#include "grow.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "cli.h"
#include "column.h"
#include "crf_file.h"
#include "label.h"
#include "layout.h"
#include "trees.h"

#define TREES 200
#define RATE 0.1	/* how much of what a tree finds is believed */
#define PRIOR 5.0	/* the weight, in each leaf, of lines that say nothing */
#define PAGES 700	/* of 1000, drawn for a tree */
#define COLUMNS_DRAWN 300	/* of 1000, for a question */
#define LONG 15.0	/* words that make a line count more than one of a word */

struct slope {
	double first, second;	/* of the loss, over some lines */
};

struct grower {
	struct columns page;		/* the one added last */
	/* Of each line: */
	uint8_t *column[COLUMNS];
	size_t cap[COLUMNS];
	uint8_t *kept;
	float *weight, *score;
	size_t kept_cap, weight_cap;
	size_t lines;
	size_t *first, first_cap, pages;	/* the first line of each */
	/* Of each line drawn for a tree: */
	size_t *drawn;
	uint8_t *leaf;
	struct slope *slope;
	size_t n;
	struct slope sum[TREES_LEAVES][COLUMN_LEVELS];
	uint64_t seed;
};

struct grower *
grow_new(void)
{
	struct grower *g = mem_alloc(1, sizeof(*g));

	memset(g, 0, sizeof(*g));
	g->seed = 1;
	return g;
}

static float
line_weight(const struct line *l, unsigned label, double weight)
{
	return label_meta(label) ? 0 : (float)(weight * sqrt(1 + l->words / LONG));
}

void
grow_add(struct grower *g, const struct page *p, const struct places *places,
	const uint8_t *label, double weight)
{
	size_t k, i, end = g->lines + p->lines;

	columns_begin(&g->page, p, p->lines);
	for (i = 0; i < p->lines; i++)
		columns_add(&g->page, p, places, i);
	for (k = 0; k < g->page.n; k++) {
		mem_grow(&g->column[k], &g->cap[k], end, 1);
		memcpy(g->column[k] + g->lines, columns_at(&g->page, k, 0), p->lines);
	}
	mem_grow(&g->kept, &g->kept_cap, end, 1);
	mem_grow(&g->weight, &g->weight_cap, end, sizeof(*g->weight));
	mem_grow(&g->first, &g->first_cap, g->pages + 2, sizeof(*g->first));
	for (i = 0; i < p->lines; i++) {
		g->kept[g->lines + i] = label_kept(label[i]);
		g->weight[g->lines + i] = line_weight(&p->line[i], label[i], weight);
	}
	g->first[g->pages++] = g->lines;
	g->first[g->pages] = g->lines = end;
}

/* Lines of some pages, and the slope of the loss at each. */
static void
draw_lines(struct grower *g)
{
	size_t page, i;

	g->n = 0;
	for (page = 0; page < g->pages; page++) {
		if (draw(&g->seed, 1000) >= PAGES)
			continue;
		for (i = g->first[page]; i < g->first[page + 1]; i++) {
			double p = 1 / (1 + crf_exp(-(double)g->score[i]));
			double w = (double)g->weight[i];

			g->slope[g->n] = (struct slope){ w * (g->kept[i] - p),
				w * p * (1 - p) };
			g->leaf[g->n] = 0;
			g->drawn[g->n++] = i;
		}
	}
}

static double
gain(const struct slope *s)
{
	return s->first * s->first / (s->second + PRIOR);
}

/* Adds what a question would tell in a leaf, at each of its levels. */
static void
add_gains(const struct slope *sum, double *total)
{
	struct slope all = { 0, 0 }, low = { 0, 0 };
	unsigned k;

	for (k = 0; k < COLUMN_LEVELS; k++) {
		all.first += sum[k].first;
		all.second += sum[k].second;
	}
	for (k = 0; k < COLUMN_LEVELS; k++) {
		struct slope high;

		low.first += sum[k].first;
		low.second += sum[k].second;
		high.first = all.first - low.first;
		high.second = all.second - low.second;
		total[k] += gain(&low) + gain(&high) - gain(&all);
	}
}

/* How much a question would tell in all the leaves, at its best level. */
static double
best_level(struct grower *g, unsigned leaves, uint8_t *level)
{
	double total[COLUMN_LEVELS] = { 0 }, best = 0;
	unsigned i, k;

	for (i = 0; i < leaves; i++)
		add_gains(g->sum[i], total);
	for (k = 0; k < COLUMN_LEVELS; k++)
		if (total[k] > best) {
			best = total[k];
			*level = (uint8_t)k;
		}
	return best;
}

static double
weigh_question(struct grower *g, unsigned leaves, unsigned column, uint8_t *level)
{
	const uint8_t *v = g->column[column];
	size_t i;

	memset(g->sum, 0, leaves * sizeof(g->sum[0]));
	for (i = 0; i < g->n; i++) {
		struct slope *s = &g->sum[g->leaf[i]][v[g->drawn[i]]];

		s->first += g->slope[i].first;
		s->second += g->slope[i].second;
	}
	return best_level(g, leaves, level);
}

/* The bit of a line's answer to a question. */
static uint8_t
answer(const struct grower *g, const struct tree *t, unsigned depth, size_t line)
{
	return (uint8_t)((g->column[t->column[depth]][line] > t->level[depth]) << depth);
}

/* The best question for level `depth` of the tree, of those drawn. */
static void
find_question(struct grower *g, struct tree *t, unsigned depth)
{
	double best = 0;
	unsigned column;
	size_t i;

	for (column = 0; column < g->page.n; column++) {
		uint8_t level = 0;
		double told;

		if (draw(&g->seed, 1000) >= COLUMNS_DRAWN)
			continue;
		told = weigh_question(g, 1u << depth, column, &level);
		if (told <= best)
			continue;
		best = told;
		t->column[depth] = (uint8_t)column;
		t->level[depth] = level;
	}
	for (i = 0; i < g->n; i++)
		g->leaf[i] |= answer(g, t, depth, g->drawn[i]);
}

static void
fill_leaves(struct grower *g, struct tree *t)
{
	struct slope sum[TREES_LEAVES] = { { 0, 0 } };
	size_t i;

	for (i = 0; i < g->n; i++) {
		sum[g->leaf[i]].first += g->slope[i].first;
		sum[g->leaf[i]].second += g->slope[i].second;
	}
	for (i = 0; i < TREES_LEAVES; i++)
		t->leaf[i] = (float)(RATE * sum[i].first / (sum[i].second + PRIOR));
}

static void
add_tree(struct grower *g, const struct tree *t)
{
	size_t i;
	unsigned k;

	for (i = 0; i < g->lines; i++) {
		unsigned leaf = 0;

		for (k = 0; k < TREES_DEPTH; k++)
			leaf |= answer(g, t, k, i);
		g->score[i] += t->leaf[leaf];
	}
}

static struct tree
grow_tree(struct grower *g)
{
	struct tree t = { { 0 }, { 0 }, { 0 } };
	unsigned depth;

	draw_lines(g);
	for (depth = 0; depth < TREES_DEPTH; depth++)
		find_question(g, &t, depth);
	fill_leaves(g, &t);
	add_tree(g, &t);
	return t;
}

void
grow_write(struct grower *g)
{
	struct trees_header head = { TREES_MAGIC, TREES, (uint32_t)g->page.n };
	int i;

	g->score = mem_alloc(g->lines + 1, sizeof(*g->score));
	g->drawn = mem_alloc(g->lines + 1, sizeof(*g->drawn));
	g->leaf = mem_alloc(g->lines + 1, 1);
	g->slope = mem_alloc(g->lines + 1, sizeof(*g->slope));
	memset(g->score, 0, g->lines * sizeof(*g->score));
	cli_write((const char *)&head, sizeof(head));
	for (i = 0; i < TREES; i++) {
		struct tree t = grow_tree(g);

		cli_write((const char *)&t, sizeof(t));
	}
}

void
grow_free(struct grower *g)
{
	size_t k;

	if (g == NULL)
		return;
	for (k = 0; k < COLUMNS; k++)
		free(g->column[k]);
	free(g->kept);
	free(g->weight);
	free(g->first);
	columns_free(&g->page);
	free(g->score);
	free(g->drawn);
	free(g->leaf);
	free(g->slope);
	free(g);
}
