/* Cohorts whose mass is by turnover: each trainee against the same person alone, to the bit,
 * however the work is cut; and what can go wrong. */
#include "cohort_testing.h"

enum { N = MT_N_PARAMETERS, MOST_DAYS = 800 };

static unsigned next_random(unsigned *state) {
  *state = *state * 1664525u + 1013904223u;
  return *state >> 8;
}

static double random_within(unsigned *state, double from, double to) {
  return from + (to - from) * (next_random(state) + 0.5) / 16777216.0;
}

/* ---- lives ---- */

typedef struct lived {
  int64_t n_days;
  double load[MOST_DAYS], memory[MOST_DAYS * MT_FORCING_COLUMNS];
  mt_disuse disuse[3];
  mt_forcing forcing;
} lived;

static void live(lived *life, int64_t n_days, double age, int64_t n_disuse) {
  mt_life whole;

  mt_life_init(&whole);
  life->n_days = whole.n_days = n_days;
  whole.load = life->load;
  whole.age = age;
  whole.disuse = life->disuse;
  whole.n_disuse = n_disuse;
  mt_forcing_init(&life->forcing);
  MT_CHECK_EQ(mt_forcing_make(NULL, &whole, life->memory, NULL, &life->forcing), MT_OK);
}

static void away(mt_disuse *disuse, int64_t kind, int64_t from, int64_t to) {
  mt_disuse_init(disuse, kind);
  disuse->from = from;
  disuse->to = to;
}

enum { BLOCK, REST, CAST, AGED, LONG_CAST, DAILY, N_LIVES };

static void a_life(int which, lived *life) {
  unsigned state = 3;
  int64_t n_days = which == LONG_CAST ? 500 : which == DAILY ? 600 : BLOCK_DAYS;
  int64_t n_disuse = 0;

  for (int64_t t = 0; t < n_days; t++) {
    life->load[t] = which == REST ? 0.0 : random_within(&state, 0, 60);
  }
  if (which == BLOCK || which == CAST || which == AGED) {
    published_block(life->load);
  }
  if (which == CAST) {
    away(&life->disuse[0], MT_DISUSE_CAST, 10, 23);
    away(&life->disuse[1], MT_DISUSE_BRACE, 24, 30);
    away(&life->disuse[2], MT_DISUSE_BED_REST, 120, 121);
    n_disuse = 3;
  }
  if (which == LONG_CAST) { /* longer than 40 time constants of its extra breakdown */
    away(&life->disuse[0], MT_DISUSE_CAST, 2, 490);
    for (int64_t t = 0; t < n_days; t++) {
      life->load[t] = 0.0;
    }
    n_disuse = 1;
  }
  live(life, n_days, which == AGED ? 68.4 : NAN, n_disuse);
  if (which == DAILY) { /* pieces of one day, others of many, growing and declining */
    static double end[MOST_DAYS], gain[MOST_DAYS], decline[MOST_DAYS];
    int64_t n = 0;
    for (int64_t at = 0; at < n_days; n++) {
      at += n % 3 ? 1 : 1 + next_random(&state) % 40;
      at = at < n_days ? at : n_days;
      end[n] = (double)at;
      gain[n] = random_within(&state, 0, 0.4);
      decline[n] = n % 2 ? 0.0 : random_within(&state, -1e-3, 1e-3);
    }
    mt_forcing_init(&life->forcing);
    life->forcing.n_pieces = n;
    life->forcing.piece_end = end;
    life->forcing.gain = gain;
    life->forcing.decline = decline;
  }
}

static mt_cohort_options turnover_options(const lived *life) {
  mt_cohort_options options;

  mt_cohort_options_init(&options);
  options.mass_model = MT_MASS_TURNOVER;
  options.forcing = &life->forcing;
  return options;
}

/* Who differs in what: nobody in mass, in m0, in k_d and m0. */
static mt_population population_of(int which) {
  mt_population population;

  mt_population_init(&population);
  population.location[MT_K_D] = NAN;
  if (which > 0) {
    population.kind[MT_M0] = MT_NORMAL;
    population.spread[MT_M0] = 3.0;
  }
  if (which > 1) {
    population.kind[MT_K_D] = MT_LOGNORMAL;
    population.spread[MT_K_D] = 0.1;
  }
  return population;
}

/* ---- the oracle: one person alone, by mt_turnover_run() ---- */

static void alone(const mt_forcing *forcing, int64_t n_days, double k_d, double m0,
                  double responds, int64_t solver, double *mass) {
  static double synthesis[MOST_DAYS], times[MOST_DAYS];
  mt_solver_options options;
  mt_turnover person;

  for (int64_t p = 0; p < forcing->n_pieces; p++) {
    const double gain = forcing->gain == NULL ? 0.0 : forcing->gain[p];
    const double factor = forcing->factor == NULL ? 1.0 : forcing->factor[p];
    synthesis[p] = (1.0 + gain * responds) * factor;
  }
  for (int64_t t = 0; t < n_days; t++) {
    times[t] = (double)(t + 1);
  }
  mt_turnover_init(&person);
  person.n_pieces = forcing->n_pieces;
  person.piece_end = forcing->piece_end;
  person.synthesis = synthesis;
  person.decline = forcing->decline;
  person.transient = forcing->transient;
  person.k_d = k_d;
  person.m_ref = person.m0 = m0;
  mt_solver_options_init(&options);
  options.solver = solver;
  MT_CHECK_EQ(mt_turnover_run(NULL, &person, n_days, times, &options, mass), MT_OK);
}

