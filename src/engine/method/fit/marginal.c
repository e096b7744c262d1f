#include "base/fp.h"

#include <string.h>

#include "method/fit/fit.h"
#include "num/lattice.h"
#include "num/mixture.h"
#include "num/normal.h"

/* ---- a point with its gains drawn ---- */

void mt_i_fit_component(const fit_prior *prior, double log_weight, const double *theta,
                        const fit_stats *stats, int64_t n_tests, double u0, double u1,
                        fit_component *out) {
  const int gains = prior->n_gains;
  fit_linear *linear = &out->linear;
  small_vector x;

  out->weight = exp(log_weight);
  memcpy(out->theta, theta, sizeof(out->theta));
  mt_i_fit_free(prior, theta, x);
  mt_i_fit_combine(prior, n_tests, x, stats, linear);
  out->gain[0] = out->gain[1] = 0.0;
  if (gains == 1) {
    const double sd = sqrt(linear->covariance[1][1]);
    const double value =
        linear->mean[1] + sd * mt_i_normal_above(-linear->mean[1] / sd, u0);
    out->gain[0] = value > 0.0 ? value : 0.0;
  } else if (gains == 2) {
    const double mean[2] = {linear->mean[1], linear->mean[2]};
    const double c[3] = {linear->covariance[1][1], linear->covariance[1][2],
                         linear->covariance[2][2]};
    mt_i_truncated_draw(mean, c, linear->log_orthant, u0, u1, out->gain);
  }
  out->n_rest = 0;
  for (int i = 0; i < prior->n_linear; i++) {
    if (i == 0 || i > gains) {
      out->rest[out->n_rest++] = i;
    }
  }
  {
    double slope[SMALL][2] = {{0.0}};
    const double a = gains > 0 ? linear->covariance[1][1] : 1.0;
    const double b = gains > 1 ? linear->covariance[1][2] : 0.0;
    const double c = gains > 1 ? linear->covariance[2][2] : 1.0;
    const double det = a * c - b * b;

    for (int i = 0; i < out->n_rest; i++) {
      const double p = gains > 0 ? linear->covariance[out->rest[i]][1] : 0.0;
      const double q = gains > 1 ? linear->covariance[out->rest[i]][2] : 0.0;
      slope[i][0] = (p * c - q * b) / det;
      slope[i][1] = (q * a - p * b) / det;
      out->rest_mean[i] = linear->mean[out->rest[i]];
      for (int g = 0; g < gains; g++) {
        out->rest_mean[i] += slope[i][g] * (out->gain[g] - linear->mean[1 + g]);
      }
    }
    for (int i = 0; i < out->n_rest; i++) {
      for (int j = 0; j < out->n_rest; j++) {
        double value = linear->covariance[out->rest[i]][out->rest[j]];
        for (int g = 0; g < gains; g++) {
          value -= slope[i][g] * linear->covariance[1 + g][out->rest[j]];
        }
        out->rest_covariance[i][j] = value;
      }
    }
  }
}

/* ---- marginal quantiles ---- */

typedef struct marginal {
  int64_t n;
  double *weight; /* [n] sums to 1 */
  double *value;
  mixture_part *part;
  fit_component *component;
} marginal;

/* Quantiles of the parts in m->part. */
static void part_quantiles(marginal *m, int64_t n_probs, const double *probs,
                           double *out) {
  double weight[MIXTURE_GROUPS], mean[MIXTURE_GROUPS], sd[MIXTURE_GROUPS];
  const int64_t groups = mt_i_mixture_group(m->n, m->part, weight, mean, sd);

  for (int64_t q = 0; q < n_probs; q++) {
    out[q] = mt_i_mixture_quantile(groups, weight, mean, sd, probs[q]);
  }
}

/* Weighted points as a smooth density: each becomes a normal of the width h sd, shrunk
 * towards the mean so that the variance is kept (West 1993, J R Stat Soc B 55:409). */
static void smoothed_quantiles(marginal *m, double width, int64_t n_probs,
                               const double *probs, double *out) {
  double mean = 0.0, variance = 0.0;
  const double shrink = sqrt(1.0 - width * width);

  for (int64_t i = 0; i < m->n; i++) {
    mean += m->weight[i] * m->value[i];
  }
  for (int64_t i = 0; i < m->n; i++) {
    variance += m->weight[i] * (m->value[i] - mean) * (m->value[i] - mean);
  }
  for (int64_t i = 0; i < m->n; i++) {
    m->part[i].weight = m->weight[i];
    m->part[i].mean = mean + shrink * (m->value[i] - mean);
    m->part[i].variance = width * width * variance;
    m->part[i].index = i;
  }
  part_quantiles(m, n_probs, probs, out);
}

