/* Every routine that R may call: X(name, arguments). r_init.c registers this list. */
#ifndef MT_R_ROUTINES_H
#define MT_R_ROUTINES_H

#define R_NO_REMAP
#include <Rinternals.h>

SEXP mt_r_most_threads(void);
SEXP mt_r_defaults(void);
SEXP mt_r_schedule_make(SEXP n_days, SEXP seed);
SEXP mt_r_banister(SEXP load, SEXP day, SEXP twin);
SEXP mt_r_mass(SEXP piece_end, SEXP load, SEXP nutrition, SEXP times, SEXP twin,
               SEXP options);
SEXP mt_r_simulate(SEXP load, SEXP nutrition, SEXP twin, SEXP options);

SEXP mt_r_cohort_draw(SEXP cohort, SEXP generator);
SEXP mt_r_cohort_responds(SEXP cohort);
SEXP mt_r_cohort_trainees(SEXP cohort, SEXP load, SEXP nutrition, SEXP options,
                          SEXP parameters, SEXP progress);
SEXP mt_r_cohort_days(SEXP cohort, SEXP load, SEXP nutrition, SEXP options,
                      SEXP progress);
SEXP mt_r_cohort_body(SEXP cohort, SEXP load, SEXP options, SEXP vo2max, SEXP mass,
                      SEXP progress);
SEXP mt_r_cohort_summary(SEXP cohort, SEXP load, SEXP nutrition, SEXP options, SEXP probs,
                         SEXP progress);
SEXP mt_r_cohort_summary_part(SEXP cohort, SEXP load, SEXP nutrition, SEXP options,
                              SEXP progress);
SEXP mt_r_cohort_summary_join(SEXP cohort, SEXP load, SEXP nutrition, SEXP options,
                              SEXP parts, SEXP probs);

SEXP mt_r_prior_scale(SEXP log, SEXP prior);
SEXP mt_r_fit_bayes(SEXP log, SEXP prior, SEXP options);
SEXP mt_r_fit_quantiles(SEXP posterior, SEXP probs);
SEXP mt_r_prior_quantiles(SEXP prior, SEXP options, SEXP probs);
SEXP mt_r_fit_draws(SEXP posterior, SEXP n_draws, SEXP seed);
SEXP mt_r_fit_batch(SEXP logs, SEXP prior, SEXP options, SEXP threads, SEXP probs,
                    SEXP progress);
SEXP mt_r_fit_least_squares(SEXP log, SEXP options, SEXP bounds);
SEXP mt_r_forecast(SEXP posterior, SEXP ahead, SEXP at, SEXP options);
SEXP mt_r_forecast_draws(SEXP posterior, SEXP ahead, SEXP at, SEXP options, SEXP n_draws,
                         SEXP seed);
SEXP mt_r_forecast_slope(SEXP posterior, SEXP ahead, SEXP goal, SEXP wanted, SEXP n_draws,
                         SEXP seed);

SEXP mt_r_leucine(SEXP runs, SEXP times, SEXP threads);
SEXP mt_r_leucine_constants(void);
SEXP mt_r_leucine_volumes(SEXP body);

SEXP mt_r_turnover(SEXP forcing, SEXP synthesis, SEXP persons, SEXP times, SEXP options,
                   SEXP threads);
SEXP mt_r_forcing(SEXP load, SEXP nutrition, SEXP diet, SEXP person, SEXP disuse);
SEXP mt_r_disuse_kinds(void);
SEXP mt_r_training_response(SEXP load);
SEXP mt_r_oldness(SEXP age);
SEXP mt_r_ageing_rate(SEXP age, SEXP sex);
SEXP mt_r_strength_ratio(SEXP day);
SEXP mt_r_strength_course(SEXP mass, SEXP away);
SEXP mt_r_vo2max(SEXP age, SEXP sex, SEXP weight);
SEXP mt_r_meal_sources(void);
SEXP mt_r_habitual_meals(SEXP weight);
SEXP mt_r_day_synthesis(SEXP day);
SEXP mt_r_day_leucine(SEXP day, SEXP habit);
SEXP mt_r_day_plan(SEXP day, SEXP leucine_g, SEXP n_draws);
SEXP mt_r_plasma_leucine(SEXP plasma, SEXP minute, SEXP umol, SEXP source, SEXP times);

SEXP mt_r_rehab_course(SEXP rehab, SEXP n_people);
SEXP mt_r_elder_course(SEXP elder, SEXP years, SEXP n_people);
SEXP mt_r_limb_mass(SEXP muscle, SEXP muscle_sd);

SEXP mt_r_stream_normals(SEXP stream, SEXP seed, SEXP first, SEXP n);

/* The R name is the C name without mt_r_ and with C_. */
#define MT_R_ROUTINES(X)    \
  X(defaults, 0)            \
  X(most_threads, 0)        \
  X(schedule_make, 2)       \
  X(banister, 3)            \
  X(mass, 6)                \
  X(simulate, 4)            \
  X(cohort_draw, 2)         \
  X(cohort_responds, 1)     \
  X(cohort_trainees, 6)     \
  X(cohort_days, 5)         \
  X(cohort_body, 6)         \
  X(cohort_summary, 6)      \
  X(cohort_summary_part, 5) \
  X(cohort_summary_join, 6) \
  X(prior_scale, 2)         \
  X(fit_bayes, 3)           \
  X(fit_quantiles, 2)       \
  X(prior_quantiles, 3)     \
  X(fit_draws, 3)           \
  X(fit_batch, 6)           \
  X(fit_least_squares, 3)   \
  X(forecast, 4)            \
  X(forecast_draws, 6)      \
  X(forecast_slope, 6)      \
  X(leucine, 3)             \
  X(leucine_constants, 0)   \
  X(leucine_volumes, 1)     \
  X(turnover, 6)            \
  X(forcing, 5)             \
  X(disuse_kinds, 0)        \
  X(training_response, 1)   \
  X(oldness, 1)             \
  X(ageing_rate, 2)         \
  X(strength_ratio, 1)      \
  X(strength_course, 2)     \
  X(vo2max, 3)              \
  X(meal_sources, 0)        \
  X(habitual_meals, 1)      \
  X(day_synthesis, 1)       \
  X(day_leucine, 2)         \
  X(day_plan, 3)            \
  X(plasma_leucine, 5)      \
  X(rehab_course, 2)        \
  X(elder_course, 3)        \
  X(limb_mass, 2)           \
  X(stream_normals, 4)

#endif
