/* Turnover: tables of the design, closed forms, both solvers. */
#include <muscletwin.h>

#include "test.h"

static mt_turnover person_of(int64_t n, const double *end) {
  mt_turnover person;
  mt_turnover_init(&person);
  person.n_pieces = n;
  person.piece_end = end;
  person.m_ref = 1.0;
  return person;
}

static double solve(const mt_turnover *person, int64_t solver, double t) {
  mt_solver_options options;
  double mass = NAN;
  mt_solver_options_init(&options);
  options.solver = solver;
  MT_CHECK_EQ(mt_turnover_run(NULL, person, 1, &t, &options, &mass), MT_OK);
  return mass;
}

/* Losses in per cent as the design has them, one decimal. */
static void test_turnover__disuse_tables(void) {
  static const double day[9] = {2, 5, 7, 14, 21, 23, 42, 56, 90};
  static const double limb[9] = {0.9, 2.2, 3.0, 5.8, 8.4, 9.1, 14.8, 18.2, 24.4};
  static const double brace_day[6] = {2, 5, 7, 14, 21, 42};
  static const double brace[6] = {2.4, 5.2, 6.6, 10.4, 13.0, 18.5};
  static const double bed_day[4] = {7, 14, 56, 90}, bed[4] = {2.5, 4.9, 15.2, 20.3};
  const double end = 100.0, limb_use = 0.64, bed_use = 0.70, extra = 0.7;
  mt_turnover person = person_of(1, &end);

  person.synthesis = &limb_use;
  for (int i = 0; i < 9; i++) {
    MT_CHECK_WITHIN(100 * (1 - solve(&person, MT_SOLVER_EXACT, day[i])), limb[i], 0.0501);
  }
  person.transient = &extra;
  for (int i = 0; i < 6; i++) {
    const double loss = 100 * (1 - solve(&person, MT_SOLVER_EXACT, brace_day[i]));
    printf("brace, day %g: %.3f (design %.1f)\n", brace_day[i], loss, brace[i]);
    MT_CHECK_WITHIN(loss, brace[i], 0.0501);
  }
  person.transient = NULL;
  person.synthesis = &bed_use;
  for (int i = 0; i < 4; i++) {
    MT_CHECK_WITHIN(100 * (1 - solve(&person, MT_SOLVER_EXACT, bed_day[i])), bed[i],
                    0.0501);
  }
}

static void test_turnover__ageing_table(void) {
  static const double per_year[3] = {0.0047, 0.0080, 0.0098},
                      left[3] = {0.9778, 0.9625, 0.9542};
  const double end = 5 * 365.25;
  for (int i = 0; i < 3; i++) {
    const double decline = per_year[i] / 365.25;
    mt_turnover person = person_of(1, &end);
    person.decline = &decline;
    MT_CHECK_WITHIN(solve(&person, MT_SOLVER_EXACT, end), left[i], 5.01e-5);
    MT_CHECK_WITHIN(solve(&person, MT_SOLVER_CVODE, end),
                    solve(&person, MT_SOLVER_EXACT, end), 1e-8);
  }
}

/* Any forcing: both solvers within 1e-7 kg of 35. */
static void test_turnover__solvers_agree(void) {
  unsigned state = 5;
  double worst = 0;
  for (int trial = 0; trial < 200; trial++) {
    double end[12], synthesis[12], decline[12], breakdown[12], transient[12], at = 0;
    mt_turnover person;
    for (int i = 0; i < 12; i++) {
      at += 0.1 + 40 * mt_test_random(&state) * mt_test_random(&state);
      end[i] = at;
      synthesis[i] = 2 * mt_test_random(&state);
      decline[i] = trial % 3 ? 1e-3 * (mt_test_random(&state) - 0.3) : 0;
      breakdown[i] = 2 * mt_test_random(&state);
      transient[i] = trial % 2 && i % 2 ? mt_test_random(&state) : 0;
    }
    person = person_of(12, end);
    person.synthesis = synthesis;
    person.decline = decline;
    person.breakdown = breakdown;
    person.transient = transient;
    person.m_ref = 35;
    person.m0 = 60 * mt_test_random(&state);
    worst = fmax(worst, fabs(solve(&person, MT_SOLVER_EXACT, at) -
                             solve(&person, MT_SOLVER_CVODE, at)));
  }
  printf("solvers differ by %.2g kg at most\n", worst);
  MT_CHECK(worst < 1e-7);
}

