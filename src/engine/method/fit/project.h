/* A quantity at a node as a function of the linear parameters and the level there: in the
 * inner loop of a forecast, so inlined. */
#ifndef MT_METHOD_FIT_PROJECT_H
#define MT_METHOD_FIT_PROJECT_H

#include "base/fp.h"

#include <string.h>

#include "method/fit/fit.h"

/* known + coefficient' b + level noise, relative to the scale. */
typedef struct projection {
  double known, variance;
  double coefficient[SMALL];
} projection;

/* Needs the columns of theta. */
MT_I_INLINE void project(const fit_problem *problem, const double *theta, int64_t j,
                         const level_node *level, const mt_forecast_options *options,
                         projection *out) {
  const fit_prior *prior = &problem->prior;
  const int n = prior->n_linear;
  const int has_training = prior->model != MT_MODEL_LEVEL;
  const int given = problem->initial == MT_INITIAL_GIVEN && has_training;

  memset(out, 0, sizeof(*out));
  switch (options->quantity) {
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
      if (options->quantity == MT_PERFORMANCE) {
        out->known += level->state[0];
        for (int c = 0; c < n; c++) {
          out->coefficient[c] -= level->state[1 + c];
        }
        out->variance = level->variance;
        if (options->noise) {
          out->variance += exp(2.0 * theta[THETA_LOG_SIGMA]);
        }
      }
  }
  if (out->variance < 0.0) {
    out->variance = 0.0;
  }
}

#endif
