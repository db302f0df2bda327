/*
 * Conjugation: every form of a verb from the model of paradigms.txt whose infinitive
 * pattern is the first to match.
 */
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "lexicon.h"

#define CONSONANTS "bcdfghjklmnpqrstvwxz"

enum { INFINITIVE, PRESENT, IMPERFECT, PAST, FUTURE, SUBJUNCTIVE, PARTICIPLE, GERUND };

struct model {
	struct table_field field[8];
};

struct conjugation {
	struct model *model;
	size_t n, cap;
};

/* What `*` and `?` stand for in one verb. */
struct filling {
	const char *run, *cons;
	size_t run_len, cons_len;
};

struct sink {
	void (*put)(const char *, size_t, unsigned, void *);
	void *ctx;
	struct filling fill;
};

struct conjugation *
conjugation_open(void)
{
	struct conjugation *c = mem_alloc(1, sizeof(*c));
	struct table t;

	table_open(&t, "paradigms.txt");
	while (table_next(&t, 8)) {
		mem_grow(&c->model, &c->cap, c->n + 1, sizeof(*c->model));
		memcpy(c->model[c->n++].field, t.field, sizeof(c->model->field));
	}
	return c;
}

void
conjugation_free(struct conjugation *c)
{
	free(c->model);
	free(c);
}

/* Matches the pattern from its end: literal bytes, `?` one consonant, `*` the rest. */
static bool
fits(const struct table_field *pattern, const char *s, size_t len, struct filling *f)
{
	size_t p = pattern->len, i = len;

	*f = (struct filling){ s, s, 0, 0 };
	while (p > 0 && pattern->s[p - 1] != '*') {
		if (i == 0)
			return false;
		p--;
		i--;
		if (pattern->s[p] == '?') {
			if (!strchr(CONSONANTS, s[i]))
				return false;
			f->cons = s + i;
			f->cons_len++;
		} else if (pattern->s[p] != s[i]) {
			return false;
		}
	}
	f->run_len = i;
	return p > 0 || i == 0;
}

/* Writes pattern[0, len) filled in, then the ending. */
static void
emit(const struct sink *k, const char *pattern, size_t len, const char *ending,
	unsigned verb)
{
	struct buf b = { 0 };
	size_t i, cons = 0;

	for (i = 0; i < len; i++) {
		if (pattern[i] == '*')
			buf_add(&b, k->fill.run, k->fill.run_len);
		else if (pattern[i] == '?')
			buf_byte(&b, k->fill.cons[cons++]);
		else
			buf_byte(&b, pattern[i]);
	}
	buf_addz(&b, ending);
	k->put(b.s, b.len, verb, k->ctx);
	buf_free(&b);
}

/* Emits a stem of a column with endings[i]; those marked by `alternate` (a bit each)
 * take the part after the slash, if there is one. `cut` ends the stem (":a"). */
static void
emit_stem(const struct sink *k, const struct table_field *f, size_t len,
	const char *const *endings, const unsigned *verb, unsigned alternate)
{
	const char *slash = memchr(f->s, '/', len);
	size_t first = slash ? (size_t)(slash - f->s) : len, i;

	for (i = 0; endings[i]; i++) {
		if (slash && alternate >> i & 1)
			emit(k, slash + 1, len - first - 1, endings[i], verb[i]);
		else
			emit(k, f->s, first, endings[i], verb[i]);
	}
}

static void
emit_present(const struct sink *k, const struct table_field *f)
{
	static const unsigned verb[6] = {
		V_FIN12, V_FIN12, V_FIN3S, V_FIN12, V_FIN12, V_FIN3P
	};
	const char *p = f->s, *end = p + f->len, *q;
	int i;

	for (i = 0; i < 6 && p < end; i++, p = q + 1) {
		q = memchr(p, ' ', (size_t)(end - p));
		q = q ? q : end;
		emit(k, p, (size_t)(q - p), "", verb[i]);
	}
}

