/* A day's meals: what they do to synthesis, by the rule of meals and by the leucine model, and
 * how a day's leucine is best split. */
#include <muscletwin.h>
#include <stdlib.h>

#include "model/leucine.h"
#include "model/meal.h"
#include "model/streams.h"
#include "test.h"
#include "vectors.h"

static mt_day day_of(int64_t n, const double *hour, const double *leucine_g) {
  mt_day day;
  mt_day_init(&day);
  day.n_meals = n;
  day.hour = hour;
  day.leucine_g = leucine_g;
  return day;
}

/* ---- what a day does ---- */

static void test_day__golden_numbers(void) {
  enum { MOST = 40, COLUMNS = 16 };
  double cells[MOST * COLUMNS];
  const int rows = read_vectors("day.csv", COLUMNS, MOST, cells);

  MT_CHECK_EQ(rows, 15);
  for (int r = 0; r < rows; r++) {
    const double *row = cells + COLUMNS * r;
    double response[4], total, synthesis, relative, nutrition;
    mt_day day = day_of(4, row + 4, row + 8);

    day.weight = row[0];
    day.age = row[1];
    day.session = row[2];
    day.trigger = row[3];
    MT_CHECK_EQ(mt_day_synthesis(NULL, &day, NULL, response, &total, &synthesis,
                                 &relative, &nutrition),
                MT_OK);
    MT_CHECK_NEAR(total, row[12], 1e-13);
    MT_CHECK_NEAR(synthesis, row[13], 1e-13);
    MT_CHECK_NEAR(relative, row[14], 1e-13);
    MT_CHECK_NEAR(nutrition, row[15], 1e-13);
    MT_CHECK_NEAR(response[0] + response[1] + response[2] + response[3], total, 1e-14);
  }
}

/* 20 g and 10 g at 8 h are 30 g at 8 h, in any order, also where a trigger needs both. */
static void test_day__foods_of_one_time_are_one_meal(void) {
  static const double hours[3] = {8.0, 8.0, 19.0}, one_hour[2] = {8.0, 19.0};
  static const double foods[2][3] = {{1.6, 1.1, 2.0}, {1.1, 1.6, 2.0}},
                      one[2] = {2.7, 2.0};

  for (int k = 0; k < 2; k++) {
    double apart[3], whole[2], total[2], relative[2];
    mt_day day = day_of(3, hours, foods[k]), single = day_of(2, one_hour, one);

    day.trigger = single.trigger = k == 0 ? 0.0 : 2.0;
    MT_CHECK_EQ(
        mt_day_synthesis(NULL, &day, NULL, apart, &total[0], NULL, &relative[0], NULL),
        MT_OK);
    MT_CHECK_EQ(
        mt_day_synthesis(NULL, &single, NULL, whole, &total[1], NULL, &relative[1], NULL),
        MT_OK);
    MT_CHECK_NEAR(total[0], total[1], 1e-15);
    MT_CHECK_NEAR(relative[0], relative[1], 1e-15);
    MT_CHECK_NEAR(apart[0] + apart[1], whole[0], 1e-15);
    MT_CHECK_NEAR(apart[0] / apart[1], foods[k][0] / foods[k][1], 1e-14);
    MT_CHECK_NEAR(apart[2], whole[1], 1e-15);
  }
}

static void test_day__habit_is_nutrition_one_for_everybody(void) {
  static const double weights[3] = {50.0, 75.0, 110.0}, ages[3] = {NAN, 30.0, 75.0};
  double hour[3], protein_g[3], leucine_g[3], relative, nutrition;

  for (int w = 0; w < 3; w++) {
    mt_day day = day_of(3, hour, leucine_g);

    MT_CHECK_EQ(mt_habitual_meals(NULL, weights[w], hour, protein_g, leucine_g), MT_OK);
    MT_CHECK_NEAR(protein_g[0] + protein_g[1] + protein_g[2], 1.2 * weights[w], 1e-14);
    MT_CHECK_EQ(leucine_g[1], 0.08 * protein_g[1]);
    day.weight = weights[w];
    for (int a = 0; a < 3; a++) {
      day.age = ages[a];
      MT_CHECK_EQ(
          mt_day_synthesis(NULL, &day, NULL, NULL, NULL, NULL, &relative, &nutrition),
          MT_OK);
      MT_CHECK_EQ(relative, 1.0);
      MT_CHECK_EQ(nutrition, 1.0);
    }
  }
  MT_CHECK_EQ(mt_habitual_meals(NULL, 75.0, NULL, NULL, NULL), MT_OK);
}

