/*
 * ner-train: trains ner's model from records.
 *
 * A record must have `text` and `entities` (start, end, type), and `corpus` when the
 * corpora are named; the model goes to standard output.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "cluster.h"
#include "feature.h"
#include "gazetteer.h"
#include "model.h"
#include "tag.h"

#define CORPUS_L1 0.2	/* keeps the model of corpora small */
#define CORPUS_ITERATIONS 70
#define NAME_MAX_BYTES 16	/* of a type or corpus, with its NUL */

struct training {
	struct crf_trainer *trainer;
	struct document doc;
	struct feature_memory memory;
	struct crf_seq seq;
	uint8_t *label;
	size_t label_cap;
	char types[TAG_TYPES][NAME_MAX_BYTES];
	unsigned n;
	char corpora[TAG_TYPES][NAME_MAX_BYTES];
	unsigned corpora_n;
	struct crf_trainer *corpus_trainer;
	unsigned corpus;	/* of the record in hand */
	size_t records, people, missed;
	struct buf variant;	/* the text in hand, written otherwise */
	struct text changed;
};

static const char *types = "PER,LOC,ORG,MISC", *corpora = "";
static double epochs = 12, rate = 0.1, dropout = 0.5, l1 = 0.3, min_count = 2;
static double variants = 4, least;

/* Splits a list at its commas; how many names there are. */
static unsigned
split_names(const char *option, const char *s, char name[TAG_TYPES][NAME_MAX_BYTES])
{
	unsigned n = 0;

	while (*s != 0) {
		size_t len = strcspn(s, ",");

		if (len == 0 || len >= NAME_MAX_BYTES || n == TAG_TYPES)
			cli_die("--%s: up to %d names of up to %d letters", option,
				TAG_TYPES, NAME_MAX_BYTES - 1);
		memcpy(name[n++], s, len);
		s += len + (s[len] == ',');
	}
	return n;
}

static void
new_trainers(struct training *t)
{
	static char name[1 + TAG_PARTS * TAG_TYPES][NAME_MAX_BYTES + 2];
	const char *names[1 + TAG_PARTS * TAG_TYPES] = {"O"};

	t->n = split_names("types", types, t->types);
	if (t->n == 0)
		cli_die("--types: no type");
	for (unsigned k = 0; k < TAG_PARTS * t->n; k++) {
		snprintf(name[k], sizeof name[k], "%c-%s", "BILU"[k % TAG_PARTS],
			t->types[k / TAG_PARTS]);
		names[k + 1] = name[k];
	}
	t->trainer = crf_trainer_new(1 + TAG_PARTS * t->n, names);
	t->corpora_n = split_names("corpora", corpora, t->corpora);
	if (t->corpora_n == 0)
		return;
	for (unsigned k = 0; k < t->corpora_n; k++)
		names[k] = t->corpora[k];
	t->corpus_trainer = crf_trainer_new(t->corpora_n, names);
}

static int
find_name(const char *s, char name[TAG_TYPES][NAME_MAX_BYTES], unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		if (s != NULL && strcmp(name[i], s) == 0)
			return (int)i;
	return -1;
}

/* The number of the record's corpus, from 1; 0 when corpora are not told apart, -1
 * when the record cannot be used. */
static int
read_corpus(struct training *t, struct record *r)
{
	const char *name;
	size_t len;
	int corpus;

	if (t->corpora_n == 0)
		return 0;
	if (!record_string(r, "corpus", &name, &len))
		return -1;
	for (corpus = (int)t->corpora_n; corpus > 0; corpus--)
		if (name != NULL && strlen(t->corpora[corpus - 1]) == len
		    && memcmp(t->corpora[corpus - 1], name, len) == 0)
			return corpus;
	record_reject(r, "corpus: not among %s", corpora);
	return -1;
}

/* Finds the atoms that a span covers; false unless it has their edges. */
static bool
covers(const struct document *d, struct span span, struct mention *m, size_t *from)
{
	while (*from < d->n && d->atom[*from].end <= span.start)
		++*from;
	m->from = m->to = (uint32_t)*from;
	while (m->to < d->n && d->atom[m->to].start < span.end)
		m->to++;
	return m->to > m->from && d->atom[m->from].start == span.start
		&& d->atom[m->to - 1].end == span.end;
}

