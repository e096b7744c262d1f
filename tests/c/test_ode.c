/* The ODE floor: accuracy, outputs, stops, failures, reuse. */
#include "num/ode.h"

#include <stdlib.h>

#include "test.h"

/* ---- models ---- */

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

/* y_i' = -(i + 1) r y_i + y_(i - 1): any number of states, known to be stiff for large n. */
typedef struct chain {
  int64_t n;
  double r;
} chain;

static int chain_rate(double t, const double *y, double *dy, void *model) {
  const chain *c = model;
  (void)t;
  for (int64_t i = 0; i < c->n; i++) {
    dy[i] = -(double)(i + 1) * c->r * y[i] + (i > 0 ? y[i - 1] : 0.0);
  }
  return 0;
}

static int chain_jacobian(double t, const double *y, double *jacobian, void *model) {
  const chain *c = model;
  (void)t, (void)y;
  for (int64_t i = 0; i < c->n; i++) {
    jacobian[i + c->n * i] = -(double)(i + 1) * c->r;
    if (i > 0) {
      jacobian[i + c->n * (i - 1)] = 1.0;
    }
  }
  return 0;
}

/* With y_0(0) = 1 and the rest 0: y_i = e^(-r t) ((1 - e^(-r t)) / r)^i / i!. */
static double chain_exact(int64_t i, double r, double t) {
  return exp(-r * t) * pow(-expm1(-r * t) / r, (double)i) / tgamma((double)i + 1.0);
}

static int constant_rate(double t, const double *y, double *dy, void *model) {
  (void)t, (void)y;
  dy[0] = *(const double *)model;
  return 0;
}

static int square_rate(double t, const double *y, double *dy, void *model) {
  (void)t, (void)model;
  dy[0] = 1.0;
  dy[1] = y[1] * y[1];
  return 0;
}

/* Not defined beyond y_1 = 0.5, where it arrives with speed. */
static int root_rate(double t, const double *y, double *dy, void *model) {
  (void)t, (void)model;
  dy[0] = 0.0;
  dy[1] = 1.0 + sqrt(0.5 - y[1]);
  return 0;
}

static int no_rate(double t, const double *y, double *dy, void *model) {
  (void)t, (void)y, (void)dy, (void)model;
  return -1;
}

static ode_problem problem_of(int64_t n, ode_rate rate, void *model, int64_t method,
                              double rtol, const double *atol) {
  ode_problem problem;
  memset(&problem, 0, sizeof(problem));
  problem.n = n;
  problem.rate = rate;
  problem.model = model;
  problem.method = method;
  problem.rtol = rtol;
  problem.atol = atol;
  return problem;
}

/* ---- one solve ---- */

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

/* ---- along a path ---- */

static double chain_error(int64_t n, int64_t method, int analytic, double rtol,
                          ode_statistics *statistics) {
  chain model = {n, 0.3};
  double y[100] = {1.0}, atol[100], out[200], worst = 0.0;
  const double times[2] = {1.0, 4.0};
  ode_path path = {0.0, 4.0, 0, NULL, NULL, 2, times};
  ode_problem problem;
  ode_solver *solver;

  for (int64_t i = 0; i < n; i++) {
    atol[i] = 1e-3 * rtol;
  }
  problem = problem_of(n, chain_rate, &model, method, rtol, atol);
  problem.jacobian = analytic ? chain_jacobian : NULL;
  MT_CHECK(mt_i_ode_create(NULL, &problem, &solver) == MT_OK);
  MT_CHECK(mt_i_ode_run(solver, &path, y, out) == MT_OK);
  for (int k = 0; k < 2; k++) {
    for (int64_t i = 0; i < n; i++) {
      worst = fmax(worst, fabs(out[k * n + i] - chain_exact(i, model.r, times[k])));
    }
  }
  mt_i_ode_statistics(solver, statistics);
  mt_i_ode_destroy(solver);
  return worst;
}

static void test_ode__any_number_of_states(void) {
  static const int64_t sizes[] = {1, 2, 7, 40, 100};
  for (int s = 0; s < 5; s++) {
    for (int analytic = 0; analytic < 2; analytic++) {
      ode_statistics stiff, mild;
      MT_CHECK(chain_error(sizes[s], ODE_BDF, analytic, 1e-8, &stiff) < 1e-6);
      MT_CHECK(chain_error(sizes[s], ODE_ADAMS, analytic, 1e-8, &mild) < 1e-6);
      MT_CHECK(stiff.steps > 10 && stiff.rates > stiff.steps && stiff.jacobians > 0);
      MT_CHECK(stiff.starts == 1);
    }
  }
}

