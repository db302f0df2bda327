/*
 * The streaming mode (see stream.h).
 *
 * An entry of the index is a document: how many documents it joined the clusters of
 * and how it is like the last of them (1 byte), their numbers (4 bytes each), the number
 * of the document of the same words or all ones (4 bytes), the length of the id (4
 * bytes), the id, and, unless it has the words of another, the signature (line.h).
 */
#include "stream.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "document.h"
#include "forest.h"
#include "index.h"
#include "line.h"
#include "listing.h"
#include "store.h"

/* The first byte of an entry. */
enum { JOINS = 63, INSIDE = 64, OUTSIDE = 128 };

struct stream {
	const struct stream_options *options;
	struct reader reader;
	struct store *store;
	struct forest forest;
	struct index_file *index;
	FILE *clusters, *learned;
	uint32_t join[STORE_FOUND];	/* whose clusters the document in hand joins */
	size_t joins;
	enum kind how;		/* it is like the last of these */
	struct buf entry;
};

struct match {
	uint32_t of;		/* STORE_NONE: an original */
	struct verdict verdict;
};

static void
add_join(struct stream *s, uint32_t of, enum kind kind)
{
	s->join[s->joins++] = of;
	s->how = kind;
}

/* Of the texts that stand in one document, those join its cluster that have something
 * to do with the first of them. */
static bool
joins_best(struct stream *s, const struct sketch *sketch, const struct match *best,
	uint32_t self)
{
	uint32_t first;

	if (best->verdict.kind != KIND_CONTAINED)
		return true;
	first = store_inside(s->store, best->of, STORE_NONE);
	return first == STORE_NONE || first >= self ||
		judge_overlap(sketch, store_sketch(s->store, first));
}

/* The best of the earlier documents, whose cluster is to be joined, and with it those
 * of others that are close. */
static struct match
best_match(struct stream *s, const struct sketch *sketch, uint32_t self)
{
	struct match best = {.of = store_find_text(s->store, sketch->text)};
	const uint32_t *list;
	size_t n;

	s->joins = 0;
	s->how = KIND_NONE;
	if (best.of < self) {
		best.verdict = (struct verdict){KIND_EXACT, 1000, 1000};
		add_join(s, best.of, KIND_EXACT);
		return best;
	}
	best.of = STORE_NONE;
	n = store_candidates(s->store, sketch, self, &list);
	for (size_t i = 0; i < n; i++) {
		const struct sketch *earlier = store_sketch(s->store, list[i]);
		struct verdict v;

		if (!judge_pair(&s->options->judge, sketch, earlier, &v))
			continue;
		if (judge_is_close(&v))
			add_join(s, list[i], KIND_NEAR);
		if (best.of == STORE_NONE || v.jaccard > best.verdict.jaccard)
			best = (struct match){list[i], v};
	}
	if (best.of != STORE_NONE && !judge_is_close(&best.verdict) &&
	    joins_best(s, sketch, &best, self))
		add_join(s, best.of, best.verdict.kind);
	return best;
}

static enum record_fate
repeat(struct stream *s, struct record *r, const struct match *m)
{
	size_t len;
	const char *id = ids_get(&s->store->ids, m->of, &len);

	if (s->options->drop)
		return RECORD_DROP;
	document_mark(r, id, len, &m->verdict);
	return RECORD_KEEP;
}

static void
write_entry(struct stream *s, const struct document *d, uint32_t same)
{
	unsigned char sketch[LINE_SKETCH];
	unsigned how = s->how == KIND_CONTAINED ? INSIDE :
		s->how == KIND_CONTAINING ? OUTSIDE : 0;

	s->entry.len = 0;
	buf_byte(&s->entry, (char)(s->joins | how));
	for (size_t i = 0; i < s->joins; i++)
		index_put(&s->entry, s->join[i]);
	index_put(&s->entry, same);
	index_put(&s->entry, (uint32_t)d->id_len);
	buf_add(&s->entry, d->id, d->id_len);
	if (same == STORE_NONE)
		buf_add(&s->entry, (const char *)sketch, line_pack(&d->sketch, sketch));
	index_add(s->index, s->entry.s, s->entry.len);
}

static void
join_clusters(struct stream *s, uint32_t self)
{
	if (s->joins && s->how == KIND_CONTAINED)
		store_inside(s->store, s->join[s->joins - 1], self);
	if (s->joins && s->how == KIND_CONTAINING)
		store_inside(s->store, self, s->join[s->joins - 1]);
	for (size_t i = 0; s->options->clusters && i < s->joins; i++)
		forest_join(&s->forest, self, s->join[i]);
}

static void
add_document(struct stream *s, const struct document *d, const struct match *m)
{
	uint32_t same = m->verdict.kind == KIND_EXACT ? m->of : STORE_NONE;

	join_clusters(s, store_add(s->store, d->id, d->id_len, &d->sketch, same));
	if (s->index)
		write_entry(s, d, same);
}

