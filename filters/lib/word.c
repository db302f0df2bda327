/* Word lists (see word.h). */
#include "word.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "text.h"

enum { LETTER_VOWEL = 1, LETTER_MUTE };

static struct map abbreviations, letters;

size_t
word_key(const char *p, const char *end, bool cased, char key[WORD_KEY])
{
	size_t n = 0;
	unsigned size, class;
	uint32_t c;

	for (; p < end; p += size) {
		c = text_decode(p, end, &size);
		class = text_class(c);
		if (class & (TEXT_MARK | TEXT_FORMAT))
			continue;
		if (n + 4 > WORD_KEY)
			return 0;
		c = text_fold(c);
		if (cased && (class & TEXT_UPPER))
			c = text_upper(c);
		n += text_encode(c, key + n);
	}
	return n;
}

/* The place of the row's second field in `class`. */
static int
class_of(const struct table *t, const char *const *class)
{
	int i;

	if (!class)
		return 1;
	if (t->fields < 2)
		table_die(t, "the class is missing");
	for (i = 0; class[i]; i++)
		if (t->field[1].len == strlen(class[i]) &&
		    memcmp(t->field[1].s, class[i], t->field[1].len) == 0)
			return i + 1;
	table_die(t, "unknown class %.*s", (int)t->field[1].len, t->field[1].s);
}

void
word_table(struct map *map, const char *name, bool cased, const char *const *class)
{
	struct table t;
	char key[WORD_KEY], *copy;
	size_t n;
	bool fresh;

	table_open(&t, name);
	while (table_next(&t, 1)) {
		n = word_key(t.field[0].s, t.field[0].s + t.field[0].len, cased, key);
		if (n == 0)
			table_die(&t, "the form is empty or too long");
		copy = mem_alloc(n, 1);
		memcpy(copy, key, n);
		*map_put(map, copy, n, &fresh) = class_of(&t, class);
		if (!fresh)
			free(copy);
	}
}

static int
value(const struct map *map, const char *key, size_t n)
{
	const int64_t *v = n ? map_get(map, key, n) : NULL;

	return v ? (int)*v : 0;
}

int
word_value(const struct map *map, const char *p, const char *end, bool cased)
{
	char key[WORD_KEY];

	if (end - p > 2 * WORD_KEY)
		return 0;
	return value(map, key, word_key(p, end, cased, key));
}

void
word_open(void)
{
	static const char *const class[] = {
		"title", "ref", "number", "month", "end", NULL
	};
	static const char *const letter[] = { "vowel", "mute", NULL };
	static bool opened;

	if (opened)
		return;
	opened = true;
	word_table(&abbreviations, "abbreviations.txt", true, class);
	word_table(&letters, "vowels.txt", false, letter);
}

/* The class of the letter at p. */
static int
letter_class(const char *p, const char *end)
{
	unsigned size;

	if (p >= end)
		return 0;
	text_decode(p, end, &size);
	return word_value(&letters, p, p + size, false);
}

bool
word_vowel(const char *p, const char *end)
{
	return letter_class(p, end) == LETTER_VOWEL;
}

bool
word_elides(const char *p, const char *end)
{
	return letter_class(p, end) != 0;
}

static bool
capital(char c)
{
	return c >= 'A' && c <= 'Z';
}

enum word_abbreviation
word_abbreviation(const char *p, const char *end)
{
	char key[WORD_KEY], first;
	size_t n, i;
	int class;
	bool shouted;

	if (end - p > 2 * WORD_KEY || !(n = word_key(p, end, true, key)))
		return ABBREVIATION_NONE;
	if ((class = value(&abbreviations, key, n)) || !capital(key[0]))
		return (enum word_abbreviation)class;
	first = key[0];
	shouted = n > 1 && capital(key[1]);
	for (i = 0; i < n; i++)
		if (capital(key[i]))
			key[i] = (char)(key[i] + 'a' - 'A');
	if ((class = value(&abbreviations, key, n)) || !shouted)
		return (enum word_abbreviation)class;
	key[0] = first;
	return (enum word_abbreviation)value(&abbreviations, key, n);
}
