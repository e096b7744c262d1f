#include "cohort_testing.h"

enum { N = MT_N_PARAMETERS, DAYS = BLOCK_DAYS };

/* A matrix of twins as the columns that mt_cohort_trainees() writes. */
static double *const *columns_of(int64_t n, double *twins, double **columns) {
  for (int j = 0; j < N; j++) {
    columns[j] = twins + n * j;
  }
  return columns;
}

/* ---- known numbers ---- */

/* docs: the published cohort under R's generator, seed 99, peaks from day 120 on. */
static void test_cohort__published(void) {
  mt_cohort cohort = cohort_of(400, NULL);
  const mt_cohort_options options = taper_options();
  double load[DAYS], twins[400 * N], peak[400], mass[400];
  double *columns[N] = {NULL}, tau_g[400];
  int32_t day[400], responder[400];
  long double sum = 0.0L; /* as R's sum() */
  int below = 0, responders = 0;

  published_block(load);
  MT_CHECK_EQ(mt_cohort_draw_r(NULL, &cohort, twins), MT_OK);
  cohort.twins = twins;
  columns[MT_TAU_G] = tau_g; /* one column of eight */
  MT_CHECK_EQ(mt_cohort_trainees(NULL, &cohort, DAYS, load, NULL, &options, columns, peak,
                                 day, mass, responder),
              MT_OK);
  MT_CHECK(same_bits(tau_g, twins + 400 * MT_TAU_G, 400));
  for (int i = 0; i < 400; i++) {
    sum += peak[i];
    below += peak[i] <= 110.0;
    responders += responder[i];
    MT_CHECK_EQ(responder[i], peak[i] > 1.1 * 100.0);
    MT_CHECK(day[i] >= 120 && day[i] <= 140);
  }
  MT_CHECK_NEAR(peak[0], 913.198604750922, 1e-15);
  MT_CHECK_NEAR(peak[1], 1349.857433036125, 1e-15);
  MT_CHECK_NEAR(peak[2], 802.810478513854, 1e-15);
  MT_CHECK_NEAR(sum, 408638.906861568277, 1e-15);
  MT_CHECK_EQ(below, 11);
  MT_CHECK_EQ(responders, 389);
  MT_CHECK_NEAR(mass[17], mass[0], 0.0);
}

/* ---- against the oracle, to the bit ---- */

/* Loads that a kernel could get wrong: rest first, rest last, runs, single days, none. */
static void odd_block(int which, double *load, double *nutrition) {
  for (int t = 0; t < DAYS; t++) {
    const int day = t % 7;
    load[t] = which == 0   ? 0.0
              : which == 1 ? 40.0 + t
              : which == 2 ? (day == 2 ? 77.7 : 0.0)
              : which == 3 ? (t == DAYS - 1 ? 55.0 : 0.0)
              : which == 4 ? (day < 5 ? 1.0 / (t + 1) : 0.0)
                           : 1e3 * (t % 2);
    nutrition[t] = which % 2 == 0 ? 1.0 : (t % 5) / 4.0;
  }
}

static void check_against_oracle(const mt_cohort *cohort, const double *twins,
                                 int64_t n_days, const double *load,
                                 const double *nutrition, int64_t from, int64_t to) {
  const int64_t n = cohort->n;
  const int drawn = cohort->twins == NULL;
  double *mass = doubles(n * n_days), *g = doubles(n * n_days), *h = doubles(n * n_days);
  double *p = doubles(n * n_days), *peak = doubles(n), *final = doubles(n);
  int32_t *day = malloc((size_t)n * sizeof(*day));
  mt_cohort_options options;
  static path expected;

  mt_cohort_options_init(&options);
  options.window_from = from;
  options.window_to = to;
  MT_CHECK_EQ(mt_cohort_trainees(NULL, cohort, n_days, load, nutrition, &options, NULL,
                                 peak, day, final, NULL),
              MT_OK);
  MT_CHECK_EQ(
      mt_cohort_days(NULL, cohort, n_days, load, nutrition, &options, mass, g, h, p),
      MT_OK);
  from = from == 0 ? 1 : from;
  to = to == 0 ? n_days : to;
  for (int64_t i = 0; i < n; i++) {
    double twin[N];
    int32_t peak_day = 0;

    for (int j = 0; j < N; j++) {
      twin[j] = twins[i + n * j];
    }
    walk(twin, drawn, cohort->load_effect, n_days, load, nutrition, &expected);
    MT_CHECK(same_bits(expected.g, g + i * n_days, n_days));
    MT_CHECK(same_bits(expected.h, h + i * n_days, n_days));
    MT_CHECK(same_bits(expected.p, p + i * n_days, n_days));
    MT_CHECK(same_bits(expected.mass, mass + i * n_days, n_days));
    MT_CHECK_EQ(peak[i], peak_of(expected.p, from, to, &peak_day));
    MT_CHECK_EQ(day[i], peak_day);
    MT_CHECK_EQ(final[i], expected.mass[n_days - 1]);
  }
  free(mass), free(g), free(h), free(p), free(peak), free(final), free(day);
}

