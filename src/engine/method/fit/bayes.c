#include "base/fp.h"

#include <string.h>

#include "base/vmath.h"
#include "method/fit/fit.h"
#include "num/lattice.h"
#include "num/normal.h"

MT_I_VECTORIZE

enum { FIRST_POINTS = 512 };

static const double first_width = 1.15, second_width = 1.2;
static const double least_effective = 30.0; /* to which weights are tempered */
static const double enough = 0.25;          /* of the points: no further stage */

int64_t mt_i_fit_n_points(const mt_fit_options *options) {
  if (options->points > 0) {
    return options->points;
  }
  return options->model == MT_MODEL_VDR ? 2048 : 1024;
}

/* ---- rows of a points array ---- */

void mt_i_points_write(double *points, int64_t n, int64_t i, double log_weight,
                       const double *theta, const fit_stats *stats, int n_linear) {
  int64_t c = 0;

  points[i + n * c++] = log_weight;
  for (int k = 0; k < N_THETA; k++) {
    points[i + n * c++] = theta[k];
  }
  points[i + n * c++] = stats->log_det;
  points[i + n * c++] = stats->quadratic;
  for (int j = 0; j < SMALL; j++) {
    for (int k = 0; k <= j; k++) {
      points[i + n * c++] = j < n_linear ? stats->precision[j][k] : 0.0;
    }
  }
  for (int j = 0; j < SMALL; j++) {
    points[i + n * c++] = j < n_linear ? stats->linear[j] : 0.0;
  }
}

void mt_i_points_read(const double *points, int64_t n, int64_t i, double *log_weight,
                      double *theta, fit_stats *stats) {
  int64_t c = 0;

  *log_weight = points[i + n * c++];
  for (int k = 0; k < N_THETA; k++) {
    theta[k] = points[i + n * c++];
  }
  stats->log_det = points[i + n * c++];
  stats->quadratic = points[i + n * c++];
  for (int j = 0; j < SMALL; j++) {
    for (int k = 0; k <= j; k++, c++) {
      stats->precision[j][k] = points[i + n * c];
      stats->precision[k][j] = points[i + n * c];
    }
  }
  for (int j = 0; j < SMALL; j++) {
    stats->linear[j] = points[i + n * c++];
  }
}

void mt_i_points_cumulate(const double *points, int64_t n, double *cumulative) {
  double total = 0.0;

  for (int64_t i = 0; i < n; i++) {
    total += exp(points[i]);
    cumulative[i] = total;
  }
}

void mt_i_fit_free(const fit_prior *prior, const double *theta, double *x) {
  for (int i = 0; i < prior->n_free; i++) {
    x[i] = theta[prior->slot[i]];
  }
}

/* ---- stages ---- */

typedef struct stage {
  int64_t n;
  int64_t rows;       /* of the arrays below */
  double *x;          /* [rows x SMALL] row by row: free coordinates */
  double *log_weight; /* [rows] */
  fit_stats *stats;   /* [rows] */
  double *table;      /* [rows] quantiles of the lattice's values */
  double *density;    /* [rows] the log density there */
  double *tempered;   /* [rows] weights to a power */
  double *room;       /* of mt_i_fit_block() */
  double top;         /* the largest log weight */
  double log_mean;    /* log of the mean weight, relative to it */
  double log_sum;     /* the same, absolute */
  double effective;   /* share */
} stage;

/* Points of a stage: centre + width L q with q from the table; weights against it. n is a
 * multiple of FIT_LANES. */
