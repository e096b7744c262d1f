/* From a life to forcing: against a walk day by day that is written from the definitions. */
#include <muscletwin.h>
#include <stddef.h>

#include "cohort_testing.h"

enum { MOST_DAYS = 400, MOST_PERIODS = 4 };

static unsigned next_random(unsigned *state) {
  *state = *state * 1664525u + 1013904223u;
  return *state >> 8;
}

static double random_within(unsigned *state, double from, double to) {
  return from + (to - from) * (next_random(state) + 0.5) / 16777216.0;
}

/* ---- the oracle: what acts on day t (from 0), without a notion of pieces ---- */

static double weekly_load(const mt_life *life, int64_t t) {
  const int64_t from = t - t % 7;
  const int64_t to = from + 7 < life->n_days ? from + 7 : life->n_days;
  double sum = 0.0;
  for (int64_t i = from; i < to; i++) {
    sum += life->load[i];
  }
  return 7.0 * sum / (double)(to - from);
}

static const mt_disuse *disuse_on(const mt_life *life, int64_t day) {
  for (int64_t i = 0; i < life->n_disuse; i++) {
    if (life->disuse[i].from <= day && day <= life->disuse[i].to) {
      return &life->disuse[i];
    }
  }
  return NULL;
}

static double ageing(double age, int64_t sex) {
  const double young[3] = {0.0042, 0.0047, 0.0037}, old[3] = {0.0078, 0.0089, 0.0067};
  const double share = age < 70 ? 0 : age > 75 ? 1 : (age - 70) / 5;
  return young[sex] + (old[sex] - young[sex]) * share;
}

static double response(double w) { return (1 - exp(-1.5 * w)) / (1 - exp(-1.5)); }

/* Compares the piece that holds day t (from 0) with the oracle. `aged`: log of what age has
 * left at the start of the day, by steps of a day. */
static void check_day(const mt_life *life, const mt_forcing *f, int64_t p, double start,
                      int64_t t, double eaten, double aged) {
  const mt_disuse *away = disuse_on(life, t + 1);
  const double w = weekly_load(life, t) / life->reference_load;
  const double old = life->age >= 70 ? 1 : life->age > 50 ? (life->age - 50) / 20 : 0;
  const double gain = life->training_gain * exp(-life->training_age / 7) *
                      (1 - (isnan(life->age) ? 0 : old) / 2);
  const double n = (life->nutrition == NULL ? 1 : life->nutrition[t]) *
                   (life->load[t] > 0 ? life->diet_training : life->diet_rest);
  const double factor = f->factor[p] * exp(-f->decline[p] * ((double)t - start));
  double extra = f->transient[p] * exp(-((double)t - start) / 7);
  int64_t since = t;

  MT_CHECK_NEAR(f->load[p], w, 1e-14);
  MT_CHECK_NEAR(f->fitness[p], response(w), 1e-14);
  MT_CHECK_NEAR(f->gain[p], gain * response(w), 1e-13);
  MT_CHECK_EQ(eaten, n);
  MT_CHECK_NEAR(factor, n * (away == NULL ? 1 : away->use) * exp(-aged), 1e-7);
  MT_CHECK_EQ(f->activity[p], away == NULL ? 1 : away->activity);
  while (away != NULL && since > 0 && disuse_on(life, since) != NULL &&
         (disuse_on(life, since) == away || disuse_on(life, since)->transient > 0)) {
    since--;
  }
  if (away == NULL || away->transient == 0) {
    MT_CHECK_EQ(extra, 0);
  } else {
    MT_CHECK_NEAR(extra, away->transient * exp(-(double)(t - since) / 7), 1e-13);
  }
}

