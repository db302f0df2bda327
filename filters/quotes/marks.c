/*
 * Quotation marks of every kind, paired: « », “ ”, " ", „ ”, ‹ ›, ‘ ’, '' ''. Which
 * side a mark is on is told by its shape and by what stands around it, so that
 * inverted, mismatched, unclosed and reopened marks come out right as well. One pass;
 * every look ahead is bounded.
 */
#include <string.h>

#include "buf.h"
#include "doc.h"

#define SINGLE_MAX 300	/* bytes between single marks */
#define OWN_MAX 1500	/* how far a mark's own kind is looked for, past another */
#define STRAY_MAX 1000	/* bytes of a sentence before a stray closing mark */
#define CLOSE_MAX 3000	/* how far the mark that closes several lines is looked for */
#define REOPEN_MAX 420	/* bytes of a paragraph before the next reopens its mark */
#define WORD_MAX 60	/* bytes of a word or two nested in straight marks */
#define GAP_MAX 4	/* bytes between a closing mark and one that opens again */
#define LINES_MAX 4	/* lines looked at that an unpaired mark may hold */
#define OPEN_MAX 6000	/* bytes that an unclosed mark may reach */

enum side { OPEN = 1, CLOSE = 2, EITHER = 3 };

struct event {
	size_t at, len;		/* bytes */
	char family;		/* g « », d “ ”, a ", s ‘ ', v ‹ › */
	enum side side;		/* by shape */
	bool space_before, space_after;
	uint32_t before, after;	/* characters around it, 0 at a line's edge */
};

struct pairing {
	const char *s;
	size_t len;
	struct marks *out;
	bool open;		/* a mark is open */
	bool inverted;		/* by a closing one: an opening one closes it */
	bool within;		/* a sentence: a word stands before it */
	char family;
	char inner;		/* family of the marks nested in the open one */
	int depth;		/* how many are nested */
	size_t reopened;	/* where a paragraph last opened it */
	size_t sure;		/* the open mark closes here at the latest */
	size_t own, own_none;	/* what own_closes_soon found: there, or not before */
	size_t alone;		/* no mark closes the inner one before this */
	size_t single_none;	/* no single mark closes before this */
	size_t line;		/* start of the line */
	struct mark now;
};

static bool
known_mark(const char *p, const char *end, struct event *e)
{
	static const struct { const char *z; char family; enum side side; } kinds[] = {
		/* A dash whose bytes were read in the wrong encoding is no mark. */
		{ "\xe2\x82\xac\xe2\x80\x9c", 0, EITHER },
		{ "\xe2\x82\xac\xe2\x80\x9d", 0, EITHER },
		{ "\xc2\xab", 'g', OPEN }, { "\xc2\xbb", 'g', CLOSE },
		{ "\xe2\x80\x9c", 'd', OPEN }, { "\xe2\x80\x9d", 'd', CLOSE },
		{ "\xe2\x80\x9e", 'd', OPEN }, { "\xe2\x80\x9f", 'd', OPEN },
		{ "\xe2\x80\xb9", 'v', OPEN }, { "\xe2\x80\xba", 'v', CLOSE },
		{ "\xe2\x80\x98\xe2\x80\x98", 's', OPEN },
		{ "\xe2\x80\x99\xe2\x80\x99", 's', EITHER },
		{ "\xe2\x80\x98\xe2\x80\x99", 's', EITHER },
		{ "\xe2\x80\x99\xe2\x80\x98", 's', EITHER },
		{ "''", 's', EITHER }, { "<<", 'g', OPEN }, { ">>", 'g', CLOSE },
		{ "\xe2\x80\x98", 'q', OPEN }, { "\xe2\x80\x99", 'q', EITHER },
		{ "'", 'q', EITHER }, { "\"", 'a', EITHER },
		{ "\xef\xbc\x82", 'a', EITHER },
		{ "``", 's', OPEN }, { NULL, 0, 0 }
	};
	size_t i, n;

	for (i = 0; kinds[i].z; i++) {
		n = strlen(kinds[i].z);
		if ((size_t)(end - p) >= n && memcmp(p, kinds[i].z, n) == 0) {
			e->len = n;
			e->family = kinds[i].family;
			e->side = kinds[i].side;
			return e->family != 0;
		}
	}
	return false;
}

