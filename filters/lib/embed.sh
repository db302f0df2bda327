#!/bin/sh
# Writes the C file that puts the table files named as operands into a program,
# as table.h declares them. Their base names must differ.
set -eu
echo '#include "table.h"'
i=0
for f; do
	cat <<EOF
__asm__(".section .rodata\n.balign 64\ntable_file_$i:\n"
	".incbin \"$f\"\ntable_file_${i}_end:\n.byte 0\n.previous\n");
extern const char data_${i}[] __asm__("table_file_$i");
extern const char end_${i}[] __asm__("table_file_${i}_end");
EOF
	i=$((i + 1))
done
echo 'const struct table_file table_builtin[] = {'
i=0
for f; do
	echo "	{\"${f##*/}\", data_$i, end_$i},"
	i=$((i + 1))
done
echo '	{0, 0, 0}'
echo '};'
