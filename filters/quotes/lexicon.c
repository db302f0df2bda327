/*
 * Builds the lexicon from the tables, once.
 */
#include "lexicon.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "cli.h"
#include "text.h"

#define SUFFIX_MAX 8

struct cue_lemma {
	struct table_field lemma;
	struct table_field tail;	/* words that must follow the verb */
	int next;			/* the next lemma of the same verb, -1 */
	unsigned frames;
};

static struct map index_of;		/* key → number in `forms` */
static struct form *forms;
static size_t n_forms, cap_forms;
static struct cue_lemma *cues;
static size_t n_cues, cap_cues;
static struct map suffixes;

/* Endings of a singular and its plural. */
struct plural {
	struct table_field one, many;
};

static struct plural *plurals;
static size_t n_plurals, cap_plurals;

static const struct { const char *name; uint32_t bit; } classes[] = {
	{ "det", W_DET }, { "def", W_DEF }, { "poss", W_POSS }, { "prep", W_PREP },
	{ "de", W_DE }, { "a", W_A }, { "que", W_QUE }, { "sub", W_SUB },
	{ "rel", W_REL }, { "coord", W_COORD }, { "neg", W_NEG }, { "clitic", W_CLITIC },
	{ "refl", W_REFL }, { "subj", W_SUBJ }, { "first", W_FIRST }, { "adv", W_ADV },
	{ "time", W_TIME }, { "compar", W_COMPAR }, { "passive", W_BY },
	{ "namer", W_NAMER }, { "noun", W_NOUN }, { "relay", W_RELAY },
	{ "last", W_LAST }, { "when", W_WHEN },
	{ "impersonal", W_IMPERSONAL }, { "as", W_AS },
	{ "ask", W_ASK }, { NULL, 0 }
};

static const struct { const char *name; unsigned bits; } endings[] = {
	{ "fin3s", V_FIN3S | V_SURE }, { "fin3p", V_FIN3P | V_SURE }, { "pp", V_PP },
	{ "presp", V_PRESP }, { "inf", V_INF }, { "person", 0 }, { "persons", 0 },
	{ NULL, 0 }
};

static bool
field_is(const struct table_field *f, const char *z)
{
	return f->len == strlen(z) && memcmp(f->s, z, f->len) == 0;
}

/* Makes one letter of the last one of the key and the combining mark behind it. */
static size_t
put_mark(char key[LEXICON_WORD], size_t n, uint32_t mark)
{
	unsigned size;
	uint32_t c = n ? text_before(key, key + n, &size) : 0;

	c = c ? text_compose(c, mark) : 0;
	return c ? n - size + text_encode(c, key + n - size) : n;
}

size_t
lexicon_key(const char *s, size_t len, char key[LEXICON_WORD])
{
	const char *p = s, *end = s + len;
	size_t n = 0;
	unsigned size;
	uint32_t c;

	for (; p < end; p += size) {
		if (n + 4 > LEXICON_WORD)
			return 0;
		if ((unsigned char)*p < 128) {
			key[n++] = (char)(*p >= 'A' && *p <= 'Z' ? *p + 32 : *p);
			size = 1;
			continue;
		}
		c = text_decode(p, end, &size);
		if (c == 0x2019 || c == 0x2bc)
			c = '\'';
		else if (c == 0x2010 || c == 0x2011)
			c = '-';
		if (text_class(c) & TEXT_MARK)
			n = put_mark(key, n, c);
		else if (c != 0xad)
			n += text_encode(text_lower(c), key + n);
	}
	return n;
}

/* The form of a table's word, made when new. */
static struct form *
form_put(const char *s, size_t len)
{
	char key[LEXICON_WORD], *copy;
	size_t n = lexicon_key(s, len, key);
	bool fresh;
	int64_t *at;

	if (n == 0)
		cli_die("the form \"%.*s\" of a table is too long", (int)len, s);
	copy = mem_alloc(n, 1);
	memcpy(copy, key, n);
	at = map_put(&index_of, copy, n, &fresh);
	if (!fresh) {
		free(copy);
		return &forms[*at];
	}
	mem_grow(&forms, &cap_forms, n_forms + 1, sizeof(*forms));
	forms[n_forms] = (struct form){ .cue = -1, .role = -1, .country = -1 };
	*at = (int64_t)n_forms;
	return &forms[n_forms++];
}