static void check_each(const mt_cohort *cohort, const lived *life, int64_t solver) {
  const int64_t n = cohort->n, n_days = life->n_days;
  double *mass = doubles(n * n_days), *final = doubles(n), *peak = doubles(n);
  double *twins = doubles(n * N), *responds = doubles(n), *plain = doubles(n);
  mt_cohort_options options = turnover_options(life);
  double *columns[N];
  static double expected[MOST_DAYS];

  options.solver = solver;
  for (int j = 0; j < N; j++) {
    columns[j] = twins + n * j;
  }
  MT_CHECK_EQ(mt_cohort_responds(NULL, cohort, responds), MT_OK);
  MT_CHECK_EQ(mt_cohort_trainees(NULL, cohort, n_days, life->load, NULL, &options,
                                 columns, peak, NULL, final, NULL),
              MT_OK);
  MT_CHECK_EQ(mt_cohort_days(NULL, cohort, n_days, life->load, NULL, &options, mass, NULL,
                             NULL, NULL),
              MT_OK);
  for (int64_t i = 0; i < n; i++) {
    alone(&life->forcing, n_days, twins[i + n * MT_K_D], twins[i + n * MT_M0],
          responds[i], solver, expected);
    MT_CHECK(same_bits(expected, mass + i * n_days, n_days));
    MT_CHECK_EQ(final[i], expected[n_days - 1]);
  }
  /* Performance knows nothing of the muscle. */
  options.mass_model = MT_MASS_POST;
  MT_CHECK_EQ(mt_cohort_trainees(NULL, cohort, n_days, life->load, NULL, NULL, NULL,
                                 plain, NULL, NULL, NULL),
              MT_OK);
  MT_CHECK(same_bits(peak, plain, n));
  free(mass), free(final), free(peak), free(twins), free(responds), free(plain);
}

static void test_cohort_turnover__each_as_if_alone(void) {
  const int64_t sizes[] = {1, 7, 63, 64, 65, 130};
  static lived life;

  for (int which = 0; which < N_LIVES; which++) {
    a_life(which, &life);
    for (int p = 0; p < 3; p++) {
      const mt_population population = population_of(p);
      mt_cohort cohort = cohort_of(sizes[(which + p) % 6], &population);
      double *twins = doubles(cohort.n * N);

      cohort.first = 5 * p;
      check_each(&cohort, &life, MT_SOLVER_EXACT);
      MT_CHECK_EQ(mt_cohort_draw(NULL, &cohort, twins), MT_OK);
      if (p < 2) { /* drawn without a mass model, so with the post's */
        MT_CHECK_EQ(twins[cohort.n * MT_K_D], 0.0008);
      }
      cohort.twins = twins;
      check_each(&cohort, &life, MT_SOLVER_EXACT);
      free(twins);
    }
  }
}

static void test_cohort_turnover__by_cvode(void) {
  static lived life;

  for (int which = 0; which < N_LIVES; which += 2) {
    for (int p = 0; p < 3; p += 2) {
      const mt_population population = population_of(p);
      const mt_cohort cohort = cohort_of(6, &population);
      a_life(which, &life);
      check_each(&cohort, &life, MT_SOLVER_CVODE);
    }
  }
}

/* ---- cells and body ---- */

