/* From a record to its mentions and cast; see tagger.h. */
#include "tagger.h"

#include <math.h>
#include <string.h>

#include "cli.h"
#include "cluster.h"
#include "gazetteer.h"
#include "model.h"
#include "table.h"

/* Fitted on held-back documents of each corpus (Guo, Pleiss, Sun & Weinberger 2017). */
#define TEMPERATURE 2.1

static void
tag_unit(struct tagger *t, size_t u)
{
	size_t from = t->doc.unit[u], before = t->found.n;

	feature_unit(&t->memory, &t->doc, u, &t->seq);
	crf_decode(t->crf, &t->seq, t->label, NULL);
	tag_read(t->label, t->seq.n, from, &t->found);
	for (size_t i = before; i < t->found.n; i++) {
		struct mention *m = &t->found.v[i];

		m->score = (float)crf_span_probability(t->crf, t->label, m->from - from,
			m->to - from);
	}
}

/* The corpus whose conventions the document is read by: none without words. */
static void
find_corpus(struct tagger *t)
{
	uint8_t label;

	if (t->corpora == NULL)
		return;
	feature_words(&t->memory, &t->doc, &t->seq);
	if (t->seq.features == 0)
		return;
	crf_decode(t->corpora, &t->seq, &label, NULL);
	t->doc.corpus = 1U + label;
}

/* Makes scores what they are right by: on documents that it was not trained on, the
 * model is surer than it should be. */
static void
calibrate(struct mentions *found)
{
	for (size_t i = 0; i < found->n; i++) {
		double yes = pow((double)found->v[i].score, 1 / TEMPERATURE);
		double no = pow(1 - (double)found->v[i].score, 1 / TEMPERATURE);

		found->v[i].score = (float)(yes / (yes + no));
	}
}

static void
drop_doubtful(struct mentions *found, double min_score)
{
	size_t kept = 0;

	for (size_t i = 0; i < found->n; i++)
		if ((double)found->v[i].score >= min_score)
			found->v[kept++] = found->v[i];
	found->n = kept;
}

bool
tagger_read(struct tagger *t, struct record *r, double min_score)
{
	if (!document_read(&t->doc, r))
		return false;
	gazetteer_mark(&t->doc);
	cluster_mark(&t->doc);
	feature_document(&t->memory, &t->doc);
	find_corpus(t);
	t->found.n = 0;
	for (size_t u = 0; u < t->doc.units; u++)
		tag_unit(t, u);
	second_pass(&t->second, &t->doc, &t->found, t->person, t->body);
	gazetteer_caller(&t->doc, &t->found);
	calibrate(&t->found);
	drop_doubtful(&t->found, min_score);
	cast_join(&t->cast, &t->doc, &t->found, t->person, t->body);
	return true;
}

const char *
tagger_type(const struct tagger *t, unsigned type)
{
	return crf_label(t->crf, tag_label(type, TAG_BEGIN)) + 2;
}

int
tagger_type_number(const struct tagger *t, const char *name, size_t len)
{
	for (unsigned i = 0; i < t->types; i++)
		if (strlen(tagger_type(t, i)) == len
		    && memcmp(tagger_type(t, i), name, len) == 0)
			return (int)i;
	return -1;
}

static void
check_labels(const struct tagger *t)
{
	unsigned labels = crf_labels(t->crf);

	if (labels != 1 + TAG_PARTS * t->types)
		cli_die("model.bin: not a model of names");
	for (unsigned y = 1; y < labels; y++)
		if (strlen(crf_label(t->crf, y)) < 3)
			cli_die("model.bin: label %s has no type", crf_label(t->crf, y));
}

static struct crf *
open_part(const char *data, size_t len)
{
	const char *reason;
	struct crf *crf = crf_open(data, len, &reason);

	if (crf == NULL)
		cli_die("model.bin: %s", reason);
	return crf;
}

static void
open_model(struct tagger *t)
{
	struct model_header head;
	size_t len;
	const char *data = table_data("model.bin", &len);

	if (len < sizeof head)
		cli_die("model.bin: cut short");
	memcpy(&head, data, sizeof head);
	if (memcmp(head.magic, MODEL_MAGIC, sizeof head.magic) != 0)
		cli_die("model.bin: not a model of this version");
	if (len != sizeof head + head.labels + (size_t)head.corpora
	    || head.labels % 8 != 0)
		cli_die("model.bin: size does not fit the header");
	t->crf = open_part(data + sizeof head, head.labels);
	if (head.corpora > 0)
		t->corpora = open_part(data + sizeof head + head.labels, head.corpora);
}

/* The number of a type that has rules of its own; TAG_TYPES when the model lacks it. */
static unsigned
known_type(const struct tagger *t, const char *name)
{
	int type = tagger_type_number(t, name, strlen(name));

	return type < 0 ? TAG_TYPES : (unsigned)type;
}

void
tagger_open(struct tagger *t)
{
	document_open();
	cluster_open();
	cast_open();
	open_model(t);
	t->types = crf_labels(t->crf) / TAG_PARTS;
	check_labels(t);
	t->person = known_type(t, "PER");
	t->body = known_type(t, "ORG");
}

void
tagger_free(struct tagger *t)
{
	crf_free(t->crf);
	crf_free(t->corpora);
	crf_seq_free(&t->seq);
	feature_free(&t->memory);
	second_free(&t->second);
	cast_free(&t->cast);
	mentions_free(&t->found);
	document_free(&t->doc);
}
