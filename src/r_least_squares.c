/* Glue of least squares. */
#include "r_posterior.h"

#include <string.h>

#include "r_routines.h"

static void read_range(r_fields *from, const char *field, double *low, double *high) {
  const double *range = r_field_doubles(from, field, 2);

  if (range != NULL) {
    *low = range[0];
    *high = range[1];
  }
}

/* list(separation, tau_g, tau_h, tau_3), each time constant with two ends */
static mt_least_squares_options read_bounds(SEXP list) {
  r_fields from = r_fields_of(list, "bounds");
  mt_least_squares_options bounds;

  mt_least_squares_options_init(&bounds);
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
  const mt_log known = r_log(log);
  const mt_fit_options chosen = r_fit_options(options);
  const mt_least_squares_options range = read_bounds(bounds);
  SEXP result = PROTECT(r_list(10, names));
  mt_status status;
  mt_least_squares ls;
  r_call call;

  mt_least_squares_init(&ls);
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
