#include "base/fp.h"

#include <string.h>

#include "base/random.h"
#include "method/fit/fit.h"
#include "num/lattice.h"
#include "num/normal.h"

/* What the level is at each node given the tests and the linear parameters b: normal with
 * mean state[0] - state[1..]' b and the variance. */
typedef struct level_node {
  double predicted[SMALL + 1], predicted_variance;
  double state[SMALL + 1], variance;
} level_node;

/* Kalman filter and fixed-interval smoother (Rauch, Tung and Striebel 1965, AIAA J 3:1445),
 * for the tests and for each regressor as if it were one. */
static void smooth_level(const fit_problem *problem, const double *theta,
                         level_node *node) {
  const fit_series *series = problem->series;
  const int64_t n_nodes = series->response.n_nodes;
  const int n = problem->prior.n_linear;
  const double noise = exp(2.0 * theta[THETA_LOG_SIGMA]) + FIT_RESOLUTION;
  const double drift = exp(2.0 * theta[THETA_LOG_DRIFT]);
  double state[SMALL + 1] = {0.0}, variance = 0.0;

  for (int64_t j = 0; j < n_nodes; j++) {
    const double stay = problem->stay[j];

    variance = stay * stay * variance + drift * problem->gain[j];
    node[j].predicted_variance = variance;
    for (int c = 0; c <= n; c++) {
      state[c] *= stay;
      node[j].predicted[c] = state[c];
    }
    if (!isnan(series->y[j])) {
      const double gain = variance / (variance + noise);
      state[0] += gain * (series->y[j] / problem->prior.performance - 1.0 -
                          mt_i_fit_known(problem, j) - state[0]);
      for (int c = 0; c < n; c++) {
        const double x = c == 0 ? 1.0 : problem->column[problem->prior.which[c]][j];
        state[1 + c] += gain * (x - state[1 + c]);
      }
      variance = noise * gain;
    }
    node[j].variance = variance;
    memcpy(node[j].state, state, sizeof(state));
  }
  for (int64_t j = n_nodes - 2; j >= 0; j--) {
    const level_node *next = &node[j + 1];
    const double back =
        next->predicted_variance > 0.0
            ? node[j].variance * problem->stay[j + 1] / next->predicted_variance
            : 0.0;

    for (int c = 0; c <= n; c++) {
      node[j].state[c] += back * (next->state[c] - next->predicted[c]);
    }
    node[j].variance += back * back * (next->variance - next->predicted_variance);
  }
}

/* A quantity at a node is known + coefficient' b + level noise, relative to the scale. */
typedef struct projection {
  double known, variance;
  double coefficient[SMALL];
} projection;

static void project(const fit_problem *problem, const double *theta, int64_t j,
                    const level_node *level, const mt_forecast_options *forecast,
                    projection *out) {
  const fit_prior *prior = &problem->prior;
  const int n = prior->n_linear;
  const int has_training = prior->model != MT_MODEL_LEVEL;
  const int given = problem->initial == MT_INITIAL_GIVEN && has_training;

  memset(out, 0, sizeof(*out));
  switch (forecast->quantity) {
    case MT_FITNESS:
      for (int c = 1; c < n; c++) {
        if (prior->which[c] == LINEAR_KAPPA1 || prior->which[c] == LINEAR_FITNESS0) {
          out->coefficient[c] = problem->column[prior->which[c]][j];
        }
      }
      out->known = given ? problem->fitness0 * problem->column[LINEAR_FITNESS0][j] /
                               prior->performance
                         : 0.0;
      break;
    case MT_FATIGUE:
      for (int c = 1; c < n; c++) {
        if (prior->which[c] == LINEAR_KAPPA2 || prior->which[c] == LINEAR_FATIGUE0) {
          out->coefficient[c] = -problem->column[prior->which[c]][j];
        }
      }
      out->known = given && prior->n_gains == 2
                       ? -problem->fatigue0 * problem->column[LINEAR_FATIGUE0][j] /
                             prior->performance
                       : 0.0;
      break;
    case MT_LEVEL:
      out->known = level->state[0];
      for (int c = 0; c < n; c++) {
        out->coefficient[c] = -level->state[1 + c];
      }
      out->variance = level->variance;
      break;
    default:
      out->known = 1.0 + mt_i_fit_known(problem, j);
      out->coefficient[0] = 1.0;
      for (int c = 1; c < n; c++) {
        out->coefficient[c] = problem->column[prior->which[c]][j];
      }
      if (forecast->quantity == MT_PERFORMANCE) {
        out->known += level->state[0];
        for (int c = 0; c < n; c++) {
          out->coefficient[c] -= level->state[1 + c];
        }
        out->variance = level->variance;
        if (forecast->noise) {
          out->variance += exp(2.0 * theta[THETA_LOG_SIGMA]);
        }
      }
  }
  if (out->variance < 0.0) {
    out->variance = 0.0;
  }
}

