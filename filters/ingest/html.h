/*
 * HTML pages: the text as a browser shows it, one block a line; what each line was
 * (`lines`); what the page says of itself (`page_meta`).
 */
#ifndef HTML_H
#define HTML_H

#include <stddef.h>

#include "buf.h"
#include "document.h"
#include "reduce.h"

/* Fills the document's text, lines, meta and url from the bytes of a page. `charset`
 * is what HTTP said, NULL for nothing. NULL, or why this is no page. */
const char *html_read(struct document *, const char *s, size_t len,
	const char *charset);

/* The visible text of a fragment of HTML in UTF-8: what a feed item holds. */
void	 html_fragment(struct buf *text, const char *s, size_t len);

/* Parts of html_read. */

/* The text of an element as lines; `lines` (NULL: none wanted) gets an array with an
 * object for each of them. `body` is the article's text as the page's data give it, or
 * empty. */
void	 lines_write(const struct myhtml_tree_node *, const struct reduced *,
	const struct buf *body, struct buf *text, struct buf *lines);
/* Reads title, date, authors ... of the page; the article's text if the page's data
 * hold it, else nothing. */
const struct buf *meta_read(const struct myhtml_tree_node *root, const struct reduced *);
/* Writes what was read as a JSON object; nothing when the page says nothing. The
 * canonical URL goes to `url` too, if that is empty. The tree is gone after this. */
void	 meta_write(struct buf *meta, struct buf *url);

#endif
