/* The clinic's virtual persons: rehabilitation by day, ageing by year. */
#include <muscletwin.h>

#include "model/clinic.h"
#include "test.h"
#include "watcher.h"

enum { DAYS = 60, YEARS = 5, PEOPLE = 40 };

static mt_disuse cast_of(int64_t days) {
  mt_disuse disuse;
  mt_disuse_init(&disuse, MT_DISUSE_CAST);
  disuse.to = days;
  return disuse;
}

static mt_elder woman(void) {
  mt_elder elder;
  mt_elder_init(&elder);
  elder.age = 74.0;
  elder.sex = MT_SEX_FEMALE;
  elder.height = 1.60;
  elder.mass = 14.6;
  elder.grip = 18.0;
  elder.gait = 0.95;
  return elder;
}

/* ---- rehabilitation ---- */

/* The mean person is mt_turnover's: two weeks in a cast, then habitual life. */
static void test_rehab__mean_person_is_turnover(void) {
  const double end[2] = {14.0, DAYS}, synthesis[2] = {0.64, 1.0};
  const double transient[2] = {0.7, 0.0};
  const mt_disuse cast = cast_of(14);
  double course[DAYS + 1], times[DAYS + 1], mass[DAYS + 1];
  mt_solver_options options;
  mt_turnover person;
  mt_rehab rehab;

  mt_rehab_init(&rehab);
  rehab.n_days = DAYS;
  rehab.n_disuse = 1;
  rehab.disuse = &cast;
  MT_CHECK_EQ(mt_rehab_course(NULL, &rehab, course, 0, NULL), MT_OK);
  mt_turnover_init(&person);
  person.n_pieces = 2;
  person.piece_end = end;
  person.synthesis = synthesis;
  person.transient = transient;
  person.m_ref = 100.0;
  for (int t = 0; t <= DAYS; t++) {
    times[t] = t;
  }
  mt_solver_options_init(&options);
  options.solver = MT_SOLVER_EXACT;
  MT_CHECK_EQ(mt_turnover_run(NULL, &person, DAYS + 1, times, &options, mass), MT_OK);
  for (int t = 0; t <= DAYS; t++) {
    MT_CHECK_NEAR(course[t], mass[t], 1e-12);
  }
  MT_CHECK_NEAR(100.0 - course[14], 10.4, 0.005);
}

static void test_rehab__persons_and_strength(void) {
  static double people[(DAYS + 1) * PEOPLE], fewer[(DAYS + 1) * 3], stimulus[DAYS];
  const mt_disuse cast = cast_of(14);
  double mass[DAYS + 1], strength[DAYS + 1], old[DAYS + 1];
  mt_rehab rehab;

  for (int t = 0; t < DAYS; t++) {
    stimulus[t] = t < 14 ? 1.0 : 1.2;
  }
  mt_rehab_init(&rehab);
  rehab.n_days = DAYS;
  rehab.stimulus = stimulus;
  rehab.n_disuse = 1;
  rehab.disuse = &cast;
  MT_CHECK_EQ(mt_rehab_course(NULL, &rehab, mass, PEOPLE, people), MT_OK);
  MT_CHECK_EQ(mt_rehab_course(NULL, &rehab, mass, 3, fewer), MT_OK);
  MT_CHECK(memcmp(people, fewer, sizeof(fewer)) == 0);
  for (int i = 0; i < PEOPLE; i++) {
    MT_CHECK_EQ(people[(DAYS + 1) * i], 100.0);
    MT_CHECK(people[(DAYS + 1) * i + 14] < 97.0);
    MT_CHECK(i == 0 || people[(DAYS + 1) * i + 14] != people[14]);
  }
  rehab.strength = 1;
  MT_CHECK_EQ(mt_rehab_course(NULL, &rehab, strength, 0, NULL), MT_OK);
  MT_CHECK(100.0 - strength[14] >= 2.4 * (100.0 - mass[14]));
  for (int t = 1; t <= 14; t++) {
    MT_CHECK(strength[t] <= strength[t - 1]);
  }
  /* In the old S - 1 is a half. */
  rehab.strength = 0;
  rehab.age = 75.0;
  MT_CHECK_EQ(mt_rehab_course(NULL, &rehab, old, 0, NULL), MT_OK);
  for (int t = 0; t < DAYS; t++) {
    stimulus[t] = t < 14 ? 1.0 : 1.1;
  }
  rehab.age = NAN;
  MT_CHECK_EQ(mt_rehab_course(NULL, &rehab, mass, 0, NULL), MT_OK);
  MT_CHECK_NEAR(old[DAYS], mass[DAYS], 1e-12);
}

