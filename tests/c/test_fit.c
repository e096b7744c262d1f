/* Calibration: its mathematics against plain formulas, its promises, its errors. */
#include <muscletwin.h>
#include <stdlib.h>

#include "method/fit/fit.h"
#include "num/least_squares.h"
#include "num/normal.h"
#include "num/optimise.h"
#include "test.h"

/* ---- num ---- */

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

static double bowl(const double *x, void *payload) {
  const double *at = payload;
  return 1.0 + (x[0] - at[0]) * (x[0] - at[0]) + 3.0 * (x[1] - at[1]) * (x[1] - at[1]);
}

static void test_optimise__cube(void) {
  double inside[2] = {0.3217, 0.871}, outside[2] = {1.4, 0.25}, x[3];

  MT_CHECK_NEAR(mt_i_minimise_cube(2, 12, bowl, inside, x), 1.0, 1e-12);
  MT_CHECK_NEAR(x[0], 0.3217, 1e-5);
  MT_CHECK_NEAR(x[1], 0.871, 1e-5);
  MT_CHECK_NEAR(mt_i_minimise_cube(2, 12, bowl, outside, x), 1.16, 1e-12);
  MT_CHECK_EQ(x[0], 1.0);
  MT_CHECK_NEAR(x[1], 0.25, 1e-4);
}

static void test_least_squares__bounds(void) {
  static const double x1[6] = {1, 2, 3, 4, 5, 6}, x2[6] = {1, 4, 9, 16, 25, 36};
  static const int both[2] = {1, 1};
  double y[6], work[18], b[3];

  for (int i = 0; i < 6; i++) {
    y[i] = 7.0 + 2.0 * x1[i] + 0.5 * x2[i];
  }
  MT_CHECK(mt_i_bounded_squares(6, y, x1, x2, both, work, b) < 1e-20);
  MT_CHECK_NEAR(b[0], 7.0, 1e-11);
  MT_CHECK_NEAR(b[2], 0.5, 1e-11);
  for (int i = 0; i < 6; i++) {
    y[i] = 7.0 + 2.0 * x1[i] - 0.5 * x2[i];
  }
  MT_CHECK(mt_i_bounded_squares(6, y, x1, x2, both, work, b) > 1.0);
  MT_CHECK(b[1] >= 0.0 && b[2] == 0.0);
}

/* ---- a small log ---- */

enum { DAYS = 60 };
typedef struct small_log {
  double day[DAYS], load[DAYS], performance[DAYS];
  mt_log log;
  mt_prior prior;
} small_log;

static void make_log(small_log *s, int tests) {
  for (int i = 0; i < DAYS; i++) {
    s->day[i] = i + 1.0;
    s->load[i] = i % 7 == 0 || i % 7 == 4 ? 0.0 : 30.0 + 7.0 * (i % 5);
    s->performance[i] = NAN;
  }
  for (int j = 0; j < tests; j++) {
    const int i = 2 + j * (DAYS - 4) / (tests > 1 ? tests - 1 : 1);
    s->performance[i] = 250.0 + 6.0 * sin(0.9 * j) + 0.5 * i;
  }
  mt_log_init(&s->log);
  s->log.n = DAYS;
  s->log.day = s->day;
  s->log.load = s->load;
  s->log.performance = s->performance;
  mt_prior_init(&s->prior);
  MT_CHECK_EQ(mt_prior_scale(NULL, &s->log, &s->prior), MT_OK);
}

/* log density of the tests and theta by a dense normal: level, noise and the linear
 * parameters all in one covariance. */
static double dense(const small_log *s, const mt_prior *prior, const double *x,
                    int next_day, double half_life) {
  const double p = prior->performance, w = prior->load;
  const double tau_h = exp(x[0]), tau_g = tau_h * (1.5 + exp(x[1]));
  const double sigma = p * exp(x[2]), drift = p * exp(x[3]);
  const double time = half_life / log(2.0);
  double v[DAYS][DAYS], l[DAYS][DAYS] = {{0.0}}, r[DAYS], value = 0.0;
  int n = 0, at[DAYS];

  for (int i = 0; i < DAYS; i++) {
    if (!isnan(s->performance[i])) {
      at[n++] = i;
    }
  }
  for (int a = 0; a < n; a++) {
    for (int b = 0; b <= a; b++) {
      double g[2] = {0.0}, h[2] = {0.0};
      const double from = at[b], to = at[a];
      const int both[2] = {at[a], at[b]};
      for (int e = 0; e < 2; e++) {
        for (int i = 0; i <= both[e] - next_day; i++) {
          g[e] += s->load[i] * exp(-(both[e] - i) / tau_g) * p / (w * tau_g);
          h[e] += s->load[i] * exp(-(both[e] - i) / tau_h) * p / (w * tau_h);
        }
      }
      v[a][b] = isinf(half_life)
                    ? drift * drift * from
                    : drift * drift * time / 2.0 *
                          (exp(-(to - from) / time) - exp(-(to + from) / time));
      v[a][b] += a == b ? sigma * sigma + FIT_RESOLUTION * p * p : 0.0;
      v[a][b] += 0.05 * 0.05 * p * p + 0.25 * g[0] * g[1] + 0.25 * h[0] * h[1];
    }
    r[a] = s->performance[at[a]] - p;
  }
  for (int a = 0; a < n; a++) {
    for (int b = 0; b <= a; b++) {
      double sum = v[a][b];
      for (int k = 0; k < b; k++) {
        sum -= l[a][k] * l[b][k];
      }
      l[a][b] = a == b ? sqrt(sum) : sum / l[b][b];
    }
    for (int k = 0; k < a; k++) {
      r[a] -= l[a][k] * r[k];
    }
    r[a] /= l[a][a];
    value -= 0.5 * r[a] * r[a] + log(l[a][a]) + 0.91893853320467274178;
  }
  return value;
}