/* The quadrature of the exact solver against pieces so short that b is constant. */
static void test_turnover__relaxing_breakdown_against_many_pieces(void) {
  enum { N = 20000 };
  static double end[N], breakdown[N];
  const double whole = 42, use = 0.64, extra = 0.7;
  static double synthesis[N];
  mt_turnover fine, person = person_of(1, &whole);
  person.synthesis = &use;
  person.transient = &extra;
  for (int i = 0; i < N; i++) {
    end[i] = whole * (i + 1) / N;
    breakdown[i] = 1 + 0.7 * exp(-whole * (i + 0.5) / N / 7);
    synthesis[i] = use;
  }
  fine = person_of(N, end);
  fine.synthesis = synthesis;
  fine.breakdown = breakdown;
  MT_CHECK_WITHIN(solve(&person, MT_SOLVER_EXACT, whole),
                  solve(&fine, MT_SOLVER_EXACT, whole), 1e-9);
}

static void test_turnover__habit_is_a_steady_state(void) {
  const double end = 1e4;
  mt_turnover person = person_of(1, &end);
  person.m_ref = 28;
  MT_CHECK_WITHIN(solve(&person, MT_SOLVER_EXACT, 5000), 28, 1e-14 * 28);
  MT_CHECK_EQ(solve(&person, MT_SOLVER_CVODE, 5000), 28);
  person.k_d = 0;
  MT_CHECK_EQ(solve(&person, MT_SOLVER_EXACT, 5000), 28);
}

static void test_turnover__threads_and_failures(void) {
  enum { N = 50 };
  const double end = 100, times[2] = {50, 100}, huge = 1e308;
  static double use[N], one[2 * N], two[2 * N];
  mt_turnover persons[N];
  mt_status statuses[N];
  mt_solver_options options;
  for (int i = 0; i < N; i++) {
    persons[i] = person_of(1, &end);
    use[i] = i / 50.0;
    persons[i].synthesis = &use[i];
  }
  mt_solver_options_init(&options);
  MT_CHECK_EQ(mt_turnover_batch(NULL, N, persons, 2, times, &options, 1, NULL, one),
              MT_OK);
  MT_CHECK_EQ(mt_turnover_batch(NULL, N, persons, 2, times, &options, 2, NULL, two),
              MT_OK);
  MT_CHECK(memcmp(one, two, sizeof(one)) == 0);
  options.solver = MT_SOLVER_EXACT;
  persons[7].synthesis = &huge;
  persons[7].m_ref = 1e10;
  MT_CHECK_EQ(mt_turnover_batch(NULL, N, persons, 2, times, &options, 1, NULL, one),
              MT_ERROR_OVERFLOW);
  MT_CHECK_EQ(mt_turnover_batch(NULL, N, persons, 2, times, &options, 1, statuses, one),
              MT_OK);
  for (int i = 0; i < N; i++) {
    MT_CHECK_EQ(statuses[i], i == 7 ? MT_ERROR_OVERFLOW : MT_OK);
  }
  persons[3].k_d = -1;
  MT_CHECK_EQ(mt_turnover_batch(NULL, N, persons, 2, times, &options, 1, NULL, one),
              MT_ERROR_VALUE);
  options.solver = MT_SOLVER_EULER;
  MT_CHECK_EQ(mt_turnover_batch(NULL, N, persons, 2, times, &options, 1, NULL, one),
              MT_ERROR_VALUE);
}

MT_TEST_MAIN(test_turnover__disuse_tables, test_turnover__ageing_table,
             test_turnover__solvers_agree,
             test_turnover__relaxing_breakdown_against_many_pieces,
             test_turnover__habit_is_a_steady_state, test_turnover__threads_and_failures)