static void test_cohort__oracle(void) {
  const int64_t sizes[] = {1, 7, 32, 63, 64, 65, 130, 1025};
  const int64_t days[] = {1, 2, 5, 8, 16, 17, 139, 140};
  const mt_population population = wide_population();
  double load[DAYS], nutrition[DAYS];

  for (int which = 0; which < 6; which++) {
    for (size_t s = 0; s < sizeof(sizes) / sizeof(sizes[0]); s++) {
      const int64_t n = sizes[s], n_days = days[(s + (size_t)which) % 8];
      mt_cohort cohort = cohort_of(n, &population);
      double *twins = doubles(n * N);
      const int64_t from = which % 3 == 0 ? 0 : 1 + n_days / 3;
      const int64_t to = which % 3 == 0 ? 0 : n_days - (n_days - from) / 2;

      odd_block(which, load, nutrition);
      MT_CHECK_EQ(mt_cohort_draw(NULL, &cohort, twins), MT_OK);
      for (int effect = 0; effect < 2; effect++) {
        cohort.load_effect = effect;
        cohort.twins = NULL;
        check_against_oracle(&cohort, twins, n_days, load, nutrition, from, to);
        cohort.twins = twins;
        check_against_oracle(&cohort, twins, n_days, load, which == 1 ? NULL : nutrition,
                             from, to);
      }
      free(twins);
    }
  }
}

/* A panel of days ends within these. */
static void test_cohort__more_days_than_a_panel(void) {
  enum { LONG = 600 };
  const mt_population population = wide_population();
  const mt_cohort cohort = cohort_of(70, &population);
  double load[LONG];
  double *p = doubles(70 * LONG), *mass = doubles(70 * LONG);
  double peak[70], final[70];
  int32_t day[70];

  for (int t = 0; t < LONG; t++) {
    load[t] = t % 3 == 0 ? 0.0 : 20.0 + t % 40;
  }
  MT_CHECK_EQ(mt_cohort_days(NULL, &cohort, LONG, load, NULL, NULL, mass, NULL, NULL, p),
              MT_OK);
  MT_CHECK_EQ(mt_cohort_trainees(NULL, &cohort, LONG, load, NULL, NULL, NULL, peak, day,
                                 final, NULL),
              MT_OK);
  for (int i = 0; i < 70; i++) {
    int32_t expected = 0;
    MT_CHECK_EQ(peak[i], peak_of(p + (int64_t)i * LONG, 1, LONG, &expected));
    MT_CHECK_EQ(day[i], expected);
    MT_CHECK_EQ(final[i], mass[(int64_t)i * LONG + LONG - 1]);
  }
  free(p), free(mass);
}

/* No breakdown, hardly any, and so much that nothing stays. */
static void test_cohort__breakdown_from_none_to_all(void) {
  const double k_d[] = {0.0, 5e-324, 1e-300, 1e-17, 1e-9, 1e-3, 1.0, 40.0, 800.0};
  double load[DAYS], mass[DAYS];
  mt_population population = {0};

  published_block(load);
  for (size_t i = 0; i < sizeof(k_d) / sizeof(k_d[0]); i++) {
    mt_cohort cohort = cohort_of(3, &population);
    double final[3], twins[3 * N], *columns[N];
    mt_solver_options exact;
    mt_twin twin;

    mt_population_init(&population);
    population.kind[MT_K_S] = MT_LOGNORMAL;
    population.spread[MT_K_S] = 0.1;
    population.location[MT_K_D] = k_d[i];
    MT_CHECK_EQ(
        mt_cohort_trainees(NULL, &cohort, DAYS, load, NULL, NULL,
                           columns_of(3, twins, columns), NULL, NULL, final, NULL),
        MT_OK);
    mt_solver_options_init(&exact);
    exact.solver = MT_SOLVER_EXACT;
    mt_twin_init(&twin);
    twin.k_s = twins[MT_K_S * 3 + 2];
    twin.k_d = k_d[i];
    MT_CHECK_EQ(
        mt_simulate(NULL, &twin, DAYS, load, NULL, &exact, mass, NULL, NULL, NULL),
        MT_OK);
    MT_CHECK_NEAR(final[2], mass[DAYS - 1], 1e-13);
  }
}

