/* Many independent solves by several threads: each worker has its own context and memory,
 * made once and used for every item that it takes. */
#ifndef MT_METHOD_CREW_H
#define MT_METHOD_CREW_H

#include "base/context.h"

typedef struct crew_job {
  int64_t n;          /* items, >= 1 */
  int64_t threads;    /* >= 1 */
  size_t worker_size; /* bytes of a worker, which starts zeroed */
  mt_status (*hire)(mt_ctx *own, void *worker, void *shared);
  void (*dismiss)(void *worker);
  mt_status (*item)(void *worker, void *shared, int64_t i);
  void *shared; /* read by all workers; items write to places of their own */
} crew_job;

/* Does every item. An item that fails marks statuses[n] and the rest are still done; with
 * statuses NULL the failure of the lowest item is the call's, in its own words. The result
 * does not depend on the number of threads. Also MEMORY and CANCELLED, which stop it all. */
mt_status mt_i_crew_run(mt_ctx *ctx, const crew_job *job, mt_status *statuses);

#endif
