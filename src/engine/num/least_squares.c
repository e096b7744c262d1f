#include "base/fp.h"

#include "num/least_squares.h"

#include <math.h>
#include <stddef.h>

static double mean_of(int64_t n, const double *x) {
  double sum = 0.0;
  for (int64_t i = 0; i < n; i++) {
    sum += x[i];
  }
  return sum / (double)n;
}

static double dot(int64_t n, const double *x, const double *y) {
  double sum = 0.0;
  for (int64_t i = 0; i < n; i++) {
    sum += x[i] * y[i];
  }
  return sum;
}

/* One regressor about the means: its coefficient; *sse what is left. */
static double single(int64_t n, const double *y, const double *x, int positive,
                     double *sse) {
  const double xx = dot(n, x, x);
  double b = xx > 0.0 ? dot(n, x, y) / xx : 0.0;

  if (positive && b < 0.0) {
    b = 0.0;
  }
  *sse = 0.0;
  for (int64_t i = 0; i < n; i++) {
    const double left = y[i] - b * x[i];
    *sse += left * left;
  }
  return b;
}

double mt_i_bounded_squares(int64_t n, const double *y_in, const double *x1_in,
                            const double *x2_in, const int positive[2], double *work,
                            double b[3]) {
  double *const y = work, *const x1 = work + n, *const x2 = work + 2 * n;
  const double y_mean = mean_of(n, y_in);
  const double x1_mean = x1_in == NULL ? 0.0 : mean_of(n, x1_in);
  const double x2_mean = x2_in == NULL ? 0.0 : mean_of(n, x2_in);
  double best, sse, xx, slope, across, b1, b2;

  for (int64_t i = 0; i < n; i++) {
    y[i] = y_in[i] - y_mean;
    x1[i] = x1_in == NULL ? 0.0 : x1_in[i] - x1_mean;
    x2[i] = x2_in == NULL ? 0.0 : x2_in[i] - x2_mean;
  }
  b[1] = b[2] = 0.0;
  best = dot(n, y, y);
  if (x1_in != NULL && x2_in != NULL) {
    /* x2 less its part along x1: the two coefficients without normal equations. */
    double xx2 = 0.0, xy2 = 0.0;

    xx = dot(n, x1, x1);
    slope = xx > 0.0 ? dot(n, x1, x2) / xx : 0.0;
    across = dot(n, x2, x2);
    for (int64_t i = 0; i < n; i++) {
      const double left = x2[i] - slope * x1[i];
      xx2 += left * left;
      xy2 += left * y[i];
    }
    if (xx > 0.0 && xx2 > 1e-28 * across) {
      b2 = xy2 / xx2;
      b1 = dot(n, x1, y) / xx - slope * b2;
      if ((!positive[0] || b1 >= 0.0) && (!positive[1] || b2 >= 0.0)) {
        sse = 0.0;
        for (int64_t i = 0; i < n; i++) {
          const double left = y[i] - b1 * x1[i] - b2 * x2[i];
          sse += left * left;
        }
        b[1] = b1;
        b[2] = b2;
        b[0] = y_mean - b1 * x1_mean - b2 * x2_mean;
        return sse;
      }
    }
  }
  if (x1_in != NULL) {
    b1 = single(n, y, x1, positive[0], &sse);
    if (sse < best) {
      best = sse;
      b[1] = b1;
    }
  }
  if (x2_in != NULL) {
    b2 = single(n, y, x2, positive[1], &sse);
    if (sse < best) {
      best = sse;
      b[1] = 0.0;
      b[2] = b2;
    }
  }
  b[0] = y_mean - b[1] * x1_mean - b[2] * x2_mean;
  return best;
}

void mt_i_singular_values(int64_t n, int p, double *a, double *v, double *values) {
  for (int i = 0; i < p; i++) {
    for (int j = 0; j < p; j++) {
      v[i + p * j] = i == j ? 1.0 : 0.0;
    }
  }
  for (int sweep = 0; sweep < 60; sweep++) {
    int turned = 0;

    for (int i = 0; i < p; i++) {
      for (int j = i + 1; j < p; j++) {
        double *const x = a + n * i, *const y = a + n * j;
        const double xx = dot(n, x, x), yy = dot(n, y, y), xy = dot(n, x, y);
        double angle, t, c, s;

        if (fabs(xy) <= 1e-15 * sqrt(xx * yy) || xy == 0.0) {
          continue;
        }
        turned = 1;
        angle = (yy - xx) / (2.0 * xy);
        t = (angle >= 0.0 ? 1.0 : -1.0) / (fabs(angle) + sqrt(1.0 + angle * angle));
        c = 1.0 / sqrt(1.0 + t * t);
        s = c * t;
        for (int64_t k = 0; k < n; k++) {
          const double old = x[k];
          x[k] = c * old - s * y[k];
          y[k] = s * old + c * y[k];
        }
        for (int k = 0; k < p; k++) {
          const double old = v[k + p * i];
          v[k + p * i] = c * old - s * v[k + p * j];
          v[k + p * j] = s * old + c * v[k + p * j];
        }
      }
    }
    if (!turned) {
      break;
    }
  }
  for (int i = 0; i < p; i++) {
    values[i] = sqrt(dot(n, a + n * i, a + n * i));
  }
}
