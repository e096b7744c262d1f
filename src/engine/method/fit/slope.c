#include "base/fp.h"

#include <string.h>

#include "method/fit/fit.h"

/* Performance on a day as a function of the loads to come: linear, but for the variable
 * dose, where it is quadratic. */
typedef struct slope_call {
  fit_problem *problem;
  int64_t n_points;
  const double *points;
  int64_t from, goal; /* days of the series: the first to come, the one in question */
  int64_t n_ahead;    /* goal - from + 1 */
  double *by_g, *by_h, *left; /* [n_ahead] */
  double gain_g, gain_h;      /* of one unit of kappa, units of the log */
} slope_call;

static void by_load(slope_call *call, const double *theta) {
  const fit_prior *prior = &call->problem->prior;
  response_shape shape = {0.0, 0.0, 0.0};
  double units[SMALL];

  shape.tau_g = mt_i_theta_tau_g(theta);
  shape.tau_h = mt_i_theta_tau_h(theta);
  shape.tau_3 = prior->model == MT_MODEL_VDR ? exp(theta[THETA_LOG_TAU_3]) : 0.0;
  mt_i_response_by_load(&call->problem->series->response, &shape, call->from, call->goal,
                        call->problem->decay, call->by_g, call->by_h, call->left);
  mt_i_prior_units(prior, theta, units);
  call->gain_g = prior->n_gains > 0 ? units[LINEAR_KAPPA1] : 0.0;
  call->gain_h = prior->n_gains > 1 ? units[LINEAR_KAPPA2] : 0.0;
}

/* sum[i, j] -= gain d2h/dw_i dw_j, i >= j, over the days of the series. */
static void add_curvature(const slope_call *call, double gain, double *sum) {
  const response_series *series = &call->problem->series->response;
  const double *over_3 = call->problem->decay + 2 * series->n_gaps;

  for (int64_t j = 0; j < call->n_ahead; j++) {
    double left = gain * call->left[j];

    sum[j * call->n_ahead + j] -= 2.0 * left;
    for (int64_t i = j - 1; i >= 0; i--) {
      left *= over_3[series->gap_of[call->from + i + 1]];
      sum[j * call->n_ahead + i] -= left;
    }
  }
}

/* Weighted sums over the points of the mean slope and, if bend is not NULL, of the
 * curvature, for the days ahead; total: of the weights. */
static mt_status add_slopes(mt_ctx *ctx, slope_call *call, double *sum, double *bend,
                            double *total) {
  const fit_problem *problem = call->problem;
  const fit_prior *prior = &problem->prior;
  const int64_t n_points = call->n_points;

  for (int64_t i = 0; i < n_points; i++) {
    double log_weight, theta[N_THETA];
    small_vector x, mean;
    small_matrix covariance;
    fit_linear linear;
    fit_stats stats;

    if (i % 256 == 0 && mt_i_cancelled(ctx, 0.8 * (double)i / (double)n_points)) {
      return MT_ERROR_CANCELLED;
    }
    mt_i_points_read(call->points, n_points, i, &log_weight, theta, &stats);
    /* The same points as the mean of a forecast has. */
    if (!(exp(log_weight) > FIT_NEGLIGIBLE / (double)n_points)) {
      continue;
    }
    mt_i_fit_free(prior, theta, x);
    mt_i_fit_combine(prior, problem->series->n_tests, x, &stats, &linear);
    mt_i_fit_cut(prior, &linear, mean, covariance);
    by_load(call, theta);
    *total += exp(log_weight);
    call->gain_g *= exp(log_weight) * mean[1];
    call->gain_h *= exp(log_weight) * (prior->n_gains > 1 ? mean[2] : 0.0);
    for (int64_t k = 0; k < call->n_ahead; k++) {
      sum[k] += call->gain_g * call->by_g[k] - call->gain_h * call->by_h[k];
    }
    if (bend != NULL) {
      add_curvature(call, call->gain_h, bend);
    }
  }
  if (!(*total > 0.0)) {
    return mt_i_fail(ctx, MT_ERROR_NOT_FINITE, "no point has a weight");
  }
  return MT_OK;
}

/* The day ahead of each load: slot[n], -1 where it is not felt. */
static void find_slots(const slope_call *call, const mt_loads *ahead, int64_t *slot) {
  const double *day = call->problem->series->response.day;

  for (int64_t f = 0, i = call->from; f < ahead->n; f++) {
    while (i <= call->goal && day[i] < ahead->day[f]) {
      i++;
    }
    slot[f] = i <= call->goal ? i - call->from : -1;
  }
}

