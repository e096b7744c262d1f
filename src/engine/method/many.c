#include "method/many.h"

#include "num/parallel.h"

typedef struct many_job {
  many_check *check;
  const many_work *work;
  const void *call;
} many_job;

/* Behind this lie the memory of the method's worker and the item that it is at. */
typedef struct many_worker {
  mt_ctx *own;
  const many_work *work;
} many_worker;

static size_t aligned(size_t bytes) { return (bytes + 15) / 16 * 16; }

static void *memory_of(many_worker *worker) {
  return (char *)worker + aligned(sizeof(*worker));
}

static void *item_of(many_worker *worker) {
  return (char *)memory_of(worker) + aligned(worker->work->worker_size);
}

static mt_status hire(mt_ctx *own, void *memory, int64_t index, void *shared) {
  const many_job *job = shared;
  many_worker *worker = memory;

  (void)index;
  worker->own = own;
  worker->work = job->work;
  return job->work->hire == NULL ? MT_OK
                                 : job->work->hire(own, memory_of(worker), job->call);
}

static void dismiss(void *memory) {
  many_worker *worker = memory;

  /* A worker that was not reached, as one before it failed, knows no work. */
  if (worker->work != NULL && worker->work->dismiss != NULL) {
    worker->work->dismiss(memory_of(worker));
  }
}

static mt_status one_item(void *memory, void *shared, int64_t i, int64_t *part) {
  const many_job *job = shared;
  many_worker *worker = memory;

  (void)part;
  MT_I_TRY(job->check(worker->own, job->call, i, item_of(worker)));
  return job->work->run(worker->own, memory_of(worker), job->call, item_of(worker));
}

static mt_status check_all(mt_ctx *ctx, int64_t n, const many_job *job) {
  void *item = mt_i_allocate(ctx, 1, job->work->item_size);
  mt_status status = item == NULL ? MT_ERROR_MEMORY : MT_OK;

  for (int64_t i = 0; i < n && status >= 0; i++) {
    status = job->check(ctx, job->call, i, item);
  }
  mt_i_release(ctx, item);
  return status;
}

mt_status mt_i_many(mt_ctx *ctx, int64_t n, many_check *check, const many_work *work,
                    const void *call, int64_t threads, mt_status *statuses) {
  many_job shared = {check, work, call};
  parallel_job job = {0, 0, 0, hire, dismiss, one_item, &shared, 0};

  job.n = n;
  job.threads = threads;
  job.worker_size =
      aligned(sizeof(many_worker)) + aligned(work->worker_size) + work->item_size;
  job.all_or_none = statuses == NULL;
  if (statuses == NULL) {
    MT_I_TRY(check_all(ctx, n, &shared));
  }
  return mt_i_parallel_run(ctx, &job, statuses, NULL);
}
