/*
 * What the loads do to performance, per unit of gain: fitness and fatigue as convolutions
 * of the load with e^(-t/tau) (Banister et al. 1975; Calvert et al. 1976), and fatigue
 * under a variable dose (Busso 2003, Med Sci Sports Exerc 35:1188, eqs 4 and 5).
 * docs/math.md, "Calibration".
 */
#ifndef MT_MODEL_RESPONSE_H
#define MT_MODEL_RESPONSE_H

#include <stdint.h>

/* Distinct days with their loads, and the nodes: those days at which values are wanted. */
typedef struct response_series {
  int64_t n_days;
  const double *day;     /* [n_days] increasing */
  const double *load;    /* [n_days] */
  int64_t n_gaps;        /* lengths that differ among day[i] - day[i - 1] */
  const double *gap;     /* [n_gaps] */
  const int64_t *gap_of; /* [n_days] which of them comes before day i; 0 for the first */
  int64_t n_nodes;
  const int64_t *node; /* [n_nodes] not decreasing, into day[] */
  int next_day;        /* a load is felt from the day after */
} response_series;

typedef struct response_shape {
  double tau_g, tau_h; /* 0: the component is left out */
  double tau_3;        /* 0: fatigue by the load itself */
} response_shape;

/* At each node: g and h are the convolutions; decay_g and decay_h, if not NULL, what is
 * left of an initial state. decay is room for 3 x n_gaps numbers. */
void mt_i_response(const response_series *series, const response_shape *shape,
                   double *decay, double *g, double *h, double *decay_g, double *decay_h);

/* What one more unit of load on day i, from <= i <= goal, adds to g and h on day `goal`
 * (indices into day[], as if a node were there): by_g and by_h, [goal - from + 1] each.
 * left_h is what is left of a unit of fatigue by then, 0 where it is not felt. Under a
 * variable dose h is a quadratic form in the loads, so by_h holds for small changes; with
 * d3(i, j) = e^(-(day j - day i)/tau_3) the second derivative is left_h[j] d3(i, j) for
 * i < j and 2 left_h[i] for i = j. decay is room for 3 x n_gaps numbers and keeps tau_3's
 * decay over each gap in its last third. */
void mt_i_response_by_load(const response_series *series, const response_shape *shape,
                           int64_t from, int64_t goal, double *decay, double *by_g,
                           double *by_h, double *left_h);

/* g and its derivative by log tau, for the least-squares limit of equal time constants. */
void mt_i_response_slope(const response_series *series, double tau, double *g,
                         double *slope);

#endif
