#include "method/cohort/cohort.h"

#include <stdio.h>

#include "method/path/banister.h"
#include "model/schedule.h"
#include "num/parallel.h"

enum { CACHE_LINE = 64 };

/* ---- the run ---- */

static int mass_is_shared(const cohort_run *run) {
  const int64_t *kind = run->population.kind;
  return run->mass_model == MT_MASS_POST && run->twins == NULL &&
         kind[MT_K_S] == MT_FIXED && kind[MT_K_D] == MT_FIXED && kind[MT_M0] == MT_FIXED;
}

static mt_status share_mass(mt_ctx *ctx, cohort_run *run) {
  mt_twin twin;

  mt_twin_init(&twin);
  twin.k_s = run->population.location[MT_K_S];
  twin.k_d = run->population.location[MT_K_D];
  twin.m0 = run->population.location[MT_M0];
  run->shared_mass = mt_i_allocate(ctx, run->n_days, sizeof(double));
  if (run->shared_mass == NULL) {
    return MT_ERROR_MEMORY;
  }
  return mt_i_mass_path(ctx, &twin, &run->forcing, run->n_days, run->day_end,
                        &run->solver, NULL, run->shared_mass);
}

mt_status mt_i_cohort_prepare(mt_ctx *ctx, cohort_run *run) {
  const int64_t n = run->n_days;
  mt_status status = MT_ERROR_MEMORY;
  double *end, *piece_load, *piece_nutrition, *day_end;

  run->felt = mt_i_allocate(ctx, n, 2 * sizeof(double));
  run->piece_memory = mt_i_allocate(ctx, n, 4 * sizeof(double));
  run->shared_mass = NULL;
  if (cohort_mass_turns(run)) {
    status = mt_i_cohort_turnover_prepare(ctx, run);
    if (status < 0) {
      goto failed;
    }
    status = MT_ERROR_MEMORY;
  }
  if (run->felt == NULL || run->piece_memory == NULL) {
    goto failed;
  }
  run->eaten = run->felt + n;
  run->total_load = run->total_eaten = 0.0;
  for (int64_t t = 0; t < n; t++) {
    if (run->load_effect == MT_LOAD_SAME_DAY) {
      run->felt[t] = run->load[t];
    } else {
      run->felt[t] = t > 0 ? run->load[t - 1] : 0.0;
    }
    run->eaten[t] =
        run->nutrition == NULL ? run->load[t] : run->nutrition[t] * run->load[t];
    run->total_load += run->load[t];
    run->total_eaten += run->eaten[t];
  }

  end = run->piece_memory;
  piece_load = end + n;
  piece_nutrition = end + 2 * n;
  day_end = end + 3 * n;
  for (int64_t t = 0; t < n; t++) {
    day_end[t] = (double)(t + 1);
  }
  run->forcing.n = mt_i_schedule_pieces(n, run->load, run->nutrition, end, piece_load,
                                        piece_nutrition);
  run->forcing.end = end;
  run->forcing.load = piece_load;
  run->forcing.nutrition = piece_nutrition;
  run->day_end = day_end;
  if (run->wants_mass && mass_is_shared(run)) {
    status = share_mass(ctx, run);
    if (status < 0) {
      goto failed;
    }
  }
  return MT_OK;

failed:
  mt_i_cohort_release(ctx, run);
  return status;
}

void mt_i_cohort_release(mt_ctx *ctx, cohort_run *run) {
  mt_i_release(ctx, run->felt);
  mt_i_release(ctx, run->piece_memory);
  mt_i_release(ctx, run->shared_mass);
  mt_i_cohort_turnover_release(ctx, &run->turnover);
  run->felt = run->eaten = run->shared_mass = run->piece_memory = NULL;
}

/* ---- failures in words ---- */

