#include "method/cohort.h"

#include <stdio.h>

#include "method/banister_path.h"
#include "method/crew.h"
#include "model/schedule.h"

enum { CACHE_LINE = 64 };

/* ---- the plan ---- */

static int mass_is_shared(const cohort_plan *plan) {
  const int64_t *kind = plan->population.kind;
  return plan->twins == NULL && kind[MT_K_S] == MT_FIXED && kind[MT_K_D] == MT_FIXED &&
         kind[MT_M0] == MT_FIXED;
}

static mt_status share_mass(mt_ctx *ctx, cohort_plan *plan) {
  mt_twin twin;

  mt_twin_init(&twin);
  twin.k_s = plan->population.location[MT_K_S];
  twin.k_d = plan->population.location[MT_K_D];
  twin.m0 = plan->population.location[MT_M0];
  plan->shared_mass = mt_i_allocate(ctx, plan->n_days, sizeof(double));
  if (plan->shared_mass == NULL) {
    return MT_ERROR_MEMORY;
  }
  return mt_i_mass_path(ctx, &twin, &plan->forcing, plan->n_days, plan->day_end,
                        &plan->solver, NULL, plan->shared_mass);
}

mt_status mt_i_cohort_plan(mt_ctx *ctx, cohort_plan *plan) {
  const int64_t n = plan->n_days;
  mt_status status = MT_ERROR_MEMORY;
  double *end, *piece_load, *piece_nutrition, *day_end;

  plan->felt = mt_i_allocate(ctx, n, 2 * sizeof(double));
  plan->piece_memory = mt_i_allocate(ctx, n, 4 * sizeof(double));
  plan->shared_mass = NULL;
  if (plan->felt == NULL || plan->piece_memory == NULL) {
    goto failed;
  }
  plan->eaten = plan->felt + n;
  plan->total_load = plan->total_eaten = 0.0;
  for (int64_t t = 0; t < n; t++) {
    if (plan->load_effect == MT_LOAD_SAME_DAY) {
      plan->felt[t] = plan->load[t];
    } else {
      plan->felt[t] = t > 0 ? plan->load[t - 1] : 0.0;
    }
    plan->eaten[t] =
        plan->nutrition == NULL ? plan->load[t] : plan->nutrition[t] * plan->load[t];
    plan->total_load += plan->load[t];
    plan->total_eaten += plan->eaten[t];
  }

  end = plan->piece_memory;
  piece_load = end + n;
  piece_nutrition = end + 2 * n;
  day_end = end + 3 * n;
  for (int64_t t = 0; t < n; t++) {
    day_end[t] = (double)(t + 1);
  }
  plan->forcing.n = mt_i_schedule_pieces(n, plan->load, plan->nutrition, end, piece_load,
                                         piece_nutrition);
  plan->forcing.end = end;
  plan->forcing.load = piece_load;
  plan->forcing.nutrition = piece_nutrition;
  plan->day_end = day_end;
  if (plan->wants_mass && mass_is_shared(plan)) {
    status = share_mass(ctx, plan);
    if (status < 0) {
      goto failed;
    }
  }
  return MT_OK;

failed:
  mt_i_cohort_plan_release(ctx, plan);
  return status;
}

void mt_i_cohort_plan_release(mt_ctx *ctx, cohort_plan *plan) {
  mt_i_release(ctx, plan->felt);
  mt_i_release(ctx, plan->piece_memory);
  mt_i_release(ctx, plan->shared_mass);
  plan->felt = plan->eaten = plan->shared_mass = plan->piece_memory = NULL;
}

/* ---- failures in words ---- */

void mt_i_cohort_twin(const cohort_plan *plan, int64_t trainee, double *parameters) {
  cohort_batch batch;

  mt_i_batch_open(plan, trainee, 1, &batch);
  for (int j = 0; j < MT_N_PARAMETERS; j++) {
    parameters[j] = batch.parameter[j][0];
  }
}

