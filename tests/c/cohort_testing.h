/* What the cohort tests share: the published block, populations, and a twin simulated one
 * day after the other. */
#ifndef MT_COHORT_TESTING_H
#define MT_COHORT_TESTING_H

#include <muscletwin.h>
#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "base/vmath.h"
#include "model/mass.h"
#include "test.h"
#include "watcher.h"

enum { BLOCK_DAYS = 140 };

MAYBE void published_block(double *load) { mt_schedule_make(NULL, BLOCK_DAYS, 42, load); }

/* All eight vary. */
MAYBE mt_population wide_population(void) {
  mt_population population;

  mt_population_init(&population);
  for (int j = 0; j < MT_N_PARAMETERS; j++) {
    population.kind[j] = j == MT_P0 ? MT_NORMAL : MT_LOGNORMAL;
    population.spread[j] = j == MT_P0 ? 10.0 : 0.05 + 0.05 * j;
  }
  return population;
}

MAYBE mt_cohort cohort_of(int64_t n, const mt_population *population) {
  mt_cohort cohort;

  mt_cohort_init(&cohort);
  cohort.n = n;
  cohort.population = population;
  return cohort;
}

MAYBE mt_cohort_options taper_options(void) {
  mt_cohort_options options;

  mt_cohort_options_init(&options);
  options.window_from = 120;
  options.window_to = BLOCK_DAYS;
  return options;
}

MAYBE double *doubles(int64_t n) {
  double *memory = malloc((size_t)n * sizeof(double) + 1);
  for (int64_t i = 0; i < n; i++) {
    memory[i] = -12345.0;
  }
  return memory;
}

MAYBE int same_bits(const void *a, const void *b, int64_t n_doubles) {
  return memcmp(a, b, (size_t)n_doubles * sizeof(double)) == 0;
}

/* ---- the oracle: one twin, one day after the other ---- */

typedef struct path {
  double mass[BLOCK_DAYS], g[BLOCK_DAYS], h[BLOCK_DAYS], p[BLOCK_DAYS];
} path;

/* twin[8]; `drawn`: the engine's own exp, else libm's. */
MAYBE void walk(const double *twin, int drawn, int64_t load_effect, int64_t n,
                const double *load, const double *nutrition, path *out) {
  const double a = -1.0 / twin[MT_TAU_G], b = -1.0 / twin[MT_TAU_H];
  const double g_decay = drawn ? vm_exp(a) : exp(a);
  const double h_decay = drawn ? vm_exp(b) : exp(b);
  const double k_d = twin[MT_K_D];
  const double m_decay = drawn ? vm_exp(-k_d) : exp(-k_d);
  const double kept = k_d == 0.0 ? 1.0 : (drawn ? -vm_expm1(-k_d) : -expm1(-k_d)) / k_d;
  double g = 0.0, h = 0.0, m = twin[MT_M0];

  for (int64_t t = 0; t < n; t++) {
    const double eaten = (nutrition == NULL ? 1.0 : nutrition[t]) * load[t];
    if (load_effect == MT_LOAD_SAME_DAY) {
      g = g * g_decay + twin[MT_K1] * load[t];
      h = h * h_decay + twin[MT_K2] * load[t];
    } else {
      const double before = t > 0 ? load[t - 1] : 0.0;
      g = (g + twin[MT_K1] * before) * g_decay;
      h = (h + twin[MT_K2] * before) * h_decay;
    }
    m = m * m_decay + twin[MT_K_S] * kept * eaten;
    out->mass[t] = m;
    out->g[t] = g;
    out->h[t] = h;
    out->p[t] = twin[MT_P0] + g - h;
  }
}

MAYBE double peak_of(const double *p, int64_t from, int64_t to, int32_t *day) {
  double peak = -INFINITY;

  for (int64_t t = from; t <= to; t++) {
    if (p[t - 1] > peak) {
      peak = p[t - 1];
      *day = (int32_t)t;
    }
  }
  return peak;
}

#endif
