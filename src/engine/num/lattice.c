#include "base/fp.h"

#include "num/lattice.h"

#include <math.h>

/* The first six as published; the seventh serves draws of a gain only, where any large
 * odd number will do. */
static const int64_t generator[LATTICE_MAX_DIM] = {1,      182667, 469891, 498753,
                                                   110745, 446247, 250185};

int64_t mt_i_lattice_index(int64_t n, int dim, int64_t i) {
  return (i * generator[dim]) & (n - 1); /* modulo n, a power of 2 */
}

double mt_i_lattice_value(int64_t n, int64_t k) {
  const double u = ((double)k + 0.5) / (double)n + 0.319;
  return u - floor(u);
}
