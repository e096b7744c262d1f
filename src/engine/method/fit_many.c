#include "base/fp.h"

#include "method/fit.h"

#ifdef _OPENMP
#include <omp.h>
#endif

typedef struct many {
  int64_t next, n;
  int stop;
} many;

static int64_t take(many *run) {
  int64_t i;
#ifdef _OPENMP
#pragma omp atomic capture
#endif
  i = run->next++;
  return i;
}

static int stopped(many *run) {
  int stop;
#ifdef _OPENMP
#pragma omp atomic read
#endif
  stop = run->stop;
  return stop;
}

/* Series are independent and each writes to its own place, so neither threads nor order
 * change a bit. Only the calling thread asks the caller whether to stop. */
static void work(mt_ctx *ctx, many *run, int caller, fit_job job, void *payload) {
  while (!stopped(run)) {
    int64_t i;

    if (caller && mt_i_cancelled(ctx, (double)run->next / (double)run->n)) {
#ifdef _OPENMP
#pragma omp atomic write
#endif
      run->stop = 1;
      return;
    }
    i = take(run);
    if (i >= run->n) {
      return;
    }
    job(payload, i);
  }
}

mt_status mt_i_fit_many(mt_ctx *ctx, int64_t n, int64_t threads, fit_job job,
                        void *payload) {
  many run = {0, n, 0};

#ifdef _OPENMP
  if (threads > n) {
    threads = n;
  }
  if (threads > 1) {
#pragma omp parallel num_threads((int)threads)
    work(ctx, &run, omp_get_thread_num() == 0, job, payload);
  } else {
    work(ctx, &run, 1, job, payload);
  }
#else
  (void)threads;
  work(ctx, &run, 1, job, payload);
#endif
  return run.stop ? MT_ERROR_CANCELLED : MT_OK;
}
