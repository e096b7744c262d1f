/* The leucine model: equations, protocol, reference numbers (McColl and Clarke 2024). */
#include <muscletwin.h>
#include <time.h>

#include "model/leucine.h"
#include "test.h"

static double integral(const mt_leucine *run, double minutes, int which) {
  double sums[3];
  MT_CHECK(mt_leucine_run(NULL, run, 1, &minutes, NULL, NULL, sums, NULL) == MT_OK);
  return sums[which] * MT_LEUCINE_MOLAR_MASS;
}

static mt_leucine standard(void) {
  static const double dose = 3.5;
  mt_leucine run;
  mt_leucine_init(&run);
  run.n_doses = 1;
  run.dose_g = &dose;
  return run;
}

static void test_leucine__reference_runs(void) {
  static const double factor[5] = {1.0, 0.75, 0.50, 0.25, 0.10};
  static const double exact[5][3] = {{0.358275, 0.088661, 0.269614},
                                     {0.322046, 0.090252, 0.231793},
                                     {0.274750, 0.093440, 0.181310},
                                     {0.204874, 0.102159, 0.102715},
                                     {0.133920, 0.123213, 0.010707}};
  static const double authors[5][2] = {{0.3587, 0.2700},
                                       {0.3224, 0.2322},
                                       {0.2750, 0.1816},
                                       {0.2051, 0.1029},
                                       {0.1340, 0.0108}};

  for (int i = 0; i < 5; i++) {
    mt_leucine run = standard();
    double rate[69], mps, mpb;
    for (int k = 0; k < 69; k++) {
      rate[k] = k + 1 == 39 ? factor[i] : 1.0;
    }
    run.rate = rate;
    mps = integral(&run, 180.0, 0);
    mpb = integral(&run, 180.0, 1);
    printf("k39 x %.2f: MPS %.6f MPB %.6f NB %.6f\n", factor[i], mps, mpb, mps - mpb);
    MT_CHECK_WITHIN(mps, exact[i][0], 2e-4 * exact[i][0]);
    MT_CHECK_WITHIN(mpb, exact[i][1], 2e-4 * exact[i][1]);
    MT_CHECK_WITHIN(mps - mpb, exact[i][2], 2e-4 * exact[i][2]);
    MT_CHECK_WITHIN(mps, authors[i][0], fmax(3e-3 * authors[i][0], 2e-4));
    MT_CHECK_WITHIN(mps - mpb, authors[i][1], fmax(3e-3 * authors[i][1], 2e-4));
  }
}

static void test_leucine__reference_time_course(void) {
  static const double t[8] = {0, 15, 30, 60, 90, 120, 180, 300};
  static const double want[8][9] = {
      {126.059, 27.1707, 89.0869, 16.2671, 13.1068, 31.0084, 233.658, 3.68220, 4.81081},
      {657.455, 59.0339, 112.073, 16.4584, 13.4771, 31.1304, 240.188, 4.65050, 4.68706},
      {895.594, 78.8353, 165.029, 19.0315, 16.1548, 33.1988, 278.393, 7.30294, 4.07353},
      {855.429, 70.8599, 260.554, 32.0737, 24.3456, 43.9532, 397.167, 15.2652, 3.28541},
      {630.144, 52.3316, 298.455, 45.2106, 26.6712, 51.9205, 456.533, 20.6553, 3.24178},
      {423.481, 36.1038, 289.705, 51.2367, 24.3238, 53.6485, 458.052, 20.7171, 3.46189},
      {174.116, 16.9417, 217.412, 45.4968, 15.4767, 49.0582, 397.304, 14.2170, 4.45397},
      {30.1712, 29.7788, 96.0089, 21.6216, 10.1487, 34.6682, 256.966, 4.43667, 5.39165}};
  mt_leucine run = standard();
  double y[8 * 40], flows[8 * 5], worst = 0.0;

  MT_CHECK(mt_leucine_run(NULL, &run, 8, t, y, flows, NULL, NULL) == MT_OK);
  for (int i = 0; i < 8; i++) {
    const double *a = y + 40 * i;
    const double got[9] = {a[LEU_PLASMA] / run.plasma_volume * 1e6,
                           a[INSULIN_PLASMA] / run.plasma_volume * 1e12,
                           a[LEU_MUSCLE] / run.muscle_volume * 1e6,
                           a[KIC_PLASMA] / run.plasma_volume * 1e6,
                           (a[AKT_S473] + a[AKT_T308_S473]) * 1e9,
                           a[P70S6K_P] * 1e9,
                           a[MTORC1_ACTIVE] * 1e12,
                           flows[5 * i] * 1e6,
                           flows[5 * i + 1] * 1e6};
    for (int j = 0; j < 9; j++) {
      MT_CHECK_WITHIN(got[j], want[i][j], 1e-4 * want[i][j]);
      worst = fmax(worst, fabs(got[j] / want[i][j] - 1.0));
    }
  }
  printf("worst cell of the time course: %.2g\n", worst);
}

