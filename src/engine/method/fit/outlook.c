#include "base/fp.h"

#include "method/fit/fit.h"

mt_status mt_i_fit_outlook(mt_ctx *ctx, const fit_posterior *posterior,
                           const mt_loads *ahead, int64_t n_at, const double *at,
                           fit_outlook *out) {
  mt_status status;

  out->n_points = posterior->n_points;
  out->points = posterior->points;
  MT_I_TRY(mt_i_fit_series(ctx, &posterior->log, ahead, n_at, at,
                           posterior->options.load_effect, &out->series));
  status = mt_i_fit_problem(ctx, &out->series, &posterior->prior, &posterior->options,
                            &out->problem);
  if (status < 0) {
    mt_i_fit_outlook_release(ctx, out);
  }
  return status;
}

void mt_i_fit_outlook_release(mt_ctx *ctx, fit_outlook *outlook) {
  mt_i_fit_problem_release(ctx, &outlook->problem);
  mt_i_fit_series_release(ctx, &outlook->series);
}