static void test_day__fasting_is_synthesis_one(void) {
  const double hour = 8.0, leucine_g = 2.4;
  double total, synthesis, nutrition;
  mt_day day = day_of(0, NULL, NULL);

  MT_CHECK_EQ(
      mt_day_synthesis(NULL, &day, NULL, NULL, &total, &synthesis, NULL, &nutrition),
      MT_OK);
  MT_CHECK_EQ(total, 0.0);
  MT_CHECK_EQ(synthesis, 1.0);
  MT_CHECK(nutrition < 1.0);
  /* A trigger that no meal reaches is fasting; one that is met changes nothing. */
  day = day_of(1, &hour, &leucine_g);
  day.trigger = 2.41;
  MT_CHECK_EQ(mt_day_synthesis(NULL, &day, NULL, NULL, &total, NULL, NULL, NULL), MT_OK);
  MT_CHECK_EQ(total, 0.0);
  day.trigger = 2.4;
  MT_CHECK_EQ(mt_day_synthesis(NULL, &day, NULL, NULL, &total, NULL, NULL, NULL), MT_OK);
  MT_CHECK_NEAR(total, -expm1(-2.4 / 0.09 / 75.0 / 0.14), 1e-14);
}

/* Larger after a session, less by the hour; a meal before it is not; the old respond less. */
static void test_day__session_and_age(void) {
  static const double hour[2] = {8.0, 20.0}, leucine_g[2] = {2.4, 2.4};
  double plain[2], trained[2], old[2];
  mt_day day = day_of(2, hour, leucine_g);

  MT_CHECK_EQ(mt_day_synthesis(NULL, &day, NULL, plain, NULL, NULL, NULL, NULL), MT_OK);
  day.session = 14.0;
  MT_CHECK_EQ(mt_day_synthesis(NULL, &day, NULL, trained, NULL, NULL, NULL, NULL), MT_OK);
  MT_CHECK_EQ(trained[0], plain[0]);
  MT_CHECK_NEAR(trained[1] / plain[1], 1.0 + 0.10 * (1.0 - 6.0 / 24.0), 1e-14);
  day.session = 20.0;
  MT_CHECK_EQ(mt_day_synthesis(NULL, &day, NULL, trained, NULL, NULL, NULL, NULL), MT_OK);
  MT_CHECK_NEAR(trained[1] / plain[1], 1.10, 1e-14);
  day.session = NAN;
  day.age = 70.0;
  MT_CHECK_EQ(mt_day_synthesis(NULL, &day, NULL, old, NULL, NULL, NULL, NULL), MT_OK);
  MT_CHECK_NEAR(old[0], -0.84 * expm1(-2.4 / 0.09 / 75.0 / (0.14 * 1.67)), 1e-14);
}

/* The day's numbers are the rule's: another gain, another length of a response. */
static void test_day__the_rule_is_the_callers(void) {
  static const double hour[2] = {8.0, 20.0}, leucine_g[2] = {3.0, 3.0};
  const mt_day day = day_of(2, hour, leucine_g);
  double total, synthesis, relative, nutrition;
  mt_meal_rule rule;

  mt_meal_rule_init(&rule);
  rule.hours = 3.0;
  rule.gain = 0.5;
  MT_CHECK_EQ(mt_day_synthesis(NULL, &day, &rule, NULL, &total, &synthesis, &relative,
                               &nutrition),
              MT_OK);
  MT_CHECK_NEAR(synthesis, 1.0 + total / 8.0, 1e-15);
  MT_CHECK_NEAR(nutrition, 1.0 + 0.5 * (relative - 1.0), 1e-15);
}

