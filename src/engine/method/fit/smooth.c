#include "base/fp.h"

#include <string.h>

#include "base/random.h"
#include "method/fit/fit.h"
#include "model/level.h"

/* The test at node j, or what given linear parameters leave of it; and where none are given
 * (NULL), each regressor as if it were a test. */
MT_I_INLINE void see(const fit_problem *problem, const double *given, int64_t j,
                     double gain, double *state) {
  const fit_prior *prior = &problem->prior;
  double x =
      problem->series->y[j] / prior->performance - 1.0 - mt_i_fit_known(problem, j);

  for (int c = 0; given != NULL && c < prior->n_linear; c++) {
    x -= c == 0 ? given[0] : given[c] * problem->column[prior->which[c]][j];
  }
  LEVEL_SEE(state[0], x, gain);
  for (int c = 0; given == NULL && c < prior->n_linear; c++) {
    x = c == 0 ? 1.0 : problem->column[prior->which[c]][j];
    LEVEL_SEE(state[1 + c], x, gain);
  }
}

/* Forwards. */
MT_I_INLINE void filter(const fit_problem *problem, const double *theta,
                        const double *given, level_node *node) {
  const fit_series *series = problem->series;
  const int n = given == NULL ? problem->prior.n_linear : 0;
  const double noise = exp(2.0 * theta[THETA_LOG_SIGMA]) + FIT_RESOLUTION;
  const double drift = exp(2.0 * theta[THETA_LOG_DRIFT]);
  double state[SMALL + 1] = {0.0}, variance = 0.0;

  for (int64_t j = 0; j < series->response.n_nodes; j++) {
    const double stay = problem->stay[j];

    variance = LEVEL_CARRIED(variance, stay, drift, problem->gain[j]);
    node[j].predicted_variance = variance;
    for (int c = 0; c <= n; c++) {
      state[c] *= stay;
      node[j].predicted[c] = state[c];
    }
    if (!isnan(series->y[j])) {
      const double gain = variance / (variance + noise);

      see(problem, given, j, gain, state);
      variance = LEVEL_KNOWN(noise, gain);
    }
    node[j].variance = variance;
    for (int c = 0; c <= n; c++) {
      node[j].state[c] = state[c];
    }
  }
}

/* Backwards (Rauch, Tung and Striebel 1965, AIAA J 3:1445). */
void mt_i_fit_smooth(const fit_problem *problem, const double *theta, level_node *node) {
  const int64_t n_nodes = problem->series->response.n_nodes;

  filter(problem, theta, NULL, node);
  for (int64_t j = n_nodes - 2; j >= 0; j--) {
    const level_node *next = &node[j + 1];
    const double back =
        next->predicted_variance > 0.0
            ? node[j].variance * problem->stay[j + 1] / next->predicted_variance
            : 0.0;

    for (int c = 0; c <= problem->prior.n_linear; c++) {
      node[j].state[c] += back * (next->state[c] - next->predicted[c]);
    }
    node[j].variance += back * back * (next->variance - next->predicted_variance);
  }
}

/* Sampled backwards (Carter and Kohn 1994, Biometrika 81:541). */
void mt_i_fit_sample(const fit_problem *problem, const double *theta,
                     const double *linear, uint64_t seed, uint64_t r, level_node *node,
                     double *level) {
  const int64_t n_nodes = problem->series->response.n_nodes;

  filter(problem, theta, linear, node);
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