/* The characters around the mark, white space skipped. */
static void
look_around(const struct pairing *k, struct event *e)
{
	const char *p = k->s + e->at, *end = k->s + k->len, *q = p;
	unsigned size;
	uint32_t c;
	int i;

	e->before = e->after = 0;
	e->space_before = e->space_after = true;
	for (i = 0; i < 4 && q > k->s; i++, q -= size) {
		c = text_before(k->s, q, &size);
		if (c == '\n')
			break;
		if (!(text_class(c) & (TEXT_SPACE | TEXT_FORMAT))) {
			e->before = c;
			e->space_before = i > 0;
			break;
		}
	}
	q = p + e->len;
	for (i = 0; i < 4 && q < end; i++, q += size) {
		c = text_decode(q, end, &size);
		if (c == '\n')
			break;
		if (!(text_class(c) & (TEXT_SPACE | TEXT_FORMAT))) {
			e->after = c;
			e->space_after = i > 0;
			break;
		}
	}
}

/* The end of the line that byte i lies in, or `reach` bytes behind it. */
static size_t
line_within(const struct pairing *k, size_t i, size_t reach)
{
	size_t n = k->len - i < reach ? k->len - i : reach;
	const char *p = memchr(k->s + i, '\n', n);

	return p ? (size_t)(p - k->s) : i + n;
}

/* The next mark from byte i on; false: none before `end`. */
static bool
next_mark(const struct pairing *k, size_t i, size_t end, struct event *e)
{
	*e = (struct event){ .at = i, .len = 1 };
	for (; e->at < end; e->at += e->len) {
		e->len = 1;
		if (strchr("\"'<>`\xc2\xe2\xef", k->s[e->at]) && k->s[e->at] &&
		    known_mark(k->s + e->at, k->s + k->len, e))
			return true;
	}
	return false;
}

/* The same of one family, with what stands around it. */
static bool
next_of_family(const struct pairing *k, size_t i, size_t end, char family,
	struct event *e)
{
	for (; next_mark(k, i, end, e); i = e->at + e->len)
		if (e->family == family) {
			look_around(k, e);
			return true;
		}
	return false;
}

static bool
stop_char(uint32_t c)
{
	return c == '.' || c == '!' || c == '?' || c == 0x2026;
}

static bool
after_close(uint32_t c)
{
	return c == 0 || c == ',' || c == ';' || c == ')' || c == ']' || c == ':' ||
		stop_char(c);
}

/* Whether the single mark at e stands where a word ends. */
static bool
single_ends(const struct event *e)
{
	return !e->space_before &&
		(e->space_after || !(text_class(e->after) & TEXT_LETTER));
}

/* Whether a single mark closes within reach of e, on its line. */
static bool
single_closes(struct pairing *k, const struct event *e)
{
	size_t i = e->at + e->len, end = line_within(k, i, SINGLE_MAX);
	struct event f;

	if (i < k->single_none)
		return false;
	for (; next_mark(k, i, end, &f); i = f.at + f.len) {
		if (f.family != 'q')
			continue;
		look_around(k, &f);
		if (single_ends(&f))
			return true;
	}
	k->single_none = end;
	return false;
}

/* Whether a single mark is one at all, not an apostrophe. */
static bool
single_counts(struct pairing *k, const struct event *e)
{
	if (e->family != 'q')
		return !k->open || k->family != 'q';
	if (k->open)
		return k->family == 'q' && single_ends(e);
	return e->space_before && !e->space_after && text_class(e->after) & TEXT_LETTER &&
		single_closes(k, e);
}

/* Whether a mark right after the character can open: an apostrophe, a bracket. */
static bool
opens_after(uint32_t c)
{
	return c == '\'' || c == 0x2019 || c == '(' || c == '[' || c == ':' || c == '-' ||
		c == 0x2013 || c == 0x2014 || c == '/';
}

/* Whether a mark behind a stop opens in spite of its blanks: the next one closes. */
static bool
reopens(const struct pairing *k, const struct event *e)
{
	size_t i = e->at + e->len;
	struct event f;

	return stop_char(e->before) && text_class(e->after) & TEXT_UPPER &&
		next_of_family(k, i, line_within(k, i, OWN_MAX), e->family, &f) &&
		after_close(f.after);
}

