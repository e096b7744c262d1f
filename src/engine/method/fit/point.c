#include "base/fp.h"

#include <string.h>

#include "method/fit/fit.h"
#include "model/level.h"
#include "num/normal.h"

mt_status mt_i_fit_problem(mt_ctx *ctx, const fit_series *series, const mt_prior *prior,
                           const mt_fit_options *options, fit_problem *out) {
  const int64_t nodes = series->response.n_nodes;
  double *memory;

  memset(out, 0, sizeof(*out));
  out->series = series;
  out->initial = options->initial;
  out->fitness0 = options->fitness0;
  out->fatigue0 = options->fatigue0;
  MT_I_TRY(mt_i_prior_split(ctx, prior, options->model, options->initial, &out->prior));
  memory = mt_i_allocate(ctx, 6 * nodes + 3 * series->response.n_gaps, sizeof(double));
  if (memory == NULL) {
    return MT_ERROR_MEMORY;
  }
  out->memory = memory;
  out->stay = memory;
  out->gain = memory + nodes;
  for (int c = 1; c < SMALL; c++) {
    out->column[c] = memory + (1 + c) * nodes;
  }
  out->decay = memory + 6 * nodes;
  for (int64_t j = 0; j < nodes; j++) {
    level_gap(series->since[j], prior->half_life, &out->stay[j], &out->gain[j]);
  }
  return MT_OK;
}

void mt_i_fit_problem_release(mt_ctx *ctx, fit_problem *problem) {
  mt_i_release(ctx, problem->memory);
  problem->memory = NULL;
}

void mt_i_fit_columns(fit_problem *problem, const double *theta) {
  const fit_prior *prior = &problem->prior;
  const int64_t n = problem->series->response.n_nodes;
  double *const g = problem->column[LINEAR_KAPPA1], *const h =
                                                        problem->column[LINEAR_KAPPA2];
  const int starts = problem->initial != MT_INITIAL_ZERO;
  response_shape shape = {0.0, 0.0, 0.0};
  double units[SMALL];

  if (prior->model == MT_MODEL_LEVEL) {
    return;
  }
  shape.tau_g = mt_i_theta_tau_g(theta);
  shape.tau_h = mt_i_theta_tau_h(theta);
  shape.tau_3 = prior->model == MT_MODEL_VDR ? exp(theta[THETA_LOG_TAU_3]) : 0.0;
  mt_i_response(&problem->series->response, &shape, problem->decay, g, h,
                starts ? problem->column[LINEAR_FITNESS0] : NULL,
                starts ? problem->column[LINEAR_FATIGUE0] : NULL);
  mt_i_prior_units(prior, theta, units);
  {
    const double by_g = units[LINEAR_KAPPA1] / prior->performance;
    const double by_h = -units[LINEAR_KAPPA2] / prior->performance;
    for (int64_t j = 0; j < n; j++) {
      g[j] *= by_g;
      h[j] *= by_h;
    }
  }
  if (starts) {
    for (int64_t j = 0; j < n; j++) {
      problem->column[LINEAR_FATIGUE0][j] = -problem->column[LINEAR_FATIGUE0][j];
    }
  }
}

double mt_i_fit_known(const fit_problem *problem, int64_t node) {
  if (problem->initial != MT_INITIAL_GIVEN || problem->prior.model == MT_MODEL_LEVEL) {
    return 0.0;
  }
  if (problem->prior.model == MT_MODEL_FITNESS_ONLY) {
    return problem->fitness0 * problem->column[LINEAR_FITNESS0][node] /
           problem->prior.performance;
  }
  return (problem->fitness0 * problem->column[LINEAR_FITNESS0][node] +
          problem->fatigue0 * problem->column[LINEAR_FATIGUE0][node]) /
         problem->prior.performance;
}

/* The filter of model/level.h: innovations of the tests given linear parameters b are
 * v - V b. n is a constant where this is inlined. */
