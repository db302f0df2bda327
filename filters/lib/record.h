/*
 * The record: one line of JSON Lines, one JSON object, one document.
 *
 * record_parse validates the whole line (RFC 8259 grammar, UTF-8, no lone
 * surrogate, nesting up to JSON_DEPTH) and finds the top-level members.
 * Members are decoded only when asked for; those set are spliced into the
 * line as it came, so every other byte leaves unchanged.
 *
 * Ownership: everything a record hands out (text, json_t, spans) belongs to the
 * record and lives until its next record_parse.
 */
#ifndef RECORD_H
#define RECORD_H

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

#include "buf.h"
#include "text.h"

enum record_fate { RECORD_KEEP, RECORD_DROP, RECORD_REJECT };

struct record;

struct record *record_new(void);
void	 record_free(struct record *);

/* True when the line is a valid record; else record_reason and record_column
 * (1-based byte column, 0 when the whole line is meant) say why not. The line
 * must outlive the record's use. */
bool	 record_parse(struct record *, const char *line, size_t len);
const char *record_reason(const struct record *);
size_t	 record_column(const struct record *);

/* Sets the reason why a filter cannot use the record. */
enum record_fate record_reject(struct record *, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* The raw JSON of a top-level member, NULL when it is absent. A member that
 * stands twice is rejected by the readers below; record_raw gives the last. */
const char *record_raw(struct record *, const char *name, size_t *len);

/* A member by jansson: *value is NULL when it is absent. False: it cannot be
 * used (doubled, numbers out of range) and the reason is set. */
bool	 record_json(struct record *, const char *name, json_t **value);

/* A string member decoded to UTF-8: *s is NULL when it is absent. False: it is
 * no string, or holds U+0000, and the reason is set. */
bool	 record_string(struct record *, const char *name, const char **s, size_t *len);

/* The member `text`, which nearly every filter needs. NULL: absent or no
 * string, and the reason is set. */
const struct text *record_text(struct record *);

/*
 * A list of spans, each an object with integer `start` and `end` (code points
 * of `text`), as byte spans of `text`. True with *list NULL: the member is absent.
 * False: not such a list, or a span outside the text, and the reason is set.
 * `value` gets the json_t of the list for the other members of each span.
 */
bool	 record_spans(struct record *, const char *name, const struct span **list,
	size_t *n, json_t **value);
/* One span out of a json object found at `where`, for the reason ("quotes[3].cue"). */
bool	 record_span(struct record *, json_t *object, const char *where, struct span *);

/* Sets a member from a json_t (stolen); real numbers get three decimals. */
void	 record_set(struct record *, const char *name, json_t *value);
/* Sets a member to the JSON that the caller then writes into the buffer: the
 * fast way for long lists. The buffer is valid until the next record_* call. */
struct buf *record_open(struct record *, const char *name);
/* Removes a member if it is there. */
void	 record_remove(struct record *, const char *name);

/* Appends the record, with what was set spliced in, and a LF. A member that was
 * already there keeps its place, a new one goes to the end. */
void	 record_write(struct record *, struct buf *out);

#endif
