/* Glue from a life to forcing, and of the equations behind it. */
#include <string.h>

#include "r_field.h"
#include "r_routines.h"

/* ---- a life ---- */

/* diet: N on days without and with a load, or NULL; person: list(age, sex, training_gain,
 * reference_load, training_age), any of which may be NULL. */
static void read_life(SEXP load, SEXP nutrition, SEXP diet, SEXP person, SEXP disuse,
                      mt_life *life) {
  r_fields fields = r_fields_of(person, "person");

  mt_life_init(life);
  life->n_days = XLENGTH(load);
  life->load = r_doubles(load, life->n_days, "load");
  life->nutrition = r_doubles_or_null(nutrition, life->n_days, "nutrition");
  if (diet != R_NilValue) {
    life->diet_rest = r_doubles(diet, 2, "diet")[0];
    life->diet_training = r_doubles(diet, 2, "diet")[1];
  }
  life->age = r_field_double(&fields, "age", life->age);
  life->sex = r_field_int(&fields, "sex", life->sex);
  life->training_gain = r_field_double(&fields, "training_gain", life->training_gain);
  life->reference_load = r_field_double(&fields, "reference_load", life->reference_load);
  life->training_age = r_field_double(&fields, "training_age", life->training_age);
  r_fields_end(&fields);
  life->n_disuse = r_disuse(disuse, &life->disuse);
}

SEXP mt_r_forcing(SEXP load, SEXP nutrition, SEXP diet, SEXP person, SEXP disuse) {
  static const char *const names[] = {"end",     "gain",      "factor",
                                      "decline", "transient", "load",
                                      "fitness", "activity",  "nutrition"};
  const R_xlen_t n = XLENGTH(load);
  SEXP result = PROTECT(r_list(MT_FORCING_COLUMNS + 1, names));
  double *memory = (double *)R_alloc((size_t)n + 1, MT_FORCING_COLUMNS * sizeof(double));
  mt_forcing forcing;
  mt_life life;
  r_call call;

  read_life(load, nutrition, diet, person, disuse, &life);
  SET_VECTOR_ELT(result, MT_FORCING_COLUMNS, Rf_allocVector(REALSXP, n));
  mt_forcing_init(&forcing);
  r_call_begin(&call, R_NilValue);
  r_call_end(&call,
             mt_forcing_make(call.ctx, &life, memory,
                             REAL(VECTOR_ELT(result, MT_FORCING_COLUMNS)), &forcing));
  {
    const double *const columns[MT_FORCING_COLUMNS] = {
        forcing.piece_end, forcing.gain, forcing.factor,  forcing.decline,
        forcing.transient, forcing.load, forcing.fitness, forcing.activity};
    for (int j = 0; j < MT_FORCING_COLUMNS; j++) {
      SEXP column = Rf_allocVector(REALSXP, (R_xlen_t)forcing.n_pieces);
      SET_VECTOR_ELT(result, j, column);
      memcpy(REAL(column), columns[j], (size_t)forcing.n_pieces * sizeof(double));
    }
  }
  UNPROTECT(1);
  return result;
}

/* What each kind of disuse does, in the order of MT_DISUSE_*. */
SEXP mt_r_disuse_kinds(void) {
  static const char *const names[] = {"use", "transient", "activity"};
  SEXP result = PROTECT(r_list(3, names));

  for (int j = 0; j < 3; j++) {
    SET_VECTOR_ELT(result, j, Rf_allocVector(REALSXP, MT_N_DISUSES));
  }
  for (int kind = 0; kind < MT_N_DISUSES; kind++) {
    mt_disuse disuse;
    mt_disuse_init(&disuse, kind);
    REAL(VECTOR_ELT(result, 0))[kind] = disuse.use;
    REAL(VECTOR_ELT(result, 1))[kind] = disuse.transient;
    REAL(VECTOR_ELT(result, 2))[kind] = disuse.activity;
  }
  UNPROTECT(1);
  return result;
}

/* ---- equations: a number for each of x ---- */

typedef mt_status equation(mt_ctx *ctx, int64_t n, const double *x, double *y);

static SEXP each_of(SEXP x, const char *name, equation *y) {
  const R_xlen_t n = XLENGTH(x);
  const double *from = r_doubles(x, n, name);
  SEXP result = PROTECT(Rf_allocVector(REALSXP, n));
  r_call call;

  r_call_begin(&call, R_NilValue);
  r_call_end(&call, y(call.ctx, n, from, REAL(result)));
  UNPROTECT(1);
  return result;
}

SEXP mt_r_training_response(SEXP load) {
  return each_of(load, "load", mt_training_response);
}

SEXP mt_r_oldness(SEXP age) { return each_of(age, "age", mt_oldness); }

SEXP mt_r_strength_ratio(SEXP day) { return each_of(day, "day", mt_strength_ratio); }

SEXP mt_r_ageing_rate(SEXP age, SEXP sex) {
  const R_xlen_t n = XLENGTH(age);
  const double *years = r_doubles(age, n, "age");
  const int whose = r_int(sex, "sex");
  SEXP rate = PROTECT(Rf_allocVector(REALSXP, n));
  r_call call;

  r_call_begin(&call, R_NilValue);
  r_call_end(&call, mt_ageing_rate(call.ctx, n, years, whose, REAL(rate)));
  UNPROTECT(1);
  return rate;
}

SEXP mt_r_strength_course(SEXP mass, SEXP away) {
  const R_xlen_t n = XLENGTH(mass);
  const double *of_before = r_doubles(mass, n, "mass");
  SEXP strength = PROTECT(Rf_allocVector(REALSXP, n));
  r_call call;

  if (TYPEOF(away) != LGLSXP || XLENGTH(away) != n) {
    Rf_error("internal: `away` is not %lld logicals", (long long)n);
  }
  r_call_begin(&call, R_NilValue);
  r_call_end(&call,
             mt_strength_course(call.ctx, n, of_before, LOGICAL(away), REAL(strength)));
  UNPROTECT(1);
  return strength;
}
