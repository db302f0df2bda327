# pipeline.sh: the stages as one pipe.
# shellcheck disable=SC2016,SC2086,SC2094,SC2238
load helper

setup() {
	cd "$TMP" || exit
	cp "$ROOT/pipeline.sh" quidit	# away from bin/, so that $BIN is used
	export PATH=$TMP:$BIN:$PATH
	for i in {1..9}; do
		printf '{"id":"%s","text":"Il pleut sur le lot %s."}\n' "$i" "$i"
	done >nine.jsonl
}

# Stages that only leave their mark, for what the filters themselves do not matter to.
marks=(--declutter 'sed s/.$/,D}/' --sentsplit 'sed s/.$/,S}/' --ner 'sed s/.$/,N}/'
	--quotes 'sed s/.$/,Q}/' --dedupe 'sed s/.$/,U}/')

expect() {
	local want=$1 got=0
	shift
	"$@" || got=$?
	[ "$got" = "$want" ] || { echo "status $got, not $want: $*" >&2; return 1; }
}

@test "the articles go through, in order, every member there" {
	quidit "$ROOT/examples/articles" >out
	(cd "$ROOT/examples/articles" && find . -name '*.txt') | sed 's|^\./||; s|\.txt$||' |
		LC_ALL=C sort >ids
	jq -r .id out | cmp - ids
	jq -es 'all(.[]; .sentences and .entities and .names and .quotes and .paragraphs)' out
}

@test "every quotation of the articles lies in its text, and has words" {
	quidit "$ROOT/examples/articles" >out
	jq -es '[.[] | . as $r | .quotes[] | select(has("segments") | not)
		| .text == $r.text[.start:.end] and (.text | length) > 0] | length > 30 and all' out
}

@test "a second run over the records changes nothing" {
	quidit "$ROOT/examples/articles" >once
	quidit - <once | cmp - once
}

@test "-j gives the same bytes" {
	quidit "$ROOT/examples/articles" nine.jsonl >want
	quidit -j 3 "$ROOT/examples/articles" nine.jsonl | cmp - want
	quidit -j20 "$ROOT/examples/articles" - <nine.jsonl | cmp - want
	for _ in {1..9000}; do cat nine.jsonl; done >many.jsonl
	quidit "${marks[@]}" -j 2 many.jsonl | cmp - <(quidit "${marks[@]}" many.jsonl)
	quidit -j 2 </dev/null >out
	[ ! -s out ]
}

@test "standard input is the default" {
	quidit <nine.jsonl >out
	quidit nine.jsonl | cmp - out
	[ "$(wc -l <out)" = 9 ]
}

@test "operands keep their order" {
	mkdir 'the texts'
	echo 'Il neige.' >'the texts/x y.txt'
	echo 'Il vente.' >w.txt
	quidit "${marks[@]}" nine.jsonl 'the texts' w.txt - <<<'{"id":"last"}' | grep -o '"id":"[^"]*"' |
		tr -d '\n' >out
	sed -n 's/.*"9"//p' out | grep -qx '"id":"x y""id":"w""id":"last"'
}

@test "a BOM or a missing line feed does no harm in the middle" {
	head -c -1 nine.jsonl >cut.jsonl
	{ printf '\xef\xbb\xbf'; cat nine.jsonl; } >bom.jsonl
	cat nine.jsonl nine.jsonl nine.jsonl | quidit "${marks[@]}" >want
	quidit "${marks[@]}" cut.jsonl bom.jsonl nine.jsonl | cmp - want
}

@test "stages run in their order" {
	[ "$(quidit "${marks[@]}" - <<<'{}')" = '{,D,S,N,Q,U}' ]
}

@test "any stage can be left out" {
	[ "$(quidit "${marks[@]}" --skip ner --skip=dedupe - <<<'{}')" = '{,D,S,Q}' ]
	for s in declutter quotes dedupe 'ner --skip quotes' 'sentsplit --skip quotes'; do
		expect 0 quidit --skip $s "$ROOT/examples/articles/le-fleuve" >out
		[ "$(wc -l <out)" = 2 ]
	done
	all=$(printf -- '--skip %s ' declutter sentsplit ner quotes dedupe)
	quidit $all nine.jsonl | cmp - nine.jsonl
	quidit $all -j 2 nine.jsonl | cmp - nine.jsonl
}

@test "any stage can be another program, with options and quotes" {
	quidit --ner "ner | sed 's/lot 3/bout 3/'" --skip quotes nine.jsonl | grep -q 'bout 3'
	quidit --ingest 'jq -cR {text:.}' --skip declutter --skip dedupe "$ROOT/VERSION" >out
	[ "$(jq -r .text out)" = "$(<"$ROOT/VERSION")" ]
}

@test "options of a stage's own program" {
	quidit --dedupe 'dedupe --drop' nine.jsonl nine.jsonl >out
	[ "$(wc -l <out)" -le 9 ]
}

@test "rejects: the rest is delivered, status 1" {
	{ sed 4q nine.jsonl; echo '{"id":'; echo '{"id":"x"}'; sed 1,4d nine.jsonl; } >mixed.jsonl
	quidit nine.jsonl >want
	expect 1 quidit mixed.jsonl >out 2>err
	cmp out want
	grep -c '^declutter: stdin:' err | grep -qx 2
	grep '^quidit: ' err | diff - <(printf 'quidit: mixed.jsonl:%d: rejected\n' 5 6)
	expect 1 quidit -o all.jsonl mixed.jsonl
	cmp all.jsonl want
	sed -n 5,6p mixed.jsonl | cmp - all.jsonl.rejects/declutter
	[ "$(ls all.jsonl.rejects)" = declutter ]
}

