#!/usr/bin/env bats
# The README shows what the programs print.
load helper

# Each "$ command" of a console block, run, followed by what it printed.
replay() {
	local line
	while IFS= read -r line; do
		case $line in
		'$ '*) printf '%s\n' "$line" && bash -c "${line#??}" || return ;;
		esac
	done
}

@test "every console block of the README prints what it shows" {
	[ "$BIN" -ef "$ROOT/bin" ] || skip 'it names the programs in bin/'
	cd "$ROOT"
	export LC_ALL=C
	sed -n '/^```console$/,/^```$/{/^```/!p}' README.md >"$TMP/shown"
	[ "$(grep -c '^\$ ' "$TMP/shown")" -ge 4 ]
	replay <"$TMP/shown" >"$TMP/printed"
	diff -u "$TMP/shown" "$TMP/printed"
}
