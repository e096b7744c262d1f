/* Fibres, nuclei, satellite cells, VO2max and insulin sensitivity of one person. */
#ifndef MT_METHOD_BODY_PATH_H
#define MT_METHOD_BODY_PATH_H

#include "base/context.h"

/* states[7 x n_times]; input is checked. */
mt_status mt_i_body_path(mt_ctx *ctx, const mt_body *body, int64_t n_times,
                         const double *times, double *states);

#endif
