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

static struct map starters, articles, exclamations;

/* What stands before a full stop. */
struct before {
	const char *start, *end;	/* the last run of letters and digits */
	char mark;			/* the byte before it, 0 for none */
	unsigned letters, digits;	/* characters of each kind (up to 40) */
	bool upper;			/* its first character is a capital */
	bool lower;			/* it holds a small letter */
};

void
stop_open(void)
{
	static const char *const class[] = {
		"word", "clause", "subject", "article", "name", NULL
	};

	word_table(&starters, "starters.txt", false, class);
	word_table(&articles, "articles.txt", false, NULL);
	word_table(&exclamations, "exclamations.txt", true, NULL);
	word_open();
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

enum starter
stop_starter(const char *p, const char *end)
{
	const char *q = p;
	unsigned size, letters = 0, mark;

	while (q - p < WORD_KEY && scan_class(q, end, &size) &
	    (TEXT_LETTER | TEXT_MARK | TEXT_FORMAT)) {
		q += size;
		letters++;
	}
	if ((mark = scan_apostrophe(q, end))) {
		if (!word_elides(q + mark, end))
			return STARTER_NONE;
		q += mark;
	} else if (letters == 1 && !(scan_class(q, end, &size) & TEXT_SPACE)) {
		return STARTER_NONE;
	} else if (q < end && *q == '-' && scan_class(q + 1, end, &size) & TEXT_UPPER) {
		return STARTER_NONE;
	}
	return (enum starter)word_value(&starters, p, q, false);
}

/* Whether the word at p begins as sentences do: a capital and a small letter, or a
 * word of starters.txt. « .NET » and « S.A » do not. */
static bool
sentence_word(const char *p, const char *end)
{
	unsigned size, next;

	scan_class(p, end, &size);
	return scan_class(p + size, end, &next) & TEXT_LOWER || stop_starter(p, end);
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

/* Where the outline number begins that ends in `b`: 2.1.3. */
static const char *
outline_start(const struct scan *c, const struct before *b)
{
	const char *p = b->start;

	if (b->letters)
		return p;
	while (p > c->start && b->start - p < 8 &&
	    (p[-1] == '.' || (p[-1] >= '0' && p[-1] <= '9')))
		p--;
	return p;
}

/* Whether the word is the number or letter of a list item: 1. 2.1. a. IV. */
static bool
enumerator(const struct scan *c, const struct before *b)
{
	size_t len = (size_t)(b->end - b->start);

	if (len > 4 || !opens_sentence(c, outline_start(c, b)))
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

bool
stop_article(const char *p, const char *end)
{
	return word_value(&articles, p, end, false) != 0;
}

/* Whether an article stands before `p`, as before an acronym and not before a name: de
 * la R.D.C., l'O.N.U. When it opens the sentence, the acronym cannot end it. */
static bool
after_article(const struct scan *c, const char *p)
{
	const char *end;
	unsigned size;

	while (p > c->start && text_class(text_before(c->start, p, &size)) & TEXT_SPACE)
		p -= size;
	for (end = p; p > c->start && end - p < 8; p -= size)
		if (text_class(text_before(c->start, p, &size)) & TEXT_SPACE)
			break;
	return p > c->start && stop_article(p, end);
}

/* Whether a year is at p. */
static bool
year(const char *p, const char *end)
{
	unsigned size;
	int n;

	for (n = 0; n < 4 && p + n < end && p[n] >= '0' && p[n] <= '9'; n++)
		;
	return n == 4 && !(scan_class(p + n, end, &size) & TEXT_DIGIT);
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

/* Whether a degree sign stands right before the word: 25 °C. */
static bool
degree(const struct before *b)
{
	return b->mark == '\xb0' || b->mark == '\xba';
}

/* Whether the letter belongs to what stands right before it: COVID-D, 25 °C. */
static bool
after_sign(const struct before *b)
{
	return b->mark == '-' || b->mark == '/' || degree(b);
}

/* Whether the word at p has one letter: « A » may end an acronym (S.A). */
static bool
one_letter(const struct scan *c, const char *p)
{
	unsigned size;

	scan_class(p, c->end, &size);
	return !(scan_class(p + size, c->end, &size) & TEXT_LETTER);
}

/* Whether a small letter or a digit follows the article at p, which opens no name. */
static bool
small_follows(const struct scan *c, const char *p)
{
	unsigned size;

	while (scan_class(p, c->end, &size) & (TEXT_LETTER | TEXT_MARK))
		p += size;
	p = scan_blanks(c, p + scan_apostrophe(p, c->end));
	return scan_class(p, c->end, &size) & (TEXT_LOWER | TEXT_DIGIT);
}

/* A single capital: an initial unless a word follows that opens sentences. */
static bool
initial_ends(const struct scan *c, const struct before *b, const struct stop *s)
{
	enum starter class = s->opened || s->dashed ? STARTER_WORD :
		stop_starter(s->word, c->end);

	if (s->follows != NEXT_UPPER || (s->dashed && s->next == s->end))
		return false;
	if (s->next == s->end && one_letter(c, s->word))
		return false;
	if (s->next == s->end || after_initial(c, b->start))
		return class != STARTER_NONE && class != STARTER_NAME &&
			(class != STARTER_ARTICLE || small_follows(c, s->word));
	return class != STARTER_NONE && class != STARTER_NAME;
}

/* R.D.C., U.S., J.-C.: two groups are taken for initials unless a starter follows. */
static bool
dotted_ends(const struct scan *c, const char *start, int groups, const struct stop *s)
{
	enum word_abbreviation class = word_abbreviation(start, s->first);

	if (class == ABBREVIATION_TITLE || class == ABBREVIATION_REF)
		return false;
	if (s->follows != NEXT_UPPER || s->next == s->end)
		return s->follows == NEXT_DIGIT && s->next > s->end && groups > 2 &&
			!year(s->word, c->end);
	if (class == ABBREVIATION_END || s->dashed || (s->opened && *s->next != '('))
		return true;
	if (groups > 2 && (*s->next == '(' || after_article(c, start)))
		return *s->next != '(';
	return stop_starter(s->word, c->end) != STARTER_NONE;
}

/* Whether a Roman numeral or the letter of an article of law follows: vol. XII, art.
 * L. 12. */
static bool
before_roman(const struct scan *c, const struct stop *s)
{
	const char *p = s->word;
	unsigned size;

	while (p < c->end && *p && strchr("IVX", *p))
		p++;
	if (p == s->word)
		return c->end - p > 1 && *p >= 'A' && *p <= 'Z' && p[1] == '.';
	return !(scan_class(p, c->end, &size) & (TEXT_LETTER | TEXT_MARK)) &&
		scan_apostrophe(p, c->end) == 0;
}

/* Whether the abbreviation of that class ends a sentence; -1 when the word is to be
 * judged as any other. */
static int
abbreviation_ends(const struct scan *c, enum word_abbreviation class,
	const struct stop *s)
{
	bool upper = s->follows == NEXT_UPPER && (s->next > s->end ||
		sentence_word(s->word, c->end));

	switch (class) {
	case ABBREVIATION_TITLE:
		return upper && stop_starter(s->word, c->end) == STARTER_CLAUSE;
	case ABBREVIATION_REF:
		return s->closed && upper && stop_starter(s->word, c->end);
	case ABBREVIATION_NUMBER:
		return s->follows == NEXT_DIGIT || before_roman(c, s) ? 0 : -1;
	case ABBREVIATION_MONTH:
	case ABBREVIATION_END:
		return upper && (!s->aside || stop_starter(s->word, c->end));
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

	if (b->digits || b->letters > 5 || b->letters == 0)
		return false;
	if (b->letters == 1)
		return !degree(b);
	for (p = b->start; p < b->end; p += size) {
		if (word_vowel(p, b->end))
			return false;
		text_decode(p, b->end, &size);
	}
	return true;
}

/* No space and a small letter after the stop: « clos.les gens », but not the
 * inclusive « tous.toutes », « étudiant.e.s », nor the domain « faso.net ». */
static bool
small_starts(const struct scan *c, const struct before *b, const char *p)
{
	const char *q = p;
	unsigned size;

	if (b->letters < 3 || b->upper || stop_starter(b->start, b->end) ||
	    !stop_starter(p, c->end))
		return false;
	while (scan_class(q, c->end, &size) & TEXT_LETTER)
		q += size;
	if (scan_apostrophe(q, c->end))
		return true;
	return q - p > 2 && scan_class(q, c->end, &size) & TEXT_SPACE;
}

/* No space and a digit after the stop: a year, or a number, groups of digits and
 * letters with it (95 405, 8,25, 27e), before a small letter. */
static bool
digits_start(const struct scan *c, const char *p)
{
	const char *q = p;
	unsigned size;

	while (scan_class(q, c->end, &size) & (TEXT_DIGIT | TEXT_LOWER) ||
	    (q < c->end && *q == ','))
		q += size;
	if (!(scan_class(q, c->end, &size) & TEXT_SPACE))
		return false;
	return q - p == 4 || scan_class(q + size, c->end, &size) &
		(TEXT_LOWER | TEXT_DIGIT);
}

/* No space after the stop: « clos.Les » ends a sentence, Lefaso.net does not. */
static bool
unspaced_ends(const struct scan *c, const struct before *b, const struct stop *s)
{
	if (s->dashed && (*s->next == '-' || *s->next == '*'))
		return s->next[1] == ' ' && (b->letters || b->digits > 3);
	if (s->opened || s->dashed)
		return s->follows != NEXT_LOWER;
	switch (s->follows) {
	case NEXT_DIGIT:
		return b->lower && b->letters > 2 && digits_start(c, s->word);
	case NEXT_LOWER:
		return small_starts(c, b, s->word);
	case NEXT_UPPER:
		return (b->lower && b->letters > 1) || sentence_word(s->word, c->end) ||
			(b->digits == 4 && !b->letters);
	default:
		return false;
	}
}

/* Whether the word ends the number of a section: « le point 1.8.2. de la loi ». */
static bool
outline(const struct before *b)
{
	return b->mark == '.' && b->digits < 3 && b->letters == 0;
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
			s->opened || stop_starter(s->word, c->end) != STARTER_NONE;
	case NEXT_LOWER:
		return !looks_short(b) && !outline(b);
	default:
		return true;
	}
}

/* No space after the stop, and a mark before it: « (clos).Les », « 5 %.18 femmes ». */
static bool
sign_ends(const struct scan *c, const struct stop *s)
{
	if (s->follows == NEXT_UPPER)
		return sentence_word(s->word, c->end);
	return s->follows == NEXT_DIGIT && s->first > c->start && s->first[-1] != ' ' &&
		digits_start(c, s->word);
}

static bool
full_ends(const struct scan *c, const struct stop *s)
{
	struct before b;
	const char *start;
	int groups, ends;

	if (s->follows == NEXT_MARK)
		return s->dashed && s->next > s->end;
	if (s->final)
		return true;
	if (!before_of(c, s->first, &b))
		return s->next > s->end || sign_ends(c, s);
	if (s->bare && enumerator(c, &b))
		return false;
	groups = b.letters && b.letters < 3 && !b.digits ? dotted(c, &b, &start) : 1;
	if (groups > 1 && s->bare)
		return dotted_ends(c, start, groups, s);
	if (b.mark != '-' && (ends = abbreviation_ends(c,
	    word_abbreviation(b.start, b.end), s)) >= 0)
		return ends;
	if (b.letters == 1 && b.upper && !b.digits && s->bare && !after_sign(&b))
		return initial_ends(c, &b, s);
	if (s->unquoted || s->closed)
		return s->follows != NEXT_LOWER;
	return word_ends(c, &b, s);
}

static bool
begins_clause(enum starter class)
{
	return class == STARTER_CLAUSE || class == STARTER_SUBJECT ||
		class == STARTER_ARTICLE;
}

/* The least bytes of a question after which small letters may open a sentence. */
#define QUESTION 30

/* ! and ?: an aside in brackets goes on, and so does what a small letter follows
 * (« Eh bien ! dit-il »), unless it begins as sentences do (« Vraiment tous ? je »). */
static bool
strong_ends(const struct scan *c, const struct stop *s)
{
	struct before b;
	enum starter class;

	if (s->follows == NEXT_LOWER && (s->unquoted || s->closed || s->opened ||
	    s->dashed || s->first - c->start < QUESTION))
		return false;
	class = stop_starter(s->word, c->end);
	if (s->follows == NEXT_LOWER)
		return begins_clause(class);
	if (s->aside)
		return class != STARTER_NONE;
	if (s->follows == NEXT_UPPER && *s->first == '!' && before_of(c, s->first, &b) &&
	    word_value(&exclamations, b.start, b.end, true))
		return class != STARTER_NONE;
	return s->follows == NEXT_UPPER || s->follows == NEXT_DIGIT;
}

/* Whether the dots stand alone in their brackets: « (...) ». */
static bool
cut_words(const struct stop *s)
{
	return s->first[-1] == '(' || s->first[-1] == '[';
}

/* How far back the commas of a list are looked for, in bytes. */
#define LIST 100

/* Whether the dots break off words in a quotation or a list, which go on in small
 * letters: « du sel, du riz… tous partent ». */
static bool
resumed(const struct scan *c, const struct stop *s)
{
	const char *p;

	for (p = s->first; p > c->start && s->first - p < LIST; p--)
		if (p[-1] == ',' || (p[-1] == '\xab' && p - 1 > c->start))
			return true;
	return c->quoted;
}

static bool
dots_end(const struct scan *c, const struct stop *s)
{
	if (s->closed && (s->aside || s->first == c->start + 1))
		return s->first > c->start + 1 && cut_words(s) &&
			s->follows == NEXT_UPPER && stop_starter(s->word, c->end);
	if (s->follows == NEXT_LOWER)
		return s->next > s->end && s->word == s->next && !s->unquoted &&
			!s->closed && stop_starter(s->word, c->end) == STARTER_CLAUSE &&
			!resumed(c, s);
	return s->follows == NEXT_UPPER || (s->follows == NEXT_DIGIT && s->next > s->end);
}

bool
stop_ends(const struct scan *c, const struct stop *s)
{
	if (s->follows == NEXT_NOTHING)
		return s->next >= c->end || scan_break(s->next, c->end);
	switch (s->kind) {
	case STOP_STRONG:
		return strong_ends(c, s);
	case STOP_DOTS:
		return dots_end(c, s);
	default:
		return full_ends(c, s);
	}
}
