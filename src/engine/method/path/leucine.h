/* The leucine model's protocol: equilibrate, dose, integrate; one run or many in threads. */
#ifndef MT_METHOD_PATH_LEUCINE_H
#define MT_METHOD_PATH_LEUCINE_H

#include "base/context.h"

/* Where the results of one run go; any may be NULL. */
typedef struct leucine_out {
  double *amounts;   /* [40 x n_times] */
  double *flows;     /* [5 x n_times] */
  double *integrals; /* [3 x n_times] */
  mt_solver_statistics *statistics;
} leucine_out;

/* runs[n] and out[n]; input is checked. statuses as in num/parallel.h. */
mt_status mt_i_leucine_runs(mt_ctx *ctx, int64_t n, const mt_leucine *runs,
                            int64_t n_times, const double *times, int64_t threads,
                            const leucine_out *out, mt_status *statuses);

#endif
