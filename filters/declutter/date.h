/*
 * Dates as French pages state them: 12 mars 2024, 12/03/24, 2024-03-12, mars 2024,
 * hier, il y a 3 heures. Names of months and days come from dates.txt.
 */
#ifndef DATE_H
#define DATE_H

#include <stddef.h>
#include <stdint.h>

struct word;

void	 date_open(void);
/* LINE_DATE, LINE_AGO or 0. */
unsigned date_flags(const char *line, const struct word *, size_t n);

struct date {
	int year, month, day;	/* month and day 0 when not stated */
};

/* The first absolute date of a line; where it starts and ends in words, *from
 * being `n` when there is none. */
struct date date_find(const char *line, const struct word *, size_t n, size_t *from,
	size_t *to);
/* The same for a relative date (hier, il y a 3 heures, mardi), counted back from
 * `ref`. */
struct date date_relative(const char *line, const struct word *, size_t n,
	struct date ref, size_t *from);
/* YYYY-MM-DD, as far as it is known. */
void	 date_write(struct date, char out[16]);
/* Reads YYYY-MM-DD; year 0 when it is not one. */
struct date date_read(const char *s, size_t len);

#endif