MT_I_INLINE void filter(const fit_problem *problem, const double *theta, fit_stats *stats,
                        const int n) {
  const fit_series *series = problem->series;
  const int64_t nodes = series->response.n_nodes;
  const double noise = exp(2.0 * theta[THETA_LOG_SIGMA]) + FIT_RESOLUTION;
  const double drift = exp(2.0 * theta[THETA_LOG_DRIFT]);
  const double scale = 1.0 / problem->prior.performance;
  const double *column[SMALL] = {NULL};
  double state[SMALL + 1] = {0.0}, variance = 0.0;
  double precision[SMALL * (SMALL + 1) / 2] = {0.0}, linear[SMALL] = {0.0};
  double quadratic = 0.0, product = 1.0, log_det = 0.0;

  for (int c = 1; c < n; c++) {
    column[c] = problem->column[problem->prior.which[c]];
  }
  for (int64_t j = 0; j < nodes; j++) {
    const double stay = problem->stay[j];
    double v[SMALL + 1], f, inverse, gain;
    int k = 0;

    variance = LEVEL_CARRIED(variance, stay, drift, problem->gain[j]);
    f = variance + noise;
    inverse = 1.0 / f;
    gain = variance * inverse;
    v[n] = series->y[j] * scale - 1.0 - mt_i_fit_known(problem, j);
    v[0] = 1.0;
    for (int c = 1; c < n; c++) {
      v[c] = column[c][j];
    }
    for (int c = 0; c <= n; c++) {
      state[c] *= stay;
      LEVEL_SEE(state[c], v[c], gain);
    }
    variance = LEVEL_KNOWN(noise, gain);
    for (int c = 0; c < n; c++) {
      const double scaled = v[c] * inverse;
      for (int d = 0; d <= c; d++) {
        precision[k++] += scaled * v[d];
      }
      linear[c] += scaled * v[n];
    }
    quadratic += v[n] * v[n] * inverse;
    product *= f;
    if (product < 1e-200 || product > 1e200) {
      log_det += log(product);
      product = 1.0;
    }
  }
  memset(stats, 0, sizeof(*stats));
  stats->log_det = log_det + log(product);
  stats->quadratic = quadratic;
  for (int c = 0, k = 0; c < n; c++) {
    for (int d = 0; d <= c; d++, k++) {
      stats->precision[c][d] = precision[k];
      stats->precision[d][c] = precision[k];
    }
    stats->linear[c] = linear[c];
  }
}

void mt_i_fit_filter(fit_problem *problem, const double *theta, fit_stats *stats) {
  switch (problem->prior.n_linear) {
    case 1:
      filter(problem, theta, stats, 1);
      break;
    case 2:
      filter(problem, theta, stats, 2);
      break;
    case 3:
      filter(problem, theta, stats, 3);
      break;
    default:
      filter(problem, theta, stats, problem->prior.n_linear);
  }
}

/* n is a constant where this is inlined, and so are the loops' lengths. */
MT_I_INLINE void combine(const fit_prior *prior, int64_t n_tests, const double *x,
                         const fit_stats *stats, fit_linear *out, const int n) {
  small_vector before, shift, half;
  small_matrix total, factor;
  double value = 0.0;

  mt_i_prior_linear_mean(prior, x, before);
  for (int i = 0; i < n; i++) {
    double weighted = 0.0;
    for (int j = 0; j < n; j++) {
      total[i][j] = prior->precision[i][j] + stats->precision[i][j];
      weighted += prior->precision[i][j] * before[j];
    }
    shift[i] = weighted + stats->linear[i];
    value += before[i] * weighted;
  }
  out->log_orthant = 0.0;
  if (!small_cholesky(n, total, factor)) {
    out->log_target = -INFINITY;
    return;
  }
  small_forward(n, factor, shift, half);
  small_backward(n, factor, half, out->mean);
  small_inverse(n, factor, out->covariance);
  for (int i = 0; i < n; i++) {
    value -= half[i] * half[i];
  }
  if (prior->n_gains == 1) {
    out->log_orthant = mt_i_normal_log_cdf(out->mean[1] / sqrt(out->covariance[1][1]));
  } else if (prior->n_gains == 2) {
    const double sx = sqrt(out->covariance[1][1]), sy = sqrt(out->covariance[2][2]);
    out->log_orthant = mt_i_bivariate_log_upper(-out->mean[1] / sx, -out->mean[2] / sy,
                                                out->covariance[1][2] / (sx * sy));
  }
  out->log_target = mt_i_prior_log_density(prior, x) -
                    0.5 * ((double)n_tests * (LOG_2_PI + 2.0 * prior->log_performance) +
                           stats->log_det + stats->quadratic + value -
                           prior->log_det_precision + small_log_det(n, factor)) +
                    out->log_orthant - prior->log_orthant;
  if (isnan(out->log_target)) {
    out->log_target = -INFINITY;
  }
}

void mt_i_fit_combine(const fit_prior *prior, int64_t n_tests, const double *x,
                      const fit_stats *stats, fit_linear *out) {
  memset(out, 0, sizeof(*out));
  switch (prior->n_linear) {
    case 1:
      combine(prior, n_tests, x, stats, out, 1);
      break;
    case 2:
      combine(prior, n_tests, x, stats, out, 2);
      break;
    case 3:
      combine(prior, n_tests, x, stats, out, 3);
      break;
    default:
      combine(prior, n_tests, x, stats, out, prior->n_linear);
  }
}
