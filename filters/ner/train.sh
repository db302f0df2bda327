#!/usr/bin/env bash
# train.sh DATA [OPTION...]: makes fr/model.bin again from the corpora in DATA,
# ner/{winer,sequoia,african}.train.jsonl and ner/african.more.jsonl, and from
# tests/data/ner/labels.jsonl, whose text is in DATA/raw. Options go to ner-train.
# Where there is DATA/ner/vectors.tsv (ner-classes(1)), the word classes of
# fr/clusters.bin are made again first.
# Run it from the root of the project, with the programs built in bin.
set -euo pipefail
[ $# -ge 1 ] || { echo 'usage: train.sh DATA [OPTION...]' >&2; exit 2; }
data=$1
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/fr"
cp filters/lib/fr/* filters/ner/fr/* "$work/fr"

# records CORPUS FILE...: the records with the name of their corpus.
records() { jq -c --arg corpus "$1" '. + {$corpus}' "${@:2}"; }

filters/labels.sh "$data" tests/data/ner/labels.jsonl >"$work/labels.jsonl"
sequoia=$data/ner/sequoia.train.jsonl
{
	records wikinews "$data/ner/winer.train.jsonl"
	records sequoia "$sequoia" "$sequoia"	# twice: it is small
	records african "$data"/ner/african.{train,more}.jsonl "$work/labels.jsonl"
} >"$work/train.jsonl"

if [ -e "$data/ner/vectors.tsv" ]; then
	bin/ner-classes --tables "$work/fr" --vectors "$data/ner/vectors.tsv" \
		"$work/train.jsonl" >"$work/clusters.bin"
	mv "$work/clusters.bin" "$work/fr"
fi
bin/ner-train --tables "$work/fr" --corpora african,wikinews,sequoia --variants 3 \
	--least 0.02 "$@" "$work/train.jsonl" >"$work/model.bin"
mv "$work/model.bin" "$work/fr"
cp "$work/fr/clusters.bin" "$work/fr/model.bin" filters/ner/fr
