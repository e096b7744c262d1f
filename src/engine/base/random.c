#include "base/fp.h"

#include "base/random.h"

#include <string.h>

#if defined(__x86_64__) && defined(__GNUC__)
#define HAVE_LANES 1
#endif

MT_I_VECTORIZE

void mt_i_random_block(uint64_t seed, uint64_t trainee, uint32_t purpose, uint32_t block,
                       uint32_t out[4]) {
  random_block(seed, trainee, purpose, block, out);
}

/* Trainees one by one: the whole job elsewhere, the last few where there are lanes. */
static void uniforms_scalar(uint64_t seed, uint64_t first, uint32_t purpose,
                            uint32_t block, int64_t n, double *restrict u0,
                            double *restrict u1) {
  int64_t i;

  for (i = 0; i < n; i++) {
    uint32_t out[4];
    random_block(seed, first + (uint64_t)i, purpose, block, out);
    u0[i] = random_uniform_from_bits((uint64_t)out[1] << 32 | out[0]);
    u1[i] = random_uniform_from_bits((uint64_t)out[3] << 32 | out[2]);
  }
}

#if defined(HAVE_LANES)

/* The product of the low halves of 64-bit lanes, which is one instruction of SSE2, AVX2
 * and AVX-512 each. clang sees it in the plain expression; gcc 12 makes three
 * multiplications of that, so it is told (by the names behind its immintrin.h). */
#if defined(__clang__)
#define PRODUCT_2(a, b) ((a & 0xffffffffu) * b)
#define PRODUCT_4(a, b) ((a & 0xffffffffu) * b)
#define PRODUCT_8(a, b) ((a & 0xffffffffu) * b)
#else
#define PRODUCT_2(a, b) (words) __builtin_ia32_pmuludq128((halves)(a), (halves)(b))
#define PRODUCT_4(a, b) (words) __builtin_ia32_pmuludq256((halves)(a), (halves)(b))
#define PRODUCT_8(a, b)                                                                \
  (words) __builtin_ia32_pmuludq512_mask((halves)(a), (halves)(b), (signed_words)zero, \
                                         (unsigned char)-1)
#endif

/* One round; the keys are the same for all. The product reads the low half of a lane
 * alone, so the upper halves may hold rubbish until the end. */
#define ROUND(lanes, c)                          \
  do {                                           \
    const words a = PRODUCT_##lanes((c)[0], m0); \
    const words b = PRODUCT_##lanes((c)[2], m1); \
    (c)[0] = (b >> 32) ^ (c)[1] ^ (zero + k0);   \
    (c)[1] = b;                                  \
    (c)[2] = (a >> 32) ^ (c)[3] ^ (zero + k1);   \
    (c)[3] = a;                                  \
  } while (0)

/* random_uniform_from_bits() of two words. */
#define STORE_UNIFORMS(to, high, low)                                        \
  do {                                                                       \
    doubles u = (doubles)(((high) << 32 >> 12) | ((low) << 32 >> 44) | one); \
    u -= 0.99999999999999988897769753748;                                    \
    memcpy(to, &u, sizeof(u));                                               \
  } while (0)

/* Trainees side by side, one counter word in each 64-bit lane of 2, 4 or 8; two sets of
 * lanes, as a round waits for the one before and the processor has time for both. What is
 * left over after the last full sets is done one by one. */
#define DEFINE_UNIFORMS(name, features, lanes)                                         \
  features static void name(uint64_t seed, uint64_t first, uint32_t purpose,           \
                            uint32_t block, int64_t n, double *u0, double *u1) {       \
    typedef uint64_t words __attribute__((vector_size(8 * (lanes))));                  \
    typedef long long signed_words __attribute__((vector_size(8 * (lanes)), unused));  \
    typedef int halves __attribute__((vector_size(8 * (lanes)), unused));              \
    typedef double doubles __attribute__((vector_size(8 * (lanes))));                  \
    const words zero = {0};                                                            \
    const words m0 = zero + 0xD2511F53u;                                               \
    const words m1 = zero + 0xCD9E8D57u;                                               \
    const words one = zero + UINT64_C(0x3ff0000000000000);                             \
    words trainee = zero;                                                              \
    int64_t i;                                                                         \
    int j;                                                                             \
                                                                                       \
    for (j = 0; j < lanes; j++) {                                                      \
      trainee[j] = first + (uint64_t)j;                                                \
    }                                                                                  \
    for (i = 0; i <= n - 2 * lanes; i += 2 * lanes) {                                  \
      const words others = trainee + (uint64_t)(lanes);                                \
      words c[4] = {trainee, trainee >> 32, zero + purpose, zero + block};             \
      words d[4] = {others, others >> 32, zero + purpose, zero + block};               \
      uint32_t k0 = (uint32_t)seed;                                                    \
      uint32_t k1 = (uint32_t)(seed >> 32);                                            \
                                                                                       \
      for (j = 0; j < 10; j++) {                                                       \
        ROUND(lanes, c);                                                               \
        ROUND(lanes, d);                                                               \
        k0 += 0x9E3779B9u;                                                             \
        k1 += 0xBB67AE85u;                                                             \
      }                                                                                \
      STORE_UNIFORMS(u0 + i, c[1], c[0]);                                              \
      STORE_UNIFORMS(u1 + i, c[3], c[2]);                                              \
      STORE_UNIFORMS(u0 + i + lanes, d[1], d[0]);                                      \
      STORE_UNIFORMS(u1 + i + lanes, d[3], d[2]);                                      \
      trainee += (uint64_t)(2 * lanes);                                                \
    }                                                                                  \
    uniforms_scalar(seed, first + (uint64_t)i, purpose, block, n - i, u0 + i, u1 + i); \
  }

