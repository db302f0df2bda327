/* Masked phrases (see mask.h). Learning counts lines in a table of fixed size where a
 * newcomer wears down the count it finds in its place, so that what is frequent stays
 * (Misra & Gries 1982, "Finding repeated elements"). */
#include "mask.h"

#include <stdlib.h>
#include <string.h>

#include "table.h"
#include "text.h"
#include "words.h"

#define TIMES 5			/* originals that make a line a phrase */
#define LEAST_WORDS 4
#define COUNTS ((size_t)1 << 20)

struct count {
	uint32_t tag;
	uint32_t n;
};

struct mask {
	uint64_t *phrase;	/* hashes of site and words; 0: free */
	size_t slots, phrases;
	uint64_t sum;
	struct count *count;	/* NULL until something is learned */
	struct buf learned;	/* as lines of the file */
	struct words words;
};

struct mask *
mask_new(void)
{
	struct mask *m = mem_alloc(1, sizeof(*m));

	m->slots = 64;
	m->phrase = mem_alloc(m->slots, sizeof(*m->phrase));
	return m;
}

void
mask_free(struct mask *m)
{
	free(m->phrase);
	free(m->count);
	buf_free(&m->learned);
	words_free(&m->words);
	free(m);
}

static uint64_t
hash_site(const char *s, size_t len)
{
	uint64_t h = 1;

	for (size_t i = 0; i < len; i++)
		h = words_mix(h + (unsigned char)s[i]);
	return h;
}

/* Of a line's words; 0: too few. */
static uint64_t
hash_line(struct mask *m, const char *s, size_t len)
{
	uint64_t h = 1;

	words_read(&m->words, s, len);
	for (size_t i = 0; i < m->words.n; i++)
		h = words_mix(h * 3 + m->words.hash[i]);
	return m->words.n < LEAST_WORDS ? 0 : h;
}

static uint64_t
join(uint64_t site, uint64_t line)
{
	return words_mix(site * 3 + line) | 1;
}

static uint64_t *
find(const struct mask *m, uint64_t hash)
{
	size_t i = (size_t)(hash >> 8) & (m->slots - 1);

	while (m->phrase[i] && m->phrase[i] != hash)
		i = (i + 1) & (m->slots - 1);
	return &m->phrase[i];
}

static void
grow(struct mask *m)
{
	uint64_t *old = m->phrase;
	size_t n = m->slots;

	m->slots *= 2;
	m->phrase = mem_alloc(m->slots, sizeof(*m->phrase));
	for (size_t i = 0; i < n; i++)
		if (old[i])
			*find(m, old[i]) = old[i];
	free(old);
}

static void
add(struct mask *m, uint64_t hash)
{
	if (m->phrases * 2 >= m->slots)
		grow(m);
	if (*find(m, hash))
		return;
	*find(m, hash) = hash;
	m->phrases++;
	m->sum += hash;
}

void
mask_read(struct mask *m, const char *path)
{
	struct table t;

	table_open_path(&t, path);
	while (table_next(&t, 2)) {
		bool any = t.field[0].len == 1 && t.field[0].s[0] == '*';
		uint64_t line = hash_line(m, t.field[1].s, t.field[1].len);

		if (!line)
			table_die(&t, "a phrase of %d words is needed", LEAST_WORDS);
		add(m, join(any ? 0 : hash_site(t.field[0].s, t.field[0].len), line));
	}
}

uint64_t
mask_checksum(const struct mask *m)
{
	return m->sum;
}

/* Without what the file's format would not bear; its words stay the same. */
static void
remember(struct mask *m, const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++)
		buf_byte(&m->learned, s[i] == '\t' || s[i] == '\n' || s[i] == '\r' ? ' ' :
			s[i]);
}

static void
count_line(struct mask *m, const char *site, size_t site_len, const char *s, size_t len)
{
	uint64_t line = hash_line(m, s, len);
	uint64_t hash = join(hash_site(site, site_len), line);
	struct count *c = &m->count[(hash >> 8) & (COUNTS - 1)];

	if (!line || *find(m, hash))
		return;
	if (c->tag != (uint32_t)(hash >> 32)) {
		if (c->n && --c->n)
			return;
		*c = (struct count){.tag = (uint32_t)(hash >> 32)};
	}
	if (++c->n < TIMES)
		return;
	add(m, hash);
	remember(m, site, site_len);
	buf_byte(&m->learned, '\t');
	remember(m, s, len);
	buf_byte(&m->learned, '\n');
}

/* The next line of s from *at on, without white space at its edges. */
static bool
next_line(const char *s, size_t len, size_t *at, struct span *line)
{
	const char *lf;

	if (*at >= len)
		return false;
	lf = memchr(s + *at, '\n', len - *at);
	*line = (struct span){*at, lf ? (size_t)(lf - s) : len};
	*at = line->end + 1;
	*line = text_trim(s, *line);
	return true;
}

void
mask_learn(struct mask *m, const char *site, size_t site_len, const char *s, size_t len)
{
	struct span line;
	size_t at = 0;

	if (!site_len)
		return;
	if (!m->count)
		m->count = mem_alloc(COUNTS, sizeof(*m->count));
	while (next_line(s, len, &at, &line))
		count_line(m, site, site_len, s + line.start, line.end - line.start);
}

void
mask_write(const struct mask *m, FILE *f)
{
	fputs("# Phrases to mask: site, TAB, phrase.\n", f);
	if (m->learned.len)
		fwrite(m->learned.s, 1, m->learned.len, f);
}

static bool
is_masked(struct mask *m, uint64_t site, const char *s, size_t len)
{
	uint64_t line = hash_line(m, s, len);

	return line && (*find(m, join(site, line)) || *find(m, join(0, line)));
}

bool
mask_strip(struct mask *m, const char *site, size_t site_len, const char *s, size_t len,
	struct buf *kept)
{
	uint64_t hash = site_len ? hash_site(site, site_len) : 0;
	struct span line;
	size_t at = 0, masked = 0;
	bool words = false;

	kept->len = 0;
	while (m->phrases && next_line(s, len, &at, &line)) {
		if (is_masked(m, hash, s + line.start, line.end - line.start)) {
			masked++;
			continue;
		}
		words |= m->words.n > 0;
		buf_add(kept, s + line.start, line.end - line.start);
		buf_byte(kept, '\n');
	}
	return masked && words;
}
