/* Entry points of forecasts: what a posterior says of days past and to come. */
#include <math.h>

#include "api/check.h"
#include "api/check_fit.h"

static mt_status check_ahead(mt_ctx *ctx, const mt_loads *ahead, const mt_log *log,
                             mt_loads *out) {
  const double last = log->day[log->n - 1];

  mt_loads_init(out);
  if (ahead != NULL) {
    MT_I_TRY(mt_i_check_struct(ctx, "ahead", ahead, sizeof(*out), out));
  }
  if (out->n < 0) {
    return mt_i_fail(ctx, MT_ERROR_SIZE, "ahead->n is %lld", (long long)out->n);
  }
  if (out->n == 0) {
    return MT_OK;
  }
  MT_I_TRY(mt_i_check_values(ctx, "ahead->day", out->n, out->day, -1e9, 1e9, 0));
  MT_I_TRY(mt_i_check_order(ctx, "ahead->day", out->n, out->day, 0));
  MT_I_TRY(mt_i_check_values(ctx, "ahead->load", out->n, out->load, 0.0, INFINITY, 0));
  if (!(out->day[0] > last)) {
    return mt_i_fail(ctx, MT_ERROR_ORDER,
                     "ahead->day[0] is %g; the log ends on day %g and loads to come are "
                     "later",
                     out->day[0], last);
  }
  return MT_OK;
}

static mt_status check_days(mt_ctx *ctx, int64_t n_at, const double *at,
                            const mt_log *log) {
  MT_I_TRY(mt_i_check_count(ctx, "n_at", n_at));
  MT_I_TRY(mt_i_check_values(ctx, "at", n_at, at, log->day[0], 1e9, 0));
  return mt_i_check_order(ctx, "at", n_at, at, 0);
}

static mt_status check_options(mt_ctx *ctx, const mt_forecast_options *options,
                               int64_t model, mt_forecast_options *out) {
  mt_forecast_options_init(out);
  if (options != NULL) {
    MT_I_TRY(mt_i_check_struct(ctx, "options", options, sizeof(*out), out));
  }
  if (out->quantity < MT_FITNESS || out->quantity > MT_LEVEL ||
      out->quantity == MT_PEAK) {
    return mt_i_fail(ctx, MT_ERROR_VALUE,
                     "options->quantity is %lld, not one that a fit has",
                     (long long)out->quantity);
  }
  if ((out->quantity == MT_FATIGUE && model == MT_MODEL_FITNESS_ONLY) ||
      ((out->quantity == MT_FITNESS || out->quantity == MT_FATIGUE) &&
       model == MT_MODEL_LEVEL)) {
    return mt_i_fail(ctx, MT_ERROR_VALUE, "the model has no quantity %lld",
                     (long long)out->quantity);
  }
  return mt_i_check_probs(ctx, out->n_probs, out->probs);
}

mt_status mt_forecast(mt_ctx *ctx, const mt_posterior *posterior, const mt_loads *ahead,
                      int64_t n_at, const double *at, const mt_forecast_options *options,
                      const mt_forecast_result *result) {
  mt_forecast_options wanted;
  mt_forecast_result to;
  fit_posterior from;
  mt_loads loads;

  MT_I_TRY(mt_i_check_posterior(ctx, posterior, 1, &from));
  MT_I_TRY(check_ahead(ctx, ahead, &from.log, &loads));
  MT_I_TRY(check_days(ctx, n_at, at, &from.log));
  MT_I_TRY(check_options(ctx, options, from.options.model, &wanted));
  MT_I_TRY(mt_i_check_pointer(ctx, "result", result));
  mt_forecast_result_init(&to);
  MT_I_TRY(mt_i_check_struct(ctx, "result", result, sizeof(to), &to));
  if (wanted.n_probs > 0) {
    MT_I_TRY(mt_i_check_pointer(ctx, "result->quantiles", to.quantiles));
  }
  return mt_i_forecast(ctx, &from, &loads, n_at, at, &wanted, &to);
}

mt_status mt_forecast_draws(mt_ctx *ctx, const mt_posterior *posterior,
                            const mt_loads *ahead, int64_t n_at, const double *at,
                            const mt_forecast_options *options, int64_t n_draws,
                            uint64_t seed, double *paths) {
  mt_forecast_options wanted;
  fit_posterior from;
  mt_loads loads;

  MT_I_TRY(mt_i_check_posterior(ctx, posterior, 1, &from));
  MT_I_TRY(check_ahead(ctx, ahead, &from.log, &loads));
  MT_I_TRY(check_days(ctx, n_at, at, &from.log));
  MT_I_TRY(check_options(ctx, options, from.options.model, &wanted));
  MT_I_TRY(mt_i_check_count(ctx, "n_draws", n_draws));
  MT_I_TRY(mt_i_check_pointer(ctx, "paths", paths));
  return mt_i_forecast_draws(ctx, &from, &loads, n_at, at, &wanted, n_draws, seed, paths);
}

mt_status mt_forecast_slope(mt_ctx *ctx, const mt_posterior *posterior,
                            const mt_loads *ahead, double goal, int64_t n_draws,
                            uint64_t seed, double *slope, double *curvature,
                            double *slopes) {
  fit_posterior from;
  mt_loads loads;
  double last;

  MT_I_TRY(mt_i_check_posterior(ctx, posterior, 1, &from));
  MT_I_TRY(check_ahead(ctx, ahead, &from.log, &loads));
  MT_I_TRY(mt_i_check_count(ctx, "ahead->n", loads.n));
  MT_I_TRY(mt_i_check_values(ctx, "goal", 1, &goal, -1e9, 1e9, 0));
  last = from.log.day[from.log.n - 1];
  if (!(goal > last)) {
    return mt_i_fail(ctx, MT_ERROR_VALUE,
                     "goal is day %g; it must be after the log's last, day %g", goal,
                     last);
  }
  if (n_draws < 0) {
    return mt_i_fail(ctx, MT_ERROR_SIZE, "n_draws is %lld", (long long)n_draws);
  }
  if (n_draws > 0) {
    MT_I_TRY(mt_i_check_pointer(ctx, "slopes", slopes));
  }
  if (curvature != NULL) {
    MT_I_TRY(mt_i_check_pointer(ctx, "slope", slope));
  }
  return mt_i_forecast_slope(ctx, &from, &loads, goal, n_draws, seed, slope, curvature,
                             slopes);
}
