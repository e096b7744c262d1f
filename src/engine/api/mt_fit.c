/* Entry points of calibration. */
#include "base/fp.h"

#include <string.h>

#include "api/check.h"
#include "method/fit/fit.h"

/* ---- defaults ---- */

void mt_log_init(mt_log *log) {
  memset(log, 0, sizeof(*log));
  log->struct_size = sizeof(*log);
}

void mt_prior_init(mt_prior *prior) { mt_i_prior_defaults(prior); }

void mt_fit_options_init(mt_fit_options *options) {
  memset(options, 0, sizeof(*options));
  options->struct_size = sizeof(*options);
  options->rounds = 16;
}

void mt_fit_init(mt_fit *fit) {
  memset(fit, 0, sizeof(*fit));
  fit->struct_size = sizeof(*fit);
}

void mt_ls_options_init(mt_ls_options *options) {
  memset(options, 0, sizeof(*options));
  options->struct_size = sizeof(*options);
  options->separation = 1.5;
  options->tau_g_from = 1.0;
  options->tau_g_to = 300.0;
  options->tau_h_from = 1.0;
  options->tau_h_to = 200.0;
  options->tau_3_from = 0.5;
  options->tau_3_to = 50.0;
  options->grid = 48;
}

void mt_ls_init(mt_ls *ls) {
  memset(ls, 0, sizeof(*ls));
  ls->struct_size = sizeof(*ls);
}

void mt_forecast_options_init(mt_forecast_options *options) {
  memset(options, 0, sizeof(*options));
  options->struct_size = sizeof(*options);
  options->quantity = MT_PERFORMANCE;
}

/* ---- checks ---- */

static mt_status check_log(mt_ctx *ctx, const mt_log *log, mt_log *out) {
  MT_I_TRY(mt_i_check_pointer(ctx, "log", log));
  mt_log_init(out);
  MT_I_TRY(mt_i_check_struct(ctx, "log", log, sizeof(*out), out));
  MT_I_TRY(mt_i_check_count(ctx, "log->n", out->n));
  MT_I_TRY(mt_i_check_values(ctx, "log->day", out->n, out->day, -1e9, 1e9, 0));
  MT_I_TRY(mt_i_check_order(ctx, "log->day", out->n, out->day, 0));
  MT_I_TRY(mt_i_check_values(ctx, "log->load", out->n, out->load, 0.0, INFINITY, 0));
  MT_I_TRY(mt_i_check_pointer(ctx, "log->performance", out->performance));
  for (int64_t i = 0; i < out->n; i++) {
    if (isinf(out->performance[i])) {
      return mt_i_fail(ctx, MT_ERROR_NOT_FINITE, "log->performance[%lld] is infinite",
                       (long long)i);
    }
  }
  return MT_OK;
}

static mt_status check_fit_options(mt_ctx *ctx, const mt_fit_options *options,
                                   mt_fit_options *out) {
  mt_fit_options_init(out);
  if (options != NULL) {
    MT_I_TRY(mt_i_check_struct(ctx, "options", options, sizeof(*out), out));
  }
  if (out->model < MT_MODEL_BANISTER || out->model > MT_MODEL_LEVEL) {
    return mt_i_fail(ctx, MT_ERROR_VALUE, "options->model is %lld, not one of MT_MODEL_*",
                     (long long)out->model);
  }
  if (out->load_effect != MT_LOAD_SAME_DAY && out->load_effect != MT_LOAD_NEXT_DAY) {
    return mt_i_fail(ctx, MT_ERROR_VALUE,
                     "options->load_effect is %lld, not one of MT_LOAD_*",
                     (long long)out->load_effect);
  }
  if (out->initial < MT_INITIAL_ZERO || out->initial > MT_INITIAL_FREE) {
    return mt_i_fail(ctx, MT_ERROR_VALUE,
                     "options->initial is %lld, not one of MT_INITIAL_*",
                     (long long)out->initial);
  }
  if (!isfinite(out->fitness0) || !isfinite(out->fatigue0)) {
    return mt_i_fail(ctx, MT_ERROR_NOT_FINITE,
                     "options->fitness0 and fatigue0 must be finite");
  }
  if (out->points != 0 && (out->points < 64 || out->points > 65536 ||
                           (out->points & (out->points - 1)) != 0)) {
    return mt_i_fail(ctx, MT_ERROR_VALUE,
                     "options->points is %lld; it must be a power of 2, 64 to 65536",
                     (long long)out->points);
  }
  if (out->rounds < 1) {
    return mt_i_fail(ctx, MT_ERROR_VALUE, "options->rounds is %lld; it must be positive",
                     (long long)out->rounds);
  }
  return MT_OK;
}

