/* Entry points for cohorts: draw, a number a trainee, every day. */
#include "method/cohort.h"

#include <string.h>

#include "api/check.h"

/* Runs what `job` asks for; the plan is released on every path. */
static mt_status run_trainees(mt_ctx *ctx, cohort_plan *plan, cohort_trainees_job *job) {
  mt_status status;
  int64_t failed = -1;

  MT_I_TRY(mt_i_cohort_plan(ctx, plan));
  status = mt_i_cohort_trainees(ctx, plan, job, &failed);
  if (failed >= 0) {
    status = mt_i_explain_trainee(ctx, plan, failed, status);
  }
  mt_i_cohort_plan_release(ctx, plan);
  return status;
}

mt_status mt_cohort_draw(mt_ctx *ctx, const mt_cohort *cohort, double *twins) {
  const double rest = 0.0; /* a schedule that any twin stands */
  cohort_trainees_job job = {{NULL}, NULL, NULL, NULL, NULL};
  cohort_plan plan;

  MT_I_TRY(mt_i_check_cohort(ctx, cohort, &plan));
  MT_I_TRY(mt_i_check_pointer(ctx, "twins", twins));
  MT_I_TRY(mt_i_check_room(ctx, plan.n, MT_N_PARAMETERS));
  MT_I_TRY(mt_i_check_cohort_work(ctx, 1, &rest, NULL, NULL, &plan));
  for (int j = 0; j < MT_N_PARAMETERS; j++) {
    job.parameters[j] = twins + plan.n * j;
  }
  return run_trainees(ctx, &plan, &job);
}

mt_status mt_cohort_draw_r(mt_ctx *ctx, const mt_cohort *cohort, double *twins) {
  double parameters[MT_N_PARAMETERS];
  cohort_plan plan;

  MT_I_TRY(mt_i_check_cohort(ctx, cohort, &plan));
  MT_I_TRY(mt_i_check_pointer(ctx, "twins", twins));
  MT_I_TRY(mt_i_check_room(ctx, plan.n, MT_N_PARAMETERS));
  if (plan.twins != NULL || plan.first != 0) {
    return mt_i_fail(ctx, MT_ERROR_VALUE,
                     "R's generator draws a cohort from its first trainee on: cohort->%s",
                     plan.twins != NULL ? "twins must be NULL" : "first must be 0");
  }
  if (plan.seed > UINT32_MAX) {
    return mt_i_fail(ctx, MT_ERROR_VALUE,
                     "cohort->seed is %llu; R's set.seed() takes 32 bits",
                     (unsigned long long)plan.seed);
  }
  MT_I_TRY(
      mt_i_population_draw_r(ctx, &plan.population, (uint32_t)plan.seed, plan.n, twins));
  for (int64_t i = 0; i < plan.n; i++) {
    for (int j = 0; j < MT_N_PARAMETERS; j++) {
      parameters[j] = twins[i + plan.n * j];
    }
    MT_I_TRY(mt_i_check_parameters(ctx, parameters, i));
  }
  return MT_OK;
}

mt_status mt_cohort_trainees(mt_ctx *ctx, const mt_cohort *cohort, int64_t n_days,
                             const double *load, const double *nutrition,
                             const mt_cohort_options *options, double *const *parameters,
                             double *peak, int32_t *peak_day, double *final_mass,
                             int32_t *responder) {
  cohort_trainees_job job = {{NULL}, peak, final_mass, peak_day, responder};
  cohort_plan plan;

  MT_I_TRY(mt_i_check_cohort(ctx, cohort, &plan));
  MT_I_TRY(mt_i_check_cohort_work(ctx, n_days, load, nutrition, options, &plan));
  MT_I_TRY(mt_i_check_room(ctx, plan.n, parameters != NULL ? MT_N_PARAMETERS : 1));
  if (parameters != NULL) {
    memcpy(job.parameters, parameters, sizeof(job.parameters));
  }
  plan.wants_mass = final_mass != NULL;
  return run_trainees(ctx, &plan, &job);
}

mt_status mt_cohort_days(mt_ctx *ctx, const mt_cohort *cohort, int64_t n_days,
                         const double *load, const double *nutrition,
                         const mt_cohort_options *options, double *mass, double *fitness,
                         double *fatigue, double *performance) {
  cohort_days_job job = {mass, fitness, fatigue, performance};
  int64_t failed = -1;
  cohort_plan plan;
  mt_status status;

  MT_I_TRY(mt_i_check_cohort(ctx, cohort, &plan));
  MT_I_TRY(mt_i_check_count(ctx, "n_days", n_days));
  MT_I_TRY(mt_i_check_room(ctx, plan.n, n_days));
  MT_I_TRY(mt_i_check_cohort_work(ctx, n_days, load, nutrition, options, &plan));
  plan.wants_mass = mass != NULL;
  MT_I_TRY(mt_i_cohort_plan(ctx, &plan));
  status = mt_i_cohort_days(ctx, &plan, &job, &failed);
  if (failed >= 0) {
    status = mt_i_explain_trainee(ctx, &plan, failed, status);
  }
  mt_i_cohort_plan_release(ctx, &plan);
  return status;
}