/* Random positive states: the ten totals and the leucine balance as identities of the
 * right-hand side. Finds a wrong sign or a swapped name at once. */
static void test_leucine__stoichiometry(void) {
  static const int leucine[10] = {LEU_STOMACH,  LEU_GUT,       LEU_PLASMA,  KIC_PLASMA,
                                  LEU_MUSCLE,   KIC_MUSCLE,    LEU_PROTEIN, LEU_EXCRETED,
                                  KIC_OXIDISED, LEU_SPLANCHNIC};
  unsigned state = 7;
  leucine_model model;

  memcpy(model.k, mt_i_leucine_constants, sizeof(model.k));
  model.leucine_in = 1.9e-5;
  model.glucose_in = 4e-4;
  model.p70s6k_frozen = 0;
  for (int trial = 0; trial < 100; trial++) {
    double y[LEUCINE_ALL], dy[LEUCINE_ALL], start[LEUCINE_ALL];
    double sum[LEUCINE_FAMILIES] = {0}, size[LEUCINE_FAMILIES] = {0}, balance = 0,
           flow = 0;

    mt_i_leucine_start(LEUCINE_REFERENCE_PLASMA, LEUCINE_REFERENCE_MUSCLE, start);
    for (int i = 0; i < LEUCINE_ALL; i++) {
      y[i] = (start[i] > 0 ? start[i] : 1e-4) * (0.2 + 2.0 * mt_test_random(&state));
    }
    MT_CHECK(mt_i_leucine_rate(0, y, dy, &model) == 0);
    for (int i = 0; i < LEUCINE_STATES; i++) {
      const int family = mt_i_leucine_family(i);
      if (family >= 0) {
        sum[family] += dy[i];
        size[family] += fabs(dy[i]);
      }
    }
    sum[1] += dy[IRS1_PI3K];
    size[1] += fabs(dy[IRS1_PI3K]);
    for (int f = 0; f < LEUCINE_FAMILIES; f++) {
      MT_CHECK(fabs(sum[f]) <= 1e-13 * size[f]);
      MT_CHECK(size[f] > 0);
    }
    for (int i = 0; i < 10; i++) {
      balance += dy[leucine[i]];
      flow += fabs(dy[leucine[i]]);
    }
    MT_CHECK_WITHIN(balance, model.leucine_in, 1e-13 * flow);
  }
}

/* The stoichiometric matrix without the leucine infusion has rank 29: 40 states, ten
 * totals and the leucine balance. Columns are differences of right-hand sides, one constant
 * changed at a time; differences by row-scaled elimination. */