/* scaled: the scales must be there. */
static mt_status check_prior(mt_ctx *ctx, const mt_prior *prior, int scaled,
                             mt_prior *out) {
  MT_I_TRY(mt_i_check_pointer(ctx, "prior", prior));
  mt_prior_init(out);
  MT_I_TRY(mt_i_check_struct(ctx, "prior", prior, sizeof(*out), out));
  if (!(out->half_life > 0.0)) {
    return mt_i_fail(ctx, MT_ERROR_VALUE, "prior->half_life is %g; it must be positive",
                     out->half_life);
  }
  if (!(out->initial_sd > 0.0 && isfinite(out->initial_sd))) {
    return mt_i_fail(ctx, MT_ERROR_VALUE, "prior->initial_sd is %g; it must be positive",
                     out->initial_sd);
  }
  for (int i = 0; i < MT_N_PRIOR; i++) {
    /* A drift fixed at none at all is log 0. */
    if (!isfinite(out->mean[i]) &&
        !(i == MT_PRIOR_LOG_DRIFT && isinf(out->mean[i]) && out->mean[i] < 0.0 &&
          out->covariance[i * MT_N_PRIOR + i] == 0.0)) {
      return mt_i_fail(ctx, MT_ERROR_NOT_FINITE, "prior->mean[%d] is not finite", i);
    }
    for (int j = 0; j < MT_N_PRIOR; j++) {
      if (!isfinite(out->covariance[i * MT_N_PRIOR + j])) {
        return mt_i_fail(ctx, MT_ERROR_NOT_FINITE,
                         "prior->covariance[%d, %d] is not finite", i, j);
      }
    }
    if (out->covariance[i * MT_N_PRIOR + i] < 0.0) {
      return mt_i_fail(ctx, MT_ERROR_CORRELATION, "prior->covariance[%d, %d] is negative",
                       i, i);
    }
  }
  if (scaled && (!(out->performance > 0.0 && isfinite(out->performance)) ||
                 !(out->load > 0.0 && isfinite(out->load)))) {
    return mt_i_fail(ctx, MT_ERROR_VALUE,
                     "the scales of the prior are %g and %g; they must be positive",
                     out->performance, out->load);
  }
  return MT_OK;
}

mt_status mt_prior_scale(mt_ctx *ctx, const mt_log *log, mt_prior *prior) {
  mt_prior checked;
  mt_log known;

  MT_I_TRY(check_log(ctx, log, &known));
  MT_I_TRY(check_prior(ctx, prior, 0, &checked));
  MT_I_TRY(mt_i_prior_scale(ctx, &known, &checked));
  prior->performance = checked.performance;
  prior->load = checked.load;
  return MT_OK;
}

static mt_status check_probs(mt_ctx *ctx, int64_t n_probs, const double *probs) {
  MT_I_TRY(mt_i_check_values(ctx, "probs", n_probs, probs, 0.0, 1.0, n_probs == 0));
  for (int64_t i = 0; i < n_probs; i++) {
    if (!(probs[i] > 0.0 && probs[i] < 1.0)) {
      return mt_i_fail(ctx, MT_ERROR_VALUE,
                       "probs[%lld] is %g; it must be within 0 and 1", (long long)i,
                       probs[i]);
    }
  }
  return MT_OK;
}

/* ---- fit ---- */

int64_t mt_fit_points(const mt_fit_options *options) {
  mt_fit_options chosen;

  if (check_fit_options(NULL, options, &chosen) < 0) {
    mt_fit_options_init(&chosen);
  }
  return mt_i_fit_n_points(&chosen);
}

mt_status mt_fit_bayes(mt_ctx *ctx, const mt_log *log, const mt_prior *prior,
                       const mt_fit_options *options, mt_fit *fit, double *points) {
  mt_fit_options chosen;
  mt_prior belief;
  mt_status status;
  mt_log known;
  mt_fit done;

  MT_I_TRY(check_log(ctx, log, &known));
  MT_I_TRY(check_prior(ctx, prior, 1, &belief));
  MT_I_TRY(check_fit_options(ctx, options, &chosen));
  MT_I_TRY(mt_i_check_result(ctx, "fit", fit, sizeof(done)));
  mt_fit_init(&done);
  status = mt_i_fit_log(ctx, &known, &belief, &chosen, &done, points);
  mt_i_give(fit, &done);
  return status;
}

