# What every filter promises (STYLE.md, RECORD.md), tried on each of them alike.
# shellcheck disable=SC2317
load helper
PROGRAMS=${ONLY:-$PROGRAMS}

setup() {
	cd "$TMP" || exit
	documents 3 >good.jsonl
}

# documents N: N records with all that a filter may ask for.
documents() {
	local text='Fatou Ndong, maire de Kobani, a parlé mardi. « Nous irons au bout », a-t-elle dit.'
	local more='"sentences":[{"start":0,"end":44},{"start":45,"end":82},{"start":83,"end":84}],
		"entities":[{"start":0,"end":11,"text":"Fatou Ndong","type":"PER","score":1,"name":0}],
		"names":[{"name":"Fatou Ndong","type":"PER","mentions":1}]'
	for ((i = 1; i <= $1; i++)); do
		echo "{\"id\":\"$i\",\"text\":\"$text $((i % 10))\",${more//[$'\t\n']/}}"
	done
}

# each CHECK…: the check on every filter; a failure shows which one.
each() {
	local p
	for p in $PROGRAMS; do
		echo "# $p"
		"$@" "$p"
	done
}

# every CHECK…: the same on ingest too.
every() { PROGRAMS="ingest $PROGRAMS" each "$@"; }

# expect STATUS COMMAND…: fails unless the command ends with that status.
expect() {
	local want=$1 got=0
	shift
	"$@" || got=$?
	[ "$got" = "$want" ] || { echo "status $got, not $want: $*" >&2; return 1; }
}

# rejected PROGRAM: bad.line between two good records is rejected, named, kept verbatim,
# and nothing else suffers.
rejected() {
	{ sed -n 1p good.jsonl; cat bad.line; sed -n 2p good.jsonl; } >mixed.jsonl
	expect 1 "$BIN/$1" --reject kept mixed.jsonl >out 2>err
	head -n 2 good.jsonl | "$BIN/$1" | cmp - out
	cmp bad.line kept
	[ "$(wc -l <err)" = 1 ]
	[[ $(<err) == "$1: mixed.jsonl:2: "* ]]
}

# rejects LINE: every filter rejects the line, given with printf escapes.
rejects() {
	printf '%b\n' "$1" >bad.line
	each rejected
}

@test "empty input gives empty output" {
	check() {
		expect 0 "$BIN/$1" </dev/null >out
		[ ! -s out ]
	}
	each check
}

@test "members of others leave byte for byte" {
	cat >odd.jsonl <<-'END'
	{ "z":12345678901234567890 ,"a" : 1.10,"e":1e400,"a":-0.0,"\u0061":"\u00e9\/\t", "o":{"b":[1.0,{}],"a":null},"id":"1","text":"Il pleut.","sentences":[],"entities":[],"names":[]}
	END
	check() {
		"$BIN/$1" odd.jsonl >out
		[[ $(<out) == "$(sed 's/"text".*//' odd.jsonl)"* ]]
		[ "$(wc -l <out)" = 1 ]
	}
	each check
}

@test "what it gives for parts is what it gives for the whole" {
	check() {
		[ "$1" != dedupe ] || return 0
		"$BIN/$1" good.jsonl >whole
		while read -r line; do "$BIN/$1" <<<"$line"; done <good.jsonl | cmp - whole
	}
	each check
}

@test "twice gives what once gives" {
	check() {
		"$BIN/$1" good.jsonl >once
		"$BIN/$1" once | cmp - once
		"$BIN/$1" once good.jsonl >/dev/null
	}
	each check
}

@test "the filters in a row, then any of them again, change nothing" {
	cp good.jsonl all.jsonl
	for p in $PROGRAMS; do
		"$BIN/$p" all.jsonl >next.jsonl
		mv next.jsonl all.jsonl
	done
	check() { "$BIN/$1" all.jsonl | cmp - all.jsonl; }
	each check
}

