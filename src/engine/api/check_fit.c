#include "api/check_fit.h"

#include <math.h>

#include "api/check.h"

mt_status mt_i_check_log(mt_ctx *ctx, const mt_log *log, mt_log *out) {
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

mt_status mt_i_check_fit_options(mt_ctx *ctx, const mt_fit_options *options,
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

mt_status mt_i_check_prior(mt_ctx *ctx, const mt_prior *prior, int scaled,
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

mt_status mt_i_check_probs(mt_ctx *ctx, int64_t n_probs, const double *probs) {
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

static mt_status check_points(mt_ctx *ctx, int64_t n_points, const double *points) {
  MT_I_TRY(mt_i_check_pointer(ctx, "points", points));
  if (n_points < 64 || n_points > 65536 || (n_points & (n_points - 1)) != 0) {
    return mt_i_fail(ctx, MT_ERROR_SIZE,
                     "n_points is %lld; a fit has a power of 2, 64 to 65536",
                     (long long)n_points);
  }
  return MT_OK;
}

mt_status mt_i_check_posterior(mt_ctx *ctx, const mt_posterior *posterior, int with_log,
                               fit_posterior *out) {
  mt_posterior from;

  MT_I_TRY(mt_i_check_pointer(ctx, "posterior", posterior));
  mt_posterior_init(&from);
  MT_I_TRY(mt_i_check_struct(ctx, "posterior", posterior, sizeof(from), &from));
  mt_log_init(&out->log);
  if (with_log) {
    MT_I_TRY(mt_i_check_log(ctx, from.log, &out->log));
  }
  MT_I_TRY(mt_i_check_prior(ctx, from.prior, 1, &out->prior));
  MT_I_TRY(mt_i_check_fit_options(ctx, from.options, &out->options));
  MT_I_TRY(check_points(ctx, from.n_points, from.points));
  out->n_points = from.n_points;
  out->points = from.points;
  return MT_OK;
}