mt_status mt_i_cohort_explain(mt_ctx *ctx, const cohort_plan *plan, int64_t trainee) {
  const long long who = (long long)(plan->first + trainee + 1);
  char reason[160];
  cohort_batch batch;
  mt_status status;
  mt_twin twin;
  double end = (double)plan->n_days, mass;

  mt_i_batch_open(plan, trainee, 1, &batch);
  twin = mt_i_batch_twin(plan, &batch, 0);
  status =
      mt_i_banister_path(ctx, &twin, plan->n_days, plan->load, NULL, NULL, NULL, NULL);
  if (status >= 0 && plan->wants_mass) {
    status =
        mt_i_mass_path(ctx, &twin, &plan->forcing, 1, &end, &plan->solver, NULL, &mass);
  }
  if (status == MT_ERROR_CANCELLED || status >= 0) {
    return status;
  }
  snprintf(reason, sizeof(reason), "%s", mt_ctx_message(ctx));
  return mt_i_fail(ctx, status, "trainee %lld: %s", who, reason);
}

/* ---- units of work ---- */

typedef struct cohort_run {
  mt_ctx *ctx;
  const cohort_plan *plan;
  const cohort_work *work;
  int64_t first, n;
} cohort_run;

static mt_status do_unit(void *worker, void *shared, int64_t unit, int64_t *failed) {
  const cohort_run *run = shared;
  const int64_t from = unit * run->work->trainees, left = run->n - from;

  return run->work->unit(run->plan, run->work->job, worker, run->first + from,
                         left < run->work->trainees ? left : run->work->trainees, failed);
}

static mt_status hire(mt_ctx *own, void *memory, int64_t index, void *shared) {
  const cohort_run *run = shared;
  const cohort_plan *plan = run->plan;
  const cohort_work *job = run->work;
  const size_t batches = (size_t)job->batches * sizeof(cohort_batch);
  cohort_worker *worker = memory;
  char *at;

  worker->index = index;
  worker->own = own;
  worker->ctx = run->ctx;
  worker->memory = mt_i_allocate(
      run->ctx, (int64_t)batches + job->scratch * (int64_t)sizeof(double) + CACHE_LINE,
      1);
  if (worker->memory == NULL) {
    return MT_ERROR_MEMORY;
  }
  at = worker->memory;
  at += (CACHE_LINE - (uintptr_t)at % CACHE_LINE) % CACHE_LINE;
  worker->batches = (cohort_batch *)at;
  worker->scratch = (double *)(at + batches);
  if (plan->wants_mass && plan->shared_mass == NULL &&
      plan->solver.solver != MT_SOLVER_EXACT) {
    MT_I_TRY(mt_i_mass_solver_create(own, &plan->solver, &worker->solver));
  }
  return MT_OK;
}

static void dismiss(void *memory) {
  cohort_worker *worker = memory;
  mt_i_mass_solver_destroy(worker->solver);
  mt_i_release(worker->ctx, worker->memory);
}

mt_status mt_i_cohort_run(mt_ctx *ctx, const cohort_plan *plan, const cohort_work *work,
                          int64_t first, int64_t n, int64_t *failed) {
  cohort_run run = {ctx, plan, work, first, n};
  const crew_job job = {(n - 1) / work->trainees + 1,
                        plan->threads,
                        sizeof(cohort_worker),
                        hire,
                        dismiss,
                        do_unit,
                        &run,
                        1};
  crew_failure failure;
  const mt_status status = mt_i_crew_run(ctx, &job, NULL, &failure);

  *failed = failure.part;
  return status;
}

mt_status mt_i_cohort_mass(const cohort_plan *plan, const mt_twin *twin,
                           cohort_worker *worker, int64_t n_times, const double *times,
                           double *mass) {
  return mt_i_mass_path(worker->own, twin, &plan->forcing, n_times, times, &plan->solver,
                        worker->solver, mass);
}
