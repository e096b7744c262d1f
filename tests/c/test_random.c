#include "base/random.h"

#include "base/random_r.h"
#include "test.h"

/* Golden numbers of the generator itself are in Random123's kat_vectors (Salmon et al.
 * 2011, https://github.com/DEShawResearch/random123); R's are R 4.2.2's. */

static void check_block(uint64_t seed, uint64_t trainee, uint32_t purpose, uint32_t block,
                        const uint32_t expected[4]) {
  uint32_t out[4];

  mt_i_random_block(seed, trainee, purpose, block, out);
  for (int i = 0; i < 4; i++) {
    MT_CHECK_EQ(out[i], expected[i]);
  }
}

static void test_random__philox_known_answers(void) {
  static const uint32_t zeros[] = {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8};
  static const uint32_t ones[] = {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd};
  static const uint32_t pi[] = {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1};

  check_block(0, 0, 0, 0, zeros);
  check_block(UINT64_MAX, UINT64_MAX, UINT32_MAX, UINT32_MAX, ones);
  check_block(UINT64_C(0x299f31d0a4093822), UINT64_C(0x85a308d3243f6a88), 0x13198a2e,
              0x03707344, pi);
}

static void test_random__draws_are_the_words_of_their_block(void) {
  uint32_t out[4];

  mt_i_random_block(99, UINT64_C(1) << 40, DRAW_NOISE, 7, out);
  MT_CHECK(random_bits(99, UINT64_C(1) << 40, DRAW_NOISE, 14) ==
           ((uint64_t)out[1] << 32 | out[0]));
  MT_CHECK(random_bits(99, UINT64_C(1) << 40, DRAW_NOISE, 15) ==
           ((uint64_t)out[3] << 32 | out[2]));
}

static void test_random__uniforms_stay_inside_and_are_symmetric(void) {
  MT_CHECK_EQ(random_uniform_from_bits(0), 0x1p-53);
  MT_CHECK_EQ(random_uniform_from_bits(UINT64_MAX), 1.0 - 0x1p-53);
  MT_CHECK_EQ(random_uniform_from_bits(UINT64_C(1) << 63), 0.5 + 0x1p-53);
  for (uint32_t i = 0; i < 1000; i++) {
    const uint64_t bits = random_bits(1, 2, DRAW_TWIN, i);
    const double u = random_uniform_from_bits(bits);
    MT_CHECK_EQ(random_uniform_from_bits(~bits), 1.0 - u);
    MT_CHECK_EQ(1.0 - (1.0 - u), u);
  }
}

/* Numbers of this library that must never change: a seed stands for them. */
static void test_random__a_seed_keeps_its_numbers(void) {
  MT_CHECK_EQ(random_uniform(99, 0, DRAW_TWIN, 0), 0.80521282104464331);
  MT_CHECK_EQ(random_uniform(99, 0, DRAW_TWIN, 1), 0.95891111981777588);
  MT_CHECK_EQ(random_uniform(99, 399, DRAW_NOISE, 5), 0.62962831598019575);
  MT_CHECK_EQ(random_normal(99, 0, DRAW_TWIN, 0), 0.86038952529693224);
  MT_CHECK_EQ(random_normal(99, 399, DRAW_NOISE, 5), 0.33086909362916395);
}

/* Any first trainee and count, across 2^32, gives what one trainee alone gives; nothing
 * is written outside. This is the vector code of the machine against scalar code. */
static void test_random__lanes_are_the_scalar_draws(void) {
  enum { MOST = 1100 };
  static double u[2][MOST + 2], z[2][MOST + 2];
  const uint64_t firsts[] = {0, 3, UINT64_C(0xfffffff0), UINT64_C(1) << 31,
                             UINT64_MAX - 20};
  const int64_t counts[] = {0, 1, 2, 3, 7, 8, 9, 31, 64, 513, MOST};
  int64_t differ = 0, outside = 0;

  for (int f = 0; f < 5; f++) {
    for (int c = 0; c < 11; c++) {
      const uint64_t seed = UINT64_C(0x123456789abcdef) * (uint64_t)(f + 1);
      const uint32_t block = (uint32_t)(c * 1000003);
      const int64_t n = counts[c];
      for (int64_t i = 0; i < MOST + 2; i++) {
        u[0][i] = u[1][i] = z[0][i] = z[1][i] = -99.0;
      }
      mt_i_random_uniform_lanes(seed, firsts[f], DRAW_NOISE, block, n, u[0] + 1,
                                u[1] + 1);
      mt_i_random_normal_lanes(seed, firsts[f], DRAW_NOISE, block, n, z[0] + 1, z[1] + 1);
      for (int half = 0; half < 2; half++) {
        const uint32_t index = 2 * block + (uint32_t)half;
        outside += u[half][0] != -99.0 || z[half][0] != -99.0;
        outside += u[half][n + 1] != -99.0 || z[half][n + 1] != -99.0;
        for (int64_t i = 0; i < n; i++) {
          const uint64_t trainee = firsts[f] + (uint64_t)i;
          differ += u[half][i + 1] != random_uniform(seed, trainee, DRAW_NOISE, index);
          differ += z[half][i + 1] != random_normal(seed, trainee, DRAW_NOISE, index);
        }
      }
    }
  }
  MT_CHECK_EQ(differ, 0);
  MT_CHECK_EQ(outside, 0);
}

