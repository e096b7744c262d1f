#include "base/fp.h"

#include "model/response.h"

#include <math.h>
#include <stddef.h>

static void fill_decays(const response_series *series, double tau, double *decay) {
  for (int64_t i = 0; i < series->n_gaps; i++) {
    decay[i] = tau > 0.0 ? exp(-series->gap[i] / tau) : 0.0;
  }
}

void mt_i_response(const response_series *series, const response_shape *shape,
                   double *decay, double *g_out, double *h_out, double *decay_g,
                   double *decay_h) {
  const int64_t n_gaps = series->n_gaps;
  double *const by_g = decay, *const by_h = decay + n_gaps, *const by_3 = by_h + n_gaps;
  const int variable = shape->tau_3 > 0.0;
  double g = 0.0, h = 0.0, v = 0.0, left_g = 1.0, left_h = 1.0;
  int64_t j = 0;

  fill_decays(series, shape->tau_g, by_g);
  fill_decays(series, shape->tau_h, by_h);
  fill_decays(series, shape->tau_3, by_3);
  for (int64_t i = 0; i < series->n_days && j < series->n_nodes; i++) {
    const double load = series->load[i];
    double g_before, h_before, dose = load;

    if (i > 0) {
      const int64_t gap = series->gap_of[i];
      g *= by_g[gap];
      h *= by_h[gap];
      if (variable) {
        v *= by_3[gap];
      }
      if (decay_g != NULL) {
        left_g *= by_g[gap];
        left_h *= by_h[gap];
      }
    }
    g_before = g;
    h_before = h;
    if (variable) {
      v += load;
      dose = load * v;
    }
    g += load;
    h += dose;
    for (; j < series->n_nodes && series->node[j] == i; j++) {
      g_out[j] = series->next_day ? g_before : g;
      h_out[j] = series->next_day ? h_before : h;
      if (decay_g != NULL) {
        decay_g[j] = left_g;
        decay_h[j] = left_h;
      }
    }
  }
}

void mt_i_response_by_load(const response_series *series, const response_shape *shape,
                           int64_t from, int64_t goal, double *decay, double *by_g,
                           double *by_h, double *left_h) {
  const int64_t n_gaps = series->n_gaps;
  double *const over_g = decay, *const over_h = decay + n_gaps,
                *const over_3 = over_h + n_gaps;
  const int variable = shape->tau_3 > 0.0;
  double v = 0.0, left = 1.0, left_g = 1.0, later = 0.0;

  fill_decays(series, shape->tau_g, over_g);
  fill_decays(series, shape->tau_h, over_h);
  fill_decays(series, shape->tau_3, over_3);
  for (int64_t i = 0; variable && i <= goal; i++) {
    if (i > 0) {
      v *= over_3[series->gap_of[i]];
    }
    v += series->load[i];
    if (i >= from) {
      by_h[i - from] = v;
    }
  }
  for (int64_t i = goal; i >= from; i--) {
    const int felt = i < goal || !series->next_day;

    if (i < goal) {
      const int64_t gap = series->gap_of[i + 1];
      left_g *= over_g[gap];
      left *= over_h[gap];
      later *= over_3[gap];
    }
    by_g[i - from] = felt ? left_g : 0.0;
    left_h[i - from] = felt ? left : 0.0;
    if (variable) {
      /* A load acts by its own dose w v and by what it adds to v from then on. */
      later += left_h[i - from] * series->load[i];
      by_h[i - from] = left_h[i - from] * by_h[i - from] + later;
    } else {
      by_h[i - from] = left_h[i - from];
    }
  }
}

/* d/d log(tau) of e^(-t/tau) is t/tau e^(-t/tau): a second leaky sum, fed by the first. */
void mt_i_response_slope(const response_series *series, double tau, double *g_out,
                         double *slope_out) {
  double g = 0.0, slope = 0.0;
  int64_t j = 0;

  for (int64_t i = 0; i < series->n_days && j < series->n_nodes; i++) {
    double g_before;

    if (i > 0) {
      const double gap = series->gap[series->gap_of[i]], decay = exp(-gap / tau);
      slope = decay * (slope + gap / tau * g);
      g *= decay;
    }
    g_before = g;
    g += series->load[i];
    for (; j < series->n_nodes && series->node[j] == i; j++) {
      g_out[j] = series->next_day ? g_before : g;
      slope_out[j] = slope;
    }
  }
}