/* ---- ageing ---- */

static double mean_of(const double *x, int64_t year) {
  double sum = 0.0;
  for (int i = 0; i < PEOPLE; i++) {
    sum += x[(YEARS + 1) * i + year];
  }
  return sum / PEOPLE;
}

static void test_elder__habit_training_and_disuse(void) {
  static double mass[4][(YEARS + 1) * PEOPLE], grip[4][(YEARS + 1) * PEOPLE],
      gait[4][(YEARS + 1) * PEOPLE];
  mt_elder elder[4];

  for (int s = 0; s < 4; s++) {
    elder[s] = woman();
  }
  elder[1].sessions = 3.0;
  elder[2].activity = 0.8;
  elder[3].protein = 2.0;
  for (int s = 0; s < 4; s++) {
    MT_CHECK_EQ(
        mt_elder_course(NULL, &elder[s], YEARS, PEOPLE, mass[s], grip[s], gait[s]),
        MT_OK);
  }
  /* Everybody is the same person in every scenario. */
  for (int i = 0; i < PEOPLE; i++) {
    const int at = (YEARS + 1) * i;
    MT_CHECK_EQ(mass[1][at], mass[0][at]);
    MT_CHECK_EQ(grip[2][at], grip[0][at]);
    /* Gait falls half as fast as grip. */
    MT_CHECK_NEAR(sqrt(grip[0][at + YEARS] / grip[0][at]),
                  gait[0][at + YEARS] / gait[0][at], 1e-2);
    MT_CHECK(mass[1][at + YEARS] > mass[0][at + YEARS]);
    MT_CHECK(mass[2][at + YEARS] < mass[0][at + YEARS]);
    MT_CHECK(mass[3][at + YEARS] > mass[0][at + YEARS]);
  }
  /* Five years at 0.0067 a year for mass, four times that for grip. */
  MT_CHECK_NEAR(mean_of(mass[0], YEARS) / mean_of(mass[0], 0), exp(-5 * 0.0067), 6e-3);
  MT_CHECK_NEAR(mean_of(grip[0], YEARS) / mean_of(grip[0], 0), exp(-20 * 0.0067), 3e-2);
}

static void test_elder__what_was_not_measured_is_nan(void) {
  static double mass[YEARS + 1], grip[YEARS + 1], gait[YEARS + 1];
  mt_elder elder = woman();

  elder.gait = NAN;
  MT_CHECK_EQ(mt_elder_course(NULL, &elder, YEARS, 1, mass, grip, gait), MT_OK);
  MT_CHECK(isnan(gait[0]) && isnan(gait[YEARS]) && !isnan(grip[YEARS]));
}

static void test_elder__limb_mass(void) {
  double mass, sd;
  MT_CHECK_EQ(mt_limb_mass(NULL, 1.19 * 20.0 - 1.65, 2.0, &mass, &sd), MT_OK);
  MT_CHECK_NEAR(mass, 20.0, 1e-14);
  MT_CHECK_NEAR(sd, sqrt(4.0 + 1.46 * 1.46) / 1.19, 1e-14);
  MT_CHECK_EQ(mt_limb_mass(NULL, 0.0, 2.0, &mass, &sd), MT_ERROR_VALUE);
  MT_CHECK_EQ(mt_limb_mass(NULL, 20.0, NAN, &mass, &sd), MT_ERROR_NOT_FINITE);
}

/* ---- what can go wrong ---- */

static void test_clinic__cancelled_and_out_of_memory(void) {
  static double people[(DAYS + 1) * 3], course[DAYS + 1], one[3][YEARS + 1];
  const mt_disuse cast = cast_of(14);
  const mt_elder elder = woman();
  mt_rehab rehab;

  mt_rehab_init(&rehab);
  rehab.n_days = DAYS;
  rehab.n_disuse = 1;
  rehab.disuse = &cast;
  for (int64_t n = 1; n <= 4; n++) {
    watcher w = {0};
    mt_ctx *ctx;
    w.stop_at = n;
    ctx = watched(&w, 1);
    MT_CHECK_EQ(mt_rehab_course(ctx, &rehab, course, 3, people), MT_ERROR_CANCELLED);
    mt_ctx_destroy(ctx);
    MT_CHECK_EQ(w.taken, w.given);
  }
  for (int64_t n = 2; n <= 3; n++) { /* the first is the context itself */
    watcher w = {0};
    mt_ctx *ctx;
    w.fail_at = n;
    ctx = watched(&w, 1);
    MT_CHECK_EQ(mt_rehab_course(ctx, &rehab, course, 3, people), MT_ERROR_MEMORY);
    mt_ctx_destroy(ctx);
    MT_CHECK_EQ(w.taken, w.given);
  }
  {
    watcher w = {0}, v = {0};
    mt_ctx *ctx;
    w.stop_at = 1;
    ctx = watched(&w, 1);
    MT_CHECK_EQ(mt_elder_course(ctx, &elder, YEARS, 1, one[0], one[1], one[2]),
                MT_ERROR_CANCELLED);
    mt_ctx_destroy(ctx);
    v.fail_at = 2;
    ctx = watched(&v, 1);
    MT_CHECK_EQ(mt_elder_course(ctx, &elder, YEARS, 1, one[0], one[1], one[2]),
                MT_ERROR_MEMORY);
    mt_ctx_destroy(ctx);
    MT_CHECK_EQ(w.taken, w.given);
    MT_CHECK_EQ(v.taken, v.given);
  }
}

