#!/usr/bin/env bash
# train.sh DATA: makes fr/{model,trees,html,html-trees}.bin again from the annotated pages
# in DATA/declutter, with the classes of tests/data/declutter/classes.jsonl, and the
# articles in DATA/quotes. Run it from the root of the project, with the programs built in
# bin.
set -euo pipefail
[ $# = 1 ] || { echo 'usage: train.sh DATA' >&2; exit 2; }
data=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

filters/declutter/classes.sh "$data" tests/data/declutter/classes.jsonl "$work"
pages=("$work"/fr_{full,main}_dev.jsonl "$data/declutter/synth_africa.jsonl"
	"$data"/quotes/dev{,2,3,4}.jsonl)
layouts=(--layouts filters/declutter/train)
bin/declutter-train "${layouts[@]}" "${pages[@]}" >"$work/model.bin"
bin/declutter-train --trees --mixed 0.2 --layout-weight 0.1 "${layouts[@]}" \
	"${pages[@]}" >"$work/trees.bin"

tar -xzf "$data/declutter/html_dev.tar.gz" -C "$work"
bin/ingest "$work/html" >"$work/pages.jsonl"
html=("$work/pages.jsonl" "$data/declutter/fr_full_dev.jsonl")
bin/declutter-html-train "${html[@]}" >"$work/html.bin"
bin/declutter-html-train --trees "${html[@]}" >"$work/html-trees.bin"

mv "$work"/{model,trees,html,html-trees}.bin filters/declutter/fr