static bool
read_labels(struct training *t, struct record *r, size_t *missed)
{
	const struct span *span;
	size_t n, from = 0;
	json_t *list;

	if (!record_spans(r, "entities", &span, &n, &list))
		return false;
	for (size_t i = 0; i < n; i++) {
		json_t *name = json_object_get(json_array_get(list, i), "type");
		int type = find_name(json_string_value(name), t->types, t->n);
		struct mention m = {.type = (uint8_t)type};

		if (type < 0) {
			record_reject(r, "entities[%zu].type: not among %s", i, types);
			return false;
		}
		if (covers(&t->doc, span[i], &m, &from) && t->label[m.from] == 0)
			tag_mention(&m, t->label);
		else
			++*missed;
	}
	return true;
}

/* Adds the units of the document in hand, with the record's labels. */
static bool
add_document(struct training *t, struct record *r, size_t *missed)
{
	mem_grow(&t->label, &t->label_cap, t->doc.n + 1, 1);
	memset(t->label, 0, t->doc.n + 1);
	t->doc.corpus = t->corpus;
	if (!read_labels(t, r, missed))
		return false;
	gazetteer_mark(&t->doc);
	cluster_mark(&t->doc);
	feature_document(&t->memory, &t->doc);
	for (size_t u = 0; u < t->doc.units; u++) {
		feature_unit(&t->memory, &t->doc, u, &t->seq);
		crf_trainer_add(t->trainer, &t->seq, t->label + t->doc.unit[u], 1);
	}
	return true;
}

/* Writes s[from..to) in capitals over `out`, every character in as many bytes. */
static void
raise(const char *s, size_t from, size_t to, char *out)
{
	unsigned size;
	char point[4];

	for (size_t i = from; i < to; i += size, out += size) {
		uint32_t c = text_decode(s + i, s + to, &size);
		bool same = text_encode(text_upper(c), point) == size;

		memcpy(out, same ? point : s + i, size);
	}
}

/* Writes a person's name as registers do, in place: surname in capitals, and for
 * every other one before the first name. */
static void
register_name(const struct text *text, struct span span, bool invert, char *out)
{
	const char *s = text->s;
	size_t surname = span.end, n;

	while (surname > span.start && s[surname - 1] != ' ')
		surname--;
	if (surname == span.start)
		return;
	n = span.end - surname;
	if (!invert) {
		raise(s, surname, span.end, out + surname);
		return;
	}
	raise(s, surname, span.end, out + span.start);
	out[span.start + n] = ' ';
	memcpy(out + span.start + n + 1, s + span.start, surname - 1 - span.start);
}

static void
register_names(struct training *t, struct record *r, char *out)
{
	const struct span *span;
	json_t *list;
	size_t n;

	if (!record_spans(r, "entities", &span, &n, &list))
		return;
	for (size_t i = 0; i < n; i++) {
		json_t *type = json_object_get(json_array_get(list, i), "type");

		if (strcmp(json_string_value(type), "PER") == 0)
			register_name(record_text(r), span[i], t->people++ % 2, out);
	}
}

/* Adds the record's document again, as it would be written in capitals, or with its
 * people written SURNAME First. */
static void
add_variant(struct training *t, struct record *r, bool shout)
{
	const struct text *text = record_text(r);
	size_t missed;

	t->variant.len = 0;
	buf_add(&t->variant, text->s, text->len);
	if (shout)
		raise(text->s, 0, text->len, t->variant.s);
	else
		register_names(t, r, t->variant.s);
	text_set(&t->changed, t->variant.s, t->variant.len);
	document_parse(&t->doc, &t->changed, NULL, 0);
	add_document(t, r, &missed);
}

