bats_require_minimum_version 1.5.0
load helper

dedupe() { "$BIN/dedupe" "$@"; }

# record ID TEXT: one record.
record() { jq -cn --arg id "$1" --arg text "$2" '{id: $id, text: $text}'; }

# What repeats what, one line a repeat.
repeats() { jq -r 'select(.duplicate) | "\(.id) \(.duplicate.of) \(.duplicate.kind)"'; }

# story N [FROM TO]: a text of words of its own, from the FROMth to the TOth.
story() {
	awk -v n="$1" -v from="${2:-1}" -v to="${3:-240}" 'BEGIN {
		split("ka ro mi lu ten var sol pei dou gan", syllable, " ")
		for (i = from; i <= to; i++) {
			x = (n * 7919 + i * 104729 + n * i * i * 31) % 65537
			for (w = ""; length(w) < 9; w = w syllable[int(x / 64) % 10 + 1])
				x = (x * 75 + 74) % 65537
			printf "%s%s", w, i % 9 ? " " : ". "
		}
	}'
}

@test "goldens: versions of a story, forms filled in differently, briefs" {
	goldens dedupe
}

@test "a repeat names an earlier record, and marking twice changes nothing" {
	dedupe "$ROOT/tests/data/dedupe/versions.in.jsonl" >"$TMP/once"
	dedupe "$TMP/once" | cmp - "$TMP/once"
	[ "$(repeats <"$TMP/once" | wc -l)" -eq 6 ]
}

@test "typography is no difference, digits are" {
	{
		record a "L’été sera chaud, dit-on à Lætitia « ici » : 35 degrés le 4"
		record b "L'ETE sera chaud dit on à laetitia ''ici'', 35 degrés le 04…"
		record c "L'été sera chaud, dit-on à Laetitia « ici » : 36 degrés le 4"
	} | dedupe | repeats >"$TMP/out"
	[ "$(cat "$TMP/out")" = "b a exact" ]
}

@test "a mark left by an earlier run goes when the record is no repeat" {
	run dedupe <<<'{"id":"a","duplicate":{"of":"z"},"text":"Un.","n":1.10}'
	[ "$output" = '{"id":"a","text":"Un.","n":1.10}' ]
}

@test "--drop leaves repeats out" {
	{ record a "$(story 3)"; record b "$(story 3)"; record c "$(story 4)"; } |
		dedupe --drop | jq -r .id | paste -sd' ' >"$TMP/out"
	[ "$(cat "$TMP/out")" = "a c" ]
}

@test "--threshold keeps only the likest" {
	{
		record a "$(story 3)"
		record b "$(story 3 1 200) $(story 5 1 40)"
	} >"$TMP/in"
	[ "$(dedupe "$TMP/in" | repeats)" = "b a near" ]
	[ -z "$(dedupe --threshold 0.9 "$TMP/in" | repeats)" ]
}

@test "what stands in a longer text is contained, but for a brief of few words" {
	{
		record a "$(story 3 1 60)"
		record b "$(story 3 10 45)"
		record c "$(story 3 20 34)"
	} | dedupe | repeats >"$TMP/out"
	[ "$(cat "$TMP/out")" = "b a contained" ]
}

@test "a story reworded all over is a repeat at another outlet, not at the same" {
	story 3 | awk '{ print; for (k = 2; k <= NF; k += 4)
		$k = "autre" substr("abcdefghij", k % 10 + 1, 1) substr("klmnopqrst", k / 10 % 10 + 1, 1)
		print }' | jq -Rc '{id: "\(input_line_number)", text: .}' >"$TMP/in"
	for site in kora lefleuve; do
		jq -c --arg site $site '.site = if .id == "1" then "kora" else $site end' "$TMP/in" |
			dedupe | repeats
	done >"$TMP/out"
	[ "$(cat "$TMP/out")" = "2 1 near" ]
}

@test "words of scripts without blanks" {
	{
		record a "总统昨天在首都会见了外国代表团并讨论了合作问题"
		record b "总统昨天在首都会见了外国代表团并讨论了合作问题和贸易"
		record c "总统昨天没有在首都会见外国代表团"
	} | dedupe | repeats >"$TMP/out"
	[ "$(cat "$TMP/out")" = "b a near" ]
}

@test "--clusters lists members under the first record, its TAB escaped" {
	printf '%s\n' '{"id":"a\tb","text":"Un texte."}' '{"id":"c","text":"Un texte"}' \
		'{"id":"d","text":"Autre."}' | dedupe --clusters "$TMP/clusters" >/dev/null
	printf 'a\\x09b\ta\\x09b\nc\ta\\x09b\n' | cmp - "$TMP/clusters"
}

@test "--clusters to a full disk is status 2" {
	{ record a Un; record b un; } >"$TMP/in"
	run dedupe --clusters /dev/full "$TMP/in"
	[ "$status" -eq 2 ]
}

@test "records without id or text, or with one id for two texts, are rejected" {
	printf '%s\n' '{"text":"Un."}' '{"id":1,"text":"Un."}' '{"id":"a"}' \
		'{"id":"b","text":"Un."}' '{"id":"b","text":"Deux."}' \
		'{"id":"b","text":"un"}' >"$TMP/in"
	run dedupe --reject "$TMP/rejected" "$TMP/in"
	[ "$status" -eq 1 ]
	[[ "$output" == *'in:5:'*'id: stands for another text already'* ]]
	[ "$(wc -l <"$TMP/rejected")" -eq 4 ]
	[[ "$output" == *'"duplicate":{"of":"b","similarity":1,"kind":"exact"}}' ]]
}