static void test_ode__error_follows_the_tolerance(void) {
  ode_statistics loose, middle, tight;
  const double a = chain_error(5, ODE_BDF, 1, 1e-4, &loose);
  const double b = chain_error(5, ODE_BDF, 1, 1e-7, &middle);
  const double c = chain_error(5, ODE_BDF, 1, 1e-10, &tight);
  MT_CHECK(a < 1e-2 && b < 1e-5 && c < 1e-8);
  MT_CHECK(b < a / 50 && c < b / 50);
  MT_CHECK(loose.steps < middle.steps && middle.steps < tight.steps);
}

/* Hairer and Wanner's test problem; reference by the SUNDIALS examples, 4 digits, and mass
 * is conserved. */
static void test_ode__a_stiff_problem(void) {
  const double atol[3] = {1e-10, 1e-14, 1e-10}, times[2] = {40.0, 4e5};
  double y[3] = {1.0, 0.0, 0.0}, out[6];
  ode_path path = {0.0, 4e5, 0, NULL, NULL, 2, times};
  ode_problem problem = problem_of(3, robertson, NULL, ODE_BDF, 1e-8, atol);
  ode_statistics work;
  ode_solver *solver;

  MT_CHECK(mt_i_ode_create(NULL, &problem, &solver) == MT_OK);
  MT_CHECK(mt_i_ode_run(solver, &path, y, out) == MT_OK);
  MT_CHECK_WITHIN(out[0], 0.7158, 1e-4);
  MT_CHECK_WITHIN(out[1], 9.185e-6, 1e-4 * 9.185e-6);
  MT_CHECK_WITHIN(out[2], 0.2842, 1e-4);
  MT_CHECK_WITHIN(out[3], 4.940e-3, 2e-3 * 4.94e-3);
  MT_CHECK_WITHIN(out[3] + out[4] + out[5], 1.0, 1e-9);
  mt_i_ode_statistics(solver, &work);
  MT_CHECK(work.steps < 2000);
  mt_i_ode_destroy(solver);
}

static mt_status switch_rate(int64_t stop, double t, double *y, void *model) {
  (void)t, (void)y;
  *(double *)model = stop % 2 == 0 ? 1e6 : 0.0;
  return MT_OK;
}

/* A thousand pulses of a millionth of a day, each of area 1, in ten thousand days. */
static void test_ode__no_pulse_is_stepped_over(void) {
  static double stops[2000];
  const double atol = 1e-12;
  double forcing = 0.0, y = 0.0, out;
  const double end = 10000.0;
  ode_path path = {0.0, 10000.0, 2000, stops, switch_rate, 1, &end};
  ode_problem problem = problem_of(1, constant_rate, &forcing, ODE_ADAMS, 1e-10, &atol);
  ode_statistics work;
  ode_solver *solver;
  double width = 0.0;

  for (int i = 0; i < 1000; i++) {
    stops[2 * i] = 10.0 * i + 3.7;
    stops[2 * i + 1] = stops[2 * i] + 1e-6;
    width += stops[2 * i + 1] - stops[2 * i];
  }
  MT_CHECK(mt_i_ode_create(NULL, &problem, &solver) == MT_OK);
  MT_CHECK(mt_i_ode_run(solver, &path, &y, &out) == MT_OK);
  /* Of a pulse's millionth of a day the clock at day 10,000 leaves 6 digits. */
  MT_CHECK_WITHIN(out, 1e6 * width, 1e-7 * 1000.0);
  mt_i_ode_statistics(solver, &work);
  MT_CHECK(work.starts == 2001);
  mt_i_ode_destroy(solver);
}

static mt_status add_digit(int64_t stop, double t, double *y, void *model) {
  (void)t, (void)model;
  y[0] = 10.0 * y[0] + (double)stop + 1.0;
  return MT_OK;
}

