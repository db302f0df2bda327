load helper

page="$ROOT/tests/data/declutter-html/marche.html"

@test "declutter: the article out of an HTML page" {
	"$BIN/ingest" "$page" | "$BIN/declutter" >"$TMP/out"
	[ "$(jq -r .text "$TMP/out")" = "$(cat "${page%.html}.txt")" ]
	[ "$(jq -r .title "$TMP/out")" = 'À Ségoubé, le marché couvert rouvre après deux ans de travaux' ]
	jq -e 'has("page_meta") and (has("lines") | not)' "$TMP/out"
	[ "$(jq -c '[.date,.byline,.page]' "$TMP/out")" = '["2024-05-14",["Mariam Dossou"],"article"]' ]
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
