/* What the entry points of cohorts and summaries ask of their arguments. */
#ifndef MT_API_CHECK_COHORT_H
#define MT_API_CHECK_COHORT_H

#include "method/cohort/cohort.h"

/* A cohort and its population, into a run that has nothing to do yet. */
mt_status mt_i_check_cohort(mt_ctx *ctx, const mt_cohort *cohort, cohort_run *run);

/* What is to be done with it. options: NULL for the defaults. */
mt_status mt_i_check_cohort_work(mt_ctx *ctx, int64_t n_days, const double *load,
                                 const double *nutrition,
                                 const mt_cohort_options *options, cohort_run *run);

/* Could an array of n x each doubles exist? */
mt_status mt_i_check_room(mt_ctx *ctx, int64_t n, int64_t each);

/* A trainee's failure in words; `status` if it does not fail when simulated alone. */
mt_status mt_i_explain_trainee(mt_ctx *ctx, const cohort_run *run, int64_t trainee,
                               mt_status status);

#endif
