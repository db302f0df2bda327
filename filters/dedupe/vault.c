/* Bytes on disk (see vault.h). */
#include "vault.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"

static int
temporary_file(void)
{
	const char *dir = getenv("TMPDIR");
	struct buf path = {0};
	int fd;

	buf_addz(&path, dir && *dir ? dir : "/tmp");
	buf_addz(&path, "/dedupe.XXXXXX");
	buf_byte(&path, 0);
	fd = mkostemp(path.s, O_CLOEXEC);
	if (fd < 0)
		cli_die("%s:", path.s);
	unlink(path.s);
	buf_free(&path);
	return fd;
}

static void
write_at(struct vault *v, const char *s, size_t len, uint64_t at)
{
	size_t done = 0;

	while (done < len) {
		ssize_t n = pwrite(v->fd, s + done, len - done, (off_t)(at + done));

		if (n < 0 && errno != EINTR)
			cli_die("temporary file:");
		if (n > 0)
			done += (size_t)n;
	}
}

static void
flush(struct vault *v)
{
	if (!v->written)
		v->fd = temporary_file();
	write_at(v, v->tail.s, v->tail.len, v->written);
	v->written += v->tail.len;
	v->tail.len = 0;
}

uint64_t
vault_size(const struct vault *v)
{
	return v->written + v->tail.len;
}

uint64_t
vault_add(struct vault *v, const void *s, size_t len)
{
	uint64_t at;

	if (v->limit && v->tail.len && v->tail.len + len > v->limit)
		flush(v);
	at = vault_size(v);
	buf_add(&v->tail, s, len);
	return at;
}

static void
read_piece(struct vault *v, uint64_t at, size_t len)
{
	size_t done = 0;

	v->piece.len = 0;
	buf_reserve(&v->piece, len);
	while (done < len) {
		ssize_t n = pread(v->fd, v->piece.s + done, len - done,
			(off_t)(at + done));

		if (n == 0 || (n < 0 && errno != EINTR))
			cli_die("temporary file:");
		if (n > 0)
			done += (size_t)n;
	}
}

/* What was added in one call lies on one side of the edge; a longer piece may not. */
const void *
vault_get(struct vault *v, uint64_t at, size_t len)
{
	if (!len)
		return "";
	if (at >= v->written)
		return v->tail.s + (at - v->written);
	if (at + len > v->written)
		flush(v);
	read_piece(v, at, len);
	return v->piece.s;
}

void
vault_set(struct vault *v, uint64_t at, const void *s, size_t len)
{
	if (at >= v->written)
		memcpy(v->tail.s + (at - v->written), s, len);
	else
		write_at(v, s, len, at);
}

void
vault_seal(struct vault *v)
{
	if (!v->limit || !v->tail.len)
		return;
	flush(v);
	buf_free(&v->tail);
}

void
vault_free(struct vault *v)
{
	if (v->written)
		close(v->fd);
	buf_free(&v->tail);
	buf_free(&v->piece);
	*v = (struct vault){0};
}
