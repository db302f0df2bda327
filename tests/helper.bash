# Loaded by every bats file.
ROOT=$(cd "$BATS_TEST_DIRNAME/.." && pwd)
BIN=${BIN:-$ROOT/bin}
TMP=$BATS_TEST_TMPDIR
PROGRAMS="declutter sentsplit ner quotes dedupe"
export ROOT BIN TMP PROGRAMS

# goldens NAME [OPTION…]: every tests/data/NAME/*.in.jsonl gives its .out.jsonl.
goldens() {
	local name=$1 in n=0
	shift
	for in in "$ROOT/tests/data/$name"/*.in.jsonl; do
		"$BIN/$name" "$@" "$in" | diff -u "${in%.in.jsonl}.out.jsonl" - || return 1
		n=$((n + 1))
	done
	[ "$n" -gt 0 ]
}

# terminal: skips where no pseudo-terminal can be had (a bare chroot).
terminal() {
	script -qec true /dev/null </dev/null >/dev/null 2>&1 || skip 'no pseudo-terminal here'
}
