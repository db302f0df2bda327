/*
 * Dates as French pages state them: 12 mars 2024, 12/03/24, 2024-03-12, mars 2024,
 * hier, il y a 3 heures. Names of months and days come from dates.txt.
 */
#ifndef DATE_H
#define DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct word;

void	 date_open(void);
/* LINE_DATE, LINE_AGO or 0. */
unsigned date_flags(const char *line, const struct word *, size_t n);

struct date {
	int year, month, day;	/* month and day 0 when not stated */
};

/* Negative, zero or positive, as memcmp. */
int	 date_compare(struct date, struct date);

/* The first absolute date of a line; where it starts and ends in words, *from
 * being `n` when there is none. */
struct date date_find(const char *line, const struct word *, size_t n, size_t *from,
	size_t *to);
/* Whether the date that starts at word `from` is that of a change: « mis à jour le ». */
bool	 date_changed(const struct word *, size_t from);
/* Whether that date, with the words up to `to`, opens a paragraph as an agency's
 * dispatch does: « Cotonou, 14 janvier 2025 (Agence) – », « (Cotonou, le 14 janvier 2025) ». */
bool	 date_opens(const char *line, size_t len, const struct word *, size_t from,
	size_t to);
/* The same as date_find for a relative date (hier, il y a 3 heures, mardi), counted
 * back from `ref`. */
struct date date_relative(const char *line, const struct word *, size_t n,
	struct date ref, size_t *from);
/* The date in the path of an address: /2024/03/12/, -20240312-, 12-03-2024; without a
 * day for /2024/03/. Year 0 when there is none. */
struct date date_in_path(const char *s, size_t len);
/* YYYY-MM-DD, as far as it is known. */
void	 date_write(struct date, char out[16]);
/* Reads YYYY-MM-DD; year 0 when it is not one. */
struct date date_read(const char *s, size_t len);

#endif
