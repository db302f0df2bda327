/* What the two trainers share: see trainer.h. */
#include "trainer.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "label.h"
#include "layout.h"

char *
trainer_copy(const char *s, size_t len)
{
	return memcpy(mem_alloc(len + 1, 1), s, len);
}

size_t
trainer_number(struct map *map, const char *s, size_t len)
{
	bool fresh;
	int64_t *value;

	if (map_get(map, s, len) == NULL)
		s = trainer_copy(s, len);
	value = map_put(map, s, len, &fresh);
	if (fresh)
		*value = (int64_t)map->n - 1;
	return (size_t)*value;
}

size_t
trainer_site(struct map *sites, struct record *r)
{
	const char *url = NULL, *id = NULL, *s, *slash;
	size_t len = 0, id_len = 0;

	record_string(r, "url", &url, &len);
	record_string(r, "id", &id, &id_len);
	if (url == NULL) {
		while (id_len > 0 && id[id_len - 1] != '_')
			id_len--;
		return trainer_number(sites, id ? id : "", id_len);
	}
	s = memmem(url, len, "://", 3);
	s = s ? s + 3 : url;
	len -= (size_t)(s - url);
	slash = memchr(s, '/', len);
	return trainer_number(sites, s, slash ? (size_t)(slash - s) : len);
}

double
trainer_weight(size_t pages)
{
	return pages > 4 ? 2 / sqrt((double)pages) : 1;
}

bool
trainer_page(struct page *p, struct phrases *phrases, const char *s, size_t len)
{
	if (!page_read(p, phrases, s, len))
		return false;
	page_survey(p);
	return true;
}

/* What the annotation says of a line, NULL for nothing; *at walks through its lines. */
static const json_t *
gold_line(const json_t *lines, size_t *at, const struct line *l)
{
	for (; *at < json_array_size(lines); ++*at) {
		const json_t *x = json_array_get(lines, *at);

		if ((size_t)json_integer_value(json_object_get(x, "end")) > l->start)
			return (size_t)json_integer_value(json_object_get(x, "start")) <
				l->end ? x : NULL;
	}
	return NULL;
}

static uint8_t
gold_label(const json_t *x)
{
	const char *class = json_string_value(json_object_get(x, "class"));
	const char *role = json_string_value(json_object_get(x, "role"));
	unsigned label = class ? label_find(class, strlen(class)) : LABELS;

	if (json_is_true(json_object_get(x, "keep")))
		return GUESS_KEPT;
	if (role && strcmp(role, "neutral") == 0)
		return GUESS_NEUTRAL;
	if (label == LABELS && role && strcmp(role, "author") == 0)
		return LABEL_BYLINE;
	if (label == LABELS && role)
		label = label_find(role, strlen(role));
	return label == LABELS ? GUESS_DROPPED : (uint8_t)label;
}

void
trainer_labels(struct guess *guess, const struct page *p, const json_t *lines)
{
	size_t i, at = 0;

	mem_grow(&guess->known, &guess->cap, p->lines + 1, sizeof(*guess->known));
	for (i = 0; i < p->lines; i++)
		guess->known[i] = gold_label(gold_line(lines, &at, &p->line[i]));
	guess_labels(guess, p);
}

uint64_t
trainer_some(const struct trainer_options *o, uint64_t *seed)
{
	uint64_t bits = 0;
	int i;

	for (i = 0; i < 64; i++)
		if (draw(seed, 1000) < (unsigned)(1000 * o->dropout))
			bits |= UINT64_C(1) << i;
	return bits;
}

void
trainer_progress(int iteration, double loss, size_t active)
{
	if (iteration % 10 == 0)
		fprintf(stderr, "%d: loss %.1f, %zu weights\n", iteration, loss, active);
}
