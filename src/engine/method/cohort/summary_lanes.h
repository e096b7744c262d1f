/*
 * A block of one column measured and binned, for vectors of VEC_WIDTH lanes: the body that
 * summary_column.c includes for each width (num/vec.h).
 */
#define lane_sums VEC_FUNCTION(lane_sums)
#define measure_vec VEC_FUNCTION(measure_vec)
#define measure VEC_FUNCTION(measure)

/* What a block adds up to, lane by lane. Lanes are joined by integer additions and by
 * comparisons, so which lane a value came into does not matter. */
typedef struct lane_sums {
  vec least, most;
  vec_bits sum, squares; /* of the rounders' bits too */
  vec_bits far;          /* is any value far out? */
} lane_sums;

VEC_INLINE void measure_vec(const double *x, double centre, double inverse,
                            lane_sums *sums, uint16_t *bins) {
  const vec_bits sign = VEC_ALL_BITS(UINT64_C(1) << 63);
  vec value, z, v;
  vec_bits near, k, side;
  vec_small bin;

  memcpy(&value, x, sizeof(value));
  z = (value - centre) * inverse;
  v = 1.0 + VEC_FROM_BITS(VEC_BITS(z) & ~sign); /* 1 + |z| */
  near = VEC_WHERE(v < near_limit);
  z = VEC_FROM_BITS(VEC_BITS(z) & near);
  v = VEC_PICK(near, v, VEC_ALL(1.0));
  k = (VEC_BITS(v) - vm_bits(1.0)) >> NEAR_SHIFT;
  side = 0 - (VEC_BITS(z) >> 63);
  bin = VEC_SMALL(SUMMARY_ZERO + (k ^ side));
  memcpy(bins, &bin, sizeof(bin));
  sums->least = VEC_PICK(VEC_WHERE(value < sums->least), value, sums->least);
  sums->most = VEC_PICK(VEC_WHERE(value > sums->most), value, sums->most);
  sums->far |= ~near;
  sums->sum += VEC_BITS(z * 0x1p44 + rounder);
  sums->squares += VEC_BITS(z * z * 0x1p43 + rounder);
}

VEC_TARGET static void measure(const double *x, int64_t n, double centre, double inverse,
                               uint16_t *bins, block_sums *out) {
  double least[VEC_WIDTH], most[VEC_WIDTH];
  uint64_t sum[VEC_WIDTH], squares[VEC_WIDTH], far[VEC_WIDTH];
  lane_sums sums;

  sums.least = VEC_ALL(INFINITY);
  sums.most = VEC_ALL(-INFINITY);
  sums.sum = sums.squares = sums.far = VEC_ALL_BITS(0);
  for (int64_t i = 0; i < n; i += VEC_WIDTH) {
    measure_vec(x + i, centre, inverse, &sums, bins + i);
  }
  memcpy(least, &sums.least, sizeof(least));
  memcpy(most, &sums.most, sizeof(most));
  memcpy(sum, &sums.sum, sizeof(sum));
  memcpy(squares, &sums.squares, sizeof(squares));
  memcpy(far, &sums.far, sizeof(far));
  for (int l = 1; l < VEC_WIDTH; l++) {
    least[0] = least[l] < least[0] ? least[l] : least[0];
    most[0] = most[l] > most[0] ? most[l] : most[0];
    sum[0] += sum[l];
    squares[0] += squares[l];
    far[0] |= far[l];
  }
  out->least = least[0];
  out->most = most[0];
  out->sum = sum[0];
  out->squares = squares[0];
  out->far = far[0];
}
