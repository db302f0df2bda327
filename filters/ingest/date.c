/* Dates as machines write them: see date.h. */
#include "date.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

struct date {
	int year, month, day;
	int hour, minute, second;	/* hour -1: no time given */
	char zone[8];			/* "Z", "+01:00" or nothing */
};

static bool
valid(const struct date *d)
{
	static const int days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = d->year % 4 == 0 && (d->year % 100 != 0 || d->year % 400 == 0);

	return d->year >= 1500 && d->year <= 2200 && d->month >= 1 && d->month <= 12 &&
		d->day >= 1 && d->day <= days[d->month - 1] &&
		!(d->month == 2 && d->day == 29 && !leap) && d->hour < 24 &&
		d->minute < 60 && d->second < 61;
}

/* +0100, +01:00, Z, GMT, UTC, UT. */
static void
read_zone(struct date *d, const char *s)
{
	int h, m;

	s += strspn(s, " ");
	if (*s == '.')
		s += 1 + strspn(s + 1, "0123456789");
	if (*s == 'Z' || *s == 'z' || strncmp(s, "GMT", 3) == 0 ||
	    strncmp(s, "UT", 2) == 0)
		strcpy(d->zone, "Z");
	else if ((*s == '+' || *s == '-') &&
	    (sscanf(s + 1, "%2d:%2d", &h, &m) == 2 ||
	    sscanf(s + 1, "%2d%2d", &h, &m) == 2) && h >= 0 && h < 24 && m >= 0 && m < 60)
		snprintf(d->zone, sizeof d->zone, "%c%02u:%02u", *s, (unsigned)h % 24,
			(unsigned)m % 60);
}

/* hh:mm or hh:mm:ss at s. */
static void
read_time(struct date *d, const char *s)
{
	int n = 0, m = 0;

	if (sscanf(s, "%2d:%2d%n:%2d%n", &d->hour, &d->minute, &n, &d->second, &m) < 2) {
		d->hour = -1;
		d->minute = d->second = 0;
		return;
	}
	read_zone(d, s + (m > n ? m : n));
}

static bool
read_iso(struct date *d, const char *s)
{
	int n = 0;

	if (sscanf(s, "%4d-%2d-%2d%n", &d->year, &d->month, &d->day, &n) == 3 && n >= 8) {
		if (s[n] == 'T' || s[n] == 't' || s[n] == ' ')
			read_time(d, s + n + 1);
		return true;
	}
	return strspn(s, "0123456789") == 8 && s[8] == '\0' &&
		sscanf(s, "%4d%2d%2d", &d->year, &d->month, &d->day) == 3;
}

static bool
read_mail(struct date *d, const char *s)
{
	static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	char month[4];
	int n = 0;

	if (strlen(s) > 4 && s[3] == ',')
		s += 4;
	if (sscanf(s, " %2d %3[A-Za-z] %4d%n", &d->day, month, &d->year, &n) != 3)
		return false;
	for (d->month = 1; d->month <= 12; d->month++)
		if (strncasecmp(names + (d->month - 1) * 3, month, 3) == 0)
			break;
	if (d->year < 100)
		d->year += d->year < 70 ? 2000 : 1900;
	read_time(d, s + n + (s[n] == ' '));
	return true;
}

bool
date_iso(struct buf *out, const char *date, size_t len)
{
	struct date d = {.hour = -1};
	char s[48];

	for (; len > 0 && strchr(" \t\r\n", *date); len--)
		date++;
	len = len < sizeof s ? len : sizeof s - 1;
	memcpy(s, date, len);
	s[len] = '\0';
	if (!(read_iso(&d, s) || read_mail(&d, s)) || !valid(&d))
		return false;
	buf_printf(out, "%04d-%02d-%02d", d.year, d.month, d.day);
	if (d.hour >= 0)
		buf_printf(out, "T%02d:%02d:%02d%s", d.hour, d.minute, d.second, d.zone);
	return true;
}
