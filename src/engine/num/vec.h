/*
 * Eight doubles side by side, in GNU C (gcc, clang), or one: the same operations on either,
 * lane by lane, so the same bits. Eight are one register of AVX-512, two of AVX2, four of
 * SSE2. For loops whose state should stay in registers, which gcc 12 does not manage for a
 * plain loop over lanes; where it does, a plain loop is better.
 */
#ifndef MT_NUM_VEC_H
#define MT_NUM_VEC_H

#include "base/fp.h"

#include <stdint.h>
#include <string.h>

#if defined(__GNUC__) && (defined(__clang__) || __GNUC__ >= 9)
typedef double vec __attribute__((vector_size(64)));
typedef uint64_t vec_bits __attribute__((vector_size(64)));
typedef uint16_t vec_small __attribute__((vector_size(16)));
/* A comparison gives all bits of a lane or none. */
#define VEC_WHERE(condition) ((vec_bits)(condition))
#define VEC_ALL(x) ((vec){0} + (x))
#define VEC_ALL_BITS(x) ((vec_bits){0} + (x))
#define VEC_BITS(x) ((vec_bits)(x))
#define VEC_FROM_BITS(x) ((vec)(x))
#define VEC_SMALL(x) __builtin_convertvector(x, vec_small)
#else
typedef double vec;
typedef uint64_t vec_bits;
typedef uint16_t vec_small;
#define VEC_WHERE(condition) ((condition) ? ~UINT64_C(0) : UINT64_C(0))
#define VEC_ALL(x) (x)
#define VEC_ALL_BITS(x) (x)
#define VEC_BITS(x) vec_bits_of(x)
#define VEC_FROM_BITS(x) vec_from_bits_of(x)
#define VEC_SMALL(x) ((vec_small)(x))
MT_I_INLINE vec_bits vec_bits_of(vec x) {
  vec_bits b;
  memcpy(&b, &x, sizeof(b));
  return b;
}
MT_I_INLINE vec vec_from_bits_of(vec_bits b) {
  vec x;
  memcpy(&x, &b, sizeof(x));
  return x;
}
#endif

/* Eight vectors of eight turned about their diagonal in registers. */
#if defined(__clang__) || (defined(__GNUC__) && __GNUC__ >= 12)
#define VEC_HAS_TURN 1
#endif

enum { VEC_LANES = sizeof(vec) / sizeof(double) };

/* where ? a : b, lane by lane. */
#define VEC_PICK(where, a, b) \
  VEC_FROM_BITS(((where)&VEC_BITS(a)) | (~(where)&VEC_BITS(b)))

/* A loop over a few vectors of an array: unrolled, the array lives in registers. */
#if defined(__clang__)
#define VEC_UNROLL _Pragma("clang loop unroll(full)")
#elif defined(__GNUC__) && __GNUC__ >= 8
#define VEC_UNROLL _Pragma("GCC unroll 32")
#else
#define VEC_UNROLL
#endif

#endif
