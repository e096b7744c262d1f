/* Leucine in plasma after meals. */
#ifndef MT_METHOD_PATH_MEAL_H
#define MT_METHOD_PATH_MEAL_H

#include "base/context.h"

mt_status mt_i_plasma_leucine(mt_ctx *ctx, const mt_plasma *plasma, int64_t n_meals,
                              const double *minute, const double *umol,
                              const int64_t *source, int64_t n_times, const double *times,
                              double *concentration);

#endif
