# awk -v dir=DIR -f pages.awk TEXT...: each text of corpus.awk as a page of HTML under
# DIR: its lines as paragraphs, between the menus, teasers, scripts and styles that make
# most of a page's bytes.

function repeat(s, n,  all) { while (n-- > 0) all = all s "\n"; return all }

function links(class, n,  i, all) {
	for (i = 0; i < n; i++)
		all = all "<li class=\"" class "-item item-" i "\"><a href=\"/rubrique/" i \
			"\"><span class=\"label\">Rubrique numéro " i "</span></a></li>\n"
	return "<div class=\"" class "\"><ul>\n" all "</ul></div>\n"
}

function escape(s) { gsub(/&/, "\\&amp;", s); gsub(/</, "\\&lt;", s); return s }

function finish() {
	if (page != "")
		print "</div></article>\n" teasers foot > page
	close(page)
}

BEGIN {
	script = "<script>\n" repeat("window.queue.push({slot: 'top', size: [[300, 250]]});", \
		600) "</script>\n"
	style = "<style>\n" repeat(".article-body p { margin: 0 0 1em; color: #222 }", 400) \
		"</style>\n"
	menu = "<header class=\"site-header\">" links("main-menu", 40) "</header>\n"
	teasers = "<aside class=\"related\"><h2>À lire aussi</h2>" links("teaser", 60) "</aside>\n"
	foot = "<footer class=\"site-footer\">" links("footer-menu", 30) "</footer></body></html>"
}

FNR == 1 {
	finish()
	name = FILENAME
	gsub(/\//, "-", name)
	page = dir "/" name ".html"
	print "<!DOCTYPE html><html lang=\"fr\"><head><meta charset=\"utf-8\">" > page
	print "<title>" name "</title>" script style "</head><body>" menu > page
	print "<article class=\"article\"><div class=\"article-body\">" > page
}

NF > 0 { print "<p class=\"paragraph\">" escape($0) "</p>" > page }

END { finish() }
