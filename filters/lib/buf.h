/*
 * Growing byte buffers, and JSON written into them.
 *
 * Memory failure ends the program (status 2): no caller checks for it.
 */
#ifndef BUF_H
#define BUF_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct buf {
	char *s;	/* bytes, not NUL-terminated; NULL while cap is 0 */
	size_t len;
	size_t cap;
};

void	 buf_grow(struct buf *, size_t more);

static inline void
buf_reserve(struct buf *b, size_t more)
{
	if (more > b->cap - b->len)
		buf_grow(b, more);
}

static inline void
buf_add(struct buf *b, const char *s, size_t len)
{
	if (len == 0)
		return;
	buf_reserve(b, len);
	/* The checker takes what the caller's call filled for unset. */
	memcpy(b->s + b->len, s, len);	/* cppcheck-suppress uninitvar */
	b->len += len;
}

static inline void
buf_addz(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

static inline void
buf_byte(struct buf *b, char c)
{
	buf_reserve(b, 1);
	b->s[b->len++] = c;
}

void	 buf_printf(struct buf *, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
void	 buf_free(struct buf *);

/* The inside of a JSON string, without its marks. */
void	 buf_json_chars(struct buf *, const char *s, size_t len);
/* JSON values. Strings must be valid UTF-8; they are written unescaped but for
 * the quotation mark, the backslash and control characters. */
void	 buf_json_string(struct buf *, const char *s, size_t len);
void	 buf_json_uint(struct buf *, uint64_t v);
/* A score from 0 to 1 with at most three decimals: 0, 0.5, 0.875, 1. */
void	 buf_json_score(struct buf *, double v);

void	 mem_enlarge(void *ptr, size_t *cap, size_t need, size_t size);
void	*mem_alloc(size_t n, size_t size);

/* Makes room for `need` elements of `size` bytes in *ptr, which holds *cap. */
static inline void
mem_grow(void *ptr, size_t *cap, size_t need, size_t size)
{
	if (need > *cap)
		mem_enlarge(ptr, cap, need, size);
}

#endif
