/*
 * The post's equation of muscle mass: dM/dt = k_s N S - k_d M (docs/math.md, section 1).
 * `inflow` is b = k_s N S, kg a day, constant over a piece.
 */
#ifndef MT_MODEL_MASS_H
#define MT_MODEL_MASS_H

#include <math.h>

#include "base/fp.h"

/* Days' worth of synthesis that is still there after `days`: (1 - e^(-k_d d)) / k_d.
 * expm1 keeps all digits for a slow breakdown; without breakdown nothing is lost. */
static inline double mass_retained_days(double k_d, double days) {
  const double decay = k_d * days;
  return decay > 0.0 ? -expm1(-decay) / k_d : days;
}

/* The closed form b/k_d + (M - b/k_d) e^(-k_d d), written as a sum of two positive terms
 * so that mass cannot fall below zero by rounding. */
static inline double mass_after(double mass, double inflow, double k_d, double days) {
  return mass * exp(-k_d * days) + inflow * mass_retained_days(k_d, days);
}

static inline double mass_rate(double mass, double inflow, double k_d) {
  return inflow - k_d * mass;
}

#endif
