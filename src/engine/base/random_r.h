#ifndef MT_BASE_RANDOM_R_H
#define MT_BASE_RANDOM_R_H

/* R's default random numbers, to the bit, from a state of our own: what
 *   RNGkind("Mersenne-Twister", "Inversion", "Rejection"); set.seed(seed)
 * makes runif() and rnorm() return, with the user's .Random.seed untouched and for C
 * programs without R. For anything new use random.h: this generator is sequential. */

#include <stdint.h>

typedef struct r_random {
  uint32_t word[624];
  int32_t next; /* the word to give out next; 624: make new ones first */
} r_random;

/* set.seed(seed). R's seed is a signed integer: cast it. */
void mt_i_r_random_seed(r_random *random, uint32_t seed);

/* runif(1), in (0, 1). runif(1, a, b) is a + (b - a) * this. */
double mt_i_r_random_uniform(r_random *random);

/* rnorm(1); takes two uniforms. rnorm(1, mean, sd) is mean + sd * this. */
double mt_i_r_random_normal(r_random *random);

/* qnorm(p) for 0 < p < 1, as R 4.2 computes it; -inf at 0, inf at 1, NaN elsewhere.
 * Unlike vm_qnorm() good for every p > 0, with libm's log(). */
double mt_i_r_normal_quantile(double p);

#endif
