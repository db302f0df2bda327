/* Mixed training pages: see mix.h. */
#include "mix.h"

#include "label.h"

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
	*seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (unsigned)(*seed >> 33) % 100;
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

/* The article's share of lines for one place of the layout. */
static void
fill(struct mixer *m, const struct line *like)
{
	size_t until = (m->slot + 1) * m->kept / m->slots;

	m->slot++;
	for (; m->done < until && m->next < m->article->lines; m->next++) {
		if (!label_kept(m->label[m->next]))
			continue;
		emit(m, m->article, &m->article->line[m->next], like, m->label[m->next]);
		m->done++;
	}
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
	m.slots = count_kept(layout, layout_label);
	for (m.title = 0; m.title < article->lines; m.title++)
		if (article_label[m.title] == LABEL_TITLE)
			break;
	if (m.kept == 0 || m.slots == 0 || m.title == article->lines)
		return false;
	for (i = 0; i < layout->lines; i++) {
		uint8_t y = layout_label[i];
		const struct line *l = &layout->line[i];

		if (label_kept(y)) {
			fill(&m, l);
			continue;
		}
		if (i == 0 || layout_label[i - 1] != y)
			leave = chance(seed) < LEAVE_OUT;
		if (y == LABEL_TITLE || (y == LABEL_TITLE_REPEAT && !leave))
			emit(&m, article, &article->line[m.title], l, y);
		else if (!leave)
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