static void test_point__dense(void) {
  static const double x[5] = {2.1, 0.2, -4.0, -5.2, 0.0};

  for (int next_day = 0; next_day <= 1; next_day++) {
    for (int walk = 0; walk <= 1; walk++) {
      mt_fit_options options;
      fit_problem problem;
      fit_series series;
      fit_linear linear;
      fit_stats stats;
      small_log s;
      double theta[N_THETA];

      make_log(&s, 9);
      s.prior.half_life = walk ? INFINITY : 120.0;
      mt_fit_options_init(&options);
      options.load_effect = next_day;
      MT_CHECK_EQ(
          mt_i_fit_series(NULL, &s.log, 0, NULL, NULL, 0, NULL, next_day, &series),
          MT_OK);
      MT_CHECK_EQ(mt_i_fit_problem(NULL, &series, &s.prior, &options, &problem), MT_OK);
      mt_i_prior_theta(&problem.prior, x, theta);
      mt_i_fit_columns(&problem, theta);
      mt_i_fit_filter(&problem, theta, &stats);
      mt_i_fit_combine(&problem.prior, series.n_tests, x, &stats, &linear);
      MT_CHECK_NEAR(linear.log_target - mt_i_prior_log_density(&problem.prior, x) -
                        linear.log_orthant + problem.prior.log_orthant,
                    dense(&s, &s.prior, x, next_day, s.prior.half_life), 1e-10);
      MT_CHECK_NEAR(problem.prior.log_orthant, log(0.25), 1e-12);
      mt_i_fit_problem_release(NULL, &problem);
      mt_i_fit_series_release(NULL, &series);
    }
  }
}

/* Points side by side against one at a time, for all models, starts and conventions, on
 * regular and on irregular days. */
static void test_block__one_at_a_time(void) {
  for (int model = MT_MODEL_BANISTER; model <= MT_MODEL_LEVEL; model++) {
    for (int initial = MT_INITIAL_ZERO; initial <= MT_INITIAL_FREE; initial++) {
      for (int odd = 0; odd < 4; odd++) {
        double theta[N_THETA][FIT_LANES], one[N_THETA], *room;
        fit_stats block[FIT_LANES], alone;
        mt_fit_options options;
        fit_problem problem;
        fit_series series;
        small_log s;

        make_log(&s, 17);
        for (int i = 0; i < DAYS && odd >= 2; i++) {
          s.day[i] += 0.3 * (i % 3) + (i > 30 ? 9.0 : 0.0);
        }
        mt_fit_options_init(&options);
        options.model = model;
        options.initial = initial;
        options.fitness0 = initial == MT_INITIAL_GIVEN ? 30.0 : 0.0;
        options.fatigue0 = initial == MT_INITIAL_GIVEN ? 12.0 : 0.0;
        MT_CHECK_EQ(
            mt_i_fit_series(NULL, &s.log, 0, NULL, NULL, 0, NULL, odd % 2, &series),
            MT_OK);
        MT_CHECK_EQ(mt_i_fit_problem(NULL, &series, &s.prior, &options, &problem), MT_OK);
        room = malloc((size_t)mt_i_fit_block_room(&series) * sizeof(double));
        for (int l = 0; l < FIT_LANES; l++) {
          theta[THETA_LOG_TAU_H][l] = 1.0 + 0.2 * l;
          theta[THETA_LOG_RATIO][l] = 1.5 - 0.3 * l;
          theta[THETA_LOG_SIGMA][l] = -9.0 + 0.7 * l;
          theta[THETA_LOG_DRIFT][l] = l == 3 ? -INFINITY : -3.0 - 0.5 * l;
          theta[THETA_LOG_TAU_3][l] = 3.0 - 0.2 * l;
        }
        mt_i_fit_block(&problem, theta, room, block);
        for (int l = 0; l < FIT_LANES; l++) {
          for (int k = 0; k < N_THETA; k++) {
            one[k] = theta[k][l];
          }
          mt_i_fit_columns(&problem, one);
          mt_i_fit_filter(&problem, one, &alone);
          MT_CHECK(fabs(block[l].log_det - alone.log_det) < 1e-11);
          MT_CHECK(fabs(block[l].quadratic - alone.quadratic) < 1e-10 * alone.quadratic);
          for (int j = 0; j < problem.prior.n_linear; j++) {
            const double size = sqrt(alone.precision[j][j]);
            MT_CHECK(fabs(block[l].linear[j] - alone.linear[j]) <
                     1e-10 * size * sqrt(alone.quadratic));
            for (int k = 0; k < problem.prior.n_linear; k++) {
              MT_CHECK(fabs(block[l].precision[j][k] - alone.precision[j][k]) <
                       1e-10 * size * sqrt(alone.precision[k][k]));
            }
          }
        }
        /* An absurd noise has no density, in whatever lane. */
        theta[THETA_LOG_SIGMA][5] = 400.0;
        mt_i_fit_block(&problem, theta, room, block);
        MT_CHECK(isnan(block[5].log_det));
        MT_CHECK(isfinite(block[4].log_det) && isfinite(block[6].log_det));
        free(room);
        mt_i_fit_problem_release(NULL, &problem);
        mt_i_fit_series_release(NULL, &series);
      }
    }
  }
}

