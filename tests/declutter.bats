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
		'menu breadcrumb title date byline read_also source comment_form comment_form' ]
	jq -e '.clutter | all(.score > 0.5 and .score <= 1)' out
}

@test "title, date, byline, source, page" {
	article | "$BIN/declutter" >out
	[ "$(jq -c '[.title, .date, .byline, .source, .page]' out)" = \
		'["La gare routière de Kobani sera reconstruite","2025-11-04",["Awa Traoré","Paul Biyo"],"Agence du Fleuve","article"]' ]
}

@test "a title over its subtitle, a signature at the foot, a paper that signs" {
	body=('Le conseil municipal a adopté mardi le budget de la nouvelle gare, après six heures de débat et deux suspensions de séance dans la salle des fêtes.'
		'Le chantier doit commencer en janvier et durer dix-huit mois. Il coûtera un peu plus de quatre milliards de francs, selon les services de la ville.')
	page Accueil Société 'Le conseil municipal de Kobani vote le budget de la gare' "${body[@]}" 'Ibrahima Lô et Marthe Ekani' |
		"$BIN/declutter" | jq -e '.byline == ["Ibrahima Lô", "Marthe Ekani"]'
	page Accueil Société 'Le conseil municipal de Kobani vote le budget de la gare' \
		'24 Heures avec AFP' 'Publié le 4 novembre 2025 à 17h12' "${body[@]}" |
		"$BIN/declutter" | jq -e '.byline == ["24 Heures", "AFP"]'
	page Accueil Société 'Le conseil municipal de Kobani vote le budget de la gare' \
		'Budget Les élus ont débattu pendant six heures avant de se prononcer sur la facture du chantier' \
		'Par Awa Sow' 'Publié le 4 novembre 2025 à 17h12' "${body[@]}" |
		"$BIN/declutter" | jq -e '.title == "Le conseil municipal de Kobani vote le budget de la gare"'
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

# gare LINE…: three paragraphs of an article, and LINE… for what stands between the first
# and the second; what follows `--` stands after the third.
gare() {
	local between=()
	while [ $# -gt 0 ] && [ "$1" != -- ]; do
		between+=("$1")
		shift
	done
	page Accueil Société 'La gare routière de Kobani sera reconstruite' 'Publié le 4 novembre 2025 à 17h12' \
		'Le conseil municipal de Kobani a adopté mardi le budget de la nouvelle gare routière, après six heures de débat et deux suspensions de séance dans la salle des fêtes.' \
		"${between[@]}" \
		'Le chantier doit commencer en janvier et durer dix-huit mois. Il coûtera un peu plus de quatre milliards de francs, selon les services de la ville.' \
		'La maire, Fatou Ndong, a promis que les vendeuses du marché garderaient leur place dans le bâtiment et que les taxis auraient une aire couverte.' \
		'Articles similaires' 'Le marché central rouvre ses portes' \
		'Le pont sera fermé trois mois' "${@:2}"
}

@test "a table inside an article is kept" {
	gare 'Le budget voté' 'Poste' 'Millions de francs' 'Terrain' 420 'Bâtiment' '2 600' \
		'Voirie' 980 | "$BIN/declutter" |
		jq -e '[.paragraphs[].line] == [range(5; 17)]'
}

@test "comments that read as prose are dropped" {
	gare -- '3 commentaires' 'Par Ibra Konan, le mardi 4 novembre 2025 à 18h20' \
		'On nous a déjà promis cette gare il y a dix ans, et le terrain a été vendu deux fois. Je demande à voir les plans et le nom des entreprises.' \
		'Par Awa S., le mardi 4 novembre 2025 à 19h02' \
		'Bravo madame la maire. Les vendeuses du marché ont besoin de cette aire couverte, et les voyageurs aussi, surtout quand il pleut.' \
		'Par Jean Ekani, le mercredi 5 novembre 2025 à 07h45' \
		'Quatre milliards pour une gare, alors que le chantier du dispensaire est arrêté depuis deux ans dans notre quartier.' \
		'Mentions légales' | "$BIN/declutter" >out
	[ "$(jq -c '[.paragraphs[].line]' out)" = '[5,6,7]' ]
	[ "$(jq -r '[.clutter[] | select(.line > 11 and .line < 18).class] | unique[]' out)" = comment ]
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
	run -2 "$BIN/declutter" --ref-date 2023-02-29 </dev/null
	run -2 "$BIN/declutter" --ref-date 2024-02-30 </dev/null
	run -0 "$BIN/declutter" --ref-date 2024-02-29 </dev/null
}

# dated LINE [OPTION]: the date of an article under LINE.
dated() {
	page Accueil Société 'La gare routière de Kobani sera reconstruite' "$1" \
		'Le conseil municipal de Kobani a adopté mardi le budget de la nouvelle gare routière, après six heures de débat et deux suspensions de séance.' \
		'Le chantier doit commencer en janvier et durer dix-huit mois. Il coûtera un peu plus de quatre milliards de francs, selon les services de la ville.' \
		'Articles similaires' 'Le pont sera fermé trois mois' |
		"$BIN/declutter" "${@:2}" | jq -r .date
}

@test "dates as pages write them" {
	while IFS='|' read -r iso line; do
		[ "$(dated "$line")" = "$iso" ] || { echo "$line: $(dated "$line")"; false; }
	done <<-'EOF'
	2025-01-14|14 jan. 2025
	2023-04-03|lundi 3 avril 2023 à 11h10
	2023-03-29|Publié le 29/03/23 à 11h10
	2021-04-03|3 Avr 2021
	2021-04-03|Avr 3, 2021
	2021-04-03|April 3rd, 2021 @ 10:05
	2024-03-12|2024-03-12T10:11:00+01:00
	2022-05-01|le 1er mai 2022
	2023-12-01|1ᵉʳ décembre 2023
	2020-02-12|12 FEVRIER 2020
	2019-08-03|3 Aout 2019
	2023-12-05|mar. 5 déc. 2023
	2023-12-05|05.12.2023
	2025-03-14|Ven, 14/03/2025 - 10:40
	2023-12|décembre 2023
	2023-12-05|Awa Sow, le 5 déc. 2023
	2023-12-05|Publié le 05/12/2023 - Modifié le 06/12/2023
	2023-12-05|Dernière mise à jour : 05/12/2023
	null|Publié le 5 mars
	null|05 12 2023
	EOF
}

# under LINE…: the record of an article under LINE…
under() {
	page Accueil Société 'La gare routière de Kobani sera reconstruite' "$@" \
		'Le conseil municipal de Kobani a adopté mardi le budget de la nouvelle gare routière, après six heures de débat et deux suspensions de séance.' \
		'Le chantier doit commencer en janvier et durer dix-huit mois. Il coûtera un peu plus de quatre milliards de francs, selon les services de la ville.' \
		'La maire, Fatou Ndong, a promis que les vendeuses du marché garderaient leur place dans le bâtiment.' \
		${foot:+"$foot"} 'Articles similaires' 'Le pont sera fermé trois mois' \
		'Le marché central rouvre ses portes' 'La mairie recrute trente agents' |
		"$BIN/declutter"
}

# signed LINE…: its byline.
signed() {
	under "$@" | jq -r '.byline // [] | join("+")'
}

@test "bylines as pages write them" {
	while IFS='|' read -r names line; do
		run signed "$line"
		[ "$output" = "$names" ] || { echo "$line: $output"; false; }
	done <<-'EOF'
	Awa Sow+Paul Biyo|Par Awa Sow et Paul Biyo, envoyés spéciaux à Zébala
	Awa Sow+AFP|Awa Sow avec AFP
	Awa Sow+AFP|Awa Sow (avec l'AFP)
	Awa Sow+Agence du Fleuve|Par Awa Sow avec l'Agence du Fleuve
	AFP+Reuters|AFP, Reuters
	Awa Sow|Propos recueillis par Awa Sow
	Awa Sow|Propos recueillis à Zébala par Awa Sow
	Awa Sow|Une correspondance de Awa Sow
	Awa Sow|Écrit par Awa Sow Catégorie : Politique Publication : 4 mars 2024
	Awa Sow|Publié par Awa Sow le 3 mars 2024
	Awa Sow|Par Awa Sow Publié le 3 mars 2024 à 10h12, mis à jour le 4 mars 2024 à 9h30
	Awa Sow|Publié le 3 mars 2024 par Awa Sow
	Awa Sow|Le 3 mars 2024 à 10h12 Par Awa Sow
	Awa Sow|3 mars 2024 - Awa Sow
	Awa SOW|Par Awa SOW / 3 mars 2024
	Awa Sow|De notre correspondante à Zébala, Awa Sow
	Awa Sow|Par Awa Sow à Zébala
	Awa Sow|Par Awa Sow, Dakar
	Awa Sow|Awa Sow @awasow
	Awa Sow|Par Awa Sow awa.sow@fleuve.example
	Jean de La Fontaine|Par Jean de La Fontaine
	A.S.|Par A.S.
	A. Sow|A. Sow
	La Rédaction|La Rédaction
	Awa Sow+Paul Biyo+Jean Ekani|Awa Sow, Paul Biyo et Jean Ekani
	Agence du Fleuve|Kobani, 3 mars 2024 (Agence du Fleuve)
	|Edition N°6812 Le 3 mars 2024
	|Afrique Politique
	|Photo : Awa Sow
	|© Awa Sow
	EOF
	[ "$(signed Auteur 'Awa Sow' '3 mars 2024')" = 'Awa Sow' ]
	[ "$(signed 'Article Information' 'Author,' 'Awa Sow' 'Role,' 'Le Fleuve' '3 mars 2024')" = 'Awa Sow' ]
}

@test "signatures at the foot" {
	while IFS='|' read -r names foot; do
		[ "$(signed '3 mars 2024')" = "$names" ] || { echo "$foot"; false; }
	done <<-'EOF'
	Awa Sow|Awa Sow
	Awa Sow|Par Awa Sow
	Awa Sow|Awa Sow (stagiaire)
	Dr Awa Sow|Dr Awa Sow, médecin
	Awa Sow+Paul Biyo|Awa Sow et Paul Biyo
	Le Fleuve+AFP|Le Fleuve avec AFP
	A. S.|A. S.
	A.S|A.S
	|Source : Agence du Fleuve
	EOF
}

@test "a name over the address of the site signs" {
	page 'La gare routière de Kobani sera reconstruite' \
		'Le conseil municipal de Kobani a adopté mardi le budget de la nouvelle gare routière, après six heures de débat et deux suspensions de séance.' \
		'Les vendeuses craignent de perdre leur clientèle, selon leur association.' \
		'Awa Traoré' 'Lefleuve.net' | "$BIN/declutter" |
		jq -e '.byline == ["Awa Traoré"] and .source == "Lefleuve.net"'
	page 'Accueil | Projets de la ville de Kobani | Contact' \
		'Le conseil municipal de Kobani a adopté mardi le budget de la nouvelle gare routière, après six heures de débat et deux suspensions de séance.' |
		"$BIN/declutter" | jq -e 'has("title") | not'
}

@test "sources as pages name them" {
	while IFS='|' read -r source foot; do
		got=$(under '3 mars 2024' | jq -r '.source // ""')
		[ "$got" = "$source" ] || { echo "$foot: $got"; false; }
	done <<-'EOF'
	AFP|Source : AFP
	AFP|(avec AFP)
	APS, Le Fleuve|Sources : APS, Le Fleuve
	lefleuve.example|Source : lefleuve.example
	EOF
	foot=
	for job in Journaliste 'Rédactrice en chef' 'Correspondante à Zébala'; do
		under 'Par Awa Sow' "$job" '3 mars 2024' |
			jq -e '.byline == ["Awa Sow"] and (has("source") | not)'
	done
}

@test "a list behind a colon, or of two parts between paragraphs, is the article's" {
	local -a body=('Nouveau bureau à la fédération de judo'
		"L'assemblée générale de la fédération s'est tenue samedi au palais des sports, en présence de trente-deux délégués venus de toutes les régions."
		'« Nous allons former des entraîneurs dans chaque district », a promis le nouveau président devant les délégués.')
	local -a names=('Éric Houndégla' 'Salif Amadou' 'Prisca Toko' 'Benoît Mama')
	local -a tail=('Partager sur Facebook' 'Articles similaires'
		'Karaté : trois médailles pour le pays'
		'Lutte : le champion défie son dauphin' 'Boxe : un gala en mai')

	page "${body[@]}" 'Les membres du bureau sont :' "${names[@]}" "${tail[@]}" |
		"$BIN/declutter" >out
	[ "$(jq -c '[.paragraphs[].line]' out)" = '[2,3,4,5,6,7,8]' ]
	page "${body[@]}" "${names[@]/%/ : membre du bureau}" \
		'Le mandat du bureau est de quatre ans, et il ne peut être renouvelé que deux fois, selon les nouveaux textes de la fédération.' \
		"${tail[@]}" | "$BIN/declutter" >out
	[ "$(jq -c '[.paragraphs[].line]' out)" = '[2,3,4,5,6,7,8]' ]
	printf 'tags\tÉric Houndégla\n' >own
	page "${body[@]}" 'Les membres du bureau sont :' "${names[@]}" "${tail[@]}" |
		"$BIN/declutter" --phrases own >out
	jq -e '.clutter | any(.line == 5 and .class == "tags")' out
}

@test "relative dates count back from --ref-date" {
	while IFS='|' read -r iso line; do
		[ "$(dated "$line" --ref-date 2024-03-01)" = "$iso" ]
	done <<-'EOF'
	2024-03-01|Aujourd'hui à 10h05
	2024-02-29|Publié hier à 10h
	2024-02-28|avant-hier
	2024-02-27|mardi
	2024-02-27|il y a 3 jours
	2024-03-01|Il y a une heure
	2024-02-16|il y a 2 semaines
	EOF
}

@test "published comes before updated, and the date in the address before others" {
	head=(Accueil 'La gare routière de Kobani sera reconstruite')
	body=('Le conseil municipal de Kobani a adopté mardi le budget de la nouvelle gare routière, après six heures de débat et deux suspensions de séance.'
		'Le chantier doit commencer en janvier et durer dix-huit mois. Il coûtera un peu plus de quatre milliards de francs, selon les services de la ville.')
	page "${head[@]}" 'Mis à jour le 06/11/2025 à 10h37' 'Publié le 05/11/2025 à 17h08' "${body[@]}" |
		"$BIN/declutter" | jq -e '.date == "2025-11-05"'
	page "${head[@]}" 'Le 06/11/2025' 'Le 04/11/2025' "${body[@]}" >in
	"$BIN/declutter" in | jq -e '.date == "2025-11-06"'
	jq -c '.url = "https://kobani.example/2025/11/04/gare.html"' in | "$BIN/declutter" |
		jq -e '.date == "2025-11-04"'
	jq -c '.url = "https://kobani.example/gare-20251103.html"' in | "$BIN/declutter" |
		jq -e '.date == "2025-11-06"'
}

@test "the date of a dispatch" {
	[ "$(dated 'Kobani, 14 jan. 2025 (Agence du Fleuve) – La gare routière de Kobani sera reconstruite à partir de janvier, a annoncé la maire devant la presse.')" = 2025-01-14 ]
	[ "$(dated 'Le 14 janvier 2025, la gare routière de Kobani a fermé ses portes au public, a annoncé la maire devant la presse.')" = null ]
	long='La gare routière de Kobani sera reconstruite à partir de janvier, a annoncé la maire devant la presse, et le chantier, qui coûtera un peu plus de quatre milliards de francs, devra durer dix-huit mois, selon les services de la ville et ceux de la région.'
	[ "$(dated "Kobani, le mardi 14 janvier 2025 - $long")" = 2025-01-14 ]
	[ "$(dated "(Kobani, 14 janvier 2025). $long")" = 2025-01-14 ]
	[ "$(dated "(Kobani, 14 janvier 2025 et 3 mars 2025). $long")" = null ]
}

@test "kinds of paragraphs" {
	prose='Les vendeuses du marché disent avoir appris la nouvelle par la radio, et plusieurs d’entre elles craignent de perdre leur place devant la gare.'
	page 'La gare routière de Kobani sera reconstruite' '3 mars 2024' '« On nous a oubliés »' \
		"$prose" 'Que dit la mairie ?' "$prose" \
		'Après examen du dossier, le conseil municipal a :' '- voté le budget de la gare ;' \
		'- fixé la date des travaux.' "$prose" 'Classement des quartiers' \
		'1. Zébala 29 pts' '2. Marché 27 pts' '3. Gare 25 pts' "$prose" \
		'Ce sera la fin.' "$prose" | "$BIN/declutter" >out
	[ "$(jq -r '[.paragraphs[].kind[:1]] | join("")' out)" = hbhbbllbhlllbbb ]
}

@test "the title in the address of a page" {
	page 'Dossier : vivre à Kobani au fil du fleuve' "L'orpaillage gagne la ville" \
		"Le conseil municipal de Kobani a adopté mardi un plan contre l'orpaillage dans le fleuve, après six heures de débat et deux suspensions de séance." \
		"L'orpaillage gagne du terrain à chaque saison sèche, et la ville de Kobani voit le fleuve se troubler, selon les services de la mairie." >in
	"$BIN/declutter" in | jq -e '.title != "L\u0027orpaillage gagne la ville"'
	for url in https://kobani.example/ville/lorpaillage-gagne-la-ville-4711.html \
		https://kobani.example/2025/11/l%27orpaillage-gagne-la-ville; do
		jq -c --arg url "$url" '.url = $url' in | "$BIN/declutter" |
			jq -e '.title == "L\u0027orpaillage gagne la ville"'
	done
	for url in '' x http:// https://k.example/%ff%c3-%zz-%c3 https://k.example/a-b?c#d; do
		jq -c --arg url "$url" '.url = $url' in | "$BIN/declutter" >out
		[ "$(jq -c .title out)" = "$("$BIN/declutter" in | jq -c .title)" ]
	done
	jq -c '.url = 4711' in | "$BIN/declutter" >out
}

# kind LINE…: the kind of a page.
kind() {
	page Accueil Société "$@" Contact 'Mentions légales' | "$BIN/declutter" | jq -r .page
}

@test "article, index, paywall" {
	body=('Le conseil municipal de Kobani a adopté mardi le budget de la nouvelle gare routière, après six heures de débat et deux suspensions de séance.'
		'Le chantier doit commencer en janvier et durer dix-huit mois. Il coûtera un peu plus de quatre milliards de francs, selon les services de la ville.')
	long=()
	for _ in 1 2 3 4 5 6 7 8; do long+=("${body[@]}"); done
	head=('La gare routière de Kobani sera reconstruite' 'Publié le 4 novembre 2025 à 17h12')
	[ "$(kind "${head[@]}" "${body[@]}")" = article ]
	[ "$(kind "${head[@]}" "${body[@]}" 'Cet article est réservé aux abonnés.' "Je m'abonne")" = paywall ]
	[ "$(kind "${head[@]}" "${long[@]}" 'Il vous reste 62 % de cet article à lire.' "Je m'abonne")" = paywall ]
	[ "$(kind "${head[@]}" "${long[@]}" "S'abonner à partir de 1 €" 'Déjà abonné ? Se connecter')" = article ]
	[ "$(kind "${head[@]}" "${body[@]}" 'Par Awa Sow' "L'espace des contributions est réservé aux abonnés." "S'abonner")" = article ]
	[ "$(kind "${head[@]}" "${body[@]}" 'Nous expliquons sur notre chaîne YouTube. Abonnez-vous !')" = article ]
	[ "$(kind 'La gare de Kobani sera reconstruite' 'Le pont du fleuve fermé trois mois' \
		'Les vendeuses du marché réclament un toit' 'La mairie recrute trente agents' \
		'Le prix du riz baisse enfin' 'Un forage pour le quartier nord')" = index ]
	others=('Le pont du fleuve fermé trois mois' 'Les vendeuses du marché réclament un toit' \
		'La mairie recrute trente agents' 'Le prix du riz baisse enfin' 'Un forage pour le quartier nord')
	[ "$(kind "${head[@]}" "${body[0]}" 'Articles similaires' "${others[@]}")" = article ]
	[ "$(kind "${head[@]}" 'La gare de Kobani rouvrira en juin.' 'Lire aussi' "${others[@]}")" = article ]
	[ "$(kind "${others[0]}" 'Les travaux commencent lundi et obligeront les voyageurs à passer par…' \
		"${others[1]}" 'Elles demandent depuis deux ans un bâtiment couvert et se disent prêtes à…' \
		"${others[3]}" "Le sac de cinquante kilos se vend mille francs de moins qu'en janvier sur…")" = index ]
	[ "$(kind Actualités 'La gare routière de Kobani sera reconstruite' 'Par Awa Sow - 4 novembre 2025' "${body[0]}" \
		'Le pont du fleuve fermé trois mois' 'Par Paul Biyo - 4 novembre 2025' \
		'Les travaux commencent lundi et obligeront les voyageurs à passer par le bac, selon la mairie.' \
		'Les vendeuses du marché réclament un toit' 'Par Awa Sow - 3 novembre 2025' \
		'Elles demandent depuis deux ans un bâtiment couvert et se disent prêtes à manifester devant la mairie.' \
		'Le prix du riz baisse enfin' 'Par Awa Sow - 2 novembre 2025' \
		"Le sac de cinquante kilos se vend mille francs de moins qu'en janvier sur le marché central.")" = index ]
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
	printf 'ad\t/^la minute .*ste$/\n' >mine
	page "${text[@]}" | "$BIN/declutter" --phrases mine >out
	[ "$(jq -r '.clutter[] | select(.line == 3).class' out)" = ad ]
	printf 'nothing\tla minute\n' >bad
	run -2 "$BIN/declutter" --phrases bad </dev/null
	[[ $output == *'bad:1: '* ]]
}

@test "--phrases: a wrong expression ends it, one that takes too long rejects the record" {
	printf 'ad\t/(/\n' >bad
	run -2 "$BIN/declutter" --phrases bad </dev/null
	[[ $output == *'bad:1: '* ]]
	printf 'ad\t/^(a+)+$/\n' >slow
	page "$(printf 'a%.0s' {1..40})b" >in
	run -1 "$BIN/declutter" --phrases slow in
	[[ $output == *'takes too long'* ]]
}

# sites: three pages of one site, with a line of prose that each of them has.
sites() {
	local i same='Le journal paraît depuis 1998 et vit du soutien de ses lecteurs, qui sont chaque année plus nombreux dans la capitale.'
	for i in Kobani Tessit Bassaville; do
		jq -nc --arg i "$i" --arg same "$same" '{id: $i, url: "https://a.example/\($i)",
			text: ("La gare de \($i) sera reconstruite\nLe conseil municipal a adopté le budget de la gare de \($i), après six heures de débat et deux suspensions de séance.\n" + $same +
			"\nLa maire a promis que le chantier de la gare de \($i) commencerait en janvier, et que les vendeuses garderaient leur place.")}'
	done
}

@test "--learn writes what repeats, --site uses it" {
	sites >in
	"$BIN/declutter" --learn in >site
	grep -q "^a.example	3	Le journal paraît depuis # et vit" site
	grep -q "^a.example	3	$" site
	LC_ALL=C sort -c site
	"$BIN/declutter" --site site in >out
	[ "$(jq -r '[.clutter[].line] | contains([3])' out | sort -u)" = true ]
	[ "$(jq -r '[.paragraphs[].line] | contains([2, 4])' out | sort -u)" = true ]
	rebuilt in out
}

@test "files of --learn merge" {
	sites >in
	head -n 2 in | "$BIN/declutter" --learn >one
	tail -n 2 in | "$BIN/declutter" --learn >two
	LC_ALL=C sort -m one two >both
	"$BIN/declutter" --site both in >out
	[ "$(jq -r '[.clutter[].line] | contains([3])' out | sort -u)" = true ]
}

@test "--explain gives each line its reasons" {
	article | "$BIN/declutter" --explain >out
	[ "$(head -n 1 out)" = '# 1' ]
	[ "$(wc -l <out)" = 13 ]
	[ "$(sed -n 9p out | cut -f 1-2)" = "$(printf '8\tread_also')" ]
	sed 1d out | awk -F '\t' 'NF != 6 || $5 == "" || $4 + 0 > 1 { exit 1 }'
	# The trees moved some line, by which the score without them differs.
	sed 1d out | awk -F '\t' '$3 != $4 { n++ } END { exit n == 0 }'
}

@test "--explain of an empty text has nothing of the page before" {
	{ article; printf '{"id":"2","text":""}\n'; article; } >in
	"$BIN/declutter" --explain in >out
	{ article | "$BIN/declutter" --explain; printf '# 2\n'
		article | "$BIN/declutter" --explain; } | cmp - out
}

@test "members of any type stand beside the text" {
	article | jq -c '. + {url: null, site: 3, date: [], title: 1}' >in
	"$BIN/declutter" in >out
	"$BIN/declutter" --learn in >site
	"$BIN/declutter" --site site in | cmp - out
	[ "$(jq -r .date out)" = 2025-11-04 ]
}

@test "a page in capitals, in English, in Arabic, without text" {
	for text in 'LE CONSEIL MUNICIPAL A ADOPTÉ LE BUDGET DE LA GARE, APRÈS SIX HEURES DE DÉBAT ET DEUX SUSPENSIONS.' \
		'The city council adopted the budget of the new bus station on Tuesday, after six hours of debate and two breaks.' \
		'اعتمد المجلس البلدي ميزانية محطة الحافلات الجديدة يوم الثلاثاء بعد ست ساعات من النقاش.' ''; do
		page "$text" >in
		"$BIN/declutter" in >out
		rebuilt in out
	done
}

@test "a model that is none, or another's: status 2" {
	cp -r "$ROOT/filters/declutter/fr" tables
	cp "$ROOT"/filters/lib/fr/* tables 2>/dev/null || true
	local name
	for name in {model,html,trees,html-trees}.bin; do
		head -c 100 "$ROOT/filters/declutter/fr/$name" >tables/$name
		run -2 "$BIN/declutter" --tables tables </dev/null
		[[ $output == 'declutter: '*$name* ]]
		cp "$ROOT/filters/declutter/fr/$name" tables
	done
	printf '\377' | dd of=tables/trees.bin bs=1 seek=16 conv=notrunc status=none
	run -2 "$BIN/declutter" --tables tables </dev/null
	[[ $output == 'declutter: trees.bin: '* ]]
}

@test "declutter-train makes the same model twice" {
	for i in 1 2 3 4 5 6; do
		article | jq -c --arg i "$i" '.id = "site\($i)_1" | .lines = (.text | [match("[^\n]+"; "g")]
			| map({start: .offset, end: (.offset + .length), keep: (.length > 80)}))
			| .lines[2].role = "title"'
	done >pages
	"$BIN/declutter-train" --iterations 5 --layouts "$ROOT/filters/declutter/train" \
		--pages 1 --threads 1 pages >one 2>/dev/null
	"$BIN/declutter-train" --iterations 5 --layouts "$ROOT/filters/declutter/train" \
		--pages 1 --threads 2 pages 2>/dev/null | cmp - one
	"$BIN/declutter-train" --trees pages >two
	"$BIN/declutter-train" --trees pages | cmp - two
	cp -r "$ROOT/filters/declutter/fr" tables
	cp "$ROOT"/filters/lib/fr/* tables 2>/dev/null || true
	cp one tables/model.bin
	cp two tables/trees.bin
	article | "$BIN/declutter" --tables tables >out
}

@test "long pages and long lines" {
	yes 'Accueil' | head -n 200000 | jq -Rsc '{text: .}' >in
	timeout 60 "$BIN/declutter" in >out
	rebuilt in out
	yes 'a b c' | tr '\n' ' ' | head -c 20000000 | jq -Rsc '{text: .}' >in
	timeout 60 "$BIN/declutter" in >out
	rebuilt in out
}