@test "rejects of all shards are kept together, in order" {
	for i in {1..40}; do
		printf '{"id":"%s"}\n{"id":"g%s","text":"a","pad":"%100000s"}\n' "$i" "$i" ''
	done >mixed.jsonl
	expect 1 quidit -j 4 -o out mixed.jsonl 2>err
	grep -v g mixed.jsonl | cmp - out.rejects/declutter
	grep g mixed.jsonl | jq .id | cmp - <(jq .id out)
}

@test "rejected lines of several operands, by file and number" {
	{ sed 2q nine.jsonl; echo '{"id":'; } >'a=1 b.jsonl'
	{ printf '\r\n'; cat nine.jsonl; printf 'x\0y\n[]'; } >c.jsonl
	for j in 1 3; do
		expect 1 quidit -j $j 'a=1 b.jsonl' "$ROOT/VERSION" nine.jsonl c.jsonl 2>err >out
		grep '^quidit: ' err >where
		diff where - <<-'END'
		quidit: a=1 b.jsonl:3: rejected
		quidit: c.jsonl:1: rejected
		quidit: c.jsonl:11: rejected
		quidit: c.jsonl:12: rejected
		END
	done
}

@test "rejects of a run before do not stay" {
	expect 1 quidit -o all.jsonl - <<<'{}'
	[ -s all.jsonl.rejects/declutter ]
	quidit -o all.jsonl nine.jsonl
	[ ! -e all.jsonl.rejects ]
}

@test "a stage of one's own keeps its rejects too" {
	quidit --ner 'tee "$REJECT"' --skip quotes -o all.jsonl nine.jsonl
	[ "$(wc -l <all.jsonl.rejects/ner)" = 9 ]
}

@test "-o: whole or not at all" {
	quidit -o all.jsonl nine.jsonl
	cp all.jsonl before
	expect 2 quidit -o all.jsonl --quotes 'head -c 20; cat >/dev/null; exit 3' nine.jsonl 2>err
	grep -q '^quotes: exit status 3$' err
	cmp all.jsonl before
	[ "$(echo all.jsonl*)" = all.jsonl ]
	expect 2 quidit -o no/such/dir/out nine.jsonl
	expect 2 quidit -o /dev/null nine.jsonl
	[ -c /dev/null ]
}

@test "a stage that fails in one shard fails the run" {
	expect 2 quidit -j 3 --ner 'grep lot.1 && cat && exit 7' nine.jsonl >out 2>err
	grep -q 'ner: exit status 7' err
}

@test "status 2 for misuse, missing input and missing programs" {
	expect 2 quidit --no-such-option
	expect 2 quidit --skip ingest nine.jsonl
	expect 2 quidit --skip everything nine.jsonl
	expect 2 quidit -j 0 nine.jsonl
	expect 2 quidit -j many nine.jsonl
	expect 2 quidit missing.jsonl >out
	expect 2 quidit missing.txt nine.jsonl >out
	[ "$(wc -l <out)" = 9 ]
	expect 2 quidit --ner no-such-program nine.jsonl >out
}

@test "a full disk and a closed output are noticed" {
	expect 2 quidit nine.jsonl >/dev/full
	expect 2 quidit nine.jsonl >&-
	expect 2 quidit --skip dedupe -j 2 nine.jsonl >/dev/full
}

@test "a reader that leaves early ends it without a word" {
	for _ in {1..3000}; do cat nine.jsonl; done >many.jsonl
	quidit "${marks[@]}" many.jsonl 2>err | head -n 1 >out
	[ "$(wc -l <out)" = 1 ]
	[ ! -s err ]
}

@test "progress: for a terminal only" {
	terminal
	quidit nine.jsonl 2>err >out
	[ ! -s err ]
	script -qec 'quidit nine.jsonl >out2' /dev/null >tty
	grep -q '9 records' tty
	[ "$(grep -c '"id"' tty)" = 0 ]
	cmp out out2
	script -qec 'quidit -j 2 nine.jsonl >out2' /dev/null >tty
	grep -q '9 records' tty
	cmp out out2
}

@test "no input on a terminal: said, not waited for" {
	terminal
	script -qec 'quidit; echo "status $?"' /dev/null </dev/null >tty
	grep -q '^quidit: no input' tty
	grep -q 'status 2' tty
}

@test "an empty environment will do" {
	quidit nine.jsonl >want
	ln -s "$BIN" bin
	env -i ./quidit nine.jsonl | cmp - want
}

@test "nothing is left behind" {
	mkdir tmp
	TMPDIR=$TMP/tmp quidit -j 2 nine.jsonl >out
	TMPDIR=$TMP/tmp expect 2 quidit -j 2 --ner 'exit 3' nine.jsonl >out
	[ -z "$(ls tmp)" ]
}

@test "--help: one screen, ending in an example" {
	quidit --help >out
	[ "$(wc -l <out)" -le 20 ]
	head -n 1 out | grep -q '^usage: '
	tail -n 1 out | grep -q '^Example: '
	quidit -h | cmp - out
}
