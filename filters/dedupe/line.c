/* Lines between the stages (see line.h). */
#include "line.h"

#include <string.h>

#include "text.h"

unsigned
line_split(const char *line, size_t len, struct field *f)
{
	unsigned n = 0;

	if (len && line[len - 1] == '\t')
		len--;
	for (;;) {
		const char *tab = n + 1 < LINE_FIELDS ? memchr(line, '\t', len) : NULL;
		size_t field = tab ? (size_t)(tab - line) : len;

		f[n++] = (struct field){line, field};
		if (!tab)
			return n;
		line += field + 1;
		len -= field + 1;
	}
}

struct field
field_of(const struct buf *b)
{
	return (struct field){b->s, b->len};
}

int
field_compare(struct field a, struct field b)
{
	size_t least = a.len < b.len ? a.len : b.len;
	int c = least ? memcmp(a.s, b.s, least) : 0;

	return c ? c : (a.len > b.len) - (a.len < b.len);
}

bool
field_equal(struct field a, struct field b)
{
	return a.len == b.len && !field_compare(a, b);
}

void
line_escape(struct buf *b, const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)s[i];

		if (c <= ' ' || c == '\\' || c == 0x7f)
			buf_printf(b, "\\x%02x", c);
		else
			buf_byte(b, s[i]);
	}
}

static unsigned
hex(char c)
{
	return (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10) & 15;
}

void
line_unescape(struct buf *b, struct field f)
{
	for (size_t i = 0; i < f.len; i++)
		if (f.s[i] == '\\' && f.len - i >= 4) {
			buf_byte(b, (char)(hex(f.s[i + 2]) << 4 | hex(f.s[i + 3])));
			i += 3;
		} else {
			buf_byte(b, f.s[i]);
		}
}

/* Digits led by letters that grow with their number. */
static size_t
order_digits(struct buf *b, const char *s, size_t len)
{
	size_t n = 0, zeros = 0;

	while (n < len && text_ascii_digit(s[n]))
		n++;
	while (zeros + 1 < n && s[zeros] == '0')
		zeros++;
	for (size_t left = n - zeros; left > 25; left -= 25)
		buf_byte(b, 'z');
	buf_byte(b, (char)('a' + (n - zeros - 1) % 25));
	buf_add(b, s + zeros, n - zeros);
	return n;
}

void
line_node(struct buf *b, const char *order, size_t order_len, const char *id,
	size_t id_len)
{
	for (size_t i = 0; i < order_len;)
		if (text_ascii_digit(order[i]))
			i += order_digits(b, order + i, order_len - i);
		else
			line_escape(b, order + i++, 1);
	buf_byte(b, ' ');
	line_escape(b, id, id_len);
}

struct field
line_node_id(struct field node)
{
	const char *space = memchr(node.s, ' ', node.len);
	size_t skip = space ? (size_t)(space - node.s) + 1 : 0;

	return (struct field){node.s + skip, node.len - skip};
}

bool
line_number(struct field f, unsigned *v)
{
	*v = 0;
	if (!f.len || f.len > 6)
		return false;
	for (size_t i = 0; i < f.len; i++) {
		if (!text_ascii_digit(f.s[i]))
			return false;
		*v = *v * 10 + (unsigned)(f.s[i] - '0');
	}
	return true;
}

/* ---- signatures: the counts, then only what is used; little-endian ---- */

#define HEAD (sizeof(uint64_t) + sizeof(uint32_t) + 3)

static unsigned char *
add_bytes(unsigned char *to, const void *from, size_t n)
{
	memcpy(to, from, n);
	return to + n;
}

/* Bytes of the shingles: 6 of a key, 3 of each other. */
static size_t
shingle_bytes(unsigned n)
{
	return n < SKETCH_KEYS ? n * 6 : SKETCH_KEYS * 6 + (n - SKETCH_KEYS) * 3;
}

