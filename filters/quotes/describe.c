/*
 * Builds descriptions from words, with roles.txt for those that go by another name.
 */
#include "describe.h"

#include <string.h>

#include "buf.h"

#define KEYS 24		/* words of a description that are looked at */

struct synonym {
	const char *s, *end;	/* words, one blank between */
	const char *to, *to_end;
};

static struct synonym *synonyms;
static size_t n_synonyms, cap_synonyms;

/* A word of a description. */
struct word {
	char key[LEXICON_WORD];
	size_t len;
	const struct form *form;
};

void
describe_open(void)
{
	struct table t;

	table_open(&t, "roles.txt");
	while (table_next(&t, 2)) {
		const struct table_field *f = t.field;

		mem_grow(&synonyms, &cap_synonyms, n_synonyms + 1, sizeof(*synonyms));
		synonyms[n_synonyms++] = (struct synonym){
			f[0].s, f[0].s + f[0].len, f[1].s, f[1].s + f[1].len
		};
	}
}

/* A number for a word: the same for all forms of a speaker noun, and for a plural. */
static uint32_t
word_number(const char *key, size_t len, const struct form *f)
{
	uint32_t h;

	if (f->role >= 0)
		return 0x80000000u | (uint32_t)f->role;
	if (len > 3)
		len -= lexicon_plural(key, len) > 0;
	h = map_hash(key, len) & 0x7fffffffu;
	return h ? h : 1;
}

static void
add_word(struct description *d, const char *key, size_t len, const struct form *f)
{
	if (f->class & (W_DE | W_A | W_PREP | W_COORD | W_TITLE) || len < 2)
		return;
	if (f->class & W_DET) {
		if (d->head == 0 && f->class & (W_DEF | W_POSS))
			d->definite = true;
		return;
	}
	if (f->country >= 0) {
		d->country = f->country;
		return;
	}
	if (d->head == 0 && f->class & W_AGENT) {
		d->head = word_number(key, len, f);
		d->plural = f->number == 'p';
	} else if (d->n < DESCRIBE_WORDS) {
		d->word[d->n++] = word_number(key, len, f);
	}
}

/* How many of w[i..n) the synonym covers, 0 for none. */
static size_t
synonym_fits(const struct synonym *y, const struct word *w, size_t n)
{
	const char *p = y->s, *q;
	size_t i = 0;

	for (; p < y->end; p = q + 1, i++) {
		q = memchr(p, ' ', (size_t)(y->end - p));
		q = q ? q : y->end;
		if (i >= n || w[i].len != (size_t)(q - p) ||
		    memcmp(w[i].key, p, w[i].len) != 0)
			return 0;
	}
	return i;
}

static void
add_synonym(struct description *d, const struct synonym *y)
{
	const char *p = y->to, *q;

	for (; p < y->to_end; p = q + 1) {
		q = memchr(p, ' ', (size_t)(y->to_end - p));
		q = q ? q : y->to_end;
		add_word(d, p, (size_t)(q - p), lexicon_find(p, (size_t)(q - p)));
	}
}

static void
describe(const struct word *w, size_t n, struct description *d)
{
	size_t i, k, m;

	*d = (struct description){ .country = -1 };
	for (i = 0; i < n; i += m) {
		for (k = 0, m = 0; k < n_synonyms && m == 0; k++)
			m = synonym_fits(&synonyms[k], w + i, n - i);
		if (m) {
			add_synonym(d, &synonyms[k - 1]);
		} else {
			add_word(d, w[i].key, w[i].len, w[i].form);
			m = 1;
		}
	}
}

static bool
set_word(struct word *w, const char *s, size_t len)
{
	w->len = lexicon_key(s, len, w->key);
	w->form = lexicon_find(s, len);
	return w->len > 0;
}

void
describe_items(const struct doc *d, size_t from, size_t to, struct description *out)
{
	struct word w[KEYS];
	size_t n = 0;

	for (; from < to && n < KEYS; from++) {
		const struct item *it = &d->item[from];

		if (!doc_is_mark(d, from) && it->kind != TOKEN_PUNCT &&
		    set_word(&w[n], d->text->s + it->start, it->end - it->start))
			n++;
	}
	describe(w, n, out);
}

void
describe_name(const char *s, size_t len, struct description *out)
{
	struct word w[KEYS];
	const char *p = s, *end = s + len, *q;
	size_t n = 0;

	for (; p < end && n < KEYS; p = q) {
		for (q = p; q < end && *q != ' ' && *q != '\''; q++)
			if (*q == '\xe2' && end - q > 2 && q[2] == '\x99')
				break;
		if (q < end && *q == '\'')
			q++;
		else if (q < end && *q == '\xe2')
			q += 3;
		if (q > p && set_word(&w[n], p, (size_t)(q - p)))
			n++;
		while (q < end && *q == ' ')
			q++;
	}
	describe(w, n, out);
}

int
describe_match(const struct description *d, const struct description *role)
{
	size_t i, k;
	int missing = 0;

	if (d->head == 0 || d->head != role->head)
		return -1;
	if (d->country >= 0 && role->country >= 0 && d->country != role->country)
		return -1;
	for (i = 0; i < d->n; i++) {
		for (k = 0; k < role->n && role->word[k] != d->word[i]; k++)
			;
		missing += k == role->n;
	}
	if (missing && role->n > 0)
		return -1;
	if (d->country >= 0 && role->country < 0)
		missing++;
	return missing;
}