static void random_life(unsigned *state, mt_life *life, double *load, double *nutrition,
                        mt_disuse *disuse) {
  int64_t at = 1;

  mt_life_init(life);
  life->n_days = 1 + next_random(state) % MOST_DAYS;
  life->load = load;
  for (int64_t t = 0; t < life->n_days; t++) {
    load[t] = next_random(state) % 3 ? random_within(state, 0, 120) : 0.0;
    nutrition[t] = next_random(state) % 20 ? (t > 0 ? nutrition[t - 1] : 1.0)
                                           : random_within(state, 0.5, 1);
  }
  life->nutrition = next_random(state) % 2 ? nutrition : NULL;
  life->diet_rest = random_within(state, 0.9, 1.1);
  life->diet_training = random_within(state, 0.9, 1.1);
  life->age = next_random(state) % 3 ? random_within(state, 20, 95) : NAN;
  life->sex = next_random(state) % 3;
  life->training_gain = random_within(state, 0, 0.5);
  life->reference_load = random_within(state, 50, 300);
  life->training_age = next_random(state) % 2 ? random_within(state, 0, 20) : 0.0;
  life->disuse = disuse;
  for (int i = 0; i < MOST_PERIODS; i++) {
    mt_disuse_init(&disuse[i], next_random(state) % MT_N_DISUSES);
    disuse[i].from = at + (next_random(state) % 3 ? next_random(state) % 30 : 0);
    disuse[i].to = disuse[i].from + next_random(state) % 20;
    at = disuse[i].to + 1;
    life->n_disuse += disuse[i].to <= life->n_days && life->n_disuse == i;
  }
}

static void test_forcing__is_what_acts_on_each_day(void) {
  static double load[MOST_DAYS], nutrition[MOST_DAYS], eaten[MOST_DAYS];
  static double memory[MOST_DAYS * MT_FORCING_COLUMNS];
  mt_disuse disuse[MOST_PERIODS];
  unsigned state = 11;

  for (int trial = 0; trial < 300; trial++) {
    double start = 0.0, aged = 0.0;
    mt_forcing forcing;
    mt_life life;
    int64_t p = 0;

    random_life(&state, &life, load, nutrition, disuse);
    mt_forcing_init(&forcing);
    MT_CHECK_EQ(mt_forcing_make(NULL, &life, memory, eaten, &forcing), MT_OK);
    MT_CHECK_EQ(forcing.piece_end[forcing.n_pieces - 1], life.n_days);
    for (int64_t t = 0; t < life.n_days; t++) {
      if ((double)t == forcing.piece_end[p]) {
        start = (double)t;
        p++;
      }
      MT_CHECK((double)t < forcing.piece_end[p]);
      check_day(&life, &forcing, p, start, t, eaten[t], aged);
      if (!isnan(life.age)) {
        aged += ageing(life.age + ((double)t + 0.5) / 365.25, life.sex) / 365.25;
      }
    }
    MT_CHECK_EQ(p, forcing.n_pieces - 1);
  }
}

static void test_forcing__joins_days_on_which_the_same_acts(void) {
  enum { N = 28 };
  double load[N] = {0}, memory[N * MT_FORCING_COLUMNS];
  mt_forcing forcing;
  mt_disuse away[2];
  mt_life life;

  mt_forcing_init(&forcing);
  mt_life_init(&life);
  life.n_days = N;
  life.load = load;
  MT_CHECK_EQ(mt_forcing_make(NULL, &life, memory, NULL, &forcing), MT_OK);
  MT_CHECK_EQ(forcing.n_pieces, 1);
  life.age = 40; /* ageing follows its pace from week to week */
  MT_CHECK_EQ(mt_forcing_make(NULL, &life, memory, NULL, &forcing), MT_OK);
  MT_CHECK_EQ(forcing.n_pieces, 4);
  life.age = NAN;
  mt_disuse_init(&away[0], MT_DISUSE_CAST);
  away[0].from = 5;
  away[0].to = 9;
  mt_disuse_init(&away[1],
                 MT_DISUSE_CAST); /* another cast of the same kind, the day after */
  away[1].from = 10;
  away[1].to = 20;
  life.n_disuse = 2;
  life.disuse = away;
  MT_CHECK_EQ(mt_forcing_make(NULL, &life, memory, NULL, &forcing), MT_OK);
  MT_CHECK_EQ(forcing.n_pieces, 4);
  MT_CHECK_EQ(forcing.piece_end[0], 4);
  MT_CHECK_EQ(forcing.transient[1], 0.7);
  MT_CHECK_NEAR(forcing.transient[2], 0.7 * exp(-5.0 / 7.0), 1e-15);
  away[1].from = 11;
  MT_CHECK_EQ(mt_forcing_make(NULL, &life, memory, NULL, &forcing), MT_OK);
  MT_CHECK_EQ(forcing.n_pieces, 5);
  MT_CHECK_EQ(forcing.transient[3], 0.7);
}

