/* Fuzzes feeds: any bytes as RSS or Atom. */
#include "fuzz.h"
#include "feed.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct document d = {.path = "fuzz", .name = "fuzz"};

	feed_read(&d, (const char *)data, len);
	document_free(&d);
	return 0;
}
