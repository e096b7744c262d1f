/* Calibration: its mathematics against plain formulas, its promises, its errors. */
#include "fit_testing.h"
#include "method/fit/fit.h"

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
      MT_CHECK_EQ(mt_i_fit_series(NULL, &s.log, NULL, 0, NULL, next_day, &series), MT_OK);
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
        MT_CHECK_EQ(mt_i_fit_series(NULL, &s.log, NULL, 0, NULL, odd % 2, &series),
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
  mt_posterior posterior;
  double *points, *draws, quantiles[3 * MT_N_FIT];

  make_log(&s, 7);
  mt_fit_options_init(&options);
  options.initial = MT_INITIAL_FREE;
  points = room_for_points(&options);
  draws = malloc(sizeof(double) * DRAWS * MT_N_FIT);
  posterior = fit_log(&s, &options, &fit, points);
  posterior.log = NULL; /* is not needed for these */
  MT_CHECK_EQ(mt_fit_quantiles(NULL, &posterior, 3, probs, quantiles), MT_OK);
  MT_CHECK_EQ(mt_fit_draws(NULL, &posterior, DRAWS, 5, draws), MT_OK);
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

/* ---- errors ---- */

static void test_fit__errors(void) {
  mt_fit_options options;
  small_log s;
  mt_fit fit;
  double before;

  make_log(&s, 5);
  mt_fit_init(&fit);
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
  make_log(&s, 3);
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

MT_TEST_MAIN(test_point__dense, test_block__one_at_a_time,
             test_fit__same_bits_and_evidence, test_fit__quantiles_and_draws_agree,
             test_fit__prior, test_fit__odd_tests, test_batch__one_bad, test_fit__errors,
             test_fit__rows_of_a_day)
