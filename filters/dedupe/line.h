/*
 * The lines that pass between --sign, --pairs, --cluster and --apply: fields
 * separated by TAB, made to be sorted as bytes (LC_ALL=C sort).
 *
 * Inside a field, backslash, space and control characters stand as \xHH. A record is
 * named by a node, "ORDER ID": ORDER is its id (or the member that --order names)
 * with each run of digits led by a letter for its length, so that bytes sort as
 * numbers do and d9 comes before d10.
 */
#ifndef LINE_H
#define LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "sketch.h"

#define LINE_FIELDS 8

struct field {
	const char *s;
	size_t len;
};

/* Splits a line; a TAB at its end, which some engines add, counts for nothing. The
 * number of fields, at most LINE_FIELDS. */
unsigned line_split(const char *line, size_t len, struct field *);
struct field field_of(const struct buf *);
bool	 field_equal(struct field, struct field);
/* As memcmp; a field sorts before those that it begins. */
int	 field_compare(struct field, struct field);

void	 line_escape(struct buf *, const char *s, size_t len);
/* Appends what stands escaped in the field. */
void	 line_unescape(struct buf *, struct field);

void	 line_node(struct buf *, const char *order, size_t order_len, const char *id,
	size_t id_len);
/* The id part of a node, still escaped. */
struct field line_node_id(struct field node);

/* A number of decimal digits up to 999999; false when it is none. */
bool	 line_number(struct field, unsigned *);

/* Signatures as bytes (no more than LINE_SKETCH of them) and in base64. */
#define LINE_SKETCH sizeof(struct sketch)
size_t	 line_pack(const struct sketch *, unsigned char to[LINE_SKETCH]);
bool	 line_unpack(const unsigned char *p, size_t len, struct sketch *s);
void	 line_sketch(struct buf *, const struct sketch *);
bool	 line_read_sketch(struct field, struct sketch *);

#endif
