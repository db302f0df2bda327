# awk -v mb=N -v dir=DIR -f corpus.awk ARTICLE...: N megabytes of scraped-looking
# articles as text files under DIR, 500 to a folder, always the same ones. The prose is
# a first-order Markov chain over the words of the articles given; speakers, quotation
# marks and the clutter around it are drawn from the lists below.

# A number from 0 to n - 1 (Park and Miller's generator: the same in every awk).
function draw(n) { state = state * 16807 % 2147483647; return state % n }
function pick(list, n) { return list[draw(n) + 1] }

# At most `limit` words, without a stop at the end.
function words(limit,  word, text) {
	word = text = pick(first, firsts)
	while (--limit > 0 && word !~ /[.!?]$/ && follows[word]) {
		word = next_word[word, draw(follows[word])]
		text = text " " word
	}
	sub(/[,;:.!? ]*$/, "", text)
	return text
}

function sentence() { return words(34) "." }

function person() { return pick(given, givens) " " pick(family, families) }

function statement(  mark, said) {
	mark = draw(4) + 1
	said = opening[mark] words(34) closing[mark]
	return said ", " pick(cue, cues) " " person() ", " pick(role, roles) "."
}

function paragraph(  text, n) {
	text = sentence()
	for (n = 1 + draw(4); n > 0; n--)
		text = text " " (draw(3) ? sentence() : statement())
	return text
}

function headline() { return words(6) " : " person() " " words(4) }

function article(  text, n) {
	text = "Menu\n\n" headline() "\n\nPar " person() "\nPublié le " 1 + draw(28) " mars 2025\n\n"
	for (n = 3 + draw(8); n > 0; n--) {
		text = text paragraph() "\n\n"
		if (draw(6) == 0)
			text = text "Lire aussi : " headline() "\n\n"
	}
	text = text "Partager cet article\nFacebook WhatsApp\n\nArticles similaires\n\n"
	for (n = 4; n > 0; n--)
		text = text headline() "\n\n" words(14) "...\n\n"
	return text "Laisser un commentaire\n\nVotre adresse e-mail ne sera pas publiée.\n"
}

BEGIN {
	state = 20250314
	givens = split("Awa Moussa Clarisse Prosper Hadiza Jean Fidèle Aminata Yacine Odile Ali Rokia", given)
	families = split("Kotougou Bâ-Ndour Sarrazin N’Zimou Ouédra Mwasi Kalondo Benhafid Tra Djibo Akouété Lemaire", family)
	cues = split("a déclaré|a affirmé|a dit|explique|a ajouté|estime|a annoncé|regrette", cue, "|")
	roles = split("ministre des Transports|porte-parole de la mairie|maire de Zarmaka|président du syndicat|avocate|député de l’opposition", role, "|")
	split("« |“|\"|«", opening, "|")
	split(" »|”|\"|»", closing, "|")
}

length($0) > 120 {
	gsub(/«|»|“|”|"/, " ")
	gsub(/ *(\302\240)* +,/, ",")
	$0 = $0
	for (i = 1; i <= NF; i++) {
		if (i == 1 || $(i - 1) ~ /[.!?]$/)
			first[++firsts] = $i
		if (i < NF)
			next_word[$i, follows[$i]++] = $(i + 1)
	}
}

END {
	for (n = 0; size < mb * 1000000; n++) {
		if (n % 500 == 0) {
			folder = dir "/" n / 500
			system("mkdir -p " folder)
		}
		text = article()
		size += length(text)
		file = folder "/" n ".txt"
		printf "%s", text >file
		close(file)
	}
}
