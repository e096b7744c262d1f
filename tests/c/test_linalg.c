/* The factor of a positive definite matrix. */
#include "num/linalg.h"
#include "test.h"

static void test_linalg__cholesky(void) {
  const double a[9] = {4, 2, 1, 2, 5, 3, 1, 3, 6};
  const double flat[9] = {1, 1, 1, 1, 1, 1, 1, 1, 1};
  const double third[9] = {1, 0.9, -0.9, 0.9, 1, 0.9, -0.9, 0.9, 1};
  double l[9];

  MT_CHECK_EQ(mt_i_cholesky(3, a, l), 3);
  for (int i = 0; i < 3; i++) {
    for (int j = 0; j < 3; j++) {
      double sum = 0.0;
      for (int k = 0; k < 3; k++) {
        sum += l[3 * i + k] * l[3 * j + k];
      }
      MT_CHECK_NEAR(sum, a[3 * i + j], 1e-15);
      MT_CHECK(j <= i || l[3 * i + j] == 0.0);
    }
  }
  MT_CHECK_EQ(mt_i_cholesky(3, flat, l), 3); /* singular, but a correlation */
  MT_CHECK_EQ(l[6], 1.0);
  MT_CHECK_EQ(l[8], 0.0);
  MT_CHECK_EQ(mt_i_cholesky(3, third, l), 2);
}

MT_TEST_MAIN(test_linalg__cholesky)
