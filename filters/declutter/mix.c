/* Mixed training pages: see mix.h. */
#include "mix.h"

#include "label.h"
#include "layout.h"

#define LEAVE_OUT 20	/* blocks left out, of 100 */

struct mixer {
	const struct page *layout, *article;
	const uint8_t *label;		/* of the article's lines */
	struct buf *text, *out;
	size_t next;			/* line of the article */
	size_t kept, slots, slot;	/* lines to keep, places for them */
	size_t done;
	size_t title;
};

static unsigned
chance(uint64_t *seed)
{
	return draw(seed, 100);
}

/* One line of `from`, spaced as line `like` of the layout. */
static void
emit(struct mixer *m, const struct page *from, const struct line *l,
	const struct line *like, uint8_t label)
{
	int i;

	for (i = 0; i < like->blank && m->text->len > 0; i++)
		buf_byte(m->text, '\n');
	if (like->indent)
		buf_addz(m->text, "  ");
	buf_add(m->text, from->s + l->start, l->end - l->start);
	buf_byte(m->text, '\n');
	buf_byte(m->out, (char)label);
}

/* A list inside the article: the first words of some of its lines, numbered. */
static void
emit_list(struct mixer *m, const struct line *like, uint64_t *seed)
{
	static const char *const mark[] = { "- ", "\u2022 ", "\u2013 ", "" };
	unsigned kind = draw(seed, 5), n = 3 + draw(seed, 7), k;

	for (k = 0; k < n; k++) {
		size_t any = draw(seed, (unsigned)m->article->lines);
		const struct line *l = &m->article->line[any];
		unsigned words = 2 + draw(seed, 7);
		const struct word *w = line_words(m->article, l);

		if (l->stored <= words)
			continue;
		if (kind == 4)
			buf_printf(m->text, "%u. ", k + 1);
		else
			buf_addz(m->text, mark[kind]);
		buf_add(m->text, m->article->s + l->start + w->offset,
			w[words].offset + (size_t)w[words].len - w->offset);
		buf_byte(m->text, '\n');
		for (int i = 0; i < like->blank && draw(seed, 2); i++)
			buf_byte(m->text, '\n');
		buf_byte(m->out, LABEL_LIST);
	}
}

/* The next line of the article, spaced as `like`. */
static void
emit_next(struct mixer *m, const struct line *like)
{
	for (; m->done < m->kept && m->next < m->article->lines; m->next++) {
		if (!label_kept(m->label[m->next]))
			continue;
		emit(m, m->article, &m->article->line[m->next], like, m->label[m->next]);
		m->next++;
		m->done++;
		return;
	}
}

/* The article's share of lines for one place of the layout: one line for a heading,
 * else what is left in equal parts. */
static void
fill(struct mixer *m, const struct line *like, bool one, uint64_t *seed)
{
	size_t n = 1;

	if (!one) {
		if (m->done > 0 && draw(seed, 8 * (unsigned)m->slots) == 0)
			emit_list(m, like, seed);
		n = (m->kept - m->done) / (m->slots - m->slot);
		m->slot++;
	}
	for (; n > 0; n--)
		emit_next(m, like);
}

static size_t
count_kept(const struct page *p, const uint8_t *label)
{
	size_t i, n = 0;

	for (i = 0; i < p->lines; i++)
		n += label_kept(label[i]);
	return n;
}

bool
mix(const struct page *layout, const uint8_t *layout_label, const struct page *article,
	const uint8_t *article_label, uint64_t *seed, struct buf *text, struct buf *out)
{
	struct mixer m = { .layout = layout, .article = article, .label = article_label,
		.text = text, .out = out };
	bool leave = false;
	size_t i;

	text->len = out->len = 0;
	m.kept = count_kept(article, article_label);
	for (i = 0; i < layout->lines; i++)
		m.slots += label_kept(layout_label[i]) &&
			layout_label[i] != LABEL_HEADING;
	if (draw(seed, 4) == 0 && m.kept > 5)
		m.kept = 1 + draw(seed, 5);
	for (m.title = 0; m.title < article->lines; m.title++)
		if (article_label[m.title] == LABEL_TITLE)
			break;
	if (m.kept == 0 || m.slots == 0)
		return false;
	for (i = 0; i < layout->lines; i++) {
		uint8_t y = layout_label[i];
		const struct line *l = &layout->line[i];

		if (y & LAYOUT_TEXT) {
			emit(&m, layout, l, l, (uint8_t)(y & ~LAYOUT_TEXT));
			continue;
		}
		if (label_kept(y)) {
			fill(&m, l, y == LABEL_HEADING, seed);
			continue;
		}
		if (i == 0 || layout_label[i - 1] != y)
			leave = chance(seed) < LEAVE_OUT;
		if (y == LABEL_TITLE || y == LABEL_TITLE_REPEAT) {
			if (m.title < article->lines && (y == LABEL_TITLE || !leave))
				emit(&m, article, &article->line[m.title], l, y);
		} else if (!leave)
			emit(&m, layout, l, l, y);
	}
	return true;
}

bool
mix_bare(const struct page *article, const uint8_t *label, uint64_t *seed,
	struct buf *text, struct buf *out)
{
	static const struct line alone;
	struct mixer m = { .text = text, .out = out };
	size_t kept = count_kept(article, label), from, lines, i;

	text->len = out->len = 0;
	if (kept == 0)
		return false;
	from = chance(seed) * kept / 100;
	lines = 1 + chance(seed) % 5;
	for (i = 0; i < article->lines && lines > 0; i++) {
		if (!label_kept(label[i]))
			continue;
		if (from > 0) {
			from--;
			continue;
		}
		lines--;
		emit(&m, article, &article->line[i], &alone, label[i]);
	}
	return true;
}