static void run_stage(const fit_problem *problem, stage *s, int64_t n,
                      const double *centre, small_matrix factor, double width) {
  const fit_prior *prior = &problem->prior;
  const int d = prior->n_free;
  double log_det = 0.0, top = -INFINITY, sum = 0.0, squares = 0.0;

  s->n = n;
  for (int k = 0; k < d; k++) {
    log_det += log(factor[k][k] * width);
  }
  for (int64_t first = 0; first < n; first += FIT_LANES) {
    double theta[N_THETA][FIT_LANES], log_proposal[FIT_LANES];

    for (int l = 0; l < FIT_LANES; l++) {
      double *x = s->x + (first + l) * SMALL, value[N_THETA];
      small_vector q;

      log_proposal[l] = -log_det;
      for (int k = 0; k < d; k++) {
        const int64_t at = mt_i_lattice_index(n, k, first + l);
        q[k] = s->table[at];
        log_proposal[l] += s->density[at];
      }
      for (int k = 0; k < d; k++) {
        double moved = 0.0;
        for (int j = 0; j <= k; j++) {
          moved += factor[k][j] * q[j];
        }
        x[k] = centre[k] + width * moved;
      }
      mt_i_prior_theta(prior, x, value);
      for (int k = 0; k < N_THETA; k++) {
        theta[k][l] = value[k];
      }
    }
    mt_i_fit_block(problem, theta, s->room, s->stats + first);
    for (int64_t i = first; i < first + FIT_LANES; i++) {
      fit_linear linear;

      mt_i_fit_combine(prior, problem->series->n_tests, s->x + i * SMALL, &s->stats[i],
                       &linear);
      s->log_weight[i] = linear.log_target - log_proposal[i - first];
      if (s->log_weight[i] > top) {
        top = s->log_weight[i];
      }
    }
  }
  for (int64_t i = 0; i < n; i++) {
    const double weight = exp(s->log_weight[i] - top);
    sum += weight;
    squares += weight * weight;
  }
  /* Weights are taken relative to the largest: where logarithms are huge, their last digit
   * is not small. */
  s->top = top;
  s->log_mean = log(sum / (double)n);
  s->log_sum = top + s->log_mean;
  s->effective = sum * sum / squares / (double)n;
}

/* Weights to the power beta, relative to the largest; a weight of 0 stays one. */
MT_I_MULTIVERSION static void temper(int64_t n, const double *log_weight, double top,
                                     double beta, double *out) {
  for (int64_t i = 0; i < n; i++) {
    const double power = beta * (log_weight[i] - top);
    out[i] = vm_exp(power == power ? power : -INFINITY); /* 0 times -inf */
  }
}

/* Effective number of points under weights to the power beta, which s->tempered has then. */
static double effective_at(const stage *s, double top, double beta) {
  double sum = 0.0, squares = 0.0;

  temper(s->n, s->log_weight, top, beta, s->tempered);
  for (int64_t i = 0; i < s->n; i++) {
    sum += s->tempered[i];
    squares += s->tempered[i] * s->tempered[i];
  }
  return sum * sum / squares;
}

/* Mean and covariance under the weights, tempered until enough points share them. */
static void moments(const stage *s, int d, double *mean, small_matrix covariance) {
  double top = -INFINITY, beta = 1.0, sum = 0.0;

  for (int64_t i = 0; i < s->n; i++) {
    top = s->log_weight[i] > top ? s->log_weight[i] : top;
  }
  if (effective_at(s, top, 1.0) < least_effective) {
    double low = 0.0, high = 1.0;
    for (int k = 0; k < 30; k++) {
      beta = 0.5 * (low + high);
      if (effective_at(s, top, beta) < least_effective) {
        high = beta;
      } else {
        low = beta;
      }
    }
    beta = low;
    effective_at(s, top, beta);
  }
  for (int j = 0; j < d; j++) {
    mean[j] = 0.0;
    for (int k = 0; k < d; k++) {
      covariance[j][k] = 0.0;
    }
  }
  for (int64_t i = 0; i < s->n; i++) {
    const double weight = s->tempered[i];
    sum += weight;
    for (int j = 0; j < d; j++) {
      mean[j] += weight * s->x[i * SMALL + j];
    }
  }
  for (int j = 0; j < d; j++) {
    mean[j] /= sum;
  }
  for (int64_t i = 0; i < s->n; i++) {
    const double weight = s->tempered[i] / sum;
    const double *x = s->x + i * SMALL;
    for (int j = 0; j < d; j++) {
      for (int k = 0; k <= j; k++) {
        covariance[j][k] += weight * (x[j] - mean[j]) * (x[k] - mean[k]);
      }
    }
  }
  for (int j = 0; j < d; j++) {
    for (int k = 0; k < j; k++) {
      covariance[k][j] = covariance[j][k];
    }
  }
}

static void fill_table(stage *s, int64_t n, int student) {
  for (int64_t k = 0; k < n; k++) {
    const double u = mt_i_lattice_value(n, k);
    const double q = student ? mt_i_t5_quantile(u) : mt_i_normal_quantile(u);
    s->table[k] = q;
    s->density[k] = student ? mt_i_t5_log_density(q) : -0.5 * q * q - 0.5 * LOG_2_PI;
  }
}

