#!/usr/bin/env bash
# dedupe-reduce.sh EDGES CLUSTERS <keys: the lines of `dedupe --sign`, in any order, to
# edges (for `dedupe --apply EDGES`) and clusters (id TAB first id). GNU sort holds
# SORT_MEMORY of them at most and keeps the rest on disk, beside CLUSTERS.
set -euo pipefail
[[ ${1-} != @(-h|--help) ]] || { sed -n '2,/^set/s/^# //p' "$0"; exit; }
[ $# = 2 ] || { echo 'usage: dedupe-reduce.sh EDGES CLUSTERS <keys' >&2; exit 2; }
export LC_ALL=C
tmp=$(mktemp -d "$(dirname "$2")/.dedupe.XXXXXX")
trap 'rm -rf "$tmp"' EXIT
by_bytes() { sort -S "${SORT_MEMORY:-25%}" -T "$tmp" "$@"; }
# Status 1: an id stood for two texts. The rest is done all the same.
pairs() { dedupe --pairs || { [ $? = 1 ] && touch "$tmp/rejected"; }; }

by_bytes | pairs | by_bytes -u >"$tmp/edges"
dedupe --cluster "$tmp/edges" | by_bytes -u >"$tmp/old"
until dedupe --cluster --clusters "$tmp/clusters" "$tmp/old" | by_bytes -u >"$tmp/new"
	cmp -s "$tmp/old" "$tmp/new"
do
	mv "$tmp/new" "$tmp/old"
done
mv "$tmp/edges" "$1"
mv "$tmp/clusters" "$2"
[ ! -e "$tmp/rejected" ]
