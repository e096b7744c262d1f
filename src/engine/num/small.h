/* Linear algebra of a handful of dimensions, on the stack and inlined: the inner loop of
 * a fit. Matrices are symmetric, [SMALL x SMALL] row by row, only the first n of each. */
#ifndef MT_NUM_SMALL_H
#define MT_NUM_SMALL_H

#include <math.h>

#include "base/fp.h"

enum { SMALL = 5 };

typedef double small_matrix[SMALL][SMALL];
typedef double small_vector[SMALL];

/* a = L L'; returns 0 if a is not positive definite. */
MT_I_INLINE int small_cholesky(int n, small_matrix a, small_matrix l) {
  for (int j = 0; j < n; j++) {
    double pivot = a[j][j];
    for (int k = 0; k < j; k++) {
      pivot -= l[j][k] * l[j][k];
    }
    if (!(pivot > 0.0)) {
      return 0;
    }
    l[j][j] = sqrt(pivot);
    for (int i = j + 1; i < n; i++) {
      double entry = a[i][j];
      for (int k = 0; k < j; k++) {
        entry -= l[i][k] * l[j][k];
      }
      l[i][j] = entry / l[j][j];
    }
  }
  return 1;
}

/* log of the determinant of L L'. */
MT_I_INLINE double small_log_det(int n, small_matrix l) {
  double product = 1.0;
  for (int i = 0; i < n; i++) {
    product *= l[i][i];
  }
  return 2.0 * log(product);
}

/* x with L x = b. */
MT_I_INLINE void small_forward(int n, small_matrix l, const double *b, double *x) {
  for (int i = 0; i < n; i++) {
    double value = b[i];
    for (int k = 0; k < i; k++) {
      value -= l[i][k] * x[k];
    }
    x[i] = value / l[i][i];
  }
}

/* x with L' x = b. */
MT_I_INLINE void small_backward(int n, small_matrix l, const double *b, double *x) {
  for (int i = n - 1; i >= 0; i--) {
    double value = b[i];
    for (int k = i + 1; k < n; k++) {
      value -= l[k][i] * x[k];
    }
    x[i] = value / l[i][i];
  }
}

/* The inverse of L L', by that of L, which is lower triangular too. */
MT_I_INLINE void small_inverse(int n, small_matrix l, small_matrix out) {
  small_matrix inverse;

  for (int j = 0; j < n; j++) {
    inverse[j][j] = 1.0 / l[j][j];
    for (int i = j + 1; i < n; i++) {
      double sum = 0.0;
      for (int k = j; k < i; k++) {
        sum += l[i][k] * inverse[k][j];
      }
      inverse[i][j] = -sum / l[i][i];
    }
  }
  for (int i = 0; i < n; i++) {
    for (int j = 0; j <= i; j++) {
      double sum = 0.0;
      for (int k = i; k < n; k++) {
        sum += inverse[k][i] * inverse[k][j];
      }
      out[i][j] = sum;
      out[j][i] = sum;
    }
  }
}

#endif