/* A million normals: moments, correlation of neighbouring draws and trainees, and the
 * largest gap between the empirical and the uniform distribution function in 1000 bins.
 * The limits are 4 standard errors; for the gap, 1.95 / 1000 (p = 0.001). */
static void test_random__normals_look_normal(void) {
  enum { N = 500000, BINS = 1000 };
  static double z[2][N];
  static int64_t bin[BINS];
  double sum = 0.0, square = 0.0, cube = 0.0, fourth = 0.0, pair = 0.0, next = 0.0;
  double below = 0.0, gap = 0.0;

  mt_i_random_normal_lanes(2024, 1000000, DRAW_TWIN, 0, N, z[0], z[1]);
  for (int i = 0; i < N; i++) {
    for (int half = 0; half < 2; half++) {
      const double x = z[half][i];
      sum += x;
      square += x * x;
      cube += x * x * x;
      fourth += x * x * x * x;
      bin[(int)(BINS * 0.5 * erfc(-x / sqrt(2.0)))]++;
    }
    pair += z[0][i] * z[1][i];
    next += i > 0 ? z[0][i] * z[0][i - 1] : 0.0;
  }
  for (int i = 0; i < BINS; i++) {
    below += (double)bin[i] / (2.0 * N);
    gap = fmax(gap, fabs(below - (i + 1.0) / BINS));
  }
  MT_CHECK(fabs(sum / (2 * N)) < 4.0 * sqrt(1.0 / (2 * N)));
  MT_CHECK(fabs(square / (2 * N) - 1.0) < 4.0 * sqrt(2.0 / (2 * N)));
  MT_CHECK(fabs(cube / (2 * N)) < 4.0 * sqrt(15.0 / (2 * N)));
  MT_CHECK(fabs(fourth / (2 * N) - 3.0) < 4.0 * sqrt(96.0 / (2 * N)));
  MT_CHECK(fabs(pair / N) < 4.0 * sqrt(1.0 / N));
  MT_CHECK(fabs(next / N) < 4.0 * sqrt(1.0 / N));
  MT_CHECK(gap < 1.95 / sqrt(2.0 * N));
}

static void test_random__r_uniforms_are_those_of_r(void) {
  r_random random;

  mt_i_r_random_seed(&random, 42);
  MT_CHECK_EQ(mt_i_r_random_uniform(&random), 0.91480604349635541);
  MT_CHECK_EQ(mt_i_r_random_uniform(&random), 0.93707541329786181);
  MT_CHECK_EQ(mt_i_r_random_uniform(&random), 0.28613953478634357);

  /* The first session of make_schedule(): runif(1, 45, 62). */
  mt_i_r_random_seed(&random, 42);
  MT_CHECK_NEAR(45.0 + 17.0 * mt_i_r_random_uniform(&random), 60.5517027394380, 1e-15);

  mt_i_r_random_seed(&random, (uint32_t)-5);
  MT_CHECK_EQ(mt_i_r_random_uniform(&random), 0.73459476791322231);
  MT_CHECK_EQ(mt_i_r_random_normal(&random), -0.41330175294563037);
}

static void test_random__r_normals_are_those_of_r(void) {
  r_random random;
  double x = 0.0;

  mt_i_r_random_seed(&random, 99);
  MT_CHECK_EQ(mt_i_r_random_normal(&random), 0.21396250218487983);
  MT_CHECK_EQ(mt_i_r_random_normal(&random), 0.47965813457087475);
  MT_CHECK_EQ(mt_i_r_random_normal(&random), 0.087828704973743787);
  MT_CHECK_EQ(mt_i_r_random_normal(&random), 0.44385850749478389);
  for (int i = 4; i < 400; i++) {
    x = mt_i_r_random_normal(&random);
  }
  MT_CHECK_EQ(x, -0.17202322826747585);
  for (int i = 400; i < 1600; i++) {
    x = mt_i_r_random_normal(&random);
  }
  MT_CHECK_EQ(x, -0.37277720091581962);
}

static void test_random__r_quantiles_are_those_of_r(void) {
  MT_CHECK_EQ(mt_i_r_normal_quantile(0.5), 0.0);
  MT_CHECK_EQ(mt_i_r_normal_quantile(0.0), -INFINITY);
  MT_CHECK_EQ(mt_i_r_normal_quantile(1.0), INFINITY);
  MT_CHECK(isnan(mt_i_r_normal_quantile(-0.1)));
  MT_CHECK(isnan(mt_i_r_normal_quantile(1.1)));
  MT_CHECK(isnan(mt_i_r_normal_quantile(NAN)));
  /* Through libm's log(), so to the last place but one. */
  MT_CHECK_NEAR(mt_i_r_normal_quantile(0.03), -1.8807936081512509, 4e-16);
  MT_CHECK_NEAR(mt_i_r_normal_quantile(1e-20), -9.2623400897984052, 4e-16);
  MT_CHECK_NEAR(mt_i_r_normal_quantile(1.0 - 1e-13), 7.3487545403000416, 4e-16);
}

MT_TEST_MAIN(test_random__philox_known_answers,
             test_random__draws_are_the_words_of_their_block,
             test_random__uniforms_stay_inside_and_are_symmetric,
             test_random__a_seed_keeps_its_numbers,
             test_random__lanes_are_the_scalar_draws, test_random__normals_look_normal,
             test_random__r_uniforms_are_those_of_r,
             test_random__r_normals_are_those_of_r,
             test_random__r_quantiles_are_those_of_r)
