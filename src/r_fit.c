/* Glue for calibration: fit, quantiles, draws, forecasts, least squares. */
#include "r_field.h"

#include <string.h>

#include "r_routines.h"

/* ---- arguments ---- */

/* list(day, load, performance) */
static mt_log read_log(SEXP list) {
  r_fields from = r_fields_of(list, "log");
  const SEXP day = r_field(&from, "day");
  const R_xlen_t n = XLENGTH(day);
  mt_log log;

  mt_log_init(&log);
  log.n = n;
  log.day = r_doubles(day, n, "day");
  log.load = r_doubles(r_field(&from, "load"), n, "load");
  log.performance = r_doubles(r_field(&from, "performance"), n, "performance");
  r_fields_end(&from);
  return log;
}

/* list(performance, load, half_life, initial_sd, mean, covariance) */
static mt_prior read_prior(SEXP list) {
  r_fields from = r_fields_of(list, "prior");
  mt_prior prior;

  mt_prior_init(&prior);
  prior.performance = r_field_double(&from, "performance", prior.performance);
  prior.load = r_field_double(&from, "load", prior.load);
  prior.half_life = r_field_double(&from, "half_life", prior.half_life);
  prior.initial_sd = r_field_double(&from, "initial_sd", prior.initial_sd);
  r_field_copy(&from, "mean", MT_N_PRIOR, prior.mean);
  r_field_copy(&from, "covariance", MT_N_PRIOR * MT_N_PRIOR, prior.covariance);
  r_fields_end(&from);
  return prior;
}

/* list(model, load_effect, initial, fitness0, fatigue0, points) */
static mt_fit_options read_options(SEXP list) {
  r_fields from = r_fields_of(list, "options");
  mt_fit_options options;

  mt_fit_options_init(&options);
  options.model = r_field_int(&from, "model", options.model);
  options.load_effect = r_field_int(&from, "load_effect", options.load_effect);
  options.initial = r_field_int(&from, "initial", options.initial);
  options.fitness0 = r_field_double(&from, "fitness0", options.fitness0);
  options.fatigue0 = r_field_double(&from, "fatigue0", options.fatigue0);
  options.points = r_field_int(&from, "points", options.points);
  r_fields_end(&from);
  return options;
}

static const double *read_points(SEXP points, int64_t *n) {
  *n = XLENGTH(points) / MT_FIT_COLUMNS;
  return r_doubles(points, (R_xlen_t)(*n * MT_FIT_COLUMNS), "points");
}

/* list(quantity, noise) */
static mt_forecast_options read_forecast(SEXP list) {
  r_fields from = r_fields_of(list, "forecast");
  mt_forecast_options options;

  mt_forecast_options_init(&options);
  options.quantity = r_field_int(&from, "quantity", options.quantity);
  options.noise = r_field_int(&from, "noise", options.noise);
  r_fields_end(&from);
  return options;
}

/* The numbers of a fit, in the order of the names below. */
enum { N_FIT_NAMES = 9 };
static const char *const fit_names[N_FIT_NAMES] = {"status",    "n_tests",      "rounds",
                                                   "effective", "log_evidence", "log_lik",
                                                   "mean",      "vcov",         "points"};

static SEXP allocate_fit(R_xlen_t points) {
  SEXP result = PROTECT(r_list(N_FIT_NAMES, fit_names));

  for (int i = 0; i < 6; i++) {
    r_add_doubles(result, i, 1);
  }
  r_add_doubles(result, 6, MT_N_FIT);
  SET_VECTOR_ELT(result, 7, Rf_allocMatrix(REALSXP, MT_N_FIT, MT_N_FIT));
  if (points > 0) {
    SET_VECTOR_ELT(result, 8, Rf_allocMatrix(REALSXP, (int)points, MT_FIT_COLUMNS));
  }
  UNPROTECT(1);
  return result;
}

static void fill_fit(SEXP result, int64_t status, const mt_fit *fit) {
  REAL(VECTOR_ELT(result, 0))[0] = (double)status;
  REAL(VECTOR_ELT(result, 1))[0] = (double)fit->n_tests;
  REAL(VECTOR_ELT(result, 2))[0] = (double)fit->rounds;
  REAL(VECTOR_ELT(result, 3))[0] = fit->effective;
  REAL(VECTOR_ELT(result, 4))[0] = fit->log_evidence;
  REAL(VECTOR_ELT(result, 5))[0] = fit->log_lik;
  memcpy(REAL(VECTOR_ELT(result, 6)), fit->mean, sizeof(fit->mean));
  memcpy(REAL(VECTOR_ELT(result, 7)), fit->covariance, sizeof(fit->covariance));
}

