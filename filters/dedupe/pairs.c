/*
 * --pairs: key lines, sorted, to edges between records that are alike (see stages.h).
 * Only the first records of a key are kept: every other is compared with them.
 */
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

static void
copy(struct buf *b, struct field f)
{
	b->len = 0;
	buf_add(b, f.s, f.len);
}

/* Where one text stands in the other, --cluster needs its signature. */
static void
put_edge(struct pairs *p, struct field later, const struct sketch *s,
	const struct anchor *a, const struct verdict *v)
{
	unsigned rank = v->kind == KIND_EXACT ? 0 : 1001 - v->jaccard;

	p->out.len = 0;
	buf_add(&p->out, later.s, later.len);
	buf_printf(&p->out, "\t%04u\t", rank);
	buf_add(&p->out, a->node.s, a->node.len);
	buf_printf(&p->out, "\t%s\t%u", judge_kind(v->kind), v->similarity);
	if (v->kind == KIND_CONTAINED || v->kind == KIND_CONTAINING) {
		buf_byte(&p->out, '\t');
		line_sketch(&p->out, v->kind == KIND_CONTAINED ? s : &a->sketch);
	}
	buf_byte(&p->out, '\n');
	cli_write(p->out.s, p->out.len);
}

static void
add_anchor(struct pairs *p, struct field node, const struct sketch *s)
{
	copy(&p->anchor[p->anchors].node, node);
	p->anchor[p->anchors++].sketch = *s;
}

/* Records of one id: they must have the same words. */
static void
same_id(struct pairs *p, struct field node, const struct sketch *s)
{
	struct field id = line_node_id(node);

	for (unsigned i = 0; i < p->anchors; i++)
		if (field_equal(line_node_id(field_of(&p->anchor[i].node)), id)) {
			if (p->anchor[i].sketch.text != s->text)
				cli_reject(0, "id '%.*s' stands for two texts",
					(int)id.len, id.s);
			return;
		}
	if (p->anchors < STORE_ANCHORS)
		add_anchor(p, node, s);
}

/* Records of the same words: all repeat the first. */
static void
same_text(struct pairs *p, struct field node, const struct sketch *s)
{
	static const struct verdict exact = {KIND_EXACT, 1000, 1000};

	if (p->anchors)
		put_edge(p, node, s, &p->anchor[0], &exact);
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
			put_edge(p, node, s, &p->anchor[i], &v);
	}
	if (p->anchors < STORE_ANCHORS)
		add_anchor(p, node, s);
}

/* Whether the line is in order; *again: the record had one of this key before. */
static bool
next_line(struct pairs *p, struct field key, struct field node, bool *again)
{
	int key_order = field_compare(field_of(&p->key), key);
	int node_order = key_order ? -1 : field_compare(field_of(&p->node), node);

	if (key_order > 0 || node_order > 0) {
		cli_reject(1, "line out of order: sort with LC_ALL=C");
		return false;
	}
	if (key_order) {
		copy(&p->key, key);
		p->anchors = 0;
	}
	copy(&p->node, node);
	*again = node_order == 0;
	return true;
}

static void
read_line(const char *line, size_t len, void *ctx)
{
	struct pairs *p = ctx;
	struct field f[LINE_FIELDS];
	struct sketch s;
	bool again;

	if (line_split(line, len, f) != 3 || !f[0].len || !strchr("ITK", f[0].s[0]) ||
	    !line_read_sketch(f[2], &s)) {
		cli_reject(0, "not a line of --sign");
		return;
	}
	if (!next_line(p, f[0], f[1], &again))
		return;
	if (f[0].s[0] == 'I')
		same_id(p, f[1], &s);
	else if (again)
		return;		/* a task that ran twice wrote it twice */
	else if (f[0].s[0] == 'T')
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
