/* Small dense linear algebra. */
#ifndef MT_NUM_LINALG_H
#define MT_NUM_LINALG_H

#include <stdint.h>

/* The lower triangle L with a = L L' (Golub and Van Loan 2013, section 4.2), row by row in
 * factor[n x n]; zero above the diagonal. Only the lower triangle of a[n x n], of unit
 * scale, is read. A matrix that is singular to rounding passes: its column of L is zero.
 * Returns n, or the row at which `a` turns out not to be positive semi-definite. */
int64_t mt_i_cholesky(int64_t n, const double *a, double *factor);

#endif
