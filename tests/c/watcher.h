/* A context that counts, stops and fails on demand. */
#ifndef MT_TEST_WATCHER_H
#define MT_TEST_WATCHER_H

#include <muscletwin.h>
#include <stdlib.h>

#include "test.h"

typedef struct watcher {
  int64_t asked, stop_at;        /* whether to stop; yes at the so-manieth time */
  int64_t taken, given, fail_at; /* memory; none from the so-manieth time on */
  int64_t told;                  /* of progress */
  double last_done;
  int backwards; /* it once went back, or beyond 1 */
} watcher;

MAYBE int watch_stop(void *payload) {
  watcher *w = payload;
  return ++w->asked == w->stop_at;
}

MAYBE void watch_progress(double done, void *payload) {
  watcher *w = payload;
  w->told++;
  w->backwards |= done < w->last_done || done > 1.0;
  w->last_done = done;
}

MAYBE void *watch_take(size_t bytes, void *payload) {
  watcher *w = payload;
  void *memory;

  if (w->fail_at > 0 && w->taken + 1 >= w->fail_at) {
    w->fail_at = 1; /* and everything after it */
    return NULL;
  }
  memory = malloc(bytes);
  w->taken++;
  return memory;
}

MAYBE void watch_give(void *memory, void *payload) {
  watcher *w = payload;
  w->given++;
  free(memory);
}

MAYBE mt_ctx *watched(watcher *w, int with_memory) {
  mt_ctx_options options;
  mt_ctx *ctx = NULL;

  mt_ctx_options_init(&options);
  if (with_memory) {
    options.allocate = watch_take;
    options.release = watch_give;
  }
  options.cancel = watch_stop;
  options.progress = watch_progress;
  options.payload = w;
  mt_ctx_create(&options, &ctx);
  return ctx;
}

#endif
