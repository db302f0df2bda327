#!/usr/bin/env bash
# train.sh DATA: makes fr/model.bin and fr/html.bin again from the annotated pages in
# DATA/declutter, with the classes of tests/data/declutter/classes.jsonl, and the articles
# in DATA/quotes. Run it from the root of the project, with the programs built in bin.
set -euo pipefail
[ $# = 1 ] || { echo 'usage: train.sh DATA' >&2; exit 2; }
data=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

filters/declutter/classes.sh "$data" tests/data/declutter/classes.jsonl "$work"
pages=("$work"/fr_{full,main}_dev.jsonl "$data/declutter/synth_africa.jsonl")
bin/declutter-train --layouts filters/declutter/train "${pages[@]}" \
	"$data"/quotes/dev{,2,3,4}.jsonl >"$work/model.bin"

tar -xzf "$data/declutter/html_dev.tar.gz" -C "$work"
bin/ingest "$work/html" >"$work/pages.jsonl"
bin/declutter-html-train "$work/pages.jsonl" "$data/declutter/fr_full_dev.jsonl" \
	>"$work/html.bin"

mv "$work/model.bin" "$work/html.bin" filters/declutter/fr
