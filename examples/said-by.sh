#!/usr/bin/env bash
# said-by.sh NAME [FILE...]: everything one person said, in order of date, each story
# once. NAME is part of a name, in any case:
#   ./pipeline.sh examples/articles | examples/said-by.sh ndiongue
set -euo pipefail
[[ ${1-} != @(-h|--help) ]] || { sed -n '2,/^set/s/^# //p' "$0"; exit; }
[ $# -gt 0 ] || { echo 'usage: said-by.sh NAME [FILE...]' >&2; exit 2; }
name=$1
shift
jq -nr --arg name "$name" '
	[inputs | select(.duplicate | not) | . as $doc | .quotes[]?
		| select(.speaker.name // "" | test("\\Q\($name)\\E"; "i"))
		| {date: (.date // $doc.date // "-"), id: $doc.id, text}]
	| sort_by(.date)[] | "\(.date)  \(.text)  [\(.id)]"' "$@"
