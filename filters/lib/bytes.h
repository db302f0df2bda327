/*
 * Eight bytes at once, the first in the lowest bits of a number.
 */
#ifndef BYTES_H
#define BYTES_H

#include <endian.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* A number of eight bytes c. */
#define BYTES(c) (UINT64_C(0x0101010101010101) * (c))

/* Those at s, 0 from the end on. */
static inline uint64_t
bytes_at(const char *s, const char *end)
{
	uint64_t w = 0;

	if (end - s >= 8)
		memcpy(&w, s, 8);
	else
		memcpy(&w, s, (size_t)(end - s));
	return le64toh(w);
}

/* 1 for each byte that is less than c, which is ASCII. */
static inline uint64_t
bytes_below(uint64_t w, unsigned char c)
{
	return (~(((w & BYTES(0x7f)) + BYTES(0x80U - c)) | w) >> 7) & BYTES(1);
}

/* 1 for each byte from `from` to `to`, both ASCII. */
static inline uint64_t
bytes_between(uint64_t w, unsigned char from, unsigned char to)
{
	return bytes_below(w, (unsigned char)(to + 1)) & ~bytes_below(w, from);
}

/* The number of bytes before the first that is 0. */
static inline unsigned
bytes_marked(uint64_t marks)
{
	uint64_t others = (marks & BYTES(1)) ^ BYTES(1);

	return others ? (unsigned)__builtin_ctzll(others) / 8 : 8;
}

/* The first n of them. */
static inline uint64_t
bytes_first(uint64_t w, unsigned n)
{
	return n < 8 ? w & ((UINT64_C(1) << 8 * n) - 1) : w;
}

#endif
