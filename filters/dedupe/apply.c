/* --apply: marks records with the best of their edges, which are looked up in the
 * sorted file by halving: no table of the corpus is held (see stages.h). */
#include "stages.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli.h"
#include "document.h"

struct apply {
	const char *path;
	struct order order;
	bool drop;
	const char *s, *end;	/* the edges */
	struct buf node, id;
};

static void
map_edges(struct apply *a)
{
	int fd = open(a->path, O_RDONLY | O_CLOEXEC);
	struct stat st;
	void *p;

	if (fd < 0 || fstat(fd, &st) < 0)
		cli_die("%s:", a->path);
	if (!S_ISREG(st.st_mode))
		cli_die("%s: no regular file, in which edges can be looked up", a->path);
	a->s = a->end = "";
	if (st.st_size) {
		p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
		if (p == MAP_FAILED)
			cli_die("%s:", a->path);
		a->s = p;
		a->end = a->s + st.st_size;
	}
	close(fd);
}

static const char *
line_start(const struct apply *a, const char *p)
{
	const char *lf = p > a->s ? memrchr(a->s, '\n', (size_t)(p - a->s)) : NULL;

	return lf ? lf + 1 : a->s;
}

static const char *
line_end(const struct apply *a, const char *p)
{
	const char *lf = memchr(p, '\n', (size_t)(a->end - p));

	return lf ? lf : a->end;
}

static bool
read_edge(struct field line, struct field f[LINE_FIELDS], struct verdict *v)
{
	unsigned n = line_split(line.s, line.len, f);

	return (n == 5 || n == 6) && line_number(f[1], &v->jaccard) &&
		line_number(f[4], &v->similarity) &&
		(v->kind = judge_read_kind(f[3].s, f[3].len));
}

/* Another file, or one that is not sorted, would go unnoticed when edges are looked
 * up. */
static void
check_edges(const struct apply *a)
{
	struct field before = {a->s, 0}, f[LINE_FIELDS];
	struct verdict v;

	for (const char *p = a->s; p < a->end; p = before.s + before.len + 1) {
		struct field line = {p, (size_t)(line_end(a, p) - p)};

		if (!read_edge(line, f, &v))
			cli_die("%s: byte %zu: not a line of --pairs", a->path,
				(size_t)(p - a->s));
		if (field_compare(before, line) > 0)
			cli_die("%s: byte %zu: line out of order: sort with LC_ALL=C",
				a->path, (size_t)(p - a->s));
		before = line;
	}
}

/* Whether the line at p sorts before all lines of the node. */
static bool
is_before(const struct apply *a, const char *p)
{
	size_t len = (size_t)(line_end(a, p) - p);
	const char *tab = memchr(p, '\t', len);
	struct field node = {p, tab ? (size_t)(tab - p) : len};

	return field_compare(node, field_of(&a->node)) < 0;
}

/* The first line of the node, which is its best edge; NULL: it has none. */
static const char *
find(const struct apply *a)
{
	const char *lo = a->s, *hi = a->end;

	while (lo < hi) {
		const char *mid = line_start(a, lo + (hi - lo) / 2);

		if (is_before(a, mid)) {
			lo = line_end(a, mid);
			lo += lo < a->end;
		} else {
			hi = mid;
		}
	}
	if (lo == a->end || (size_t)(a->end - lo) <= a->node.len ||
	    memcmp(lo, a->node.s, a->node.len) || lo[a->node.len] != '\t')
		return NULL;
	return lo;
}

static enum record_fate
mark(struct record *r, void *ctx)
{
	struct apply *a = ctx;
	struct field f[LINE_FIELDS];
	struct document d;
	struct verdict v;
	const char *line;

	a->order.record++;
	a->node.len = a->id.len = 0;
	if (!document_check(r, &d) || !stage_node(r, &a->order, &a->node))
		return RECORD_REJECT;
	line = find(a);
	if (!line) {
		record_remove(r, "duplicate");
		return RECORD_KEEP;
	}
	if (a->drop)
		return RECORD_DROP;
	read_edge((struct field){line, (size_t)(line_end(a, line) - line)}, f, &v);
	line_unescape(&a->id, line_node_id(f[2]));
	document_mark(r, a->id.s, a->id.len, &v);
	return RECORD_KEEP;
}

void
apply_run(const char *edges, const struct order *order, bool drop)
{
	struct apply a = {.path = edges, .order = *order, .drop = drop};

	map_edges(&a);
	check_edges(&a);
	cli_records(mark, &a);
	buf_free(&a.node);
	buf_free(&a.id);
}