void mt_i_cohort_twin(const cohort_run *run, int64_t trainee, double *parameters) {
  cohort_batch batch;

  batch.steps = NULL;
  mt_i_batch_open(run, trainee, 1, &batch);
  for (int j = 0; j < MT_N_PARAMETERS; j++) {
    parameters[j] = batch.parameter[j][0];
  }
}

/* Mass on the last day by turnover, for what it says when it fails. */
static mt_status try_turnover(mt_ctx *ctx, const cohort_run *run,
                              const turnover_trainee *who) {
  const double end = (double)run->n_days;
  const turnover_call call = {NULL, 1, &end, run->solver, NULL};
  double mass, *synthesis = NULL;
  void *worker = NULL;
  mt_status status = MT_ERROR_MEMORY;

  if (!(who->k_d <= TURNOVER_MOST_K_D)) {
    return mt_i_fail(ctx, MT_ERROR_VALUE,
                     "k_d is %g; with turnover it must be within 0 and %g", who->k_d,
                     TURNOVER_MOST_K_D);
  }
  if (!(who->responds >= 0.0 && isfinite(who->responds))) {
    return mt_i_fail(ctx, MT_ERROR_VALUE, "responds is %g; it must be 0 or more",
                     who->responds);
  }
  synthesis = mt_i_allocate(ctx, run->turnover.forcing.n_pieces, sizeof(*synthesis));
  worker = mt_i_allocate(ctx, 1, mt_i_turnover_work.worker_size);
  if (synthesis != NULL && worker != NULL) {
    status = mt_i_turnover_work.hire(ctx, worker, &call);
    if (status >= 0) {
      status = mt_i_cohort_turnover_path(ctx, run, who, &call, worker, synthesis, &mass);
    }
    mt_i_turnover_work.dismiss(worker);
  }
  mt_i_release(ctx, worker);
  mt_i_release(ctx, synthesis);
  return status;
}

mt_status mt_i_cohort_explain(mt_ctx *ctx, const cohort_run *run, int64_t trainee) {
  const long long who = (long long)(run->first + trainee + 1);
  char reason[160];
  cohort_batch batch;
  mt_status status;
  mt_twin twin;
  double end = (double)run->n_days, mass;

  batch.steps = NULL;
  mt_i_batch_open(run, trainee, 1, &batch);
  twin = mt_i_batch_twin(run, &batch, 0);
  status = mt_i_banister_path(ctx, &twin, run->n_days, run->load, NULL, NULL, NULL, NULL);
  if (status >= 0 && cohort_mass_turns(run)) {
    const turnover_trainee alone = mt_i_batch_trainee(&batch, 0);
    status = try_turnover(ctx, run, &alone);
  } else if (status >= 0 && run->wants_mass) {
    status =
        mt_i_mass_path(ctx, &twin, &run->forcing, 1, &end, &run->solver, NULL, &mass);
  }
  if (status == MT_ERROR_CANCELLED || status >= 0) {
    return status;
  }
  snprintf(reason, sizeof(reason), "%s", mt_ctx_message(ctx));
  return mt_i_fail(ctx, status, "trainee %lld: %s", who, reason);
}

/* ---- units of work ---- */

typedef struct cohort_range {
  mt_ctx *ctx;
  const cohort_run *run;
  const cohort_work *work;
  int64_t first, n;
} cohort_range;

static mt_status do_unit(void *worker, void *shared, int64_t unit, int64_t *failed) {
  const cohort_range *range = shared;
  const int64_t from = unit * range->work->trainees, left = range->n - from;

  return range->work->unit(range->run, range->work->job, worker, range->first + from,
                           left < range->work->trainees ? left : range->work->trainees,
                           failed);
}

static int solves(const cohort_run *run) {
  return run->wants_mass && run->shared_mass == NULL &&
         run->solver.solver != MT_SOLVER_EXACT;
}

static turnover_call daily_call(const cohort_run *run) {
  const turnover_call call = {NULL, run->n_days, run->day_end, run->solver, NULL};
  return call;
}

