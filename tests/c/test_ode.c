#include "num/ode.h"

#include <stdlib.h>

#include "test.h"

/* A decaying oscillator, y'' + 2 c y' + y = 0, y(0) = 1, y'(0) = 0. */
static int oscillator(double t, const double *y, double *dy, void *model) {
  const double c = *(const double *)model;
  (void)t;
  dy[0] = y[1];
  dy[1] = -y[0] - 2.0 * c * y[1];
  return 0;
}

static double oscillator_exact(double t, double c) {
  const double w = sqrt(1.0 - c * c);
  return exp(-c * t) * (cos(w * t) + c / w * sin(w * t));
}

/* Robertson's kinetics: the classic stiff problem (Hairer and Wanner 1996, IV.1). */
static int robertson(double t, const double *y, double *dy, void *model) {
  (void)t, (void)model;
  dy[0] = -0.04 * y[0] + 1e4 * y[1] * y[2];
  dy[2] = 3e7 * y[1] * y[1];
  dy[1] = -dy[0] - dy[2];
  return 0;
}

static int robertson_jacobian(double t, const double *y, double *j, void *model) {
  (void)t, (void)model;
  j[0] = -0.04, j[3] = 1e4 * y[2], j[6] = 1e4 * y[1];
  j[2] = 0.0, j[5] = 6e7 * y[1], j[8] = 0.0;
  j[1] = -j[0] - j[2], j[4] = -j[3] - j[5], j[7] = -j[6] - j[8];
  return 0;
}

static int fails_after_one(double t, const double *y, double *dy, void *model) {
  (void)y, (void)model;
  dy[0] = 1.0;
  return t > 1.0 ? -1 : 0;
}

static void test_ode__error_shrinks_with_tolerance(void) {
  static const double y0[] = {1.0, 0.0};
  double c = 0.1, before = 1.0;

  for (int method = ODE_ADAMS; method <= ODE_BDF; method++) {
    before = 1.0;
    for (double rtol = 1e-3; rtol > 1e-10; rtol *= 1e-2) {
      const double atol[] = {rtol * 1e-2, rtol * 1e-2};
      const ode_problem problem = {2, oscillator, NULL, &c, method, rtol, atol};
      ode_solver *solver = NULL;
      double error;

      MT_CHECK(mt_i_ode_create(NULL, &problem, &solver) == MT_OK);
      MT_CHECK(mt_i_ode_start(solver, 0.0, y0) == MT_OK);
      MT_CHECK(mt_i_ode_advance(solver, 10.0, 0, NULL, NULL) == MT_OK);
      error = fabs(mt_i_ode_state(solver)[0] - oscillator_exact(10.0, c));
      MT_CHECK(error < before / 5.0);
      before = error;
      mt_i_ode_destroy(solver);
    }
  }
}

static void test_ode__output_times_do_not_move_the_solution(void) {
  static const double y0[] = {1.0, 0.0}, atol[] = {1e-10, 1e-10};
  double c = 0.1, times[101], out[202], last[2];
  const ode_problem problem = {2, oscillator, NULL, &c, ODE_ADAMS, 1e-8, atol};
  ode_solver *solver = NULL;

  MT_CHECK(mt_i_ode_create(NULL, &problem, &solver) == MT_OK);
  for (int i = 0; i <= 100; i++) {
    times[i] = i / 10.0;
  }
  mt_i_ode_start(solver, 0.0, y0);
  mt_i_ode_advance(solver, 10.0, 0, NULL, NULL);
  memcpy(last, mt_i_ode_state(solver), sizeof(last));
  mt_i_ode_start(solver, 0.0, y0);
  MT_CHECK(mt_i_ode_advance(solver, 10.0, 101, times, out) == MT_OK);
  MT_CHECK_EQ(out[0], 1.0);
  MT_CHECK_EQ(out[200], last[0]); /* interpolation changes no step */
  for (int i = 0; i <= 100; i++) {
    MT_CHECK(fabs(out[2 * i] - oscillator_exact(times[i], c)) < 1e-6);
  }
  mt_i_ode_destroy(solver);
}

static void test_ode__stiff_problem_with_and_without_jacobian(void) {
  static const double y0[] = {1.0, 0.0, 0.0}, atol[] = {1e-10, 1e-14, 1e-10};
  ode_statistics statistics;

  for (int with = 0; with < 2; with++) {
    const ode_problem problem = {
        3, robertson, with ? robertson_jacobian : NULL, NULL, ODE_BDF, 1e-7, atol};
    ode_solver *solver = NULL;

    MT_CHECK(mt_i_ode_create(NULL, &problem, &solver) == MT_OK);
    mt_i_ode_start(solver, 0.0, y0);
    MT_CHECK(mt_i_ode_advance(solver, 40.0, 0, NULL, NULL) == MT_OK);
    MT_CHECK_NEAR(mt_i_ode_state(solver)[0], 0.7158270688, 1e-6);
    MT_CHECK_NEAR(mt_i_ode_state(solver)[1], 9.185534765e-6, 1e-6);
    MT_CHECK_NEAR(mt_i_ode_state(solver)[2], 0.2841637457, 1e-6);
    mt_i_ode_statistics(solver, &statistics);
    MT_CHECK(statistics.steps > 50 && statistics.steps < 1000);
    MT_CHECK_EQ(statistics.starts, 1);
    mt_i_ode_destroy(solver);
  }
}

static void test_ode__a_rate_that_gives_up_is_an_error_with_its_time(void) {
  static const double y0 = 0.0, atol = 1e-8;
  const ode_problem problem = {1, fails_after_one, NULL, NULL, ODE_BDF, 1e-6, &atol};
  ode_solver *solver = NULL;
  mt_ctx *ctx;

  mt_ctx_create(NULL, &ctx);
  MT_CHECK(mt_i_ode_create(ctx, &problem, &solver) == MT_OK);
  mt_i_ode_start(solver, 0.0, &y0);
  MT_CHECK_EQ(mt_i_ode_advance(solver, 5.0, 0, NULL, NULL), MT_ERROR_SOLVER);
  MT_CHECK(strstr(mt_ctx_message(ctx), "time") != NULL);
  /* The memory is good for the next run. */
  MT_CHECK(mt_i_ode_start(solver, 0.0, &y0) == MT_OK);
  MT_CHECK_EQ(mt_i_ode_advance(solver, 0.5, 0, NULL, NULL), MT_OK);
  MT_CHECK_NEAR(mt_i_ode_state(solver)[0], 0.5, 1e-6);
  mt_i_ode_destroy(solver);
  mt_ctx_destroy(ctx);
}

MT_TEST_MAIN(test_ode__error_shrinks_with_tolerance,
             test_ode__output_times_do_not_move_the_solution,
             test_ode__stiff_problem_with_and_without_jacobian,
             test_ode__a_rate_that_gives_up_is_an_error_with_its_time)