/* ---- fit ---- */

SEXP mt_r_prior_scale(SEXP log, SEXP prior) {
  const mt_log known = read_log(log);
  mt_prior belief = read_prior(prior);
  SEXP scale = PROTECT(Rf_allocVector(REALSXP, 2));
  r_call call;

  r_call_begin(&call, R_NilValue);
  r_call_end(&call, mt_prior_scale(call.ctx, &known, &belief));
  REAL(scale)[0] = belief.performance;
  REAL(scale)[1] = belief.load;
  UNPROTECT(1);
  return scale;
}

SEXP mt_r_fit_bayes(SEXP log, SEXP prior, SEXP options) {
  const mt_log known = read_log(log);
  const mt_prior belief = read_prior(prior);
  const mt_fit_options chosen = read_options(options);
  SEXP result = PROTECT(allocate_fit((R_xlen_t)mt_fit_points(&chosen)));
  mt_status status;
  mt_fit fit;
  r_call call;

  mt_fit_init(&fit);
  r_call_begin(&call, R_NilValue);
  status =
      mt_fit_bayes(call.ctx, &known, &belief, &chosen, &fit, REAL(VECTOR_ELT(result, 8)));
  r_call_end(&call, status);
  fill_fit(result, status, &fit);
  UNPROTECT(1);
  return result;
}

SEXP mt_r_fit_quantiles(SEXP prior, SEXP options, SEXP points, SEXP probs) {
  const mt_prior belief = read_prior(prior);
  const mt_fit_options chosen = read_options(options);
  const R_xlen_t n_probs = XLENGTH(probs);
  const double *at = r_doubles(probs, n_probs, "probs");
  SEXP result = PROTECT(Rf_allocMatrix(REALSXP, (int)n_probs, MT_N_FIT));
  r_call call;

  if (points == R_NilValue) {
    r_call_begin(&call, R_NilValue);
    r_call_end(&call,
               mt_prior_quantiles(call.ctx, &belief, &chosen, n_probs, at, REAL(result)));
  } else {
    int64_t n;
    const double *from = read_points(points, &n);
    r_call_begin(&call, R_NilValue);
    r_call_end(&call, mt_fit_quantiles(call.ctx, &belief, &chosen, n, from, n_probs, at,
                                       REAL(result)));
  }
  UNPROTECT(1);
  return result;
}

SEXP mt_r_fit_draws(SEXP prior, SEXP options, SEXP points, SEXP n_draws, SEXP seed) {
  const mt_prior belief = read_prior(prior);
  const mt_fit_options chosen = read_options(options);
  const int64_t n = r_size(n_draws, "n");
  const int64_t from = r_size(seed, "seed");
  int64_t n_points;
  const double *given = read_points(points, &n_points);
  SEXP result = PROTECT(Rf_allocMatrix(REALSXP, (int)n, MT_N_FIT));
  r_call call;

  r_call_begin(&call, R_NilValue);
  r_call_end(&call, mt_fit_draws(call.ctx, &belief, &chosen, n_points, given, n,
                                 (uint64_t)from, REAL(result)));
  UNPROTECT(1);
  return result;
}

/* logs: a list of logs. Gives a list of fits, each with scales and quantiles. */
SEXP mt_r_fit_batch(SEXP logs, SEXP prior, SEXP options, SEXP threads, SEXP probs,
                    SEXP progress) {
  static const char *const names[] = {"fit", "scale", "quantiles"};
  const R_xlen_t n = XLENGTH(logs), n_probs = XLENGTH(probs);
  const mt_prior belief = read_prior(prior);
  const mt_fit_options chosen = read_options(options);
  const int n_threads = r_int(threads, "threads");
  const double *at = r_doubles(probs, n_probs, "probs");
  SEXP result = PROTECT(r_list(3, names)), fits;
  mt_log *log = (mt_log *)R_alloc((size_t)n, sizeof(mt_log));
  mt_fit *fit = (mt_fit *)R_alloc((size_t)n, sizeof(mt_fit));
  mt_status *status = (mt_status *)R_alloc((size_t)n, sizeof(mt_status));
  r_call call;

  fits = Rf_allocVector(VECSXP, n);
  SET_VECTOR_ELT(result, 0, fits);
  SET_VECTOR_ELT(result, 1, Rf_allocMatrix(REALSXP, 2, (int)n));
  SET_VECTOR_ELT(result, 2, Rf_alloc3DArray(REALSXP, (int)n_probs, MT_N_FIT, (int)n));
  for (R_xlen_t i = 0; i < n; i++) {
    log[i] = read_log(VECTOR_ELT(logs, i));
    mt_fit_init(&fit[i]);
    SET_VECTOR_ELT(fits, i, allocate_fit(0));
  }
  r_call_begin(&call, progress);
  r_call_end(&call, mt_fit_batch(call.ctx, n, log, 1, &belief, &chosen, n_probs, at,
                                 n_threads, status, fit, REAL(VECTOR_ELT(result, 1)),
                                 REAL(VECTOR_ELT(result, 2))));
  for (R_xlen_t i = 0; i < n; i++) {
    fill_fit(VECTOR_ELT(fits, i), status[i], &fit[i]);
  }
  UNPROTECT(1);
  return result;
}

