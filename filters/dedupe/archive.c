/* Statements told (see archive.h). */
#include "archive.h"

#include <stdlib.h>
#include <string.h>

#include "cli.h"

struct archive *
archive_new(size_t memory)
{
	struct archive *a = mem_alloc(1, sizeof(*a));

	ids_init(&a->ids, memory / 8);
	a->content.limit = memory / 64;
	a->told.limit = a->words.limit = memory / 16;
	multimap_init(&a->by_key, ARCHIVE_ANCHORS, memory / 2);
	return a;
}

void
archive_free(struct archive *a)
{
	ids_free(&a->ids);
	vault_free(&a->content);
	vault_free(&a->told);
	vault_free(&a->words);
	multimap_free(&a->by_key);
	free(a);
}

uint32_t
archive_add_record(struct archive *a, const char *id, size_t len, uint64_t content)
{
	vault_add(&a->content, &content, sizeof(content));
	return ids_add(&a->ids, id, len);
}

uint64_t
archive_content(struct archive *a, uint32_t record)
{
	uint64_t content;

	memcpy(&content, vault_get(&a->content, record * sizeof(content),
		sizeof(content)), sizeof(content));
	return content;
}

/* The keys, which are smallest ones, spread evenly. */
static void
spread(const struct statement *s, uint64_t hash[STATEMENT_KEYS])
{
	for (unsigned i = 0; i < s->keys; i++)
		hash[i] = words_mix(s->key[i]);
}

void
archive_add(struct archive *a, const struct statement *s, uint32_t index,
	uint32_t first)
{
	uint64_t hash[STATEMENT_KEYS];
	struct told t = {.words = s->words, .record = a->ids.n - 1, .index = index,
		.first = first == ARCHIVE_SELF ? a->n : first};

	if (a->n == ARCHIVE_SELF - 1)
		cli_die("more statements than %u", a->n);
	t.at = vault_add(&a->words, s->word, s->words * sizeof(*s->word));
	vault_add(&a->told, &t, sizeof(t));
	spread(s, hash);
	for (unsigned i = 0; i < s->keys; i++)
		multimap_add(&a->by_key, hash[i], a->n);
	a->n++;
}

struct told
archive_get(struct archive *a, uint32_t number)
{
	struct told t;

	memcpy(&t, vault_get(&a->told, number * sizeof(t), sizeof(t)), sizeof(t));
	return t;
}

const uint32_t *
archive_words(struct archive *a, const struct told *t)
{
	return vault_get(&a->words, t->at, t->words * sizeof(uint32_t));
}

size_t
archive_candidates(struct archive *a, const struct statement *s, const uint32_t **list)
{
	uint64_t hash[STATEMENT_KEYS];

	spread(s, hash);
	*list = a->found;
	return multimap_gather(&a->by_key, hash, s->keys, a->n, a->found);
}
