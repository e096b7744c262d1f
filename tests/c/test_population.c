#include "cohort_testing.h"

enum { N = MT_N_PARAMETERS, MANY = 200000 };

/* ---- draws as they are defined ---- */

static void test_population__draw_is_its_definition(void) {
  const mt_population population = wide_population();
  mt_cohort cohort = cohort_of(131, &population);
  double *twins = doubles(131 * N);

  cohort.seed = UINT64_C(0x123456789abcdef0);
  cohort.first = INT64_C(5000000000);
  MT_CHECK_EQ(mt_cohort_draw(NULL, &cohort, twins), MT_OK);
  for (int64_t i = 0; i < 131; i++) {
    for (int j = 0; j < N; j++) {
      const double z = random_normal(cohort.seed, (uint64_t)(cohort.first + i), DRAW_TWIN,
                                     (uint32_t)j);
      const double x = population.kind[j] == MT_NORMAL
                           ? population.location[j] + population.spread[j] * z
                           : population.location[j] * vm_exp(population.spread[j] * z);
      MT_CHECK_EQ(twins[i + 131 * j], x);
    }
  }
  free(twins);
}

static void test_population__trainee_alone(void) {
  const int64_t who[] = {0,
                         1,
                         63,
                         64,
                         65,
                         999,
                         INT64_C(1) << 20,
                         INT64_C(1) << 31,
                         (INT64_C(1) << 32) + 7,
                         (INT64_C(1) << 40) + 12345,
                         INT64_MAX - 200};
  double block[100 * N], alone[N];
  mt_cohort cohort = cohort_of(100, NULL);

  for (size_t w = 0; w < sizeof(who) / sizeof(who[0]); w++) {
    cohort.n = 100;
    cohort.first = who[w];
    MT_CHECK_EQ(mt_cohort_draw(NULL, &cohort, block), MT_OK);
    for (int64_t i = 0; i < 100; i += 33) {
      cohort.n = 1;
      cohort.first = who[w] + i;
      MT_CHECK_EQ(mt_cohort_draw(NULL, &cohort, alone), MT_OK);
      for (int j = 0; j < N; j++) {
        MT_CHECK_EQ(alone[j], block[i + 100 * j]);
      }
    }
  }
}

static void identity(double *correlation) {
  for (int i = 0; i < N * N; i++) {
    correlation[i] = i % (N + 1) == 0 ? 1.0 : 0.0;
  }
}

static void correlate(double *correlation, int i, int j, double r) {
  correlation[i + N * j] = correlation[j + N * i] = r;
}

static void test_population__fixing_one_leaves_the_others(void) {
  enum { HERE = 200 };
  double correlation[N * N];
  double all[HERE * N], some[HERE * N];
  mt_population population = wide_population();
  mt_cohort cohort = cohort_of(HERE, &population);

  identity(correlation);
  correlate(correlation, MT_K_S, MT_K1, 0.4);
  correlate(correlation, MT_K1, MT_TAU_G, -0.3);
  correlate(correlation, MT_M0, MT_TAU_H, 0.5);
  for (int with = 0; with < 2; with++) {
    population.correlation = with ? correlation : NULL;
    MT_CHECK_EQ(mt_cohort_draw(NULL, &cohort, all), MT_OK);
    for (int fixed = 0; fixed < N; fixed++) {
      const int64_t kind = population.kind[fixed];

      population.kind[fixed] = MT_FIXED;
      MT_CHECK_EQ(mt_cohort_draw(NULL, &cohort, some), MT_OK);
      population.kind[fixed] = kind;
      for (int j = 0; j < N; j++) {
        if (j != fixed) {
          MT_CHECK(same_bits(some + HERE * j, all + HERE * j, HERE));
        } else {
          MT_CHECK_EQ(some[HERE * j + 7], population.location[j]);
        }
      }
    }
  }
}

static void test_population__identity_is_no_correlation(void) {
  double correlation[N * N], a[50 * N], b[50 * N];
  mt_population population = wide_population();
  mt_cohort cohort = cohort_of(50, &population);

  MT_CHECK_EQ(mt_cohort_draw(NULL, &cohort, a), MT_OK);
  identity(correlation);
  population.correlation = correlation;
  MT_CHECK_EQ(mt_cohort_draw(NULL, &cohort, b), MT_OK);
  MT_CHECK(same_bits(a, b, 50 * N));
}