/* Which side the mark is on, given the state and its surroundings. */
static enum side
decide(const struct pairing *k, const struct event *e)
{
	if (!k->open) {
		if (e->side == EITHER)
			return e->space_before || opens_after(e->before) ||
				(e->before == ',' && !e->space_after &&
				text_class(e->after) & TEXT_UPPER) || reopens(k, e) ?
				OPEN : CLOSE;
		if (e->side == OPEN && e->before && e->space_before && e->after == ',')
			return CLOSE;
		if (e->side == CLOSE && e->space_before && !e->space_after &&
		    text_class(e->after) & (TEXT_LETTER | TEXT_DIGIT))
			return OPEN;
		return e->side;
	}
	if (e->side == CLOSE || (k->inverted && e->family == k->family))
		return CLOSE;
	if (after_close(e->after))
		return CLOSE;
	if (e->side == EITHER)
		return e->space_before && (!e->space_after || reopens(k, e)) ?
			OPEN : CLOSE;
	if (e->family == k->family && !e->space_before && e->space_after)
		return CLOSE;
	return OPEN;
}

static void
close_at(struct pairing *k, size_t end, size_t close, bool closed)
{
	struct marks *out = k->out;
	struct span in = { k->now.start, end };

	in = text_trim(k->s, in);
	k->now.closed = closed;
	k->now.close = close;
	k->now.start = in.start;
	k->now.end = in.end;
	k->open = false;
	k->depth = 0;
	if (in.start >= in.end)
		return;
	mem_grow(&out->v, &out->cap, out->n + 1, sizeof(*out->v));
	out->v[out->n++] = k->now;
}

static void
open_at(struct pairing *k, const struct event *e)
{
	k->open = true;
	k->own = k->own_none = 0;
	k->reopened = e->at;
	k->within = (text_class(e->before) & TEXT_LETTER) != 0;
	k->family = e->family;
	k->depth = 0;
	k->now = (struct mark){ .open = e->at, .start = e->at + e->len, .opened = true };
}

/* Where the sentence that ends at `to` begins, back to `from`. */
static size_t
sentence_start(const struct pairing *k, size_t from, size_t to)
{
	size_t i;

	for (i = to; i > from + 1 && to - i < STRAY_MAX; i--)
		if (k->s[i - 1] == ' ' && stop_char((unsigned char)k->s[i - 2]))
			return i;
	return i > from + 1 ? to : from;
}

/* Past the word at p: a blank, or an apostrophe that belongs to it. */
static const char *
word_end(const char *p, const char *end)
{
	for (; p < end && *p != ' '; p++) {
		if (*p == '\'')
			return p + 1;
		if (end - p > 2 && memcmp(p, "\xe2\x80\x99", 3) == 0)
			return p + 3;
	}
	return p;
}

/* Whether a word of the line [from, to) speaks in the first person. */
static bool
speaks(const struct pairing *k, size_t from, size_t to)
{
	const char *p = k->s + from, *end = k->s + to, *q;

	for (; p < end; p = q) {
		q = word_end(p, end);
		if (q == p)
			q++;
		else if (lexicon_find(p, (size_t)(q - p))->class & W_FIRST)
			return true;
	}
	return false;
}

/* The start of the first of the lines above the one in hand that speak in the first
 * person, with those between, down to `low` and within reach of the mark at `mark`; the
 * line itself when there is none. */
static size_t
speech_above(const struct pairing *k, size_t low, size_t mark)
{
	size_t from = k->line, at = from, next;
	size_t reach = mark > low + OPEN_MAX ? mark - OPEN_MAX : low;
	const char *p;
	int n;

	for (n = 0; n < LINES_MAX && at > reach && k->line - at < STRAY_MAX; n++) {
		p = memrchr(k->s + reach, '\n', at - 1 - reach);
		if (!p && reach > low)
			break;
		next = p ? (size_t)(p + 1 - k->s) : low;
		if (speaks(k, next, at - 1))
			from = next;
		at = next;
	}
	return from;
}

/* A closing mark with nothing open: the words run from the line's start, or from the
 * sentence's where another mark stands between; lines above in the first person are
 * among them. */
static void
close_stray(struct pairing *k, const struct event *e)
{
	size_t last = k->out->n ? k->out->v[k->out->n - 1].close : 0;
	size_t from = k->line;

	if (e->family == 'q' || e->family == 's')
		return;
	if (last > from)
		from = sentence_start(k, last, e->at);
	else
		from = speech_above(k, last, e->at);
	if (e->at - from > OPEN_MAX)
		return;
	k->now = (struct mark){ .open = from, .start = from };
	close_at(k, e->at, e->at + e->len, true);
}

