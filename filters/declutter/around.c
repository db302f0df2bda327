/* Reading what stood around lines: see around.h. */
#include "around.h"

#include <string.h>

#include "buf.h"
#include "crf.h"
#include "text.h"

uint64_t
around_word(const char *s, size_t len)
{
	return crf_hash(7, s, len);
}

uint64_t
around_block(const char *s, size_t len)
{
	return crf_hash(8, s, len);
}

static uint64_t
name_hash(const char *s, size_t len)
{
	return crf_hash(7, s, len);
}

/* Elements that stand around anything say nothing. */
static struct lexicon silent;

void
around_open(void)
{
	static const char *const name[] = { "", "html", "body", "div", "p", "center", "hr",
		"tbody", "thead", "tfoot", "tr", "hgroup", "dir", "dt", "dd", "marquee",
		"frameset" };

	for (size_t i = 0; i < sizeof name / sizeof *name; i++)
		lexicon_put(&silent, name_hash(name[i], strlen(name[i])), 1);
}

static void
add_word(struct around *a, struct around_element *e, uint64_t word)
{
	for (size_t i = e->word; i < a->words; i++)
		if (a->word[i] == word)
			return;
	if (e->words == AROUND_WORDS)
		return;
	mem_grow(&a->word, &a->word_cap, a->words + 1, sizeof *a->word);
	a->word[a->words++] = word;
	e->words++;
}

/* `>div.article.body`, or ` .author` for one that is part of a line; false when it is
 * written otherwise. */
static bool
read_element(struct around *a, struct around_element *e, const char *s, const char *end)
{
	bool block = *s++ == '>';
	const char *from = s;
	size_t len;

	while (s < end && (text_ascii_lower(*s) || text_ascii_digit(*s)))
		s++;
	len = (size_t)(s - from);
	if (block) {
		e->block = around_block(from, len);
		e->blocks++;
	}
	e->name = name_hash(from, len);
	if (lexicon_get(&silent, e->name))
		e->name = 0;
	while (s < end && *s == '.') {
		for (from = ++s; s < end && text_ascii_lower(*s); s++)
			;
		add_word(a, e, around_word(from, (size_t)(s - from)));
	}
	return s == end;
}

/* An element that did not stand in those around it so far. */
static bool
new_element(struct around *a, const char *s, const char *end)
{
	const struct around_element *up = &a->element[a->at];
	struct around_element e = {.up = a->at, .depth = (uint16_t)(up->depth + 1),
		.blocks = up->blocks, .block = up->block, .word = a->words};

	if (!read_element(a, &e, s, end))
		return false;
	a->at = (uint32_t)a->elements++;
	mem_grow(&a->element, &a->element_cap, a->elements, sizeof *a->element);
	a->element[a->at] = e;
	return true;
}

static bool
open_element(struct around *a, const char *s, const char *end)
{
	uint64_t key = crf_hash(a->at, s, (size_t)(end - s));
	int64_t same = lexicon_get(&a->seen, key);

	if (same == 0) {
		if (!new_element(a, s, end))
			return false;
		lexicon_put(&a->seen, key, a->at);
	} else {
		a->at = (uint32_t)same;
	}
	return true;
}

/* One too deep to be kept must be well written too. */
static bool
pass_over(struct around *a, const char *s, const char *end)
{
	struct around_element e = {.word = a->words};
	bool well = read_element(a, &e, s, end);

	a->words = e.word;
	a->over++;
	return well;
}

/* What was opened in the same element before is not read again. */
static bool
open_elements(struct around *a, const char *s, const char *end)
{
	uint64_t key = crf_hash(a->at, s, (size_t)(end - s));
	int64_t same = lexicon_get(&a->seen, key);

	if (same != 0) {
		a->at = (uint32_t)same;
		return true;
	}
	while (s < end && (*s == '>' || *s == ' ')) {
		const char *from = s++;

		while (s < end && *s != '>' && *s != ' ')
			s++;
		if (a->element[a->at].depth < AROUND_OPEN ? !open_element(a, from, s) :
		    !pass_over(a, from, s))
			return false;
	}
	if (a->over == 0 && a->at != 0)
		lexicon_put(&a->seen, key, a->at);
	return s == end;
}

