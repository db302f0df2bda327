#!/usr/bin/env bash
# who-said-what.sh [FILE...]: every quotation as a row: date, document, speaker, cue
# and words, with TAB between. It reads the pipeline's records:
#   ./pipeline.sh examples/articles | examples/who-said-what.sh
set -euo pipefail
[[ ${1-} != @(-h|--help) ]] || { sed -n '2,/^set/s/^# //p' "$0"; exit; }
jq -r '. as $doc | .quotes[]? | [
	.date // $doc.date // "-",
	$doc.id,
	.speaker.name // .speaker.text // "?",
	.cue.text // "-",
	.text
] | @tsv' "$@"
