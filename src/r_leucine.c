/* Glue of the leucine model. */
#include "r_routines.h"
#include "r_util.h"

/* runs: a list of list(dose_g, dose_time, rate, initial, numbers), numbers being plasma and
 * muscle volume, equilibration, infusion, freeze and rtol. */
SEXP mt_r_leucine(SEXP runs, SEXP times, SEXP threads) {
  static const char *const names[] = {"amounts", "flows", "integrals", "statistics"};
  const R_xlen_t n = XLENGTH(runs), n_times = XLENGTH(times);
  const double *at = r_doubles(times, n_times, "times");
  const int n_threads = r_int(threads, "threads");
  mt_leucine *run = (mt_leucine *)R_alloc((size_t)n, sizeof(*run));
  mt_solver_statistics *work = (mt_solver_statistics *)R_alloc((size_t)n, sizeof(*work));
  SEXP result = PROTECT(r_list(4, names));
  double *out[4];
  r_call call;

  for (R_xlen_t i = 0; i < n; i++) {
    SEXP given = VECTOR_ELT(runs, i);
    SEXP dose = r_element(given, 0, 5, "run");
    const double *numbers = r_doubles(VECTOR_ELT(given, 4), 6, "numbers");

    mt_leucine_init(&run[i]);
    mt_solver_statistics_init(&work[i]);
    run[i].n_doses = XLENGTH(dose);
    run[i].dose_g = r_doubles(dose, XLENGTH(dose), "dose_g");
    run[i].dose_time = r_doubles(VECTOR_ELT(given, 1), XLENGTH(dose), "dose_time");
    run[i].rate = r_doubles_or_null(VECTOR_ELT(given, 2), MT_LEUCINE_RATES, "rate");
    run[i].initial =
        r_doubles_or_null(VECTOR_ELT(given, 3), MT_LEUCINE_STATES, "initial");
    run[i].plasma_volume = numbers[0];
    run[i].muscle_volume = numbers[1];
    run[i].equilibration = numbers[2];
    run[i].infusion = numbers[3];
    run[i].freeze_p70s6k = numbers[4] != 0.0;
    run[i].rtol = numbers[5];
  }
  SET_VECTOR_ELT(result, 0,
                 Rf_allocMatrix(REALSXP, MT_LEUCINE_STATES, (int)(n_times * n)));
  SET_VECTOR_ELT(result, 1,
                 Rf_allocMatrix(REALSXP, MT_LEUCINE_FLOWS, (int)(n_times * n)));
  SET_VECTOR_ELT(result, 2,
                 Rf_allocMatrix(REALSXP, MT_LEUCINE_INTEGRALS, (int)(n_times * n)));
  SET_VECTOR_ELT(result, 3, Rf_allocMatrix(REALSXP, 6, (int)n));
  for (int i = 0; i < 4; i++) {
    out[i] = REAL(VECTOR_ELT(result, i));
  }
  r_call_begin(&call, R_NilValue);
  r_call_end(&call, mt_leucine_batch(call.ctx, n, run, n_times, at, n_threads, NULL,
                                     out[0], out[1], out[2], work));
  for (R_xlen_t i = 0; i < n; i++) {
    double *to = out[3] + 6 * i;
    to[0] = (double)work[i].steps;
    to[1] = (double)work[i].rates;
    to[2] = (double)work[i].jacobians;
    to[3] = (double)work[i].error_failures;
    to[4] = (double)work[i].newton_failures;
    to[5] = (double)work[i].starts;
  }
  UNPROTECT(1);
  return result;
}

SEXP mt_r_leucine_constants(void) {
  static const char *const names[] = {"value", "initial"};
  SEXP result = PROTECT(r_list(2, names));
  SEXP states;

  SET_VECTOR_ELT(result, 0, Rf_allocVector(REALSXP, MT_LEUCINE_RATES));
  SET_VECTOR_ELT(result, 1, Rf_allocVector(REALSXP, MT_LEUCINE_STATES));
  states = PROTECT(Rf_allocVector(STRSXP, MT_LEUCINE_STATES));
  for (int i = 0; i < MT_LEUCINE_STATES; i++) {
    SET_STRING_ELT(states, i, Rf_mkChar(mt_leucine_state_name(i)));
  }
  Rf_setAttrib(VECTOR_ELT(result, 1), R_NamesSymbol, states);
  mt_leucine_constants(REAL(VECTOR_ELT(result, 0)), REAL(VECTOR_ELT(result, 1)));
  UNPROTECT(2);
  return result;
}

/* body: man (0 or 1), height, weight, age, resistance */
SEXP mt_r_leucine_volumes(SEXP body) {
  const double *b = r_doubles(body, 5, "body");
  SEXP result = PROTECT(Rf_allocVector(REALSXP, 2));
  r_call call;

  r_call_begin(&call, R_NilValue);
  r_call_end(&call, mt_leucine_volumes(call.ctx, b[0] != 0.0, b[1], b[2], b[3], b[4],
                                       &REAL(result)[0], &REAL(result)[1]));
  UNPROTECT(1);
  return result;
}
