# The recipes of examples/, on records of known content and on the articles.
bats_require_minimum_version 1.5.0
load helper

setup() {
	cd "$TMP" || exit
	cp "$ROOT/pipeline.sh" quidit
	export PATH=$TMP:$BIN:$PATH
	cat >known.jsonl <<-'END'
	{"id":"b","date":"2025-03-02","text":"…","names":[{"name":"Awa Bâ","type":"PER","mentions":2}],"quotes":[{"start":0,"end":1,"text":"Nous\tverrons","type":"direct","speaker":{"name":"Awa Bâ","text":"Mme Bâ"},"cue":{"text":"dit"},"score":0.9}]}
	{"id":"a","date":"2025-03-01","title":"Dit \"oui\"","text":"…","names":[],"quotes":[{"start":0,"end":1,"text":"Oui","type":"direct","speaker":{"name":"AWA BÂ"}},{"start":0,"end":1,"text":"Non","type":"indirect"}]}
	{"id":"c","date":"2025-03-03","text":"…","quotes":[{"start":0,"end":1,"text":"Oui","type":"direct","speaker":{"name":"Awa Bâ"}}],"duplicate":{"of":"a","similarity":0.9,"kind":"near"}}
	END
}

@test "who-said-what: a table" {
	"$ROOT/examples/who-said-what.sh" known.jsonl >out
	diff - out <<-'END'
	2025-03-02	b	Awa Bâ	dit	Nous\tverrons
	2025-03-01	a	AWA BÂ	-	Oui
	2025-03-01	a	?	-	Non
	2025-03-03	c	Awa Bâ	-	Oui
	END
	quidit "$ROOT/examples/articles" | "$ROOT/examples/who-said-what.sh" >out
	grep -q "^2025-02-06.*peche.*Awa Cheikh Ndiongue.*Personne n’a obtenu ce qu’il voulait" out
	grep -q 'Komlan Agbévi.*Donnez quatre mois aux paysans' out
	[ "$(wc -l <out)" -gt 30 ]
}

@test "said-by: one person, by date, each story once" {
	"$ROOT/examples/said-by.sh" 'awa bâ' <known.jsonl >out
	printf '2025-03-01  Oui  [a]\n2025-03-02  Nous\tverrons  [b]\n' | diff - out
	quidit "$ROOT/examples/articles" | "$ROOT/examples/said-by.sh" akindélé >out
	[ "$(grep -c 'Les quais sont prêts' out)" = 1 ]
}

@test "load-sqlite: a database, queried" {
	"$ROOT/examples/load-sqlite.sh" known.db known.jsonl
	query() { sqlite3 known.db "$1"; }
	[ "$(query 'SELECT count(*) FROM document')" = 3 ]
	[ "$(query "SELECT title FROM document WHERE id = 'a'")" = 'Dit "oui"' ]
	[ "$(query "SELECT id FROM document WHERE copy_of = 'a'")" = c ]
	[ "$(query 'SELECT name || type || mentions FROM name')" = 'Awa BâPER2' ]
	[ "$(query "SELECT count(*) FROM quote JOIN document ON document = id
		WHERE copy_of IS NULL AND speaker IS NOT NULL")" = 2 ]
	run -2 "$ROOT/examples/load-sqlite.sh" known.db known.jsonl
	[[ $output == *'there already' ]]

	quidit "$ROOT/examples/articles" | "$ROOT/examples/load-sqlite.sh" news.db
	sqlite3 news.db "SELECT count(DISTINCT document) FROM quote
		WHERE speaker LIKE '%Ndiongue'" | grep -qx '[2-9]'
}

@test "list-ner: a stage swapped for a script" {
	printf 'Zarmaka\tLOC\nHadiza Amadou\tPER\nKobani\tLOC\n' >names.tsv
	quidit --ner "$ROOT/examples/list-ner.sh names.tsv" "$ROOT/examples/articles/sahel-aujourdhui/eau-zarmaka.txt" >out
	jq -e '.entities | length > 2 and all(.type == "LOC" or .type == "PER")' out
	jq -e '. as $r | all(.entities[]; .text == $r.text[.start:.end]
		and .text == $r.names[.name].name)' out
	jq -e '[.names[] | select(.name == "Kobani")] == []' out
	jq -e 'any(.quotes[]; .speaker.name == "Hadiza Amadou")' out
}

@test "misuse of a recipe is said" {
	for recipe in said-by load-sqlite list-ner; do
		run -2 "$ROOT/examples/$recipe.sh"
		[[ $output == "usage: $recipe.sh "* ]]
	done
}

@test "every recipe says what it does" {
	for recipe in "$ROOT"/examples/*.sh; do
		"$recipe" --help >out </dev/null
		grep -q "^${recipe##*/} .*: " out
	done
}
