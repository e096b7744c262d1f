#include "base/fp.h"
/* The arithmetic's rules come first, before any header with arithmetic. */
#include "model/population.h"

#include <math.h>
#include <string.h>

#include "base/random.h"
#include "base/random_r.h"
#include "base/vmath.h"
#include "model/parameters.h"
#include "model/streams.h"
#include "model/turnover.h"
#include "num/linalg.h"

enum { N = MT_N_PARAMETERS, LANES = POPULATION_LANES };

mt_status mt_i_population_prepare(mt_ctx *ctx, const mt_population *population,
                                  population_draw *draw) {
  memset(draw, 0, sizeof(*draw));
  draw->k_d_unset = isnan(population->location[MT_K_D]);
  for (int j = 0; j < N; j++) {
    draw->location[j] = j == MT_K_D && draw->k_d_unset ? mt_i_parameter_rules[j].usual
                                                       : population->location[j];
    draw->kind[j] = population->kind[j];
    draw->spread[j] = population->spread[j];
    draw->needed[j] = population->kind[j] != MT_FIXED;
  }
  if (population->correlation == NULL) {
    return MT_OK;
  }
  memcpy(draw->correlation, population->correlation, sizeof(draw->correlation));
  int64_t good = mt_i_cholesky(N, draw->correlation, draw->factor);
  if (good < N) {
    /* A singular matrix that rounding left just short of positive semidefinite: shrunk a
     * little its eigenvalues are above zero; one that contradicts itself stays so. */
    for (int i = 0; i < N * N; i++) {
      draw->correlation[i] *= i % (N + 1) == 0 ? 1.0 : 1.0 - 0x1p-33;
    }
    good = mt_i_cholesky(N, draw->correlation, draw->factor);
  }
  if (good < N) {
    return mt_i_fail(
        ctx, MT_ERROR_CORRELATION,
        "not a correlation matrix: the correlations of %s with the parameters "
        "before it contradict each other (not positive definite)",
        mt_i_parameter_rules[good].name);
  }
  for (int j = 0; j < N; j++) {
    for (int k = 0; k < j; k++) {
      if (draw->factor[j * N + k] != 0.0) {
        draw->correlated = 1;
        draw->needed[k] |= draw->kind[j] != MT_FIXED;
      }
    }
  }
  return MT_OK;
}

/* ---- how they respond ---- */

void mt_i_population_responds(uint64_t seed, int64_t first, int64_t n, double *responds) {
  mt_i_stream_normals(MT_STREAM_RESPONDS, seed, first, n, responds);
  for (int64_t i = 0; i < n; i++) {
    responds[i] = turnover_responds(responds[i]);
  }
}

/* ---- R's generator ---- */

enum { DRAWS_PER_POLL = 65536 };

static double transformed_r(int64_t kind, double location, double spread, double e) {
  return kind == MT_LOGNORMAL ? exp(log(location) + spread * e) : location + spread * e;
}

