/* Mass by turnover for one or many persons; fibres, nuclei and body of one. */
#ifndef MT_METHOD_PATH_TURNOVER_H
#define MT_METHOD_PATH_TURNOVER_H

#include "base/context.h"

/* persons[n], mass[n_times x n]; input is checked. statuses as in num/parallel.h. */
mt_status mt_i_turnover_paths(mt_ctx *ctx, int64_t n, const mt_turnover *persons,
                              int64_t n_times, const double *times,
                              const mt_solver_options *options, int64_t threads,
                              double *mass, mt_status *statuses);

#endif
