/* Tokens, their hashes and units; see document.h. */
#include "document.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "crf.h"
#include "gazetteer.h"

#define FORM_MAX 96	/* bytes of a token that count */

enum {
	SEED_LOWER = 1, SEED_FORM, SEED_FOLD, SEED_PREFIX, SEED_SUFFIX, SEED_SHAPE,
	SEED_PIECE
};

/* A token's form: lower case, folded, and where its characters begin. */
struct form {
	char lower[FORM_MAX + 8], fold[FORM_MAX + 8], shape[FORM_MAX];
	uint8_t edge[FORM_MAX + 1];	/* of the folded form */
	size_t lowers, folds, shapes, points;
	unsigned upper, small, digit;
};

static char
shape_of(unsigned class, uint32_t c)
{
	if (class & TEXT_UPPER)
		return 'X';
	if (class & TEXT_LETTER)
		return 'x';
	if (class & TEXT_DIGIT)
		return '0';
	return c < 128 ? (char)c : '?';
}

static void
add_point(struct form *f, uint32_t c, unsigned class)
{
	char shape = shape_of(class, c);
	uint32_t plain = class & TEXT_DIGIT ? '0' : c == 0x2019 ? '\'' : c;

	f->upper += (class & TEXT_UPPER) != 0;
	f->small += shape == 'x';
	f->digit += shape == '0';
	f->lowers += text_encode(text_lower(plain), f->lower + f->lowers);
	f->edge[f->points++] = (uint8_t)f->folds;
	f->folds += text_encode(text_fold(plain), f->fold + f->folds);
	/* Runs of one kind count once, but a second capital is told from the first. */
	if (f->shapes < 2 || shape != f->shape[f->shapes - 1]
	    || shape != f->shape[f->shapes - 2])
		f->shape[f->shapes++] = shape;
}

static void
read_form(const char *s, const char *end, struct form *f)
{
	unsigned size;

	f->lowers = f->folds = f->shapes = f->points = 0;
	f->upper = f->small = f->digit = 0;
	for (; s < end && f->folds < FORM_MAX && f->lowers < FORM_MAX; s += size) {
		uint32_t c = text_decode(s, end, &size);
		unsigned class = text_class(c);

		if (!(class & (TEXT_MARK | TEXT_FORMAT)))
			add_point(f, c, class);
	}
	f->edge[f->points] = (uint8_t)f->folds;
}

static void
hash_form(const struct form *f, struct atom *a)
{
	a->lower = crf_hash(SEED_LOWER, f->lower, f->lowers);
	a->form = a->lower;
	if (f->shapes > 0 && f->shape[0] == 'X')
		a->form = crf_mix(SEED_FORM, a->lower);
	a->fold = crf_hash(SEED_FOLD, f->fold, f->folds);
	a->shape = crf_hash(SEED_SHAPE, f->shape, f->shapes);
}

void
document_open(void)
{
	token_open();
	gazetteer_open();
}

void
document_affixes(const struct document *d, const struct atom *a, struct affixes *out)
{
	struct form f;

	read_form(d->text->s + a->start, d->text->s + a->end, &f);
	for (size_t k = 0; k < AFFIXES; k++) {
		size_t n = k + 1 < f.points ? k + 1 : f.points;
		size_t tail = f.edge[f.points - n];

		out->prefix[k] = crf_hash(SEED_PREFIX + 16 * k, f.fold, f.edge[n]);
		out->suffix[k] = crf_hash(SEED_SUFFIX + 16 * k, f.fold + tail,
			f.folds - tail);
	}
}

void
document_form(const char *s, size_t len, struct buf *out)
{
	struct form f;
	size_t at = 0;
	unsigned size;
	char point[4];

	read_form(s, s + len, &f);
	if (f.points > 0 && f.shape[0] == 'X') {
		uint32_t c = text_decode(f.lower, f.lower + f.lowers, &size);

		at = size;
		size = text_encode(text_upper(c), point);
		buf_add(out, point, size);
	}
	buf_add(out, f.lower + at, f.lowers - at);
}