/* ---- the equations ---- */

static void test_forcing__equations(void) {
  const double w[3] = {0, 1, 2},
               day[7] = {1, 5, 8.366600265340756, 14, 22.135943621178654, 35, 90};
  const double ratio[7] = {4.2, 4.2, 3.3, 2.4, 2.15, 1.9, 1.9};
  const double age[5] = {40, 70, 72.5, 75, 85}, old_age[5] = {20, 50, 55, 70, 90};
  const double men[5] = {0.0047, 0.0047, 0.0068, 0.0089, 0.0089};
  const double women[5] = {0.0037, 0.0037, 0.0052, 0.0067, 0.0067};
  const double oldness[5] = {0, 0, 0.25, 1, 1};
  double got[7];

  MT_CHECK_EQ(mt_training_response(NULL, 3, w, got), MT_OK);
  MT_CHECK_EQ(got[0], 0);
  MT_CHECK_EQ(got[1], 1);
  MT_CHECK_NEAR(got[2], (1 - exp(-3.0)) / (1 - exp(-1.5)), 1e-15);
  MT_CHECK_EQ(mt_strength_ratio(NULL, 7, day, got), MT_OK);
  for (int i = 0; i < 7; i++) {
    MT_CHECK_NEAR(got[i], ratio[i], i % 2 ? 0.0 : 1e-14);
  }
  MT_CHECK_EQ(mt_ageing_rate(NULL, 5, age, MT_SEX_MALE, got), MT_OK);
  for (int i = 0; i < 5; i++) {
    MT_CHECK_NEAR(got[i], men[i], 1e-14);
  }
  MT_CHECK_EQ(mt_ageing_rate(NULL, 5, age, MT_SEX_FEMALE, got), MT_OK);
  for (int i = 0; i < 5; i++) {
    MT_CHECK_NEAR(got[i], women[i], 1e-14);
  }
  MT_CHECK_EQ(mt_ageing_rate(NULL, 5, age, MT_SEX_UNKNOWN, got), MT_OK);
  for (int i = 0; i < 5; i++) {
    MT_CHECK_NEAR(got[i], (men[i] + women[i]) / 2, 1e-14);
  }
  MT_CHECK_EQ(mt_oldness(NULL, 5, old_age, got), MT_OK);
  for (int i = 0; i < 5; i++) {
    MT_CHECK_EQ(got[i], oldness[i]);
  }
}

static void test_forcing__strength_falls_faster_and_holds(void) {
  enum { N = 40 };
  double mass[N], strength[N], lowest = 100;
  int32_t away[N];

  for (int t = 0; t < N; t++) { /* a brace from day 1 to 20: mass falls, then less so */
    away[t] = t >= 1 && t <= 20;
    mass[t] = t <= 20 ? 100 - 10 * (1 - exp(-t / 5.0)) : 100 - 0.4 * (N - t);
  }
  mass[N - 1] = 101;
  MT_CHECK_EQ(mt_strength_course(NULL, N, mass, away, strength), MT_OK);
  MT_CHECK_EQ(strength[0], 100);
  MT_CHECK_NEAR(100 - strength[3], 4.2 * (100 - mass[3]), 1e-14);
  for (int t = 1; t <= 20; t++) {
    MT_CHECK(strength[t] <= lowest);
    lowest = strength[t];
  }
  MT_CHECK(100 - strength[20] > 2.2 * (100 - mass[20])); /* it does not come back */
  for (int t = 21; t < N - 1; t++) {
    MT_CHECK_NEAR((100 - strength[t]) / (100 - mass[t]),
                  (100 - strength[20]) / (100 - mass[20]), 1e-13);
  }
  MT_CHECK_EQ(strength[N - 1], 101);
  mass[3] = 20;
  MT_CHECK_EQ(mt_strength_course(NULL, N, mass, away, strength), MT_OK);
  MT_CHECK_EQ(strength[3], 0); /* nobody loses more than all */
}

