#include "base/fp.h"

#include "num/linalg.h"

#include <math.h>

/* What rounding of numbers of unit size can leave of a pivot that is zero in truth, and
 * then of the entries under it, which enter the pivots squared. */
static const double pivot_noise = 1e-12, entry_noise = 1e-6;

int64_t mt_i_cholesky(int64_t n, const double *a, double *factor) {
  for (int64_t i = 0; i < n * n; i++) {
    factor[i] = 0.0;
  }
  for (int64_t j = 0; j < n; j++) {
    double pivot = a[j * n + j];

    for (int64_t k = 0; k < j; k++) {
      pivot -= factor[j * n + k] * factor[j * n + k];
    }
    if (!(pivot >= -pivot_noise)) {
      return j;
    }
    if (pivot > pivot_noise) {
      factor[j * n + j] = sqrt(pivot);
    }
    for (int64_t i = j + 1; i < n; i++) {
      double entry = a[i * n + j];

      for (int64_t k = 0; k < j; k++) {
        entry -= factor[i * n + k] * factor[j * n + k];
      }
      if (factor[j * n + j] > 0.0) {
        factor[i * n + j] = entry / factor[j * n + j];
      } else if (fabs(entry) > entry_noise) {
        return i;
      }
    }
  }
  return n;
}
