#!/usr/bin/env bash
# dedupe-parallel.sh HOSTS CLUSTERS FILE: the same with the map stage on several hosts:
# GNU parallel sends blocks of whole lines over ssh and takes the key lines back. HOSTS
# is a comma-separated list (`:` is this machine); dedupe must be on their PATH.
#   examples/dedupe-parallel.sh node1,node2 clusters.tsv articles.jsonl >marked.jsonl
set -euo pipefail
[[ ${1-} != @(-h|--help) ]] || { sed -n '2,/^set/s/^# //p' "$0"; exit; }
[ $# = 3 ] || { echo 'usage: dedupe-parallel.sh HOSTS CLUSTERS FILE' >&2; exit 2; }
here=$(dirname "$0")
tmp=$(mktemp -d "${TMPDIR:-/tmp}/dedupe.XXXXXX")
trap 'rm -rf "$tmp"' EXIT
# Status 1, rejected records: the rest is done all the same. Of parallel, it is the
# number of jobs that failed.
status=0
passed() { status=$?; [ "$status" = 1 ] || exit "$status"; }

blocks=(parallel --will-cite --pipe --block "${BLOCK:-10M}" -k)
"${blocks[@]}" --retries 3 --sshlogin "$1" 'dedupe --sign --split {#} || [ $? = 1 ]' <"$3" |
	"$here/dedupe-reduce.sh" "$tmp/edges" "$2" || passed
"${blocks[@]}" --joblog "$tmp/log" "dedupe --apply '$tmp/edges' --split {#}" <"$3" ||
	awk 'NR > 1 && $7 > most { most = $7 } END { exit most }' "$tmp/log" || passed
exit "$status"