static enum record_fate
add_record(struct record *r, void *ctx)
{
	struct training *t = ctx;
	size_t every = (size_t)variants, k = t->records++;
	int corpus = read_corpus(t, r);

	t->corpus = corpus < 0 ? 0 : (unsigned)corpus;
	if (corpus < 0 || !document_read(&t->doc, r) || !add_document(t, r, &t->missed))
		return RECORD_REJECT;
	if (corpus > 0) {
		uint8_t label = (uint8_t)(corpus - 1);

		feature_words(&t->memory, &t->doc, &t->seq);
		crf_trainer_add(t->corpus_trainer, &t->seq, &label, 1);
	}
	if (every > 0 && k % every == 0 && record_text(r)->len > 0)
		add_variant(t, r, true);
	if (every > 0 && k % (3 * every) == every / 2 && record_text(r)->len > 0)
		add_variant(t, r, false);
	return RECORD_DROP;
}

static void
show_progress(int epoch, double loss, size_t active)
{
	fprintf(stderr, "epoch %d: loss %.0f, %zu weights\n", epoch, loss, active);
}

static void
write_model(struct training *t)
{
	struct crf_options option = {.l1 = l1, .epochs = (int)epochs, .rate = rate,
		.dropout = dropout, .min_count = (int)min_count, .least = least,
		.closed = true, .progress = show_progress};
	struct crf_options corpus_option = {.l1 = CORPUS_L1, .l2 = 1,
		.iterations = CORPUS_ITERATIONS, .min_count = (int)min_count};
	struct model_header head = {.magic = MODEL_MAGIC};
	struct buf labels = {0}, corpus = {0};

	crf_trainer_run(t->trainer, &option, &labels);
	if (t->corpus_trainer != NULL)
		crf_trainer_run(t->corpus_trainer, &corpus_option, &corpus);
	head.labels = (uint32_t)labels.len;
	head.corpora = (uint32_t)corpus.len;
	cli_write((const char *)&head, sizeof head);
	cli_write(labels.s, labels.len);
	cli_write(corpus.s, corpus.len);
	buf_free(&labels);
	buf_free(&corpus);
}

static const char help[] =
	"usage: ner-train [OPTION]... [FILE]... >model.bin\n"
	"Train the model of ner from records with text and entities.\n"
	"      --types LIST      types of entities (default PER,LOC,ORG,MISC)\n"
	"      --corpora LIST    tell these corpora apart, by the member corpus\n"
	"      --epochs N        how often each sentence is seen (default 12)\n"
	"      --rate N          first learning rate of each weight (default 0.1)\n"
	"      --dropout N       share of features hidden in half of the steps\n"
	"                        (default 0.5)\n"
	"      --l1 N            strength of the L1 penalty (default 0.3)\n"
	"      --min-count N     leave out rarer features (default 2)\n"
	"      --least N         leave out weights nearer to 0 (default 0)\n"
	"      --variants N      add every Nth record in capitals too (default 4)\n"
	"Example: ner-train african.jsonl winer.jsonl >fr/model.bin\n";

static const struct cli_option options[] = {
	{"types", CLI_STRING, &types, 0, 0},
	{"corpora", CLI_STRING, &corpora, 0, 0},
	{"epochs", CLI_NUMBER, &epochs, 1, 100000},
	{"rate", CLI_NUMBER, &rate, 0, 1000},
	{"dropout", CLI_NUMBER, &dropout, 0, 0.99},
	{"l1", CLI_NUMBER, &l1, 0, 1000},
	{"min-count", CLI_NUMBER, &min_count, 1, 1000000},
	{"least", CLI_NUMBER, &least, 0, 1000},
	{"variants", CLI_NUMBER, &variants, 0, 1000000},
	{0}
};

int
main(int argc, char **argv)
{
	static const struct cli_program program = {
		.name = "ner-train", .help = help, .options = options
	};
	static struct training t;

	cli_start(&program, argc, argv);
	document_open();
	cluster_open();
	new_trainers(&t);
	cli_records(add_record, &t);
	fprintf(stderr, "%zu mentions left out: not on the edges of tokens\n", t.missed);
	write_model(&t);
	crf_seq_free(&t.seq);
	feature_free(&t.memory);
	text_free(&t.changed);
	buf_free(&t.variant);
	document_free(&t.doc);
	crf_trainer_free(t.trainer);
	crf_trainer_free(t.corpus_trainer);
	return cli_finish();
}