static void
put_verb(const char *s, size_t len, unsigned verb, void *ctx)
{
	struct form *f = form_put(s, len);

	f->verb = (uint16_t)(f->verb | verb | *(unsigned *)ctx);
}

static void
put_cue(const char *s, size_t len, unsigned verb, void *ctx)
{
	struct form *f = form_put(s, len);
	size_t cue = *(size_t *)ctx;

	f->verb = (uint16_t)(f->verb | verb);
	f->report = (uint16_t)(f->report | verb);
	if (f->cue < 0 || (cues[cue].frames & F_STRONG && !(f->frames & F_STRONG))) {
		f->cue = (int16_t)cue;
		f->frames = (uint16_t)cues[cue].frames;
	}
}

static unsigned
read_frames(const struct table *t)
{
	static const char letters[] = "qindcfatrx";
	static const unsigned bits[] = {
		F_QUE, F_INCISE, F_INF, F_DE, F_COLON, F_MARK, F_A, F_TARGET,
		F_ATTRIBUTE, F_NOT_REFLEXIVE
	};
	unsigned frames = field_is(&t->field[1], "S") ? F_STRONG : 0;
	const char *p;
	size_t i;

	for (i = 0; i < t->field[2].len; i++) {
		p = strchr(letters, t->field[2].s[i]);
		if (!p || !*p)
			table_die(t, "no frame is called %c", t->field[2].s[i]);
		frames |= bits[p - letters];
	}
	return frames;
}

/* Links a lemma to the last one of the same verb; false: it is the verb's first. */
static bool
link_lemma(struct map *verbs, const char *verb, size_t len, size_t at)
{
	bool fresh;
	int64_t *last = map_put(verbs, verb, len, &fresh);

	if (!fresh)
		cues[*last].next = (int)at;
	*last = (int64_t)at;
	return !fresh;
}

static void
open_cues(const struct conjugation *c)
{
	struct map verbs = { 0 };
	struct table t;
	size_t at;

	table_open(&t, "cues.txt");
	while (table_next(&t, 3)) {
		const struct table_field *f = &t.field[0];
		const char *blank = memchr(f->s, ' ', f->len);
		size_t len = blank ? (size_t)(blank - f->s) : f->len;

		mem_grow(&cues, &cap_cues, n_cues + 1, sizeof(*cues));
		cues[n_cues] = (struct cue_lemma){
			*f, { f->s + len, 0 }, -1, read_frames(&t)
		};
		if (blank)
			cues[n_cues].tail = (struct table_field){
				blank + 1, f->len - len - 1
			};
		at = n_cues++;
		if (!link_lemma(&verbs, f->s, len, at))
			conjugation_run(c, f->s, len, put_cue, &at);
	}
	map_free(&verbs);
}

static void
open_verbs(const struct conjugation *c)
{
	struct table t;
	unsigned bits;

	table_open(&t, "verbs.txt");
	while (table_next(&t, 1)) {
		bits = 0;
		if (t.fields > 1 && field_is(&t.field[1], "have"))
			bits = V_AVOIR | V_SURE;
		else if (t.fields > 1 && field_is(&t.field[1], "be"))
			bits = V_ETRE | V_SURE;
		else if (t.fields > 1 && field_is(&t.field[1], "make"))
			bits = V_FAIRE;
		else if (t.fields > 1)
			bits = V_SURE;
		conjugation_run(c, t.field[0].s, t.field[0].len, put_verb, &bits);
	}
}