static void test_leucine__rank_of_the_stoichiometry(void) {
  static const int groups[] = {1,  2,  3,  68, 6,  7,  10, 11, 12, 13, 14, 15, 9,  69,
                               16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29,
                               30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43,
                               44, 45, 46, 47, 4,  55, 52, 53, 51, 58, 65};
  enum { N = sizeof(groups) / sizeof(groups[0]) };
  static double matrix[N + 3][LEUCINE_STATES];
  leucine_model model;
  double y[LEUCINE_ALL], base[LEUCINE_ALL], dy[LEUCINE_ALL];
  int rank = 0;

  mt_i_leucine_start(LEUCINE_REFERENCE_PLASMA, LEUCINE_REFERENCE_MUSCLE, y);
  for (int i = 0; i < LEUCINE_ALL; i++) {
    y[i] = y[i] > 0 ? y[i] : 1e-3 * (i + 1);
  }
  memcpy(model.k, mt_i_leucine_constants, sizeof(model.k));
  model.leucine_in = model.glucose_in = 0.0;
  model.p70s6k_frozen = 0;
  MT_CHECK(mt_i_leucine_rate(0, y, base, &model) == 0);
  for (int r = 0; r < N + 3; r++) {
    double largest = 0;
    leucine_model other = model;
    double z[LEUCINE_ALL];
    memcpy(z, y, sizeof(y));
    if (r < N) {
      other.k[groups[r] - 1] *= 2.0;
    } else {
      z[INSULIN_DELAY1 + r - N] *= 2.0; /* the three stages of the delay */
    }
    MT_CHECK(mt_i_leucine_rate(0, z, dy, &other) == 0);
    for (int i = 0; i < LEUCINE_STATES; i++) {
      matrix[r][i] = dy[i] - base[i];
      largest = fmax(largest, fabs(matrix[r][i]));
    }
    for (int i = 0; i < LEUCINE_STATES; i++) {
      matrix[r][i] = fabs(matrix[r][i]) > 1e-6 * largest ? matrix[r][i] / largest : 0.0;
    }
  }
  for (int column = 0; column < LEUCINE_STATES; column++) {
    int pivot = rank;
    for (int r = rank; r < N + 3; r++) {
      pivot = fabs(matrix[r][column]) > fabs(matrix[pivot][column]) ? r : pivot;
    }
    if (pivot >= N + 3 || fabs(matrix[pivot][column]) < 1e-7) {
      continue;
    }
    for (int i = 0; i < LEUCINE_STATES; i++) {
      const double keep = matrix[rank][i];
      matrix[rank][i] = matrix[pivot][i];
      matrix[pivot][i] = keep;
    }
    for (int r = rank + 1; r < N + 3; r++) {
      const double by = matrix[r][column] / matrix[rank][column];
      for (int i = column; i < LEUCINE_STATES; i++) {
        matrix[r][i] -= by * matrix[rank][i];
      }
    }
    rank++;
  }
  MT_CHECK(rank == 29);
  if (rank != 29) {
    printf("rank %d\n", rank);
  }
}

static void test_leucine__jacobian_meets_difference_quotients(void) {
  leucine_model model;
  unsigned state = 3;

  memcpy(model.k, mt_i_leucine_constants, sizeof(model.k));
  model.leucine_in = 1.9e-5;
  model.glucose_in = 4e-4;
  for (int trial = 0; trial < 20; trial++) {
    static double jacobian[LEUCINE_ALL * LEUCINE_ALL];
    double y[LEUCINE_ALL], up[LEUCINE_ALL], down[LEUCINE_ALL], z[LEUCINE_ALL],
        scales[LEUCINE_ALL];

    model.p70s6k_frozen = trial % 4 == 3;
    mt_i_leucine_start(LEUCINE_REFERENCE_PLASMA, LEUCINE_REFERENCE_MUSCLE, y);
    mt_i_leucine_scales(y, scales);
    for (int i = 0; i < LEUCINE_ALL; i++) {
      y[i] = (y[i] > 0 ? y[i] : 0.1 * scales[i]) * (0.3 + 2.0 * mt_test_random(&state));
    }
    y[GLUCOSE] = 0.03 + 0.08 * mt_test_random(&state);
    memset(jacobian, 0, sizeof(jacobian));
    MT_CHECK(mt_i_leucine_jacobian(0, y, jacobian, &model) == 0);
    for (int j = 0; j < LEUCINE_ALL; j++) {
      const double h = 1e-5 * y[j];
      memcpy(z, y, sizeof(z));
      z[j] = y[j] + h;
      mt_i_leucine_rate(0, z, up, &model);
      z[j] = y[j] - h;
      mt_i_leucine_rate(0, z, down, &model);
      for (int i = 0; i < LEUCINE_ALL; i++) {
        const double quotient = (up[i] - down[i]) / (2 * h);
        const double noise = 1e-15 * (fabs(up[i]) + fabs(down[i])) / h * 100.0;
        MT_CHECK_WITHIN(jacobian[i + LEUCINE_ALL * j], quotient,
                        1.0 * (1e-6 * fabs(quotient) + noise + 1e-300));
      }
    }
  }
}