static mt_status split_prior(mt_ctx *ctx, const mt_prior *prior,
                             const mt_fit_options *options, fit_prior *out) {
  mt_fit_options chosen;
  mt_prior belief;

  MT_I_TRY(check_prior(ctx, prior, 1, &belief));
  MT_I_TRY(check_fit_options(ctx, options, &chosen));
  if (mt_i_prior_split(&belief, chosen.model, chosen.initial, out) < 0) {
    return mt_i_fail(ctx, MT_ERROR_CORRELATION,
                     "the covariance of the prior is not positive definite");
  }
  return MT_OK;
}

static mt_status check_points(mt_ctx *ctx, int64_t n_points, const double *points) {
  MT_I_TRY(mt_i_check_pointer(ctx, "points", points));
  if (n_points < 64 || n_points > 65536 || (n_points & (n_points - 1)) != 0) {
    return mt_i_fail(ctx, MT_ERROR_SIZE,
                     "n_points is %lld; a fit has a power of 2, 64 to 65536",
                     (long long)n_points);
  }
  return MT_OK;
}

mt_status mt_fit_quantiles(mt_ctx *ctx, const mt_prior *prior,
                           const mt_fit_options *options, int64_t n_points,
                           const double *points, int64_t n_probs, const double *probs,
                           double *quantiles) {
  fit_prior belief;

  MT_I_TRY(split_prior(ctx, prior, options, &belief));
  MT_I_TRY(check_points(ctx, n_points, points));
  MT_I_TRY(check_probs(ctx, n_probs, probs));
  MT_I_TRY(mt_i_check_pointer(ctx, "quantiles", quantiles));
  return mt_i_fit_quantiles(ctx, &belief, n_points, points, n_probs, probs, quantiles);
}

mt_status mt_prior_quantiles(mt_ctx *ctx, const mt_prior *prior,
                             const mt_fit_options *options, int64_t n_probs,
                             const double *probs, double *quantiles) {
  /* The posterior of a log without tests; more points, as nothing narrows it. */
  enum { POINTS = 4096 };
  const double day = 1.0, load = 1.0, performance = NAN;
  mt_fit_options chosen;
  fit_series series;
  mt_prior belief;
  fit_prior split;
  double *points = NULL;
  mt_log log;
  mt_fit fit;
  mt_status status;

  MT_I_TRY(split_prior(ctx, prior, options, &split));
  MT_I_TRY(check_prior(ctx, prior, 1, &belief));
  MT_I_TRY(check_fit_options(ctx, options, &chosen));
  MT_I_TRY(check_probs(ctx, n_probs, probs));
  MT_I_TRY(mt_i_check_pointer(ctx, "quantiles", quantiles));
  chosen.points = POINTS;
  mt_log_init(&log);
  log.n = 1;
  log.day = &day;
  log.load = &load;
  log.performance = &performance;
  MT_I_TRY(mt_i_fit_series(ctx, &log, 0, NULL, NULL, 0, NULL, 0, &series));
  points = mt_i_allocate(ctx, POINTS * MT_FIT_COLUMNS, sizeof(double));
  if (points == NULL) {
    status = MT_ERROR_MEMORY;
    goto cleanup;
  }
  mt_fit_init(&fit);
  MT_I_TRY_OR_CLEAN_UP(mt_i_fit_bayes(ctx, &series, &belief, &chosen, &fit, points));
  status = mt_i_fit_quantiles(ctx, &split, POINTS, points, n_probs, probs, quantiles);

cleanup:
  mt_i_release(ctx, points);
  mt_i_fit_series_release(ctx, &series);
  return status;
}

mt_status mt_fit_draws(mt_ctx *ctx, const mt_prior *prior, const mt_fit_options *options,
                       int64_t n_points, const double *points, int64_t n_draws,
                       uint64_t seed, double *draws) {
  fit_prior belief;

  MT_I_TRY(split_prior(ctx, prior, options, &belief));
  MT_I_TRY(check_points(ctx, n_points, points));
  MT_I_TRY(mt_i_check_count(ctx, "n_draws", n_draws));
  MT_I_TRY(mt_i_check_pointer(ctx, "draws", draws));
  return mt_i_fit_draws(ctx, &belief, n_points, points, n_draws, seed, draws);
}

