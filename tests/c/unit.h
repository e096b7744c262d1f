/* What the C tests of the finer models add to test.h. */
#ifndef MT_TEST_UNIT_H
#define MT_TEST_UNIT_H

#include <muscletwin.h>
#include <stdlib.h>

#include "test.h"

#define CHECK MT_CHECK

/* Within tolerance x scale of the expected. */
#define CHECK_NEAR(actual, expected, tolerance, scale)                                  \
  unit_near((double)(actual), (double)(expected), (double)(tolerance), (double)(scale), \
            __FILE__, __LINE__, __func__, #actual)

static inline int unit_near(double actual, double expected, double tolerance,
                            double scale, const char *file, int line, const char *test,
                            const char *what) {
  const int ok = fabs(actual - expected) <= tolerance * scale;
  char text[300];

  (void)mt_test_near;
  if (!ok) {
    snprintf(text, sizeof(text), "%.100s is %.17g, expected %.17g, off by %.3g", what,
             actual, expected, fabs(actual - expected) / scale);
  }
  return mt_test_report(ok, file, line, test, text);
}

/* Uniform in (0, 1), the same on every machine. */
static inline double unit_random(unsigned *state) {
  *state = *state * 1664525u + 1013904223u;
  return ((double)(*state >> 8) + 0.5) / 16777216.0;
}

#endif