@test "one record out for one in, valid, its spans inside the text" {
	check() {
		"$BIN/$1" good.jsonl >out
		jq -es --arg p "$1" '
			def inside($r): .start >= 0 and .end >= .start
				and .end <= ($r.text | length)
				and ((has("text") | not) or .text == $r.text[.start:.end]);
			length == 3 and map(.id) == ["1", "2", "3"] and all(.[]; . as $r
				| [.paragraphs[]?, .sentences[]?, .entities[]?, .quotes[]?]
				| all(inside($r)))
			' out >/dev/null
	}
	each check
}

@test "files, several files, - and standard input are the same" {
	check() {
		"$BIN/$1" good.jsonl >want
		"$BIN/$1" <good.jsonl | cmp - want
		"$BIN/$1" - <good.jsonl | cmp - want
		head -n 1 good.jsonl >one
		tail -n 2 good.jsonl >two
		"$BIN/$1" one - <two | cmp - want
	}
	each check
}

@test "a last line without its line feed counts" {
	check() {
		"$BIN/$1" good.jsonl >want
		head -c -1 good.jsonl | "$BIN/$1" | cmp - want
	}
	each check
}

@test "a missing line feed does not join two files" {
	check() {
		head -n 1 good.jsonl | head -c -1 >one
		tail -n 2 good.jsonl >two
		"$BIN/$1" good.jsonl >want
		"$BIN/$1" one two | cmp - want
	}
	each check
}

@test "CRLF line ends" {
	check() {
		"$BIN/$1" good.jsonl >want
		sed 's/$/\r/' good.jsonl | "$BIN/$1" | tr -d '\r' | cmp - want
	}
	each check
}

@test "a BOM at the start of a file is skipped" {
	check() {
		"$BIN/$1" good.jsonl >want
		{ printf '\xef\xbb\xbf'; cat good.jsonl; } | "$BIN/$1" | cmp - want
	}
	each check
}

@test "the environment and the directory do not matter" {
	check() {
		"$BIN/$1" good.jsonl >want
		env -i "$BIN/$1" good.jsonl | cmp - want
		LC_ALL=tr_TR.UTF-8 "$BIN/$1" good.jsonl | cmp - want
		(cd / && LC_ALL=C "$BIN/$1" "$TMP/good.jsonl") | cmp - want
	}
	each check
}

@test "lines that are no record are rejected" {
	rejects ''
	rejects 'null'
	rejects '[]'
	rejects '{"id":"9","text":"a"} {}'
	rejects '{"id":"9","text":"a",}'
	rejects '{"id":"9","text":"a","n":01}'
	rejects '{"id":"9","text":"a'
	rejects "{'id':'9'}"
	rejects '{"id":"9","text":"a\tb"}'
}

@test "texts, pages and indented JSON in the place of records: told once, and what to do" {
	text() {
		printf 'Il pleut.\n\nIl neige.\n' >text.txt
		jq . good.jsonl >indented.json
		for file in text.txt indented.json; do
			expect 1 "$BIN/$1" --reject kept "$file" >out 2>err
			cmp "$file" kept
			[ ! -s out ]
			[ "$(wc -l <err)" = 1 ]
			grep -q "^$1: $file:1: .*: ingest $file | $1)$" err
		done
		cat text.txt good.jsonl text.txt >mixed.jsonl
		expect 1 "$BIN/$1" mixed.jsonl good.jsonl >out 2>err
		"$BIN/$1" good.jsonl good.jsonl | cmp - out
		cut -d: -f3 err | tr '\n' ' ' | grep -qx '1 7 8 9 '
	}
	each text
}

@test "text missing, no string, or there twice" {
	rejects '{"id":"9"}'
	rejects '{"id":"9","text":12}'
	rejects '{"id":"9","text":null}'
	rejects '{"id":"9","text":"a","text":"b"}'
}

@test "spans outside the text, and members that are no spans" {
	# spans PROGRAM MEMBER: PROGRAM reads MEMBER, and rejects it when it is wrong.
	spans() {
		for value in '[{"start":0,"end":99}]' '[{"start":2,"end":1}]' '[{"start":-1,"end":1}]' \
			'[{"start":0.5,"end":1}]' '[{"start":1e30,"end":1}]' '[{"end":1}]' '[3]' '{}' '"a"'; do
			documents 1 | sed "s/\"$2\":\[[^]]*\],*//; s/}$/,\"$2\":$value}/" >bad.line
			rejected "$1"
		done
	}
	spans sentsplit paragraphs
	spans ner sentences
	spans quotes sentences
	spans quotes entities
}