/* ---- promises ---- */

static void test_fit__same_bits_and_evidence(void) {
  mt_fit_options options;
  mt_fit a, b, fine;
  small_log s;

  make_log(&s, 9);
  mt_fit_options_init(&options);
  for (options.model = 0; options.model <= MT_MODEL_LEVEL; options.model++) {
    options.points = 0;
    mt_fit_init(&a);
    mt_fit_init(&b);
    mt_fit_init(&fine);
    MT_CHECK_EQ(mt_fit_bayes(NULL, &s.log, &s.prior, &options, &a, NULL), MT_OK);
    MT_CHECK_EQ(mt_fit_bayes(NULL, &s.log, &s.prior, &options, &b, NULL), MT_OK);
    MT_CHECK(memcmp(&a, &b, sizeof(a)) == 0);
    options.points = 16384;
    MT_CHECK_EQ(mt_fit_bayes(NULL, &s.log, &s.prior, &options, &fine, NULL), MT_OK);
    MT_CHECK(fabs(a.log_evidence - fine.log_evidence) < 0.03);
    for (int k = 0; k < MT_N_FIT; k++) {
      const double sd = sqrt(fine.covariance[k * (MT_N_FIT + 1)]);
      MT_CHECK(isnan(fine.mean[k]) || fabs(a.mean[k] - fine.mean[k]) < 0.03 * sd);
    }
  }
}

static void test_fit__quantiles_and_draws_agree(void) {
  static const double probs[3] = {0.05, 0.5, 0.95};
  enum { DRAWS = 8000 };
  mt_fit_options options;
  small_log s;
  mt_fit fit;
  int64_t n;
  double *points, *draws, quantiles[3 * MT_N_FIT];

  make_log(&s, 7);
  mt_fit_options_init(&options);
  options.initial = MT_INITIAL_FREE;
  n = mt_fit_points(&options);
  points = malloc(sizeof(double) * (size_t)n * MT_FIT_COLUMNS);
  draws = malloc(sizeof(double) * DRAWS * MT_N_FIT);
  mt_fit_init(&fit);
  MT_CHECK(mt_fit_bayes(NULL, &s.log, &s.prior, &options, &fit, points) >= 0);
  MT_CHECK_EQ(mt_fit_quantiles(NULL, &s.prior, &options, n, points, 3, probs, quantiles),
              MT_OK);
  MT_CHECK_EQ(mt_fit_draws(NULL, &s.prior, &options, n, points, DRAWS, 5, draws), MT_OK);
  for (int k = 0; k < MT_N_FIT; k++) {
    const double sd = sqrt(fit.covariance[k * (MT_N_FIT + 1)]);
    double mean = 0.0, below[3] = {0.0};

    if (k == MT_FIT_TAU_3) {
      MT_CHECK(isnan(fit.mean[k]) && isnan(quantiles[3 * k]));
      continue;
    }
    for (int r = 0; r < DRAWS; r++) {
      mean += draws[r + DRAWS * k] / DRAWS;
      for (int q = 0; q < 3; q++) {
        below[q] += draws[r + DRAWS * k] < quantiles[q + 3 * k] ? 1.0 / DRAWS : 0.0;
      }
    }
    MT_CHECK(fabs(mean - fit.mean[k]) < 0.06 * sd);
    for (int q = 0; q < 3; q++) {
      MT_CHECK(fabs(below[q] - probs[q]) < 0.02);
    }
  }
  free(points);
  free(draws);
}

