#include "base/fp.h"
/* The arithmetic's rules come first, before any header with arithmetic. */
#include "method/cohort/cohort.h"

#include <string.h>

MT_I_VECTORIZE

enum {
  LANES = COHORT_LANES,
  TRAINEES_A_UNIT = 1024, /* some 30 us of work: handing out units costs nothing beside */
  CACHE_LINE = 64,
  DAYS_A_TILE = 16,
  DAYS_A_PANEL = 256
};

static double last_day(const cohort_run *run, const double *days) {
  return days[run->n_days - 1];
}

static int mass_by_solver(const cohort_run *run) {
  return run->wants_mass && run->shared_mass == NULL &&
         run->solver.solver != MT_SOLVER_EXACT;
}

/* ---- a number a trainee ---- */

static void copy_parameters(const cohort_batch *batch, int64_t count,
                            double *const *parameters) {
  for (int j = 0; j < MT_N_PARAMETERS; j++) {
    if (parameters[j] != NULL) {
      memcpy(parameters[j] + batch->first, batch->parameter[j],
             (size_t)count * sizeof(double));
    }
  }
}

static void copy_days(const double *restrict days, int64_t count, int32_t *restrict out) {
  for (int64_t lane = 0; lane < count; lane++) {
    out[lane] = (int32_t)days[lane];
  }
}

static mt_status final_mass(const cohort_run *run, cohort_worker *worker,
                            const cohort_batch *batch, int64_t count, double *out,
                            int64_t *failed) {
  for (int64_t lane = 0; lane < count; lane++) {
    if (run->shared_mass != NULL) {
      out[lane] = last_day(run, run->shared_mass);
    } else if (run->solver.solver == MT_SOLVER_EXACT) {
      out[lane] = batch->m[lane];
    } else {
      const mt_status status =
          mt_i_cohort_mass(run, batch, lane, worker, worker->scratch);
      if (status < 0) {
        *failed = batch->first + lane;
        return status;
      }
      out[lane] = last_day(run, worker->scratch);
    }
  }
  return MT_OK;
}

static mt_status do_trainees(const cohort_run *run, void *payload, cohort_worker *worker,
                             int64_t first, int64_t count, int64_t *failed) {
  const cohort_trainees_job *job = payload;
  const int recursion = job->final_mass != NULL && run->shared_mass == NULL &&
                        run->solver.solver == MT_SOLVER_EXACT;
  cohort_batch *batch = worker->batches;

  for (int64_t i = first; i < first + count; i += LANES) {
    const int64_t here = first + count - i < LANES ? first + count - i : LANES;
    const int64_t good = mt_i_batch_open(run, i, here, batch);

    if (good < here) {
      *failed = i + good;
      return MT_ERROR_VALUE;
    }
    copy_parameters(batch, here, job->parameters);
    mt_i_batch_peaks(run, batch, recursion);
    if (job->peak != NULL) {
      memcpy(job->peak + i, batch->peak, (size_t)here * sizeof(double));
    }
    if (job->peak_day != NULL) {
      copy_days(batch->peak_day, here, job->peak_day + i);
    }
    for (int64_t lane = 0; job->responder != NULL && lane < here; lane++) {
      job->responder[i + lane] = mt_i_batch_responds(run, batch, lane);
    }
    if (job->final_mass != NULL) {
      MT_I_TRY(final_mass(run, worker, batch, here, job->final_mass + i, failed));
    }
  }
  return MT_OK;
}

mt_status mt_i_cohort_trainees(mt_ctx *ctx, const cohort_run *run,
                               cohort_trainees_job *job, int64_t *failed) {
  const int slow = mass_by_solver(run);
  const cohort_work work = {
      do_trainees, job, slow ? LANES : TRAINEES_A_UNIT, 1, slow ? run->n_days : 0,
      NULL,        NULL};
  return mt_i_cohort_run(ctx, run, &work, 0, run->n, failed);
}

/* ---- every day ---- */

/* Results go to memory that is far larger than any cache and not read again soon: written
 * past the caches, as a plain store would first read the line it overwrites. `n` doubles,
 * side by side; fence_out() before another thread may look. */
#if defined(__SSE2__) && defined(__GNUC__)
typedef double pair __attribute__((vector_size(16)));

static void store_past_caches(double *to, const double *from) {
  pair two;
  memcpy(&two, from, sizeof(two));
#if defined(__clang__)
  __builtin_nontemporal_store(two, (pair *)to);
#else
  __builtin_ia32_movntpd(to, two);
#endif
}

