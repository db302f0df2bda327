#!/usr/bin/env bash
# usage: pipeline.sh [OPTION...] [FILE|DIR|-]...
# From scraped articles to who said what: ingest, declutter, sentsplit, ner, quotes
# and dedupe as one pipe. Text files and directories of them go through ingest;
# *.jsonl and - (standard input, the default) are records already.
#   -o FILE          write FILE, whole or not at all, and rejects to FILE.rejects/
#   -j N             N processes side by side; the order stays
#   --skip STAGE     leave a stage out (may be repeated)
#   --STAGE COMMAND  another program for a stage, or its own with options
# Exit status: 0; 1 when some input was rejected; 2 when a stage failed.
# Example: pipeline.sh -j 2 --dedupe 'dedupe --drop' -o out.jsonl articles more.jsonl

set -euo pipefail
shopt -s nullglob
die() { echo "${0##*/}: $*" >&2; exit 2; }

jobs=1 out='' part=0 stages=(ingest declutter sentsplit ner quotes dedupe)
for name in "${stages[@]}"; do export "run_$name=$name"; done
args=$(getopt -n "${0##*/}" -o hj:o: -l "help skip: ${stages[*]/%/:}" -- "$@") || exit 2
eval "set -- $args"
while [ "$1" != -- ]; do
	case $1 in
	-h | --help) sed -n '2,/^$/s/^# //p' "$0"; exit ;;
	-j) jobs=$2 ;;
	-o) out=$2 ;;
	--skip) [[ $2 != ingest && -v run_$2 ]] || die "--skip $2: no such stage"
		declare "run_$2=cat || exit 2" ;;
	*) declare "run_${1#--}=$2" ;;
	esac
	shift 2
done
shift
[[ $jobs =~ ^[1-9][0-9]?$ ]] || die "-j takes a number from 1 to 99"
[[ ! -e $out || -f $out ]] || die "$out is no regular file"
[ $# -gt 0 ] || [ ! -t 0 ] || die 'no input: name files or directories, or pipe records in'

here=$(dirname "$(readlink -f "$0")")
tmp=$(mktemp -d "${out:-${TMPDIR:-/tmp}/quidit}.XXXXXX") || exit 2
trap 'rm -rf "$tmp"' EXIT
export tmp PATH=$here/bin:$here:$PATH PARALLEL_SHELL=$BASH
[ -z "$out" ] || exec >"$tmp/result"

note() { echo "$1: exit status $?" >>"$tmp/status"; }
stage() { # NAME [OPERAND...]; the stage's own program is told where rejects go
	local run=run_$1 REJECT=$tmp/reject.$1.$((100000 + part++))
	run="${!run} "
	run=${run/#"$1 "/"$1 --reject \"\$REJECT\" "}
	REJECT=$REJECT bash -o pipefail -c "$run\"\$@\"" "$@" || note "$1"
}
each() { stage declutter | stage sentsplit | stage ner | stage quotes; }
export -f note stage each

records() { # OPERAND...: all of them, in order, as JSON Lines
	local texts=() operand
	for operand in "$@" /dev/null; do
		[[ $operand == @(-|*.jsonl|/dev/null) ]] || { texts+=("$operand"); continue; }
		[ ${#texts[@]} = 0 ] || stage ingest "${texts[@]}"
		texts=()
		LC_ALL=C sed $'1s/^\xef\xbb\xbf//;$a\\' -- "$operand" || note "$operand"
	done
}
where() { # OPERAND...: the lines that a stage rejected as they came, by file and number
	local operand
	cat /dev/null "$tmp"/reject.* >"$tmp/rejected"
	for operand in "$@"; do
		[[ $operand == *.jsonl && -f $operand && -s $tmp/rejected ]] || continue
		in="${0##*/}: $operand" awk 'NR == FNR { rejected[$0]; next }
			$0 in rejected { print ENVIRON["in"] ":" FNR ": rejected" }
		' "$tmp/rejected" - <"$operand" >&2
	done
}
spread() { parallel --will-cite --pipe -k -j "$jobs" 'part={#}; each'; }
count() { awk '{ print; printf "\r%d records", NR >to } END { print "" >to }' to=/dev/stderr; }
[ "$jobs" != 1 ] || spread() { each; }
[ -t 2 ] || count() { cat; }
records "${@:--}" | spread | count | stage dedupe || note pipeline
where "$@"

if failed=$(grep -sv ' 1$' "$tmp/status"); then
	sed '/ 141$/d' <<<"$failed" >&2
	exit 2
fi
if [ -n "$out" ]; then
	mv "$tmp/result" "$out" || exit 2
	rm -rf "$out.rejects" && mkdir "$out.rejects"
	for name in "${stages[@]}"; do
		cat /dev/null "$tmp/reject.$name."* >"$out.rejects/$name"
	done
	find "$out.rejects" -empty -delete
fi
[ ! -s "$tmp/status" ] || exit 1
