/*
 * Meals (docs/math-physiology.md, section 3): what a day's meals do to synthesis, and the
 * leucine that appears in plasma.
 *
 *   E(d) = e_max (1 - e^(-d / d0))         fold rise of synthesis by a dose d, g/kg
 *   response = E(d) R                      R: how much muscle can respond at that time
 *   Q = sum of the day's responses
 *   Y = 1 + (hours / 24) Q                 the day's synthesis, 1 on a day of fasting
 *   N = 1 + gain (Y / Y_h - 1)             Y_h: a habitual day's
 *
 * A meal of d takes 1 - e^(-d / spent) of R away; what is away comes back at a steady pace,
 * all of R in `refractory` minutes ("muscle full").
 */
#ifndef MT_MODEL_MEAL_H
#define MT_MODEL_MEAL_H

#include "base/fp.h"

#include <math.h>
#include <muscletwin.h>

/* Published values and choices of design, as the page of the equations says of each. */
extern const mt_meal_rule mt_i_meal_rule_usual;
extern const mt_day mt_i_day_usual;
extern const mt_plasma mt_i_plasma_usual; /* one source: free amino acids */

/* How the rule's numbers vary over studies, the sd of their logarithms (choices of design). */
#define MEAL_D0_SPREAD 0.3
#define MEAL_REFRACTORY_SPREAD 0.2
#define MEAL_GAIN_SPREAD 0.5

/* A source of protein. */
typedef struct meal_source {
  const char *name;
  double leucine; /* g in a g of it */
  double k_a;     /* absorption, 1/min */
  double share;   /* F, that reaches plasma */
} meal_source;

extern const meal_source mt_i_meal_sources[MT_N_SOURCES];

/* ---- responses ---- */

/* What muscle can respond with, between meals. */
typedef struct meal_state {
  double away; /* what was taken of R by the end of the last meal */
  double last; /* the minute of that meal */
} meal_state;

static inline meal_state meal_fresh(void) {
  const meal_state fresh = {0.0, -INFINITY};
  return fresh;
}

/* The response to a dose, g/kg, at a minute, times `amplitude`. What comes back of R per
 * minute is the same whatever was taken, so a meal of nothing changes nothing. */
static inline double meal_response(const mt_meal_rule *rule, double minute, double dose,
                                   double amplitude, meal_state *state) {
  const double since = minute - state->last;
  const double still = fmax(state->away - since / rule->refractory, 0.0);
  const double spends = -expm1(-dose / rule->spent);

  state->away = still + (1.0 - still) * spends;
  state->last = minute;
  return -rule->e_max * expm1(-dose / rule->d0) * amplitude * (1.0 - still);
}

/* response[n] of the n meals of a day that repeats; minutes within [0, 1440), in order. */
void mt_i_meal_responses(const mt_meal_rule *rule, int64_t n, const double *minute,
                         const double *dose, const double *amplitude, double *response);

/* ---- a day ---- */

/* The dose that leucine stands for, g of protein per kg. A meal with less than `trigger`
 * does nothing (0: no threshold; the review of trials found none). */
static inline double meal_dose(const mt_meal_rule *rule, double leucine_g, double weight,
                               double trigger) {
  return leucine_g < trigger ? 0.0 : leucine_g / rule->leucine / weight;
}

/* In the old a meal of the same effect is larger, and the effect of any is smaller (Moore et
 * al. 2015, J Gerontol A 70:57); `old` is turnover_oldness(). */
static inline mt_meal_rule meal_rule_of_age(const mt_meal_rule *rule, double old) {
  mt_meal_rule own = *rule;
  own.d0 = rule->d0 * (1.0 + rule->old_d0 * old);
  return own;
}

/* After a session responses are larger, less by the hour; counted to the end of its day
 * (fitted to Moore et al. 2009, Am J Clin Nutr 89:161). `since`: hours; NaN: no session. */
static inline double meal_amplitude(const mt_meal_rule *rule, double old, double since) {
  const double sharper =
      since >= 0.0 ? rule->sharpening * (1.0 - since / rule->sharpened) : 0.0;
  return (1.0 - rule->old_amplitude * old) * (1.0 + sharper);
}

/* The day's synthesis for a sum of responses. */
static inline double meal_synthesis(const mt_meal_rule *rule, double total) {
  return 1.0 + rule->hours / 24.0 * total;
}

/* N is made so that no diet that people keep moves mass by 1 % in 12 weeks (fitted to that
 * rule, which is what trials find in habitual eaters). */
static inline double meal_nutrition(const mt_meal_rule *rule, double relative) {
  return 1.0 + rule->gain * (relative - 1.0);
}

/* Q of a day, its meals in order, and response[n_meals] unless that is NULL. */
double mt_i_day_responses(const mt_day *day, const mt_meal_rule *rule, double *response);

/* A habitual day: 1.2 g/kg of mixed protein, 20, 35 and 45 % of it at 8, 13 and 19 h (a
 * choice of design). */
void mt_i_habitual_meals(double weight, double *hour, double *protein_g,
                         double *leucine_g);

/* Its Q, for the person of `day`: no session, no trigger. */
double mt_i_habitual_responses(const mt_day *day, const mt_meal_rule *rule);

typedef struct day_synthesis {
  double total, synthesis, relative, nutrition; /* Q, Y, Y / Y_h, N */
} day_synthesis;

void mt_i_day_synthesis(const mt_day *day, const mt_meal_rule *rule, double *response,
                        day_synthesis *out);

/* ---- plasma ---- */

/* Stomach and gut of each source (two states), then plasma above its basal value:
 *   dG1 = -k_tr G1, dG2 = k_tr G1 - k_a G2, dC = F k_a G2 / V - k_e C */
enum { GUT_STATES = 2 * MT_MEAL_SOURCES + 1 };

/* An ode_rate; `model` begins with a const mt_plasma *. */
int mt_i_gut_rate(double t, const double *y, double *dy, void *model);

#endif
