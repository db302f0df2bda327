/* The address of a page: see url.h. */
#include "url.h"

#include <string.h>

#include "text.h"
#include "word.h"

#define URL_BYTES 512
#define FEW 2		/* words are no title when they are fewer */
#define EXTENSION 5

static int
hex(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 :
		c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The path with %C3%A9 undone, up to the first byte that is not UTF-8. */
static size_t
decode(char *out, const char *s, size_t len)
{
	size_t i, n = 0;

	for (i = 0; i < len && n < URL_BYTES; n++) {
		bool coded = s[i] == '%' && i + 2 < len && hex(s[i + 1]) >= 0 &&
			hex(s[i + 2]) >= 0;

		out[n] = s[i];
		if (coded)
			out[n] = (char)(hex(s[i + 1]) << 4 | hex(s[i + 2]));
		i += coded ? 3 : 1;
	}
	return text_valid(out, n);
}

/* The hash of what follows the first letter of a word of ASCII letters. */
static uint64_t
rest_of(const char *s, const struct word *w)
{
	struct word rest = *w;

	if ((unsigned char)s[w->offset] < 0x80)
		word_next(s + w->offset, w->len, 1, &rest);
	return rest.hash;
}

/* The long words of s[0..len), none when they are few. */
static size_t
read_words(struct url_word *out, const char *s, size_t len)
{
	size_t n = 0, at = 0;
	struct word w;

	while (n < URL_WORDS && (at = word_next(s, len, at, &w)) != 0)
		if (w.flags & WORD_LONG)
			out[n++] = (struct url_word){ w.hash, rest_of(s, &w) };
	return n < FEW ? 0 : n;
}

/* Where a path ends: before ?, # and .html. */
static size_t
path_end(const char *s, size_t len)
{
	size_t end = 0, dot;

	while (end < len && s[end] != '?' && s[end] != '#')
		end++;
	for (dot = end; dot > 0 && s[dot - 1] != '/'; dot--)
		if (s[dot - 1] == '.' && end - dot <= EXTENSION)
			return dot - 1;
	return end;
}

/* The segment with the most words is taken for the title's. */
static void
read_segments(struct url *url, const char *s, size_t len)
{
	struct url_word word[URL_WORDS];
	size_t from, to, n;

	for (from = 0; from < len; from = to + 1) {
		for (to = from; to < len && s[to] != '/'; )
			to++;
		n = read_words(word, s + from, to - from);
		if (n < url->words)
			continue;
		memcpy(url->word, word, n * sizeof(*word));
		url->words = n;
	}
}

void
url_read(struct url *url, const char *s, size_t len)
{
	char path[URL_BYTES];
	const char *host = memmem(s, len, "://", 3), *at;

	url->words = 0;
	url->date = (struct date){ 0, 0, 0 };
	host = host ? host + 3 : s;
	at = memchr(host, '/', len - (size_t)(host - s));
	if (at == NULL)
		return;
	len = decode(path, at, path_end(at, len - (size_t)(at - s)));
	read_segments(url, path, len);
	url->date = date_in_path(path, len);
}

static bool
says(const struct page *p, const struct line *l, const struct url_word *w)
{
	return page_has_word(p, l, w->hash) || page_has_word(p, l, w->rest);
}

float
url_likeness(const struct url *url, const struct page *p, size_t line)
{
	const struct line *l = &p->line[line];
	size_t i, shared = 0, of;

	for (i = 0; i < url->words; i++)
		shared += says(p, l, &url->word[i]);
	if (shared < FEW)
		return 0;
	of = l->content > shared ? l->content : shared;
	return 2 * (float)shared / (float)(url->words + of);
}
