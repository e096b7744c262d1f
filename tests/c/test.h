#ifndef MT_TEST_H
#define MT_TEST_H

/* A test program: functions `static void test_<module>__<case>(void)` that check with
 *   MT_CHECK(condition)
 *   MT_CHECK_EQ(actual, expected)          numbers (as double) that must be equal; NaN is NaN
 *   MT_CHECK_NEAR(actual, expected, rel)   relative to |expected|; absolute where that is 0
 *   MT_CHECK_WITHIN(actual, expected, most)   not farther apart than `most`
 * each operand evaluated once and shown when the check fails, and at the end
 *   MT_TEST_MAIN(test_a__one, test_a__two)
 * A test that cannot be made here says MT_SKIP() and returns. One line for each failing
 * check (the first 20 of a test), at last "<name>: N passed, N failed[, N skipped]",
 * counting tests, and exit status 1 if one failed. */

#include <math.h>
#include <stdio.h>
#include <string.h>

/* For what a header gives to several files, each of which uses some of it. */
#if defined(__GNUC__)
#define MAYBE __attribute__((unused)) static
#else
#define MAYBE static
#endif

static int mt_test_failures; /* failing checks of the test under way */
static int mt_test_skipped;  /* 1: it was skipped */

static int mt_test_report(int ok, const char *file, int line, const char *test,
                          const char *text) {
  if (!ok && ++mt_test_failures <= 20) {
    printf("%s:%d: %s: %s\n", file, line, test, text);
  }
  return ok;
}

MAYBE int mt_test_near(double actual, double expected, double tolerance, const char *file,
                       int line, const char *test, const char *a, const char *b) {
  const double scale = expected == 0.0 ? 1.0 : fabs(expected);
  const int ok = (isnan(actual) && isnan(expected)) || actual == expected ||
                 fabs(actual - expected) <= tolerance * scale;
  char text[400];

  if (!ok) {
    snprintf(text, sizeof(text), "%.80s is %.17g, %.80s is %.17g, relative error %.3g", a,
             actual, b, expected, fabs(actual - expected) / scale);
  }
  return mt_test_report(ok, file, line, test, text);
}

MAYBE int mt_test_within(double actual, double expected, double most, const char *file,
                         int line, const char *test, const char *a, const char *b) {
  const int ok = fabs(actual - expected) <= most;
  char text[400];

  if (!ok) {
    snprintf(text, sizeof(text), "%.80s is %.17g, %.80s is %.17g, %.3g apart", a, actual,
             b, expected, fabs(actual - expected));
  }
  return mt_test_report(ok, file, line, test, text);
}

/* Uniform in (0, 1), the same on every machine. */
MAYBE double mt_test_random(unsigned *state) {
  *state = *state * 1664525u + 1013904223u;
  return ((double)(*state >> 8) + 0.5) / 16777216.0;
}

#define MT_CHECK(condition) \
  mt_test_report(!!(condition), __FILE__, __LINE__, __func__, "false: " #condition)
#define MT_CHECK_NEAR(actual, expected, rel)                                    \
  mt_test_near((double)(actual), (double)(expected), (rel), __FILE__, __LINE__, \
               __func__, #actual, #expected)
#define MT_CHECK_WITHIN(actual, expected, most)                                  \
  mt_test_within((double)(actual), (double)(expected), (double)(most), __FILE__, \
                 __LINE__, __func__, #actual, #expected)
#define MT_SKIP() ((void)(mt_test_skipped = 1))
#define MT_CHECK_EQ(actual, expected) MT_CHECK_NEAR(actual, expected, 0.0)

static int mt_test_run(const char *file, void (*const *tests)(void), int count) {
  const char *name = strrchr(file, '/') != NULL ? strrchr(file, '/') + 1 : file;
  int failed = 0, skipped = 0;

  for (int i = 0; i < count; i++) {
    mt_test_failures = mt_test_skipped = 0;
    tests[i]();
    failed += mt_test_failures > 0;
    skipped += mt_test_failures == 0 && mt_test_skipped;
  }
  printf("%s: %d passed, %d failed", name, count - failed - skipped, failed);
  if (skipped > 0) {
    printf(", %d skipped", skipped);
  }
  printf("\n");
  return failed > 0;
}

#define MT_TEST_MAIN(...)                                                         \
  int main(void) {                                                                \
    void (*const tests[])(void) = {__VA_ARGS__};                                  \
    return mt_test_run(__FILE__, tests, (int)(sizeof(tests) / sizeof(tests[0]))); \
  }

#endif
