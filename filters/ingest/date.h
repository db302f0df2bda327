/*
 * Dates as machines write them.
 */
#ifndef DATE_H
#define DATE_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"

/* Appends the date in ISO 8601, to the second where the source gives the time, with
 * its offset: from ISO 8601 itself (2024-02-29, 2024-02-29T10:00:00+01:00, 20240229) or
 * from RFC 5322 as RSS has it (Thu, 29 Feb 2024 10:00:00 +0100). False: it is
 * neither, or no such day exists; nothing is appended then. */
bool	 date_iso(struct buf *, const char *s, size_t len);

#endif
