/* Entry points for cohorts: draw, a number a trainee, every day. */
#include "method/cohort/cohort.h"

#include <string.h>

#include "api/check.h"
#include "api/check_cohort.h"

/* Runs what `job` asks for; the run is released on every path. */
static mt_status run_trainees(mt_ctx *ctx, cohort_run *run, cohort_trainees_job *job) {
  mt_status status;
  int64_t failed = -1;

  MT_I_TRY(mt_i_cohort_prepare(ctx, run));
  status = mt_i_cohort_trainees(ctx, run, job, &failed);
  if (failed >= 0) {
    status = mt_i_explain_trainee(ctx, run, failed, status);
  }
  mt_i_cohort_release(ctx, run);
  return status;
}

mt_status mt_cohort_draw(mt_ctx *ctx, const mt_cohort *cohort, double *twins) {
  const double rest = 0.0; /* a schedule that any twin stands */
  cohort_trainees_job job = {{NULL}, NULL, NULL, NULL, NULL};
  cohort_run run;

  MT_I_TRY(mt_i_check_cohort(ctx, cohort, &run));
  MT_I_TRY(mt_i_check_pointer(ctx, "twins", twins));
  MT_I_TRY(mt_i_check_room(ctx, run.n, MT_N_PARAMETERS));
  MT_I_TRY(mt_i_check_cohort_work(ctx, 1, &rest, NULL, NULL, &run));
  for (int j = 0; j < MT_N_PARAMETERS; j++) {
    job.parameters[j] = twins + run.n * j;
  }
  return run_trainees(ctx, &run, &job);
}

mt_status mt_cohort_responds(mt_ctx *ctx, const mt_cohort *cohort, double *responds) {
  cohort_run run;

  MT_I_TRY(mt_i_check_cohort(ctx, cohort, &run));
  MT_I_TRY(mt_i_check_pointer(ctx, "responds", responds));
  mt_i_cohort_responds(&run, responds);
  return MT_OK;
}

mt_status mt_cohort_draw_r(mt_ctx *ctx, const mt_cohort *cohort, double *twins) {
  double parameters[MT_N_PARAMETERS];
  cohort_run run;

  MT_I_TRY(mt_i_check_cohort(ctx, cohort, &run));
  MT_I_TRY(mt_i_check_pointer(ctx, "twins", twins));
  MT_I_TRY(mt_i_check_room(ctx, run.n, MT_N_PARAMETERS));
  if (run.twins != NULL || run.first != 0) {
    return mt_i_fail(ctx, MT_ERROR_VALUE,
                     "R's generator draws a cohort from its first trainee on: cohort->%s",
                     run.twins != NULL ? "twins must be NULL" : "first must be 0");
  }
  if (run.seed > UINT32_MAX) {
    return mt_i_fail(ctx, MT_ERROR_VALUE,
                     "cohort->seed is %llu; R's set.seed() takes 32 bits",
                     (unsigned long long)run.seed);
  }
  MT_I_TRY(
      mt_i_population_draw_r(ctx, &run.population, (uint32_t)run.seed, run.n, twins));
  for (int64_t i = 0; i < run.n; i++) {
    for (int j = 0; j < MT_N_PARAMETERS; j++) {
      parameters[j] = twins[i + run.n * j];
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
  cohort_run run;

  MT_I_TRY(mt_i_check_cohort(ctx, cohort, &run));
  MT_I_TRY(mt_i_check_cohort_work(ctx, n_days, load, nutrition, options, &run));
  MT_I_TRY(mt_i_check_room(ctx, run.n, parameters != NULL ? MT_N_PARAMETERS : 1));
  if (parameters != NULL) {
    memcpy(job.parameters, parameters, sizeof(job.parameters));
  }
  run.wants_mass = final_mass != NULL;
  return run_trainees(ctx, &run, &job);
}

mt_status mt_cohort_days(mt_ctx *ctx, const mt_cohort *cohort, int64_t n_days,
                         const double *load, const double *nutrition,
                         const mt_cohort_options *options, double *mass, double *fitness,
                         double *fatigue, double *performance) {
  cohort_days_job job = {mass, fitness, fatigue, performance};
  int64_t failed = -1;
  cohort_run run;
  mt_status status;

  MT_I_TRY(mt_i_check_cohort(ctx, cohort, &run));
  MT_I_TRY(mt_i_check_count(ctx, "n_days", n_days));
  MT_I_TRY(mt_i_check_room(ctx, run.n, n_days));
  MT_I_TRY(mt_i_check_cohort_work(ctx, n_days, load, nutrition, options, &run));
  run.wants_mass = run.wants_days = mass != NULL;
  MT_I_TRY(mt_i_cohort_prepare(ctx, &run));
  status = mt_i_cohort_days(ctx, &run, &job, &failed);
  if (failed >= 0) {
    status = mt_i_explain_trainee(ctx, &run, failed, status);
  }
  mt_i_cohort_release(ctx, &run);
  return status;
}
