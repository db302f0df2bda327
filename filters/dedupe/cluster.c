/*
 * --cluster: connected components by rounds of star contraction (see stages.h), after
 * Kiveris et al. 2014, "Connected components in MapReduce and beyond", and Rastogi et
 * al. 2013, "Finding connected components in map-reduce in logarithmic rounds".
 *
 * The first round reads edges and writes those that join clusters, in both
 * directions; of a text that stands in another, only that it does, for the next round
 * sees all that stand in one and cuts off those that have nothing to do with the first
 * (judge_overlap). Each further round reads neighbours sorted and ties each node's
 * neighbours to the earliest of them. When a round changes nothing, each cluster is a
 * star about its first record.
 */
#include "stages.h"

#include <stdio.h>

#include "cli.h"
#include "listing.h"

struct cluster {
	FILE *list;		/* of clusters; NULL: not asked for */
	struct buf node;	/* whose lines are being read */
	struct buf first;	/* the earliest of its neighbours and itself */
	bool exact;		/* it has the words of another */
	bool has_inside;
	struct sketch inside;	/* of the first text that stands in it */
	struct buf out;
};

/* A line of two nodes, or of these and a signature. */
static void
put_line(struct cluster *c, struct field a, struct field b, struct field sketch)
{
	c->out.len = 0;
	buf_add(&c->out, a.s, a.len);
	buf_byte(&c->out, '\t');
	buf_add(&c->out, b.s, b.len);
	if (sketch.len)
		buf_byte(&c->out, '\t');
	buf_add(&c->out, sketch.s, sketch.len);
	buf_byte(&c->out, '\n');
	cli_write(c->out.s, c->out.len);
}

static void
put_pair(struct cluster *c, struct field a, struct field b)
{
	static const struct field none;

	put_line(c, a, b, none);
	put_line(c, b, a, none);
}

static void
list_node(struct cluster *c)
{
	struct field id = line_node_id(field_of(&c->node));
	struct field first = line_node_id(field_of(&c->first));

	if (!c->list)
		return;
	c->out.len = 0;
	buf_add(&c->out, id.s, id.len);
	buf_byte(&c->out, '\t');
	buf_add(&c->out, first.s, first.len);
	buf_byte(&c->out, '\n');
	fwrite(c->out.s, 1, c->out.len, c->list);
}

/* Copies of a record under its own id are no cluster. */
static void
put_best(struct cluster *c, const struct field *f, enum kind kind)
{
	if (kind == KIND_CONTAINED)
		put_line(c, f[2], f[0], f[5]);
	else if (kind == KIND_CONTAINING)
		put_line(c, f[0], f[2], f[5]);
	else if (!field_equal(line_node_id(f[0]), line_node_id(f[2])))
		put_pair(c, f[0], f[2]);
}

/* The best edge of a record comes first. It alone counts where the text stood before;
 * else others may join clusters too. */
static void
read_edge(struct cluster *c, const struct field *f, unsigned n)
{
	struct verdict v = {.kind = judge_read_kind(f[3].s, f[3].len)};
	bool inside = v.kind == KIND_CONTAINED || v.kind == KIND_CONTAINING;
	unsigned rank;

	if (!line_number(f[1], &rank) || rank > 1001 || !v.kind ||
	    n != (inside ? 6 : 5)) {
		cli_reject(0, "not a line of --pairs");
		return;
	}
	v.jaccard = 1001 - rank;
	if (!field_equal(field_of(&c->node), f[0])) {
		c->node.len = 0;
		buf_add(&c->node, f[0].s, f[0].len);
		c->exact = v.kind == KIND_EXACT;
		put_best(c, f, v.kind);
	} else if (!c->exact && judge_is_close(&v)) {
		put_pair(c, f[0], f[2]);
	}
}

/* Neighbours come sorted, so the first of them is the earliest. */
static void
read_neighbour(struct cluster *c, struct field node, struct field other)
{
	if (field_equal(field_of(&c->node), node)) {
		put_pair(c, other, field_of(&c->first));
		return;
	}
	c->has_inside = false;
	c->node.len = c->first.len = 0;
	buf_add(&c->node, node.s, node.len);
	if (field_compare(other, node) < 0)
		buf_add(&c->first, other.s, other.len);
	else
		buf_add(&c->first, node.s, node.len);
	list_node(c);
	put_pair(c, node, other);
}

/* The first that stands in the node is its neighbour. */
static void
read_inside(struct cluster *c, struct field node, struct field other,
	struct field sketch)
{
	bool first = !field_equal(field_of(&c->node), node) || !c->has_inside;
	struct sketch s;

	if (!line_read_sketch(sketch, &s)) {
		cli_reject(0, "not a line of --cluster");
		return;
	}
	if (!first && !judge_overlap(&s, &c->inside))
		return;
	read_neighbour(c, node, other);
	if (first)
		c->inside = s;
	c->has_inside = true;
}

static void
read_line(const char *line, size_t len, void *ctx)
{
	struct field f[LINE_FIELDS];
	unsigned n = line_split(line, len, f);

	if (n == 5 || n == 6)
		read_edge(ctx, f, n);
	else if (n == 3)
		read_inside(ctx, f[0], f[1], f[2]);
	else if (n == 2)
		read_neighbour(ctx, f[0], f[1]);
	else
		cli_reject(0, "not a line of --pairs or --cluster");
}

void
cluster_run(const char *clusters)
{
	struct cluster c = {0};

	if (clusters)
		c.list = listing_open(clusters);
	cli_lines(read_line, &c);
	if (clusters)
		listing_close(c.list, clusters);
	buf_free(&c.node);
	buf_free(&c.first);
	buf_free(&c.out);
}
