/*
 * The tokenizer. One pass over the bytes: what a token is follows from its first
 * character, how far it reaches from a few rules with tables behind them. Every
 * look ahead is bounded, so the whole is linear.
 */
#include "token.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "word.h"

#define URL_PART 64	/* how far a mail address or a domain is looked for */

enum { CLITIC_PART = 1, CLITIC_WHOLE };
enum { DOMAIN_SURE = 1, DOMAIN_WORD };

static struct map elisions, clitics, domains;
static unsigned ascii[128];	/* text_class of the ASCII characters */

struct scan {
	const char *s;			/* the text, from which offsets count */
	const char *at, *end;		/* what is left of the range */
	struct tokens *out;
};

static unsigned
class_at(const char *p, const char *end, unsigned *size)
{
	if (p >= end) {
		*size = 0;
		return 0;
	}
	if ((unsigned char)*p < 128) {
		*size = 1;
		return ascii[(unsigned char)*p];
	}
	return text_class(text_decode(p, end, size));
}

static bool
is(const char *p, const char *end, unsigned classes)
{
	unsigned size;

	return (class_at(p, end, &size) & classes) != 0;
}

/* Past combining marks and format characters, which belong to what they follow. */
static const char *
skip_marks(const char *p, const char *end)
{
	unsigned size;

	while (class_at(p, end, &size) & (TEXT_MARK | TEXT_FORMAT))
		p += size;
	return p;
}

void
token_open(void)
{
	static const char *const clitic[] = { "part", "whole", NULL };
	static const char *const domain[] = { "sure", "word", NULL };
	static bool opened;
	unsigned c;

	if (opened)
		return;
	opened = true;
	for (c = 0; c < 128; c++)
		ascii[c] = text_class(c);
	word_table(&elisions, "elisions.txt", false, NULL);
	word_table(&clitics, "clitics.txt", false, clitic);
	word_table(&domains, "domains.txt", false, domain);
	word_open();
}

static void
emit(struct scan *t, const char *end, enum token_kind kind)
{
	struct tokens *out = t->out;

	mem_grow(&out->v, &out->cap, out->n + 1, sizeof(*out->v));
	out->v[out->n++] = (struct token){
		.start = (uint32_t)(t->at - t->s),
		.end = (uint32_t)(end - t->s),
		.kind = (uint8_t)kind
	};
	t->at = end;
}

/* The length of an apostrophe at p: ' ’ ʼ. */
static unsigned
apostrophe(const char *p, const char *end)
{
	if (p < end && *p == '\'')
		return 1;
	if (end - p >= 3 && memcmp(p, "\xe2\x80\x99", 3) == 0)
		return 3;
	if (end - p >= 2 && memcmp(p, "\xca\xbc", 2) == 0)
		return 2;
	return 0;
}

/* The length of a hyphen at p: -, U+2010, U+2011. */
static unsigned
hyphen(const char *p, const char *end)
{
	if (p < end && *p == '-')
		return 1;
	if (end - p >= 3 && p[0] == '\xe2' && p[1] == '\x80' &&
	    (p[2] == '\x90' || p[2] == '\x91'))
		return 3;
	return 0;
}

/* Past letters, digits and their marks. */
static const char *
skip_word(const char *p, const char *end)
{
	unsigned size;

	while (class_at(p, end, &size) &
	    (TEXT_LETTER | TEXT_DIGIT | TEXT_MARK | TEXT_FORMAT))
		p += size;
	return p;
}

/* Whether an elided word stands at [p, mark) with its apostrophe before `next`. A
 * capital before a consonant is a name's beginning: N'Guessan, M'Bow. */
static bool
elided(const char *p, const char *mark, const char *next, const char *end)
{
	unsigned size, class = class_at(next, end, &size);

	if (!word_value(&elisions, p, mark, false))
		return false;
	if (!(class & TEXT_LETTER))
		return class & TEXT_DIGIT || class & TEXT_PUNCT || is(p, end, TEXT_LOWER);
	if (word_elides(next, end))
		return true;
	return is(p, end, TEXT_LOWER) && (class & TEXT_UPPER);
}

/* The end of the word at t->at, which begins with a letter; *kind becomes ELISION
 * when an apostrophe ends it. */
