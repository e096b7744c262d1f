#include "model/meal.h"

#include <math.h>
#include <stddef.h>

const mt_meal_rule mt_i_meal_rule_usual = {.struct_size = sizeof(mt_meal_rule),
                                           .e_max = 1.0,
                                           .d0 = 0.14,
                                           .refractory = 180.0,
                                           .spent = 0.03};

#define ALL(x) \
  { x, x, x, x, x, x, x, x }
const mt_plasma mt_i_plasma_usual = {.struct_size = sizeof(mt_plasma),
                                     .n_sources = 1,
                                     .k_a = ALL(0.04),
                                     .share = ALL(0.6),
                                     .k_tr = 0.05,
                                     .k_e = 0.0175,
                                     .basal = 125.0,
                                     .volume = 35.0};

void mt_i_meal_responses(const mt_meal_rule *rule, int64_t n, const double *minute,
                         const double *dose, const double *amplitude, double *response) {
  double away = 0.0, last = -INFINITY; /* what is taken of R just after the last meal */

  /* Twice through the day, so that the evening is felt in the morning. */
  for (int pass = 0; pass < 2; pass++) {
    for (int64_t i = 0; i < n; i++) {
      const double since = minute[i] - last;
      const double still = fmax(away - since / rule->refractory, 0.0);
      const double gain = amplitude == NULL ? 1.0 : amplitude[i];
      const double spends = -expm1(-dose[i] / rule->spent);

      response[i] = -rule->e_max * expm1(-dose[i] / rule->d0) * gain * (1.0 - still);
      /* A meal in between takes of what is there. What comes back per minute is the same
       * whatever was taken, so a meal of nothing changes nothing. */
      away = still + (1.0 - still) * spends;
      last = minute[i];
    }
    last -= 1440.0;
  }
}