/* What the points that count say of each day asked for. */
typedef struct forecast_days {
  int64_t n_points, n_at, used;
  double total, squares; /* of the weights, and of their squares */
  double *weights;       /* [used] */
  double *means;         /* [n_points x n_at] given theta and one draw of the gains */
  double *variances;     /* the same */
  double *sums;          /* [n_at] of the exact means, [n_at] of their second moments */
  mixture_part *parts;   /* [n_points] room for a day's mixture */
} forecast_days;

/* Adds one point: its exact moments to the sums, its normals with gains drawn to the rows. */
static void add_point(const fit_problem *problem, const fit_component *c,
                      const level_node *node, const mt_forecast_options *forecast,
                      forecast_days *days) {
  const fit_prior *prior = &problem->prior;
  small_vector linear_mean;
  small_matrix covariance;

  mt_i_fit_cut(prior, &c->linear, linear_mean, covariance);
  days->total += c->weight;
  days->squares += c->weight * c->weight;
  days->weights[days->used] = c->weight;
  for (int64_t a = 0; a < days->n_at; a++) {
    const int64_t j = problem->series->at_node[a];
    double exact, exact_variance, drawn, drawn_variance;
    projection p;

    project(problem, c->theta, j, &node[j], forecast, &p);
    exact = drawn = p.known;
    exact_variance = drawn_variance = p.variance;
    for (int k = 0; k < prior->n_linear; k++) {
      exact += p.coefficient[k] * linear_mean[k];
      for (int l = 0; l < prior->n_linear; l++) {
        exact_variance += p.coefficient[k] * covariance[k][l] * p.coefficient[l];
      }
    }
    for (int g = 0; g < prior->n_gains; g++) {
      drawn += p.coefficient[1 + g] * c->gain[g];
    }
    for (int k = 0; k < c->n_rest; k++) {
      drawn += p.coefficient[c->rest[k]] * c->rest_mean[k];
      for (int l = 0; l < c->n_rest; l++) {
        drawn_variance += p.coefficient[c->rest[k]] * c->rest_covariance[k][l] *
                          p.coefficient[c->rest[l]];
      }
    }
    days->means[a * days->n_points + days->used] = drawn;
    days->variances[a * days->n_points + days->used] =
        drawn_variance > 0.0 ? drawn_variance : 0.0;
    days->sums[a] += c->weight * exact;
    days->sums[days->n_at + a] += c->weight * (exact_variance + exact * exact);
  }
  days->used++;
}

/* Quantiles of day a, relative: of the mixture, moved to the exact mean and spread, which
 * are known without the draws of the gains. smooth: the points have no spread of their own
 * and get that of a kernel. */
static void day_quantiles(const forecast_days *days, int64_t a, double exact,
                          double second, int smooth, int64_t n_probs, const double *probs,
                          double *out) {
  const double *means = days->means + a * days->n_points;
  const double *variances = days->variances + a * days->n_points;
  double group_weight[MIXTURE_GROUPS], group_mean[MIXTURE_GROUPS],
      group_sd[MIXTURE_GROUPS];
  double mixed = 0.0, mixed_second = 0.0, between = 0.0, stretch = 1.0;
  mixture_part *parts = days->parts;
  int64_t groups;

  for (int64_t i = 0; i < days->used; i++) {
    const double w = days->weights[i] / days->total;
    mixed += w * means[i];
    parts[i].weight = w;
    parts[i].mean = means[i];
    parts[i].variance = variances[i];
    parts[i].index = i;
  }
  for (int64_t i = 0; i < days->used; i++) {
    const double from_mean = parts[i].mean - mixed;
    between += parts[i].weight * from_mean * from_mean;
    mixed_second += parts[i].weight * parts[i].variance;
  }
  mixed_second += between;
  if (smooth) {
    const double width = mt_i_kernel_width(days->squares / (days->total * days->total));
    for (int64_t i = 0; i < days->used; i++) {
      parts[i].mean = mixed + sqrt(1.0 - width * width) * (parts[i].mean - mixed);
      parts[i].variance += width * width * between;
    }
  }
  groups = mt_i_mixture_group(days->used, parts, group_weight, group_mean, group_sd);
  if (mixed_second > 0.0 && second > 0.0) {
    stretch = sqrt(second) / sqrt(mixed_second);
  }
  for (int64_t q = 0; q < n_probs; q++) {
    const double x =
        mt_i_mixture_quantile(groups, group_weight, group_mean, group_sd, probs[q]);
    out[q] = exact + stretch * (x - mixed);
  }
}

