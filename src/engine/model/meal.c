#include "model/meal.h"

#include <stddef.h>

#include "model/turnover.h"

const mt_meal_rule mt_i_meal_rule_usual = {.struct_size = sizeof(mt_meal_rule),
                                           .e_max = 1.0,
                                           .d0 = 0.14,
                                           .refractory = 180.0,
                                           .spent = 0.03,
                                           .leucine = 0.09,
                                           .old_d0 = 0.67,
                                           .old_amplitude = 0.16,
                                           .sharpening = 0.10,
                                           .sharpened = 24.0,
                                           .hours = 2.25,
                                           .gain = 0.06};

const mt_day mt_i_day_usual = {
    .struct_size = sizeof(mt_day), .weight = 75.0, .age = NAN, .session = NAN};

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

/* From the literature: the leucine of whey, casein and plant; k_a of free, whey and casein;
 * F of casein and egg. The rest are choices of design between them. */
const meal_source mt_i_meal_sources[MT_N_SOURCES] = {
    {"mixed", 0.08, 0.010, 0.60},  {"whey", 0.11, 0.018, 0.60},
    {"casein", 0.09, 0.006, 0.55}, {"egg", 0.086, 0.010, 0.66},
    {"plant", 0.07, 0.010, 0.55},  {"free", 1.0, 0.040, 0.60}};

/* ---- responses ---- */

static const double minutes_a_day = 1440.0;

void mt_i_meal_responses(const mt_meal_rule *rule, int64_t n, const double *minute,
                         const double *dose, const double *amplitude, double *response) {
  meal_state state = meal_fresh();

  /* Twice through the day, so that the evening is felt in the morning. */
  for (int pass = 0; pass < 2; pass++) {
    for (int64_t i = 0; i < n; i++) {
      const double factor = amplitude == NULL ? 1.0 : amplitude[i];
      response[i] = meal_response(rule, minute[i], dose[i], factor, &state);
    }
    state.last -= minutes_a_day;
  }
}

/* ---- a day ---- */

/* What a part of a meal has of its response: by leucine. */
static double share_of(double rise, double part, double leucine_g) {
  return leucine_g > 0.0 ? rise * (part / leucine_g) : 0.0;
}

/* What is eaten at one time is one meal, whatever it is made of: its leucine adds up before
 * the trigger, the dose response and what it takes away are looked at. */
double mt_i_day_responses(const mt_day *day, const mt_meal_rule *rule, double *response) {
  const double old = turnover_oldness(day->age);
  const mt_meal_rule own = meal_rule_of_age(rule, old);
  meal_state state = meal_fresh();
  long double total = 0.0L; /* as R's sum() adds */

  for (int pass = 0; pass < 2; pass++) {
    total = 0.0L;
    for (int64_t i = 0, next; i < day->n_meals; i = next) {
      const double hour = day->hour[i];
      double leucine_g = 0.0, dose, rise;

      for (next = i; next < day->n_meals && day->hour[next] == hour; next++) {
        leucine_g += day->leucine_g[next];
      }
      dose = meal_dose(rule, leucine_g, day->weight, day->trigger);
      rise = meal_response(&own, 60.0 * hour, dose,
                           meal_amplitude(rule, old, hour - day->session), &state);
      total += rise;
      for (int64_t k = i; response != NULL && k < next; k++) {
        response[k] = next - i == 1 ? rise : share_of(rise, day->leucine_g[k], leucine_g);
      }
    }
    state.last -= minutes_a_day;
  }
  return (double)total;
}

void mt_i_habitual_meals(double weight, double *hour, double *protein_g,
                         double *leucine_g) {
  static const double usual[MT_HABITUAL_MEALS] = {8.0, 13.0, 19.0};
  static const double part[MT_HABITUAL_MEALS] = {0.20, 0.35, 0.45};
  const double per_kg = 1.2;

  for (int i = 0; i < MT_HABITUAL_MEALS; i++) {
    hour[i] = usual[i];
    protein_g[i] = per_kg * weight * part[i];
    leucine_g[i] = mt_i_meal_sources[MT_SOURCE_MIXED].leucine * protein_g[i];
  }
}

double mt_i_habitual_responses(const mt_day *day, const mt_meal_rule *rule) {
  double hour[MT_HABITUAL_MEALS], protein_g[MT_HABITUAL_MEALS];
  double leucine_g[MT_HABITUAL_MEALS];
  mt_day habit = mt_i_day_usual;

  mt_i_habitual_meals(day->weight, hour, protein_g, leucine_g);
  habit.n_meals = MT_HABITUAL_MEALS;
  habit.hour = hour;
  habit.leucine_g = leucine_g;
  habit.weight = day->weight;
  habit.age = day->age;
  return mt_i_day_responses(&habit, rule, NULL);
}

void mt_i_day_synthesis(const mt_day *day, const mt_meal_rule *rule, double *response,
                        day_synthesis *out) {
  const double habit = meal_synthesis(rule, mt_i_habitual_responses(day, rule));

  out->total = mt_i_day_responses(day, rule, response);
  out->synthesis = meal_synthesis(rule, out->total);
  out->relative = out->synthesis / habit;
  out->nutrition = meal_nutrition(rule, out->relative);
}

/* ---- plasma ---- */

int mt_i_gut_rate(double t, const double *y, double *dy, void *model) {
  const mt_plasma *p = *(const mt_plasma *const *)model;
  const int64_t n = p->n_sources;
  double appears = 0.0;

  (void)t;
  for (int64_t i = 0; i < n; i++) {
    dy[2 * i] = -p->k_tr * y[2 * i];
    dy[2 * i + 1] = p->k_tr * y[2 * i] - p->k_a[i] * y[2 * i + 1];
    appears += p->share[i] * p->k_a[i] * y[2 * i + 1];
  }
  dy[2 * n] = appears / p->volume - p->k_e * y[2 * n];
  return 0;
}
