/*
 * Headings and sentences without a stop, glued by a space to what follows them.
 *
 * A capital is taken for a new sentence when its word opens sentences and no names
 * (starters.txt), the word before it may end one (links.txt, works.txt), and the word
 * after it is no name.
 */
#include "scan.h"

#include "word.h"

static struct map links, works;

void
glue_open(void)
{
	word_table(&links, "links.txt", false, NULL);
	word_table(&works, "works.txt", false, NULL);
}

/* Where the word that ends at p begins: letters, digits and hyphens. */
static const char *
word_start(const struct scan *c, const char *p)
{
	const char *end = p;
	unsigned size, class;

	while (p > c->start && end - p < 2 * WORD_KEY) {
		class = text_class(text_before(c->start, p, &size));
		if (!(class & (TEXT_LETTER | TEXT_DIGIT | TEXT_MARK)) && p[-1] != '-')
			break;
		p -= size;
	}
	return p;
}

/* Whether a sentence may end at `end`, right before the space. */
static bool
may_end(const struct scan *c, const char *end)
{
	const char *start;
	unsigned size, class;

	if (end <= c->start)
		return false;
	class = text_class(text_before(c->start, end, &size));
	if (!(class & (TEXT_LETTER | TEXT_DIGIT | TEXT_MARK)))
		return end[-1] == ';' || end[-1] == ')' || end[-1] == '*';
	start = word_start(c, end);
	if (start > c->start && (start[-1] == '@' || (start - c->start > 1 &&
	    start[-1] == ' ' && start[-2] == '@')))
		return false;
	return !word_value(&links, start, end, false) &&
		!word_value(&works, start, end, false);
}

/* Past the word at p and the space or apostrophe after it; NULL without one. */
static const char *
skip_word(const struct scan *c, const char *p)
{
	unsigned size, class;

	while ((class = scan_class(p, c->end, &size)) & (TEXT_LETTER | TEXT_MARK |
	    TEXT_DIGIT) || (p < c->end && *p == '-'))
		p += size ? size : 1;
	if ((size = scan_apostrophe(p, c->end)))
		return p + size;
	return class & TEXT_SPACE ? scan_blanks(c, p) : NULL;
}

/* Whether the word at p is written as a sentence's first: « A » only before an
 * article (vitamine A), no word in capitals, and small letters or a number next. */
static bool
first_word(const struct scan *c, const char *p)
{
	const char *next = skip_word(c, p), *end;
	unsigned size, n;

	if (!next || !(scan_class(next, c->end, &size) & (TEXT_LOWER | TEXT_DIGIT)))
		return false;
	scan_class(p, c->end, &size);
	if (scan_class(p + size, c->end, &n) & TEXT_UPPER)
		return false;
	if (*p != 'A' || p[1] != ' ')
		return true;
	for (end = next; scan_class(end, c->end, &size) & TEXT_LETTER; end += size)
		;
	return stop_article(next, end + scan_apostrophe(end, c->end));
}

bool
glue_ends(const struct scan *c, const char *p)
{
	return stop_starter(p, c->end) && may_end(c, p - 1) && first_word(c, p);
}

bool
glue_quote_ends(const struct scan *c, const char *p)
{
	const char *next = scan_blanks(c, p);
	unsigned size;

	return next > p && scan_class(next, c->end, &size) & TEXT_UPPER &&
		stop_starter(next, c->end) && first_word(c, next);
}
