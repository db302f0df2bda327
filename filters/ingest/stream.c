/* Bytes of a file, gzip undone: see stream.h. */
#include "stream.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "buf.h"
#include "cli.h"

#define CHUNK ((size_t)128 << 10)

/* A member that grows more than this, past the first megabytes, is a bomb: text and
 * HTML grow 3 to 20 times. */
#define BOMB_RATIO 250
#define BOMB_MIN ((uint64_t)64 << 20)

struct stream {
	int fd;
	const char *path;
	bool gzip, eof, damaged;
	struct buf view;	/* bytes shown; the first `at` are used up */
	size_t at;
	uint64_t used;		/* plain bytes used up */
	/* gzip only */
	z_stream z;
	unsigned char *raw;	/* CHUNK bytes as read */
	bool member;		/* inside a member */
	bool seeking;		/* no good member since the last damage */
	uint64_t raw_used;	/* raw bytes before z.next_in */
	uint64_t member_start;	/* of the member last begun */
	uint64_t member_out;
};

static size_t
read_some(struct stream *s, void *to, size_t n)
{
	ssize_t r;

	do
		r = read(s->fd, to, n);
	while (r < 0 && errno == EINTR);
	if (r < 0) {
		cli_error("%s:", s->path);
		s->damaged = s->eof = true;
	}
	return r < 0 ? 0 : (size_t)r;
}

static bool
refill(struct stream *s)
{
	if (s->z.avail_in == 0) {
		s->z.next_in = s->raw;
		s->z.avail_in = (unsigned)read_some(s, s->raw, CHUNK);
	}
	return s->z.avail_in > 0;
}

/* Goes to the next three bytes that begin a gzip member. */
static bool
next_member(struct stream *s)
{
	static const unsigned char magic[3] = {0x1f, 0x8b, 8};
	size_t matched = 0;

	while (matched < 3) {
		if (!refill(s))
			return false;
		unsigned char c = *s->z.next_in++;
		s->z.avail_in--;
		s->raw_used++;
		matched = c == magic[matched] ? matched + 1 : c == magic[0];
	}
	s->member_start = s->raw_used - 3;
	s->member_out = 0;
	s->member = true;
	inflateReset2(&s->z, 15 + 16);
	/* The three bytes may stand in two reads: zlib gets its own copy of them. */
	unsigned char *in = s->z.next_in, copy[3] = {0x1f, 0x8b, 8};
	unsigned n = s->z.avail_in;
	s->z.next_in = copy;
	s->z.avail_in = 3;
	s->z.next_out = copy;
	s->z.avail_out = 0;
	inflate(&s->z, Z_NO_FLUSH);
	s->z.next_in = in;
	s->z.avail_in = n;
	return true;
}

static void
give_up(struct stream *s, const char *why)
{
	/* A false start met on the way to the next member is no news. */
	if (s->member_out > 0 || !s->seeking)
		cli_warn("%s: gzip member at byte %llu: %s", s->path,
			(unsigned long long)s->member_start, why);
	s->damaged = s->seeking = true;
	s->member = false;
}

static bool
bomb(const struct stream *s)
{
	uint64_t in = s->raw_used - s->member_start;

	return s->member_out > BOMB_MIN && s->member_out / BOMB_RATIO > in;
}

/* Decompresses into the room there is in the view. */
static void
inflate_some(struct stream *s)
{
	size_t room = s->view.cap - s->view.len;
	unsigned in;
	int r;

	if (!s->member && !next_member(s)) {
		s->eof = true;
		return;
	}
	if (!refill(s)) {
		give_up(s, "cut short");
		s->eof = true;
		return;
	}
	in = s->z.avail_in;
	s->z.next_out = (unsigned char *)s->view.s + s->view.len;
	s->z.avail_out = room > CHUNK ? (unsigned)CHUNK : (unsigned)room;
	room = s->z.avail_out;
	r = inflate(&s->z, Z_NO_FLUSH);
	s->raw_used += in - s->z.avail_in;
	s->view.len += room - s->z.avail_out;
	s->member_out += room - s->z.avail_out;
	if (r == Z_STREAM_END)
		s->member = s->seeking = false;
	else if (r != Z_OK && r != Z_BUF_ERROR)
		give_up(s, s->z.msg ? s->z.msg : "damaged");
	else if (bomb(s))
		give_up(s, "grows more than 250 times: a decompression bomb, skipped");
}

static void
more(struct stream *s)
{
	if (s->at > 0 && s->at * 2 >= s->view.len) {
		s->view.len -= s->at;
		memmove(s->view.s, s->view.s + s->at, s->view.len);
		s->at = 0;
	}
	buf_reserve(&s->view, CHUNK);
	if (s->gzip) {
		inflate_some(s);
		return;
	}
	size_t n = read_some(s, s->view.s + s->view.len, s->view.cap - s->view.len);
	s->view.len += n;
	s->eof = n == 0;
}

const char *
stream_peek(struct stream *s, size_t want, size_t *len)
{
	while (!s->eof && !s->damaged && s->view.len - s->at < want)
		more(s);
	*len = s->view.len - s->at;
	return s->view.s + s->at;
}

uint64_t
stream_skip(struct stream *s, uint64_t n)
{
	uint64_t left = n;

	for (;;) {
		size_t have = s->view.len - s->at;
		size_t take = have < left ? have : (size_t)left;
		s->at += take;
		s->used += take;
		left -= take;
		if (left == 0 || s->eof || s->damaged)
			return n - left;
		more(s);
	}
}

uint64_t
stream_offset(const struct stream *s)
{
	return s->gzip ? s->member_start : s->used;
}

bool
stream_damaged(const struct stream *s)
{
	return s->damaged;
}

bool
stream_resume(struct stream *s)
{
	s->view.len = s->at = 0;
	s->damaged = false;
	return !s->eof;
}

/* What the last stream read into, for the next one: most inputs are many small files. */
static struct buf spare;

struct stream *
stream_open(int fd, const char *path)
{
	struct stream *s = mem_alloc(1, sizeof *s);
	const char *head;
	size_t n;

	s->fd = fd;
	s->path = path;
	s->view = spare;
	spare = (struct buf){0};
	head = stream_peek(s, 3, &n);
	if (n < 3 || memcmp(head, "\x1f\x8b\x08", 3) != 0)
		return s;
	s->gzip = true;
	s->raw = mem_alloc(CHUNK + s->view.len, 1);
	memcpy(s->raw, s->view.s, s->view.len);
	s->z.next_in = s->raw;
	s->z.avail_in = (unsigned)s->view.len;
	s->view.len = 0;
	s->eof = false;
	if (inflateInit2(&s->z, 15 + 16) != Z_OK)
		cli_die("out of memory (zlib)");
	return s;
}

void
stream_close(struct stream *s)
{
	if (s->gzip) {
		inflateEnd(&s->z);
		free(s->raw);
	}
	buf_free(&spare);
	s->view.len = 0;
	spare = s->view;
	close(s->fd);
	free(s);
}
