/* cli_die for fuzz targets (linked with --wrap=cli_die): a loader that refuses its
 * input goes back to FUZZ_TRY; anywhere else it is a finding. */
#include <stdlib.h>

#include "fuzz.h"

jmp_buf fuzz_jump;
bool fuzz_armed;

void	 __wrap_cli_die(const char *fmt, ...);

void
__wrap_cli_die(const char *fmt, ...)
{
	(void)fmt;
	if (fuzz_armed)
		longjmp(fuzz_jump, 1);
	abort();
}