/* Slopes of the draws of a forecast. */
static mt_status draw_slopes(mt_ctx *ctx, slope_call *call, const double *cumulative,
                             int64_t n, const int64_t *slot, int64_t n_draws,
                             uint64_t seed, double *slopes) {
  const fit_prior *prior = &call->problem->prior;

  for (int64_t r = 0; r < n_draws; r++) {
    double linear[SMALL];
    fit_component c;

    if (r % 256 == 0 && mt_i_cancelled(ctx, 0.8 + 0.2 * (double)r / (double)n_draws)) {
      return MT_ERROR_CANCELLED;
    }
    if (prior->n_gains > 0) {
      mt_i_fit_draw(prior, call->n_points, call->points, cumulative, seed, (uint64_t)r,
                    &c, linear);
      by_load(call, c.theta);
      call->gain_g *= linear[1];
      call->gain_h *= prior->n_gains > 1 ? linear[2] : 0.0;
    }
    for (int64_t f = 0; f < n; f++) {
      slopes[r * n + f] =
          slot[f] >= 0 && prior->n_gains > 0
              ? call->gain_g * call->by_g[slot[f]] - call->gain_h * call->by_h[slot[f]]
              : 0.0;
    }
  }
  return MT_OK;
}

/* The means of the days ahead, given to the loads of those days; bend: NULL where nothing
 * bends. */
static void write_slopes(const slope_call *call, const double *sum, const double *bend,
                         double total, int64_t n, const int64_t *slot, double *slope,
                         double *curvature) {
  for (int64_t f = 0; f < n; f++) {
    slope[f] = slot[f] >= 0 && total > 0.0 ? sum[slot[f]] / total : 0.0;
    for (int64_t e = 0; curvature != NULL && e < n; e++) {
      const int64_t a = slot[e] < slot[f] ? slot[e] : slot[f];
      const int64_t b = slot[e] < slot[f] ? slot[f] : slot[e];
      curvature[f * n + e] =
          bend != NULL && a >= 0 ? bend[b * call->n_ahead + a] / total : 0.0;
    }
  }
}

mt_status mt_i_forecast_slope(mt_ctx *ctx, const fit_posterior *posterior,
                              const mt_loads *ahead, double goal, int64_t n_draws,
                              uint64_t seed, double *slope, double *curvature,
                              double *slopes) {
  const double last = posterior->log.day[posterior->log.n - 1];
  const int bends = curvature != NULL && posterior->options.model == MT_MODEL_VDR;
  double *room = NULL, *cumulative = NULL, *sum, *bend, total = 0.0;
  int64_t *slot = NULL;
  fit_outlook outlook;
  slope_call call;
  mt_status status;

  MT_I_TRY(mt_i_fit_outlook(ctx, posterior, ahead, 1, &goal, &outlook));
  memset(&call, 0, sizeof(call));
  call.problem = &outlook.problem;
  call.n_points = outlook.n_points;
  call.points = outlook.points;
  call.goal = outlook.series.response.node[outlook.series.at_node[0]];
  while (outlook.series.response.day[call.from] <= last) {
    call.from++;
  }
  call.n_ahead = call.goal - call.from + 1;
  if (call.n_ahead > 100000) {
    status = mt_i_fail(ctx, MT_ERROR_SIZE, "there are too many days up to the goal");
    goto cleanup;
  }
  room =
      mt_i_allocate(ctx, (4 + (bends ? call.n_ahead : 0)) * call.n_ahead, sizeof(double));
  cumulative = mt_i_allocate(ctx, call.n_points, sizeof(double));
  slot = mt_i_allocate(ctx, ahead->n, sizeof(int64_t));
  if (room == NULL || cumulative == NULL || slot == NULL) {
    status = MT_ERROR_MEMORY;
    goto cleanup;
  }
  call.by_g = room;
  call.by_h = call.by_g + call.n_ahead;
  call.left = call.by_h + call.n_ahead;
  sum = call.left + call.n_ahead;
  bend = bends ? sum + call.n_ahead : NULL;
  find_slots(&call, ahead, slot);
  if (slope != NULL && outlook.problem.prior.n_gains > 0) {
    MT_I_TRY_OR_CLEAN_UP(add_slopes(ctx, &call, sum, bend, &total));
  }
  if (slope != NULL) {
    write_slopes(&call, sum, bend, total, ahead->n, slot, slope, curvature);
  }
  mt_i_points_cumulate(call.points, call.n_points, cumulative);
  status = draw_slopes(ctx, &call, cumulative, ahead->n, slot, n_draws, seed, slopes);

cleanup:
  mt_i_release(ctx, room);
  mt_i_release(ctx, cumulative);
  mt_i_release(ctx, slot);
  mt_i_fit_outlook_release(ctx, &outlook);
  return status;
}
