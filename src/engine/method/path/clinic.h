/* Courses of virtual persons: rehabilitation by day, ageing by year. */
#ifndef MT_METHOD_PATH_CLINIC_H
#define MT_METHOD_PATH_CLINIC_H

#include "base/context.h"

/* course[n_days + 1] of the mean person, people[(n_days + 1) x n]; input is checked. */
mt_status mt_i_rehab_course(mt_ctx *ctx, const mt_rehab *rehab, double *course, int64_t n,
                            double *people);

/* mass, grip, gait, each [(years + 1) x n]; input is checked. */
mt_status mt_i_elder_course(mt_ctx *ctx, const mt_elder *elder, int64_t years, int64_t n,
                            double *mass, double *grip, double *gait);

#endif
