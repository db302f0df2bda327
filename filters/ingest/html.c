/* HTML pages: encoding, parsing within bounded memory; see html.h. */
#include "html.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "charset.h"
#include "cli.h"

/* Bytes searched for <meta charset>. The standard asks for 1024; pages in the wild
 * put scripts before it. */
#define META_MAX 4096

/* Bytes that the tree of a page may take; pages of a megabyte take 10 to 20 million. */
#define TREE_MAX ((size_t)512 << 20)
#define CHUNK ((size_t)1 << 20)

/* The parser's memory: taken from chunks that serve page after page and never freed
 * piece by piece. That is fast, and a page can be dropped in the middle: the
 * parser's own clean-up would descend as deep as the page nests. */
struct chunk {
	struct chunk *next;
	size_t cap;
	_Alignas(16) char bytes[];
};

static struct {
	struct chunk *first, *chunk;
	size_t used;			/* of *chunk */
	size_t total;
	jmp_buf too_much;
} arena;

static void *
arena_alloc(void *unused, size_t n)
{
	void *p;

	(void)unused;
	n = (n + 15) & ~(size_t)15;
	arena.total += n;
	if (arena.total > TREE_MAX)
		longjmp(arena.too_much, 1);
	while (arena.chunk == NULL || arena.used + n > arena.chunk->cap) {
		struct chunk **next = arena.chunk ? &arena.chunk->next : &arena.first;
		if (*next == NULL) {
			size_t cap = n > CHUNK ? n : CHUNK;
			*next = mem_alloc(sizeof(struct chunk) + cap, 1);
			(*next)->cap = cap;
		}
		arena.chunk = *next;
		arena.used = 0;
	}
	p = arena.chunk->bytes + arena.used;
	arena.used += n;
	return p;
}

static void
arena_free(void *unused, void *p)
{
	(void)unused;
	(void)p;
}

/* Keeps a few chunks for the next page. */
static void
arena_reset(void)
{
	struct chunk *c = arena.first;

	for (int kept = 1; c && kept < 32; kept++)
		c = c->next;
	while (c && c->next) {
		struct chunk *gone = c->next;
		c->next = gone->next;
		free(gone);
	}
	arena.chunk = arena.first;
	arena.used = arena.total = 0;
}

/* The tree, or NULL when it would take too much memory. */
static GumboOutput *
parse(const struct buf *page)
{
	GumboOptions options = kGumboDefaultOptions;

	arena_reset();
	options.allocator = arena_alloc;
	options.deallocator = arena_free;
	options.max_errors = 0;
	if (setjmp(arena.too_much))
		return NULL;
	return gumbo_parse_with_options(&options, page->s, page->len);
}

/* The encoding that a <meta> near the top names, into `label`: charset="x" or
 * content="text/html; charset=x". */
static const char *
meta_charset(const char *s, size_t len, char label[32])
{
	const char *end = s + (len < META_MAX ? len : META_MAX);

	for (; (s = memchr(s, '<', (size_t)(end - s))); s++) {
		const char *close;
		if (end - s < 6 || strncasecmp(s, "<meta", 5) != 0 ||
		    (close = memchr(s, '>', (size_t)(end - s))) == NULL)
			continue;
		for (; close - s > 8; s++)
			if (strncasecmp(s, "charset=", 8) == 0) {
				size_t n;
				s += 8 + strspn(s + 8, "\"' ");
				n = strcspn(s, "\"' ;>/");
				if (n == 0 || n > 31)
					break;
				memcpy(label, s, n);
				label[n] = '\0';
				return charset_known(label) ? label : NULL;
			}
	}
	return NULL;
}

/* Browsers pass over U+0000 in text, and so do we. */
static void
drop_nul(struct buf *b)
{
	char *to = memchr(b->s, '\0', b->len);

	if (to == NULL)
		return;
	for (char *p = to; p < b->s + b->len; p++)
		if (*p)
			*to++ = *p;
	b->len = (size_t)(to - b->s);
}

static void
decode(struct buf *out, const char *s, size_t len, const char *charset)
{
	char label[32];

	if (charset == NULL || !charset_known(charset))
		charset = meta_charset(s, len, label);
	charset_decode(out, s, len, charset);
	if (out->len)
		drop_nul(out);
}

const char *
html_read(struct document *d, const char *s, size_t len, const char *charset)
{
	static struct buf page;
	static struct reduced cut;
	const GumboOutput *tree;

	page.len = 0;
	decode(&page, s, len, charset);
	reduce(&cut, page.s, page.len);
	tree = parse(&cut.html);
	if (tree == NULL)
		return "a page that would take too much memory";
	lines_write(tree->root, &cut, meta_read(tree->root, &cut), &d->text, &d->lines);
	meta_write(&d->meta, &d->url);
	return NULL;
}

void
html_fragment(struct buf *text, const char *s, size_t len)
{
	static struct reduced cut;
	const struct buf none = {0};
	const GumboOutput *tree;

	reduce(&cut, s, len);
	tree = parse(&cut.html);
	if (tree)
		lines_write(tree->root, &cut, &none, text, NULL);
}