/* Stops at the start, twice at one time and at the end; outputs are the state before. */
static void test_ode__stops_and_outputs_at_one_time(void) {
  const double atol = 1e-12, stops[4] = {0.0, 2.0, 2.0, 3.0};
  const double times[6] = {0.0, 1.0, 2.0, 2.0, 2.5, 3.0};
  double nothing = 0.0, y = 0.0, out[6];
  ode_path path = {0.0, 3.0, 4, stops, add_digit, 6, times};
  ode_problem problem = problem_of(1, constant_rate, &nothing, ODE_BDF, 1e-8, &atol);
  ode_solver *solver;

  MT_CHECK(mt_i_ode_create(NULL, &problem, &solver) == MT_OK);
  MT_CHECK(mt_i_ode_run(solver, &path, &y, out) == MT_OK);
  MT_CHECK(out[0] == 0.0);
  MT_CHECK_WITHIN(out[1], 1.0, 1e-12);
  MT_CHECK_WITHIN(out[2], 1.0, 1e-12);
  MT_CHECK_WITHIN(out[3], 1.0, 1e-12);
  MT_CHECK_WITHIN(out[4], 123.0, 1e-12);
  MT_CHECK_WITHIN(out[5], 123.0, 1e-12);
  MT_CHECK_WITHIN(mt_i_ode_state(solver)[0], 1234.0, 1e-12);
  MT_CHECK(mt_i_ode_time(solver) == 3.0);
  mt_i_ode_destroy(solver);
}

static mt_status refuse(int64_t stop, double t, double *y, void *model) {
  (void)t, (void)y, (void)model;
  return stop == 1 ? MT_ERROR_VALUE : MT_OK;
}

static void test_ode__an_event_can_refuse(void) {
  const double atol = 1e-12, stops[2] = {1.0, 2.0};
  double nothing = 0.0, y = 0.0;
  ode_path path = {0.0, 3.0, 2, stops, refuse, 0, NULL};
  ode_problem problem = problem_of(1, constant_rate, &nothing, ODE_BDF, 1e-8, &atol);
  ode_solver *solver;

  MT_CHECK(mt_i_ode_create(NULL, &problem, &solver) == MT_OK);
  MT_CHECK(mt_i_ode_run(solver, &path, &y, NULL) == MT_ERROR_VALUE);
  MT_CHECK(mt_i_ode_time(solver) == 2.0);
  mt_i_ode_destroy(solver);
}

/* A failed solve says when, which state and why; the solver works again after it, to the
 * same bits as a new one. */
static void test_ode__failures_are_reported(void) {
  static const char *const names[2] = {"clock", "bomb"};
  const double atol[2] = {1e-10, 1e-10};
  const double times[2] = {0.5, 0.9};
  double y[2] = {0.0, 1.0}, out[4], again[4];
  ode_path whole = {0.0, 2.0, 0, NULL, NULL, 0, NULL};
  ode_path half = {0.0, 0.9, 0, NULL, NULL, 2, times};
  ode_problem problem = problem_of(2, square_rate, NULL, ODE_BDF, 1e-8, atol);
  ode_failure failure;
  ode_solver *solver;
  mt_ctx *ctx;

  MT_CHECK(mt_ctx_create(NULL, &ctx) == MT_OK);
  MT_CHECK(mt_i_ode_create(ctx, &problem, &solver) == MT_OK);
  mt_i_ode_names(solver, names);
  MT_CHECK(mt_i_ode_run(solver, &half, y, out) == MT_OK);
  MT_CHECK_WITHIN(out[1], 2.0, 1e-6 * 2);
  MT_CHECK_WITHIN(out[3], 10.0, 1e-5 * 10);
  MT_CHECK(mt_i_ode_run(solver, &whole, y, NULL) == MT_ERROR_SOLVER);
  mt_i_ode_failure(solver, &failure);
  MT_CHECK_WITHIN(failure.time, 1.0, 1e-4);
  MT_CHECK(failure.state == 1);
  MT_CHECK(failure.reason[0] != '\0');
  MT_CHECK(strstr(mt_ctx_message(ctx), "time 1") != NULL ||
           strstr(mt_ctx_message(ctx), "time 0.999") != NULL);
  MT_CHECK(strstr(mt_ctx_message(ctx), "state bomb") != NULL);
  MT_CHECK(mt_i_ode_run(solver, &half, y, again) == MT_OK);
  MT_CHECK(memcmp(out, again, sizeof(out)) == 0);
  mt_i_ode_destroy(solver);
  mt_ctx_destroy(ctx);
}

