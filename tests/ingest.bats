load helper
bats_require_minimum_version 1.5.0

setup() {
	mkdir -p "$TMP/d"
	cd "$TMP"
}

# text FILE: the text of its one record.
text() { "$BIN/ingest" "$@" | jq -r .text; }

@test "ingest: id, path and text of a file, in that order" {
	echo 'Il pleut.' >d/un.txt
	run "$BIN/ingest" d/un.txt
	[ "$status" -eq 0 ]
	[ "$output" = '{"id":"un","path":"d/un.txt","text":"Il pleut.\n"}' ]
}

@test "ingest: directories recursively, in bytewise order of the paths" {
	mkdir -p d/a d/é
	for f in d/a/x.txt d/a.txt d/B.txt d/é/y.txt d/a-b.txt; do echo t >"$f"; done
	run bash -c '"$BIN/ingest" d | jq -r .path'
	[ "$output" = "$(find d -type f | LC_ALL=C sort)" ]
	[ "$("$BIN/ingest" d d/ | jq -r .id | head -2)" = $'B\na-b' ]
}

@test "ingest: ids are unique in the run" {
	echo 1 >d/a.txt; echo 2 >d/a.text
	run bash -c '"$BIN/ingest" d d/a.txt d/a.txt | jq -r .id'
	[ "$output" = $'a\na.txt\na.txt~2\na.txt~3' ]
}

@test "ingest: --id-prefix" {
	echo 1 >d/a.txt
	[ "$("$BIN/ingest" --id-prefix 2024-01/ d | jq -r .id)" = 2024-01/a ]
	[ "$("$BIN/ingest" --id-prefix $'\xe9/' d | jq -r .id)" = %E9/a ]
}

@test "ingest: file names that are no UTF-8 or hold control characters" {
	echo 1 >"d/b"$'\xe9'".txt"
	echo 1 >"d/l"$'\n'"f.txt"
	"$BIN/ingest" d >out
	[ "$(wc -l <out)" -eq 2 ]
	[ "$(jq -r 'select(.id|startswith("b")).id' out)" = b%E9 ]
	[ "$(jq -c 'select(.id|startswith("l")).id' out)" = '"l\nf"' ]
}

@test "ingest: Latin-1 and Windows-1252 are recognised" {
	printf 'L\x92\xe9t\xe9 \xe0 10 \x80, \xab LIBERT\xc9\xbb' >l.txt
	[ "$(text l.txt)" = 'L’été à 10 €, « LIBERTÉ»' ]
}

@test "ingest: UTF-8 with stray bytes keeps its characters" {
	printf 'préf\xc3\xa9r\xc3\xa9, d\xe9j\xe0 pr\xc3\xaat \xe2\x80\x99' >m.txt
	[ "$(text m.txt)" = 'préféré, déjà prêt ’' ]
}

@test "ingest: byte order marks of UTF-8 and UTF-16" {
	printf '\xef\xbb\xbfété' >8.txt
	printf 'été 😀' | iconv -t UTF-16LE | sed '1s/^/\xff\xfe/' >le.txt
	printf 'été 😀' | iconv -t UTF-16BE | sed '1s/^/\xfe\xff/' >be.txt
	[ "$(text 8.txt)" = été ]
	[ "$(text le.txt)" = 'été 😀' ]
	[ "$(text be.txt)" = 'été 😀' ]
}

@test "ingest: a lone surrogate in UTF-16 becomes U+FFFD" {
	printf '\xff\xfea\0\x00\xd8b\0' >s.txt
	[ "$(text s.txt)" = 'a�b' ]
}

@test "ingest: CRLF and CR become LF" {
	printf 'a\r\nb\rc\n\r\nd\r' >c.txt
	[ "$("$BIN/ingest" c.txt | jq -c .text)" = '"a\nb\nc\n\nd\n"' ]
}

@test "ingest: gzip under any name" {
	echo 'Bonjour.' | gzip >d/g.txt
	[ "$(text d)" = 'Bonjour.' ]
}

