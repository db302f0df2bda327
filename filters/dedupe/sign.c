/* --sign: a record in, its key lines out; and the node of a record (see stages.h). */
#include "stages.h"

#include <inttypes.h>
#include <string.h>

#include "cli.h"
#include "document.h"

struct signer {
	struct order order;
	struct reader reader;
	struct buf node;
	struct buf tail;	/* what most lines of a record end in */
	struct buf out;
};

/* What the member holds: a string's characters, or the JSON of anything else. */
static bool
read_order(struct record *r, const char *member, const char **s, size_t *len)
{
	*s = record_raw(r, member, len);
	if (!*s) {
		record_reject(r, "%s: missing", member);
		return false;
	}
	return **s != '"' || record_string(r, member, s, len);
}

bool
stage_node(struct record *r, const struct order *order, struct buf *b)
{
	const char *id, *s;
	size_t id_len, len;
	struct buf number = {0};

	if (!record_string(r, "id", &id, &id_len))
		return false;
	s = id;
	len = id_len;
	if (order->split) {
		buf_printf(&number, "%s-%lu", order->split, order->record);
		s = number.s;
		len = number.len;
	} else if (order->member && !read_order(r, order->member, &s, &len)) {
		return false;
	}
	line_node(b, s, len, id, id_len);
	buf_free(&number);
	return true;
}

static void
put_line(struct signer *s, char kind, uint64_t key)
{
	static const char digit[] = "0123456789abcdef";
	char hex[17] = {kind};

	for (int i = 0; i < 16; i++)
		hex[i + 1] = digit[key >> (60 - 4 * i) & 15];
	buf_add(&s->out, hex, sizeof(hex));
	buf_add(&s->out, s->tail.s, s->tail.len);
}

/* TAB, node, TAB, signature, LF. */
static void
make_tail(struct buf *tail, const struct buf *node, const struct sketch *sketch)
{
	tail->len = 0;
	buf_byte(tail, '\t');
	buf_add(tail, node->s, node->len);
	buf_byte(tail, '\t');
	line_sketch(tail, sketch);
	buf_byte(tail, '\n');
}

/* Of the text, only its hash: enough to tell whether the id stands for two. */
static void
put_id(struct signer *s, const struct document *d)
{
	struct sketch sketch = {.text = d->sketch.text};
	uint64_t h = d->id_len;

	for (size_t i = 0; i < d->id_len; i++)
		h = words_mix(h + (unsigned char)d->id[i]);
	make_tail(&s->tail, &s->node, &sketch);
	put_line(s, 'I', h);
}

static enum record_fate
sign(struct record *r, void *ctx)
{
	struct signer *s = ctx;
	struct document d;

	s->order.record++;
	s->node.len = s->out.len = 0;
	if (!document_read(r, &s->reader, &d) || !stage_node(r, &s->order, &s->node))
		return RECORD_REJECT;
	put_id(s, &d);
	make_tail(&s->tail, &s->node, &d.sketch);
	if (d.sketch.text)
		put_line(s, 'T', d.sketch.text);
	for (unsigned i = 0; i < sketch_keys(&d.sketch); i++)
		put_line(s, 'K', sketch_key(&d.sketch, i));
	cli_write(s->out.s, s->out.len);
	return RECORD_DROP;
}

void
sign_run(const struct order *order, struct mask *mask)
{
	struct signer s = {.order = *order};

	document_open(&s.reader, mask);
	cli_records(sign, &s);
	document_close(&s.reader);
	buf_free(&s.node);
	buf_free(&s.tail);
	buf_free(&s.out);
}
