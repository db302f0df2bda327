/*
 * --cluster: connected components by rounds of star contraction (see stages.h), after
 * Kiveris et al. 2014, "Connected components in MapReduce and beyond", and Rastogi et
 * al. 2013, "Finding connected components in map-reduce in logarithmic rounds".
 *
 * The first round reads edges and writes those that join clusters, in both
 * directions. Each further round reads neighbours sorted and ties each node's
 * neighbours to the earliest of them. When a round changes nothing, each cluster is a
 * star about its first record.
 */
#include "stages.h"

#include <stdio.h>
#include <string.h>

#include "cli.h"

struct cluster {
	FILE *list;		/* of clusters; NULL: not asked for */
	const char *path;
	struct buf node;	/* whose lines are being read */
	struct buf first;	/* the earliest of its neighbours and itself */
	bool exact;		/* it has the words of another */
	struct buf out;
};

static void
put_pair(struct cluster *c, struct field a, struct field b)
{
	c->out.len = 0;
	buf_add(&c->out, a.s, a.len);
	buf_byte(&c->out, '\t');
	buf_add(&c->out, b.s, b.len);
	buf_byte(&c->out, '\n');
	buf_add(&c->out, b.s, b.len);
	buf_byte(&c->out, '\t');
	buf_add(&c->out, a.s, a.len);
	buf_byte(&c->out, '\n');
	cli_write(c->out.s, c->out.len);
}

static struct field
field_of(const struct buf *b)
{
	return (struct field){b->s, b->len};
}

static bool
is_before(struct field a, struct field b)
{
	size_t least = a.len < b.len ? a.len : b.len;
	int c = memcmp(a.s, b.s, least);

	return c ? c < 0 : a.len < b.len;
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

/* The best edge of a record comes first. It alone counts where the text stood before;
 * else others may join clusters too. */
static void
read_edge(struct cluster *c, const struct field *f)
{
	struct verdict v = {.kind = judge_read_kind(f[3].s, f[3].len)};
	unsigned rank;

	if (!line_number(f[1], &rank) || rank > 1001 || !v.kind) {
		cli_reject(0, "not a line of --pairs");
		return;
	}
	v.jaccard = 1001 - rank;
	if (!field_equal(field_of(&c->node), f[0])) {
		c->node.len = 0;
		buf_add(&c->node, f[0].s, f[0].len);
		c->exact = v.kind == KIND_EXACT;
	} else if (c->exact || !judge_is_close(&v)) {
		return;
	}
	put_pair(c, f[0], f[2]);
}

/* Neighbours come sorted, so the first of them is the earliest. */
static void
read_neighbour(struct cluster *c, struct field node, struct field other)
{
	if (field_equal(field_of(&c->node), node)) {
		put_pair(c, other, field_of(&c->first));
		return;
	}
	c->node.len = c->first.len = 0;
	buf_add(&c->node, node.s, node.len);
	if (is_before(other, node))
		buf_add(&c->first, other.s, other.len);
	else
		buf_add(&c->first, node.s, node.len);
	list_node(c);
	put_pair(c, node, other);
}

static void
read_line(const char *line, size_t len, void *ctx)
{
	struct field f[LINE_FIELDS];
	unsigned n = line_split(line, len, f);

	if (n == 5)
		read_edge(ctx, f);
	else if (n == 2)
		read_neighbour(ctx, f[0], f[1]);
	else
		cli_reject(0, "not a line of --pairs or --cluster");
}

void
cluster_run(const char *clusters)
{
	struct cluster c = {.path = clusters};

	if (clusters && !(c.list = fopen(clusters, "w")))
		cli_die("%s:", clusters);
	cli_lines(read_line, &c);
	if (c.list && (ferror(c.list) | fclose(c.list)))
		cli_die("%s:", clusters);
	buf_free(&c.node);
	buf_free(&c.first);
	buf_free(&c.out);
}