/* ---- linear parameters after the cut at zero ---- */

void mt_i_fit_cut(const fit_prior *prior, const fit_linear *linear, double *mean,
                  small_matrix covariance) {
  const int n = prior->n_linear, gains = prior->n_gains;
  double gain_mean[2] = {0.0}, gain_covariance[3] = {0.0}, shift[2], change[2][2];
  double slope[SMALL][2];

  for (int i = 0; i < n; i++) {
    mean[i] = linear->mean[i];
    for (int j = 0; j < n; j++) {
      covariance[i][j] = linear->covariance[i][j];
    }
  }
  if (gains == 0 || linear->log_orthant > -1e-13) {
    return;
  }
  if (gains == 1) {
    mt_i_truncated_moments_1(mean[1], covariance[1][1], gain_mean, gain_covariance);
    shift[0] = gain_mean[0] - mean[1];
    change[0][0] = gain_covariance[0] - covariance[1][1];
    for (int i = 0; i < n; i++) {
      slope[i][0] = linear->covariance[i][1] / linear->covariance[1][1];
    }
  } else {
    const double before[2] = {mean[1], mean[2]};
    const double c[3] = {covariance[1][1], covariance[1][2], covariance[2][2]};
    const double det = c[0] * c[2] - c[1] * c[1];
    mt_i_truncated_moments(before, c, linear->log_orthant, gain_mean, gain_covariance);
    shift[0] = gain_mean[0] - mean[1];
    shift[1] = gain_mean[1] - mean[2];
    change[0][0] = gain_covariance[0] - c[0];
    change[0][1] = change[1][0] = gain_covariance[1] - c[1];
    change[1][1] = gain_covariance[2] - c[2];
    for (int i = 0; i < n; i++) {
      const double a = linear->covariance[i][1], b = linear->covariance[i][2];
      slope[i][0] = (a * c[2] - b * c[1]) / det;
      slope[i][1] = (b * c[0] - a * c[1]) / det;
    }
  }
  /* slope is the identity for the gains themselves, so one formula serves all. */
  for (int i = 0; i < n; i++) {
    for (int g = 0; g < gains; g++) {
      mean[i] += slope[i][g] * shift[g];
    }
    for (int j = 0; j < n; j++) {
      for (int g = 0; g < gains; g++) {
        for (int h = 0; h < gains; h++) {
          covariance[i][j] += slope[i][g] * change[g][h] * slope[j][h];
        }
      }
    }
  }
}

static const int fit_of_linear[SMALL] = {MT_FIT_P0, MT_FIT_K1, MT_FIT_K2, MT_FIT_FITNESS0,
                                         MT_FIT_FATIGUE0};

/* units: those of theta. */
static void values_of(const fit_prior *prior, const double *theta, const double *units,
                      const double *linear, double values[MT_N_FIT]) {
  for (int k = 0; k < MT_N_FIT; k++) {
    values[k] = NAN;
  }
  for (int k = 0; k < prior->n_linear; k++) {
    values[fit_of_linear[prior->which[k]]] = linear[k] * units[prior->which[k]];
  }
  values[MT_FIT_P0] += prior->performance;
  if (prior->model != MT_MODEL_LEVEL) {
    values[MT_FIT_TAU_G] = mt_i_theta_tau_g(theta);
  }
  if (prior->model == MT_MODEL_BANISTER || prior->model == MT_MODEL_VDR) {
    values[MT_FIT_TAU_H] = mt_i_theta_tau_h(theta);
  }
  if (prior->model == MT_MODEL_VDR) {
    values[MT_FIT_TAU_3] = exp(theta[THETA_LOG_TAU_3]);
  }
  values[MT_FIT_SIGMA] = prior->performance * exp(theta[THETA_LOG_SIGMA]);
  values[MT_FIT_DRIFT] = prior->performance * exp(theta[THETA_LOG_DRIFT]);
}

void mt_i_fit_values(const fit_prior *prior, const double *theta, const double *linear,
                     double values[MT_N_FIT]) {
  double units[SMALL];

  mt_i_prior_units(prior, theta, units);
  values_of(prior, theta, units, linear, values);
}

/* A twentieth of the prior's standard deviation, so that no direction collapses. */
static void add_floor(const fit_prior *prior, small_matrix covariance) {
  for (int k = 0; k < prior->n_free; k++) {
    double prior_variance = 0.0;
    for (int j = 0; j <= k; j++) {
      prior_variance += prior->factor[k][j] * prior->factor[k][j];
    }
    covariance[k][k] += 0.0025 * prior_variance;
  }
}

