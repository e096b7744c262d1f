#include "base/vmath.h"

#include <float.h>
#include <stdlib.h>

#include "test.h"

enum { POINTS = 1000000, BATCH = 1000 };

/* ---- the functions under test, dispatched and scalar -------------------------------- */

MT_I_VECTORIZE

typedef void batch_function(int64_t n, const double *restrict x, double *restrict y);

#define DEFINE_BATCH(name)                                                             \
  MT_I_MULTIVERSION static void batch_##name(int64_t n, const double *restrict x,      \
                                             double *restrict y) {                     \
    for (int64_t i = 0; i < n; i++) {                                                  \
      y[i] = vm_##name(x[i]);                                                          \
    }                                                                                  \
  }                                                                                    \
  static double scalar_##name(double x) {                                              \
    volatile double argument = x; /* one at a time, whatever the optimiser would do */ \
    return vm_##name(argument);                                                        \
  }

DEFINE_BATCH(exp)
DEFINE_BATCH(exp_moderate)
DEFINE_BATCH(expm1)
DEFINE_BATCH(log)
DEFINE_BATCH(qnorm)

/* ---- arguments: a fixed sequence, independent of the generator under test ------------ */

/* splitmix64 (Steele, Lea and Flood 2014) of a counter. */
static uint64_t hash(uint64_t i) {
  uint64_t z = (i + 1) * UINT64_C(0x9e3779b97f4a7c15);
  z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
  return z ^ (z >> 31);
}

static double unit(uint64_t i) { return (double)(hash(i) >> 11) * 0x1p-53; }

static double between(uint64_t i, double a, double b) { return a + (b - a) * unit(i); }

static double exp_argument(uint64_t i) {
  return i % 3 == 0   ? between(i, -1.0, 1.0)
         : i % 3 == 1 ? between(i, -20.0, 20.0)
                      : between(i, -745.13, 709.78);
}

static double moderate_argument(uint64_t i) {
  return i % 2 == 0 ? between(i, -2.0, 2.0) : between(i, -708.0, 708.0);
}

static double expm1_argument(uint64_t i) {
  return i % 4 == 0   ? between(i, -1e-3, 1e-3)
         : i % 4 == 1 ? between(i, -0.01, 0.01) * unit(i + POINTS)
         : i % 4 == 2 ? between(i, -2.0, 2.0)
                      : between(i, -60.0, 709.78);
}

/* Every bit pattern of a positive double, and often near 1. */
static double log_argument(uint64_t i) {
  return i % 2 == 0 ? between(i, 0.5, 2.0)
                    : vm_from_bits(1 + hash(i) % UINT64_C(0x7fefffffffffffff));
}

static double qnorm_argument(uint64_t i) {
  switch (i % 4) {
    case 0:
      return unit(i) + 0x1p-54;
    case 1:
      return 0.5 + between(i, -0.02, 0.02);
    case 2: /* all orders of magnitude */
      return ldexp(1.0 + unit(i), -1 - (int)(hash(i) % 53) - 1);
    default: /* the grid of random_uniform() at its lower or upper end */
      return i % 8 < 4 ? 0x1p-53 * (double)(2 * (hash(i) % 100000) + 1)
                       : 1.0 - 0x1p-53 * (double)(2 * (hash(i) % 100000) + 1);
  }
}

/* ---- accuracy: against long double where it is longer than double -------------------- */

static double ulps(double actual, long double exact) {
  const double size = fabs((double)exact);
  int exponent;
  long double ulp = 0x1p-1074L;

  if (size >= DBL_MIN) {
    frexp(size, &exponent);
    ulp = ldexpl(1.0L, exponent - 53);
  }
  return (double)(fabsl(actual - exact) / ulp);
}

static double exp_error(double x, double y) { return ulps(y, expl(x)); }
static double expm1_error(double x, double y) { return ulps(y, expm1l(x)); }
static double log_error(double x, double y) { return ulps(y, logl(x)); }

/* Phi(x) - u over phi(x) is how far x is from the quantile; taken where u, 1 - u or
 * u - 1/2 keeps its digits. */
static double qnorm_error(double u, double x) {
  const long double root_half = 0.70710678118654752440084436210485L;
  const long double root_2pi = 2.5066282746310005024157652848110453L;
  const long double s = x * root_half;
  const long double density = expl(-s * s) / root_2pi;
  const long double excess = fabs(u - 0.5) < 0.25 ? 0.5L * erfl(s) - (u - 0.5L)
                             : u < 0.5            ? 0.5L * erfcl(-s) - u
                                                  : (1.0L - u) - 0.5L * erfcl(s);
  return ulps(x, x - excess / density);
}