static const char *
word_end(struct scan *t, enum token_kind *kind)
{
	const char *p = skip_word(t->at, t->end);
	unsigned n;

	for (;;) {
		if ((n = apostrophe(p, t->end))) {
			if (elided(t->at, p, p + n, t->end)) {
				*kind = TOKEN_ELISION;
				return p + n;
			}
			if (!is(p + n, t->end, TEXT_LETTER))
				return p;
		} else if ((n = hyphen(p, t->end))) {
			if (!is(p + n, t->end, TEXT_LETTER | TEXT_DIGIT))
				return p;
		} else {
			return p;
		}
		p = skip_word(p + n, t->end);
	}
}

/* Where the last hyphen of [p, end) stands, NULL for none. */
static const char *
last_hyphen(const char *p, const char *end)
{
	const char *q;

	for (q = end - 1; q > p && end - q < WORD_KEY; q--)
		if (hyphen(q, end))
			return q;
	return NULL;
}

/* Where the clitic that ends the word [p, end) begins, with its « -t- » (a-t-il);
 * `end` when there is none. */
static const char *
clitic_start(const char *p, const char *end)
{
	const char *h = last_hyphen(p, end), *t;

	if (!h || word_value(&clitics, h + hyphen(h, end), end, false) != CLITIC_PART)
		return end;
	if (word_value(&clitics, p, end, false) == CLITIC_WHOLE)
		return end;
	t = last_hyphen(p, h);
	if (t && h - t - hyphen(t, h) == 1 && (h[-1] == 't' || h[-1] == 'T'))
		return t;
	return h;
}

/* Emits the word [t->at, end), its clitics (at most two: dis-le-moi) apart. */
static void
emit_word(struct scan *t, const char *end)
{
	const char *last = clitic_start(t->at, end);
	const char *first = last < end ? clitic_start(t->at, last) : end;

	emit(t, first, TOKEN_WORD);
	if (first < last)
		emit(t, last, TOKEN_WORD);
	if (last < end)
		emit(t, end, TOKEN_WORD);
}

/* One group of a dotted abbreviation at p: a letter or two capitals, and a stop.
 * NULL when there is none; else past it and the hyphen that may follow (J.-C.). */
static const char *
dotted_group(const char *p, const char *end)
{
	unsigned size, class = class_at(p, end, &size);
	bool upper = (class & TEXT_UPPER) != 0;

	if (!(class & TEXT_LETTER))
		return NULL;
	p = skip_marks(p + size, end);
	if (upper && (class_at(p, end, &size) & TEXT_UPPER))
		p = skip_marks(p + size, end);
	if (p >= end || *p != '.')
		return NULL;
	p++;
	return hyphen(p, end) == 1 && is(p + 1, end, TEXT_LETTER) ? p + 1 : p;
}

/* The end of a dotted abbreviation (O.N.U., U.S.A, J.-C.) at p, p if none is there. */
static const char *
dotted_end(const char *p, const char *end)
{
	const char *q, *stop = p;
	int groups = 0;
	unsigned size;

	for (q = p; (q = dotted_group(q, end)); groups++)
		stop = q;
	if (groups < 2)
		return p;
	if (class_at(stop, end, &size) & TEXT_UPPER &&
	    !is(stop + size, end, TEXT_LETTER | TEXT_MARK))
		return stop + size;
	return stop[-1] == '-' ? stop - 1 : stop;
}

/* Whether a single capital and its stop at `stop` are an initial: a capital follows. */
static bool
initial(const struct scan *t, const char *stop)
{
	unsigned size, class = class_at(t->at, t->end, &size);
	const char *next = stop + 1;

	if (!(class & TEXT_UPPER) || skip_marks(t->at + size, t->end) != stop)
		return false;
	class = class_at(next, t->end, &size);
	if (class & TEXT_SPACE)
		next += size;
	return is(next, t->end, TEXT_UPPER);
}

/* Whether the stop after the word [t->at, stop) is part of it. */
static bool
keeps_stop(const struct scan *t, const char *stop)
{
	const char *next = stop + 1;
	enum word_abbreviation class;

	if (stop >= t->end || *stop != '.' || (next < t->end && *next == '.'))
		return false;
	if (initial(t, stop))
		return true;
	class = word_abbreviation(t->at, stop);
	if (class == ABBREVIATION_MONTH || class == ABBREVIATION_END)
		return true;
	return class != ABBREVIATION_NONE && next < t->end;
}

