#include "method/cohort.h"

#include <stdio.h>

#ifdef _OPENMP
#include <omp.h>
#endif

#include "method/banister_path.h"
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

struct cohort_run {
  mt_ctx *ctx;
  const cohort_plan *plan;
  const cohort_work *work;
  int64_t first, n, n_units;

  /* shared by the workers; touched only by the atomic functions below */
  int64_t next_unit;
  int stop;

  /* the lowest failing unit, touched only in the critical section */
  int64_t failed_unit, failed;
  mt_status status;
};

static int64_t take_unit(cohort_run *run) {
  int64_t unit;
#ifdef _OPENMP
#pragma omp atomic capture
#endif
  unit = run->next_unit++;
  return unit;
}

static int told_to_stop(cohort_run *run) {
  int stop;
#ifdef _OPENMP
#pragma omp atomic read
#endif
  stop = run->stop;
  return stop;
}

static void tell_to_stop(cohort_run *run) {
#ifdef _OPENMP
#pragma omp atomic write
#endif
  run->stop = 1;
}

static double share_done(cohort_run *run) {
  int64_t taken;
#ifdef _OPENMP
#pragma omp atomic read
#endif
  taken = run->next_unit;
  return taken < run->n_units ? (double)taken / (double)run->n_units : 1.0;
}

/* Units are taken in order, so every unit before a failing one has been taken when the
 * failure is noted, and is finished: the lowest failing unit does not depend on timing. */
static void note_failure(cohort_run *run, int64_t unit, mt_status status,
                         int64_t failed) {
#ifdef _OPENMP
#pragma omp critical
#endif
  {
    if (run->failed_unit < 0 || unit < run->failed_unit) {
      run->failed_unit = unit;
      run->status = status;
      run->failed = failed;
    }
  }
}

static int64_t last_wanted(cohort_run *run) {
  int64_t unit;
#ifdef _OPENMP
#pragma omp critical
#endif
  unit = run->failed_unit < 0 ? run->n_units : run->failed_unit;
  return unit;
}

/* Asked between units, and by the solvers within one. Only the calling thread asks the
 * caller. */
static int worker_stops(void *payload) {
  cohort_worker *worker = payload;

  if (worker->index == 0 && !told_to_stop(worker->run) &&
      mt_i_cancelled(worker->run->ctx, share_done(worker->run))) {
    tell_to_stop(worker->run);
  }
  return told_to_stop(worker->run);
}

static void work(cohort_worker *worker) {
  cohort_run *run = worker->run;

  while (!worker_stops(worker)) {
    const int64_t unit = take_unit(run);
    int64_t from, count, failed = -1;
    mt_status status;

    if (unit >= last_wanted(run)) {
      break;
    }
    from = unit * run->work->trainees;
    count = run->n - from < run->work->trainees ? run->n - from : run->work->trainees;
    status = run->work->unit(run->plan, run->work->job, worker, run->first + from, count,
                             &failed);
    if (status < 0 && status != MT_ERROR_CANCELLED) {
      note_failure(run, unit, status, failed);
    }
  }
}

static mt_status hire(cohort_run *run, cohort_worker *worker, int64_t index) {
  const cohort_work *job = run->work;
  const size_t batches = (size_t)job->batches * sizeof(cohort_batch);
  const cohort_plan *plan = run->plan;
  char *at;

  worker->run = run;
  worker->index = index;
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
    mt_ctx_options options;

    mt_ctx_options_init(&options);
    options.cancel = worker_stops;
    options.payload = worker;
    MT_I_TRY(mt_ctx_create(&options, &worker->own));
    MT_I_TRY(mt_i_mass_solver_create(worker->own, &plan->solver, &worker->solver));
  }
  return MT_OK;
}

static void dismiss(cohort_run *run, cohort_worker *worker) {
  mt_i_mass_solver_destroy(worker->solver);
  mt_ctx_destroy(worker->own);
  mt_i_release(run->ctx, worker->memory);
}

mt_status mt_i_cohort_run(mt_ctx *ctx, const cohort_plan *plan, const cohort_work *job,
                          int64_t first, int64_t n, int64_t *failed) {
  cohort_run run = {ctx, plan, job, first, n, 0, 0, 0, -1, -1, MT_OK};
  cohort_worker *workers = NULL;
  mt_status status = MT_OK;
  int64_t threads = plan->threads;

  *failed = -1;
  run.n_units = (n - 1) / job->trainees + 1;
#ifndef _OPENMP
  threads = 1;
#endif
  if (threads > run.n_units) {
    threads = run.n_units;
  }
  workers = mt_i_allocate(ctx, threads, sizeof(*workers));
  if (workers == NULL) {
    return MT_ERROR_MEMORY;
  }
  for (int64_t i = 0; i < threads; i++) {
    MT_I_TRY_OR_CLEAN_UP(hire(&run, &workers[i], i));
  }
  if (threads == 1) {
    work(&workers[0]);
  } else {
#ifdef _OPENMP
#pragma omp parallel num_threads((int)threads)
    work(&workers[omp_get_thread_num()]);
#endif
  }
  if (run.stop) {
    status = MT_ERROR_CANCELLED;
  } else if (run.failed_unit >= 0) {
    status = run.status;
    *failed = run.failed;
  } else {
    status = MT_OK;
    if (mt_i_cancelled(ctx, 1.0)) {
      status = MT_ERROR_CANCELLED;
    }
  }

cleanup:
  for (int64_t i = 0; i < threads; i++) {
    dismiss(&run, &workers[i]);
  }
  mt_i_release(ctx, workers);
  return status;
}

mt_status mt_i_cohort_mass(const cohort_plan *plan, const mt_twin *twin,
                           cohort_worker *worker, int64_t n_times, const double *times,
                           double *mass) {
  return mt_i_mass_path(worker->own, twin, &plan->forcing, n_times, times, &plan->solver,
                        worker->solver, mass);
}