static void test_leucine__totals_and_leucine_are_conserved(void) {
  static const double totals[LEUCINE_FAMILIES] = {
      2.249195e-8, 5.569846e-9, 5.933895e-9, 2.227144e-8, 2.701517e-7,
      1.837971e-8, 7.944531e-9, 2.335544e-7, 5.449646e-9, 1.142752e-8};
  static const int leucine[10] = {LEU_STOMACH,  LEU_GUT,       LEU_PLASMA,  KIC_PLASMA,
                                  LEU_MUSCLE,   KIC_MUSCLE,    LEU_PROTEIN, LEU_EXCRETED,
                                  KIC_OXIDISED, LEU_SPLANCHNIC};
  const double t[5] = {-300, 0, 60, 180, 600};
  mt_leucine run = standard();
  double y[5 * 40], worst = 0.0;

  MT_CHECK(mt_leucine_run(NULL, &run, 5, t, y, NULL, NULL, NULL) == MT_OK);
  for (int n = 0; n < 5; n++) {
    double total[LEUCINE_FAMILIES] = {0}, balance = 0.0, expected = 3.518985;
    for (int i = 0; i < 40; i++) {
      if (mt_i_leucine_family(i) >= 0) {
        total[mt_i_leucine_family(i)] += y[40 * n + i];
      }
    }
    total[1] += y[40 * n + IRS1_PI3K];
    for (int f = 0; f < LEUCINE_FAMILIES; f++) {
      double start = 0.0;
      MT_CHECK_WITHIN(total[f], totals[f], 5e-7 * totals[f]); /* as printed */
      for (int i = 0; i < 40; i++) {
        start += mt_i_leucine_family(i) == f ? y[i] : 0.0;
      }
      start += f == 1 ? y[IRS1_PI3K] : 0.0;
      MT_CHECK_WITHIN(total[f], start, 1e-9 * start);
      worst = fmax(worst, fabs(total[f] / start - 1.0));
    }
    for (int i = 0; i < 10; i++) {
      balance += y[40 * n + leucine[i]];
    }
    expected += (n > 0 ? 5.717771e-3 : 0.0) + (n > 1 ? 26.68293e-3 : 0.0);
    MT_CHECK_WITHIN(balance, expected, 2e-5 * 26.68e-3);
  }
  printf("totals drift by %.2g\n", worst);
}

