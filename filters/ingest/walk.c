/* Operands to files: see walk.h. */
#include "walk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "buf.h"
#include "cli.h"

/* Directories inside directories: each holds a descriptor open. */
#define WALK_DEPTH 200

typedef void file_fn(int fd, const char *path, const char *name);

struct entry {
	char *name;		/* a directory's ends in a slash, for the order */
	mode_t mode;
};

struct walk {
	file_fn *fn;
	struct buf path;	/* ended by a NUL that len does not count */
	size_t base;		/* where the path below the operand begins */
};

static void walk_directory(struct walk *, int fd, int depth);

static int
compare(const void *a, const void *b)
{
	return strcmp(((const struct entry *)a)->name, ((const struct entry *)b)->name);
}

static size_t
push(struct walk *w, const char *name)
{
	size_t before = w->path.len;

	buf_addz(&w->path, name);
	buf_byte(&w->path, '\0');
	w->path.len--;
	return before;
}

static void
pop(struct walk *w, size_t len)
{
	w->path.len = len;
	w->path.s[len] = '\0';
}

static void
add_entry(struct walk *w, DIR *dir, const char *name, struct entry *e)
{
	struct stat st;

	if (fstatat(dirfd(dir), name, &st, AT_SYMLINK_NOFOLLOW) < 0) {
		cli_warn("%s%s:", w->path.s, name);
		st.st_mode = 0;
	}
	e->mode = st.st_mode;
	e->name = mem_alloc(strlen(name) + 2, 1);
	strcpy(e->name, name);
	if (S_ISDIR(e->mode))
		strcat(e->name, "/");
}

static size_t
list(struct walk *w, DIR *dir, struct entry **entries)
{
	struct dirent *de;
	size_t n = 0, cap = 0;

	*entries = NULL;
	while (errno = 0, (de = readdir(dir)) != NULL) {
		if (de->d_name[0] == '.')
			continue;
		mem_grow(entries, &cap, n + 1, sizeof **entries);
		add_entry(w, dir, de->d_name, &(*entries)[n++]);
	}
	if (errno)
		cli_warn("%s:", w->path.s);
	if (n)
		qsort(*entries, n, sizeof **entries, compare);
	return n;
}

static void
walk_entry(struct walk *w, int dir, const struct entry *e, int depth)
{
	const int flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
	int fd;

	if (e->mode == 0)
		return;
	if (!S_ISREG(e->mode) && !S_ISDIR(e->mode))
		cli_warn("%s: %s, skipped", w->path.s, S_ISLNK(e->mode) ?
			"a symbolic link" : "no regular file");
	else if (S_ISDIR(e->mode) && depth == WALK_DEPTH)
		cli_warn("%s: more than %d directories deep, skipped", w->path.s, depth);
	else if ((fd = openat(dir, e->name, flags)) < 0)
		cli_warn("%s:", w->path.s);
	else if (S_ISDIR(e->mode))
		walk_directory(w, fd, depth + 1);
	else
		w->fn(fd, w->path.s, w->path.s + w->base);
}

static void
walk_directory(struct walk *w, int fd, int depth)
{
	DIR *dir = fdopendir(fd);
	struct entry *entries;
	size_t n;

	if (dir == NULL) {
		cli_warn("%s:", w->path.s);
		close(fd);
		return;
	}
	n = list(w, dir, &entries);
	for (size_t i = 0; i < n; i++) {
		size_t len = push(w, entries[i].name);
		walk_entry(w, dirfd(dir), &entries[i], depth);
		pop(w, len);
		free(entries[i].name);
	}
	free(entries);
	closedir(dir);
}

static void
walk_operand(struct walk *w, int fd, const struct stat *st, const char *operand)
{
	const char *slash = strrchr(operand, '/');

	push(w, operand);
	if (S_ISDIR(st->st_mode)) {
		if (operand[strlen(operand) - 1] != '/')
			push(w, "/");
		w->base = w->path.len;
		walk_directory(w, fd, 0);
	} else if (S_ISREG(st->st_mode) || S_ISFIFO(st->st_mode)) {
		w->fn(fd, operand, slash ? slash + 1 : operand);
	} else {
		cli_warn("%s: no regular file, skipped", operand);
		close(fd);
	}
}

void
walk(const char *operand, file_fn *fn)
{
	struct walk w = {.fn = fn};
	struct stat st;
	int fd = open(operand, O_RDONLY | O_CLOEXEC | O_NOCTTY);

	if (fd < 0 || fstat(fd, &st) < 0)
		cli_error("%s:", operand);
	else
		walk_operand(&w, fd, &st, operand);
	buf_free(&w.path);
}