/* « n° » at t->at: the end of it, NULL if it is not there. */
static const char *
numero_end(const struct scan *t)
{
	const char *p = t->at + 1;

	if ((*t->at | 32) != 'n' || t->end - p < 2 || p[0] != '\xc2')
		return NULL;
	return p[1] == '\xb0' || p[1] == '\xba' ? p + 2 : NULL;
}

static void
scan_word(struct scan *t)
{
	enum token_kind kind = TOKEN_WORD;
	const char *end;

	if ((end = numero_end(t)) || (end = dotted_end(t->at, t->end)) > t->at) {
		emit(t, end, TOKEN_WORD);
		return;
	}
	end = word_end(t, &kind);
	if (kind == TOKEN_ELISION)
		emit(t, end, kind);
	else if (keeps_stop(t, end))
		emit(t, end + 1, TOKEN_WORD);
	else
		emit_word(t, end);
}

static bool
digit(const char *p, const char *end)
{
	return p < end && *p >= '0' && *p <= '9';
}

/* The length of a space that may group digits at p: space, no-break, thin, narrow. */
static unsigned
group_space(const char *p, const char *end)
{
	if (p < end && *p == ' ')
		return 1;
	if (end - p >= 2 && memcmp(p, "\xc2\xa0", 2) == 0)
		return 2;
	if (end - p >= 3 && (memcmp(p, "\xe2\x80\xaf", 3) == 0 ||
	    memcmp(p, "\xe2\x80\x89", 3) == 0))
		return 3;
	return 0;
}

/* Past the groups of three digits that spaces join to the digits ending at p. */
static const char *
skip_groups(const char *p, const char *end)
{
	const char *q;
	unsigned n;

	while ((n = group_space(p, end))) {
		q = p + n;
		if (!digit(q, end) || !digit(q + 1, end) || !digit(q + 2, end) ||
		    is(q + 3, end, TEXT_DIGIT | TEXT_LETTER))
			break;
		p = q + 3;
	}
	return p;
}

static void
scan_number(struct scan *t)
{
	const char *p = t->at;
	unsigned size;

	while (class_at(p, t->end, &size) & TEXT_DIGIT)
		p += size;
	if (p - t->at <= 3)
		p = skip_groups(p, t->end);
	while (p < t->end && strchr(".,:/", *p) && *p && digit(p + 1, t->end))
		while (digit(++p, t->end))
			;
	emit(t, skip_word(p, t->end), TOKEN_NUMBER);
}

static bool
label_char(const char *p, const char *end)
{
	return p < end && ((unsigned char)*p >= 128 ? is(p, end, TEXT_LETTER) :
		ascii[(unsigned char)*p] & (TEXT_LETTER | TEXT_DIGIT) || *p == '-' ||
		*p == '_');
}

/* Past one character. */
static const char *
step(const char *p, const char *end)
{
	unsigned size;

	text_decode(p, end, &size);
	return p + size;
}

/* The end of an address' path at p: up to white space or a quotation mark, less the
 * punctuation at its end. */
static const char *
path_end(const char *p, const char *end)
{
	const char *stop = p;
	unsigned size, class;

	for (; p < end && !strchr("\"<>", *p); p += size) {
		class = class_at(p, end, &size);
		if (class & TEXT_SPACE || (size == 2 && memcmp(p, "\xc2\xbb", 2) == 0) ||
		    (size == 3 && memcmp(p, "\xe2\x80\x9d", 3) == 0))
			break;
		if (!strchr(".,;:!?)]}'*", *p))
			stop = p + size;
	}
	return stop;
}

/* The end of a domain name at p, NULL when its last label is no known one; `sure`
 * when something else says that it is an address. */
