/*
 * The file model.bin: a header and two models of crf.h, each padded to 8 bytes. The
 * first labels tokens; the second, which may be missing, tells from the words of a
 * document which training corpus it is most like.
 */
#ifndef MODEL_H
#define MODEL_H

#include <stdint.h>

#define MODEL_MAGIC "quiditN1"

struct model_header {
	char magic[8];
	uint32_t labels;	/* bytes of the model of labels, padding included */
	uint32_t corpora;	/* bytes of the model of corpora; 0: none */
};

#endif
