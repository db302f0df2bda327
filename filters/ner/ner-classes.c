/*
 * ner-classes: groups words into classes by their vectors.
 *
 * The vectors are a table: words, separated by blanks, TAB numbers, separated by
 * blanks; words of one row share them. A record must have `text` and `entities`. The
 * table clusters.bin goes to standard output.
 *
 * Of the two groupings, the second is by the vectors as they are. Their topics hide
 * what tells a person from a place; so the first is by how the vectors predict the
 * gazetteers' classes and the entities (least squares on class indicators, which
 * spans the discriminant space: Hastie, Tibshirani & Buja 1994). Both by spherical
 * k-means (Dhillon & Modha 2001).
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "cluster.h"
#include "gazetteer.h"
#include "table.h"

#define DIMENSIONS 1024
#define CLASSES 4096
#define RIDGE 0.05	/* of the mean variance */
#define RARE 50		/* classes are not weighted as rarer than this */

/* What a word is seen as: a gazetteer class, or in the records small, with a capital
 * outside of names, inside a name or at its end. */
enum {
	SEEN_SMALL = GAZETTEER_CLASSES, SEEN_OUTSIDE, SEEN_NAME,
	ASPECTS = SEEN_NAME + 2 * TAG_TYPES
};

struct word {
	const char *s;
	size_t len;
	uint32_t row;
	float seen[ASPECTS];
};

struct points {
	size_t n, dimensions;
	float *v;		/* n × dimensions */
};

struct lexicon {
	struct word *word;
	size_t words, word_cap;
	struct map map;		/* forms to numbers of words plus one */
	struct points vectors;
	size_t vector_cap;
	float *weight;		/* of rows: log of one more than their words */
	size_t weight_cap;
	struct document doc;
	char types[TAG_TYPES][16];
	unsigned n;
};

static const char *vectors;
static double by_type = 512, by_vector = 1000, passes = 12;

/* The word that is written like this, or NULL. */
static struct word *
find_word(const struct lexicon *x, const char *s, size_t len)
{
	struct buf form = {0};
	const int64_t *number;

	document_form(s, len, &form);
	number = map_get(&x->map, form.s, form.len);
	buf_free(&form);
	return number != NULL ? &x->word[*number - 1] : NULL;
}

static void
add_word(struct lexicon *x, const char *s, size_t len)
{
	struct buf form = {0};
	bool fresh;
	int64_t *number;

	document_form(s, len, &form);
	number = map_put(&x->map, form.s, form.len, &fresh);
	if (!fresh) {
		buf_free(&form);
		return;
	}
	mem_grow(&x->word, &x->word_cap, x->words + 1, sizeof *x->word);
	x->word[x->words++] = (struct word){.s = form.s, .len = form.len,
		.row = (uint32_t)x->vectors.n};
	*number = (int64_t)x->words;
}

static size_t
add_words(struct lexicon *x, const struct table_field *field)
{
	const char *s = field->s, *end = s + field->len;
	size_t n = 0;

	while (s < end) {
		const char *blank = memchr(s, ' ', (size_t)(end - s));
		const char *stop = blank != NULL ? blank : end;

		if (stop > s)
			add_word(x, s, (size_t)(stop - s));
		n++;
		s = stop + 1;
	}
	return n;
}

/* Divides by the Euclidean norm. */
static void
normalize(float *v, size_t n)
{
	double sum = 0;

	for (size_t k = 0; k < n; k++)
		sum += (double)v[k] * (double)v[k];
	for (size_t k = 0; k < n && sum > 0; k++)
		v[k] /= (float)sqrt(sum);
}

static void
add_vector(struct lexicon *x, const struct table *t)
{
	const char *s = t->field[1].s, *end = s + t->field[1].len;
	float v[DIMENSIONS];
	size_t n = 0;
	char *stop;

	while (s < end && n < DIMENSIONS) {
		v[n++] = strtof(s, &stop);
		if (stop == s)
			table_die(t, "not a number");
		for (s = stop; s < end && *s == ' ';)
			s++;
	}
	if (x->vectors.n == 0)
		x->vectors.dimensions = n;
	if (n == 0 || n != x->vectors.dimensions || s < end)
		table_die(t, "another number of dimensions");
	normalize(v, n);
	mem_grow(&x->vectors.v, &x->vector_cap, (x->vectors.n + 1) * n, sizeof *v);
	memcpy(x->vectors.v + x->vectors.n++ * n, v, n * sizeof *v);
}