/* The bits of the class names in a field, separated by blanks. */
static uint32_t
read_classes(const struct table *t, const struct table_field *f)
{
	const char *p = f->s, *end = p + f->len, *q;
	uint32_t bits = 0;
	size_t i;

	for (; p < end; p = q + 1) {
		struct table_field one;

		q = memchr(p, ' ', (size_t)(end - p));
		q = q ? q : end;
		one = (struct table_field){ p, (size_t)(q - p) };
		for (i = 0; classes[i].name && !field_is(&one, classes[i].name); i++)
			;
		if (!classes[i].name)
			table_die(t, "no class is called %.*s", (int)one.len, one.s);
		bits |= classes[i].bit;
	}
	return bits;
}

static void
open_words(void)
{
	struct table t;

	table_open(&t, "words.txt");
	while (table_next(&t, 2)) {
		struct form *f = form_put(t.field[0].s, t.field[0].len);

		f->class |= read_classes(&t, &t.field[1]);
		if (t.fields > 2)
			f->gender = *t.field[2].s;
	}
}

static void
put_gender(struct form *f, char gender)
{
	if (f->gender == 0 && !(f->class & W_AGENT))
		f->gender = gender;
	else if (f->gender != gender)
		f->gender = 0;
}

/* A row of agents.txt. */
struct agent {
	enum agent_type type;
	bool issued, any, adjective, relation, each;
	int16_t row;
};

static void
put_agent(const char *s, size_t len, const struct agent *a, char gender, char number)
{
	struct form *f = form_put(s, len);

	put_gender(f, gender);
	f->class |= W_AGENT;
	f->agent = (uint8_t)a->type;
	f->issued = a->issued;
	f->any = a->any;
	f->adjective = a->adjective;
	f->relation = a->relation;
	f->each = a->each;
	f->role = a->row;
	f->number = number;
}

/* Whether the bytes end in an ending of plurals.txt, - being none. */
static bool
ends_in(const char *s, size_t len, const struct table_field *ending)
{
	if (field_is(ending, "-"))
		return true;
	return len >= ending->len &&
		memcmp(s + len - ending->len, ending->s, ending->len) == 0;
}

static void
make_plural(const struct table_field *f, struct buf *b)
{
	size_t i, cut;

	for (i = 0; i < n_plurals && !ends_in(f->s, f->len, &plurals[i].one); i++)
		;
	buf_add(b, f->s, f->len);
	if (i == n_plurals)
		return;
	cut = field_is(&plurals[i].one, "-") ? 0 : plurals[i].one.len;
	b->len -= cut;
	buf_add(b, plurals[i].many.s, plurals[i].many.len);
}

size_t
lexicon_plural(const char *s, size_t len)
{
	size_t i;

	for (i = 0; i < n_plurals; i++)
		if (ends_in(s, len, &plurals[i].many))
			return plurals[i].many.len;
	return 0;
}

static void
open_plurals(void)
{
	struct table t;

	table_open(&t, "plurals.txt");
	while (table_next(&t, 2)) {
		mem_grow(&plurals, &cap_plurals, n_plurals + 1, sizeof(*plurals));
		plurals[n_plurals++] = (struct plural){ t.field[0], t.field[1] };
	}
}

static void
put_agents(const struct table_field *f, const struct agent *a, char gender)
{
	struct buf b = { 0 };

	if (field_is(f, "-"))
		return;
	put_agent(f->s, f->len, a, gender, 's');
	make_plural(f, &b);
	if (b.len != f->len || memcmp(b.s, f->s, b.len) != 0)
		put_agent(b.s, b.len, a, gender, 'p');
	buf_free(&b);
}

/* Whether a field of words with blanks between holds the word. */
static bool
says(const struct table_field *f, const char *z)
{
	const char *p = f->s, *end = p + f->len, *q;

	for (; p < end; p = q + 1) {
		struct table_field one;

		q = memchr(p, ' ', (size_t)(end - p));
		q = q ? q : end;
		one = (struct table_field){ p, (size_t)(q - p) };
		if (field_is(&one, z))
			return true;
	}
	return false;
}

