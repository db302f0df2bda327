/* The index file (see index.h). */
#include "index.h"

#include <lmdb.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>

#include "cli.h"

#define MAP_SIZE ((size_t)1 << 38)	/* address space; the file grows as needed */
#define COMMIT_EVERY ((size_t)8 << 20)	/* bytes */
#define PIECE ((size_t)1000)		/* bytes: four to a page of 4096 */

struct index_file {
	const char *path;
	MDB_env *env;
	MDB_txn *txn;
	MDB_dbi settings, entries;
	uint32_t n;		/* pieces of entries */
	struct buf entry;	/* scratch */
	size_t pending;		/* bytes since the last commit */
};

/* LMDB's return codes: ends the program on all but success. */
static void
check(const struct index_file *x, int rc)
{
	if (rc == MDB_INVALID || rc == MDB_CORRUPTED || rc == MDB_INCOMPATIBLE)
		cli_die("%s: not an index of dedupe", x->path);
	if (rc == MDB_VERSION_MISMATCH)
		cli_die("%s: written by another version of LMDB", x->path);
	if (rc)
		cli_die("%s: %s", x->path, mdb_strerror(rc));
}

/* A run that was killed may need a moment to let go. */
static void
lock(const struct index_file *x)
{
	const struct timespec moment = {.tv_nsec = 100000000};
	int fd, tries = 20;

	check(x, mdb_env_get_fd(x->env, &fd));
	while (flock(fd, LOCK_EX | LOCK_NB)) {
		if (!--tries)
			cli_die("%s: in use by another run", x->path);
		nanosleep(&moment, NULL);
	}
}

/* Reading pages beyond the end of a file that was cut would kill the program. */
static void
check_size(const struct index_file *x)
{
	MDB_envinfo info;
	MDB_stat stat;
	struct stat st;
	int fd;

	check(x, mdb_env_get_fd(x->env, &fd));
	check(x, mdb_env_info(x->env, &info));
	check(x, mdb_env_stat(x->env, &stat));
	if (fstat(fd, &st))
		cli_die("%s:", x->path);
	if ((size_t)st.st_size / stat.ms_psize <= info.me_last_pgno)
		cli_die("%s: truncated", x->path);
}

static void
check_settings(struct index_file *x, const char *settings)
{
	MDB_val key = {8, (void *)(uintptr_t)"settings"}, value;
	int rc = mdb_get(x->txn, x->settings, &key, &value);

	if (rc == MDB_NOTFOUND) {
		value = (MDB_val){strlen(settings), (void *)(uintptr_t)settings};
		check(x, mdb_put(x->txn, x->settings, &key, &value, 0));
		return;
	}
	check(x, rc);
	if (value.mv_size != strlen(settings) ||
	    memcmp(value.mv_data, settings, value.mv_size))
		cli_die("%s: made with other settings (%.*s), not these (%s)", x->path,
			(int)value.mv_size, (const char *)value.mv_data, settings);
}

static void
begin(struct index_file *x)
{
	check(x, mdb_txn_begin(x->env, NULL, 0, &x->txn));
}

/* An environment with other databases than ours is someone else's. */
static void
open_databases(struct index_file *x)
{
	MDB_dbi root;
	MDB_stat stat;

	check(x, mdb_dbi_open(x->txn, NULL, 0, &root));
	check(x, mdb_stat(x->txn, root, &stat));
	if (stat.ms_entries && mdb_dbi_open(x->txn, "settings", 0, &x->settings))
		cli_die("%s: not an index of dedupe", x->path);
	check(x, mdb_dbi_open(x->txn, "settings", MDB_CREATE, &x->settings));
	check(x, mdb_dbi_open(x->txn, "entries", MDB_CREATE, &x->entries));
}

struct index_file *
index_open(const char *path, const char *settings)
{
	struct index_file *x = mem_alloc(1, sizeof(*x));

	x->path = path;
	check(x, mdb_env_create(&x->env));
	check(x, mdb_env_set_mapsize(x->env, MAP_SIZE));
	check(x, mdb_env_set_maxdbs(x->env, 2));
	check(x, mdb_env_open(x->env, path, MDB_NOSUBDIR | MDB_NOLOCK, 0666));
	lock(x);
	check_size(x);
	begin(x);
	open_databases(x);
	check_settings(x, settings);
	return x;
}

void
index_load(struct index_file *x, bool (*fn)(const unsigned char *, size_t, void *),
	void *ctx)
{
	MDB_cursor *cursor;
	MDB_val key, value;
	int rc;

	check(x, mdb_cursor_open(x->txn, x->entries, &cursor));
	x->entry.len = 0;
	for (; !(rc = mdb_cursor_get(cursor, &key, &value, MDB_NEXT)); x->n++) {
		const char *piece = value.mv_data;

		if (!value.mv_size || value.mv_size > PIECE + 1)
			cli_die("%s: damaged at entry %u", x->path, x->n);
		buf_add(&x->entry, piece + 1, value.mv_size - 1);
		if (*piece)
			continue;
		if (!fn((const unsigned char *)x->entry.s, x->entry.len, ctx))
			cli_die("%s: damaged at entry %u", x->path, x->n);
		x->entry.len = 0;
	}
	if (rc != MDB_NOTFOUND)
		check(x, rc);
	mdb_cursor_close(cursor);
}

static void
add_piece(struct index_file *x, const char *s, size_t len, bool more)
{
	unsigned char number[4];
	MDB_val key = {sizeof(number), number}, value;

	if (x->n == UINT32_MAX)
		cli_die("%s: full", x->path);
	for (int i = 0; i < 4; i++)
		number[3 - i] = (unsigned char)(x->n >> 8 * i);
	x->entry.len = 0;
	buf_byte(&x->entry, more);
	buf_add(&x->entry, s, len);
	value = (MDB_val){x->entry.len, x->entry.s};
	check(x, mdb_put(x->txn, x->entries, &key, &value, MDB_APPEND));
	x->n++;
}

void
index_add(struct index_file *x, const char *s, size_t len)
{
	for (; len > PIECE; s += PIECE, len -= PIECE) {
		add_piece(x, s, PIECE, true);
		x->pending += PIECE;
	}
	add_piece(x, s, len, false);
	x->pending += len;
	if (x->pending < COMMIT_EVERY)
		return;
	x->pending = 0;
	check(x, mdb_txn_commit(x->txn));
	begin(x);
}

void
index_put(struct buf *b, uint32_t v)
{
	buf_add(b, (const char *)&v, sizeof(v));
}

uint32_t
index_take(const unsigned char **p)
{
	uint32_t v;

	memcpy(&v, *p, sizeof(v));
	*p += sizeof(v);
	return v;
}

void
index_close(struct index_file *x)
{
	check(x, mdb_txn_commit(x->txn));
	mdb_env_close(x->env);
	buf_free(&x->entry);
	free(x);
}
