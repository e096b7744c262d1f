/* The prior of a fit, split into what is integrated numerically (theta) and what is
 * integrated in closed form (the linear parameters). docs/math.md, "Calibration". */
#ifndef MT_MODEL_FIT_PRIOR_H
#define MT_MODEL_FIT_PRIOR_H

#include "base/context.h"
#include "num/small.h"

/* Slots of theta; a model that lacks one leaves it at its fixed value. */
enum {
  THETA_LOG_TAU_H = 0,
  THETA_LOG_RATIO = 1,
  THETA_LOG_SIGMA = 2,
  THETA_LOG_DRIFT = 3,
  THETA_LOG_TAU_3 = 4,
  N_THETA = 5
};

/* tau_g lasts more than this many times as long as tau_h. */
#define LEAST_RATIO 1.5

/* The linear parameters, in units of the prior: offset, kappa1, kappa2, fitness0, fatigue0. */
enum { LINEAR_OFFSET, LINEAR_KAPPA1, LINEAR_KAPPA2, LINEAR_FITNESS0, LINEAR_FATIGUE0 };

typedef struct fit_prior {
  int64_t model;
  double performance, load; /* the scales P and W */
  double log_performance;
  double half_life;
  /* theta: n_free of the slots vary, the others have a value */
  int n_free;
  int slot[N_THETA];
  double value[N_THETA];
  small_vector mean; /* of the free ones */
  small_matrix factor;
  double log_det; /* of their covariance */
  /* linear: n_linear parameters, which[] of the five; kappas in columns 1 and 2 */
  int n_linear, n_gains;
  int which[SMALL];
  small_vector linear_mean;
  small_matrix slope; /* of the conditional mean by theta - mean */
  small_matrix precision;
  double log_det_precision;
  double log_orthant; /* of the kappas under the prior itself */
} fit_prior;

/* The defaults: docs/math.md says where they come from. */
extern const mt_prior mt_i_prior_usual;

/* Puts the scales that a checked log suggests where the prior's are NaN. */
mt_status mt_i_prior_scale(mt_ctx *ctx, const mt_log *log, mt_prior *prior);

/* Splits a checked prior for a model. CORRELATION if the covariance is not positive definite
 * where it must be. */
mt_status mt_i_prior_split(mt_ctx *ctx, const mt_prior *prior, int64_t model,
                           int64_t initial, fit_prior *out);

/* log density of the free theta x. */
double mt_i_prior_log_density(const fit_prior *prior, const double *x);

/* Mean of the linear parameters given theta. */
void mt_i_prior_linear_mean(const fit_prior *prior, const double *x, double *mean);

/* The five slots from the free ones. */
void mt_i_prior_theta(const fit_prior *prior, const double *x, double *theta);

/* Time constants of theta. */
double mt_i_theta_tau_h(const double *theta);
double mt_i_theta_tau_g(const double *theta);

/* What one unit of each linear parameter is in the units of the log: P for the offset and
 * the initial states, P/(W tau_g) and so on for the gains. */
void mt_i_prior_units(const fit_prior *prior, const double *theta, double units[SMALL]);

#endif
