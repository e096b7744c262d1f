/* Least squares with a constant and two regressors whose coefficients may be bounded by 0,
 * and the condition of a small matrix. */
#ifndef MT_NUM_LEAST_SQUARES_H
#define MT_NUM_LEAST_SQUARES_H

#include <stdint.h>

/* y = b0 + b1 x1 + b2 x2 with b1 >= 0 if positive[0] and b2 >= 0 if positive[1]; x1 or x2
 * NULL: left out. Every set of active bounds is tried and the best admissible one is the
 * optimum, as the problem is convex (Lawson and Hanson 1974, chapter 23). work: [3 n].
 * Returns the sum of squares. */
double mt_i_bounded_squares(int64_t n, const double *y, const double *x1,
                            const double *x2, const int positive[2], double *work,
                            double b[3]);

enum { SVD_MAX = 6 };

/* Singular values of a[n x p], column-major, overwritten by U S; v[p x p] column-major.
 * One-sided Jacobi (Hestenes 1958, J SIAM 6:51): small values keep their digits. */
void mt_i_singular_values(int64_t n, int p, double *a, double *v, double *values);

#endif
