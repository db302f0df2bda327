#!/usr/bin/env bash
# train-ner.sh DIR: a name tagger for another language and other types, from sentences
# with marked names (ner-en/train.txt), measured on sentences it has not seen. DIR gets
# the tables and the model:
#   examples/train-ner.sh english && ner --tables english corpus.jsonl
set -euo pipefail
[[ ${1-} != @(-h|--help) ]] || { sed -n '2,/^set/s/^# //p' "$0"; exit; }
[ $# = 1 ] || { echo 'usage: train-ner.sh DIR' >&2; exit 2; }
here=$(dirname "$0")/ner-en
types=PER,PLACE
mkdir -p "$1"

# Lines like « [PER Anna Bell] sings. » as records with text and entities.
records() {
	jq -Rc 'reduce match("\\[([A-Z]+) ([^]]+)\\]|[^\\[]+"; "g") as $m
		({text: "", entities: []};
		(.text | length) as $start
		| if $m.captures[0].string == null then .text += $m.string
		else .text += $m.captures[1].string
			| .entities += [{start: $start, end: (.text | length),
				type: $m.captures[0].string}]
		end)' "$1"
}

# A language begins with empty tables; names and words of its own can be put in.
for table in elisions clitics abbreviations domains vowels countries subdivisions cities \
	casen first-names surnames organisations words aliases; do
	: >"$1/$table.txt"
done
: >"$1/clusters.bin"
printf 'Mr\ttitle\nMrs\ttitle\nMinister\ttitle\nCaptain\ttitle\n' >"$1/words.txt"
records "$here/train.txt" >"$1/train.jsonl"
records "$here/test.txt" >"$1/test.jsonl"

ner-cluster --tables "$1" --fine 20 --coarse 8 "$1/train.jsonl" >"$1/clusters.new"
mv "$1/clusters.new" "$1/clusters.bin"
ner-train --tables "$1" --types "$types" --min-count 1 "$1/train.jsonl" >"$1/model.bin"
ner-eval --tables "$1" "$1/test.jsonl"
