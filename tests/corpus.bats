# make corpus: what is done again after each kind of change, counted.
# shellcheck disable=SC2086
bats_require_minimum_version 1.5.0
load helper

setup() {
	mkdir -p "$TMP/bin" "$TMP/in/a" "$TMP/in/b"
	cp "$BIN"/{ingest,declutter,sentsplit,ner,quotes,dedupe} "$TMP/bin"
	echo 'Il pleut à Ronkh.' >"$TMP/in/a/un texte.txt"
	echo 'Il neige à Luvunge.' >"$TMP/in/a/2.txt"
	echo 'Il vente à Zarmaka.' >"$TMP/in/b/1.txt"
	printf '{"id":"c%s","text":"Le lot %s part pour Bukavu."}\n' 1 1 2 2 >"$TMP/in/c.jsonl"
	printf 'SHELL = /bin/bash\n.DELETE_ON_ERROR:\ninclude filters/corpus.mk\n' >"$TMP/Makefile"
	in=$TMP/in out=$TMP/out
}

# corpus [ARGUMENT…]: one run, into $log the stages and shards that were run.
corpus() {
	log=$(make -s -C "$ROOT" -f "$TMP/Makefile" BIN="$TMP/bin" IN="$in" OUT="$out" corpus "$@")
}

# again COUNT…: the last run had this many lines for each stage in turn.
again() {
	local stage
	for stage in ingest declutter sentsplit ner quotes dedupe; do
		[ "$(grep -c "^$stage " <<<"$log")" = "$1" ] || { echo "$stage, not $1: $log"; return 1; }
		shift
	done
}

# later FILE…: touched by a clock that has surely moved on.
later() { sleep 0.05; touch "$@"; }

@test "the first run does everything, the next nothing" {
	corpus
	again 2 3 3 3 3 1
	[ "$(wc -l <"$out/corpus.jsonl")" = 5 ]
	corpus
	again 0 0 0 0 0 0
	[ -z "$log" ]
}

@test "it gives what the pipeline gives" {
	cp "$ROOT/pipeline.sh" "$TMP/quidit"
	PATH=$BIN:$PATH "$TMP/quidit" "$in" "$in/c.jsonl" --skip dedupe | jq -c 'del(.path)' | sort >"$TMP/want"
	rm "$TMP/in/c.jsonl"
	corpus STAGES='declutter sentsplit ner quotes'
	jq -c 'del(.path)' "$out/corpus.jsonl" | sort >"$TMP/got"
	comm -13 "$TMP/want" "$TMP/got" >"$TMP/other"
	[ ! -s "$TMP/other" ]
}

@test "one text edited, added, removed" {
	corpus
	echo 'Il pleut encore.' >>"$in/a/2.txt"
	corpus
	again 1 1 1 1 1 1
	echo 'Il grêle.' >"$in/b/2.txt"
	corpus
	again 1 1 1 1 1 1
	[ "$(wc -l <"$out/corpus.jsonl")" = 6 ]
	rm "$in/a/un texte.txt"
	corpus
	again 1 1 1 1 1 1
	[ "$(wc -l <"$out/corpus.jsonl")" = 5 ]
	corpus
	again 0 0 0 0 0 0
}

@test "a text replaced by an older file" {
	corpus
	echo 'Il a plu.' >"$TMP/old"
	touch -d 2001-01-01 "$TMP/old"
	mv "$TMP/old" "$in/a/2.txt"
	corpus
	again 1 1 1 1 1 1
}

@test "a shard added, edited, removed" {
	corpus
	printf '{"id":"d","text":"Il fait beau."}\n' >"$in/d.jsonl"
	corpus
	again 0 1 1 1 1 1
	[ "$(wc -l <"$out/corpus.jsonl")" = 6 ]
	printf '{"id":"e","text":"Il fait nuit."}\n' >>"$in/d.jsonl"
	corpus
	again 0 1 1 1 1 1
	rm "$in/d.jsonl"
	corpus
	again 0 0 0 0 0 1
	[ "$(wc -l <"$out/corpus.jsonl")" = 5 ]
	[ ! -e "$out/ner/d.jsonl" ]
}

