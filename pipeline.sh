#!/usr/bin/env bash
# usage: pipeline.sh [OPTION...] [FILE|DIR|-]...
# From scraped articles to who said what: ingest, declutter, sentsplit, ner, quotes
# and dedupe as one pipe. Text files and directories of them go through ingest;
# *.jsonl and - (standard input, the default) are records already.
#   -o FILE          write FILE, whole or not at all, instead of standard output
#   -j N             N processes side by side; the order stays
#   --skip STAGE     leave a stage out (may be repeated)
#   --STAGE COMMAND  another program for a stage, or its own with options
#   --rejects DIR    keep rejected lines in DIR/STAGE (with -o: in FILE.rejects)
# Exit status: 0; 1 when some input was rejected; 2 when a stage failed.
# Example: pipeline.sh -j 2 --dedupe 'dedupe --drop' -o out.jsonl articles more.jsonl

set -euo pipefail
shopt -s nullglob
trap 'exit 2' ERR
die() { echo "${0##*/}: $*" >&2; exit 2; }

# stage NAME [OPERAND...]: runs one stage; a status other than 0 is noted.
stage() {
	local run=${command[$1]}
	[ "${run%% *}" != "$1" ] || run="$1 --reject \"\$REJECT\"${run#"$1"}"
	REJECT=$tmp/reject.$1$part bash -o pipefail -c "$run \"\$@\"" "$@" ||
		echo "$1: exit status $?" >>"$tmp/status"
}

# chain [STAGE...]: the stages as one pipe.
chain() {
	case $# in
	0) cat ;;
	1) stage "$1" ;;
	*) stage "$1" | chain "${@:2}" ;;
	esac
}

# records OPERAND...: all of them, in order, as JSON Lines.
records() {
	local texts=() operand
	for operand in "$@" ''; do
		case $operand in
		'' | - | *.jsonl)
			part=$((part + 1))
			[ ${#texts[@]} = 0 ] || stage ingest "${texts[@]}"
			texts=()
			[ -z "$operand" ] || LC_ALL=C sed $'1s/^\xef\xbb\xbf//;$a\\' -- "$operand" ||
				echo "$operand: exit status $?" >>"$tmp/status" ;;
		*) texts+=("$operand") ;;
		esac
	done
}

# shards STAGE...: the chain over pieces of the input, side by side.
shards() {
	cat >"$tmp/in"
	split -n "l/$jobs" -a 4 "$tmp/in" "$tmp/in."
	for piece in "$tmp"/in.*; do
		(trap - INT; part=.${piece##*.}; chain "$@" <"$piece" >"$tmp/out$part") &
	done
	wait
	cat "$tmp"/out.*
}

stages=(declutter sentsplit ner quotes dedupe)
declare -A command
for name in ingest "${stages[@]}"; do command[$name]=$name; done
jobs=1 out='' rejects='' part=''
args=$(getopt -n "${0##*/}" -o hj:o: -l help,skip:,rejects:,ingest: \
	-l "$(printf '%s:,' "${stages[@]}")" -- "$@") || exit 2
eval "set -- $args"
while [ "$1" != -- ]; do
	case $1 in
	-h | --help) sed -n '2,/^$/s/^# //p' "$0"; exit ;;
	-j) jobs=$2 ;;
	-o) out=$2 ;;
	--rejects) rejects=$2 ;;
	--skip)
		[[ " ${stages[*]} " = *" $2 "* ]] || die "--skip $2: no such stage"
		command[$2]='' ;;
	*) command[${1#--}]=$2 ;;
	esac
	shift 2
done
shift
[[ $jobs =~ ^[1-9][0-9]?$ ]] || die "-j takes a number from 1 to 99"
[ -z "$out" ] || [ ! -e "$out" ] || [ -f "$out" ] || die "$out is no regular file"
if [ $# = 0 ]; then
	[ ! -t 0 ] || die 'no input: name files or directories, or pipe records in'
	set -- -
fi

here=$(dirname "$(readlink -f "$0")")
tmp=$(mktemp -d "${out:-${TMPDIR:-/tmp}/quidit}.XXXXXX")
export tmp PATH=$here/bin:$here:$PATH
trap 'rm -rf "$tmp"' EXIT
touch "$tmp/status" "$tmp/ticks"
apart=() last=()
for name in "${stages[@]}"; do
	if [ -z "${command[$name]}" ]; then continue
	elif [ "$name" = dedupe ]; then last=(dedupe)
	else apart+=("$name"); fi
done
if [ -t 2 ]; then
	command[progress]="awk '{ print; printf \".\" >>to; fflush(to) }' to=\"\$tmp/ticks\""
	apart+=(progress)
	count() { printf '\r%s records' "$(stat -c %s "$tmp/ticks")" >&2; }
	while sleep 0.3; do count; done &
	trap 'kill $!; count; echo >&2; rm -rf "$tmp"' EXIT
fi
[ -z "$out" ] || exec >"$tmp/result"
if [ "$jobs" = 1 ]; then
	records "$@" | chain "${apart[@]}" "${last[@]}"
else
	records "$@" | shards "${apart[@]}" | chain "${last[@]}"
fi

if grep -v ' 1$' "$tmp/status" >"$tmp/failed"; then
	grep -v ' 141$' "$tmp/failed" >&2 || true
	exit 2
fi
[ -z "$out" ] || mv "$tmp/result" "$out"
rejects=${rejects:-${out:+$out.rejects}}
if [ -n "$rejects" ]; then
	mkdir -p "$rejects"
	for name in ingest "${stages[@]}"; do
		cat /dev/null "$tmp/reject.$name"* >"$rejects/$name"
		[ -s "$rejects/$name" ] || rm "$rejects/$name"
	done
	rmdir --ignore-fail-on-non-empty "$rejects"
fi
[ ! -s "$tmp/status" ] || exit 1
