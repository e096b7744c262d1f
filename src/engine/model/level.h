/*
 * The level, the slow drift that training does not explain: an Ornstein-Uhlenbeck process
 * that is 0 on the first day, seen through tests with noise. docs/math.md, "Calibration".
 *
 * It is followed by a scalar Kalman filter (Kalman 1960, J Basic Eng 82:35) whose gains
 * serve the tests and every regressor alike (de Jong 1991, Ann Stat 19:1073). One step,
 * from a node to the next:
 *
 *   variance <- stay^2 variance + drift^2 gained       over the gap
 *   state    <- stay state
 *   left     <- x - state                              the innovation of test or regressor
 *   state    <- state + gain left                      gain = variance / (variance + noise)
 *   variance <- noise gain
 *
 * The steps are macros, as they hold for numbers and for vectors of them (num/vec.h).
 */
#ifndef MT_MODEL_LEVEL_H
#define MT_MODEL_LEVEL_H

#include "base/fp.h"

#include <math.h>

/* drift2: the square of the drift. */
#define LEVEL_CARRIED(variance, stay, drift2, gained) \
  ((stay) * (stay) * (variance) + (drift2) * (gained))

/* x becomes what is left of it. */
#define LEVEL_SEE(state, x, gain) ((x) -= (state), (state) += (gain) * (x))

#define LEVEL_KNOWN(noise, gain) ((noise) * (gain))

/* What a gap of so many days leaves of the level, and the variance it gains per drift^2.
 * half_life inf: a random walk. */
MT_I_INLINE void level_gap(double gap, double half_life, double *stay, double *gained) {
  const double time = half_life / 0.69314718055994530942;

  *stay = isinf(time) ? 1.0 : exp(-gap / time);
  *gained = isinf(time) ? gap : -0.5 * time * expm1(-2.0 * gap / time);
}

#endif