static void test_day__sources(void) {
  double leucine[MT_N_SOURCES], k_a[MT_N_SOURCES], share[MT_N_SOURCES];

  mt_meal_sources(leucine, k_a, share);
  mt_meal_sources(NULL, NULL, NULL);
  MT_CHECK_EQ(leucine[MT_SOURCE_WHEY], 0.11);
  MT_CHECK_EQ(leucine[MT_SOURCE_FREE], 1.0);
  MT_CHECK_EQ(k_a[MT_SOURCE_CASEIN], 0.006);
  MT_CHECK_EQ(share[MT_SOURCE_EGG], 0.66);
  MT_CHECK(strcmp(mt_meal_source_name(MT_SOURCE_PLANT), "plant") == 0);
  MT_CHECK(mt_meal_source_name(-1) == NULL && mt_meal_source_name(MT_N_SOURCES) == NULL);
}

/* ---- by the leucine model ---- */

/* The day of four meals by hand: two days of doses, the infusion on, the second day's sum. */
static void test_day__leucine_is_a_run_of_two_days(void) {
  static const double hour[2] = {8.0, 13.0}, leucine_g[2] = {2.0, 3.0};
  static const double ends[2] = {1440.0, 2880.0};
  static const double time[4] = {480.0, 780.0, 1920.0, 2220.0};
  double dose[4], sums[6], synthesis_g, relative, nutrition, alone;
  mt_day day = day_of(2, hour, leucine_g);
  mt_leucine run;

  day.weight = 60.0;
  MT_CHECK_EQ(mt_day_leucine(NULL, &day, &synthesis_g, &relative, &nutrition), MT_OK);
  MT_CHECK_EQ(mt_day_leucine(NULL, &day, &alone, NULL, NULL), MT_OK);
  MT_CHECK_EQ(alone, synthesis_g);
  MT_CHECK_NEAR(nutrition, 1.0 + 0.008 * (relative - 1.0), 1e-15);
  for (int i = 0; i < 4; i++) {
    dose[i] = leucine_g[i % 2] / 60.0 * 72.1;
  }
  mt_leucine_init(&run);
  run.n_doses = 4;
  run.dose_g = dose;
  run.dose_time = time;
  run.infusion = 1.0;
  MT_CHECK_EQ(mt_leucine_run(NULL, &run, 2, ends, NULL, NULL, sums, NULL), MT_OK);
  MT_CHECK_EQ(synthesis_g, (sums[3] - sums[0]) * MT_LEUCINE_MOLAR_MASS);
}

static void test_day__leucine_of_habit_is_one(void) {
  double hour[3], leucine_g[3], relative;
  mt_day day = day_of(3, hour, leucine_g);

  MT_CHECK_EQ(mt_habitual_meals(NULL, 90.0, hour, NULL, leucine_g), MT_OK);
  day.weight = 90.0;
  MT_CHECK_EQ(mt_day_leucine(NULL, &day, NULL, &relative, NULL), MT_OK);
  MT_CHECK_EQ(relative, 1.0);
  /* Nothing eaten at all: the infusion alone. */
  day.n_meals = 0;
  MT_CHECK_EQ(mt_day_leucine(NULL, &day, NULL, &relative, NULL), MT_OK);
  MT_CHECK(relative > 0.0 && relative < 1.0);
}

/* ---- the best split ---- */

static double total_of(const mt_day *like, double leucine_g, const mt_meal_rule *rule,
                       const double *share) {
  double grams[MT_PLAN_MEALS], total = NAN;
  mt_day day = *like;

  for (int64_t i = 0; i < day.n_meals; i++) {
    grams[i] = leucine_g * share[i];
  }
  day.leucine_g = grams;
  MT_CHECK_EQ(mt_day_synthesis(NULL, &day, rule, NULL, &total, NULL, NULL, NULL), MT_OK);
  return total;
}

