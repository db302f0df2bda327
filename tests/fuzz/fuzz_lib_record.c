/*
 * The record reader. Whatever record_parse accepts must be a JSON object to jansson
 * too, but for the numbers and keys that jansson cannot hold, must leave byte for byte
 * when nothing is set, and setting a member twice must give what setting it once gave.
 */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "record.h"

static void
check(bool ok)
{
	if (!ok)
		abort();
}

static void
check_json(const char *line, size_t len)
{
	json_error_t error;
	json_t *j = json_loadb(line, len, JSON_ALLOW_NUL, &error);

	check(j ? json_is_object(j) :
		json_error_code(&error) == json_error_numeric_overflow ||
		json_error_code(&error) == json_error_null_byte_in_key);
	json_decref(j);
}

static void
read_all(struct record *r)
{
	const struct span *list;
	const char *s;
	size_t n;
	json_t *value;

	if (record_spans(r, "sentences", &list, &n, &value) && list)
		for (size_t i = 0; i < n; i++)
			check(list[i].start <= list[i].end &&
				list[i].end <= record_text(r)->len);
	record_string(r, "id", &s, &n);
	record_json(r, "names", &value);
}

static void
write_set(struct record *r, const char *line, size_t len, struct buf *out)
{
	check(record_parse(r, line, len));
	record_set(r, "sentences", json_pack("[{s:i,s:i}]", "start", 0, "end", 0));
	record_set(r, "new", json_integer(1));
	record_remove(r, "id");
	out->len = 0;
	record_write(r, out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	const char *line = (const char *)data;
	struct record *r = record_new();
	struct buf once = {0}, twice = {0};

	if (record_parse(r, line, len)) {
		check_json(line, len);
		read_all(r);
		record_write(r, &once);
		check(len + 1 >= once.len);
		check(!memcmp(once.s, line, once.len - 2));
		write_set(r, line, len, &once);
		write_set(r, once.s, once.len - 1, &twice);
		check(once.len == twice.len && !memcmp(once.s, twice.s, once.len));
	}
	buf_free(&once);
	buf_free(&twice);
	record_free(r);
	return 0;
}
