/*
 * Calibration with any log, prior and options: an entry point refuses, or what it gives is
 * whole. The input is a header of choices, then rows of day, load and test.
 */
#include <math.h>
#include <muscletwin.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_ROWS = 40, POINTS = 64, MOST_AT = 5 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct reader {
  const uint8_t *data;
  size_t size, at;
} reader;

static int byte_of(reader *in) { return in->at < in->size ? in->data[in->at++] : 0; }

/* A usual number as a rule; one byte in 16 announces any double at all. */
static double number(reader *in, double scale) {
  const int b = byte_of(in);
  double any = 0.0;

  if (b % 16 != 15) {
    return scale * b / 16.0;
  }
  for (size_t i = 0; i < sizeof(any); i++) {
    ((uint8_t *)&any)[i] = (uint8_t)byte_of(in);
  }
  return any;
}

static void insist(int holds, const char *what) {
  if (!holds) {
    fprintf(stderr, "fuzz_fit: %s\n", what);
    abort();
  }
}

/* Each number is finite, or, where the model lacks it, NaN in every fit. */
static void check_fit(const mt_fit *fit, const mt_log *log, const mt_fit_options *options,
                      const mt_prior *prior, const double *points, reader *in) {
  static const double probs[3] = {0.05, 0.5, 0.95};
  double quantiles[3 * MT_N_FIT], draws[4 * MT_N_FIT], total = 0.0;
  mt_posterior posterior;
  mt_status status;

  mt_posterior_init(&posterior);
  posterior.log = log;
  posterior.prior = prior;
  posterior.options = options;
  posterior.n_points = POINTS;
  posterior.points = points;

  insist(isfinite(fit->log_evidence), "evidence is not finite");
  insist(fit->effective > 0.0 && fit->effective <= 1.0 + 1e-9, "effective share");
  insist(isfinite(fit->mean[MT_FIT_P0]), "no p0");
  for (int i = 0; i < POINTS; i++) {
    total += exp(points[i]);
  }
  insist(fabs(total - 1.0) < 1e-9, "weights do not sum to 1");
  status = mt_fit_quantiles(NULL, &posterior, 3, probs, quantiles);
  if (status >= 0) {
    for (int k = 0; k < MT_N_FIT; k++) {
      const double *q = quantiles + 3 * k;
      insist(isnan(fit->mean[k]) == isnan(q[1]), "a quantile where there is no mean");
      insist(isnan(q[1]) || (q[0] <= q[1] && q[1] <= q[2]), "quantiles out of order");
    }
  }
  status = mt_fit_draws(NULL, &posterior, 4, 7, draws);
  if (status >= 0) {
    for (int r = 0; r < 4; r++) {
      insist(isfinite(draws[r + 4 * MT_FIT_P0]), "a draw is not finite");
      for (int k = MT_FIT_K1; k <= MT_FIT_K2; k++) {
        insist(!(draws[r + 4 * k] < 0.0), "a gain below 0");
      }
    }
  }
  {
    const int n_future = byte_of(in) % 4, n_at = 1 + byte_of(in) % MOST_AT;
    double day[4], load[4], at[MOST_AT], mean[MOST_AT], sd[MOST_AT], q[3 * MOST_AT];
    double paths[3 * MOST_AT], last = log->day[log->n - 1];
    mt_forecast_options wanted;
    mt_forecast_result result;
    mt_loads ahead;

    mt_forecast_options_init(&wanted);
    wanted.quantity = byte_of(in) % 8;
    wanted.noise = byte_of(in) % 2;
    wanted.n_probs = 3;
    wanted.probs = probs;
    for (int i = 0; i < n_future; i++) {
      last += number(in, 1.0);
      day[i] = last;
      load[i] = number(in, 20.0);
    }
    last = log->day[0];
    for (int i = 0; i < n_at; i++) {
      last += number(in, 3.0);
      at[i] = last;
    }
    mt_loads_init(&ahead);
    ahead.n = n_future;
    ahead.day = day;
    ahead.load = load;
    mt_forecast_result_init(&result);
    result.mean = mean;
    result.sd = sd;
    result.quantiles = q;
    status = mt_forecast(NULL, &posterior, &ahead, n_at, at, &wanted, &result);
    for (int i = 0; i < n_at && status >= 0; i++) {
      insist(isfinite(mean[i]) == isfinite(q[i + n_at]), "a forecast without a middle");
      insist(!(q[i] > q[i + n_at]) && !(q[i + n_at] > q[i + 2 * n_at]),
             "a forecast's quantiles out of order");
      insist(!(sd[i] < 0.0), "a forecast's sd below 0");
    }
    mt_forecast_draws(NULL, &posterior, &ahead, n_at, at, &wanted, 3, 7, paths);
  }
}

