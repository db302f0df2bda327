/* The decision (see judge.h). Bounds were set on planted copies and on reports of
 * different days of one event, and stand far from both. */
#include "judge.h"

#include <math.h>
#include <string.h>

#define CLOSE 360		/* Jaccard, in thousandths */
#define OVERLAP 0.2		/* containment */

/* A brief of fewer shingles may stand in another story by chance. */
#define CONTAINED_MIN 16

/* How far apart two records' outlets are. */
enum distance { SAME_SITE, UNKNOWN_SITE, OTHER_SITE };

static const char *const kind_name[] = {"", "exact", "near", "contained",
	"containing"};

const char *
judge_kind(enum kind kind)
{
	return kind_name[kind];
}

bool
judge_is_close(const struct verdict *v)
{
	return v->kind == KIND_NEAR && v->jaccard >= CLOSE;
}

bool
judge_overlap(const struct sketch *a, const struct sketch *b)
{
	struct likeness l;

	sketch_compare(a, b, &l);
	return l.containment >= OVERLAP;
}

enum kind
judge_read_kind(const char *s, size_t len)
{
	static const enum kind kind[] = {KIND_EXACT, KIND_NEAR, KIND_CONTAINED,
		KIND_CONTAINING};

	for (int i = 0; i < 4; i++) {
		const char *name = judge_kind(kind[i]);

		if (len == strlen(name) && !memcmp(s, name, len))
			return kind[i];
	}
	return KIND_NONE;
}

/* How much of something is lost, as the exponent of what is kept: edits spread over
 * a text break a run of n words n times as often as a word. */
static double
loss(double kept, double floor)
{
	return floor - log(kept > 0.01 ? kept : 0.01);
}

/* The same form filled in differently: shingles are broken all over though hardly a
 * common word changed, or names and figures changed far more than other words. */
static bool
is_form(const struct likeness *l, enum distance d)
{
	double words = d == OTHER_SITE ? 0.16 : 0.2;

	return l->containment < 0.85 &&
		(loss(l->words, 0.02) < words * loss(l->containment, 0.05) ||
		loss(l->facts, 0.05) > 2.6 * loss(l->words, 0.05) ||
		loss(l->facts_jaccard, 0.05) > 2.5 * loss(l->words_jaccard, 0.05));
}

/* Every sentence touched, and yet the names, figures and most words are there. */
static bool
is_reworded(const struct likeness *l, enum distance d)
{
	if (d == OTHER_SITE)
		return l->containment >= 0.15 && l->facts >= 0.55 &&
			l->facts_jaccard >= 0.42 && l->words_jaccard >= 0.35;
	return d == UNKNOWN_SITE && l->jaccard >= 0.1 && l->containment >= 0.15 &&
		l->facts >= 0.8 && l->facts_jaccard >= 0.6 && l->words_jaccard >= 0.5;
}

static unsigned
thousandths(double v)
{
	return (unsigned)(v * 1000 + 0.5);
}

static struct verdict
verdict(enum kind kind, double similarity, const struct likeness *l)
{
	return (struct verdict){kind, thousandths(similarity), thousandths(l->jaccard)};
}

static struct verdict
decide(const struct judge *j, const struct likeness *l, enum distance d, bool is_short)
{
	static const double near_least[] = {0.6, 0.45, 0};
	static const double contained_least[] = {0.85, 0.75, 0.75};
	double reworded = (l->facts_jaccard + l->words_jaccard) / 2;

	if (l->jaccard < SKETCH_LEAST || is_form(l, d))
		return (struct verdict){0};
	if (!is_short && l->sure >= contained_least[d] &&
	    l->containment >= j->threshold && l->jaccard < 0.75 * l->containment)
		return verdict(l->smaller ? KIND_CONTAINED : KIND_CONTAINING,
			l->containment, l);
	if (l->jaccard >= j->threshold && l->jaccard >= near_least[d])
		return verdict(KIND_NEAR, l->jaccard, l);
	if (is_reworded(l, d) && reworded >= j->threshold)
		return verdict(KIND_NEAR, reworded, l);
	return (struct verdict){0};
}

static enum distance
distance(const struct judge *j, const struct sketch *a, const struct sketch *b)
{
	if (j->any_site || (a->site && b->site && a->site != b->site))
		return OTHER_SITE;
	return a->site && b->site ? SAME_SITE : UNKNOWN_SITE;
}

bool
judge_pair(const struct judge *j, const struct sketch *later,
	const struct sketch *earlier, struct verdict *v)
{
	enum distance d = distance(j, later, earlier);
	struct likeness l;

	*v = (struct verdict){0};
	if (later->text == earlier->text) {
		*v = (struct verdict){KIND_EXACT, 1000, 1000};
		return true;
	}
	sketch_compare(later, earlier, &l);
	*v = decide(j, &l, d, later->shingles < CONTAINED_MIN ||
		earlier->shingles < CONTAINED_MIN);
	return v->kind != KIND_NONE;
}
