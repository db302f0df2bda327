load helper
bats_require_minimum_version 1.5.0

setup() { cd "$TMP" || exit; }

# record TEXT: a record with that text.
record() { jq -cn --arg text "$1" '{id: "t", $text}'; }
# entities TEXT [OPTION...]: its entities, one a line: type and text.
entities() { record "$1" | "$BIN/ner" "${@:2}" | jq -r '.entities[] | "\(.type) \(.text)"'; }
# names TEXT: its names, one a line.
names() { record "$1" | "$BIN/ner" "${@:2}" | jq -r '.names[] | "\(.type) \(.name)"'; }

# A tiny corpus of invented names: people after « dame », places after « à ».
corpus() {
	local people=(Zorel Mirane Tubal Kessandre Ovil Pradine Lumeau Sarvel)
	local places=(Quomp Bratz Villandel Ormuse Trask Fenoir Galde Ruste)
	local i
	for i in {0..39}; do
		jq -cn --arg p "${people[i % 8]}" --arg l "${places[i / 5]}" \
			'{text: "Hier dame \($p) est venue à \($l) pour la fête.",
			entities: [{start: 10, end: (10 + ($p | length)), type: "PER"},
			{start: (23 + ($p | length)), end: (23 + ($p + $l | length)),
			type: "LOC"}]}'
	done
}

@test "ner: goldens" {
	goldens ner
}

