/* Entry points of meals: responses, a day of them, its best split, leucine in plasma. */
#include <math.h>

#include "api/check.h"
#include "method/path/day_plan.h"
#include "method/path/leucine.h"
#include "method/path/meal.h"
#include "model/leucine.h"
#include "model/meal.h"

/* ---- sources and rule ---- */

const char *mt_meal_source_name(int64_t source) {
  return source >= 0 && source < MT_N_SOURCES ? mt_i_meal_sources[source].name : NULL;
}

void mt_meal_sources(double *leucine, double *k_a, double *share) {
  for (int i = 0; i < MT_N_SOURCES; i++) {
    const meal_source *source = &mt_i_meal_sources[i];
    if (leucine != NULL) {
      leucine[i] = source->leucine;
    }
    if (k_a != NULL) {
      k_a[i] = source->k_a;
    }
    if (share != NULL) {
      share[i] = source->share;
    }
  }
}

static mt_status check_rule(mt_ctx *ctx, const mt_meal_rule *rule, mt_meal_rule *out) {
  mt_meal_rule_init(out);
  if (rule == NULL) {
    return MT_OK;
  }
  MT_I_TRY(mt_i_check_struct(ctx, "rule", rule, sizeof(*out), out));
  MT_I_TRY(mt_i_check_values(ctx, "e_max", 1, &out->e_max, 0.0, 1e3, 0));
  MT_I_TRY(mt_i_check_positive(ctx, "d0", out->d0, INFINITY));
  MT_I_TRY(mt_i_check_positive(ctx, "refractory", out->refractory, INFINITY));
  MT_I_TRY(mt_i_check_positive(ctx, "spent", out->spent, INFINITY));
  MT_I_TRY(mt_i_check_positive(ctx, "leucine", out->leucine, 1.0));
  MT_I_TRY(mt_i_check_values(ctx, "old_d0", 1, &out->old_d0, 0.0, 1e3, 0));
  MT_I_TRY(mt_i_check_values(ctx, "old_amplitude", 1, &out->old_amplitude, 0.0, 1.0, 0));
  MT_I_TRY(mt_i_check_values(ctx, "sharpening", 1, &out->sharpening, 0.0, 1e3, 0));
  MT_I_TRY(mt_i_check_values(ctx, "sharpened", 1, &out->sharpened, 24.0, 1e6, 0));
  MT_I_TRY(mt_i_check_values(ctx, "hours", 1, &out->hours, 0.0, 24.0, 0));
  return mt_i_check_values(ctx, "gain", 1, &out->gain, 0.0, 1e3, 0);
}

mt_status mt_meal_responses(mt_ctx *ctx, int64_t n, const double *minute,
                            const double *dose, const double *amplitude,
                            const mt_meal_rule *rule, double *response) {
  mt_meal_rule chosen;

  MT_I_TRY(check_rule(ctx, rule, &chosen));
  if (n == 0) {
    return MT_OK;
  }
  MT_I_TRY(mt_i_check_count(ctx, "n", n));
  MT_I_TRY(mt_i_check_values(ctx, "minute", n, minute, 0.0, 1440.0, 0));
  MT_I_TRY(mt_i_check_order(ctx, "minute", n, minute, 0));
  MT_I_TRY(mt_i_check_values(ctx, "dose", n, dose, 0.0, 1e3, 0));
  MT_I_TRY(mt_i_check_values(ctx, "amplitude", n, amplitude, 0.0, 1e3, 1));
  MT_I_TRY(mt_i_check_pointer(ctx, "response", response));
  mt_i_meal_responses(&chosen, n, minute, dose, amplitude, response);
  return MT_OK;
}

/* ---- a day ---- */

mt_status mt_habitual_meals(mt_ctx *ctx, double weight, double *hour, double *protein_g,
                            double *leucine_g) {
  double unwanted[3][MT_HABITUAL_MEALS];

  MT_I_TRY(mt_i_check_positive(ctx, "weight", weight, 1e3));
  mt_i_habitual_meals(weight, hour != NULL ? hour : unwanted[0],
                      protein_g != NULL ? protein_g : unwanted[1],
                      leucine_g != NULL ? leucine_g : unwanted[2]);
  return MT_OK;
}

static mt_status check_clock(mt_ctx *ctx, const char *name, int64_t n,
                             const double *hour) {
  MT_I_TRY(mt_i_check_values(ctx, name, n, hour, 0.0, 24.0, 0));
  return mt_i_check_order(ctx, name, n, hour, 0);
}

