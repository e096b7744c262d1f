/* Glue for one twin: schedule, mass, performance. */
#include "r_field.h"

#include "r_routines.h"

SEXP mt_r_schedule_make(SEXP n_days, SEXP seed) {
  const int64_t n = r_size(n_days, "n");
  const int seed_value = r_int(seed, "seed");
  SEXP load = PROTECT(Rf_allocVector(REALSXP, n));
  r_call call;

  r_call_begin(&call, R_NilValue);
  r_call_end(&call, mt_schedule_make(call.ctx, n, seed_value, REAL(load)));
  UNPROTECT(1);
  return load;
}

/* day: the column 1, 2, ..., n, one load a day. */
SEXP mt_r_banister(SEXP load, SEXP day, SEXP twin) {
  static const char *const names[] = {"day", "load", "g", "h", "perf"};
  const R_xlen_t n = XLENGTH(load);
  const double *loads = r_doubles(load, n, "load");
  const mt_twin person = r_twin(twin);
  SEXP result = PROTECT(r_data_frame(5, names, n));
  double *out[3];
  r_call call;

  if (TYPEOF(day) != INTSXP || XLENGTH(day) != n) {
    Rf_error("internal: `day` is not an integer vector of length %lld", (long long)n);
  }
  SET_VECTOR_ELT(result, 0, day);
  SET_VECTOR_ELT(result, 1, load);
  for (int i = 0; i < 3; i++) {
    SET_VECTOR_ELT(result, 2 + i, Rf_allocVector(REALSXP, n));
    out[i] = REAL(VECTOR_ELT(result, 2 + i));
  }
  r_call_begin(&call, R_NilValue);
  r_call_end(&call,
             mt_banister(call.ctx, &person, n, loads, NULL, out[0], out[1], out[2]));
  UNPROTECT(1);
  return result;
}

SEXP mt_r_mass(SEXP piece_end, SEXP load, SEXP nutrition, SEXP times, SEXP twin,
               SEXP options) {
  const R_xlen_t n = XLENGTH(piece_end), n_times = XLENGTH(times);
  const double *ends = r_doubles(piece_end, n, "piece_end");
  const double *loads = r_doubles(load, n, "load");
  const double *eaten = r_doubles_or_null(nutrition, n, "nutrition");
  const double *at = r_doubles(times, n_times, "times");
  const mt_twin person = r_twin(twin);
  const mt_solver_options solver = r_solver(options);
  SEXP mass = PROTECT(Rf_allocVector(REALSXP, n_times));
  r_call call;

  r_call_begin(&call, R_NilValue);
  r_call_end(&call, mt_mass(call.ctx, &person, n, ends, loads, eaten, n_times, at,
                            &solver, REAL(mass)));
  UNPROTECT(1);
  return mass;
}

SEXP mt_r_simulate(SEXP load, SEXP nutrition, SEXP twin, SEXP options) {
  static const char *const names[] = {"mass", "fitness", "fatigue", "performance"};
  const R_xlen_t n = XLENGTH(load);
  const double *loads = r_doubles(load, n, "load");
  const double *eaten = r_doubles_or_null(nutrition, n, "nutrition");
  const mt_twin person = r_twin(twin);
  const mt_solver_options solver = r_solver(options);
  SEXP result = PROTECT(r_list(4, names));
  double *out[4];
  r_call call;

  for (int i = 0; i < 4; i++) {
    SET_VECTOR_ELT(result, i, Rf_allocVector(REALSXP, n));
    out[i] = REAL(VECTOR_ELT(result, i));
  }
  r_call_begin(&call, R_NilValue);
  r_call_end(&call, mt_simulate(call.ctx, &person, n, loads, eaten, &solver, out[0],
                                out[1], out[2], out[3]));
  UNPROTECT(1);
  return result;
}
