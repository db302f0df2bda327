/*
 * The model file of crf.h, little-endian, and the arithmetic shared by training
 * and decoding.
 *
 *	struct crf_header
 *	float     start[labels], transition[labels][labels] (from, to), stop[labels]
 *	slot      slots times: check, row
 *	uint16_t  cell[cells]
 *	char      label names, each ended by NUL, and NULs up to a multiple of 8 bytes of
 *	          the whole file: `names` bytes in all
 *
 * The slots are a hash table with linear probing: feature h (crf_spread of a number)
 * starts looking at slot (low32(h) * slots) >> 32, and owns the slot whose check is high32(h) and
 * whose row is not 0. A row is an index into cell, plus one: there stand
 * ceil(labels / 16) cells of bits, one a label that has a weight, then those
 * weights as signed numbers to be multiplied by `scale`.
 */
#ifndef CRF_FILE_H
#define CRF_FILE_H

#include <stdint.h>
#include <string.h>

#include "crf.h"

#define CRF_MAGIC "quiditC1"
#define CRF_FORBIDDEN (-1e4f)	/* score of a transition that cannot be */
#define CRF_RUN 1024		/* longest run of full slots */

struct crf_header {
	char magic[8];
	uint32_t labels;
	uint32_t slots;
	uint32_t cells;
	uint32_t names;
	float scale;
	uint32_t reserved;	/* 0 */
};

struct crf_slot {
	uint32_t check;
	uint32_t row;
};

/* Numbered features become hashes. */
static inline uint64_t
crf_spread(uint64_t feature)
{
	return feature < CRF_NUMBERS ? crf_mix(0, feature) : feature;
}

static inline uint32_t
crf_slot_index(uint64_t feature, uint32_t slots)
{
	return (uint32_t)((feature & 0xffffffffu) * slots >> 32);
}

static inline double
crf_power2(int k)
{
	uint64_t bits = (uint64_t)(1023 + k) << 52;
	double d;

	memcpy(&d, &bits, sizeof d);
	return d;
}

/* exp for x <= 700, to about 1e-10; the same bits on every machine, which libm
 * does not promise. 0 below -700. */
static inline double
crf_exp(double x)
{
	double clamped = x < -700 ? -700 : x > 700 ? 700 : x;
	double k = clamped * 1.4426950408889634;
	int n = (int)(k + (k < 0 ? -0.5 : 0.5));
	double r = clamped - n * 0.6931471805599453;
	double p = 1 + r * (1 + r * (1 / 2. + r * (1 / 6. + r * (1 / 24. + r * (1 / 120.
		+ r * (1 / 720. + r * (1 / 5040. + r * (1 / 40320.
		+ r * (1 / 362880. + r / 3628800)))))))));

	return x < -700 ? 0 : p * crf_power2(n);
}

#endif
