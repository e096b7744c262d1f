/* Forecasts: paths in pairs, slopes by loads to come, and what is refused. */
#include "fit_testing.h"

static void test_forecast__pairs(void) {
  enum { AHEAD = 14, DRAWS = 3000 };
  static const double probs[3] = {0.1, 0.5, 0.9};
  double day[AHEAD], hard[AHEAD], easy[AHEAD], mean[AHEAD], sd[AHEAD], q[3 * AHEAD];
  double *a = malloc(sizeof(double) * AHEAD * DRAWS);
  double *b = malloc(sizeof(double) * AHEAD * DRAWS);
  double *draws = malloc(sizeof(double) * DRAWS * MT_N_FIT), *points;
  mt_forecast_options wanted;
  mt_forecast_result result;
  mt_posterior posterior;
  mt_fit_options options;
  mt_loads to_come[2];
  small_log s;
  mt_fit fit;

  make_log(&s, 9);
  for (int i = 0; i < AHEAD; i++) {
    day[i] = DAYS + 1.0 + i;
    hard[i] = 60.0;
    easy[i] = 10.0;
  }
  to_come[0] = loads_of(AHEAD, day, hard);
  to_come[1] = loads_of(AHEAD, day, easy);
  mt_fit_options_init(&options);
  points = room_for_points(&options);
  posterior = fit_log(&s, &options, &fit, points);
  mt_forecast_options_init(&wanted);
  wanted.noise = 1;
  wanted.n_probs = 3;
  wanted.probs = probs;
  mt_forecast_result_init(&result);
  result.mean = mean;
  result.sd = sd;
  result.quantiles = q;
  MT_CHECK_EQ(mt_forecast(NULL, &posterior, &to_come[0], AHEAD, day, &wanted, &result),
              MT_OK);
  MT_CHECK_EQ(
      mt_forecast_draws(NULL, &posterior, &to_come[0], AHEAD, day, &wanted, DRAWS, 3, a),
      MT_OK);
  MT_CHECK_EQ(
      mt_forecast_draws(NULL, &posterior, &to_come[1], AHEAD, day, &wanted, DRAWS, 3, b),
      MT_OK);
  MT_CHECK_EQ(mt_fit_draws(NULL, &posterior, DRAWS, 3, draws), MT_OK);
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
  double path[DRAWS], rest_path[DRAWS], mean[2], *points;
  const double goal = DAYS + 8.0;
  mt_forecast_result result;
  mt_posterior posterior;
  mt_fit_options options;
  mt_loads train, idle;
  small_log s;
  mt_fit fit;

  make_log(&s, 9);
  for (int i = 0; i < AHEAD; i++) {
    day[i] = DAYS + 1.0 + i;
    load[i] = i % 3 == 1 ? 0.0 : 20.0 + 7.0 * i;
  }
  train = loads_of(AHEAD, day, load);
  idle = loads_of(AHEAD, day, rest);
  mt_forecast_result_init(&result);
  points = malloc(sizeof(double) * 2048 * MT_FIT_COLUMNS);
  for (int k = 0; k < 6; k++) {
    double sum = 0.0;

    mt_fit_options_init(&options);
    options.model = models[k / 2];
    options.load_effect = k % 2 == 0 ? MT_LOAD_SAME_DAY : MT_LOAD_NEXT_DAY;
    posterior = fit_log(&s, &options, &fit, points);
    MT_CHECK_EQ(
        mt_forecast_slope(NULL, &posterior, &train, goal, DRAWS, 3, at, curvature, draws),
        MT_OK);
    MT_CHECK_EQ(mt_forecast_slope(NULL, &posterior, &idle, goal, DRAWS, 3, at_rest, NULL,
                                  rest_draws),
                MT_OK);
    result.mean = &mean[0];
    MT_CHECK_EQ(mt_forecast(NULL, &posterior, &train, 1, &goal, NULL, &result), MT_OK);
    result.mean = &mean[1];
    MT_CHECK_EQ(mt_forecast(NULL, &posterior, &idle, 1, &goal, NULL, &result), MT_OK);
    MT_CHECK_EQ(
        mt_forecast_draws(NULL, &posterior, &train, 1, &goal, NULL, DRAWS, 3, path),
        MT_OK);
    MT_CHECK_EQ(
        mt_forecast_draws(NULL, &posterior, &idle, 1, &goal, NULL, DRAWS, 3, rest_path),
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
    MT_CHECK(fabs(sum - (mean[0] - mean[1])) < 1e-10 * s.prior.performance);
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
    MT_CHECK_EQ(mt_forecast_slope(NULL, &posterior, &train, goal, DRAWS, 3, NULL, NULL,
                                  rest_draws),
                MT_OK);
    for (int i = 0; i < AHEAD * DRAWS; i++) {
      MT_CHECK_EQ(rest_draws[i], draws[i]);
    }
  }
  MT_CHECK_EQ(mt_forecast_slope(NULL, &posterior, &train, DAYS, 0, 0, at, NULL, NULL),
              MT_ERROR_VALUE);
  MT_CHECK_EQ(
      mt_forecast_slope(NULL, &posterior, &train, goal, 0, 0, NULL, curvature, NULL),
      MT_ERROR_NULL);
  MT_CHECK_EQ(mt_forecast_slope(NULL, &posterior, &train, goal, 5, 0, at, NULL, NULL),
              MT_ERROR_NULL);
  MT_CHECK_EQ(mt_forecast_slope(NULL, &posterior, NULL, goal, 0, 0, at, NULL, NULL),
              MT_ERROR_SIZE);
  free(points);
}

/* Drift fixed at none: what is left is a regression, and the level stays 0. */
static void test_forecast__no_drift(void) {
  static const double at[3] = {5.0, 30.5, 60.0};
  mt_forecast_options wanted;
  mt_forecast_result result;
  mt_posterior posterior;
  mt_fit_options options;
  double mean[3], *points;
  small_log s;
  mt_fit fit;

  make_log(&s, 9);
  s.prior.mean[MT_PRIOR_LOG_DRIFT] = -INFINITY;
  s.prior.covariance[MT_PRIOR_LOG_DRIFT * (MT_N_PRIOR + 1)] = 0.0;
  mt_fit_options_init(&options);
  points = room_for_points(&options);
  posterior = fit_log(&s, &options, &fit, points);
  MT_CHECK_EQ(fit.mean[MT_FIT_DRIFT], 0.0);
  mt_forecast_options_init(&wanted);
  wanted.quantity = MT_LEVEL;
  mt_forecast_result_init(&result);
  result.mean = mean;
  MT_CHECK_EQ(mt_forecast(NULL, &posterior, NULL, 3, at, &wanted, &result), MT_OK);
  for (int i = 0; i < 3; i++) {
    MT_CHECK_EQ(mean[i], 0.0);
  }
  free(points);
}

/* Each argument that is wrong, alone. */
static void test_forecast__errors(void) {
  const double day[2] = {DAYS + 1.0, DAYS + 2.0}, load[2] = {10.0, 20.0};
  const double early[2] = {DAYS, DAYS + 1.0}, probs[2] = {0.5, 1.0};
  double mean[2], q[4], *points;
  mt_forecast_options wanted;
  mt_forecast_result result;
  mt_posterior posterior, from;
  mt_fit_options options;
  mt_loads ahead;
  small_log s;
  mt_fit fit;

  make_log(&s, 9);
  mt_fit_options_init(&options);
  points = room_for_points(&options);
  from = posterior = fit_log(&s, &options, &fit, points);
  mt_forecast_options_init(&wanted);
  mt_forecast_result_init(&result);
  result.mean = mean;
#define FORECAST() mt_forecast(NULL, &from, &ahead, 2, day, &wanted, &result)
  ahead = loads_of(2, day, load);
  MT_CHECK_EQ(FORECAST(), MT_OK);
  MT_CHECK_EQ(mt_forecast(NULL, NULL, &ahead, 2, day, &wanted, &result), MT_ERROR_NULL);
  MT_CHECK_EQ(mt_forecast(NULL, &from, &ahead, 2, day, &wanted, NULL), MT_ERROR_NULL);
  MT_CHECK_EQ(mt_forecast(NULL, &from, &ahead, 0, day, &wanted, &result), MT_ERROR_SIZE);
  from.log = NULL;
  MT_CHECK_EQ(FORECAST(), MT_ERROR_NULL);
  from = posterior;
  from.n_points = 1000;
  MT_CHECK_EQ(FORECAST(), MT_ERROR_SIZE);
  from = posterior;
  from.points = NULL;
  MT_CHECK_EQ(FORECAST(), MT_ERROR_NULL);
  from = posterior;
  from.struct_size = 3;
  MT_CHECK_EQ(FORECAST(), MT_ERROR_STRUCT);
  from = posterior;
  ahead = loads_of(2, early, load);
  MT_CHECK_EQ(FORECAST(), MT_ERROR_ORDER);
  ahead = loads_of(-1, day, load);
  MT_CHECK_EQ(FORECAST(), MT_ERROR_SIZE);
  ahead = loads_of(2, day, NULL);
  MT_CHECK_EQ(FORECAST(), MT_ERROR_NULL);
  ahead = loads_of(2, day, load);
  wanted.quantity = MT_PEAK;
  MT_CHECK_EQ(FORECAST(), MT_ERROR_VALUE);
  wanted.quantity = MT_PERFORMANCE;
  wanted.n_probs = 1;
  wanted.probs = probs;
  MT_CHECK_EQ(FORECAST(), MT_ERROR_NULL); /* quantiles without a place */
  result.quantiles = q;
  MT_CHECK_EQ(FORECAST(), MT_OK);
  wanted.n_probs = 2;
  MT_CHECK_EQ(FORECAST(), MT_ERROR_VALUE);
  free(points);
}

MT_TEST_MAIN(test_forecast__pairs, test_forecast__slope, test_forecast__no_drift,
             test_forecast__errors)