/* P(gain > x) at one component, and its density; x in units of the prior. */
static double gain_above(const fit_component *c, int gains, int which, double x,
                         double *density) {
  const fit_linear *l = &c->linear;
  const double sx = sqrt(l->covariance[1 + which][1 + which]);
  const double h = (x - l->mean[1 + which]) / sx;
  double sy, k, r, s;

  *density = exp(-0.5 * h * h - 0.5 * LOG_2_PI - l->log_orthant) / sx;
  if (gains == 1) {
    return exp(mt_i_normal_log_cdf(-h) - l->log_orthant);
  }
  if (l->log_orthant > -1e-10) {
    return mt_i_normal_cdf(-h);
  }
  sy = sqrt(l->covariance[2 - which][2 - which]);
  k = -l->mean[2 - which] / sy;
  r = l->covariance[1][2] / (sx * sy);
  s = sqrt((1.0 - r) * (1.0 + r));
  *density *= mt_i_normal_cdf(-(k - r * h) / (s > 1e-9 ? s : 1e-9));
  if (l->log_orthant > -10.0) {
    return mt_i_bivariate_upper(h, k, r) / exp(l->log_orthant);
  }
  return exp(mt_i_bivariate_log_upper(h, k, r) - l->log_orthant);
}

/* Quantiles of the exact mixture by Newton's method with bisection at its side, started at
 * those of the drawn gains; m->value takes gains to the units of the log. */
static void gain_quantiles(marginal *m, int gains, int which, int64_t n_probs,
                           const double *probs, double *out) {
  double most = 0.0;

  for (int64_t i = 0; i < m->n; i++) {
    m->part[i].weight = m->weight[i];
    m->part[i].mean = m->value[i] * m->component[i].gain[which];
    m->part[i].variance = 0.0;
    m->part[i].index = i;
    most = m->part[i].mean > most ? m->part[i].mean : most;
  }
  mt_i_mixture_sort(m->n, m->part);
  for (int64_t q = 0; q < n_probs; q++) {
    double low = 0.0, high = INFINITY, x = most, sum = 0.0;

    for (int64_t i = 0; i < m->n; i++) {
      sum += m->part[i].weight;
      if (sum >= probs[q]) {
        x = m->part[i].mean;
        break;
      }
    }
    x = x > 0.0 ? x : most;
    for (int k = 0; k < 100; k++) {
      double above = 0.0, density = 0.0, next, miss;

      for (int64_t i = 0; i < m->n; i++) {
        double d;
        above += m->weight[i] *
                 gain_above(&m->component[i], gains, which, x / m->value[i], &d);
        density += m->weight[i] * d / m->value[i];
      }
      miss = above - (1.0 - probs[q]);
      if (miss > 0.0) {
        low = x;
      } else {
        high = x;
      }
      next = x + miss / density;
      if (!(next > low && next < high)) {
        next = isinf(high) ? 2.0 * low + 1e-300 : 0.5 * (low + high);
      }
      if (fabs(miss) < 1e-6 || fabs(next - x) < 1e-6 * x || high - low < 1e-9 * high) {
        x = next;
        break;
      }
      x = next;
    }
    out[q] = x;
  }
}

/* Points with their gains drawn by two further coordinates of the lattice. */
static int64_t components(const fit_prior *prior, int64_t n_tests, int64_t n,
                          const double *points, marginal *m) {
  double total = 0.0;

  m->n = 0;
  for (int64_t i = 0; i < n; i++) {
    const int64_t k0 = mt_i_lattice_index(n, prior->n_free, i);
    const int64_t k1 = mt_i_lattice_index(n, prior->n_free + 1, i);
    double log_weight, theta[N_THETA];
    fit_stats stats;

    mt_i_points_read(points, n, i, &log_weight, theta, &stats);
    if (!(exp(log_weight) > FIT_NEGLIGIBLE / (double)n)) {
      continue;
    }
    mt_i_fit_component(prior, log_weight, theta, &stats, n_tests,
                       mt_i_lattice_value(n, k0), mt_i_lattice_value(n, k1),
                       &m->component[m->n]);
    m->weight[m->n] = m->component[m->n].weight;
    total += m->weight[m->n];
    m->n++;
  }
  for (int64_t i = 0; i < m->n; i++) {
    m->weight[i] /= total;
  }
  return m->n;
}

