/* Options, inputs, messages and exit status of every program (see cli.h). */
#include "cli.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "table.h"

#define OUT_FULL ((size_t)64 << 10)
#define READ_MIN ((size_t)128 << 10)

static struct {
	const struct cli_program *program;
	char **operands;
	const char *reject_path;
	bool quiet, line_buffered;
	int status;
	int reject;		/* descriptor, -1 when there is none */
	struct buf out, reject_out;
	/* the line in hand */
	const char *file;
	size_t line_number;
	const char *line;
	size_t line_len;
} cli = {.reject = -1};

/* ---- messages ---- */

static void
put_message(const char *s, size_t len)
{
	struct buf b = {0};

	buf_addz(&b, cli.program ? cli.program->name : "quidit");
	buf_addz(&b, ": ");
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)s[i] < 0x20 || s[i] == 0x7f)
			buf_printf(&b, "\\x%02x", (unsigned)(unsigned char)s[i]);
		else
			buf_byte(&b, s[i]);
	buf_byte(&b, '\n');
	/* There is nowhere to tell that stderr cannot be written. */
	if (write(2, b.s, b.len) < 0)
		cli.status = CLI_FAIL;
	buf_free(&b);
}

static void
message(const char *where, const char *fmt, va_list ap)
{
	char s[1024];
	int error = errno;
	size_t n = (size_t)snprintf(s, sizeof(s), "%s", where);

	if (n >= sizeof(s))
		n = sizeof(s) - 1;
	vsnprintf(s + n, sizeof(s) - n, fmt, ap);
	n = strlen(s);
	if (n && s[n - 1] == ':')
		snprintf(s + n, sizeof(s) - n, " %s", strerror(error));
	put_message(s, strlen(s));
}

static void
fail_at_least(int status)
{
	if (cli.status < status)
		cli.status = status;
}

void
cli_warn(const char *fmt, ...)
{
	va_list ap;

	fail_at_least(CLI_REJECTED);
	if (cli.quiet)
		return;
	va_start(ap, fmt);
	message("", fmt, ap);
	va_end(ap);
}

void
cli_error(const char *fmt, ...)
{
	va_list ap;

	fail_at_least(CLI_FAIL);
	va_start(ap, fmt);
	message("", fmt, ap);
	va_end(ap);
}

void
cli_die(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	message("", fmt, ap);
	va_end(ap);
	_exit(CLI_FAIL);
}

/* ---- output ---- */

