load helper
bats_require_minimum_version 1.5.0

setup() { cd "$TMP" || exit; }

# doc TEXT [DATE]: a record of the text, where {P:Ali Koné} is a person's name, {O:…} an
# institution's, {L:…} a place's, and {P:Koné=Ali Koné} a name of the cast in a short form.
doc() {
	jq -nc --arg t "$1" --arg date "${2:-}" '
		reduce ($t | [match("\\{[POLM]:[^}]*\\}|[^{]+"; "g").string][]) as $p
		({text: "", entities: [], names: []};
		if ($p | startswith("{")) then
			($p[3:-1] | split("=")) as $f |
			{P: "PER", O: "ORG", L: "LOC", M: "MISC"}[$p[1:2]] as $type |
			($f[1] // $f[0]) as $name |
			(if any(.names[]; .name == $name) then . else
				.names += [{name: $name, type: $type, mentions: []}] end) |
			.entities += [{start: (.text | length),
				end: ((.text | length) + ($f[0] | length)), text: $f[0],
				type: $type, score: 1,
				name: (.names | map(.name) | index($name))}] |
			.text += $f[0]
		else .text += $p end) |
		if $date == "" then . else .date = $date end' | "$BIN/sentsplit"
}

# quotes TEXT [OPTION…]: type|words|mention|name|cue of each quotation, a line each.
quotes() {
	local text=$1
	shift
	doc "$text" | "$BIN/quotes" "$@" | jq -r '.text as $t | .quotes[] |
		[.type, ((.segments // [[.start, .end]]) | map($t[.[0]:.[1]]) | join("…")),
		.speaker.text // "", .speaker.name // "", .cue.text // ""] | join("|")'
}

# is TEXT LINE…: the quotations of the text are these lines.
is() {
	local text=$1 want got
	shift
	want=$(printf '%s\n' "$@")
	got=$(quotes "$text")
	[ "$got" = "$want" ] || { echo "want $want"; echo "got  $got"; return 1; }
}

@test "quotes: golden records" {
	goldens quotes
}

@test "quotes: needs sentences, entities and names" {
	run --separate-stderr "$BIN/quotes" <<<'{"text":"Bonjour."}'
	[ "$status" -eq 1 ] && [ -z "$output" ]
	[[ $stderr == *"no sentences: run sentsplit first"* ]]
	run --separate-stderr "$BIN/quotes" <<<'{"text":"Bonjour.","sentences":[]}'
	[ "$status" -eq 1 ]
	[[ $stderr == *"no entities: run ner first"* ]]
	run --separate-stderr "$BIN/quotes" <<<'{"text":"a","sentences":[],"entities":[],"names":3}'
	[ "$status" -eq 1 ]
	[[ $stderr == *"names"* ]]
}

@test "quotes: verbs in -aître" {
	is '{P:Awa Ba} a reconnu que le pont avait cédé.' \
		'indirect|que le pont avait cédé|Awa Ba|Awa Ba|reconnu'
}

@test "quotes: words with decomposed accents" {
	is "$(printf '« Le pont a cede\u0301 », a reconnu le maire, {P:Ali Koné}. Il a assure\u0301 que la route rouvrira.')" \
		"$(printf 'direct|Le pont a cede\u0301|le maire, Ali Koné|Ali Koné|reconnu')" \
		"$(printf 'indirect|que la route rouvrira|Il|Ali Koné|assure\u0301')"
}

@test "quotes: a ministry of its own, an advocate of someone" {
	is 'Le ministre de la Santé, {P:Ali Koné}, a dit que tout va bien. Le ministre de la Justice a promis que la prison ouvrirait.' \
		'indirect|que tout va bien|Le ministre de la Santé, Ali Koné|Ali Koné|dit' \
		'indirect|que la prison ouvrirait|Le ministre de la Justice|Le ministre de la Justice|promis'
	is '« Le pont est fini », a dit le directeur général, {P:Ali Koné}. Le Premier ministre a promis que la route suivrait.' \
		'direct|Le pont est fini|le directeur général, Ali Koné|Ali Koné|dit' \
		'indirect|que la route suivrait|Le Premier ministre|Le Premier ministre|promis'
	is '« Le pont est fini », a dit le maire, {P:Ali Koné}. Son avocat affirme que tout est faux.' \
		'direct|Le pont est fini|le maire, Ali Koné|Ali Koné|dit' \
		'indirect|que tout est faux|Son avocat|Son avocat|affirme'
}

@test "quotes: subjects behind roles and participles" {
	is 'Le Premier ministre, chef du gouvernement, {P:Paul Oyono} a posé la première pierre. « Ce pont est le vôtre », a-t-il lancé.' \
		'direct|Ce pont est le vôtre|il|Paul Oyono|lancé'
	is 'Auteur d’un livre sur la forêt, {P:Paul Oyono} a été reçu hier. « Ce livre est le vôtre », a-t-il lancé.' \
		'direct|Ce livre est le vôtre|il|Paul Oyono|lancé'
}

@test "quotes: an infinitive behind whom it is said to" {
	is '{P:Awa Ba} a confié à {O:RFI} vouloir partir.' \
		'indirect|vouloir partir|Awa Ba|Awa Ba|confié'
}

@test "quotes: marks that open with a verb are no name of the subject" {
	is 'L’organisation africaine « exhorte les élus à dialoguer » et rappelle que le calendrier est un contrat.' \
		'indirect|que le calendrier est un contrat|L’organisation africaine|L’organisation africaine|rappelle'
}

@test "quotes: incises with more about where and how it was said" {
	is '« Je pars demain », a dit {P:Ali Koné} dans un communiqué publié mardi.' \
		'direct|Je pars demain|Ali Koné|Ali Koné|dit'
	is '{P:Ali Koné} est là. « Je pars demain », a dit mardi au micro de {O:RFI} M. {P:Koné=Ali Koné}.' \
		'direct|Je pars demain|M. Koné|Ali Koné|dit'
	is 'La pluie revient, a indiqué à {O:l’AFP} le directeur, {P:Ali Koné}, qui dit redouter « une semaine noire ».' \
		'indirect|La pluie revient|le directeur, Ali Koné|Ali Koné|indiqué' \
		'mixed|redouter « une semaine noire »|Ali Koné|Ali Koné|dit'
}

@test "quotes: works on what another program wrote" {
	run "$BIN/quotes" <<<'{"text":"« Je pars demain matin », a déclaré Awa Ba.","sentences":[{"start":0,"end":43}],"entities":[{"start":36,"end":42}]}'
	[ "$status" -eq 0 ]
	[ "$(jq -r '.quotes[0].text' <<<"$output")" = "Je pars demain matin" ]
	[ "$(jq -r '.quotes[0].speaker.name' <<<"$output")" = "Awa Ba" ]
	local text='"text":"Awa Ba a dit que la pluie vient. Le maire, Ali Koné, a dit que tout va bien."'
	local entity='{"start":43,"end":51,"type":"PER"},{"start":0,"end":6,"type":"PER"}'
	text=$text,'"sentences":[{"start":0,"end":32},{"start":33,"end":76}]'
	for entity in "$entity" "$entity"',{"start":47,"end":58,"type":"ORG"},{"start":43,"end":43}'; do
		"$BIN/quotes" <<<"{$text,\"entities\":[$entity]}" >out
		[ "$(jq -c '[.quotes[].speaker | .name, .type]' out)" = \
			'["Awa Ba","PER","Ali Koné","PER"]' ]
	done
	run "$BIN/quotes" <<<'{"text":"","sentences":[],"entities":[]}'
	[ "$status" -eq 0 ]
	[ "$(jq -c .quotes <<<"$output")" = "[]" ]
}

@test "quotes: spans that are none are rejected" {
	run --separate-stderr "$BIN/quotes" <<<'{"text":"a","sentences":[{"start":0,"end":9}],"entities":[]}'
	[ "$status" -eq 1 ]
	run --separate-stderr "$BIN/quotes" <<<'{"text":"a","sentences":[],"names":[],"entities":[{"start":0,"end":1,"name":4}]}'
	[ "$status" -eq 1 ]
	[[ $stderr == *"entities[0].name"* ]]
}

@test "quotes: the verb after the words" {
	is '« Le puits est à sec depuis un mois », a déclaré {P:Awa Ba}.' \
		'direct|Le puits est à sec depuis un mois|Awa Ba|Awa Ba|déclaré'
	is '« Nous voulons une école », explique hier à la radio {P:Paul Sow}, maire de {L:Tarko}.' \
		'direct|Nous voulons une école|Paul Sow, maire de Tarko|Paul Sow|explique'
}

@test "quotes: all kinds of marks" {
	local pair
	for pair in '«  »' '“ ”' '" "' '„ ”' "'' ''" '’’ ’’' '‹ ›' '” “' '« "' \
	    '<< >>' '＂ ＂' "\`\` ''"; do
		is "${pair%% *}Nous avons perdu la récolte${pair##* }, a dit {P:Awa Ba}." \
			'direct|Nous avons perdu la récolte|Awa Ba|Awa Ba|dit'
	done
}

@test "quotes: inverted marks with blanks around them" {
	is $'Le {L:Niger} dort.\n” Nous avons perdu la récolte “, a dit {P:Awa Ba}.' \
		'direct|Nous avons perdu la récolte|Awa Ba|Awa Ba|dit'
}

@test "quotes: a dash in the wrong encoding is no mark" {
	is '{L:Tarko} €“ Le pont est réparé depuis un mois. {P:Awa Ba} affirme que la route reste fermée.' \
		'indirect|que la route reste fermée|Awa Ba|Awa Ba|affirme'
}

@test "quotes: an inverted closing mark" {
	is '« Nous avons perdu la récolte «, a dit {P:Awa Ba}.' \
		'direct|Nous avons perdu la récolte|Awa Ba|Awa Ba|dit'
}

@test "quotes: a mark that never closes ends with its line" {
	is $'{P:Awa Ba} a dit : « Nous avons perdu la récolte.\nLe marché est fermé.' \
		'direct|Nous avons perdu la récolte.|Awa Ba|Awa Ba|dit'
}

@test "quotes: paragraphs that reopen the mark are one quotation" {
	is $'{P:Awa Ba} a dit : « Nous avons perdu la récolte.\n« Nous irons à la ville. »' \
		$'direct|Nous avons perdu la récolte.\n« Nous irons à la ville.|Awa Ba|Awa Ba|dit'
}

@test "quotes: lines in the first person belong to a mark that lost its pair" {
	is $'Le {L:Niger} dort.\nNous avons perdu la récolte.\nLe puits est à sec », a dit {P:Awa Ba}.' \
		$'direct|Nous avons perdu la récolte.\nLe puits est à sec|Awa Ba|Awa Ba|dit'
	is $'{P:Awa Ba} a dit : « Le puits est à sec.\nNous avons perdu la récolte.\nLe marché est fermé.' \
		$'direct|Le puits est à sec.\nNous avons perdu la récolte.|Awa Ba|Awa Ba|dit'
}

@test "quotes: straight marks that open again, close late or never close" {
	is '{P:Awa Ba} a dit : "Le puits est à sec. "Le maire parle d’une "année perdue" pour tous.' \
		'direct|Le puits est à sec.|Awa Ba|Awa Ba|dit' \
		'mixed|année perdue|Le maire|Le maire|parle'
	is '{P:Awa Ba} a dit : "Le puits est à sec, le marché est fermé "Nous avons perdu la récolte". "Le pont tiendra", a dit {P:Paul Sow}.' \
		'direct|Le puits est à sec, le marché est fermé "Nous avons perdu la récolte|Awa Ba|Awa Ba|dit' \
		'direct|Le pont tiendra|Paul Sow|Paul Sow|dit'
	is '{P:Awa Ba} explique que les voleurs "promettaient la lune, des terres, etc. "Ils ont tout pris", ajoute-t-elle.' \
		'mixed|que les voleurs "promettaient la lune, des terres, etc.|Awa Ba|Awa Ba|explique' \
		'direct|Ils ont tout pris|elle|Awa Ba|ajoute'
}

@test "quotes: straight marks within straight marks" {
	is '{P:Awa Ba} a dit : "On leur promet "du pain et des jeux", puis on les oublie". Le marché est fermé.' \
		'direct|On leur promet "du pain et des jeux", puis on les oublie|Awa Ba|Awa Ba|dit'
	is 'Le maire a dit : "Je me demande : "Faut-il partir avec tous mes enfants dès demain matin ?" Le pont de {L:Tarko} est fermé. "Il tiendra", répond {P:Awa Ba}.' \
		'direct|Je me demande : "Faut-il partir avec tous mes enfants dès demain matin ?|Le maire|Le maire|dit' \
		'direct|Il tiendra|Awa Ba|Awa Ba|répond'
	is 'Le maire a parlé. "Nous irons tous au puits demain. " Nous ferons le travail à la main ". La pluie tarde.' \
		'direct|Nous irons tous au puits demain. " Nous ferons le travail à la main|||'
}

@test "quotes: the passive, its agent behind « par »" {
	is 'La décision a été qualifiée d’« injuste » par {P:Awa Ba}.' \
		'mixed|injuste|Awa Ba|Awa Ba|qualifiée'
}

@test "quotes: indirect questions" {
	is '{P:Awa Ba} explique comment le pont a été réparé.' \
		'indirect|comment le pont a été réparé|Awa Ba|Awa Ba|explique'
	is '{P:Awa Ba} a demandé pourquoi la route reste fermée.' \
		'indirect|pourquoi la route reste fermée|Awa Ba|Awa Ba|demandé'
}

@test "quotes: « de sources … »" {
	is 'De sources locales, le pont de {L:Tarko} a été fermé lundi par les gendarmes.' \
		'indirect|le pont de Tarko a été fermé lundi par les gendarmes|sources locales|sources locales|De'
}

@test "quotes: marks behind the speaker's mention that are another quotation" {
	is '« Le puits est à sec », dit {P:Awa Ba} dans son livre « La Soif ».' \
		'direct|Le puits est à sec|Awa Ba|Awa Ba|dit'
}

@test "quotes: a mark behind the stop of another sentence" {
	is $'Le maire a perdu le procès. "\nNous irons plus loin". a-t-il dit.' \
		'direct|Nous irons plus loin|il|Le maire|dit'
	is 'La pluie est revenue. "Quel bonheur de semer !" réagit {P:Awa Ba}, qui salue un "cadeau".' \
		'direct|Quel bonheur de semer !|Awa Ba|Awa Ba|réagit' \
		'mixed|cadeau|Awa Ba|Awa Ba|salue'
}

@test "quotes: a quotation inside another stays in it" {
	is '{P:Awa Ba} a dit : « Il m’a répondu “jamais de la vie” et il est parti. »' \
		'direct|Il m’a répondu “jamais de la vie” et il est parti.|Awa Ba|Awa Ba|dit'
}

@test "quotes: an incise cuts one quotation" {
	is '« Nous partirons », a promis {P:Awa Ba}, « dès que la pluie cessera ».' \
		'direct|Nous partirons…dès que la pluie cessera|Awa Ba|Awa Ba|promis'
	is '« Nous partirons, a-t-elle promis, dès que la pluie cessera. »' \
		'direct|Nous partirons…dès que la pluie cessera.|elle||promis'
}

@test "quotes: indirect speech" {
	is 'Le {L:Niger} dort. {P:Awa Ba} affirme que le pont a été réparé.' \
		'indirect|que le pont a été réparé|Awa Ba|Awa Ba|affirme'
	is '{P:Awa Ba} dit avoir réparé le pont avec ses voisins.' \
		'indirect|avoir réparé le pont avec ses voisins|Awa Ba|Awa Ba|dit'
	is 'Selon {P:Awa Ba}, le pont a été réparé par des bénévoles.' \
		'indirect|le pont a été réparé par des bénévoles|Awa Ba|Awa Ba|Selon'
	is 'Le pont a été réparé par des bénévoles, selon {P:Awa Ba}.' \
		'indirect|Le pont a été réparé par des bénévoles|Awa Ba|Awa Ba|selon'
	is 'Le pont est réparé, a indiqué {P:Awa Ba}.' \
		'indirect|Le pont est réparé|Awa Ba|Awa Ba|indiqué'
}

@test "quotes: an infinitive behind its verb" {
	is '{P:Awa Ba} a déclaré vouloir réparer le pont avant la pluie.' \
		'indirect|vouloir réparer le pont avant la pluie|Awa Ba|Awa Ba|déclaré'
	is 'Le maire dit avoir réparé le pont avec ses voisins.' \
		'indirect|avoir réparé le pont avec ses voisins|Le maire|Le maire|dit'
	is '{P:Awa Ba} a annoncé lundi suspendre les travaux du pont.' \
		'indirect|suspendre les travaux du pont|Awa Ba|Awa Ba|annoncé'
}

@test "quotes: the clause behind a phrase and the person it names" {
	is "Selon le maire de {L:Tarko}, {P:Awa Ba}, le pont est réparé depuis un mois." \
		'indirect|le pont est réparé depuis un mois|le maire de Tarko, Awa Ba|Awa Ba|Selon'
	is 'Selon le maire, les habitants du quartier ne veulent pas quitter la rive.' \
		'indirect|les habitants du quartier ne veulent pas quitter la rive|le maire|le maire|Selon'
	is "A en croire {P:Awa Ba}, le pont est réparé." \
		'indirect|le pont est réparé|Awa Ba|Awa Ba|A en croire'
}

@test "quotes: a clause before the main one ends at its comma" {
	is 'Dès que {P:Awa Ba} a annoncé que le pont était réparé, {P:Paul Sow} a déclaré que la route restait fermée.' \
		'indirect|que le pont était réparé|Awa Ba|Awa Ba|annoncé' \
		'indirect|que la route restait fermée|Paul Sow|Paul Sow|déclaré'
}

@test "quotes: a line that lost its marks before the line of its cue" {
	is $'Le {L:Niger} dort.\nNous avons réparé le pont avec nos voisins.\na déclaré {P:Awa Ba}.' \
		'indirect|Nous avons réparé le pont avec nos voisins|Awa Ba|Awa Ba|déclaré'
}

@test "quotes: a dateline is no one's words" {
	is '{L:Tarko}, 3 mai (Agence Lagune) – Le pont est réparé, a annoncé, mardi, {P:Awa Ba}.' \
		'indirect|Le pont est réparé|Awa Ba|Awa Ba|annoncé'
}

@test "quotes: a name behind the marks signs a headline" {
	is '« Nous avons perdu la récolte de toute une année », {P:Awa Ba}' \
		'direct|Nous avons perdu la récolte de toute une année|Awa Ba|Awa Ba|'
}

@test "quotes: mixed speech" {
	is '{P:Awa Ba} a indiqué que le pont était « bon pour la casse ».' \
		'mixed|que le pont était « bon pour la casse »|Awa Ba|Awa Ba|indiqué'
	is '{P:Awa Ba} a dénoncé une « honte nationale » devant la presse.' \
		'mixed|honte nationale|Awa Ba|Awa Ba|dénoncé'
}

@test "quotes: what something is called" {
	is '{P:Awa Ba} a décrit le pont comme une « honte » et une « insulte ».' \
		'mixed|une « honte » et une « insulte »|Awa Ba|Awa Ba|décrit'
}

@test "quotes: the clause ends where another verb reports" {
	is '{P:Awa Ba} affirme que le pont tient, tandis que {P:Paul Sow} prévient que la pluie vient.' \
		'indirect|que le pont tient|Awa Ba|Awa Ba|affirme' \
		'indirect|que la pluie vient|Paul Sow|Paul Sow|prévient'
	is '{P:Awa Ba} affirme que les voisins gardent le puits mais ne veulent pas réparer le pont.' \
		'indirect|que les voisins gardent le puits mais ne veulent pas réparer le pont|Awa Ba|Awa Ba|affirme'
	is 'Bien que {P:Awa Ba} affirme que le pont tient, le maire annonce que la route est fermée.' \
		'indirect|que le pont tient|Awa Ba|Awa Ba|affirme' \
		'indirect|que la route est fermée|le maire|le maire|annonce'
	is '{P:Awa Ba} a indiqué que le pont est réparé, ajoutant que la route reste fermée.' \
		'indirect|que le pont est réparé|Awa Ba|Awa Ba|indiqué' \
		'indirect|que la route reste fermée|Awa Ba|Awa Ba|ajoutant'
	is '{P:Awa Ba} a affirmé que le pont est réparé et a précisé que la route reste fermée.' \
		'indirect|que le pont est réparé|Awa Ba|Awa Ba|affirmé' \
		'indirect|que la route reste fermée|Awa Ba|Awa Ba|précisé'
}

@test "quotes: marks that report no one's words" {
	is 'Le journal « La Voix du Fleuve » paraît le lundi.'
	is 'Le film « Les Pirogues » sera projeté à {L:Tarko}.'
	is 'Il est surnommé « le Lion » dans son village.'
}

@test "quotes: the subject, past appositions and asides" {
	is '{P:Awa Ba}, présidente de la coopérative, a déclaré que le riz manque.' \
		'indirect|que le riz manque|Awa Ba, présidente de la coopérative|Awa Ba|déclaré'
	is 'Le directeur du port, {P:Paul Sow}, a déclaré que le riz manque.' \
		'indirect|que le riz manque|Le directeur du port, Paul Sow|Paul Sow|déclaré'
	is '{P:Awa Ba}, qui dirige la coopérative, a déclaré que le riz manque.' \
		'indirect|que le riz manque|Awa Ba|Awa Ba|déclaré'
}

@test "quotes: a name behind several appositions" {
	is '{P:Awa Ba}, 41 ans, maire de {L:Tarko}, la ville du pont, a déclaré que la route était fermée.' \
		'indirect|que la route était fermée|Awa Ba, 41 ans, maire de Tarko, la ville du pont|Awa Ba|déclaré'
	is 'L’{L:Égypte}, pays hôte, a déclaré que la route était fermée.' \
		'indirect|que la route était fermée|L’Égypte, pays hôte|Égypte|déclaré'
}

@test "quotes: words without a verb before an incise" {
	is 'Pas nécessairement, affirme {P:Awa Ba}, auteure d’un livre sur le pont.' \
		'indirect|Pas nécessairement|Awa Ba, auteure d’un livre|Awa Ba|affirme'
}

@test "quotes: the subject of a relative clause" {
	is 'Le pont a été réparé par le maire, qui indique que la route reste fermée.' \
		'indirect|que la route reste fermée|le maire|le maire|indique'
	is 'Une équipe du port a rencontré le préfet {P:Paul Sow} et a annoncé que le pont est réparé.' \
		'indirect|que le pont est réparé|Une équipe du port|Une équipe du port|annoncé'
}

@test "quotes: the subject behind those who were told" {
	is '« Nous doublons notre aide », a indiqué au quotidien {P:Paul Sow}.' \
		'direct|Nous doublons notre aide|Paul Sow|Paul Sow|indiqué'
	is "Chacun a son caractère, dit {P:Awa Ba}." \
		"indirect|Chacun a son caractère|Awa Ba|Awa Ba|dit"
}

@test "quotes: a topic is no source" {
	is 'Pour sa part, {P:Awa Ba} a déclaré que le riz manque.' \
		'indirect|que le riz manque|Awa Ba|Awa Ba|déclaré'
}

@test "quotes: pronouns go to the last speaker of their gender" {
	is '{P:Marie Ba} a déclaré que le riz manque. « Les stocks sont vides », a-t-elle ajouté.' \
		'indirect|que le riz manque|Marie Ba|Marie Ba|déclaré' \
		'direct|Les stocks sont vides|elle|Marie Ba|ajouté'
}

@test "quotes: a pronoun without a name before it means the one named next" {
	is '« Le puits est à sec », dit-il. {P:Paul Sow} demande une pompe.' \
		'direct|Le puits est à sec|il|Paul Sow|dit'
}

@test "quotes: « a-t’il », written for « a-t-il »" {
	is '{P:Ali Koné} est venu. « Le pont est fini », a-t’il dit.' \
		'direct|Le pont est fini|il|Ali Koné|dit'
}

@test "quotes: several persons are one speaker" {
	is '{P:Ali Koné} et {P:Paul Sow} demandent une pompe. « Le puits est à sec », ont-ils dit.' \
		'direct|Le puits est à sec|ils|Ali Koné et Paul Sow|dit'
	is '{P:Ali Koné} et {P:Awa Ba} ont dit que le pont est fini.' \
		'indirect|que le pont est fini|Ali Koné et Awa Ba|Ali Koné et Awa Ba|dit'
}

@test "quotes: « je » is no group" {
	is '{P:Awa Ba} a dit : « Le puits est à sec. » Ses parents pensent que la pluie viendra. « J’ai peur pour la récolte. »' \
		'direct|Le puits est à sec.|Awa Ba|Awa Ba|dit' \
		'indirect|que la pluie viendra|Ses parents|Ses parents|pensent' \
		'direct|J’ai peur pour la récolte.||Awa Ba|'
}

@test "quotes: who told it stands behind « a-t-on appris »" {
	is 'Le pont de {L:Tarko} est fermé à la circulation, a-t-on appris lundi de sources proches du palais.' \
		'indirect|Le pont de Tarko est fermé à la circulation|sources proches du palais|sources proches du palais|appris'
}

@test "quotes: roles and descriptions go to their holder" {
	is '« Le riz manque », a déclaré {P:Paul Sow}, ministre tchadien des Affaires étrangères. « Les stocks sont vides », a dit le chef de la diplomatie tchadienne.' \
		'direct|Le riz manque|Paul Sow, ministre tchadien des Affaires étrangères|Paul Sow|déclaré' \
		'direct|Les stocks sont vides|le chef de la diplomatie tchadienne|Paul Sow|dit'
	is 'Le ministre du Commerce, {P:Paul Sow}, était là. Le riz manque, a indiqué le ministre.' \
		'indirect|Le riz manque|le ministre|Paul Sow|indiqué'
}

@test "quotes: a noun that says little goes to the one spoken of" {
	is "L'archéologue britannique {P:Paul Sow} a ouvert la tombe. « Le roi dort encore », a dit le Britannique." \
		'direct|Le roi dort encore|le Britannique|Paul Sow|dit'
	is "{O:Tarko Énergie} vend du gaz. L'entreprise affirme que le gaz manque." \
		"indirect|que le gaz manque|L'entreprise|Tarko Énergie|affirme"
	is '{P:Paul Sow} est venu. Son homologue a dit que le riz manque.' \
		'indirect|que le riz manque|Son homologue|Son homologue|dit'
	is 'Dans son livre, {P:Paul Sow} cite une lettre. Il affirme que le riz manque.' \
		'indirect|que le riz manque|Il|Paul Sow|affirme'
}

@test "quotes: a name met right after a role is its holder" {
	is 'Le ministre du Commerce a dit que le riz manque. « Les stocks sont vides », a ajouté {P:Paul Sow}.' \
		'indirect|que le riz manque|Le ministre du Commerce|Paul Sow|dit' \
		'direct|Les stocks sont vides|Paul Sow|Paul Sow|ajouté'
}

@test "quotes: an institution under its head noun" {
	is 'Le {O:ministère du Commerce} a publié un bilan. « Le riz manque cette année », indique le ministère.' \
		'direct|Le riz manque cette année|le ministère|ministère du Commerce|indique'
}

@test "quotes: a document speaks for who issued it" {
	is 'L’{O:Unicef} a réagi hier. Le communiqué précise que l’eau manque.' \
		'indirect|que l’eau manque|Le communiqué|Unicef|précise'
	is 'Le communiqué précise que l’eau manque.' \
		'indirect|que l’eau manque|Le communiqué|Le communiqué|précise'
}

@test "quotes: a quotation that goes on has the speaker before it" {
	is '« Le riz manque », a déclaré {P:Awa Ba}. « Nous irons à la ville. »' \
		'direct|Le riz manque|Awa Ba|Awa Ba|déclaré' \
		'direct|Nous irons à la ville.||Awa Ba|'
}

@test "quotes: a cross-head that repeats a quotation is none" {
	is $'« Nous allons creuser le puits »\nLe maire de {L:Tarko} dort. « Nous allons creuser le puits dès lundi », a dit {P:Awa Ba}.' \
		'direct|Nous allons creuser le puits dès lundi|Awa Ba|Awa Ba|dit'
}

@test "quotes: a fragment in the relative behind another, and both in a cross-head" {
	is $'Le maire de {L:Lomvi}, {P:Kossi Adébo}, a salué une « entente » qui « porte déjà ses fruits » et a remercié les habitants « pour leur patience exemplaire ».\nUne « entente » qui « porte déjà ses fruits »\nL’élu a également fait l’éloge de la bonne collaboration entre les deux communes « dans le domaine de la voirie ».' \
		'mixed|entente|Le maire de Lomvi, Kossi Adébo|Kossi Adébo|salué' \
		'mixed|porte déjà ses fruits|Le maire de Lomvi, Kossi Adébo|Kossi Adébo|salué' \
		'mixed|pour leur patience exemplaire|Le maire de Lomvi, Kossi Adébo|Kossi Adébo|remercié' \
		'mixed|dans le domaine de la voirie|L’élu|Kossi Adébo|fait l’éloge'
}

@test "quotes: the wording that « comme l’écrit X » is about" {
	is 'Le {L:Niger} dort. La visite doit promouvoir « une entente qui sera utile à tous les voisins du puits », comme l’a écrit {P:Awa Ba}.' \
		'mixed|une entente qui sera utile à tous les voisins du puits|Awa Ba|Awa Ba|écrit'
}

@test "quotes: one answer below a question" {
	is $'{P:Awa Ba} a reçu notre journal.\nLe Jour : Le puits est-il vide ?\n{P:Awa Ba} : Oui, depuis lundi. Nous creusons.' \
		'direct|Oui, depuis lundi. Nous creusons.|Awa Ba|Awa Ba|'
}

@test "quotes: answers without a label behind one that has it" {
	is $'{P:Awa Ba} a reçu notre journal.\nLe puits est-il vide ?\n{P:Awa Ba} : Oui, depuis lundi.\nEt le pont, tient-il encore ?\nLe pont tient bon. Nous y veillons, non ?\nLe maire est venu.' \
		'direct|Oui, depuis lundi.|Awa Ba|Awa Ba|' \
		'direct|Le pont tient bon. Nous y veillons, non ?||Awa Ba|'
}

@test "quotes: marks that go on with the verb of their sentence" {
	is 'Le pont tremble. Le {O:Parti du Puits} « exhorte les élus à réparer le pont ».' \
		'mixed|exhorte les élus à réparer le pont|Le Parti du Puits|Parti du Puits|'
}

@test "quotes: the answers of an interview" {
	is $'{P:Paul Sow} : Le puits est-il à sec ?\n{P:Awa Ba} : Oui, depuis un mois. Nous creusons.' \
		'direct|Le puits est-il à sec ?|Paul Sow|Paul Sow|' \
		'direct|Oui, depuis un mois. Nous creusons.|Awa Ba|Awa Ba|'
	is '{P:Awa Ba} : une vie de sel'
}

@test "quotes: dashes of dialogue" {
	is '— Le puits est à sec, a répondu {P:Awa Ba}.' \
		'direct|Le puits est à sec|Awa Ba|Awa Ba|répondu'
}

@test "quotes: impersonal verbs report no one" {
	is "Il convient de noter que le puits est à sec."
}

@test "quotes: an incise with its speaker among the words" {
	is '« Le puits est à sec, explique {P:Awa Ba}, et la rivière aussi. »' \
		'direct|Le puits est à sec…et la rivière aussi.|Awa Ba|Awa Ba|explique'
}

@test "quotes: selon inside a clause" {
	is 'Un puits qui, selon {P:Awa Ba}, est à sec depuis un mois.' \
		'indirect|est à sec depuis un mois|Awa Ba|Awa Ba|selon'
	is 'Le puits du village, selon {P:Awa Ba}, est à sec depuis un mois.' \
		'indirect|Le puits du village…est à sec depuis un mois|Awa Ba|Awa Ba|selon'
}

@test "quotes: speaker type and role, date and relay" {
	doc '« Le riz manque », a déclaré mardi à l’{O:AFP} {P:Awa Ba}, présidente de la coopérative.' 2026-11-18 |
		"$BIN/quotes" | jq -e '.quotes[0] | .speaker.type == "PER" and
		.speaker.role == "présidente de la coopérative" and .date == "2026-11-17" and
		.relay == "AFP"'
	for text in 'La présidente {P:Awa Ba} est là. {P:Awa Ba}, présidente de la coopérative, rit.' \
		'{P:Awa Ba}, présidente de la coopérative, est là. La présidente {P:Awa Ba} rit.'; do
		doc "$text {P:Awa Ba} a dit que le riz manque." | "$BIN/quotes" |
			jq -e '.quotes[0].speaker.role == "présidente de la coopérative"'
	done
	doc '« Le riz manque », a déclaré {P:Awa Ba} le 3 avril 2025.' | "$BIN/quotes" |
		jq -e '.quotes[0].date == "2025-04-03"'
	doc '« Le riz manque », a déclaré {P:Awa Ba} le 3 décembre.' 2026-11-18 | "$BIN/quotes" |
		jq -e '.quotes[0].date == "2025-12-03"'
	doc '« Le riz manque », a déclaré mardi {P:Awa Ba}.' | "$BIN/quotes" |
		jq -e '.quotes[0] | has("date") | not'
	for day in '30 février 2024' '29 février'; do
		doc "{P:Awa Ba} a dit le $day que le pont est fini." 2025-05-02 | "$BIN/quotes" |
			jq -e '.quotes | length == 1 and (.[0] | has("date") | not)'
	done
}

@test "quotes: who said it stands behind « c’est ce que », behind a word and a colon" {
	is 'C’est ce qu’a indiqué son avocat, {P:Awa Ba}, soulignant que le riz manque.' \
		'indirect|que le riz manque|son avocat, Awa Ba|Awa Ba|soulignant'
	is 'Par la pluie, explique {P:Awa Ba}, présidente de la coopérative : « Le riz revient au marché. »' \
		'direct|Le riz revient au marché.|Awa Ba, présidente de la coopérative|Awa Ba|explique'
}

@test "quotes: verbs of several words" {
	is '{P:Awa Ba} a fait savoir que le riz manque.' \
		'indirect|que le riz manque|Awa Ba|Awa Ba|fait savoir'
	is '{P:Awa Ba} tient à préciser que le riz manque.' \
		'indirect|que le riz manque|Awa Ba|Awa Ba|préciser'
}

@test "quotes: every inflected form of a reporting verb" {
	local verb
	for verb in affirme affirmait affirma affirmera affirmerait "a affirmé" "avait affirmé" \
	    "aurait affirmé" prétend prétendait prétendit soutient soutenait soutint \
	    "a soutenu" écrit écrivait écrivit répète répétait craint craignait \
	    rappelle rappelait annonce annonçait annonça reconnaît promet promit; do
		[ "$(quotes "{P:Awa Ba} $verb que le riz manque au marché." | cut -d'|' -f2)" = \
			"que le riz manque au marché" ] || { echo "$verb"; return 1; }
	done
}

@test "quotes: scores, --min-score and --explain" {
	doc '« Le riz manque », a déclaré {P:Awa Ba}.' >"$TMP/in"
	run "$BIN/quotes" --explain "$TMP/in"
	jq -e '.quotes[0] | .score > 0.8 and .score <= 1 and (.why | length > 0)' <<<"$output"
	jq -e '.quotes[0].speaker.score > 0.8 and .quotes[0].speaker.score <= 1' <<<"$output"
	run "$BIN/quotes" --min-score 1 "$TMP/in"
	[ "$(jq -c .quotes <<<"$output")" = "[]" ]
}

@test "quotes: offsets are code points and text is the slice" {
	doc $'🙂 « Où ça ? C’est l’été ! », a dit {P:Élie Ba}.\n“Ah”, répond-il.' |
		"$BIN/quotes" | jq -e '.text as $t | [.quotes[] | ., .speaker, .cue |
		select(.start) | .text == $t[.start:.end]] | all and length > 3'
}

@test "quotes: twice gives what once gave" {
	doc '« Le riz manque », a déclaré {P:Awa Ba}.' | "$BIN/quotes" >"$TMP/once"
	"$BIN/quotes" "$TMP/once" | cmp - "$TMP/once"
}

@test "quotes: --tables replaces the tables, all of them" {
	mkdir "$TMP/t"
	cp "$ROOT"/filters/quotes/fr/* "$ROOT"/filters/lib/fr/* "$TMP/t/"
	sed -i '/^déclarer\t/d' "$TMP/t/cues.txt"
	[ -z "$(quotes '{P:Awa Ba} déclare que le riz manque.' --tables "$TMP/t")" ]
	rm "$TMP/t/cues.txt"
	run --separate-stderr "$BIN/quotes" --tables "$TMP/t" </dev/null
	[ "$status" -eq 2 ]
	cp "$ROOT/filters/quotes/fr/cues.txt" "$TMP/t/"
	printf 'que.bias\t0,5\n' >"$TMP/t/weights.txt"
	run --separate-stderr "$BIN/quotes" --tables "$TMP/t" </dev/null
	[ "$status" -eq 2 ]
	[[ $stderr == *"weights.txt:1: field 2: a number is needed, not '0,5'" ]]
}

@test "quotes: no text is slower than linear" {
	local s t
	for s in '« a ' '" a "b ' $'«\n“\n"\n' '« a" b" c" ' " 'a 'b" 'selon X, dit que pour X, ' \
	    'a dit que ' '"a", dit-il, ' 'il dit que "a" et ' 'le maire, ' '( ' "L'expert dort. L'expert dit que a. " \
	    'Dès que a, selon le maire, Ali, b ' '” a ' 'qui, a dit, ' 'X dit : "a" : '; do
		t=$s
		while [ ${#t} -lt 300000 ]; do t=$t$t; done
		printf %s "$t" | jq -Rsc '{text: ., names: [], entities: [], sentences: []}' \
			>"$TMP/big"
		timeout 20 "$BIN/quotes" "$TMP/big" >/dev/null || { echo "$s"; return 1; }
	done
}

@test "quotes: runs of infinitives, stray marks behind a long line, no plain blank: linear" {
	printf '%0.sdire ' {1..600000} >infinitives
	{ printf '%0.smot ' {1..40000}; printf '\n%06100d' 0; printf '%0.s»' {1..100000}; } >stray
	{ printf '«\u00a0'; printf '%0.sIl\u00a0vient,\u00a0dit\u00a0le\u00a0maire,\u00a0qui\u00a0part' {1..20000}
	} >blanks
	for t in infinitives stray blanks; do
		jq -Rsc '{text: ., names: [], entities: [], sentences: []}' $t >big
		timeout 60 "$BIN/quotes" big >/dev/null || { echo "$t"; return 1; }
	done
}

@test "quotes: a name without end is not written with each quotation of its bearer" {
	local long who
	long=$(printf '%050000d' 0 | tr 0 a)
	for who in "Le ministre $long" "Le ministre $long {P:Ali Koné}" "{P:A$long}"; do
		doc "$who a dit que la pluie vient$(printf '%0.s, ajoutant que le vent tourne' {1..500}).
$(printf '%0.sIl a dit : « Oui, il pleut. » ' {1..500})" >in
		"$BIN/quotes" in >out
		[ "$(jq '.quotes | length' out)" -gt 900 ]
		[ "$(wc -c <out)" -lt 1000000 ]
	done
}

@test "quotes: a phrase that ends the text is judged by nothing behind it" {
	doc 'Un pont que que que que que que que qui qui qui qui qui qui' >before
	doc 'Le pont a cédé hier, selon ses mots' >in
	"$BIN/quotes" in >alone
	cat before in | "$BIN/quotes" | tail -n 1 | cmp - alone
}

@test "quotes-train: learns from annotated records" {
	for i in 1 2 3 4; do
		doc "« Le riz manque n° $i », a déclaré {P:Awa Ba}. Le film « Les Pirogues » plaît." |
			jq -c '.quotes = [{start: 2, end: 21, type: "direct"}]'
	done >"$TMP/gold"
	run "$BIN/quotes-train" "$TMP/gold"
	[ "$status" -eq 0 ]
	[[ $output == *"incise.bias"* && $output == *"threshold"* ]]
}
