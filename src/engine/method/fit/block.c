#include "base/fp.h"

#include <string.h>

#include "base/vmath.h"
#include "method/fit/fit.h"
#include "model/level.h"

MT_I_VECTORIZE

enum { PAIRS = SMALL * (SMALL + 1) / 2 };

/* What the passes over a block of points read and write; arrays are [.. x FIT_LANES]. */
typedef struct block_layout {
  const fit_series *series;
  int n, variable, starts; /* linear parameters; vdr; initial states count */
  const int *which;
  double fitness0, fatigue0; /* given initial states, relative */
  const double *y;           /* tests, relative to the scale, minus 1 */
  const double *stay, *gain;
  double *by_g, *by_h, *by_3; /* what a gap leaves */
  double noise[FIT_LANES], drift[FIT_LANES], unit_g[FIT_LANES], unit_h[FIT_LANES];
  double *precision, *linear;
  double quadratic[FIT_LANES], mantissa[FIT_LANES], largest[FIT_LANES];
  uint64_t exponent[FIT_LANES];
} block_layout;

#define VEC_BODY "method/fit/lanes.h"
#include "num/vec.h"

int64_t mt_i_fit_block_room(const fit_series *series) {
  return series->response.n_nodes +
         FIT_LANES * (3 * series->response.n_gaps + PAIRS + SMALL);
}

/* e^(-gap / tau) of every gap and lane. */
MT_I_INLINE void fill(const response_series *days, const double *tau, double *by) {
  for (int64_t k = 0; k < days->n_gaps; k++) {
    for (int l = 0; l < FIT_LANES; l++) {
      by[k * FIT_LANES + l] = vm_exp(-days->gap[k] / tau[l]);
    }
  }
}

MT_I_MULTIVERSION static void prepare(const fit_prior *prior,
                                      double theta[N_THETA][FIT_LANES],
                                      block_layout *layout) {
  const response_series *days = &layout->series->response;
  const double load = prior->load;
  double tau_g[FIT_LANES], tau_h[FIT_LANES], tau_3[FIT_LANES];

  for (int l = 0; l < FIT_LANES; l++) {
    layout->noise[l] = vm_exp(2.0 * theta[THETA_LOG_SIGMA][l]) + FIT_RESOLUTION;
    layout->drift[l] = vm_exp(2.0 * theta[THETA_LOG_DRIFT][l]);
    tau_h[l] = vm_exp(theta[THETA_LOG_TAU_H][l]);
    tau_g[l] = tau_h[l] * (LEAST_RATIO + vm_exp(theta[THETA_LOG_RATIO][l]));
    tau_3[l] = vm_exp(theta[THETA_LOG_TAU_3][l]);
    layout->unit_g[l] = 1.0 / (load * tau_g[l]);
    layout->unit_h[l] = -1.0 / (load * tau_h[l]);
    if (layout->variable) {
      layout->unit_h[l] /= load * tau_3[l];
    }
  }
  if (layout->n > 1) {
    fill(days, tau_g, layout->by_g);
    fill(days, tau_h, layout->by_h);
    if (layout->variable) {
      fill(days, tau_3, layout->by_3);
    }
  }
}

void mt_i_fit_block(const fit_problem *problem, double theta[N_THETA][FIT_LANES],
                    double *room, fit_stats *stats) {
  const fit_prior *prior = &problem->prior;
  const fit_series *series = problem->series;
  const int64_t nodes = series->response.n_nodes, n_gaps = series->response.n_gaps;
  const int n = prior->n_linear;
  const int given = problem->initial == MT_INITIAL_GIVEN;
  double *y = room;
  block_layout layout;

  memset(&layout, 0, sizeof(layout));
  layout.series = series;
  layout.n = n;
  layout.variable = prior->model == MT_MODEL_VDR;
  layout.starts = problem->initial != MT_INITIAL_ZERO && prior->model != MT_MODEL_LEVEL;
  layout.which = prior->which;
  layout.stay = problem->stay;
  layout.gain = problem->gain;
  layout.y = y;
  layout.by_g = room + nodes;
  layout.by_h = layout.by_g + n_gaps * FIT_LANES;
  layout.by_3 = layout.by_h + n_gaps * FIT_LANES;
  layout.precision = layout.by_3 + n_gaps * FIT_LANES;
  layout.linear = layout.precision + PAIRS * FIT_LANES;
  if (given) {
    layout.fitness0 = problem->fitness0 / prior->performance;
    layout.fatigue0 = prior->model == MT_MODEL_FITNESS_ONLY
                          ? 0.0
                          : problem->fatigue0 / prior->performance;
  }
  for (int64_t j = 0; j < nodes; j++) {
    y[j] = series->y[j] / prior->performance - 1.0;
  }
  prepare(prior, theta, &layout);
  VEC_CALL(all_passes, (&layout));
  memset(stats, 0, FIT_LANES * sizeof(*stats));
  for (int l = 0; l < FIT_LANES; l++) {
    const double exponent = (double)layout.exponent[l] - 1023.0 * (double)nodes;

    for (int c = 0, k = 0; c < n; c++) {
      for (int d = 0; d <= c; d++, k++) {
        stats[l].precision[c][d] = layout.precision[k * FIT_LANES + l];
        stats[l].precision[d][c] = layout.precision[k * FIT_LANES + l];
      }
      stats[l].linear[c] = layout.linear[c * FIT_LANES + l];
    }
    stats[l].quadratic = layout.quadratic[l];
    stats[l].log_det = isfinite(layout.largest[l]) ? 0.69314718055994530942 * exponent +
                                                         vm_log(layout.mantissa[l])
                                                   : NAN;
  }
}
