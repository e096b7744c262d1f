#include "base/fp.h"
/* The arithmetic's rules come first, before any header with arithmetic. */
#include "method/cohort/summary.h"

#include <math.h>
#include <string.h>

#include "base/vmath.h"

enum {
  NEAR = SUMMARY_NEAR_OCTAVES * SUMMARY_NEAR_BINS,
  NEAR_SHIFT = 52 - 9, /* 2^9 near bins in an octave */
  FAR_SHIFT = 52 - 6,  /* 2^6 far ones */
  Z_BITS = 44,         /* z is summed in units of 2^-44, */
  MOST_LANES = 8,      /* of any width of vector */
  SQUARE_BITS = 43     /* z^2 of 2^-43: |z| < 15 keeps both below 2^51 */
};

static const double near_limit = 16.0;     /* 2^SUMMARY_NEAR_OCTAVES */
static const double far_limit = 1048576.0; /* x 2^SUMMARY_FAR_OCTAVES */
static const double largest_z = 0x1p500;   /* whose square exact_sum can hold */

/* ---- one value ---- */

static uint64_t octaves_above(double v, double from, int shift) {
  return (vm_bits(v) - vm_bits(from)) >> shift;
}

int64_t mt_i_column_bin(double z) {
  const double v = 1.0 + fabs(z);
  int64_t k;

  if (v < near_limit) {
    k = (int64_t)octaves_above(v, 1.0, NEAR_SHIFT);
  } else if (v < far_limit) {
    k = NEAR + (int64_t)octaves_above(v, near_limit, FAR_SHIFT);
  } else {
    k = SUMMARY_SIDE - 1;
  }
  return z < 0.0 ? SUMMARY_ZERO - 1 - k : SUMMARY_ZERO + k;
}

double mt_i_column_edge(int64_t bin) {
  const int64_t k = bin >= SUMMARY_ZERO ? bin - SUMMARY_ZERO : SUMMARY_ZERO - bin;
  double v;

  if (k >= SUMMARY_SIDE) {
    v = INFINITY;
  } else if (k <= NEAR) {
    v = vm_from_bits(vm_bits(1.0) + ((uint64_t)k << NEAR_SHIFT));
  } else {
    v = vm_from_bits(vm_bits(near_limit) + ((uint64_t)(k - NEAR) << FAR_SHIFT));
  }
  return bin >= SUMMARY_ZERO ? v - 1.0 : 1.0 - v;
}

/* A value too far out for the quick way, which counted it as z = 0. */
static void count_far(double z, uint32_t *counts, exact_sum *sum, exact_sum *squares) {
  const double held = z > largest_z ? largest_z : z < -largest_z ? -largest_z : z;

  counts[SUMMARY_ZERO]--;
  counts[mt_i_column_bin(z)]++;
  mt_i_exact_sum_add(sum, held);
  mt_i_exact_sum_add(squares, held * held);
}

MT_I_VECTORIZE

/* ---- many values ---- */

/* Adding 1.5 x 2^52 rounds a double to an integer and leaves it in the low bits. */
static const double rounder = 6755399441055744.0;

typedef struct block_sums {
  double least, most;
  uint64_t sum, squares, far;
} block_sums;

#define VEC_BODY "method/cohort/summary_lanes.h"
#include "num/vec.h"

/* Less what the rounders' bits add up to: exact, as the rest is below 2^63. */
static int64_t less_rounders(uint64_t sum, int64_t n) {
  const uint64_t rest = sum - (uint64_t)n * vm_bits(rounder);
  return rest >> 63 ? -(int64_t)(0 - rest) : (int64_t)rest;
}

void mt_i_column_count(double *x, int64_t n, double centre, double scale,
                       uint32_t *counts, double *least, double *most, exact_sum *sum,
                       exact_sum *squares, uint16_t *bins) {
  const double inverse = 1.0 / scale;
  const int64_t padded = (n + MOST_LANES - 1) / MOST_LANES * MOST_LANES;
  block_sums block;

  /* NaN is neither near nor least nor most: it adds nothing. */
  for (int64_t i = n; i < padded; i++) {
    x[i] = NAN;
  }
  VEC_CALL(measure, (x, padded, centre, inverse, bins, &block));
  for (int64_t i = 0; i < n; i++) {
    counts[bins[i]]++;
  }
  for (int64_t i = 0; i < n && block.far; i++) {
    const double z = (x[i] - centre) * inverse;
    if (!(1.0 + fabs(z) < near_limit)) {
      count_far(z, counts, sum, squares);
    }
  }
  *least = block.least < *least ? block.least : *least;
  *most = block.most > *most ? block.most : *most;
  mt_i_exact_sum_add_integer(sum, less_rounders(block.sum, padded), -Z_BITS);
  mt_i_exact_sum_add_integer(squares, less_rounders(block.squares, padded), -SQUARE_BITS);
}
