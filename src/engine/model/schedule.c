#include "base/fp.h"

#include "model/schedule.h"

#include <stddef.h>

#include "base/random_r.h"

enum { DAYS_A_WEEK = 7 };

/* Bit d - 1 is set when day d of the week is a training day. */
enum {
  DAYS_1_3_5 = 1 << 0 | 1 << 2 | 1 << 4,
  DAYS_1_2_4_6 = 1 << 0 | 1 << 1 | 1 << 3 | 1 << 5,
  DAYS_1_TO_5 = 31,
  DAYS_1_4 = 1 << 0 | 1 << 3
};

static const struct {
  int64_t to_week; /* last week of the phase, 1-based */
  unsigned days;
  double lowest, highest;
} phases[] = {
    {4, DAYS_1_3_5, 45.0, 62.0},   {8, DAYS_1_2_4_6, 65.0, 82.0},
    {12, DAYS_1_TO_5, 75.0, 92.0}, {16, DAYS_1_3_5, 45.0, 62.0},
    {18, DAYS_1_4, 25.0, 40.0},
};

void mt_i_schedule_make(int64_t n, int32_t seed, double *load) {
  const size_t n_phases = sizeof(phases) / sizeof(phases[0]);
  r_random random;
  size_t phase = 0;

  mt_i_r_random_seed(&random, (uint32_t)seed);
  for (int64_t i = 0; i < n; i++) {
    const int64_t week = i / DAYS_A_WEEK + 1;
    const unsigned day_bit = 1u << (i % DAYS_A_WEEK);

    while (phase < n_phases && week > phases[phase].to_week) {
      phase++;
    }
    load[i] = 0.0;
    if (phase < n_phases && (phases[phase].days & day_bit)) {
      /* R's runif(1, lo, hi) */
      const double width = phases[phase].highest - phases[phase].lowest;
      load[i] = phases[phase].lowest + width * mt_i_r_random_uniform(&random);
    }
  }
}

int64_t mt_i_schedule_pieces(int64_t n, const double *load, const double *nutrition,
                             double *end, double *piece_load, double *piece_nutrition) {
  int64_t last = -1;

  for (int64_t i = 0; i < n; i++) {
    const double eaten = nutrition == NULL ? 1.0 : nutrition[i];
    if (last < 0 || load[i] != piece_load[last] || eaten != piece_nutrition[last]) {
      last++;
      piece_load[last] = load[i];
      piece_nutrition[last] = eaten;
    }
    end[last] = (double)(i + 1);
  }
  return last + 1;
}