static void test_leucine__metamorphic(void) {
  const double half[2] = {1.75, 1.75}, at_once[2] = {0.0, 0.0}, zero = 0.0, large = 7.0,
               split[3] = {3.5, 0.0, 0.0}, later[3] = {0.0, 31.4, 77.7};
  mt_leucine run = standard(), other = standard();
  const double mps = integral(&run, 180, 0);
  double rate[69], with_0, without;

  other.n_doses = 2;
  other.dose_g = half;
  other.dose_time = at_once;
  MT_CHECK_WITHIN(integral(&other, 180, 0), mps, 1e-12 * mps);
  other.n_doses = 1;
  other.dose_g = &zero;
  with_0 = integral(&other, 180, 0);
  other.n_doses = 0;
  without = integral(&other, 180, 0);
  MT_CHECK_WITHIN(with_0, without, 1e-6 * without);
  other.n_doses = 3; /* doses of nothing: stops and restarts on the way */
  other.dose_g = split;
  other.dose_time = later;
  MT_CHECK_WITHIN(integral(&other, 180, 0), mps, 1e-5 * mps);
  other = standard();
  other.dose_g = &large;
  MT_CHECK(integral(&other, 180, 0) > mps);
  other = standard();
  other.rtol = 5e-7;
  MT_CHECK_WITHIN(integral(&other, 180, 0), mps, 1e-6 * mps);
  for (int k = 0; k < 69; k++) {
    rate[k] = k == 38 ? 0.8 : 1.0;
  }
  other = standard();
  other.rate = rate;
  MT_CHECK(integral(&other, 180, 0) < mps);
  MT_CHECK(integral(&other, 180, 1) > integral(&run, 180, 1));
  other = standard();
  other.freeze_p70s6k = 1;
  MT_CHECK(integral(&other, 180, 0) < mps);
}

/* Without a dose and with the infusion kept on the oscillation dies out. */
static void test_leucine__it_comes_to_rest(void) {
  const double t[2] = {1000, 2000};
  double flows[10];
  mt_leucine run;

  mt_leucine_init(&run);
  run.infusion = 1.0;
  MT_CHECK(mt_leucine_run(NULL, &run, 2, t, NULL, flows, NULL, NULL) == MT_OK);
  MT_CHECK_WITHIN(flows[5], flows[0], 1e-3 * flows[0]);
}

static void test_leucine__volumes(void) {
  double plasma, muscle;
  MT_CHECK(mt_leucine_volumes(NULL, 1, 173, 72.1, 41.9, 517, &plasma, &muscle) == MT_OK);
  MT_CHECK_WITHIN(plasma, 4.8247034, 1e-8 * 4.8);
  MT_CHECK_WITHIN(muscle, 26.2283176, 1e-8 * 26.2);
  MT_CHECK(mt_leucine_volumes(NULL, 0, 165, 60, 30, -5, &plasma, &muscle) ==
           MT_ERROR_VALUE);
}

/* One run that fails marks itself; any number of threads gives the same bits. */
static void test_leucine__batches(void) {
  enum { N = 6 };
  const double t[3] = {0, 90, 180};
  double rate[N][69], one[N * 15], two[N * 15];
  mt_status statuses[N];
  mt_leucine runs[N];
  mt_ctx *ctx;

  for (int i = 0; i < N; i++) {
    runs[i] = standard();
    for (int k = 0; k < 69; k++) {
      rate[i][k] = 1.0;
    }
    rate[i][38] = 1.0 - 0.1 * i;
    runs[i].rate = rate[i];
  }
  MT_CHECK(mt_leucine_batch(NULL, N, runs, 3, t, 1, NULL, NULL, one, NULL, NULL) ==
           MT_OK);
  MT_CHECK(mt_leucine_batch(NULL, N, runs, 3, t, 2, NULL, NULL, two, NULL, NULL) ==
           MT_OK);
  MT_CHECK(memcmp(one, two, sizeof(one)) == 0);
  rate[3][14] = 1e6; /* muscle without leucine, mTORC1 dies: breakdown without end */
  rate[3][38] = 0.0;
  rate[3][26] = 0.0;
  rate[3][37] = 1e6;
  MT_CHECK(mt_leucine_batch(NULL, N, runs, 3, t, 2, statuses, NULL, two, NULL, NULL) ==
           MT_OK);
  for (int i = 0; i < N; i++) {
    MT_CHECK(statuses[i] == (i == 3 ? MT_ERROR_SOLVER : MT_OK));
    MT_CHECK(i == 3 || memcmp(one + 15 * i, two + 15 * i, 15 * sizeof(double)) == 0);
  }
  /* Times before its own start are one run's mistake, no other's. */
  {
    const double early[3] = {-250, 0, 90};
    runs[1].equilibration = 200;
    MT_CHECK(mt_leucine_batch(NULL, N, runs, 3, early, 2, statuses, NULL, two, NULL,
                              NULL) == MT_OK);
    for (int i = 0; i < N; i++) {
      MT_CHECK(statuses[i] == (i == 1   ? MT_ERROR_VALUE
                               : i == 3 ? MT_ERROR_SOLVER
                                        : MT_OK));
    }
    runs[1].equilibration = 300;
  }
  MT_CHECK(mt_ctx_create(NULL, &ctx) == MT_OK);
  MT_CHECK(mt_leucine_batch(ctx, N, runs, 3, t, 2, NULL, NULL, two, NULL, NULL) ==
           MT_ERROR_SOLVER);
  printf("%s\n", mt_ctx_message(ctx));
  MT_CHECK(strstr(mt_ctx_message(ctx), "time") != NULL &&
           strstr(mt_ctx_message(ctx), "state ") != NULL);
  mt_ctx_destroy(ctx);
}

