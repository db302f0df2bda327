/*
 * ner: finds the people, places, organisations and other names in a text.
 *
 * A record must have `text`; `sentences` are used when they are there. It gains
 * `entities` and `names`.
 */
#include <string.h>

#include "cli.h"
#include "gazetteer.h"
#include "table.h"
#include "tagger.h"

static const char *caller;
static double min_score;

static void
write_mention(const struct tagger *t, const struct mention *m, struct buf *out)
{
	const struct text *text = t->doc.text;
	size_t start = t->doc.atom[m->from].start, end = t->doc.atom[m->to - 1].end;
	const char *type = tagger_type(t, m->type);

	buf_addz(out, "{\"start\":");
	buf_json_uint(out, text_point(text, start));
	buf_addz(out, ",\"end\":");
	buf_json_uint(out, text_point(text, end));
	buf_addz(out, ",\"text\":");
	buf_json_string(out, text->s + start, end - start);
	buf_addz(out, ",\"type\":");
	buf_json_string(out, type, strlen(type));
	buf_addz(out, ",\"score\":");
	buf_json_score(out, (double)m->score);
	buf_addz(out, ",\"name\":");
	buf_json_uint(out, m->name);
	buf_byte(out, '}');
}

static void
write_name(const struct tagger *t, const struct cast_name *name, struct buf *out)
{
	const char *type = tagger_type(t, name->type);

	buf_addz(out, "{\"name\":");
	cast_write(&t->doc, &t->found.v[name->first], name->type == t->person, out);
	buf_addz(out, ",\"type\":");
	buf_json_string(out, type, strlen(type));
	buf_addz(out, ",\"mentions\":");
	for (uint32_t m = name->last; m != CAST_END; m = t->found.v[m].next) {
		buf_byte(out, m == name->last ? '[' : ',');
		buf_json_uint(out, m);
	}
	buf_addz(out, "]}");
}

static enum record_fate
tag_record(struct record *r, void *ctx)
{
	struct tagger *t = ctx;
	struct buf *out;

	if (!tagger_read(t, r, min_score))
		return RECORD_REJECT;
	out = record_open(r, "entities");
	for (size_t i = 0; i < t->found.n; i++) {
		buf_byte(out, i == 0 ? '[' : ',');
		write_mention(t, &t->found.v[i], out);
	}
	buf_addz(out, t->found.n == 0 ? "[]" : "]");
	out = record_open(r, "names");
	for (size_t i = 0; i < t->cast.n; i++) {
		buf_byte(out, i == 0 ? '[' : ',');
		write_name(t, &t->cast.v[i], out);
	}
	buf_addz(out, t->cast.n == 0 ? "[]" : "]");
	return RECORD_KEEP;
}

/* Rows of the caller's gazetteer: surface, type, canonical name if it differs. */
static void
open_caller(const struct tagger *t)
{
	struct table table;

	table_open_path(&table, caller);
	while (table_next(&table, 2)) {
		const struct table_field *f = table.field;
		int type = tagger_type_number(t, f[1].s, f[1].len);

		if (type < 0)
			table_die(&table, "the model has no type %.*s", (int)f[1].len,
				f[1].s);
		gazetteer_add(&f[0], (unsigned)type, table.fields > 2 ? &f[2] : &f[0]);
	}
}

static const char help[] =
	"usage: ner [OPTION]... [FILE]...\n"
	"Add entities (people, places, organisations, other names) and names to records.\n"
	"      --gazetteer FILE  names of your own: surface, type, canonical name, by TAB\n"
	"      --min-score N     leave out entities less probable than N\n"
	"      --tables DIR      tables and model in place of those compiled in\n"
	"      --reject FILE     write lines that cannot be used to FILE\n"
	"      --line-buffered   write each record at once\n"
	"  -q, --quiet           no messages about rejected lines\n"
	"  -h, --help            show this help\n"
	"  -V, --version         show the version\n"
	"Example: sentsplit corpus.jsonl | ner | jq -r '.names[].name'\n";

static const struct cli_option options[] = {
	{"gazetteer", CLI_STRING, &caller, 0, 0},
	{"min-score", CLI_NUMBER, &min_score, 0, 1},
	{0}
};

int
main(int argc, char **argv)
{
	static const struct cli_program program = {
		.name = "ner", .help = help, .options = options
	};
	static struct tagger tagger;

	cli_start(&program, argc, argv);
	tagger_open(&tagger);
	if (caller != NULL)
		open_caller(&tagger);
	cli_records(tag_record, &tagger);
	tagger_free(&tagger);
	return cli_finish();
}