static void
read_vectors(struct lexicon *x)
{
	struct table t;

	table_open_path(&t, vectors);
	while (table_next(&t, 2)) {
		size_t n = add_words(x, &t.field[0]);

		mem_grow(&x->weight, &x->weight_cap, x->vectors.n + 1, sizeof *x->weight);
		x->weight[x->vectors.n] = (float)log(1 + (double)n);
		add_vector(x, &t);
	}
	if (x->vectors.n == 0)
		cli_die("%s: no vectors", vectors);
}

/* The aspects of capitalised words that the gazetteers give. */
static void
look_up_words(struct lexicon *x)
{
	for (size_t i = 0; i < x->words; i++) {
		struct word *w = &x->word[i];
		unsigned size;
		uint32_t classes = gazetteer_find(w->s, w->len);

		if (!(text_class(text_decode(w->s, w->s + w->len, &size)) & TEXT_UPPER))
			continue;
		for (; classes != 0; classes &= classes - 1)
			w->seen[__builtin_ctz(classes)]++;
	}
}

/* The number of a type's name; -1 for one too many. */
static int
type_number(struct lexicon *x, const char *type)
{
	unsigned i;

	for (i = 0; i < x->n; i++)
		if (strcmp(x->types[i], type) == 0)
			return (int)i;
	if (i == TAG_TYPES || strlen(type) >= sizeof x->types[0])
		return -1;
	strcpy(x->types[x->n++], type);
	return (int)i;
}

/* Counts the words of atoms [from, to), in a name of a type or, with -1, outside. */
static void
count_words(struct lexicon *x, size_t from, size_t to, int type)
{
	for (size_t i = from; i < to; i++) {
		const struct atom *a = &x->doc.atom[i];
		struct word *w = find_word(x, x->doc.text->s + a->start,
			a->end - a->start);

		if (w == NULL || a->flags & ATOM_SHOUT)
			continue;
		if (!(a->flags & ATOM_UPPER))
			w->seen[SEEN_SMALL]++;
		else if (type >= 0)
			w->seen[SEEN_NAME + 2 * type + (i + 1 == to)]++;
		else if (!(a->flags & ATOM_FIRST))
			w->seen[SEEN_OUTSIDE]++;
	}
}

static enum record_fate
read_record(struct record *r, void *ctx)
{
	struct lexicon *x = ctx;
	const struct span *span;
	size_t n, at = 0;
	json_t *list;

	if (!document_read(&x->doc, r) || !record_spans(r, "entities", &span, &n, &list))
		return RECORD_REJECT;
	for (size_t i = 0; i < n; i++) {
		const char *type = json_string_value(json_object_get(
			json_array_get(list, i), "type"));
		size_t from = at;

		while (from < x->doc.n && x->doc.atom[from].start < span[i].start)
			from++;
		count_words(x, at, from, -1);
		for (at = from; at < x->doc.n && x->doc.atom[at].end <= span[i].end;)
			at++;
		count_words(x, from, at, type != NULL ? type_number(x, type) : -1);
	}
	count_words(x, at, x->doc.n, -1);
	return RECORD_DROP;
}

/* Each row's aspects: what its words are seen as, a word counting by the logarithm of
 * its sum; rare aspects weigh more. */
static float *
row_aspects(const struct lexicon *x)
{
	float *row = mem_alloc(x->vectors.n * ASPECTS, sizeof *row), total[ASPECTS] = {0};

	for (size_t i = 0; i < x->words; i++) {
		const struct word *w = &x->word[i];
		float sum = 0;

		for (int k = 0; k < ASPECTS; k++)
			sum += w->seen[k];
		for (int k = 0; k < ASPECTS && sum > 0; k++) {
			float share = w->seen[k] / sum * logf(1 + sum);

			row[w->row * ASPECTS + (size_t)k] += share;
			total[k] += share;
		}
	}
	for (size_t i = 0; i < x->vectors.n * ASPECTS; i++)
		row[i] /= sqrtf(total[i % ASPECTS] + RARE);
	return row;
}

