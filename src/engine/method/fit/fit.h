/*
 * A fit from the inside: a log made ready, the likelihood of one point with the linear
 * parameters integrated out, the posterior as weighted points, what is computed from them.
 */
#ifndef MT_METHOD_FIT_FIT_H
#define MT_METHOD_FIT_FIT_H

#include "base/context.h"
#include "method/many.h"
#include "model/fit_prior.h"
#include "model/response.h"

/* ---- a log made ready (series.c) ---- */

typedef struct fit_series {
  response_series response; /* its nodes: tests and days asked for, in order of time */
  int64_t n_tests;
  int64_t n_at;
  const double *y;        /* [n_nodes] the test at a node, NaN where nothing was tested */
  const int64_t *at_node; /* [n_at] the node of each day asked for */
  const double *since;    /* [n_nodes] days since the node before, or since the start */
  void *memory;
} fit_series;

/* Joins rows of one day, adds loads to come (NULL: none) and days asked for. */
mt_status mt_i_fit_series(mt_ctx *ctx, const mt_log *log, const mt_loads *ahead,
                          int64_t n_at, const double *at, int64_t load_effect,
                          fit_series *out);
void mt_i_fit_series_release(mt_ctx *ctx, fit_series *series);

/* ---- one point (point.c) ---- */

/* Variance that every test has besides sigma^2, as a share of P^2: no test is known better
 * than one part in a million. It keeps the posterior within reach when tests agree to the
 * last digit, where the density of sigma would otherwise run off to 0. */
#define FIT_RESOLUTION 1e-12

/* What the tests say of the linear parameters, given theta. */
typedef struct fit_stats {
  double log_det;   /* sum of the logs of the innovation variances */
  double quadratic; /* sum of squared innovations over their variances */
  small_matrix precision;
  small_vector linear;
} fit_stats;

/* The linear parameters given theta and the tests, before the cut at 0. */
typedef struct fit_linear {
  small_vector mean;
  small_matrix covariance;
  double log_orthant;
  double log_target; /* log density of theta and the tests */
} fit_linear;

/* Everything one thread needs to evaluate points of one series. */
typedef struct fit_problem {
  const fit_series *series;
  fit_prior prior;
  int64_t initial;
  double fitness0, fatigue0;
  /* the level between nodes: what stays of it, and the variance gained per drift^2 */
  double *stay, *gain;
  double *column[SMALL]; /* regressors at the nodes, units of the prior */
  double *decay;
  void *memory;
} fit_problem;

mt_status mt_i_fit_problem(mt_ctx *ctx, const fit_series *series, const mt_prior *prior,
                           const mt_fit_options *options, fit_problem *out);
void mt_i_fit_problem_release(mt_ctx *ctx, fit_problem *problem);

/* Fills problem->column for theta: what one unit of each linear parameter, in units of the
 * prior, adds to relative performance at each node. The offset adds 1 and has none. */
void mt_i_fit_columns(fit_problem *problem, const double *theta);

/* The scalar Kalman filter with the regressors as further observations. */
void mt_i_fit_filter(fit_problem *problem, const double *theta, fit_stats *stats);

/* The same for points side by side (block.c), columns and filter in one pass. room: so
 * many doubles; stats: [FIT_LANES]. */
enum { FIT_LANES = 16 };
int64_t mt_i_fit_block_room(const fit_series *series);
void mt_i_fit_block(const fit_problem *problem, double theta[N_THETA][FIT_LANES],
                    double *room, fit_stats *stats);

/* Combines what the tests say with the prior; x are the free coordinates of theta. */
void mt_i_fit_combine(const fit_prior *prior, int64_t n_tests, const double *x,
                      const fit_stats *stats, fit_linear *out);

/* The known part of performance at a node, relative: what given initial states leave. */
double mt_i_fit_known(const fit_problem *problem, int64_t node);

/* ---- points of a posterior (bayes.c) ---- */

mt_status mt_i_fit_bayes(mt_ctx *ctx, const fit_series *series, const mt_prior *prior,
                         const mt_fit_options *options, mt_fit *fit, double *points);
int64_t mt_i_fit_n_points(const mt_fit_options *options);

/* Row i of a points array. */
void mt_i_points_read(const double *points, int64_t n, int64_t i, double *log_weight,
                      double *theta, fit_stats *stats);
void mt_i_points_write(double *points, int64_t n, int64_t i, double log_weight,
                       const double *theta, const fit_stats *stats, int n_linear);

/* Running sums of the weights of the points. */
void mt_i_points_cumulate(const double *points, int64_t n, double *cumulative);

/* A point with gains: theta, one draw of the gains given it, the rest of the linear
 * parameters normal given both. The gains come from further coordinates of the lattice. */
typedef struct fit_component {
  double weight;
  double theta[N_THETA];
  double gain[2]; /* kappa1, kappa2; 0 where the model has none */
  fit_linear linear;
  int n_rest;             /* the linear parameters that are not gains */
  int rest[SMALL];        /* their places */
  small_vector rest_mean; /* given the gains */
  small_matrix rest_covariance;
} fit_component;