@test "a filter rebuilt" {
	corpus
	later "$TMP/bin/ner"
	corpus
	again 0 0 0 3 3 1
	later "$TMP/bin/dedupe"
	corpus
	again 0 0 0 0 0 1
}

# rebuilt TABLE: the stages whose program make would link again after an edit of it.
rebuilt() {
	make -n -C "$ROOT" BIN="$BIN" -W "$1" all | sed -n 's/.* -o [^ ]*\/\([a-z]*\) .*libquidit.*/\1/p' | sort | xargs
}

@test "a table edited: its program is rebuilt, and so what follows is done again" {
	make -q -C "$ROOT" BIN="$BIN" 2>/dev/null || skip "other programs than make builds"
	[ "$(rebuilt filters/quotes/fr/verbs.txt)" = quotes ]
	[ "$(rebuilt filters/ner/fr/model.bin)" = ner ]
	[ "$(rebuilt filters/lib/fr/elisions.txt)" = 'declutter dedupe ingest ner quotes sentsplit' ]
}

@test "an option changed" {
	corpus
	corpus FLAGS_quotes=--line-buffered
	again 0 0 0 0 3 1
	corpus FLAGS_quotes=--line-buffered
	again 0 0 0 0 0 0
	corpus FLAGS_dedupe=--line-buffered
	again 0 0 0 0 3 1
}

@test "a file that an option names edited" {
	cp -r "$ROOT/filters/ner/fr" "$TMP/tables"
	cp "$ROOT"/filters/lib/fr/* "$TMP/tables"
	corpus FLAGS_ner="--tables $TMP/tables"
	later "$TMP/tables/"*.txt
	corpus FLAGS_ner="--tables $TMP/tables"
	again 0 0 0 3 3 1
}

@test "stages left out" {
	corpus STAGES='sentsplit ner'
	again 2 0 3 3 0 0
	[ "$(wc -l <"$out/corpus.jsonl")" = 5 ]
	corpus STAGES='declutter sentsplit ner'
	again 0 3 3 3 0 0
	corpus STAGES='declutter sentsplit ner dedupe'
	again 0 0 0 0 0 1
}

@test "one result deleted" {
	corpus
	rm "$out/ner/b.jsonl"
	corpus
	again 0 0 0 1 1 1
}

@test "rejected lines are kept beside the result, which stands" {
	echo '{"id":"x"}' >>"$in/c.jsonl"
	corpus
	[ "$(wc -l <"$out/corpus.jsonl")" = 5 ]
	[ "$(<"$out/declutter/c.rejects")" = '{"id":"x"}' ]
	sed -i '$d' "$in/c.jsonl"
	corpus
	[ ! -e "$out/declutter/c.rejects" ]
}

@test "a stage that fails leaves the last good files" {
	corpus
	cp -r "$out" "$TMP/before"
	cp "$TMP/bin/quotes" "$TMP/quotes"
	printf '#!/bin/sh\nhead -c 99\nexit 2\n' >"$TMP/bin/quotes"
	run ! corpus
	cmp "$out/corpus.jsonl" "$TMP/before/corpus.jsonl"
	diff -r "$out/quotes" "$TMP/before/quotes"
	cp "$TMP/quotes" "$TMP/bin/quotes"
	corpus
	again 0 0 0 0 3 1
	cmp "$out/corpus.jsonl" "$TMP/before/corpus.jsonl"
}

@test "shards side by side give the same" {
	corpus
	mv "$out/corpus.jsonl" "$TMP/want"
	rm -r "$out"
	corpus -j 4
	again 2 3 3 3 3 1
	cmp "$out/corpus.jsonl" "$TMP/want"
}

@test "what cannot be done is said" {
	run ! corpus IN=
	[[ $output == *'usage: make corpus'* ]]
	run ! corpus IN="$TMP/none"
	[[ $output == *'no such directory'* ]]
	mkdir "$in/c" && touch "$in/c/1.txt"
	run ! corpus
	[[ $output == *'both c and c.jsonl'* ]]
	mv "$in/c" "$in/c d"
	run ! corpus
	[[ $output == *'cannot handle'* ]]
}
