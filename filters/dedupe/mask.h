/*
 * Phrases that an outlet repeats everywhere (its appeals, its notices), which say
 * nothing about a text: whole lines, told by their words. They come from a file,
 * or are learned in the run: a line that stood in several of an outlet's originals is
 * masked from then on. What learning remembers does not grow with the input.
 */
#ifndef MASK_H
#define MASK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "buf.h"

struct mask;

struct mask *mask_new(void);
void	 mask_free(struct mask *);

/* Reads lines of SITE, TAB, PHRASE; the site `*` is any. */
void	 mask_read(struct mask *, const char *path);
/* A number that differs with the phrases that were read. */
uint64_t mask_checksum(const struct mask *);

/* Learns from the text of an original; only of those whose outlet is known. */
void	 mask_learn(struct mask *, const char *site, size_t site_len, const char *s,
	size_t len);
/* Writes what was learned, as mask_read reads it. */
void	 mask_write(const struct mask *, FILE *);

/* Appends to `kept` the lines that are not masked. False: none is, or all are. */
bool	 mask_strip(struct mask *, const char *site, size_t site_len, const char *s,
	size_t len, struct buf *kept);

#endif