/* All points that count, one after the other. */
static mt_status gather(mt_ctx *ctx, fit_problem *problem, const double *points,
                        const mt_forecast_options *forecast, level_node *node,
                        forecast_days *days) {
  const fit_prior *prior = &problem->prior;
  const int64_t n = days->n_points;

  for (int64_t i = 0; i < n; i++) {
    const int64_t k0 = mt_i_lattice_index(n, prior->n_free, i);
    const int64_t k1 = mt_i_lattice_index(n, prior->n_free + 1, i);
    double log_weight, theta[N_THETA];
    fit_component c;
    fit_stats stats;

    if (i % 256 == 0 && mt_i_cancelled(ctx, 0.8 * (double)i / (double)n)) {
      return MT_ERROR_CANCELLED;
    }
    mt_i_points_read(points, n, i, &log_weight, theta, &stats);
    if (!(exp(log_weight) > FIT_NEGLIGIBLE / (double)n)) {
      continue;
    }
    mt_i_fit_component(prior, log_weight, theta, &stats, problem->series->n_tests,
                       mt_i_lattice_value(n, k0), mt_i_lattice_value(n, k1), &c);
    mt_i_fit_columns(problem, theta);
    smooth_level(problem, theta, node);
    add_point(problem, &c, node, forecast, days);
  }
  if (days->used == 0) {
    return mt_i_fail(ctx, MT_ERROR_NOT_FINITE, "no point has a weight");
  }
  return MT_OK;
}

mt_status mt_i_forecast(mt_ctx *ctx, fit_problem *problem, int64_t n_points,
                        const double *points, const mt_forecast_options *forecast,
                        int64_t n_probs, const double *probs, double *mean, double *sd,
                        double *quantiles) {
  const double performance = problem->prior.performance;
  const int64_t n_at = problem->series->n_at;
  const int positive =
      forecast->quantity == MT_FITNESS || forecast->quantity == MT_FATIGUE;
  forecast_days days = {n_points, n_at, 0, 0.0, 0.0, NULL, NULL, NULL, NULL, NULL};
  double *row = NULL;
  level_node *node = NULL;
  mt_status status = MT_OK;

  node = mt_i_allocate(ctx, problem->series->response.n_nodes, sizeof(level_node));
  days.sums = mt_i_allocate(ctx, 2 * n_at, sizeof(double));
  days.weights = mt_i_allocate(ctx, n_points, sizeof(double));
  days.parts = mt_i_allocate(ctx, n_points, sizeof(mixture_part));
  row = mt_i_allocate(ctx, n_probs + 1, sizeof(double));
  if (n_points > 0 && n_at > INT64_MAX / 64 / n_points) {
    status = mt_i_fail(ctx, MT_ERROR_SIZE, "too many days are asked for");
    goto cleanup;
  }
  days.means = mt_i_allocate(ctx, n_points * n_at, sizeof(double));
  days.variances = mt_i_allocate(ctx, n_points * n_at, sizeof(double));
  if (node == NULL || days.sums == NULL || days.weights == NULL || days.parts == NULL ||
      row == NULL || days.means == NULL || days.variances == NULL) {
    status = MT_ERROR_MEMORY;
    goto cleanup;
  }
  MT_I_TRY_OR_CLEAN_UP(gather(ctx, problem, points, forecast, node, &days));
  for (int64_t a = 0; a < n_at; a++) {
    const double exact = days.sums[a] / days.total;
    const double second = days.sums[n_at + a] / days.total - exact * exact;

    if (mean != NULL) {
      mean[a] = performance * exact;
    }
    if (sd != NULL) {
      sd[a] = performance * sqrt(second > 0.0 ? second : 0.0);
    }
    if (n_probs == 0) {
      continue;
    }
    if (mt_i_cancelled(ctx, 0.8 + 0.2 * (double)a / (double)n_at)) {
      status = MT_ERROR_CANCELLED;
      goto cleanup;
    }
    day_quantiles(&days, a, exact, second, positive, n_probs, probs, row);
    for (int64_t q = 0; q < n_probs; q++) {
      const int below = positive && row[q] < 0.0 && problem->initial == MT_INITIAL_ZERO;
      quantiles[a + n_at * q] = performance * (below ? 0.0 : row[q]);
    }
  }

cleanup:
  mt_i_release(ctx, node);
  mt_i_release(ctx, row);
  mt_i_release(ctx, days.sums);
  mt_i_release(ctx, days.weights);
  mt_i_release(ctx, days.parts);
  mt_i_release(ctx, days.means);
  mt_i_release(ctx, days.variances);
  return status;
}