static double uniform(unsigned *state) {
  *state = *state * 1664525u + 1013904223u;
  return ((double)(*state >> 8) + 0.5) / 16777216.0;
}

static void test_day_plan__no_other_split_is_much_better(void) {
  static const double hours[3][6] = {
      {7.5, 12.0, 16.5, 21.0}, {7.5, 9.0, 10.5, 12.0, 13.5, 15.0}, {8.0, 8.5, 20.0}};
  static const int64_t meals[3] = {4, 6, 3};
  unsigned state = 3;

  for (int d = 0; d < 3; d++) {
    const int64_t n = meals[d];
    double share[MT_PLAN_MEALS], response[MT_PLAN_MEALS], figures[MT_PLAN_FIGURES];
    double best, sum = 0.0, equal[MT_PLAN_MEALS], responses = 0.0;
    mt_day day = day_of(n, hours[d], NULL);

    day.session = 17.0;
    MT_CHECK_EQ(mt_day_plan(NULL, &day, 10.0, NULL, share, response, figures, 0, NULL),
                MT_OK);
    best = total_of(&day, 10.0, NULL, share);
    for (int64_t i = 0; i < n; i++) {
      MT_CHECK(share[i] >= 0.0);
      sum += share[i];
      responses += response[i];
      equal[i] = 1.0 / (double)n;
    }
    MT_CHECK_NEAR(sum, 1.0, 1e-12);
    MT_CHECK_NEAR(responses, best, 1e-14);
    MT_CHECK(best >= total_of(&day, 10.0, NULL, equal));
    MT_CHECK_NEAR(figures[MT_PLAN_AGAINST_EQUAL],
                  best / total_of(&day, 10.0, NULL, equal), 1e-14);
    for (int trial = 0; trial < 2000; trial++) {
      double other[MT_PLAN_MEALS], all = 0.0;
      for (int64_t i = 0; i < n; i++) {
        other[i] = uniform(&state) < 0.3 ? 0.0 : -log(uniform(&state));
        all += other[i];
      }
      for (int64_t i = 0; i < n && all > 0.0; i++) {
        other[i] /= all;
      }
      MT_CHECK(total_of(&day, 10.0, NULL, other) <= 1.01 * best);
    }
  }
}

static void test_day_plan__small_cases(void) {
  static const double hour[2] = {6.0, 18.0};
  double share[2], figures[MT_PLAN_FIGURES];
  mt_day day = day_of(1, hour, NULL);

  MT_CHECK_EQ(mt_day_plan(NULL, &day, 5.0, NULL, share, NULL, figures, 0, NULL), MT_OK);
  MT_CHECK_EQ(share[0], 1.0);
  MT_CHECK_EQ(figures[MT_PLAN_AGAINST_EQUAL], 1.0);
  /* Two meals that do not touch share equally. */
  day.n_meals = 2;
  MT_CHECK_EQ(mt_day_plan(NULL, &day, 5.0, NULL, share, NULL, NULL, 0, NULL), MT_OK);
  MT_CHECK_NEAR(share[0], 0.5, 1e-3);
}

