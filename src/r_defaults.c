/* What the engine takes where a caller says nothing: every _init function that sets numbers,
 * as a named list of named lists. */
#include "r_routines.h"
#include "r_util.h"

/* One field: n doubles at `from`, or the whole number `whole`. */
typedef struct shown {
  const char *name;
  const double *from;
  R_xlen_t n;
  int64_t whole;
} shown;

#define ONE(record, field) \
  { #field, &(record).field, 1, 0 }
#define SOME(record, field, n) \
  { #field, (record).field, n, 0 }
#define WHOLE(record, field) \
  { #field, NULL, 1, (int64_t)(record).field }
#define CONSTANT(name, value) \
  { name, &(const double){value}, 1, 0 }

/* Puts a list of the fields into element i of `all`, which has room for it. */
static void add_record(SEXP all, int i, const char *name, const shown *fields, int n) {
  SEXP record = Rf_allocVector(VECSXP, n), names;

  SET_VECTOR_ELT(all, i, record);
  SET_STRING_ELT(Rf_getAttrib(all, R_NamesSymbol), i, Rf_mkChar(name));
  names = PROTECT(Rf_allocVector(STRSXP, n));
  for (int j = 0; j < n; j++) {
    SEXP value = Rf_allocVector(REALSXP, fields[j].n);
    SET_VECTOR_ELT(record, j, value);
    SET_STRING_ELT(names, j, Rf_mkChar(fields[j].name));
    for (R_xlen_t k = 0; k < fields[j].n; k++) {
      REAL(value)
      [k] = fields[j].from == NULL ? (double)fields[j].whole : fields[j].from[k];
    }
  }
  Rf_setAttrib(record, R_NamesSymbol, names);
  UNPROTECT(1);
}

#define ADD(name, ...)                                                           \
  do {                                                                           \
    const shown fields[] = {__VA_ARGS__};                                        \
    add_record(all, i++, name, fields, (int)(sizeof(fields) / sizeof(*fields))); \
  } while (0)

enum { RECORDS = 18 };

SEXP mt_r_defaults(void) {
  SEXP all = PROTECT(Rf_allocVector(VECSXP, RECORDS));
  SEXP names = PROTECT(Rf_allocVector(STRSXP, RECORDS));
  mt_solver_options solver;
  mt_twin twin;
  mt_population population;
  mt_cohort cohort;
  mt_cohort_options cohort_options;
  mt_prior prior;
  mt_fit_options fit;
  mt_least_squares_options ls;
  mt_forecast_options forecast;
  mt_leucine leucine;
  mt_turnover turnover;
  mt_body body;
  mt_meal_rule rule;
  mt_day day;
  mt_plasma plasma;
  mt_life life;
  mt_elder elder;
  int i = 0;

  Rf_setAttrib(all, R_NamesSymbol, names);
  mt_solver_options_init(&solver);
  ADD("solver", WHOLE(solver, solver), ONE(solver, rtol), ONE(solver, atol),
      ONE(solver, step));
  mt_twin_init(&twin);
  ADD("twin", ONE(twin, k_s), ONE(twin, k_d), ONE(twin, m0), ONE(twin, p0), ONE(twin, k1),
      ONE(twin, k2), ONE(twin, tau_g), ONE(twin, tau_h), WHOLE(twin, load_effect));
  mt_population_init(&population);
  ADD("population", SOME(population, location, MT_N_PARAMETERS),
      SOME(population, spread, MT_N_PARAMETERS));
  mt_cohort_init(&cohort);
  ADD("cohort", WHOLE(cohort, n), WHOLE(cohort, first), WHOLE(cohort, seed),
      WHOLE(cohort, load_effect));
  mt_cohort_options_init(&cohort_options);
  ADD("cohort_options", WHOLE(cohort_options, solver), ONE(cohort_options, rtol),
      ONE(cohort_options, atol), ONE(cohort_options, step),
      WHOLE(cohort_options, threads), ONE(cohort_options, threshold));
  mt_prior_init(&prior);
  ADD("prior", ONE(prior, performance), ONE(prior, load), ONE(prior, half_life),
      ONE(prior, initial_sd), SOME(prior, mean, MT_N_PRIOR),
      SOME(prior, covariance, MT_N_PRIOR * MT_N_PRIOR));
  mt_fit_options_init(&fit);
  ADD("fit_options", WHOLE(fit, model), WHOLE(fit, rounds));
  mt_least_squares_options_init(&ls);
  ADD("least_squares", ONE(ls, separation), ONE(ls, tau_g_from), ONE(ls, tau_g_to),
      ONE(ls, tau_h_from), ONE(ls, tau_h_to), ONE(ls, tau_3_from), ONE(ls, tau_3_to),
      WHOLE(ls, grid));
  mt_forecast_options_init(&forecast);
  ADD("forecast", WHOLE(forecast, quantity));
  mt_leucine_init(&leucine);
  ADD("leucine", ONE(leucine, plasma_volume), ONE(leucine, muscle_volume),
      ONE(leucine, equilibration), ONE(leucine, infusion), WHOLE(leucine, freeze_p70s6k),
      ONE(leucine, rtol));
  mt_turnover_init(&turnover);
  ADD("turnover", ONE(turnover, tau), ONE(turnover, k_d), ONE(turnover, m_ref),
      ONE(turnover, m0));
  mt_body_init(&body);
  ADD("body", ONE(body, tau), ONE(body, k_d), SOME(body, weight, 2), SOME(body, area, 2),
      ONE(body, domain), ONE(body, domain_max), ONE(body, fusion), ONE(body, satellite),
      ONE(body, activation), ONE(body, tau_satellite), ONE(body, vo2max),
      ONE(body, vo2max_gain), ONE(body, tau_vo2max), ONE(body, tau_insulin));
  mt_meal_rule_init(&rule);
  ADD("meal_rule", ONE(rule, e_max), ONE(rule, d0), ONE(rule, refractory),
      ONE(rule, spent), ONE(rule, leucine), ONE(rule, old_d0), ONE(rule, old_amplitude),
      ONE(rule, sharpening), ONE(rule, sharpened), ONE(rule, hours), ONE(rule, gain));
  mt_day_init(&day);
  ADD("day", ONE(day, weight), ONE(day, age), ONE(day, session), ONE(day, trigger));
  mt_plasma_init(&plasma);
  ADD("plasma", ONE(plasma, k_tr), ONE(plasma, k_e), ONE(plasma, basal),
      ONE(plasma, volume));
  mt_life_init(&life);
  ADD("life", ONE(life, diet_rest), ONE(life, diet_training), ONE(life, age),
      WHOLE(life, sex), ONE(life, training_gain), ONE(life, reference_load),
      ONE(life, training_age));
  mt_elder_init(&elder);
  ADD("elder", ONE(elder, weight), ONE(elder, mass_sd), ONE(elder, activity),
      ONE(elder, sessions), ONE(elder, protein));
  ADD("constant", CONSTANT("responder_peak", MT_RESPONDER_PEAK),
      CONSTANT("leucine_molar_mass", MT_LEUCINE_MOLAR_MASS),
      CONSTANT("leucine_reference_weight", MT_LEUCINE_REFERENCE_WEIGHT));
  UNPROTECT(2);
  return all;
}
