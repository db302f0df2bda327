/*
 * Statements said again (see repeats.h).
 *
 * An entry of the index is a record: a hash of its statements (8 bytes), the length of
 * its id (4 bytes), the id; and for each statement the number of its words (2 bytes),
 * with REPEATS or-ed where it repeats another, whose number follows (4 bytes); then its
 * words in order (statement.h), none where a statement of the same words was kept.
 */
#include "repeats.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive.h"
#include "cli.h"
#include "index.h"

#define LONGEST 8192		/* bytes of a statement */
#define REPEATS 0x8000U

struct repeats {
	const struct repeats_options *options;
	struct weights *weights;
	struct archive *archive;
	struct index_file *index;
	struct words words;
	struct statement now;
	struct buf text;	/* of the statement in hand */
	struct buf entry;
	uint32_t before;	/* records that the one in hand is compared with */
	bool fresh;		/* it is to be kept */
};

struct best {
	uint32_t told;		/* ARCHIVE_SELF: none */
	double likeness;
	bool equal;		/* word for word, but for their order */
};

/* The likest of the statements of earlier records, of equals the first. */
static struct best
look_up(struct repeats *r)
{
	struct best best = {.told = ARCHIVE_SELF};
	const struct statement *s = &r->now;
	const uint32_t *list;
	size_t n = archive_candidates(r->archive, s, &list);

	for (size_t i = 0; i < n; i++) {
		struct told t = archive_get(r->archive, list[i]);
		const uint32_t *words = archive_words(r->archive, &t);
		double likeness = statement_compare(s->word, s->words, words, t.words);

		if (t.record < r->before && likeness >= r->options->threshold &&
		    likeness > best.likeness)
			best = (struct best){list[i], likeness, t.words == s->words &&
				!memcmp(words, s->word, t.words * sizeof(*words))};
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

/* The text of the span, of its segments where a quotation has several. False: the
 * record cannot be used. */
static bool
gather(struct repeats *r, struct record *record, json_t *item,
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
					r->options->member);
				return false;
			}
			add_piece(&r->text, t, (struct span){from, to});
		}
	return true;
}

/* A hash of all statements, 0 when the record cannot be used. */
static uint64_t
hash_content(struct repeats *r, struct record *record, json_t *list,
	const struct span *span)
{
	uint64_t h = json_array_size(list);

	for (size_t i = 0; i < json_array_size(list); i++) {
		if (!gather(r, record, json_array_get(list, i), &span[i]))
			return 0;
		for (size_t k = 0; k < r->text.len; k++)
			h = (h ^ (unsigned char)r->text.s[k]) * 0x9E3779B97F4A7C15U;
		h = words_mix(h);
	}
	return h | 1;
}

static void
mark(struct repeats *r, json_t *item, struct best best)
{
	struct told t = archive_get(r->archive, best.told);
	size_t len;
	const char *id;

	t = archive_get(r->archive, t.first);
	id = ids_get(&r->archive->ids, t.record, &len);
	json_object_set_new(item, "repeats", json_pack("{s:s%, s:I, s:f}", "id", id, len,
		"index", (json_int_t)t.index, "similarity",
		(int)(best.likeness * 1000 + 0.5) / 1000.0));
}

static void
write_statement(struct repeats *r, uint32_t first, bool kept)
{
	unsigned words = kept ? r->now.tolds : 0;

	if (first != ARCHIVE_SELF)
		words |= REPEATS;
	buf_byte(&r->entry, (char)words);
	buf_byte(&r->entry, (char)(words >> 8));
	if (first != ARCHIVE_SELF)
		index_put(&r->entry, first);
	if (kept)
		statement_write(&r->now, &r->entry);
}

/* What has the words of another is found by that one. */
static void
remember(struct repeats *r, size_t index, const struct best *best)
{
	bool kept = r->now.words && !best->equal;
	uint32_t first = ARCHIVE_SELF;

	if (best->told != ARCHIVE_SELF)
		first = archive_get(r->archive, best->told).first;
	if (kept)
		archive_add(r->archive, &r->now, (uint32_t)index, first);
	if (r->index)
		write_statement(r, first, kept);
}

/* Whether the item was changed. */
static bool
compare_item(struct repeats *r, json_t *item, size_t index)
{
	bool had = json_object_del(item, "repeats") == 0;
	struct best best = look_up(r);

	if (best.told != ARCHIVE_SELF)
		mark(r, item, best);
	if (r->fresh)
		remember(r, index, &best);
	return had || best.told != ARCHIVE_SELF;
}