@test "NUL, raw and escaped" {
	rejects '{"id":"9","text":"a\0000b"}'
	rejects '{"id":"9","text":"a\\u0000b"}'
	rejects '\0000'
}

@test "a lone surrogate, anywhere" {
	rejects '{"id":"9","text":"a\\ud800b"}'
	rejects '{"id":"9","text":"a\\udc00"}'
	rejects '{"id":"9","text":"a","other":["\\ud800\\u0041"]}'
	rejects '{"id":"9","text":"a","other\\udfff":1}'
}

@test "invalid, overlong and truncated UTF-8" {
	rejects '{"id":"9","text":"a\xff"}'
	rejects '{"id":"9","text":"\xc0\xaf"}'
	rejects '{"id":"9","text":"\xed\xa0\x80"}'
	rejects '{"id":"9","text":"\xf4\x90\x80\x80"}'
	rejects '{"id":"9","text":"\xe2\x82"}'
	rejects '{"id":"9","other":"\xe9t\xe9","text":"a"}'
	rejects '{"id":"9","text":"\xe2\x82'
}

@test "UTF-8 that is wrong or right, wherever it stands in a line" {
	# lines SEQUENCE…: each in the middle of texts of many lengths.
	lines() {
		local n pad
		for ((n = 0; n < 70; n++)); do
			printf -v pad '%*s' "$n" ''
			for c; do
				printf '{"pad":"%s%b%44s","text":"a"}\n' "$pad" "$c" ''
			done
		done
	}
	lines '\x80' '\xc3' '\xff' '\xc0\xaf' '\xe0\x9f\xbf' '\xed\xa0\x80' '\xe2\x82' \
		'\xf0\x8f\xbf\xbf' '\xf4\x90\x80\x80' '\xf0\x9f\x98' '\xc3\xa9\xa9' >wrong.jsonl
	lines '\xc3\xa9' '\xe0\xa0\x80' '\xe2\x82\xac' '\xed\x9f\xbf' '\xf0\x90\x80\x80' \
		'\xf4\x8f\xbf\xbf' >right.jsonl
	"$BIN/sentsplit" -q --reject rejected wrong.jsonl >out && return 1
	[ ! -s out ]
	cmp rejected wrong.jsonl
	"$BIN/sentsplit" right.jsonl >out
	[ "$(wc -l <out)" -eq "$(wc -l <right.jsonl)" ]
}

@test "10,000 nested brackets" {
	brackets=$(printf '%10000s' '')
	rejects '{"id":"9","text":"a","deep":'"${brackets// /[}${brackets// /]}"'}'
	rejects '{"id":"9","text":"a","deep":'"${brackets// /[}"
	rejects "${brackets// /[}"
}

@test "a line of 10 MB goes through" {
	{ printf '{"id":"0","pad":"'; head -c 10000000 /dev/zero | tr '\0' a
		printf '","text":"Il pleut.","sentences":[],"entities":[],"names":[]}\n'; } >long.jsonl
	check() {
		"$BIN/$1" long.jsonl good.jsonl >out
		[ "$(wc -l <out)" = 4 ]
		[ "$(wc -c <out)" -gt 10000000 ]
	}
	each check
}

@test "a line of 100 MB is rejected, kept and not held in memory" {
	{ head -n 1 good.jsonl; printf '{"id":"9","text":"'
		head -c 100000000 /dev/zero | tr '\0' a
		printf '"}\n'; sed -n 2p good.jsonl; } >long.jsonl
	check() {
		expect 1 "$BIN/$1" --reject kept long.jsonl >out 2>err
		head -n 2 good.jsonl | "$BIN/$1" | cmp - out
		sed -n 2p long.jsonl | cmp - kept
		[[ $(<err) == "$1: long.jsonl:2: "* ]]
	}
	each check
}

