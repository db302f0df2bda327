#!/usr/bin/env bash
# train.sh DATA [OPTION...]: makes fr/clusters.txt and fr/model.bin again from the
# corpora in DATA: ner/{winer,sequoia,african}.train.jsonl, ner/african.more.jsonl,
# raw/african-press.txt.gz and raw/bbc-afrique.jsonl.gz. Options go to ner-train.
# Run it from the root of the project, with the programs built in bin.
set -euo pipefail
[ $# -ge 1 ] || { echo 'usage: train.sh DATA [OPTION...]' >&2; exit 2; }
data=$1
shift
tables=$(mktemp -d)
trap 'rm -rf "$tables"' EXIT
cp filters/lib/fr/* filters/ner/fr/*.txt "$tables"

# records CORPUS FILE...: the records with the name of their corpus.
records() { jq -c --arg corpus "$1" '. + {$corpus}' "${@:2}"; }
{
	records wikinews "$data/ner/winer.train.jsonl"
	records sequoia "$data/ner/sequoia.train.jsonl"
	records african "$data/ner/african.train.jsonl" "$data/ner/african.more.jsonl"
} >"$tables/train.jsonl"
{
	gzip -dc "$data/raw/african-press.txt.gz" | jq -Rc '{text: .}'
	gzip -dc "$data/raw/bbc-afrique.jsonl.gz"
	cat "$tables/train.jsonl"
} | jq -c '{text}' >"$tables/words.jsonl"

{
	grep '^#' filters/ner/fr/clusters.txt
	bin/ner-cluster --tables "$tables" "$tables/words.jsonl"
} >"$tables/clusters.new"
mv "$tables/clusters.new" "$tables/clusters.txt"
bin/ner-train --tables "$tables" --corpora african,wikinews,sequoia "$@" \
	"$tables/train.jsonl" >"$tables/model.bin"
cp "$tables/clusters.txt" "$tables/model.bin" filters/ner/fr
