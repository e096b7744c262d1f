/* Fibres, nuclei, satellite cells, VO2max and insulin sensitivity of many persons. */
#ifndef MT_METHOD_PATH_BODY_H
#define MT_METHOD_PATH_BODY_H

#include "base/context.h"

/* states[7 x n_times x n]; input is checked. Failures as in mt_i_parallel_run(). */
mt_status mt_i_body_paths(mt_ctx *ctx, int64_t n, const mt_body *bodies, int64_t n_times,
                          const double *times, int64_t threads, double *states,
                          mt_status *statuses);

#endif
