/* Fuzzes rows: any bytes as JSON Lines, JSON, CSV and TSV, by the first byte. */
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "fuzz.h"
#include "rows.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct document d = {.path = "fuzz", .name = "fuzz"};
	struct stream *s;
	int fd;

	if (len == 0 || (fd = memfd_create("fuzz", 0)) < 0)
		return 0;
	if (write(fd, data + 1, len - 1) < 0 || lseek(fd, 0, SEEK_SET) != 0)
		abort();
	s = stream_open(fd, "fuzz");
	if (*data == '{')
		rows_json(s, &d);
	else if (*data == '[')
		rows_objects(s, &d);
	else
		rows_csv(s, &d, *data == '\t' ? '\t' : 0);
	stream_close(s);
	document_free(&d);
	return 0;
}
