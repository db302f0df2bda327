load helper

setup() {
	cd "$TMP" || exit
}

page="$ROOT/tests/data/declutter-html/marche.html"

@test "declutter: the article out of an HTML page" {
	"$BIN/ingest" "$page" | "$BIN/declutter" >"$TMP/out"
	[ "$(jq -r .text "$TMP/out")" = "$(cat "${page%.html}.txt")" ]
	[ "$(jq -r .title "$TMP/out")" = 'À Ségoubé, le marché couvert rouvre après deux ans de travaux' ]
	jq -e 'has("page_meta") and (has("lines") | not)' "$TMP/out"
	[ "$(jq -c '[.date,.byline,.page]' "$TMP/out")" = '["2024-05-14",["Mariam Dossou"],"article"]' ]
}

# extracts NAME...: the text of each page, as it should be; the records are in $TMP/NAME.
extracts() {
	for name; do
		page="$ROOT/tests/data/declutter-html/$name.html"
		"$BIN/ingest" "$page" | "$BIN/declutter" >"$TMP/$name"
		jq -r .text "$TMP/$name" | diff "${page%.html}.txt" -
	done
}

# Three layouts, the last of tables alone, and no table of ours is English.
@test "declutter: the article out of English pages" {
	extracts bridge orchard clinic
	jq -e '.title == "Ferry returns to Lake Orwell after three years" and
		.date == "2025-03-18" and .byline == ["Nora Whitfield", "Samuel Oyelaran"]' "$TMP/bridge"
	jq -e '.title == "Orchard growers ask for help after the late frost" and
		.date == "2024-04-29" and .byline == ["Ewan Brodie"]' "$TMP/orchard"
	jq -e '.title == "Night clinic opens beside the bus station" and
		.date == "2023-10-02" and .byline == ["Ruth Kamara"]' "$TMP/clinic"
}

# A cell of lines parted by <br>, a page builder, elements without a class: markup that no
# training page has.
@test "declutter: the article out of pages that are marked up in other ways" {
	extracts bac riz greve
	jq -e '.date == "2022-11-17" and .byline == ["Marlyse Tchoumi"] and
		[.paragraphs[] | select(.kind == "heading").line] == [11]' "$TMP/bac"
	jq -e '.date == "2025-01-28"' "$TMP/riz"
	jq -e '.byline == ["Abdoul Karim Sidibé"] and
		[.paragraphs[] | select(.kind == "list").line] == [6, 7, 8]' "$TMP/greve"
}

# meta TITLE SITE BYLINE HEAD: title and byline of a page that says so of itself.
meta() {
	printf '<title>%s</title><meta property="og:site_name" content="%s"><meta name="author" content="%s"><body><div class="nav"><a href="/">Accueil</a></div><article>%s<p>Le pont a rouvert mardi matin après trois mois de travaux, a annoncé la mairie.</p><p>Les piétons passaient déjà depuis dimanche, mais les camions restent interdits.</p></article>' "$@" >"$TMP/page.html"
	"$BIN/ingest" "$TMP/page.html" | "$BIN/declutter" | jq -c '[.title, .byline]'
}

@test "declutter: the title without the name of the site" {
	[ "$(meta 'Le pont rouvre | La Rive' 'La Rive' '' '<h1>Le pont rouvre</h1>')" = '["Le pont rouvre",null]' ]
	[ "$(meta 'Le pont rouvre - La Rive' '' '' '<h1>Le pont rouvre</h1>')" = '["Le pont rouvre",null]' ]
	[ "$(meta 'Le pont rouvre – La Rive' 'La Rive' '' '')" = '["Le pont rouvre",null]' ]
	[ "$(meta 'Vivre à La Rive' 'La Rive' '' '')" = '["Vivre à La Rive",null]' ]
}