/* Without tests the posterior is the prior. */
static void test_fit__prior(void) {
  static const double probs[3] = {0.05, 0.5, 0.95};
  double q[3 * MT_N_FIT];
  mt_fit_options options;
  small_log s;

  make_log(&s, 3);
  mt_fit_options_init(&options);
  options.model = MT_MODEL_VDR;
  MT_CHECK_EQ(mt_prior_quantiles(NULL, &s.prior, &options, 3, probs, q), MT_OK);
  MT_CHECK_NEAR(q[3 * MT_FIT_TAU_H + 1], 10.0, 0.01);
  MT_CHECK_NEAR(q[3 * MT_FIT_TAU_H], 10.0 * exp(-0.5 * 1.6448536), 0.02);
  MT_CHECK_NEAR(q[3 * MT_FIT_TAU_3 + 2], 5.0 * exp(0.6 * 1.6448536), 0.02);
  MT_CHECK_NEAR(q[3 * MT_FIT_SIGMA + 1], 0.013 * s.prior.performance, 0.01);
  MT_CHECK_NEAR(q[3 * MT_FIT_DRIFT + 1], 0.004 * s.prior.performance, 0.01);
  MT_CHECK_NEAR(q[3 * MT_FIT_P0 + 1], s.prior.performance, 1e-3);
  MT_CHECK_NEAR(q[3 * MT_FIT_P0 + 2] - q[3 * MT_FIT_P0],
                2.0 * 1.6448536 * 0.05 * s.prior.performance, 0.01);
}

/* Tests that agree to the last digit, or scatter far beyond what the prior expects. */
static void test_fit__odd_tests(void) {
  mt_fit_options options;
  small_log s;
  mt_fit fit;

  mt_fit_options_init(&options);
  for (int kind = 0; kind < 3; kind++) {
    for (options.model = 0; options.model <= MT_MODEL_LEVEL; options.model++) {
      make_log(&s, 5);
      for (int i = 0; i < DAYS; i++) {
        s.performance[i] = kind == 0   ? 250.0
                           : kind == 1 ? 250.0 - i
                                       : 250.0 * exp(2.0 * sin(13.7 * i * i));
      }
      s.prior.performance = 250.0;
      mt_fit_init(&fit);
      MT_CHECK_EQ(mt_fit_bayes(NULL, &s.log, &s.prior, &options, &fit, NULL), MT_OK);
      MT_CHECK(isfinite(fit.log_evidence) && isfinite(fit.mean[MT_FIT_P0]));
      MT_CHECK(fit.effective > 0.1);
    }
  }
}

static void test_batch__one_bad(void) {
  enum { N = 5 };
  static const double probs[2] = {0.1, 0.9};
  mt_log logs[N];
  small_log s[N];
  mt_prior prior;
  mt_status status[2][N];
  mt_fit fits[2][N];
  double scales[2][2 * N], quantiles[2][2 * MT_N_FIT * N];
  mt_fit one;

  mt_prior_init(&prior);
  for (int i = 0; i < N; i++) {
    make_log(&s[i], 4 + i);
    logs[i] = s[i].log;
    mt_fit_init(&fits[0][i]);
    mt_fit_init(&fits[1][i]);
  }
  s[2].load[7] = -1.0;
  for (int t = 0; t < 2; t++) {
    MT_CHECK_EQ(mt_fit_batch(NULL, N, logs, 1, &prior, NULL, 2, probs, t + 1, status[t],
                             fits[t], scales[t], quantiles[t]),
                MT_OK);
  }
  for (int i = 0; i < N; i++) {
    MT_CHECK_EQ(status[0][i], i == 2 ? MT_ERROR_VALUE : MT_OK);
    MT_CHECK_EQ(status[1][i], status[0][i]);
    if (i == 2) {
      continue;
    }
    MT_CHECK(memcmp(&fits[0][i], &fits[1][i], sizeof(fits[0][i])) == 0);
    mt_fit_init(&one);
    MT_CHECK_EQ(mt_fit_bayes(NULL, &logs[i], &s[i].prior, NULL, &one, NULL), MT_OK);
    MT_CHECK(memcmp(&fits[0][i], &one, sizeof(one)) == 0);
    MT_CHECK_EQ(scales[0][2 * i], s[i].prior.performance);
    MT_CHECK(memcmp(quantiles[0] + i * 2 * MT_N_FIT, quantiles[1] + i * 2 * MT_N_FIT,
                    sizeof(double) * 2 * MT_N_FIT) == 0);
  }
}

/* ---- forecast ---- */

