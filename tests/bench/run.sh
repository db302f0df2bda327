#!/usr/bin/env bash
# run.sh DIR [MB...]: times every program and the whole pipe on generated corpora of
# these sizes (10 and 50), made in DIR, and prints one table. Each program reads what
# the one before it wrote, from a file; beside it stands jq -c . on the same file.
# The last column says how it grows from the first size to the last: time for a byte
# of input (1 is linear) and peak memory.
set -euo pipefail
cd "$(dirname "$0")/../.."
bin=${BIN:-bin} dir=$1
shift
[ $# -gt 0 ] || set -- 10 50
[ -x /usr/bin/time ] || { echo 'bench: GNU time is needed (Debian: time)' >&2; exit 2; }

# timed SIZE NAME INPUT COMMAND...: a row of the table into $dir/rows.
timed() {
	local size=$1 name=$2 input=$3 records bytes
	shift 3
	/usr/bin/time -o "$dir/time" -f '%e %U %S %M' "$@" >"$dir/out"
	records=$(wc -l <"$dir/out")
	bytes=$(find "$input" -type f -printf '%s\n' | awk '{ n += $1 } END { print n }')
	echo "$name $size $records $bytes $(tail -n 1 "$dir/time")" >>"$dir/rows"
}

# pages MB TEXTS: the rows for HTML, 40 of the texts a megabyte as pages of 70 KB.
pages() {
	local pages=$dir/pages.$1
	rm -rf "$pages"
	mkdir "$pages"
	find "$2" -type f -print0 | sort -z | sed -zn "1,$((40 * $1))p" |
		LC_ALL=C xargs -0 awk -v dir="$pages" -f tests/bench/pages.awk
	timed "$1" ingest-html "$pages" "$bin/ingest" "$pages"
	mv "$dir/out" "$dir/lines.jsonl"
	timed "$1" declutter-html "$dir/lines.jsonl" "$bin/declutter" "$dir/lines.jsonl"
	rm -rf "$pages"
}

# size MB: all rows for one size.
size() {
	local texts=$dir/texts.$1 file=$dir/records.jsonl
	rm -rf "$texts"
	mkdir "$texts"
	LC_ALL=C awk -v mb="$1" -v dir="$texts" -f tests/bench/corpus.awk examples/articles/*/*.txt
	timed "$1" ingest "$texts" "$bin/ingest" "$texts"
	mv "$dir/out" "$dir/first.jsonl"
	pages "$1" "$texts"
	cp "$dir/first.jsonl" "$file"
	for name in declutter sentsplit ner quotes dedupe; do
		timed "$1" "$name" "$file" "$bin/$name" "$file"
		mv "$dir/out" "$dir/next.jsonl"
		timed "$1" "jq<$name" "$file" jq -c . "$file"
		mv "$dir/next.jsonl" "$file"
	done
	timed "$1" pipeline "$dir/first.jsonl" ./pipeline.sh "$dir/first.jsonl"
	timed "$1" "pipeline-j$(nproc)" "$dir/first.jsonl" ./pipeline.sh -j "$(nproc)" "$dir/first.jsonl"
	rm -rf "$texts"
}

# The rows as a table; $1: the first size, $2: the last.
table() {
	awk -v low="$1" -v high="$2" '
		function per_input(key) { return wall[key] / bytes[key] }
		{
			key = $1 " " $2
			bytes[key] = $4; wall[key] = $5 + 0.001; memory[key] = $8
			if ($1 !~ /^jq</)
				line[++lines] = $0
		}
		END {
			head = "%-14s %5s %9s %7s %7s %8s %9s %14s\n"
			printf head, "program", "MB", "records/s", "MB/s", "CPU s", "peak MB",
				"jq MB/s", "growth t, mem"
			for (i = 1; i <= lines; i++) {
				split(line[i], f)
				key = f[1] " " f[2]
				input = f[1] ~ /^pipeline/ ? "jq<declutter " f[2] : "jq<" key
				jq = input in wall ? sprintf("%.1f", 1e-6 / per_input(input)) : "-"
				growth = f[2] != high || low == high ? "-" : sprintf("%.2f, %.2f", \
					per_input(key) / per_input(f[1] " " low), \
					memory[key] / memory[f[1] " " low])
				printf head, f[1], sprintf("%.0f", f[4] / 1e6), \
					sprintf("%.0f", f[3] / wall[key]), \
					sprintf("%.1f", 1e-6 / per_input(key)), \
					sprintf("%.1f", f[6] + f[7]), sprintf("%.1f", f[8] / 1024), \
					jq, growth
			}
		}' "$dir/rows"
}

mkdir -p "$dir"
: >"$dir/rows"
for mb; do size "$mb"; done
table "$1" "${!#}"