/* Accuracy, and that the dispatched clone gives the bits of the scalar function. */
static void sweep(const char *name, double (*argument)(uint64_t), batch_function *batch,
                  double (*scalar)(double), double (*error)(double, double),
                  double bound) {
  static double x[BATCH], y[BATCH];
  double worst = 0.0, worst_x = 0.0;
  int64_t differ = 0;

  for (int64_t start = 0; start < POINTS; start += BATCH) {
    for (int i = 0; i < BATCH; i++) {
      x[i] = argument((uint64_t)(start + i));
    }
    batch(BATCH - start / BATCH % 8, x, y); /* with all sorts of remainders */
    for (int i = 0; i < BATCH - start / BATCH % 8; i++) {
      const double e = error(x[i], y[i]);
      differ += vm_bits(y[i]) != vm_bits(scalar(x[i]));
      if (!(e <= worst)) {
        worst = e;
        worst_x = x[i];
      }
    }
  }
  if (getenv("MT_TEST_SHOW") != NULL) {
    printf("%s: worst %.3f ulp at %.17g\n", name, worst, worst_x);
  }
  MT_CHECK_EQ(differ, 0);
  if (LDBL_MANT_DIG > DBL_MANT_DIG) {
    MT_CHECK(worst <= bound);
  }
}

static void test_vmath__exp_is_accurate_and_the_same_in_clones(void) {
  sweep("exp", exp_argument, batch_exp, scalar_exp, exp_error, 1.0);
}

static void test_vmath__exp_moderate_is_accurate_and_the_same_in_clones(void) {
  sweep("exp_moderate", moderate_argument, batch_exp_moderate, scalar_exp_moderate,
        exp_error, 1.0);
}

static void test_vmath__expm1_is_accurate_and_the_same_in_clones(void) {
  sweep("expm1", expm1_argument, batch_expm1, scalar_expm1, expm1_error, 2.25);
}

static void test_vmath__log_is_accurate_and_the_same_in_clones(void) {
  sweep("log", log_argument, batch_log, scalar_log, log_error, 0.9);
}

static void test_vmath__qnorm_is_accurate_and_the_same_in_clones(void) {
  sweep("qnorm", qnorm_argument, batch_qnorm, scalar_qnorm, qnorm_error, 7.0);
}

/* ---- the edges ----------------------------------------------------------------------- */

static void test_vmath__exp_at_the_edges(void) {
  MT_CHECK_EQ(vm_exp(0.0), 1.0);
  MT_CHECK_EQ(vm_exp(-0.0), 1.0);
  MT_CHECK_EQ(vm_exp(INFINITY), INFINITY);
  MT_CHECK_EQ(vm_exp(-INFINITY), 0.0);
  MT_CHECK(isnan(vm_exp(NAN)));
  MT_CHECK_EQ(vm_exp(1e300), INFINITY);
  MT_CHECK_EQ(vm_exp(-1e300), 0.0);
  MT_CHECK_EQ(vm_exp(709.79), INFINITY);
  MT_CHECK(vm_exp(709.78) < INFINITY);
  MT_CHECK_EQ(vm_exp(-746.0), 0.0);
  MT_CHECK_EQ(vm_exp(-745.0), 0x1p-1074);
  MT_CHECK_EQ(vm_exp(0x1p-1074), 1.0);
  MT_CHECK_EQ(vm_exp_moderate(-708.0), vm_exp(-708.0));
  MT_CHECK_EQ(vm_exp_moderate(708.0), vm_exp(708.0));
}

static void test_vmath__expm1_at_the_edges(void) {
  MT_CHECK_EQ(vm_expm1(0.0), 0.0);
  MT_CHECK_EQ(vm_expm1(1e-300), 1e-300);
  MT_CHECK_EQ(vm_expm1(-1e-20), -1e-20);
  MT_CHECK_EQ(vm_expm1(0x1p-1074), 0x1p-1074);
  MT_CHECK_EQ(vm_expm1(-40.0), -1.0);
  MT_CHECK_EQ(vm_expm1(-INFINITY), -1.0);
  MT_CHECK_EQ(vm_expm1(INFINITY), INFINITY);
  MT_CHECK_EQ(vm_expm1(709.79), INFINITY);
  MT_CHECK(isnan(vm_expm1(NAN)));
}

