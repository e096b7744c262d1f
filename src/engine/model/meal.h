/*
 * Meals (docs/math-physiology.md, section 3): what a day's meals do to synthesis, and the
 * leucine that appears in plasma.
 *
 *   E(d) = e_max (1 - e^(-d / d0))         fold rise of synthesis by a dose d, g/kg
 *   response = E(d) R                      R: how much muscle can respond at that time
 *
 * A meal of d takes 1 - e^(-d / spent) of R away; what is away comes back at a steady pace,
 * all of R in `refractory` minutes ("muscle full").
 */
#ifndef MT_MODEL_MEAL_H
#define MT_MODEL_MEAL_H

#include <muscletwin.h>

/* Published values and choices of design, as the page of the equations says of each. */
extern const mt_meal_rule mt_i_meal_rule_usual;
extern const mt_plasma mt_i_plasma_usual; /* one source: free amino acids */

/* response[n] of the n meals of a day that repeats; minutes within [0, 1440), in order. */
void mt_i_meal_responses(const mt_meal_rule *rule, int64_t n, const double *minute,
                         const double *dose, const double *amplitude, double *response);

#endif
