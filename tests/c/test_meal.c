/* Meals: patterns of a day, and leucine in plasma against its closed form. */
#include <muscletwin.h>

#include "test.h"

static double day_total(int n, double first, double gap, double grams, double kg) {
  double minute[24], dose[24], response[24], total = 0;
  for (int i = 0; i < n; i++) {
    minute[i] = first + gap * i;
    dose[i] = grams / kg;
  }
  MT_CHECK_EQ(mt_meal_responses(NULL, n, minute, dose, NULL, NULL, response), MT_OK);
  for (int i = 0; i < n; i++) {
    total += response[i];
  }
  return total;
}

static void test_meal__patterns_of_a_day(void) {
  const double four = day_total(4, 480, 180, 20, 80),
               eight = day_total(8, 480, 90, 10, 80),
               two = day_total(2, 480, 360, 40, 80);
  printf("4 x 20 g %.2f, 8 x 10 g %.2f, 2 x 40 g %.2f\n", four, eight, two);
  MT_CHECK(four > eight && four > two);
  MT_CHECK_EQ(day_total(3, 480, 300, 0, 80), 0);
}

/* What is taken comes back at one pace: a meal of nothing, or next to nothing, between two
 * others leaves them as they are. */
static void test_meal__of_nothing_changes_nothing(void) {
  const double minute[3] = {480, 570, 600}, pair[2] = {480, 600};
  const double some[2] = {0.05, 0.5};
  double three[3], two[2];

  MT_CHECK_EQ(mt_meal_responses(NULL, 2, pair, some, NULL, NULL, two), MT_OK);
  for (int i = 0; i < 2; i++) {
    const double dose[3] = {0.05, i == 0 ? 0.0 : 1e-12, 0.5};
    MT_CHECK_EQ(mt_meal_responses(NULL, 3, minute, dose, NULL, NULL, three), MT_OK);
    MT_CHECK_NEAR(three[0], two[0], 1e-10);
    MT_CHECK_NEAR(three[2], two[1], 1e-10);
  }
  /* 1 - e^(-5/3) of R was taken, two of three hours' worth is back. */
  MT_CHECK_NEAR(two[1], -expm1(-0.5 / 0.14) * (1 - (-expm1(-5.0 / 3) - 2.0 / 3)), 1e-12);
}

/* 5, 10, 20, 40 g: +37, 56, 97, 97 % within 15 points. */
static void test_meal__dose_response(void) {
  static const double grams[4] = {5, 10, 20, 40}, seen[4] = {37, 56, 97, 97};
  for (int i = 0; i < 4; i++) {
    MT_CHECK_WITHIN(100 * day_total(1, 480, 0, grams[i], 80), seen[i], 15);
    MT_CHECK_WITHIN(110 * day_total(1, 480, 0, grams[i], 86), seen[i],
                    15); /* exercised, x 1.1 */
  }
}

/* Bateman's closed form of stomach, gut and plasma. */
static double plasma_exact(double t, double umol, double k1, double k2, double ke,
                           double f, double v) {
  const double a = k1 * k2 * f / v * umol;
  return a * (exp(-k1 * t) / ((k2 - k1) * (ke - k1)) +
              exp(-k2 * t) / ((k1 - k2) * (ke - k2)) +
              exp(-ke * t) / ((k1 - ke) * (k2 - ke)));
}

static void test_meal__plasma_leucine(void) {
  const double minute[2] = {0, 240}, umol[2] = {16000, 8000};
  const int64_t source[2] = {0, 1};
  double times[49], c[49], whey = 0, casein = 0, whey_at = 0, casein_at = 0;
  mt_plasma plasma;
  mt_plasma_init(&plasma);
  plasma.n_sources = 2;
  plasma.k_a[0] = 0.018;
  plasma.k_a[1] = 0.006;
  for (int i = 0; i < 49; i++) {
    times[i] = 10 * i;
  }
  MT_CHECK_EQ(mt_plasma_leucine(NULL, &plasma, 2, minute, umol, source, 49, times, c),
              MT_OK);
  for (int i = 0; i < 49; i++) {
    double exact = 125 + plasma_exact(times[i], 16000, 0.05, 0.018, 0.0175, 0.6, 35);
    if (times[i] > 240) {
      exact += plasma_exact(times[i] - 240, 8000, 0.05, 0.006, 0.0175, 0.6, 35);
    }
    MT_CHECK_WITHIN(c[i], exact, 1e-4);
  }
  for (double t = 1; t < 400; t++) {
    const double w = plasma_exact(t, 1, 0.05, 0.018, 0.0175, 0.6, 35),
                 k = plasma_exact(t, 1, 0.05, 0.006, 0.0175, 0.6, 35);
    whey_at = w > whey ? t : whey_at;
    casein_at = k > casein ? t : casein_at;
    whey = fmax(whey, w);
    casein = fmax(casein, k);
  }
  printf("whey peaks at %g min, casein at %g\n", whey_at, casein_at);
  MT_CHECK(whey_at < casein_at && whey > casein);
}

static void test_meal__plasma_wrong(void) {
  const double minute[2] = {0, 240}, umol[2] = {16000, 8000}, times[1] = {10};
  int64_t source[2] = {0, 1};
  double c[1];
  mt_plasma plasma;
  mt_plasma_init(&plasma);
  /* Without a meal there is what is there before one. */
  MT_CHECK_EQ(mt_plasma_leucine(NULL, &plasma, 0, NULL, NULL, NULL, 1, times, c), MT_OK);
  MT_CHECK_EQ(c[0], 125.0);
  MT_CHECK_EQ(mt_plasma_leucine(NULL, &plasma, -1, minute, umol, source, 1, times, c),
              MT_ERROR_SIZE);
  MT_CHECK_EQ(mt_plasma_leucine(NULL, &plasma, 2, minute, umol, source, 1, times, c),
              MT_ERROR_VALUE); /* source[1] is 1 of 1 */
  source[1] = -1;
  MT_CHECK_EQ(mt_plasma_leucine(NULL, &plasma, 2, minute, umol, source, 1, times, c),
              MT_ERROR_VALUE);
  for (int n = 0; n <= MT_MEAL_SOURCES + 1; n += MT_MEAL_SOURCES + 1) {
    plasma.n_sources = n;
    MT_CHECK_EQ(mt_plasma_leucine(NULL, &plasma, 0, NULL, NULL, NULL, 1, times, c),
                MT_ERROR_SIZE);
  }
}

MT_TEST_MAIN(test_meal__patterns_of_a_day, test_meal__of_nothing_changes_nothing,
             test_meal__dose_response, test_meal__plasma_leucine, test_meal__plasma_wrong)
