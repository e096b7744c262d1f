#include "num/exact_sum.h"

#include <math.h>

enum { LIMB_BITS = 32, MANTISSA_BITS = 53, LIMBS = EXACT_SUM_LIMBS };

/* An addition changes a limb by less than 2^33: this many fit before a carry is due. */
static const int64_t most_pending = INT64_C(1) << 29;

void mt_i_exact_sum_carry(exact_sum *sum) {
  for (int i = 0; i < LIMBS - 1; i++) {
    const int64_t low = sum->limb[i] & INT64_C(0xffffffff);
    sum->limb[i + 1] += (sum->limb[i] - low) / (INT64_C(1) << LIMB_BITS);
    sum->limb[i] = low;
  }
  sum->pending = 0;
}

static void add_limb(exact_sum *sum, int i, uint64_t amount, int negative) {
  sum->limb[i] += negative ? -(int64_t)amount : (int64_t)amount;
}

void mt_i_exact_sum_add_integer(exact_sum *sum, int64_t count, int exponent) {
  const int negative = count < 0;
  const uint64_t size = negative ? 0 - (uint64_t)count : (uint64_t)count;
  const int place = exponent - EXACT_SUM_LOWEST;
  const int i = place / LIMB_BITS, shift = place % LIMB_BITS;
  const uint64_t mask = UINT64_C(0xffffffff);
  const uint64_t low = (size & mask) << shift, high = (size >> LIMB_BITS) << shift;

  add_limb(sum, i, low & mask, negative);
  add_limb(sum, i + 1, (low >> LIMB_BITS) + (high & mask), negative);
  add_limb(sum, i + 2, high >> LIMB_BITS, negative);
  if (++sum->pending >= most_pending) {
    mt_i_exact_sum_carry(sum);
  }
}

void mt_i_exact_sum_add(exact_sum *sum, double value) {
  int exponent;
  const double fraction = frexp(value, &exponent); /* 1/2 <= |fraction| < 1 */
  int64_t mantissa = (int64_t)ldexp(fraction, MANTISSA_BITS);

  exponent -= MANTISSA_BITS;
  while (exponent < EXACT_SUM_LOWEST && mantissa != 0) { /* towards 0, bit by bit */
    mantissa /= 2;
    exponent++;
  }
  if (mantissa != 0) {
    mt_i_exact_sum_add_integer(sum, mantissa, exponent);
  }
}

void mt_i_exact_sum_merge(exact_sum *sum, const exact_sum *other) {
  exact_sum copy = *other;

  mt_i_exact_sum_carry(&copy);
  mt_i_exact_sum_carry(sum);
  for (int i = 0; i < LIMBS; i++) {
    sum->limb[i] += copy.limb[i];
  }
  mt_i_exact_sum_carry(sum);
}

double mt_i_exact_sum_value(const exact_sum *sum) {
  exact_sum size = *sum;
  double value = 0.0;
  int negative;

  mt_i_exact_sum_carry(&size);
  negative = size.limb[LIMBS - 1] < 0;
  if (negative) {
    for (int i = 0; i < LIMBS; i++) {
      size.limb[i] = -size.limb[i];
    }
    mt_i_exact_sum_carry(&size);
  }
  for (int i = LIMBS - 1; i >= 0; i--) {
    if (size.limb[i] != 0) {
      value += ldexp((double)size.limb[i], LIMB_BITS * i + EXACT_SUM_LOWEST);
    }
  }
  return negative ? -value : value;
}
