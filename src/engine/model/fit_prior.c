#include "base/fp.h"

#include "model/fit_prior.h"

#include <string.h>

#include "num/normal.h"

#define DIAGONAL(place) ((place) * (MT_N_PRIOR + 1))

const mt_prior mt_i_prior_usual = {
    .struct_size = sizeof(mt_prior),
    .performance = NAN,
    .load = NAN,
    .half_life = 120.0,
    .initial_sd = 0.05,
    .mean = {[MT_PRIOR_LOG_TAU_H] = 2.302585092994046,  /* log 10 */
             [MT_PRIOR_LOG_RATIO] = 0.4054651081081644, /* log 1.5 */
             [MT_PRIOR_LOG_SIGMA] = -4.342805921521777, /* log 0.013 */
             [MT_PRIOR_LOG_DRIFT] = -5.521460917862246, /* log 0.004 */
             [MT_PRIOR_LOG_TAU_3] = 1.6094379124341003 /* log 5 */},
    .covariance = {[DIAGONAL(MT_PRIOR_LOG_TAU_H)] = 0.5 * 0.5,
                   [DIAGONAL(MT_PRIOR_LOG_RATIO)] = 0.6 * 0.6,
                   [DIAGONAL(MT_PRIOR_LOG_SIGMA)] = 0.5 * 0.5,
                   [DIAGONAL(MT_PRIOR_LOG_DRIFT)] = 0.6 * 0.6,
                   [DIAGONAL(MT_PRIOR_OFFSET)] = 0.05 * 0.05,
                   [DIAGONAL(MT_PRIOR_KAPPA1)] = 0.5 * 0.5,
                   [DIAGONAL(MT_PRIOR_KAPPA2)] = 0.5 * 0.5,
                   [DIAGONAL(MT_PRIOR_LOG_TAU_3)] = 0.6 * 0.6}};

mt_status mt_i_prior_scale(mt_ctx *ctx, const mt_log *log, mt_prior *prior) {
  if (isnan(prior->performance)) {
    double sum = 0.0;
    int64_t n = 0;

    for (int64_t i = 0; i < log->n && n < 3; i++) {
      if (!isnan(log->performance[i])) {
        sum += log->performance[i];
        n++;
      }
    }
    if (n > 0) {
      prior->performance = sum / (double)n;
    }
    if (n > 0 && !(prior->performance > 0.0)) {
      return mt_i_fail(ctx, MT_ERROR_VALUE,
                       "the first tests average %g; the prior needs a positive scale",
                       prior->performance);
    }
    if (n == 0) {
      return mt_i_fail(ctx, MT_ERROR_SIZE, "the log has no test");
    }
  }
  if (isnan(prior->load)) {
    double sum = 0.0;

    for (int64_t i = 0; i < log->n; i++) {
      sum += log->load[i];
    }
    prior->load = sum / (log->day[log->n - 1] - log->day[0] + 1.0);
    if (!(prior->load > 0.0)) {
      return mt_i_fail(ctx, MT_ERROR_VALUE, "the log has no load");
    }
    if (!isfinite(prior->load)) {
      return mt_i_fail(ctx, MT_ERROR_OVERFLOW, "the loads of the log are too large");
    }
  }
  return MT_OK;
}

static const int prior_of_slot[N_THETA] = {MT_PRIOR_LOG_TAU_H, MT_PRIOR_LOG_RATIO,
                                           MT_PRIOR_LOG_SIGMA, MT_PRIOR_LOG_DRIFT,
                                           MT_PRIOR_LOG_TAU_3};

static int model_has_slot(int64_t model, int slot) {
  switch (slot) {
    case THETA_LOG_TAU_H:
    case THETA_LOG_RATIO:
      return model != MT_MODEL_LEVEL;
    case THETA_LOG_TAU_3:
      return model == MT_MODEL_VDR;
    default:
      return 1;
  }
}

