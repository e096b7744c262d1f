/* What the glue of fits, forecasts and least squares reads alike. */
#ifndef MT_R_POSTERIOR_H
#define MT_R_POSTERIOR_H

#include "r_field.h"

/* list(day, load, performance) */
mt_log r_log(SEXP list);

/* list(performance, load, half_life, initial_sd, mean, covariance) */
mt_prior r_prior(SEXP list);

/* list(model, load_effect, initial, fitness0, fatigue0, points) */
mt_fit_options r_fit_options(SEXP list);

/* A posterior with what it borrows beside it: must stay where it is. */
typedef struct r_posterior {
  mt_posterior it;
  mt_log log;
  mt_prior prior;
  mt_fit_options options;
} r_posterior;

/* list(log, prior, options, points) */
void r_posterior_read(SEXP list, r_posterior *out);

#endif
