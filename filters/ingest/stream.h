/*
 * The bytes of a file with as much look-ahead as the caller wants; gzip (RFC 1952),
 * member by member, is undone on the way.
 */
#ifndef STREAM_H
#define STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct stream;

/* Takes the descriptor over. `path` is for messages and must outlive the stream. */
struct stream *stream_open(int fd, const char *path);
void	 stream_close(struct stream *);

/* The next bytes, *len of them: at least `want` unless the file ends before.
 * They stay until the next stream_* call. */
const char *stream_peek(struct stream *, size_t want, size_t *len);
/* Drops bytes that stream_peek showed, or reads on past that; the number dropped,
 * less than n only at the end. */
uint64_t stream_skip(struct stream *, uint64_t n);

/* Where the next byte stands in the file: for gzip, the start of the member. */
uint64_t stream_offset(const struct stream *);
/* True when the file could not be read on, or gzip data was damaged or too dense:
 * said in a message. The bytes end there until stream_resume drops what is left
 * and goes to the next gzip member; false: there is no more. */
bool	 stream_damaged(const struct stream *);
bool	 stream_resume(struct stream *);

#endif
