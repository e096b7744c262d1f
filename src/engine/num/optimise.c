#include "base/fp.h"

#include "num/optimise.h"

#include <math.h>
#include <string.h>

enum { FREE = 2 };

/* A face of the cube: coordinates are held at 0, at 1, or free. */
typedef struct face {
  int dim, n_free;
  int held[OPTIMISE_MAX_DIM];
  int free_at[OPTIMISE_MAX_DIM];
  optimise_function f;
  void *payload;
} face;

static void on_face(const face *face, const double *y, double *x) {
  for (int k = 0; k < face->dim; k++) {
    x[k] = face->held[k];
  }
  for (int k = 0; k < face->n_free; k++) {
    x[face->free_at[k]] = y[k] < 0.0 ? 0.0 : y[k] > 1.0 ? 1.0 : y[k];
  }
}

static double value_on(const face *face, const double *y) {
  double x[OPTIMISE_MAX_DIM], value;

  on_face(face, y, x);
  value = face->f(x, face->payload);
  return isnan(value) ? INFINITY : value;
}

static double golden(const face *face, double step, double *y) {
  const double ratio = 0.61803398874989484820;
  double low = y[0] - step, high = y[0] + step, a, b, at_a, at_b;

  low = low < 0.0 ? 0.0 : low;
  high = high > 1.0 ? 1.0 : high;
  a = high - ratio * (high - low);
  b = low + ratio * (high - low);
  at_a = value_on(face, &a);
  at_b = value_on(face, &b);
  for (int k = 0; k < 80 && high - low > 1e-10; k++) {
    if (at_a <= at_b) {
      high = b;
      b = a;
      at_b = at_a;
      a = high - ratio * (high - low);
      at_a = value_on(face, &a);
    } else {
      low = a;
      a = b;
      at_a = at_b;
      b = low + ratio * (high - low);
      at_b = value_on(face, &b);
    }
  }
  y[0] = at_a <= at_b ? a : b;
  return at_a <= at_b ? at_a : at_b;
}

static double simplex(const face *face, double step, double *y) {
  enum { N = OPTIMISE_MAX_DIM };
  const int n = face->n_free;
  double point[N + 1][N], value[N + 1];

  for (int i = 0; i <= n; i++) {
    memcpy(point[i], y, sizeof(double) * (size_t)n);
    if (i > 0) {
      point[i][i - 1] += y[i - 1] + step <= 1.0 ? step : -step;
    }
    value[i] = value_on(face, point[i]);
  }
  for (int k = 0; k < 400; k++) {
    int best = 0, worst = 0, second;
    double centre[N] = {0.0}, trial[N], far[N], at, spread = 0.0;

    for (int i = 1; i <= n; i++) {
      best = value[i] < value[best] ? i : best;
      worst = value[i] >= value[worst] ? i : worst;
    }
    second = best;
    for (int i = 0; i <= n; i++) {
      if (i != worst && value[i] > value[second]) {
        second = i;
      }
    }
    for (int i = 0; i <= n; i++) {
      for (int d = 0; d < n; d++) {
        const double off = fabs(point[i][d] - point[best][d]);
        spread = off > spread ? off : spread;
        centre[d] += i == worst ? 0.0 : point[i][d] / n;
      }
    }
    if (spread < 1e-9) {
      break;
    }
    for (int d = 0; d < n; d++) {
      trial[d] = 2.0 * centre[d] - point[worst][d];
    }
    at = value_on(face, trial);
    if (at < value[best]) {
      double at_far;
      for (int d = 0; d < n; d++) {
        far[d] = 3.0 * centre[d] - 2.0 * point[worst][d];
      }
      at_far = value_on(face, far);
      if (at_far < at) {
        memcpy(trial, far, sizeof(far));
        at = at_far;
      }
    } else if (at >= value[second]) {
      const double weight = at < value[worst] ? -0.5 : 0.5;
      double at_near;
      for (int d = 0; d < n; d++) {
        far[d] = centre[d] + weight * (point[worst][d] - centre[d]);
      }
      at_near = value_on(face, far);
      if (at_near < (at < value[worst] ? at : value[worst])) {
        memcpy(trial, far, sizeof(far));
        at = at_near;
      } else {
        for (int i = 0; i <= n; i++) {
          if (i == best) {
            continue;
          }
          for (int d = 0; d < n; d++) {
            point[i][d] = 0.5 * (point[i][d] + point[best][d]);
          }
          value[i] = value_on(face, point[i]);
        }
        continue;
      }
    }
    memcpy(point[worst], trial, sizeof(double) * (size_t)n);
    value[worst] = at;
  }
  {
    int best = 0;
    for (int i = 1; i <= n; i++) {
      best = value[i] < value[best] ? i : best;
    }
    memcpy(y, point[best], sizeof(double) * (size_t)n);
    return value[best];
  }
}

double mt_i_minimise_cube(int dim, int64_t n, optimise_function f, void *payload,
                          double *x) {
  enum { MOST_FACES = 27 };
  double start[MOST_FACES][OPTIMISE_MAX_DIM], at_start[MOST_FACES];
  double best = INFINITY;
  int best_free = OPTIMISE_MAX_DIM + 1, n_faces = 1;
  int64_t total = 1;

  for (int k = 0; k < dim; k++) {
    n_faces *= 3;
    total *= n;
  }
  for (int i = 0; i < n_faces; i++) {
    at_start[i] = INFINITY;
  }
  /* The best grid point of the inside and of each face. */
  for (int64_t i = 0; i < total; i++) {
    double y[OPTIMISE_MAX_DIM], value;
    int64_t rest = i;
    int which = 0, place = 1;

    for (int k = 0; k < dim; k++, rest /= n, place *= 3) {
      const int64_t at = rest % n;
      y[k] = (double)at / (double)(n - 1);
      which += place * (at == 0 ? 0 : at == n - 1 ? 1 : FREE);
    }
    value = f(y, payload);
    if (value < at_start[which]) {
      at_start[which] = value;
      memcpy(start[which], y, sizeof(y));
    }
  }
  for (int which = 0; which < n_faces; which++) {
    face side = {dim, 0, {0}, {0}, f, payload};
    double y[OPTIMISE_MAX_DIM], value;
    int digits = which;

    if (!(at_start[which] < INFINITY)) {
      continue;
    }
    for (int k = 0; k < dim; k++, digits /= 3) {
      side.held[k] = digits % 3;
      if (side.held[k] == FREE) {
        y[side.n_free] = start[which][k];
        side.free_at[side.n_free++] = k;
      }
    }
    if (side.n_free == 0) {
      value = at_start[which];
    } else if (side.n_free == 1) {
      value = golden(&side, 1.5 / (double)(n - 1), y);
    } else {
      value = simplex(&side, 1.0 / (double)(n - 1), y);
      value = simplex(&side, 0.05 / (double)(n - 1), y); /* once more from there */
    }
    /* Digits beyond the eighth do not decide between a face and its inside. */
    if (value < best - 1e-8 * fabs(best) || isinf(best) ||
        (value <= best + 1e-8 * fabs(best) && side.n_free < best_free)) {
      best = value;
      best_free = side.n_free;
      on_face(&side, y, x);
    }
  }
  return best;
}
