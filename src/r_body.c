/* Glue of the body; that of a cohort's cells and body is in r_cohort.c. */
#include <math.h>

#include "r_routines.h"
#include "r_util.h"

static double number_or_nan(SEXP x, const char *name) {
  return x == R_NilValue ? NAN : r_double(x, name);
}

/* age, weight: NULL where they are not known */
SEXP mt_r_vo2max(SEXP age, SEXP sex, SEXP weight) {
  const double years = number_or_nan(age, "age"), kg = number_or_nan(weight, "weight");
  const int whose = r_int(sex, "sex");
  SEXP vo2max = PROTECT(Rf_allocVector(REALSXP, 1));
  r_call call;

  r_call_begin(&call, R_NilValue);
  r_call_end(&call, mt_vo2max(call.ctx, years, whose, kg, REAL(vo2max)));
  UNPROTECT(1);
  return vo2max;
}
