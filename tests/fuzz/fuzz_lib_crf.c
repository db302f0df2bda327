/* Fuzzes the model loader: any bytes as a model, and a short sequence decoded with
 * what was accepted. A model file begins at the first byte. */
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "crf.h"

int	 LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
decode(struct crf *crf)
{
	struct crf_seq seq = {0};
	uint8_t label[8];
	uint32_t which[8] = {0};
	int32_t sum[CRF_LABELS] = {0};
	float marginal[8 * CRF_LABELS];

	crf_begin(&seq);
	for (uint64_t i = 0; i < 8; i++) {
		for (uint64_t f = 0; f < i; f++)
			crf_add(&seq, f % 2 ? f : f << 60 | i << 28 | f);
		crf_next(&seq);
	}
	crf_decode(crf, &seq, label, NULL);
	crf_sum(crf, seq.feature, seq.features, sum);
	seq.sums = sum;
	seq.which = which;
	crf_decode(crf, &seq, label, marginal);
	for (unsigned i = 0; i < 8; i++)
		if (label[i] >= crf_labels(crf)
		    || !(marginal[i * crf_labels(crf)] <= 1)
		    || !(crf_span_probability(crf, label, 0, i + 1) <= 1))
			abort();
	crf_seq_free(&seq);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	const char *reason;
	char *model = mem_alloc(len, 1);
	struct crf *crf;

	memcpy(model, data, len);
	crf = crf_open(model, len, &reason);
	if (crf != NULL)
		decode(crf);
	crf_free(crf);
	free(model);
	return 0;
}