/* Solves a·b = b by Cholesky's factors of the symmetric a[n][n], for columns b[n][m]. */
static void
solve(double *a, size_t n, double *b, size_t m)
{
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j <= i; j++) {
			double sum = a[i * n + j];

			for (size_t k = 0; k < j; k++)
				sum -= a[i * n + k] * a[j * n + k];
			a[i * n + j] = i == j ? sqrt(sum > 1e-12 ? sum : 1e-12)
				: sum / a[j * n + j];
		}
	for (size_t c = 0; c < m; c++) {
		for (size_t i = 0; i < n; i++) {
			for (size_t k = 0; k < i; k++)
				b[i * m + c] -= a[i * n + k] * b[k * m + c];
			b[i * m + c] /= a[i * n + i];
		}
		for (size_t i = n; i-- > 0;) {
			for (size_t k = i + 1; k < n; k++)
				b[i * m + c] -= a[k * n + i] * b[k * m + c];
			b[i * m + c] /= a[i * n + i];
		}
	}
}

/* The vectors' mean, rows weighted by the sum of their aspects; that sum's total. */
static double
mean_vector(const struct points *p, const float *aspects, double *mean)
{
	double all = 0;

	memset(mean, 0, p->dimensions * sizeof *mean);
	for (size_t i = 0; i < p->n; i++)
		for (int k = 0; k < ASPECTS; k++) {
			double w = (double)aspects[i * ASPECTS + (size_t)k];

			all += w;
			for (size_t d = 0; d < p->dimensions && w > 0; d++)
				mean[d] += w * (double)p->v[i * p->dimensions + d];
		}
	for (size_t d = 0; d < p->dimensions && all > 0; d++)
		mean[d] /= all;
	return all;
}

/* Centres p; a gets its weighted scatter, with a ridge, and b its products with the
 * aspects. */
static void
sum_products(struct points *p, const float *aspects, double *a, double *b)
{
	size_t n = p->dimensions;
	double mean[DIMENSIONS], trace = 0, all = mean_vector(p, aspects, mean);

	for (size_t i = 0; i < p->n; i++) {
		float *v = p->v + i * n;
		double weight = 0;

		for (size_t d = 0; d < n; d++)
			v[d] -= (float)mean[d];
		for (size_t k = 0; k < ASPECTS; k++) {
			double w = (double)aspects[i * ASPECTS + k] / all;

			weight += w;
			for (size_t d = 0; d < n && w > 0; d++)
				b[d * ASPECTS + k] += w * (double)v[d];
		}
		for (size_t d = 0; d < n && weight > 0; d++)
			for (size_t e = 0; e <= d; e++)
				a[d * n + e] += weight * (double)v[d] * (double)v[e];
	}
	for (size_t d = 0; d < n; d++)
		trace += a[d * n + d];
	for (size_t d = 0; d < n; d++)
		a[d * n + d] += RIDGE * trace / (double)n;
}

/* The rows as what their vectors predict of their aspects. */
static struct points
predict(const struct lexicon *x)
{
	struct points in = {x->vectors.n, x->vectors.dimensions, NULL};
	struct points out = {in.n, ASPECTS, mem_alloc(in.n * ASPECTS, sizeof *out.v)};
	size_t n = in.dimensions;
	double *a = mem_alloc(n * n, sizeof *a), *b = mem_alloc(n * ASPECTS, sizeof *b);
	float *aspects = row_aspects(x);

	in.v = mem_alloc(in.n * n, sizeof *in.v);
	memcpy(in.v, x->vectors.v, in.n * n * sizeof *in.v);
	sum_products(&in, aspects, a, b);
	solve(a, n, b, ASPECTS);
	for (size_t i = 0; i < in.n; i++) {
		for (size_t d = 0; d < n; d++)
			for (size_t k = 0; k < ASPECTS; k++)
				out.v[i * ASPECTS + k] += in.v[i * n + d]
					* (float)b[d * ASPECTS + k];
		normalize(out.v + i * ASPECTS, ASPECTS);
	}
	free(a);
	free(b);
	free(aspects);
	free(in.v);
	return out;
}

struct seed {
	uint64_t chance;
	size_t row;
};

static int
by_chance(const void *a, const void *b)
{
	uint64_t x = ((const struct seed *)a)->chance;
	uint64_t y = ((const struct seed *)b)->chance;

	return x < y ? -1 : x > y;
}