uint64_t
document_form_hash(const char *s, size_t len)
{
	struct form f;
	struct atom a;

	read_form(s, s + len, &f);
	hash_form(&f, &a);
	return a.form;
}

static uint16_t
form_flags(const struct form *f, const struct token *t)
{
	unsigned flags = 0;

	if (f->points == 0)
		return 0;
	if (f->shape[0] == 'X')
		flags |= ATOM_UPPER;
	if (f->upper >= 2 && f->small == 0)
		flags |= ATOM_CAPS;
	if (f->upper == 0 && f->small > 0)
		flags |= ATOM_LOWER;
	if (f->digit > 0)
		flags |= ATOM_DIGIT;
	if (memchr(f->fold, '-', f->folds) != NULL)
		flags |= ATOM_HYPHEN;
	if (memchr(f->fold, '.', f->folds) != NULL)
		flags |= ATOM_DOT;
	if (f->upper == 0 && f->digit == 0 && f->small > 0
	    && (f->points <= 3 || t->kind == TOKEN_ELISION))
		flags |= ATOM_LINK;
	return (uint16_t)flags;
}

static bool
in_piece(char c)
{
	return (unsigned char)c >= 0x80 || (c >= 'a' && c <= 'z')
		|| (c >= '0' && c <= '9');
}

/* The next run of letters and digits of a folded form, [*start, *from) when it
 * returns its hash; 0 at the end. */
static uint64_t
next_piece(const char *s, size_t len, size_t *from, size_t *start)
{
	while (*from < len && !in_piece(s[*from]))
		++*from;
	*start = *from;
	while (*from < len && in_piece(s[*from]))
		++*from;
	return *from > *start ? crf_hash(SEED_PIECE, s + *start, *from - *start) : 0;
}

/* The folded form alone, as read_form makes it: gazetteers are read at each start. */
static size_t
fold_form(const char *s, const char *end, char fold[FORM_MAX + 8])
{
	size_t n = 0;
	unsigned size, class;
	uint32_t c;

	while (s < end && n < FORM_MAX) {
		if ((*s >= 'a' && *s <= 'z') || *s == ' ') {
			fold[n++] = *s++;
			continue;
		}
		c = text_decode(s, end, &size);
		class = text_class(c);
		s += size;
		if (class & (TEXT_MARK | TEXT_FORMAT))
			continue;
		c = class & TEXT_DIGIT ? '0' : text_fold(c);
		n += text_encode(c, fold + n);
	}
	return n;
}

size_t
document_pieces(const char *s, size_t len, uint64_t *hash, size_t max)
{
	char fold[FORM_MAX + 8];
	size_t folds = fold_form(s, s + len, fold), n = 0, from = 0, start;

	while (n < max && (hash[n] = next_piece(fold, folds, &from, &start)) != 0)
		n++;
	return n;
}

struct span
document_range(const struct document *d, size_t from, size_t to)
{
	return (struct span){d->atom[from].piece,
		to < d->n ? d->atom[to].piece : d->pieces};
}

uint64_t
document_initial(const char *letter, size_t len)
{
	return crf_hash(SEED_PIECE, letter, len);
}

static unsigned
point_bytes(const char *s)
{
	return (unsigned char)*s < 0x80 ? 1 : (unsigned char)*s < 0xe0 ? 2
		: (unsigned char)*s < 0xf0 ? 3 : 4;
}

static uint64_t
letter_pairs(const char *s, size_t len)
{
	uint64_t pairs = 0;

	for (size_t i = 0; i + 1 < len; i++)
		pairs |= 1ULL << crf_mix((unsigned char)s[i],
			(unsigned char)s[i + 1]) % 64;
	return pairs;
}

