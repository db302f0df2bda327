/*
 * Character encodings: see charset.h. Single-byte encodings other than
 * Windows-1252 and the multi-byte ones of East Asia go through iconv(3), but
 * only under the names listed here: a document's label never reaches it.
 */
#include "charset.h"

#include <ctype.h>
#include <iconv.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "text.h"

/* 0x80 to 0x9f of Windows-1252; the five holes are the C1 controls. */
static const uint16_t cp1252[32] = {
	0x20ac, 0x81, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021,
	0x2c6, 0x2030, 0x160, 0x2039, 0x152, 0x8d, 0x17d, 0x8f,
	0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
	0x2dc, 0x2122, 0x161, 0x203a, 0x153, 0x9d, 0x17e, 0x178
};

enum { UTF8 = 1, CP1252, UTF16 };

/* Labels of the Encoding Standard; a code above is decoded here. */
static const struct label {
	const char *name;
	int code;
	const char *iconv;
} labels[] = {
	{"utf-8", UTF8, NULL}, {"utf8", UTF8, NULL},
	{"unicode-1-1-utf-8", UTF8, NULL},
	{"iso-8859-1", CP1252, NULL}, {"iso8859-1", CP1252, NULL},
	{"iso_8859-1", CP1252, NULL}, {"iso-88591", CP1252, NULL},
	{"latin1", CP1252, NULL}, {"latin-1", CP1252, NULL}, {"l1", CP1252, NULL},
	{"ascii", CP1252, NULL}, {"us-ascii", CP1252, NULL},
	{"windows-1252", CP1252, NULL}, {"cp1252", CP1252, NULL},
	{"x-cp1252", CP1252, NULL}, {"ansi", CP1252, NULL},
	{"utf-16", UTF16, NULL}, {"utf-16le", UTF16, NULL},
	{"iso-8859-15", 0, "ISO-8859-15"}, {"latin-9", 0, "ISO-8859-15"},
	{"iso8859-15", 0, "ISO-8859-15"}, {"macintosh", 0, "MACINTOSH"},
	{"iso-8859-2", 0, "ISO-8859-2"}, {"iso-8859-5", 0, "ISO-8859-5"},
	{"iso-8859-6", 0, "ISO-8859-6"}, {"iso-8859-7", 0, "ISO-8859-7"},
	{"iso-8859-9", 0, "WINDOWS-1254"}, {"koi8-r", 0, "KOI8-R"},
	{"windows-1250", 0, "WINDOWS-1250"}, {"windows-1251", 0, "WINDOWS-1251"},
	{"windows-1253", 0, "WINDOWS-1253"}, {"windows-1254", 0, "WINDOWS-1254"},
	{"windows-1256", 0, "WINDOWS-1256"}, {"windows-1257", 0, "WINDOWS-1257"},
	{"gb2312", 0, "GB18030"}, {"gbk", 0, "GB18030"}, {"gb18030", 0, "GB18030"},
	{"big5", 0, "BIG5-HKSCS"}, {"shift_jis", 0, "CP932"},
	{"euc-jp", 0, "EUC-JP"}, {"euc-kr", 0, "UHC"},
	{NULL, 0, NULL}
};

static void
put(struct buf *out, uint32_t c)
{
	char s[4];

	buf_add(out, s, text_encode(c, s));
}

static void
put_cp1252(struct buf *out, unsigned char c)
{
	if (c < 0x80)
		buf_byte(out, (char)c);
	else
		put(out, c < 0xa0 ? cp1252[c - 0x80] : c);
}

static void
from_cp1252(struct buf *out, const char *s, size_t len)
{
	buf_reserve(out, len + len / 8);
	for (size_t i = 0; i < len; i++)
		put_cp1252(out, (unsigned char)s[i]);
}

/* Lone surrogates become U+FFFD; an odd last byte too. */
static void
from_utf16(struct buf *out, const char *s, size_t len, bool big)
{
	const unsigned char *p = (const unsigned char *)s;
	uint32_t high = 0;

	buf_reserve(out, len);
	for (size_t i = 0; i + 1 < len; i += 2) {
		uint32_t c = big ? (uint32_t)p[i] << 8 | p[i + 1] :
			(uint32_t)p[i + 1] << 8 | p[i];
		bool low = c >= 0xdc00 && c < 0xe000;
		if (high && low)
			put(out, 0x10000 + ((high - 0xd800) << 10) + (c - 0xdc00));
		else if (high || low)
			put(out, 0xfffd);
		high = c >= 0xd800 && c < 0xdc00 ? c : 0;
		if (!high && !low)
			put(out, c);
	}
	if (high || len % 2)
		put(out, 0xfffd);
}

/* Bytes that are no UTF-8, and sequences of two bytes and more that are. */
static void
count_utf8(const char *s, size_t len, size_t *bad, size_t *good)
{
	*bad = *good = 0;
	for (size_t i = 0; i < len;) {
		size_t end = i + text_valid(s + i, len - i);
		for (; i < end; i++)
			*good += ((unsigned char)s[i] & 0xc0) == 0xc0;
		if (i < len) {
			++*bad;
			i++;
		}
	}
}

