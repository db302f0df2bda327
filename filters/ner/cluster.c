/* Reading and writing the table of word classes; see cluster.h. */
#include "cluster.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "cli.h"
#include "table.h"

#define BUCKET 4	/* words in one, as a rule */

static const uint32_t *first;
static const struct cluster_entry *entry;
static uint32_t words, buckets;

static uint16_t
rest_of(uint64_t form)
{
	return (uint16_t)(form >> 48);
}

void
cluster_open(void)
{
	struct cluster_header head;
	size_t len, at = sizeof head;
	const char *data = table_data("clusters.bin", &len);

	words = 0;
	if (len == 0)
		return;
	if (len < sizeof head)
		cli_die("clusters.bin: cut short");
	memcpy(&head, data, sizeof head);
	if (memcmp(head.magic, CLUSTER_MAGIC, sizeof head.magic) != 0
	    || head.bits > CLUSTER_BITS)
		cli_die("clusters.bin: not a table of this version");
	buckets = 1U << head.bits;
	first = (const void *)(data + at);
	at += (buckets + (size_t)1) * sizeof *first;
	entry = (const void *)(data + at);
	if (len != at + head.words * sizeof *entry)
		cli_die("clusters.bin: size does not fit the header");
	words = head.words;
}

static const struct cluster_entry *
find(uint64_t form)
{
	uint32_t bucket = (uint32_t)form & (buckets - 1);
	uint32_t end = first[bucket + 1] < words ? first[bucket + 1] : words;

	for (uint32_t i = first[bucket]; i < end; i++)
		if (entry[i].rest == rest_of(form))
			return &entry[i];
	return NULL;
}

void
cluster_mark(struct document *d)
{
	for (size_t i = 0; words > 0 && i < d->n; i++) {
		const struct cluster_entry *e = find(d->atom[i].form);

		if (e != NULL)
			memcpy(d->atom[i].cluster, e->class, sizeof e->class);
	}
}

static uint32_t mask;	/* of the bits that tell the bucket */

static int
by_place(const void *a, const void *b)
{
	const struct cluster_word *x = a, *y = b;
	uint32_t p = (uint32_t)x->form & mask, q = (uint32_t)y->form & mask;

	if (p != q)
		return p < q ? -1 : 1;
	if (rest_of(x->form) != rest_of(y->form))
		return rest_of(x->form) < rest_of(y->form) ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

/* Whether two words cannot be told apart. */
static bool
same_place(const struct cluster_word *a, const struct cluster_word *b)
{
	return ((a->form ^ b->form) & mask) == 0 && rest_of(a->form) == rest_of(b->form);
}

void
cluster_write(struct cluster_word *word, size_t n)
{
	struct cluster_header head = {.magic = CLUSTER_MAGIC};
	struct buf starts = {0}, entries = {0};
	uint32_t bucket = 0;

	while (head.bits < CLUSTER_BITS && (size_t)BUCKET << head.bits < n)
		head.bits++;
	mask = (1U << head.bits) - 1;
	for (size_t i = 0; i < n; i++)
		word[i].order = (uint32_t)i;
	qsort(word, n, sizeof *word, by_place);
	for (size_t i = 0; i < n; i++) {
		struct cluster_entry e = {.rest = rest_of(word[i].form)};

		if (i > 0 && same_place(&word[i - 1], &word[i]))
			continue;
		for (; bucket <= ((uint32_t)word[i].form & mask); bucket++)
			buf_add(&starts, (const char *)&head.words, sizeof head.words);
		memcpy(e.class, word[i].class, sizeof e.class);
		buf_add(&entries, (const char *)&e, sizeof e);
		head.words++;
	}
	for (; bucket <= mask + 1; bucket++)
		buf_add(&starts, (const char *)&head.words, sizeof head.words);
	cli_write((const char *)&head, sizeof head);
	cli_write(starts.s, starts.len);
	cli_write(entries.s, entries.len);
	buf_free(&starts);
	buf_free(&entries);
}