/* ---- least squares ---- */

static void read_range(r_fields *from, const char *field, double *low, double *high) {
  const double *range = r_field_doubles(from, field, 2);

  if (range != NULL) {
    *low = range[0];
    *high = range[1];
  }
}

/* list(separation, tau_g, tau_h, tau_3), each time constant with two ends */
static mt_ls_options read_bounds(SEXP list) {
  r_fields from = r_fields_of(list, "bounds");
  mt_ls_options bounds;

  mt_ls_options_init(&bounds);
  bounds.separation = r_field_double(&from, "separation", bounds.separation);
  read_range(&from, "tau_g", &bounds.tau_g_from, &bounds.tau_g_to);
  read_range(&from, "tau_h", &bounds.tau_h_from, &bounds.tau_h_to);
  read_range(&from, "tau_3", &bounds.tau_3_from, &bounds.tau_3_to);
  r_fields_end(&from);
  return bounds;
}

SEXP mt_r_fit_least_squares(SEXP log, SEXP options, SEXP bounds) {
  static const char *const names[] = {"status",     "n_tests", "n_free",    "active",
                                      "degenerate", "sse",     "condition", "estimate",
                                      "vcov",       "fitted"};
  const mt_log known = read_log(log);
  const mt_fit_options chosen = read_options(options);
  const mt_ls_options range = read_bounds(bounds);
  SEXP result = PROTECT(r_list(10, names));
  mt_status status;
  mt_ls ls;
  r_call call;

  mt_ls_init(&ls);
  for (int i = 0; i < 7; i++) {
    r_add_doubles(result, i, 1);
  }
  r_add_doubles(result, 7, MT_N_FIT);
  SET_VECTOR_ELT(result, 8, Rf_allocMatrix(REALSXP, MT_N_FIT, MT_N_FIT));
  r_add_doubles(result, 9, (R_xlen_t)known.n);
  r_call_begin(&call, R_NilValue);
  status = mt_fit_least_squares(call.ctx, &known, &chosen, &range, &ls,
                                REAL(VECTOR_ELT(result, 9)));
  r_call_end(&call, status);
  REAL(VECTOR_ELT(result, 0))[0] = status;
  REAL(VECTOR_ELT(result, 1))[0] = (double)ls.n_tests;
  REAL(VECTOR_ELT(result, 2))[0] = (double)ls.n_free;
  REAL(VECTOR_ELT(result, 3))[0] = (double)ls.active;
  REAL(VECTOR_ELT(result, 4))[0] = (double)ls.degenerate;
  REAL(VECTOR_ELT(result, 5))[0] = ls.sse;
  REAL(VECTOR_ELT(result, 6))[0] = ls.condition;
  memcpy(REAL(VECTOR_ELT(result, 7)), ls.estimate, sizeof(ls.estimate));
  memcpy(REAL(VECTOR_ELT(result, 8)), ls.covariance, sizeof(ls.covariance));
  UNPROTECT(1);
  return result;
}

/* ---- forecast ---- */

/* What every forecast is made from. */
typedef struct forecast_from {
  mt_log log;
  mt_prior prior;
  mt_fit_options options;
  int64_t n_points, n_future;
  const double *points, *day, *load;
} forecast_from;

