#include "base/fp.h"
/* The arithmetic's rules come first, before any header with arithmetic. */
#include "method/cohort.h"

#include <math.h>
#include <string.h>

#include "base/vmath.h"
#include "method/banister_path.h"
#include "model/banister.h"
#include "model/mass.h"
#include "model/parameters.h"
#include "num/vec.h"

enum { LANES = COHORT_LANES };

/* ---- opening, twin by twin where the vector code does not serve ---- */

mt_twin mt_i_batch_twin(const cohort_plan *plan, const cohort_batch *batch,
                        int64_t lane) {
  double parameters[MT_N_PARAMETERS];
  mt_twin twin;

  mt_twin_init(&twin);
  for (int j = 0; j < MT_N_PARAMETERS; j++) {
    parameters[j] = batch->parameter[j][lane];
  }
  mt_i_parameters_to(parameters, &twin);
  twin.load_effect = plan->load_effect;
  return twin;
}

static int within_range(const cohort_batch *batch, int64_t lane) {
  for (int j = 0; j < MT_N_PARAMETERS; j++) {
    const parameter_rule *rule = &mt_i_parameter_rules[j];
    const double value = batch->parameter[j][lane];
    if (!isfinite(value) || (rule->positive && !(value > 0.0)) ||
        (rule->not_negative && value < 0.0)) {
      return 0;
    }
  }
  return 1;
}

/* Walks the whole path of a twin that might leave the doubles. */
static int stays_finite(const cohort_plan *plan, const cohort_batch *batch,
                        int64_t lane) {
  const mt_twin twin = mt_i_batch_twin(plan, batch, lane);
  double mass = twin.m0;

  if (mt_i_banister_path(NULL, &twin, plan->n_days, plan->load, NULL, NULL, NULL, NULL) <
      0) {
    return 0;
  }
  for (int64_t t = 0; t < plan->n_days && plan->wants_mass; t++) {
    mass = mass_after(mass, twin.k_s * plan->eaten[t], twin.k_d, 1.0);
  }
  return isfinite(mass);
}

/* Given as numbers: libm's exp, so that the bits are those of R's own arithmetic. */
static void open_given(const cohort_plan *plan, int64_t first, int64_t count,
                       cohort_batch *batch) {
  for (int64_t lane = 0; lane < LANES; lane++) {
    const int64_t row = first + (lane < count ? lane : 0);
    for (int j = 0; j < MT_N_PARAMETERS; j++) {
      batch->parameter[j][lane] = plan->twins[row + plan->n * j];
    }
    batch->g_decay[lane] = banister_decay(batch->parameter[MT_TAU_G][lane], 1.0);
    batch->h_decay[lane] = banister_decay(batch->parameter[MT_TAU_H][lane], 1.0);
    if (plan->wants_mass) {
      batch->m_decay[lane] = exp(-batch->parameter[MT_K_D][lane]);
      batch->m_gain[lane] = batch->parameter[MT_K_S][lane] *
                            mass_retained_days(batch->parameter[MT_K_D][lane], 1.0);
    }
  }
}

int mt_i_batch_lane_good(const cohort_plan *plan, const cohort_batch *batch,
                         int64_t lane) {
  return within_range(batch, lane) && stays_finite(plan, batch, lane);
}

static int64_t first_bad(const cohort_plan *plan, const cohort_batch *batch,
                         int64_t count) {
  for (int64_t lane = 0; lane < count; lane++) {
    if (!mt_i_batch_lane_good(plan, batch, lane)) {
      return lane;
    }
  }
  return count;
}

MT_I_VECTORIZE

/* ---- opening, side by side ---- */

MT_I_INLINE void open_decays(const population_plan *population, int wants_mass,
                             cohort_batch *batch) {
  (void)population;
  for (int lane = 0; lane < LANES; lane++) {
    batch->g_decay[lane] = vm_exp(-1.0 / batch->parameter[MT_TAU_G][lane]);
  }
  for (int lane = 0; lane < LANES; lane++) {
    batch->h_decay[lane] = vm_exp(-1.0 / batch->parameter[MT_TAU_H][lane]);
  }
  if (wants_mass) {
    for (int lane = 0; lane < LANES; lane++) {
      const double k_d = batch->parameter[MT_K_D][lane];
      const double divisor = k_d > 0.0 ? k_d : 1.0;
      const double retained = -vm_expm1(-k_d) / divisor;
      batch->m_decay[lane] = vm_exp(-k_d);
      batch->m_gain[lane] = batch->parameter[MT_K_S][lane] * (k_d > 0.0 ? retained : 1.0);
    }
  }
}

/* Is any of the lanes out of range, or so large that its path might leave the doubles?
 * |g| <= |k1| sum w and so on, as decays are at most 1. One answer for all: the lanes are
 * looked at one by one only when there is something to see. */
