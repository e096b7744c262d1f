#define _POSIX_C_SOURCE 200809L /* pthread_sigmask(), nanosleep() under -std=c99 */
#include "num/parallel.h"

#include <stdio.h>
#include <string.h>

#ifndef MT_NO_THREADS
#include <pthread.h>
#include <signal.h>
#include <time.h> /* nanosleep() alone: the engine looks at no clock */
#endif

typedef struct crew {
  mt_ctx *ctx;
  const parallel_job *job;
  mt_status *statuses;

  /* What follows is shared, and read and written under the lock alone. */
#ifndef MT_NO_THREADS
  pthread_mutex_t lock;
#endif
  int64_t taken;
  int64_t at_work; /* threads besides the calling one */
  int stop;
  int64_t failed, part; /* the lowest failing item */
  mt_status status, news;
  char message[256];
} crew;

typedef struct crew_member {
  crew *all;
  int64_t index;
  mt_ctx *own;
  void *worker;
#ifndef MT_NO_THREADS
  pthread_t thread;
#endif
} crew_member;

static void lock(crew *all) {
#ifndef MT_NO_THREADS
  pthread_mutex_lock(&all->lock);
#else
  (void)all;
#endif
}

static void unlock(crew *all) {
#ifndef MT_NO_THREADS
  pthread_mutex_unlock(&all->lock);
#else
  (void)all;
#endif
}

/* The next item, or job->n when there is none to be done. */
static int64_t take(crew *all) {
  int64_t i;

  lock(all);
  if (all->stop || all->taken >= all->job->n ||
      (all->job->all_or_none && all->failed >= 0 && all->taken >= all->failed)) {
    i = all->job->n;
  } else {
    i = all->taken++;
  }
  unlock(all);
  return i;
}

static void tell_to_stop(crew *all) {
  lock(all);
  all->stop = 1;
  unlock(all);
}

/* Asked between items, and by the solvers within one. Only the calling thread asks the
 * caller, and holds no lock meanwhile; the others look at what it was told. */
static int asks_to_stop(void *payload) {
  crew_member *member = payload;
  crew *all = member->all;
  int64_t taken;
  int stop;

  lock(all);
  stop = all->stop;
  taken = all->taken;
  unlock(all);
  if (member->index == 0 && !stop &&
      mt_i_cancelled(all->ctx, (double)taken / (double)all->job->n)) {
    tell_to_stop(all);
    stop = 1;
  }
  return stop;
}

/* Items are taken in order, so every item before a failing one has been taken when the
 * failure is noted, and is finished: the lowest failing item does not depend on timing. */
static void note_failure(crew_member *member, int64_t i, int64_t part, mt_status status) {
  crew *all = member->all;

  lock(all);
  if (all->failed < 0 || i < all->failed) {
    all->failed = i;
    all->part = part;
    all->status = status;
    snprintf(all->message, sizeof(all->message), "%s", mt_ctx_message(member->own));
  }
  unlock(all);
}

static void note_news(crew *all, mt_status status) {
  lock(all);
  all->news = status > all->news ? status : all->news;
  unlock(all);
}

static void work(crew_member *member) {
  crew *all = member->all;

  while (!asks_to_stop(member)) {
    const int64_t i = take(all);
    int64_t part = -1;
    mt_status status;

    if (i >= all->job->n) {
      break;
    }
    status = all->job->item(member->worker, all->job->shared, i, &part);
    if (all->statuses != NULL) {
      all->statuses[i] = status;
    }
    if (status == MT_ERROR_CANCELLED) {
      tell_to_stop(all);
    } else if (status < 0 && (all->statuses == NULL || status == MT_ERROR_MEMORY)) {
      note_failure(member, i, part, status);
    } else if (status > 0 && all->statuses == NULL) {
      note_news(all, status);
    }
  }
}

#ifndef MT_NO_THREADS
static void *work_in_thread(void *payload) {
  crew_member *member = payload;

  work(member);
  lock(member->all);
  member->all->at_work--;
  unlock(member->all);
  return NULL;
}

/* Signals are the caller's: a thread starts with all of them blocked, so that a handler of
 * the host program runs where it always does. */
static int start(crew_member *member) {
#ifndef _WIN32
  sigset_t all_signals, before;
  int failed;

  sigfillset(&all_signals);
  pthread_sigmask(SIG_SETMASK, &all_signals, &before);
  failed = pthread_create(&member->thread, NULL, work_in_thread, member);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  return !failed;
#else
  return !pthread_create(&member->thread, NULL, work_in_thread, member);
#endif
}

/* The calling thread, done with its own, goes on asking whether to stop while others are
 * at work: first after 10 us, then ever less often, up to 5 ms. */
static void wait_for_others(crew_member *member) {
  struct timespec pause = {0, 10000};

  for (;;) {
    int64_t at_work;

    lock(member->all);
    at_work = member->all->at_work;
    unlock(member->all);
    if (at_work == 0) {
      break;
    }
    asks_to_stop(member);
    nanosleep(&pause, NULL);
    if (pause.tv_nsec < 5000000) {
      pause.tv_nsec += pause.tv_nsec / 4;
    }
  }
}

/* Member 0 is the calling thread. A thread that cannot be had (a limit of the system) is
 * one fewer and no failure: its share is done by the others, with the same result. */
static void work_together(crew_member *members, int64_t n) {
  int64_t started = 1;

  members[0].all->at_work = n - 1;
  while (started < n && start(&members[started])) {
    started++;
  }
  lock(members[0].all);
  members[0].all->at_work -= n - started;
  unlock(members[0].all);
  work(&members[0]);
  wait_for_others(&members[0]);
  while (--started > 0) {
    pthread_join(members[started].thread, NULL);
  }
}
#else
static void work_together(crew_member *members, int64_t n) {
  (void)n;
  work(&members[0]);
}
#endif

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
  crew all;
  int64_t threads = job->threads < job->n ? job->threads : job->n;
  crew_member *members;
  mt_status status = MT_OK;

  if (failure != NULL) {
    failure->item = failure->part = -1;
  }
#ifdef MT_NO_THREADS
  threads = 1;
#endif
  memset(&all, 0, sizeof(all));
  all.ctx = ctx;
  all.job = job;
  all.statuses = statuses;
  all.failed = all.part = -1;
#ifndef MT_NO_THREADS
  if (pthread_mutex_init(&all.lock, NULL) != 0) {
    return mt_i_fail(ctx, MT_ERROR_MEMORY, "out of memory");
  }
#endif
  members = mt_i_allocate(ctx, threads, sizeof(*members));
  if (members == NULL) {
    status = MT_ERROR_MEMORY;
    threads = 0;
    goto cleanup;
  }
  for (int64_t i = 0; i < threads; i++) {
    members[i].all = &all;
    members[i].index = i;
    MT_I_TRY_OR_CLEAN_UP(hire(&members[i]));
  }
  work_together(members, threads);
  if (all.stop) {
    status = mt_i_fail(ctx, MT_ERROR_CANCELLED, "cancelled by the caller");
  } else if (all.failed >= 0) {
    status = mt_i_fail(ctx, all.status, "%s", all.message);
    if (failure != NULL) {
      failure->item = all.failed;
      failure->part = all.part;
    }
  } else {
    status = mt_i_cancelled(ctx, 1.0) ? MT_ERROR_CANCELLED : all.news;
  }

cleanup:
  for (int64_t i = 0; i < threads; i++) {
    dismiss(&members[i]);
  }
  mt_i_release(ctx, members);
#ifndef MT_NO_THREADS
  pthread_mutex_destroy(&all.lock);
#endif
  return status;
}