/* ---- mass by each solver ---- */

static void test_cohort__mass_by_each_solver(void) {
  const mt_population population = wide_population();
  double load[DAYS], nutrition[DAYS], alone[DAYS], days[5 * DAYS], final[5], twins[5 * N];
  double *columns[N];
  int64_t solver;

  published_block(load);
  for (int t = 0; t < DAYS; t++) {
    nutrition[t] = t < 60 ? 1.0 : 0.7;
  }
  for (solver = MT_SOLVER_CVODE; solver <= MT_SOLVER_EULER; solver++) {
    for (int shared = 0; shared < 2; shared++) {
      const mt_cohort cohort = cohort_of(5, shared ? NULL : &population);
      mt_cohort_options options;
      mt_solver_options one;

      mt_cohort_options_init(&options);
      mt_solver_options_init(&one);
      options.solver = one.solver = solver;
      MT_CHECK_EQ(
          mt_cohort_trainees(NULL, &cohort, DAYS, load, nutrition, &options,
                             columns_of(5, twins, columns), NULL, NULL, final, NULL),
          MT_OK);
      MT_CHECK_EQ(mt_cohort_days(NULL, &cohort, DAYS, load, nutrition, &options, days,
                                 NULL, NULL, NULL),
                  MT_OK);
      for (int i = 0; i < 5; i++) {
        mt_twin twin;

        mt_twin_init(&twin);
        twin.k_s = twins[MT_K_S * 5 + i];
        twin.k_d = twins[MT_K_D * 5 + i];
        twin.m0 = twins[MT_M0 * 5 + i];
        MT_CHECK_EQ(mt_simulate(NULL, &twin, DAYS, load, nutrition, &one, alone, NULL,
                                NULL, NULL),
                    MT_OK);
        MT_CHECK_EQ(final[i], days[i * DAYS + DAYS - 1]);
        for (int t = 0; t < DAYS; t++) {
          MT_CHECK_NEAR(days[i * DAYS + t], alone[t],
                        solver == MT_SOLVER_EXACT && !shared ? 1e-13 : 0.0);
        }
      }
    }
  }
}

/* ---- the same bits ---- */

static void test_cohort__threads_and_chunks(void) {
  enum { HERE = 5000 };
  const int64_t threads[] = {1, 2, 3, 7};
  const mt_population population = wide_population();
  mt_cohort cohort = cohort_of(HERE, &population);
  mt_cohort_options options = taper_options();
  double load[DAYS];
  double *peak = doubles(HERE), *mass = doubles(HERE), *twins = doubles(HERE * N);
  double *peak2 = doubles(HERE), *mass2 = doubles(HERE), *twins2 = doubles(HERE * N);
  double *p = doubles(HERE * DAYS), *p2 = doubles(HERE * DAYS), *columns[N];
  int32_t *day = malloc(HERE * sizeof(*day)), *day2 = malloc(HERE * sizeof(*day));

  published_block(load);
  for (int k = 0; k < 4; k++) {
    options.threads = threads[k];
    MT_CHECK_EQ(
        mt_cohort_trainees(NULL, &cohort, DAYS, load, NULL, &options,
                           columns_of(HERE, k ? twins2 : twins, columns),
                           k ? peak2 : peak, k ? day2 : day, k ? mass2 : mass, NULL),
        MT_OK);
    MT_CHECK_EQ(mt_cohort_days(NULL, &cohort, DAYS, load, NULL, &options, NULL, NULL,
                               NULL, k ? p2 : p),
                MT_OK);
    MT_CHECK(k == 0 || same_bits(peak, peak2, HERE));
    MT_CHECK(k == 0 || same_bits(mass, mass2, HERE));
    MT_CHECK(k == 0 || same_bits(twins, twins2, HERE * N));
    MT_CHECK(k == 0 || same_bits(p, p2, HERE * DAYS));
    MT_CHECK(k == 0 || memcmp(day, day2, HERE * sizeof(*day)) == 0);
  }
  /* chunks of odd sizes, the last first */
  for (int64_t end = HERE, size = 1; end > 0; end -= size, size = size * 2 + 1) {
    size = size < end ? size : end;
    cohort.first = end - size;
    cohort.n = size;
    MT_CHECK_EQ(mt_cohort_trainees(NULL, &cohort, DAYS, load, NULL, &options, NULL,
                                   peak2 + end - size, day2 + end - size,
                                   mass2 + end - size, NULL),
                MT_OK);
  }
  MT_CHECK(same_bits(peak, peak2, HERE));
  MT_CHECK(same_bits(mass, mass2, HERE));
  MT_CHECK(memcmp(day, day2, HERE * sizeof(*day)) == 0);
  free(peak), free(mass), free(twins), free(peak2), free(mass2), free(twins2);
  free(p), free(p2), free(day), free(day2);
}

