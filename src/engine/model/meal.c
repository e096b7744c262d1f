#include "model/meal.h"

#include <math.h>
#include <stddef.h>

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