/* ---- forecast ---- */

typedef struct forecast_call {
  mt_log log;
  mt_prior prior;
  mt_fit_options options;
  mt_forecast_options forecast;
  fit_series series;
  fit_problem problem;
} forecast_call;

static void close_forecast(mt_ctx *ctx, forecast_call *call) {
  mt_i_fit_problem_release(ctx, &call->problem);
  mt_i_fit_series_release(ctx, &call->series);
}

static mt_status open_forecast(mt_ctx *ctx, const mt_log *log, const mt_prior *prior,
                               const mt_fit_options *options, int64_t n_points,
                               const double *points, int64_t n_future, const double *day,
                               const double *load, int64_t n_at, const double *at,
                               const mt_forecast_options *forecast, forecast_call *call) {
  mt_status status;

  memset(call, 0, sizeof(*call));
  MT_I_TRY(check_log(ctx, log, &call->log));
  MT_I_TRY(check_prior(ctx, prior, 1, &call->prior));
  MT_I_TRY(check_fit_options(ctx, options, &call->options));
  MT_I_TRY(check_points(ctx, n_points, points));
  if (n_future < 0) {
    return mt_i_fail(ctx, MT_ERROR_SIZE, "n_future is %lld", (long long)n_future);
  }
  if (n_future > 0) {
    MT_I_TRY(mt_i_check_values(ctx, "day", n_future, day, -1e9, 1e9, 0));
    MT_I_TRY(mt_i_check_order(ctx, "day", n_future, day, 0));
    MT_I_TRY(mt_i_check_values(ctx, "load", n_future, load, 0.0, INFINITY, 0));
    if (!(day[0] > call->log.day[call->log.n - 1])) {
      return mt_i_fail(ctx, MT_ERROR_ORDER,
                       "day[0] is %g; the log ends on day %g and loads to come are later",
                       day[0], call->log.day[call->log.n - 1]);
    }
  }
  MT_I_TRY(mt_i_check_count(ctx, "n_at", n_at));
  MT_I_TRY(mt_i_check_values(ctx, "at", n_at, at, call->log.day[0], 1e9, 0));
  MT_I_TRY(mt_i_check_order(ctx, "at", n_at, at, 0));
  mt_forecast_options_init(&call->forecast);
  if (forecast != NULL) {
    MT_I_TRY(mt_i_check_struct(ctx, "forecast", forecast, sizeof(call->forecast),
                               &call->forecast));
  }
  if (call->forecast.quantity < MT_FITNESS || call->forecast.quantity > MT_LEVEL ||
      call->forecast.quantity == MT_PEAK) {
    return mt_i_fail(ctx, MT_ERROR_VALUE,
                     "forecast->quantity is %lld, not one that a fit has",
                     (long long)call->forecast.quantity);
  }
  if ((call->forecast.quantity == MT_FATIGUE &&
       call->options.model == MT_MODEL_FITNESS_ONLY) ||
      ((call->forecast.quantity == MT_FITNESS || call->forecast.quantity == MT_FATIGUE) &&
       call->options.model == MT_MODEL_LEVEL)) {
    return mt_i_fail(ctx, MT_ERROR_VALUE, "the model has no quantity %lld",
                     (long long)call->forecast.quantity);
  }
  MT_I_TRY(mt_i_fit_series(ctx, &call->log, n_future, day, load, n_at, at,
                           call->options.load_effect, &call->series));
  status =
      mt_i_fit_problem(ctx, &call->series, &call->prior, &call->options, &call->problem);
  if (status < 0) {
    close_forecast(ctx, call);
  }
  return status;
}

mt_status mt_forecast(mt_ctx *ctx, const mt_log *log, const mt_prior *prior,
                      const mt_fit_options *options, int64_t n_points,
                      const double *points, int64_t n_future, const double *day,
                      const double *load, int64_t n_at, const double *at,
                      const mt_forecast_options *forecast, int64_t n_probs,
                      const double *probs, double *mean, double *sd, double *quantiles) {
  forecast_call call;
  mt_status status;

  MT_I_TRY(check_probs(ctx, n_probs, probs));
  if (n_probs > 0) {
    MT_I_TRY(mt_i_check_pointer(ctx, "quantiles", quantiles));
  }
  MT_I_TRY(open_forecast(ctx, log, prior, options, n_points, points, n_future, day, load,
                         n_at, at, forecast, &call));
  status = mt_i_forecast(ctx, &call.problem, n_points, points, &call.forecast, n_probs,
                         probs, mean, sd, quantiles);
  close_forecast(ctx, &call);
  return status;
}

