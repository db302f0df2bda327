/* Headings without a stop, glued to the sentence after them. */
#include "scan.h"

void
glue_open(void)
{
}

bool
glue_ends(const struct scan *c, const char *p)
{
	(void)c;
	(void)p;
	return false;
}
