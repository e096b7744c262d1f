/* Many independent pieces of work by several threads: solves, units of a cohort, fits. Each
 * worker has its own context and memory, made once and used for every item that it takes.
 * Threads are POSIX threads, made for a call and gone after it: nothing outlives the call or
 * a fork, and where the system gives none the calling thread does it all. */
#ifndef MT_NUM_PARALLEL_H
#define MT_NUM_PARALLEL_H

#include "base/context.h"

typedef struct parallel_job {
  int64_t n;          /* items, >= 1 */
  int64_t threads;    /* >= 1 */
  size_t worker_size; /* bytes of a worker, which starts zeroed; 0: workers need none */
  /* In the calling thread. `own` asks the caller whether to stop and lives as long as the
   * worker; index 0 is the calling thread's. NULL: nothing to do. */
  mt_status (*hire)(mt_ctx *own, void *worker, int64_t index, void *shared);
  void (*dismiss)(void *worker); /* also after a hire that failed; NULL: nothing to do */
  /* A failure may say which part of the item it was. */
  mt_status (*item)(void *worker, void *shared, int64_t i, int64_t *part);
  void *shared;    /* read by all workers; items write to places of their own */
  int all_or_none; /* what comes after the lowest failure need not be done */
} parallel_job;

typedef struct parallel_failure {
  int64_t item, part; /* -1: none, or not told */
} parallel_failure;

/* Does every item. With statuses[n] an item that fails marks its own and the rest are still
 * done; with NULL the failure of the lowest item is the call's, in its own words, and
 * `failure` (or NULL) says which that was; if none fails, the news of any is the call's. The
 * result does not depend on the number of threads. MEMORY and CANCELLED are always the
 * call's. */
mt_status mt_i_parallel_run(mt_ctx *ctx, const parallel_job *job, mt_status *statuses,
                            parallel_failure *failure);

#endif