/* Adds the piece s[len]; an empty one stops entries. */
static void
add_piece(struct document *d, uint64_t hash, const char *s, size_t len)
{
	mem_grow(&d->piece, &d->piece_cap, d->pieces + 1, sizeof *d->piece);
	d->piece[d->pieces++] = (struct piece){.hash = hash, .atom = (uint32_t)d->n,
		.initial = len > 0 ? document_initial(s, point_bytes(s)) : 0,
		.pairs = letter_pairs(s, len), .bytes = (uint8_t)len};
}

static void
add_pieces(struct document *d, const struct form *f, const struct token *t)
{
	size_t from = 0, start, before = d->pieces;
	uint64_t hash;

	while (t->kind != TOKEN_URL
	    && (hash = next_piece(f->fold, f->folds, &from, &start)) != 0)
		add_piece(d, hash, f->fold + start, from - start);
	if (d->pieces == before && !(f->folds == 1 && strchr("-.'/", f->fold[0]) != NULL))
		add_piece(d, 0, NULL, 0);
}

static void
add_atom(struct document *d, const struct token *t)
{
	const char *s = d->text->s;
	uint32_t first = (uint32_t)d->pieces;
	struct form f;
	struct atom *a;

	read_form(s + t->start, s + t->end, &f);
	add_pieces(d, &f, t);
	mem_grow(&d->atom, &d->cap, d->n + 1, sizeof *d->atom);
	a = &d->atom[d->n++];
	*a = (struct atom){.start = t->start, .end = t->end, .kind = t->kind,
		.piece = first, .flags = form_flags(&f, t)};
	hash_form(&f, a);
}

static bool
is_place(const char *s, const char *end)
{
	static const char *const class[] = {"country", "city", "area"};
	uint32_t found = 0;
	unsigned size;

	if (!(text_class(text_decode(s, end, &size)) & TEXT_UPPER))
		return false;
	found = gazetteer_find(s, (size_t)(end - s));
	for (size_t i = 0; found != 0 && i < sizeof class / sizeof *class; i++)
		if (found & gazetteer_bit(class[i]))
			return true;
	return false;
}

/* The hyphen that joins two known places (Mali-Russie) in a token that is no entry
 * itself (Guinée-Bissau); NULL for none. */
static const char *
find_joint(const char *s, const struct token *t)
{
	const char *start = s + t->start, *end = s + t->end;
	const char *hyphen = memchr(start, '-', t->end - t->start);

	if (t->kind != TOKEN_WORD || hyphen == NULL || hyphen == start
	    || hyphen + 1 == end || t->end - t->start > FORM_MAX
	    || gazetteer_find(start, (size_t)(end - start)) != 0)
		return NULL;
	return is_place(start, hyphen) && is_place(hyphen + 1, end) ? hyphen : NULL;
}

/* Adds a token, two places joined by a hyphen as three. */
static void
add_token(struct document *d, const struct token *t)
{
	const char *joint = find_joint(d->text->s, t);
	struct token part = *t;

	if (joint == NULL) {
		add_atom(d, t);
		return;
	}
	part.end = (uint32_t)(joint - d->text->s);
	add_atom(d, &part);
	add_atom(d, &(struct token){.start = part.end, .end = part.end + 1,
		.kind = TOKEN_PUNCT});
	part.start = part.end + 1;
	part.end = t->end;
	add_atom(d, &part);
}

static void
begin_unit(struct document *d)
{
	if (d->units > 0 && d->unit[d->units - 1] == d->n)
		return;
	mem_grow(&d->unit, &d->unit_cap, d->units + 1, sizeof *d->unit);
	d->unit[d->units++] = d->n;
}

/* Whether a line break stands between two bytes of the text. */
static bool
line_between(const char *s, size_t from, size_t to)
{
	return memchr(s + from, '\n', to - from) != NULL;
}

static bool
ends_sentence(const char *s, const struct token *t)
{
	return t->kind == TOKEN_PUNCT
		&& (strchr(".!?", s[t->start]) != NULL
		    || (t->end - t->start == 3 && memcmp(s + t->start, "…", 3) == 0));
}

