/* Many at once, the contract of muscletwin.h that every _batch keeps (decision 0015): an item
 * that is wrong or fails marks its own status and the rest are done. */
#ifndef MT_METHOD_MANY_H
#define MT_METHOD_MANY_H

#include "base/context.h"

/* `call` is what the entry point was given and all items share; workers only read it. */

/* Checks item i and writes it, checked, with the places of its results, to *item. Called by
 * any worker, so it touches nothing else. */
typedef mt_status many_check(mt_ctx *ctx, const void *call, int64_t i, void *item);

/* How items are done once they are checked. */
typedef struct many_work {
  size_t item_size;   /* bytes of a checked item */
  size_t worker_size; /* bytes of what a worker keeps from item to item; 0: nothing */
  /* Makes a worker, which starts zeroed. `own` is its context as long as it lives. NULL:
   * nothing to do. */
  mt_status (*hire)(mt_ctx *own, void *worker, const void *call);
  void (*dismiss)(void *worker); /* also after a hire that failed; NULL: nothing to do */
  mt_status (*run)(mt_ctx *own, void *worker, const void *call, const void *item);
} many_work;

/* Checks and does n items, each worker with memory of its own and one checked item at a
 * time. statuses[n]: what became of each; MEMORY and CANCELLED are always the call's. NULL:
 * all are checked before any is done, and the lowest failure is the call's, in its own
 * words; news of an item is the call's as well. The result does not depend on `threads`. */
mt_status mt_i_many(mt_ctx *ctx, int64_t n, many_check *check, const many_work *work,
                    const void *call, int64_t threads, mt_status *statuses);

#endif