static void test_cohort_turnover__cells_and_body(void) {
  enum { HERE = 70, DAYS = 30 };
  const mt_population population = population_of(2);
  mt_cohort cohort = cohort_of(HERE, &population);
  static double out[MT_BODY_COLUMNS][HERE * DAYS], again[MT_BODY_COLUMNS][HERE * DAYS];
  static double mass[HERE * DAYS], states[MT_BODY_STATES * DAYS], stimulus[DAYS];
  static lived life;
  double twins[HERE * N], responds[HERE], times[DAYS];
  double *columns[MT_BODY_COLUMNS], *some[MT_BODY_COLUMNS] = {NULL}, *k[N];
  mt_cohort_options options;
  mt_body body;

  a_life(BLOCK, &life);
  away(&life.disuse[0], MT_DISUSE_BED_REST, 20, 25);
  live(&life, DAYS, 62, 1);
  options = turnover_options(&life);
  mt_body_init(&body);
  body.vo2max = 44;
  for (int i = 0; i < MT_BODY_COLUMNS; i++) {
    columns[i] = out[i];
  }
  for (int j = 0; j < N; j++) {
    k[j] = twins + HERE * j;
  }
  MT_CHECK_EQ(mt_cohort_days(NULL, &cohort, DAYS, life.load, NULL, &options, mass, NULL,
                             NULL, NULL),
              MT_OK);
  MT_CHECK_EQ(
      mt_cohort_body(NULL, &cohort, DAYS, life.load, &options, &body, mass, columns),
      MT_OK);
  MT_CHECK_EQ(mt_cohort_responds(NULL, &cohort, responds), MT_OK);
  MT_CHECK_EQ(mt_cohort_trainees(NULL, &cohort, DAYS, life.load, NULL, &options, k, NULL,
                                 NULL, NULL, NULL),
              MT_OK);
  body.n_pieces = life.forcing.n_pieces;
  body.piece_end = life.forcing.piece_end;
  body.stimulus = stimulus;
  body.synthesis = life.forcing.factor;
  body.decline = life.forcing.decline;
  body.transient = life.forcing.transient;
  body.load = life.forcing.load;
  body.fitness = life.forcing.fitness;
  body.activity = life.forcing.activity;
  for (int t = 0; t < DAYS; t++) {
    times[t] = t + 1;
  }
  for (int i = 0; i < HERE; i += 23) {
    for (int64_t p = 0; p < body.n_pieces; p++) {
      stimulus[p] = 1.0 + life.forcing.gain[p] * responds[i];
    }
    body.k_d = twins[i + HERE * MT_K_D];
    MT_CHECK_EQ(mt_body_run(NULL, &body, DAYS, times, states), MT_OK);
    for (int t = 0; t < DAYS; t++) {
      const double *y = states + MT_BODY_STATES * t;
      const int at = i * DAYS + t;
      MT_CHECK_EQ(out[MT_BODY_FIBRE_1][at], y[0]);
      MT_CHECK_EQ(out[MT_BODY_FIBRE_2][at], y[1]);
      MT_CHECK_EQ(out[MT_BODY_AREA][at], (y[0] + y[1]) / 10000.0);
      MT_CHECK_EQ(out[MT_BODY_NUCLEI_1][at], y[2]);
      MT_CHECK_EQ(out[MT_BODY_NUCLEI_2][at], y[3]);
      MT_CHECK_EQ(out[MT_BODY_SATELLITE][at], y[4]);
      MT_CHECK_EQ(out[MT_BODY_VO2MAX][at], y[5]);
      MT_CHECK_EQ(out[MT_BODY_INSULIN][at],
                  pow(mass[at] / twins[i + HERE * MT_M0], 1.1) * y[6]);
    }
  }
  /* Some of it, by three threads, the last trainees alone: the same bits. */
  some[MT_BODY_AREA] = again[MT_BODY_AREA];
  some[MT_BODY_VO2MAX] = again[MT_BODY_VO2MAX];
  options.threads = 3;
  MT_CHECK_EQ(mt_cohort_body(NULL, &cohort, DAYS, life.load, &options, &body, NULL, some),
              MT_OK);
  MT_CHECK(same_bits(out[MT_BODY_AREA], again[MT_BODY_AREA], HERE * DAYS));
  MT_CHECK(same_bits(out[MT_BODY_VO2MAX], again[MT_BODY_VO2MAX], HERE * DAYS));
  cohort.first = 60;
  cohort.n = 10;
  MT_CHECK_EQ(mt_cohort_body(NULL, &cohort, DAYS, life.load, &options, &body, NULL, some),
              MT_OK);
  MT_CHECK(same_bits(out[MT_BODY_AREA] + 60 * DAYS, again[MT_BODY_AREA], 10 * DAYS));
}

static void test_cohort_turnover__vo2max(void) {
  double v;

  MT_CHECK_EQ(mt_vo2max(NULL, 30, MT_SEX_MALE, 80, &v), MT_OK);
  MT_CHECK_NEAR(v, 79.9 - 11.7 - 0.127 * 80 * 2.20462, 1e-14);
  MT_CHECK_EQ(mt_vo2max(NULL, 30, MT_SEX_FEMALE, NAN, &v), MT_OK);
  MT_CHECK_NEAR(v, 79.9 - 11.7 - 13.7 - 0.127 * 75 * 2.20462, 1e-14);
  MT_CHECK_EQ(mt_vo2max(NULL, 90, MT_SEX_FEMALE, 150, &v), MT_OK);
  MT_CHECK_EQ(v, 10);
  MT_CHECK_EQ(mt_vo2max(NULL, NAN, MT_SEX_MALE, 80, &v), MT_OK);
  MT_CHECK_EQ(v, 40);
  MT_CHECK_EQ(mt_vo2max(NULL, 30, MT_SEX_UNKNOWN, 80, &v), MT_OK);
  MT_CHECK_EQ(v, 40);
  MT_CHECK_EQ(mt_vo2max(NULL, 30, 3, 80, &v), MT_ERROR_VALUE);
  MT_CHECK_EQ(mt_vo2max(NULL, 30, 1, 0, &v), MT_ERROR_VALUE);
  MT_CHECK_EQ(mt_vo2max(NULL, INFINITY, 1, 80, &v), MT_ERROR_NOT_FINITE);
  MT_CHECK_EQ(mt_vo2max(NULL, 30, 1, 80, NULL), MT_ERROR_NULL);
}

/* ---- who responds how ---- */