static void
from_mixed(struct buf *out, const char *s, size_t len)
{
	for (size_t i = 0; i < len;) {
		size_t n = text_valid(s + i, len - i);
		buf_add(out, s + i, n);
		i += n;
		if (i < len)
			put_cp1252(out, (unsigned char)s[i++]);
	}
}

static void
from_iconv(struct buf *out, const char *s, size_t len, const char *name)
{
	iconv_t cd = iconv_open("UTF-8", name);
	char *in = (char *)(uintptr_t)s, *to;
	size_t left = len, room;

	if (cd == (iconv_t)-1) {
		from_cp1252(out, s, len);
		return;
	}
	while (left > 0) {
		buf_reserve(out, left + 64);
		to = out->s + out->len;
		room = out->cap - out->len;
		size_t r = iconv(cd, &in, &left, &to, &room);
		out->len = (size_t)(to - out->s);
		if (r == (size_t)-1 && room >= 16 && left > 0) {
			put(out, 0xfffd);
			in++;
			left--;
		}
	}
	iconv_close(cd);
}

static const struct label *
find_label(const char *name)
{
	if (name == NULL)
		return NULL;
	for (const struct label *l = labels; l->name; l++)
		if (strcasecmp(l->name, name) == 0)
			return l;
	return NULL;
}

bool
charset_known(const char *name)
{
	return find_label(name) != NULL;
}

static bool
is_utf8(const char *s, size_t len, const struct label *l)
{
	return !(l && l->iconv) && text_valid(s, len) == len;
}

bool
charset_is_utf8(const char *s, size_t len, const char *name)
{
	return len > 0 && (unsigned char)*s < 0x80 && is_utf8(s, len, find_label(name));
}

void
charset_decode(struct buf *out, const char *s, size_t len, const char *name)
{
	const struct label *l = find_label(name);
	size_t bad, good;

	if (len >= 3 && memcmp(s, "\xef\xbb\xbf", 3) == 0) {
		l = &labels[0];
		s += 3;
		len -= 3;
	} else if (len >= 2 && (memcmp(s, "\xff\xfe", 2) == 0 ||
	    memcmp(s, "\xfe\xff", 2) == 0)) {
		from_utf16(out, s + 2, len - 2, s[0] == '\xfe');
		return;
	}
	if (is_utf8(s, len, l)) {
		buf_add(out, s, len);
		return;
	}
	if (l && l->iconv) {
		from_iconv(out, s, len, l->iconv);
		return;
	}
	count_utf8(s, len, &bad, &good);
	if (good > bad)
		from_mixed(out, s, len);
	else
		from_cp1252(out, s, len);
}

void
charset_newlines(struct buf *b)
{
	char *p = b->len ? memchr(b->s, '\r', b->len) : NULL, *to = p, *end;

	if (p == NULL)
		return;
	end = b->s + b->len;
	for (; p < end; p++) {
		if (*p != '\r')
			*to++ = *p;
		else if (p + 1 == end || p[1] != '\n')
			*to++ = '\n';
	}
	b->len = (size_t)(to - b->s);
}

static const struct {
	const char *magic;
	size_t len;
	const char *what;
	bool plain;	/* no control characters need follow */
} formats[] = {
	{"%PDF-", 5, "a PDF file", true}, {"{\\rtf", 5, "an RTF file", true},
	{"PK\003\004", 4, "a ZIP archive or office file", false},
	{"\320\317\021\340", 4, "an old office file", false},
	{"\177ELF", 4, "a program", false}, {"\211PNG", 4, "a PNG image", false},
	{"\377\330\377", 3, "a JPEG image", false}, {"GIF8", 4, "a GIF image", false},
	{"\3757zXZ", 5, "an xz archive", false}, {"BZh", 3, "a bzip2 archive", false},
	{"\x28\xb5\x2f\xfd", 4, "a zstd archive", false},
	{"RIFF", 4, "a media file", false}, {"ID3", 3, "a media file", false},
	{"OggS", 4, "a media file", false},
};

static const char *
control_characters(const char *s, size_t len)
{
	size_t control = 0;

	if (len && memchr(s, '\0', len))
		return "a binary file (it holds U+0000)";
	for (size_t i = 0; i < len; i++)
		control += (unsigned char)s[i] < ' ' && !isspace((unsigned char)s[i]);
	return control > len / 50 + 1 ? "a binary file (control characters)" : NULL;
}

const char *
charset_binary(const char *s, size_t len)
{
	const char *why;

	if (len >= 2 && (memcmp(s, "\xff\xfe", 2) == 0 || memcmp(s, "\xfe\xff", 2) == 0))
		return NULL;
	why = control_characters(s, len);
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
		if ((why || formats[i].plain) && len >= formats[i].len &&
		    memcmp(s, formats[i].magic, formats[i].len) == 0)
			return formats[i].what;
	return why;
}
