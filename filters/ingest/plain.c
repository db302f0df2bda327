/* Plain text: see plain.h. */
#include "plain.h"

#include <string.h>

#include "charset.h"

const char *
plain_read(struct document *d, const char *s, size_t len, const char *charset)
{
	const char *why = charset_binary(s, len);

	if (why)
		return why;
	charset_decode(&d->text, s, len, charset);
	charset_newlines(&d->text);
	return d->text.len && memchr(d->text.s, '\0', d->text.len) ?
		"a binary file (it holds U+0000)" : NULL;
}