static void check_least_squares(const mt_log *log, const mt_fit_options *options,
                                reader *in) {
  mt_least_squares_options search;
  double fitted[MOST_ROWS];
  mt_least_squares ls;

  mt_least_squares_options_init(&search);
  search.separation = 1.0 + byte_of(in) / 64.0;
  search.grid = 4 + byte_of(in) % 8;
  if (byte_of(in) % 4 == 0) {
    search.tau_g_from = number(in, 4.0);
    search.tau_g_to = number(in, 8.0);
    search.tau_h_from = number(in, 1.0);
    search.tau_h_to = number(in, 2.0);
  }
  mt_least_squares_init(&ls);
  if (mt_fit_least_squares(NULL, log, options, &search, &ls, fitted) >= 0) {
    insist(ls.sse >= 0.0, "a sum of squares that is none");
    insist(ls.degenerate || isfinite(ls.estimate[MT_FIT_P0]), "no estimate");
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  double day[MOST_ROWS], load[MOST_ROWS], performance[MOST_ROWS], now = 1.0;
  reader in = {data, size, 0};
  mt_fit_options options;
  mt_prior prior;
  double *points;
  mt_log log;
  mt_fit fit;
  int choices;

  mt_log_init(&log);
  mt_prior_init(&prior);
  mt_fit_options_init(&options);
  mt_fit_init(&fit);
  choices = byte_of(&in);
  options.model = choices % 5; /* 4 is none */
  options.load_effect = choices / 5 % 2;
  options.initial = choices / 10 % 3;
  options.points = POINTS;
  options.rounds = 1 + choices / 30 % 4;
  if (options.initial == MT_INITIAL_GIVEN) {
    options.fitness0 = number(&in, 10.0);
    options.fatigue0 = number(&in, 10.0);
  }
  /* One of the prior's numbers, or none. */
  choices = byte_of(&in);
  if (choices % 4 == 1) {
    prior.mean[choices / 4 % MT_N_PRIOR] = number(&in, 1.0) - 5.0;
  } else if (choices % 4 == 2) {
    prior.covariance[(choices / 4 % MT_N_PRIOR) * (MT_N_PRIOR + 1)] = number(&in, 0.1);
  } else if (choices % 4 == 3) {
    prior.half_life = number(&in, 30.0);
  }
  while (in.at < in.size && log.n < MOST_ROWS) {
    const int kind = byte_of(&in);

    /* Gaps of 0 to 3 days, some not whole; a test on some; now and then anything. */
    now += kind % 4 + (kind / 4 % 8 == 7 ? 0.3 : 0.0);
    day[log.n] = kind == 255 ? number(&in, 1.0) : now;
    load[log.n] = kind / 32 % 2 ? number(&in, 10.0) : 0.0;
    performance[log.n] = kind / 64 % 2 ? 150.0 + number(&in, 10.0) : NAN;
    log.n++;
  }
  log.day = day;
  log.load = load;
  log.performance = performance;
  points = malloc(sizeof(double) * POINTS * MT_FIT_COLUMNS);
  if (points == NULL) {
    return 0;
  }
  check_least_squares(&log, &options, &in);
  if (mt_prior_scale(NULL, &log, &prior) >= 0 &&
      mt_fit_bayes(NULL, &log, &prior, &options, &fit, points) >= 0) {
    in.at = 2; /* the rows again, as choices of what is asked */
    check_fit(&fit, &log, &options, &prior, points, &in);
  }
  free(points);
  return 0;
}