static void test_leucine__wrong_input(void) {
  const double t[2] = {10, 5}, early = -400, negative = -1;
  mt_leucine run = standard();
  double rate[69] = {0};
  MT_CHECK(mt_leucine_run(NULL, &run, 2, t, NULL, NULL, NULL, NULL) == MT_ERROR_ORDER);
  MT_CHECK(mt_leucine_run(NULL, &run, 1, &early, NULL, NULL, NULL, NULL) ==
           MT_ERROR_VALUE);
  MT_CHECK(mt_leucine_run(NULL, NULL, 1, t, NULL, NULL, NULL, NULL) == MT_ERROR_NULL);
  MT_CHECK(mt_leucine_run(NULL, &run, 0, t, NULL, NULL, NULL, NULL) == MT_ERROR_SIZE);
  run.dose_g = &negative;
  MT_CHECK(mt_leucine_run(NULL, &run, 1, t, NULL, NULL, NULL, NULL) == MT_ERROR_VALUE);
  run = standard();
  run.rate = rate;
  MT_CHECK(mt_leucine_run(NULL, &run, 1, t, NULL, NULL, NULL, NULL) == MT_ERROR_VALUE);
  run = standard();
  run.struct_size = 10000;
  MT_CHECK(mt_leucine_run(NULL, &run, 1, t, NULL, NULL, NULL, NULL) == MT_ERROR_STRUCT);
}

static void test_leucine__it_is_fast(void) {
  mt_solver_statistics work;
  double t[481], y[40 * 481], flows[5 * 481], sums[3 * 481], seconds;
  mt_leucine run = standard();
  clock_t begin;

  for (int i = 0; i <= 480; i++) {
    t[i] = i;
  }
  mt_solver_statistics_init(&work);
  begin = clock();
  for (int i = 0; i < 5; i++) {
    MT_CHECK(mt_leucine_run(NULL, &run, 481, t, y, flows, sums, &work) == MT_OK);
  }
  seconds = (double)(clock() - begin) / CLOCKS_PER_SEC / 5;
  printf("0-480 min: %.1f ms, %d steps, %d rates, %d Jacobians\n", 1e3 * seconds,
         (int)work.steps, (int)work.rates, (int)work.jacobians);
  MT_CHECK(work.steps > 300 && work.steps < 1500 && work.starts == 3);
  /* The bound is for a plain build; a sanitizer takes some ten times as long. */
  MT_CHECK(seconds < 0.4);
}

MT_TEST_MAIN(test_leucine__reference_runs, test_leucine__reference_time_course,
             test_leucine__stoichiometry, test_leucine__rank_of_the_stoichiometry,
             test_leucine__jacobian_meets_difference_quotients,
             test_leucine__totals_and_leucine_are_conserved, test_leucine__metamorphic,
             test_leucine__it_comes_to_rest, test_leucine__volumes, test_leucine__batches,
             test_leucine__wrong_input, test_leucine__it_is_fast)
