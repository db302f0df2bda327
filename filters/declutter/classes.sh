#!/usr/bin/env bash
# classes.sh DATA LABELS OUT: copies the annotated pages of DATA/declutter whose lines
# have no class into the folder OUT, with the classes of LABELS
# (tests/data/declutter/classes.jsonl).
set -euo pipefail
[ $# = 3 ] || { echo 'usage: classes.sh DATA LABELS OUT' >&2; exit 2; }
whole=$1/declutter/fr_full_dev.jsonl container=$1/declutter/fr_main_dev.jsonl
labels=$2 out=$3

# Line numbers of another text would be worthless.
cmp -s <(jq -r '.sha256 + "  -"' "$labels") <(jq -r '.text | @base64' "$whole" |
	while read -r text; do base64 -d <<<"$text" | sha256sum; done) ||
	{ echo "classes.sh: $whole has other pages than $labels" >&2; exit 1; }

# The lines of a container stand together in the whole page, from line $first on.
for pages in "$whole" "$container"; do
	jq -nc --slurpfile labels "$labels" --slurpfile whole "$whole" '
	INDEX($whole[]; .id) as $page | INDEX($labels[]; .id) as $classed | inputs |
	($page[.id].text / .text | "\n" + .[0] | . / "\n" | length - 1) as $first |
	([$classed[.id].classes[] | {(range(.first; .last + 1) | tostring): .class}]
		| add) as $class |
	.lines |= (to_entries | map(.value + ($class[.key + $first | tostring] |
		if . then {class: .} else {} end)))' "$pages" >"$out/${pages##*/}"
done