@test "ids and outlets longer than any: no output by the square of the input" {
	long=$(printf '%04096d' 0)
	printf '%s\n' "{\"id\":\"$long\",\"text\":\"Un.\",\"quotes\":[]}" \
		"{\"id\":\"${long}0\",\"text\":\"Deux.\",\"quotes\":[]}" >"$TMP/in"
	for mode in '' --sign --quotes; do
		run dedupe $mode -q --reject "$TMP/rejected" "$TMP/in"
		[ "$status" -eq 1 ]
		[ "$(jq -r '.id | length' "$TMP/rejected")" = 4097 ]
	done
	run -1 dedupe "$TMP/in"
	[[ $output == *'in:2: '*'id: longer than 4096 bytes'* ]]
	for i in 1 2 3 4 5 6; do
		echo "{\"id\":\"$i\",\"site\":\"$long\",\"text\":\"Texte $i\\nSuivez notre page sur le réseau\"}"
	done | dedupe --learn-mask "$TMP/mask" >"$TMP/out"
	[ "$(wc -c <"$TMP/mask")" -lt 100 ]
}

@test "an outlet that is no string is none" {
	printf '%s\n' '{"id":"a","url":null,"source":[],"text":"Un texte."}' \
		'{"id":"b","site":7,"text":"Un texte."}' | dedupe | repeats >"$TMP/out"
	[ "$(cat "$TMP/out")" = "b a exact" ]
}

@test "texts without words repeat nothing" {
	{ record a ''; record b ''; record c ' … '; } | dedupe | repeats >"$TMP/out"
	[ ! -s "$TMP/out" ]
}

@test "--same-site: one outlet's phrases are not enough for strict" {
	for i in 1 2; do
		jq -cn --arg t "$(story 1$i 1 120) $(story 7 1 150)" --arg i "$i" \
			'{id: $i, url: "https://\(["www.", ""][$i | tonumber - 1])kora.example/\($i)", text: $t}'
	done >"$TMP/in"
	[ -z "$(dedupe "$TMP/in" | repeats)" ]
	[ "$(dedupe --same-site any "$TMP/in" | repeats)" = "2 1 near" ]
	run dedupe --same-site none "$TMP/in"
	[ "$status" -eq 2 ]
}

@test "many records of one text, or of one paragraph, take linear time" {
	story 9 >"$TMP/common"
	awk -v common="$(cat "$TMP/common")" 'BEGIN { for (i = 0; i < 20000; i++)
		printf "{\"id\":\"%d\",\"text\":\"%s Lieu%d jour%d mois%d\"}\n", i, common, i, i, i }' \
		>"$TMP/in"
	timeout 20 "$BIN/dedupe" "$TMP/in" >"$TMP/out"
	tail -n 1 "$TMP/out" | grep -q '"id":"19999".*"duplicate":{"of":"'
	awk 'BEGIN { for (i = 0; i < 200000; i++) printf "{\"id\":\"%d\",\"text\":\"Le même.\"}\n", i }' |
		timeout 20 "$BIN/dedupe" >"$TMP/out"
	tail -n 1 "$TMP/out" | grep -q '"id":"199999".*"of":"0"'
}

@test "many records of two words take linear time" {
	awk 'BEGIN { for (i = 0; i < 200000; i++)
		printf "{\"id\":\"%d\",\"text\":\"Mot%d ici\"}\n", i, i % 150000 }' >"$TMP/in"
	timeout 20 "$BIN/dedupe" "$TMP/in" | repeats >"$TMP/out"
	[ "$(wc -l <"$TMP/out")" -eq 50000 ]
	[ "$(tail -n 1 "$TMP/out")" = "199999 49999 exact" ]
}

@test "hostile texts take linear time" {
	head -c 30000000 /dev/zero | tr '\0' a >"$TMP/a"
	printf 'mot autre %.0s' $(seq 100000) >"$TMP/b"
	awk 'BEGIN { srand(1); for (i = 0; i < 1000000; i++) printf "mots%d ", rand() * 90 }' >"$TMP/c"
	for i in a b c; do jq -cRs --arg i $i '{id: $i, text: .}' "$TMP/$i"; done |
		timeout 20 "$BIN/dedupe" | jq -r .id | paste -sd' ' >"$TMP/out"
	[ "$(cat "$TMP/out")" = "a b c" ]
}

# quote ID TEXT …: a record whose quotations are all the texts.
quote() {
	local id=$1
	shift
	jq -cn --arg id "$id" '{id: $id, text: ($ARGS.positional | join("\n"))} + {quotes:
		[range($ARGS.positional | length) as $i | ($ARGS.positional[:$i] | join("\n") |
		length + (if $i > 0 then 1 else 0 end)) as $s |
		{start: $s, end: ($s + ($ARGS.positional[$i] | length))}]}' --args "$@"
}

told() { jq -c '[.id, (.quotes[] | .repeats | if . then "\(.id)#\(.index)" else null end)]'; }

@test "--quotes finds a statement shortened, retyped and re-punctuated" {
	{
		quote a "Nous reprendrons les travaux du barrage avant la fin du mois" \
			"Le gouvernement versera 2 500 000 francs à chaque coopérative de pêcheurs du lac"
		quote b "le gouvernement versera 2.500.000 francs, à chaque coopérative de pêcheurs" \
			"Personne ne sera oublié par la caisse de solidarité nationale"
		quote c "Nous avons décidé que nous reprendrons, les travaux du barrage, avant la fin du mois prochain"
		quote d "Le Gouvernement versera 2500000 francs à chaque coopérative de pecheurs du lac"
	} | dedupe --quotes | told >"$TMP/out"
	printf '%s\n' '["a",null,null]' '["b","a#1",null]' '["c","a#0"]' '["d","a#1"]' |
		diff - "$TMP/out"
}

