#include <muscletwin.h>

#include "test.h"
#include "vectors.h"

enum { DAYS = 140 };

static void test_banister__golden_numbers(void) {
  double load[DAYS], g[DAYS], h[DAYS], p[DAYS], rows[3 * 4];
  const int n = read_vectors("banister.csv", 4, 3, rows);
  mt_twin twin;

  MT_CHECK_EQ(n, 3);
  mt_twin_init(&twin);
  MT_CHECK(mt_schedule_make(NULL, DAYS, 42, load) == MT_OK);
  MT_CHECK(mt_banister(NULL, &twin, DAYS, load, NULL, g, h, p) == MT_OK);
  for (int i = 0; i < n; i++) {
    const int day = (int)rows[4 * i];

    MT_CHECK_NEAR(g[day - 1], rows[4 * i + 1], 1e-14);
    MT_CHECK_NEAR(h[day - 1], rows[4 * i + 2], 1e-14);
    MT_CHECK_NEAR(p[day - 1], rows[4 * i + 3], 1e-13);
  }
  MT_CHECK_NEAR(p[139], 861.219698077966, 1e-14);
}

static void test_banister__schedule_is_rs(void) {
  double load[DAYS], rows[2 * DAYS];

  MT_CHECK_EQ(read_vectors("schedule.csv", 2, DAYS, rows), DAYS);
  mt_schedule_make(NULL, DAYS, 42, load);
  for (int i = 0; i < DAYS; i++) {
    MT_CHECK_EQ(load[i], rows[2 * i + 1]);
  }
}

/* g_same(t) = g_next(t) + k1 w_t and p_same(t) - p_next(t) = (k1 - k2) w_t. */
static void test_banister__load_effects_differ_by_the_days_load(void) {
  double load[DAYS], g[2][DAYS], h[2][DAYS], p[2][DAYS];
  mt_twin twin;

  mt_twin_init(&twin);
  mt_schedule_make(NULL, DAYS, 7, load);
  for (int i = 0; i < 2; i++) {
    twin.load_effect = i == 0 ? MT_LOAD_SAME_DAY : MT_LOAD_NEXT_DAY;
    MT_CHECK(mt_banister(NULL, &twin, DAYS, load, NULL, g[i], h[i], p[i]) == MT_OK);
  }
  for (int t = 0; t < DAYS; t++) {
    MT_CHECK(fabs(g[0][t] - g[1][t] - twin.k1 * load[t]) < 1e-11);
    MT_CHECK(fabs(h[0][t] - h[1][t] - twin.k2 * load[t]) < 1e-11);
    MT_CHECK(fabs(p[0][t] - p[1][t] - (twin.k1 - twin.k2) * load[t]) < 1e-11);
  }
}

/* Days given as 1, 2, 3, ... are the default; a gap is rest days left out. */
static void test_banister__gaps_are_rest(void) {
  const double load[] = {50, 0, 0, 80, 0, 30}, day[] = {1, 2, 3, 4, 5, 6};
  const double short_load[] = {50, 80, 30}, short_day[] = {1, 4, 6};
  double full[6], same[6], sparse[3];
  mt_twin twin;

  mt_twin_init(&twin);
  for (int effect = MT_LOAD_SAME_DAY; effect <= MT_LOAD_NEXT_DAY; effect++) {
    twin.load_effect = effect;
    mt_banister(NULL, &twin, 6, load, NULL, NULL, NULL, full);
    mt_banister(NULL, &twin, 6, load, day, NULL, NULL, same);
    mt_banister(NULL, &twin, 3, short_load, short_day, NULL, NULL, sparse);
    for (int i = 0; i < 6; i++) {
      MT_CHECK_EQ(same[i], full[i]);
    }
    /* of the order of p0 = 100, though p itself comes near 0 */
    MT_CHECK(fabs(sparse[1] - full[3]) < 1e-12);
    MT_CHECK(fabs(sparse[2] - full[5]) < 1e-12);
  }
}

static void test_banister__bad_input_is_named(void) {
  const double load[] = {1, NAN, 3}, good[] = {1, 2, 3}, day[] = {1, 1, 2};
  mt_twin twin;
  mt_ctx *ctx;
  double p[3];

  mt_ctx_create(NULL, &ctx);
  mt_twin_init(&twin);
  MT_CHECK_EQ(mt_banister(ctx, &twin, 3, load, NULL, NULL, NULL, p), MT_ERROR_NOT_FINITE);
  MT_CHECK(strstr(mt_ctx_message(ctx), "load[1]") != NULL);
  MT_CHECK_EQ(mt_banister(ctx, &twin, 3, good, day, NULL, NULL, p), MT_ERROR_ORDER);
  MT_CHECK_EQ(mt_banister(ctx, &twin, 0, good, NULL, NULL, NULL, p), MT_ERROR_SIZE);
  twin.tau_h = 0.0;
  MT_CHECK_EQ(mt_banister(ctx, &twin, 3, good, NULL, NULL, NULL, p), MT_ERROR_VALUE);
  MT_CHECK(strstr(mt_ctx_message(ctx), "tau_h") != NULL);
  twin.tau_h = 12.0;
  twin.k1 = 1e308;
  MT_CHECK_EQ(mt_banister(ctx, &twin, 3, good, NULL, NULL, NULL, p), MT_ERROR_OVERFLOW);
  twin.k1 = 1.0;
  twin.load_effect = 2;
  MT_CHECK_EQ(mt_banister(ctx, &twin, 3, good, NULL, NULL, NULL, p), MT_ERROR_VALUE);
  mt_ctx_destroy(ctx);
}

/* mt_simulate() is mt_mass() at the ends of the days and mt_banister() beside it. */
static void test_banister__simulate_is_both_models(void) {
  double load[DAYS], day[DAYS], mass[DAYS], whole[DAYS], p[DAYS], whole_p[DAYS];
  mt_solver_options options;
  mt_twin twin;

  mt_twin_init(&twin);
  mt_schedule_make(NULL, DAYS, 42, load);
  for (int i = 0; i < DAYS; i++) {
    day[i] = i + 1;
  }
  for (int solver = MT_SOLVER_CVODE; solver <= MT_SOLVER_EULER; solver++) {
    mt_solver_options_init(&options);
    options.solver = solver;
    MT_CHECK(mt_mass(NULL, &twin, DAYS, day, load, NULL, DAYS, day, &options, mass) ==
             MT_OK);
    MT_CHECK(mt_simulate(NULL, &twin, DAYS, load, NULL, &options, whole, NULL, NULL,
                         whole_p) == MT_OK);
    mt_banister(NULL, &twin, DAYS, load, NULL, NULL, NULL, p);
    for (int i = 0; i < DAYS; i++) {
      MT_CHECK_NEAR(whole[i], mass[i], 1e-9);
      MT_CHECK_EQ(whole_p[i], p[i]);
    }
  }
}

MT_TEST_MAIN(test_banister__golden_numbers, test_banister__schedule_is_rs,
             test_banister__load_effects_differ_by_the_days_load,
             test_banister__gaps_are_rest, test_banister__bad_input_is_named,
             test_banister__simulate_is_both_models)
