/*
 * Whether a sentence ends at a run of stops.
 *
 * A full stop is judged by the word before it (abbreviation, initial, acronym,
 * enumerator, number) and by what follows; ! ? and … end a sentence when what follows
 * is no lower case.
 */
#include "scan.h"

#include <string.h>

#include "word.h"

/* starters.txt: words that open sentences and no names; articles open both. */
enum { STARTER_NONE, STARTER_WORD, STARTER_ARTICLE };
static struct map starters;

/* What stands before a full stop. */
struct before {
	const char *start, *end;	/* the last run of letters and digits */
	char mark;			/* the byte before it, 0 at the sentence's start */
	unsigned letters, digits;	/* characters of each kind (up to 40) */
	bool upper;			/* its first character is a capital */
	bool lower;			/* it holds a small letter */
};

void
stop_open(void)
{
	static const char *const class[] = { "word", "article", NULL };

	word_table(&starters, "starters.txt", false, class);
	word_open_abbreviations();
}

static bool
before_of(const struct scan *c, const char *stop, struct before *b)
{
	const char *p = stop;
	unsigned size, class, n;

	*b = (struct before){ .end = stop };
	for (n = 0; p > c->start && n < 40; n++) {
		class = text_class(text_before(c->start, p, &size));
		if (!(class & (TEXT_LETTER | TEXT_DIGIT | TEXT_MARK | TEXT_FORMAT)))
			break;
		p -= size;
		b->letters += (class & TEXT_LETTER) != 0;
		b->digits += (class & TEXT_DIGIT) != 0;
		b->lower |= (class & TEXT_LOWER) != 0;
		if (class & (TEXT_LETTER | TEXT_DIGIT))
			b->upper = (class & TEXT_UPPER) != 0;
	}
	b->start = p;
	b->mark = p > c->start ? p[-1] : 0;
	return p < stop;
}

/* The class in starters.txt of the word at p, an elided word with its apostrophe. */
static int
starter(const char *p, const char *end)
{
	const char *q = p;
	unsigned size;

	while (q - p < WORD_KEY && scan_class(q, end, &size) &
	    (TEXT_LETTER | TEXT_MARK | TEXT_FORMAT))
		q += size;
	if (q < end && *q == '\'')
		q++;
	else if (end - q >= 3 && memcmp(q, "\xe2\x80\x99", 3) == 0)
		q += 3;
	return word_value(&starters, p, q, false);
}

/* Whether nothing but blanks and dashes stands between the sentence's start and p. */
static bool
opens_sentence(const struct scan *c, const char *p)
{
	unsigned size, class;
	const char *q = c->start;
	int n;

	for (n = 0; q < p && n < 8; n++, q += size) {
		class = scan_class(q, p, &size);
		if (class & (TEXT_LETTER | TEXT_DIGIT) ||
		    (!(class & (TEXT_SPACE | TEXT_PUNCT | TEXT_FORMAT))))
			return false;
	}
	return q >= p;
}

static bool
roman(const char *p, const char *end)
{
	for (; p < end; p++)
		if (!strchr("IVXLivx", *p) || !*p)
			return false;
	return true;
}

/* Whether the word is the number or letter of a list item: 1. 12. a. IV. */
static bool
enumerator(const struct scan *c, const struct before *b)
{
	size_t len = (size_t)(b->end - b->start);

	if (len > 4 || !opens_sentence(c, b->start))
		return false;
	if (b->digits)
		return len <= 3 && b->letters == 0;
	return b->letters == 1 || roman(b->start, b->end);
}

/* The groups of a dotted abbreviation that ends at the stop (R.D.C.), its last one
 * being `b`; *start is where the first begins. */
static int
dotted(const struct scan *c, const struct before *b, const char **start)
{
	const char *p = b->start;
	int groups = 1;
	unsigned size, n;

	while (p - c->start >= 2 && groups < 12) {
		const char *q = p - (p[-1] == '-');

		if (q - c->start < 2 || q[-1] != '.')
			break;
		q--;
		for (n = 0; n < 3 && q > c->start && text_class(text_before(c->start, q,
		    &size)) & (TEXT_LETTER | TEXT_MARK); n++)
			q -= size;
		if (n == 0 || n > 2)
			break;
		p = q;
		groups++;
	}
	*start = p;
	return groups;
}

/* Whether the word before `p` begins with a capital, as a given name does. */
static bool
after_capital(const struct scan *c, const char *p)
{
	unsigned size, class, last = 0;
	int n;

	while (p > c->start && text_class(text_before(c->start, p, &size)) & TEXT_SPACE)
		p -= size;
	for (n = 0; p > c->start && n < 40; n++, p -= size) {
		class = text_class(text_before(c->start, p, &size));
		if (!(class & (TEXT_LETTER | TEXT_MARK)))
			break;
		last = class;
	}
	return (last & TEXT_UPPER) != 0;
}

/* Whether an initial stands before `p` too: J. M. Koné. */
static bool
after_initial(const struct scan *c, const char *p)
{
	unsigned size;

	while (p > c->start && text_class(text_before(c->start, p, &size)) & TEXT_SPACE)
		p -= size;
	if (p - c->start < 2 || p[-1] != '.')
		return false;
	if (!(text_class(text_before(c->start, p - 1, &size)) & TEXT_UPPER))
		return false;
	p -= 1 + size;
	return p == c->start || !(text_class(text_before(c->start, p, &size)) &
		(TEXT_LETTER | TEXT_DIGIT));
}

