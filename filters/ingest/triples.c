/* Sets of three words in a row: see triples.h. */
#include "triples.h"

#include <stdbool.h>
#include <string.h>

#include "buf.h"
#include "bytes.h"

/* To mix hashes with. */
#define FACTOR UINT64_C(0x9e3779b97f4a7c15)

struct reader {
	const char *s, *end;
	uint64_t word[3];
	unsigned words;
};

/* Letters and digits, and all of the code points from U+0080 on but those of U+2000
 * to U+203F (spaces, dashes, quotation marks) and U+00A0 to U+00BF. */
static inline bool
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

/* Goes to the next word and past it: its hash; 0: no more. Runs of letters are read eight
 * at once. */
static uint64_t
next_word(struct reader *r)
{
	const char *s, *end = r->end;
	uint64_t h = 0;

	while (r->s < end && !in_word(r->s, end))
		skip_mark(r);
	for (s = r->s; s < end && in_word(s, end);) {
		uint64_t w = bytes_at(s, end) | BYTES(0x20);
		unsigned letters = bytes_marked(bytes_between(w, 'a', 'z'));
		unsigned n = letters ? letters : 1;
		h = (h ^ bytes_first(w, n)) * FACTOR;
		s += n;
	}
	r->s = s;
	return h;
}

/* The hash of the triple that ends with the next word; 0: no more. */
static uint64_t
next_triple(struct reader *r)
{
	do {
		uint64_t h = next_word(r);
		if (h == 0)
			return 0;
		r->word[0] = r->word[1];
		r->word[1] = r->word[2];
		r->word[2] = h;
	} while (++r->words < 3);
	return ((r->word[0] * FACTOR + r->word[1]) * FACTOR + r->word[2]) * FACTOR | 1;
}

static size_t
find(const struct triples *t, uint64_t h)
{
	size_t i = (size_t)(h >> 32) & (t->slots - 1);

	while (t->slot[i] && t->slot[i] != h)
		i = (i + 1) & (t->slots - 1);
	return i;
}

void
triples_set(struct triples *t, const char *s, size_t len)
{
	struct reader r = {.s = s, .end = s + len};
	uint64_t h;

	t->n = 0;
	if (len == 0)
		return;
	for (t->slots = 256; t->slots < len; )
		t->slots *= 2;
	mem_grow(&t->slot, &t->cap, t->slots, sizeof *t->slot);
	memset(t->slot, 0, t->slots * sizeof *t->slot);
	while ((h = next_triple(&r))) {
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
