#include "method/crew.h"

#include <stdio.h>

#ifdef _OPENMP
#include <omp.h>
#endif

typedef struct crew {
  mt_ctx *ctx;
  const crew_job *job;
  mt_status *statuses;
  int64_t taken;
  int stop; /* cancelled */
} crew;

typedef struct crew_member {
  crew *all;
  int64_t index;
  mt_ctx *own;
  void *worker;
  int hired;
  int64_t failed; /* the lowest of its items that failed, or -1 */
  mt_status status;
  char message[256];
} crew_member;

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

/* Only the calling thread asks the caller; the others look at what it was told. */
static int asks_to_stop(void *payload) {
  crew_member *member = payload;
  crew *all = member->all;

  if (member->index == 0) {
    int64_t taken;
#ifdef _OPENMP
#pragma omp atomic read
#endif
    taken = all->taken;
    if (mt_i_cancelled(all->ctx, (double)(taken < all->job->n ? taken : all->job->n) /
                                     (double)all->job->n)) {
      tell_to_stop(all);
    }
  }
  return stopped(all);
}

/* Each member keeps its own, so that no lock is needed. */
static void note_failure(crew_member *member, int64_t i, mt_status status) {
  if (member->failed < 0 || i < member->failed) {
    member->failed = i;
    member->status = status;
    snprintf(member->message, sizeof(member->message), "%s", mt_ctx_message(member->own));
  }
}

static void work(crew_member *member) {
  crew *all = member->all;

  while (!asks_to_stop(member)) {
    int64_t i;
    mt_status status;
#ifdef _OPENMP
#pragma omp atomic capture
#endif
    i = all->taken++;
    if (i >= all->job->n) {
      break;
    }
    status = all->job->item(member->worker, all->job->shared, i);
    if (all->statuses != NULL) {
      all->statuses[i] = status;
    }
    if (status == MT_ERROR_CANCELLED) {
      tell_to_stop(all);
    } else if (status < 0) {
      note_failure(member, i, status);
    }
  }
}

static mt_status hire(crew_member *member) {
  const crew_job *job = member->all->job;
  mt_ctx_options options;

  member->worker = mt_i_allocate(member->all->ctx, 1, job->worker_size);
  if (member->worker == NULL) {
    return MT_ERROR_MEMORY;
  }
  mt_ctx_options_init(&options);
  options.cancel = asks_to_stop;
  options.payload = member;
  MT_I_TRY(mt_ctx_create(&options, &member->own));
  member->hired = 1;
  {
    const mt_status status = job->hire(member->own, member->worker, job->shared);
    /* What stood in the way is told in the caller's context. */
    return status < 0
               ? mt_i_fail(member->all->ctx, status, "%s", mt_ctx_message(member->own))
               : MT_OK;
  }
}

mt_status mt_i_crew_run(mt_ctx *ctx, const crew_job *job, mt_status *statuses) {
  crew all = {ctx, job, statuses, 0, 0};
  const crew_member *first = NULL;
  int64_t threads = job->threads < job->n ? job->threads : job->n;
  crew_member *members;
  mt_status status = MT_OK;

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
    members[i].failed = -1;
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
  for (int64_t i = 0; i < threads; i++) {
    const crew_member *member = &members[i];
    if (member->failed >= 0 && (first == NULL || member->failed < first->failed)) {
      first = member;
    }
  }
  if (all.stop) {
    status = mt_i_fail(ctx, MT_ERROR_CANCELLED, "cancelled by the caller");
  } else if (first != NULL && (statuses == NULL || first->status == MT_ERROR_MEMORY)) {
    status = mt_i_fail(ctx, first->status, "%s", first->message);
  }

cleanup:
  for (int64_t i = 0; i < threads; i++) {
    if (members[i].hired) {
      job->dismiss(members[i].worker);
      mt_ctx_destroy(members[i].own);
    }
    mt_i_release(ctx, members[i].worker);
  }
  mt_i_release(ctx, members);
  return status;
}
