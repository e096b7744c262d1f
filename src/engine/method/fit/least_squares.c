#include "base/fp.h"

#include <string.h>

#include "method/fit/fit.h"
#include "num/least_squares.h"
#include "num/optimise.h"

/* Nearer than this the two time constants are one, and the limit takes their place: there
 * k1 g - k2 h becomes a g + b dg/dlog(tau) with a free and b = k1 (ratio - 1) >= 0. */
static const double least_apart = 1e-4;

typedef struct ls_problem {
  const fit_series *series;
  int64_t model, initial;
  double fitness0, fatigue0;
  const mt_least_squares_options *bounds;
  int dim;
  double *g, *h, *decay, *left_g, *left_h, *y, *work; /* [n_tests], decay by gaps */
  /* of the last evaluation */
  double tau_g, tau_h, tau_3, b[3];
  int limit;
} ls_problem;

static double between(double from, double to, double share) {
  return from == to ? from : exp(log(from) + share * (log(to) - log(from)));
}

/* Coordinates of the cube: tau_h on its range, tau_g on what the separation leaves of its
 * range, tau_3; both on a log scale. Returns 0 where tau_g has no range. */
static int place(ls_problem *p, const double *x) {
  const mt_least_squares_options *o = p->bounds;
  double from = o->tau_g_from;

  p->tau_3 = 0.0;
  if (p->model == MT_MODEL_FITNESS_ONLY) {
    p->tau_h = 0.0;
    p->tau_g = between(o->tau_g_from, o->tau_g_to, x[0]);
    return 1;
  }
  {
    /* tau_h goes no further than the separation allows. */
    double most = o->tau_g_to / o->separation;
    most = most < o->tau_h_to ? most : o->tau_h_to;
    p->tau_h = between(o->tau_h_from, most, x[0]);
  }
  if (o->separation * p->tau_h > from) {
    from = o->separation * p->tau_h;
  }
  from = from < o->tau_g_to ? from : o->tau_g_to;
  p->tau_g = between(from, o->tau_g_to, x[1]);
  if (p->model == MT_MODEL_VDR) {
    p->tau_3 = between(o->tau_3_from, o->tau_3_to, x[2]);
  }
  return 1;
}

/* g, h and the tests less what given initial states explain, for the taus in p. */
static void responses(ls_problem *p) {
  const fit_series *series = p->series;
  const int64_t n = series->response.n_nodes;
  const response_shape shape = {p->tau_g, p->tau_h, p->tau_3};
  const int given = p->initial == MT_INITIAL_GIVEN;

  mt_i_response(&series->response, &shape, p->decay, p->g, p->h, given ? p->left_g : NULL,
                given ? p->left_h : NULL);
  for (int64_t j = 0; j < n; j++) {
    p->y[j] = series->y[j];
    if (given) {
      p->y[j] -= p->fitness0 * p->left_g[j];
      p->y[j] += p->model == MT_MODEL_FITNESS_ONLY ? 0.0 : p->fatigue0 * p->left_h[j];
    }
  }
}

static double sum_of_squares(const double *x, void *payload) {
  static const int both[2] = {1, 1}, second[2] = {0, 1};
  ls_problem *p = payload;
  const int64_t n = p->series->response.n_nodes;

  place(p, x);
  p->limit = p->model == MT_MODEL_BANISTER && p->tau_g < p->tau_h * (1.0 + least_apart) &&
             p->bounds->separation < 1.0 + least_apart;
  responses(p);
  if (p->limit) {
    mt_i_response_slope(&p->series->response, p->tau_h, p->g, p->h);
    return mt_i_bounded_squares(n, p->y, p->g, p->h, second, p->work, p->b);
  }
  for (int64_t j = 0; j < n; j++) {
    p->h[j] = -p->h[j];
  }
  return mt_i_bounded_squares(n, p->y, p->g,
                              p->model == MT_MODEL_FITNESS_ONLY ? NULL : p->h, both,
                              p->work, p->b);
}

