#include "r_field.h"

#include <string.h>

r_fields r_fields_of(SEXP list, const char *name) {
  r_fields from = {list, name, 0};

  if (TYPEOF(list) != VECSXP ||
      (XLENGTH(list) > 0 && Rf_getAttrib(list, R_NamesSymbol) == R_NilValue)) {
    Rf_error("internal: `%s` is not a named list", name);
  }
  return from;
}

void r_fields_end(const r_fields *from) {
  if (from->read != XLENGTH(from->list)) {
    Rf_error("internal: `%s` has fields that nobody reads", from->name);
  }
}

SEXP r_field(r_fields *from, const char *field) {
  const SEXP names = Rf_getAttrib(from->list, R_NamesSymbol);

  for (R_xlen_t i = 0; i < XLENGTH(from->list); i++) {
    if (strcmp(CHAR(STRING_ELT(names, i)), field) == 0) {
      from->read++;
      return VECTOR_ELT(from->list, i);
    }
  }
  return R_NilValue;
}

double r_field_double(r_fields *from, const char *field, double otherwise) {
  const SEXP value = r_field(from, field);
  return value == R_NilValue ? otherwise : r_double(value, field);
}

int64_t r_field_int(r_fields *from, const char *field, int64_t otherwise) {
  const SEXP value = r_field(from, field);
  return value == R_NilValue ? otherwise : r_int(value, field);
}

int64_t r_field_size(r_fields *from, const char *field, int64_t otherwise) {
  const SEXP value = r_field(from, field);
  return value == R_NilValue ? otherwise : r_size(value, field);
}

const double *r_field_doubles(r_fields *from, const char *field, R_xlen_t length) {
  return r_doubles_or_null(r_field(from, field), length, field);
}

void r_field_copy(r_fields *from, const char *field, R_xlen_t length, double *to) {
  const double *values = r_field_doubles(from, field, length);

  if (values != NULL) {
    memcpy(to, values, (size_t)length * sizeof(double));
  }
}

void r_field_copy_ints(r_fields *from, const char *field, R_xlen_t length, int64_t *to) {
  const SEXP value = r_field(from, field);

  if (value == R_NilValue) {
    return;
  }
  if (TYPEOF(value) != INTSXP || XLENGTH(value) != length) {
    Rf_error("internal: `%s` is not %lld integers", field, (long long)length);
  }
  for (R_xlen_t i = 0; i < length; i++) {
    to[i] = INTEGER(value)[i];
  }
}

mt_twin r_twin(SEXP list) {
  r_fields from = r_fields_of(list, "twin");
  mt_twin twin;

  mt_twin_init(&twin);
  twin.k_s = r_field_double(&from, "k_s", twin.k_s);
  twin.k_d = r_field_double(&from, "k_d", twin.k_d);
  twin.m0 = r_field_double(&from, "m0", twin.m0);
  twin.p0 = r_field_double(&from, "p0", twin.p0);
  twin.k1 = r_field_double(&from, "k1", twin.k1);
  twin.k2 = r_field_double(&from, "k2", twin.k2);
  twin.tau_g = r_field_double(&from, "tau_g", twin.tau_g);
  twin.tau_h = r_field_double(&from, "tau_h", twin.tau_h);
  twin.load_effect = r_field_int(&from, "load_effect", twin.load_effect);
  r_fields_end(&from);
  return twin;
}

int64_t r_disuse(SEXP list, const mt_disuse **disuse) {
  r_fields fields;
  SEXP first;
  R_xlen_t n;
  const double *from, *to, *use, *transient, *activity;
  mt_disuse *periods;

  *disuse = NULL;
  if (list == R_NilValue) {
    return 0;
  }
  fields = r_fields_of(list, "disuse");
  first = r_field(&fields, "from");
  n = XLENGTH(first);
  from = r_doubles(first, n, "from");
  to = r_doubles(r_field(&fields, "to"), n, "to");
  use = r_doubles(r_field(&fields, "use"), n, "use");
  transient = r_doubles(r_field(&fields, "transient"), n, "transient");
  activity = r_doubles(r_field(&fields, "activity"), n, "activity");
  r_fields_end(&fields);
  periods = (mt_disuse *)R_alloc((size_t)n, sizeof(*periods));
  for (R_xlen_t i = 0; i < n; i++) {
    mt_disuse_init(&periods[i], MT_N_DISUSES);
    periods[i].from = (int64_t)from[i];
    periods[i].to = (int64_t)to[i];
    periods[i].use = use[i];
    periods[i].transient = transient[i];
    periods[i].activity = activity[i];
  }
  *disuse = periods;
  return n;
}

mt_solver_options r_solver(SEXP options) {
  r_fields from = r_fields_of(options, "options");
  mt_solver_options solver;

  mt_solver_options_init(&solver);
  solver.solver = r_field_int(&from, "solver", solver.solver);
  solver.rtol = r_field_double(&from, "rtol", solver.rtol);
  solver.atol = r_field_double(&from, "atol", solver.atol);
  solver.step = r_field_double(&from, "step", solver.step);
  r_fields_end(&from);
  return solver;
}
