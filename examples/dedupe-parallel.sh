#!/usr/bin/env bash
# dedupe-parallel.sh HOSTS CLUSTERS FILE: the same with the map stage on several hosts:
# GNU parallel sends blocks of whole lines over ssh and takes the key lines back. HOSTS
# is a comma-separated list (`:` is this machine); dedupe must be on their PATH.
#   examples/dedupe-parallel.sh node1,node2 clusters.tsv articles.jsonl >marked.jsonl
set -euo pipefail
[ $# = 3 ] || { echo 'usage: dedupe-parallel.sh HOSTS CLUSTERS FILE' >&2; exit 2; }
here=$(dirname "$0")
edges=$(mktemp "${TMPDIR:-/tmp}/edges.XXXXXX")
trap 'rm -f "$edges"' EXIT

blocks=(parallel --will-cite --pipe --block "${BLOCK:-10M}" -k)
"${blocks[@]}" --retries 3 --sshlogin "$1" 'dedupe --sign --split {#}' <"$3" |
	"$here/dedupe-reduce.sh" "$edges" "$2"
"${blocks[@]}" "dedupe --apply '$edges' --split {#}" <"$3"