/* Takes a document out of the index. */
static bool
read_entry(const unsigned char *p, size_t len, void *ctx)
{
	struct stream *s = ctx;
	const unsigned char *end = p + len;
	uint32_t self = s->store->ids.n, same, id;
	struct sketch sketch;

	if (!len || (*p & JOINS) > STORE_FOUND || len < 9 + (*p & JOINS) * sizeof(same))
		return false;
	s->how = *p & INSIDE ? KIND_CONTAINED : *p & OUTSIDE ? KIND_CONTAINING :
		KIND_NONE;
	s->joins = *p++ & JOINS;
	for (size_t i = 0; i < s->joins; i++)
		if ((s->join[i] = index_take(&p)) >= self)
			return false;
	same = index_take(&p);
	id = index_take(&p);
	if (id > (size_t)(end - p) || (same == STORE_NONE ?
	    !line_unpack(p + id, (size_t)(end - p) - id, &sketch) : same >= self))
		return false;
	store_add(s->store, (const char *)p, id, &sketch, same);
	join_clusters(s, self);
	return true;
}

static enum record_fate
read_document(struct record *r, void *ctx)
{
	struct stream *s = ctx;
	struct document d;
	struct match m;
	uint32_t self;

	if (!document_read(r, &s->reader, &d))
		return RECORD_REJECT;
	self = ids_find(&s->store->ids, d.id, d.id_len);
	if (self != STORE_NONE && store_sketch(s->store, self)->text != d.sketch.text)
		return record_reject(r, "id: stands for another text already");
	if (self == STORE_NONE) {
		m = best_match(s, &d.sketch, s->store->ids.n);
		add_document(s, &d, &m);
	} else if (ids_meet(&s->store->ids, self)) {
		/* judged as it was then: by those before it */
		m = best_match(s, &d.sketch, self);
	} else {
		m = (struct match){store_find_text(s->store, d.sketch.text),
			{KIND_EXACT, 1000, 1000}};
	}
	if (m.of != STORE_NONE)
		return repeat(s, r, &m);
	if (s->options->learn)
		mask_learn(s->options->mask, d.site, d.site_len, d.text, d.text_len);
	record_remove(r, "duplicate");
	return RECORD_KEEP;
}

/* One line a member: its id, TAB, the id of its cluster's first record. */
static void
write_clusters(struct stream *s, FILE *f)
{
	struct buf b = {0};

	for (uint32_t i = 0; i < s->store->ids.n; i++) {
		size_t len;
		const char *id;

		if (!forest_has(&s->forest, i))
			continue;
		b.len = 0;
		id = ids_get(&s->store->ids, i, &len);
		line_escape(&b, id, len);
		buf_byte(&b, '\t');
		id = ids_get(&s->store->ids, forest_root(&s->forest, i), &len);
		line_escape(&b, id, len);
		buf_byte(&b, '\n');
		fwrite(b.s, 1, b.len, f);
	}
	buf_free(&b);
}

static void
open_index(struct stream *s)
{
	const struct judge *j = &s->options->judge;
	char settings[160];

	snprintf(settings, sizeof(settings), "format 3, documents, shingles %d, keys %d, "
		"words %d, threshold %g, same-site %s, mask %016" PRIx64, SKETCH_SHINGLES,
		SKETCH_KEYS, SKETCH_WORDS, j->threshold, j->any_site ? "any" : "strict",
		s->options->mask ? mask_checksum(s->options->mask) : 0);
	s->index = index_open(s->options->index, settings);
	index_load(s->index, read_entry, s);
	ids_loaded(&s->store->ids);
}

static void
open_stream(struct stream *s, const struct stream_options *options)
{
	*s = (struct stream){.options = options};
	if (options->clusters)
		s->clusters = listing_open(options->clusters);
	if (options->learn)
		s->learned = listing_open(options->learn);
	document_open(&s->reader, options->mask);
	s->store = store_new(options->memory);
	s->forest.up.limit = options->memory / 64;
	if (options->index)
		open_index(s);
}

static void
close_stream(struct stream *s)
{
	if (s->index)
		index_close(s->index);
	if (s->clusters) {
		write_clusters(s, s->clusters);
		listing_close(s->clusters, s->options->clusters);
	}
	if (s->learned) {
		mask_write(s->options->mask, s->learned);
		listing_close(s->learned, s->options->learn);
	}
	document_close(&s->reader);
	store_free(s->store);
	forest_free(&s->forest);
	buf_free(&s->entry);
}

void
stream_run(const struct stream_options *options)
{
	struct stream s;

	open_stream(&s, options);
	cli_records(read_document, &s);
	close_stream(&s);
}
