#include "base/fp.h"

#include "num/mixture.h"

#include <math.h>
#include <stdlib.h>

#include "num/normal.h"

double mt_i_mixture_quantile(int64_t n, const double *weight, const double *mean,
                             const double *sd, double prob) {
  double low = INFINITY, high = -INFINITY, x = 0.0, second = 0.0, floor_sd = 0.0;

  for (int64_t i = 0; i < n; i++) {
    const double a = mean[i] - 9.0 * sd[i], b = mean[i] + 9.0 * sd[i];
    low = a < low ? a : low;
    high = b > high ? b : high;
    x += weight[i] * mean[i];
  }
  for (int64_t i = 0; i < n; i++) {
    const double from_mean = mean[i] - x;
    second += weight[i] * (from_mean * from_mean + sd[i] * sd[i]);
  }
  if (!(second > 0.0)) {
    return x;
  }
  floor_sd = 1e-12 * sqrt(second);
  x += sqrt(second) * mt_i_normal_quantile(prob);
  if (!(x > low && x < high)) {
    x = 0.5 * (low + high);
  }
  for (int k = 0; k < 100; k++) {
    double below = 0.0, density = 0.0, next;

    for (int64_t i = 0; i < n; i++) {
      const double s = sd[i] > floor_sd ? sd[i] : floor_sd;
      const double z = (x - mean[i]) / s;
      below += weight[i] * mt_i_normal_cdf(z);
      density += weight[i] * exp(-0.5 * z * z) / s;
    }
    if (below < prob) {
      low = x;
    } else {
      high = x;
    }
    next = x - (below - prob) / (density * 0.39894228040143267794);
    if (!(next > low && next < high)) {
      next = 0.5 * (low + high);
    }
    if (fabs(next - x) < 1e-7 * sqrt(second)) {
      return next;
    }
    x = next;
  }
  return x;
}

static int by_mean(const void *a, const void *b) {
  const mixture_part *p = a, *q = b;

  if (p->mean != q->mean) {
    return p->mean < q->mean ? -1 : 1;
  }
  return p->index < q->index ? -1 : p->index > q->index;
}

void mt_i_mixture_sort(int64_t n, mixture_part *parts) {
  qsort(parts, (size_t)n, sizeof(mixture_part), by_mean);
}

int64_t mt_i_mixture_group(int64_t n, mixture_part *parts, double *weight, double *mean,
                           double *sd) {
  int64_t groups = 0, first = 0;
  double w = 0.0, m = 0.0;

  mt_i_mixture_sort(n, parts);
  for (int64_t i = 0; i < n; i++) {
    w += parts[i].weight;
    m += parts[i].weight * parts[i].mean;
    if (w >= 1.0 / (MIXTURE_GROUPS - 2) || i + 1 == n) {
      double sum = 0.0;

      m /= w;
      for (int64_t k = first; k <= i; k++) {
        const double from_mean = parts[k].mean - m;
        sum += parts[k].weight * (parts[k].variance + from_mean * from_mean);
      }
      weight[groups] = w;
      mean[groups] = m;
      sd[groups] = sqrt(sum / w);
      groups++;
      first = i + 1;
      w = m = 0.0;
    }
  }
  return groups;
}

double mt_i_kernel_width(double squares) {
  const double width = 0.8 * pow(squares, 0.25);
  return width < 0.95 ? width : 0.95;
}
