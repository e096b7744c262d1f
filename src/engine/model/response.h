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

/* g and its derivative by log tau, for the least-squares limit of equal time constants. */
void mt_i_response_slope(const response_series *series, double tau, double *g,
                         double *slope);

#endif