/* ---- paths ---- */

/* One level of the past and ahead given all parameters: filter forwards, sample backwards
 * (Carter and Kohn 1994, Biometrika 81:541). node is room for the filter. */
static void draw_level(const fit_problem *problem, const double *theta,
                       const double *linear, uint64_t seed, uint64_t r, level_node *node,
                       double *level) {
  const fit_series *series = problem->series;
  const fit_prior *prior = &problem->prior;
  const int64_t n_nodes = series->response.n_nodes;
  const double noise = exp(2.0 * theta[THETA_LOG_SIGMA]) + FIT_RESOLUTION;
  const double drift = exp(2.0 * theta[THETA_LOG_DRIFT]);
  double state = 0.0, variance = 0.0;

  for (int64_t j = 0; j < n_nodes; j++) {
    const double stay = problem->stay[j];

    variance = stay * stay * variance + drift * problem->gain[j];
    state *= stay;
    node[j].predicted_variance = variance;
    node[j].predicted[0] = state;
    if (!isnan(series->y[j])) {
      const double gain = variance / (variance + noise);
      double left = series->y[j] / prior->performance - 1.0 - mt_i_fit_known(problem, j) -
                    linear[0];
      for (int k = 1; k < prior->n_linear; k++) {
        left -= linear[k] * problem->column[prior->which[k]][j];
      }
      state += gain * (left - state);
      variance = noise * gain;
    }
    node[j].state[0] = state;
    node[j].variance = variance;
  }
  for (int64_t j = n_nodes - 1; j >= 0; j--) {
    double m = node[j].state[0], v = node[j].variance;

    if (j + 1 < n_nodes && node[j + 1].predicted_variance > 0.0) {
      const double back = v * problem->stay[j + 1] / node[j + 1].predicted_variance;
      m += back * (level[j + 1] - node[j + 1].predicted[0]);
      v -= back * back * node[j + 1].predicted_variance;
    }
    level[j] =
        m + (v > 0.0 ? sqrt(v) * random_normal(seed, r, DRAW_PROCESS, (uint32_t)j) : 0.0);
  }
}

mt_status mt_i_forecast_draws(mt_ctx *ctx, fit_problem *problem, int64_t n_points,
                              const double *points, const mt_forecast_options *forecast,
                              int64_t n_draws, uint64_t seed, double *paths) {
  const fit_series *series = problem->series;
  const fit_prior *prior = &problem->prior;
  const int64_t n_nodes = series->response.n_nodes, n_at = series->n_at;
  double *cumulative = NULL, *level = NULL;
  level_node *node = NULL;
  mt_status status = MT_OK;

  cumulative = mt_i_allocate(ctx, n_points, sizeof(double));
  level = mt_i_allocate(ctx, n_nodes, sizeof(double));
  node = mt_i_allocate(ctx, n_nodes, sizeof(level_node));
  if (cumulative == NULL || level == NULL || node == NULL) {
    status = MT_ERROR_MEMORY;
    goto cleanup;
  }
  mt_i_points_cumulate(points, n_points, cumulative);
  for (int64_t r = 0; r < n_draws; r++) {
    double linear[SMALL], noise;
    fit_component c;

    if (r % 256 == 0 && mt_i_cancelled(ctx, (double)r / (double)n_draws)) {
      status = MT_ERROR_CANCELLED;
      goto cleanup;
    }
    mt_i_fit_draw(prior, n_points, points, cumulative, seed, (uint64_t)r, &c, linear);
    mt_i_fit_columns(problem, c.theta);
    draw_level(problem, c.theta, linear, seed, (uint64_t)r, node, level);
    noise = exp(2.0 * c.theta[THETA_LOG_SIGMA]) + FIT_RESOLUTION;
    for (int64_t a = 0; a < n_at; a++) {
      const int64_t j = series->at_node[a];
      level_node flat;
      double value;
      projection p;

      /* The level is known here: its regressors and variance are 0. */
      memset(&flat, 0, sizeof(flat));
      flat.state[0] = level[j];
      project(problem, c.theta, j, &flat, forecast, &p);
      value = p.known;
      for (int k = 0; k < prior->n_linear; k++) {
        value += p.coefficient[k] * linear[k];
      }
      if (forecast->quantity == MT_PERFORMANCE && forecast->noise) {
        value += sqrt(noise) * random_normal(seed, (uint64_t)r, DRAW_NOISE, (uint32_t)a);
      }
      paths[a + n_at * r] = prior->performance * value;
    }
  }

cleanup:
  mt_i_release(ctx, cumulative);
  mt_i_release(ctx, level);
  mt_i_release(ctx, node);
  return status;
}
