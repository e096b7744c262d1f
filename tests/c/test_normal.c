/* Normal laws of one and two dimensions, t with 5 degrees of freedom, cut at 0. */
#include "num/normal.h"
#include "test.h"

static void test_normal__bivariate(void) {
  static const double correlations[] = {-0.999, -0.95, -0.9, -0.5, -0.2, 0.0,
                                        0.3,    0.7,   0.92, 0.93, 0.99};
  const double pi = 3.14159265358979323846;

  for (size_t i = 0; i < sizeof(correlations) / sizeof(correlations[0]); i++) {
    const double r = correlations[i];
    /* Sheppard 1899 at the centre; the four quadrants at (h, k) fill the plane. */
    MT_CHECK_NEAR(mt_i_bivariate_upper(0.0, 0.0, r), 0.25 + asin(r) / (2.0 * pi), 1e-13);
    for (double h = -2.0; h <= 2.0; h += 0.8) {
      const double k = 0.7 - 0.4 * h;
      const double sum = mt_i_bivariate_upper(h, k, r) + mt_i_bivariate_upper(-h, k, -r) +
                         mt_i_bivariate_upper(h, -k, -r) +
                         mt_i_bivariate_upper(-h, -k, r);
      MT_CHECK_NEAR(sum, 1.0, 1e-12);
    }
    /* The slow integral meets the fast one where it takes over. */
    for (double h = 1.0; h < 5.5; h += 0.5) {
      const double fast = mt_i_bivariate_upper(h, h - 0.5, r);
      if (fast > 1e-10) {
        MT_CHECK_NEAR(mt_i_bivariate_log_upper(h, h - 0.5, r), log(fast), 1e-5);
      }
    }
  }
  MT_CHECK_NEAR(mt_i_bivariate_log_upper(8.0, 9.0, 0.0),
                mt_i_normal_log_cdf(-8.0) + mt_i_normal_log_cdf(-9.0), 1e-9);
  MT_CHECK_NEAR(mt_i_bivariate_log_upper(30.0, 20.0, 0.0),
                mt_i_normal_log_cdf(-30.0) + mt_i_normal_log_cdf(-20.0), 1e-8);
  MT_CHECK_NEAR(mt_i_normal_log_cdf(-40.0), -804.608442, 1e-8);
}

static void test_normal__quantiles(void) {
  /* R 4.2.2: qt(p, 5) */
  MT_CHECK_NEAR(mt_i_t5_quantile(0.975), 2.5705818356363141, 1e-12);
  MT_CHECK_NEAR(mt_i_t5_quantile(0.6), 0.26718086570049, 1e-10);
  MT_CHECK_NEAR(mt_i_t5_quantile(0.0005), -6.8688266258811, 1e-11);
  MT_CHECK_EQ(mt_i_t5_quantile(0.5), 0.0);
  MT_CHECK_NEAR(exp(mt_i_t5_log_density(0.0)), 0.37960668982249, 1e-12);
  for (double h = -12.0; h < 30.0; h += 3.0) {
    const double x = mt_i_normal_above(h, 0.3);
    MT_CHECK_NEAR(mt_i_normal_log_cdf(-x), log(0.7) + mt_i_normal_log_cdf(-h), 1e-9);
  }
}

/* R 4.2.2: qnorm(p), also where p is too small to be told from 0 beside 1. */
static void test_normal__quantile_tails(void) {
  MT_CHECK_NEAR(mt_i_normal_quantile(0.975), 1.9599639845400545, 1e-14);
  MT_CHECK_NEAR(mt_i_normal_quantile(1e-17), -8.4937932241096004, 1e-13);
  MT_CHECK_NEAR(mt_i_normal_quantile(1e-20), -9.2623400897984052, 1e-13);
  MT_CHECK_NEAR(mt_i_normal_quantile(1e-100), -21.2734535609653186, 1e-13);
  MT_CHECK_NEAR(mt_i_normal_quantile(1e-300), -37.0470962993612005, 1e-12);
  MT_CHECK_EQ(mt_i_normal_quantile(0.0), -INFINITY);
  MT_CHECK_EQ(mt_i_normal_quantile(1.0), INFINITY);
}

/* Moments of the truncated law against averages of its draws over a grid of uniforms. */
static void test_normal__truncated(void) {
  static const double means[][2] = {{1.0, 2.0}, {-0.5, 0.3}, {-2.0, -1.0}, {0.0, 0.0}};
  static const double correlations[] = {-0.9, 0.0, 0.6, 0.98};

  for (int i = 0; i < 4; i++) {
    for (int j = 0; j < 4; j++) {
      const double c[3] = {1.0, correlations[j] * 0.5, 0.25};
      const double log_p =
          mt_i_bivariate_log_upper(-means[i][0], -means[i][1] / 0.5, correlations[j]);
      double mean[2], covariance[3], sum[2] = {0.0}, square[3] = {0.0};
      enum { N = 200 };

      mt_i_truncated_moments(means[i], c, log_p, mean, covariance);
      for (int a = 0; a < N; a++) {
        for (int b = 0; b < N; b++) {
          double x[2];
          mt_i_truncated_draw(means[i], c, log_p, (a + 0.5) / N, (b + 0.5) / N, x);
          MT_CHECK(x[0] >= 0.0 && x[1] >= 0.0);
          sum[0] += x[0] / (N * N);
          sum[1] += x[1] / (N * N);
          square[0] += x[0] * x[0] / (N * N);
          square[1] += x[0] * x[1] / (N * N);
          square[2] += x[1] * x[1] / (N * N);
        }
      }
      MT_CHECK_NEAR(sum[0], mean[0], 3e-3);
      MT_CHECK_NEAR(sum[1], mean[1], 3e-3);
      MT_CHECK_NEAR(square[0], covariance[0] + mean[0] * mean[0], 2e-2);
      MT_CHECK_NEAR(square[1], covariance[1] + mean[0] * mean[1], 2e-2);
      MT_CHECK_NEAR(square[2], covariance[2] + mean[1] * mean[1], 2e-2);
    }
  }
}

MT_TEST_MAIN(test_normal__bivariate, test_normal__quantiles, test_normal__quantile_tails,
             test_normal__truncated)