/* A draw is the figures of the same split under the rule that the streams make. */
static void test_day_plan__draws_are_of_the_streams(void) {
  static const double hour[3] = {8.0, 13.0, 19.0};
  enum { DRAWS = 5 };
  double share[3], figures[MT_PLAN_FIGURES], draws[MT_PLAN_FIGURES * DRAWS];
  double habit[3], none[3] = {1.0 / 3, 1.0 / 3, 1.0 / 3}, protein_g[3];
  mt_day day = day_of(3, hour, NULL), usual = day_of(3, hour, habit);

  day.weight = usual.weight = 80.0;
  day.age = usual.age = 66.0;
  MT_CHECK_EQ(mt_day_plan(NULL, &day, 9.0, NULL, share, NULL, figures, DRAWS, draws),
              MT_OK);
  MT_CHECK_EQ(mt_habitual_meals(NULL, 80.0, NULL, protein_g, habit), MT_OK);
  for (int i = -1; i < DRAWS; i++) {
    const double *got = i < 0 ? figures : draws + MT_PLAN_FIGURES * i;
    double z[3] = {0.0, 0.0, 0.0}, q, q_habit, y, y_habit;
    mt_meal_rule rule;

    for (int s = 0; s < 3 && i >= 0; s++) {
      mt_stream_normals(NULL, MT_STREAM_DIET_DOSE + s, 0, i, 1, &z[s]);
    }
    mt_meal_rule_init(&rule);
    rule.d0 *= exp(0.3 * z[0]);
    rule.refractory *= exp(0.2 * z[1]);
    rule.gain *= exp(0.5 * z[2]);
    q = total_of(&day, 9.0, &rule, share);
    MT_CHECK_EQ(
        mt_day_synthesis(NULL, &usual, &rule, NULL, &q_habit, &y_habit, NULL, NULL),
        MT_OK);
    y = 1.0 + 2.25 / 24.0 * q;
    MT_CHECK_NEAR(got[MT_PLAN_AGAINST_HABIT], q / q_habit, 1e-14);
    MT_CHECK_NEAR(got[MT_PLAN_AGAINST_EQUAL], q / total_of(&day, 9.0, &rule, none),
                  1e-14);
    MT_CHECK_NEAR(got[MT_PLAN_MASS],
                  100.0 * rule.gain * (y / y_habit - 1.0) * (1.0 - exp(-0.0126 * 84.0)),
                  1e-12);
  }
}

/* ---- what can go wrong ---- */

typedef struct refusals {
  int asked, stop_at;
  int64_t taken, given, fail_at;
} refusals;

static int stop(void *payload) {
  refusals *r = payload;
  return ++r->asked == r->stop_at;
}

static void *take(size_t bytes, void *payload) {
  refusals *r = payload;
  return ++r->taken == r->fail_at ? NULL : malloc(bytes);
}

static void give(void *memory, void *payload) {
  ((refusals *)payload)->given++;
  free(memory);
}

static mt_ctx *refusing(refusals *r) {
  mt_ctx_options options;
  mt_ctx *ctx = NULL;

  mt_ctx_options_init(&options);
  options.allocate = take;
  options.release = give;
  options.cancel = stop;
  options.payload = r;
  mt_ctx_create(&options, &ctx);
  return ctx;
}

static void test_day__cancelled_and_out_of_memory(void) {
  static const double hour[4] = {8.0, 12.0, 16.0, 20.0}, leucine_g[4] = {2, 2, 2, 2};
  const mt_day day = day_of(4, hour, leucine_g);
  double share[4], relative;
  static double draws[MT_PLAN_FIGURES * 600];
  int refused = 0;

  for (int n = 1; n <= 9; n++) { /* seven climbs, and each 256 draws */
    refusals r = {0, n, 0, 0, 0};
    mt_ctx *ctx = refusing(&r);
    MT_CHECK_EQ(mt_day_plan(ctx, &day, 9.0, NULL, share, NULL, NULL, 600, draws),
                MT_ERROR_CANCELLED);
    MT_CHECK_EQ(r.asked, n);
    mt_ctx_destroy(ctx);
    MT_CHECK_EQ(r.taken, r.given);
  }
  for (int n = 1; n <= 2; n++) { /* its own day, and the habitual one */
    refusals r = {0, n, 0, 0, 0};
    mt_ctx *ctx = refusing(&r);
    MT_CHECK_EQ(mt_day_leucine(ctx, &day, NULL, &relative, NULL), MT_ERROR_CANCELLED);
    mt_ctx_destroy(ctx);
    MT_CHECK_EQ(r.taken, r.given);
  }
  for (int64_t n = 2; n < 40; n++) {
    refusals r = {0, 0, 0, 0, n};
    mt_ctx *ctx = refusing(&r);
    const mt_status status = mt_day_leucine(ctx, &day, NULL, &relative, NULL);
    mt_ctx_destroy(ctx);
    if (r.taken < n) {
      MT_CHECK_EQ(status, MT_OK);
      break;
    }
    refused++;
    MT_CHECK_EQ(status, MT_ERROR_MEMORY);
    MT_CHECK_EQ(r.taken - 1, r.given);
  }
  MT_CHECK(refused > 4);
}

