/* Registration: what R may .Call, and what other packages may call from C. */
#include "r_routines.h"

#include <R_ext/Rdynload.h>
#include <R_ext/Visibility.h>
#include <muscletwin.h>

#define ROUTINE(name, arguments) {"C_" #name, (DL_FUNC)&mt_r_##name, arguments},
static const R_CallMethodDef routines[] = {MT_R_ROUTINES(ROUTINE){NULL, NULL, 0}};

/* LinkingTo packages get these by R_GetCCallable("muscletwin", name). */
#define CALLABLE(name) \
  { #name, (DL_FUNC)&name }
static const struct {
  const char *name;
  DL_FUNC function;
} callables[] = {
    CALLABLE(mt_version),
    CALLABLE(mt_status_name),
    CALLABLE(mt_status_meaning),
    CALLABLE(mt_ctx_options_init),
    CALLABLE(mt_ctx_create),
    CALLABLE(mt_ctx_destroy),
    CALLABLE(mt_ctx_message),
    CALLABLE(mt_solver_options_init),
    CALLABLE(mt_schedule_make),
    CALLABLE(mt_twin_init),
    CALLABLE(mt_mass),
    CALLABLE(mt_banister),
    CALLABLE(mt_simulate),
    CALLABLE(mt_population_init),
    CALLABLE(mt_cohort_init),
    CALLABLE(mt_cohort_options_init),
    CALLABLE(mt_cohort_draw),
    CALLABLE(mt_cohort_draw_r),
    CALLABLE(mt_cohort_responds),
    CALLABLE(mt_cohort_trainees),
    CALLABLE(mt_cohort_days),
    CALLABLE(mt_summary_create),
    CALLABLE(mt_summary_destroy),
    CALLABLE(mt_summary_add),
    CALLABLE(mt_summary_n),
    CALLABLE(mt_summary_responders),
    CALLABLE(mt_summary_moments),
    CALLABLE(mt_summary_quantiles),
    CALLABLE(mt_summary_merge),
    CALLABLE(mt_summary_bytes),
    CALLABLE(mt_summary_save),
    CALLABLE(mt_summary_load),
    CALLABLE(mt_log_init),
    CALLABLE(mt_prior_init),
    CALLABLE(mt_prior_scale),
    CALLABLE(mt_prior_quantiles),
    CALLABLE(mt_fit_options_init),
    CALLABLE(mt_fit_init),
    CALLABLE(mt_fit_points),
    CALLABLE(mt_posterior_init),
    CALLABLE(mt_fit_bayes),
    CALLABLE(mt_fit_quantiles),
    CALLABLE(mt_fit_draws),
    CALLABLE(mt_fit_batch),
    CALLABLE(mt_least_squares_options_init),
    CALLABLE(mt_least_squares_init),
    CALLABLE(mt_fit_least_squares),
    CALLABLE(mt_loads_init),
    CALLABLE(mt_forecast_options_init),
    CALLABLE(mt_forecast_result_init),
    CALLABLE(mt_forecast),
    CALLABLE(mt_forecast_draws),
    CALLABLE(mt_forecast_slope),
    CALLABLE(mt_solver_statistics_init),
    CALLABLE(mt_stream_name),
    CALLABLE(mt_stream_normals),
    CALLABLE(mt_leucine_init),
    CALLABLE(mt_leucine_run),
    CALLABLE(mt_leucine_batch),
    CALLABLE(mt_leucine_state_name),
    CALLABLE(mt_leucine_constants),
    CALLABLE(mt_leucine_volumes),
    CALLABLE(mt_turnover_init),
    CALLABLE(mt_turnover_run),
    CALLABLE(mt_turnover_batch),
    CALLABLE(mt_disuse_init),
    CALLABLE(mt_life_init),
    CALLABLE(mt_forcing_init),
    CALLABLE(mt_forcing_make),
    CALLABLE(mt_training_response),
    CALLABLE(mt_oldness),
    CALLABLE(mt_ageing_rate),
    CALLABLE(mt_strength_ratio),
    CALLABLE(mt_strength_course),
    CALLABLE(mt_body_init),
    CALLABLE(mt_body_run),
    CALLABLE(mt_body_batch),
    CALLABLE(mt_vo2max),
    CALLABLE(mt_cohort_body),
    CALLABLE(mt_meal_rule_init),
    CALLABLE(mt_meal_responses),
    CALLABLE(mt_meal_source_name),
    CALLABLE(mt_meal_sources),
    CALLABLE(mt_habitual_meals),
    CALLABLE(mt_rehab_init),
    CALLABLE(mt_rehab_course),
    CALLABLE(mt_elder_init),
    CALLABLE(mt_limb_mass),
    CALLABLE(mt_elder_course),
    CALLABLE(mt_day_init),
    CALLABLE(mt_day_synthesis),
    CALLABLE(mt_day_leucine),
    CALLABLE(mt_day_plan),
    CALLABLE(mt_plasma_init),
    CALLABLE(mt_plasma_leucine),
};

void attribute_visible R_init_muscletwin(DllInfo *dll) {
  R_registerRoutines(dll, NULL, routines, NULL, NULL);
  R_useDynamicSymbols(dll, FALSE);
  R_forceSymbols(dll, TRUE);
  for (size_t i = 0; i < sizeof(callables) / sizeof(callables[0]); i++) {
    R_RegisterCCallable("muscletwin", callables[i].name, callables[i].function);
  }
}