@test "--quotes: how alike statements must be" {
	{
		quote a "Le gouvernement versera une aide aux pêcheurs du lac et aux éleveurs du nord"
		quote b "Le gouvernement versera une aide aux pêcheurs du lac et aux éleveurs du centre"
	} >"$TMP/in"
	[ "$(dedupe --quotes "$TMP/in" | told | tail -n 1)" = '["b","a#0"]' ]
	[ "$(dedupe --quotes --threshold 0.95 "$TMP/in" | told | tail -n 1)" = '["b",null]' ]
	dedupe --quotes "$TMP/in" |
		jq -es '.[1].quotes[0].repeats.similarity | . > 0.8 and . < 0.95'
}

@test "--quotes: numbers must agree, and light statements be equal" {
	{
		quote a "Le gouvernement versera 2 500 francs à chaque coopérative de pêcheurs du lac" \
			"Nous sommes prêts" "Non"
		quote b "Le gouvernement versera 3 500 francs à chaque coopérative de pêcheurs du lac" \
			"Nous sommes là" "Nous sommes prêts" "Non"
	} | dedupe --quotes | told | tail -n 1 >"$TMP/out"
	[ "$(cat "$TMP/out")" = '["b",null,null,"a#1",null]' ]
}

@test "--quotes: not within one record; twice as once; the rest untouched" {
	{
		quote a "Personne ne sera oublié par la caisse de solidarité" \
			"Personne ne sera oublié par la caisse de solidarité"
		quote b "Personne ne sera oublié par la caisse de solidarité nationale"
		echo '{"id":"c","n":1e400, "text":"Non","quotes":[ {"start":0,"end":3,"score":0.50} ]}'
	} >"$TMP/in"
	dedupe --quotes "$TMP/in" >"$TMP/once"
	dedupe --quotes "$TMP/once" | cmp - "$TMP/once"
	[ "$(told <"$TMP/once" | head -n 1)" = '["a",null,null]' ]
	[ "$(jq -r '.quotes[0].repeats.id' <<<"$(sed -n 2p "$TMP/once")")" = a ]
	[ "$(tail -n 1 "$TMP/once")" = "$(tail -n 1 "$TMP/in")" ]
}

@test "--quotes: segments leave the incise out" {
	{
		quote a "Nous irons au bout de cette enquête sur les marchés publics"
		jq -cn '"Nous irons au bout, dit le procureur Kossivi Mensah, de cette enquête sur les marchés publics" as $t |
			{id: "b", text: $t, quotes: [{start: 0, end: ($t | length),
			segments: [[0, 18], [52, ($t | length)]]}]}'
	} | dedupe --quotes --threshold 0.99 | told | tail -n 1 >"$TMP/out"
	[ "$(cat "$TMP/out")" = '["b","a#0"]' ]
}

@test "--quotes: one id with the same statements, and with others" {
	{
		quote a "Personne ne sera oublié par la caisse de solidarité"
		quote a "Personne ne sera oublié par la caisse de solidarité"
		quote a "Nous reprendrons les travaux du barrage"
	} >"$TMP/in"
	run dedupe --quotes "$TMP/in"
	[ "$status" -eq 1 ]
	[[ "$output" == *'in:3:'*'id: stands for other statements already'* ]]
	[ "$(jq -c '.quotes[0].repeats.id' <<<"${lines[-1]}")" = '"a"' ]
}

@test "--quotes: a record without quotes, or with bad spans, is rejected" {
	printf '%s\n' '{"id":"a","text":"Non"}' \
		'{"id":"b","text":"Non","quotes":[{"start":0,"end":9}]}' \
		'{"id":"c","text":"Non","quotes":[{"start":0,"end":3,"segments":[[1,9]]}]}' \
		'{"id":"d","text":"Non","quotes":[]}' >"$TMP/in"
	run dedupe --quotes "$TMP/in"
	[ "$status" -eq 1 ]
	[ "${lines[3]}" = '{"id":"d","text":"Non","quotes":[]}' ]
}

@test "--sentences does it for sentences" {
	{ quote a "La pluie a emporté le pont de Koudougou dans la nuit de mardi"
	  quote b "La pluie a emporté le pont de Koudougou dans la nuit"; } | sed s/quotes/sentences/ |
		dedupe --sentences | jq -r '.sentences[0].repeats.id' | paste -sd' ' >"$TMP/out"
	[ "$(cat "$TMP/out")" = "null a" ]
}

@test "a hundred thousand statements alike take linear time" {
	awk 'BEGIN { for (i = 0; i < 20000; i++) { printf "{\"id\":\"%d\",\"text\":\"%s\",\"quotes\":[", i,
		"nous construirons des routes et des écoles dans la province"
		for (j = 0; j < 5; j++) printf "%s{\"start\":0,\"end\":59}", j ? "," : ""; print "]}" } }' |
		timeout 20 "$BIN/dedupe" --quotes >"$TMP/out"
	tail -n 1 "$TMP/out" | grep -q '"id":"19999".*"repeats":{"id":"0"'
}

