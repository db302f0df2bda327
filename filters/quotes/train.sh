#!/usr/bin/env bash
# train.sh DATA: makes fr/weights.txt again from the annotated articles in DATA
# (quotes/dev*.jsonl) and from tests/data/quotes/labels.jsonl, whose text is in DATA/raw.
# Run it from the root of the project, with the programs built in bin.
set -euo pipefail
[ $# = 1 ] || { echo 'usage: train.sh DATA' >&2; exit 2; }
data=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

filters/labels.sh "$data" tests/data/quotes/labels.jsonl >"$work/labels"

# The articles that set the guide count twice: the labels follow it from outside.
cat "$data"/quotes/dev*.jsonl{,} "$work/labels" >"$work/gold"
jq -c '{id, title, text} | with_entries(select(.value != null))' "$work/gold" |
	bin/sentsplit | bin/ner >"$work/tagged"
jq -c '{(.id): .quotes}' "$work/gold" | jq -s add >"$work/quotes"
jq -c --slurpfile quotes "$work/quotes" '.quotes = $quotes[0][.id]' "$work/tagged" |
	bin/quotes-train >"$work/weights.txt"
mv "$work/weights.txt" filters/quotes/fr/weights.txt