static void test_cohort__cvode_threads(void) {
  const mt_population population = wide_population();
  const mt_cohort cohort = cohort_of(200, &population);
  mt_cohort_options options = taper_options();
  double load[DAYS], one[200], three[200];

  published_block(load);
  options.solver = MT_SOLVER_CVODE;
  MT_CHECK_EQ(mt_cohort_trainees(NULL, &cohort, DAYS, load, NULL, &options, NULL, NULL,
                                 NULL, one, NULL),
              MT_OK);
  options.threads = 3;
  MT_CHECK_EQ(mt_cohort_trainees(NULL, &cohort, DAYS, load, NULL, &options, NULL, NULL,
                                 NULL, three, NULL),
              MT_OK);
  MT_CHECK(same_bits(one, three, 200));
}

/* Where trainees times days passes 2^20 and 2^31, and far beyond. */
static void test_cohort__far_trainees(void) {
  const int64_t rows[] = {(INT64_C(1) << 20) / DAYS, (INT64_C(1) << 31) / DAYS,
                          (INT64_C(1) << 32) / DAYS, INT64_C(1) << 40, INT64_MAX - 1000};
  const mt_population population = wide_population();
  mt_cohort cohort = cohort_of(200, &population);
  double load[DAYS], many[200], one;

  published_block(load);
  for (size_t r = 0; r < sizeof(rows) / sizeof(rows[0]); r++) {
    cohort.first = rows[r] - 100;
    cohort.n = 200;
    MT_CHECK_EQ(mt_cohort_trainees(NULL, &cohort, DAYS, load, NULL, NULL, NULL, many,
                                   NULL, NULL, NULL),
                MT_OK);
    for (int i = 98; i < 103; i++) {
      cohort.first = rows[r] - 100 + i;
      cohort.n = 1;
      MT_CHECK_EQ(mt_cohort_trainees(NULL, &cohort, DAYS, load, NULL, NULL, NULL, &one,
                                     NULL, NULL, NULL),
                  MT_OK);
      MT_CHECK_EQ(one, many[i]);
    }
  }
}

static void test_cohort__one_call_beyond_a_million_days(void) {
  enum { MANY = 20000 }; /* x 140 = 2.8 million trainee-days */
  const mt_population population = wide_population();
  mt_cohort cohort = cohort_of(MANY, &population);
  double load[DAYS];
  double *peak = doubles(MANY), *p = doubles((int64_t)MANY * DAYS), one;

  published_block(load);
  MT_CHECK_EQ(mt_cohort_trainees(NULL, &cohort, DAYS, load, NULL, NULL, NULL, peak, NULL,
                                 NULL, NULL),
              MT_OK);
  MT_CHECK_EQ(mt_cohort_days(NULL, &cohort, DAYS, load, NULL, NULL, NULL, NULL, NULL, p),
              MT_OK);
  cohort.n = 1;
  for (int64_t i = 0; i < MANY; i += 97) {
    int32_t day;
    cohort.first = i;
    mt_cohort_trainees(NULL, &cohort, DAYS, load, NULL, NULL, NULL, &one, NULL, NULL,
                       NULL);
    MT_CHECK_EQ(one, peak[i]);
    MT_CHECK_EQ(one, peak_of(p + i * DAYS, 1, DAYS, &day));
  }
  free(peak), free(p);
}

