/* Fuzzes feeds: any bytes as RSS or Atom. */
#include "cli.h"
#include "fuzz.h"
#include "feed.h"

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

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct document d = {.path = "fuzz", .name = "fuzz"};

	feed_read(&d, (const char *)data, len);
	document_free(&d);
	return 0;
}