/* Whether the open mark closes within reach of `from`, before one of its family opens. */
static bool
closes_soon(struct pairing *k, size_t from)
{
	size_t i = from, end = k->len - from > CLOSE_MAX ? from + CLOSE_MAX : k->len;
	struct event e;
	int depth = 0;

	for (; next_mark(k, i, end, &e); i = e.at + e.len) {
		if (e.family == 'q')
			continue;
		look_around(k, &e);
		if (decide(k, &e) == OPEN) {
			if (e.before == 0 || depth > 3)
				return false;
			depth++;
		} else if (depth > 0) {
			depth--;
		} else {
			k->sure = e.at;
			return true;
		}
	}
	return false;
}

/* Whether a mark of the open one's own family closes it soon, so that one of another
 * family is a slip. */
static bool
own_closes_soon(struct pairing *k, const struct event *foreign)
{
	size_t i = foreign->at + foreign->len;
	size_t end = foreign->at + OWN_MAX < k->len ? foreign->at + OWN_MAX : k->len;
	struct event e;

	if (k->family == 'q' || k->family == 'a' || foreign->at < k->own_none)
		return false;
	if (foreign->at < k->own)
		return true;
	if (!next_of_family(k, i, end, k->family, &e)) {
		k->own_none = end;
	} else if (decide(k, &e) != CLOSE) {
		k->own_none = e.at;
	} else {
		k->own = e.at;
		return true;
	}
	return false;
}

/* The end of the last of the lines below the one that ends at `at` that speak in the
 * first person, with those between; none of them holds a mark. */
static size_t
speech_below(const struct pairing *k, size_t at)
{
	size_t last = at, from = at + 1, end;
	struct event e;
	int n;

	for (n = 0; n < LINES_MAX && from < k->len && from - at < STRAY_MAX; n++) {
		end = line_within(k, from, STRAY_MAX);
		if (next_of_family(k, from, end, k->family, &e))
			break;
		if (speaks(k, from, end))
			last = end;
		from = end + 1;
	}
	return last;
}

/* The line ends at `at` while a mark is open: it goes on when the next line opens
 * with the same mark, or when its closing mark comes before another opens. */
static void
line_ends(struct pairing *k, size_t at)
{
	struct span rest = { at + 1, k->len - at > 64 ? at + 64 : k->len };
	struct event e;

	if (!k->open || at < k->sure)
		return;
	rest = text_trim(k->s, rest);
	e.at = rest.start;
	if (rest.start < rest.end && k->family != 'q' &&
	    known_mark(k->s + rest.start, k->s + k->len, &e) && e.family == k->family &&
	    e.side & OPEN && at - k->now.open < OPEN_MAX)
		return;
	if (k->family != 'q' && at - k->now.open < OPEN_MAX && closes_soon(k, at + 1))
		return;
	if (k->family != 'q' && at - k->now.open < STRAY_MAX &&
	    speech_below(k, at) > at) {
		k->sure = speech_below(k, at);
		return;
	}
	close_at(k, at, at, false);
}

/* The mark that was open never closed: its words end with their first sentence. */
static void
reopen_at(struct pairing *k, const struct event *e)
{
	size_t i;

	for (i = k->reopened; i + 1 < e->at; i++)
		if (stop_char((unsigned char)k->s[i]) && k->s[i + 1] == ' ' &&
		    i > k->reopened + 20)
			break;
	close_at(k, i + 1, i + 1, false);
	open_at(k, e);
}

/* Whether the mark that opens at e within the open one is nested in it: another closing
 * mark follows the one that closes it. Straight ones may be followed by more of them. */
static bool
nests(struct pairing *k, const struct event *e)
{
	size_t i = e->at + e->len, end = line_within(k, i, OWN_MAX);
	struct event f;
	int closing = 0;

	if (i < k->alone)
		return false;
	for (; next_of_family(k, i, end, e->family, &f); i = f.at + f.len) {
		if (decide(k, &f) == OPEN)
			return e->side == EITHER && closing && f.at - i <= GAP_MAX &&
				!(text_class(e->before) & TEXT_LETTER);
		if (++closing == 2 || (e->side == EITHER && f.at - e->at < WORD_MAX &&
		    text_class(e->after) & TEXT_LOWER))
			return true;
	}
	if (closing == 0)
		k->alone = end;
	return false;
}

