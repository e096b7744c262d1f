#include "base/fp.h"

#include "base/random_r.h"

#include <math.h>

enum { WORDS = 624, OFFSET = 397 };

/* R fills the generator's state with a congruential sequence, after 50 steps that part
 * the sequences of neighbouring seeds. The first number of the sequence falls on the
 * position counter that R keeps in front of the state, and is overwritten there. */
void mt_i_r_random_seed(r_random *random, uint32_t seed) {
  int i;

  for (i = 0; i < 50 + 1; i++) {
    seed = 69069u * seed + 1u;
  }
  for (i = 0; i < WORDS; i++) {
    seed = 69069u * seed + 1u;
    random->word[i] = seed;
  }
  random->next = WORDS;
}

/* MT19937: Matsumoto and Nishimura 1998, ACM TOMACS 8, 3-30, eq. 2.1 and 2.2-2.5. */
static uint32_t twist(uint32_t upper, uint32_t lower, uint32_t far) {
  const uint32_t y = (upper & 0x80000000u) | (lower & 0x7fffffffu);
  return far ^ (y >> 1) ^ ((y & 1u) != 0 ? 0x9908b0dfu : 0u);
}

static uint32_t next_word(r_random *random) {
  uint32_t *w = random->word;
  uint32_t y;
  int i;

  if (random->next >= WORDS) {
    for (i = 0; i < WORDS; i++) {
      w[i] = twist(w[i], w[(i + 1) % WORDS], w[(i + OFFSET) % WORDS]);
    }
    random->next = 0;
  }
  y = w[random->next++];
  y ^= y >> 11;
  y ^= (y << 7) & 0x9d2c5680u;
  y ^= (y << 15) & 0xefc60000u;
  return y ^ (y >> 18);
}

/* R multiplies by 2^-32 written with 17 digits, and moves 0 and 1 half a step inside,
 * with a step of 1/(2^32 - 1). */
double mt_i_r_random_uniform(r_random *random) {
  const double half_step = 0.5 * 2.328306437080797e-10;
  const double u = next_word(random) * 2.3283064365386963e-10;

  if (u <= 0.0) {
    return half_step;
  }
  if (1.0 - u <= 0.0) {
    return 1.0 - half_step;
  }
  return u;
}

/* Inversion from a uniform of 59 bits: 27 from the first draw, the rest from a second. */
double mt_i_r_random_normal(r_random *random) {
  const double big = 134217728.0; /* 2^27 */
  const double first = mt_i_r_random_uniform(random);
  const double u = (double)(int32_t)(big * first) + mt_i_r_random_uniform(random);

  return mt_i_r_normal_quantile(u / big);
}

/* factor times numerator, then the division: R's order. */
static double ratio(double factor, const double *a, const double *b, double r) {
  double p = a[7];
  double q = b[7];
  int i;

  for (i = 6; i >= 0; i--) {
    p = p * r + a[i];
    q = q * r + b[i];
  }
  return factor * p / q;
}

/* AS 241, PPND16: Wichura 1988, Applied Statistics 37, 477-484. The published constants;
 * Horner's rule and the order of the operations around it are those of R. */
double mt_i_r_normal_quantile(double p) {
  static const double a[8] = {3.3871328727963666080e0,  1.3314166789178437745e+2,
                              1.9715909503065514427e+3, 1.3731693765509461125e+4,
                              4.5921953931549871457e+4, 6.7265770927008700853e+4,
                              3.3430575583588128105e+4, 2.5090809287301226727e+3};
  static const double b[8] = {1.0,
                              4.2313330701600911252e+1,
                              6.8718700749205790830e+2,
                              5.3941960214247511077e+3,
                              2.1213794301586595867e+4,
                              3.9307895800092710610e+4,
                              2.8729085735721942674e+4,
                              5.2264952788528545610e+3};
  static const double c[8] = {1.42343711074968357734e0,  4.63033784615654529590e0,
                              5.76949722146069140550e0,  3.64784832476320460504e0,
                              1.27045825245236838258e0,  2.41780725177450611770e-1,
                              2.27238449892691845833e-2, 7.74545014278341407640e-4};
  static const double d[8] = {1.0,
                              2.05319162663775882187e0,
                              1.67638483018380384940e0,
                              6.89767334985100004550e-1,
                              1.48103976427480074590e-1,
                              1.51986665636164571966e-2,
                              5.47593808499534494600e-4,
                              1.05075007164441684324e-9};
  static const double e[8] = {6.65790464350110377720e0,  5.46378491116411436990e0,
                              1.78482653991729133580e0,  2.96560571828504891230e-1,
                              2.65321895265761230930e-2, 1.24266094738807843860e-3,
                              2.71155556874348757815e-5, 2.01033439929228813265e-7};
  static const double f[8] = {1.0,
                              5.99832206555887937690e-1,
                              1.36929880922735805310e-1,
                              1.48753612908506148525e-2,
                              7.86869131145613259100e-4,
                              1.84631831751005468180e-5,
                              1.42151175831644588870e-7,
                              2.04426310338993978564e-15};
  const double q = p - 0.5;
  double r;
  double x;

  if (!(p >= 0.0 && p <= 1.0)) {
    return NAN;
  }
  if (p == 0.0 || p == 1.0) {
    return p == 0.0 ? -INFINITY : INFINITY;
  }
  if (fabs(q) <= 0.425) {
    return ratio(q, a, b, 0.180625 - q * q);
  }
  r = sqrt(-log(q < 0.0 ? p : 0.5 - p + 0.5));
  x = r <= 5.0 ? ratio(1.0, c, d, r - 1.6) : ratio(1.0, e, f, r - 5.0);
  return q < 0.0 ? -x : x;
}
