#!/usr/bin/env bash
# train.sh DATA [OPTION...]: makes fr/clusters.txt and fr/model.bin again from the
# corpora in DATA: ner/{winer,sequoia,african}.train.jsonl, ner/african.more.jsonl,
# raw/african-press.txt.gz and raw/bbc-afrique.jsonl.gz, and from
# tests/data/ner/labels.jsonl, whose text is in the raw ones. Options go to ner-train.
# Run it from the root of the project, with the programs built in bin.
#
# A first model tags the raw text that is in no corpus; the second learns with what
# that shows of its words (ner-cluster's third column).
set -euo pipefail
[ $# -ge 1 ] || { echo 'usage: train.sh DATA [OPTION...]' >&2; exit 2; }
data=$1
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/fr"
cp filters/lib/fr/* filters/ner/fr/*.txt "$work/fr"

# records CORPUS FILE...: the records with the name of their corpus.
records() { jq -c --arg corpus "$1" '. + {$corpus}' "${@:2}"; }

# train RAW: word classes from RAW and the corpora, then the model.
train() {
	{
		grep '^#' filters/ner/fr/clusters.txt
		bin/ner-cluster --tables "$work/fr" "$1" "$work/words.jsonl"
	} >"$work/clusters.txt"
	mv "$work/clusters.txt" "$work/fr"
	bin/ner-train --tables "$work/fr" --corpora african,wikinews,sequoia "${@:2}" \
		"$work/train.jsonl" >"$work/model.bin"
	mv "$work/model.bin" "$work/fr"
}

filters/labels.sh "$data" tests/data/ner/labels.jsonl >"$work/labels.jsonl"
african=("$data"/ner/african.{train,more}.jsonl "$work/labels.jsonl")
{
	records wikinews "$data/ner/winer.train.jsonl"
	records sequoia "$data/ner/sequoia.train.jsonl"
	records african "${african[@]}"
} >"$work/train.jsonl"
jq -c '{text}' "$work/train.jsonl" >"$work/words.jsonl"

jq -r .text "${african[@]}" | LC_ALL=C sort -u >"$work/lines"
jq -r '.record // (.id | sub("[a-z]$"; ""))' "${african[@]}" | sort -u >"$work/ids"
{
	gzip -dc "$data/raw/african-press.txt.gz" | LC_ALL=C grep -vxFf "$work/lines" |
		jq -Rc '{text: .}'
	gzip -dc "$data/raw/bbc-afrique.jsonl.gz" | jq -c --rawfile ids "$work/ids" \
		'select(.id as $id | $ids | split("\n") | index([$id]) | not) | {text}'
} >"$work/raw.jsonl"

train "$work/raw.jsonl" "$@"
bin/ner --tables "$work/fr" "$work/raw.jsonl" >"$work/tagged.jsonl"
train "$work/tagged.jsonl" "$@"
cp "$work/fr/clusters.txt" "$work/fr/model.bin" filters/ner/fr
