/*
 * The same C source for vectors of several widths, in GNU C (gcc, clang): for loops whose
 * state must stay in registers, which gcc does not manage for a plain loop over lanes.
 *
 *   #define VEC_BODY "method/body.h"
 *   #include "num/vec.h"
 *
 * includes the body once for each width this build may meet (AVX-512, AVX2, the baseline;
 * elsewhere one double). The body writes functions VEC_FUNCTION(name) with the type `vec` of
 * VEC_WIDTH doubles and the macros below; VEC_CALL(name, (arguments)) then calls the widest
 * that the processor has. Every lane does what a double alone would do, so all give the
 * same bits. The types differ in width because gcc spreads a vector that is wider than the
 * processor's over memory.
 */
#include "base/fp.h"

#ifndef MT_NUM_VEC_H
#define MT_NUM_VEC_H

#include <stdint.h>
#include <string.h>

#if defined(__GNUC__) && (defined(__clang__) || __GNUC__ >= 9)
#define VEC_GNU 1
#endif

/* A loop over a few vectors of an array: unrolled, the array lives in registers. */
#if defined(__clang__)
#define VEC_UNROLL _Pragma("clang loop unroll(full)")
#elif defined(VEC_GNU)
#define VEC_UNROLL _Pragma("GCC unroll 32")
#else
#define VEC_UNROLL
#endif

#if defined(VEC_GNU) && defined(MT_I_HAS_MULTIVERSION)
#define VEC_CALL(name, arguments)                \
  do {                                           \
    if (__builtin_cpu_supports("avx512f")) {     \
      name##_avx512 arguments;                   \
    } else if (__builtin_cpu_supports("avx2")) { \
      name##_avx2 arguments;                     \
    } else {                                     \
      name##_baseline arguments;                 \
    }                                            \
  } while (0)
#else
#define VEC_CALL(name, arguments) name##_baseline arguments
#endif

#define VEC_JOIN2(a, b) a##_##b
#define VEC_JOIN(a, b) VEC_JOIN2(a, b)
#define VEC_FUNCTION(name) VEC_JOIN(name, VEC_SUFFIX)
#define vec VEC_FUNCTION(vec)
#define vec_bits VEC_FUNCTION(vec_bits)
#define vec_small VEC_FUNCTION(vec_small)

#if defined(VEC_GNU)
#define VEC_INLINE static inline __attribute__((always_inline, unused)) VEC_TARGET
#define VEC_ALL(x) ((vec){0} + (x))
#define VEC_ALL_BITS(x) ((vec_bits){0} + (x))
#define VEC_BITS(x) ((vec_bits)(x))
#define VEC_FROM_BITS(x) ((vec)(x))
/* All bits of the lanes where the condition holds. */
#define VEC_WHERE(condition) ((vec_bits)(condition))
#define VEC_SMALL(x) __builtin_convertvector(x, vec_small)
/* Lanes of a, then of b, by number. */
#if defined(__clang__) || __GNUC__ >= 12
#define VEC_SHUFFLE(a, b, ...) __builtin_shufflevector(a, b, __VA_ARGS__)
#else
#define VEC_SHUFFLE(a, b, ...) __builtin_shuffle(a, b, (vec_bits){__VA_ARGS__})
#endif
#else
#define VEC_INLINE static inline
#define VEC_ALL(x) (x)
#define VEC_ALL_BITS(x) (x)
#define VEC_BITS(x) vec_bits_of(x)
#define VEC_FROM_BITS(x) vec_from_bits_of(x)
#define VEC_WHERE(condition) ((condition) ? ~UINT64_C(0) : UINT64_C(0))
#define VEC_SMALL(x) ((uint16_t)(x))
static inline uint64_t vec_bits_of(double x) {
  uint64_t b;
  memcpy(&b, &x, sizeof(b));
  return b;
}
static inline double vec_from_bits_of(uint64_t b) {
  double x;
  memcpy(&x, &b, sizeof(x));
  return x;
}
#endif

/* where ? a : b, lane by lane. */
#define VEC_PICK(where, a, b) \
  VEC_FROM_BITS(((where)&VEC_BITS(a)) | (~(where)&VEC_BITS(b)))

#endif

/* ---- each width ---- */

#if defined(VEC_GNU) && defined(MT_I_HAS_MULTIVERSION)
#define VEC_WIDTH 8
#define VEC_SUFFIX avx512
#define VEC_TARGET __attribute__((target("avx512f")))
#include "num/vec_types.h"
#include VEC_BODY
#undef VEC_WIDTH
#undef VEC_SUFFIX
#undef VEC_TARGET

#define VEC_WIDTH 4
#define VEC_SUFFIX avx2
#define VEC_TARGET __attribute__((target("avx2")))
#include "num/vec_types.h"
#include VEC_BODY
#undef VEC_WIDTH
#undef VEC_SUFFIX
#undef VEC_TARGET
#endif

#if !defined(VEC_GNU)
#define VEC_WIDTH 1
#elif defined(__AVX512F__)
#define VEC_WIDTH 8
#elif defined(__AVX2__)
#define VEC_WIDTH 4
#else
#define VEC_WIDTH 2
#endif
#define VEC_SUFFIX baseline
#define VEC_TARGET
#include "num/vec_types.h"
#include VEC_BODY
#undef VEC_WIDTH
#undef VEC_SUFFIX
#undef VEC_TARGET
#undef VEC_BODY