mt_status mt_forecast_draws(mt_ctx *ctx, const mt_log *log, const mt_prior *prior,
                            const mt_fit_options *options, int64_t n_points,
                            const double *points, int64_t n_future, const double *day,
                            const double *load, int64_t n_at, const double *at,
                            const mt_forecast_options *forecast, int64_t n_draws,
                            uint64_t seed, double *paths) {
  forecast_call call;
  mt_status status;

  MT_I_TRY(mt_i_check_count(ctx, "n_draws", n_draws));
  MT_I_TRY(mt_i_check_pointer(ctx, "paths", paths));
  MT_I_TRY(open_forecast(ctx, log, prior, options, n_points, points, n_future, day, load,
                         n_at, at, forecast, &call));
  status = mt_i_forecast_draws(ctx, &call.problem, n_points, points, &call.forecast,
                               n_draws, seed, paths);
  close_forecast(ctx, &call);
  return status;
}

mt_status mt_forecast_slope(mt_ctx *ctx, const mt_log *log, const mt_prior *prior,
                            const mt_fit_options *options, int64_t n_points,
                            const double *points, int64_t n_future, const double *day,
                            const double *load, double goal, double *slope,
                            double *curvature, int64_t n_draws, uint64_t seed,
                            double *slopes) {
  forecast_call call;
  mt_status status;

  MT_I_TRY(mt_i_check_count(ctx, "n_future", n_future));
  if (curvature != NULL) {
    MT_I_TRY(mt_i_check_pointer(ctx, "slope", slope));
  }
  if (n_draws < 0) {
    return mt_i_fail(ctx, MT_ERROR_SIZE, "n_draws is %lld", (long long)n_draws);
  }
  if (n_draws > 0) {
    MT_I_TRY(mt_i_check_pointer(ctx, "slopes", slopes));
  }
  MT_I_TRY(open_forecast(ctx, log, prior, options, n_points, points, n_future, day, load,
                         1, &goal, NULL, &call));
  if (goal > call.log.day[call.log.n - 1]) {
    status = mt_i_forecast_slope(ctx, &call.problem, n_points, points,
                                 call.log.day[call.log.n - 1], n_future, day, slope,
                                 curvature, n_draws, seed, slopes);
  } else {
    status = mt_i_fail(ctx, MT_ERROR_VALUE,
                       "goal is day %g; it must be after the log's last, day %g", goal,
                       call.log.day[call.log.n - 1]);
  }
  close_forecast(ctx, &call);
  return status;
}

/* ---- least squares ---- */

static mt_status check_range(mt_ctx *ctx, const char *name, double from, double to) {
  if (!(from > 0.0 && to >= from && isfinite(to))) {
    return mt_i_fail(ctx, MT_ERROR_VALUE,
                     "the bounds of %s are %g and %g; they must be positive and in order",
                     name, from, to);
  }
  return MT_OK;
}