/* A single capital: an initial unless a word follows that opens sentences. */
static bool
initial_ends(const struct scan *c, const struct before *b, const struct stop *s)
{
	int class = s->opened || s->dashed ? STARTER_WORD : starter(s->word, c->end);

	if (s->next == s->end || s->follows == NEXT_LOWER)
		return false;
	if (s->follows == NEXT_DIGIT)
		return true;
	if (after_initial(c, b->start))
		return class == STARTER_WORD;
	return class != STARTER_NONE;
}

/* R.D.C., U.S., J.-C.: two groups are taken for initials unless a starter follows. */
static bool
dotted_ends(const struct scan *c, const char *start, int groups, const struct stop *s)
{
	enum word_abbreviation class = word_abbreviation(start, s->first);

	if (class == ABBREVIATION_TITLE || class == ABBREVIATION_REF)
		return false;
	if (s->follows != NEXT_UPPER || s->next == s->end)
		return s->follows == NEXT_DIGIT && s->next > s->end && groups > 2;
	if (class == ABBREVIATION_END || groups > 2 || s->opened || s->dashed)
		return true;
	return starter(s->word, c->end) != STARTER_NONE;
}

/* Whether the abbreviation of that class ends a sentence; -1 when the word is to be
 * judged as any other. */
static int
abbreviation_ends(enum word_abbreviation class, const struct stop *s)
{
	bool upper = s->follows == NEXT_UPPER && s->next > s->end;

	switch (class) {
	case ABBREVIATION_TITLE:
	case ABBREVIATION_REF:
		return false;
	case ABBREVIATION_NUMBER:
		return s->follows == NEXT_DIGIT ? 0 : -1;
	case ABBREVIATION_MONTH:
	case ABBREVIATION_END:
		return upper && !s->aside;
	default:
		return -1;
	}
}

/* Whether the word is like an abbreviation that no table has: letters without a
 * vowel, or one letter. */
static bool
looks_short(const struct before *b)
{
	const char *p;
	unsigned size;
	uint32_t c;

	if (b->digits || b->letters > 5 || b->letters == 0)
		return false;
	for (p = b->start; p < b->end; p += size) {
		c = text_fold(text_decode(p, b->end, &size));
		if (c < 128 ? strchr("aeiouy", (int)c) != NULL : c == 0x153 || c == 0xe6)
			return false;
	}
	return true;
}

/* No space after the stop: « clos.Les » ends a sentence, Lefaso.net does not. */
static bool
unspaced_ends(const struct scan *c, const struct before *b, const struct stop *s)
{
	unsigned size, class;

	if (s->follows == NEXT_DIGIT || s->follows == NEXT_LOWER)
		return s->opened && s->follows != NEXT_LOWER;
	if (s->follows != NEXT_UPPER || *s->next == '@')
		return false;
	if (s->opened || s->dashed)
		return *s->next != '-' && *s->next != '*';
	class = scan_class(s->word, c->end, &size);
	class = scan_class(s->word + size, c->end, &size);
	if (b->lower)
		return b->letters > 1;
	/* CEDEAO.Les, 2020.Les, but U.S.A and A.B */
	return b->letters + b->digits > 1 && (class & TEXT_LOWER ||
		starter(s->word, c->end) != STARTER_NONE);
}

/* A lone full stop after an ordinary word. */
static bool
word_ends(const struct scan *c, const struct before *b, const struct stop *s)
{
	if (s->next == s->end)
		return unspaced_ends(c, b, s);
	switch (s->follows) {
	case NEXT_UPPER:
		return !(b->upper && b->lower && b->letters < 5 && looks_short(b)) ||
			s->opened || starter(s->word, c->end) != STARTER_NONE;
	case NEXT_LOWER:
		return !s->dashed && !looks_short(b);
	default:
		return true;
	}
}

static bool
full_ends(const struct scan *c, const struct stop *s)
{
	struct before b;
	const char *start;
	int groups, ends;

	if (s->follows == NEXT_MARK)
		return false;
	if (!before_of(c, s->first, &b))
		return s->follows != NEXT_LOWER && s->next > s->end;
	if (s->bare && enumerator(c, &b))
		return false;
	groups = b.letters && b.letters < 3 && !b.digits ? dotted(c, &b, &start) : 1;
	if (groups > 1 && s->bare)
		return dotted_ends(c, start, groups, s);
	if (b.mark != '-' && (ends = abbreviation_ends(
	    word_abbreviation(b.start, b.end), s)) >= 0)
		return ends;
	if (b.letters == 1 && b.upper && !b.digits && s->bare && b.mark != '-')
		return initial_ends(c, &b, s);
	if (s->unquoted || s->closed)
		return s->follows != NEXT_LOWER;
	return word_ends(c, &b, s);
}

/* ! and ?: an aside in brackets goes on, and so does what lower case follows. */
static bool
strong_ends(const struct stop *s)
{
	if (s->aside)
		return false;
	return s->follows == NEXT_UPPER || s->follows == NEXT_DIGIT;
}

static bool
dots_end(const struct scan *c, const struct stop *s)
{
	if (s->closed && (s->aside || s->first == c->start + 1))
		return false;
	return s->follows == NEXT_UPPER || (s->follows == NEXT_DIGIT && s->next > s->end);
}

bool
stop_ends(const struct scan *c, const struct stop *s)
{
	if (s->follows == NEXT_NOTHING)
		return s->next >= c->end || scan_break(s->next, c->end);
	switch (s->kind) {
	case STOP_STRONG:
		return strong_ends(s);
	case STOP_DOTS:
		return dots_end(c, s);
	default:
		return full_ends(c, s);
	}
}
