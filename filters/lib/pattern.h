/*
 * Regular expressions: pcre2 in UTF and UCP mode, JIT-compiled, with match and
 * depth limits. Subjects must be valid UTF-8 (record_text and table rows are),
 * so no match call checks them again.
 */
#ifndef PATTERN_H
#define PATTERN_H

#include <stdbool.h>
#include <stddef.h>

#include "text.h"

#define PATTERN_GROUPS 10

struct pattern;

/* Compiles; `where` (file:line or option) names the source in the message that
 * ends the program when the expression is wrong. */
struct pattern *pattern_new(const char *re, size_t len, bool caseless, const char *where);
void	 pattern_free(struct pattern *);

/*
 * Searches s[from..len). 1: matched, group[0] is the whole match and unset groups
 * have start == end == (size_t)-1. 0: no match. -1: the engine gave up at a limit,
 * which a caller reports as a rejected record, never as no match.
 */
int	 pattern_match(struct pattern *, const char *s, size_t len, size_t from,
	struct span group[PATTERN_GROUPS]);

#endif
