/* Glue of calibration: fits, their quantiles and draws. */
#include "r_posterior.h"

#include <string.h>

#include "r_routines.h"

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

SEXP mt_r_prior_scale(SEXP log, SEXP prior) {
  const mt_log known = r_log(log);
  mt_prior belief = r_prior(prior);
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
  const mt_log known = r_log(log);
  const mt_prior belief = r_prior(prior);
  const mt_fit_options chosen = r_fit_options(options);
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

SEXP mt_r_fit_quantiles(SEXP posterior, SEXP probs) {
  const R_xlen_t n_probs = XLENGTH(probs);
  const double *at = r_doubles(probs, n_probs, "probs");
  SEXP result = PROTECT(Rf_allocMatrix(REALSXP, (int)n_probs, MT_N_FIT));
  r_posterior from;
  r_call call;

  r_posterior_read(posterior, &from);
  r_call_begin(&call, R_NilValue);
  r_call_end(&call, mt_fit_quantiles(call.ctx, &from.it, n_probs, at, REAL(result)));
  UNPROTECT(1);
  return result;
}

SEXP mt_r_prior_quantiles(SEXP prior, SEXP options, SEXP probs) {
  const mt_prior belief = r_prior(prior);
  const mt_fit_options chosen = r_fit_options(options);
  const R_xlen_t n_probs = XLENGTH(probs);
  const double *at = r_doubles(probs, n_probs, "probs");
  SEXP result = PROTECT(Rf_allocMatrix(REALSXP, (int)n_probs, MT_N_FIT));
  r_call call;

  r_call_begin(&call, R_NilValue);
  r_call_end(&call,
             mt_prior_quantiles(call.ctx, &belief, &chosen, n_probs, at, REAL(result)));
  UNPROTECT(1);
  return result;
}

SEXP mt_r_fit_draws(SEXP posterior, SEXP n_draws, SEXP seed) {
  const int64_t n = r_size(n_draws, "n"), key = r_size(seed, "seed");
  SEXP result = PROTECT(Rf_allocMatrix(REALSXP, (int)n, MT_N_FIT));
  r_posterior from;
  r_call call;

  r_posterior_read(posterior, &from);
  r_call_begin(&call, R_NilValue);
  r_call_end(&call, mt_fit_draws(call.ctx, &from.it, n, (uint64_t)key, REAL(result)));
  UNPROTECT(1);
  return result;
}

/* logs: a list of logs. Gives a list of fits, each with scales and quantiles. */
SEXP mt_r_fit_batch(SEXP logs, SEXP prior, SEXP options, SEXP threads, SEXP probs,
                    SEXP progress) {
  static const char *const names[] = {"fit", "scale", "quantiles"};
  const R_xlen_t n = XLENGTH(logs), n_probs = XLENGTH(probs);
  const mt_prior belief = r_prior(prior);
  const mt_fit_options chosen = r_fit_options(options);
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
    log[i] = r_log(VECTOR_ELT(logs, i));
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