static void test_cohort_turnover__responds(void) {
  enum { MANY = 20000 };
  mt_cohort cohort = cohort_of(MANY, NULL);
  double *all = doubles(MANY), part[300], z[300];
  double sum = 0, squares = 0, given[3] = {0.5, 1, 2}, got[3];

  MT_CHECK_EQ(mt_cohort_responds(NULL, &cohort, all), MT_OK);
  cohort.first = 777;
  cohort.n = 300;
  MT_CHECK_EQ(mt_cohort_responds(NULL, &cohort, part), MT_OK);
  MT_CHECK(same_bits(all + 777, part, 300));
  MT_CHECK_EQ(mt_stream_normals(NULL, MT_STREAM_RESPONDS, cohort.seed, 777, 300, z),
              MT_OK);
  for (int i = 0; i < 300; i++) {
    const double sdlog = sqrt(log(1.25));
    MT_CHECK_EQ(part[i], exp(sdlog * z[i] - sdlog * sdlog / 2));
  }
  for (int i = 0; i < MANY; i++) {
    sum += all[i];
    squares += all[i] * all[i];
  }
  MT_CHECK_NEAR(sum / MANY, 1.0, 0.012);
  MT_CHECK_NEAR(sqrt(squares / MANY - sum / MANY * (sum / MANY)), 0.5, 0.05);
  cohort.n = 3;
  cohort.responds = given;
  MT_CHECK_EQ(mt_cohort_responds(NULL, &cohort, got), MT_OK);
  MT_CHECK(same_bits(given, got, 3));
  free(all);
}

static void test_cohort_turnover__responds_given(void) {
  const double given[3] = {0.0, 1.0, 3.0};
  double final[3], expected[BLOCK_DAYS];
  mt_cohort cohort = cohort_of(3, NULL);
  mt_cohort_options options;
  static lived life;

  a_life(CAST, &life);
  options = turnover_options(&life);
  cohort.responds = given;
  MT_CHECK_EQ(mt_cohort_trainees(NULL, &cohort, BLOCK_DAYS, life.load, NULL, &options,
                                 NULL, NULL, NULL, final, NULL),
              MT_OK);
  for (int i = 0; i < 3; i++) {
    alone(&life.forcing, BLOCK_DAYS, 0.0126, 35.0, given[i], MT_SOLVER_EXACT, expected);
    MT_CHECK_EQ(final[i], expected[BLOCK_DAYS - 1]);
  }
}

/* A k_d that is not set is the mass model's; one who means 0.0008 gets it. */
static void test_cohort_turnover__k_d_unset_and_meant(void) {
  mt_population population;
  mt_cohort cohort = cohort_of(1, &population);
  mt_cohort_options options;
  double k_d, *columns[N] = {NULL}, final, expected[BLOCK_DAYS];
  static lived life;

  a_life(BLOCK, &life);
  columns[MT_K_D] = &k_d;
  for (int meant = 0; meant < 2; meant++) {
    mt_population_init(&population);
    population.location[MT_K_D] = meant ? 0.0008 : NAN;
    options = turnover_options(&life);
    MT_CHECK_EQ(mt_cohort_trainees(NULL, &cohort, BLOCK_DAYS, life.load, NULL, &options,
                                   columns, NULL, NULL, &final, NULL),
                MT_OK);
    MT_CHECK_EQ(k_d, meant ? 0.0008 : 0.0126);
    options.mass_model = MT_MASS_POST;
    MT_CHECK_EQ(mt_cohort_trainees(NULL, &cohort, BLOCK_DAYS, life.load, NULL, &options,
                                   columns, NULL, NULL, NULL, NULL),
                MT_OK);
    MT_CHECK_EQ(k_d, 0.0008);
    MT_CHECK_EQ(mt_cohort_responds(NULL, &cohort, &k_d), MT_OK);
    alone(&life.forcing, BLOCK_DAYS, meant ? 0.0008 : 0.0126, 35.0, k_d, MT_SOLVER_EXACT,
          expected);
    MT_CHECK_EQ(final, expected[BLOCK_DAYS - 1]);
  }
  /* Where it varies, it is its median. */
  mt_population_init(&population);
  population.kind[MT_K_D] = MT_LOGNORMAL;
  population.location[MT_K_D] = NAN;
  population.spread[MT_K_D] = 1e-9;
  options = turnover_options(&life);
  MT_CHECK_EQ(mt_cohort_trainees(NULL, &cohort, BLOCK_DAYS, life.load, NULL, &options,
                                 columns, NULL, NULL, NULL, NULL),
              MT_OK);
  MT_CHECK_NEAR(k_d, 0.0126, 1e-7);
  /* Without a population there is none that could mean another. */
  cohort.population = NULL;
  MT_CHECK_EQ(mt_cohort_trainees(NULL, &cohort, BLOCK_DAYS, life.load, NULL, &options,
                                 columns, NULL, NULL, NULL, NULL),
              MT_OK);
  MT_CHECK_EQ(k_d, 0.0126);
}

/* ---- the same bits ---- */

static void test_cohort_turnover__threads_and_chunks(void) {
  enum { HERE = 3000 };
  const int64_t threads[] = {1, 2, 3, 7};
  double *final = doubles(HERE), *final2 = doubles(HERE);
  double *mass = doubles((int64_t)HERE * BLOCK_DAYS);
  double *mass2 = doubles((int64_t)HERE * BLOCK_DAYS);
  static lived life;

  a_life(CAST, &life);
  for (int p = 0; p < 3; p += 2) {
    const mt_population population = population_of(p);
    mt_cohort cohort = cohort_of(HERE, &population);
    mt_cohort_options options = turnover_options(&life);

    for (int k = 0; k < 4; k++) {
      options.threads = threads[k];
      MT_CHECK_EQ(mt_cohort_trainees(NULL, &cohort, BLOCK_DAYS, life.load, NULL, &options,
                                     NULL, NULL, NULL, k ? final2 : final, NULL),
                  MT_OK);
      MT_CHECK_EQ(mt_cohort_days(NULL, &cohort, BLOCK_DAYS, life.load, NULL, &options,
                                 k ? mass2 : mass, NULL, NULL, NULL),
                  MT_OK);
      MT_CHECK(k == 0 || same_bits(final, final2, HERE));
      MT_CHECK(k == 0 || same_bits(mass, mass2, (int64_t)HERE * BLOCK_DAYS));
    }
    for (int64_t end = HERE, size = 1; end > 0; end -= size, size = size * 2 + 1) {
      size = size < end ? size : end; /* chunks of odd sizes, the last first */
      cohort.first = end - size;
      cohort.n = size;
      MT_CHECK_EQ(mt_cohort_trainees(NULL, &cohort, BLOCK_DAYS, life.load, NULL, &options,
                                     NULL, NULL, NULL, final2 + end - size, NULL),
                  MT_OK);
    }
    MT_CHECK(same_bits(final, final2, HERE));
  }
  free(final), free(final2), free(mass), free(mass2);
}

