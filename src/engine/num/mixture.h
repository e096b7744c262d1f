/* Mixtures of normals: quantiles, few for many, and a kernel that makes points a density. */
#ifndef MT_NUM_MIXTURE_H
#define MT_NUM_MIXTURE_H

#include <stdint.h>

/* Quantile of a mixture of normals; weights sum to 1. */
double mt_i_mixture_quantile(int64_t n, const double *weight, const double *mean,
                             const double *sd, double prob);

typedef struct mixture_part {
  double mean, variance, weight;
  int64_t index; /* makes the order unique */
} mixture_part;

/* By mean. */
void mt_i_mixture_sort(int64_t n, mixture_part *parts);

/* Many normals as few: sorted by mean, neighbours joined to one with their mean and
 * variance, about MIXTURE_GROUPS of equal weight. Sorts `parts`, whose weights sum to 1;
 * returns how many groups there are, at most MIXTURE_GROUPS. */
enum { MIXTURE_GROUPS = 160 };
int64_t mt_i_mixture_group(int64_t n, mixture_part *parts, double *weight, double *mean,
                           double *sd);

/* Width of the kernel that makes weighted points a density, as a share of their standard
 * deviation: 0.8 ESS^(-1/4), at most 0.95; squares is 1 / ESS, the sum of squared weights
 * (West 1993, J R Stat Soc B 55:409). */
double mt_i_kernel_width(double squares);

#endif
