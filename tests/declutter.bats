# declutter: what is kept, what is dropped and why, and that nothing is lost.
load helper
bats_require_minimum_version 1.5.0

setup() {
	cd "$TMP" || exit
}

# page LINE…: a record with these lines.
page() {
	printf '%s\n' "$@" | jq -Rsc '{id: "1", text: .}'
}

# rebuilt IN OUT: kept and dropped lines of OUT, in order, are the lines of IN.
rebuilt() {
	jq -c '.text | split("\n") | map(gsub("^\\s+|\\s+$"; "")) | map(select(. != ""))' \
		"$1" >lines.in
	jq -c '.text as $t | [(.paragraphs[] | {line, s: $t[.start:.end]}),
		(.clutter[] | {line, s: .text})] | sort_by(.line) | map(.s)' "$2" >lines.out
	diff lines.in lines.out
}

# article: a page with a head, a body and a tail.
article() {
	page 'Menu' 'Accueil' 'La gare routière de Kobani sera reconstruite' \
		'Publié le mardi 4 novembre 2025 à 17h12' 'Par Awa Traoré et Paul Biyo' \
		'Le conseil municipal de Kobani a adopté mardi le budget de la nouvelle gare routière, après six heures de débat et deux suspensions de séance.' \
		'« Les habitants attendent cette gare depuis douze ans », a déclaré la maire, Fatou Ndong, devant une salle comble.' \
		'Lire aussi : Le marché central rouvre ses portes' \
		'Le chantier doit commencer en janvier et durer dix-huit mois. Il coûtera un peu plus de quatre milliards de francs, selon les services de la ville.' \
		'Source : Agence du Fleuve' 'Laisser un commentaire' 'Votre nom *'
}

@test "goldens" {
	goldens declutter
}

@test "the body is kept, the rest has its class" {
	article | "$BIN/declutter" >out
	[ "$(jq -c '[.paragraphs[].line]' out)" = '[6,7,9]' ]
	[ "$(jq -r '[.clutter[].class] | join(" ")' out)" = \
		'menu menu title date byline read_also source comment_form comment_form' ]
	jq -e '.clutter | all(.score > 0.5 and .score <= 1)' out
}

@test "title, date, byline, source, page" {
	article | "$BIN/declutter" >out
	[ "$(jq -c '[.title, .date, .byline, .source, .page]' out)" = \
		'["La gare routière de Kobani sera reconstruite","2025-11-04",["Awa Traoré","Paul Biyo"],"Agence du Fleuve","article"]' ]
}

@test "paragraphs cover the text" {
	article | "$BIN/declutter" >out
	jq -e '.text as $t | [.paragraphs[] | $t[.start:.end]] | join("\n") == $t' out
}

@test "kept and dropped lines rebuild the page" {
	article >in
	"$BIN/declutter" in >out
	rebuilt in out
}

@test "kept and dropped lines rebuild random text" {
	head -c 200000 /dev/urandom | LC_ALL=C tr -dc 'A-Za-z .,:0-9\n\t»«é' |
		LC_ALL=C tr '\302\303\253\273\251' '\n\n.: ' | jq -Rsc '
		[splits("Z")] | to_entries[] | {id: "\(.key)", text: .value}' >in
	[ "$(wc -l <in)" -gt 100 ]
	"$BIN/declutter" in >out
	rebuilt in out
}

@test "twice is once" {
	article | "$BIN/declutter" >once
	"$BIN/declutter" once | cmp - once
}

@test "a relative date needs --ref-date" {
	text=('La gare sera reconstruite' 'Publié hier à 17h12'
		'Le conseil municipal a adopté le budget de la gare, après six heures de débat et deux suspensions de séance dans la salle des fêtes.')
	page "${text[@]}" | "$BIN/declutter" >out
	[ "$(jq -r .date out)" = null ]
	page "${text[@]}" | "$BIN/declutter" --ref-date 2024-03-01 >out
	[ "$(jq -r .date out)" = 2024-02-29 ]
	run -2 "$BIN/declutter" --ref-date 'mars 2024' </dev/null
}

@test "--keep keeps a class in the text" {
	article | "$BIN/declutter" --keep read_also,source >out
	[ "$(jq -c '[.paragraphs[] | [.line, .kind]]' out)" = \
		'[[6,"body"],[7,"body"],[8,"read_also"],[9,"body"],[10,"source"]]' ]
	article >in
	rebuilt in out
	run -2 "$BIN/declutter" --keep body </dev/null
}

@test "--phrases adds to the tables" {
	printf 'ad\t^la minute du grossiste$\n' >mine
	text=('La gare sera reconstruite'
		'Le conseil municipal a adopté le budget de la gare, après six heures de débat et deux suspensions de séance dans la salle des fêtes.'
		'La minute du grossiste'
		'La maire a promis que le chantier de la gare commencerait en janvier, et que les vendeuses garderaient leur place dans le bâtiment.')
	page "${text[@]}" | "$BIN/declutter" --phrases mine >out
	[ "$(jq -r '.clutter[] | select(.line == 3).class' out)" = ad ]
	printf 'nothing\tla minute\n' >bad
	run -2 "$BIN/declutter" --phrases bad </dev/null
	[[ $output == *'bad:1: '* ]]
}

@test "long pages and long lines" {
	yes 'Accueil' | head -n 200000 | jq -Rsc '{text: .}' >in
	timeout 60 "$BIN/declutter" in >out
	rebuilt in out
	yes 'a b c' | tr '\n' ' ' | head -c 20000000 | jq -Rsc '{text: .}' >in
	timeout 60 "$BIN/declutter" in >out
	rebuilt in out
}