/* u0, u1: the uniforms of the gains. */
void mt_i_fit_component(const fit_prior *prior, double log_weight, const double *theta,
                        const fit_stats *stats, int64_t n_tests, double u0, double u1,
                        fit_component *out);

/* Mean and covariance of the linear parameters after the cut at 0. */
void mt_i_fit_cut(const fit_prior *prior, const fit_linear *linear, double *mean,
                  small_matrix covariance);

/* Points that weigh less than this share of an equal one are left out of mixtures. */
#define FIT_NEGLIGIBLE 1e-9

/* Free coordinates of theta. */
void mt_i_fit_free(const fit_prior *prior, const double *theta, double *x);

/* ---- one log, and many (log.c) ---- */

/* From a log to its posterior; points may be NULL. */
mt_status mt_i_fit_log(mt_ctx *ctx, const mt_log *log, const mt_prior *prior,
                       const mt_fit_options *options, mt_fit *fit, double *points);

/* The quantiles that a fit to no test at all would have. */
mt_status mt_i_prior_quantiles(mt_ctx *ctx, const mt_prior *prior,
                               const mt_fit_options *options, int64_t n_probs,
                               const double *probs, double *quantiles);

/* What the logs of a call share: logs and priors are as the caller has them. */
typedef struct fit_call {
  const mt_log *logs;
  const mt_prior *priors;
  int64_t shared_prior;
  mt_fit_options options;
  int64_t n_probs;
  const double *probs;
  mt_fit *fits;
  double *scales, *quantiles; /* scales may be NULL */
} fit_call;

/* One of them, checked, and the places of its results. */
typedef struct fit_item {
  mt_log log;
  mt_prior prior;
  mt_fit *fit;
  double *scales, *quantiles;
} fit_item;

extern const many_work mt_i_fit_work;

/* ---- a posterior, and what is made from it ---- */

/* An mt_posterior that was checked. */
typedef struct fit_posterior {
  mt_log log; /* of forecasts alone */
  mt_prior prior;
  mt_fit_options options;
  int64_t n_points;
  const double *points;
} fit_posterior;

/* ---- marginals (marginal.c) ---- */

mt_status mt_i_fit_quantiles(mt_ctx *ctx, const fit_posterior *posterior, int64_t n_probs,
                             const double *probs, double *quantiles);

/* ---- draws (draws.c) ---- */

mt_status mt_i_fit_draws(mt_ctx *ctx, const fit_posterior *posterior, int64_t n_draws,
                         uint64_t seed, double *draws);

/* One draw: a component and all linear parameters. cumulative: running sums of weights. */
void mt_i_fit_draw(const fit_prior *prior, int64_t n_points, const double *points,
                   const double *cumulative, uint64_t seed, uint64_t r, fit_component *c,
                   double *linear);
void mt_i_fit_values(const fit_prior *prior, const double *theta, const double *linear,
                     double values[MT_N_FIT]);

/* ---- forecasts: the log with loads to come and days asked for (outlook.c) ---- */

typedef struct fit_outlook {
  fit_series series;
  fit_problem problem; /* of that series */
  int64_t n_points;
  const double *points;
} fit_outlook;

mt_status mt_i_fit_outlook(mt_ctx *ctx, const fit_posterior *posterior,
                           const mt_loads *ahead, int64_t n_at, const double *at,
                           fit_outlook *out);
void mt_i_fit_outlook_release(mt_ctx *ctx, fit_outlook *outlook);

/* ---- the level given a point (smooth.c) ---- */

/* What the level is at each node given the tests and the linear parameters b: normal with
 * mean state[0] - state[1..]' b and the variance. */
typedef struct level_node {
  double predicted[SMALL + 1], predicted_variance;
  double state[SMALL + 1], variance;
} level_node;

/* Needs the columns of theta; node[n_nodes]. */
void mt_i_fit_smooth(const fit_problem *problem, const double *theta, level_node *node);

/* One level given all parameters, level[n_nodes], from the normals of draw r; node is room. */
void mt_i_fit_sample(const fit_problem *problem, const double *theta,
                     const double *linear, uint64_t seed, uint64_t r, level_node *node,
                     double *level);

/* ---- forecasts (forecast.c, draws.c, slope.c) ---- */

/* Those of muscletwin.h on checked input. */
mt_status mt_i_forecast(mt_ctx *ctx, const fit_posterior *posterior,
                        const mt_loads *ahead, int64_t n_at, const double *at,
                        const mt_forecast_options *options,
                        const mt_forecast_result *result);
mt_status mt_i_forecast_draws(mt_ctx *ctx, const fit_posterior *posterior,
                              const mt_loads *ahead, int64_t n_at, const double *at,
                              const mt_forecast_options *options, int64_t n_draws,
                              uint64_t seed, double *paths);
mt_status mt_i_forecast_slope(mt_ctx *ctx, const fit_posterior *posterior,
                              const mt_loads *ahead, double goal, int64_t n_draws,
                              uint64_t seed, double *slope, double *curvature,
                              double *slopes);

/* ---- least squares (least_squares.c) ---- */

mt_status mt_i_fit_least_squares(mt_ctx *ctx, const mt_log *log,
                                 const mt_fit_options *options,
                                 const mt_least_squares_options *search,
                                 mt_least_squares *result, double *fitted);

#endif
