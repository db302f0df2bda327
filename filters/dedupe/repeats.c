/* Statements said again (see repeats.h). Each key keeps its first few statements, as
 * the keys of documents do. */
#include "repeats.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "multimap.h"
#include "statement.h"

#define ANCHORS 8
#define LONGEST 8192		/* bytes of a statement */

struct told {			/* an earlier statement */
	uint64_t word;		/* where its words begin */
	uint32_t words;
	uint32_t record, index;
	uint32_t first;		/* the statement that it repeats, or itself */
};

struct repeats {
	const char *member;
	double threshold;
	struct weights *weights;
	struct words words;
	struct statement now;
	struct buf text;	/* of the statement in hand */
	struct buf ids;
	uint64_t *id;		/* where each record's id begins */
	size_t records, id_cap;
	struct told *told;
	size_t tolds, told_cap;
	struct said *word;
	size_t word_count, word_cap;
	struct multimap by_key;
	uint32_t *seen;		/* the last statement that was compared with each */
	size_t seen_cap;
};

static void
remember(struct repeats *r, size_t index, uint32_t first)
{
	const struct statement *s = &r->now;
	uint32_t told = (uint32_t)r->tolds;

	mem_grow(&r->told, &r->told_cap, r->tolds + 1, sizeof(*r->told));
	mem_grow(&r->seen, &r->seen_cap, r->tolds + 1, sizeof(*r->seen));
	mem_grow(&r->word, &r->word_cap, r->word_count + s->words, sizeof(*r->word));
	r->seen[told] = UINT32_MAX;
	r->told[r->tolds++] = (struct told){r->word_count, s->words,
		(uint32_t)r->records - 1, (uint32_t)index,
		first == UINT32_MAX ? told : first};
	memcpy(r->word + r->word_count, s->word, s->words * sizeof(*s->word));
	r->word_count += s->words;
	for (unsigned i = 0; i < s->keys; i++)
		multimap_add(&r->by_key, s->key[i], told);
}

struct best {
	uint32_t told;
	double likeness;
};

static void
consider(struct repeats *r, uint32_t told, struct best *best)
{
	const struct told *t = &r->told[told];
	double likeness;

	if (r->seen[told] == r->tolds || t->record == r->records - 1)
		return;
	r->seen[told] = (uint32_t)r->tolds;
	likeness = statement_compare(r->now.word, r->now.words, r->word + t->word,
		t->words);
	if (likeness >= r->threshold && (likeness > best->likeness ||
	    (likeness >= best->likeness && told < best->told)))
		*best = (struct best){told, likeness};
}

static struct best
look_up(struct repeats *r)
{
	struct best best = {.told = UINT32_MAX};
	uint32_t told[MULTIMAP_MOST];

	for (unsigned k = 0; k < r->now.keys; k++) {
		unsigned n = multimap_find(&r->by_key, r->now.key[k], told);

		for (unsigned i = 0; i < n; i++)
			consider(r, told[i], &best);
	}
	return best;
}

/* Spans may overlap without end: of each only so much is looked at, in whole
 * characters. */
static void
add_piece(struct buf *b, const struct text *t, struct span piece)
{
	size_t room = b->len < LONGEST ? LONGEST - b->len : 0;

	if (piece.end - piece.start > room) {
		piece.end = piece.start + room;
		while (piece.end > piece.start && (t->s[piece.end] & 0xC0) == 0x80)
			piece.end--;
	}
	buf_add(b, t->s + piece.start, piece.end - piece.start);
	buf_byte(b, ' ');
}

/* The words of the span: of its segments where a quotation has several. */
static bool
read_statement(struct repeats *r, struct record *record, json_t *item,
	const struct span *span)
{
	const struct text *t = record_text(record);
	json_t *segment, *list = json_object_get(item, "segments");
	size_t i;

	r->text.len = 0;
	if (!json_is_array(list) || !json_array_size(list))
		add_piece(&r->text, t, *span);
	else
		json_array_foreach(list, i, segment) {
			size_t from = text_byte(t, (size_t)json_integer_value(
				json_array_get(segment, 0)));
			size_t to = text_byte(t, (size_t)json_integer_value(
				json_array_get(segment, 1)));

			if (from > to || to > t->len) {
				record_reject(record, "%s: segment outside the text",
					r->member);
				return false;
			}
			add_piece(&r->text, t, (struct span){from, to});
		}
	statement_read(r->weights, &r->words, r->text.s ? r->text.s : "", r->text.len,
		&r->now);
	return true;
}

static void
mark(struct repeats *r, json_t *item, struct best best)
{
	const struct told *first = &r->told[r->told[best.told].first];
	size_t from = r->id[first->record], to = r->ids.len;

	if (first->record + 1 < r->records)
		to = r->id[first->record + 1];
	json_object_set_new(item, "repeats", json_pack("{s:s%, s:I, s:f}", "id",
		r->ids.s + from, to - from, "index", (json_int_t)first->index,
		"similarity", (int)(best.likeness * 1000 + 0.5) / 1000.0));
}

/* Whether the item was changed. */
static bool
compare_item(struct repeats *r, json_t *item, size_t index)
{
	bool had = json_object_del(item, "repeats") == 0;
	uint32_t first = UINT32_MAX;
	struct best best;

	if (!r->now.words)
		return had;
	best = look_up(r);
	if (best.told != UINT32_MAX) {
		mark(r, item, best);
		first = r->told[best.told].first;
	}
	remember(r, index, first);
	return had || first != UINT32_MAX;
}

static bool
begin_record(struct repeats *r, struct record *record)
{
	const char *id;
	size_t len;

	if (!record_string(record, "id", &id, &len))
		return false;
	if (!id) {
		record_reject(record, "id: missing");
		return false;
	}
	mem_grow(&r->id, &r->id_cap, r->records + 1, sizeof(*r->id));
	r->id[r->records++] = r->ids.len;
	buf_add(&r->ids, id, len);
	return true;
}

static enum record_fate
read_record(struct record *record, void *ctx)
{
	struct repeats *r = ctx;
	const struct span *span;
	bool changed = false;
	json_t *list;
	size_t n;

	if (!record_text(record) || !record_spans(record, r->member, &span, &n, &list))
		return RECORD_REJECT;
	if (!list)
		return record_reject(record, "%s: missing", r->member);
	if (!begin_record(r, record))
		return RECORD_REJECT;
	for (size_t i = 0; i < n; i++) {
		json_t *item = json_array_get(list, i);

		if (!read_statement(r, record, item, &span[i]))
			return RECORD_REJECT;
		changed |= compare_item(r, item, i);
	}
	if (changed)
		record_set(record, r->member, json_incref(list));
	return RECORD_KEEP;
}

void
repeats_run(const char *member, double threshold)
{
	struct repeats r = {.member = member, .threshold = threshold};

	r.weights = weights_open();
	multimap_init(&r.by_key, ANCHORS, 0);
	cli_records(read_record, &r);
	weights_free(r.weights);
	words_free(&r.words);
	buf_free(&r.text);
	buf_free(&r.ids);
	free(r.id);
	free(r.told);
	free(r.word);
	multimap_free(&r.by_key);
	free(r.seen);
}