mt_status mt_i_population_draw_r(mt_ctx *ctx, const population_draw *draw, uint32_t seed,
                                 int64_t n, double *twins) {
  static const int order[N] = {MT_TAU_G, MT_TAU_H, MT_K1, MT_K2,
                               MT_K_S,   MT_K_D,   MT_M0, MT_P0};
  double among[N * N], factor[N * N];
  int varying[N];
  int n_varying = 0;
  r_random random;

  mt_i_r_random_seed(&random, seed);
  for (int o = 0; o < N; o++) {
    const int j = order[o];
    /* rnorm() takes no draw where the sd is 0 */
    const int drawn = draw->kind[j] != MT_FIXED && draw->spread[j] > 0.0;
    for (int64_t i = 0; i < n; i++) {
      twins[i + n * j] = drawn ? mt_i_r_random_normal(&random) : 0.0;
      if (i % DRAWS_PER_POLL == DRAWS_PER_POLL - 1 &&
          mt_i_cancelled(ctx, ((double)o + (double)i / (double)n) / N)) {
        return MT_ERROR_CANCELLED;
      }
    }
  }
  if (draw->correlated) {
    /* Only the drawn have normals here, so L is that of their own correlations; it exists,
     * as they are part of a positive semi-definite matrix. */
    for (int j = 0; j < N; j++) {
      if (draw->kind[j] != MT_FIXED && draw->spread[j] > 0.0) {
        varying[n_varying++] = j;
      }
    }
    for (int a = 0; a < n_varying; a++) {
      for (int b = 0; b < n_varying; b++) {
        among[a * n_varying + b] = draw->correlation[varying[a] * N + varying[b]];
      }
    }
    mt_i_cholesky(n_varying, among, factor);
    for (int64_t i = 0; i < n; i++) {
      for (int a = n_varying - 1; a >= 0; a--) { /* row a needs the e of rows before it */
        double z = 0.0;
        for (int b = 0; b <= a; b++) {
          z += factor[a * n_varying + b] * twins[i + n * varying[b]];
        }
        twins[i + n * varying[a]] = z;
      }
    }
  }
  for (int j = 0; j < N; j++) {
    for (int64_t i = 0; i < n; i++) {
      twins[i + n * j] = draw->kind[j] == MT_FIXED
                             ? draw->location[j]
                             : transformed_r(draw->kind[j], draw->location[j],
                                             draw->spread[j], twins[i + n * j]);
    }
  }
  return MT_OK;
}

/* ---- counter-based, side by side ---- */

MT_I_VECTORIZE

static const double largest_moderate_spread = 20.0; /* 20 x 8.3 x sqrt(8) < 708 */

MT_I_INLINE void combine(const population_draw *draw, int j, double (*normals)[LANES],
                         double *z) {
  const double *row = draw->factor + j * N;

  for (int lane = 0; lane < LANES; lane++) {
    z[lane] = row[0] * normals[0][lane];
  }
  for (int k = 1; k <= j; k++) {
    for (int lane = 0; lane < LANES; lane++) {
      z[lane] += row[k] * normals[k][lane];
    }
  }
}

MT_I_MULTIVERSION
static void transform(const population_draw *draw, double (*normals)[LANES],
                      double (*parameters)[LANES]) {
  double combined[LANES];

  for (int j = 0; j < N; j++) {
    const double location = draw->location[j], spread = draw->spread[j];
    const double *z = normals[j];
    double *x = parameters[j];

    if (draw->correlated && draw->kind[j] != MT_FIXED) {
      combine(draw, j, normals, combined);
      z = combined;
    }
    if (draw->kind[j] == MT_FIXED) {
      for (int lane = 0; lane < LANES; lane++) {
        x[lane] = location;
      }
    } else if (draw->kind[j] == MT_NORMAL) {
      for (int lane = 0; lane < LANES; lane++) {
        x[lane] = location + spread * z[lane];
      }
    } else if (spread <= largest_moderate_spread) {
      for (int lane = 0; lane < LANES; lane++) {
        x[lane] = location * vm_exp_moderate(spread * z[lane]);
      }
    } else {
      for (int lane = 0; lane < LANES; lane++) {
        x[lane] = location * vm_exp(spread * z[lane]);
      }
    }
  }
}

void mt_i_population_draw(const population_draw *draw, uint64_t seed, int64_t first,
                          double (*parameters)[LANES]) {
  double normals[N][LANES];

  if (draw->correlated) { /* then rows that are not needed are multiplied by 0 */
    memset(normals, 0, sizeof(normals));
  }
  for (int k = 0; k < N; k += 2) { /* a Philox block makes two draws */
    if (draw->needed[k] || draw->needed[k + 1]) {
      mt_i_random_uniform_lanes(seed, (uint64_t)first, DRAW_TWIN, (uint32_t)k / 2, LANES,
                                normals[k], normals[k + 1]);
    }
  }
  for (int k = 0; k < N; k++) {
    const int from = k;
    while (k < N && draw->needed[k]) { /* neighbours in one go */
      k++;
    }
    mt_i_random_quantiles((k - from) * LANES, normals[from]);
  }
  transform(draw, normals, parameters);
}
