/* Points that fill a cube evenly: a rank-1 lattice, shifted. */
#ifndef MT_NUM_LATTICE_H
#define MT_NUM_LATTICE_H

#include <stdint.h>

enum { LATTICE_MAX_DIM = 7 };

/* Coordinate dim of point i of n = 2^m is u_k = frac((k + 0.5)/n + 0.319) with the k that
 * this returns: k = i z mod n, z the generating vector of Cools, Kuo and Nuyens (2006,
 * SIAM J Sci Comput 28:2162). z is odd, so that every coordinate takes each of the n
 * values u_k once: what is computed from a coordinate can be kept in a table of n. */
int64_t mt_i_lattice_index(int64_t n, int dim, int64_t i);

/* u_k for k = 0 .. n - 1. */
double mt_i_lattice_value(int64_t n, int64_t k);

#endif
