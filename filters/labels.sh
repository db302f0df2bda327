#!/usr/bin/env bash
# labels.sh DATA LABELS: writes the labels (tests/data/*/labels.jsonl) with the `text`
# that they were made on, taken from the raw corpora in DATA.
set -euo pipefail
[ $# = 2 ] || { echo 'usage: labels.sh DATA LABELS' >&2; exit 2; }
data=$1 labels=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

zcat "$data/raw/african-press.txt.gz" | jq -Rs 'split("\n")' >"$work/press"
zcat "$data/raw/bbc-afrique.jsonl.gz" | jq -c '{(.id): .text}' | jq -s add >"$work/bbc"
jq -c --slurpfile press "$work/press" --slurpfile bbc "$work/bbc" \
	'.text = if .record then $bbc[0][.record][.start:.end]
		else $press[0][.line - 1:.line - 1 + .lines] | join("\n") end' \
	"$labels" >"$work/labels"

# Offsets into another text would be worthless.
jq -r '.sha256, (.text | @base64)' "$work/labels" |
	while read -r sum && read -r text; do
		[ "$(base64 -d <<<"$text" | sha256sum)" = "$sum  -" ] ||
			{ echo "labels.sh: $data/raw has another text than $sum" >&2; exit 1; }
	done
cat "$work/labels"