/* ---- statistics, with a fixed seed ---- */

/* Takes a column back to its normals. */
static void normals_of(const mt_population *population, int j, double *x) {
  for (int64_t i = 0; i < MANY; i++) {
    x[i] = population->kind[j] == MT_NORMAL
               ? (x[i] - population->location[j]) / population->spread[j]
               : log(x[i] / population->location[j]) / population->spread[j];
  }
}

static int ascending(const void *a, const void *b) {
  const double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* Kolmogorov and Smirnov's distance to the standard normal. */
static double distance(double *x) {
  double worst = 0.0;

  qsort(x, MANY, sizeof(double), ascending);
  for (int64_t i = 0; i < MANY; i++) {
    const double u = 0.5 * erfc(-x[i] * 0.70710678118654752);
    worst = fmax(worst, fmax(u - (double)i / MANY, (double)(i + 1) / MANY - u));
  }
  return worst;
}

static double correlation_of(const double *x, const double *y) {
  double xy = 0.0, xx = 0.0, yy = 0.0;

  for (int64_t i = 0; i < MANY; i++) {
    xy += x[i] * y[i];
    xx += x[i] * x[i];
    yy += y[i] * y[i];
  }
  return xy / sqrt(xx * yy);
}

static void test_population__moments_and_shape(void) {
  const mt_population population = wide_population();
  const mt_cohort cohort = cohort_of(MANY, &population);
  double *twins = doubles((int64_t)MANY * N);

  MT_CHECK_EQ(mt_cohort_draw(NULL, &cohort, twins), MT_OK);
  for (int j = 0; j < N; j++) {
    double *x = twins + (int64_t)MANY * j;
    double m1 = 0.0, m2 = 0.0, m3 = 0.0, m4 = 0.0;

    normals_of(&population, j, x);
    for (int64_t i = 0; i < MANY; i++) {
      m1 += x[i];
      m2 += x[i] * x[i];
      m3 += x[i] * x[i] * x[i];
      m4 += x[i] * x[i] * x[i] * x[i];
    }
    /* four standard errors of each moment of 200,000 normals */
    MT_CHECK(fabs(m1 / MANY) < 4.0 * sqrt(1.0 / MANY));
    MT_CHECK(fabs(m2 / MANY - 1.0) < 4.0 * sqrt(2.0 / MANY));
    MT_CHECK(fabs(m3 / MANY) < 4.0 * sqrt(15.0 / MANY));
    MT_CHECK(fabs(m4 / MANY - 3.0) < 4.0 * sqrt(96.0 / MANY));
    for (int k = 0; k < j; k++) { /* j's neighbours are normals by now */
      MT_CHECK(fabs(correlation_of(x, twins + (int64_t)MANY * k)) < 4.5 / sqrt(MANY));
    }
  }
  for (int j = 0; j < N; j++) {
    /* 1.95 / sqrt(n): the 99.9th percentile of the distance */
    MT_CHECK(distance(twins + (int64_t)MANY * j) < 1.95 / sqrt(MANY));
  }
  free(twins);
}

static void test_population__correlation_is_met(void) {
  double correlation[N * N];
  double *twins = doubles((int64_t)MANY * N);
  mt_population population = wide_population();
  const mt_cohort cohort = cohort_of(MANY, &population);

  identity(correlation);
  correlate(correlation, MT_K_S, MT_K_D, 0.95);
  correlate(correlation, MT_K1, MT_K2, 0.6);
  correlate(correlation, MT_K1, MT_TAU_H, -0.4);
  correlate(correlation, MT_K2, MT_TAU_H, 0.2);
  correlate(correlation, MT_P0, MT_TAU_G, -1.0); /* semi-definite: the same normal */
  population.correlation = correlation;
  for (int r = 0; r < 2; r++) {
    MT_CHECK_EQ(
        r ? mt_cohort_draw_r(NULL, &cohort, twins) : mt_cohort_draw(NULL, &cohort, twins),
        MT_OK);
    for (int j = 0; j < N; j++) {
      normals_of(&population, j, twins + (int64_t)MANY * j);
    }
    for (int j = 0; j < N; j++) {
      for (int k = 0; k < j; k++) {
        const double rho = correlation[j + N * k];
        const double found =
            correlation_of(twins + (int64_t)MANY * j, twins + (int64_t)MANY * k);
        MT_CHECK(fabs(found - rho) < 4.5 * (1.0 - rho * rho) / sqrt(MANY) + 1e-12);
      }
    }
  }
  free(twins);
}

/* ---- R's generator ---- */

static void test_population__r_draws_in_the_examples_order(void) {
  mt_population population = {0};
  mt_cohort cohort = cohort_of(400, &population);
  double twins[400 * N], other[400 * N];

  mt_population_init(&population);
  MT_CHECK_EQ(mt_cohort_draw_r(NULL, &cohort, twins), MT_OK);
  /* R 4.2.2: set.seed(99); exp(rnorm(400, log(45), 0.25)) */
  MT_CHECK_NEAR(twins[400 * MT_TAU_G], 47.4726195975774, 1e-14);
  MT_CHECK_NEAR(twins[400 * MT_TAU_G + 1], 50.7330221691783, 1e-14);
  MT_CHECK_EQ(twins[400 * MT_M0 + 399], 35.0);
  /* tau_g comes first, so it stays when others become fixed; a spread of 0 takes no draw */
  population.kind[MT_TAU_H] = MT_FIXED;
  MT_CHECK_EQ(mt_cohort_draw_r(NULL, &cohort, other), MT_OK);
  MT_CHECK(same_bits(twins + 400 * MT_TAU_G, other + 400 * MT_TAU_G, 400));
  population.kind[MT_TAU_H] = MT_LOGNORMAL;
  population.spread[MT_TAU_H] = 0.0;
  MT_CHECK_EQ(mt_cohort_draw_r(NULL, &cohort, twins), MT_OK);
  MT_CHECK(same_bits(twins + 400 * MT_K2, other + 400 * MT_K2, 400));

  cohort.first = 1;
  MT_CHECK_EQ(mt_cohort_draw_r(NULL, &cohort, twins), MT_ERROR_VALUE);
  cohort.first = 0;
  cohort.seed = UINT64_C(1) << 32;
  MT_CHECK_EQ(mt_cohort_draw_r(NULL, &cohort, twins), MT_ERROR_VALUE);
}

/* ---- errors ---- */

static mt_ctx *ctx_of(void) {
  mt_ctx *ctx = NULL;
  mt_ctx_create(NULL, &ctx);
  return ctx;
}

static void expect(mt_ctx *ctx, const mt_population *population, mt_status status,
                   const char *word, const char *other) {
  const mt_cohort cohort = cohort_of(300, population);
  static double twins[300 * N];

  MT_CHECK_EQ(mt_cohort_draw(ctx, &cohort, twins), status);
  if (!MT_CHECK(strstr(mt_ctx_message(ctx), word) != NULL) ||
      !MT_CHECK(strstr(mt_ctx_message(ctx), other) != NULL)) {
    printf("  message: %s\n", mt_ctx_message(ctx));
  }
}

static void test_population__not_a_correlation(void) {
  double correlation[N * N];
  mt_population population = {0};
  mt_ctx *ctx = ctx_of();

  mt_population_init(&population);
  population.correlation = correlation;
  identity(correlation);
  correlation[MT_K1 + N * MT_TAU_G] = 0.3;
  expect(ctx, &population, MT_ERROR_CORRELATION, "[k1, tau_g]", "symmetric");
  identity(correlation);
  correlation[MT_P0 * (N + 1)] = 0.99;
  expect(ctx, &population, MT_ERROR_CORRELATION, "[p0, p0]", "diagonal");
  identity(correlation);
  correlate(correlation, MT_K2, MT_TAU_H, -1.5);
  expect(ctx, &population, MT_ERROR_CORRELATION, "[k2, tau_h]", "within -1 and 1");
  identity(correlation);
  correlate(correlation, MT_K2, MT_TAU_H, NAN);
  expect(ctx, &population, MT_ERROR_CORRELATION, "tau_h", "not a finite number");
  identity(correlation);
  correlate(correlation, MT_K1, MT_K2, 0.9);
  correlate(correlation, MT_K1, MT_TAU_G, 0.9);
  correlate(correlation, MT_K2, MT_TAU_G, -0.9);
  expect(ctx, &population, MT_ERROR_CORRELATION, "tau_g", "not positive definite");
  mt_ctx_destroy(ctx);
}

static void test_population__bad_distributions(void) {
  mt_population population = {0};
  mt_ctx *ctx = ctx_of();

  mt_population_init(&population);
  population.kind[MT_K1] = 3;
  expect(ctx, &population, MT_ERROR_VALUE, "k1", "MT_LOGNORMAL");
  mt_population_init(&population);
  population.location[MT_TAU_H] = 0.0;
  expect(ctx, &population, MT_ERROR_VALUE, "tau_h", "log-normal");
  mt_population_init(&population);
  population.location[MT_M0] = -1.0;
  expect(ctx, &population, MT_ERROR_VALUE, "m0", "more than 0");
  mt_population_init(&population);
  population.spread[MT_K2] = -0.1;
  expect(ctx, &population, MT_ERROR_VALUE, "spread of k2", "0 or more");
  mt_population_init(&population);
  population.spread[MT_K2] = INFINITY;
  expect(ctx, &population, MT_ERROR_NOT_FINITE, "spread of k2", "finite");
  mt_population_init(&population);
  population.struct_size = 3;
  expect(ctx, &population, MT_ERROR_STRUCT, "population", "struct_size");
  mt_ctx_destroy(ctx);
}

static void test_population__draw_out_of_range(void) {
  double twins[300 * N];
  mt_population population = {0};
  mt_cohort cohort = cohort_of(300, &population);
  mt_ctx *ctx = ctx_of();
  char trainee[40];
  int64_t first = 0;

  mt_population_init(&population);
  population.kind[MT_K_D] = MT_NORMAL;
  population.location[MT_K_D] = 0.0008;
  population.spread[MT_K_D] = 0.0003;
  /* found one by one: the first that is negative */
  cohort.n = 1;
  while (first < 5000) {
    cohort.first = first;
    if (mt_cohort_draw(ctx, &cohort, twins) != MT_OK) {
      break;
    }
    first++;
  }
  MT_CHECK(first > 0 && first < 5000);
  snprintf(trainee, sizeof(trainee), "trainee %lld ", (long long)first + 1);
  MT_CHECK(strstr(mt_ctx_message(ctx), "k_d of") != NULL);
  MT_CHECK(strstr(mt_ctx_message(ctx), trainee) != NULL);
  /* and the same one in a cohort that has it */
  cohort.first = first > 200 ? first - 200 : 0;
  cohort.n = 300;
  MT_CHECK_EQ(mt_cohort_draw(ctx, &cohort, twins), MT_ERROR_VALUE);
  MT_CHECK(strstr(mt_ctx_message(ctx), trainee) != NULL);
  mt_ctx_destroy(ctx);
}

static void test_population__old_struct(void) {
  mt_population population = {0};
  mt_cohort cohort = cohort_of(20, &population);
  double whole[20 * N], old[20 * N];

  mt_population_init(&population);
  MT_CHECK_EQ(mt_cohort_draw(NULL, &cohort, whole), MT_OK);
  /* a version without correlation: what lies behind is not read */
  population.struct_size = offsetof(mt_population, correlation);
  memset(&population.correlation, 0x5a, sizeof(population.correlation));
  MT_CHECK_EQ(mt_cohort_draw(NULL, &cohort, old), MT_OK);
  MT_CHECK(same_bits(whole, old, 20 * N));
  population.struct_size = sizeof(population) + 8;
  MT_CHECK_EQ(mt_cohort_draw(NULL, &cohort, old), MT_ERROR_STRUCT);
}

MT_TEST_MAIN(test_population__draw_is_its_definition, test_population__trainee_alone,
             test_population__fixing_one_leaves_the_others,
             test_population__identity_is_no_correlation,
             test_population__moments_and_shape, test_population__correlation_is_met,
             test_population__r_draws_in_the_examples_order,
             test_population__not_a_correlation, test_population__bad_distributions,
             test_population__draw_out_of_range, test_population__old_struct)