# press N SEED: N records: stories, copies cut, edited, with another lead, and digests
# of two stories, in any order, of a few outlets.
press() {
	awk -v n="$1" -v seed="$2" 'BEGIN {
		srand(seed)
		split("ka ro mi lu ten var sol pei dou gan bel ndi", syllable, " ")
		for (i = 0; i < n; i++) {
			how = int(rand() * 7)
			a = text(int(rand() * n / 6), how == 1 ? 90 + int(rand() * 100) : 240, how == 2)
			if (how == 3)
				a = text(n + i, 40, 0) substr(a, 300)
			if (how == 4)
				a = a text(int(rand() * n / 6), 240, 0)
			printf "{\"id\":\"r%d\",\"site\":\"s%d\",\"text\":\"%s\"}\n", i, rand() * 9, a
		}
	}
	function text(story, words, edited,   i, w, x, s) {
		for (i = 1; i <= words; i++) {
			x = (story * 7919 + i * 104729 + story * i * i * 31) % 65537
			for (w = ""; length(w) < 9; w = w syllable[int(x / 64) % 12 + 1])
				x = (x * 75 + 74) % 65537
			s = s (edited && rand() < 0.03 ? "autrement" : w) (i % 9 ? " " : ". ")
		}
		return s
	}'
}

# corpus: 40 records in versions.
corpus() {
	for i in 1 2 3 4 5 6 7 8; do
		record "d$((i * 5))" "$(story $i)"
		record "d$((i * 5 + 1))" "$(story $i 1 150)"
		record "d$((i * 5 + 2))" "$(story $i)"
		record "d$((i * 5 + 3))" "$(story $i 1 200) $(story $((i + 20)) 1 30)"
		record "d$((i * 5 + 4))" "$(story $((i + 40)) 1 30) $(story $i 40 240)"
	done
}

@test "map, shuffle and reduce with GNU sort give what one stream gives" {
	corpus | shuf --random-source="$BATS_TEST_FILENAME" >"$TMP/in"
	PATH=$BIN:$PATH "$ROOT/examples/dedupe-sort.sh" "$TMP/c" "$TMP/in" >"$TMP/marked"
	dedupe --clusters "$TMP/clusters" "$TMP/in" >"$TMP/out"
	[ "$(repeats <"$TMP/out" | wc -l)" -gt 20 ]
	cmp "$TMP/out" "$TMP/marked"
	cmp "$TMP/clusters" "$TMP/c"
}

@test "map, shuffle and reduce on larger input, digests among it" {
	for seed in 1 2 3; do
		press 800 $seed >"$TMP/in"
		PATH=$BIN:$PATH "$ROOT/examples/dedupe-sort.sh" "$TMP/c" "$TMP/in" >"$TMP/marked"
		dedupe --clusters "$TMP/clusters" "$TMP/in" >"$TMP/out"
		[ "$(repeats <"$TMP/out" | awk '{ print $3 }' | sort -u | paste -sd' ')" = \
			'contained exact near' ]
		cmp "$TMP/out" "$TMP/marked"
		cmp "$TMP/clusters" "$TMP/c"
	done
}

@test "map, shuffle and reduce: rejected records are named, the rest is done" {
	{ corpus | tail -n 5; echo '{"id":"x"}'; corpus | head -n 1 | jq -c '.text = "Autre"'; corpus; } \
		>"$TMP/in"
	dedupe -q "$TMP/in" >"$TMP/whole" || [ $? = 1 ]
	run -1 --separate-stderr env PATH="$BIN:$PATH" "$ROOT/examples/dedupe-sort.sh" "$TMP/c" "$TMP/in"
	[[ "$stderr" == *"in:6:"*"text: missing"* ]]
	[[ "$stderr" == *"id 'd5' stands for two texts"* ]]
	grep -v '"Autre"' <<<"$output" | jq -c '[.id, .duplicate.of]' >"$TMP/marked"
	[ "$(wc -l <"$TMP/marked")" -eq 45 ]
}

@test "GNU parallel over splits gives the same" {
	command -v parallel >/dev/null || skip "no GNU parallel"
	corpus | shuf --random-source="$BATS_TEST_FILENAME" >"$TMP/in"
	PATH=$BIN:$PATH BLOCK=4k "$ROOT/examples/dedupe-parallel.sh" : "$TMP/c" "$TMP/in" \
		>"$TMP/marked"
	dedupe "$TMP/in" | cmp - "$TMP/marked"
}