static void test_ode__a_rate_that_is_not_finite_is_a_failure(void) {
  const double atol[2] = {1e-10, 1e-10}, missing[2] = {0.0, NAN};
  double y[2] = {0.0, 0.0};
  ode_path path = {0.0, 2.0, 0, NULL, NULL, 0, NULL};
  ode_problem problem = problem_of(2, root_rate, NULL, ODE_BDF, 1e-8, atol);
  ode_failure failure;
  ode_solver *solver;
  mt_ctx *ctx;

  MT_CHECK(mt_ctx_create(NULL, &ctx) == MT_OK);
  MT_CHECK(mt_i_ode_create(ctx, &problem, &solver) == MT_OK);
  MT_CHECK(mt_i_ode_run(solver, &path, y, NULL) == MT_ERROR_SOLVER);
  mt_i_ode_failure(solver, &failure);
  MT_CHECK(failure.state == 1);
  MT_CHECK(failure.time > 0.2 && failure.time < 0.5);
  MT_CHECK(strstr(mt_ctx_message(ctx), "state 2") != NULL);
  MT_CHECK(mt_i_ode_start(solver, 0.0, missing) == MT_ERROR_SOLVER);
  mt_i_ode_destroy(solver);

  problem.rate = no_rate;
  MT_CHECK(mt_i_ode_create(ctx, &problem, &solver) == MT_OK);
  MT_CHECK(mt_i_ode_run(solver, &path, y, NULL) == MT_ERROR_SOLVER);
  mt_i_ode_destroy(solver);
  mt_ctx_destroy(ctx);
}

static int stop_at_once(void *payload) { return --*(int *)payload < 0; }

static void test_ode__it_can_be_cancelled(void) {
  static double stops[1000];
  mt_ctx_options options;
  const double atol = 1e-12;
  double nothing = 0.0, y = 0.0;
  int polls = 3;
  ode_path path = {0.0, 1000.0, 1000, stops, NULL, 0, NULL};
  ode_problem problem = problem_of(1, constant_rate, &nothing, ODE_BDF, 1e-8, &atol);
  ode_solver *solver;
  mt_ctx *ctx;

  for (int i = 0; i < 1000; i++) {
    stops[i] = i;
  }
  mt_ctx_options_init(&options);
  options.cancel = stop_at_once;
  options.payload = &polls;
  MT_CHECK(mt_ctx_create(&options, &ctx) == MT_OK);
  MT_CHECK(mt_i_ode_create(ctx, &problem, &solver) == MT_OK);
  MT_CHECK(mt_i_ode_run(solver, &path, &y, NULL) == MT_ERROR_CANCELLED);
  MT_CHECK_WITHIN(mt_i_ode_time(solver), 4 * 64 - 1, 1e-12);
  mt_i_ode_destroy(solver);
  mt_ctx_destroy(ctx);
}

typedef struct progress_seen {
  int64_t n;
  double least, most;
  int back; /* it went backwards */
} progress_seen;

static void see_progress(double done, void *payload) {
  progress_seen *seen = payload;
  seen->back |= seen->n > 0 && done < seen->most;
  seen->least = seen->n == 0 ? done : fmin(seen->least, done);
  seen->most = fmax(seen->most, done);
  seen->n++;
}

/* cos and sin of a fast clock: tens of thousands of steps in one piece. */
static int clock_rate(double t, const double *y, double *dy, void *model) {
  const double fast = 100.0;
  (void)t, (void)model;
  dy[0] = -fast * y[1];
  dy[1] = fast * y[0];
  return 0;
}

static void test_ode__progress_moves_within_a_long_piece(void) {
  const double atol[2] = {1e-8, 1e-8}, stop = 50.0;
  const double y[2] = {1.0, 0.0};
  ode_path path = {0.0, 100.0, 1, &stop, NULL, 0, NULL};
  ode_problem problem = problem_of(2, clock_rate, NULL, ODE_ADAMS, 1e-8, atol);
  progress_seen seen = {0, 0.0, 0.0, 0};
  mt_ctx_options options;
  ode_solver *solver;
  mt_ctx *ctx;

  mt_ctx_options_init(&options);
  options.progress = see_progress;
  options.payload = &seen;
  MT_CHECK(mt_ctx_create(&options, &ctx) == MT_OK);
  MT_CHECK(mt_i_ode_create(ctx, &problem, &solver) == MT_OK);
  MT_CHECK(mt_i_ode_run(solver, &path, y, NULL) == MT_OK);
  MT_CHECK(seen.n > 50 && !seen.back);
  MT_CHECK(seen.least > 0.0 && seen.least < 0.02);
  MT_CHECK(seen.most > 0.98 && seen.most <= 1.0);
  /* An advance of its own tells its own span, also on the same solver. */
  mt_i_ode_span(solver, 0.0, 0.0);
  memset(&seen, 0, sizeof(seen));
  MT_CHECK(mt_i_ode_start(solver, 200.0, y) == MT_OK);
  MT_CHECK(mt_i_ode_advance(solver, 250.0, 0, NULL, NULL) == MT_OK);
  MT_CHECK(seen.n > 20 && !seen.back && seen.least < 0.05 && seen.most > 0.95);
  mt_i_ode_destroy(solver);
  mt_ctx_destroy(ctx);
}