/* k of the points, by chance, as the first centres: centre[dimensions][k]. */
static float *
first_centres(const struct points *p, size_t k)
{
	float *centre = mem_alloc(p->dimensions * k, sizeof *centre);
	struct seed *seed = mem_alloc(p->n, sizeof *seed);

	for (size_t i = 0; i < p->n; i++)
		seed[i] = (struct seed){crf_mix(1, i), i};
	qsort(seed, p->n, sizeof *seed, by_chance);
	for (size_t c = 0; c < k && c < p->n; c++)
		for (size_t d = 0; d < p->dimensions; d++)
			centre[d * k + c] = p->v[seed[c].row * p->dimensions + d];
	free(seed);
	return centre;
}

/* The centre of the greatest cosine. */
static uint32_t
nearest(const float *v, size_t dimensions, const float *centre, size_t k)
{
	float score[CLASSES] = {0};
	uint32_t best = 0;

	for (size_t d = 0; d < dimensions; d++)
		for (size_t c = 0; c < k; c++)
			score[c] += v[d] * centre[d * k + c];
	for (uint32_t c = 1; c < k; c++)
		if (score[c] > score[best])
			best = c;
	return best;
}

/* Moves each centre to the weighted mean of its points, on the unit sphere. */
static void
move_centres(const struct points *p, const float *weight, const uint32_t *class,
	float *centre, size_t k)
{
	float *sum = mem_alloc(k * p->dimensions, sizeof *sum);

	for (size_t i = 0; i < p->n; i++)
		for (size_t d = 0; d < p->dimensions; d++)
			sum[class[i] * p->dimensions + d] += weight[i]
				* p->v[i * p->dimensions + d];
	for (size_t c = 0; c < k; c++) {
		normalize(sum + c * p->dimensions, p->dimensions);
		for (size_t d = 0; d < p->dimensions; d++)
			centre[d * k + c] = sum[c * p->dimensions + d];
	}
	free(sum);
}

/* Groups the points into k classes; class[n] is the caller's to free. */
static uint32_t *
group(const struct points *p, const float *weight, size_t k)
{
	uint32_t *class = mem_alloc(p->n, sizeof *class);
	float *centre = first_centres(p, k);

	for (int pass = 0; pass < (int)passes; pass++) {
		for (size_t i = 0; i < p->n; i++)
			class[i] = nearest(p->v + i * p->dimensions, p->dimensions,
				centre, k);
		move_centres(p, weight, class, centre, k);
	}
	free(centre);
	return class;
}

static void
write_classes(const struct lexicon *x, const uint32_t *first, const uint32_t *second)
{
	struct cluster_word *word = mem_alloc(x->words, sizeof *word);

	for (size_t i = 0; i < x->words; i++) {
		const struct word *w = &x->word[i];

		word[i] = (struct cluster_word){.form = document_form_hash(w->s, w->len),
			.class = {(uint16_t)(first[w->row] + 1),
				(uint16_t)(second[w->row] + 1)}};
	}
	cluster_write(word, x->words);
	free(word);
}

static const char help[] =
	"usage: ner-classes --vectors FILE [OPTION]... [FILE]... >clusters.bin\n"
	"Group words into classes by their vectors, the names in records and gazetteers.\n"
	"      --vectors FILE    rows of words, TAB and the numbers of their vector\n"
	"      --by-type N       classes by the names that they tell (default 512)\n"
	"      --by-vector N     classes by the vectors alone (default 1000)\n"
	"      --passes N        of k-means (default 12)\n"
	"Example: ner-classes --vectors vectors.tsv train.jsonl >fr/clusters.bin\n";

static const struct cli_option options[] = {
	{"vectors", CLI_STRING, &vectors, 0, 0},
	{"by-type", CLI_NUMBER, &by_type, 1, CLASSES},
	{"by-vector", CLI_NUMBER, &by_vector, 1, CLASSES},
	{"passes", CLI_NUMBER, &passes, 1, 1000},
	{0}
};

int
main(int argc, char **argv)
{
	static const struct cli_program program = {
		.name = "ner-classes", .help = help, .options = options
	};
	static struct lexicon x;
	struct points types;
	uint32_t *first, *second;

	cli_start(&program, argc, argv);
	if (vectors == NULL)
		cli_die("--vectors FILE is needed");
	document_open();
	read_vectors(&x);
	look_up_words(&x);
	cli_records(read_record, &x);
	types = predict(&x);
	first = group(&types, x.weight, (size_t)by_type);
	second = group(&x.vectors, x.weight, (size_t)by_vector);
	write_classes(&x, first, second);
	free(types.v);
	free(first);
	free(second);
	document_free(&x.doc);
	return cli_finish();
}