/* ---- what can go wrong ---- */

static void expect(mt_status status, mt_ctx *ctx, mt_status wanted, const char *words) {
  MT_CHECK_EQ(status, wanted);
  if (strstr(mt_ctx_message(ctx), words) == NULL) {
    printf("message: %s\n", mt_ctx_message(ctx));
    MT_CHECK(0);
  }
}

static void test_forcing__bad_arguments(void) {
  double load[10] = {0}, memory[10 * MT_FORCING_COLUMNS], out[3], bad = NAN;
  mt_disuse away[2];
  mt_forcing forcing;
  mt_life life;
  mt_ctx *ctx;

  MT_CHECK_EQ(mt_ctx_create(NULL, &ctx), MT_OK);
  mt_forcing_init(&forcing);
#define BAD(change, status, words)                                                   \
  do {                                                                               \
    mt_life_init(&life);                                                             \
    life.n_days = 10;                                                                \
    life.load = load;                                                                \
    mt_disuse_init(&away[0], MT_DISUSE_CAST);                                        \
    mt_disuse_init(&away[1], MT_DISUSE_BED_REST);                                    \
    away[1].from = away[1].to = 4;                                                   \
    life.disuse = away;                                                              \
    life.n_disuse = 2;                                                               \
    change;                                                                          \
    expect(mt_forcing_make(ctx, &life, memory, NULL, &forcing), ctx, status, words); \
  } while (0)
  BAD(life.struct_size = 1000, MT_ERROR_STRUCT, "life");
  BAD(life.n_days = 0, MT_ERROR_SIZE, "n_days");
  BAD(life.n_days = INT64_MAX, MT_ERROR_SIZE, "numbers");
  BAD(life.load = NULL, MT_ERROR_NULL, "load");
  BAD(load[3] = -1, MT_ERROR_VALUE, "load[3]");
  BAD(load[3] = NAN, MT_ERROR_NOT_FINITE, "load[3]");
  load[3] = 0;
  BAD(life.nutrition = &bad, MT_ERROR_NOT_FINITE, "nutrition[0]");
  BAD(life.diet_rest = -1, MT_ERROR_VALUE, "diet_rest");
  BAD(life.diet_training = INFINITY, MT_ERROR_NOT_FINITE, "diet_training");
  BAD(life.age = 200, MT_ERROR_VALUE, "age");
  BAD(life.sex = 3, MT_ERROR_VALUE, "sex is 3");
  BAD(life.training_gain = -0.1, MT_ERROR_VALUE, "training_gain");
  BAD(life.reference_load = 0, MT_ERROR_VALUE, "reference_load");
  BAD(life.training_age = NAN, MT_ERROR_NOT_FINITE, "training_age");
  BAD(life.n_disuse = -1, MT_ERROR_SIZE, "n_disuse");
  BAD(life.disuse = NULL, MT_ERROR_NULL, "disuse");
  BAD(away[0].struct_size = 1, MT_ERROR_STRUCT, "disuse");
  BAD(away[0].from = 0, MT_ERROR_VALUE, "disuse[0] is days 0 to 1");
  BAD(away[1].to = 11, MT_ERROR_VALUE, "disuse[1] is days 4 to 11");
  BAD(away[1].from = 5, MT_ERROR_VALUE, "disuse[1] is days 5 to 4");
  BAD(away[0].to = 4, MT_ERROR_ORDER, "disuse[1] begins on day 4");
  BAD(away[1].use = 1.5, MT_ERROR_VALUE, "use");
  BAD(away[1].transient = -1, MT_ERROR_VALUE, "transient");
  BAD(away[1].activity = NAN, MT_ERROR_NOT_FINITE, "activity");
  BAD(forcing.struct_size = 1000, MT_ERROR_STRUCT, "out");
#undef BAD
  expect(mt_forcing_make(ctx, NULL, memory, NULL, &forcing), ctx, MT_ERROR_NULL, "life");
  expect(mt_forcing_make(ctx, &life, NULL, NULL, &forcing), ctx, MT_ERROR_NULL, "memory");
  expect(mt_forcing_make(ctx, &life, memory, NULL, NULL), ctx, MT_ERROR_NULL, "out");
  expect(mt_training_response(ctx, 0, load, out), ctx, MT_ERROR_SIZE, "n is 0");
  expect(mt_training_response(ctx, 1, &bad, out), ctx, MT_ERROR_NOT_FINITE, "load[0]");
  expect(mt_oldness(ctx, 1, NULL, out), ctx, MT_ERROR_NULL, "age");
  expect(mt_ageing_rate(ctx, 1, load, -1, out), ctx, MT_ERROR_VALUE, "sex is -1");
  expect(mt_ageing_rate(ctx, 1, load, 1, NULL), ctx, MT_ERROR_NULL, "rate");
  expect(mt_strength_ratio(ctx, 1, load, out), ctx, MT_ERROR_VALUE, "day is 0");
  expect(mt_strength_course(ctx, 1, load, NULL, out), ctx, MT_ERROR_NULL, "away");
  mt_ctx_destroy(ctx);
}