/* Fitted values for parameters p0 k1 k2 tau_g tau_h tau_3. */
static void predict(ls_problem *p, const double *value, double *out) {
  const int64_t n = p->series->response.n_nodes;

  p->tau_g = value[3];
  p->tau_h = value[4];
  p->tau_3 = value[5];
  responses(p);
  for (int64_t j = 0; j < n; j++) {
    out[j] =
        value[0] + value[1] * p->g[j] - value[2] * p->h[j] + (p->series->y[j] - p->y[j]);
  }
}

/* The Jacobian by central differences, its condition, the covariance of the estimates. */
static mt_status curvature(mt_ctx *ctx, ls_problem *p, mt_least_squares *ls) {
  static const int place_of[6] = {MT_FIT_P0,    MT_FIT_K1,    MT_FIT_K2,
                                  MT_FIT_TAU_G, MT_FIT_TAU_H, MT_FIT_TAU_3};
  const int64_t n = p->series->response.n_nodes;
  double value[6] = {0.0}, v[SVD_MAX * SVD_MAX], size[SVD_MAX], length[SVD_MAX];
  double *jacobian = mt_i_allocate(ctx, n * 7, sizeof(double)), *back;
  int which[6], k = 0;
  double smallest = INFINITY, largest = 0.0;

  if (jacobian == NULL) {
    return MT_ERROR_MEMORY;
  }
  back = jacobian + 6 * n;
  for (int i = 0; i < 6; i++) {
    if (!isnan(ls->estimate[place_of[i]])) {
      value[i] = ls->estimate[place_of[i]];
      which[k++] = i;
    }
  }
  for (int c = 0; c < k; c++) {
    const int i = which[c];
    const double at = value[i];
    const double step = i < 3 ? (at != 0.0 ? 1e-3 * fabs(at) : 1e-6) : 1e-5 * at;
    double *column = jacobian + n * c, squares = 0.0;

    value[i] = at + step;
    predict(p, value, column);
    value[i] = at - step;
    predict(p, value, back);
    value[i] = at;
    for (int64_t j = 0; j < n; j++) {
      column[j] = (column[j] - back[j]) / (2.0 * step);
      squares += column[j] * column[j];
    }
    length[c] = sqrt(squares);
    for (int64_t j = 0; j < n && length[c] > 0.0; j++) {
      column[j] /= length[c];
    }
  }
  mt_i_singular_values(n, k, jacobian, v, size);
  for (int c = 0; c < k; c++) {
    smallest = size[c] < smallest ? size[c] : smallest;
    largest = size[c] > largest ? size[c] : largest;
  }
  ls->condition = n >= k && smallest > 0.0 ? largest / smallest : INFINITY;
  /* Differences leave about nine digits: what is beyond is singular. */
  if (ls->condition < 1e8 && n > k) {
    const double sigma = ls->estimate[MT_FIT_SIGMA];
    for (int a = 0; a < k; a++) {
      for (int b = 0; b < k; b++) {
        double sum = 0.0;
        for (int c = 0; c < k; c++) {
          sum += v[a + k * c] * v[b + k * c] / (size[c] * size[c]);
        }
        ls->covariance[place_of[which[a]] * MT_N_FIT + place_of[which[b]]] =
            sigma * sigma * sum / (length[a] * length[b]);
      }
    }
  } else if (!(ls->condition < 1e8)) {
    ls->degenerate = 1;
  }
  mt_i_release(ctx, jacobian);
  return MT_OK;
}

static int near_bound(double value, double bound) {
  return fabs(value - bound) <= 1e-7 * bound;
}