/* A caller who knows the first five fields of the rule, or a day without session and trigger,
 * gets the defaults of the rest. */
static void test_day__old_struct_sizes(void) {
  static const double hour[2] = {8.0, 20.0}, leucine_g[2] = {3.0, 3.0};
  mt_day day = day_of(2, hour, leucine_g);
  double now, then;
  mt_meal_rule rule;

  mt_meal_rule_init(&rule);
  rule.d0 = 0.2;
  MT_CHECK_EQ(mt_day_synthesis(NULL, &day, &rule, NULL, NULL, NULL, NULL, &now), MT_OK);
  rule.struct_size = offsetof(mt_meal_rule, leucine);
  rule.leucine = rule.hours = -1.0;
  MT_CHECK_EQ(mt_day_synthesis(NULL, &day, &rule, NULL, NULL, NULL, NULL, &then), MT_OK);
  MT_CHECK_EQ(then, now);
  day.struct_size = offsetof(mt_day, session);
  day.session = day.trigger = -1.0;
  MT_CHECK_EQ(mt_day_synthesis(NULL, &day, &rule, NULL, NULL, NULL, NULL, &then), MT_OK);
  MT_CHECK_EQ(then, now);
  day.struct_size = sizeof(day) + 8;
  MT_CHECK_EQ(mt_day_synthesis(NULL, &day, NULL, NULL, NULL, NULL, NULL, &then),
              MT_ERROR_STRUCT);
}

static mt_status try_day(const mt_day *day, const mt_meal_rule *rule) {
  double share[MT_PLAN_MEALS];
  const mt_status one = mt_day_synthesis(NULL, day, rule, NULL, NULL, NULL, NULL, NULL);
  const mt_status plan = mt_day_plan(NULL, day, 9.0, rule, share, NULL, NULL, 0, NULL);
  MT_CHECK_EQ(one, plan);
  return one;
}