/* What solves each trainee, if anything but mass_solver does. */
static mt_status hire_turner(const cohort_range *range, cohort_worker *worker) {
  const cohort_run *run = range->run;
  const turnover_call daily = daily_call(run);
  const void *call = &daily;

  worker->turns = solves(run) ? &mt_i_turnover_work : NULL;
  if (range->work->turns != NULL) {
    worker->turns = range->work->turns;
    call = range->work->call;
  }
  if (worker->turns == NULL) {
    return MT_OK;
  }
  worker->pieces =
      mt_i_allocate(range->ctx, run->turnover.forcing.n_pieces, sizeof(double));
  worker->turner = mt_i_allocate(range->ctx, 1, worker->turns->worker_size);
  if (worker->pieces == NULL || worker->turner == NULL) {
    return MT_ERROR_MEMORY;
  }
  return worker->turns->hire(worker->own, worker->turner, call);
}

static mt_status hire(mt_ctx *own, void *memory, int64_t index, void *shared) {
  const cohort_range *range = shared;
  const cohort_run *run = range->run;
  const cohort_work *job = range->work;
  const size_t batches = (size_t)job->batches * sizeof(cohort_batch);
  const int64_t doubles = job->scratch + job->batches * mt_i_batch_steps(run);
  cohort_worker *worker = memory;
  char *at;

  worker->index = index;
  worker->own = own;
  worker->ctx = range->ctx;
  worker->memory = mt_i_allocate(
      range->ctx, (int64_t)batches + doubles * (int64_t)sizeof(double) + CACHE_LINE, 1);
  if (worker->memory == NULL) {
    return MT_ERROR_MEMORY;
  }
  at = worker->memory;
  at += (CACHE_LINE - (uintptr_t)at % CACHE_LINE) % CACHE_LINE;
  worker->batches = (cohort_batch *)at;
  worker->scratch = (double *)(at + batches);
  mt_i_batch_lend_steps(run, job->batches, worker->batches,
                        worker->scratch + job->scratch);
  if (run->mass_model == MT_MASS_TURNOVER) {
    return hire_turner(range, worker);
  }
  return solves(run) ? mt_i_mass_solver_create(own, &run->solver, &worker->solver)
                     : MT_OK;
}

static void dismiss(void *memory) {
  cohort_worker *worker = memory;
  mt_i_mass_solver_destroy(worker->solver);
  if (worker->turner != NULL) {
    worker->turns->dismiss(worker->turner);
  }
  mt_i_release(worker->ctx, worker->turner);
  mt_i_release(worker->ctx, worker->pieces);
  mt_i_release(worker->ctx, worker->memory);
}

mt_status mt_i_cohort_run(mt_ctx *ctx, const cohort_run *run, const cohort_work *work,
                          int64_t first, int64_t n, int64_t *failed) {
  cohort_range range = {ctx, run, work, first, n};
  const parallel_job job = {(n - 1) / work->trainees + 1,
                            run->threads,
                            sizeof(cohort_worker),
                            hire,
                            dismiss,
                            do_unit,
                            &range,
                            1};
  parallel_failure failure;
  const mt_status status = mt_i_parallel_run(ctx, &job, NULL, &failure);

  *failed = failure.part;
  return status;
}

mt_status mt_i_cohort_mass(const cohort_run *run, const cohort_batch *batch, int64_t lane,
                           cohort_worker *worker, double *mass) {
  if (run->mass_model == MT_MASS_TURNOVER) {
    const turnover_trainee who = mt_i_batch_trainee(batch, lane);
    const turnover_call call = daily_call(run);
    return mt_i_cohort_turnover_path(worker->own, run, &who, &call, worker->turner,
                                     worker->pieces, mass);
  } else {
    const mt_twin twin = mt_i_batch_twin(run, batch, lane);
    return mt_i_mass_path(worker->own, &twin, &run->forcing, run->n_days, run->day_end,
                          &run->solver, worker->solver, mass);
  }
}
