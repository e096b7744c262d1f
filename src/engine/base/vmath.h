#ifndef MT_BASE_VMATH_H
#define MT_BASE_VMATH_H

/* exp, expm1, log and the normal quantile for vectorised loops.
 *
 * Plain scalar functions without branches, tables or library calls: inside a loop of a
 * kernel (MT_I_VECTORIZE, MT_I_MULTIVERSION) the compiler makes vector code of them.
 * Only + - * / and bit operations in a fixed order are used, each correctly rounded, so
 * scalar code, SSE2, AVX2 and AVX-512 give the same bits. They differ from libm's in the
 * last place: where the numbers of R itself are wanted (rng = "r"), call libm.
 *
 * Largest error found in ulp (units in the last place of the exact result); bounds are
 * asserted on over 1e6 points each in tests/c/test_vmath.c:
 *
 *   vm_exp    0.99 all x
 *   vm_expm1  2.19 all x
 *   vm_log    0.83 all x > 0, subnormals included
 *   vm_qnorm  6.2  2^-54 <= u <= 1 - 2^-53: all that random_uniform() can give
 *
 * Coefficients: tools/build/fit-vmath.py. */

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/fp.h"

MT_I_INLINE uint64_t vm_bits(double x) {
  uint64_t b;
  memcpy(&b, &x, sizeof(b));
  return b;
}

MT_I_INLINE double vm_from_bits(uint64_t b) {
  double x;
  memcpy(&x, &b, sizeof(x));
  return x;
}

/* a + b x + c x^2 + d x^3, given x2 = x^2. Polynomials are summed in pairs (Estrin): their
 * shorter chains round less often, and the next number need not wait for this one. */
MT_I_INLINE double vm_cubic(double x, double x2, double a, double b, double c, double d) {
  return (a + b * x) + (c + d * x) * x2;
}

/* x = n log(2) + r with |r| <= log(2)/2. Adding 1.5 * 2^52 rounds x/log(2) to an integer
 * and leaves it in the low bits, here offset by 2048 so that the bits count from 0 up.
 * log(2) in two parts: n times the first is exact, as its last 11 bits are 0.
 * Returns exp(r) - 1 - r; *n_bits is n + 2048. */
MT_I_INLINE double vm_exp_reduce(double x, double *r, uint64_t *n_bits) {
  const double shift = 6755399441055744.0 + 2048.0;
  const double t = x * 1.4426950408889634 + shift;
  const double n = t - shift;
  double r2;
  double p;

  *r = (x - n * 0x1.62e42fefa3800p-1) - n * 0x1.ef35793c76730p-45;
  *n_bits = vm_bits(t) & 0xfff;
  r2 = *r * *r;
  p = vm_cubic(*r, r2, 0.04166666666653013, 0.008333333333494083, 0.0013888888943681809,
               0.00019841269506938304) +
      vm_cubic(*r, r2, 2.4801493016759073e-05, 2.755758627300582e-06,
               2.763028422220483e-07, 2.5000051977618308e-08) *
          (r2 * r2);
  p = p * *r + 0.16666666666666413; /* what counts most rounds least so */
  p = p * *r + 0.5000000000000011;
  return r2 * p;
}

/* exp(x). From 709.79 up inf, below -745.14 0, subnormal results rounded; NaN for NaN.
 * 2^n is applied in two steps, as n may leave the range of one exponent field. */
MT_I_INLINE double vm_exp(double x) {
  double r;
  double p;
  uint64_t n;
  uint64_t half;

  x = x > 710.0 ? 710.0 : x;
  x = x < -746.0 ? -746.0 : x;
  p = vm_exp_reduce(x, &r, &n);
  half = n >> 1;
  return (1.0 + (r + p)) * vm_from_bits((half - 1) << 52) *
         vm_from_bits((n - half - 1) << 52);
}

/* exp(x) for |x| <= 708, to the bit, about a fifth cheaper; anything beyond. For arguments
 * that are sure to be moderate, as spread times a normal is. */
