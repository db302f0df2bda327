/* Records as documents (see document.h). */
#include "document.h"

#include <string.h>

#include "ids.h"

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

void
document_open(struct reader *d, struct mask *mask)
{
	*d = (struct reader){.sketcher = sketcher_new(), .mask = mask};
}

void
document_close(struct reader *d)
{
	sketcher_free(d->sketcher);
	if (d->mask)
		mask_free(d->mask);
	buf_free(&d->kept);
}

/* An outlet's name is written with each phrase that --learn-mask finds there. */
#define SITE_MAX 1000

/* The outlet: `site`, the host of `url`, or `source`; what is no string, or longer than
 * any name, is none. */
static void
read_site(struct record *r, struct document *d)
{
	static const char *const member[] = {"site", "url", "source"};

	d->site_len = 0;
	for (int i = 0; i < 3 && !d->site_len; i++) {
		if (!record_string(r, member[i], &d->site, &d->site_len))
			d->site_len = 0;
		else if (i == 1 && d->site)
			host_of(&d->site, &d->site_len);
		if (d->site_len > SITE_MAX)
			d->site_len = 0;
	}
}

static uint32_t
hash_site(const struct document *d)
{
	uint64_t h = 0;

	for (size_t i = 0; i < d->site_len; i++)
		h = words_mix(h + (unsigned char)d->site[i] + 1);
	return d->site_len ? (uint32_t)(h | 1) : 0;
}

/* Of the text less what is masked; whether two texts are equal, all words decide. */
static void
sketch(struct reader *x, struct document *d)
{
	uint64_t text;

	sketch_make(x->sketcher, d->text, d->text_len, &d->sketch);
	if (x->mask && mask_strip(x->mask, d->site, d->site_len, d->text, d->text_len,
	    &x->kept)) {
		text = d->sketch.text;
		sketch_make(x->sketcher, x->kept.s, x->kept.len, &d->sketch);
		d->sketch.text = text;
	}
	d->sketch.site = hash_site(d);
}

bool
document_check(struct record *r, struct document *d)
{
	if (!ids_read(r, &d->id, &d->id_len) ||
	    !record_string(r, "text", &d->text, &d->text_len))
		return false;
	if (!d->text)
		record_reject(r, "text: missing");
	return d->text != NULL;
}

bool
document_read(struct record *r, struct reader *x, struct document *d)
{
	if (!document_check(r, d))
		return false;
	read_site(r, d);
	sketch(x, d);
	return true;
}

void
document_mark(struct record *r, const char *of, size_t len, const struct verdict *v)
{
	struct buf *b = record_open(r, "duplicate");

	buf_addz(b, "{\"of\":");
	buf_json_string(b, of, len);
	buf_addz(b, ",\"similarity\":");
	buf_json_score(b, v->similarity / 1000.0);
	buf_printf(b, ",\"kind\":\"%s\"}", judge_kind(v->kind == KIND_CONTAINING ?
		KIND_CONTAINED : v->kind));
}
