#!/usr/bin/env bash
# load-sqlite.sh DATABASE [FILE...]: loads records into a new SQLite database with the
# tables document, name and quote:
#   ./pipeline.sh examples/articles | examples/load-sqlite.sh news.db
#   sqlite3 news.db 'SELECT speaker, count(*) FROM quote GROUP BY 1 ORDER BY 2 DESC'
set -euo pipefail
[[ ${1-} != @(-h|--help) ]] || { sed -n '2,/^set/s/^# //p' "$0"; exit; }
[ $# -gt 0 ] || { echo 'usage: load-sqlite.sh DATABASE [FILE...]' >&2; exit 2; }
database=$1
shift
[ ! -e "$database" ] || { echo "load-sqlite.sh: $database is there already" >&2; exit 2; }
cat -- "$@" | sqlite3 -bail "$database" \
	'CREATE TEMP TABLE record (line TEXT)' \
	'.mode ascii' '.separator "\037" "\n"' '.import /dev/stdin record' "
CREATE TABLE document (id TEXT PRIMARY KEY, title TEXT, date TEXT, source TEXT,
	text TEXT, copy_of TEXT);
CREATE TABLE name (document TEXT REFERENCES document, name TEXT, type TEXT, mentions INT);
CREATE TABLE quote (document TEXT REFERENCES document, speaker TEXT, cue TEXT, type TEXT,
	words TEXT, score REAL);
INSERT INTO document SELECT line->>'id', line->>'title', line->>'date', line->>'source',
	line->>'text', line->>'\$.duplicate.of' FROM record;
INSERT INTO name SELECT line->>'id', value->>'name', value->>'type', value->>'mentions'
	FROM record, json_each(line, '\$.names');
INSERT INTO quote SELECT line->>'id', value->>'\$.speaker.name', value->>'\$.cue.text',
	value->>'type', value->>'text', value->>'score'
	FROM record, json_each(line, '\$.quotes');
CREATE INDEX quote_speaker ON quote (speaker);"
