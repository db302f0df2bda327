/* --pairs: key lines, sorted, to edges between records that are alike (see stages.h).
 * Only the first records of a key are kept: every other is compared with them. */
#include "stages.h"

#include <string.h>

#include "cli.h"
#include "store.h"

struct anchor {
	struct buf node;
	struct sketch sketch;
};

struct pairs {
	const struct judge *judge;
	struct buf key, node;		/* of the line before */
	struct anchor anchor[STORE_ANCHORS];
	unsigned anchors;
	struct buf out;
};

static struct field
field_of(const struct buf *b)
{
	return (struct field){b->s, b->len};
}

static int
compare(struct field a, struct field b)
{
	size_t least = a.len < b.len ? a.len : b.len;
	int c = least ? memcmp(a.s, b.s, least) : 0;

	return c ? c : (a.len > b.len) - (a.len < b.len);
}

static void
copy(struct buf *b, struct field f)
{
	b->len = 0;
	buf_add(b, f.s, f.len);
}

static void
put_edge(struct pairs *p, struct field later, const struct anchor *a,
	const struct verdict *v)
{
	unsigned rank = v->kind == KIND_EXACT ? 0 : 1001 - v->jaccard;

	p->out.len = 0;
	buf_add(&p->out, later.s, later.len);
	buf_printf(&p->out, "\t%04u\t", rank);
	buf_add(&p->out, a->node.s, a->node.len);
	buf_printf(&p->out, "\t%s\t%u\n", judge_kind(v->kind), v->similarity);
	cli_write(p->out.s, p->out.len);
}

static void
add_anchor(struct pairs *p, struct field node, const struct sketch *s)
{
	copy(&p->anchor[p->anchors].node, node);
	p->anchor[p->anchors++].sketch = *s;
}

/* Records of the same words: all repeat the first. */
static void
same_text(struct pairs *p, struct field node, const struct sketch *s)
{
	static const struct verdict exact = {KIND_EXACT, 1000, 1000};

	if (p->anchors)
		put_edge(p, node, &p->anchor[0], &exact);
	else
		add_anchor(p, node, s);
}

/* Records of one shingle. A text that stood before is left to its T key. */
static void
same_shingle(struct pairs *p, struct field node, const struct sketch *s)
{
	for (unsigned i = 0; i < p->anchors; i++)
		if (p->anchor[i].sketch.text == s->text)
			return;
	for (unsigned i = 0; i < p->anchors; i++) {
		struct verdict v;

		if (judge_pair(p->judge, s, &p->anchor[i].sketch, &v))
			put_edge(p, node, &p->anchor[i], &v);
	}
	if (p->anchors < STORE_ANCHORS)
		add_anchor(p, node, s);
}

/* False when the line has no news: a task that ran twice wrote it twice. */
static bool
next_line(struct pairs *p, struct field key, struct field node)
{
	int key_order = compare(field_of(&p->key), key);
	int node_order = key_order ? -1 : compare(field_of(&p->node), node);

	if (key_order > 0 || node_order > 0) {
		cli_reject(1, "line out of order: sort with LC_ALL=C");
		return false;
	}
	if (key_order) {
		copy(&p->key, key);
		p->anchors = 0;
	}
	copy(&p->node, node);
	return node_order != 0;
}

static void
read_line(const char *line, size_t len, void *ctx)
{
	struct pairs *p = ctx;
	struct field f[LINE_FIELDS];
	struct sketch s;

	if (line_split(line, len, f) != 3 || !f[0].len || !strchr("TK", f[0].s[0]) ||
	    !line_read_sketch(f[2], &s)) {
		cli_reject(0, "not a line of --sign");
		return;
	}
	if (!next_line(p, f[0], f[1]))
		return;
	if (f[0].s[0] == 'T')
		same_text(p, f[1], &s);
	else
		same_shingle(p, f[1], &s);
}

void
pairs_run(const struct judge *judge)
{
	struct pairs p = {.judge = judge};

	cli_lines(read_line, &p);
	for (unsigned i = 0; i < STORE_ANCHORS; i++)
		buf_free(&p.anchor[i].node);
	buf_free(&p.key);
	buf_free(&p.node);
	buf_free(&p.out);
}
