/*
 * The member `quotes`.
 */
#ifndef WRITE_H
#define WRITE_H

#include "quote.h"

void	 write_quotes(const struct doc *, const struct quotes *, double min_score,
	bool explain);

#endif