static void test_forecast__pairs(void) {
  enum { AHEAD = 14, DRAWS = 3000 };
  static const double probs[3] = {0.1, 0.5, 0.9};
  double day[AHEAD], hard[AHEAD], easy[AHEAD], mean[AHEAD], sd[AHEAD], q[3 * AHEAD];
  double *a = malloc(sizeof(double) * AHEAD * DRAWS);
  double *b = malloc(sizeof(double) * AHEAD * DRAWS);
  double *draws = malloc(sizeof(double) * DRAWS * MT_N_FIT), *points;
  mt_forecast_options forecast;
  mt_fit_options options;
  small_log s;
  mt_fit fit;
  int64_t n;

  make_log(&s, 9);
  for (int i = 0; i < AHEAD; i++) {
    day[i] = DAYS + 1.0 + i;
    hard[i] = 60.0;
    easy[i] = 10.0;
  }
  mt_fit_options_init(&options);
  n = mt_fit_points(&options);
  points = malloc(sizeof(double) * (size_t)n * MT_FIT_COLUMNS);
  mt_fit_init(&fit);
  MT_CHECK(mt_fit_bayes(NULL, &s.log, &s.prior, &options, &fit, points) >= 0);
  mt_forecast_options_init(&forecast);
  forecast.noise = 1;
  MT_CHECK_EQ(mt_forecast(NULL, &s.log, &s.prior, &options, n, points, AHEAD, day, hard,
                          AHEAD, day, &forecast, 3, probs, mean, sd, q),
              MT_OK);
  MT_CHECK_EQ(mt_forecast_draws(NULL, &s.log, &s.prior, &options, n, points, AHEAD, day,
                                hard, AHEAD, day, &forecast, DRAWS, 3, a),
              MT_OK);
  MT_CHECK_EQ(mt_forecast_draws(NULL, &s.log, &s.prior, &options, n, points, AHEAD, day,
                                easy, AHEAD, day, &forecast, DRAWS, 3, b),
              MT_OK);
  MT_CHECK_EQ(mt_fit_draws(NULL, &s.prior, &options, n, points, DRAWS, 3, draws), MT_OK);
  for (int t = 0; t < AHEAD; t++) {
    double sum = 0.0, square = 0.0, below = 0.0;
    for (int r = 0; r < DRAWS; r++) {
      const double x = a[t + AHEAD * r] - mean[t];
      sum += x;
      square += x * x;
      below += a[t + AHEAD * r] < q[t + AHEAD * 2] ? 1.0 : 0.0;
    }
    MT_CHECK(fabs(sum / DRAWS) < 0.08 * sd[t]);
    MT_CHECK_NEAR(sqrt(square / DRAWS), sd[t], 0.06);
    MT_CHECK(fabs(below / DRAWS - 0.9) < 0.025);
    MT_CHECK(q[t] < q[t + AHEAD] && q[t + AHEAD] < q[t + 2 * AHEAD]);
  }
  /* What two plans differ by is the training alone, by the parameters of the draw. */
  for (int r = 0; r < 50; r++) {
    const int t = AHEAD - 1;
    double g = 0.0, h = 0.0;
    for (int i = 0; i <= t; i++) {
      g += 50.0 * exp(-(t - i) / draws[r + DRAWS * MT_FIT_TAU_G]);
      h += 50.0 * exp(-(t - i) / draws[r + DRAWS * MT_FIT_TAU_H]);
    }
    MT_CHECK(fabs(a[t + AHEAD * r] - b[t + AHEAD * r] - draws[r + DRAWS * MT_FIT_K1] * g +
                  draws[r + DRAWS * MT_FIT_K2] * h) < 1e-8 * s.prior.performance);
  }
  free(a);
  free(b);
  free(draws);
  free(points);
}

