/* The table loader: any bytes are rows within bounds, or end in a message. */
#include <stdlib.h>

#include "fuzz.h"
#include "table.h"
#include "text.h"

static void
load(const char *data, size_t len, struct map *map)
{
	struct table t;

	table_open_bytes(&t, "fuzz", data, len);
	while (table_next(&t, 1)) {
		for (int i = 0; i < t.fields; i++)
			if (text_valid(t.field[i].s, t.field[i].len) != t.field[i].len)
				abort();
		*map_put(map, t.field[0].s, t.field[0].len, NULL) = t.line;
		if (*map_get(map, t.field[0].s, t.field[0].len) != t.line)
			abort();
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct map map = {0};

	FUZZ_TRY(load((const char *)data, len, &map));
	map_free(&map);
	return 0;
}