static void test_day__wrong_input(void) {
  static const double hour[2] = {8.0, 20.0}, back[2] = {20.0, 8.0}, late[2] = {8.0, 24.1};
  static const double leucine_g[2] = {3.0, 3.0}, negative[2] = {3.0, -1.0};
  static const double bad[3] = {-1.0, NAN, INFINITY};
  double share[MT_PLAN_MEALS], draw[MT_PLAN_FIGURES];
  mt_meal_rule rule;
  mt_day day;

  MT_CHECK_EQ(try_day(NULL, NULL), MT_ERROR_NULL);
  day = day_of(2, back, leucine_g);
  MT_CHECK_EQ(try_day(&day, NULL), MT_ERROR_ORDER);
  day = day_of(2, late, leucine_g);
  MT_CHECK_EQ(try_day(&day, NULL), MT_ERROR_VALUE);
  day = day_of(2, NULL, leucine_g);
  MT_CHECK_EQ(try_day(&day, NULL), MT_ERROR_NULL);
  day = day_of(-1, hour, leucine_g);
  MT_CHECK_EQ(try_day(&day, NULL), MT_ERROR_SIZE);
  for (int i = 0; i < 3; i++) {
    day = day_of(2, hour, leucine_g);
    day.weight = bad[i];
    MT_CHECK(try_day(&day, NULL) < 0);
    day = day_of(2, hour, leucine_g);
    day.trigger = bad[i];
    MT_CHECK(try_day(&day, NULL) < 0);
    if (!isnan(bad[i])) { /* NaN: young, no session */
      day = day_of(2, hour, leucine_g);
      day.age = bad[i];
      MT_CHECK(try_day(&day, NULL) < 0);
      day = day_of(2, hour, leucine_g);
      day.session = bad[i];
      MT_CHECK(try_day(&day, NULL) < 0);
    }
    day = day_of(2, hour, leucine_g);
    for (size_t at = offsetof(mt_meal_rule, e_max); at < sizeof(rule); at += 8) {
      mt_meal_rule_init(&rule);
      memcpy((char *)&rule + at, &bad[i], sizeof(bad[i]));
      MT_CHECK(try_day(&day, &rule) < 0);
    }
  }
  day = day_of(2, hour, NULL); /* a plan does not read leucine_g */
  MT_CHECK_EQ(mt_day_synthesis(NULL, &day, NULL, NULL, NULL, NULL, NULL, NULL),
              MT_ERROR_NULL);
  MT_CHECK_EQ(mt_day_leucine(NULL, &day, NULL, NULL, NULL), MT_ERROR_NULL);
  MT_CHECK_EQ(mt_day_plan(NULL, &day, 9.0, NULL, share, NULL, NULL, 0, NULL), MT_OK);
  MT_CHECK_EQ(mt_day_plan(NULL, &day, 0.0, NULL, share, NULL, NULL, 0, NULL),
              MT_ERROR_VALUE);
  MT_CHECK_EQ(mt_day_plan(NULL, &day, 9.0, NULL, NULL, NULL, NULL, 0, NULL),
              MT_ERROR_NULL);
  MT_CHECK_EQ(mt_day_plan(NULL, &day, 9.0, NULL, share, NULL, NULL, 1, NULL),
              MT_ERROR_NULL);
  MT_CHECK_EQ(mt_day_plan(NULL, &day, 9.0, NULL, share, NULL, NULL, -1, draw),
              MT_ERROR_SIZE);
  day = day_of(0, NULL, NULL);
  MT_CHECK_EQ(mt_day_plan(NULL, &day, 9.0, NULL, share, NULL, NULL, 0, NULL),
              MT_ERROR_SIZE);
  day = day_of(2, hour, negative);
  MT_CHECK_EQ(mt_day_synthesis(NULL, &day, NULL, NULL, NULL, NULL, NULL, NULL),
              MT_ERROR_VALUE);
  MT_CHECK_EQ(mt_habitual_meals(NULL, 0.0, share, share, share), MT_ERROR_VALUE);
}

static void test_day_plan__twelve_meals(void) {
  double hour[MT_PLAN_MEALS + 1], share[MT_PLAN_MEALS], sum = 0.0;
  mt_day day = day_of(MT_PLAN_MEALS, hour, NULL);

  for (int i = 0; i <= MT_PLAN_MEALS; i++) {
    hour[i] = 8.0 + i;
  }
  MT_CHECK_EQ(mt_day_plan(NULL, &day, 9.0, NULL, share, NULL, NULL, 0, NULL), MT_OK);
  for (int i = 0; i < MT_PLAN_MEALS; i++) {
    sum += share[i];
  }
  MT_CHECK_NEAR(sum, 1.0, 1e-12);
  day.n_meals++;
  MT_CHECK_EQ(mt_day_plan(NULL, &day, 9.0, NULL, share, NULL, NULL, 0, NULL),
              MT_ERROR_SIZE);
}

MT_TEST_MAIN(test_day__golden_numbers, test_day__foods_of_one_time_are_one_meal,
             test_day__habit_is_nutrition_one_for_everybody,
             test_day__fasting_is_synthesis_one, test_day__session_and_age,
             test_day__the_rule_is_the_callers, test_day__sources,
             test_day__leucine_is_a_run_of_two_days, test_day__leucine_of_habit_is_one,
             test_day_plan__no_other_split_is_much_better, test_day_plan__small_cases,
             test_day_plan__draws_are_of_the_streams,
             test_day__cancelled_and_out_of_memory, test_day__old_struct_sizes,
             test_day__wrong_input, test_day_plan__twelve_meals)