/* Effects of loads to come against forecasts; their draws against paths; what is refused. */
static void test_forecast__slope(void) {
  enum { AHEAD = 10, DRAWS = 20 };
  static const int64_t models[3] = {MT_MODEL_BANISTER, MT_MODEL_FITNESS_ONLY,
                                    MT_MODEL_VDR};
  double day[AHEAD], load[AHEAD], rest[AHEAD] = {0.0}, at[AHEAD], at_rest[AHEAD];
  double curvature[AHEAD * AHEAD], draws[AHEAD * DRAWS], rest_draws[AHEAD * DRAWS];
  double path[DRAWS], rest_path[DRAWS], mean, rest_mean, *points;
  const double goal = DAYS + 8.0;
  mt_fit_options options;
  small_log s;
  mt_fit fit;
  int64_t n;

  make_log(&s, 9);
  for (int i = 0; i < AHEAD; i++) {
    day[i] = DAYS + 1.0 + i;
    load[i] = i % 3 == 1 ? 0.0 : 20.0 + 7.0 * i;
  }
  points = malloc(sizeof(double) * 2048 * MT_FIT_COLUMNS);
  for (int k = 0; k < 6; k++) {
    double sum = 0.0;

    mt_fit_options_init(&options);
    options.model = models[k / 2];
    options.load_effect = k % 2 == 0 ? MT_LOAD_SAME_DAY : MT_LOAD_NEXT_DAY;
    n = mt_fit_points(&options);
    mt_fit_init(&fit);
    MT_CHECK(mt_fit_bayes(NULL, &s.log, &s.prior, &options, &fit, points) >= 0);
    MT_CHECK_EQ(mt_forecast_slope(NULL, &s.log, &s.prior, &options, n, points, AHEAD, day,
                                  load, goal, at, curvature, DRAWS, 3, draws),
                MT_OK);
    MT_CHECK_EQ(mt_forecast_slope(NULL, &s.log, &s.prior, &options, n, points, AHEAD, day,
                                  rest, goal, at_rest, NULL, DRAWS, 3, rest_draws),
                MT_OK);
    MT_CHECK_EQ(mt_forecast(NULL, &s.log, &s.prior, &options, n, points, AHEAD, day, load,
                            1, &goal, NULL, 0, NULL, &mean, NULL, NULL),
                MT_OK);
    MT_CHECK_EQ(mt_forecast(NULL, &s.log, &s.prior, &options, n, points, AHEAD, day, rest,
                            1, &goal, NULL, 0, NULL, &rest_mean, NULL, NULL),
                MT_OK);
    MT_CHECK_EQ(mt_forecast_draws(NULL, &s.log, &s.prior, &options, n, points, AHEAD, day,
                                  load, 1, &goal, NULL, DRAWS, 3, path),
                MT_OK);
    MT_CHECK_EQ(mt_forecast_draws(NULL, &s.log, &s.prior, &options, n, points, AHEAD, day,
                                  rest, 1, &goal, NULL, DRAWS, 3, rest_path),
                MT_OK);
    for (int i = 0; i < AHEAD; i++) {
      double change = 0.0;

      sum += 0.5 * (at[i] + at_rest[i]) * load[i];
      for (int j = 0; j < AHEAD; j++) {
        change += curvature[i + AHEAD * j] * load[j];
        MT_CHECK_EQ(curvature[i + AHEAD * j], curvature[j + AHEAD * i]);
      }
      MT_CHECK(fabs(at_rest[i] + change - at[i]) < 1e-12 * s.prior.performance);
    }
    MT_CHECK(fabs(sum - (mean - rest_mean)) < 1e-10 * s.prior.performance);
    for (int r = 0; r < DRAWS; r++) {
      double gain = 0.0;

      for (int i = 0; i < AHEAD; i++) {
        gain += 0.5 * (draws[i + AHEAD * r] + rest_draws[i + AHEAD * r]) * load[i];
      }
      MT_CHECK(fabs(gain - (path[r] - rest_path[r])) < 1e-10 * s.prior.performance);
    }
    /* After the goal, and on it if loads are felt from the next day on: nothing. */
    MT_CHECK_EQ(at[8], 0.0);
    MT_CHECK_EQ(at[9], 0.0);
    MT_CHECK(k % 2 == 0 ? at[7] != 0.0 : at[7] == 0.0);
    /* Draws alone are the same draws. */
    MT_CHECK_EQ(mt_forecast_slope(NULL, &s.log, &s.prior, &options, n, points, AHEAD, day,
                                  load, goal, NULL, NULL, DRAWS, 3, rest_draws),
                MT_OK);
    for (int i = 0; i < AHEAD * DRAWS; i++) {
      MT_CHECK_EQ(rest_draws[i], draws[i]);
    }
  }
  MT_CHECK_EQ(mt_forecast_slope(NULL, &s.log, &s.prior, &options, n, points, AHEAD, day,
                                load, DAYS, at, NULL, 0, 0, NULL),
              MT_ERROR_VALUE);
  MT_CHECK_EQ(mt_forecast_slope(NULL, &s.log, &s.prior, &options, n, points, AHEAD, day,
                                load, goal, NULL, curvature, 0, 0, NULL),
              MT_ERROR_NULL);
  MT_CHECK_EQ(mt_forecast_slope(NULL, &s.log, &s.prior, &options, n, points, AHEAD, day,
                                load, goal, at, NULL, 5, 0, NULL),
              MT_ERROR_NULL);
  MT_CHECK_EQ(mt_forecast_slope(NULL, &s.log, &s.prior, &options, n, points, 0, NULL,
                                NULL, goal, at, NULL, 0, 0, NULL),
              MT_ERROR_SIZE);
  free(points);
}

/* Drift fixed at none: what is left is a regression, and the level stays 0. */
static void test_forecast__no_drift(void) {
  static const double at[3] = {5.0, 30.5, 60.0};
  mt_forecast_options forecast;
  mt_fit_options options;
  double mean[3], *points;
  small_log s;
  mt_fit fit;

  make_log(&s, 9);
  s.prior.mean[MT_PRIOR_LOG_DRIFT] = -INFINITY;
  s.prior.covariance[MT_PRIOR_LOG_DRIFT * (MT_N_PRIOR + 1)] = 0.0;
  mt_fit_options_init(&options);
  points = malloc(sizeof(double) * 1024 * MT_FIT_COLUMNS);
  mt_fit_init(&fit);
  MT_CHECK(mt_fit_bayes(NULL, &s.log, &s.prior, &options, &fit, points) >= 0);
  MT_CHECK_EQ(fit.mean[MT_FIT_DRIFT], 0.0);
  mt_forecast_options_init(&forecast);
  forecast.quantity = MT_LEVEL;
  MT_CHECK_EQ(mt_forecast(NULL, &s.log, &s.prior, &options, 1024, points, 0, NULL, NULL,
                          3, at, &forecast, 0, NULL, mean, NULL, NULL),
              MT_OK);
  for (int i = 0; i < 3; i++) {
    MT_CHECK_EQ(mean[i], 0.0);
  }
  free(points);
}

