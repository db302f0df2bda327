/* Records as documents (see document.h). */
#include "document.h"

#include <string.h>

/* The host of a URL, without "www.". */
static void
host_of(const char **s, size_t *len)
{
	const char *p = memmem(*s, *len, "://", 3), *end = *s + *len;

	if (!p) {
		*len = 0;
		return;
	}
	p += 3;
	if (end - p > 4 && !memcmp(p, "www.", 4))
		p += 4;
	*s = p;
	while (p < end && *p != '/' && *p != '?' && *p != '#' && *p != ':')
		p++;
	*len = (size_t)(p - *s);
}

/* The outlet: `site`, the host of `url`, or `source`. */
static bool
read_site(struct record *r, uint32_t *site)
{
	static const char *const member[] = {"site", "url", "source"};
	uint64_t h = 0;
	const char *s = NULL;
	size_t len = 0;

	for (int i = 0; i < 3 && !len; i++) {
		if (!record_string(r, member[i], &s, &len))
			return false;
		if (i == 1 && s)
			host_of(&s, &len);
	}
	for (size_t i = 0; i < len; i++)
		h = words_mix(h + (unsigned char)s[i] + 1);
	*site = len ? (uint32_t)(h | 1) : 0;
	return true;
}

bool
document_read(struct record *r, struct sketcher *k, struct document *d)
{
	const char *text;
	size_t len;

	if (!record_string(r, "id", &d->id, &d->id_len))
		return false;
	if (!d->id) {
		record_reject(r, "id: missing");
		return false;
	}
	if (!record_string(r, "text", &text, &len))
		return false;
	if (!text) {
		record_reject(r, "text: missing");
		return false;
	}
	sketch_make(k, text, len, &d->sketch);
	return read_site(r, &d->sketch.site);
}

void
document_mark(struct record *r, const char *of, size_t len, const struct verdict *v)
{
	struct buf *b = record_open(r, "duplicate");

	buf_addz(b, "{\"of\":");
	buf_json_string(b, of, len);
	buf_addz(b, ",\"similarity\":");
	buf_json_score(b, v->similarity / 1000.0);
	buf_printf(b, ",\"kind\":\"%s\"}", judge_kind(v->kind));
}