/* Whether the straight mark at e, which looks like one that reopens the open mark,
 * closes it: the next one opens a fragment within a sentence. */
static bool
is_misplaced(const struct pairing *k, const struct event *e)
{
	size_t i = e->at + e->len;
	struct event f;

	return next_of_family(k, i, line_within(k, i, OWN_MAX), e->family, &f) &&
		f.space_before && !f.space_after &&
		text_class(f.before) & TEXT_LETTER && text_class(f.after) & TEXT_LOWER;
}

/* Whether the open mark opened within a sentence, on a word in lower case. */
static bool
is_fragment(const struct pairing *k)
{
	unsigned size;
	const char *p = k->s + k->now.start;

	return k->within &&
		text_class(text_decode(p, k->s + k->len, &size)) & TEXT_LOWER;
}

/* A straight mark behind a stop while one is open. */
static void
open_again(struct pairing *k, const struct event *e)
{
	if (is_misplaced(k, e)) {
		close_at(k, e->at, e->at + e->len, true);
		return;
	}
	if (e->at - k->reopened > REOPEN_MAX || is_fragment(k))
		reopen_at(k, e);
	k->reopened = e->at;
}

/* A mark that opens while one is open: a paragraph reopens it, or it is nested. */
static void
open_within(struct pairing *k, const struct event *e)
{
	if (e->before == 0 && e->family == k->family)
		return;
	if (e->family == k->family && e->side == EITHER && stop_char(e->before)) {
		open_again(k, e);
		return;
	}
	if (e->family == k->family && k->depth == 0 &&
	    (e->side == EITHER || stop_char(e->before)) && !nests(k, e)) {
		if (e->side == EITHER && e->at - k->reopened > REOPEN_MAX)
			reopen_at(k, e);
		return;
	}
	k->inner = e->family;
	k->depth++;
}

/* Whether the closing mark at e, with nothing open and blanks around it, opens: the next
 * of its family on the line is an opening one. */
static bool
is_inverted(const struct pairing *k, const struct event *e)
{
	size_t i = e->at + e->len;
	struct event f;

	if (k->open || e->side != CLOSE || !e->space_before || !e->space_after ||
	    !(text_class(e->after) & TEXT_LETTER))
		return false;
	return next_of_family(k, i, line_within(k, i, OWN_MAX), e->family, &f) &&
		f.side == OPEN;
}

static void
take(struct pairing *k, const struct event *e)
{
	enum side side;
	bool inverted;

	if (!single_counts(k, e))
		return;
	inverted = is_inverted(k, e);
	side = inverted ? OPEN : decide(k, e);
	if (!k->open) {
		k->inverted = inverted;
		if (side == OPEN)
			open_at(k, e);
		else
			close_stray(k, e);
	} else if (side == OPEN) {
		open_within(k, e);
	} else if (k->depth > 0 && (e->family == k->inner || e->family != k->family)) {
		k->depth--;
	} else if (e->family == k->family || e->after == ',' || !own_closes_soon(k, e)) {
		close_at(k, e->at, e->at + e->len, true);
	}
}

/* Whether the open mark is given up at byte i: at white space behind too many words. */
static bool
gives_up(const struct pairing *k, size_t i)
{
	unsigned size;

	return k->open && i - k->now.open > OPEN_MAX && (k->s[i] & 0xc0) != 0x80 &&
		text_class(text_decode(k->s + i, k->s + k->len, &size)) & TEXT_SPACE;
}

void
marks_find(struct marks *out, const char *s, size_t len)
{
	struct pairing k = { .s = s, .len = len, .out = out };
	struct event e;
	size_t i;

	out->n = 0;
	for (i = 0; i < len; i += e.len) {
		e.len = 1;
		if (s[i] == '\n') {
			line_ends(&k, i);
			k.line = i + 1;
		} else if (next_mark(&k, i, i + 1, &e)) {
			look_around(&k, &e);
			take(&k, &e);
		}
		if (gives_up(&k, i))
			close_at(&k, i, i, false);
	}
	if (k.open)
		close_at(&k, len, len, false);
}