/* ---- least squares on published data; numerics of the table in docs ---- */

static int read_clarke(double *day, double *load, double *performance) {
  FILE *file = fopen("../shared/data/clarke_skiba_2013.csv", "r");
  char line[200];
  int n = 0;

  if (file == NULL) {
    return 0;
  }
  while (fgets(line, sizeof(line), file) != NULL && n < 200) {
    double p = NAN;
    const int got = sscanf(line, "%lf,%lf,%lf", &day[n], &load[n], &p);
    if (got >= 2) {
      performance[n++] = got == 3 ? p : NAN;
    }
  }
  fclose(file);
  return n;
}

static void test_ls__published(void) {
  static const struct {
    int effect;
    double separation, sse, tau_g, tau_h, p0, k1, k2;
    int digits[6];
  } rows[] = {
      {0, 1.5, 19.4880, 33.698, 22.465, 261.265, 0.23934, 0.28625, {4, 3, 3, 3, 5, 5}},
      {0, 2.0, 21.8444, 39.232, 19.616, 262.698, 0.13206, 0.18098, {4, 3, 3, 3, 5, 5}},
      {0, 3.0, 27.5017, 49.331, 16.444, 265.839, 0.07618, 0.12918, {4, 3, 3, 3, 5, 5}},
      {1, 1.5, 28.4227, 29.604, 19.736, 249.999, 0.28644, 0.33922, {4, 3, 3, 3, 5, 5}},
      {1, 2.0, 30.6103, 33.943, 16.971, 251.179, 0.16085, 0.21745, {4, 3, 3, 3, 5, 5}}};
  static double day[200], load[200], performance[200];
  mt_fit_options options;
  mt_ls_options bounds;
  mt_log log;
  mt_ls ls;

  mt_log_init(&log);
  log.n = read_clarke(day, load, performance);
  if (log.n == 0) {
    MT_SKIP();
    return;
  }
  log.day = day;
  log.load = load;
  log.performance = performance;
  mt_fit_options_init(&options);
  mt_ls_options_init(&bounds);
  for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
    const double want[6] = {rows[i].sse, rows[i].tau_g, rows[i].tau_h,
                            rows[i].p0,  rows[i].k1,    rows[i].k2};
    options.load_effect = rows[i].effect;
    bounds.separation = rows[i].separation;
    mt_ls_init(&ls);
    MT_CHECK_EQ(mt_fit_least_squares(NULL, &log, &options, &bounds, &ls, NULL), MT_OK);
    {
      const double got[6] = {ls.sse,
                             ls.estimate[MT_FIT_TAU_G],
                             ls.estimate[MT_FIT_TAU_H],
                             ls.estimate[MT_FIT_P0],
                             ls.estimate[MT_FIT_K1],
                             ls.estimate[MT_FIT_K2]};
      for (int k = 0; k < 6; k++) {
        MT_CHECK(fabs(got[k] - want[k]) <= 0.51 * pow(10.0, -rows[i].digits[k]));
      }
    }
    MT_CHECK_EQ(ls.active, MT_ACTIVE_SEPARATION);
    MT_CHECK_EQ(ls.degenerate, 0);
  }
  options.load_effect = 0;
  bounds.separation = 1.0;
  mt_ls_init(&ls);
  MT_CHECK_EQ(mt_fit_least_squares(NULL, &log, &options, &bounds, &ls, NULL),
              MT_NOT_CONVERGED);
  MT_CHECK_EQ(ls.degenerate, 1);
  MT_CHECK(fabs(ls.sse - 18.299) < 0.0005 &&
           fabs(ls.estimate[MT_FIT_TAU_G] - 27.418) < 0.0005);
  MT_CHECK(fabs(ls.estimate[MT_FIT_P0] - 260.504) < 0.0005);
  MT_CHECK(isinf(ls.estimate[MT_FIT_K1]) && isnan(ls.covariance[0]));
  {
    static const double fixed[][4] = {{42, 7, 101.95, 61.99}, {45, 15, 29.22, 37.35}};
    for (int i = 0; i < 2; i++) {
      for (int effect = 0; effect < 2; effect++) {
        options.load_effect = effect;
        bounds.tau_g_from = bounds.tau_g_to = fixed[i][0];
        bounds.tau_h_from = bounds.tau_h_to = fixed[i][1];
        mt_ls_init(&ls);
        MT_CHECK_EQ(mt_fit_least_squares(NULL, &log, &options, &bounds, &ls, NULL),
                    MT_OK);
        MT_CHECK(fabs(ls.sse - fixed[i][2 + effect]) < 0.0051);
      }
    }
  }
}

/* ---- errors ---- */

