/*
 * What every program shares: options, inputs, messages, exit status.
 *
 * A filter's main reads: cli_start (options), open tables, cli_records (one
 * callback a record), cli_finish. Only this module knows about files, stdin,
 * `-`, standard output and the reject file.
 */
#ifndef CLI_H
#define CLI_H

#include <stdbool.h>
#include <stddef.h>

#include "record.h"

/* Exit statuses. */
enum {
	CLI_OK = 0,
	CLI_REJECTED = 1,	/* some input was rejected, the rest was done */
	CLI_FAIL = 2		/* usage, I/O, table or memory failure */
};

enum cli_kind {
	CLI_FLAG,		/* bool *: set to true */
	CLI_STRING,		/* const char **: set to the argument */
	CLI_NUMBER		/* double *: a number from min to max */
};

struct cli_option {
	const char *name;	/* long name, without the dashes */
	enum cli_kind kind;
	void *value;
	double min, max;	/* CLI_NUMBER only */
};

struct cli_program {
	const char *name;
	const char *help;	/* the whole of --help: at most 20 lines, ends in an example */
	const struct cli_option *options;	/* the program's own, ended by a NULL name */
	bool no_input;		/* operands are not read by cli_lines (ingest) */
};

/*
 * Reads the options (common ones: -h --help, -V --version, -q --quiet,
 * --reject FILE, --line-buffered, --tables DIR) and keeps the operands.
 * Ends the program on --help, --version and misuse.
 */
void	 cli_start(const struct cli_program *, int argc, char **argv);

/* The operands left after the options, NULL-terminated. */
char	**cli_operands(void);

/*
 * One callback a line of input, in input order: every file named as operand,
 * `-` and no operand being standard input. `line` lacks its LF and stays valid
 * during the call. A BOM before the first line of a file is skipped.
 * Lines over CLI_LINE_MAX bytes are rejected unseen.
 */
#define CLI_LINE_MAX ((size_t)64 << 20)
void	 cli_lines(void (*fn)(const char *line, size_t len, void *ctx), void *ctx);

/*
 * One callback a record. The callback returns RECORD_KEEP to have the record
 * written, RECORD_DROP to leave it out; record_reject's value to reject it.
 * Lines that are no record are rejected before they reach the callback.
 */
void	 cli_records(enum record_fate (*fn)(struct record *, void *ctx), void *ctx);

/* Rejects the line in hand (only inside cli_lines): message, status 1, and the
 * line verbatim to the reject file. `column` is 1-based in bytes, 0 if none. */
void	 cli_reject(size_t column, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* Bytes for standard output outside the one-record-a-line scheme. */
void	 cli_write(const char *s, size_t len);

/* "name: reason" on stderr, control characters escaped; errno's text appended
 * when fmt ends in a colon. cli_warn goes on with status 1, cli_error with
 * status 2, cli_die ends the program with status 2. */
void	 cli_warn(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void	 cli_error(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void	 cli_die(const char *fmt, ...) __attribute__((format(printf, 1, 2), noreturn));

/* Flushes and closes standard output and the reject file; the exit status. */
int	 cli_finish(void);

#endif
