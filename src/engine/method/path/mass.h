/* One twin's muscle mass over time, by each of the three solvers. */
#ifndef MT_METHOD_PATH_MASS_H
#define MT_METHOD_PATH_MASS_H

#include "base/context.h"

/* A forcing that is constant on pieces. */
typedef struct mass_forcing {
  int64_t n;
  const double *end;       /* [n] days from 0, increasing */
  const double *load;      /* [n] */
  const double *nutrition; /* [n], or NULL for 1 */
} mass_forcing;

/* CVODE's memory, for those who solve many twins: one a thread. */
typedef struct mass_solver mass_solver;

/* For the other solvers *out is NULL, which is fine everywhere. */
mt_status mt_i_mass_solver_create(mt_ctx *ctx, const mt_solver_options *options,
                                  mass_solver **out);
void mt_i_mass_solver_destroy(mass_solver *solver);

/* mass[n_times] at non-decreasing times within [0, end[n - 1]]; input is checked. `solver`
 * NULL: one is made for this call. */
mt_status mt_i_mass_path(mt_ctx *ctx, const mt_twin *twin, const mass_forcing *forcing,
                         int64_t n_times, const double *times,
                         const mt_solver_options *options, mass_solver *solver,
                         double *mass);

/* mass[n] at the end of each of n days. */
mt_status mt_i_mass_days(mt_ctx *ctx, const mt_twin *twin, int64_t n, const double *load,
                         const double *nutrition, const mt_solver_options *options,
                         double *mass);

#endif
