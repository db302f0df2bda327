#!/usr/bin/env bash
# dedupe-hadoop.sh IN OUT: dedupes the records under IN (HDFS) with Hadoop Streaming:
# OUT/edges, then OUT/marked. HADOOP_STREAMING is the path of the streaming jar. Its
# shuffle sorts by bytes; the partitioner must look at the first field alone.
set -euo pipefail
[[ ${1-} != @(-h|--help) ]] || { sed -n '2,/^set/s/^# //p' "$0"; exit; }
[ $# = 2 ] || { echo 'usage: dedupe-hadoop.sh IN OUT' >&2; exit 2; }
: "${HADOOP_STREAMING:?path of hadoop-streaming.jar}"

# job KEYS INPUT OUTPUT MAPPER REDUCER [OPTION...]: KEYS fields are sorted by.
job() {
	hadoop jar "$HADOOP_STREAMING" \
		-D stream.num.map.output.key.fields="$1" \
		-D mapreduce.partition.keypartitioner.options=-k1,1 \
		"${@:6}" -partitioner org.apache.hadoop.mapred.lib.KeyFieldBasedPartitioner \
		-input "$2" -output "$3" -mapper "$4" -reducer "$5"
}

job 2 "$1" "$2/pairs" 'dedupe --sign' 'dedupe --pairs' -files "$(command -v dedupe)"
job 5 "$2/pairs" "$2/edges" cat uniq
hadoop fs -getmerge "$2/edges" edges.unsorted
LC_ALL=C sort -u edges.unsorted >edges
job 1 "$1" "$2/marked" 'dedupe --apply edges' NONE \
	-D mapreduce.job.reduces=0 -files "$(command -v dedupe),edges"
