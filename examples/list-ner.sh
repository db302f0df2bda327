#!/usr/bin/env bash
# list-ner.sh LIST: a stage of one's own in ten lines, in the place of ner. It tags the
# names of LIST (name TAB type) wherever they stand, and nothing else:
#   ./pipeline.sh --ner 'examples/list-ner.sh my-names.tsv' examples/articles
# jq 1.6 rounds integers beyond 53 bits; the pipeline's own filters do not.
set -euo pipefail
[[ ${1-} != @(-h|--help) ]] || { sed -n '2,/^set/s/^# //p' "$0"; exit; }
[ $# = 1 ] || { echo 'usage: list-ner.sh LIST' >&2; exit 2; }
jq -c --rawfile list "$1" '.text as $text
	| [$list / "\n" | .[] / "\t" | select(length == 2) | {name: .[0], type: .[1]}
		| . + {at: [.name as $name | $text | match("\\b\\Q\($name)\\E\\b"; "g")]}
		| select(.at != [])] as $found
	| .entities = ([$found | to_entries[] | .key as $i | .value as $v | $v.at[]
		| {start: .offset, end: (.offset + .length), text: .string,
			type: $v.type, score: 1, name: $i}] | sort_by(.start))
	| .names = [$found[] | {name, type, mentions: .at | length}]'
