#!/usr/bin/env bash
# dedupe-spark.sh IN OUT: dedupes the records under IN with Spark's RDD.pipe: OUT/edges,
# then OUT/marked. Each partition is a process with an empty environment (DEDUPE is a
# full path), an empty partition too; keys are partitioned by their first field.
set -euo pipefail
[[ ${1-} != @(-h|--help) ]] || { sed -n '2,/^set/s/^# //p' "$0"; exit; }
[ $# = 2 ] || { echo 'usage: dedupe-spark.sh IN OUT' >&2; exit 2; }
DEDUPE=${DEDUPE:-$(command -v dedupe)}

spark-shell <<EOF
import org.apache.spark.HashPartitioner
class FirstField(n: Int) extends HashPartitioner(n) {
	override def getPartition(line: Any): Int =
		super.getPartition(line.toString.takeWhile(_ != '\t'))
}
val byBytes = new Ordering[String] {
	def compare(a: String, b: String) =
		java.util.Arrays.compareUnsigned(a.getBytes("UTF-8"), b.getBytes("UTF-8"))
}
def sorted(lines: org.apache.spark.rdd.RDD[String]) = {
	implicit val order = byBytes
	lines.map((_, ())).repartitionAndSortWithinPartitions(
		new FirstField(lines.getNumPartitions)).keys
}
val records = sc.textFile("$1")
val keys = sorted(records.pipe("$DEDUPE --sign"))
val edges = keys.pipe("$DEDUPE --pairs").distinct
edges.sortBy(identity)(byBytes, implicitly).coalesce(1).saveAsTextFile("$2/edges")
sc.addFile("$2/edges/part-00000")
records.pipe("$DEDUPE --apply part-00000").saveAsTextFile("$2/marked")
EOF
