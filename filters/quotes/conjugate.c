/*
 * Conjugation: every form of a verb from the model of paradigms.txt whose infinitive
 * pattern is the first to match, with the endings of endings.txt.
 */
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "lexicon.h"

enum { INFINITIVE, PRESENT, IMPERFECT, PAST, FUTURE, SUBJUNCTIVE, PARTICIPLE, GERUND };

struct model {
	struct table_field field[8];
};

/* A row of endings.txt. */
struct ending {
	struct table_field tense, ending;
	unsigned verb;
	bool second;		/* behind the second stem */
};

struct conjugation {
	struct model *model;
	size_t n, cap;
	struct ending *ending;
	size_t endings, ending_cap;
	struct table_field consonants;
};

/* What `*` and `?` stand for in one verb. */
struct filling {
	const char *run, *cons;
	size_t run_len, cons_len;
};

struct sink {
	void (*put)(const char *, size_t, unsigned, void *);
	void *ctx;
	const struct conjugation *c;
	struct filling fill;
};

static const struct { const char *name; unsigned verb; } forms[] = {
	{ "person12", V_FIN12 }, { "fin3s", V_FIN3S }, { "fin3p", V_FIN3P },
	{ "sure3s", V_FIN3S | V_SURE }, { "sure3p", V_FIN3P | V_SURE },
	{ "cond3s", V_FIN3S | V_COND | V_SURE }, { "cond3p", V_FIN3P | V_COND | V_SURE },
	{ "pp", V_PP }, { "presp", V_PRESP }, { NULL, 0 }
};

static bool
is(const struct table_field *f, const char *z)
{
	return f->len == strlen(z) && memcmp(f->s, z, f->len) == 0;
}

static unsigned
read_form(const struct table *t)
{
	size_t i;

	for (i = 0; forms[i].name; i++)
		if (is(&t->field[2], forms[i].name))
			return forms[i].verb;
	table_die(t, "no such form of a verb");
}

static void
open_endings(struct conjugation *c)
{
	struct table t;

	table_open(&t, "endings.txt");
	while (table_next(&t, 3)) {
		if (is(&t.field[0], "consonants")) {
			c->consonants = t.field[1];
			continue;
		}
		mem_grow(&c->ending, &c->ending_cap, c->endings + 1, sizeof(*c->ending));
		c->ending[c->endings++] = (struct ending){
			.tense = t.field[0], .ending = t.field[1],
			.verb = read_form(&t), .second = t.fields > 3
		};
		if (is(&t.field[1], "-"))
			c->ending[c->endings - 1].ending.len = 0;
	}
}

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
	open_endings(c);
	return c;
}

void
conjugation_free(struct conjugation *c)
{
	free(c->model);
	free(c->ending);
	free(c);
}

/* Matches the pattern from its end: literal bytes, `?` one consonant, `*` the rest. */
static bool
fits(const struct conjugation *c, const struct table_field *pattern, const char *s,
	size_t len, struct filling *f)
{
	size_t p = pattern->len, i = len;

	*f = (struct filling){ s, s, 0, 0 };
	while (p > 0 && pattern->s[p - 1] != '*') {
		if (i == 0)
			return false;
		p--;
		i--;
		if (pattern->s[p] == '?') {
			if (!memchr(c->consonants.s, s[i], c->consonants.len))
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
emit(const struct sink *k, const char *pattern, size_t len,
	const struct table_field *ending, unsigned verb)
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
	buf_add(&b, ending->s, ending->len);
	k->put(b.s, b.len, verb, k->ctx);
	buf_free(&b);
}

/* Emits the stem f[0, len) of a column, `a/b` for two, with the endings of the tense;
 * false: there are none. */
static bool
emit_tense(const struct sink *k, const struct table_field *f, size_t len,
	const char *tense)
{
	const char *slash = memchr(f->s, '/', len);
	size_t first = slash ? (size_t)(slash - f->s) : len, i;
	bool any = false;

	for (i = 0; i < k->c->endings; i++) {
		const struct ending *e = &k->c->ending[i];

		if (!is(&e->tense, tense))
			continue;
		any = true;
		if (slash && e->second)
			emit(k, slash + 1, len - first - 1, &e->ending, e->verb);
		else
			emit(k, f->s, first, &e->ending, e->verb);
	}
	return any;
}

/* The six forms of the present stand in the table as they are. */
static void
emit_present(const struct sink *k, const struct table_field *f)
{
	static const unsigned verb[6] = {
		V_FIN12, V_FIN12, V_FIN3S, V_FIN12, V_FIN12, V_FIN3P
	};
	static const struct table_field none = { "", 0 };
	const char *p = f->s, *end = p + f->len, *q;
	int i;

	for (i = 0; i < 6 && p < end; i++, p = q + 1) {
		q = memchr(p, ' ', (size_t)(end - p));
		q = q ? q : end;
		emit(k, p, (size_t)(q - p), &none, verb[i]);
	}
}

/* The stem `a:type` with the endings of the tense's type, where it has any. */
static void
emit_typed(const struct sink *k, const struct table_field *f, const char *tense)
{
	const char *colon = memchr(f->s, ':', f->len);
	size_t len = colon ? (size_t)(colon - f->s) : f->len;
	struct buf typed = { 0 };

	buf_printf(&typed, "%s-", tense);
	if (colon)
		buf_add(&typed, colon + 1, f->len - len - 1);
	buf_byte(&typed, 0);
	if (!emit_tense(k, f, len, typed.s))
		emit_tense(k, f, len, tense);
	buf_free(&typed);
}

static void
emit_model(const struct sink *k, const struct model *m)
{
	static const struct table_field none = { "", 0 };
	const struct table_field *f = m->field;

	emit_present(k, &f[PRESENT]);
	emit_tense(k, &f[IMPERFECT], f[IMPERFECT].len, "imperfect");
	emit_typed(k, &f[PAST], "past");
	emit_tense(k, &f[FUTURE], f[FUTURE].len, "future");
	emit_typed(k, &f[SUBJUNCTIVE], "subjunctive");
	emit_tense(k, &f[PARTICIPLE], f[PARTICIPLE].len, "participle");
	if (is(&f[GERUND], "-"))
		emit_tense(k, &f[IMPERFECT], f[IMPERFECT].len, "gerund");
	else
		emit(k, f[GERUND].s, f[GERUND].len, &none, V_PRESP);
}

void
conjugation_run(const struct conjugation *c, const char *lemma, size_t len,
	void (*put)(const char *, size_t, unsigned, void *), void *ctx)
{
	struct sink k = { put, ctx, c, { 0 } };
	size_t i;

	put(lemma, len, V_INF, ctx);
	for (i = 0; i < c->n; i++)
		if (fits(c, &c->model[i].field[INFINITIVE], lemma, len, &k.fill)) {
			emit_model(&k, &c->model[i]);
			return;
		}
}
