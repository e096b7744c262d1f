/* Entry points of meals. */
#include <math.h>

#include "api/check.h"
#include "method/path/meal.h"
#include "model/meal.h"

mt_status mt_meal_responses(mt_ctx *ctx, int64_t n, const double *minute,
                            const double *dose, const double *amplitude,
                            const mt_meal_rule *rule, double *response) {
  mt_meal_rule chosen;

  mt_meal_rule_init(&chosen);
  if (rule != NULL) {
    MT_I_TRY(mt_i_check_struct(ctx, "rule", rule, sizeof(chosen), &chosen));
  }
  if (n == 0) {
    return MT_OK;
  }
  MT_I_TRY(mt_i_check_count(ctx, "n", n));
  MT_I_TRY(mt_i_check_values(ctx, "minute", n, minute, 0.0, 1440.0, 0));
  MT_I_TRY(mt_i_check_order(ctx, "minute", n, minute, 0));
  MT_I_TRY(mt_i_check_values(ctx, "dose", n, dose, 0.0, 1e3, 0));
  MT_I_TRY(mt_i_check_values(ctx, "amplitude", n, amplitude, 0.0, 1e3, 1));
  MT_I_TRY(mt_i_check_values(ctx, "e_max", 1, &chosen.e_max, 0.0, 1e3, 0));
  MT_I_TRY(mt_i_check_positive(ctx, "d0", chosen.d0, INFINITY));
  MT_I_TRY(mt_i_check_positive(ctx, "refractory", chosen.refractory, INFINITY));
  MT_I_TRY(mt_i_check_positive(ctx, "spent", chosen.spent, INFINITY));
  MT_I_TRY(mt_i_check_pointer(ctx, "response", response));
  mt_i_meal_responses(&chosen, n, minute, dose, amplitude, response);
  return MT_OK;
}

mt_status mt_plasma_leucine(mt_ctx *ctx, const mt_plasma *plasma, int64_t n_meals,
                            const double *minute, const double *umol,
                            const int64_t *source, int64_t n_times, const double *times,
                            double *concentration) {
  mt_plasma p;

  MT_I_TRY(mt_i_check_pointer(ctx, "plasma", plasma));
  mt_plasma_init(&p);
  MT_I_TRY(mt_i_check_struct(ctx, "plasma", plasma, sizeof(p), &p));
  if (p.n_sources < 1 || p.n_sources > MT_MEAL_SOURCES) {
    return mt_i_fail(ctx, MT_ERROR_SIZE, "n_sources is %lld; 1 to %d work",
                     (long long)p.n_sources, MT_MEAL_SOURCES);
  }
  for (int64_t i = 0; i < p.n_sources; i++) {
    MT_I_TRY(mt_i_check_positive(ctx, "k_a", p.k_a[i], INFINITY));
  }
  MT_I_TRY(mt_i_check_values(ctx, "share", p.n_sources, p.share, 0.0, 1.0, 0));
  MT_I_TRY(mt_i_check_positive(ctx, "k_tr", p.k_tr, INFINITY));
  MT_I_TRY(mt_i_check_positive(ctx, "k_e", p.k_e, INFINITY));
  MT_I_TRY(mt_i_check_values(ctx, "basal", 1, &p.basal, 0.0, 1e6, 0));
  MT_I_TRY(mt_i_check_positive(ctx, "volume", p.volume, INFINITY));
  if (n_meals < 0) {
    return mt_i_fail(ctx, MT_ERROR_SIZE, "n_meals is %lld", (long long)n_meals);
  }
  if (n_meals > 0) {
    MT_I_TRY(mt_i_check_values(ctx, "minute", n_meals, minute, -1e9, 1e9, 0));
    MT_I_TRY(mt_i_check_order(ctx, "minute", n_meals, minute, 0));
    MT_I_TRY(mt_i_check_values(ctx, "umol", n_meals, umol, 0.0, 1e9, 0));
    MT_I_TRY(mt_i_check_pointer(ctx, "source", source));
  }
  for (int64_t i = 0; i < n_meals; i++) {
    if (source[i] < 0 || source[i] >= p.n_sources) {
      return mt_i_fail(ctx, MT_ERROR_VALUE, "source[%lld] is %lld of %lld", (long long)i,
                       (long long)source[i], (long long)p.n_sources);
    }
  }
  MT_I_TRY(mt_i_check_count(ctx, "n_times", n_times));
  MT_I_TRY(mt_i_check_values(ctx, "times", n_times, times, -1e9, 1e9, 0));
  MT_I_TRY(mt_i_check_order(ctx, "times", n_times, times, 0));
  MT_I_TRY(mt_i_check_pointer(ctx, "concentration", concentration));
  return mt_i_plasma_leucine(ctx, &p, n_meals, minute, umol, source, n_times, times,
                             concentration);
}