@test "ingest: what is no text gets a message and status 1, the rest comes out" {
	printf 'a\0b' >d/1nul
	printf '%%PDF-1.7 abc' >d/2.pdf
	printf '\x89PNG\r\n\x1a\n\0\0' >d/3.png
	printf '\x01\x02\x03\x04abc' >d/4
	: >d/5
	printf ' \n' >d/6
	mkfifo d/7
	ln -s .. d/8
	ln -s nowhere d/9
	echo ok >d/ok.txt
	run --separate-stderr "$BIN/ingest" d
	[ "$status" -eq 1 ]
	[ "$(jq -r .id <<<"$output")" = ok ]
	[ "$stderr" = "ingest: d/1nul: a binary file (it holds U+0000), skipped
ingest: d/2.pdf: a PDF file, skipped
ingest: d/3.png: a PNG image, skipped
ingest: d/4: a binary file (control characters), skipped
ingest: d/5: empty file, skipped
ingest: d/6: no text
ingest: d/7: no regular file, skipped
ingest: d/8: a symbolic link, skipped
ingest: d/9: a symbolic link, skipped" ]
}

@test "ingest: U+0000 in UTF-16" {
	printf '\xff\xfea\0\0\0b\0' >z.txt
	run "$BIN/ingest" z.txt
	[ "$status" -eq 1 ]
	[[ "$output" == *"U+0000"* ]]
}

@test "ingest: an operand that is not there is status 2, the rest comes out" {
	echo ok >ok.txt
	run --separate-stderr "$BIN/ingest" nowhere ok.txt
	[ "$status" -eq 2 ]
	[ "$(jq -r .id <<<"$output")" = ok ]
}

@test "ingest: an unreadable file in a directory" {
	[ "$(id -u)" -ne 0 ] || skip "root reads everything"
	echo 1 >d/a.txt; echo 2 >d/b.txt; chmod 0 d/a.txt
	run --separate-stderr "$BIN/ingest" d
	[ "$status" -eq 1 ]
	[ "$(jq -r .id <<<"$output")" = b ]
}

@test "ingest: a file over the limit is not held in memory" {
	yes 'une ligne de texte' | head -c 40000000 >big.txt
	run "$BIN/ingest" big.txt
	[ "$status" -eq 1 ]
	[[ "$output" == *"more than 33554432 bytes"* ]]
}

@test "ingest: a decompression bomb is stopped" {
	head -c 200000000 /dev/zero | gzip -9 >bomb.gz
	run "$BIN/ingest" bomb.gz
	[ "$status" -eq 1 ]
}

@test "ingest: damaged gzip" {
	yes 'une ligne' | head -c 100000 | gzip | head -c 150 >cut.gz
	run "$BIN/ingest" cut.gz
	[ "$status" -eq 1 ]
	[[ "$output" == *"gzip member at byte 0: cut short" ]]
}

@test "ingest: standard input, and FIFOs named as operands" {
	[ "$(echo oui | "$BIN/ingest" | jq -c .)" = '{"id":"stdin","path":"-","text":"oui\n"}' ]
	[ "$("$BIN/ingest" <(echo oui) | jq -r .text)" = oui ]
}

@test "ingest: an unknown --type is a usage error" {
	run "$BIN/ingest" --type doc
	[ "$status" -eq 2 ]
}

@test "ingest: one file after another is both files together" {
	for i in 1 2 3; do echo "texte $i" >"d/$i.txt"; done
	diff <("$BIN/ingest" d) <(for i in 1 2 3; do "$BIN/ingest" "d/$i.txt"; done)
}

# golden FILE [OPTION…]: a file of tests/data/ingest gives its .out.jsonl.
golden() {
	cd "$ROOT/tests/data/ingest"
	"$BIN/ingest" "${@:2}" "$1" | diff -u "${1%.*}.out.jsonl" -
}

@test "ingest: an HTML page: visible lines, lines, page_meta" { golden page.html; }
@test "ingest: tag soup" { golden soup.html; }
@test "ingest: a page in Latin-1 by its meta element" { golden latin1.html; }
@test "ingest: a page in UTF-16" { golden utf16.html; }
@test "ingest: RSS" { golden rss.xml; }
@test "ingest: Atom" { golden atom.xml; }

@test "ingest: JSON Lines of another shape" {
	golden shape.jsonl --text-member content --id-member url
}

@test "ingest: CSV with semicolons, quoted cells and Windows-1252" {
	golden cells.csv --text-member contenu
}

@test "ingest: lines has an object for each line of text" {
	"$BIN/ingest" "$ROOT/tests/data/ingest/page.html" >out
	jq -e '(.text | split("\n") | length - 1) == (.lines | length)' out
	jq -e '.lines[0].open | startswith(">html>body")' out
	jq -e '[.lines[] | (.open // "" | [match("[> ]"; "g")] | length), -(.close // 0)] | add >= 0' out
}

@test "ingest: TSV, and --type for standard input" {
	printf 'id\ttext\nx\til dit "oui"\n' >t.tsv
	[ "$(text t.tsv)" = 'il dit "oui"' ]
	[ "$("$BIN/ingest" --type tsv <t.tsv | jq -r .id)" = x ]
	[ "$(echo 'a<p>b' | "$BIN/ingest" --type html | jq -c .text)" = '"a\nb\n"' ]
	[ "$(echo '<p>b' | "$BIN/ingest" --type text | jq -r .text)" = '<p>b' ]
	[ "$(echo '{"text":"t"}' | "$BIN/ingest" --type jsonl | jq -r .id)" = 'line#1' ]
}

@test "ingest: JSON objects, alone or in an array" {
	mkdir j
	printf '{\n "id": "a",\n "text": "Un \\"mot} ]\\" ici.\\nDeux."\n}\n' >j/one.json
	printf '\xef\xbb\xbf[\n{"text":"un", "n":{"m":[1.10]}},\n{"id":2,"text":"deux"}\n]\n' >j/two.json
	[ "$("$BIN/ingest" j | jq -r .id | tr '\n' ' ')" = 'a two.json#2 2 ' ]
	[ "$("$BIN/ingest" j/one.json | jq -r .text)" = $'Un "mot} ]" ici.\nDeux.' ]
	[[ "$("$BIN/ingest" j/two.json)" == *'"n":{"m":[1.10]}'* ]]
	printf '[{"text":"un"}, 3]' >j/bad.json
	run --separate-stderr "$BIN/ingest" j/bad.json
	[ "$status" -eq 1 ] && [ "$(jq -r .text <<<"$output")" = un ]
	[[ "$stderr" == *'bad.json:1: not a JSON object' ]]
	printf '[{"text":"un"},\n{"text":' >j/cut.json
	run --separate-stderr "$BIN/ingest" j/cut.json
	[ "$status" -eq 1 ] && [ "$(jq -r .text <<<"$output")" = un ]
	[[ "$stderr" == *'cut.json:2: an object without end'* ]]
}

@test "ingest: bad rows are named by line, the others come out" {
	printf '{"text":"un"}\nrien\n{"text":1}\n{"a":"b"}\n{"text":"deux"}\n' >r.jsonl
	run --separate-stderr "$BIN/ingest" r.jsonl
	[ "$status" -eq 1 ]
	[ "$(jq -r .text <<<"$output")" = $'un\ndeux' ]
	[ "$(cut -d: -f3 <<<"$stderr" | tr -d '\n')" = 234 ]
}

@test "ingest: an unpaired quotation mark in CSV" {
	printf 'id,text\n1,un\n2,"deux\n' >q.csv
	run --separate-stderr "$BIN/ingest" q.csv
	[ "$status" -eq 1 ]
	[ "$(jq -r .text <<<"$output")" = un ]
	[[ "$stderr" == *q.csv:3:* ]]
}

@test "ingest: a table without the column of the text is told of once" {
	printf 'id,corps\n1,un\n2,deux\n' >t.csv
	run "$BIN/ingest" t.csv
	[ "$status" -eq 1 ]
	[ "$output" = 'ingest: t.csv:1: no column "text" (--text-member names the column)' ]
	[ "$("$BIN/ingest" --text-member corps t.csv | jq -r .text)" = $'un\ndeux' ]
}

@test "ingest: a feed that declares entities is refused" {
	printf '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "x">]><rss><item><title>&a;</title></item></rss>' >e.xml
	run "$BIN/ingest" e.xml
	[ "$status" -eq 1 ]
	[[ "$output" == *"declares entities"* ]]
}

@test "ingest: a feed reads no file" {
	echo secret >secret
	printf '<!DOCTYPE r [<!ENTITY a SYSTEM "secret">]><rss><item><title>&a;</title></item></rss>' >e.xml
	run "$BIN/ingest" --type feed e.xml
	[[ "$output" != *"secret "* ]]
	[ "$status" -eq 1 ]
}

# ---- crawls ----

# warc TYPE URI CONTENT-TYPE FILE: a WARC record on standard output.
warc() {
	printf 'WARC/1.0\r\nWARC-Type: %s\r\nWARC-Target-URI: %s\r\n' "$1" "$2"
	printf 'WARC-Date: 2024-02-29T10:00:00Z\r\nContent-Type: %s\r\n' "$3"
	printf 'Content-Length: %d\r\n\r\n' "$(stat -c %s "$4")"
	cat "$4"
	printf '\r\n\r\n'
}

# http FILE STATUS [FIELD…]: an HTTP response with that body.
http() {
	printf 'HTTP/1.1 %s\r\n' "$2"
	printf '%s\r\n' "${@:3}"
	printf '\r\n'
	cat "$1"
}

# A response record around a page: respond URI STATUS [FIELD…] <page
respond() {
	cat >body
	http body "${@:2}" >message
	warc response "$1" 'application/http; msgtype=response' message
}

@test "ingest: WARC: responses that are pages, in any coding" {
	local html='Content-Type: text/html; charset=iso-8859-1' i
	{
		echo 'software: test' >info
		warc warcinfo '' application/warc-fields info
		printf '<p>D\xe9j\xe0.' | respond http://a.example/1 '200 OK' "$html"
		echo '<p>Parti.' | respond http://a.example/2 '404 Not Found' "$html"
		echo 'PNG' | respond http://a.example/3 '200 OK' 'Content-Type: image/png'
		printf '4\r\n<p>M\r\n5\r\norcel\r\n0\r\n\r\n' | respond http://a.example/4 '200 OK' "$html" 'Transfer-Encoding: chunked'
		echo '<p>Comprimé.' | gzip | respond http://a.example/5 '200 OK' 'Content-Type: text/html' 'Content-Encoding: gzip'
		echo '<p>Déjà défait.' | respond http://a.example/6 '200 OK' 'Content-Type: text/html' 'Content-Encoding: br' 'Transfer-Encoding: chunked'
		echo 'Texte.' | respond http://a.example/7 '200 OK' 'Content-Type: text/plain'
		echo x >r; warc request http://a.example/8 'application/http; msgtype=request' r
	} >c.warc
	"$BIN/ingest" c.warc >out
	[ "$(jq -r .text out | grep .)" = $'Déjà.\nMorcel\nComprimé.\nDéjà défait.\nTexte.' ]
	[ "$(jq -r .id out | head -1)" = 'http://a.example/1@2024-02-29T10:00:00Z' ]
	[ "$(jq -r .url out | head -1)" = 'http://a.example/1' ]
	gzip -k c.warc
	diff <(jq -c 'del(.path)' out) <("$BIN/ingest" c.warc.gz | jq -c 'del(.path)')
}

@test "ingest: WET, gzipped member by member" {
	for i in 1 2 3; do
		echo "Page $i." >t
		warc conversion "http://a.example/$i" text/plain t | gzip
	done >c.wet.gz
	[ "$("$BIN/ingest" c.wet.gz | jq -r .text | grep .)" = $'Page 1.\nPage 2.\nPage 3.' ]
}

@test "ingest: WARC: damaged records are reported with their offset and skipped" {
	echo 'Un.' >t; warc conversion http://a.example/1 text/plain t >c.warc
	local at
	at=$(stat -c %s c.warc)
	printf 'WARC/1.0\r\nContent-Length: many\r\n\r\nxx\r\n\r\n' >>c.warc
	echo 'Deux.' >t; warc conversion http://a.example/2 text/plain t >>c.warc
	warc conversion http://a.example/3 text/plain t | head -c -8 >>c.warc
	run --separate-stderr "$BIN/ingest" c.warc
	[ "$status" -eq 1 ]
	[ "$(jq -r .text <<<"$output" | grep .)" = $'Un.\nDeux.' ]
	[[ "$stderr" == *"record at byte $at: no WARC record"* ]]
	[[ "$stderr" == *"cut short"* ]]
}

@test "ingest: WARC: a damaged gzip member is skipped" {
	for i in 1 2 3; do
		{ echo "Page $i."; seq 1 2000; } >t
		warc conversion "http://a.example/$i" text/plain t | gzip >m$i
	done
	local at
	at=$(stat -c %s m1)
	printf '\xff\xff\xff\xff\xff\xff' | dd of=m2 bs=1 seek=200 conv=notrunc status=none
	cat m1 m2 m3 >c.warc.gz
	run --separate-stderr "$BIN/ingest" c.warc.gz
	[ "$status" -eq 1 ]
	[ "$(jq -r '.text[:7]' <<<"$output")" = $'Page 1.\nPage 3.' ]
	[[ "$stderr" == *"gzip member at byte $at"* ]]
}

@test "ingest: WARC: a body that grows without end is stopped" {
	head -c 100000000 /dev/zero | gzip -9 |
		respond http://a.example/1 '200 OK' 'Content-Type: text/html' 'Content-Encoding: gzip' >c.warc
	run "$BIN/ingest" c.warc
	[ "$status" -eq 1 ]
	[[ "$output" == *"record at byte 0: the decompressed body is over the limit"* ]]
}

@test "ingest: WARC: memory does not grow with the file" {
	seq 1 20000 >t
	for i in {1..400}; do warc conversion "http://a.example/$i" text/plain t; done >c.warc
	( ulimit -v 60000; "$BIN/ingest" --version ) || skip "no memory limit here"
	( ulimit -v 60000; "$BIN/ingest" c.warc | wc -l >n )
	[ "$(cat n)" -eq 400 ]
}

# ---- hostile pages ----

# ---- pages ----

@test "ingest: the encoding of a page: byte order mark, HTTP header, meta, detection" {
	local meta='<meta charset=koi8-r>' html='Content-Type: text/html'
	printf '\xef\xbb\xbf%s<p>été' "$meta" >bom.html
	[ "$(text bom.html)" = été ]
	printf '%s<p>\xd5' "$meta" >meta.html
	[ "$(text meta.html)" = у ]
	printf '<p>\xe9t\xe9' >none.html
	[ "$(text none.html)" = été ]
	{
		printf '%s<p>\xd5' "$meta" | respond http://a.example/1 '200 OK' "$html; charset=iso-8859-1"
		printf '\xef\xbb\xbf%s<p>é' "$meta" | respond http://a.example/2 '200 OK' "$html; charset=iso-8859-1"
		printf '<p>\xe9' | respond http://a.example/3 '200 OK' "$html; charset=no-such"
	} >c.warc
	[ "$(text c.warc | grep .)" = $'Õ\né\né' ]
}

@test "ingest: white space between elements, as it shows" {
	printf '<b>a</b> <i>b</i><div> c </div> <span>d</span>\n<ul> <li> e </ul><p>f<!-- x --> <b hidden>g</b>h' >n.html
	[ "$(text n.html)" = $'a b\nc\nd\ne\nf h' ]
	printf '<p>un<div hidden>caché</div> <b>deux</b> <pre>  a\n\n b </pre><table> <tr> <td> x </td> <td> y</table>' >n.html
	[ "$(text n.html)" = $'un\ndeux\na\nb\nx\ty' ]
}

@test "ingest: frames, and what stands for them, show nothing" {
	printf '<frameset><frame src=a.html><noframes><p>caché</noframes></frameset>' >n.html
	run --separate-stderr "$BIN/ingest" n.html
	[ "$status" -eq 1 ]
	[ -z "$output" ]
	[[ "$stderr" == *'no text'* ]]
}

@test "ingest: elements closed in the wrong order end with their block" {
	printf '<p><b class=un><i class=deux>a</b>b</i><p>c<my-x class=trois>d</my-x>e' >n.html
	"$BIN/ingest" n.html >out
	[ "$(jq -r .text out)" = $'ab\ncde' ]
	[ "$(jq -c .lines out)" = '[{"open":">html>body>p .un .deux","bold":0.5},{"close":3,"open":">p"}]' ]
}

@test "ingest: raw text that looks like tags, in places where titles do not belong" {
	for page in '<title>a <p>b &lt;i> </title>' '<frameset><title><p>x</title>' \
	    '<select><title><my-x>' '<table><title><td>x</title>' '<xmp><title></xmp>'; do
		printf '%s<p>fin' "$page" >n.html
		run "$BIN/ingest" -q n.html
		[ "$status" -le 1 ]
	done
	printf '<title>a <p>b &lt;i> </title><p>fin' >n.html
	[ "$(text n.html)" = fin ]
	"$BIN/ingest" n.html | jq -e '.page_meta.title == "a b"'
}

@test "ingest: an author whom @graph names elsewhere" {
	printf '<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","author":[{"@id":"#1"},{"@id":"#2"},{"@id":3}]},{"@type":"Person","@id":"#1","name":"Awa Sow"},{"@id":"#1","name":"B"},7]}</script><p>fin' >n.html
	"$BIN/ingest" n.html | jq -e '.page_meta.byline == ["Awa Sow"]'
}

@test "ingest: JSON-LD with white space wherever it may stand" {
	printf '<script type="application/ld+json">\n{\n "@type" : "NewsArticle" ,\n "position": 1 ,"headline" :\n\t"Le pont rouvre" , "author" : { "name" : "Awa Sow" }\n}\n</script><p>fin' >n.html
	[ "$("$BIN/ingest" n.html | jq -c '.page_meta | [.title, .byline]')" = \
		'["Le pont rouvre",["Awa Sow"]]' ]
}

@test "ingest: a page of too many tags is skipped" {
	yes '<p>' | head -2100000 >n.html
	echo 'fin' >>n.html
	run --separate-stderr "$BIN/ingest" n.html
	[ "$status" -eq 1 ]
	[[ "$stderr" == *'too much memory'* ]]
}

@test "ingest: 100,000 levels of nesting" {
	for t in div table ul 'b class=x' a span 'li><dd' 'table><tr><td' font; do
		yes "<$t>" | head -100000 | tr -d '\n' >n.html
		echo 'fin' >>n.html
		run timeout 20 "$BIN/ingest" n.html
		[ "$status" -le 1 ]
		[[ "$output" == *fin* ]]
	done
}

@test "ingest: many attributes, many open formatting elements" {
	{ printf '<p '; seq -f 'a%.0f=1' 300000 | tr '\n' ' '; echo '>fin'; } >n.html
	[ "$(timeout 20 "$BIN/ingest" n.html | jq -r .text)" = fin ]
	{ seq -f '<b a=%.0f><p>x' 20000; echo fin; } >n.html
	timeout 20 "$BIN/ingest" n.html | jq -r .text | grep -q fin
}

@test "ingest: texts between the rows of a table" {
	{ printf '<table>'; yes '<tr>y' | head -100000; echo '<td>fin'; } >n.html
	( [[ $BIN == *sanitize* ]] || ulimit -v 400000; "$BIN/ingest" n.html | jq -r .text ) >out
	[ "$(wc -w <out)" -eq 100001 ]
	grep -qx fin out
}

@test "ingest: private characters of a page stand for no other text" {
	printf '<p>premier texte<p>&#xF0000; a<p>&#983040; b<p>&amp; \xf3\xb0\x80\x80 c' >n.html
	[ "$(text n.html)" = $'premier texte\n� a\n� b\n& \xf3\xb0\x80\x80 c' ]
}

@test "ingest: a page of more pieces of text than there are private characters" {
	seq -f '<p>ligne %.0f' 70000 >n.html
	[ "$(text n.html)" = "$(seq -f 'ligne %.0f' 70000)" ]
}

@test "ingest: numeric references that overflow" {
	printf '<p>a&#411111111111111111111111111166;b&#xFFFFFFFFFFFF;&#xE9;' >n.html
	[ "$(text n.html)" = 'a�b�é' ]
}

@test "ingest: white space collapses wherever it stands in a text" {
	for n in {1..20}; do
		printf '<p> %.*s  un\n\tde\f la  \r\nété %.*s ' "$n" abcdefghijklmnopqrst "$n" \
			'a b c d e f g h i j '
		printf '%.*s un de la été %.*s\n' "$n" abcdefghijklmnopqrst "$n" \
			'a b c d e f g h i j ' | sed 's/ $//' >&3
	done >w.html 3>want
	[ "$(text w.html | grep .)" = "$(cat want)" ]
}

@test "ingest: words of classes" {
	printf '<p class="%s">a' 'article-body articleBody x1y ABCdef été' \
		'internationalisation_desNouvelles a-b bb BB' >c.html
	printf '<p class="menu" id="menuTop" role=navigation>b' >>c.html
	[ "$("$BIN/ingest" c.html | jq -r '.lines[].open')" = "$(printf '%s\n' \
		'>html>body>p.article.body.abcdef' '>p.internationalisation.des.nouvelles.bb' \
		'>p.menu.top.navigation')" ]
}

@test "ingest: a less-than sign that begins no tag is text" {
	printf 'a<p>3 < 4<p><<svg>x</svg>div>b<p>c<' >l.html
	[ "$(text l.html)" = $'a\n3 < 4\n<div>b\nc<' ]
}

@test "ingest: a feed nested too deep, WARC headers without an end" {
	{ printf '<rss><item><title>t</title></item>'; yes '<a>' | head -2000; } >n.xml
	run --separate-stderr "$BIN/ingest" n.xml
	[ "$status" -eq 1 ]
	[ "$(jq -r .text <<<"$output")" = t ]
	[[ "$stderr" == *"nested too deep"* ]]
	yes $'WARC/1.0\r\nContent-Length: 5\r' | head -100000 >h.warc
	run timeout 20 "$BIN/ingest" -q h.warc
	[ "$status" -eq 1 ]
}
