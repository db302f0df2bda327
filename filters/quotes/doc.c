/*
 * Reads a record into a doc.
 */
#include "doc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"

bool
doc_is_long_dash(const struct doc *d, size_t i)
{
	return doc_punct(d, i, "\xe2\x80\x93") || doc_punct(d, i, "\xe2\x80\x94");
}

bool
doc_is_dash(const struct doc *d, size_t i)
{
	return doc_punct(d, i, "-") || doc_is_long_dash(d, i);
}

/* The cast: the record's `names`. */
static bool
read_names(struct doc *d)
{
	json_t *list, *one, *name;
	const char *type;
	size_t i;

	d->names = 0;
	if (!record_json(d->rec, "names", &list))
		return false;
	if (list && !json_is_array(list)) {
		record_reject(d->rec, "names is no array");
		return false;
	}
	json_array_foreach(list, i, one) {
		name = json_object_get(one, "name");
		if (!json_is_string(name)) {
			record_reject(d->rec, "names[%zu] has no name", i);
			return false;
		}
		type = json_string_value(json_object_get(one, "type"));
		mem_grow(&d->name, &d->name_cap, d->names + 1, sizeof(*d->name));
		d->name[d->names++] = (struct name){
			.s = json_string_value(name),
			.len = json_string_length(name),
			.type = type ? *type : 'M',
			.first = NONE
		};
	}
	return true;
}

static bool
entity_number(struct doc *d, json_t *one, size_t i, size_t *name)
{
	json_t *value = json_object_get(one, "name");

	*name = NONE;
	if (!value)
		return true;
	if (json_is_integer(value) && json_integer_value(value) >= 0 &&
	    (size_t)json_integer_value(value) < d->names) {
		*name = (size_t)json_integer_value(value);
		return true;
	}
	record_reject(d->rec, "entities[%zu].name is no index into names", i);
	return false;
}

static int
by_start(const void *a, const void *b)
{
	const struct entity *x = a, *y = b;

	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	return x->end > y->end ? -1 : x->end < y->end;
}

/* Sorts the entities and drops those that overlap an earlier one. */
static void
tidy_entities(struct doc *d)
{
	size_t i, n = 0;

	if (d->entities)
		qsort(d->entity, d->entities, sizeof(*d->entity), by_start);
	for (i = 0; i < d->entities; i++)
		if (n == 0 || d->entity[i].start >= d->entity[n - 1].end)
			d->entity[n++] = d->entity[i];
	d->entities = n;
}

static bool
read_entities(struct doc *d)
{
	const struct span *span;
	const char *type;
	json_t *list;
	size_t n, i, name;

	d->entities = 0;
	if (!record_spans(d->rec, "entities", &span, &n, &list))
		return false;
	if (!span && !list) {
		record_reject(d->rec, "no entities: run ner first");
		return false;
	}
	for (i = 0; i < n; i++) {
		json_t *one = json_array_get(list, i);

		type = json_string_value(json_object_get(one, "type"));
		if (!entity_number(d, one, i, &name))
			return false;
		mem_grow(&d->entity, &d->entity_cap, d->entities + 1, sizeof(*d->entity));
		d->entity[d->entities++] = (struct entity){
			.start = span[i].start, .end = span[i].end,
			.name = name, .type = type ? *type : 'M'
		};
		if (name != NONE && d->name[name].first == NONE)
			d->name[name].first = span[i].start;
	}
	tidy_entities(d);
	return true;
}

static bool
read_sentences(struct doc *d)
{
	json_t *list;

	if (!record_spans(d->rec, "sentences", &d->sentence, &d->sentences, &list))
		return false;
	if (!d->sentence && !list) {
		record_reject(d->rec, "no sentences: run sentsplit first");
		return false;
	}
	return true;
}

/* Where the walk over tokens stands in the other lists. */
struct place {
	size_t mark, entity, sentence, line;
	size_t at;		/* end of the last token */
	bool open;		/* a unit has begun */
	bool done;		/* item of the current mark was made */
};

static void
fill_item(struct doc *d, struct item *it, const struct token *t)
{
	const char *s = d->text->s + t->start;
	unsigned size;

	*it = (struct item){
		.start = t->start, .end = t->end, .kind = t->kind,
		.mark = UINT32_MAX, .entity = UINT32_MAX
	};
	it->form = lexicon_find(s, t->end - t->start);
	it->capital = (text_class(text_decode(s, d->text->s + t->end, &size)) &
		TEXT_UPPER) != 0;
}

static void
set_entity(const struct doc *d, struct item *it, struct place *p)
{
	while (p->entity < d->entities && d->entity[p->entity].end <= it->start)
		p->entity++;
	if (p->entity < d->entities && d->entity[p->entity].start < it->end)
		it->entity = (uint32_t)p->entity;
}

static void
end_unit(struct doc *d, struct place *p)
{
	if (p->open)
		d->unit[d->units - 1].to = d->items;
	p->open = false;
}

