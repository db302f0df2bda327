/*
 * ner: finds the people, places, organisations and other names in a text.
 *
 * A record must have `text`; `sentences` are used when they are there. It gains
 * `entities` and `names`.
 */
#include <string.h>

#include "cast.h"
#include "cli.h"
#include "feature.h"
#include "gazetteer.h"
#include "table.h"
#include "tag.h"

struct tagger {
	struct crf *crf;
	struct document doc;
	struct feature_memory memory;
	struct crf_seq seq;
	struct mentions found;
	struct cast cast;
	unsigned person;
	uint8_t label[UNIT_MAX + 1];
	float marginal[(UNIT_MAX + 1) * CRF_LABELS];
};

static void
tag_unit(struct tagger *t, size_t u)
{
	size_t from = t->doc.unit[u], before = t->found.n;

	feature_unit(&t->memory, &t->doc, u, &t->seq);
	crf_decode(t->crf, &t->seq, t->label, t->marginal);
	tag_read(t->label, t->seq.n, from, &t->found);
	for (size_t i = before; i < t->found.n; i++) {
		struct mention *m = &t->found.v[i];

		m->score = (float)crf_span_probability(t->crf, t->label, m->from - from,
			m->to - from);
	}
}

static const char *
type_name(const struct tagger *t, unsigned type)
{
	return crf_label(t->crf, tag_label(type, TAG_BEGIN)) + 2;
}

static void
write_entities(const struct tagger *t, struct buf *out)
{
	buf_byte(out, '[');
	for (size_t i = 0; i < t->found.n; i++) {
		const struct mention *m = &t->found.v[i];
		size_t start = t->doc.atom[m->from].start, end = t->doc.atom[m->to - 1].end;
		const char *type = type_name(t, m->type);

		buf_addz(out, i > 0 ? ",{\"start\":" : "{\"start\":");
		buf_json_uint(out, text_point(t->doc.text, start));
		buf_addz(out, ",\"end\":");
		buf_json_uint(out, text_point(t->doc.text, end));
		buf_addz(out, ",\"text\":");
		buf_json_string(out, t->doc.text->s + start, end - start);
		buf_addz(out, ",\"type\":");
		buf_json_string(out, type, strlen(type));
		buf_addz(out, ",\"score\":");
		buf_json_score(out, (double)m->score);
		buf_addz(out, ",\"name\":");
		buf_json_uint(out, m->name);
		buf_byte(out, '}');
	}
	buf_byte(out, ']');
}

static void
write_names(const struct tagger *t, struct buf *out)
{
	buf_byte(out, '[');
	for (size_t i = 0; i < t->cast.n; i++) {
		const struct cast_name *name = &t->cast.v[i];
		const char *type = type_name(t, name->type);

		buf_addz(out, i > 0 ? ",{\"name\":" : "{\"name\":");
		cast_write(&t->cast, &t->doc, &t->found, i, name->type == t->person, out);
		buf_addz(out, ",\"type\":");
		buf_json_string(out, type, strlen(type));
		buf_addz(out, ",\"mentions\":");
		for (uint32_t m = name->last; m != CAST_END; m = t->found.v[m].next) {
			buf_byte(out, m == name->last ? '[' : ',');
			buf_json_uint(out, m);
		}
		buf_addz(out, "]}");
	}
	buf_byte(out, ']');
}

static enum record_fate
tag_record(struct record *r, void *ctx)
{
	struct tagger *t = ctx;

	if (!document_read(&t->doc, r))
		return RECORD_REJECT;
	gazetteer_mark(&t->doc);
	feature_document(&t->memory, &t->doc);
	t->found.n = 0;
	for (size_t u = 0; u < t->doc.units; u++)
		tag_unit(t, u);
	cast_join(&t->cast, &t->doc, &t->found, t->person);
	write_entities(t, record_open(r, "entities"));
	write_names(t, record_open(r, "names"));
	return RECORD_KEEP;
}

static void
open_model(struct tagger *t)
{
	const char *data, *reason;
	size_t len;

	data = table_data("model.bin", &len);
	if ((t->crf = crf_open(data, len, &reason)) == NULL)
		cli_die("model.bin: %s", reason);
	if (crf_labels(t->crf) % 4 != 1)
		cli_die("model.bin: not a model of names");
	for (t->person = 0; 4 * t->person + 1 < crf_labels(t->crf); t->person++)
		if (strcmp(type_name(t, t->person), "PER") == 0)
			break;
}

static const char help[] =
	"usage: ner [OPTION]... [FILE]...\n"
	"Add entities (people, places, organisations, other names) and names to records.\n"
	"  -h, --help            show this help\n"
	"Example: sentsplit corpus.jsonl | ner | jq -r '.names[].name'\n";

static const struct cli_option options[] = {
	{0}
};

int
main(int argc, char **argv)
{
	static const struct cli_program program = {
		.name = "ner", .help = help, .options = options
	};
	static struct tagger t;

	cli_start(&program, argc, argv);
	token_open();
	gazetteer_open();
	open_model(&t);
	cli_records(tag_record, &t);
	crf_free(t.crf);
	crf_seq_free(&t.seq);
	feature_free(&t.memory);
	document_free(&t.doc);
	mentions_free(&t.found);
	cast_free(&t.cast);
	return cli_finish();
}
