/* The streaming mode (see stream.h). */
#include "stream.h"

#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "document.h"
#include "forest.h"
#include "line.h"
#include "store.h"

struct stream {
	const struct stream_options *options;
	struct sketcher *sketcher;
	struct store *store;
	struct forest forest;
};

struct match {
	uint32_t of;		/* STORE_NONE: an original */
	struct verdict verdict;
};

/* The best of the earlier documents. Its cluster is joined, and with it the cluster of
 * any that is close: a weak second likeness (a common boilerplate, a digest of two
 * stories) must not chain two stories into one. */
static struct match
best_match(struct stream *s, const struct sketch *sketch, uint32_t self)
{
	struct match best = {.of = store_find_text(s->store, sketch->text)};
	const uint32_t *list;
	size_t n;

	if (best.of < self) {
		best.verdict = (struct verdict){KIND_EXACT, 1000, 1000};
		forest_join(&s->forest, self, best.of);
		return best;
	}
	best.of = STORE_NONE;
	n = store_candidates(s->store, sketch, self, &list);
	for (size_t i = 0; i < n; i++) {
		const struct sketch *earlier = store_sketch(s->store, list[i]);
		struct verdict v;

		if (!judge_pair(&s->options->judge, sketch, earlier, &v))
			continue;
		if (v.jaccard >= JUDGE_CLOSE)
			forest_join(&s->forest, self, list[i]);
		if (best.of == STORE_NONE || v.jaccard > best.verdict.jaccard)
			best = (struct match){list[i], v};
	}
	if (best.of != STORE_NONE)
		forest_join(&s->forest, self, best.of);
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

static enum record_fate
read_document(struct record *r, void *ctx)
{
	struct stream *s = ctx;
	struct document d;
	struct match m;
	uint32_t self;

	if (!document_read(r, s->sketcher, &d))
		return RECORD_REJECT;
	self = store_find_id(s->store, d.id, d.id_len);
	if (self != STORE_NONE && store_sketch(s->store, self)->text != d.sketch.text)
		return record_reject(r, "id: stands for another text already");
	if (self != STORE_NONE) {
		m = (struct match){self, {KIND_EXACT, 1000, 1000}};
		return repeat(s, r, &m);
	}
	m = best_match(s, &d.sketch, store_count(s->store));
	store_add(s->store, d.id, d.id_len, &d.sketch,
		m.verdict.kind == KIND_EXACT ? m.of : STORE_NONE);
	if (m.of != STORE_NONE)
		return repeat(s, r, &m);
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

void
stream_run(const struct stream_options *options)
{
	struct stream s = {.options = options};

	s.sketcher = sketcher_new();
	s.store = store_new();
	cli_records(read_document, &s);
	if (options->clusters)
		write_clusters(&s, options->clusters);
	sketcher_free(s.sketcher);
	store_free(s.store);
	forest_free(&s.forest);
}
