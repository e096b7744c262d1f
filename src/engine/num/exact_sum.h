/*
 * Sums without rounding: a fixed-point number of 1,152 bits, from 2^-64 to 2^1088 (Kulisch
 * 2013, "Computer Arithmetic and Validity", chapter 8). Integer additions commute, so the
 * sum has the same bits in whatever order and grouping its terms arrive.
 */
#ifndef MT_NUM_EXACT_SUM_H
#define MT_NUM_EXACT_SUM_H

#include <stdint.h>

enum { EXACT_SUM_LIMBS = 36, EXACT_SUM_LOWEST = -64 };

/* limb[i] counts 2^(32 i - 64). Limbs are signed and may run over until carried. */
typedef struct exact_sum {
  int64_t limb[EXACT_SUM_LIMBS];
  int64_t pending; /* additions since the last carry */
} exact_sum;

/* Adds count x 2^exponent; -64 <= exponent <= 960. */
void mt_i_exact_sum_add_integer(exact_sum *sum, int64_t count, int exponent);

/* Adds a double, less what of it lies below 2^-64; |value| < 2^1012. */
void mt_i_exact_sum_add(exact_sum *sum, double value);

void mt_i_exact_sum_merge(exact_sum *sum, const exact_sum *other);

/* Makes every limb but the highest lie within 0 and 2^32 - 1: the one form of a value. */
void mt_i_exact_sum_carry(exact_sum *sum);

/* The nearest double or one beside it. */
double mt_i_exact_sum_value(const exact_sum *sum);

#endif