static void test_vmath__log_at_the_edges(void) {
  MT_CHECK_EQ(vm_log(1.0), 0.0);
  MT_CHECK_EQ(vm_log(0.0), -INFINITY);
  MT_CHECK_EQ(vm_log(-0.0), -INFINITY);
  MT_CHECK_EQ(vm_log(INFINITY), INFINITY);
  MT_CHECK(isnan(vm_log(-1.0)));
  MT_CHECK(isnan(vm_log(-0x1p-1074)));
  MT_CHECK(isnan(vm_log(-INFINITY)));
  MT_CHECK(isnan(vm_log(NAN)));
  MT_CHECK_NEAR(vm_log(0x1p-1074), -744.44007192138126, 1e-15);
  MT_CHECK_NEAR(vm_log(DBL_MAX), 709.78271289338397, 1e-15);
}

static void test_vmath__qnorm_at_the_edges(void) {
  MT_CHECK_EQ(vm_qnorm(0.5), 0.0);
  MT_CHECK_EQ(vm_qnorm_centre(0.5), 0.0);
  MT_CHECK(isnan(vm_qnorm(0.0)));
  MT_CHECK(isnan(vm_qnorm(1.0)));
  MT_CHECK(isnan(vm_qnorm(-0.5)));
  MT_CHECK(isnan(vm_qnorm(1.5)));
  MT_CHECK(isnan(vm_qnorm(0x1p-55)));
  MT_CHECK(isnan(vm_qnorm(INFINITY)));
  MT_CHECK(isnan(vm_qnorm(-INFINITY)));
  MT_CHECK(isnan(vm_qnorm(NAN)));
  MT_CHECK_NEAR(vm_qnorm(0x1p-54), -8.2923610758135951, 1e-15);
  MT_CHECK_NEAR(vm_qnorm(0x1p-53), -8.2095361516013869, 1e-15);
  MT_CHECK_NEAR(vm_qnorm(1.0 - 0x1p-53), 8.2095361516013869, 1e-15);
}

/* Where the centre ends: both formulas hold on both sides, and the right one is taken. */
static void test_vmath__qnorm_is_whole_at_its_seam(void) {
  const double least = 77.0 / 1024.0;

  MT_CHECK(vm_qnorm_is_central(least) && !vm_qnorm_is_central(nextafter(least, 0.0)));
  MT_CHECK(vm_qnorm_is_central(1.0 - least) &&
           !vm_qnorm_is_central(nextafter(1.0 - least, 1.0)));
  MT_CHECK(!vm_qnorm_is_central(0.0) && !vm_qnorm_is_central(-0.5));
  MT_CHECK(!vm_qnorm_is_central(NAN) && !vm_qnorm_is_central(INFINITY));
  for (int i = -1000; i <= 1000; i++) {
    const double u = least + i * 0x1p-53;
    MT_CHECK(qnorm_error(u, vm_qnorm_centre(u)) < 7.0 || LDBL_MANT_DIG == DBL_MANT_DIG);
    MT_CHECK(qnorm_error(u, vm_qnorm_tail(u)) < 7.0 || LDBL_MANT_DIG == DBL_MANT_DIG);
    MT_CHECK_EQ(vm_qnorm(1.0 - u), -vm_qnorm(u));
  }
}

static void test_vmath__qnorm_is_antisymmetric_and_grows(void) {
  int64_t asymmetric = 0, falls = 0;

  for (uint64_t i = 0; i < POINTS; i++) { /* the grid of random_uniform() */
    const double u = (double)(2 * (hash(i) >> (12 + i % 52)) + 1) * 0x1p-53;
    asymmetric += vm_qnorm(1.0 - u) != -vm_qnorm(u);
    falls += u < 0.9 && vm_qnorm(u * (1.0 + 1e-12)) < vm_qnorm(u);
  }
  MT_CHECK_EQ(asymmetric, 0);
  MT_CHECK_EQ(falls, 0);
}

MT_TEST_MAIN(test_vmath__exp_is_accurate_and_the_same_in_clones,
             test_vmath__exp_moderate_is_accurate_and_the_same_in_clones,
             test_vmath__expm1_is_accurate_and_the_same_in_clones,
             test_vmath__log_is_accurate_and_the_same_in_clones,
             test_vmath__qnorm_is_accurate_and_the_same_in_clones,
             test_vmath__exp_at_the_edges, test_vmath__expm1_at_the_edges,
             test_vmath__log_at_the_edges, test_vmath__qnorm_at_the_edges,
             test_vmath__qnorm_is_whole_at_its_seam,
             test_vmath__qnorm_is_antisymmetric_and_grows)
