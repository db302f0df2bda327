/* Names in bylines: see names.h. */
#include "names.h"

#include <string.h>

#include "lexicon.h"
#include "page.h"
#include "table.h"
#include "text.h"
#include "word.h"

#define NAME_WORDS 7
#define NAMES_WORDS 40	/* of a byline that are looked at */
#define BYLINE 12	/* a byline has so many words at most, */
#define DATED_BYLINE 24	/* or so many when its names are led to and cut off */

enum { NONE, LEAD, BY, JOIN, WHERE, CUT };

static struct lexicon roles;

void
names_open(void)
{
	static const char *const name[] = { "", "lead", "by", "join", "where",
		"cut" };
	struct table t;
	struct word w;

	for (table_open(&t, "bylines.txt"); table_next(&t, 2); ) {
		const struct table_field *f = t.field;
		size_t at = 0;
		int role;

		for (role = LEAD; role <= CUT; role++)
			if (strlen(name[role]) == f->len &&
			    memcmp(name[role], f->s, f->len) == 0)
				break;
		if (role > CUT)
			table_die(&t, "lead, by, join, where or cut expected");
		while ((at = word_next(f[1].s, f[1].len, at, &w)) != 0)
			lexicon_put(&roles, w.hash, role);
	}
}

/* What a word does; an initial does nothing. */
static int
role_of(const struct word *w)
{
	if (w->len == 1 && (w->flags & WORD_CAP))
		return NONE;
	return (int)lexicon_get(&roles, w->hash);
}

static bool
leads(const struct word *w)
{
	int role = role_of(w);

	return role == LEAD || role == BY;
}

/* The words before an address or the name of an account. */
static size_t
before_address(const char *s, const struct word *w, size_t n)
{
	const char *start, *at;

	if (n == 0)
		return 0;
	start = s + w->offset;
	at = memchr(start, '@', (size_t)(s + w[n - 1].offset - start));
	if (at == NULL)
		return n;
	while (at > start && at[-1] != ' ')
		at--;
	while (n > 0 && s + w[n - 1].offset >= at)
		n--;
	return n;
}

static inline bool
parts(char c)
{
	switch (c) {
	case ',': case ';': case '|': case '/': case '(': case ')': case '[': case ']':
	case '&': case ':': case '\n':
		return true;
	}
	return false;
}

/* What stands between two words parts two names: a comma, a bar, a bracket. */
static bool
parted(const char *s, const struct word *a, const struct word *b)
{
	size_t i, from = a->offset + (size_t)a->len;

	for (i = from; i < b->offset; i++)
		if (parts(s[i]))
			return true;
	return b->offset > from + 2 && s[from] == ' ' &&
		(s[from + 1] == '-' || s[from + 1] == '\xe2');
}

/* An opening bracket between two words: what is in it is where, not who, unless a
 * joining word comes first: (avec AFP). */
static bool
bracketed(const char *s, const struct word *a, const struct word *b)
{
	size_t from = a->offset + (size_t)a->len;

	return memchr(s + from, '(', b->offset - from) != NULL && role_of(b) != JOIN;
}

static void
add_name(struct names *names, const char *s, size_t len)
{
	struct buf *b = names->out;
	size_t i, start = b->len + (names->n > 0);

	if (names->n == NAMES_MAX)
		return;
	if (names->n > 0)
		buf_byte(b, ',');
	buf_json_string(b, s, len);
	for (i = 0; i < names->n; i++) {
		struct span o = names->seen[i];

		if (o.end - o.start == b->len - start &&
		    memcmp(b->s + o.start, b->s + start, b->len - start) == 0) {
			b->len = start - 1;
			return;
		}
	}
	names->seen[names->n++] = (struct span){ start, b->len };
}

/* « 20 Minutes »: a number that a name begins with. */
static bool
starts_name(const struct word *w, size_t n)
{
	return n > 1 && (w[0].flags & WORD_NUMBER) && (w[1].flags & WORD_CAP);
}

/* Whether words say who, as « N. S. » does: « Le » alone, before a date, does not. */
static bool
says_who(const struct word *w, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if ((w[i].flags & WORD_CAP) &&
		    (w[i].len == 1 || !(w[i].flags & WORD_FUNCTION)))
			return true;
	return false;
}

/* « Kobani », « Journaliste » after a name: one word that is no agency. */
static bool
aside(const struct word *w, size_t n)
{
	return n == 1 && !(w->flags & WORD_UPPER) && w->group != GROUP_AGENCY;
}

/* Where the name in words [from, to) begins: « Entretien réalisé par Awa Sow ». */
static size_t
name_start(const struct word *w, size_t from, size_t to)
{
	size_t i;

	for (i = to; i > from; i--)
		if (role_of(&w[i - 1]) == BY)
			from = i;
	while (from < to && leads(&w[from]))
		from++;
	return from;
}

/* One part of a byline, words [from, to): written when it is a name. */
static void
part_name(struct names *names, const char *s, const struct word *w, size_t from,
	size_t to)
{
	size_t i, end;

	from = name_start(w, from, to);
	i = starts_name(w + from, to - from) ? from + 1 : from;
	if (from == to || to - from > NAME_WORDS || !(w[i].flags & WORD_CAP) ||
	    !says_who(w + i, to - i))
		return;
	for (; i + 1 < to; i++)
		if (w[i].flags & WORD_NUMBER)
			return;
	while (!(w[to - 1].flags & WORD_CAP) && (w[to - 1].flags & WORD_FUNCTION))
		to--;
	end = w[to - 1].offset + (size_t)w[to - 1].len;
	if (w[to - 1].len == 1 && s[end] == '.')
		end++;
	add_name(names, s + w[from].offset, end - w[from].offset);
}