MT_I_INLINE double vm_exp_moderate(double x) {
  double r;
  uint64_t n;
  const double p = vm_exp_reduce(x, &r, &n);

  return (1.0 + (r + p)) * vm_from_bits((n - 1025) << 52);
}

/* exp(x) - 1 without loss of digits near 0. From 709.79 up inf, -1 for large negative x,
 * NaN for NaN; the sign of -0 is lost. 2^n (expm1(r) + 1 - 2^-n), 2^n in two steps. */
MT_I_INLINE double vm_expm1(double x) {
  double r;
  double p;
  double first;
  double second;
  uint64_t n;
  uint64_t half;

  x = x > 710.0 ? 710.0 : x;
  x = x < -60.0 ? -60.0 : x;
  p = vm_exp_reduce(x, &r, &n);
  half = n >> 1;
  first = vm_from_bits((half - 1) << 52);
  second = vm_from_bits((n - half - 1) << 52);
  return (first * (r + p) + (first - vm_from_bits((2047 - (n - half)) << 52))) * second;
}

/* x = 2^k m, x positive and normal, m from sqrt(1/2) to sqrt(2): returns m. Exponents
 * become doubles by writing them into the low bits of 2^52. */
MT_I_INLINE double vm_log_reduce(double x, double *k) {
  const uint64_t below = UINT64_C(0x3fe6a09e667f3bcd); /* sqrt(1/2) */
  const uint64_t b = vm_bits(x) - below + (UINT64_C(1023) << 52);

  *k = vm_from_bits((b >> 52) | UINT64_C(0x4330000000000000)) -
       (4503599627370496.0 + 1023.0);
  return vm_from_bits((b & UINT64_C(0x000fffffffffffff)) + below);
}

/* log(x). -inf for 0, inf for inf, NaN for x < 0 and NaN; subnormal x as accurate as
 * others. With f = m - 1 and s = f/(2 + f), log(m) = 2 atanh(s) = f - s (f - z R(z)),
 * z = s^2, written so that what is rounded is small beside f. */
MT_I_INLINE double vm_log(double x) {
  const int tiny = x < 2.2250738585072014e-308;
  const double y = tiny ? x * 18014398509481984.0 : x;
  double k;
  double f;
  double s;
  double z;
  double p;
  double h;
  double result;

  f = vm_log_reduce(y, &k) - 1.0;
  k = tiny ? k - 54.0 : k;
  s = f / (2.0 + f);
  z = s * s;
  p = 0.14796113536874392;
  p = p * z + 0.15314034414447308;
  p = p * z + 0.18183564951469705;
  p = p * z + 0.222221985611338;
  p = p * z + 0.285714287425073;
  p = p * z + 0.39999999999414115;
  p = p * z + 0.6666666666666734;
  h = 0.5 * f * f;
  result = k * 0x1.62e42fefa3800p-1 -
           ((h - (s * (h + z * p) + k * 0x1.ef35793c76730p-45)) - f);
  result = x > 1.7976931348623157e308 ? x : result;
  result = x > 0.0 ? result : NAN;
  return x == 0.0 ? -INFINITY : result;
}

/* The normal quantile is made of two pieces, here apart so that arrays of draws need the
 * dearer one only where it counts (mt_i_random_quantiles). Is u in the centre, from 77/1024
 * to 947/1024, where 85 % of uniforms are? Positive doubles are in the order of their bits,
 * and those of negative numbers and NaN lie above. */
MT_I_INLINE int vm_qnorm_is_central(double u) {
  const uint64_t least = UINT64_C(0x3fb3400000000000);
  const uint64_t largest = UINT64_C(0x3fed980000000000);
  return vm_bits(u) - least <= largest - least;
}

/* x/q, with q = u - 1/2, as a rational function of (435/1024)^2 - q^2, which is 0 at the
 * ends of the centre: the form of Wichura (1988), algorithm AS 241. All coefficients are
 * positive, so that nothing is lost to cancellation. */