@test "order stays around many rejects" {
	documents 300 | sed 'p; s/"text"/"no"/' >mixed.jsonl
	check() {
		expect 1 "$BIN/$1" --reject kept mixed.jsonl >out 2>err
		grep -v '"no' mixed.jsonl | "$BIN/$1" | cmp - out
		grep '"no' mixed.jsonl | cmp - kept
		[ "$(wc -l <err)" = 300 ]
	}
	each check
}

@test "a full disk is noticed" {
	check() { expect 2 "$BIN/$1" good.jsonl >/dev/full 2>err && [ -s err ]; }
	every check
	full_reject() {
		expect 2 "$BIN/$1" --reject /dev/full <<<'{}' 2>err
		[ -s err ]
	}
	each full_reject
}

@test "a closed standard output is noticed" {
	check() { expect 2 "$BIN/$1" good.jsonl >&- 2>err && [ -s err ]; }
	every check
}

@test "a reader that leaves early ends it without a word" {
	documents 1000 >many.jsonl
	check() {
		{ expect 141 "$BIN/$1" many.jsonl || touch wrong; } 2>err | head -n 1 >/dev/null
		[ ! -s err ] && [ ! -e wrong ]
	}
	each check
}

@test "a missing file, a directory: status 2, the rest is done" {
	check() {
		"$BIN/$1" good.jsonl >want
		expect 2 "$BIN/$1" missing.jsonl good.jsonl >out 2>err
		cmp out want
		[[ $(<err) == "$1: "*missing.jsonl* ]]
		expect 2 "$BIN/$1" . good.jsonl >out 2>err
		cmp out want
		[ "$(wc -l <err)" = 1 ]
	}
	each check
}

@test "misuse: status 2 and a message" {
	check() {
		expect 2 "$BIN/$1" --no-such-option </dev/null 2>err
		[[ $(<err) == "$1: "*no-such-option* ]]
		[ "$(wc -l <err)" = 1 ]
		expect 2 "$BIN/$1" --reject </dev/null 2>err
		expect 2 "$BIN/$1" --reject "$TMP/no/such/dir" good.jsonl 2>err >out
		[ ! -s out ]
		expect 2 "$BIN/$1" -Q </dev/null 2>err
	}
	every check
}

@test "--help fits in 20 lines and ends in an example, --version says the version" {
	check() {
		"$BIN/$1" --help >out
		"$BIN/$1" -h | cmp - out
		[ "$(wc -l <out)" -le 20 ]
		head -n 1 out | grep -q "^usage: $1 "
		tail -n 2 out | grep -q "$1"
		[[ $("$BIN/$1" --version) == "$1 "*"$(<"$ROOT/VERSION")" ]]
		"$BIN/$1" -V | grep -q "^$1 "
	}
	every check
}

@test "-q keeps the messages back, not the status" {
	check() {
		expect 1 "$BIN/$1" -q 2>err <<<'{}'
		[ ! -s err ]
	}
	each check
}

@test "control characters in messages are escaped" {
	check() {
		expect 2 "$BIN/$1" $'no\e[31m\nsuch' 2>err
		[ "$(wc -l <err)" = 1 ]
		! grep -q $'\e' err
	}
	every check
}

@test "--line-buffered lets a record out at once" {
	check() {
		rm -f pipe out
		mkfifo pipe
		"$BIN/$1" --line-buffered <pipe >out &
		exec 9>pipe
		head -n 1 good.jsonl >&9
		for _ in {1..100}; do [ -s out ] && break; sleep 0.1; done
		[ "$(wc -l <out)" = 1 ]
		exec 9>&-
		wait $!
	}
	each check
}

@test "a terminal where a pipe was expected is told so" {
	terminal
	check() {
		script -qec "'$BIN/$1'" /dev/null </dev/null >out || true
		grep -q "^$1: " out
	}
	every check
}

@test "a table directory without the tables: status 2, before anything is read" {
	mkdir empty
	check() {
		[ "$1" != dedupe ] || return 0	# it reads documents without any
		expect 2 "$BIN/$1" --tables empty good.jsonl >out 2>err
		[ ! -s out ]
		[[ $(<err) == "$1: "*empty/* ]]
	}
	each check
}
