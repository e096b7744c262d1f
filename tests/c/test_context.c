#include "base/context.h"
#include "watcher.h"

static mt_status long_mass(mt_ctx *ctx) {
  enum { PIECES = 1000 };
  static double end[PIECES], load[PIECES], mass[PIECES];
  mt_twin twin;

  mt_twin_init(&twin);
  for (int i = 0; i < PIECES; i++) {
    end[i] = i + 1;
    load[i] = 30 + i % 7;
  }
  return mt_mass(ctx, &twin, PIECES, end, load, NULL, PIECES, end, NULL, mass);
}

static void test_context__cancel_stops_at_the_nth_poll(void) {
  for (int n = 1; n <= 5; n++) {
    watcher w = {0};
    mt_ctx *ctx;

    w.stop_at = n;
    ctx = watched(&w, 1);
    MT_CHECK_EQ(long_mass(ctx), MT_ERROR_CANCELLED);
    MT_CHECK_EQ(w.asked, n);
    MT_CHECK(strlen(mt_ctx_message(ctx)) > 0);
    mt_ctx_destroy(ctx);
    MT_CHECK_EQ(w.taken, w.given);
  }
}

static void test_context__progress_rises_to_near_one(void) {
  watcher w = {0};
  mt_ctx *ctx = watched(&w, 1);

  MT_CHECK_EQ(long_mass(ctx), MT_OK);
  MT_CHECK(w.told > 5);
  MT_CHECK(w.last_done > 0.9 && w.last_done <= 1.0);
  mt_ctx_destroy(ctx);
}

static void test_context__every_failing_allocation_is_an_error(void) {
  for (int64_t n = 2; n < 20; n++) { /* the first is the context itself */
    watcher w = {0};
    mt_ctx *ctx;
    mt_status status;
    double load[10] = {1, 2, 3}, mass[10];
    mt_twin twin;

    w.fail_at = n;
    ctx = watched(&w, 1);
    mt_twin_init(&twin);
    status = mt_simulate(ctx, &twin, 10, load, NULL, NULL, mass, NULL, NULL, NULL);
    mt_ctx_destroy(ctx);
    MT_CHECK_EQ(w.taken, w.given);
    if (w.fail_at == n) { /* never came to it */
      MT_CHECK_EQ(status, MT_OK);
      MT_CHECK(n > 2); /* else nothing was ever refused */
      return;
    }
    MT_CHECK_EQ(status, MT_ERROR_MEMORY);
  }
  MT_CHECK(!"the allocations never ended");
}

static void test_context__a_context_that_cannot_be_made(void) {
  mt_ctx_options options;
  mt_ctx *ctx = NULL;
  watcher w = {0};

  w.fail_at = 1;
  MT_CHECK(watched(&w, 1) == NULL);
  mt_ctx_options_init(&options);
  options.allocate = watch_take; /* and no release */
  MT_CHECK_EQ(mt_ctx_create(&options, &ctx), MT_ERROR_VALUE);
  options.struct_size = 4096;
  MT_CHECK_EQ(mt_ctx_create(&options, &ctx), MT_ERROR_STRUCT);
  MT_CHECK_EQ(mt_ctx_create(NULL, NULL), MT_ERROR_NULL);
  mt_ctx_destroy(NULL);
}

/* A program built when the struct ended earlier: its tail keeps the defaults. */
static void test_context__older_structs_are_understood(void) {
  const double load = 50.0, end = 1.0;
  mt_twin twin, older;
  double mass[2];

  mt_twin_init(&twin);
  memset(&older, 0x7f, sizeof(older));
  memcpy(&older, &twin, offsetof(mt_twin, load_effect));
  older.struct_size = offsetof(mt_twin, load_effect);
  MT_CHECK_EQ(mt_mass(NULL, &twin, 1, &end, &load, NULL, 1, &end, NULL, &mass[0]), MT_OK);
  MT_CHECK_EQ(mt_mass(NULL, &older, 1, &end, &load, NULL, 1, &end, NULL, &mass[1]),
              MT_OK);
  MT_CHECK_EQ(mass[0], mass[1]);
  older.struct_size = sizeof(twin) + 8;
  MT_CHECK_EQ(mt_mass(NULL, &older, 1, &end, &load, NULL, 1, &end, NULL, &mass[1]),
              MT_ERROR_STRUCT);
}

static void test_context__sizes_that_overflow_are_refused(void) {
  mt_ctx *ctx;

  mt_ctx_create(NULL, &ctx);
  MT_CHECK(mt_i_allocate(ctx, INT64_MAX, 16) == NULL);
  MT_CHECK(strstr(mt_ctx_message(ctx), "overflows") != NULL);
  MT_CHECK(mt_i_allocate(ctx, -1, 8) == NULL);
  mt_ctx_destroy(ctx);
}

static void test_context__statuses_have_names(void) {
  MT_CHECK(strcmp(mt_status_name(MT_ERROR_VALUE), "MT_ERROR_VALUE") == 0);
  MT_CHECK(strlen(mt_status_meaning(MT_ERROR_SOLVER)) > 0);
  MT_CHECK(mt_status_name((mt_status)-12345) != NULL);
  MT_CHECK(strcmp(mt_version(), MT_VERSION) == 0);
}

MT_TEST_MAIN(test_context__cancel_stops_at_the_nth_poll,
             test_context__progress_rises_to_near_one,
             test_context__every_failing_allocation_is_an_error,
             test_context__a_context_that_cannot_be_made,
             test_context__older_structs_are_understood,
             test_context__sizes_that_overflow_are_refused,
             test_context__statuses_have_names)
