/* The crew: who works, what a failure of an item means, cancelling and progress. */
#include "num/parallel.h"
#include "test.h"

enum { MOST = 4, ITEMS = 1000 };

typedef struct desk {
  int64_t index, done;
  mt_ctx *own;
} desk;

typedef struct office {
  int hired, dismissed;
  int64_t done_by_desk[ITEMS]; /* how many that worker had done before this item */
  int times_done[ITEMS];
  int64_t fails_from; /* items from here on fail; -1: none */
  int64_t slow;       /* an item that takes its time, or -1 */
} office;

static mt_status open_desk(mt_ctx *own, void *worker, int64_t index, void *shared) {
  desk *d = worker;
  office *o = shared;
  MT_CHECK(d->done == 0 && own != NULL); /* it starts zeroed, with a context of its own */
  d->index = index;
  d->own = own;
  o->hired++;
  return MT_OK;
}

static void close_desk(void *worker) {
  desk *d = worker;
  mt_i_fail(d->own, MT_OK, "closed"); /* the context is still there */
}

static mt_status one_item(void *worker, void *shared, int64_t i, int64_t *part) {
  desk *d = worker;
  office *o = shared;
  volatile double idle = 0.0;

  o->done_by_desk[i] = d->done++;
  o->times_done[i]++;
  for (int k = 0; i == o->slow && k < 20000000; k++) {
    idle += 1.0;
  }
  (void)idle;
  if (o->fails_from >= 0 && i >= o->fails_from) {
    *part = 10 * i;
    return mt_i_fail(d->own, MT_ERROR_VALUE, "item %lld is bad", (long long)i);
  }
  return MT_OK;
}

static parallel_job job_of(office *o, int64_t threads) {
  parallel_job job = {ITEMS, threads, sizeof(desk), open_desk, close_desk, one_item,
                      o,     0};
  memset(o, 0, sizeof(*o));
  o->fails_from = o->slow = -1;
  return job;
}

static void test_parallel__memory_is_made_once_a_thread(void) {
  for (int64_t threads = 1; threads <= MOST; threads++) {
    static office o;
    const parallel_job job = job_of(&o, threads);
    int64_t first = 0;

    MT_CHECK_EQ(mt_i_parallel_run(NULL, &job, NULL, NULL), MT_OK);
    MT_CHECK(o.hired >= 1 && o.hired <= threads);
    for (int i = 0; i < ITEMS; i++) {
      MT_CHECK_EQ(o.times_done[i], 1);
      first += o.done_by_desk[i] == 0;
    }
    MT_CHECK(first >= 1 && first <= threads); /* all others found a used worker */
  }
  {
    static office o;
    parallel_job job = job_of(&o, 8);
    job.n = 2; /* no more workers than items */
    MT_CHECK_EQ(mt_i_parallel_run(NULL, &job, NULL, NULL), MT_OK);
    MT_CHECK(o.hired <= 2);
  }
}

static void test_parallel__the_lowest_failure_is_told(void) {
  for (int64_t threads = 1; threads <= MOST; threads++) {
    for (int all_or_none = 0; all_or_none < 2; all_or_none++) {
      static office o;
      parallel_job job = job_of(&o, threads);
      parallel_failure failure;
      int64_t after = 0;
      mt_ctx *ctx;

      job.all_or_none = all_or_none;
      o.fails_from = 300;
      o.slow = 300; /* others fail before it does */
      mt_ctx_create(NULL, &ctx);
      MT_CHECK_EQ(mt_i_parallel_run(ctx, &job, NULL, &failure), MT_ERROR_VALUE);
      MT_CHECK_EQ(failure.item, 300);
      MT_CHECK_EQ(failure.part, 3000);
      MT_CHECK(strcmp(mt_ctx_message(ctx), "item 300 is bad") == 0);
      for (int i = 0; i < ITEMS; i++) {
        after += i > 300 && o.times_done[i];
        MT_CHECK(i > 300 || o.times_done[i] == 1);
      }
      MT_CHECK(all_or_none ? after < MOST : after == ITEMS - 301);
      mt_ctx_destroy(ctx);
    }
  }
}

static void test_parallel__statuses_mark_the_bad_ones(void) {
  static office o;
  static mt_status statuses[ITEMS];
  const parallel_job job = job_of(&o, 2);
  parallel_failure failure = {5, 5};

  o.fails_from = 990;
  MT_CHECK_EQ(mt_i_parallel_run(NULL, &job, statuses, &failure), MT_OK);
  MT_CHECK(failure.item == -1 && failure.part == -1);
  for (int i = 0; i < ITEMS; i++) {
    MT_CHECK_EQ(statuses[i], i >= 990 ? MT_ERROR_VALUE : MT_OK);
  }
}

static int asked, asked_until;
static double told;
static int stop_later(void *payload) {
  (void)payload;
  return ++asked > asked_until;
}
static void hear(double done, void *payload) {
  (void)payload;
  MT_CHECK(done >= told && done <= 1.0);
  told = done;
}

static void test_parallel__cancel_and_progress(void) {
  for (int64_t threads = 1; threads <= 2; threads++) {
    static office o;
    parallel_job job = job_of(&o, threads);
    mt_ctx_options options;
    int64_t done = 0;
    mt_ctx *ctx;

    mt_ctx_options_init(&options);
    options.cancel = stop_later;
    options.progress = hear;
    MT_CHECK_EQ(mt_ctx_create(&options, &ctx), MT_OK);
    asked = 0;
    asked_until = threads == 1 ? 20 : 0; /* two threads may be done before the 20th */
    told = 0.0;
    MT_CHECK_EQ(mt_i_parallel_run(ctx, &job, NULL, NULL), MT_ERROR_CANCELLED);
    MT_CHECK_EQ(asked, asked_until + 1); /* never again after it said so */
    for (int i = 0; i < ITEMS; i++) {
      done += o.times_done[i];
    }
    MT_CHECK(threads > 1 || done == 20);
    asked = 0;
    asked_until = 1 << 30;
    told = 0.0;
    MT_CHECK_EQ(mt_i_parallel_run(ctx, &job, NULL, NULL), MT_OK);
    MT_CHECK(told == 1.0);
    mt_ctx_destroy(ctx);
  }
}

MT_TEST_MAIN(test_parallel__memory_is_made_once_a_thread,
             test_parallel__the_lowest_failure_is_told,
             test_parallel__statuses_mark_the_bad_ones,
             test_parallel__cancel_and_progress)