static unsigned char *
pack_shingles(const struct sketch *s, unsigned char *p)
{
	for (unsigned i = 0; i < s->shingles; i++) {
		*p++ = (unsigned char)(s->shingle[i] >> 24);
		*p++ = (unsigned char)(s->shingle[i] >> 16);
		*p++ = (unsigned char)(s->shingle[i] >> 8);
		if (i >= SKETCH_KEYS)
			continue;
		*p++ = (unsigned char)s->shingle[i];
		*p++ = (unsigned char)(s->low[i] >> 8);
		*p++ = (unsigned char)s->low[i];
	}
	return p;
}

size_t
line_pack(const struct sketch *s, unsigned char to[LINE_SKETCH])
{
	unsigned char *p = to;

	p = add_bytes(p, &s->text, sizeof(s->text));
	p = add_bytes(p, &s->site, sizeof(s->site));
	*p++ = s->shingles;
	*p++ = s->facts;
	*p++ = s->words;
	p = pack_shingles(s, p);
	p = add_bytes(p, s->fact, s->facts * sizeof(*s->fact));
	p = add_bytes(p, s->word, s->words * sizeof(*s->word));
	return (size_t)(p - to);
}

static const unsigned char *
take_bytes(void *to, const unsigned char *from, size_t n)
{
	memcpy(to, from, n);
	return from + n;
}

static const unsigned char *
unpack_shingles(struct sketch *s, const unsigned char *p)
{
	for (unsigned i = 0; i < s->shingles; i++, p += 3) {
		s->shingle[i] = (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
			(uint32_t)p[2] << 8;
		if (i >= SKETCH_KEYS)
			continue;
		p += 3;
		s->shingle[i] |= p[0];
		s->low[i] = (uint16_t)(p[1] << 8 | p[2]);
	}
	return p;
}

bool
line_unpack(const unsigned char *p, size_t len, struct sketch *s)
{
	memset(s, 0, sizeof(*s));
	if (len < HEAD)
		return false;
	p = take_bytes(&s->text, p, sizeof(s->text));
	p = take_bytes(&s->site, p, sizeof(s->site));
	s->shingles = *p++;
	s->facts = *p++;
	s->words = *p++;
	if (s->shingles > SKETCH_SHINGLES || s->facts > SKETCH_WORDS ||
	    s->words > SKETCH_WORDS || len != HEAD + shingle_bytes(s->shingles) +
	    s->facts * sizeof(*s->fact) + s->words * sizeof(*s->word))
		return false;
	p = unpack_shingles(s, p);
	p = take_bytes(s->fact, p, s->facts * sizeof(*s->fact));
	take_bytes(s->word, p, s->words * sizeof(*s->word));
	return true;
}

static const char digit64[] =
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void
line_sketch(struct buf *b, const struct sketch *s)
{
	unsigned char bytes[LINE_SKETCH + 2];
	size_t n = line_pack(s, bytes), at = b->len;

	bytes[n] = bytes[n + 1] = 0;
	buf_reserve(b, n / 3 * 4 + 4);
	for (size_t i = 0; i < n; i += 3) {
		unsigned v = (unsigned)bytes[i] << 16 | (unsigned)bytes[i + 1] << 8 |
			bytes[i + 2];

		b->s[at++] = digit64[v >> 18];
		b->s[at++] = digit64[v >> 12 & 63];
		b->s[at++] = digit64[v >> 6 & 63];
		b->s[at++] = digit64[v & 63];
	}
	b->len += (n * 4 + 2) / 3;
}

static int
value64(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (text_ascii_digit(c))
		return c - '0' + 52;
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

bool
line_read_sketch(struct field f, struct sketch *s)
{
	unsigned char bytes[LINE_SKETCH];
	size_t n = 0;
	unsigned v = 0;

	if (f.len > LINE_SKETCH * 4 / 3)
		return false;
	for (size_t i = 0; i < f.len; i++) {
		int digit = value64(f.s[i]);

		if (digit < 0)
			return false;
		v = v << 6 | (unsigned)digit;
		if (i % 4)
			bytes[n++] = (unsigned char)(v >> (6 - i % 4 * 2));
	}
	return line_unpack(bytes, n, s);
}
