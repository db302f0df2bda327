# make install and uninstall, and the man pages.
load helper

# Installs the programs under test into $TMP/root/usr.
install_all() {
	make -s -C "$ROOT" "$@" DESTDIR="$TMP/root" PREFIX=/usr >/dev/null
}

@test "every man page passes mandoc's lint" {
	n=0
	for page in "$ROOT"/filters/*/*.[17]; do
		mandoc -Tlint -Wwarning "$page"
		n=$((n + 1))
	done
	[ "$n" -ge 8 ]
}

@test "every program has a man page that names all its options" {
	for p in ingest $PROGRAMS; do
		page=$ROOT/filters/$p/$p.1
		mandoc -Tascii "$page" | sed 's/.\x08//g' >"$TMP/page"
		"$BIN/$p" --help | grep -oE -- '--[a-z][a-z-]+' | sort -u | while read -r option; do
			grep -q -- "$option" "$TMP/page" || { echo "$p.1 lacks $option"; exit 1; }
		done
	done
}

@test "installed, it runs from anywhere; uninstalled, nothing is left" {
	make -q -C "$ROOT" 2>/dev/null || skip "the programs in bin/ are not up to date"
	install_all install
	cd "$TMP" || exit
	echo 'Il pleut sur Ronkh.' >texte.txt
	env -i "$TMP/root/usr/bin/quidit" texte.txt >out
	jq -e '.id == "texte" and .sentences' out
	for p in ingest $PROGRAMS; do
		[ -x "root/usr/bin/$p" ]
		[ -f "root/usr/share/man/man1/$p.1" ]
	done
	[ -f root/usr/share/man/man1/quidit.1 ]
	[ -f root/usr/share/man/man7/quidit.7 ]
	tables=root/usr/share/quidit/sentsplit/fr
	"root/usr/bin/sentsplit" --tables "$tables" <out >/dev/null
	install_all uninstall
	[ -z "$(find root -type f)" ]
}
