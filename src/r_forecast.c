/* Glue of forecasts: quantiles, paths, slopes. */
#include "r_posterior.h"

#include "r_routines.h"

/* list(day, load), both maybe empty */
static mt_loads read_ahead(SEXP list) {
  r_fields from = r_fields_of(list, "ahead");
  const SEXP day = r_field(&from, "day");
  mt_loads ahead;

  mt_loads_init(&ahead);
  ahead.n = XLENGTH(day);
  ahead.day = r_doubles(day, XLENGTH(day), "day");
  ahead.load = r_doubles(r_field(&from, "load"), XLENGTH(day), "load");
  r_fields_end(&from);
  return ahead;
}

/* list(quantity, noise, probs) */
static mt_forecast_options read_options(SEXP list) {
  r_fields from = r_fields_of(list, "options");
  mt_forecast_options options;
  SEXP probs;

  mt_forecast_options_init(&options);
  options.quantity = r_field_int(&from, "quantity", options.quantity);
  options.noise = r_field_int(&from, "noise", options.noise);
  probs = r_field(&from, "probs");
  if (probs != R_NilValue) {
    options.n_probs = XLENGTH(probs);
    options.probs = r_doubles(probs, XLENGTH(probs), "probs");
  }
  r_fields_end(&from);
  return options;
}

SEXP mt_r_forecast(SEXP posterior, SEXP ahead, SEXP at, SEXP options) {
  static const char *const names[] = {"mean", "sd", "quantiles"};
  const mt_loads to_come = read_ahead(ahead);
  const mt_forecast_options wanted = read_options(options);
  const R_xlen_t n_at = XLENGTH(at);
  const double *when = r_doubles(at, n_at, "at");
  SEXP result = PROTECT(r_list(3, names));
  mt_forecast_result to;
  r_posterior from;
  r_call call;

  r_posterior_read(posterior, &from);
  mt_forecast_result_init(&to);
  to.mean = REAL(r_add_doubles(result, 0, n_at));
  to.sd = REAL(r_add_doubles(result, 1, n_at));
  to.quantiles = REAL(r_add_matrix(result, 2, n_at, wanted.n_probs));
  r_call_begin(&call, R_NilValue);
  r_call_end(&call, mt_forecast(call.ctx, &from.it, &to_come, n_at, when, &wanted, &to));
  UNPROTECT(1);
  return result;
}

SEXP mt_r_forecast_draws(SEXP posterior, SEXP ahead, SEXP at, SEXP options, SEXP n_draws,
                         SEXP seed) {
  const mt_loads to_come = read_ahead(ahead);
  const mt_forecast_options wanted = read_options(options);
  const R_xlen_t n_at = XLENGTH(at);
  const double *when = r_doubles(at, n_at, "at");
  const int64_t n = r_size(n_draws, "n"), key = r_size(seed, "seed");
  SEXP result = PROTECT(Rf_allocMatrix(REALSXP, (int)n_at, (int)n));
  r_posterior from;
  r_call call;

  r_posterior_read(posterior, &from);
  r_call_begin(&call, R_NilValue);
  r_call_end(&call, mt_forecast_draws(call.ctx, &from.it, &to_come, n_at, when, &wanted,
                                      n, (uint64_t)key, REAL(result)));
  UNPROTECT(1);
  return result;
}

/* Slopes of performance on the day `goal` by the loads to come. wanted: 0 those of the
 * draws alone, 1 of the mean as well, 2 and its curvature. */
SEXP mt_r_forecast_slope(SEXP posterior, SEXP ahead, SEXP goal, SEXP wanted, SEXP n_draws,
                         SEXP seed) {
  static const char *const names[] = {"slope", "curvature", "slopes"};
  const mt_loads to_come = read_ahead(ahead);
  const double when = r_double(goal, "goal");
  const int parts = r_int(wanted, "wanted");
  const int64_t n = r_size(n_draws, "n"), key = r_size(seed, "seed");
  SEXP result = PROTECT(r_list(3, names));
  double *slope = NULL, *curvature = NULL, *slopes;
  r_posterior from;
  r_call call;

  r_posterior_read(posterior, &from);
  if (parts > 0) {
    slope = REAL(r_add_doubles(result, 0, (R_xlen_t)to_come.n));
  }
  if (parts > 1) {
    curvature = REAL(r_add_matrix(result, 1, to_come.n, to_come.n));
  }
  slopes = REAL(r_add_matrix(result, 2, to_come.n, n));
  r_call_begin(&call, R_NilValue);
  r_call_end(&call, mt_forecast_slope(call.ctx, &from.it, &to_come, when, n,
                                      (uint64_t)key, slope, curvature, slopes));
  UNPROTECT(1);
  return result;
}