static double covariance(const mt_prior *prior, int i, int j) {
  /* The caller's matrix is symmetric to rounding; one triangle is read. */
  return i >= j ? prior->covariance[i * MT_N_PRIOR + j]
                : prior->covariance[j * MT_N_PRIOR + i];
}

/* The mean, and the factor of the covariance, of the slots of theta that vary. */
static int split_theta(const mt_prior *prior, int64_t model, fit_prior *out) {
  small_matrix a;

  for (int slot = 0; slot < N_THETA; slot++) {
    const int i = prior_of_slot[slot];
    out->value[slot] = prior->mean[i];
    if (model_has_slot(model, slot) && covariance(prior, i, i) > 0.0) {
      out->mean[out->n_free] = prior->mean[i];
      out->slot[out->n_free++] = slot;
    }
  }
  for (int i = 0; i < out->n_free; i++) {
    for (int j = 0; j < out->n_free; j++) {
      a[i][j] =
          covariance(prior, prior_of_slot[out->slot[i]], prior_of_slot[out->slot[j]]);
    }
  }
  if (!small_cholesky(out->n_free, a, out->factor)) {
    return 0;
  }
  out->log_det = out->n_free > 0 ? small_log_det(out->n_free, out->factor) : 0.0;
  return 1;
}

/* Which linear parameters the model has, but for initial states. */
static void choose_linear(const mt_prior *prior, int64_t model, fit_prior *out) {
  out->which[out->n_linear++] = LINEAR_OFFSET;
  if (model != MT_MODEL_LEVEL) {
    out->which[out->n_linear++] = LINEAR_KAPPA1;
    out->n_gains = 1;
    if (model != MT_MODEL_FITNESS_ONLY) {
      out->which[out->n_linear++] = LINEAR_KAPPA2;
      out->n_gains = 2;
    }
  }
  for (int i = 0; i < out->n_linear; i++) {
    out->linear_mean[i] = prior->mean[MT_PRIOR_OFFSET + out->which[i]];
  }
}

/* Conditional on theta: slope B = C_lt C_tt^-1, covariance C_ll - B C_tl. */
static void condition_linear(const mt_prior *prior, fit_prior *out, small_matrix marginal,
                             small_matrix conditional) {
  for (int i = 0; i < out->n_linear; i++) {
    small_vector cross = {0.0}, half = {0.0};
    for (int k = 0; k < out->n_free; k++) {
      cross[k] =
          covariance(prior, MT_PRIOR_OFFSET + out->which[i], prior_of_slot[out->slot[k]]);
    }
    small_forward(out->n_free, out->factor, cross, half);
    small_backward(out->n_free, out->factor, half, out->slope[i]);
  }
  for (int i = 0; i < out->n_linear; i++) {
    for (int j = 0; j < out->n_linear; j++) {
      const double full = covariance(prior, MT_PRIOR_OFFSET + out->which[i],
                                     MT_PRIOR_OFFSET + out->which[j]);
      marginal[i][j] = full;
      conditional[i][j] = full;
      for (int k = 0; k < out->n_free; k++) {
        conditional[i][j] -=
            out->slope[i][k] * covariance(prior, prior_of_slot[out->slot[k]],
                                          MT_PRIOR_OFFSET + out->which[j]);
      }
    }
  }
}

/* Free initial states, independent of all else, with a mean of 0. */
static void add_initial(const mt_prior *prior, int64_t model, fit_prior *out,
                        small_matrix conditional) {
  const double variance = prior->initial_sd * prior->initial_sd;

  conditional[out->n_linear][out->n_linear] = variance;
  out->which[out->n_linear++] = LINEAR_FITNESS0;
  if (model != MT_MODEL_FITNESS_ONLY) {
    conditional[out->n_linear][out->n_linear] = variance;
    out->which[out->n_linear++] = LINEAR_FATIGUE0;
  }
}