/* All of a day but its leucine. */
static mt_status check_day(mt_ctx *ctx, const mt_day *day, mt_day *out) {
  MT_I_TRY(mt_i_check_pointer(ctx, "day", day));
  mt_day_init(out);
  MT_I_TRY(mt_i_check_struct(ctx, "day", day, sizeof(*out), out));
  if (out->n_meals < 0) {
    return mt_i_fail(ctx, MT_ERROR_SIZE, "day->n_meals is %lld", (long long)out->n_meals);
  }
  if (out->n_meals > 0) {
    MT_I_TRY(check_clock(ctx, "day->hour", out->n_meals, out->hour));
  }
  MT_I_TRY(mt_i_check_positive(ctx, "day->weight", out->weight, 1e3));
  if (!isnan(out->age)) {
    MT_I_TRY(mt_i_check_values(ctx, "day->age", 1, &out->age, 0.0, 150.0, 0));
  }
  if (!isnan(out->session)) {
    MT_I_TRY(check_clock(ctx, "day->session", 1, &out->session));
  }
  return mt_i_check_values(ctx, "day->trigger", 1, &out->trigger, 0.0, 1e3, 0);
}

static mt_status check_leucine(mt_ctx *ctx, const mt_day *day) {
  return day->n_meals == 0 ? MT_OK
                           : mt_i_check_values(ctx, "day->leucine_g", day->n_meals,
                                               day->leucine_g, 0.0, 1e4, 0);
}

static void hand_out(double value, double *to) {
  if (to != NULL) {
    *to = value;
  }
}

mt_status mt_day_synthesis(mt_ctx *ctx, const mt_day *day, const mt_meal_rule *rule,
                           double *response, double *total, double *synthesis,
                           double *relative, double *nutrition) {
  mt_meal_rule chosen;
  day_synthesis found;
  mt_day checked;

  MT_I_TRY(check_day(ctx, day, &checked));
  MT_I_TRY(check_leucine(ctx, &checked));
  MT_I_TRY(check_rule(ctx, rule, &chosen));
  mt_i_day_synthesis(&checked, &chosen, response, &found);
  hand_out(found.total, total);
  hand_out(found.synthesis, synthesis);
  hand_out(found.relative, relative);
  hand_out(found.nutrition, nutrition);
  return MT_OK;
}

mt_status mt_day_leucine(mt_ctx *ctx, const mt_day *day, double *synthesis_g,
                         double *relative, double *nutrition) {
  const int habit_too = relative != NULL || nutrition != NULL;
  double grams, share = NAN;
  mt_day checked;

  MT_I_TRY(check_day(ctx, day, &checked));
  MT_I_TRY(check_leucine(ctx, &checked));
  MT_I_TRY(mt_i_leucine_day(ctx, &checked, &grams, habit_too ? &share : NULL));
  hand_out(grams, synthesis_g);
  hand_out(share, relative);
  hand_out(leucine_nutrition(share), nutrition);
  return MT_OK;
}

mt_status mt_day_plan(mt_ctx *ctx, const mt_day *day, double leucine_g,
                      const mt_meal_rule *rule, double *share, double *response,
                      double *figures, int64_t n_draws, double *draws) {
  double unwanted[MT_PLAN_FIGURES];
  mt_meal_rule chosen;
  mt_day checked;

  MT_I_TRY(check_day(ctx, day, &checked));
  if (checked.n_meals < 1 || checked.n_meals > MT_PLAN_MEALS) {
    return mt_i_fail(ctx, MT_ERROR_SIZE, "day->n_meals is %lld; 1 to %d work",
                     (long long)checked.n_meals, (int)MT_PLAN_MEALS);
  }
  MT_I_TRY(mt_i_check_positive(ctx, "leucine_g", leucine_g, 1e4));
  MT_I_TRY(check_rule(ctx, rule, &chosen));
  MT_I_TRY(mt_i_check_positive(ctx, "e_max", chosen.e_max, INFINITY));
  MT_I_TRY(mt_i_check_pointer(ctx, "share", share));
  if (n_draws < 0) {
    return mt_i_fail(ctx, MT_ERROR_SIZE, "n_draws is %lld; it must be 0 or more",
                     (long long)n_draws);
  }
  if (n_draws > 0) {
    MT_I_TRY(mt_i_check_pointer(ctx, "draws", draws));
  }
  MT_I_TRY(mt_i_day_split(ctx, &checked, leucine_g, &chosen, share, response));
  return mt_i_day_figures(ctx, &checked, leucine_g, &chosen, share,
                          figures != NULL ? figures : unwanted, n_draws, draws);
}

/* ---- plasma ---- */

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
