/*
 * Writes the member `quotes`, in code points.
 */
#include "write.h"

#include "buf.h"
#include "feature.h"
#include "model.h"

#define WHY_MIN 0.1	/* lesser weights are not told */
/* Bytes of a name, a role or a mention, which stand with each quotation of theirs: with
 * longer ones the output would grow by the square of the text. */
#define SPEAKER_MAX 1000

static const char *const type_names[] = { "direct", "mixed", "indirect" };

static void
put_range(struct buf *b, const struct text *t, const char *name, size_t byte)
{
	buf_printf(b, "\"%s\":", name);
	buf_json_uint(b, text_point(t, byte));
}

/* "start":…,"end":…,"text":… */
static void
put_span(struct buf *b, const struct text *t, struct span s)
{
	put_range(b, t, "start", s.start);
	buf_byte(b, ',');
	put_range(b, t, "end", s.end);
	buf_addz(b, ",\"text\":");
	buf_json_string(b, t->s + s.start, s.end - s.start);
}

static void
put_segments(struct buf *b, const struct text *t, const struct quote *q)
{
	size_t i;

	if (q->segs < 2)
		return;
	buf_addz(b, ",\"segments\":[");
	for (i = 0; i < q->segs; i++) {
		buf_addz(b, i ? ",[" : "[");
		buf_json_uint(b, text_point(t, q->seg[i].start));
		buf_byte(b, ',');
		buf_json_uint(b, text_point(t, q->seg[i].end));
		buf_byte(b, ']');
	}
	buf_byte(b, ']');
}

static const char *
type_name(char type)
{
	return type == 'P' ? "PER" : type == 'O' ? "ORG" : type == 'L' ? "LOC" : "MISC";
}

static bool
fits(struct span s)
{
	return s.start < s.end && s.end - s.start <= SPEAKER_MAX;
}

/* The speaker's type and role, as far as known. */
static void
put_kind(struct buf *b, const struct doc *d, const struct quote *q)
{
	const struct name *n = q->name == NONE ? NULL : &d->name[q->name];

	if (n)
		buf_printf(b, ",\"type\":\"%s\"", type_name(n->type));
	else if (q->agent == AGENT_PER || q->agent == AGENT_ORG)
		buf_printf(b, ",\"type\":\"%s\"", q->agent == AGENT_PER ? "PER" : "ORG");
	if (!n || !fits(n->role))
		return;
	buf_addz(b, ",\"role\":");
	buf_json_string(b, d->text->s + n->role.start, n->role.end - n->role.start);
}

/* The day and the relay, where stated. */
static void
put_circumstance(struct buf *b, const struct doc *d, const struct quote *q)
{
	if (q->date.year)
		buf_printf(b, ",\"date\":\"%04d-%02d-%02d\"", q->date.year, q->date.month,
			q->date.day);
	if (q->relay.start < q->relay.end) {
		buf_addz(b, ",\"relay\":");
		buf_json_string(b, d->text->s + q->relay.start,
			q->relay.end - q->relay.start);
	}
}

/* A mention without what ties a clitic to its verb: « -t-il » is il. */
static struct span
bare_mention(const struct text *t, struct span m)
{
	unsigned size;
	size_t at = m.end;

	if (!(lexicon_find(t->s + m.start, m.end - m.start)->class & W_INVERTED))
		return m;
	while (text_class(text_before(t->s + m.start, t->s + at, &size)) & TEXT_LETTER)
		at -= size;
	return (struct span){ at, m.end };
}

/* The speaker's name, that of the cast or a description; NULL when it is not known. */
static const char *
speaker_name(const struct doc *d, const struct quote *q, size_t *len)
{
	if (q->name == NONE) {
		*len = q->described.end - q->described.start;
		return fits(q->described) ? d->text->s + q->described.start : NULL;
	}
	*len = d->name[q->name].len;
	return *len <= SPEAKER_MAX ? d->name[q->name].s : NULL;
}

static void
put_speaker(struct buf *b, const struct doc *d, const struct quote *q)
{
	size_t len;
	const char *name = speaker_name(d, q, &len), *sep = "";

	if (!name && !fits(q->mention))
		return;
	buf_addz(b, ",\"speaker\":{");
	if (name) {
		buf_addz(b, "\"name\":");
		buf_json_string(b, name, len);
		put_kind(b, d, q);
		sep = ",";
	}
	if (fits(q->mention)) {
		buf_addz(b, sep);
		put_span(b, d->text, bare_mention(d->text, q->mention));
	}
	if (name) {
		buf_addz(b, ",\"score\":");
		buf_json_score(b, q->speaker_score);
	}
	buf_byte(b, '}');
}

static void
put_weight(struct buf *b, unsigned feature, const char **sep)
{
	struct buf name = { 0 };
	double w = model_weight(feature);

	if (w > -WHY_MIN && w < WHY_MIN)
		return;
	feature_name(feature, &name);
	buf_addz(b, *sep);
	buf_json_string(b, name.s, name.len);
	buf_printf(b, ":%.2f", w);
	*sep = ",";
	buf_free(&name);
}

/* Why the quotation was taken: the features that weigh for and against it. */
static void
put_why(struct buf *b, const struct quote *q)
{
	const char *sep = "";
	size_t i;

	buf_addz(b, ",\"why\":{");
	for (i = 0; i < q->features; i++)
		put_weight(b, q->feature[i], &sep);
	for (i = 0; i < q->speaker_features; i++)
		put_weight(b, q->speaker_feature[i], &sep);
	buf_byte(b, '}');
}

static void
put_quote(struct buf *b, const struct doc *d, const struct quote *q, bool explain)
{
	struct span whole = { q->seg[0].start, q->seg[q->segs - 1].end };

	buf_byte(b, '{');
	put_span(b, d->text, whole);
	buf_printf(b, ",\"type\":\"%s\"", type_names[q->type]);
	put_segments(b, d->text, q);
	put_speaker(b, d, q);
	if (q->cue.start < q->cue.end) {
		buf_addz(b, ",\"cue\":{");
		put_span(b, d->text, q->cue);
		buf_byte(b, '}');
	}
	put_circumstance(b, d, q);
	buf_addz(b, ",\"score\":");
	buf_json_score(b, q->score);
	if (explain)
		put_why(b, q);
	buf_byte(b, '}');
}

void
write_quotes(const struct doc *d, const struct quotes *q, double min_score, bool explain)
{
	struct buf *b = record_open(d->rec, "quotes");
	const char *sep = "";
	size_t i;

	buf_byte(b, '[');
	for (i = 0; i < q->n; i++) {
		if (q->v[i].dropped || q->v[i].score < min_score)
			continue;
		buf_addz(b, sep);
		put_quote(b, d, &q->v[i], explain);
		sep = ",";
	}
	buf_byte(b, ']');
}
