/* What tables say of words: see lexicon.h. */
#include "lexicon.h"

#include <string.h>

#include "buf.h"

void
lexicon_put(struct lexicon *l, uint64_t hash, int64_t value)
{
	char *key = memcpy(mem_alloc(1, sizeof hash), &hash, sizeof hash);
	bool fresh;

	*map_put(&l->map, key, sizeof hash, &fresh) = value;
}

int64_t
lexicon_get(const struct lexicon *l, uint64_t hash)
{
	const int64_t *value = map_get(&l->map, (const char *)&hash, sizeof hash);

	return value ? *value : 0;
}