static void
add_record(struct repeats *r, const char *id, size_t len, uint64_t content)
{
	r->before = archive_add_record(r->archive, id, len, content);
	r->fresh = true;
	r->entry.len = 0;
	buf_add(&r->entry, (const char *)&content, sizeof(content));
	index_put(&r->entry, (uint32_t)len);
	buf_add(&r->entry, id, len);
}

/* A record that the index brought is judged as it was then, by those before it; one
 * that stands twice, by itself, too. */
static bool
begin_record(struct repeats *r, struct record *record, uint64_t content)
{
	const char *id;
	size_t len;

	if (!ids_read(record, &id, &len))
		return false;
	r->fresh = false;
	r->before = ids_find(&r->archive->ids, id, len);
	if (r->before == IDS_NONE) {
		add_record(r, id, len, content);
	} else if (archive_content(r->archive, r->before) != content) {
		record_reject(record, "id: stands for other statements already");
		return false;
	} else if (!ids_meet(&r->archive->ids, r->before)) {
		r->before++;
	}
	return true;
}

static bool
compare_items(struct repeats *r, struct record *record, json_t *list,
	const struct span *span)
{
	bool changed = false;

	for (size_t i = 0; i < json_array_size(list); i++) {
		json_t *item = json_array_get(list, i);

		gather(r, record, item, &span[i]);
		statement_read(r->weights, &r->words, r->text.s, r->text.len, &r->now);
		changed |= compare_item(r, item, i);
	}
	return changed;
}

static enum record_fate
read_record(struct record *record, void *ctx)
{
	struct repeats *r = ctx;
	const char *member = r->options->member;
	const struct span *span;
	uint64_t content;
	json_t *list;
	size_t n;

	if (!record_text(record) || !record_spans(record, member, &span, &n, &list))
		return RECORD_REJECT;
	if (!list)
		return record_reject(record, "%s: missing", member);
	content = hash_content(r, record, list, span);
	if (!content || !begin_record(r, record, content))
		return RECORD_REJECT;
	if (compare_items(r, record, list, span))
		record_set(record, member, json_incref(list));
	if (r->fresh && r->index)
		index_add(r->index, r->entry.s, r->entry.len);
	return RECORD_KEEP;
}

/* ---- what earlier runs left ---- */

/* A statement, from *p on. */
static bool
load_statement(struct repeats *r, const unsigned char **p, const unsigned char *end,
	uint32_t index)
{
	unsigned words = end - *p < 2 ? REPEATS : (unsigned)((*p)[0] | (*p)[1] << 8);
	bool repeats = words & REPEATS;
	uint32_t first = ARCHIVE_SELF;

	words &= ~REPEATS;
	if (words > STATEMENT_WORDS || (size_t)(end - *p) < 2 +
	    (repeats ? sizeof(first) : 0) + words * STATEMENT_NAME)
		return false;
	*p += 2;
	if (repeats && (first = index_take(p)) >= r->archive->n)
		return false;
	if (words) {
		statement_restore(r->weights, *p, words, &r->now);
		archive_add(r->archive, &r->now, index, first);
	}
	*p += words * STATEMENT_NAME;
	return true;
}

static bool
load_record(const unsigned char *p, size_t len, void *ctx)
{
	struct repeats *r = ctx;
	const unsigned char *end = p + len;
	uint32_t id, index = 0;
	uint64_t content;

	if (len < sizeof(content) + sizeof(id))
		return false;
	memcpy(&content, p, sizeof(content));
	p += sizeof(content);
	id = index_take(&p);
	if (id > (size_t)(end - p))
		return false;
	archive_add_record(r->archive, (const char *)p, id, content);
	for (p += id; p < end; index++)
		if (!load_statement(r, &p, end, index))
			return false;
	return true;
}

static void
open_index(struct repeats *r)
{
	char settings[160];

	snprintf(settings, sizeof(settings), "format 3, %s, keys %d, threshold %g, "
		"weights %016" PRIx64, r->options->member, STATEMENT_KEYS,
		r->options->threshold, weights_checksum(r->weights));
	r->index = index_open(r->options->index, settings);
	index_load(r->index, load_record, r);
	ids_loaded(&r->archive->ids);
}

void
repeats_run(const struct repeats_options *options)
{
	struct repeats r = {.options = options};

	r.weights = weights_open();
	r.archive = archive_new(options->memory);
	if (options->index)
		open_index(&r);
	cli_records(read_record, &r);
	if (r.index)
		index_close(r.index);
	weights_free(r.weights);
	archive_free(r.archive);
	words_free(&r.words);
	buf_free(&r.text);
	buf_free(&r.entry);
}
