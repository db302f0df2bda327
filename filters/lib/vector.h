/*
 * Vectors of numbers, which GCC and clang have on every machine, and functions compiled
 * once for each generation of processors.
 */
#ifndef VECTOR_H
#define VECTOR_H

/* A vector lies where an array of its elements does. */
#define VECTOR(type, n) type __attribute__((vector_size(n * sizeof(type)), \
	aligned(sizeof(type)), may_alias))

/* A function compiled with all it calls for processors with AVX-512, with AVX2, and for
 * others. The results are the same. */
#if defined __x86_64__ && defined __gnu_linux__ && !defined __clang__
#define CLONED __attribute__((target_clones("avx512f", "avx2", "default"), flatten))
#else
#define CLONED
#endif

#endif
