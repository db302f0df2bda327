/*
 * dedupe: marks each document that repeats an earlier one, or each statement.
 *
 * A record needs `id` and `text`; it gains `duplicate` when it is a repeat:
 * {"of": id, "similarity": 0.93, "kind": "exact" | "near" | "contained"}. The outlet
 * (`site`, the host of `url`, or `source`) is taken into account when it is there.
 * With --quotes or --sentences the elements of that list gain `repeats`:
 * {"id": id, "index": 0, "similarity": 0.93}.
 *
 * How texts are found and compared: sketch.h and judge.h, after Broder 1997, Cohen &
 * Kaplan 2007 and Theobald, Siddharth & Paepcke 2008. The same as map and reduce:
 * stages.h, after Kiveris et al. 2014.
 */
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "repeats.h"
#include "stages.h"
#include "stream.h"

/* What dedupe does, one of these; or-ed, those that an option goes with. */
enum mode {
	STREAM = 1,
	QUOTES = 2,
	SENTENCES = 4,
	SIGN = 8,
	PAIRS = 16,
	CLUSTER = 32,
	APPLY = 64
};

static struct stream_options stream;
static struct order order;
static bool quotes, sentences, sign, pairs, cluster;
static const char *same_site, *edges, *mask_file, *memory;
static double threshold;

static const struct cli_option options[] = {
	{"drop", CLI_FLAG, &stream.drop, 0, 0},
	{"threshold", CLI_NUMBER, &threshold, 0.1, 1},
	{"same-site", CLI_STRING, &same_site, 0, 0},
	{"mask", CLI_STRING, &mask_file, 0, 0},
	{"learn-mask", CLI_STRING, &stream.learn, 0, 0},
	{"index", CLI_STRING, &stream.index, 0, 0},
	{"memory", CLI_STRING, &memory, 0, 0},
	{"quotes", CLI_FLAG, &quotes, 0, 0},
	{"sentences", CLI_FLAG, &sentences, 0, 0},
	{"sign", CLI_FLAG, &sign, 0, 0},
	{"pairs", CLI_FLAG, &pairs, 0, 0},
	{"cluster", CLI_FLAG, &cluster, 0, 0},
	{"apply", CLI_STRING, &edges, 0, 0},
	{"order", CLI_STRING, &order.member, 0, 0},
	{"split", CLI_STRING, &order.split, 0, 0},
	{"clusters", CLI_STRING, &stream.clusters, 0, 0},
	{NULL, CLI_FLAG, NULL, 0, 0}
};

static const struct cli_program program = {
	.name = "dedupe",
	.help = "usage: dedupe [option ...] [file ...]\n"
		"Marks records that repeat an earlier one.\n"
		"  --drop            leave repeats out\n"
		"  --threshold N     least similarity of a near repeat (0.28)\n"
		"  --quotes, --sentences   mark statements told before instead (0.8)\n"
		"  --same-site RULE  strict: one outlet's records must share more; any\n"
		"  --index FILE      compare with earlier runs, whose records it keeps\n"
		"  --mask FILE       leave out phrases: SITE, TAB, PHRASE a line\n"
		"  --learn-mask FILE learn them in the run, and write them there\n"
		"  --memory SIZE     hold so much (500M) in memory, the rest on disk\n"
		"  --clusters FILE   list each cluster's members there\n"
		"  --sign, --pairs, --cluster, --apply EDGES   stages between sorts\n"
		"  --order MEMBER, --split N   what orders records there, instead of id\n"
		"  --reject FILE, --line-buffered, -q, -V, -h\n"
		"example: dedupe articles.jsonl | jq -r 'select(.duplicate) | .id'\n",
	.options = options,
};

/* Ends the program when an option was given that says nothing in this mode. */
static void
check_options(unsigned mode)
{
	const unsigned statements = QUOTES | SENTENCES;
	const struct {
		const char *name;
		bool given;
		unsigned modes;
	} option[] = {
		{"drop", stream.drop, STREAM | APPLY},
		{"threshold", threshold > 0, STREAM | statements | PAIRS},
		{"same-site", same_site, STREAM | PAIRS},
		{"mask", mask_file, STREAM | SIGN},
		{"learn-mask", stream.learn, STREAM},
		{"index", stream.index, STREAM | statements},
		{"memory", memory, STREAM | statements},
		{"clusters", stream.clusters, STREAM | CLUSTER},
		{"order", order.member, SIGN | APPLY},
		{"split", order.split, SIGN | APPLY},
	};

	for (size_t i = 0; i < sizeof(option) / sizeof(*option); i++)
		if (option[i].given && !(option[i].modes & mode))
			cli_die("--%s: says nothing in this mode, see dedupe(1)",
				option[i].name);
}

/* The only mode that was asked for. */
static enum mode
read_mode(void)
{
	unsigned mode = (quotes ? QUOTES : 0) | (sentences ? SENTENCES : 0) |
		(sign ? SIGN : 0) | (pairs ? PAIRS : 0) | (cluster ? CLUSTER : 0) |
		(edges ? APPLY : 0);

	if (mode & (mode - 1))
		cli_die("only one of --quotes, --sentences, --sign, --pairs, --cluster, "
			"--apply");
	return mode ? (enum mode)mode : STREAM;
}

static bool
is_any_site(void)
{
	if (same_site && strcmp(same_site, "any") && strcmp(same_site, "strict"))
		cli_die("--same-site: strict or any is needed, not '%s'", same_site);
	return same_site && !strcmp(same_site, "any");
}

/* Bytes: a number with K, M (understood) or G. */
static size_t
read_size(const char *s)
{
	char *end;
	double n = strtod(s, &end);
	size_t unit = 1000000;

	if (*end == 'K' || *end == 'k')
		unit = 1000;
	else if (*end == 'G' || *end == 'g')
		unit = 1000000000;
	if (end == s || (*end && (!strchr("kKmMgG", *end) || end[1])) ||
	    !(n * (double)unit >= 1e6 && n * (double)unit <= 1e15))
		cli_die("--memory: a size from 1M on is needed, not '%s'", s);
	return (size_t)(n * (double)unit);
}

static void
run_statements(const char *member)
{
	const struct repeats_options o = {
		.member = member,
		.threshold = threshold > 0 ? threshold : REPEATS_THRESHOLD,
		.index = stream.index,
		.memory = stream.memory,
	};

	repeats_run(&o);
}

static void
run(enum mode mode)
{
	switch (mode) {
	case STREAM:
		stream_run(&stream);
		break;
	case QUOTES:
		run_statements("quotes");
		break;
	case SENTENCES:
		run_statements("sentences");
		break;
	case SIGN:
		sign_run(&order, stream.mask);
		break;
	case PAIRS:
		pairs_run(&stream.judge);
		break;
	case CLUSTER:
		cluster_run(stream.clusters);
		break;
	case APPLY:
		apply_run(edges, &order, stream.drop);
		break;
	}
}

int
main(int argc, char **argv)
{
	enum mode mode;

	cli_start(&program, argc, argv);
	mode = read_mode();
	check_options(mode);
	stream.judge.any_site = is_any_site();
	stream.judge.threshold = threshold > 0 ? threshold : JUDGE_THRESHOLD;
	stream.memory = memory ? read_size(memory) : 0;
	if (order.member && order.split)
		cli_die("--order and --split exclude each other");
	if (stream.learn && stream.index)
		cli_die("--learn-mask and --index: learn first, then give --mask");
	if (mask_file || stream.learn)
		stream.mask = mask_new();
	if (mask_file)
		mask_read(stream.mask, mask_file);
	run(mode);
	return cli_finish();
}