@test "ner: every span is its text, in order, and indexes the cast" {
	cat "$ROOT"/tests/data/ner/*.in.jsonl >in
	record $'Le Pr. Amadou Traoré 😀 est à Ségou.\nE\u0301lise Kone\u0301 y est née.' >>in
	"$BIN/ner" in >out
	jq -es 'all(.[]; . as $r | all(.entities[]; $r.text[.start:.end] == .text))' out
	jq -es 'all(.[]; [.entities[] | .start, .end] | . == sort)' out
	jq -es 'all(.[]; [range(.entities | length)] == ([.names[].mentions[]] | sort))' out
	jq -es 'all(.[]; . as $r | all(.names | to_entries[]; .key as $k |
		all(.value.mentions[]; $r.entities[.].name == $k)))' out
}

@test "ner: members that were there stay, a second run changes nothing" {
	echo '{"n":1.10,"text":"Fatou Diop vit à Thiès.","x":12345678901234567890}' >in
	"$BIN/ner" in >once
	"$BIN/ner" once >twice
	cmp once twice
	grep -q '^{"n":1.10,"text":"Fatou Diop vit à Thiès.","x":12345678901234567890,' once
}

@test "ner: a surname, a title and a name in capitals are one person" {
	run names 'La ministre Mariam Sawadogo a parlé. Mme Sawadogo est partie. SAWADOGO Mariam reviendra.'
	[ "$output" = 'PER Mariam Sawadogo' ]
}

@test "ner: two people of one surname stay apart" {
	run names 'Oumar Coulibaly a reçu Awa Coulibaly. Awa Coulibaly a remercié Oumar Coulibaly.'
	[ "$output" = $'PER Oumar Coulibaly\nPER Awa Coulibaly' ]
}

@test "ner: capitals alone become natural case in the cast" {
	run names 'Le maire, Ibrahim TRAORÉ, a salué la foule.'
	[ "$output" = 'PER Ibrahim Traoré' ]
	run names 'Le maire, Ibrahim SOW, a reçu le roi Mohammed VI à la mairie.'
	[ "$output" = $'PER Ibrahim Sow\nPER Mohammed VI' ]
}

@test "ner: an acronym in brackets is the name before it" {
	run names "L'Union des producteurs de mangues du Kénédougou (UPMK) est née. L'UPMK recrute."
	[ "$(grep -c ORG <<<"$output")" -eq 1 ]
}

@test "ner: an acronym and its long form are joined by the table" {
	run names "La Communauté économique des États de l'Afrique de l'Ouest se réunit. La CEDEAO votera."
	[ "$output" = "ORG Communauté économique des États de l'Afrique de l'Ouest" ]
}

@test "ner: brackets abbreviate the whole name or its last complement" {
	run names "La Société des eaux du Nord (Sodenor) est née. La Sodenor recrute."
	[ "$output" = 'ORG Société des eaux du Nord' ]
	run names "La Commission des finances de la Confédération africaine de football (CAF) siège."
	[ "$(grep -c ORG <<<"$output")" -eq 2 ]
}

@test "ner: an acronym is the name whose initials it has" {
	run names "L'Union des syndicats du Faso a écrit au ministre. Selon le porte-parole de l'USF, la grève continue."
	[ "$output" = 'ORG Union des syndicats du Faso' ]
	run names 'Le Mouvement du peuple du Sahel a réuni ses cadres à Kaya. Selon le MPS Renouveau, le vote aura lieu.'
	[ "$output" = $'ORG Mouvement du peuple du Sahel\nLOC Kaya' ]
	run names 'Le président Ibrahim Boubacar Keïta est parti. IBK est revenu. KEITA Ibrahim Boubacar parlera.'
	[ "$output" = 'PER Ibrahim Boubacar Keïta' ]
}

@test "ner: a body's short form, unless two bodies share it" {
	run names 'Le président de la Fédération burkinabè de football a démissionné. Selon le président de la Fédération, les clubs sont endettés.'
	[ "$output" = 'ORG Fédération burkinabè de football' ]
	run names "La Cour pénale de Bangui a jugé l'affaire. Selon la Cour pénale, le vote est nul. La Cour d'appel de Kayes attend."
	[ "$output" = $'ORG Cour pénale de Bangui\nORG Cour d\'appel de Kayes' ]
}

@test "ner: the name is the form with its accents, in natural case" {
	run names 'Le cinéaste Issa Traore filme. Issa Traoré monte. ISSA TRAORE rit.'
	[ "$output" = 'PER Issa Traoré' ]
}

@test "ner: another name after an alias word is the same person" {
	run names "L'artiste Moussa Kanté alias Petit Bako chante. Petit Bako est né à Kayes."
	[ "$output" = $'PER Moussa Kanté\nLOC Kayes' ]
}

@test "ner: an apostrophe may be left out of a name" {
	run names "La ministre Oumou N’Diaye a parlé. Mme Ndiaye est partie. Oumou N'DIAYE reviendra."
	[ "$output" = 'PER Oumou N’Diaye' ]
}

@test "ner: a long name misspelt in all but a piece is the same person" {
	run names 'Le juge Mahmoud Ould Mohamed a parlé hier. Selon le juge Mahamoud Ould Mohammed, la loi est claire.'
	[ "$output" = 'PER Mahmoud Ould Mohamed' ]
}

@test "ner: initials that others have are other people" {
	run names 'Le juge Amadou W. Sanogo salue Amadou Wade. Le maire Amadou H. W. Sanogo salue le juge Amadou W. Sanogo.'
	[ "$output" = $'PER Amadou W. Sanogo\nPER Amadou Wade\nPER Amadou H. W. Sanogo' ]
}

@test "ner: a surname stays with the person it stood for when a relative is named once" {
	record "L'archéologue Paul Zongo fouille. Zongo creuse. Zongo note tout. Son père, Jean Zongo, fut maire. Zongo publie." |
		"$BIN/ner" >out
	[ "$(jq -r '.names[] | "\(.name) \(.mentions | length)"' out)" = \
		$'Paul Zongo 4\nJean Zongo 1' ]
}

@test "ner: a title makes a person, a word for a body an organisation" {
	run names "L'avocat de l'accusé, Me Trésor Balume, a dénoncé le procès."
	[ "$output" = 'PER Trésor Balume' ]
	run names "Des hommes du groupe Zaya sont arrêtés."
	[ "$output" = "ORG Zaya" ]
}

@test "ner: text in capitals" {
	run entities 'LE PRÉSIDENT MACKY SALL A REÇU À DAKAR LE MINISTRE DU MALI.'
	[ "$output" = $'PER MACKY SALL\nLOC DAKAR\nLOC MALI' ]
}

@test "ner: elision, typographic apostrophe, hyphen, decomposed accents" {
	run entities "Selon l’avocat d’Abdoulaye Ouattara, la Guinée-Bissau l'attend."
	[ "$output" = $'PER Abdoulaye Ouattara\nLOC Guinée-Bissau' ]
	run entities $'Le chanteur Seydou Koné vit en Co\u0302te d’Ivoire.'
	[ "$output" = $'PER Seydou Koné\nLOC Co\u0302te d’Ivoire' ]
}

@test "ner: a slash joins two names" {
	run entities "Le sommet CEDEAO/UEMOA s'ouvre à Lomé, selon RFI/AFP."
	[ "$output" = $'ORG CEDEAO\nORG UEMOA\nLOC Lomé\nORG RFI\nORG AFP' ]
}

@test "ner: accents left out" {
	run entities 'Le President Faure Gnassingbe et Ibrahim Traore sont arrives a Cotonou.'
	[ "$output" = $'PER Faure Gnassingbe\nPER Ibrahim Traore\nLOC Cotonou' ]
}

@test "ner: a headline in title case" {
	run entities 'Alassane Ouattara A Reçu Le Président Du Sénégal À Abidjan'
	[ "$output" = $'PER Alassane Ouattara\nLOC Sénégal\nLOC Abidjan' ]
}

@test "ner: two places joined by a hyphen are two, a name with a hyphen is one" {
	run entities 'Le sommet Mali-Russie plaît à Bissau, capitale de la Guinée-Bissau.'
	[ "$output" = $'LOC Mali\nLOC Russie\nLOC Bissau\nLOC Guinée-Bissau' ]
}

@test "ner: scores are probabilities, --min-score leaves entities out" {
	record 'Mme Aïssata Diallo a quitté Conakry pour Zarbol avec le Kipandé.' >in
	"$BIN/ner" in >all
	jq -e '[.entities[].score | . > 0 and . <= 1] | all' all
	"$BIN/ner" --min-score 0.9 in >some
	jq -e '[.entities[].score >= 0.9] | all' some
	[ "$(jq '[.entities[] | select(.score >= 0.9)] | length' all)" = "$(jq '.entities | length' some)" ]
}

@test "ner: --gazetteer adds names, with canonical ones" {
	printf '# own\nBarol Kintu\tORG\tBarol Kintu Industries\nkintu\tORG\n' >own.txt
	run names 'Le comptoir de Barol Kintu ouvre ; barol kintu recrute un kintu.' --gazetteer own.txt
	[ "$output" = $'ORG Barol Kintu Industries\nORG kintu' ]
	run entities 'Le comptoir de Barol Kintu ouvre ; barol kintu recrute.' --gazetteer own.txt
	[ "$output" = $'ORG Barol Kintu\nORG kintu' ]
	run entities 'La dette de Barol Kintu croît.' --gazetteer own.txt
	[ "$output" = 'ORG Barol Kintu' ]
}

@test "ner: --gazetteer with an unknown type or a missing field" {
	printf 'Barol\tFOO\n' >own.txt
	run -2 --separate-stderr "$BIN/ner" --gazetteer own.txt </dev/null
	[ "$stderr" = 'ner: own.txt:1: the model has no type FOO' ]
	printf 'Barol\n' >own.txt
	run -2 "$BIN/ner" --gazetteer own.txt </dev/null
	run -2 "$BIN/ner" --gazetteer absent.txt </dev/null
}

@test "ner: sentences are used when they are there" {
	echo '{"text":"vu par Awa Touré","sentences":[{"start":0,"end":16}]}' >in
	"$BIN/ner" in | jq -e '.entities | length == 1'
	echo '{"text":"court","sentences":[{"start":0,"end":16}]}' >in
	run -1 --separate-stderr "$BIN/ner" in
	[[ "$stderr" == *sentences* ]]
}

@test "ner: a broken model is refused" {
	cp "$ROOT"/filters/lib/fr/* "$ROOT"/filters/ner/fr/* .
	head -c 100000 "$ROOT/filters/ner/fr/model.bin" >model.bin
	run -2 --separate-stderr "$BIN/ner" --tables . </dev/null
	[ "$stderr" = 'ner: model.bin: size does not fit the header' ]
}

@test "ner: linear on hostile input" {
	{
		printf '{"text":"'
		yes 'Awa Touré (AT) ' | head -n 60000 | tr -d '\n'
		printf '"}\n{"text":"'
		yes 'A.-' | head -n 300000 | tr -d '\n'
		printf '"}\n{"text":"'
		seq -f 'Koné%.0f' 60000 | tr '\n' ' '
		printf '"}\n'
	} >in
	timeout 60 "$BIN/ner" in >out
	[ "$(wc -l <out)" -eq 3 ]
}

@test "ner-train: a model of one's own, measured and used" {
	corpus >train
	cp "$ROOT"/filters/lib/fr/* "$ROOT"/filters/ner/fr/{*.txt,clusters.bin} .
	"$BIN/ner-train" --types PER,LOC --min-count 1 train >model.bin 2>log
	run "$BIN/ner-eval" --tables . train
	[ "$status" -eq 0 ]
	[[ "$output" == *'all          80     80     80   100.00   100.00   100.00'* ]]
	run entities 'Hier dame Bizerta est venue à Mobrune pour la fête.' --tables .
	[ "$output" = $'PER Bizerta\nLOC Mobrune' ]
	# what the model misses is found by its form
	run entities 'Hier dame Bizerta est venue à Mobrune pour la fête. Puis on a vu Bizerta.' \
		--tables .
	[ "$output" = $'PER Bizerta\nLOC Mobrune\nPER Bizerta' ]
}

@test "ner-eval: pairs of mentions under one name" {
	record "Le cinéaste Issa Traoré filme. M. Traoré monte. Awa Diallo rit." |
		jq -c '.entities = [{start: 12, end: 23, type: "PER"},
			{start: 34, end: 40, type: "PER"}, {start: 48, end: 58, type: "PER"}]
			| .names = [{mentions: [0, 1]}, {mentions: [2]}]' >in
	"$BIN/ner-eval" in | grep -E '^joins +1 +1 +1 +100.00 +100.00 +100.00'
	jq -c '.names[0].mentions[1] = 3' in >bad
	run -1 "$BIN/ner-eval" bad
	[[ $output == *'names[0].mentions[1]'* ]]
}

@test "ner-train: the same bytes again" {
	corpus >train
	"$BIN/ner-train" --types PER,LOC train >one 2>log
	taskset -c 0 "$BIN/ner-train" --types PER,LOC train >two 2>log
	cmp one two
	"$BIN/ner-train" --types PER,LOC --dropout 0 train >whole 2>log
	run -1 cmp -s one whole
}

@test "ner-train: bad records are named, edges inside tokens counted" {
	{
		echo '{"text":"Awa","entities":[{"start":0,"end":3,"type":"FOO"}]}'
		echo '{"text":"Awa","entities":[{"start":0,"end":2,"type":"PER"}]}'
	} >in
	run -1 bash -c '"$BIN/ner-train" in 2>&1 >model.bin'
	[[ "$output" == *'ner-train: in:1: '*'entities[0].type: not among PER,LOC,ORG,MISC'* ]]
	[[ "$output" == *'1 mentions left out'* ]]
	run -2 "$BIN/ner-train" --types '' in
}

# knows_class SEEN SEEN UNSEEN: whether with clusters.bin a model that was trained on two
# words as names finds the third.
knows_class() {
	cp "$ROOT"/filters/lib/fr/* "$ROOT"/filters/ner/fr/*.txt .
	for w in "$1" "$2"; do for n in 1 2 3 4 5 6; do
		jq -nc --arg w "$w" '{text: "ab \($w) cd", entities: [{start: 3,
			end: (3 + ($w | length)), type: "DAY"}]},
			{text: "ab chose cd", entities: []}'
	done; done >train
	"$BIN/ner-train" --tables . --types DAY --variants 0 train >model.bin 2>log
	run entities "ab $3 cd" --tables .
	[ "$output" = "DAY $3" ]
}

@test "ner-cluster: words with like neighbours share a class" {
	for w in lundi mardi jeudi; do for n in un deux trois quatre; do
		record "le $w il vient avec $n amis"
	done; done >in
	"$BIN/ner-cluster" --fine 8 --coarse 4 in >clusters.bin
	knows_class lundi mardi jeudi
}

@test "ner-classes: words with like vectors share a class, by type and by vector" {
	cat >vectors.tsv <<-'END'
		lundi mardi	1 0.1 0
		jeudi	0.9 0.1 0
		ami	0 1 0.1
		un deux	0 0.1 1
	END
	printf '{"text":"le lundi","entities":[]}\n' |
		"$BIN/ner-classes" --vectors vectors.tsv --by-type 2 --by-vector 3 >clusters.bin
	knows_class lundi mardi jeudi
	run -2 --separate-stderr "$BIN/ner-classes" </dev/null
	[ "$stderr" = 'ner-classes: --vectors FILE is needed' ]
	printf 'un\t1 2\ndeux\t1\n' >vectors.tsv
	run -2 --separate-stderr "$BIN/ner-classes" --vectors vectors.tsv </dev/null
	[ "$stderr" = 'ner-classes: vectors.tsv:2: another number of dimensions' ]
	printf 'un\t1 x\n' >vectors.tsv
	run -2 --separate-stderr "$BIN/ner-classes" --vectors vectors.tsv </dev/null
	[ "$stderr" = 'ner-classes: vectors.tsv:1: not a number' ]
}

@test "ner: a broken table of classes is refused" {
	cp "$ROOT"/filters/lib/fr/* "$ROOT"/filters/ner/fr/* .
	head -c 100000 "$ROOT/filters/ner/fr/clusters.bin" >clusters.bin
	run -2 --separate-stderr "$BIN/ner" --tables . </dev/null
	[ "$stderr" = 'ner: clusters.bin: size does not fit the header' ]
	echo 'not a table of classes' >clusters.bin
	run -2 --separate-stderr "$BIN/ner" --tables . </dev/null
	[ "$stderr" = 'ner: clusters.bin: not a table of this version' ]
}

@test "ner-train: the recipe for another language and other types" {
	PATH=$BIN:$PATH "$ROOT/examples/train-ner.sh" english >report 2>log
	grep -q '^all  *8  *8  *8 ' report
	record 'The mayor, Abena Quist, came to Brackton with Leon Price.' |
		"$BIN/ner" --tables english | jq -r '.names[] | "\(.type) \(.name)"' >out
	diff - out <<-'END'
		PER Abena Quist
		PLACE Brackton
		PER Leon Price
	END
	run -2 "$ROOT/examples/train-ner.sh"
}

@test "ner: initials and a misspelt letter are the same person, another first name is not" {
	run names 'Le juge A. Sanogo salue Abdoulaye Sanogo. Awa Sanogo part avec Muhammadu Bako. Mouhammadu Bako rit.'
	[ "$output" = $'PER Abdoulaye Sanogo\nPER Awa Sanogo\nPER Muhammadu Bako' ]
}
