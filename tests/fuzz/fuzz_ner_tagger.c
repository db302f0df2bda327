/*
 * Fuzzes the tagger: any record. Mentions come in order and apart, each in the list of
 * one name, and what is written is JSON.
 */
#include <stdlib.h>

#include "fuzz.h"
#include "json.h"
#include "tagger.h"

static void
check_mentions(const struct tagger *t)
{
	uint32_t end = 0;

	for (size_t i = 0; i < t->found.n; i++) {
		const struct mention *m = &t->found.v[i];

		if (m->from < end || m->to <= m->from || m->to > t->doc.n ||
		    m->type >= t->types || m->name >= t->cast.n ||
		    !(m->score >= 0 && m->score <= 1))
			abort();
		end = m->to;
	}
}

static void
check_names(const struct tagger *t)
{
	static struct buf b;
	size_t mentions = 0;

	for (size_t i = 0; i < t->cast.n; i++) {
		const struct cast_name *name = &t->cast.v[i];
		struct json_scan j;

		for (uint32_t m = name->last; m != CAST_END; m = t->found.v[m].next)
			if (t->found.v[m].name != i || mentions++ > t->found.n)
				abort();
		b.len = 0;
		cast_write(&t->doc, &t->found.v[name->first], name->type == t->person, &b);
		j = (struct json_scan){.at = b.s, .end = b.s + b.len};
		if (!json_value(&j) || j.at != j.end)
			abort();
	}
	if (mentions != t->found.n)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static struct tagger tagger;
	static struct record *r;

	if (r == NULL) {
		tagger_open(&tagger);
		r = record_new();
	}
	if (!record_parse(r, (const char *)data, len) || !tagger_read(&tagger, r, 0))
		return 0;
	check_mentions(&tagger);
	check_names(&tagger);
	return 0;
}