@test "Slurm: map tasks, a reduce, tasks that mark, each run twice" {
	mkdir "$TMP/shards" "$TMP/bin"
	corpus | split -l 13 --additional-suffix=.jsonl - "$TMP/shards/"
	cat >"$TMP/bin/sbatch" <<-'EOF'
		#!/usr/bin/env bash
		array=0-0
		while [ $# -gt 1 ]; do case $1 in --array=*) array=${1#*=} ;; --wrap) run=$2 ;; esac; shift; done
		for i in $(seq ${array/-/ }) 0; do
			SLURM_ARRAY_TASK_ID=$i SLURM_JOB_ID=7 bash -c "$run" >&2
		done
		echo 7
	EOF
	chmod +x "$TMP/bin/sbatch"
	PATH=$TMP/bin:$BIN:$PATH "$ROOT/examples/dedupe-slurm.sh" "$TMP/shards"
	cat "$TMP"/shards/*.marked >"$TMP/marked"
	corpus | dedupe | cmp - "$TMP/marked"
}

# A Hadoop of one machine: mappers with no environment, one a file and one for an empty
# split; partitions by the first field, sorted by the key fields as bytes; reducers that
# may get nothing; a TAB behind a line that has none.
fake_hadoop() {
	cat >"$1" <<-'EOF'
		#!/usr/bin/env bash
		set -euo pipefail
		if [ "$1" = fs ]; then cat "$3"/part-* >"$4"; exit; fi
		while [ $# -gt 1 ]; do
			case $1 in
			-input) in=$2 ;; -output) out=$2 ;; -mapper) map=$2 ;; -reducer) reduce=$2 ;;
			stream.num.map.output.key.fields=*) keys=${1#*=} ;;
			-files) files=$2 ;;
			esac
			shift
		done
		mkdir -p "$out"
		no_shell() { env -i PATH=/usr/bin:/bin "$@"; }
		dir=$(mktemp -d)
		files=${files-}
		for f in ${files//,/ }; do cp "$f" "$dir"; done
		cp "$(command -v dedupe)" "$dir"
		for f in "$in"/* /dev/null; do
			(f=$(realpath "$f"); cd "$dir"; no_shell ${map/#dedupe/.\/dedupe} <"$f")
		done | sed '/\t/!s/$/\t/' >"$dir/mapped"
		[ "$reduce" != NONE ] || { mv "$dir/mapped" "$out/part-0"; exit; }
		for i in 0 1 2; do
			awk -F'\t' -v i=$i '{ n = 0; for (c = 1; c <= length($1); c++)
				n += index("0123456789abcdefghijklmnopqrstuvwxyz", substr($1, c, 1))
				if (n % 3 == i) print }' "$dir/mapped" |
				LC_ALL=C sort -t "$(printf '\t')" -s -k "1,$keys" |
				(cd "$dir"; no_shell ${reduce/#dedupe/.\/dedupe}) | sed '/\t/!s/$/\t/' >"$out/part-$i"
		done
	EOF
	chmod +x "$1"
}

@test "Hadoop Streaming, as one machine has it" {
	mkdir "$TMP/bin" "$TMP/in"
	fake_hadoop "$TMP/bin/hadoop"
	corpus | split -l 9 - "$TMP/in/"
	cd "$TMP"
	HADOOP_STREAMING=streaming.jar PATH=$TMP/bin:$BIN:$PATH "$ROOT/examples/dedupe-hadoop.sh" in out
	sed 's/\t$//' out/marked/part-* >marked
	corpus | dedupe | cmp - marked
}

@test "--sign: splits concatenated are the whole; empty split, empty environment" {
	corpus >"$TMP/in"
	dedupe --sign "$TMP/in" >"$TMP/whole"
	split -l 7 "$TMP/in" "$TMP/part."
	for i in "$TMP"/part.* /dev/null; do env -i "$BIN/dedupe" --sign "$i"; done |
		cmp - "$TMP/whole"
	: >"$TMP/none"
	for stage in --pairs --cluster "--apply $TMP/none"; do
		# shellcheck disable=SC2086
		[ -z "$(env -i "$BIN/dedupe" $stage </dev/null)" ]
	done
}

@test "stages: a TAB at the end, lines of a task that ran twice" {
	corpus >"$TMP/in"
	dedupe --sign "$TMP/in" | LC_ALL=C sort >"$TMP/keys"
	dedupe --pairs "$TMP/keys" | LC_ALL=C sort -u >"$TMP/edges"
	sed 's/$/\t/;p' "$TMP/keys" | dedupe --pairs | LC_ALL=C sort -u | cmp - "$TMP/edges"
	dedupe --cluster "$TMP/edges" >"$TMP/c"
	sed 's/$/\t/' "$TMP/edges" | dedupe --cluster | cmp - "$TMP/c"
	sed 's/$/\t/' "$TMP/edges" >"$TMP/tabs"
	dedupe --apply "$TMP/tabs" "$TMP/in" >"$TMP/marked"
	dedupe "$TMP/in" | cmp - "$TMP/marked"
}

@test "stages: no TAB of an id stands raw, numbers sort as numbers" {
	printf '%s\n' '{"id":"a\t9 \\","text":"Un texte."}' '{"id":"a\t10","text":"Un texte."}' >"$TMP/in"
	dedupe --sign "$TMP/in" >"$TMP/keys"
	[ "$(awk -F'\t' '{ print NF }' "$TMP/keys" | sort -u)" = 3 ]
	LC_ALL=C sort "$TMP/keys" | dedupe --pairs | LC_ALL=C sort -u >"$TMP/edges"
	dedupe --apply "$TMP/edges" "$TMP/in" >"$TMP/marked"
	dedupe "$TMP/in" | cmp - "$TMP/marked"
	[ "$(jq -r '.duplicate.of' "$TMP/marked" | tail -n 1)" = "$(printf 'a\t9 \\')" ]
}

@test "--order: another member than the id says which record is earlier" {
	printf '%s\n' '{"id":"z","date":"2024-02-09","text":"Un texte."}' \
		'{"id":"a","date":"2024-02-10","text":"Un texte."}' >"$TMP/in"
	dedupe --sign --order date "$TMP/in" | LC_ALL=C sort | dedupe --pairs >"$TMP/edges"
	dedupe --apply "$TMP/edges" --order date "$TMP/in" | repeats >"$TMP/out"
	[ "$(cat "$TMP/out")" = "a z exact" ]
	dedupe --sign --split 7 "$TMP/in" | LC_ALL=C sort | dedupe --pairs >"$TMP/edges"
	dedupe --apply "$TMP/edges" --split 7 "$TMP/in" | repeats >"$TMP/out"
	[ "$(cat "$TMP/out")" = "a z exact" ]
	run dedupe --sign --order seq "$TMP/in"
	[ "$status" -eq 1 ]
}

@test "stages: lines that are none, and lines out of order, are rejected" {
	corpus | dedupe --sign >"$TMP/keys"
	run dedupe --pairs "$TMP/keys"
	[ "$status" -eq 1 ]
	[[ "$output" == *'line out of order'* ]]
	for stage in --pairs --cluster; do
		run dedupe $stage <<<'no such line'
		[ "$status" -eq 1 ]
	done
	printf 'T1\ta a\tAAAA\n' | { run dedupe --pairs; [ "$status" -eq 1 ]; }
}

@test "--apply: edges that are none, or not sorted, or no file: status 2" {
	corpus >"$TMP/in"
	dedupe --sign "$TMP/in" | LC_ALL=C sort | dedupe --pairs | LC_ALL=C sort -u >"$TMP/edges"
	run -2 dedupe --apply "$TMP/in" "$TMP/in"
	[[ "$output" == *'not a line of --pairs' ]]
	LC_ALL=C sort -r "$TMP/edges" >"$TMP/back"
	run -2 dedupe --apply "$TMP/back" "$TMP/in"
	[[ "$output" == *'out of order'* ]]
	{ head -n 3 "$TMP/edges"; printf 'z z\tx\n'; } >"$TMP/odd"
	run -2 dedupe --apply "$TMP/odd" "$TMP/in"
	run -2 dedupe --apply <(cat "$TMP/edges") "$TMP/in"
	[[ "$output" == *'no regular file'* ]]
	run -1 dedupe --apply "$TMP/edges" <<<'{"id":"a"}'
}

@test "options that say nothing in a mode are refused" {
	: >"$TMP/in"
	while read -r options; do
		# shellcheck disable=SC2086
		run -2 dedupe $options "$TMP/in"
	done <<-END
		--sign --pairs
		--quotes --sentences
		--order date
		--split 3
		--quotes --drop
		--quotes --clusters $TMP/c
		--sentences --same-site any
		--sentences --mask $TMP/in
		--sign --threshold 0.5
		--sign --index $TMP/i
		--pairs --order date
		--cluster --drop
		--cluster --memory 10M
		--apply $TMP/in --learn-mask $TMP/m
	END
}

@test "a key that very many records share is no more work than they are" {
	story 9 >"$TMP/common"
	awk -v common="$(cat "$TMP/common")" 'BEGIN { for (i = 0; i < 20000; i++)
		printf "{\"id\":\"%d\",\"text\":\"%s Lieu%d jour%d mois%d\"}\n", i, common, i, i, i }' |
		"$BIN/dedupe" --sign | LC_ALL=C sort >"$TMP/keys"
	timeout 20 "$BIN/dedupe" --pairs "$TMP/keys" | LC_ALL=C sort -u >"$TMP/edges"
	[ "$(wc -l <"$TMP/edges")" -lt 100000 ]
}

@test "--index: runs one after the other give what one run over all gives" {
	corpus >"$TMP/in"
	dedupe --clusters "$TMP/c" "$TMP/in" >"$TMP/whole"
	split -l 9 "$TMP/in" "$TMP/part."
	for i in "$TMP"/part.*; do dedupe --index "$TMP/index" --clusters "$TMP/c2" "$i"; done |
		cmp - "$TMP/whole"
	cmp "$TMP/c" "$TMP/c2"
	dedupe --index "$TMP/index" "$TMP/in" | cmp - "$TMP/whole"
	{ record new "$(story 3)"; cat "$TMP/part.aa"; } | dedupe --index "$TMP/index" |
		head -n 1 | repeats >"$TMP/out"
	[ "$(cat "$TMP/out")" = "new d15 exact" ]
}

# told_corpus: 500 records of quotations, some of which were said before.
told_corpus() {
	awk 'BEGIN {
		srand(7)
		for (i = 0; i < 500; i++) {
			t = ""
			q = ""
			for (k = 0; k < 4; k++) {
				n = int(rand() * 900)
				words = 12 + int(rand() * 4)
				s = "le projet" n * 7
				for (w = 1; w < words; w++)
					s = s " mot" (n * 31 + w * 7) % 5000
				q = q sprintf("%s{\"start\":%d,\"end\":%d}", k ? "," : "", length(t),
					length(t) + length(s))
				t = t s ". "
			}
			printf "{\"id\":\"d%d\",\"text\":\"%s\",\"quotes\":[%s]}\n", i, t, q
		}
	}'
}

@test "--index and --memory of statements: as one run over all" {
	told_corpus >"$TMP/in"
	dedupe --quotes "$TMP/in" >"$TMP/whole"
	[ "$(grep -c repeats "$TMP/whole")" -gt 300 ]
	dedupe --quotes --memory 1 "$TMP/in" | cmp - "$TMP/whole"
	split -l 90 "$TMP/in" "$TMP/part."
	for i in "$TMP"/part.*; do dedupe --quotes --index "$TMP/index" --memory 1 "$i"; done |
		cmp - "$TMP/whole"
	dedupe --quotes --index "$TMP/index" "$TMP/in" | cmp - "$TMP/whole"
	[ "$(stat -c %s "$TMP/index")" -lt 300000 ]
	for i in --sentences "--quotes --threshold 0.9" ''; do
		# shellcheck disable=SC2086
		run -2 dedupe --index "$TMP/index" $i "$TMP/in"
		[[ "$output" == *'made with other settings'* ]]
	done
}

@test "--index of statements survives kill -9 and a full disk" {
	for i in 1 2 3 4 5 6 7 8 9; do told_corpus | sed "s/\"id\":\"/&$i./;s/mot/mo$i/g"; done >"$TMP/in"
	dedupe --quotes "$TMP/in" >"$TMP/whole"
	for s in 0.02 0.04 0.06 0.1; do
		timeout -s KILL $s "$BIN/dedupe" --quotes --index "$TMP/index" "$TMP/in" >/dev/null || true
	done
	dedupe --quotes --index "$TMP/index" "$TMP/in" | cmp - "$TMP/whole"
	mkdir "$TMP/small"
	mount -t tmpfs -o size=256k none "$TMP/small" 2>/dev/null || return 0
	run "$BIN/dedupe" --quotes --index "$TMP/small/index" "$TMP/in"
	cp "$TMP/small/index" "$TMP/full"
	umount "$TMP/small"
	[ "$status" -eq 2 ]
	dedupe --quotes --index "$TMP/full" "$TMP/in" | cmp - "$TMP/whole"
}

@test "--index survives kill -9 at any moment" {
	awk 'BEGIN { for (i = 0; i < 60000; i++) { printf "{\"id\":\"%d\",\"text\":\"", i
		for (j = 0; j < 15; j++) printf "mots%d ", (i % 50000) * 31 + j; print "\"}" } }' >"$TMP/in"
	dedupe "$TMP/in" >"$TMP/whole"
	for s in 0.05 0.1 0.15 0.2 0.3 0.4; do
		timeout -s KILL $s "$BIN/dedupe" --index "$TMP/index" "$TMP/in" >/dev/null || true
	done
	dedupe --index "$TMP/index" "$TMP/in" | cmp - "$TMP/whole"
	[ "$(stat -c %s "$TMP/index")" -lt 36000000 ]
}

@test "--index on a full disk: status 2, and nothing torn" {
	mkdir "$TMP/small"
	mount -t tmpfs -o size=256k none "$TMP/small" 2>/dev/null || skip "needs root"
	for n in $(seq 1500); do
		echo "{\"id\":\"$n\",\"text\":\"$(seq -s ' mots' $((n * 100)) $((n * 100 + 20)))\"}"
	done >"$TMP/in"
	run "$BIN/dedupe" --index "$TMP/small/index" "$TMP/in"
	cp "$TMP/small/index" "$TMP/index"
	umount "$TMP/small"
	[ "$status" -eq 2 ]
	dedupe "$TMP/in" >"$TMP/whole"
	dedupe --index "$TMP/index" "$TMP/in" | cmp - "$TMP/whole"
}

@test "--index: other settings, a foreign file, a cut one, one in use" {
	corpus >"$TMP/in"
	dedupe --index "$TMP/index" "$TMP/in" >/dev/null
	run dedupe --index "$TMP/index" --threshold 0.5 "$TMP/in"
	[ "$status" -eq 2 ]
	[[ "$output" == *'made with other settings'* ]]
	run dedupe --index "$TMP/in" "$TMP/in"
	[ "$status" -eq 2 ]
	[[ "$output" == *'not an index'* ]]
	LC_ALL=C sed 's/format 3, /format 2, /g' "$BIN/dedupe" >"$TMP/older"
	chmod +x "$TMP/older"
	run -2 "$TMP/older" --index "$TMP/index" "$TMP/in"
	[[ "$output" == *'made with other settings (format 3, '* ]]
	cp "$TMP/index" "$TMP/foreign"
	printf '\7' | dd of="$TMP/foreign" bs=1 seek=20 conv=notrunc status=none
	printf '\7' | dd of="$TMP/foreign" bs=1 seek=4116 conv=notrunc status=none
	run -2 dedupe --index "$TMP/foreign" "$TMP/in"
	[[ "$output" == *'another version of LMDB' ]]
	head -c 12288 "$TMP/index" >"$TMP/cut"
	run dedupe --index "$TMP/cut" "$TMP/in"
	[ "$status" -eq 2 ]
	[[ "$output" == *truncated* ]]
	sleep 6 | dedupe --index "$TMP/index" &
	sleep 0.3
	run dedupe --index "$TMP/index" "$TMP/in"
	wait
	[ "$status" -eq 2 ]
	[[ "$output" == *'in use'* ]]
}

# host NAME N: a network namespace with address 10.97.N.2 and an sshd of its own.
host() {
	ip netns add "$1" && ip link add "$1" type veth peer name eth0 netns "$1" &&
		ip addr add "10.97.$2.1/24" dev "$1" && ip link set "$1" up &&
		ip -n "$1" addr add "10.97.$2.2/24" dev eth0 && ip -n "$1" link set eth0 up &&
		ip netns exec "$1" /usr/sbin/sshd -f "$TMP/sshd_config" -h "$TMP/host_key" \
			-o "PidFile=$TMP/$1.pid"
}

no_hosts() {
	for name in quidit1 quidit2; do
		[ ! -f "$TMP/$name.pid" ] || kill "$(cat "$TMP/$name.pid")"
		ip netns del "$name" 2>/dev/null || true
	done
}

@test "GNU parallel over ssh to two hosts gives the same" {
	[ "$(id -u)" = 0 ] && [ -x /usr/sbin/sshd ] && command -v parallel ssh ip >/dev/null ||
		skip "needs root, sshd and GNU parallel"
	mkdir -p /run/sshd
	ssh-keygen -qt ed25519 -N '' -f "$TMP/host_key"
	ssh-keygen -qt ed25519 -N '' -f "$TMP/key"
	printf '%s\n' "AuthorizedKeysFile $TMP/key.pub" 'StrictModes no' \
		'PermitRootLogin yes' 'PermitUserEnvironment no' "SetEnv PATH=$BIN:$PATH" \
		>"$TMP/sshd_config"
	printf '#!/bin/sh\nexec ssh -F none -i %s %s "$@"\n' "$TMP/key" \
		"-o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR" \
		>"$TMP/ssh"
	chmod +x "$TMP/ssh"
	host quidit1 1 && host quidit2 2 || { no_hosts; skip "no network namespaces"; }
	corpus | shuf --random-source="$BATS_TEST_FILENAME" >"$TMP/in"
	export PARALLEL_SSH="$TMP/ssh"
	status=0
	PATH=$BIN:$PATH BLOCK=8k "$ROOT/examples/dedupe-parallel.sh" 10.97.1.2,10.97.2.2 \
		"$TMP/c" "$TMP/in" >"$TMP/marked" || status=$?
	no_hosts
	[ "$status" -eq 0 ]
	dedupe "$TMP/in" | cmp - "$TMP/marked"
}

@test "--memory: what does not fit goes to disk, and the answers are the same" {
	awk 'BEGIN { for (i = 0; i < 40000; i++) { printf "{\"id\":\"%d\",\"text\":\"", i
		for (j = 0; j < 15; j++) printf "mots%d ", i * 7919 % 30000 * 31 + j; print "\"}" } }' >"$TMP/in"
	dedupe --clusters "$TMP/c" "$TMP/in" >"$TMP/whole"
	([[ $BIN == *sanitize* ]] || ulimit -v 200000; dedupe --memory 1 --clusters "$TMP/c1" "$TMP/in") | cmp - "$TMP/whole"
	cmp "$TMP/c" "$TMP/c1"
	dedupe --memory 1.5M "$TMP/in" | cmp - "$TMP/whole"
	run dedupe --memory 1X "$TMP/in"
	[ "$status" -eq 2 ]
	TMPDIR=/nonexistent run dedupe --memory 1 "$TMP/in"
	[ "$status" -eq 2 ]
}

# outlet N: ten texts of an outlet, each with its long notice.
outlet() {
	for i in 1 2 3 4 5 6 7 8 9 10; do
		jq -cn --arg id "$1-$i" --arg site "outlet$1" --arg t "$(story "$1$i" 1 100)" \
			--arg notice "$(story "$1" 1 100)" \
			'{id: $id, site: $site, text: ($t + "\n" + $notice)}'
	done
}

@test "--learn-mask: what an outlet repeats everywhere makes no repeats" {
	outlet 7 >"$TMP/in"
	[ -n "$(dedupe --same-site any "$TMP/in" | repeats)" ]
	sed 's/"site":"outlet7"/"site":"other"/' "$TMP/in" >"$TMP/other"
	dedupe --learn-mask "$TMP/mask" "$TMP/in" | repeats >"$TMP/out"
	[ ! -s "$TMP/out" ]
	[ "$(grep -c "^outlet7$(printf '\t')$(story 7 1 3)" "$TMP/mask")" = 1 ]
	[ -z "$(dedupe --same-site any --mask "$TMP/mask" "$TMP/in" | repeats)" ]
	[ -n "$(dedupe --same-site any --mask "$TMP/mask" "$TMP/other" | repeats)" ]
	sed 's/^outlet7/*/' "$TMP/mask" >"$TMP/any"
	[ -z "$(dedupe --same-site any --mask "$TMP/any" "$TMP/other" | repeats)" ]
}

@test "--mask: in the stages as in the stream, checked by the index, a bad one refused" {
	{ outlet 7; outlet 8; } >"$TMP/in"
	printf 'outlet7\t%s\n' "$(story 7 1 100)" >"$TMP/mask"
	dedupe --mask "$TMP/mask" "$TMP/in" >"$TMP/whole"
	dedupe --sign --mask "$TMP/mask" "$TMP/in" | LC_ALL=C sort | dedupe --pairs |
		LC_ALL=C sort -u >"$TMP/edges"
	dedupe --apply "$TMP/edges" "$TMP/in" | cmp - "$TMP/whole"
	dedupe --mask "$TMP/mask" --index "$TMP/index" "$TMP/in" | cmp - "$TMP/whole"
	run dedupe --index "$TMP/index" "$TMP/in"
	[ "$status" -eq 2 ]
	run dedupe --index "$TMP/index2" --learn-mask "$TMP/m" "$TMP/in"
	[ "$status" -eq 2 ]
	printf 'outlet7\tdeux mots\n' >"$TMP/mask"
	run dedupe --mask "$TMP/mask" "$TMP/in"
	[ "$status" -eq 2 ]
	[[ "$output" == *'mask:1:'* ]]
}

@test "--mask: a text that is all phrases is compared whole" {
	printf '*\tVous lisez une page de nos archives\n' >"$TMP/mask"
	for i in a b; do record $i "Vous lisez une page de nos archives."; done |
		dedupe --mask "$TMP/mask" | repeats >"$TMP/out"
	[ "$(cat "$TMP/out")" = "b a exact" ]
}

@test "a digest of two stories does not make them one cluster, wherever it comes" {
	record a "$(story 3)" >"$TMP/a"
	record b "$(story 4)" >"$TMP/b"
	record digest "$(story 3) $(story 4)" >"$TMP/digest"
	record c "$(story 4 1 200)" >"$TMP/c"
	for order in 'a b digest c' 'digest a b c' 'a digest b c' 'digest b c a' 'c digest a b'; do
		# shellcheck disable=SC2086
		(cd "$TMP" && cat $order) >"$TMP/in"
		dedupe --clusters "$TMP/clusters" "$TMP/in" | repeats >"$TMP/out"
		grep -q 'digest.*contained\|contained.*digest\|[abc] digest contained' "$TMP/out"
		[ -z "$(awk '$1 == "a" || $1 == "b" { print $2 }' "$TMP/clusters" | sort | uniq -d)" ]
		[ -z "$(awk '$1 == "c" || $1 == "b" { print $2 }' "$TMP/clusters" | sort | uniq -u)" ]
		PATH=$BIN:$PATH "$ROOT/examples/dedupe-sort.sh" "$TMP/stages" "$TMP/in" >/dev/null
		cmp "$TMP/clusters" "$TMP/stages"
	done
}