/* Estimates, active bounds and degeneracy at the optimum. */
static void read_optimum(const ls_problem *p, const mt_least_squares_options *search,
                         mt_least_squares *ls) {
  ls->estimate[MT_FIT_P0] = p->b[0];
  ls->estimate[MT_FIT_TAU_G] = p->tau_g;
  if (p->dim > 1) {
    ls->estimate[MT_FIT_TAU_H] = p->tau_h;
    ls->active |= near_bound(p->tau_h, search->tau_h_from) ? MT_ACTIVE_TAU_H_FROM : 0;
    ls->active |= near_bound(p->tau_h, search->tau_h_to) ? MT_ACTIVE_TAU_H_TO : 0;
    ls->active |=
        near_bound(p->tau_g, search->separation * p->tau_h) ? MT_ACTIVE_SEPARATION : 0;
  }
  if (p->dim == 3) {
    ls->estimate[MT_FIT_TAU_3] = p->tau_3;
    ls->active |= near_bound(p->tau_3, search->tau_3_from) ? MT_ACTIVE_TAU_3_FROM : 0;
    ls->active |= near_bound(p->tau_3, search->tau_3_to) ? MT_ACTIVE_TAU_3_TO : 0;
  }
  ls->active |= near_bound(p->tau_g, search->tau_g_from) ? MT_ACTIVE_TAU_G_FROM : 0;
  ls->active |= near_bound(p->tau_g, search->tau_g_to) ? MT_ACTIVE_TAU_G_TO : 0;
  if (p->limit && p->b[2] > 0.0) {
    ls->degenerate = 1;
    ls->estimate[MT_FIT_K1] = INFINITY;
    ls->estimate[MT_FIT_K2] = INFINITY;
  } else if (p->limit) {
    /* One component is enough: which one the sign says. */
    ls->estimate[MT_FIT_K1] = p->b[1] > 0.0 ? p->b[1] : 0.0;
    ls->estimate[MT_FIT_K2] = p->b[1] < 0.0 ? -p->b[1] : 0.0;
  } else {
    ls->estimate[MT_FIT_K1] = p->b[1];
    if (p->dim > 1) {
      ls->estimate[MT_FIT_K2] = p->b[2];
    }
  }
  ls->active |= ls->estimate[MT_FIT_K1] == 0.0 ? MT_ACTIVE_K1 : 0;
  ls->active |= ls->estimate[MT_FIT_K2] == 0.0 ? MT_ACTIVE_K2 : 0;
}

/* Laid out in one block of memory; NULL where there is none. */
static double *open_problem(mt_ctx *ctx, const fit_series *series,
                            const mt_fit_options *options,
                            const mt_least_squares_options *search, ls_problem *out) {
  const int64_t n = series->response.n_nodes;
  double *memory =
      mt_i_allocate(ctx, 8 * n + 3 * series->response.n_gaps, sizeof(double));

  memset(out, 0, sizeof(*out));
  if (memory == NULL) {
    return NULL;
  }
  out->series = series;
  out->model = options->model;
  out->initial = options->initial;
  out->fitness0 = options->fitness0;
  out->fatigue0 = options->fatigue0;
  out->bounds = search;
  out->dim = options->model == MT_MODEL_FITNESS_ONLY ? 1
             : options->model == MT_MODEL_VDR        ? 3
                                                     : 2;
  out->g = memory;
  out->h = out->g + n;
  out->left_g = out->h + n;
  out->left_h = out->left_g + n;
  out->y = out->left_h + n;
  out->work = out->y + n;
  out->decay = out->work + 3 * n;
  return memory;
}

/* Nothing is known yet. */
static void clear(int64_t n_tests, mt_least_squares *ls) {
  ls->n_tests = n_tests;
  ls->active = 0;
  ls->degenerate = 0;
  ls->condition = NAN;
  for (int i = 0; i < MT_N_FIT; i++) {
    ls->estimate[i] = NAN;
  }
  for (int i = 0; i < MT_N_FIT * MT_N_FIT; i++) {
    ls->covariance[i] = NAN;
  }
}

