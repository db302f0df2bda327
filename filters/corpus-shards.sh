#!/usr/bin/env bash
# corpus-shards.sh IN OUT: names the shards of IN, one a line, and touches
# OUT/.shard/NAME for each one whose files are not those of the call before.
set -euo pipefail
export LC_ALL=C
in=$1 out=$2

die() { echo "corpus: $*" >&2; exit 2; }

# The shards to which the listed files belong.
shards() {
	sed -nE 's|^([^/.][^/]*)/.*|\1|p; s|^([^/.][^/]*\.jsonl) [0-9]+ [0-9.]+$|\1|p' |
		sort -u
}

[ -d "$in" ] || die "$in: no such directory"
mkdir -p "$out/.shard"
touch "$out/.files"
find -L "$in" -mindepth 1 -type f -printf '%P %s %T@\n' |
	sort >"$out/.files.new"
shards <"$out/.files.new" >"$out/.shards"
[ -s "$out/.shards" ] || die "$in: no .jsonl file and no directory of texts in it"
if grep '[][[:space:]%#$:;*?~\"'\''|&<>(){}=`]' "$out/.shards" >&2; then
	die 'make cannot handle these shard names'
fi
sed 's/\.jsonl$//' "$out/.shards" | sort | uniq -d | while read -r twice; do
	die "$in: both $twice and $twice.jsonl"
done

shards <"$out/.files" | comm -23 - "$out/.shards" | while read -r gone; do
	rm -f "$out"/*/"${gone%.jsonl}".{jsonl,rejects} "$out/.shard/${gone%.jsonl}"
done
comm -3 "$out/.files" "$out/.files.new" | tr -d '\t' | shards |
	comm -12 - "$out/.shards" | sed "s|.jsonl\$||; s|^|$out/.shard/|" | xargs -r touch
mv "$out/.files.new" "$out/.files"
cat "$out/.shards"
