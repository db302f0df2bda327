/* Roles of blocks: see role.h. */
#include "role.h"

#include <string.h>

#include "around.h"
#include "lexicon.h"
#include "table.h"

static struct lexicon words;

static void
add_words(const char *s, const char *end, unsigned role)
{
	while (s < end) {
		const char *space = memchr(s, ' ', (size_t)(end - s));
		size_t len = (size_t)((space ? space : end) - s);

		lexicon_put(&words, around_word(s, len), role + 1);
		s += len + 1;
	}
}

void
role_open(void)
{
	struct table t;
	struct table_field last = { "", 0 };
	unsigned roles = 0;

	for (table_open(&t, "roles.txt"); table_next(&t, 2); last = t.field[0]) {
		const struct table_field *f = t.field;

		if (f->len != last.len || memcmp(f->s, last.s, f->len) != 0)
			roles++;
		if (roles > ROLES)
			table_die(&t, "more than %d roles", ROLES);
		add_words(f[1].s, f[1].s + f[1].len, roles - 1);
	}
}

unsigned
role_of(uint64_t word)
{
	int64_t role = lexicon_get(&words, word);

	return role ? (unsigned)role - 1 : ROLES;
}
