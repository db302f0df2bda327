/* Files beside standard output (see listing.h). */
#include "listing.h"

#include "cli.h"

FILE *
listing_open(const char *path)
{
	FILE *f = fopen(path, "we");

	if (!f)
		cli_die("%s:", path);
	return f;
}

void
listing_close(FILE *f, const char *path)
{
	if (ferror(f) | fclose(f))
		cli_die("%s:", path);
}
