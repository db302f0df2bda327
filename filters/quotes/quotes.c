/*
 * quotes: who said what. Needs `text`, `sentences`, `entities` and `names`; adds
 * `quotes`.
 */
#include "circumstance.h"
#include "cli.h"
#include "doc.h"
#include "feature.h"
#include "model.h"
#include "quote.h"
#include "resolve.h"
#include "write.h"

static const char help[] =
	"usage: quotes [options] [file ...]\n"
	"Finds quotations and their speakers: direct, mixed and indirect speech.\n"
	"Needs the members sentences, entities and names (sentsplit, ner).\n"
	"      --min-score N  leave out quotations that score less than N (0 to 1)\n"
	"      --explain      add to each quotation why it was taken\n"
	"      --tables DIR   use the tables in DIR\n"
	"      --reject FILE  write rejected lines to FILE\n"
	"      --line-buffered\n"
	"  -q, --quiet\n"
	"  -h, --help\n"
	"  -V, --version\n"
	"Example: ingest news/ | declutter | sentsplit | ner | quotes | jq .quotes\n";

static double min_score;
static bool explain;

struct context {
	struct doc doc;
	struct quotes quotes;
	struct roles roles;
};

static enum record_fate
find_quotes(struct record *rec, void *ctx)
{
	struct context *c = ctx;
	size_t i;

	if (!doc_read(&c->doc, rec))
		return RECORD_REJECT;
	frame_find(&c->doc, &c->quotes);
	feature_find(&c->doc, &c->quotes);
	model_decide(&c->quotes);
	roles_collect(&c->doc, &c->roles);
	resolve_run(&c->doc, &c->roles, &c->quotes);
	for (i = 0; i < c->quotes.n; i++) {
		feature_speaker(&c->doc, &c->quotes.v[i]);
		c->quotes.v[i].speaker_score = model_speaker(&c->quotes.v[i]);
	}
	circumstance_find(&c->doc, &c->quotes);
	write_quotes(&c->doc, &c->quotes, min_score, explain);
	return RECORD_KEEP;
}

int
main(int argc, char **argv)
{
	static const struct cli_option options[] = {
		{ "min-score", CLI_NUMBER, &min_score, 0, 1 },
		{ "explain", CLI_FLAG, &explain, 0, 0 },
		{ NULL, CLI_FLAG, NULL, 0, 0 }
	};
	static const struct cli_program program = {
		.name = "quotes", .help = help, .options = options
	};
	static struct context c;

	cli_start(&program, argc, argv);
	quote_open();
	cli_records(find_quotes, &c);
	return cli_finish();
}
