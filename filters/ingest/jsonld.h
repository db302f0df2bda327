/*
 * Reading JSON-LD fast: most of a script is of no use to anyone but search engines.
 */
#ifndef JSONLD_H
#define JSONLD_H

#include <stddef.h>

#include <jansson.h>

/* The value that `s` begins with, NULL when it is not JSON. Objects hold their members of
 * these names alone, the list ends with NULL; what is neither object nor list nor string
 * is null. */
json_t *jsonld_read(const char *s, size_t len, const char *const *names);

#endif
