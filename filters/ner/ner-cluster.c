/*
 * ner-cluster: groups the words of a corpus into classes by the words beside them,
 * with the exchange algorithm of Kneser & Ney (1993; Martin, Liermann & Ney 1998),
 * which moves one word at a time to where the class bigram model likes it best.
 *
 * A record must have `text`. The table clusters.bin goes to standard output.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "cluster.h"
#include "table.h"

#define TABLED (1 << 16)	/* n log n is tabled below this */
#define MAX_CLASSES 4096

struct word {
	const char *s;
	size_t len;
	uint32_t id, count;
};

struct corpus {
	struct document doc;
	struct map map;
	struct word *word;
	size_t words, word_cap;
	uint32_t *token;	/* word numbers, each unit ended by word 0 */
	size_t tokens, token_cap;
};

/* A neighbour of a word, and how often. */
struct beside {
	uint32_t word, count;
};

struct bigrams {
	size_t *first;		/* words + 1 */
	struct beside *v;
};

struct classes {
	size_t n, words;
	const struct word *word;
	struct bigrams after, before;
	uint32_t *class;	/* of each word */
	int64_t *pair;		/* n × n */
	int64_t *total;		/* occurrences of each class */
	int64_t *out, *in;	/* of the word in hand: with the words of each class */
	uint32_t *touched;
	size_t touched_n;
	int64_t self;
	double *tabled;
};

static double fine = 400, coarse = 80, min_count = 3, passes = 20;

/* The form that words are looked up by: digits as 0, the case of the first letter
 * alone is kept. */
static uint32_t
word_number(struct corpus *c, const char *s, size_t len)
{
	struct buf form = {0};
	int64_t *slot;
	bool fresh;

	document_form(s, len, &form);
	slot = map_put(&c->map, form.s, form.len, &fresh);
	if (!fresh) {
		buf_free(&form);
		return (uint32_t)*slot;
	}
	mem_grow(&c->word, &c->word_cap, c->words + 1, sizeof *c->word);
	c->word[c->words] = (struct word){.s = form.s, .len = form.len,
		.id = (uint32_t)c->words};
	*slot = (int64_t)c->words;
	return (uint32_t)c->words++;
}

static void
add_token(struct corpus *c, uint32_t word)
{
	mem_grow(&c->token, &c->token_cap, c->tokens + 1, sizeof *c->token);
	c->token[c->tokens++] = word;
	c->word[word].count++;
}

static enum record_fate
read_record(struct record *r, void *ctx)
{
	struct corpus *c = ctx;
	const struct document *d = &c->doc;

	if (!document_read(&c->doc, r))
		return RECORD_REJECT;
	for (size_t u = 0; u < d->units; u++) {
		for (size_t i = d->unit[u]; i < d->unit[u + 1]; i++)
			add_token(c, word_number(c, d->text->s + d->atom[i].start,
				d->atom[i].end - d->atom[i].start));
		add_token(c, 0);
	}
	return RECORD_DROP;
}

static int
by_count(const void *a, const void *b)
{
	const struct word *x = a, *y = b;

	if (x->count != y->count)
		return x->count < y->count ? 1 : -1;
	return x->id < y->id ? -1 : x->id > y->id;
}

/* Sorts words by count and gives tokens their new numbers; rare words become the
 * one past the last kept. */
static size_t
keep_frequent(struct corpus *c)
{
	uint32_t *rank = mem_alloc(c->words, sizeof *rank);
	size_t kept = 0;

	qsort(c->word, c->words, sizeof *c->word, by_count);
	while (kept < c->words && c->word[kept].count >= (uint32_t)min_count)
		kept++;
	for (size_t i = 0; i < c->words; i++)
		rank[c->word[i].id] = (uint32_t)(i < kept ? i : kept);
	for (size_t i = 0; i < c->tokens; i++)
		c->token[i] = rank[c->token[i]];
	free(rank);
	return kept;
}

