#include <muscletwin.h>
#include <stdlib.h>

#include "test.h"

enum { DAYS = 140 };

static double at_day_139(int64_t solver, double nutrition) {
  double load[DAYS], end[DAYS], eaten[DAYS];
  const double time = 139.0;
  mt_solver_options options;
  mt_twin twin;
  double mass = 0.0;

  mt_twin_init(&twin);
  mt_solver_options_init(&options);
  options.solver = solver;
  mt_schedule_make(NULL, DAYS, 42, load);
  for (int i = 0; i < DAYS; i++) {
    end[i] = i + 1;
    eaten[i] = nutrition;
  }
  MT_CHECK(mt_mass(NULL, &twin, DAYS, end, load, eaten, 1, &time, &options, &mass) ==
           MT_OK);
  return mass;
}

static void test_mass__golden_numbers(void) {
  MT_CHECK_NEAR(at_day_139(MT_SOLVER_EULER, 1.0), 38.6543365693216, 2e-15);
  MT_CHECK_NEAR(at_day_139(MT_SOLVER_EULER, 0.7), 36.4528042811177, 2e-15);
  MT_CHECK_NEAR(at_day_139(MT_SOLVER_EXACT, 1.0), 38.6536592935885, 2e-15);
  MT_CHECK_NEAR(at_day_139(MT_SOLVER_CVODE, 1.0), 38.6536592935885, 1e-7 / 38.0);
}

/* A year of one-hour pulses, four days a week: what a solver that looks the load up by time
 * steps over. Pieces of 1 h and of the rest between. */
enum { PULSES = 4 * 52, PIECES = 2 * PULSES };

static void year_of_pulses(double *end, double *load) {
  static const int days_of_week[] = {0, 1, 3, 5};
  int piece = 0;

  for (int week = 0; week < 52; week++) {
    for (int session = 0; session < 4; session++) {
      /* at 18:00 of its day */
      const double begin = 7.0 * week + days_of_week[session] + 0.75;

      end[piece] = begin;
      load[piece++] = 0.0;
      end[piece] = begin + 1.0 / 24.0;
      load[piece++] = 24.0 * 60.0;
    }
  }
}

static void solve_pulses(int64_t solver, double k_d, double rtol, double *mass) {
  double end[PIECES], load[PIECES];
  mt_solver_options options;
  mt_twin twin;

  year_of_pulses(end, load);
  mt_twin_init(&twin);
  twin.k_d = k_d;
  mt_solver_options_init(&options);
  options.solver = solver;
  options.rtol = rtol;
  options.atol = rtol * 1e-2;
  MT_CHECK(mt_mass(NULL, &twin, PIECES, end, load, NULL, PIECES, end, &options, mass) ==
           MT_OK);
}

static void test_mass__cvode_misses_no_pulse(void) {
  double mass[PIECES];

  solve_pulses(MT_SOLVER_CVODE, 0.0008, 1e-8, mass);
  /* Each pulse gives k_s x 60 = 0.108 kg, less what is broken down in the hour. */
  for (int p = 1; p < PIECES; p += 2) {
    const double gained = mass[p] - mass[p - 1];

    MT_CHECK(gained > 0.10 && gained < 0.108);
  }
}

/* At a breakdown so fast that the solver has work to do; at the usual one it is near
 * rounding already at 1e-6. */
static void test_mass__cvode_error_shrinks_with_tolerance(void) {
  static const double rtol[] = {1e-4, 1e-6, 1e-8};
  double exact[PIECES], mass[PIECES], worst[3];

  for (int usual = 0; usual < 2; usual++) {
    const double k_d = usual ? 0.0008 : 0.3;

    solve_pulses(MT_SOLVER_EXACT, k_d, 1e-8, exact);
    for (int i = 0; i < 3; i++) {
      solve_pulses(MT_SOLVER_CVODE, k_d, rtol[i], mass);
      worst[i] = 0.0;
      for (int p = 0; p < PIECES; p++) {
        worst[i] = fmax(worst[i], fabs(mass[p] - exact[p]));
      }
    }
    MT_CHECK(worst[2] < 1e-7);
    MT_CHECK(usual || worst[1] < worst[0] / 10.0);
    MT_CHECK(usual || worst[2] < worst[1] / 10.0);
  }
}

static void test_mass__slow_breakdown_loses_no_digits(void) {
  const double end = 1.0, load = 100.0;
  mt_solver_options options;
  mt_twin twin;
  double mass;

  mt_solver_options_init(&options);
  options.solver = MT_SOLVER_EXACT;
  mt_twin_init(&twin);
  twin.m0 = 1e-3;
  twin.k_d = 0.0;
  mt_mass(NULL, &twin, 1, &end, &load, NULL, 1, &end, &options, &mass);
  MT_CHECK_NEAR(mass, 0.181, 1e-15);
  twin.k_d = 1e-300;
  mt_mass(NULL, &twin, 1, &end, &load, NULL, 1, &end, &options, &mass);
  MT_CHECK_NEAR(mass, 0.181, 1e-15);
  /* b (1 - k_d/2) - k_d m0 to first order */
  twin.k_d = 1e-9;
  mt_mass(NULL, &twin, 1, &end, &load, NULL, 1, &end, &options, &mass);
  MT_CHECK_NEAR(mass, 0.181 - 0.09e-9 - 1e-12, 1e-15);
}

