/* Glue for calibration: fit, quantiles, draws, forecasts, least squares. */
#include "r_util.h"

#include <string.h>

#include "r_routines.h"

/* ---- arguments ---- */

/* list(day, load, performance) */
static mt_log read_log(SEXP list) {
  const SEXP day = r_element(list, 0, 3, "log");
  const R_xlen_t n = XLENGTH(day);
  mt_log log;

  mt_log_init(&log);
  log.n = n;
  log.day = r_doubles(day, n, "day");
  log.load = r_doubles(r_element(list, 1, 3, "log"), n, "load");
  log.performance = r_doubles(r_element(list, 2, 3, "log"), n, "performance");
  return log;
}

/* list(performance, load, half_life, initial_sd, mean, covariance) */
static mt_prior read_prior(SEXP list) {
  mt_prior prior;

  mt_prior_init(&prior);
  prior.performance = r_double(r_element(list, 0, 6, "prior"), "performance");
  prior.load = r_double(r_element(list, 1, 6, "prior"), "load");
  prior.half_life = r_double(r_element(list, 2, 6, "prior"), "half_life");
  prior.initial_sd = r_double(r_element(list, 3, 6, "prior"), "initial_sd");
  memcpy(prior.mean, r_doubles(r_element(list, 4, 6, "prior"), MT_N_PRIOR, "mean"),
         sizeof(prior.mean));
  memcpy(prior.covariance,
         r_doubles(r_element(list, 5, 6, "prior"), MT_N_PRIOR * MT_N_PRIOR, "covariance"),
         sizeof(prior.covariance));
  return prior;
}

/* list(model, load_effect, initial, fitness0, fatigue0, points) */
static mt_fit_options read_options(SEXP list) {
  mt_fit_options options;

  mt_fit_options_init(&options);
  options.model = r_int(r_element(list, 0, 6, "options"), "model");
  options.load_effect = r_int(r_element(list, 1, 6, "options"), "load_effect");
  options.initial = r_int(r_element(list, 2, 6, "options"), "initial");
  options.fitness0 = r_double(r_element(list, 3, 6, "options"), "fitness0");
  options.fatigue0 = r_double(r_element(list, 4, 6, "options"), "fatigue0");
  options.points = r_int(r_element(list, 5, 6, "options"), "points");
  return options;
}

static const double *read_points(SEXP points, int64_t *n) {
  *n = XLENGTH(points) / MT_FIT_COLUMNS;
  return r_doubles(points, (R_xlen_t)(*n * MT_FIT_COLUMNS), "points");
}

/* list(quantity, noise) */
static mt_forecast_options read_forecast(SEXP list) {
  mt_forecast_options options;

  mt_forecast_options_init(&options);
  options.quantity = r_int(r_element(list, 0, 2, "forecast"), "quantity");
  options.noise = r_int(r_element(list, 1, 2, "forecast"), "noise");
  return options;
}

static SEXP add_doubles(SEXP list, int i, R_xlen_t length) {
  SET_VECTOR_ELT(list, i, Rf_allocVector(REALSXP, length));
  return VECTOR_ELT(list, i);
}

/* The numbers of a fit, in the order of the names below. */
enum { N_FIT_NAMES = 9 };
static const char *const fit_names[N_FIT_NAMES] = {"status",    "n_tests",      "rounds",
                                                   "effective", "log_evidence", "log_lik",
                                                   "mean",      "vcov",         "points"};

static SEXP allocate_fit(R_xlen_t points) {
  SEXP result = PROTECT(r_list(N_FIT_NAMES, fit_names));

  for (int i = 0; i < 6; i++) {
    add_doubles(result, i, 1);
  }
  add_doubles(result, 6, MT_N_FIT);
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

/* bounds: separation, tau_g from and to, tau_h, tau_3. */
SEXP mt_r_fit_least_squares(SEXP log, SEXP options, SEXP bounds) {
  static const char *const names[] = {"status",     "n_tests", "n_free",    "active",
                                      "degenerate", "sse",     "condition", "estimate",
                                      "vcov",       "fitted"};
  const mt_log known = read_log(log);
  const mt_fit_options chosen = read_options(options);
  const double *range = r_doubles(bounds, 7, "bounds");
  SEXP result = PROTECT(r_list(10, names));
  mt_ls_options ls_options;
  mt_status status;
  mt_ls ls;
  r_call call;

  mt_ls_options_init(&ls_options);
  ls_options.separation = range[0];
  ls_options.tau_g_from = range[1];
  ls_options.tau_g_to = range[2];
  ls_options.tau_h_from = range[3];
  ls_options.tau_h_to = range[4];
  ls_options.tau_3_from = range[5];
  ls_options.tau_3_to = range[6];
  mt_ls_init(&ls);
  for (int i = 0; i < 7; i++) {
    add_doubles(result, i, 1);
  }
  add_doubles(result, 7, MT_N_FIT);
  SET_VECTOR_ELT(result, 8, Rf_allocMatrix(REALSXP, MT_N_FIT, MT_N_FIT));
  add_doubles(result, 9, (R_xlen_t)known.n);
  r_call_begin(&call, R_NilValue);
  status = mt_fit_least_squares(call.ctx, &known, &chosen, &ls_options, &ls,
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
  const SEXP day = r_element(future, 0, 2, "future");
  const R_xlen_t n = XLENGTH(day);
  forecast_from from;

  from.log = read_log(log);
  from.prior = read_prior(prior);
  from.options = read_options(options);
  from.points = read_points(points, &from.n_points);
  from.n_future = n;
  from.day = r_doubles(day, n, "day");
  from.load = r_doubles(r_element(future, 1, 2, "future"), n, "load");
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

  add_doubles(result, 0, n_at);
  add_doubles(result, 1, n_at);
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
    slope = REAL(add_doubles(result, 0, (R_xlen_t)from.n_future));
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
