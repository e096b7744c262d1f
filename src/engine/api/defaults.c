/* What NULL options, and the _init functions, mean. A model's numbers are the model's own
 * (model/), and copied here; those of a call stand here. A struct is cleared first, so that
 * a field without a line is 0 or NULL. */
#include <math.h>
#include <muscletwin.h>
#include <string.h>

#include "model/body.h"
#include "model/clinic.h"
#include "model/fit_prior.h"
#include "model/forcing.h"
#include "model/leucine.h"
#include "model/meal.h"
#include "model/parameters.h"
#include "model/turnover.h"

#define CLEAR(record) \
  (memset((record), 0, sizeof(*(record))), (record)->struct_size = sizeof(*(record)))

/* ---- twins and cohorts ---- */

void mt_solver_options_init(mt_solver_options *options) {
  CLEAR(options);
  options->solver = MT_SOLVER_CVODE;
  options->rtol = 1e-8;
  options->atol = 1e-10;
  options->step = 0.5;
}

void mt_twin_init(mt_twin *twin) {
  double usual[MT_N_PARAMETERS];

  for (int i = 0; i < MT_N_PARAMETERS; i++) {
    usual[i] = mt_i_parameter_rules[i].usual;
  }
  CLEAR(twin);
  mt_i_parameters_to(usual, twin);
  twin->load_effect = MT_LOAD_SAME_DAY;
}

void mt_population_init(mt_population *population) {
  CLEAR(population);
  for (int i = 0; i < MT_N_PARAMETERS; i++) {
    const parameter_rule *rule = &mt_i_parameter_rules[i];
    population->kind[i] = rule->spread > 0.0 ? MT_LOGNORMAL : MT_FIXED;
    population->location[i] = rule->usual;
    population->spread[i] = rule->spread;
  }
}

void mt_cohort_init(mt_cohort *cohort) {
  CLEAR(cohort);
  cohort->n = 400;
  cohort->seed = 99;
  cohort->load_effect = MT_LOAD_SAME_DAY;
}

void mt_cohort_options_init(mt_cohort_options *options) {
  mt_solver_options solver;

  mt_solver_options_init(&solver);
  CLEAR(options);
  options->solver = MT_SOLVER_EXACT;
  options->rtol = solver.rtol;
  options->atol = solver.atol;
  options->step = solver.step;
  options->threads = 1;
  options->threshold = NAN;
}

/* ---- the finer models ---- */

void mt_solver_statistics_init(mt_solver_statistics *statistics) { CLEAR(statistics); }

void mt_leucine_init(mt_leucine *run) { *run = mt_i_leucine_usual; }

void mt_turnover_init(mt_turnover *person) { *person = mt_i_turnover_usual; }

void mt_disuse_init(mt_disuse *disuse, int64_t kind) {
  if (kind >= 0 && kind < MT_N_DISUSES) {
    *disuse = mt_i_disuse_usual[kind];
  } else {
    CLEAR(disuse);
    disuse->from = disuse->to = 1;
    disuse->use = disuse->activity = 1.0;
  }
}

void mt_life_init(mt_life *life) { *life = mt_i_life_usual; }

void mt_forcing_init(mt_forcing *forcing) { CLEAR(forcing); }

void mt_body_init(mt_body *body) { *body = mt_i_body_usual; }

void mt_meal_rule_init(mt_meal_rule *rule) { *rule = mt_i_meal_rule_usual; }

void mt_day_init(mt_day *day) { *day = mt_i_day_usual; }

void mt_rehab_init(mt_rehab *rehab) { *rehab = mt_i_rehab_usual; }

void mt_elder_init(mt_elder *elder) { *elder = mt_i_elder_usual; }

void mt_plasma_init(mt_plasma *plasma) { *plasma = mt_i_plasma_usual; }

/* ---- fits and forecasts ---- */

void mt_log_init(mt_log *log) { CLEAR(log); }

void mt_prior_init(mt_prior *prior) { *prior = mt_i_prior_usual; }

void mt_fit_options_init(mt_fit_options *options) {
  CLEAR(options);
  options->rounds = 16;
}

void mt_fit_init(mt_fit *fit) { CLEAR(fit); }

void mt_posterior_init(mt_posterior *posterior) { CLEAR(posterior); }

void mt_least_squares_options_init(mt_least_squares_options *options) {
  CLEAR(options);
  options->separation = 1.5;
  options->tau_g_from = 1.0;
  options->tau_g_to = 300.0;
  options->tau_h_from = 1.0;
  options->tau_h_to = 200.0;
  options->tau_3_from = 0.5;
  options->tau_3_to = 50.0;
  options->grid = 48;
}

void mt_least_squares_init(mt_least_squares *result) { CLEAR(result); }

void mt_loads_init(mt_loads *loads) { CLEAR(loads); }

void mt_forecast_options_init(mt_forecast_options *options) {
  CLEAR(options);
  options->quantity = MT_PERFORMANCE;
}

void mt_forecast_result_init(mt_forecast_result *result) { CLEAR(result); }