static void write_fitted(const ls_problem *p, double *fitted) {
  for (int64_t j = 0; j < p->series->response.n_nodes; j++) {
    fitted[j] = p->b[0];
    if (p->model != MT_MODEL_LEVEL) {
      fitted[j] += p->b[1] * p->g[j] + p->series->y[j] - p->y[j];
      fitted[j] += p->model == MT_MODEL_FITNESS_ONLY ? 0.0 : p->b[2] * p->h[j];
    }
  }
}

/* The mean of the tests. */
static void fit_level(ls_problem *p, mt_least_squares *ls) {
  static const int none[2] = {0, 0};
  const int64_t n = ls->n_tests;

  ls->n_free = 1;
  ls->sse = mt_i_bounded_squares(n, p->series->y, NULL, NULL, none, p->work, p->b);
  ls->estimate[MT_FIT_P0] = p->b[0];
  ls->condition = 1.0;
  if (n > 1) {
    ls->covariance[0] = ls->sse / (double)(n - 1) / (double)n;
  }
}

/* Time constants by the grid, the rest given them. */
static void fit_training(ls_problem *p, mt_least_squares *ls) {
  const int64_t grid =
      p->dim == 3 && p->bounds->grid > 24 ? p->bounds->grid / 2 : p->bounds->grid;
  double x[OPTIMISE_MAX_DIM] = {0.0};

  mt_i_minimise_cube(p->dim, grid, sum_of_squares, p, x);
  ls->sse = sum_of_squares(x, p);
  ls->n_free = p->dim == 1 ? 3 : p->dim == 2 ? 5 : 6;
  read_optimum(p, p->bounds, ls);
}

static mt_status fit_series_by_squares(mt_ctx *ctx, const fit_series *series,
                                       const mt_fit_options *options,
                                       const mt_least_squares_options *search,
                                       mt_least_squares *ls, double *fitted) {
  mt_status status = MT_OK;
  ls_problem p;
  double *memory = open_problem(ctx, series, options, search, &p);

  if (memory == NULL) {
    return MT_ERROR_MEMORY;
  }
  clear(series->response.n_nodes, ls);
  if (mt_i_cancelled(ctx, 0.0)) {
    status = MT_ERROR_CANCELLED;
    goto cleanup;
  }
  if (p.model == MT_MODEL_LEVEL) {
    fit_level(&p, ls);
  } else {
    fit_training(&p, ls);
  }
  if (ls->n_tests > ls->n_free) {
    ls->estimate[MT_FIT_SIGMA] = sqrt(ls->sse / (double)(ls->n_tests - ls->n_free));
  }
  if (fitted != NULL) {
    write_fitted(&p, fitted);
  }
  if (ls->degenerate) {
    ls->condition = INFINITY;
  } else if (p.model != MT_MODEL_LEVEL) {
    MT_I_TRY_OR_CLEAN_UP(curvature(ctx, &p, ls));
  }
  status = ls->degenerate ? MT_NOT_CONVERGED : MT_OK;

cleanup:
  mt_i_release(ctx, memory);
  return status;
}

mt_status mt_i_fit_least_squares(mt_ctx *ctx, const mt_log *log,
                                 const mt_fit_options *options,
                                 const mt_least_squares_options *search,
                                 mt_least_squares *result, double *fitted) {
  const int64_t linear = options->model == MT_MODEL_LEVEL          ? 1
                         : options->model == MT_MODEL_FITNESS_ONLY ? 2
                                                                   : 3;
  fit_series series;
  mt_status status;

  MT_I_TRY(mt_i_fit_series(ctx, log, NULL, 0, NULL, options->load_effect, &series));
  if (series.n_tests <= linear) {
    status = mt_i_fail(ctx, MT_ERROR_SIZE,
                       "the log has %lld tests; least squares needs more than %lld",
                       (long long)series.n_tests, (long long)linear);
  } else {
    status = fit_series_by_squares(ctx, &series, options, search, result, fitted);
  }
  mt_i_fit_series_release(ctx, &series);
  return status;
}
