#include "base/fp.h"

#include <string.h>

#include "base/random.h"
#include "method/fit/fit.h"
#include "method/fit/project.h"

/* ---- of the parameters ---- */

/* Draw r: counter (r, DRAW_POSTERIOR, 0 .. 7): the point, the two gains, the rest. */
void mt_i_fit_draw(const fit_prior *prior, int64_t n_points, const double *points,
                   const double *cumulative, uint64_t seed, uint64_t r, fit_component *c,
                   double *linear) {
  const double u = random_uniform(seed, r, DRAW_POSTERIOR, 0) * cumulative[n_points - 1];
  int64_t low = 0, high = n_points - 1;
  double log_weight, theta[N_THETA];
  small_matrix factor = {{0.0}};
  fit_stats stats;

  while (low < high) {
    const int64_t middle = low + (high - low) / 2;
    if (cumulative[middle] < u) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  mt_i_points_read(points, n_points, low, &log_weight, theta, &stats);
  mt_i_fit_component(prior, log_weight, theta, &stats, 0,
                     random_uniform(seed, r, DRAW_POSTERIOR, 1),
                     random_uniform(seed, r, DRAW_POSTERIOR, 2), c);
  for (int g = 0; g < prior->n_gains; g++) {
    linear[1 + g] = c->gain[g];
  }
  small_cholesky(c->n_rest, c->rest_covariance, factor);
  for (int i = 0; i < c->n_rest; i++) {
    linear[c->rest[i]] = c->rest_mean[i];
    for (int j = 0; j <= i; j++) {
      linear[c->rest[i]] +=
          factor[i][j] * random_normal(seed, r, DRAW_POSTERIOR, 3 + (uint32_t)j);
    }
  }
}

mt_status mt_i_fit_draws(mt_ctx *ctx, const fit_posterior *posterior, int64_t n_draws,
                         uint64_t seed, double *draws) {
  const int64_t n_points = posterior->n_points;
  double *cumulative;
  fit_prior prior;

  MT_I_TRY(mt_i_prior_split(ctx, &posterior->prior, posterior->options.model,
                            posterior->options.initial, &prior));
  cumulative = mt_i_allocate(ctx, n_points, sizeof(double));
  if (cumulative == NULL) {
    return MT_ERROR_MEMORY;
  }
  mt_i_points_cumulate(posterior->points, n_points, cumulative);
  for (int64_t r = 0; r < n_draws; r++) {
    fit_component c;
    double linear[SMALL], values[MT_N_FIT];

    mt_i_fit_draw(&prior, n_points, posterior->points, cumulative, seed, (uint64_t)r, &c,
                  linear);
    mt_i_fit_values(&prior, c.theta, linear, values);
    for (int k = 0; k < MT_N_FIT; k++) {
      draws[r + n_draws * k] = values[k];
    }
  }
  mt_i_release(ctx, cumulative);
  return MT_OK;
}

/* ---- of forecasts ---- */

/* Draw r on the days asked for, path[n_at], given its parameters and its level. */
static void write_path(const fit_problem *problem, const double *theta,
                       const double *linear, const double *level,
                       const mt_forecast_options *options, uint64_t seed, uint64_t r,
                       double *path) {
  const fit_series *series = problem->series;
  const fit_prior *prior = &problem->prior;
  const double noise = exp(2.0 * theta[THETA_LOG_SIGMA]) + FIT_RESOLUTION;

  for (int64_t a = 0; a < series->n_at; a++) {
    const int64_t j = series->at_node[a];
    level_node flat;
    double value;
    projection p;

    /* The level is known here: its regressors and variance are 0. */
    memset(&flat, 0, sizeof(flat));
    flat.state[0] = level[j];
    project(problem, theta, j, &flat, options, &p);
    value = p.known;
    for (int k = 0; k < prior->n_linear; k++) {
      value += p.coefficient[k] * linear[k];
    }
    if (options->quantity == MT_PERFORMANCE && options->noise) {
      value += sqrt(noise) * random_normal(seed, r, DRAW_NOISE, (uint32_t)a);
    }
    path[a] = prior->performance * value;
  }
}

mt_status mt_i_forecast_draws(mt_ctx *ctx, const fit_posterior *posterior,
                              const mt_loads *ahead, int64_t n_at, const double *at,
                              const mt_forecast_options *options, int64_t n_draws,
                              uint64_t seed, double *paths) {
  double *cumulative = NULL, *level = NULL;
  fit_problem *problem;
  level_node *node = NULL;
  fit_outlook outlook;
  mt_status status;
  int64_t n_nodes;

  MT_I_TRY(mt_i_fit_outlook(ctx, posterior, ahead, n_at, at, &outlook));
  status = MT_OK;
  problem = &outlook.problem;
  n_nodes = outlook.series.response.n_nodes;
  cumulative = mt_i_allocate(ctx, outlook.n_points, sizeof(double));
  level = mt_i_allocate(ctx, n_nodes, sizeof(double));
  node = mt_i_allocate(ctx, n_nodes, sizeof(level_node));
  if (cumulative == NULL || level == NULL || node == NULL) {
    status = MT_ERROR_MEMORY;
    goto cleanup;
  }
  mt_i_points_cumulate(outlook.points, outlook.n_points, cumulative);
  for (int64_t r = 0; r < n_draws; r++) {
    double linear[SMALL];
    fit_component c;

    if (r % 256 == 0 && mt_i_cancelled(ctx, (double)r / (double)n_draws)) {
      status = MT_ERROR_CANCELLED;
      goto cleanup;
    }
    mt_i_fit_draw(&problem->prior, outlook.n_points, outlook.points, cumulative, seed,
                  (uint64_t)r, &c, linear);
    mt_i_fit_columns(problem, c.theta);
    mt_i_fit_sample(problem, c.theta, linear, seed, (uint64_t)r, node, level);
    write_path(problem, c.theta, linear, level, options, seed, (uint64_t)r,
               paths + n_at * r);
  }

cleanup:
  mt_i_release(ctx, cumulative);
  mt_i_release(ctx, level);
  mt_i_release(ctx, node);
  mt_i_fit_outlook_release(ctx, &outlook);
  return status;
}
