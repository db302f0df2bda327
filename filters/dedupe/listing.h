/* A file written beside standard output: it is opened before anything is read, so that
 * a wrong path is not found out after hours. Failures end the program. */
#ifndef LISTING_H
#define LISTING_H

#include <stdio.h>

FILE	*listing_open(const char *path);
void	 listing_close(FILE *, const char *path);

#endif