#if defined(MT_I_HAS_MULTIVERSION)
DEFINE_UNIFORMS(uniforms_avx512, __attribute__((target("avx512f"))), 8)
DEFINE_UNIFORMS(uniforms_avx2, __attribute__((target("avx2"))), 4)
#endif
/* What the command line's target has. */
#if defined(__AVX512F__)
DEFINE_UNIFORMS(uniforms_baseline, /* no attribute */, 8)
#elif defined(__AVX2__)
DEFINE_UNIFORMS(uniforms_baseline, /* no attribute */, 4)
#else
DEFINE_UNIFORMS(uniforms_baseline, /* no attribute */, 2)
#endif

#endif

/* Not an ifunc: the versions differ in their source. Reading the feature word that the
 * loader filled takes a nanosecond. */
static void uniforms(uint64_t seed, uint64_t first, uint32_t purpose, uint32_t block,
                     int64_t n, double *u0, double *u1) {
#if defined(MT_I_HAS_MULTIVERSION)
  if (__builtin_cpu_supports("avx512f")) {
    uniforms_avx512(seed, first, purpose, block, n, u0, u1);
    return;
  }
  if (__builtin_cpu_supports("avx2")) {
    uniforms_avx2(seed, first, purpose, block, n, u0, u1);
    return;
  }
#endif
#if defined(HAVE_LANES)
  uniforms_baseline(seed, first, purpose, block, n, u0, u1);
#else
  uniforms_scalar(seed, first, purpose, block, n, u0, u1);
#endif
}

void mt_i_random_uniform_lanes(uint64_t seed, uint64_t first, uint32_t purpose,
                               uint32_t block, int64_t n, double *u0, double *u1) {
  uniforms(seed, first, purpose, block, n, u0, u1);
}

enum { PIECE = 512, PAD = 8 }; /* 4 KB of uniforms: still in the first cache when read */

MT_I_MULTIVERSION
static void centres(int64_t n, double *x) {
  for (int64_t i = 0; i < n; i++) {
    x[i] = vm_qnorm_centre(x[i]);
  }
}

MT_I_MULTIVERSION
static void tails(int64_t n, double *x) {
  for (int64_t i = 0; i < n; i++) {
    x[i] = vm_qnorm_tail(x[i]);
  }
}

/* The numbers of the tails. Without a branch, as nobody can predict which they are: each is
 * written, and counted if it is one. */
static int64_t find_tails(int64_t n, const double *x, int64_t *at) {
  int64_t found = 0;

#if defined(__GNUC__)
#pragma GCC unroll 8
#endif
  for (int64_t i = 0; i < n; i++) {
    at[found] = i;
    found += !vm_qnorm_is_central(x[i]);
  }
  return found;
}

/* The tails are laid side by side, padded to whole vectors, and put back over what the
 * centre's formula makes of them. */
static void quantiles(int64_t n, double *x) {
  int64_t at[PIECE + 1];
  double tail[PIECE + PAD];
  const int64_t n_tails = find_tails(n, x, at);

  for (int64_t i = 0; i < n_tails; i++) {
    tail[i] = x[at[i]];
  }
  for (int64_t i = 0; i < PAD; i++) {
    tail[n_tails + i] = 0.0625;
  }
  centres(n, x);
  tails((n_tails + PAD - 1) / PAD * PAD, tail);
  for (int64_t i = 0; i < n_tails; i++) {
    x[at[i]] = tail[i];
  }
}

void mt_i_random_quantiles(int64_t n, double *x) {
  for (int64_t i = 0; i < n; i += PIECE) {
    quantiles(n - i < PIECE ? n - i : PIECE, x + i);
  }
}

void mt_i_random_normal_lanes(uint64_t seed, uint64_t first, uint32_t purpose,
                              uint32_t block, int64_t n, double *z0, double *z1) {
  for (int64_t i = 0; i < n; i += PIECE) {
    const int64_t m = n - i < PIECE ? n - i : PIECE;
    uniforms(seed, first + (uint64_t)i, purpose, block, m, z0 + i, z1 + i);
    quantiles(m, z0 + i);
    quantiles(m, z1 + i);
  }
}