@test "declutter: the names in page_meta and in its line" {
	[ "$(meta 'Le pont rouvre' '' 'Awa Sow (avec Paul Biyo et Ena Doe)' '<h1>Le pont rouvre</h1>')" = '["Le pont rouvre",["Awa Sow","Paul Biyo","Ena Doe"]]' ]
	[ "$(meta 'Le pont rouvre' 'Le Fleuve' 'Le Fleuve' '<h1>Le pont rouvre</h1><p class="byline">Par Awa Sow</p><p>© Le Fleuve</p>')" = '["Le pont rouvre",["Awa Sow"]]' ]
	[ "$(meta 'Le pont rouvre' '' '@awasow' '<h1>Le pont rouvre</h1><span class="author">Awa Sow</span>')" = '["Le pont rouvre",["Awa Sow"]]' ]
	while IFS='|' read -r said byline; do
		[ "$(meta 'Le pont rouvre' '' "$said" '<h1>Le pont rouvre</h1>')" = "[\"Le pont rouvre\",$byline]" ]
	done <<-'EOF'
	Par Awa Sow|["Awa Sow"]
	Awa Sow et Paul Biyo|["Awa Sow","Paul Biyo"]
	Awa Sow / AFP|["Awa Sow","AFP"]
	Awa Sow (@awasow)|["Awa Sow"]
	20 Heures|["20 Heures"]
	France 24|["France 24"]
	Admin|null
	awa2019|null
	lefleuve.example|null
	EOF
	[ "$(meta 'Le pont rouvre' '' 'Awa Sow' '<h1>Le pont rouvre</h1><div class="author">Awa Sow et Paul Biyo</div>')" = '["Le pont rouvre",["Awa Sow","Paul Biyo"]]' ]
}

@test "declutter: lines that are not as ingest writes them are passed over" {
	for lines in '[]' '{}' 'null' '[{}]' '[{"open":1}]' '[{"open":">p\\u003e"}]' '[{"open":"p"}]' \
	    '[{"close":99999999999999999999,"open":">>..>"}]' '[{"open":">p","close":-1,"links":[]}]'; do
		echo '{"text":"Il a plu toute la nuit sur la ville, et le fleuve a débordé.","lines":'"$lines"'}' |
			"$BIN/declutter" | jq -e '(.paragraphs + .clutter) | length == 1'
	done
}

@test "declutter: what the page says of itself: the date that a line states wins" {
	local body='Le pont a rouvert mardi matin après trois mois de travaux, a annoncé la mairie.'
	printf '{"text":"Le pont rouvre\\n2 mars 2024\\n%s","page_meta":{"title":"Le pont rouvre","date":"2024-03-01","modified":"2024-03-02","byline":["https://a.example/x","Awa Sow"]}}\n' "$body" |
		"$BIN/declutter" | jq -e '.date == "2024-03-02" and .byline == ["Awa Sow"]'
	printf '{"text":"%s","page_meta":{"title":"Le pont rouvre","date":"2024-03-01T10:00:00Z"}}\n' "$body" |
		"$BIN/declutter" | jq -e '.date == "2024-03-01" and .title == "Le pont rouvre"'
}

@test "declutter: page_meta of other shapes" {
	for meta in '[]' '{"title":1,"date":2,"byline":"x"}' '{"byline":[1,null,"A B"],"date":"demain"}' '"x"'; do
		echo '{"text":"Il a plu toute la nuit sur la ville, et le fleuve a débordé.","page_meta":'"$meta"'}' |
			"$BIN/declutter" | jq -e '(.paragraphs + .clutter) | length == 1'
	done
}

@test "declutter: --explain has reasons from the page's elements" {
	page='<body><nav><a>Accueil</a></nav><article><h1>La gare rouvre</h1><p>Le conseil municipal de Kobani a voté mardi le budget de la gare, après six heures de débat.</p></article>'
	"$BIN/ingest" --type html <<<"$page" | "$BIN/declutter" --explain >"$TMP/out"
	cut -f 5 "$TMP/out" | grep -q 'element\|links\|block of'
}

@test "declutter: elements of many words and deep ones cost no more than their bytes" {
	for open in .a '>div'; do
		awk -v open="$open" 'BEGIN {
			printf "{\"text\":\""
			for (i = 0; i < 100000; i++) printf "Ligne %d\\n", i
			printf "\",\"lines\":[{\"open\":\">body"
			for (i = 0; i < 300000; i++) printf "%s", open
			printf ">p\"}"
			for (i = 1; i < 100000; i++)
				printf ",{\"close\":1,\"open\":\">p.%c%c\"}", 97 + i % 26, 97 + i / 26 % 26
			print "]}"
		}' >in
		timeout 30 "$BIN/declutter" in >out
		jq -e '(.paragraphs + .clutter) | length == 100000' out
	done
}
