/* HTML pages: see html.h. */
#include "html.h"

#include <string.h>
#include <strings.h>

#include "charset.h"

/* Bytes searched for <meta charset>. The standard asks for 1024; pages in the wild
 * put scripts before it. */
#define META_MAX 4096

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

struct page {
	const char *s;
	size_t len;
};

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

/* The page in UTF-8, as it is if it is that already, else in `out`. */
static struct page
decode(struct buf *out, const char *s, size_t len, const char *charset)
{
	char label[32];

	if (charset == NULL || !charset_known(charset))
		charset = meta_charset(s, len, label);
	if (charset_is_utf8(s, len, charset) && memchr(s, '\0', len) == NULL)
		return (struct page){s, len};
	out->len = 0;
	charset_decode(out, s, len, charset);
	if (out->len)
		drop_nul(out);
	return (struct page){out->s, out->len};
}

const char *
html_read(struct document *d, const char *s, size_t len, const char *charset)
{
	static struct buf decoded;
	static struct reduced cut;
	struct page page = decode(&decoded, s, len, charset);
	const struct myhtml_tree_node *root;

	root = reduce(&cut, page.s, page.len);
	if (root == NULL)
		return "a page that would take too much memory";
	lines_write(root, &cut, meta_read(root, &cut), &d->text, &d->lines);
	meta_write(&d->meta, &d->url);
	return NULL;
}

void
html_fragment(struct buf *text, const char *s, size_t len)
{
	static struct reduced cut;
	const struct buf none = {0};
	const struct myhtml_tree_node *root;

	root = reduce(&cut, s, len);
	if (root)
		lines_write(root, &cut, &none, text, NULL);
}