static void
emit_past(const struct sink *k, const struct table_field *f)
{
	static const char *const first[] = {
		"ai", "as", "a", "âmes", "âtes", "èrent", NULL
	};
	static const char *const other[] = { "s", "t", "rent", NULL };
	static const unsigned first_verb[] = {
		V_FIN12, V_FIN12, V_FIN3S, V_FIN12, V_FIN12, V_FIN3P | V_SURE
	};
	static const unsigned other_verb[] = { V_FIN12, V_FIN3S, V_FIN3P | V_SURE };
	const char *colon = memchr(f->s, ':', f->len);
	size_t len = colon ? (size_t)(colon - f->s) : f->len;

	if (colon && colon[1] == 'a')
		emit_stem(k, f, len, first, first_verb, 1u << 5);
	else
		emit_stem(k, f, len, other, other_verb, 0);
}

static void
emit_future(const struct sink *k, const struct table_field *f)
{
	static const char *const endings[] = {
		"ai", "as", "a", "ons", "ez", "ont", "ais", "ait", "ions", "iez", "aient",
		NULL
	};
	static const unsigned verb[] = {
		V_FIN12, V_FIN12, V_FIN3S | V_SURE, V_FIN12, V_FIN12, V_FIN3P | V_SURE,
		V_FIN12, V_FIN3S | V_COND | V_SURE, V_FIN12, V_FIN12,
		V_FIN3P | V_COND | V_SURE
	};

	emit_stem(k, f, f->len, endings, verb, 0);
}

static void
emit_imperfect(const struct sink *k, const struct table_field *f, bool gerund)
{
	static const char *const endings[] = {
		"ais", "ait", "ions", "iez", "aient", NULL
	};
	static const char *const ant[] = { "ant", NULL };
	static const unsigned verb[] = {
		V_FIN12, V_FIN3S | V_SURE, V_FIN12, V_FIN12, V_FIN3P | V_SURE
	};
	static const unsigned present[] = { V_PRESP };

	emit_stem(k, f, f->len, endings, verb, 1u << 2 | 1u << 3);
	if (gerund)
		emit_stem(k, f, f->len, ant, present, 0);
}

static void
emit_participle(const struct sink *k, const struct table_field *f)
{
	static const char *const endings[] = { "", "e", "s", "es", NULL };
	static const unsigned verb[] = { V_PP, V_PP, V_PP, V_PP };

	emit_stem(k, f, f->len, endings, verb, 0);
}

static void
emit_model(const struct sink *k, const struct model *m)
{
	static const char *const subjunctive[] = { "e", "es", "ent", NULL };
	static const unsigned verb[] = { V_FIN3S, V_FIN12, V_FIN3P };
	static const char *const none[] = { "", NULL };
	static const unsigned present[] = { V_PRESP };
	bool own = m->field[GERUND].len != 1 || *m->field[GERUND].s != '-';

	emit_present(k, &m->field[PRESENT]);
	emit_imperfect(k, &m->field[IMPERFECT], !own);
	emit_past(k, &m->field[PAST]);
	emit_future(k, &m->field[FUTURE]);
	emit_stem(k, &m->field[SUBJUNCTIVE], m->field[SUBJUNCTIVE].len, subjunctive, verb,
		0);
	emit_participle(k, &m->field[PARTICIPLE]);
	if (own)
		emit_stem(k, &m->field[GERUND], m->field[GERUND].len, none, present, 0);
}

void
conjugation_run(const struct conjugation *c, const char *lemma, size_t len,
	void (*put)(const char *, size_t, unsigned, void *), void *ctx)
{
	struct sink k = { put, ctx, { 0 } };
	size_t i;

	put(lemma, len, V_INF, ctx);
	for (i = 0; i < c->n; i++)
		if (fits(&c->model[i].field[INFINITIVE], lemma, len, &k.fill)) {
			emit_model(&k, &c->model[i]);
			return;
		}
}