/* A part of a byline, words [from, to); the next one starts at `next`. */
struct part {
	size_t from, to, next;
	bool joined;		/* a joining word stands before the next one */
};

/* Where a place ends: at the first comma or the like after word i, or « par ». */
static size_t
place_end(const char *s, const struct word *w, size_t n, size_t i)
{
	for (i++; i < n && !parted(s, &w[i - 1], &w[i]) && role_of(&w[i]) != BY; )
		i++;
	return i;
}

/* « France 24 »: a number at the end of a name. */
static bool
ends_name(const char *s, const struct word *w, size_t n, size_t i)
{
	return i > 0 && w[i].len <= 2 && (w[i - 1].flags & WORD_CAP) &&
		!parted(s, &w[i - 1], &w[i]) &&
		(i + 1 == n || role_of(&w[i + 1]) == JOIN);
}

static bool
ends_names(const char *s, const struct word *w, size_t n, size_t i)
{
	return role_of(&w[i]) == CUT || (i > 0 && bracketed(s, &w[i - 1], &w[i])) ||
		((w[i].flags & WORD_NUMBER) && !(i == 0 && starts_name(w, n)) &&
		 !ends_name(s, w, n, i));
}

static void
part_find(struct part *p, const char *s, const struct word *w, size_t n)
{
	size_t i;

	p->joined = false;
	p->next = n;
	for (i = p->from; i < n && !ends_names(s, w, n, i); i++) {
		int role = role_of(&w[i]);

		if (role == JOIN && (i == 0 || !(w[i].flags & WORD_CAP))) {
			p->joined = true;
			p->next = i + 1;
			break;
		}
		if (role == WHERE) {
			p->next = place_end(s, w, n, i);
			break;
		}
		if (i > p->from && parted(s, &w[i - 1], &w[i])) {
			p->next = i;
			break;
		}
	}
	p->to = i;
}

/* « Edition N°6812 » up to its number, word i. */
static bool
numbers(const char *s, const struct word *w, size_t n, size_t i)
{
	return i < n && w[i].offset > 0 && s[w[i].offset - 1] == '\xb0';
}

void
names_add(struct names *names, const char *s, const struct word *w, size_t n)
{
	size_t before = names->n;
	struct part p = { .joined = true };
	bool joined;

	n = before_address(s, w, n);
	for (p.from = names_lead(w, n); p.from < n; p.from = p.next) {
		joined = p.joined;
		part_find(&p, s, w, n);
		if ((joined || names->n == before || !aside(w + p.from, p.to - p.from)) &&
		    !numbers(s, w, n, p.to))
			part_name(names, s, w, p.from, p.to);
	}
}

/* Two words with capitals at k, « du » between them in brackets: (Agence du Fleuve). */
static bool
two_caps(const char *s, const struct word *w, size_t n, size_t k)
{
	size_t next = k + 1;

	if (next < n && (w[next].flags & WORD_FUNCTION) && w[k].offset > 0 &&
	    s[w[k].offset - 1] == '(')
		next++;
	return next < n && (w[k].flags & WORD_CAP) && (w[next].flags & WORD_CAP);
}

size_t
names_after(const char *s, const struct word *w, size_t n, size_t from)
{
	size_t i;

	for (i = from; i + 1 < n; i++) {
		size_t k = i + leads(&w[i]);

		if (k == i && i > 0 && !parted(s, &w[i - 1], &w[i]))
			continue;
		if (two_caps(s, w, n, k) && role_of(&w[k]) == NONE &&
		    w[k].group != GROUP_RUBRIC)
			return k;
	}
	return n;
}

void
names_add_text(struct names *names, const char *s, size_t len)
{
	struct word w[NAMES_WORDS];
	size_t n = 0, at = 0;

	while (n < NAMES_WORDS && (at = word_next(s, len, at, &w[n])) != 0)
		n++;
	names_add(names, s, w, n);
}

size_t
names_lead(const struct word *w, size_t n)
{
	size_t i = 0;

	/* « Publié par » */
	if (n > 1 && role_of(&w[0]) == CUT && leads(&w[1]))
		i = 2;
	while (i < n && leads(&w[i]))
		i++;
	return i;
}

size_t
names_source(const struct word *w, size_t n)
{
	size_t i = names_lead(w, n);

	while (i < n && (leads(&w[i]) || role_of(&w[i]) == JOIN))
		i++;
	return i > 0 && i < n && role_of(&w[i]) == WHERE ? n : i;
}

enum names_form
names_form(const char *s, const struct word *w, size_t n, size_t words)
{
	size_t lead, i, caps = 0, joins = 0;

	if (words > DATED_BYLINE || (lead = names_lead(w, n)) >= words ||
	    !(w[lead].flags & WORD_CAP))
		return NAMES_NONE;
	n = before_address(s, w, n);
	for (i = lead; i < n && role_of(&w[i]) != CUT; i++) {
		if (w[i].flags & WORD_NUMBER)
			break;
		if (w[i].flags & WORD_CAP)
			caps++;
		else if (role_of(&w[i]) == JOIN || (w[i].flags & WORD_FUNCTION))
			joins++;
		else if (i > lead && parted(s, &w[i - 1], &w[i]))
			break;
		else
			return NAMES_NONE;
	}
	if (caps == 0 || joins > caps)
		return NAMES_NONE;
	if (words > BYLINE && (lead == 0 || i > BYLINE || i == n || role_of(&w[i]) != CUT))
		return NAMES_NONE;
	if (i < n)
		return lead ? NAMES_LED_MORE : NAMES_MORE;
	if (lead)
		return NAMES_LED;
	return caps < 2 || words > 6 ? NAMES_ONE : joins ? NAMES_JOINED : NAMES_BARE;
}
