/* Least squares: with bounds; a log by it, against published numbers. */
#include "fit_testing.h"
#include "num/least_squares.h"

static void test_least_squares__bounds(void) {
  static const double x1[6] = {1, 2, 3, 4, 5, 6}, x2[6] = {1, 4, 9, 16, 25, 36};
  static const int both[2] = {1, 1};
  double y[6], work[18], b[3];

  for (int i = 0; i < 6; i++) {
    y[i] = 7.0 + 2.0 * x1[i] + 0.5 * x2[i];
  }
  MT_CHECK(mt_i_bounded_squares(6, y, x1, x2, both, work, b) < 1e-20);
  MT_CHECK_NEAR(b[0], 7.0, 1e-11);
  MT_CHECK_NEAR(b[2], 0.5, 1e-11);
  for (int i = 0; i < 6; i++) {
    y[i] = 7.0 + 2.0 * x1[i] - 0.5 * x2[i];
  }
  MT_CHECK(mt_i_bounded_squares(6, y, x1, x2, both, work, b) > 1.0);
  MT_CHECK(b[1] >= 0.0 && b[2] == 0.0);
}

/* ---- published data; numerics of the table in docs ---- */

static int read_clarke(double *day, double *load, double *performance) {
  FILE *file = fopen("../shared/data/clarke_skiba_2013.csv", "r");
  char line[200];
  int n = 0;

  if (file == NULL) {
    return 0;
  }
  while (fgets(line, sizeof(line), file) != NULL && n < 200) {
    double p = NAN;
    const int got = sscanf(line, "%lf,%lf,%lf", &day[n], &load[n], &p);
    if (got >= 2) {
      performance[n++] = got == 3 ? p : NAN;
    }
  }
  fclose(file);
  return n;
}

static void test_least_squares__published(void) {
  static const struct {
    int effect;
    double separation, sse, tau_g, tau_h, p0, k1, k2;
    int digits[6];
  } rows[] = {
      {0, 1.5, 19.4880, 33.698, 22.465, 261.265, 0.23934, 0.28625, {4, 3, 3, 3, 5, 5}},
      {0, 2.0, 21.8444, 39.232, 19.616, 262.698, 0.13206, 0.18098, {4, 3, 3, 3, 5, 5}},
      {0, 3.0, 27.5017, 49.331, 16.444, 265.839, 0.07618, 0.12918, {4, 3, 3, 3, 5, 5}},
      {1, 1.5, 28.4227, 29.604, 19.736, 249.999, 0.28644, 0.33922, {4, 3, 3, 3, 5, 5}},
      {1, 2.0, 30.6103, 33.943, 16.971, 251.179, 0.16085, 0.21745, {4, 3, 3, 3, 5, 5}}};
  static double day[200], load[200], performance[200];
  mt_fit_options options;
  mt_least_squares_options bounds;
  mt_log log;
  mt_least_squares ls;

  mt_log_init(&log);
  log.n = read_clarke(day, load, performance);
  if (log.n == 0) {
    MT_SKIP();
    return;
  }
  log.day = day;
  log.load = load;
  log.performance = performance;
  mt_fit_options_init(&options);
  mt_least_squares_options_init(&bounds);
  for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
    const double want[6] = {rows[i].sse, rows[i].tau_g, rows[i].tau_h,
                            rows[i].p0,  rows[i].k1,    rows[i].k2};
    options.load_effect = rows[i].effect;
    bounds.separation = rows[i].separation;
    mt_least_squares_init(&ls);
    MT_CHECK_EQ(mt_fit_least_squares(NULL, &log, &options, &bounds, &ls, NULL), MT_OK);
    {
      const double got[6] = {ls.sse,
                             ls.estimate[MT_FIT_TAU_G],
                             ls.estimate[MT_FIT_TAU_H],
                             ls.estimate[MT_FIT_P0],
                             ls.estimate[MT_FIT_K1],
                             ls.estimate[MT_FIT_K2]};
      for (int k = 0; k < 6; k++) {
        MT_CHECK(fabs(got[k] - want[k]) <= 0.51 * pow(10.0, -rows[i].digits[k]));
      }
    }
    MT_CHECK_EQ(ls.active, MT_ACTIVE_SEPARATION);
    MT_CHECK_EQ(ls.degenerate, 0);
  }
  options.load_effect = 0;
  bounds.separation = 1.0;
  mt_least_squares_init(&ls);
  MT_CHECK_EQ(mt_fit_least_squares(NULL, &log, &options, &bounds, &ls, NULL),
              MT_NOT_CONVERGED);
  MT_CHECK_EQ(ls.degenerate, 1);
  MT_CHECK(fabs(ls.sse - 18.299) < 0.0005 &&
           fabs(ls.estimate[MT_FIT_TAU_G] - 27.418) < 0.0005);
  MT_CHECK(fabs(ls.estimate[MT_FIT_P0] - 260.504) < 0.0005);
  MT_CHECK(isinf(ls.estimate[MT_FIT_K1]) && isnan(ls.covariance[0]));
  {
    static const double fixed[][4] = {{42, 7, 101.95, 61.99}, {45, 15, 29.22, 37.35}};
    for (int i = 0; i < 2; i++) {
      for (int effect = 0; effect < 2; effect++) {
        options.load_effect = effect;
        bounds.tau_g_from = bounds.tau_g_to = fixed[i][0];
        bounds.tau_h_from = bounds.tau_h_to = fixed[i][1];
        mt_least_squares_init(&ls);
        MT_CHECK_EQ(mt_fit_least_squares(NULL, &log, &options, &bounds, &ls, NULL),
                    MT_OK);
        MT_CHECK(fabs(ls.sse - fixed[i][2 + effect]) < 0.0051);
      }
    }
  }
}

static void test_least_squares__errors(void) {
  mt_least_squares_options search;
  mt_least_squares ls;
  mt_fit_options options;
  small_log s;

  make_log(&s, 5);
  mt_least_squares_init(&ls);
  mt_least_squares_options_init(&search);
  search.separation = 0.5;
  MT_CHECK_EQ(mt_fit_least_squares(NULL, &s.log, NULL, &search, &ls, NULL),
              MT_ERROR_VALUE);
  search.separation = 1.5;
  search.grid = 2;
  MT_CHECK_EQ(mt_fit_least_squares(NULL, &s.log, NULL, &search, &ls, NULL),
              MT_ERROR_VALUE);
  search.grid = 48;
  search.tau_h_from = 50.0;
  search.tau_g_to = 60.0;
  MT_CHECK_EQ(mt_fit_least_squares(NULL, &s.log, NULL, &search, &ls, NULL),
              MT_ERROR_VALUE);
  mt_fit_options_init(&options);
  options.initial = MT_INITIAL_FREE;
  MT_CHECK_EQ(mt_fit_least_squares(NULL, &s.log, &options, NULL, &ls, NULL),
              MT_ERROR_VALUE);
  MT_CHECK_EQ(mt_fit_least_squares(NULL, &s.log, NULL, NULL, NULL, NULL), MT_ERROR_NULL);
  ls.struct_size = 3;
  MT_CHECK_EQ(mt_fit_least_squares(NULL, &s.log, NULL, NULL, &ls, NULL), MT_ERROR_STRUCT);
  mt_least_squares_init(&ls);
  make_log(&s, 3);
  MT_CHECK_EQ(mt_fit_least_squares(NULL, &s.log, NULL, NULL, &ls, NULL), MT_ERROR_SIZE);
}

MT_TEST_MAIN(test_least_squares__bounds, test_least_squares__published,
             test_least_squares__errors)
