/* The streaming mode (see stream.h). */
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
#include "store.h"

struct stream {
	const struct stream_options *options;
	struct reader reader;
	struct store *store;
	struct forest forest;
	struct index_file *index;
	uint32_t loaded;	/* documents that the index brought */
	bool *again;		/* of these, which have been read again in this run */
	uint32_t join[STORE_FOUND];	/* documents whose clusters the last one joined */
	size_t joins;
};

struct match {
	uint32_t of;		/* STORE_NONE: an original */
	struct verdict verdict;
};

static void
join(struct stream *s, uint32_t self, uint32_t other)
{
	forest_join(&s->forest, self, other);
	s->join[s->joins++] = other;
}

/* The best of the earlier documents, whose cluster is joined, and with it those of
 * others that are close. */
static struct match
best_match(struct stream *s, const struct sketch *sketch, uint32_t self)
{
	struct match best = {.of = store_find_text(s->store, sketch->text)};
	const uint32_t *list;
	size_t n;

	s->joins = 0;
	if (best.of < self) {
		best.verdict = (struct verdict){KIND_EXACT, 1000, 1000};
		join(s, self, best.of);
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
			join(s, self, list[i]);
		if (best.of == STORE_NONE || v.jaccard > best.verdict.jaccard)
			best = (struct match){list[i], v};
	}
	if (best.of != STORE_NONE && !judge_is_close(&best.verdict))
		join(s, self, best.of);
	return best;
}

static enum record_fate
repeat(struct stream *s, struct record *r, const struct match *m)
{
	size_t len;
	const char *id = store_id(s->store, m->of, &len);

	if (s->options->drop)
		return RECORD_DROP;
	document_mark(r, id, len, &m->verdict);
	return RECORD_KEEP;
}

/* A document that the index knows is judged as it was then: by those before it. */
static bool
is_known(struct stream *s, uint32_t doc)
{
	if (doc >= s->loaded || s->again[doc])
		return false;
	s->again[doc] = true;
	return true;
}

static void
add_document(struct stream *s, const struct document *d, const struct match *m)
{
	uint32_t same = m->verdict.kind == KIND_EXACT ? m->of : STORE_NONE;
	uint32_t doc = store_add(s->store, d->id, d->id_len, &d->sketch, same);

	if (s->index)
		index_add(s->index, doc, d->id, d->id_len, &d->sketch, same, s->join,
			s->joins);
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
	self = store_find_id(s->store, d.id, d.id_len);
	if (self != STORE_NONE && store_sketch(s->store, self)->text != d.sketch.text)
		return record_reject(r, "id: stands for another text already");
	if (self == STORE_NONE) {
		m = best_match(s, &d.sketch, store_count(s->store));
		add_document(s, &d, &m);
	} else if (is_known(s, self)) {
		m = best_match(s, &d.sketch, self);
	} else {
		m = (struct match){self, {KIND_EXACT, 1000, 1000}};
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
write_clusters(struct stream *s, const char *path)
{
	FILE *f = fopen(path, "w");
	struct buf b = {0};

	if (!f)
		cli_die("%s:", path);
	for (uint32_t i = 0; i < s->forest.n; i++) {
		uint32_t root = forest_root(&s->forest, i);
		size_t len;
		const char *id = store_id(s->store, i, &len);

		if (!forest_has(&s->forest, i))
			continue;
		b.len = 0;
		line_escape(&b, id, len);
		buf_byte(&b, '\t');
		id = store_id(s->store, root, &len);
		line_escape(&b, id, len);
		buf_byte(&b, '\n');
		fwrite(b.s, 1, b.len, f);
	}
	buf_free(&b);
	if (ferror(f) | fclose(f))
		cli_die("%s:", path);
}

static void
open_index(struct stream *s)
{
	const struct judge *j = &s->options->judge;
	char settings[160];

	snprintf(settings, sizeof(settings), "format 1, shingles %d, keys %d, words %d, "
		"threshold %g, same-site %s, mask %016" PRIx64, SKETCH_SHINGLES,
		SKETCH_KEYS, SKETCH_WORDS, j->threshold, j->any_site ? "any" : "strict",
		s->options->mask ? mask_checksum(s->options->mask) : 0);
	s->index = index_open(s->options->index, settings, s->store, &s->forest);
	s->loaded = store_count(s->store);
	s->again = mem_alloc((size_t)s->loaded + 1, sizeof(*s->again));
}

void
stream_run(const struct stream_options *options)
{
	struct stream s = {.options = options};

	document_open(&s.reader, options->mask);
	s.store = store_new(options->memory);
	if (options->index)
		open_index(&s);
	cli_records(read_document, &s);
	if (s.index)
		index_close(s.index);
	if (options->clusters)
		write_clusters(&s, options->clusters);
	if (options->learn)
		mask_write(options->mask, options->learn);
	document_close(&s.reader);
	store_free(s.store);
	forest_free(&s.forest);
	free(s.again);
}
