/* Glue of turnover, cells, body and meals. */
#include "r_routines_physiology.h"
#include "r_util.h"

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
  r_call_end(&call, mt_turnover_run(call.ctx, n, person, n_times, at, &solver, n_threads,
                                    REAL(mass), NULL));
  UNPROTECT(1);
  return mass;
}

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
  r_call_end(&call, mt_body_batch(call.ctx, n, body, n_times, at, n_threads, REAL(states),
                                  NULL));
  UNPROTECT(1);
  return states;
}

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

SEXP mt_r_physiology_normals(SEXP seed, SEXP first, SEXP n, SEXP index) {
  const int64_t count = r_size(n, "n"), from = r_size(first, "first"),
                which = r_size(index, "index");
  const uint64_t key = (uint64_t)r_size(seed, "seed");
  SEXP normals = PROTECT(Rf_allocVector(REALSXP, count));
  r_call call;

  r_call_begin(&call, R_NilValue);
  r_call_end(&call,
             mt_physiology_normals(call.ctx, key, from, count, which, REAL(normals)));
  UNPROTECT(1);
  return normals;
}
