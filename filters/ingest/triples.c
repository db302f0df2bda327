/* Sets of three words in a row: see triples.h. */
#include "triples.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"

struct reader {
	const char *s, *end;
	uint64_t word[3];
	unsigned words;
};

/* Letters and digits, and all of the code points from U+0080 on but those of U+2000
 * to U+203F (spaces, dashes, quotation marks) and U+00A0 to U+00BF. */
static bool
in_word(const char *s, const char *end)
{
	unsigned char c = (unsigned char)*s;

	if (c < 0x80)
		return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
	if (c == 0xc2)
		return false;
	return !(c == 0xe2 && end - s > 1 && s[1] == '\x80');
}

static void
skip_mark(struct reader *r)
{
	unsigned char c = (unsigned char)*r->s;
	const char *close;

	if (c == '<' && (close = memchr(r->s, '>', (size_t)(r->end - r->s))))
		r->s = close + 1;
	else
		r->s += c == 0xc2 ? 2 : c == 0xe2 ? 3 : 1;
	if (r->s > r->end)
		r->s = r->end;
}

/* The hash of the triple that ends with the next word; 0: no more. */
static uint64_t
next_triple(struct reader *r)
{
	do {
		uint64_t h = UINT64_C(0xcbf29ce484222325);
		while (r->s < r->end && !in_word(r->s, r->end))
			skip_mark(r);
		if (r->s == r->end)
			return 0;
		for (; r->s < r->end && in_word(r->s, r->end); r->s++)
			h = (h ^ (unsigned char)(*r->s | 0x20)) * UINT64_C(0x100000001b3);
		r->word[0] = r->word[1];
		r->word[1] = r->word[2];
		r->word[2] = h;
	} while (++r->words < 3);
	return (r->word[0] * 31 + r->word[1] * 17 + r->word[2]) | 1;
}

static size_t
find(const struct triples *t, uint64_t h)
{
	size_t i = (size_t)(h >> 20) & (t->cap - 1);

	while (t->slot[i] && t->slot[i] != h)
		i = (i + 1) & (t->cap - 1);
	return i;
}

void
triples_set(struct triples *t, const char *s, size_t len)
{
	struct reader r = {.s = s, .end = s + len};
	uint64_t h;
	size_t cap = 256;

	while (cap < len)
		cap *= 2;
	if (cap > t->cap) {
		free(t->slot);
		t->slot = mem_alloc(cap, sizeof *t->slot);
		t->cap = cap;
	} else if (t->n) {
		memset(t->slot, 0, t->cap * sizeof *t->slot);
	}
	t->n = 0;
	while (len && (h = next_triple(&r))) {
		size_t i = find(t, h);
		t->n += t->slot[i] == 0;
		t->slot[i] = h;
	}
}

double
triples_share(const struct triples *t, const char *s, size_t len)
{
	struct reader r = {.s = s, .end = s + len};
	size_t all = 0, found = 0;
	uint64_t h;

	while (t->n && (h = next_triple(&r))) {
		all++;
		found += t->slot[find(t, h)] != 0;
	}
	return all ? (double)found / (double)all : 0;
}
