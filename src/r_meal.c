/* Glue of meals. */
#include <string.h>

#include "r_field.h"
#include "r_routines.h"

SEXP mt_r_meal_sources(void) {
  static const char *const names[] = {"source", "leucine", "k_a", "share"};
  SEXP result = PROTECT(r_list(4, names));

  SET_VECTOR_ELT(result, 0, Rf_allocVector(STRSXP, MT_N_SOURCES));
  for (int i = 1; i < 4; i++) {
    SET_VECTOR_ELT(result, i, Rf_allocVector(REALSXP, MT_N_SOURCES));
  }
  for (int i = 0; i < MT_N_SOURCES; i++) {
    SET_STRING_ELT(VECTOR_ELT(result, 0), i, Rf_mkChar(mt_meal_source_name(i)));
  }
  mt_meal_sources(REAL(VECTOR_ELT(result, 1)), REAL(VECTOR_ELT(result, 2)),
                  REAL(VECTOR_ELT(result, 3)));
  UNPROTECT(1);
  return result;
}

SEXP mt_r_habitual_meals(SEXP weight) {
  static const char *const names[] = {"time", "protein_g", "leucine_g"};
  const double kg = r_double(weight, "weight");
  SEXP result = PROTECT(r_list(3, names));
  r_call call;

  for (int i = 0; i < 3; i++) {
    SET_VECTOR_ELT(result, i, Rf_allocVector(REALSXP, MT_HABITUAL_MEALS));
  }
  r_call_begin(&call, R_NilValue);
  r_call_end(&call,
             mt_habitual_meals(call.ctx, kg, REAL(VECTOR_ELT(result, 0)),
                               REAL(VECTOR_ELT(result, 1)), REAL(VECTOR_ELT(result, 2))));
  UNPROTECT(1);
  return result;
}

/* list(time, leucine_g, weight, age, session, trigger) */
static mt_day day_of(SEXP list) {
  r_fields from = r_fields_of(list, "day");
  SEXP time = r_field(&from, "time");
  mt_day day;

  mt_day_init(&day);
  day.n_meals = XLENGTH(time);
  day.hour = r_doubles(time, day.n_meals, "time");
  day.leucine_g = r_field_doubles(&from, "leucine_g", day.n_meals);
  day.weight = r_field_double(&from, "weight", day.weight);
  day.age = r_field_double(&from, "age", day.age);
  day.session = r_field_double(&from, "session", day.session);
  day.trigger = r_field_double(&from, "trigger", day.trigger);
  r_fields_end(&from);
  return day;
}

SEXP mt_r_day_synthesis(SEXP day) {
  static const char *const names[] = {"response", "total", "synthesis", "relative",
                                      "nutrition"};
  const mt_day meals = day_of(day);
  SEXP result = PROTECT(r_list(5, names));
  double *to[5];
  r_call call;

  for (int i = 0; i < 5; i++) {
    SET_VECTOR_ELT(result, i, Rf_allocVector(REALSXP, i == 0 ? meals.n_meals : 1));
    to[i] = REAL(VECTOR_ELT(result, i));
  }
  r_call_begin(&call, R_NilValue);
  r_call_end(&call,
             mt_day_synthesis(call.ctx, &meals, NULL, to[0], to[1], to[2], to[3], to[4]));
  UNPROTECT(1);
  return result;
}

/* habit: compare with a habitual day too? Without, that run is saved. */
SEXP mt_r_day_leucine(SEXP day, SEXP habit) {
  static const char *const names[] = {"synthesis_g", "relative", "nutrition"};
  const mt_day meals = day_of(day);
  const R_xlen_t n = r_int(habit, "habit") ? 3 : 1;
  SEXP result = PROTECT(r_list(n, names));
  double *to[3] = {NULL, NULL, NULL};
  r_call call;

  for (R_xlen_t i = 0; i < n; i++) {
    SET_VECTOR_ELT(result, i, Rf_allocVector(REALSXP, 1));
    to[i] = REAL(VECTOR_ELT(result, i));
  }
  r_call_begin(&call, R_NilValue);
  r_call_end(&call, mt_day_leucine(call.ctx, &meals, to[0], to[1], to[2]));
  UNPROTECT(1);
  return result;
}

/* figures: against habit, against equal meals, mass; draws: [3 x n_draws] */
SEXP mt_r_day_plan(SEXP day, SEXP leucine_g, SEXP n_draws) {
  static const char *const names[] = {"share", "response", "figures", "draws"};
  const mt_day meals = day_of(day);
  const double leucine = r_double(leucine_g, "leucine_g");
  const int64_t n = r_size(n_draws, "n_draws");
  SEXP result = PROTECT(r_list(4, names));
  double *to[4];
  r_call call;

  SET_VECTOR_ELT(result, 0, Rf_allocVector(REALSXP, meals.n_meals));
  SET_VECTOR_ELT(result, 1, Rf_allocVector(REALSXP, meals.n_meals));
  SET_VECTOR_ELT(result, 2, Rf_allocVector(REALSXP, MT_PLAN_FIGURES));
  SET_VECTOR_ELT(result, 3, Rf_allocMatrix(REALSXP, MT_PLAN_FIGURES, (int)n));
  for (int i = 0; i < 4; i++) {
    to[i] = REAL(VECTOR_ELT(result, i));
  }
  r_call_begin(&call, R_NilValue);
  r_call_end(&call,
             mt_day_plan(call.ctx, &meals, leucine, NULL, to[0], to[1], to[2], n, to[3]));
  UNPROTECT(1);
  return result;
}

/* plasma: list(k_a, share, basal, volume), the first two of as many sources; source: of each
 * meal, from 0 */
SEXP mt_r_plasma_leucine(SEXP plasma, SEXP minute, SEXP umol, SEXP source, SEXP times) {
  r_fields from = r_fields_of(plasma, "plasma");
  const R_xlen_t n = XLENGTH(minute), n_times = XLENGTH(times);
  SEXP k_a = r_field(&from, "k_a");
  const double *at = r_doubles(minute, n, "minute"), *amount = r_doubles(umol, n, "umol");
  const double *which = r_doubles(source, n, "source");
  const double *t = r_doubles(times, n_times, "times");
  int64_t *of = (int64_t *)R_alloc((size_t)n + 1, sizeof(*of));
  SEXP concentration = PROTECT(Rf_allocVector(REALSXP, n_times));
  mt_plasma chosen;
  r_call call;

  mt_plasma_init(&chosen);
  chosen.n_sources = XLENGTH(k_a);
  if (chosen.n_sources > MT_MEAL_SOURCES) {
    Rf_error("internal: `k_a` is longer than %d", (int)MT_MEAL_SOURCES);
  }
  memcpy(chosen.k_a, r_doubles(k_a, chosen.n_sources, "k_a"),
         (size_t)chosen.n_sources * sizeof(double));
  r_field_copy(&from, "share", chosen.n_sources, chosen.share);
  chosen.basal = r_field_double(&from, "basal", chosen.basal);
  chosen.volume = r_field_double(&from, "volume", chosen.volume);
  r_fields_end(&from);
  for (R_xlen_t i = 0; i < n; i++) {
    of[i] = (int64_t)which[i];
  }
  r_call_begin(&call, R_NilValue);
  r_call_end(&call, mt_plasma_leucine(call.ctx, &chosen, n, at, amount, of, n_times, t,
                                      REAL(concentration)));
  UNPROTECT(1);
  return concentration;
}
