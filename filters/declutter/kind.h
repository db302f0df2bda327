/*
 * The kind of a page whose lines are labelled: an article, the beginning of one that
 * must be paid for, or a list of teasers.
 */
#ifndef KIND_H
#define KIND_H

#include "page.h"
#include "phrase.h"
#include "verdict.h"

/* article, index or paywall; `walls`: phrases of lines that tell of a cut article. */
const char *page_kind(const struct verdict *, const struct page *, struct phrases *walls);

#endif
