/* The split of a day's leucine over its meals that makes most of it. */
#ifndef MT_METHOD_PATH_DAY_PLAN_H
#define MT_METHOD_PATH_DAY_PLAN_H

#include "base/context.h"

/* share[n_meals] of leucine_g that makes the sum of responses largest, and response[n_meals]
 * or NULL; 1 to MT_PLAN_MEALS meals. The optimum is a local one: with meals closer than three
 * hours there are many. */
mt_status mt_i_day_split(mt_ctx *ctx, const mt_day *day, double leucine_g,
                         const mt_meal_rule *rule, double *share, double *response);

/* figures[MT_PLAN_FIGURES] of a split under the rule, and draws[MT_PLAN_FIGURES x n_draws]
 * under rules as they vary over studies. */
mt_status mt_i_day_figures(mt_ctx *ctx, const mt_day *day, double leucine_g,
                           const mt_meal_rule *rule, const double *share, double *figures,
                           int64_t n_draws, double *draws);

#endif