static bool
begins_sentence(const char *s, const struct token *t)
{
	unsigned size, class = text_class(text_decode(s + t->start, s + t->end, &size));

	return (class & TEXT_UPPER) != 0 || t->kind == TOKEN_PUNCT;
}

static void
read_lines(struct document *d)
{
	const char *s = d->text->s;
	size_t end = 0;
	bool stop = true;

	for (size_t i = 0; i < d->tokens.n; i++) {
		const struct token *t = &d->tokens.v[i];

		if ((stop && begins_sentence(s, t)) || line_between(s, end, t->start)
		    || d->n - d->unit[d->units - 1] + 3 > UNIT_MAX)
			begin_unit(d);
		stop = ends_sentence(s, t);
		end = t->end;
		add_token(d, t);
	}
}

static void
read_sentences(struct document *d, const struct span *sentence, size_t n)
{
	size_t k = 0;

	for (size_t i = 0; i < d->tokens.n; i++) {
		const struct token *t = &d->tokens.v[i];

		while (k < n && sentence[k].start <= t->start) {
			begin_unit(d);
			k++;
		}
		if (d->n - d->unit[d->units - 1] + 3 > UNIT_MAX)
			begin_unit(d);
		add_token(d, t);
	}
}

/* Marks what begins a unit; counts its words in capitals and others. */
static void
mark_first(struct atom *a, size_t n, size_t *caps, size_t *others)
{
	bool first = true;

	*caps = *others = 0;
	for (size_t i = 0; i < n; i++) {
		if (first)
			a[i].flags |= ATOM_FIRST;
		first &= a[i].kind == TOKEN_PUNCT || a[i].kind == TOKEN_OTHER;
		if (a[i].flags & ATOM_CAPS)
			++*caps;
		else if (a[i].kind == TOKEN_WORD && a[i].end - a[i].start > 1)
			++*others;
	}
}

/* In a text of capitals, no shape tells small words from names. */
static void
mark_shout(struct atom *a, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		a[i].flags |= ATOM_SHOUT;
		if (a[i].kind == TOKEN_ELISION
		    || (a[i].kind == TOKEN_WORD && a[i].end - a[i].start <= 3))
			a[i].flags |= ATOM_LINK;
	}
}

static void
mark_units(struct document *d)
{
	size_t caps, others, all_caps = 0, all_others = 0;

	for (size_t u = 0; u < d->units; u++) {
		struct atom *a = d->atom + d->unit[u];
		size_t n = d->unit[u + 1] - d->unit[u];

		mark_first(a, n, &caps, &others);
		all_caps += caps;
		all_others += others;
		if (caps >= 3 && others * 5 <= caps)
			mark_shout(a, n);
	}
	if (all_caps >= 3 && all_others * 5 <= all_caps)
		mark_shout(d->atom, d->n);
}

void
document_parse(struct document *d, const struct text *text, const struct span *sentence,
	size_t n)
{
	d->n = d->units = d->pieces = d->corpus = 0;
	d->text = text;
	token_split(text->s, (struct span){0, text->len}, &d->tokens);
	begin_unit(d);
	if (sentence != NULL)
		read_sentences(d, sentence, n);
	else
		read_lines(d);
	if (d->unit[d->units - 1] == d->n)
		d->units--;
	mem_grow(&d->unit, &d->unit_cap, d->units + 1, sizeof *d->unit);
	d->unit[d->units] = d->n;
	mark_units(d);
}

bool
document_read(struct document *d, struct record *r)
{
	const struct text *text = record_text(r);
	const struct span *sentence;
	size_t n;

	if (text == NULL || !record_spans(r, "sentences", &sentence, &n, NULL))
		return false;
	document_parse(d, text, sentence, n);
	return true;
}

void
document_free(struct document *d)
{
	free(d->atom);
	free(d->unit);
	free(d->piece);
	token_free(&d->tokens);
	*d = (struct document){0};
}
