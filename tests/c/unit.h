/* What the C tests of the finer models share: count, compare, tell. */
#ifndef MT_TEST_UNIT_H
#define MT_TEST_UNIT_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int unit_passed, unit_failed, unit_bad;

#define CHECK(condition)                                                  \
  do {                                                                    \
    if (!(condition)) {                                                   \
      printf("  line %d: %s\n", __LINE__, #condition);                    \
      unit_bad = 1;                                                       \
    }                                                                     \
  } while (0)

/* Within `tolerance` of the expected, relative to `scale`. */
#define CHECK_NEAR(actual, expected, tolerance, scale)                                 \
  do {                                                                                 \
    const double a_ = (actual), e_ = (expected), s_ = (scale);                         \
    if (!(fabs(a_ - e_) <= (tolerance)*s_)) {                                          \
      printf("  line %d: %s is %.17g, expected %.17g, off by %.3g\n", __LINE__, #actual, \
             a_, e_, fabs(a_ - e_) / s_);                                              \
      unit_bad = 1;                                                                    \
    }                                                                                  \
  } while (0)

#define RUN(test)                       \
  do {                                  \
    unit_bad = 0;                       \
    test();                             \
    if (unit_bad) {                     \
      unit_failed++;                    \
      printf("%s failed\n", #test);     \
    } else {                            \
      unit_passed++;                    \
    }                                   \
  } while (0)

static int unit_end(const char *name) {
  printf("%s: %d passed, %d failed\n", name, unit_passed, unit_failed);
  return unit_failed > 0;
}

/* Uniform in (0, 1), the same on every machine. */
static inline double unit_random(unsigned *state) {
  *state = *state * 1664525u + 1013904223u;
  return ((double)(*state >> 8) + 0.5) / 16777216.0;
}

#endif