static void
write_all(int fd, const char *name, const char *s, size_t len)
{
	while (len) {
		ssize_t n = write(fd, s, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			cli_die("%s:", name);
		s += n;
		len -= (size_t)n;
	}
}

static void
flush_out(void)
{
	write_all(1, "standard output", cli.out.s, cli.out.len);
	cli.out.len = 0;
}

static void
flush_reject(void)
{
	if (cli.reject >= 0)
		write_all(cli.reject, cli.reject_path, cli.reject_out.s,
			cli.reject_out.len);
	cli.reject_out.len = 0;
}

static void
out_written(void)
{
	if (cli.line_buffered || cli.out.len >= OUT_FULL)
		flush_out();
}

void
cli_write(const char *s, size_t len)
{
	buf_add(&cli.out, s, len);
	out_written();
}

static void
reject_bytes(const char *s, size_t len)
{
	if (cli.reject < 0)
		return;
	buf_add(&cli.reject_out, s, len);
	if (cli.line_buffered || cli.reject_out.len >= OUT_FULL)
		flush_reject();
}

static void
reject_line(void)
{
	fail_at_least(CLI_REJECTED);
	reject_bytes(cli.line, cli.line_len);
	reject_bytes("\n", 1);
}

void
cli_reject(size_t column, const char *fmt, ...)
{
	struct buf where = {0};
	va_list ap;

	reject_line();
	if (cli.quiet)
		return;
	buf_printf(&where, "%s:%zu: ", cli.file, cli.line_number);
	if (column)
		buf_printf(&where, "column %zu: ", column);
	buf_byte(&where, 0);
	va_start(ap, fmt);
	message(where.s, fmt, ap);
	va_end(ap);
	buf_free(&where);
}

/* ---- options ---- */

enum { OPT_REJECT = 1000, OPT_LINE_BUFFERED, OPT_TABLES, OPT_OWN };

static const struct option common[] = {
	{"help", no_argument, 0, 'h'},
	{"version", no_argument, 0, 'V'},
	{"quiet", no_argument, 0, 'q'},
	{"reject", required_argument, 0, OPT_REJECT},
	{"line-buffered", no_argument, 0, OPT_LINE_BUFFERED},
	{"tables", required_argument, 0, OPT_TABLES},
};
#define COMMON (sizeof(common) / sizeof(common[0]))
#define SHORT ":hVq"

static void
show(const char *s)
{
	buf_addz(&cli.out, s);
	exit(cli_finish());
}

static void
set_number(const struct cli_option *o, const char *arg)
{
	char *end;
	double v = strtod(arg, &end);

	if (end == arg || *end || !(v >= o->min && v <= o->max))
		cli_die("--%s: a number from %g to %g is needed, not '%s'", o->name, o->min,
			o->max, arg);
	*(double *)o->value = v;
}

static void
set_own(const struct cli_option *o, const char *arg)
{
	if (o->kind == CLI_FLAG)
		*(bool *)o->value = true;
	else if (o->kind == CLI_STRING)
		*(const char **)o->value = arg;
	else
		set_number(o, arg);
}

static void
set_option(int c, const char *arg)
{
	switch (c) {
	case 'h':
		show(cli.program->help);
		break;
	case 'V':
		buf_printf(&cli.out, "%s (quidit) %s\n", cli.program->name, VERSION);
		show("");
		break;
	case 'q':
		cli.quiet = true;
		break;
	case OPT_REJECT:
		cli.reject_path = arg;
		break;
	case OPT_LINE_BUFFERED:
		cli.line_buffered = true;
		break;
	case OPT_TABLES:
		table_dir(arg);
		break;
	default:
		set_own(&cli.program->options[c - OPT_OWN], arg);
	}
}

/* In place of getopt's messages, which do not escape what they quote. */
static void
misuse(int c, const char *word)
{
	char letter[] = {'-', (char)optopt, 0};
	const char *reason = "no such option";

	if (c == ':')
		reason = "argument missing";
	else if (optopt >= OPT_REJECT || (optopt && strchr(SHORT, optopt)))
		reason = "takes no argument";
	else if (optopt)
		word = letter;
	cli_die("%s: %s (%s --help)", word, reason, cli.program->name);
}

static struct option *
all_options(const struct cli_option *own)
{
	size_t n = 0, i;
	struct option *all;

	while (own && own[n].name)
		n++;
	all = mem_alloc(COMMON + n + 1, sizeof(*all));
	memcpy(all, common, sizeof(common));
	for (i = 0; i < n; i++)
		all[COMMON + i] = (struct option){own[i].name,
			own[i].kind == CLI_FLAG ? no_argument : required_argument, 0,
			OPT_OWN + (int)i};
	return all;
}

/* A closed descriptor would be given to the next file opened. */
static void
hold_standard_descriptors(void)
{
	bool no_stdout = fcntl(1, F_GETFD) < 0;

	for (int fd = 0; fd <= 2; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", fd ? O_WRONLY : O_RDONLY) < 0)
			_exit(CLI_FAIL);
	if (no_stdout)
		cli_die("standard output is closed");
}

void
cli_start(const struct cli_program *program, int argc, char **argv)
{
	struct option *options = all_options(program->options);
	int c;

	cli.program = program;
	hold_standard_descriptors();
	opterr = 0;
	while ((c = getopt_long(argc, argv, SHORT, options, NULL)) != -1)
		if (c == '?' || c == ':')
			misuse(c, argv[optind - 1]);
		else
			set_option(c, optarg);
	free(options);
	cli.operands = argv + optind;
	if (!program->no_input && !*cli.operands && isatty(0))
		cli_die("standard input is a terminal: pipe records in or name files "
			"(%s --help)", program->name);
	if (cli.reject_path) {
		cli.reject = open(cli.reject_path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
			0666);
		if (cli.reject < 0)
			cli_die("%s:", cli.reject_path);
	}
}

char **
cli_operands(void)
{
	return cli.operands;
}

/* ---- input ---- */

struct input {
	int fd;
	char *s;
	size_t cap;
	size_t at, len;		/* unread bytes are s[at..len) */
	size_t seen;		/* of them, those that hold no LF */
	bool eof;
};

/* Reads more behind what is unread; false at the end or on a read error. */
static bool
fill(struct input *in)
{
	ssize_t n;

	if (in->at) {
		memmove(in->s, in->s + in->at, in->len - in->at);
		in->len -= in->at;
		in->at = 0;
	}
	mem_grow(&in->s, &in->cap, in->len + READ_MIN, 1);
	do
		n = read(in->fd, in->s + in->len, in->cap - in->len);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		cli_error("%s:", cli.file);
	if (n <= 0)
		return false;
	in->len += (size_t)n;
	return true;
}

/* A line too long to hold goes to the reject file piece by piece. */
static void
skip_long_line(struct input *in)
{
	char *lf;

	do {
		reject_bytes(in->s + in->at, in->len - in->at);
		in->at = in->len;
		in->eof = !fill(in);
		lf = memchr(in->s + in->at, '\n', in->len - in->at);
	} while (!lf && !in->eof);
	cli.line = in->s + in->at;
	cli.line_len = lf ? (size_t)(lf - cli.line) : 0;
	in->at += cli.line_len + (lf != NULL);
	in->seen = 0;
	cli_reject(0, "line longer than %zu bytes", CLI_LINE_MAX);
}

static void
take_line(struct input *in, size_t len, size_t lf)
{
	cli.line = in->s + in->at;
	cli.line_len = len;
	in->at += len + lf;
	in->seen = 0;
}

/* The next line that can be held; false at the end. */
static bool
next_line(struct input *in)
{
	for (;;) {
		size_t left = in->len - in->at;
		char *lf = left > in->seen ?
			memchr(in->s + in->at + in->seen, '\n', left - in->seen) : NULL;

		if (lf) {
			cli.line_number++;
			take_line(in, (size_t)(lf - (in->s + in->at)), 1);
			return true;
		}
		in->seen = left;
		if (left > CLI_LINE_MAX) {
			cli.line_number++;
			skip_long_line(in);
			continue;
		}
		if (in->eof || !fill(in)) {
			in->eof = true;
			take_line(in, left, 0);
			cli.line_number++;
			return left > 0;
		}
	}
}

static void
read_input(struct input *in, void (*fn)(const char *, size_t, void *), void *ctx)
{
	cli.line_number = 0;
	in->at = in->len = in->seen = 0;
	in->eof = false;
	while (next_line(in)) {
		if (cli.line_number == 1 && cli.line_len >= 3 &&
		    !memcmp(cli.line, "\xEF\xBB\xBF", 3)) {
			cli.line += 3;
			cli.line_len -= 3;
		}
		if (cli.line_len > CLI_LINE_MAX)
			cli_reject(0, "line longer than %zu bytes", CLI_LINE_MAX);
		else
			fn(cli.line, cli.line_len, ctx);
	}
}

void
cli_lines(void (*fn)(const char *, size_t, void *), void *ctx)
{
	char dash[] = "-", *standard_input[] = {dash, NULL};
	char **file = *cli.operands ? cli.operands : standard_input;
	struct input in = {0};

	for (; *file; file++) {
		bool is_stdin = !strcmp(*file, "-");

		cli.file = is_stdin ? "stdin" : *file;
		in.fd = is_stdin ? 0 : open(*file, O_RDONLY | O_CLOEXEC);
		if (in.fd < 0) {
			cli_error("%s:", cli.file);
			continue;
		}
		read_input(&in, fn, ctx);
		if (!is_stdin)
			close(in.fd);
	}
	free(in.s);
}

struct records {
	struct record *record;
	enum record_fate (*fn)(struct record *, void *);
	void *ctx;
	bool foreign;		/* the file began as text and has no record yet */
};

/* Whether a line begins as a record does, not as text or as indented JSON. */
static bool
opens_record(const char *s, size_t len)
{
	return len > 1 && *s == '{';
}

/* A line that is no record. Of a file of other things, the first line alone is told. */
static void
reject_foreign(struct records *rs, const char *line, size_t len)
{
	size_t column = record_column(rs->record);
	const char *reason = record_reason(rs->record);
	bool foreign = !opens_record(line, len);

	if (cli.line_number == 1 && foreign)
		cli_reject(column, "%s (texts and pages: ingest %s | %s)", reason,
			strcmp(cli.file, "stdin") ? cli.file : "-", cli.program->name);
	else if (rs->foreign && foreign)
		reject_line();
	else
		cli_reject(column, "%s", reason);
	if (cli.line_number == 1)
		rs->foreign = foreign;
}

static void
one_record(const char *line, size_t len, void *ctx)
{
	struct records *rs = ctx;
	struct record *r = rs->record;
	enum record_fate fate;

	if (!record_parse(r, line, len)) {
		reject_foreign(rs, line, len);
		return;
	}
	rs->foreign = false;
	fate = rs->fn(r, rs->ctx);
	if (fate == RECORD_REJECT) {
		cli_reject(record_column(r), "%s", record_reason(r));
	} else if (fate == RECORD_KEEP) {
		record_write(r, &cli.out);
		out_written();
	}
}

void
cli_records(enum record_fate (*fn)(struct record *, void *), void *ctx)
{
	struct records rs = {record_new(), fn, ctx, false};

	cli_lines(one_record, &rs);
	record_free(rs.record);
}

int
cli_finish(void)
{
	flush_out();
	if (close(1) < 0)
		cli_die("standard output:");
	flush_reject();
	if (cli.reject >= 0 && close(cli.reject) < 0)
		cli_die("%s:", cli.reject_path);
	return cli.status;
}