/* The log of the probability that the gains, under the prior, are not below 0. */
static double log_orthant(const fit_prior *prior, small_matrix marginal) {
  const double sx = sqrt(marginal[1][1]), sy = sqrt(marginal[2][2]);

  switch (prior->n_gains) {
    case 1:
      return mt_i_normal_log_cdf(prior->linear_mean[1] / sx);
    case 2:
      return mt_i_bivariate_log_upper(-prior->linear_mean[1] / sx,
                                      -prior->linear_mean[2] / sy,
                                      marginal[1][2] / (sx * sy));
    default:
      return 0.0;
  }
}

mt_status mt_i_prior_split(mt_ctx *ctx, const mt_prior *prior, int64_t model,
                           int64_t initial, fit_prior *out) {
  small_matrix conditional = {{0.0}}, factor = {{0.0}}, marginal = {{0.0}};
  int definite;

  memset(out, 0, sizeof(*out));
  out->model = model;
  out->performance = prior->performance;
  out->log_performance = log(prior->performance);
  out->load = prior->load;
  out->half_life = prior->half_life;
  definite = split_theta(prior, model, out);
  if (definite) {
    choose_linear(prior, model, out);
    condition_linear(prior, out, marginal, conditional);
    if (initial == MT_INITIAL_FREE && model != MT_MODEL_LEVEL) {
      add_initial(prior, model, out, conditional);
    }
    definite = small_cholesky(out->n_linear, conditional, factor);
  }
  if (!definite) {
    return mt_i_fail(ctx, MT_ERROR_CORRELATION,
                     "the covariance of the prior is not positive definite");
  }
  small_inverse(out->n_linear, factor, out->precision);
  out->log_det_precision = -small_log_det(out->n_linear, factor);
  out->log_orthant = log_orthant(out, marginal);
  return MT_OK;
}

double mt_i_prior_log_density(const fit_prior *prior, const double *x) {
  small_vector centred = {0.0}, z = {0.0};
  double sum = 0.0;

  for (int i = 0; i < prior->n_free; i++) {
    centred[i] = x[i] - prior->mean[i];
  }
  /* The factor is not changed: C99 has no implicit const for nested arrays. */
  for (int i = 0; i < prior->n_free; i++) {
    double value = centred[i];
    for (int k = 0; k < i; k++) {
      value -= prior->factor[i][k] * z[k];
    }
    z[i] = value / prior->factor[i][i];
    sum += z[i] * z[i];
  }
  return -0.5 * (sum + prior->log_det + prior->n_free * LOG_2_PI);
}

void mt_i_prior_linear_mean(const fit_prior *prior, const double *x, double *mean) {
  for (int i = 0; i < prior->n_linear; i++) {
    mean[i] = prior->linear_mean[i];
    for (int k = 0; k < prior->n_free; k++) {
      mean[i] += prior->slope[i][k] * (x[k] - prior->mean[k]);
    }
  }
}

void mt_i_prior_theta(const fit_prior *prior, const double *x, double *theta) {
  for (int slot = 0; slot < N_THETA; slot++) {
    theta[slot] = prior->value[slot];
  }
  for (int i = 0; i < prior->n_free; i++) {
    theta[prior->slot[i]] = x[i];
  }
}

double mt_i_theta_tau_h(const double *theta) { return exp(theta[THETA_LOG_TAU_H]); }

double mt_i_theta_tau_g(const double *theta) {
  return exp(theta[THETA_LOG_TAU_H]) * (LEAST_RATIO + exp(theta[THETA_LOG_RATIO]));
}

void mt_i_prior_units(const fit_prior *prior, const double *theta, double units[SMALL]) {
  const double p = prior->performance, w = prior->load;

  units[LINEAR_OFFSET] = p;
  units[LINEAR_KAPPA1] = p / (w * mt_i_theta_tau_g(theta));
  units[LINEAR_KAPPA2] = p / (w * mt_i_theta_tau_h(theta));
  if (prior->model == MT_MODEL_VDR) {
    units[LINEAR_KAPPA2] /= w * exp(theta[THETA_LOG_TAU_3]);
  }
  units[LINEAR_FITNESS0] = p;
  units[LINEAR_FATIGUE0] = p;
}