/* ---- the distribution ---- */

static unsigned char *bytes_of(const mt_summary *summary, int64_t *n) {
  unsigned char *bytes;

  MT_CHECK_EQ(mt_summary_bytes(NULL, summary, n), MT_OK);
  bytes = malloc((size_t)*n);
  MT_CHECK_EQ(mt_summary_save(NULL, summary, *n, bytes), MT_OK);
  return bytes;
}

static int by_size(const void *a, const void *b) {
  const double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* Any split, order and number of threads gives the same bytes; mean, sd and quantiles are
 * those of the trainees, the last within the bound that is stated. */
static void check_summary(const mt_cohort *cohort, const lived *life, int64_t solver) {
  static const double probs[5] = {0.01, 0.25, 0.5, 0.9, 0.99};
  const int64_t n = cohort->n, n_days = life->n_days;
  double *mass = doubles(n * n_days), *day = doubles(n), *q = doubles(5 * n_days);
  double *error = doubles(5 * n_days), *mean = doubles(n_days), *sd = doubles(n_days);
  mt_cohort_options options = turnover_options(life);
  mt_summary *whole = NULL, *parts = NULL, *joined = NULL;
  unsigned char *a, *b;
  int64_t size_a, size_b;

  options.solver = solver;
  MT_CHECK_EQ(mt_summary_create(NULL, cohort, n_days, life->load, NULL, &options, &whole),
              MT_OK);
  MT_CHECK_EQ(mt_summary_add(NULL, whole, 0, n), MT_OK);
  options.threads = 3;
  MT_CHECK_EQ(mt_summary_create(NULL, cohort, n_days, life->load, NULL, &options, &parts),
              MT_OK);
  options.threads = 2;
  MT_CHECK_EQ(
      mt_summary_create(NULL, cohort, n_days, life->load, NULL, &options, &joined),
      MT_OK);
  MT_CHECK_EQ(mt_summary_add(NULL, parts, n / 3, n - n / 3), MT_OK);
  MT_CHECK_EQ(mt_summary_add(NULL, joined, 0, n / 3), MT_OK);
  MT_CHECK_EQ(mt_summary_merge(NULL, joined, parts), MT_OK);
  a = bytes_of(whole, &size_a);
  b = bytes_of(joined, &size_b);
  MT_CHECK_EQ(size_a, size_b);
  MT_CHECK(size_a == size_b && memcmp(a, b, (size_t)size_a) == 0);

  MT_CHECK_EQ(mt_summary_moments(NULL, whole, MT_MASS, mean, sd), MT_OK);
  MT_CHECK_EQ(mt_summary_quantiles(NULL, whole, MT_MASS, 5, probs, q, error), MT_OK);
  MT_CHECK_EQ(mt_cohort_days(NULL, cohort, n_days, life->load, NULL, &options, mass, NULL,
                             NULL, NULL),
              MT_OK);
  for (int64_t t = 0; t < n_days; t++) {
    double sum = 0.0, squares = 0.0;
    for (int64_t i = 0; i < n; i++) {
      day[i] = mass[i * n_days + t];
      sum += day[i];
    }
    qsort(day, (size_t)n, sizeof(*day), by_size);
    for (int64_t i = 0; i < n; i++) {
      squares += (day[i] - sum / (double)n) * (day[i] - sum / (double)n);
    }
    MT_CHECK_NEAR(mean[t], sum / (double)n, 1e-13);
    MT_CHECK_NEAR(sd[t] + 1.0, sqrt(squares / (double)(n - 1)) + 1.0, 1e-10);
    for (int p = 0; p < 5; p++) {
      const double at = (double)(n - 1) * probs[p];
      const int64_t k = (int64_t)at;
      const double exact = day[k] + (at - (double)k) * (day[k + 1] - day[k]);
      MT_CHECK(fabs(q[t + n_days * p] - exact) <= error[t + n_days * p] + 1e-13 * exact);
      MT_CHECK(error[t + n_days * p] <= 0.02 * sd[t] + 1e-13 * exact);
    }
  }
  mt_summary_destroy(whole), mt_summary_destroy(parts), mt_summary_destroy(joined);
  free(a), free(b), free(mass), free(day), free(q), free(error), free(mean), free(sd);
}

static void test_cohort_turnover__summary(void) {
  static lived life;

  for (int p = 0; p < 3; p++) {
    const mt_population population = population_of(p);
    mt_cohort cohort = cohort_of(2500, &population);
    double *twins = doubles(cohort.n * N), *responds = doubles(cohort.n);

    a_life(p == 2 ? CAST : AGED, &life);
    check_summary(&cohort, &life, MT_SOLVER_EXACT);
    MT_CHECK_EQ(mt_cohort_draw(NULL, &cohort, twins), MT_OK);
    cohort.twins = twins;
    check_summary(&cohort, &life, MT_SOLVER_EXACT);
    for (int64_t i = 0; i < cohort.n; i++) {
      responds[i] = (double)(i % 100) / 50.0;
    }
    cohort.responds = responds;
    check_summary(&cohort, &life, MT_SOLVER_EXACT);
    free(twins), free(responds);
  }
  {
    const mt_population population = population_of(2);
    const mt_cohort cohort = cohort_of(150, &population);
    check_summary(&cohort, &life, MT_SOLVER_CVODE);
  }
}

/* Summaries of another model or another forcing are not joined. */
static void test_cohort_turnover__summaries_of_others(void) {
  const mt_cohort cohort = cohort_of(100, NULL);
  static lived life, other;
  mt_cohort_options options;
  mt_summary *a = NULL, *b = NULL, *c = NULL;

  a_life(REST, &life);
  a_life(REST, &other);
  away(&other.disuse[0], MT_DISUSE_SUSPENSION, BLOCK_DAYS, BLOCK_DAYS);
  other.disuse[0].use = 1.0 - 1e-9;
  live(&other, BLOCK_DAYS, NAN, 1);
  options = turnover_options(&life);
  MT_CHECK_EQ(mt_summary_create(NULL, &cohort, BLOCK_DAYS, life.load, NULL, &options, &a),
              MT_OK);
  options.forcing = &other.forcing;
  MT_CHECK_EQ(mt_summary_create(NULL, &cohort, BLOCK_DAYS, life.load, NULL, &options, &b),
              MT_OK);
  MT_CHECK_EQ(mt_summary_create(NULL, &cohort, BLOCK_DAYS, life.load, NULL, NULL, &c),
              MT_OK);
  MT_CHECK_EQ(mt_summary_merge(NULL, a, b), MT_ERROR_VALUE);
  MT_CHECK_EQ(mt_summary_merge(NULL, a, c), MT_ERROR_VALUE);
  mt_summary_destroy(a), mt_summary_destroy(b), mt_summary_destroy(c);
}

/* What a summary was made of may go. */
static void test_cohort_turnover__summary_owns_its_inputs(void) {
  const mt_population population = population_of(2);
  const mt_cohort cohort = cohort_of(200, &population);
  static lived life, kept;
  mt_cohort_options options;
  mt_summary *a = NULL, *b = NULL;
  unsigned char *x, *y;
  int64_t n, m;

  a_life(CAST, &life);
  a_life(CAST, &kept);
  options = turnover_options(&life);
  MT_CHECK_EQ(mt_summary_create(NULL, &cohort, BLOCK_DAYS, life.load, NULL, &options, &a),
              MT_OK);
  memset(&life, 0xff, sizeof(life));
  MT_CHECK_EQ(mt_summary_add(NULL, a, 0, 200), MT_OK);
  options.forcing = &kept.forcing;
  MT_CHECK_EQ(mt_summary_create(NULL, &cohort, BLOCK_DAYS, kept.load, NULL, &options, &b),
              MT_OK);
  MT_CHECK_EQ(mt_summary_add(NULL, b, 0, 200), MT_OK);
  x = bytes_of(a, &n);
  y = bytes_of(b, &m);
  MT_CHECK(n == m && memcmp(x, y, (size_t)n) == 0);
  mt_summary_destroy(a), mt_summary_destroy(b);
  free(x), free(y);
}

/* ---- what can go wrong ---- */

static void expect(mt_status status, mt_ctx *ctx, mt_status wanted, const char *words) {
  MT_CHECK_EQ(status, wanted);
  if (strstr(mt_ctx_message(ctx), words) == NULL) {
    printf("message: %s\n", mt_ctx_message(ctx));
    MT_CHECK(0);
  }
}

static void test_cohort_turnover__a_bad_trainee_is_named(void) {
  enum { HERE = 300 };
  double twins[HERE * N], responds[HERE], final[HERE];
  mt_cohort cohort = cohort_of(HERE, NULL);
  mt_cohort_options options;
  static lived life;
  mt_ctx *ctx;

  MT_CHECK_EQ(mt_ctx_create(NULL, &ctx), MT_OK);
  a_life(CAST, &life);
  MT_CHECK_EQ(mt_cohort_draw(NULL, &cohort, twins), MT_OK);
  MT_CHECK_EQ(mt_cohort_responds(NULL, &cohort, responds), MT_OK);
  cohort.twins = twins;
  cohort.responds = responds;
  options = turnover_options(&life);
#define RUN                                                                           \
  mt_cohort_trainees(ctx, &cohort, BLOCK_DAYS, life.load, NULL, &options, NULL, NULL, \
                     NULL, final, NULL)
#define BAD(place, value, status, words) \
  do {                                   \
    const double before_ = (place);      \
    (place) = (value);                   \
    expect(RUN, ctx, status, words);     \
    (place) = before_;                   \
  } while (0)
  for (options.threads = 1; options.threads < 4; options.threads += 2) {
    BAD(twins[200 + HERE * MT_K_D], 1001.0, MT_ERROR_VALUE, "trainee 201: k_d is 1001");
    BAD(twins[200 + HERE * MT_K_D], -1.0, MT_ERROR_VALUE, "k_d of trainee 201 is -1");
    BAD(twins[200 + HERE * MT_K_D], NAN, MT_ERROR_NOT_FINITE, "k_d of trainee 201");
    BAD(responds[99], -0.1, MT_ERROR_VALUE, "trainee 100: responds is -0.1");
    BAD(responds[99], NAN, MT_ERROR_VALUE, "trainee 100: responds is");
    BAD(responds[99], INFINITY, MT_ERROR_VALUE, "trainee 100: responds is inf");
    responds[99] = 1e10;
    BAD(twins[99 + HERE * MT_M0], 1e305, MT_ERROR_OVERFLOW, "trainee 100: mass is too");
    responds[99] = 1.0;
    BAD(twins[64 + HERE * MT_M0], 0.0, MT_ERROR_VALUE, "m0 of trainee 65 is 0");
    /* large is not too large */
    BAD(responds[99], 1e304, MT_OK, "");
  }
#undef BAD
#undef RUN
  mt_ctx_destroy(ctx);
}

static void test_cohort_turnover__bad_arguments(void) {
  double out[10], end[2] = {70, BLOCK_DAYS}, pair[2] = {0, 0};
  mt_cohort cohort = cohort_of(10, NULL);
  mt_cohort_options options;
  mt_summary *summary = NULL;
  mt_forcing forcing;
  static lived life;
  mt_ctx *ctx;

  MT_CHECK_EQ(mt_ctx_create(NULL, &ctx), MT_OK);
  a_life(BLOCK, &life);
#define CALL                                                                          \
  mt_cohort_trainees(ctx, &cohort, BLOCK_DAYS, life.load, NULL, &options, NULL, NULL, \
                     NULL, out, NULL)
#define BAD(change, status, words)     \
  do {                                 \
    options = turnover_options(&life); \
    mt_forcing_init(&forcing);         \
    forcing.n_pieces = 2;              \
    forcing.piece_end = end;           \
    options.forcing = &forcing;        \
    change;                            \
    expect(CALL, ctx, status, words);  \
    end[0] = 70;                       \
    end[1] = BLOCK_DAYS;               \
    pair[0] = pair[1] = 0;             \
  } while (0)
  BAD(, MT_OK, "");
  BAD(options.mass_model = 2, MT_ERROR_VALUE, "mass_model is 2");
  BAD(options.mass_model = -1, MT_ERROR_VALUE, "mass_model is -1");
  BAD(options.forcing = NULL, MT_ERROR_NULL, "options->forcing");
  BAD(options.solver = MT_SOLVER_EULER, MT_ERROR_VALUE, "not by Euler");
  BAD(forcing.struct_size = 4096, MT_ERROR_STRUCT, "forcing");
  BAD(forcing.n_pieces = 0, MT_ERROR_SIZE, "");
  BAD(forcing.piece_end = NULL, MT_ERROR_NULL, "piece_end");
  BAD(end[0] = 70.5, MT_ERROR_VALUE, "piece_end[0] is 70.5");
  BAD(end[0] = BLOCK_DAYS, MT_ERROR_ORDER, "piece_end[1]");
  BAD(end[1] = 139, MT_ERROR_VALUE, "ends on day 139; the schedule has 140 days");
  BAD(end[1] = 1e300, MT_ERROR_VALUE, "the schedule has 140 days");
  BAD((forcing.gain = pair, pair[1] = -1), MT_ERROR_VALUE, "gain[1]");
  BAD((forcing.factor = pair, pair[1] = NAN), MT_ERROR_NOT_FINITE, "factor[1]");
  BAD((forcing.decline = pair, pair[0] = 1.5), MT_ERROR_VALUE, "decline[0]");
  BAD((forcing.transient = pair, pair[0] = -0.5), MT_ERROR_VALUE, "transient[0]");
  /* Forcing has no say in the post's model. */
  BAD((options.mass_model = MT_MASS_POST, end[1] = 3), MT_OK, "");
#undef BAD
  {
    double *columns[MT_BODY_COLUMNS] = {NULL};
    mt_body body;
    mt_body_init(&body);
    options = turnover_options(&life);
    columns[MT_BODY_INSULIN] = out;
#define BODY \
  mt_cohort_body(ctx, &cohort, BLOCK_DAYS, life.load, &options, &body, NULL, columns)
    expect(BODY, ctx, MT_ERROR_NULL, "mass");
    columns[MT_BODY_INSULIN] = NULL;
    body.area[0] = -1;
    expect(BODY, ctx, MT_ERROR_VALUE, "area[0]");
    body.area[0] = 5000;
    options.mass_model = MT_MASS_POST;
    expect(BODY, ctx, MT_ERROR_VALUE, "MT_MASS_TURNOVER");
    options.mass_model = MT_MASS_TURNOVER;
    {
      double twins[10 * N];
      MT_CHECK_EQ(mt_cohort_draw(NULL, &cohort, twins), MT_OK);
      twins[4 + 10 * MT_K_D] = 11;
      cohort.twins = twins;
      expect(BODY, ctx, MT_ERROR_VALUE, "trainee 5: k_d is 11; with cells");
      twins[4 + 10 * MT_K_D] = -1;
      expect(BODY, ctx, MT_ERROR_VALUE, "k_d of trainee 5 is -1");
      cohort.twins = NULL;
    }
#undef BODY
  }
  expect(mt_cohort_responds(ctx, NULL, out), ctx, MT_ERROR_NULL, "cohort");
  expect(mt_cohort_responds(ctx, &cohort, NULL), ctx, MT_ERROR_NULL, "responds");
  options = turnover_options(&life);
  cohort.responds = out;
  expect(mt_summary_create(ctx, &cohort, BLOCK_DAYS, life.load, NULL, &options, &summary),
         ctx, MT_ERROR_VALUE, "cohort->twins is not");
  mt_ctx_destroy(ctx);
#undef CALL
}

/* Callers who know nothing of turnover: what lies behind their structs is not read. */
static void test_cohort_turnover__old_structs(void) {
  double load[BLOCK_DAYS], whole[100], old[100];
  mt_cohort cohort = cohort_of(100, NULL);
  mt_cohort_options options;

  published_block(load);
  mt_cohort_options_init(&options);
  MT_CHECK_EQ(mt_cohort_trainees(NULL, &cohort, BLOCK_DAYS, load, NULL, &options, NULL,
                                 NULL, NULL, whole, NULL),
              MT_OK);
  cohort.struct_size = offsetof(mt_cohort, responds);
  cohort.responds = load;
  options.struct_size = offsetof(mt_cohort_options, mass_model);
  options.mass_model = 77;
  MT_CHECK_EQ(mt_cohort_trainees(NULL, &cohort, BLOCK_DAYS, load, NULL, &options, NULL,
                                 NULL, NULL, old, NULL),
              MT_OK);
  MT_CHECK(same_bits(whole, old, 100));
}

enum { RUN_ALL = 70 };

static mt_status run_all(mt_ctx *ctx, const lived *life, int64_t solver,
                         int64_t threads) {
  const mt_population population = population_of(2);
  const mt_cohort cohort = cohort_of(RUN_ALL, &population);
  mt_cohort_options options = turnover_options(life);
  double *mass = doubles(RUN_ALL * life->n_days);
  mt_summary *summary = NULL;
  mt_status status;

  options.solver = solver;
  options.threads = threads;
  status = mt_cohort_trainees(ctx, &cohort, life->n_days, life->load, NULL, &options,
                              NULL, NULL, NULL, mass, NULL);
  if (status >= 0) {
    status = mt_cohort_days(ctx, &cohort, life->n_days, life->load, NULL, &options, mass,
                            NULL, NULL, NULL);
  }
  if (status >= 0) {
    status = mt_summary_create(ctx, &cohort, life->n_days, life->load, NULL, &options,
                               &summary);
  }
  if (status >= 0) {
    status = mt_summary_add(ctx, summary, 0, RUN_ALL);
  }
  mt_summary_destroy(summary);
  free(mass);
  return status;
}

static void test_cohort_turnover__cancel(void) {
  static lived life;
  watcher whole = {0};
  mt_ctx *ctx = watched(&whole, 1);

  a_life(CAST, &life);
  MT_CHECK_EQ(run_all(ctx, &life, MT_SOLVER_CVODE, 1), MT_OK);
  mt_ctx_destroy(ctx);
  MT_CHECK(whole.asked > 10);
  for (int64_t at = 1; at <= whole.asked; at += 1 + at / 2) {
    watcher w = {0};
    w.stop_at = at;
    ctx = watched(&w, 1);
    MT_CHECK_EQ(run_all(ctx, &life, MT_SOLVER_CVODE, 1), MT_ERROR_CANCELLED);
    mt_ctx_destroy(ctx);
    MT_CHECK_EQ(w.taken, w.given);
  }
}

static void test_cohort_turnover__nth_allocation_fails(void) {
  static lived life;

  a_life(CAST, &life);
  for (int64_t solver = MT_SOLVER_CVODE; solver <= MT_SOLVER_EXACT; solver++) {
    mt_status status = MT_ERROR_MEMORY;
    int64_t nth = 0;

    while (status == MT_ERROR_MEMORY) {
      watcher w = {0};
      mt_ctx *ctx = watched(&w, 1);
      w.fail_at = w.taken + ++nth;
      status = run_all(ctx, &life, solver, 2);
      mt_ctx_destroy(ctx);
      MT_CHECK_EQ(w.taken, w.given);
    }
    MT_CHECK_EQ(status, MT_OK);
    MT_CHECK(nth > 20);
  }
}

MT_TEST_MAIN(test_cohort_turnover__each_as_if_alone, test_cohort_turnover__by_cvode,
             test_cohort_turnover__cells_and_body, test_cohort_turnover__vo2max,
             test_cohort_turnover__responds, test_cohort_turnover__responds_given,
             test_cohort_turnover__k_d_unset_and_meant,
             test_cohort_turnover__threads_and_chunks, test_cohort_turnover__summary,
             test_cohort_turnover__summaries_of_others,
             test_cohort_turnover__summary_owns_its_inputs,
             test_cohort_turnover__a_bad_trainee_is_named,
             test_cohort_turnover__bad_arguments, test_cohort_turnover__old_structs,
             test_cohort_turnover__cancel, test_cohort_turnover__nth_allocation_fails)
