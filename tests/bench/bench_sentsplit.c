/*
 * Speed of the boundary finder in process: the text on standard input, split again
 * and again for about a second of CPU time. Prints MB/s, without and with
 * glued headings. To be linked with sentsplit's modules and tables:
 *
 *	$(CC) -Ifilters/lib -Ifilters/sentsplit … bench_sentsplit.c MODULES
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "boundary.h"
#include "buf.h"

static void
read_all(struct buf *b)
{
	size_t n;

	do {
		buf_reserve(b, (size_t)1 << 16);
		n = fread(b->s + b->len, 1, b->cap - b->len, stdin);
		b->len += n;
	} while (n);
}

static void
measure(const char *what, const struct buf *text, struct boundary_options options)
{
	struct spans out = { 0 };
	clock_t start = clock();
	double seconds;
	int rounds = 0;

	do {
		out.n = 0;
		boundary_find(text->s, (struct span){ 0, text->len }, options, &out);
		rounds++;
		seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
	} while (seconds < 1);
	printf("%-16s %8.0f MB/s, %zu sentences\n", what,
		(double)text->len * rounds / seconds / 1e6, out.n);
	free(out.v);
}

int
main(void)
{
	struct buf text = { 0 };

	read_all(&text);
	boundary_open();
	measure("sentsplit", &text, (struct boundary_options){ false, false });
	measure("--glued-headings", &text, (struct boundary_options){ false, true });
	buf_free(&text);
	return 0;
}
