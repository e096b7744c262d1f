/* Glue of turnover. */
#include "r_field.h"
#include "r_routines.h"

/* forcing: list(end, decline, breakdown, transient); synthesis: [n_pieces x n]; persons:
 * list(k_d, m_ref, m0), each [n]. Mass as a matrix [n_times x n]. */
SEXP mt_r_turnover(SEXP forcing, SEXP synthesis, SEXP persons, SEXP times, SEXP options,
                   SEXP threads) {
  SEXP end = r_element(forcing, 0, 4, "forcing");
  const R_xlen_t n_pieces = XLENGTH(end),
                 n = XLENGTH(r_element(persons, 0, 3, "persons"));
  const R_xlen_t n_times = XLENGTH(times);
  const double *f = r_doubles(synthesis, n_pieces * n, "synthesis");
  const double *k_d = r_doubles(VECTOR_ELT(persons, 0), n, "k_d");
  const double *m_ref = r_doubles(VECTOR_ELT(persons, 1), n, "m_ref");
  const double *m0 = r_doubles(VECTOR_ELT(persons, 2), n, "m0");
  const double *at = r_doubles(times, n_times, "times");
  const mt_solver_options solver = r_solver(options);
  const int n_threads = r_int(threads, "threads");
  mt_turnover *person = (mt_turnover *)R_alloc((size_t)n, sizeof(*person));
  SEXP mass = PROTECT(Rf_allocMatrix(REALSXP, (int)n_times, (int)n));
  r_call call;

  for (R_xlen_t i = 0; i < n; i++) {
    mt_turnover_init(&person[i]);
    person[i].n_pieces = n_pieces;
    person[i].piece_end = r_doubles(end, n_pieces, "end");
    person[i].synthesis = f + n_pieces * i;
    person[i].decline = r_doubles_or_null(VECTOR_ELT(forcing, 1), n_pieces, "decline");
    person[i].breakdown =
        r_doubles_or_null(VECTOR_ELT(forcing, 2), n_pieces, "breakdown");
    person[i].transient =
        r_doubles_or_null(VECTOR_ELT(forcing, 3), n_pieces, "transient");
    person[i].k_d = k_d[i];
    person[i].m_ref = m_ref[i];
    person[i].m0 = m0[i];
  }
  r_call_begin(&call, R_NilValue);
  r_call_end(&call, mt_turnover_batch(call.ctx, n, person, n_times, at, &solver,
                                      n_threads, NULL, REAL(mass)));
  UNPROTECT(1);
  return mass;
}