MT_I_INLINE int64_t suspects(const cohort_plan *plan, const cohort_batch *batch) {
  const double large = 1e300;
  const double(*x)[LANES] = batch->parameter;
  int64_t found = 0;

  for (int lane = 0; lane < LANES; lane++) {
    const double reach = fabs(x[MT_P0][lane]) +
                         (fabs(x[MT_K1][lane]) + fabs(x[MT_K2][lane])) * plan->total_load;
    const double mass = x[MT_M0][lane] + x[MT_K_S][lane] * plan->total_eaten;
    /* In this order a NaN anywhere makes a comparison false. */
    const int64_t good = (reach < large) & (mass < large) & (x[MT_M0][lane] > 0.0) &
                         (x[MT_K_S][lane] >= 0.0) & (x[MT_K_D][lane] >= 0.0) &
                         (x[MT_K_D][lane] < large) & (x[MT_TAU_G][lane] > 0.0) &
                         (x[MT_TAU_H][lane] > 0.0) & (x[MT_TAU_G][lane] < large) &
                         (x[MT_TAU_H][lane] < large);
    found |= 1 - good;
  }
  return found;
}

MT_I_MULTIVERSION
static int64_t open_rest(const cohort_plan *plan, cohort_batch *batch) {
  if (plan->twins == NULL) {
    open_decays(&plan->population, plan->wants_mass, batch);
  }
  return suspects(plan, batch);
}

int64_t mt_i_batch_open(const cohort_plan *plan, int64_t first, int64_t count,
                        cohort_batch *batch) {
  batch->first = first;
  if (plan->twins != NULL) {
    open_given(plan, first, count, batch);
  } else {
    mt_i_population_draw(&plan->population, plan->seed, plan->first + first,
                         batch->parameter);
  }
  return open_rest(plan, batch) ? first_bad(plan, batch, count) : count;
}

/* ---- the recursions ---- */

enum {
  GROUP = 32,              /* lanes whose states stay in registers through all days */
  VECS = GROUP / VEC_LANES /* vectors of them */
};

/* A leaky sum of a group: what is left, what it decays by, what a load adds. */
typedef struct leaky {
  vec x[VECS], decay[VECS], gain[VECS];
} leaky;

MT_I_INLINE void load_vecs(vec *to, const double *from) {
  VEC_UNROLL
  for (int v = 0; v < VECS; v++) {
    memcpy(&to[v], from + v * VEC_LANES, sizeof(vec));
  }
}

MT_I_INLINE void store_vecs(double *to, const vec *from) {
  VEC_UNROLL
  for (int v = 0; v < VECS; v++) {
    memcpy(to + v * VEC_LANES, &from[v], sizeof(vec));
  }
}

MT_I_INLINE void open_leaky(leaky *sum, const double *x, const double *decay,
                            const double *gain) {
  load_vecs(sum->x, x);
  load_vecs(sum->decay, decay);
  load_vecs(sum->gain, gain);
}

/* One day of two leaky sums, as in model/banister.h. A day of rest adds nothing, to the
 * bit, and costs one multiplication. Two at a time, so that one decision serves both. */
MT_I_INLINE void leak_both(leaky *a, leaky *b, double load, int next_day) {
  if (next_day && load != 0.0) {
    VEC_UNROLL
    for (int v = 0; v < VECS; v++) {
      a->x[v] += a->gain[v] * load;
      b->x[v] += b->gain[v] * load;
    }
  }
  VEC_UNROLL
  for (int v = 0; v < VECS; v++) {
    a->x[v] *= a->decay[v];
    b->x[v] *= b->decay[v];
  }
  if (!next_day && load != 0.0) {
    VEC_UNROLL
    for (int v = 0; v < VECS; v++) {
      a->x[v] += a->gain[v] * load;
      b->x[v] += b->gain[v] * load;
    }
  }
}

/* The largest performance of a group in the window, and the first day of it. */
MT_I_INLINE void peaks_of(const cohort_plan *plan, cohort_batch *batch, int lane,
                          int next_day) {
  leaky g, h;
  vec p0[VECS], peak[VECS], peak_day[VECS];

  open_leaky(&g, batch->g + lane, batch->g_decay + lane, batch->parameter[MT_K1] + lane);
  open_leaky(&h, batch->h + lane, batch->h_decay + lane, batch->parameter[MT_K2] + lane);
  for (int64_t t = 0; t < plan->window_from - 1; t++) {
    leak_both(&g, &h, plan->felt[t], next_day);
  }
  load_vecs(p0, batch->parameter[MT_P0] + lane);
  VEC_UNROLL
  for (int v = 0; v < VECS; v++) {
    peak[v] = VEC_ALL(-INFINITY);
    peak_day[v] = VEC_ALL(0.0);
  }
  for (int64_t t = plan->window_from - 1; t < plan->window_to; t++) {
    const vec day = VEC_ALL((double)(t + 1));

    leak_both(&g, &h, plan->felt[t], next_day);
    VEC_UNROLL
    for (int v = 0; v < VECS; v++) {
      const vec p = p0[v] + g.x[v] - h.x[v];
      const vec_bits better = VEC_WHERE(p > peak[v]);
      peak[v] = VEC_PICK(better, p, peak[v]);
      peak_day[v] = VEC_PICK(better, day, peak_day[v]);
    }
  }
  store_vecs(batch->peak + lane, peak);
  store_vecs(batch->peak_day + lane, peak_day);
}