/* Two states of very different size: the small one is right only where its own absolute
 * tolerance is small. */
static int two_sizes(double t, const double *y, double *dy, void *model) {
  (void)t, (void)model;
  dy[0] = -y[0];
  dy[1] = -50.0 * y[1] + 1e-9 * y[0];
  return 0;
}

static double error_of_small(double atol_small) {
  const double atol[2] = {1e-6, atol_small}, y[2] = {1.0, 1e-9}, end = 1.0;
  const double exact = 1e-9 / 49.0 * (exp(-1.0) - exp(-50.0)) + 1e-9 * exp(-50.0);
  ode_path path = {0.0, 1.0, 0, NULL, NULL, 1, &end};
  ode_problem problem = problem_of(2, two_sizes, NULL, ODE_BDF, 1e-6, atol);
  ode_solver *solver;
  double out[2];

  MT_CHECK(mt_i_ode_create(NULL, &problem, &solver) == MT_OK);
  MT_CHECK(mt_i_ode_run(solver, &path, y, out) == MT_OK);
  mt_i_ode_destroy(solver);
  return fabs(out[1] / exact - 1.0);
}

static void test_ode__each_state_has_its_own_tolerance(void) {
  MT_CHECK(error_of_small(1e-17) < 1e-4);
  MT_CHECK(error_of_small(1e-6) > 10.0 * error_of_small(1e-17));
}

/* With a Jacobian given, the rate is asked for fewer times than with difference quotients,
 * and a wrong Jacobian costs steps: it is the one in use. */
static int wrong_jacobian(double t, const double *y, double *jacobian, void *model) {
  const chain *c = model;
  (void)t, (void)y;
  for (int64_t i = 0; i < c->n; i++) {
    jacobian[i + c->n * i] = 0.0;
  }
  return 0;
}

static void test_ode__the_given_jacobian_is_used(void) {
  chain model = {40, 3.0};
  double y[40] = {1.0}, atol[40], out[40];
  const double end = 4.0;
  ode_path path = {0.0, 4.0, 0, NULL, NULL, 1, &end};
  ode_problem problem;
  ode_statistics work[3];
  ode_solver *solver;
  const ode_jacobian ways[3] = {NULL, chain_jacobian, wrong_jacobian};

  for (int i = 0; i < 40; i++) {
    atol[i] = 1e-10;
  }
  problem = problem_of(40, chain_rate, &model, ODE_BDF, 1e-6, atol);
  for (int k = 0; k < 3; k++) {
    problem.jacobian = ways[k];
    MT_CHECK(mt_i_ode_create(NULL, &problem, &solver) == MT_OK);
    MT_CHECK(mt_i_ode_run(solver, &path, y, out) == MT_OK);
    mt_i_ode_statistics(solver, &work[k]);
    mt_i_ode_destroy(solver);
  }
  MT_CHECK(work[1].jacobians > 0 && work[1].jacobians < work[1].steps);
  MT_CHECK(work[1].newton_failures <= work[0].newton_failures);
  MT_CHECK(work[2].newton_failures > 10 * (work[1].newton_failures + 1));
  MT_CHECK(work[2].steps > 2 * work[1].steps);
}

MT_TEST_MAIN(test_ode__error_shrinks_with_tolerance,
             test_ode__output_times_do_not_move_the_solution,
             test_ode__stiff_problem_with_and_without_jacobian,
             test_ode__a_rate_that_gives_up_is_an_error_with_its_time,
             test_ode__any_number_of_states, test_ode__error_follows_the_tolerance,
             test_ode__a_stiff_problem, test_ode__no_pulse_is_stepped_over,
             test_ode__stops_and_outputs_at_one_time, test_ode__an_event_can_refuse,
             test_ode__failures_are_reported,
             test_ode__a_rate_that_is_not_finite_is_a_failure,
             test_ode__it_can_be_cancelled, test_ode__progress_moves_within_a_long_piece,
             test_ode__each_state_has_its_own_tolerance,
             test_ode__the_given_jacobian_is_used)