static void test_cohort__same_trainees_in_every_scenario(void) {
  const mt_population population = wide_population();
  const mt_cohort cohort = cohort_of(50, &population);
  double load[DAYS], a[50 * N], b[50 * N], *columns[N];

  published_block(load);
  MT_CHECK_EQ(mt_cohort_trainees(NULL, &cohort, DAYS, load, NULL, NULL,
                                 columns_of(50, a, columns), NULL, NULL, NULL, NULL),
              MT_OK);
  load[3] = 500.0;
  MT_CHECK_EQ(mt_cohort_trainees(NULL, &cohort, 20, load, NULL, NULL,
                                 columns_of(50, b, columns), NULL, NULL, NULL, NULL),
              MT_OK);
  MT_CHECK(same_bits(a, b, 50 * N));
}

/* ---- what can go wrong ---- */

static void test_cohort__overflow_names_the_first(void) {
  enum { HERE = 3000 };
  double *twins = doubles(HERE * N), *p = doubles(HERE * DAYS);
  mt_cohort cohort = cohort_of(HERE, NULL);
  mt_cohort_options options = taper_options();
  double load[DAYS];
  mt_ctx *ctx = NULL;

  mt_ctx_create(NULL, &ctx);
  published_block(load);
  MT_CHECK_EQ(mt_cohort_draw(NULL, &cohort, twins), MT_OK);
  twins[2100 + HERE * MT_K1] = 1e307; /* leaves the doubles after some days */
  twins[2900 + HERE * MT_K1] = -1e307;
  twins[2300 + HERE * MT_TAU_G] = -1.0;
  twins[1999 + HERE * MT_K1] = 1e300; /* large, but stays within */
  twins[1998 + HERE * MT_K_S] = 1e307;
  cohort.twins = twins;
  for (int64_t threads = 1; threads <= 7; threads += 3) {
    double peak[HERE];
    options.threads = threads;
    /* mass is not asked for, so that trainee 1999 passes */
    MT_CHECK_EQ(mt_cohort_trainees(ctx, &cohort, DAYS, load, NULL, &options, NULL, peak,
                                   NULL, NULL, NULL),
                MT_ERROR_OVERFLOW);
    MT_CHECK(strstr(mt_ctx_message(ctx), "trainee 2101:") != NULL);
    MT_CHECK(strstr(mt_ctx_message(ctx), "too large") != NULL);
    MT_CHECK_EQ(mt_cohort_trainees(ctx, &cohort, DAYS, load, NULL, &options, NULL, NULL,
                                   NULL, peak, NULL),
                MT_ERROR_OVERFLOW);
    MT_CHECK(strstr(mt_ctx_message(ctx), "trainee 1999: mass") != NULL);
  }
  twins[2100 + HERE * MT_K1] = 1.0;
  MT_CHECK_EQ(
      mt_cohort_days(ctx, &cohort, DAYS, load, NULL, &options, NULL, NULL, NULL, p),
      MT_ERROR_VALUE);
  MT_CHECK(strstr(mt_ctx_message(ctx), "tau_g of trainee 2301 is -1") != NULL);
  twins[5 + HERE * MT_P0] = NAN;
  MT_CHECK_EQ(mt_cohort_trainees(ctx, &cohort, DAYS, load, NULL, &options, NULL, NULL,
                                 NULL, NULL, NULL),
              MT_ERROR_NOT_FINITE);
  MT_CHECK(strstr(mt_ctx_message(ctx), "p0 of trainee 6") != NULL);
  mt_ctx_destroy(ctx);
  free(twins), free(p);
}

typedef mt_status (*cohort_call)(mt_ctx *ctx, int64_t threads, int64_t solver);

static mt_status call_trainees(mt_ctx *ctx, int64_t threads, int64_t solver) {
  enum { MANY = 20000 };
  static double load[DAYS], peak[MANY], mass[MANY];
  const mt_population population = wide_population();
  const mt_cohort cohort = cohort_of(solver == MT_SOLVER_CVODE ? 100 : MANY, &population);
  mt_cohort_options options = taper_options();

  published_block(load);
  options.threads = threads;
  options.solver = solver;
  return mt_cohort_trainees(ctx, &cohort, DAYS, load, NULL, &options, NULL, peak, NULL,
                            mass, NULL);
}

