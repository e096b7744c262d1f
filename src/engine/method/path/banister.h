/* One twin's fitness, fatigue and performance over its loads. */
#ifndef MT_METHOD_PATH_BANISTER_H
#define MT_METHOD_PATH_BANISTER_H

#include "base/context.h"

/* day: NULL for one load a day. Outputs [n]; any may be NULL. Input is checked. */
mt_status mt_i_banister_path(mt_ctx *ctx, const mt_twin *twin, int64_t n,
                             const double *load, const double *day, double *fitness,
                             double *fatigue, double *performance);

#endif