mt_status mt_fit_least_squares(mt_ctx *ctx, const mt_log *log,
                               const mt_fit_options *options,
                               const mt_ls_options *ls_options, mt_ls *ls,
                               double *fitted) {
  mt_fit_options chosen;
  mt_ls_options bounds;
  fit_series series;
  mt_log known;
  mt_status status;
  int64_t linear;

  MT_I_TRY(check_log(ctx, log, &known));
  MT_I_TRY(check_fit_options(ctx, options, &chosen));
  mt_ls_options_init(&bounds);
  if (ls_options != NULL) {
    MT_I_TRY(mt_i_check_struct(ctx, "ls_options", ls_options, sizeof(bounds), &bounds));
  }
  MT_I_TRY(check_range(ctx, "tau_g", bounds.tau_g_from, bounds.tau_g_to));
  MT_I_TRY(check_range(ctx, "tau_h", bounds.tau_h_from, bounds.tau_h_to));
  MT_I_TRY(check_range(ctx, "tau_3", bounds.tau_3_from, bounds.tau_3_to));
  if (!(bounds.separation >= 1.0 && isfinite(bounds.separation))) {
    return mt_i_fail(ctx, MT_ERROR_VALUE,
                     "ls_options->separation is %g; it must be 1 or more",
                     bounds.separation);
  }
  if (chosen.model != MT_MODEL_FITNESS_ONLY &&
      bounds.separation * bounds.tau_h_from > bounds.tau_g_to * (1.0 + 1e-12)) {
    return mt_i_fail(ctx, MT_ERROR_VALUE,
                     "no tau_g up to %g is %g times a tau_h of %g or more",
                     bounds.tau_g_to, bounds.separation, bounds.tau_h_from);
  }
  if (bounds.grid < 4 || bounds.grid > 1000) {
    return mt_i_fail(ctx, MT_ERROR_VALUE,
                     "ls_options->grid is %lld; it must be 4 to 1000",
                     (long long)bounds.grid);
  }
  if (chosen.initial == MT_INITIAL_FREE) {
    return mt_i_fail(ctx, MT_ERROR_VALUE,
                     "options->initial: least squares takes initial states as given");
  }
  MT_I_TRY(mt_i_check_pointer(ctx, "ls", ls));
  if (ls->struct_size != sizeof(*ls)) {
    return mt_i_fail(ctx, MT_ERROR_STRUCT,
                     "ls->struct_size is %lld; set it by mt_ls_init()",
                     (long long)ls->struct_size);
  }
  MT_I_TRY(
      mt_i_fit_series(ctx, &known, 0, NULL, NULL, 0, NULL, chosen.load_effect, &series));
  linear = chosen.model == MT_MODEL_LEVEL          ? 1
           : chosen.model == MT_MODEL_FITNESS_ONLY ? 2
                                                   : 3;
  if (series.n_tests <= linear) {
    status = mt_i_fail(ctx, MT_ERROR_SIZE,
                       "the log has %lld tests; least squares needs more than %lld",
                       (long long)series.n_tests, (long long)linear);
  } else {
    status = mt_i_fit_ls(ctx, &series, &chosen, &bounds, ls, fitted);
  }
  mt_i_fit_series_release(ctx, &series);
  return status;
}

/* ---- many logs ---- */

static mt_status check_item(mt_ctx *ctx, const void *call, int64_t i, void *item) {
  const fit_call *all = call;
  fit_item *one = item;
  mt_prior scaled;

  MT_I_TRY(check_log(ctx, mt_i_item(all->logs, i), &one->log));
  MT_I_TRY(
      check_prior(ctx, mt_i_item(all->priors, all->shared_prior ? 0 : i), 0, &scaled));
  MT_I_TRY(mt_i_prior_scale(ctx, &one->log, &scaled));
  MT_I_TRY(check_prior(ctx, &scaled, 1, &one->prior));
  one->fit = mt_i_item(all->fits, i);
  MT_I_TRY(mt_i_check_result(ctx, "fits", one->fit, sizeof(mt_fit)));
  one->quantiles = all->n_probs > 0 ? all->quantiles + i * all->n_probs * MT_N_FIT : NULL;
  one->scales = all->scales != NULL ? all->scales + 2 * i : NULL;
  return MT_OK;
}

mt_status mt_fit_batch(mt_ctx *ctx, int64_t n, const mt_log *logs, int64_t shared_prior,
                       const mt_prior *priors, const mt_fit_options *options,
                       int64_t n_probs, const double *probs, int64_t threads,
                       mt_status *statuses, mt_fit *fits, double *scales,
                       double *quantiles) {
  fit_call all;

  MT_I_TRY(mt_i_check_count(ctx, "n", n));
  MT_I_TRY(mt_i_check_items(ctx, "logs", logs, sizeof(mt_log)));
  MT_I_TRY(mt_i_check_items(ctx, "priors", priors, sizeof(mt_prior)));
  MT_I_TRY(mt_i_check_items(ctx, "fits", fits, sizeof(mt_fit)));
  MT_I_TRY(mt_i_check_threads(ctx, threads));
  MT_I_TRY(check_fit_options(ctx, options, &all.options));
  MT_I_TRY(check_probs(ctx, n_probs, probs));
  if (n_probs > 0) {
    MT_I_TRY(mt_i_check_pointer(ctx, "quantiles", quantiles));
  }
  all.logs = logs;
  all.shared_prior = shared_prior;
  all.priors = priors;
  all.n_probs = n_probs;
  all.probs = probs;
  all.fits = fits;
  all.scales = scales;
  all.quantiles = quantiles;
  return mt_i_many(ctx, n, check_item, &mt_i_fit_work, &all, threads, statuses);
}
