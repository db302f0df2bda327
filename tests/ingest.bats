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