/* Mass at the end of the last day, of two groups at a time: more sums side by side hide the
 * latency of their multiplications. */
MT_I_INLINE void final_mass_of(const cohort_plan *plan, cohort_batch *batch, int lane) {
  leaky a, b;
  const int other = lane + GROUP;

  open_leaky(&a, batch->m + lane, batch->m_decay + lane, batch->m_gain + lane);
  open_leaky(&b, batch->m + other, batch->m_decay + other, batch->m_gain + other);
  for (int64_t t = 0; t < plan->n_days; t++) {
    leak_both(&a, &b, plan->eaten[t], 0);
  }
  store_vecs(batch->m + lane, a.x);
  store_vecs(batch->m + other, b.x);
}

void mt_i_batch_start(cohort_batch *batch) {
  memset(batch->g, 0, sizeof(batch->g));
  memset(batch->h, 0, sizeof(batch->h));
  memcpy(batch->m, batch->parameter[MT_M0], sizeof(batch->m));
}

MT_I_MULTIVERSION
static void peaks(const cohort_plan *plan, cohort_batch *batch) {
  for (int lane = 0; lane < LANES; lane += GROUP) {
    if (plan->load_effect == MT_LOAD_SAME_DAY) {
      peaks_of(plan, batch, lane, 0);
    } else {
      peaks_of(plan, batch, lane, 1);
    }
  }
}

MT_I_MULTIVERSION
static void final_mass(const cohort_plan *plan, cohort_batch *batch) {
  for (int lane = 0; lane < LANES; lane += 2 * GROUP) {
    final_mass_of(plan, batch, lane);
  }
}

void mt_i_batch_peaks(const cohort_plan *plan, cohort_batch *batch, int with_mass) {
  mt_i_batch_start(batch);
  peaks(plan, batch);
  if (with_mass) {
    final_mass(plan, batch);
  }
}

/* Days of a group: states stay in registers, every day is stored. `m` goes with itself. */
MT_I_INLINE void days_of(const cohort_plan *plan, cohort_batch *batch, int lane,
                         int64_t from, int64_t n, double *fitness, double *fatigue,
                         double *performance, int next_day) {
  leaky g, h;
  vec p0[VECS], p[VECS];

  open_leaky(&g, batch->g + lane, batch->g_decay + lane, batch->parameter[MT_K1] + lane);
  open_leaky(&h, batch->h + lane, batch->h_decay + lane, batch->parameter[MT_K2] + lane);
  load_vecs(p0, batch->parameter[MT_P0] + lane);
  for (int64_t t = 0; t < n; t++) {
    const int64_t at = t * LANES + lane;

    leak_both(&g, &h, plan->felt[from + t], next_day);
    if (fitness != NULL) {
      store_vecs(fitness + at, g.x);
    }
    if (fatigue != NULL) {
      store_vecs(fatigue + at, h.x);
    }
    if (performance != NULL) {
      VEC_UNROLL
      for (int v = 0; v < VECS; v++) {
        p[v] = p0[v] + g.x[v] - h.x[v];
      }
      store_vecs(performance + at, p);
    }
  }
  store_vecs(batch->g + lane, g.x);
  store_vecs(batch->h + lane, h.x);
}

MT_I_INLINE void mass_days_of(const cohort_plan *plan, cohort_batch *batch, int lane,
                              int64_t from, int64_t n, double *mass) {
  const int other = lane + GROUP;
  leaky a, b;

  open_leaky(&a, batch->m + lane, batch->m_decay + lane, batch->m_gain + lane);
  open_leaky(&b, batch->m + other, batch->m_decay + other, batch->m_gain + other);
  for (int64_t t = 0; t < n; t++) {
    leak_both(&a, &b, plan->eaten[from + t], 0);
    store_vecs(mass + t * LANES + lane, a.x);
    store_vecs(mass + t * LANES + other, b.x);
  }
  store_vecs(batch->m + lane, a.x);
  store_vecs(batch->m + other, b.x);
}

MT_I_MULTIVERSION
static void days(const cohort_plan *plan, cohort_batch *batch, int64_t from, int64_t n,
                 double *mass, double *fitness, double *fatigue, double *performance) {
  for (int lane = 0; lane < LANES; lane += GROUP) {
    if (plan->load_effect == MT_LOAD_SAME_DAY) {
      days_of(plan, batch, lane, from, n, fitness, fatigue, performance, 0);
    } else {
      days_of(plan, batch, lane, from, n, fitness, fatigue, performance, 1);
    }
  }
  for (int lane = 0; mass != NULL && lane < LANES; lane += 2 * GROUP) {
    mass_days_of(plan, batch, lane, from, n, mass);
  }
}

void mt_i_batch_days(const cohort_plan *plan, cohort_batch *batch, int64_t from,
                     int64_t n, double *mass, double *fitness, double *fatigue,
                     double *performance) {
  days(plan, batch, from, n, mass, fitness, fatigue, performance);
}