static mt_status call_days(mt_ctx *ctx, int64_t threads, int64_t solver) {
  static double load[DAYS], mass[1000 * DAYS], p[1000 * DAYS];
  const mt_population population = wide_population();
  const mt_cohort cohort = cohort_of(solver == MT_SOLVER_CVODE ? 100 : 1000, &population);
  mt_cohort_options options = taper_options();

  published_block(load);
  options.threads = threads;
  options.solver = solver;
  return mt_cohort_days(ctx, &cohort, DAYS, load, NULL, &options, mass, NULL, NULL, p);
}

static void test_cohort__cancel_and_progress(void) {
  const cohort_call calls[] = {call_trainees, call_days};

  for (int c = 0; c < 2; c++) {
    for (int64_t solver = MT_SOLVER_CVODE; solver <= MT_SOLVER_EXACT; solver++) {
      for (int64_t threads = 1; threads <= 3; threads += 2) {
        watcher whole = {0};
        mt_ctx *ctx = watched(&whole, 0);

        MT_CHECK_EQ(calls[c](ctx, threads, solver), MT_OK);
        MT_CHECK(whole.asked > (threads == 1 ? 3 : 1));
        MT_CHECK_EQ(whole.last_done, 1.0);
        MT_CHECK(!whole.backwards);
        mt_ctx_destroy(ctx);
        for (int64_t stop = 1; stop <= 4 && threads == 1; stop++) {
          watcher w = {0};

          w.stop_at = stop;
          ctx = watched(&w, 0);
          MT_CHECK_EQ(calls[c](ctx, threads, solver), MT_ERROR_CANCELLED);
          MT_CHECK_EQ(w.asked, stop);
          mt_ctx_destroy(ctx);
        }
        {
          watcher w = {0};

          w.stop_at = 1;
          ctx = watched(&w, 0);
          MT_CHECK_EQ(calls[c](ctx, threads, solver), MT_ERROR_CANCELLED);
          mt_ctx_destroy(ctx);
        }
      }
    }
  }
}

static void test_cohort__nth_allocation_fails(void) {
  const cohort_call calls[] = {call_trainees, call_days};

  for (int c = 0; c < 2; c++) {
    for (int64_t threads = 1; threads <= 3; threads += 2) {
      int64_t needed = 0;

      for (int64_t n = 1; n < 40; n++) {
        watcher w = {0};
        mt_ctx *ctx = watched(&w, 1);
        mt_status status;

        w.fail_at = w.taken + n;
        status = calls[c](ctx, threads, MT_SOLVER_EXACT);
        MT_CHECK_EQ(w.taken, w.given + 1); /* all but the context */
        mt_ctx_destroy(ctx);
        if (status == MT_OK) {
          needed = n;
          break;
        }
        MT_CHECK_EQ(status, MT_ERROR_MEMORY);
      }
      MT_CHECK(needed > 2);
    }
  }
}

static void expect(mt_status got, mt_ctx *ctx, mt_status status, const char *word) {
  MT_CHECK_EQ(got, status);
  if (!MT_CHECK(strstr(mt_ctx_message(ctx), word) != NULL)) {
    printf("  message: %s\n", mt_ctx_message(ctx));
  }
}