/* future: list(day, load), both maybe empty. */
static forecast_from read_from(SEXP log, SEXP prior, SEXP options, SEXP points,
                               SEXP future) {
  r_fields ahead = r_fields_of(future, "future");
  const SEXP day = r_field(&ahead, "day");
  const R_xlen_t n = XLENGTH(day);
  forecast_from from;

  from.log = read_log(log);
  from.prior = read_prior(prior);
  from.options = read_options(options);
  from.points = read_points(points, &from.n_points);
  from.n_future = n;
  from.day = r_doubles(day, n, "day");
  from.load = r_doubles(r_field(&ahead, "load"), n, "load");
  r_fields_end(&ahead);
  return from;
}

SEXP mt_r_forecast(SEXP log, SEXP prior, SEXP options, SEXP points, SEXP future, SEXP at,
                   SEXP forecast, SEXP probs) {
  static const char *const names[] = {"mean", "sd", "quantiles"};
  const forecast_from from = read_from(log, prior, options, points, future);
  const mt_forecast_options wanted = read_forecast(forecast);
  const R_xlen_t n_at = XLENGTH(at), n_probs = XLENGTH(probs);
  const double *when = r_doubles(at, n_at, "at"), *p = r_doubles(probs, n_probs, "probs");
  SEXP result = PROTECT(r_list(3, names));
  r_call call;

  r_add_doubles(result, 0, n_at);
  r_add_doubles(result, 1, n_at);
  SET_VECTOR_ELT(result, 2, Rf_allocMatrix(REALSXP, (int)n_at, (int)n_probs));
  r_call_begin(&call, R_NilValue);
  r_call_end(&call,
             mt_forecast(call.ctx, &from.log, &from.prior, &from.options, from.n_points,
                         from.points, from.n_future, from.day, from.load, n_at, when,
                         &wanted, n_probs, p, REAL(VECTOR_ELT(result, 0)),
                         REAL(VECTOR_ELT(result, 1)), REAL(VECTOR_ELT(result, 2))));
  UNPROTECT(1);
  return result;
}

SEXP mt_r_forecast_draws(SEXP log, SEXP prior, SEXP options, SEXP points, SEXP future,
                         SEXP at, SEXP forecast, SEXP n_draws, SEXP seed) {
  const forecast_from from = read_from(log, prior, options, points, future);
  const mt_forecast_options wanted = read_forecast(forecast);
  const R_xlen_t n_at = XLENGTH(at);
  const double *when = r_doubles(at, n_at, "at");
  const int64_t n = r_size(n_draws, "n"), key = r_size(seed, "seed");
  SEXP result = PROTECT(Rf_allocMatrix(REALSXP, (int)n_at, (int)n));
  r_call call;

  r_call_begin(&call, R_NilValue);
  r_call_end(&call, mt_forecast_draws(call.ctx, &from.log, &from.prior, &from.options,
                                      from.n_points, from.points, from.n_future, from.day,
                                      from.load, n_at, when, &wanted, n, (uint64_t)key,
                                      REAL(result)));
  UNPROTECT(1);
  return result;
}

/* Slopes of performance on the day `goal` by the loads to come. wanted: 0 those of the
 * draws alone, 1 of the mean as well, 2 and its curvature. */
SEXP mt_r_forecast_slope(SEXP log, SEXP prior, SEXP options, SEXP points, SEXP future,
                         SEXP goal, SEXP wanted, SEXP n_draws, SEXP seed) {
  static const char *const names[] = {"slope", "curvature", "slopes"};
  const forecast_from from = read_from(log, prior, options, points, future);
  const double when = r_double(goal, "goal");
  const int parts = r_int(wanted, "wanted");
  const int64_t n = r_size(n_draws, "n"), key = r_size(seed, "seed");
  SEXP result = PROTECT(r_list(3, names));
  double *slope = NULL, *curvature = NULL;
  r_call call;

  if (parts > 0) {
    slope = REAL(r_add_doubles(result, 0, (R_xlen_t)from.n_future));
  }
  if (parts > 1) {
    SET_VECTOR_ELT(result, 1,
                   Rf_allocMatrix(REALSXP, (int)from.n_future, (int)from.n_future));
    curvature = REAL(VECTOR_ELT(result, 1));
  }
  SET_VECTOR_ELT(result, 2, Rf_allocMatrix(REALSXP, (int)from.n_future, (int)n));
  r_call_begin(&call, R_NilValue);
  r_call_end(&call, mt_forecast_slope(call.ctx, &from.log, &from.prior, &from.options,
                                      from.n_points, from.points, from.n_future, from.day,
                                      from.load, when, slope, curvature, n, (uint64_t)key,
                                      REAL(VECTOR_ELT(result, 2))));
  UNPROTECT(1);
  return result;
}
