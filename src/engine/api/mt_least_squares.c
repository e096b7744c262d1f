/* Entry point of least squares. */
#include <math.h>

#include "api/check.h"
#include "api/check_fit.h"

static mt_status check_range(mt_ctx *ctx, const char *name, double from, double to) {
  if (!(from > 0.0 && to >= from && isfinite(to))) {
    return mt_i_fail(ctx, MT_ERROR_VALUE,
                     "the bounds of %s are %g and %g; they must be positive and in order",
                     name, from, to);
  }
  return MT_OK;
}

static mt_status check_search(mt_ctx *ctx, const mt_least_squares_options *search,
                              int64_t model, mt_least_squares_options *out) {
  mt_least_squares_options_init(out);
  if (search != NULL) {
    MT_I_TRY(mt_i_check_struct(ctx, "search", search, sizeof(*out), out));
  }
  MT_I_TRY(check_range(ctx, "tau_g", out->tau_g_from, out->tau_g_to));
  MT_I_TRY(check_range(ctx, "tau_h", out->tau_h_from, out->tau_h_to));
  MT_I_TRY(check_range(ctx, "tau_3", out->tau_3_from, out->tau_3_to));
  if (!(out->separation >= 1.0 && isfinite(out->separation))) {
    return mt_i_fail(ctx, MT_ERROR_VALUE,
                     "search->separation is %g; it must be 1 or more", out->separation);
  }
  if (model != MT_MODEL_FITNESS_ONLY &&
      out->separation * out->tau_h_from > out->tau_g_to * (1.0 + 1e-12)) {
    return mt_i_fail(ctx, MT_ERROR_VALUE,
                     "no tau_g up to %g is %g times a tau_h of %g or more", out->tau_g_to,
                     out->separation, out->tau_h_from);
  }
  if (out->grid < 4 || out->grid > 1000) {
    return mt_i_fail(ctx, MT_ERROR_VALUE, "search->grid is %lld; it must be 4 to 1000",
                     (long long)out->grid);
  }
  return MT_OK;
}

mt_status mt_fit_least_squares(mt_ctx *ctx, const mt_log *log,
                               const mt_fit_options *options,
                               const mt_least_squares_options *search,
                               mt_least_squares *result, double *fitted) {
  mt_least_squares_options chosen;
  mt_fit_options model;
  mt_least_squares done;
  mt_status status;
  mt_log known;

  MT_I_TRY(mt_i_check_log(ctx, log, &known));
  MT_I_TRY(mt_i_check_fit_options(ctx, options, &model));
  if (model.initial == MT_INITIAL_FREE) {
    return mt_i_fail(ctx, MT_ERROR_VALUE,
                     "options->initial: least squares takes initial states as given");
  }
  MT_I_TRY(check_search(ctx, search, model.model, &chosen));
  MT_I_TRY(mt_i_check_result(ctx, "result", result, sizeof(*result)));
  mt_least_squares_init(&done);
  status = mt_i_fit_least_squares(ctx, &known, &model, &chosen, &done, fitted);
  mt_i_give(result, &done);
  return status;
}
