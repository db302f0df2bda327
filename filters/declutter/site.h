/*
 * What repeats on the pages of a site: lines, with numbers written `#`. It is
 * learnt into a file and read from it; no page ever changes what is known.
 *
 * The file: site TAB pages TAB line, sorted by bytes, so that `sort -m` merges
 * files; counts of lines that stand twice are added up. An entry with an empty line
 * counts all pages of the site.
 */
#ifndef SITE_H
#define SITE_H

#include <stddef.h>

#include "buf.h"
#include "page.h"
#include "record.h"

/* A member that is a string; NULL for others, which are none of ours. */
const char *site_member(struct record *, const char *name, size_t *len);
/* The `site` of a record, or the host of its `url`; NULL when it has neither. */
const char *site_of(struct record *, size_t *len);

/* Counting, in bounded memory: when there are too many lines, the rarest go. */
struct site_counts;
struct site_counts *site_counts_new(void);
void	 site_counts_free(struct site_counts *);
void	 site_count(struct site_counts *, const char *site, size_t len,
	const struct page *);
/* Appends the file. */
void	 site_counts_write(struct site_counts *, struct buf *);

/* A file that was learnt. */
struct site_lines;
struct site_lines *site_lines_open(const char *path);
void	 site_lines_free(struct site_lines *);
/* Sets how often each line of the page stands on other pages of the site. */
void	 site_mark(const struct site_lines *, const char *site, size_t len,
	struct page *);

#endif