/* Mean and covariance of what the fit estimates. */
static void summarise(const fit_problem *problem, const stage *s, mt_fit *fit) {
  const fit_prior *prior = &problem->prior;
  double second[MT_N_FIT][MT_N_FIT] = {{0.0}}, mean[MT_N_FIT] = {0.0}, total = 0.0;
  double reference[MT_N_FIT] = {0.0};
  int first = 1;

  for (int64_t i = 0; i < s->n; i++) {
    const double weight = exp(s->log_weight[i] - s->top - s->log_mean) / (double)s->n;
    double theta[N_THETA], values[MT_N_FIT], units[SMALL];
    small_vector linear_mean;
    small_matrix covariance;
    fit_linear linear;

    if (!(weight > 1e-14)) {
      continue;
    }
    total += weight;
    mt_i_prior_theta(prior, s->x + i * SMALL, theta);
    mt_i_fit_combine(prior, problem->series->n_tests, s->x + i * SMALL, &s->stats[i],
                     &linear);
    mt_i_fit_cut(prior, &linear, linear_mean, covariance);
    mt_i_prior_units(prior, theta, units);
    values_of(prior, theta, units, linear_mean, values);
    if (first) {
      /* Sums about one of the points lose no digits. */
      memcpy(reference, values, sizeof(reference));
      first = 0;
    }
    for (int k = 0; k < MT_N_FIT; k++) {
      values[k] -= reference[k];
    }
    for (int k = 0; k < MT_N_FIT; k++) {
      mean[k] += weight * values[k];
      for (int j = 0; j < MT_N_FIT; j++) {
        second[k][j] += weight * values[k] * values[j];
      }
    }
    for (int k = 0; k < prior->n_linear; k++) {
      for (int j = 0; j < prior->n_linear; j++) {
        second[fit_of_linear[prior->which[k]]][fit_of_linear[prior->which[j]]] +=
            weight * covariance[k][j] * units[prior->which[k]] * units[prior->which[j]];
      }
    }
  }
  for (int k = 0; k < MT_N_FIT; k++) {
    mean[k] /= total;
  }
  for (int k = 0; k < MT_N_FIT; k++) {
    fit->mean[k] = reference[k] + mean[k];
    for (int j = 0; j < MT_N_FIT; j++) {
      fit->covariance[k * MT_N_FIT + j] = second[k][j] / total - mean[k] * mean[j];
    }
  }
}

static void weighted_mean(const stage *s, int d, double *x) {
  double total = 0.0;

  memset(x, 0, sizeof(small_vector));
  for (int64_t i = 0; i < s->n; i++) {
    const double weight = exp(s->log_weight[i] - s->top - s->log_mean);
    total += weight;
    for (int k = 0; k < d; k++) {
      x[k] += weight * s->x[i * SMALL + k];
    }
  }
  for (int k = 0; k < d; k++) {
    x[k] /= total;
  }
}

/* The log density of the tests at the weighted mean of theta, linear parameters at their
 * mean given it. */
static double log_lik(fit_problem *problem, const double *x) {
  const fit_prior *prior = &problem->prior;
  const double n = (double)problem->series->n_tests;
  double theta[N_THETA], value;
  small_vector mean;
  small_matrix covariance;
  fit_stats stats;
  fit_linear linear;

  mt_i_prior_theta(prior, x, theta);
  mt_i_fit_columns(problem, theta);
  mt_i_fit_filter(problem, theta, &stats);
  mt_i_fit_combine(prior, problem->series->n_tests, x, &stats, &linear);
  mt_i_fit_cut(prior, &linear, mean, covariance);
  value = stats.quadratic;
  for (int i = 0; i < prior->n_linear; i++) {
    value -= 2.0 * mean[i] * stats.linear[i];
    for (int j = 0; j < prior->n_linear; j++) {
      value += mean[i] * stats.precision[i][j] * mean[j];
    }
  }
  return -0.5 * (n * (LOG_2_PI + 2.0 * log(prior->performance)) + stats.log_det + value);
}

