/* Word classes from clusters.txt, which ner-cluster writes. */
#ifndef CLUSTER_H
#define CLUSTER_H

#include "document.h"

/* Reads the table; before the first record. */
void	 cluster_open(void);
/* Sets the word classes of every atom; 0 for unknown words. */
void	 cluster_mark(struct document *);

#endif
