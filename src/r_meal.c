/* Glue of meals. */
#include "r_routines.h"
#include "r_util.h"

/* rule: e_max, d0, refractory, spent */
SEXP mt_r_meal_responses(SEXP minute, SEXP dose, SEXP amplitude, SEXP rule) {
  const R_xlen_t n = XLENGTH(minute);
  const double *at = r_doubles(minute, n, "minute");
  const double *d = r_doubles(dose, n, "dose");
  const double *gain = r_doubles(amplitude, n, "amplitude");
  const double *x = r_doubles(rule, 4, "rule");
  SEXP response = PROTECT(Rf_allocVector(REALSXP, n));
  mt_meal_rule chosen;
  r_call call;

  mt_meal_rule_init(&chosen);
  chosen.e_max = x[0];
  chosen.d0 = x[1];
  chosen.refractory = x[2];
  chosen.spent = x[3];
  r_call_begin(&call, R_NilValue);
  r_call_end(&call, mt_meal_responses(call.ctx, n, at, d, gain, &chosen, REAL(response)));
  UNPROTECT(1);
  return response;
}

/* sources: list(k_a, share); numbers: basal, volume */
SEXP mt_r_plasma_leucine(SEXP minute, SEXP umol, SEXP source, SEXP sources, SEXP numbers,
                         SEXP times) {
  const R_xlen_t n = XLENGTH(minute), n_times = XLENGTH(times);
  SEXP k_a = r_element(sources, 0, 2, "sources");
  const R_xlen_t n_sources = XLENGTH(k_a);
  const double *rates = r_doubles(k_a, n_sources, "k_a");
  const double *shares = r_doubles(VECTOR_ELT(sources, 1), n_sources, "share");
  const double *at = r_doubles(minute, n, "minute"), *amount = r_doubles(umol, n, "umol");
  const double *which = r_doubles(source, n, "source"),
               *x = r_doubles(numbers, 2, "numbers");
  const double *t = r_doubles(times, n_times, "times");
  int64_t *from = (int64_t *)R_alloc((size_t)n + 1, sizeof(*from));
  SEXP concentration = PROTECT(Rf_allocVector(REALSXP, n_times));
  mt_plasma plasma;
  r_call call;

  mt_plasma_init(&plasma);
  plasma.n_sources = n_sources;
  for (R_xlen_t i = 0; i < n_sources && i < MT_MEAL_SOURCES; i++) {
    plasma.k_a[i] = rates[i];
    plasma.share[i] = shares[i];
  }
  for (R_xlen_t i = 0; i < n; i++) {
    from[i] = (int64_t)which[i];
  }
  plasma.basal = x[0];
  plasma.volume = x[1];
  r_call_begin(&call, R_NilValue);
  r_call_end(&call, mt_plasma_leucine(call.ctx, &plasma, n, at, amount, from, n_times, t,
                                      REAL(concentration)));
  UNPROTECT(1);
  return concentration;
}