static int
by_number(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

/* Counts pairs given as word << 32 | neighbour. */
static struct bigrams
count_pairs(uint64_t *pair, size_t n, size_t words)
{
	struct bigrams b = {.first = mem_alloc(words + 1, sizeof *b.first),
		.v = mem_alloc(n, sizeof *b.v)};
	size_t k = 0, word = 0;

	qsort(pair, n, sizeof *pair, by_number);
	for (size_t i = 0; i < n; i++) {
		while (word < (size_t)(pair[i] >> 32))
			b.first[++word] = k;
		if (i > 0 && pair[i] == pair[i - 1])
			b.v[k - 1].count++;
		else
			b.v[k++] = (struct beside){(uint32_t)pair[i], 1};
	}
	while (word < words)
		b.first[++word] = k;
	return b;
}

static void
read_pairs(const struct corpus *c, struct classes *k)
{
	size_t n = 0;
	uint64_t *pair = mem_alloc(c->tokens, sizeof *pair);

	for (size_t i = 0; i + 1 < c->tokens; i++)
		if (c->token[i] < k->words && c->token[i + 1] < k->words)
			pair[n++] = (uint64_t)c->token[i] << 32 | c->token[i + 1];
	k->after = count_pairs(pair, n, k->words);
	for (size_t i = 0; i < n; i++)
		pair[i] = pair[i] << 32 | pair[i] >> 32;
	k->before = count_pairs(pair, n, k->words);
	free(pair);
}

static double
weigh(const struct classes *k, int64_t n)
{
	return n < TABLED ? k->tabled[n] : (double)n * log((double)n);
}

/* Sums the neighbours of a word by class. */
static void
gather(struct classes *k, uint32_t word)
{
	k->self = 0;
	k->touched_n = 0;
	for (size_t i = k->after.first[word]; i < k->after.first[word + 1]; i++) {
		uint32_t other = k->after.v[i].word, class = k->class[other];

		if (other == word) {
			k->self = k->after.v[i].count;
			continue;
		}
		if (k->out[class] == 0 && k->in[class] == 0)
			k->touched[k->touched_n++] = class;
		k->out[class] += k->after.v[i].count;
	}
	for (size_t i = k->before.first[word]; i < k->before.first[word + 1]; i++) {
		uint32_t other = k->before.v[i].word, class = k->class[other];

		if (other == word)
			continue;
		if (k->out[class] == 0 && k->in[class] == 0)
			k->touched[k->touched_n++] = class;
		k->in[class] += k->before.v[i].count;
	}
}

static void
forget(struct classes *k)
{
	for (size_t i = 0; i < k->touched_n; i++)
		k->out[k->touched[i]] = k->in[k->touched[i]] = 0;
}

/* Puts the word in hand into a class (sign 1) or takes it out (-1). */
static void
move(struct classes *k, uint32_t word, uint32_t class, int sign)
{
	for (size_t i = 0; i < k->touched_n; i++) {
		uint32_t c = k->touched[i];

		k->pair[class * k->n + c] += sign * k->out[c];
		k->pair[c * k->n + class] += sign * k->in[c];
	}
	k->pair[class * k->n + class] += sign * k->self;
	k->total[class] += sign * (int64_t)k->word[word].count;
	k->class[word] = class;
}

/* What the likelihood gains by putting the word in hand into a class. */
static double
gain(const struct classes *k, uint32_t word, uint32_t class)
{
	int64_t total = k->total[class], own = k->self;
	int64_t there = k->pair[class * k->n + class];
	double sum = 2 * (weigh(k, total) - weigh(k, total + k->word[word].count));

	for (size_t i = 0; i < k->touched_n; i++) {
		uint32_t c = k->touched[i];
		int64_t a = k->pair[class * k->n + c], b = k->pair[c * k->n + class];

		if (c == class) {
			own += k->out[c] + k->in[c];
			continue;
		}
		sum += weigh(k, a + k->out[c]) - weigh(k, a);
		sum += weigh(k, b + k->in[c]) - weigh(k, b);
	}
	return sum + weigh(k, there + own) - weigh(k, there);
}

static size_t
exchange(struct classes *k)
{
	size_t moved = 0;

	for (uint32_t w = 0; w < k->words; w++) {
		uint32_t from = k->class[w], best = from;
		double top;

		gather(k, w);
		move(k, w, from, -1);
		top = gain(k, w, from);
		for (uint32_t c = 0; c < k->n; c++) {
			double g = c == from ? top : gain(k, w, c);

			if (g > top + 1e-9) {
				top = g;
				best = c;
			}
		}
		move(k, w, best, 1);
		forget(k);
		moved += best != from;
	}
	return moved;
}

static void
set_up(struct classes *k)
{
	k->class = mem_alloc(k->words, sizeof *k->class);
	k->pair = mem_alloc(k->n * k->n, sizeof *k->pair);
	k->total = mem_alloc(k->n, sizeof *k->total);
	k->out = mem_alloc(k->n, sizeof *k->out);
	k->in = mem_alloc(k->n, sizeof *k->in);
	k->touched = mem_alloc(k->n, sizeof *k->touched);
	k->tabled = mem_alloc(TABLED, sizeof *k->tabled);
	for (int n = 1; n < TABLED; n++)
		k->tabled[n] = n * log(n);
	for (uint32_t w = 0; w < k->words; w++) {
		k->class[w] = w % (uint32_t)k->n;
		k->total[w % k->n] += k->word[w].count;
	}
	for (uint32_t w = 0; w < k->words; w++)
		for (size_t i = k->after.first[w]; i < k->after.first[w + 1]; i++)
			k->pair[k->class[w] * k->n + k->class[k->after.v[i].word]] +=
				k->after.v[i].count;
}

/* Groups the words into n classes; class[word] is the caller's to free. */
static uint32_t *
group(struct classes *k, size_t n)
{
	k->n = n;
	set_up(k);
	for (int pass = 0; pass < passes && exchange(k) > 0;)
		pass++;
	free(k->pair);
	free(k->total);
	free(k->out);
	free(k->in);
	free(k->touched);
	free(k->tabled);
	return k->class;
}

static void
write_table(const struct classes *k, const uint32_t *fine_class,
	const uint32_t *coarse_class)
{
	struct cluster_word *word = mem_alloc(k->words, sizeof *word);
	size_t n = 0;

	for (size_t w = 0; w < k->words; w++)
		if (k->word[w].len > 0)
			word[n++] = (struct cluster_word){
				.form = document_form_hash(k->word[w].s, k->word[w].len),
				.class = {(uint16_t)(fine_class[w] + 1),
					(uint16_t)(coarse_class[w] + 1)}};
	cluster_write(word, n);
	free(word);
}

static const char help[] =
	"usage: ner-cluster [OPTION]... [FILE]... >clusters.bin\n"
	"Group the words of records into classes by the words beside them.\n"
	"      --fine N          classes of the first grouping (default 400)\n"
	"      --coarse N        classes of the second (default 80)\n"
	"      --min-count N     leave out rarer words (default 3)\n"
	"      --passes N        over the vocabulary (default 20)\n"
	"Example: ner-cluster corpus.jsonl >fr/clusters.bin\n";

static const struct cli_option options[] = {
	{"fine", CLI_NUMBER, &fine, 1, MAX_CLASSES},
	{"coarse", CLI_NUMBER, &coarse, 1, MAX_CLASSES},
	{"min-count", CLI_NUMBER, &min_count, 1, 1000000},
	{"passes", CLI_NUMBER, &passes, 1, 1000},
	{0}
};

int
main(int argc, char **argv)
{
	static const struct cli_program program = {
		.name = "ner-cluster", .help = help, .options = options
	};
	static struct corpus corpus;
	static struct classes k;
	uint32_t *first, *second;

	cli_start(&program, argc, argv);
	token_open();
	word_number(&corpus, "", 0);
	cli_records(read_record, &corpus);
	k.words = keep_frequent(&corpus);
	k.word = corpus.word;
	read_pairs(&corpus, &k);
	first = group(&k, (size_t)fine);
	second = group(&k, (size_t)coarse);
	write_table(&k, first, second);
	free(first);
	free(second);
	return cli_finish();
}
