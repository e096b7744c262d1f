#include "num/parallel.h"

#include <stdio.h>

#ifdef _OPENMP
#include <omp.h>
#endif

typedef struct crew {
  mt_ctx *ctx;
  const parallel_job *job;
  mt_status *statuses;

  /* touched only by the atomic functions below */
  int64_t taken;
  int stop;

  /* the lowest failing item, written only in the critical section */
  int64_t failed, part;
  mt_status status;
  char message[256];
} crew;

typedef struct crew_member {
  crew *all;
  int64_t index;
  mt_ctx *own;
  void *worker;
} crew_member;

static int64_t take(crew *all) {
  int64_t i;
#ifdef _OPENMP
#pragma omp atomic capture
#endif
  i = all->taken++;
  return i;
}

static int stopped(crew *all) {
  int stop;
#ifdef _OPENMP
#pragma omp atomic read
#endif
  stop = all->stop;
  return stop;
}

static void tell_to_stop(crew *all) {
#ifdef _OPENMP
#pragma omp atomic write
#endif
  all->stop = 1;
}

static double share_done(crew *all) {
  int64_t taken;
#ifdef _OPENMP
#pragma omp atomic read
#endif
  taken = all->taken;
  return taken < all->job->n ? (double)taken / (double)all->job->n : 1.0;
}

/* Asked between items, and by the solvers within one. Only the calling thread asks the
 * caller; the others look at what it was told. */
static int asks_to_stop(void *payload) {
  crew_member *member = payload;
  crew *all = member->all;

  if (member->index == 0 && !stopped(all) && mt_i_cancelled(all->ctx, share_done(all))) {
    tell_to_stop(all);
  }
  return stopped(all);
}

/* Items are taken in order, so every item before a failing one has been taken when the
 * failure is noted, and is finished: the lowest failing item does not depend on timing. */
static void note_failure(crew_member *member, int64_t i, int64_t part, mt_status status) {
  crew *all = member->all;
#ifdef _OPENMP
#pragma omp critical
#endif
  {
    if (all->failed < 0 || i < all->failed) {
#ifdef _OPENMP
#pragma omp atomic write
#endif
      all->failed = i;
      all->part = part;
      all->status = status;
      snprintf(all->message, sizeof(all->message), "%s", mt_ctx_message(member->own));
    }
  }
}

static int64_t last_wanted(crew *all) {
  int64_t failed;

  if (!all->job->all_or_none) {
    return all->job->n;
  }
#ifdef _OPENMP
#pragma omp atomic read
#endif
  failed = all->failed;
  return failed < 0 ? all->job->n : failed;
}

static void work(crew_member *member) {
  crew *all = member->all;

  while (!asks_to_stop(member)) {
    const int64_t i = take(all);
    int64_t part = -1;
    mt_status status;

    if (i >= last_wanted(all)) {
      break;
    }
    status = all->job->item(member->worker, all->job->shared, i, &part);
    if (all->statuses != NULL) {
      all->statuses[i] = status;
    }
    if (status == MT_ERROR_CANCELLED) {
      tell_to_stop(all);
    } else if (status < 0) {
      note_failure(member, i, part, status);
    }
  }
}

static mt_status hire(crew_member *member) {
  const parallel_job *job = member->all->job;
  mt_ctx *ctx = member->all->ctx;
  mt_ctx_options options;
  mt_status status;

  mt_ctx_options_init(&options);
  options.cancel = asks_to_stop;
  options.payload = member;
  MT_I_TRY(mt_ctx_create(&options, &member->own));
  if (job->worker_size > 0) {
    member->worker = mt_i_allocate(ctx, 1, job->worker_size);
    if (member->worker == NULL) {
      return MT_ERROR_MEMORY;
    }
  }
  if (job->hire == NULL) {
    return MT_OK;
  }
  status = job->hire(member->own, member->worker, member->index, job->shared);
  if (status < 0 && mt_ctx_message(member->own)[0] != '\0') {
    /* What stood in the way is told in the caller's context. */
    return mt_i_fail(ctx, status, "%s", mt_ctx_message(member->own));
  }
  return status;
}

static void dismiss(crew_member *member) {
  const parallel_job *job = member->all == NULL ? NULL : member->all->job;

  if (job != NULL && job->dismiss != NULL && member->worker != NULL) {
    job->dismiss(member->worker);
  }
  if (job != NULL) {
    mt_i_release(member->all->ctx, member->worker);
  }
  mt_ctx_destroy(member->own);
}

mt_status mt_i_parallel_run(mt_ctx *ctx, const parallel_job *job, mt_status *statuses,
                            parallel_failure *failure) {
  crew all = {ctx, job, statuses, 0, 0, -1, -1, MT_OK, ""};
  int64_t threads = job->threads < job->n ? job->threads : job->n;
  crew_member *members;
  mt_status status = MT_OK;

  if (failure != NULL) {
    failure->item = failure->part = -1;
  }
#ifndef _OPENMP
  threads = 1;
#endif
  members = mt_i_allocate(ctx, threads, sizeof(*members));
  if (members == NULL) {
    return MT_ERROR_MEMORY;
  }
  for (int64_t i = 0; i < threads; i++) {
    members[i].all = &all;
    members[i].index = i;
    MT_I_TRY_OR_CLEAN_UP(hire(&members[i]));
  }
  if (threads == 1) {
    work(&members[0]);
  } else {
#ifdef _OPENMP
#pragma omp parallel num_threads((int)threads)
    work(&members[omp_get_thread_num()]);
#endif
  }
  if (all.stop) {
    status = mt_i_fail(ctx, MT_ERROR_CANCELLED, "cancelled by the caller");
  } else if (all.failed >= 0 && (statuses == NULL || all.status == MT_ERROR_MEMORY)) {
    status = mt_i_fail(ctx, all.status, "%s", all.message);
    if (failure != NULL) {
      failure->item = all.failed;
      failure->part = all.part;
    }
  } else if (mt_i_cancelled(ctx, 1.0)) {
    status = MT_ERROR_CANCELLED;
  }

cleanup:
  for (int64_t i = 0; i < threads; i++) {
    dismiss(&members[i]);
  }
  mt_i_release(ctx, members);
  return status;
}
