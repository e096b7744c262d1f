/* Minimisation in a box of few dimensions, without derivatives. */
#ifndef MT_NUM_OPTIMISE_H
#define MT_NUM_OPTIMISE_H

#include <stdint.h>

enum { OPTIMISE_MAX_DIM = 3 };

typedef double (*optimise_function)(const double *x, void *payload);

/* Least value over the unit cube of dimension dim, 1 to 3: a grid of n values a side, then
 * on the inside and on every face the best grid point refined by Nelder and Mead's simplex
 * (1965, Comput J 7:308), in one dimension by golden section. Faces win ties, so that an
 * optimum on a bound is exactly on it. Returns the value; x is where. Ignores NaN. */
double mt_i_minimise_cube(int dim, int64_t n, optimise_function f, void *payload,
                          double *x);

#endif
