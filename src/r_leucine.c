/* Glue of the leucine model. */
#include "r_field.h"
#include "r_routines.h"

/* list(dose_g, dose_time, rate, initial, volumes, equilibration, infusion, freeze_p70s6k,
 * rtol); volumes: plasma, muscle */
static mt_leucine run_of(SEXP list) {
  r_fields from = r_fields_of(list, "run");
  SEXP dose = r_field(&from, "dose_g");
  const double *volumes;
  mt_leucine run;

  mt_leucine_init(&run);
  run.n_doses = XLENGTH(dose);
  run.dose_g = r_doubles(dose, XLENGTH(dose), "dose_g");
  run.dose_time = r_field_doubles(&from, "dose_time", XLENGTH(dose));
  run.rate = r_field_doubles(&from, "rate", MT_LEUCINE_RATES);
  run.initial = r_field_doubles(&from, "initial", MT_LEUCINE_STATES);
  volumes = r_field_doubles(&from, "volumes", 2);
  if (volumes != NULL) {
    run.plasma_volume = volumes[0];
    run.muscle_volume = volumes[1];
  }
  run.equilibration = r_field_double(&from, "equilibration", run.equilibration);
  run.infusion = r_field_double(&from, "infusion", run.infusion);
  run.freeze_p70s6k = r_field_int(&from, "freeze_p70s6k", run.freeze_p70s6k);
  run.rtol = r_field_double(&from, "rtol", run.rtol);
  r_fields_end(&from);
  return run;
}

/* runs: a list of them */
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
    run[i] = run_of(VECTOR_ELT(runs, i));
    mt_solver_statistics_init(&work[i]);
  }
  out[0] = REAL(r_add_matrix(result, 0, MT_LEUCINE_STATES, n_times * n));
  out[1] = REAL(r_add_matrix(result, 1, MT_LEUCINE_FLOWS, n_times * n));
  out[2] = REAL(r_add_matrix(result, 2, MT_LEUCINE_INTEGRALS, n_times * n));
  out[3] = REAL(r_add_matrix(result, 3, 6, n));
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