static void
close_elements(struct around *a, uint64_t n)
{
	uint64_t over = n < a->over ? n : a->over;

	a->over -= over;
	for (n -= over; n > 0 && a->at != 0; n--)
		a->at = a->element[a->at].up;
}

/* A number without exponent, times 1,000. */
static uint64_t
thousandths(const char *s, const char *end)
{
	uint64_t n = 0, unit = 1000;

	for (; s < end && text_ascii_digit(*s) && n < UINT64_MAX / 10000 - 9; s++)
		n = 10 * n + (uint64_t)(*s - '0');
	n *= unit;
	if (s < end && *s == '.')
		for (s++; s < end && text_ascii_digit(*s); s++)
			n += (uint64_t)(*s - '0') * (unit /= 10);
	return n;
}

static uint8_t
tenths(uint64_t thousandths)
{
	return thousandths == 0 ? 0 : thousandths >= 1000 ? 10 :
		(uint8_t)(1 + thousandths * 9 / 1000);
}

/* One member; false for one that cannot be what it should. */
static bool
take_member(struct around *a, const char *key, size_t len, const char *s, const char *end,
	const char **open)
{
	if (len == 4 && memcmp(key, "open", 4) == 0) {
		*open = s;
		return *s == '"';
	}
	if (len == 5 && memcmp(key, "close", 5) == 0)
		close_elements(a, thousandths(s, end) / 1000);
	else if (len == 5 && memcmp(key, "links", 5) == 0)
		a->links = tenths(thousandths(s, end));
	else if (len == 4 && memcmp(key, "bold", 4) == 0)
		a->bold = tenths(thousandths(s, end));
	else if (len == 4 && memcmp(key, "body", 4) == 0)
		a->body = tenths(thousandths(s, end));
	return true;
}

/* The members of an object; *open is the string of that name, up to *open_end. What is
 * closed comes before what is opened, whatever their order. */
static bool
read_members(struct around *a, const char **open, const char **open_end)
{
	struct json_scan *j = &a->json;
	bool escaped;

	for (j->at++; json_space(j) == '"' || *j->at == ','; ) {
		if (*j->at == ',') {
			j->at++;
			continue;
		}
		const char *key = j->at + 1, *key_end, *value, *had = *open;

		json_string_skip(j, &escaped);
		key_end = j->at - 1;
		json_space(j);
		j->at++;
		json_space(j);
		value = j->at;
		json_value(j);
		if (!take_member(a, key, (size_t)(key_end - key), value, j->at, open))
			return false;
		if (*open != had)
			*open_end = j->at - 1;
	}
	j->at++;
	return true;
}

bool
around_next(struct around *a)
{
	const char *open = NULL, *end = NULL;
	char c = json_space(&a->json);

	if (c == ',') {
		a->json.at++;
		c = json_space(&a->json);
	}
	if (c != '{')
		return false;
	a->links = a->bold = a->body = 0;
	if (!read_members(a, &open, &end))
		return false;
	a->kept = a->at;
	return open == NULL || open_elements(a, open + 1, end);
}

bool
around_begin(struct around *a, const char *json, size_t len)
{
	struct json_scan *j = &a->json;

	*j = (struct json_scan){.at = json, .end = json + len};
	a->over = a->words = 0;
	a->at = 0;
	a->elements = 1;
	mem_grow(&a->element, &a->element_cap, 1, sizeof *a->element);
	a->element[0] = (struct around_element){0};
	lexicon_clear(&a->seen);
	if (json_space(j) != '[')
		return false;
	j->at++;
	return true;
}
