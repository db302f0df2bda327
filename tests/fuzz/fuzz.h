/* For fuzz targets of loaders that end the program on bad input: FUZZ_TRY runs a
 * statement and comes back when it would have died. */
#ifndef FUZZ_H
#define FUZZ_H

#include <setjmp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

extern jmp_buf fuzz_jump;
extern bool fuzz_armed;

#define FUZZ_TRY(statement) do { \
	fuzz_armed = true; \
	if (!setjmp(fuzz_jump)) { \
		statement; \
	} \
	fuzz_armed = false; \
} while (0)

int	 LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

#endif
