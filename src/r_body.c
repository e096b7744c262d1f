/* Glue of cells and body. */
#include "r_routines.h"
#include "r_util.h"

/* forcing: list(end, stimulus, synthesis, decline, breakdown, transient, load, fitness,
 * activity), the stimulus being [n_pieces x n]; k_d: [n]; numbers: two areas, fusion,
 * satellite, vo2max. [7 x (n_times n)]. */
SEXP mt_r_body(SEXP forcing, SEXP k_d, SEXP numbers, SEXP times, SEXP threads) {
  SEXP end = r_element(forcing, 0, 9, "forcing");
  const R_xlen_t n_pieces = XLENGTH(end), n = XLENGTH(k_d), n_times = XLENGTH(times);
  const double *rate = r_doubles(k_d, n, "k_d");
  const double *x = r_doubles(numbers, 5, "numbers");
  const double *at = r_doubles(times, n_times, "times");
  const double *stimulus = r_doubles(VECTOR_ELT(forcing, 1), n_pieces * n, "stimulus");
  const int n_threads = r_int(threads, "threads");
  mt_body *body = (mt_body *)R_alloc((size_t)n, sizeof(*body));
  SEXP states = PROTECT(Rf_allocMatrix(REALSXP, MT_BODY_STATES, (int)(n_times * n)));
  r_call call;

  for (R_xlen_t i = 0; i < n; i++) {
    mt_body_init(&body[i]);
    body[i].n_pieces = n_pieces;
    body[i].piece_end = r_doubles(end, n_pieces, "end");
    body[i].stimulus = stimulus + n_pieces * i;
    body[i].synthesis = r_doubles_or_null(VECTOR_ELT(forcing, 2), n_pieces, "synthesis");
    body[i].decline = r_doubles_or_null(VECTOR_ELT(forcing, 3), n_pieces, "decline");
    body[i].breakdown = r_doubles_or_null(VECTOR_ELT(forcing, 4), n_pieces, "breakdown");
    body[i].transient = r_doubles_or_null(VECTOR_ELT(forcing, 5), n_pieces, "transient");
    body[i].load = r_doubles_or_null(VECTOR_ELT(forcing, 6), n_pieces, "load");
    body[i].fitness = r_doubles_or_null(VECTOR_ELT(forcing, 7), n_pieces, "fitness");
    body[i].activity = r_doubles_or_null(VECTOR_ELT(forcing, 8), n_pieces, "activity");
    body[i].k_d = rate[i];
    body[i].area[0] = x[0];
    body[i].area[1] = x[1];
    body[i].fusion = x[2];
    body[i].satellite = x[3];
    body[i].vo2max = x[4];
  }
  r_call_begin(&call, R_NilValue);
  r_call_end(&call, mt_body_batch(call.ctx, n, body, n_times, at, n_threads, NULL,
                                  REAL(states)));
  UNPROTECT(1);
  return states;
}