/* Of the time constants, noise and drift, by smoothing their logarithms. */
static void theta_quantiles(const fit_prior *prior, marginal *m, int64_t n_probs,
                            const double *probs, double *quantiles) {
  static const int smooth[5] = {MT_FIT_TAU_G, MT_FIT_TAU_H, MT_FIT_SIGMA, MT_FIT_DRIFT,
                                MT_FIT_TAU_3};
  double squares = 0.0, width;

  for (int64_t i = 0; i < m->n; i++) {
    squares += m->weight[i] * m->weight[i];
  }
  width = mt_i_kernel_width(squares);
  for (int k = 0; k < 5; k++) {
    double values[MT_N_FIT], none[SMALL] = {0.0};

    mt_i_fit_values(prior, m->component[0].theta, none, values);
    if (isnan(values[smooth[k]])) {
      continue;
    }
    for (int64_t i = 0; i < m->n; i++) {
      mt_i_fit_values(prior, m->component[i].theta, none, values);
      m->value[i] = log(values[smooth[k]]);
    }
    /* A drift fixed at none has no logarithm. */
    if (!isinf(m->value[0])) {
      smoothed_quantiles(m, width, n_probs, probs, quantiles + n_probs * smooth[k]);
    }
    for (int64_t q = 0; q < n_probs; q++) {
      double *to = &quantiles[q + n_probs * smooth[k]];
      *to = isinf(m->value[0]) ? 0.0 : exp(*to);
    }
  }
}

/* Of p0 and free initial states, which are normal given a point and its gains. */
static void rest_quantiles(const fit_prior *prior, marginal *m, int64_t n_probs,
                           const double *probs, double *quantiles) {
  for (int k = 0; k < m->component[0].n_rest; k++) {
    const int place = prior->which[m->component[0].rest[k]];
    const int fit = place == LINEAR_OFFSET     ? MT_FIT_P0
                    : place == LINEAR_FITNESS0 ? MT_FIT_FITNESS0
                                               : MT_FIT_FATIGUE0;

    for (int64_t i = 0; i < m->n; i++) {
      const double variance = m->component[i].rest_covariance[k][k];
      m->part[i].weight = m->weight[i];
      m->part[i].mean = m->component[i].rest_mean[k];
      m->part[i].variance = variance > 0.0 ? variance : 0.0;
      m->part[i].index = i;
    }
    part_quantiles(m, n_probs, probs, quantiles + n_probs * fit);
    for (int64_t q = 0; q < n_probs; q++) {
      quantiles[q + n_probs * fit] =
          prior->performance *
          (quantiles[q + n_probs * fit] + (place == LINEAR_OFFSET ? 1.0 : 0.0));
    }
  }
}

mt_status mt_i_fit_quantiles(mt_ctx *ctx, const fit_posterior *posterior, int64_t n_probs,
                             const double *probs, double *quantiles) {
  const int64_t n_points = posterior->n_points;
  marginal m = {0};
  fit_prior prior;
  mt_status status = MT_OK;

  MT_I_TRY(mt_i_prior_split(ctx, &posterior->prior, posterior->options.model,
                            posterior->options.initial, &prior));
  m.weight = mt_i_allocate(ctx, 2 * n_points, sizeof(double));
  m.part = mt_i_allocate(ctx, n_points, sizeof(mixture_part));
  m.component = mt_i_allocate(ctx, n_points, sizeof(fit_component));
  if (m.weight == NULL || m.part == NULL || m.component == NULL) {
    status = MT_ERROR_MEMORY;
    goto cleanup;
  }
  m.value = m.weight + n_points;
  /* The number of tests only shifts every log target by the same: any will do. */
  if (components(&prior, 0, n_points, posterior->points, &m) == 0) {
    status = mt_i_fail(ctx, MT_ERROR_NOT_FINITE, "no point has a weight");
    goto cleanup;
  }
  for (int64_t q = 0; q < n_probs * MT_N_FIT; q++) {
    quantiles[q] = NAN;
  }
  theta_quantiles(&prior, &m, n_probs, probs, quantiles);
  for (int g = 0; g < prior.n_gains; g++) {
    for (int64_t i = 0; i < m.n; i++) {
      double units[SMALL];
      mt_i_prior_units(&prior, m.component[i].theta, units);
      m.value[i] = units[LINEAR_KAPPA1 + g];
    }
    gain_quantiles(&m, prior.n_gains, g, n_probs, probs,
                   quantiles + n_probs * (MT_FIT_K1 + g));
  }
  rest_quantiles(&prior, &m, n_probs, probs, quantiles);

cleanup:
  mt_i_release(ctx, m.weight);
  mt_i_release(ctx, m.part);
  mt_i_release(ctx, m.component);
  return status;
}
