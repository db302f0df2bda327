/* Ids of records (see ids.h). */
#include "ids.h"

#include <string.h>

#include "cli.h"
#include "words.h"

/* An id is written with each record that repeats its own: were it of any length, the
 * output would grow by the square of the input. */
#define LONGEST 4096

bool
ids_read(struct record *r, const char **id, size_t *len)
{
	if (!record_string(r, "id", id, len))
		return false;
	if (!*id)
		record_reject(r, "id: missing");
	else if (*len > LONGEST)
		record_reject(r, "id: longer than %d bytes", LONGEST);
	return *id && *len <= LONGEST;
}

void
ids_init(struct ids *x, size_t memory)
{
	*x = (struct ids){0};
	x->start.limit = x->bytes.limit = x->met.limit = memory / 16;
	multimap_init(&x->by_id, 1, memory / 2);
}

void
ids_free(struct ids *x)
{
	vault_free(&x->start);
	vault_free(&x->bytes);
	vault_free(&x->met);
	multimap_free(&x->by_id);
}

static uint64_t
hash_bytes(const char *s, size_t len)
{
	uint64_t h = len;

	for (size_t i = 0; i < len; i++)
		h = ((h ^ (unsigned char)s[i]) * 0x9E3779B97F4A7C15U) ^ h >> 29;
	return words_mix(h);
}

static uint64_t
start(struct ids *x, uint32_t number)
{
	uint64_t at;

	if (number == x->n)
		return vault_size(&x->bytes);
	memcpy(&at, vault_get(&x->start, number * sizeof(at), sizeof(at)), sizeof(at));
	return at;
}

const char *
ids_get(struct ids *x, uint32_t number, size_t *len)
{
	uint64_t at = start(x, number);

	*len = (size_t)(start(x, number + 1) - at);
	return vault_get(&x->bytes, at, *len);
}

uint32_t
ids_find(struct ids *x, const char *id, size_t len)
{
	uint32_t number[MULTIMAP_MOST];
	const char *found;
	size_t found_len;

	if (!multimap_find(&x->by_id, hash_bytes(id, len), number))
		return IDS_NONE;
	found = ids_get(x, number[0], &found_len);
	return found_len == len && !memcmp(found, id, len) ? number[0] : IDS_NONE;
}

uint32_t
ids_add(struct ids *x, const char *id, size_t len)
{
	uint64_t at = vault_add(&x->bytes, id, len);

	if (x->n == IDS_NONE - 1)
		cli_die("more records than %u", x->n);
	vault_add(&x->start, &at, sizeof(at));
	multimap_add(&x->by_id, hash_bytes(id, len), x->n);
	return x->n++;
}

void
ids_loaded(struct ids *x)
{
	for (uint32_t i = 0; i < x->n; i++)
		vault_add(&x->met, "", 1);
}

bool
ids_meet(struct ids *x, uint32_t number)
{
	if (number >= vault_size(&x->met) || *(const char *)vault_get(&x->met, number, 1))
		return false;
	vault_set(&x->met, number, "\1", 1);
	return true;
}
