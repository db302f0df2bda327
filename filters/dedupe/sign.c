/* --sign: a record in, its key lines out; and the node of a record (see stages.h). */
#include "stages.h"

#include <inttypes.h>
#include <string.h>

#include "cli.h"
#include "document.h"

struct signer {
	const char *order;
	struct reader reader;
	struct buf tail;	/* what all lines of a record end in */
	struct buf out;
};

bool
stage_node(struct record *r, const char *order, struct buf *b)
{
	const char *id, *s;
	size_t id_len, len;

	if (!record_string(r, "id", &id, &id_len))
		return false;
	s = id;
	len = id_len;
	if (order && !(s = record_raw(r, order, &len))) {
		record_reject(r, "%s: missing", order);
		return false;
	}
	if (order && *s == '"' && !record_string(r, order, &s, &len))
		return false;
	line_node(b, s, len, id, id_len);
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

static enum record_fate
sign(struct record *r, void *ctx)
{
	struct signer *s = ctx;
	struct document d;

	s->tail.len = s->out.len = 0;
	buf_byte(&s->tail, '\t');
	if (!document_read(r, &s->reader, &d) || !stage_node(r, s->order, &s->tail))
		return RECORD_REJECT;
	buf_byte(&s->tail, '\t');
	line_sketch(&s->tail, &d.sketch);
	buf_byte(&s->tail, '\n');
	if (d.sketch.text)
		put_line(s, 'T', d.sketch.text);
	for (unsigned i = 0; i < sketch_keys(&d.sketch); i++)
		put_line(s, 'K', sketch_key(&d.sketch, i));
	cli_write(s->out.s, s->out.len);
	return RECORD_DROP;
}

void
sign_run(const char *order, struct mask *mask)
{
	struct signer s = {.order = order};

	document_open(&s.reader, mask);
	cli_records(sign, &s);
	document_close(&s.reader);
	buf_free(&s.tail);
	buf_free(&s.out);
}