static void test_clinic__wrong_input_and_old_sizes(void) {
  static double course[DAYS + 1], one[3][YEARS + 1], then[3][YEARS + 1];
  mt_disuse cast = cast_of(DAYS + 1);
  mt_elder elder = woman();
  mt_rehab rehab;

  mt_rehab_init(&rehab);
  MT_CHECK_EQ(mt_rehab_course(NULL, &rehab, course, 0, NULL), MT_ERROR_SIZE);
  rehab.n_days = DAYS;
  MT_CHECK_EQ(mt_rehab_course(NULL, NULL, course, 0, NULL), MT_ERROR_NULL);
  MT_CHECK_EQ(mt_rehab_course(NULL, &rehab, NULL, 0, NULL), MT_ERROR_NULL);
  MT_CHECK_EQ(mt_rehab_course(NULL, &rehab, course, 1, NULL), MT_ERROR_NULL);
  MT_CHECK_EQ(mt_rehab_course(NULL, &rehab, course, -1, NULL), MT_ERROR_SIZE);
  rehab.n_disuse = 1;
  MT_CHECK_EQ(mt_rehab_course(NULL, &rehab, course, 0, NULL), MT_ERROR_NULL);
  rehab.disuse = &cast;
  MT_CHECK_EQ(mt_rehab_course(NULL, &rehab, course, 0, NULL), MT_ERROR_VALUE);
  rehab.struct_size = offsetof(mt_rehab, n_disuse); /* who knows no disuse has none */
  MT_CHECK_EQ(mt_rehab_course(NULL, &rehab, course, 0, NULL), MT_OK);
  MT_CHECK_NEAR(course[DAYS], 100.0, 1e-13);

  MT_CHECK_EQ(mt_elder_course(NULL, &elder, YEARS, 1, one[0], one[1], one[2]), MT_OK);
  elder.struct_size = offsetof(mt_elder, activity);
  elder.activity = elder.sessions = elder.protein = -1.0;
  MT_CHECK_EQ(mt_elder_course(NULL, &elder, YEARS, 1, then[0], then[1], then[2]), MT_OK);
  MT_CHECK(memcmp(one, then, sizeof(one)) == 0);
  elder.struct_size = sizeof(elder);
  MT_CHECK_EQ(mt_elder_course(NULL, &elder, YEARS, 1, one[0], one[1], one[2]),
              MT_ERROR_VALUE);
  elder = woman();
  elder.sex = 3;
  MT_CHECK_EQ(mt_elder_course(NULL, &elder, YEARS, 1, one[0], one[1], one[2]),
              MT_ERROR_VALUE);
  elder = woman();
  elder.mass = NAN;
  MT_CHECK_EQ(mt_elder_course(NULL, &elder, YEARS, 1, one[0], one[1], one[2]),
              MT_ERROR_NOT_FINITE);
  elder = woman();
  MT_CHECK_EQ(mt_elder_course(NULL, &elder, 0, 1, one[0], one[1], one[2]), MT_ERROR_SIZE);
  MT_CHECK_EQ(mt_elder_course(NULL, &elder, YEARS, 0, one[0], one[1], one[2]),
              MT_ERROR_SIZE);
  MT_CHECK_EQ(mt_elder_course(NULL, &elder, YEARS, 1, NULL, one[1], one[2]),
              MT_ERROR_NULL);
}

MT_TEST_MAIN(test_rehab__mean_person_is_turnover, test_rehab__persons_and_strength,
             test_elder__habit_training_and_disuse,
             test_elder__what_was_not_measured_is_nan, test_elder__limb_mass,
             test_clinic__cancelled_and_out_of_memory,
             test_clinic__wrong_input_and_old_sizes)
