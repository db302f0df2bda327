/*
 * Tables: linguistic knowledge as plain text, one entry a line, fields separated
 * by TAB, `#` at the start of a line for comments, blank lines skipped.
 *
 * Each program carries its tables compiled in (filters/NAME/fr/, put into
 * `table_builtin` by embed.sh at build time). `--tables DIR` replaces all of
 * them by the files of the same names in DIR; a missing one ends the program.
 * A program opens its tables before it reads. All failures here are status 2,
 * with file and line.
 */
#ifndef TABLE_H
#define TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TABLE_FIELDS 16

struct table_file {
	const char *name;	/* "abbreviations.txt", "model.bin" */
	const char *data;
	const char *end;
};
extern const struct table_file table_builtin[];	/* ended by a NULL name */

struct table_field {
	const char *s;		/* valid UTF-8; lives as long as the program */
	size_t len;
};

struct table {
	const char *file;	/* for messages */
	const char *at, *end;
	int line;
	int fields;		/* of the current row */
	struct table_field field[TABLE_FIELDS];
};

/* The directory given with --tables (cli_start sets it), NULL for built in. */
void	 table_dir(const char *dir);
/* A whole table file as bytes (models too); lives as long as the program. */
const char *table_data(const char *name, size_t *len);
void	 table_open(struct table *, const char *name);
/* Opens a file that the user named (a caller's own phrases or gazetteer). */
void	 table_open_path(struct table *, const char *path);
/* Opens bytes in memory; `file` names them in messages. Both are borrowed. */
void	 table_open_bytes(struct table *, const char *file, const char *data, size_t len);
/* The next row with at least `min` fields; false at the end. */
bool	 table_next(struct table *, int min);
/* "file:line: reason", status 2. */
void	 table_die(const struct table *, const char *fmt, ...)
	__attribute__((format(printf, 2, 3), noreturn));
double	 table_number(const struct table *, int field);

/* A map from byte strings to numbers. Keys are borrowed unless copied by the
 * caller: table fields may be used as they are. Zeroed struct is an empty map. */
struct map_slot {
	const char *s;
	uint32_t len, hash;
	int64_t value;
};
struct map {
	struct map_slot *slot;
	size_t cap, n;
};
/* The value's place, inserted with value 0 and *fresh set when absent. */
int64_t *map_put(struct map *, const char *s, size_t len, bool *fresh);
/* NULL when absent. */
const int64_t *map_get(const struct map *, const char *s, size_t len);
void	 map_free(struct map *);
uint32_t map_hash(const char *s, size_t len);

#endif
