/* The index file (see index.h). */
#include "index.h"

#include <lmdb.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>

#include "buf.h"
#include "cli.h"
#include "line.h"

#define MAP_SIZE ((size_t)1 << 38)	/* address space; the file grows as needed */
#define COMMIT_EVERY 16384

struct index_file {
	const char *path;
	MDB_env *env;
	MDB_txn *txn;
	MDB_dbi settings, documents;
	size_t pending;
	struct buf value;
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
	check(x, mdb_dbi_open(x->txn, "documents", MDB_CREATE, &x->documents));
}

/* The parts of a document's value. */
struct entry {
	const unsigned char *joins, *id, *sketch;
	size_t join_count, sketch_len;
	uint32_t same, id_len;
};

static bool
read_entry(const MDB_val *v, struct entry *e)
{
	const unsigned char *p = v->mv_data;
	size_t left = v->mv_size;

	if (left < 9 || left - 9 < p[0] * sizeof(uint32_t))
		return false;
	e->join_count = p[0];
	e->joins = p + 1;
	left -= 9 + e->join_count * sizeof(uint32_t);
	p += 1 + e->join_count * sizeof(uint32_t);
	memcpy(&e->same, p, sizeof(e->same));
	memcpy(&e->id_len, p + 4, sizeof(e->id_len));
	if (e->id_len > left)
		return false;
	e->id = p + 8;
	e->sketch = e->id + e->id_len;
	e->sketch_len = left - e->id_len;
	return true;
}

static bool
load_entry(const MDB_val *v, struct store *s, struct forest *f)
{
	struct entry e;
	struct sketch sketch;
	uint32_t doc = store_count(s);

	if (!read_entry(v, &e))
		return false;
	if (e.same == STORE_NONE ? !line_unpack(e.sketch, e.sketch_len, &sketch) :
	    e.same >= doc)
		return false;
	store_add(s, (const char *)e.id, e.id_len, &sketch, e.same);
	for (size_t i = 0; i < e.join_count; i++) {
		uint32_t join;

		memcpy(&join, e.joins + i * sizeof(join), sizeof(join));
		if (join >= doc)
			return false;
		forest_join(f, doc, join);
	}
	return true;
}

static void
load(struct index_file *x, struct store *s, struct forest *f)
{
	MDB_cursor *cursor;
	MDB_val key, value;
	int rc;

	check(x, mdb_cursor_open(x->txn, x->documents, &cursor));
	while (!(rc = mdb_cursor_get(cursor, &key, &value, MDB_NEXT)))
		if (!load_entry(&value, s, f))
			cli_die("%s: damaged at document %u", x->path, store_count(s));
	if (rc != MDB_NOTFOUND)
		check(x, rc);
	mdb_cursor_close(cursor);
}

struct index_file *
index_open(const char *path, const char *settings, struct store *s, struct forest *f)
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
	load(x, s, f);
	return x;
}

static void
add_u32(struct buf *b, uint32_t v)
{
	buf_add(b, (const char *)&v, sizeof(v));
}

void
index_add(struct index_file *x, uint32_t doc, const char *id, size_t len,
	const struct sketch *sketch, uint32_t same, const uint32_t *joins, size_t n)
{
	unsigned char number[8] = {0}, bytes[LINE_SKETCH];
	MDB_val key = {sizeof(number), number}, value;

	for (int i = 0; i < 4; i++)
		number[7 - i] = (unsigned char)(doc >> 8 * i);
	if (n > INDEX_JOINS)
		n = INDEX_JOINS;
	x->value.len = 0;
	buf_byte(&x->value, (char)n);
	buf_add(&x->value, (const char *)joins, n * sizeof(*joins));
	add_u32(&x->value, same);
	add_u32(&x->value, (uint32_t)len);
	buf_add(&x->value, id, len);
	if (same == STORE_NONE)
		buf_add(&x->value, (const char *)bytes, line_pack(sketch, bytes));
	value = (MDB_val){x->value.len, x->value.s};
	check(x, mdb_put(x->txn, x->documents, &key, &value, MDB_APPEND));
	if (++x->pending < COMMIT_EVERY)
		return;
	x->pending = 0;
	check(x, mdb_txn_commit(x->txn));
	begin(x);
}

void
index_close(struct index_file *x)
{
	check(x, mdb_txn_commit(x->txn));
	mdb_env_close(x->env);
	buf_free(&x->value);
	free(x);
}
