#!/usr/bin/env bash
# who-said-what.sh [FILE...]: every quotation as a row: date, document, speaker, cue
# and words, with TAB between. It reads the pipeline's records:
#   ./pipeline.sh examples/articles | examples/who-said-what.sh
set -euo pipefail
jq -r '. as $doc | .quotes[]? | [
	.date // $doc.date // "-",
	$doc.id,
	.speaker.name // .speaker.text // "?",
	.cue.text // "-",
	.text
] | @tsv' "$@"
