load helper
bats_require_minimum_version 1.5.0

# split TEXT [OPTION…]: its sentences, with ‖ between them.
split() {
	local text=$1
	shift
	jq -nc --arg t "$text" '{text: $t}' | "$BIN/sentsplit" --text "$@" |
		jq -r '[.sentences[].text] | join("‖")'
}

# is EXPECTED [OPTION…]: the text, given with ‖ and a space where sentences end,
# splits there. A ‖ without a space stands for no space at all.
is() {
	local want=$1 text got
	shift
	text=${want//‖/}
	got=$(split "$text" "$@")
	[ "$got" = "${want//‖ /‖}" ] || { echo "want $want"; echo "got  $got"; return 1; }
}

tokens() {
	jq -nc --arg t "$1" '{text: $t}' | "$BIN/sentsplit" --tokens |
		jq -r '.text as $t | [.sentences[].tokens[] | $t[.start:.end]] | join("|")'
}

@test "sentsplit: golden cases are exact" {
	local file=$ROOT/tests/data/sentsplit/cases.jsonl
	jq -c '{id, text}' "$file" | "$BIN/sentsplit" | jq -c '[.id, .sentences]' >"$TMP/got"
	jq -c '[.id, .sentences]' "$file" | diff - "$TMP/got"
}

@test "sentsplit: a stop, a space and a capital" {
	is "Le marché ouvre à l'aube.‖ Les vendeuses arrivent tôt."
	is "Qui a fermé la route ?‖ Personne ne répond."
	is "Quel but !‖ Étienne exulte.‖ Évariste aussi."
	is "Elle doute…‖ Puis elle signe."
}

@test "sentsplit: titles and ranks" {
	is "Nous avons vu M. Zongo et Mme. Lompo.‖ Le Dr. Kafando était là."
	is "Le Col. Ilboudo et le Pr. SOMÉ parlent à MM. Bako et Nana."
	is "LE DR. KANE A VU M. DIOP.‖ IL EST SORTI."
	is "La coiffeuse a chanté Call Me.‖ Elle rit encore, et M. Son aussi."
}

@test "sentsplit: references before numbers and names" {
	is "Voir l'art. 7, al. 2, p. 30 du code.‖ Le texte est clair."
	is "Le vol. XII est perdu, cf. Annexe 2."
	is "Il étudie l'art.‖ Les musées ferment."
	is "L'article L. 321-4 s'applique et l'art. R. 5 aussi."
}

@test "sentsplit: months, companies, etc." {
	is "La foire du 4 oct. 2021 est close.‖ Celle de nov. reste ouverte."
	is "Le bétail, le mil, etc. partent.‖ On vend du riz, du fil, etc.‖ Le reste suit."
	is "On vend du riz, du fil (neuf, vieux, etc.), du sel (gros, fin, etc.).‖ Tout part."
	is "La société Nimba Ltd. recrute.‖ Elle paie bien."
}

@test "sentsplit: initials" {
	is "Le livre de J. B. Kaboré et de P. Ouédraogo est sorti."
	is "Le quai mène au hangar C.‖ Le bateau attend."
	is "Il fait 25 °C.‖ Solange a chaud."
	is "Garder à 4 °C.‖ à ouvrir ensuite."
	is "B. K.‖ Le 3 mars, la halle a brûlé.‖ J. M. Le Dantec a fui."
	is "Il joue au groupe B.‖Les Lions suivent, S.A a perdu."
}

@test "sentsplit: dotted acronyms" {
	is "L'U.E.M.O.A. baisse ses taux.‖ Il vit en R.C.A.‖ Bangui est loin."
	is "Les romans de A.B.C. Touré et de J.-P. Mendy se vendent."
	is "La C.A.N. 2021 fut belle.‖ Le C.H.U. Yalgado soigne."
	is "Le temple date de 40 av. J.-C. selon elle."
}

@test "sentsplit: numbers, list items" {
	is "Le sac vaut 12.500 F. CFA et pèse 3.5 kg.‖ Il est lourd."
	is "Le pont date de 1998.‖ 45 ouvriers l'ont bâti."
	is "2.1. Le cadre du pont"
	is "Le point 3.4.2. de la charte et le bloc c-à-d. le mur tiennent."
	[ "$(split $'1. Le cadre\nII. Les acteurs\na. Les paysans')" = \
		'1. Le cadre‖II. Les acteurs‖a. Les paysans' ]
}

@test "sentsplit: addresses" {
	is "Lire sur Faso7.com et sur www.exemple.ne/a.b?c=1.‖ La suite demain."
	is "Écrire à la.redaction@exemple.sn pour répondre."
}

@test "sentsplit: quotation marks stay with their sentence" {
	is "« Nous resterons. »‖ Le maire est sorti."
	is "« Nous resterons ! » a juré le maire."
	is "\"Nous resterons.\"‖ Le maire est sorti."
	is "Le calme revient.‖ \"La nuit fut dure\", dit Awa.‖ \"Très dure.\"‖ Elle sourit."
	is "Il le nomme « le vieux ».‖ Tous rient."
	is "’’Nous resterons.’’‖ Le maire est sorti."
	is "“Nous resterons.”‖ “Vous partirez”, dit-elle."
	is "« On part.‖ On revient demain », dit le chauffeur."
	is "Elle lance : \" Partons ! \"‖ Le car démarre."
}

@test "sentsplit: brackets" {
	is "La vente est close.‖ (Voir page 4.)‖ Les clients partent."
	is "La vente (enfin close ?) a plu.‖ Les clients (déjà partis !) aussi."
	is "Les témoins [...] ont parlé.‖ (...) Ils sont repartis."
	is "Les témoins ont parlé du port […]‖ Ils sont repartis (...) vers Nana (...) Koné."
	is "Il est venu (vraiment ?).‖ Les clients partent."
}

@test "sentsplit: no space after the stop" {
	is "Le pont est fermé.‖Les cars attendent.‖\"Nous dormirons ici\", dit Issa."
	is "Le pont (neuf).‖Les cars attendent 7 h.‖Tout va, etc.‖Les gens dorment."
	is "Le pont est fermé.‖les cars attendent."
	is "Nous sommes en 2022.‖Elle sort.‖Il reste 5 %.‖Elle rit."
	is "Le car part.‖12 personnes attendent.‖14 300 sacs aussi.‖3e jour de pluie."
	is "Le car (neuf).‖6,5 millions de francs partent, sauf v.2 et l'alinéa.3."
	is "M.Zongo et J.B.Kaboré lisent Lefaso.net chez tous.toutes."
	is "Le pont est fermé!‖Les cars attendent?‖Oui."
}

@test "sentsplit: small letters after the stop" {
	is "Le pont est fermé.‖ les cars attendent."
	is "Le pont du fleuve est donc fermé ?‖ je pense que oui."
	is "Eh quoi ! dit-elle, partons."
	is "Il hésite... puis il part."
	is "Le pont du fleuve est-il sûr ?‖ ou faut-il le fermer ?"
	is "Le pont du fleuve a cédé...‖ elle ne passera plus."
	is "On vend du sel, du mil, du riz... elle achète tout."
	is "Issa répond : « Le pont a cédé... elle ne passera plus »."
	is 'Issa répond : "Le pont a cédé... elle ne passera plus".'
}

@test "sentsplit: dashes, bullets, notes, emoji, marks of names" {
	is "– Vous partez ?‖ – Oui, demain.‖ • Nous aussi."
	is "Le bilan est lourd.¹‖ Le feu couve.[2]‖ On fuit.3‖ On dort.*‖ On attend."
	is "Quelle joie !! 🎉🎊‖ La ville danse ?!‖ Oui."
	is "Yahoo! Finances recrute.‖ Il suit Yahoo!‖ Elle non."
}

@test "sentsplit: invisible and decomposed characters" {
	is $'Le pont est ferme\u0301.\u200b‖ E\u0301milie attend\u00a0!‖ Les cars\u202faussi.'
	is $'La reunion de fe\u0301vr. 2020 est close.‖ Elle sort.'
}

@test "sentsplit: doubled stops" {
	is "Le pont est fermé..‖ Les cars attendent...‖ La nuit tombe ?...‖ Oui."
}

@test "sentsplit: line breaks end sentences" {
	[ "$(split $'Un pont\nfermé. La nuit\r\n\r\ntombe')" = 'Un pont‖fermé.‖La nuit‖tombe' ]
}

@test "sentsplit: --wrapped takes single line breaks for spaces" {
	[ "$(split $'Un pont\nfermé. La\r\nnuit\n\n• tombe\n• tout\nà fait' --wrapped)" = \
		$'Un pont\nfermé.‖La\r\nnuit‖• tombe‖• tout\nà fait' ]
}

@test "sentsplit: --glued-headings splits at words that open sentences" {
	is "Le prix du mil flambe au marché‖ Les clients se plaignent." --glued-headings
	is "Une récolte attendue depuis 2019‖ Il pleut enfin." --glued-headings
	is "La saison finit ;‖ Cette année fut sèche." --glued-headings
	is "Elle lit Le Souffle et le film Les Absents de Sy." --glued-headings
	is "Il parle à Notre-Dame avec N'diaye et @toto Il attend." --glued-headings
	is "La vitamine A et le groupe A sont UN tout." --glued-headings
	is "Le port rouvre‖ A la mi-journée tout va." --glued-headings
	is "Le prix du mil flambe au marché Les clients se plaignent."
}

@test "sentsplit: --glued-headings splits after closing quotation marks" {
	is "Le maire dit : « Nous resterons »‖ Il sort ensuite." --glued-headings
	is "Le maire a lu « Demain » Ousmane aussi." --glued-headings
	is "Le maire dit “nous resterons”‖ Elle doute." --glued-headings
}

@test "sentsplit: text in capitals" {
	is "LE PONT EST FERMÉ.‖ LES CARS ATTENDENT !‖ MME. BA AUSSI."
}

@test "sentsplit: paragraphs bound sentences" {
	"$BIN/sentsplit" >"$TMP/out" <<-'END'
	{"text":"Un\nmot. Et un Deux","paragraphs":[{"start":0,"end":10},{"start":14,"end":18}]}
	END
	[ "$(jq -r '[.sentences[] | "\(.start)-\(.end)"] | join(" ")' "$TMP/out")" = \
		"0-7 8-10 11-13 14-18" ]
	sed 's/{"start":14/{"start":3,"end":9},{"start":14/; s/,"sentences.*/}/' "$TMP/out" |
		"$BIN/sentsplit" | jq -c .sentences >"$TMP/overlapping"
	jq -c .sentences "$TMP/out" | cmp - "$TMP/overlapping"
}

@test "sentsplit: bad paragraphs are rejected" {
	run -1 "$BIN/sentsplit" <<<'{"text":"Un mot","paragraphs":[{"start":0,"end":9}]}'
	[[ $output == *paragraphs* ]]
}

@test "sentsplit: every non-blank character lies in one sentence and one token" {
	jq -c '{text}' "$ROOT"/tests/data/sentsplit/*.jsonl | "$BIN/sentsplit" --tokens |
		jq -es 'all(.[]; .text as $t | [.sentences[] | $t[.start:.end]] as $s |
			([.sentences[].tokens[] | $t[.start:.end]] | join("")) as $k |
			($s | all(test("^\\S(.*\\S)?$"; "s"))) and
			($s | join("") | gsub("\\s"; "")) == ($t | gsub("\\s"; "")) and
			($k | gsub("\\s"; "")) == ($t | gsub("\\s"; "")))' >/dev/null
}

@test "sentsplit: tokens of words, elisions, clitics" {
	[ "$(tokens "L'eau qu'elle a bue aujourd’hui")" = "L'|eau|qu'|elle|a|bue|aujourd’hui" ]
	[ "$(tokens "Dit-il, a-t-on, est-ce vrai ? Dis-le-moi")" = \
		"Dit|-il|,|a|-t-on|,|est|-ce|vrai|?|Dis|-le|-moi" ]
	[ "$(tokens "a-t'il, A-t’elle dit, va-t'en")" = "a|-t'il|,|A|-t’elle|dit|,|va-t'en" ]
	[ "$(tokens "Le rendez-vous de N'Diaye à Guinée-Bissau")" = \
		"Le|rendez-vous|de|N'Diaye|à|Guinée-Bissau" ]
}

@test "sentsplit: tokens of numbers" {
	[ "$(tokens "2.000 F, 1 500 et 3,5 % le 12/05/2020 à 14h30, 20e")" = \
		"2.000|F|,|1 500|et|3,5|%|le|12/05/2020|à|14h30|,|20e" ]
	[ "$(tokens "n° 12, nº 3 et 2019-2020")" = "n°|12|,|nº|3|et|2019|-|2020" ]
	[ "$(tokens $'1\u2009500, 2\u202f000, 3\u00a0000 et 4\u2003000')" = \
		$'1\u2009500|,|2\u202f000|,|3\u00a0000|et|4|000' ]
}

@test "sentsplit: tokens of abbreviations and acronyms" {
	[ "$(tokens "M. J. Koné, O.N.U., av. J.-C., le plan B.")" = \
		"M.|J.|Koné|,|O.N.U.|,|av.|J.-C.|,|le|plan|B|." ]
}

@test "sentsplit: tokens of addresses, marks, symbols" {
	[ "$(tokens "https://exemple.bf/a?b=3. Faso7.com, a.b@c.org @nom #tag")" = \
		"https://exemple.bf/a?b=3|.|Faso7.com|,|a.b@c.org|@nom|#tag" ]
	[ "$(tokens "Oui !!... « ’’Non’’ » 10€ 🎉🎉")" = "Oui|!!|...|«|’’|Non|’’|»|10|€|🎉🎉" ]
}

@test "sentsplit: tables of one's own" {
	cp "$ROOT"/filters/sentsplit/fr/* "$ROOT"/filters/lib/fr/* "$TMP"
	printf 'Khf\ttitle\n' >>"$TMP/abbreviations.txt"
	is "Le Khf. Le Bon parle." --tables "$TMP"
	is "Le Khf.‖ Le Bon parle."
	printf 'Khf\tking\n' >>"$TMP/abbreviations.txt"
	run -2 "$BIN/sentsplit" --tables "$TMP" </dev/null
	[[ $output == *abbreviations.txt:*king* ]]
}

@test "sentsplit: tables with CRLF line ends, and none in another encoding" {
	cp "$ROOT"/filters/sentsplit/fr/* "$ROOT"/filters/lib/fr/* "$TMP"
	sed -i 's/$/\r/' "$TMP"/*.txt
	is "Le Dr. Ba parle.‖ Il sort." --tables "$TMP"
	printf '# a\n\xe9tat\n' >"$TMP/links.txt"
	run -2 "$BIN/sentsplit" --tables "$TMP" </dev/null
	[[ $output == *"links.txt:2: invalid UTF-8" ]]
	printf 'a%016d\n' 0 | sed 's/0/\t0/g' >"$TMP/links.txt"
	run -2 "$BIN/sentsplit" --tables "$TMP" </dev/null
	[[ $output == *"links.txt:1: more than 16 fields" ]]
}

@test "sentsplit: linear on hostile input" {
	local unit
	for unit in '.' '. ' '«' '" ' '(' ') ' '[1]' 'a.' 'A. ' 'É.-' '...(' '🎉' ' !' \
		'[…] ' '(...) Le ' '… tous ' 'a.2,' 'M. Il '; do
		yes "$unit" | tr -d '\n' | head -c 3000000 | jq -Rc '{text: .}' >"$TMP/in"
		timeout 10 "$BIN/sentsplit" --tokens --glued-headings "$TMP/in" >"$TMP/out"
	done
}