/* A caller whose structs have fewer fields: what lies behind is not read or written. */
static void test_forcing__old_structs(void) {
  double load[10] = {60, 0, 60}, memory[10 * MT_FORCING_COLUMNS];
  mt_forcing forcing, old;
  mt_disuse away;
  mt_life life;

  mt_life_init(&life);
  life.n_days = 10;
  life.load = load;
  mt_forcing_init(&forcing);
  MT_CHECK_EQ(mt_forcing_make(NULL, &life, memory, NULL, &forcing), MT_OK);
  mt_disuse_init(&away, MT_DISUSE_CAST);
  life.n_disuse = 1;
  life.disuse = &away;
  life.training_age = -5;
  life.struct_size = offsetof(mt_life, training_age);
  mt_forcing_init(&old);
  old.struct_size = offsetof(mt_forcing, activity);
  MT_CHECK_EQ(mt_forcing_make(NULL, &life, memory, NULL, &old), MT_OK);
  MT_CHECK_EQ(old.n_pieces, forcing.n_pieces);
  MT_CHECK_EQ(old.struct_size, offsetof(mt_forcing, activity));
  MT_CHECK(old.fitness == forcing.fitness && old.activity == NULL);
}

static void test_forcing__nth_allocation_fails(void) {
  double load[10] = {0}, memory[10 * MT_FORCING_COLUMNS];
  watcher w = {0};
  mt_disuse away;
  mt_forcing forcing;
  mt_life life;
  mt_ctx *ctx;

  mt_life_init(&life);
  life.n_days = 10;
  life.load = load;
  mt_disuse_init(&away, MT_DISUSE_CAST);
  life.n_disuse = 1;
  life.disuse = &away;
  mt_forcing_init(&forcing);
  ctx = watched(&w, 1);
  w.fail_at = w.taken + 1;
  MT_CHECK_EQ(mt_forcing_make(ctx, &life, memory, NULL, &forcing), MT_ERROR_MEMORY);
  w.fail_at = 0;
  MT_CHECK_EQ(mt_forcing_make(ctx, &life, memory, NULL, &forcing), MT_OK);
  mt_ctx_destroy(ctx);
  MT_CHECK_EQ(w.taken, w.given);
}

MT_TEST_MAIN(test_forcing__is_what_acts_on_each_day,
             test_forcing__joins_days_on_which_the_same_acts, test_forcing__equations,
             test_forcing__strength_falls_faster_and_holds, test_forcing__bad_arguments,
             test_forcing__old_structs, test_forcing__nth_allocation_fails)
