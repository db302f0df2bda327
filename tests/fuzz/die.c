/* What every fuzz target shares: it starts as a quiet program without input, and
 * cli_die for fuzz targets (linked with --wrap=cli_die): a loader that refuses its
 * input goes back to FUZZ_TRY; anywhere else it is a finding. */
#include <stdlib.h>

#include "cli.h"
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

int	 LLVMFuzzerInitialize(int *, char ***);

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	static const struct cli_program program = {.name = "fuzz", .no_input = true};
	char *args[] = {"fuzz", "-q", NULL};

	(void)argc, (void)argv;
	cli_start(&program, 2, args);
	return 0;
}