static void
open_agents(void)
{
	struct table t;
	struct agent a = { .row = 0 };

	table_open(&t, "agents.txt");
	for (; table_next(&t, 3); a.row++) {
		a.type = field_is(&t.field[2], "PER") ? AGENT_PER :
			field_is(&t.field[2], "ORG") ? AGENT_ORG : AGENT_DOC;
		a.issued = t.fields > 3 && says(&t.field[3], "issued");
		a.any = t.fields > 3 && says(&t.field[3], "any");
		a.adjective = t.fields > 3 && says(&t.field[3], "adjective");
		a.relation = t.fields > 3 && says(&t.field[3], "relation");
		a.each = t.fields > 3 && says(&t.field[3], "each");
		put_agents(&t.field[0], &a, 'm');
		put_agents(&t.field[1], &a, 'f');
	}
}

static void
open_countries(void)
{
	struct table t;
	int16_t row = 0;

	table_open(&t, "demonyms.txt");
	for (; table_next(&t, 2); row++) {
		const char *p = t.field[1].s, *end = p + t.field[1].len, *q;

		for (; p < end; p = q + 1) {
			q = memchr(p, ' ', (size_t)(end - p));
			q = q ? q : end;
			form_put(p, (size_t)(q - p))->country = row;
		}
	}
}

/* Pronouns, titles and given names: a form, a gender, perhaps a number. */
static void
open_gendered(const char *name, uint32_t class)
{
	struct table t;
	struct form *f;

	table_open(&t, name);
	while (table_next(&t, 2)) {
		f = form_put(t.field[0].s, t.field[0].len);
		f->class |= class;
		f->gender = *t.field[1].s == '-' ? 0 : *t.field[1].s;
		if (t.fields > 2)
			f->number = *t.field[2].s;
		if (class == W_PRON && *t.field[0].s == '-')
			f->class |= W_INVERTED;
	}
}

static void
open_suffixes(void)
{
	struct table t;
	bool fresh;
	size_t i;

	table_open(&t, "suffixes.txt");
	while (table_next(&t, 2)) {
		for (i = 0; endings[i].name && !field_is(&t.field[1], endings[i].name);
		    i++)
			;
		if (!endings[i].name || t.field[0].len > SUFFIX_MAX)
			table_die(&t, "no such form of a verb, or too long an ending");
		mem_grow(&forms, &cap_forms, n_forms + 1, sizeof(*forms));
		forms[n_forms] = (struct form){
			.cue = -1, .role = -1, .country = -1,
			.verb = (uint16_t)endings[i].bits
		};
		if (endings[i].bits == 0) {
			forms[n_forms].class = W_AGENT;
			forms[n_forms].agent = AGENT_PER;
			forms[n_forms].number = endings[i].name[6] ? 'p' : 's';
		}
		*map_put(&suffixes, t.field[0].s, t.field[0].len, &fresh) =
			(int64_t)n_forms++;
	}
}

void
lexicon_open(void)
{
	struct conjugation *c = conjugation_open();

	open_cues(c);
	open_verbs(c);
	conjugation_free(c);
	open_words();
	open_plurals();
	open_agents();
	open_countries();
	open_gendered("given.txt", W_GIVEN);
	open_gendered("titles.txt", W_TITLE);
	open_gendered("pronouns.txt", W_PRON);
	open_suffixes();
}

const struct form *
lexicon_find(const char *s, size_t len)
{
	static const struct form none = { .cue = -1, .role = -1, .country = -1 };
	char key[LEXICON_WORD];
	size_t n = lexicon_key(s, len, key), k;
	const int64_t *at = n ? map_get(&index_of, key, n) : NULL;

	for (k = SUFFIX_MAX; k > 0 && !at; k--)
		if (n >= k + 2)
			at = map_get(&suffixes, key + n - k, k);
	return at ? &forms[*at] : &none;
}

const struct table_field *
lexicon_cue(int cue)
{
	return &cues[cue].lemma;
}

size_t
lexicon_cues(void)
{
	return n_cues;
}

struct table_field
lexicon_tail(int cue)
{
	return cues[cue].tail;
}

int
lexicon_next(int cue)
{
	return cues[cue].next;
}

unsigned
lexicon_frames(int cue)
{
	return cues[cue].frames;
}