static void test_mass__euler_converges_with_order_one(void) {
  const double end[] = {10.0, 20.0}, load[] = {80.0, 0.0}, time = 20.0;
  mt_solver_options options;
  mt_twin twin;
  double exact, coarse, fine;

  mt_twin_init(&twin);
  twin.k_d = 0.05;
  mt_solver_options_init(&options);
  options.solver = MT_SOLVER_EXACT;
  mt_mass(NULL, &twin, 2, end, load, NULL, 1, &time, &options, &exact);
  options.solver = MT_SOLVER_EULER;
  options.step = 0.02;
  mt_mass(NULL, &twin, 2, end, load, NULL, 1, &time, &options, &coarse);
  options.step = 0.01;
  mt_mass(NULL, &twin, 2, end, load, NULL, 1, &time, &options, &fine);
  MT_CHECK_NEAR((coarse - exact) / (fine - exact), 2.0, 0.01);
}

static void test_mass__slivers_and_repeated_times_are_no_trouble(void) {
  const double end[] = {1.0, 1.0 + 4e-16, 2.0}, load[] = {50.0, 1e3, 0.0};
  const double times[] = {0.0, 0.0, 1.0, 1.0, 2.0, 2.0};
  mt_twin twin;
  double mass[6];

  mt_twin_init(&twin);
  MT_CHECK(mt_mass(NULL, &twin, 3, end, load, NULL, 6, times, NULL, mass) == MT_OK);
  MT_CHECK_EQ(mass[0], 35.0);
  MT_CHECK_EQ(mass[1], 35.0);
  MT_CHECK_EQ(mass[2], mass[3]);
  MT_CHECK_EQ(mass[4], mass[5]);
  MT_CHECK_NEAR(mass[4], 35.0 * exp(-0.0016) + 0.09 * exp(-0.0008) * (1.0 - 0.0004),
                1e-9);
}

static void test_mass__bad_input_is_named(void) {
  const double end[] = {1.0, 2.0}, load[] = {10.0, -1.0}, good[] = {10.0, 1.0};
  const double times[] = {0.5, 1.5}, back[] = {1.5, 0.5}, beyond[] = {0.5, 2.5};
  const double unordered[] = {2.0, 1.0}, high[] = {1.0, 1.5};
  mt_solver_options options;
  mt_twin twin;
  mt_ctx *ctx;
  double mass[2];

  mt_ctx_create(NULL, &ctx);
  mt_twin_init(&twin);
  mt_solver_options_init(&options);
  MT_CHECK_EQ(mt_mass(ctx, &twin, 2, end, load, NULL, 2, times, NULL, mass),
              MT_ERROR_VALUE);
  MT_CHECK(strstr(mt_ctx_message(ctx), "load[1]") != NULL);
  MT_CHECK_EQ(mt_mass(ctx, &twin, 2, end, good, NULL, 2, back, NULL, mass),
              MT_ERROR_ORDER);
  MT_CHECK(strstr(mt_ctx_message(ctx), "times[1]") != NULL);
  MT_CHECK_EQ(mt_mass(ctx, &twin, 2, end, good, NULL, 2, beyond, NULL, mass),
              MT_ERROR_VALUE);
  MT_CHECK_EQ(mt_mass(ctx, &twin, 2, unordered, good, NULL, 2, times, NULL, mass),
              MT_ERROR_ORDER);
  MT_CHECK_EQ(mt_mass(ctx, &twin, 2, end, good, high, 2, times, NULL, mass),
              MT_ERROR_VALUE);
  MT_CHECK_EQ(mt_mass(ctx, &twin, 0, end, good, NULL, 2, times, NULL, mass),
              MT_ERROR_SIZE);
  MT_CHECK_EQ(mt_mass(ctx, NULL, 2, end, good, NULL, 2, times, NULL, mass),
              MT_ERROR_NULL);
  options.rtol = 0.0;
  MT_CHECK_EQ(mt_mass(ctx, &twin, 2, end, good, NULL, 2, times, &options, mass),
              MT_ERROR_VALUE);
  MT_CHECK(strstr(mt_ctx_message(ctx), "rtol") != NULL);
  twin.k_d = NAN;
  MT_CHECK_EQ(mt_mass(ctx, &twin, 2, end, good, NULL, 2, times, NULL, mass),
              MT_ERROR_NOT_FINITE);
  mt_ctx_destroy(ctx);
}

static void test_mass__overflow_is_an_error(void) {
  const double end = 1.0, load = 1e300;
  mt_twin twin;
  double mass;

  mt_twin_init(&twin);
  twin.k_s = 1e300;
  for (int solver = MT_SOLVER_CVODE; solver <= MT_SOLVER_EULER; solver++) {
    mt_solver_options options;

    mt_solver_options_init(&options);
    options.solver = solver;
    MT_CHECK(mt_mass(NULL, &twin, 1, &end, &load, NULL, 1, &end, &options, &mass) < 0);
  }
}

MT_TEST_MAIN(test_mass__golden_numbers, test_mass__cvode_misses_no_pulse,
             test_mass__cvode_error_shrinks_with_tolerance,
             test_mass__slow_breakdown_loses_no_digits,
             test_mass__euler_converges_with_order_one,
             test_mass__slivers_and_repeated_times_are_no_trouble,
             test_mass__bad_input_is_named, test_mass__overflow_is_an_error)
