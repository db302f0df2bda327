#!/usr/bin/env bash
# train.sh DATA: makes fr/weights.txt again from the annotated articles in DATA
# (quotes/dev*.jsonl) and from tests/data/quotes/labels.jsonl, whose text is taken from
# DATA/raw. Run it from the root of the project, with the programs built in bin.
set -euo pipefail
[ $# = 1 ] || { echo 'usage: train.sh DATA' >&2; exit 2; }
data=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The labels with their text, as LABELS.md says.
zcat "$data/raw/african-press.txt.gz" | jq -Rs 'split("\n")' >"$work/press"
zcat "$data/raw/bbc-afrique.jsonl.gz" | jq -c '{(.id): .text}' | jq -s add >"$work/bbc"
jq -c --slurpfile press "$work/press" --slurpfile bbc "$work/bbc" \
	'.text = if .record then $bbc[0][.record]
		else $press[0][.line - 1:.line - 1 + .lines] | join("\n") end' \
	tests/data/quotes/labels.jsonl >"$work/labels"

# The articles that set the guide count twice: the labels follow it from outside.
cat "$data"/quotes/dev*.jsonl{,} "$work/labels" >"$work/gold"
jq -c '{id, title, text} | with_entries(select(.value != null))' "$work/gold" |
	bin/sentsplit | bin/ner >"$work/tagged"
jq -c '{(.id): .quotes}' "$work/gold" | jq -s add >"$work/quotes"
jq -c --slurpfile quotes "$work/quotes" '.quotes = $quotes[0][.id]' "$work/tagged" |
	bin/quotes-train >"$work/weights.txt"
mv "$work/weights.txt" filters/quotes/fr/weights.txt
