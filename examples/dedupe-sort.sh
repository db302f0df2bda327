#!/usr/bin/env bash
# dedupe-sort.sh CLUSTERS FILE...: what `dedupe --clusters CLUSTERS FILE...` gives, as
# map, shuffle and reduce with GNU sort: no memory grows with the corpus.
#   examples/dedupe-sort.sh clusters.tsv articles.jsonl >marked.jsonl
set -euo pipefail
[[ ${1-} != @(-h|--help) ]] || { sed -n '2,/^set/s/^# //p' "$0"; exit; }
[ $# -gt 1 ] || { echo 'usage: dedupe-sort.sh CLUSTERS FILE...' >&2; exit 2; }
here=$(dirname "$0")
clusters=$1
shift
edges=$(mktemp "${TMPDIR:-/tmp}/edges.XXXXXX")
trap 'rm -f "$edges"' EXIT
# Status 1, rejected records: the rest is done all the same.
status=0
passed() { status=$?; [ "$status" = 1 ] || exit "$status"; }

dedupe --sign --split 1 "$@" | "$here/dedupe-reduce.sh" "$edges" "$clusters" || passed
dedupe --apply "$edges" --split 1 "$@" || passed
exit "$status"
