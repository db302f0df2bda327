/* Fuzzes crawls: any bytes as a WARC file, gzip included. */
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "fuzz.h"
#include "warc.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct document d = {.path = "fuzz", .name = "fuzz"};
	int fd = memfd_create("fuzz", 0);
	struct stream *s;

	if (fd < 0 || write(fd, data, len) < 0 || lseek(fd, 0, SEEK_SET) != 0)
		abort();
	s = stream_open(fd, "fuzz");
	warc_read(s, &d);
	stream_close(s);
	document_free(&d);
	return 0;
}