MT_I_INLINE double vm_qnorm_centre(double u) {
  const double q = u - 0.5;
  const double r = 0.18045902252197266 - q * q;
  const double r2 = r * r;
  const double r4 = r2 * r2;
  const double p = vm_cubic(r, r2, 3.3854454089634216, 132.79587183338043,
                            1962.4704589705764, 13641.536979755725) +
                   vm_cubic(r, r2, 45536.53255800474, 66587.59836850505,
                            33042.53559942775, 2476.5843396566743) *
                       r4;
  const double d =
      vm_cubic(r, r2, 1.0, 42.22497094452608, 684.3646199953561, 5361.620742583201) +
      vm_cubic(r, r2, 21047.02000671055, 38932.508411597, 28410.81917795776,
               5161.56366610319) *
          r4;
  return q * (p / d);
}

/* Beyond the centre; NaN outside 2^-54 <= u <= 1 - 2^-53.
 * With q = u - 1/2 and w = -log(4 u (1 - u)), x/q = sqrt(2 pi) + w G(w) is a smooth
 * function of w from the centre (w = 0) to the tails, where it grows like sqrt(8 w). One
 * rational function with positive coefficients, which loses nothing to cancellation,
 * fits G everywhere. */
MT_I_INLINE double vm_qnorm_tail(double u) {
  const double q = u - 0.5;
  const double y = u * (1.0 - u);
  double k;
  double f;
  double s;
  double z;
  double w;
  double w2;
  double w4;
  double w8;
  double p;
  double d;

  f = vm_log_reduce(y, &k) - 1.0;
  s = f / (2.0 + f);
  z = s * s;
  p = 0.168968181710999;
  p = p * z + 0.18116577517525026;
  p = p * z + 0.22223616654952427;
  p = p * z + 0.28571413181741434;
  p = p * z + 0.400000000811335;
  p = p * z + 0.6666666666651367;
  /* As in vm_log, less exact near y = 1/4, where w is added to a constant; k + 2
   * because of the 4 in w. */
  w = (k + 2.0) * -0.6931471805599453 - (s + s + s * z * p);
  w2 = w * w;
  w4 = w2 * w2;
  w8 = w4 * w4;
  p = vm_cubic(w, w2, 3.5936393782111896e-08, 1.8575804729442432e-09,
               6.339654689290743e-11, 2.760369925986175e-12) +
      (4.051891882973037e-14 + 1.0010490361496351e-16 * w) * w4;
  p = (vm_cubic(w, w2, 0.6562337477384237, 0.13197915277509717, 0.041862548787397987,
                0.006122723779067669) +
       vm_cubic(w, w2, 0.0009101196944602158, 9.435395703224837e-05,
                8.406342423922083e-06, 6.046571717356141e-07) *
           w4) +
      p * w8;
  d = vm_cubic(w, w2, 7.001437085164617e-08, 3.927677590762997e-09,
               1.4849334230222153e-10, 6.084843171358532e-12) +
      (1.5786835116202306e-13 + 9.63195017048561e-16 * w + 6.01842620192446e-19 * w2) *
          w4;
  d = (vm_cubic(w, w2, 1.0, 0.15133735627448894, 0.06632325174648557,
                0.008103622776682421) +
       vm_cubic(w, w2, 0.0015336261541637128, 0.00014649036347489158,
                1.5147625610760742e-05, 1.1038248231810656e-06) *
           w4) +
      d * w8;
  return y >= 0x1p-54 ? q * 2.5066282746310007 + q * (w * (p / d)) : NAN;
}

/* x with Phi(x) = u, for 2^-54 <= u <= 1 - 2^-53; NaN for any other u. Antisymmetric:
 * vm_qnorm(1 - u) == -vm_qnorm(u) where 1 - u is exact, 0 at 1/2. */
MT_I_INLINE double vm_qnorm(double u) {
  return vm_qnorm_is_central(u) ? vm_qnorm_centre(u) : vm_qnorm_tail(u);
}

#endif
