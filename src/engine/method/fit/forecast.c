#include "base/fp.h"

#include <string.h>

#include "method/fit/fit.h"
#include "method/fit/project.h"
#include "num/lattice.h"
#include "num/mixture.h"

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
                      const level_node *node, const mt_forecast_options *options,
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

    project(problem, c->theta, j, &node[j], options, &p);
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
static mt_status gather(mt_ctx *ctx, fit_outlook *outlook,
                        const mt_forecast_options *options, level_node *node,
                        forecast_days *days) {
  fit_problem *problem = &outlook->problem;
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
    mt_i_points_read(outlook->points, n, i, &log_weight, theta, &stats);
    if (!(exp(log_weight) > FIT_NEGLIGIBLE / (double)n)) {
      continue;
    }
    mt_i_fit_component(prior, log_weight, theta, &stats, problem->series->n_tests,
                       mt_i_lattice_value(n, k0), mt_i_lattice_value(n, k1), &c);
    mt_i_fit_columns(problem, theta);
    mt_i_fit_smooth(problem, theta, node);
    add_point(problem, &c, node, options, days);
  }
  if (days->used == 0) {
    return mt_i_fail(ctx, MT_ERROR_NOT_FINITE, "no point has a weight");
  }
  return MT_OK;
}

static mt_status open_days(mt_ctx *ctx, const fit_outlook *outlook, int64_t n_at,
                           forecast_days *out) {
  const int64_t n = outlook->n_points;

  memset(out, 0, sizeof(*out));
  out->n_points = n;
  out->n_at = n_at;
  if (n > 0 && n_at > INT64_MAX / 64 / n) {
    return mt_i_fail(ctx, MT_ERROR_SIZE, "too many days are asked for");
  }
  out->sums = mt_i_allocate(ctx, 2 * n_at, sizeof(double));
  out->weights = mt_i_allocate(ctx, n, sizeof(double));
  out->parts = mt_i_allocate(ctx, n, sizeof(mixture_part));
  out->means = mt_i_allocate(ctx, n * n_at, sizeof(double));
  out->variances = mt_i_allocate(ctx, n * n_at, sizeof(double));
  return out->sums == NULL || out->weights == NULL || out->parts == NULL ||
                 out->means == NULL || out->variances == NULL
             ? MT_ERROR_MEMORY
             : MT_OK;
}

static void close_days(mt_ctx *ctx, forecast_days *days) {
  mt_i_release(ctx, days->sums);
  mt_i_release(ctx, days->weights);
  mt_i_release(ctx, days->parts);
  mt_i_release(ctx, days->means);
  mt_i_release(ctx, days->variances);
}

/* Everything about one day, in the units of the log; row[n_probs] is room. */
static void write_day(const fit_problem *problem, const forecast_days *days, int64_t a,
                      const mt_forecast_options *options, double *row,
                      const mt_forecast_result *result) {
  const double performance = problem->prior.performance;
  const int64_t n_at = days->n_at;
  const int positive = options->quantity == MT_FITNESS || options->quantity == MT_FATIGUE;
  const double exact = days->sums[a] / days->total;
  const double second = days->sums[n_at + a] / days->total - exact * exact;

  if (result->mean != NULL) {
    result->mean[a] = performance * exact;
  }
  if (result->sd != NULL) {
    result->sd[a] = performance * sqrt(second > 0.0 ? second : 0.0);
  }
  if (options->n_probs == 0) {
    return;
  }
  day_quantiles(days, a, exact, second, positive, options->n_probs, options->probs, row);
  for (int64_t q = 0; q < options->n_probs; q++) {
    const int below = positive && row[q] < 0.0 && problem->initial == MT_INITIAL_ZERO;
    result->quantiles[a + n_at * q] = performance * (below ? 0.0 : row[q]);
  }
}

mt_status mt_i_forecast(mt_ctx *ctx, const fit_posterior *posterior,
                        const mt_loads *ahead, int64_t n_at, const double *at,
                        const mt_forecast_options *options,
                        const mt_forecast_result *result) {
  double *row = NULL;
  level_node *node = NULL;
  forecast_days days;
  fit_outlook outlook;
  mt_status status;

  MT_I_TRY(mt_i_fit_outlook(ctx, posterior, ahead, n_at, at, &outlook));
  MT_I_TRY_OR_CLEAN_UP(open_days(ctx, &outlook, n_at, &days));
  node = mt_i_allocate(ctx, outlook.series.response.n_nodes, sizeof(level_node));
  row = mt_i_allocate(ctx, options->n_probs + 1, sizeof(double));
  if (node == NULL || row == NULL) {
    status = MT_ERROR_MEMORY;
    goto cleanup;
  }
  MT_I_TRY_OR_CLEAN_UP(gather(ctx, &outlook, options, node, &days));
  for (int64_t a = 0; a < n_at; a++) {
    if (options->n_probs > 0 &&
        mt_i_cancelled(ctx, 0.8 + 0.2 * (double)a / (double)n_at)) {
      status = MT_ERROR_CANCELLED;
      goto cleanup;
    }
    write_day(&outlook.problem, &days, a, options, row, result);
  }

cleanup:
  mt_i_release(ctx, node);
  mt_i_release(ctx, row);
  close_days(ctx, &days);
  mt_i_fit_outlook_release(ctx, &outlook);
  return status;
}
