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

/* 2, 4 or 8 trainees side by side, one counter word in each 64-bit lane. The product
 * reads the low half of a lane alone, so the upper halves may hold rubbish until the
 * end. What is left over after the last full set of lanes is done one by one. */
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
    for (i = 0; i <= n - lanes; i += lanes) {                                          \
      uint32_t k0 = (uint32_t)seed;                                                    \
      uint32_t k1 = (uint32_t)(seed >> 32);                                            \
      words c0 = trainee;                                                              \
      words c1 = trainee >> 32;                                                        \
      words c2 = zero + purpose;                                                       \
      words c3 = zero + block;                                                         \
      doubles u;                                                                       \
                                                                                       \
      for (j = 0; j < 10; j++) {                                                       \
        const words a = PRODUCT_##lanes(c0, m0);                                       \
        const words b = PRODUCT_##lanes(c2, m1);                                       \
        c0 = (b >> 32) ^ c1 ^ (zero + k0);                                             \
        c1 = b;                                                                        \
        c2 = (a >> 32) ^ c3 ^ (zero + k1);                                             \
        c3 = a;                                                                        \
        k0 += 0x9E3779B9u;                                                             \
        k1 += 0xBB67AE85u;                                                             \
      }                                                                                \
      /* random_uniform_from_bits() of the words 1:0 and 3:2. */                       \
      u = (doubles)((c1 << 32 >> 12) | (c0 << 32 >> 44) | one);                        \
      u -= 0.99999999999999988897769753748;                                            \
      memcpy(u0 + i, &u, sizeof(u));                                                   \
      u = (doubles)((c3 << 32 >> 12) | (c2 << 32 >> 44) | one);                        \
      u -= 0.99999999999999988897769753748;                                            \
      memcpy(u1 + i, &u, sizeof(u));                                                   \
      trainee += (uint64_t)(lanes);                                                    \
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

MT_I_MULTIVERSION
static void quantiles(int64_t n, double *x) {
  int64_t i;

  for (i = 0; i < n; i++) {
    x[i] = vm_qnorm(x[i]);
  }
}

void mt_i_random_normal_lanes(uint64_t seed, uint64_t first, uint32_t purpose,
                              uint32_t block, int64_t n, double *z0, double *z1) {
  const int64_t piece = 512; /* 8 KB of uniforms: still in the first cache when read */
  int64_t i;

  for (i = 0; i < n; i += piece) {
    const int64_t m = n - i < piece ? n - i : piece;
    uniforms(seed, first + (uint64_t)i, purpose, block, m, z0 + i, z1 + i);
    quantiles(m, z0 + i);
    quantiles(m, z1 + i);
  }
}