static const char *
domain_end(const char *p, const char *end, bool sure)
{
	const char *label = p, *best = NULL, *start = p;
	int class;

	for (;;) {
		while (label_char(p, end) && p - start < URL_PART)
			p = step(p, end);
		if (p == label)
			break;
		if (label > start) {
			class = word_value(&domains, label, p, false);
			if (is(label, end, TEXT_UPPER) && is(start, end, TEXT_LOWER))
				class = 0;
			if (class == DOMAIN_SURE || (class && (sure ||
			    (p < end && *p == '/'))))
				best = p;
		}
		if (p >= end || *p != '.')
			break;
		label = ++p;
	}
	return best && best < end && *best == '/' ? path_end(best, end) : best;
}

static bool
prefix(const char *p, const char *end, const char *z)
{
	for (; *z; p++, z++)
		if (p >= end || (*p | 32) != (*z | 32))
			return false;
	return true;
}

/* The end of a mail address at p, NULL for none. */
static const char *
mail_end(const char *p, const char *end)
{
	const char *start = p;

	while (p - start < URL_PART && (label_char(p, end) ||
	    (p < end && (*p == '.' || *p == '+'))))
		p = step(p, end);
	if (p == start || p >= end || *p != '@')
		return NULL;
	return domain_end(p + 1, end, true);
}

/* The end of an address, @name or #tag at t->at, NULL for none. */
static const char *
url_end(const struct scan *t)
{
	const char *p = t->at, *end = t->end, *q;

	if (*p == '@' || *p == '#')
		return label_char(p + 1, end) ? skip_word(step(p + 1, end), end) : NULL;
	if (prefix(p, end, "http://") || prefix(p, end, "https://") ||
	    prefix(p, end, "www.")) {
		q = path_end(p, end);
		return q - p > 8 ? q : NULL;
	}
	if (!label_char(p, end))
		return NULL;
	for (q = p; label_char(q, end) && q - p < URL_PART; q = step(q, end))
		;
	if (q >= end || (*q != '.' && *q != '@' && *q != '+') || !label_char(q + 1, end))
		return NULL;
	q = mail_end(p, end);
	return q ? q : domain_end(p, end, false);
}

/* Whether p stands at punctuation proper, not at a symbol. */
static bool
punctuation(const char *p, const char *end)
{
	unsigned size;
	uint32_t c = text_decode(p, end, &size);

	if (c < 128)
		return !strchr("$+<=>^`|~", (int)c);
	if (c < 0x2000)
		return c == 0xa1 || c == 0xa7 || c == 0xab || c == 0xb6 || c == 0xb7 ||
			c == 0xbb || c == 0xbf || c > 0xff;
	return c <= 0x206f || (c >= 0x3000 && c <= 0x303f);
}

static void
scan_punct(struct scan *t)
{
	const char *p = t->at, *start = p;
	size_t len = (size_t)(step(p, t->end) - p);

	p += len;
	while ((size_t)(t->end - p) >= len && memcmp(p, start, len) == 0)
		p += len;
	emit(t, skip_marks(p, t->end), TOKEN_PUNCT);
}

/* Symbols run together: an emoji with its joiners and modifiers is one token. */
static void
scan_other(struct scan *t)
{
	const char *p = step(t->at, t->end);

	while (p < t->end && (unsigned char)*p >= 128 && is(p, t->end, TEXT_PUNCT |
	    TEXT_MARK | TEXT_FORMAT) && (!is(p, t->end, TEXT_PUNCT) ||
	    !punctuation(p, t->end)))
		p = step(p, t->end);
	emit(t, p, TOKEN_OTHER);
}

void
token_split(const char *s, struct span range, struct tokens *out)
{
	struct scan t = { s, s + range.start, s + range.end, out };
	const char *url;
	unsigned size, class;

	token_open();
	out->n = 0;
	while (t.at < t.end) {
		class = class_at(t.at, t.end, &size);
		if (class & TEXT_SPACE)
			t.at += size;
		else if ((url = url_end(&t)))
			emit(&t, url, TOKEN_URL);
		else if (class & TEXT_LETTER)
			scan_word(&t);
		else if (class & TEXT_DIGIT)
			scan_number(&t);
		else if (class & TEXT_PUNCT && punctuation(t.at, t.end))
			scan_punct(&t);
		else
			scan_other(&t);
	}
}

void
token_free(struct tokens *t)
{
	free(t->v);
	*t = (struct tokens){ 0 };
}