static void test_cohort__bad_arguments(void) {
  double load[DAYS], out[400 * 2];
  mt_cohort cohort;
  mt_cohort_options options;
  mt_ctx *ctx = NULL;

  mt_ctx_create(NULL, &ctx);
  published_block(load);
#define CALL                                                                          \
  mt_cohort_trainees(ctx, &cohort, DAYS, load, NULL, &options, NULL, out, NULL, NULL, \
                     NULL)
#define BAD(change, status, word)     \
  do {                                \
    mt_cohort_init(&cohort);          \
    mt_cohort_options_init(&options); \
    change;                           \
    expect(CALL, ctx, status, word);  \
  } while (0)
  BAD(cohort.n = 0, MT_ERROR_SIZE, "cohort->n");
  BAD(cohort.n = -5, MT_ERROR_SIZE, "cohort->n is -5");
  BAD(cohort.n = INT64_C(1000000000000000), MT_ERROR_SIZE, "1000000000000000 x 1");
  BAD(cohort.n = INT64_MAX, MT_ERROR_SIZE, "fit in no memory");
  BAD(cohort.first = -1, MT_ERROR_VALUE, "cohort->first");
  BAD((cohort.n = 10, cohort.first = INT64_MAX - 5), MT_ERROR_SIZE, "64 bits");
  BAD(cohort.load_effect = 2, MT_ERROR_VALUE, "MT_LOAD_");
  BAD(cohort.struct_size = 1000, MT_ERROR_STRUCT, "cohort->struct_size");
  BAD(options.struct_size = 1, MT_ERROR_STRUCT, "options->struct_size");
  BAD(options.solver = 3, MT_ERROR_VALUE, "solver");
  BAD(options.threads = 0, MT_ERROR_VALUE, "threads is 0");
  BAD(options.threads = 1025, MT_ERROR_VALUE, "1024");
  BAD(options.window_from = 3, MT_ERROR_VALUE, "days 3 to 0");
  BAD((options.window_from = 1, options.window_to = DAYS + 1), MT_ERROR_VALUE,
      "days 1 to 141");
  BAD((options.window_from = 9, options.window_to = 8), MT_ERROR_VALUE, "days 9 to 8");
  BAD(options.threshold = INFINITY, MT_ERROR_NOT_FINITE, "threshold");
  BAD(options.step = 0.0, MT_ERROR_VALUE, "step");
  BAD(load[4] = -1.0, MT_ERROR_VALUE, "load[4] is -1");
  BAD(load[4] = NAN, MT_ERROR_NOT_FINITE, "load[4]");
  published_block(load);
  mt_cohort_init(&cohort);
  expect(
      mt_cohort_trainees(ctx, NULL, DAYS, load, NULL, NULL, NULL, out, NULL, NULL, NULL),
      ctx, MT_ERROR_NULL, "cohort is NULL");
  expect(mt_cohort_trainees(ctx, &cohort, DAYS, NULL, NULL, NULL, NULL, out, NULL, NULL,
                            NULL),
         ctx, MT_ERROR_NULL, "load is NULL");
  expect(
      mt_cohort_trainees(ctx, &cohort, 0, load, NULL, NULL, NULL, out, NULL, NULL, NULL),
      ctx, MT_ERROR_SIZE, "n_days");
  expect(mt_cohort_trainees(ctx, &cohort, INT64_C(1) << 31, load, NULL, NULL, NULL, out,
                            NULL, NULL, NULL),
         ctx, MT_ERROR_SIZE, "n_days");
  /* before a single load is looked at */
  cohort.n = INT64_C(1000000000000000);
  expect(mt_cohort_days(ctx, &cohort, DAYS, NULL, NULL, NULL, out, NULL, NULL, NULL), ctx,
         MT_ERROR_SIZE, "1000000000000000 x 140");
  expect(mt_cohort_draw(ctx, &cohort, out), ctx, MT_ERROR_SIZE, "1000000000000000 x 8");
  mt_ctx_destroy(ctx);
#undef BAD
#undef CALL
}

static void test_cohort__old_structs(void) {
  double load[DAYS], whole[400], old[400];
  mt_cohort cohort = cohort_of(400, NULL);
  mt_cohort_options options = taper_options();

  published_block(load);
  MT_CHECK_EQ(mt_cohort_trainees(NULL, &cohort, DAYS, load, NULL, &options, NULL, whole,
                                 NULL, NULL, NULL),
              MT_OK);
  /* versions without the last fields: what lies behind is not read */
  cohort.struct_size = offsetof(mt_cohort, twins);
  cohort.load_effect = 77;
  options.struct_size = offsetof(mt_cohort_options, threshold);
  options.threshold = INFINITY;
  MT_CHECK_EQ(mt_cohort_trainees(NULL, &cohort, DAYS, load, NULL, &options, NULL, old,
                                 NULL, NULL, NULL),
              MT_OK);
  MT_CHECK(same_bits(whole, old, 400));
}

MT_TEST_MAIN(test_cohort__published, test_cohort__oracle,
             test_cohort__more_days_than_a_panel, test_cohort__breakdown_from_none_to_all,
             test_cohort__mass_by_each_solver, test_cohort__threads_and_chunks,
             test_cohort__cvode_threads, test_cohort__far_trainees,
             test_cohort__one_call_beyond_a_million_days,
             test_cohort__same_trainees_in_every_scenario,
             test_cohort__overflow_names_the_first, test_cohort__cancel_and_progress,
             test_cohort__nth_allocation_fails, test_cohort__bad_arguments,
             test_cohort__old_structs)
