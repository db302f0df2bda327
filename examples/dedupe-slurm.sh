#!/usr/bin/env bash
# dedupe-slurm.sh DIR: dedupes DIR/*.jsonl as Slurm jobs: an array of map tasks, one a
# shard; a reduce; an array of tasks that mark each shard (DIR/*.jsonl.marked). A task
# that is requeued runs again: it writes a file of its own and renames it.
set -euo pipefail
[[ ${1-} != @(-h|--help) ]] || { sed -n '2,/^set/s/^# //p' "$0"; exit; }
[ $# -ge 1 ] || { echo 'usage: dedupe-slurm.sh DIR' >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
cd "$1"
shards=(*.jsonl)
in=${shards[${SLURM_ARRAY_TASK_ID:-0}]}
own=$in.${SLURM_JOB_ID:-0}.${SLURM_RESTART_COUNT:-0}

# Status 1, rejected records: the rest is done all the same.
passed() { local status=$?; [ "$status" = 1 ] || exit "$status"; }

submit() {	# STAGE [OPTION...]
	sbatch --parsable "${@:2}" --wrap "'$here/dedupe-slurm.sh' '$PWD' $1"
}

case ${2:-all} in
all)
	tasks=--array=0-$((${#shards[@]} - 1))
	map=$(submit map "$tasks")
	reduce=$(submit reduce --dependency="afterok:$map")
	submit mark "$tasks" --dependency="afterok:$reduce"
	;;
map)
	dedupe --sign --split "$SLURM_ARRAY_TASK_ID" "$in" >"$own" || passed
	mv "$own" "$in.keys"
	;;
reduce)
	cat ./*.jsonl.keys | "$here/dedupe-reduce.sh" edges clusters.tsv || passed
	;;
mark)
	dedupe --apply edges --split "$SLURM_ARRAY_TASK_ID" "$in" >"$own" || passed
	mv "$own" "$in.marked"
	;;
esac