static void
begin_unit(struct doc *d, struct place *p)
{
	if (p->open)
		return;
	mem_grow(&d->unit, &d->unit_cap, d->units + 1, sizeof(*d->unit));
	d->unit[d->units++] = (struct unit){ d->items, d->items, p->line };
	p->open = true;
}

static void
add_item(struct doc *d, const struct item *it, struct place *p)
{
	begin_unit(d, p);
	mem_grow(&d->item, &d->item_cap, d->items + 1, sizeof(*d->item));
	d->item[d->items] = *it;
	d->item[d->items++].unit = (uint32_t)(d->units - 1);
}

static void
add_mark(struct doc *d, struct place *p)
{
	static const struct form empty = { .cue = -1, .role = -1, .country = -1 };
	const struct mark *m = &d->marks.v[p->mark];
	struct item it = {
		.start = m->open, .end = m->close, .form = &empty,
		.mark = (uint32_t)p->mark, .entity = UINT32_MAX
	};

	add_item(d, &it, p);
}

/* Counts the line breaks up to `to`; true when there was one. */
static bool
pass_lines(const struct doc *d, struct place *p, size_t to)
{
	const char *s = d->text->s, *q = s + p->at;
	bool any = false;

	while (q < s + to && (q = memchr(q, '\n', (size_t)(s + to - q)))) {
		p->line++;
		q++;
		any = true;
	}
	return any;
}

/* Moves to the sentence that holds the byte; true when it is a new one. */
static bool
pass_sentences(const struct doc *d, struct place *p, size_t start)
{
	bool moved = false;

	while (p->sentence < d->sentences && d->sentence[p->sentence].end <= start) {
		p->sentence++;
		moved = true;
	}
	return moved;
}

static void
add_word(struct doc *d, struct mark *m, const struct item *it)
{
	if (m->to == 0)
		m->from = d->words;
	mem_grow(&d->word, &d->word_cap, d->words + 1, sizeof(*d->word));
	d->word[d->words++] = *it;
	m->to = d->words;
}

/* Whether the mark opens behind the stop of the sentence before its words. */
static bool
opens_next(const struct doc *d, const struct place *p, const struct mark *m)
{
	return p->open && p->sentence < d->sentences &&
		d->sentence[p->sentence].end <= m->start &&
		(doc_punct(d, d->items - 1, ".") || doc_punct(d, d->items - 1, "!") ||
		doc_punct(d, d->items - 1, "?"));
}

/* Puts the token where it belongs: into its mark, or into the skeleton. */
static void
place_token(struct doc *d, struct place *p, const struct token *t)
{
	struct marks *m = &d->marks;
	struct item it;
	bool broke;

	while (p->mark < m->n && m->v[p->mark].close <= t->start) {
		p->mark++;
		p->done = false;
	}
	broke = pass_lines(d, p, t->start);
	broke = pass_sentences(d, p, t->start) || broke;
	fill_item(d, &it, t);
	set_entity(d, &it, p);
	it.first = broke || d->items == 0;
	p->at = t->end;
	if (p->mark < m->n && m->v[p->mark].open < t->end) {
		if (!p->done) {
			if (broke || opens_next(d, p, &m->v[p->mark]))
				end_unit(d, p);
			add_mark(d, p);
		}
		p->done = true;
		it.mark = (uint32_t)p->mark;
		if (it.start >= m->v[p->mark].start && it.end <= m->v[p->mark].end)
			add_word(d, &m->v[p->mark], &it);
		return;
	}
	if (broke)
		end_unit(d, p);
	add_item(d, &it, p);
}

static void
build(struct doc *d)
{
	struct span all = { 0, d->text->len };
	struct place p = { 0 };
	size_t i;

	d->items = d->words = d->units = 0;
	token_split(d->text->s, all, &d->tokens);
	for (i = 0; i < d->tokens.n; i++)
		place_token(d, &p, &d->tokens.v[i]);
	end_unit(d, &p);
}

/* The article's `date` when it is a whole day: "2024-02-29". */
static void
read_date(struct doc *d)
{
	size_t len;
	const char *raw = record_raw(d->rec, "date", &len);
	char copy[16] = "";
	struct day day;

	d->date = (struct day){ 0 };
	if (!raw || len < 12 || *raw != '"')
		return;
	memcpy(copy, raw + 1, 10);
	if (sscanf(copy, "%4d-%2d-%2d", &day.year, &day.month, &day.day) == 3 &&
	    day.month >= 1 && day.month <= 12 && day.day >= 1 && day.day <= 31)
		d->date = day;
}

bool
doc_read(struct doc *d, struct record *rec)
{
	d->rec = rec;
	d->text = record_text(rec);
	if (!d->text || !read_sentences(d) || !read_names(d) || !read_entities(d))
		return false;
	read_date(d);
	marks_find(&d->marks, d->text->s, d->text->len);
	build(d);
	echo_find(d);
	return true;
}