static void test_fit__errors(void) {
  mt_fit_options options;
  mt_ls_options bounds;
  small_log s;
  mt_fit fit;
  mt_ls ls;
  double before;

  make_log(&s, 5);
  mt_fit_init(&fit);
  mt_ls_init(&ls);
  mt_fit_options_init(&options);
  MT_CHECK_EQ(mt_fit_bayes(NULL, NULL, &s.prior, NULL, &fit, NULL), MT_ERROR_NULL);
  MT_CHECK_EQ(mt_fit_bayes(NULL, &s.log, NULL, NULL, &fit, NULL), MT_ERROR_NULL);
  MT_CHECK_EQ(mt_fit_bayes(NULL, &s.log, &s.prior, NULL, NULL, NULL), MT_ERROR_NULL);
  fit.struct_size = 3;
  MT_CHECK_EQ(mt_fit_bayes(NULL, &s.log, &s.prior, NULL, &fit, NULL), MT_ERROR_STRUCT);
  mt_fit_init(&fit);
  options.points = 1000;
  MT_CHECK_EQ(mt_fit_bayes(NULL, &s.log, &s.prior, &options, &fit, NULL), MT_ERROR_VALUE);
  mt_fit_options_init(&options);
  options.model = 9;
  MT_CHECK_EQ(mt_fit_bayes(NULL, &s.log, &s.prior, &options, &fit, NULL), MT_ERROR_VALUE);
  before = s.load[3];
  s.load[3] = NAN;
  MT_CHECK_EQ(mt_fit_bayes(NULL, &s.log, &s.prior, NULL, &fit, NULL),
              MT_ERROR_NOT_FINITE);
  s.load[3] = before;
  s.day[9] = 2.0;
  MT_CHECK_EQ(mt_fit_bayes(NULL, &s.log, &s.prior, NULL, &fit, NULL), MT_ERROR_ORDER);
  s.day[9] = 10.0;
  s.prior.covariance[1] = s.prior.covariance[MT_N_PRIOR] = 5.0;
  MT_CHECK_EQ(mt_fit_bayes(NULL, &s.log, &s.prior, NULL, &fit, NULL),
              MT_ERROR_CORRELATION);
  s.prior.covariance[1] = s.prior.covariance[MT_N_PRIOR] = 0.0;
  s.prior.performance = NAN;
  MT_CHECK_EQ(mt_fit_bayes(NULL, &s.log, &s.prior, NULL, &fit, NULL), MT_ERROR_VALUE);
  mt_ls_options_init(&bounds);
  bounds.separation = 0.5;
  MT_CHECK_EQ(mt_fit_least_squares(NULL, &s.log, NULL, &bounds, &ls, NULL),
              MT_ERROR_VALUE);
  make_log(&s, 3);
  MT_CHECK_EQ(mt_fit_least_squares(NULL, &s.log, NULL, NULL, &ls, NULL), MT_ERROR_SIZE);
  for (int i = 0; i < DAYS; i++) {
    s.performance[i] = NAN;
  }
  MT_CHECK_EQ(mt_fit_bayes(NULL, &s.log, &s.prior, NULL, &fit, NULL), MT_ERROR_SIZE);
}

/* Rows of one day: loads add up, both tests count, order within the day does not matter. */
static void test_fit__rows_of_a_day(void) {
  double day[4] = {1, 2, 2, 5}, load[4] = {10, 20, 5, 30},
         performance[4] = {100, 101, 103, 104};
  double day_2[4] = {1, 2, 2, 5}, load_2[4] = {10, 0, 25, 30};
  double performance_2[4] = {100, 101, 103, 104};
  mt_fit a, b;
  mt_log log;
  mt_prior prior;

  mt_log_init(&log);
  log.n = 4;
  log.day = day;
  log.load = load;
  log.performance = performance;
  mt_prior_init(&prior);
  MT_CHECK_EQ(mt_prior_scale(NULL, &log, &prior), MT_OK);
  MT_CHECK_EQ(prior.load, 13.0);
  mt_fit_init(&a);
  mt_fit_init(&b);
  MT_CHECK_EQ(mt_fit_bayes(NULL, &log, &prior, NULL, &a, NULL), MT_OK);
  log.day = day_2;
  log.load = load_2;
  log.performance = performance_2;
  MT_CHECK_EQ(mt_fit_bayes(NULL, &log, &prior, NULL, &b, NULL), MT_OK);
  MT_CHECK_EQ(a.n_tests, 4);
  MT_CHECK_EQ(a.log_evidence, b.log_evidence);
}

MT_TEST_MAIN(test_normal__bivariate, test_normal__quantiles, test_normal__truncated,
             test_optimise__cube, test_least_squares__bounds, test_point__dense,
             test_block__one_at_a_time, test_fit__same_bits_and_evidence,
             test_fit__quantiles_and_draws_agree, test_fit__prior, test_fit__odd_tests,
             test_batch__one_bad, test_forecast__pairs, test_forecast__slope,
             test_forecast__no_drift, test_ls__published, test_fit__errors,
             test_fit__rows_of_a_day)
