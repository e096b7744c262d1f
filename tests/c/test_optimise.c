/* The smallest value over a cube, inside it and on its faces. */
#include "num/optimise.h"
#include "test.h"

static double bowl(const double *x, void *payload) {
  const double *at = payload;
  return 1.0 + (x[0] - at[0]) * (x[0] - at[0]) + 3.0 * (x[1] - at[1]) * (x[1] - at[1]);
}

static void test_optimise__cube(void) {
  double inside[2] = {0.3217, 0.871}, outside[2] = {1.4, 0.25}, x[3];

  MT_CHECK_NEAR(mt_i_minimise_cube(2, 12, bowl, inside, x), 1.0, 1e-12);
  MT_CHECK_NEAR(x[0], 0.3217, 1e-5);
  MT_CHECK_NEAR(x[1], 0.871, 1e-5);
  MT_CHECK_NEAR(mt_i_minimise_cube(2, 12, bowl, outside, x), 1.16, 1e-12);
  MT_CHECK_EQ(x[0], 1.0);
  MT_CHECK_NEAR(x[1], 0.25, 1e-4);
}

MT_TEST_MAIN(test_optimise__cube)
