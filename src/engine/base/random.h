#ifndef MT_BASE_RANDOM_H
#define MT_BASE_RANDOM_H

/* Counter-based random numbers: Philox4x32-10 (Salmon, Moraes, Dror and Shaw 2011,
 * "Parallel random numbers: as easy as 1, 2, 3", SC11). There is no state. A draw is a
 * function of (seed, trainee, purpose, index), so any thread, chunk or machine can make
 * it, in any order, and it is the same number for any cohort size.
 *
 *   key     = seed (low word, high word)
 *   counter = (trainee low, trainee high, purpose, index / 2)
 *   output  = 4 words of 32 bits = 2 words of 64 bits: the draws of index and index + 1
 *
 * index counts draws of one purpose for one trainee and must stay below 2^32. What is
 * drawn for what is part of the results a seed stands for: never renumber a purpose. No
 * number has been drawn under purpose 4. */

#include <stdint.h>

#include "base/fp.h"
#include "base/vmath.h"

typedef enum draw_purpose {
  DRAW_TWIN = 0,      /* parameters of a trainee, in the order of the population */
  DRAW_NOISE = 1,     /* measurement error of an observation */
  DRAW_POSTERIOR = 2, /* draws from a fitted posterior; "trainee" is the draw's number */
  DRAW_PROCESS = 3,   /* innovations of a drifting level */
  DRAW_PHYSIOLOGY = 5 /* how a person responds: the finer models (model/streams.h) */
} draw_purpose;

/* The block of four words that holds draws 2 * block and 2 * block + 1. */
MT_I_INLINE void random_block(uint64_t seed, uint64_t trainee, uint32_t purpose,
                              uint32_t block, uint32_t out[4]) {
  uint32_t k0 = (uint32_t)seed;
  uint32_t k1 = (uint32_t)(seed >> 32);
  uint32_t c0 = (uint32_t)trainee;
  uint32_t c1 = (uint32_t)(trainee >> 32);
  uint32_t c2 = purpose;
  uint32_t c3 = block;
  int round;

  for (round = 0; round < 10; round++) {
    const uint64_t a = (uint64_t)c0 * 0xD2511F53u;
    const uint64_t b = (uint64_t)c2 * 0xCD9E8D57u;
    c0 = (uint32_t)(b >> 32) ^ c1 ^ k0;
    c1 = (uint32_t)b;
    c2 = (uint32_t)(a >> 32) ^ c3 ^ k1;
    c3 = (uint32_t)a;
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
}

/* The 64 random bits of one draw. */
MT_I_INLINE uint64_t random_bits(uint64_t seed, uint64_t trainee, uint32_t purpose,
                                 uint32_t index) {
  uint32_t out[4];
  const uint32_t word = (index & 1u) * 2u;

  random_block(seed, trainee, purpose, index >> 1, out);
  return (uint64_t)out[word + 1] << 32 | out[word];
}

/* The upper 52 bits k as the uniform (2 k + 1) / 2^53: from 2^-53 to 1 - 2^-53, never 0,
 * 1/2 or 1, and symmetric: 1 - u is on the grid too and computed without rounding. The
 * subtraction is exact: k in the fraction of [1, 2), less 1 - 2^-53. */
MT_I_INLINE double random_uniform_from_bits(uint64_t bits) {
  return vm_from_bits((bits >> 12) | UINT64_C(0x3ff0000000000000)) -
         0.99999999999999988897769753748;
}

/* One uniform in (0, 1); some 20 times what one of mt_i_random_uniform_lanes takes. */
MT_I_INLINE double random_uniform(uint64_t seed, uint64_t trainee, uint32_t purpose,
                                  uint32_t index) {
  return random_uniform_from_bits(random_bits(seed, trainee, purpose, index));
}

/* One standard normal, the quantile of the uniform of the same index: |x| <= 8.21. */
MT_I_INLINE double random_normal(uint64_t seed, uint64_t trainee, uint32_t purpose,
                                 uint32_t index) {
  return vm_qnorm(random_uniform(seed, trainee, purpose, index));
}

/* random_block() as a function of its own. */
void mt_i_random_block(uint64_t seed, uint64_t trainee, uint32_t purpose, uint32_t block,
                       uint32_t out[4]);

/* Draws 2 * block and 2 * block + 1 for the n trainees first, first + 1, ...:
 *   u0[i] = random_uniform(seed, first + i, purpose, 2 * block)
 *   u1[i] = random_uniform(seed, first + i, purpose, 2 * block + 1)
 * and the same for normals, to the bit, whatever n is and wherever the range is cut.
 * u0 and u1 do not overlap. No alignment is asked for; whole multiples of 16 trainees are
 * fastest, and 32 to 512 at a time stay in the cache. */
void mt_i_random_uniform_lanes(uint64_t seed, uint64_t first, uint32_t purpose,
                               uint32_t block, int64_t n, double *u0, double *u1);
void mt_i_random_normal_lanes(uint64_t seed, uint64_t first, uint32_t purpose,
                              uint32_t block, int64_t n, double *z0, double *z1);

/* x[i] = vm_qnorm(x[i]) for n uniforms, to the bit, for half the time: the formula of the
 * tails is worked out for the tails alone. */
void mt_i_random_quantiles(int64_t n, double *x);

#endif
