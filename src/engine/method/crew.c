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
  int stop; /* cancelled or out of memory */
  int64_t failed; /* the lowest item that failed, or -1 */
  mt_status failed_status;
  char failed_message[256];
} crew;

typedef struct crew_member {
  crew *all;
  int64_t index;
  mt_ctx *own;
  void *worker;
  int hired;
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

static void note_failure(crew_member *member, int64_t i, mt_status status) {
  crew *all = member->all;
#ifdef _OPENMP
#pragma omp critical(mt_crew_failure)
#endif
  if (all->failed < 0 || i < all->failed) {
    all->failed = i;
    all->failed_status = status;
    snprintf(all->failed_message, sizeof(all->failed_message), "%s",
             mt_ctx_message(member->own));
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
  return job->hire(member->own, member->worker, job->shared);
}

mt_status mt_i_crew_run(mt_ctx *ctx, const crew_job *job, mt_status *statuses) {
  crew all = {ctx, job, statuses, 0, 0, -1, MT_OK, ""};
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
  } else if (all.failed >= 0 && (statuses == NULL || all.failed_status == MT_ERROR_MEMORY)) {
    status = mt_i_fail(ctx, all.failed_status, "%s", all.failed_message);
  }

cleanup:
  if (status < 0 && members[0].own != NULL && mt_ctx_message(members[0].own)[0] != '\0' &&
      all.failed < 0 && !all.stop) {
    mt_i_fail(ctx, status, "%s", mt_ctx_message(members[0].own));
  }
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