static void stream_out(double *restrict to, const double *restrict from, int64_t n) {
  int64_t i = 0;

  for (; i < n && (uintptr_t)(to + i) % CACHE_LINE != 0; i++) {
    to[i] = from[i];
  }
  for (; i + 8 <= n; i += 8) { /* a line at a time */
    store_past_caches(to + i, from + i);
    store_past_caches(to + i + 2, from + i + 2);
    store_past_caches(to + i + 4, from + i + 4);
    store_past_caches(to + i + 6, from + i + 6);
  }
  memcpy(to + i, from + i, (size_t)(n - i) * sizeof(double));
}

static void fence_out(void) { __builtin_ia32_sfence(); }
#else
static void stream_out(double *restrict to, const double *restrict from, int64_t n) {
  memcpy(to, from, (size_t)n * sizeof(double));
}

static void fence_out(void) {}
#endif

#define VEC_BODY "method/cohort/transpose_lanes.h"
#include "num/vec.h"

static mt_status slow_mass(const cohort_run *run, cohort_worker *worker,
                           const cohort_batch *batch, int64_t count, double *out,
                           int64_t *failed) {
  for (int64_t lane = 0; lane < count; lane++) {
    double *row = out + lane * run->n_days;

    if (run->shared_mass != NULL) {
      memcpy(row, run->shared_mass, (size_t)run->n_days * sizeof(double));
    } else {
      const mt_status status = mt_i_cohort_mass(run, batch, lane, worker, row);
      if (status < 0) {
        *failed = batch->first + lane;
        return status;
      }
    }
  }
  return MT_OK;
}

/* n days from `from` of `count` trainees from the i-th. Where that is all days, the rows
 * make one run. */
static void write_rows(const cohort_run *run, const double *rows, int64_t i,
                       int64_t count, int64_t from, int64_t n, double *out) {
  double *to = out + i * run->n_days + from;

  if (n == run->n_days) {
    stream_out(to, rows, count * n);
  } else {
    for (int64_t row = 0; row < count; row++) {
      stream_out(to + row * run->n_days, rows + row * n, n);
    }
  }
}

/* A panel of days is made in tiles that stay in the first cache, turned into rows that stay
 * in the second, and written. */
static mt_status do_days(const cohort_run *run, void *payload, cohort_worker *worker,
                         int64_t first, int64_t count, int64_t *failed) {
  const cohort_days_job *job = payload;
  const int recursion = job->mass != NULL && run->shared_mass == NULL &&
                        run->solver.solver == MT_SOLVER_EXACT;
  double *const out[4] = {recursion ? job->mass : NULL, job->fitness, job->fatigue,
                          job->performance};
  cohort_batch *batch = worker->batches;
  double *tile[4], *rows[4];

  for (int q = 0; q < 4; q++) {
    tile[q] = out[q] == NULL ? NULL : worker->scratch + q * DAYS_A_TILE * LANES;
    rows[q] = worker->scratch + (4 * DAYS_A_TILE + q * DAYS_A_PANEL) * LANES;
  }
  for (int64_t i = first; i < first + count; i += LANES) {
    const int64_t here = first + count - i < LANES ? first + count - i : LANES;
    const int64_t good = mt_i_batch_open(run, i, here, batch);

    if (good < here) {
      *failed = i + good;
      return MT_ERROR_VALUE;
    }
    mt_i_batch_start(batch);
    for (int64_t from = 0; from < run->n_days; from += DAYS_A_PANEL) {
      const int64_t n =
          run->n_days - from < DAYS_A_PANEL ? run->n_days - from : DAYS_A_PANEL;
      for (int64_t t = 0; t < n; t += DAYS_A_TILE) {
        const int64_t days = n - t < DAYS_A_TILE ? n - t : DAYS_A_TILE;
        mt_i_batch_days(run, batch, from + t, days, tile[0], tile[1], tile[2], tile[3]);
        for (int q = 0; q < 4; q++) {
          if (out[q] != NULL) {
            VEC_CALL(transpose, (tile[q], days, rows[q] + t, n));
          }
        }
      }
      for (int q = 0; q < 4; q++) {
        if (out[q] != NULL) {
          write_rows(run, rows[q], i, here, from, n, out[q]);
        }
      }
    }
    if (job->mass != NULL && !recursion) {
      MT_I_TRY(slow_mass(run, worker, batch, here, job->mass + i * run->n_days, failed));
    }
  }
  fence_out();
  return MT_OK;
}

mt_status mt_i_cohort_days(mt_ctx *ctx, const cohort_run *run, cohort_days_job *job,
                           int64_t *failed) {
  const cohort_work work = {
      do_days, job, LANES, 1, 4 * (DAYS_A_TILE + DAYS_A_PANEL) * LANES, NULL, NULL};
  return mt_i_cohort_run(ctx, run, &work, 0, run->n, failed);
}