static mt_status open_stage(mt_ctx *ctx, const fit_series *series, int64_t rows,
                            stage *out) {
  out->rows = rows;
  out->x = mt_i_allocate(ctx, rows * (SMALL + 4), sizeof(double));
  out->room = mt_i_allocate(ctx, mt_i_fit_block_room(series), sizeof(double));
  out->stats = mt_i_allocate(ctx, rows, sizeof(fit_stats));
  if (out->x == NULL || out->stats == NULL || out->room == NULL) {
    return MT_ERROR_MEMORY;
  }
  out->log_weight = out->x + rows * SMALL;
  out->table = out->log_weight + rows;
  out->density = out->table + rows;
  out->tempered = out->density + rows;
  return MT_OK;
}

static void close_stage(mt_ctx *ctx, stage *s) {
  mt_i_release(ctx, s->x);
  mt_i_release(ctx, s->stats);
  mt_i_release(ctx, s->room);
}

/* Points where the prior is. */
static mt_status first_stage(mt_ctx *ctx, fit_problem *problem, stage *s) {
  fill_table(s, FIRST_POINTS, 0);
  run_stage(problem, s, FIRST_POINTS, problem->prior.mean, problem->prior.factor,
            first_width);
  if (!isfinite(s->log_sum)) {
    return mt_i_fail(ctx, MT_ERROR_NOT_FINITE,
                     "the tests have no density under the prior: check their scale");
  }
  return MT_OK;
}

/* n points where the stage before found the posterior, until they are effective enough. */
static mt_status second_stages(mt_ctx *ctx, fit_problem *problem, int64_t n,
                               int64_t most_rounds, stage *s, mt_fit *fit) {
  const int d = problem->prior.n_free;
  small_vector mean;
  small_matrix covariance = {{0.0}}, factor = {{0.0}};

  fill_table(s, n, 1);
  for (fit->rounds = 0; fit->rounds < most_rounds;) {
    if (mt_i_cancelled(ctx, (double)fit->rounds / (double)most_rounds)) {
      return MT_ERROR_CANCELLED;
    }
    moments(s, d, mean, covariance);
    add_floor(&problem->prior, covariance);
    if (!small_cholesky(d, covariance, factor)) {
      return mt_i_fail(ctx, MT_ERROR_NOT_FINITE, "the posterior has no finite spread");
    }
    run_stage(problem, s, n, mean, factor, second_width);
    if (!isfinite(s->log_sum)) {
      return mt_i_fail(ctx, MT_ERROR_NOT_FINITE, "the posterior has no finite density");
    }
    fit->rounds++;
    if (s->effective >= enough) {
      break;
    }
  }
  return MT_OK;
}

static void write_points(const fit_prior *prior, const stage *s, double *points) {
  for (int64_t i = 0; i < s->n; i++) {
    double theta[N_THETA];
    mt_i_prior_theta(prior, s->x + i * SMALL, theta);
    mt_i_points_write(points, s->n, i,
                      s->log_weight[i] - s->top - s->log_mean - log((double)s->n), theta,
                      &s->stats[i], prior->n_linear);
  }
}

mt_status mt_i_fit_bayes(mt_ctx *ctx, const fit_series *series, const mt_prior *prior,
                         const mt_fit_options *options, mt_fit *fit, double *points) {
  const int64_t n = mt_i_fit_n_points(options);
  fit_problem problem;
  stage s = {0};
  small_vector mean;
  mt_status status;

  MT_I_TRY(mt_i_fit_problem(ctx, series, prior, options, &problem));
  MT_I_TRY_OR_CLEAN_UP(open_stage(ctx, series, n > FIRST_POINTS ? n : FIRST_POINTS, &s));
  MT_I_TRY_OR_CLEAN_UP(first_stage(ctx, &problem, &s));
  MT_I_TRY_OR_CLEAN_UP(second_stages(ctx, &problem, n, options->rounds, &s, fit));
  fit->n_tests = series->n_tests;
  fit->n_points = n;
  fit->effective = s.effective;
  fit->log_evidence = s.log_sum;
  summarise(&problem, &s, fit);
  if (points != NULL) {
    write_points(&problem.prior, &s, points);
  }
  weighted_mean(&s, problem.prior.n_free, mean);
  fit->log_lik = log_lik(&problem, mean);
  status = fit->effective < 0.1 ? MT_NOT_CONVERGED : MT_OK;

cleanup:
  close_stage(ctx, &s);
  mt_i_fit_problem_release(ctx, &problem);
  return status;
}
