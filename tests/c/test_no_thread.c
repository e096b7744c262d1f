/* A system that gives no thread: the calling thread does the work of all, and the result
 * is that of any number. pthread_create() below stands in for the C library's. */
#include <errno.h>
#include <muscletwin.h>
#include <stdlib.h>
#include <string.h>

#include "test.h"

#ifndef MT_NO_THREADS
#include <pthread.h>

static int asked;

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
                   void *(*start)(void *), void *payload) {
  (void)thread;
  (void)attributes;
  (void)start;
  (void)payload;
  asked++;
  return EAGAIN;
}
#endif

enum { N = 20000, DAYS = 140 };

static void test_no_thread__the_calling_thread_does_it_all(void) {
  double *peak = malloc(2 * N * sizeof(*peak)), load[DAYS];
  mt_cohort_options options;
  mt_cohort cohort;

  MT_CHECK(peak != NULL && mt_schedule_make(NULL, DAYS, 42, load) == MT_OK);
  mt_cohort_init(&cohort);
  mt_cohort_options_init(&options);
  cohort.n = N;
  for (int k = 0; k < 2; k++) {
    options.threads = k == 0 ? 1 : 4;
    MT_CHECK(mt_cohort_trainees(NULL, &cohort, DAYS, load, NULL, &options, NULL,
                                peak + k * N, NULL, NULL, NULL) == MT_OK);
  }
  MT_CHECK(memcmp(peak, peak + N, N * sizeof(*peak)) == 0);
#ifndef MT_NO_THREADS
  MT_CHECK_EQ(asked, 1); /* no second thread is asked for when there was no first */
#endif
  free(peak);
}

MT_TEST_MAIN(test_no_thread__the_calling_thread_does_it_all)
