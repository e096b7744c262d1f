#include "base/fp.h"
/* The arithmetic's rules come first, before any header with arithmetic. */
#include "method/cohort/cohort.h"

#include <math.h>
#include <string.h>

#include "base/vmath.h"
#include "method/path/banister.h"
#include "model/banister.h"
#include "model/mass.h"
#include "model/parameters.h"

enum { LANES = COHORT_LANES };

/* ---- opening, twin by twin where the vector code does not serve ---- */

mt_twin mt_i_batch_twin(const cohort_run *run, const cohort_batch *batch, int64_t lane) {
  double parameters[MT_N_PARAMETERS];
  mt_twin twin;

  mt_twin_init(&twin);
  for (int j = 0; j < MT_N_PARAMETERS; j++) {
    parameters[j] = batch->parameter[j][lane];
  }
  mt_i_parameters_to(parameters, &twin);
  twin.load_effect = run->load_effect;
  return twin;
}

turnover_trainee mt_i_batch_trainee(const cohort_batch *batch, int64_t lane) {
  const turnover_trainee who = {batch->parameter[MT_K_D][lane],
                                batch->parameter[MT_M0][lane],
                                batch->mass.turnover.responds[lane]};
  return who;
}

static int within_range(const cohort_batch *batch, int64_t lane) {
  for (int j = 0; j < MT_N_PARAMETERS; j++) {
    if (!mt_i_parameter_in_range(&mt_i_parameter_rules[j], batch->parameter[j][lane])) {
      return 0;
    }
  }
  return 1;
}

/* The mass that the last day leaves, by libm. */
static double mass_in_the_end(const cohort_run *run, const cohort_batch *batch,
                              const mt_twin *twin, int64_t lane) {
  double mass = twin->m0;

  if (cohort_mass_turns(run)) {
    const turnover_trainee who = mt_i_batch_trainee(batch, lane);
    return mt_i_cohort_turnover_end(run, &who);
  }
  for (int64_t t = 0; t < run->n_days && run->wants_mass; t++) {
    mass = mass_after(mass, twin->k_s * run->eaten[t], twin->k_d, 1.0);
  }
  return mass;
}

/* Walks the whole path of a twin that might leave the doubles. */
static int stays_finite(const cohort_run *run, const cohort_batch *batch, int64_t lane) {
  const mt_twin twin = mt_i_batch_twin(run, batch, lane);

  return mt_i_banister_path(NULL, &twin, run->n_days, run->load, NULL, NULL, NULL,
                            NULL) >= 0 &&
         isfinite(mass_in_the_end(run, batch, &twin, lane));
}

/* Given as numbers: libm's exp, so that the bits are those of R's own arithmetic. */
static void open_given(const cohort_run *run, int64_t first, int64_t count,
                       cohort_batch *batch) {
  for (int64_t lane = 0; lane < LANES; lane++) {
    const int64_t row = first + (lane < count ? lane : 0);
    for (int j = 0; j < MT_N_PARAMETERS; j++) {
      batch->parameter[j][lane] = run->twins[row + run->n * j];
    }
    batch->g_decay[lane] = banister_decay(batch->parameter[MT_TAU_G][lane], 1.0);
    batch->h_decay[lane] = banister_decay(batch->parameter[MT_TAU_H][lane], 1.0);
    if (run->wants_mass && run->mass_model == MT_MASS_POST) {
      batch->mass.post.decay[lane] = exp(-batch->parameter[MT_K_D][lane]);
      batch->mass.post.gain[lane] =
          batch->parameter[MT_K_S][lane] *
          mass_retained_days(batch->parameter[MT_K_D][lane], 1.0);
    }
  }
}

/* Of both kinds of twins by libm, as mt_turnover_batch() has it: a trainee's mass is to the
 * bit that of the same person alone. */
static void open_turnover(const cohort_run *run, int64_t first, int64_t count,
                          cohort_batch *batch) {
  double *responds = batch->mass.turnover.responds;

  if (run->responds != NULL) {
    for (int64_t lane = 0; lane < LANES; lane++) {
      responds[lane] = run->responds[first + (lane < count ? lane : 0)];
    }
  } else {
    mt_i_population_responds(run->seed, run->first + first, LANES, responds);
  }
  for (int64_t lane = 0; lane < LANES; lane++) {
    batch->mass.turnover.inflow[lane] =
        batch->parameter[MT_K_D][lane] * batch->parameter[MT_M0][lane];
  }
  for (int64_t lane = 0; batch->steps != NULL && lane < count; lane++) {
    mt_i_cohort_turnover_lane(&run->turnover, batch->parameter[MT_K_D][lane],
                              batch->steps + lane);
  }
}

int64_t mt_i_batch_steps(const cohort_run *run) {
  return cohort_mass_turns(run) && !run->turnover.shared
             ? run->turnover.n_steps * STEP_NUMBERS * LANES
             : 0;
}

void mt_i_batch_lend_steps(const cohort_run *run, int64_t n, cohort_batch *batches,
                           double *memory) {
  const int64_t each = mt_i_batch_steps(run);

  for (int64_t b = 0; b < n; b++) {
    batches[b].steps = each > 0 ? memory + b * each : NULL;
  }
}

static int turns_well(const cohort_batch *batch, int64_t lane) {
  const turnover_trainee who = mt_i_batch_trainee(batch, lane);
  return who.k_d <= TURNOVER_MOST_K_D && who.responds >= 0.0 && isfinite(who.responds);
}

int mt_i_batch_lane_good(const cohort_run *run, const cohort_batch *batch, int64_t lane) {
  return within_range(batch, lane) &&
         (!cohort_mass_turns(run) || turns_well(batch, lane)) &&
         stays_finite(run, batch, lane);
}

static int64_t first_bad(const cohort_run *run, const cohort_batch *batch,
                         int64_t count) {
  for (int64_t lane = 0; lane < count; lane++) {
    if (!mt_i_batch_lane_good(run, batch, lane)) {
      return lane;
    }
  }
  return count;
}

int mt_i_batch_responds(const cohort_run *run, const cohort_batch *batch, int64_t lane) {
  const double threshold = isnan(run->threshold)
                               ? MT_RESPONDER_PEAK * batch->parameter[MT_P0][lane]
                               : run->threshold;
  return batch->peak[lane] > threshold;
}

MT_I_VECTORIZE

/* ---- opening, side by side ---- */

MT_I_INLINE void open_decays(int with_mass, cohort_batch *batch) {
  for (int lane = 0; lane < LANES; lane++) {
    batch->g_decay[lane] = vm_exp(-1.0 / batch->parameter[MT_TAU_G][lane]);
  }
  for (int lane = 0; lane < LANES; lane++) {
    batch->h_decay[lane] = vm_exp(-1.0 / batch->parameter[MT_TAU_H][lane]);
  }
  if (with_mass) {
    for (int lane = 0; lane < LANES; lane++) {
      const double k_d = batch->parameter[MT_K_D][lane];
      const double divisor = k_d > 0.0 ? k_d : 1.0;
      const double retained = -vm_expm1(-k_d) / divisor;
      batch->mass.post.decay[lane] = vm_exp(-k_d);
      batch->mass.post.gain[lane] =
          batch->parameter[MT_K_S][lane] * (k_d > 0.0 ? retained : 1.0);
    }
  }
}

/* Is any of the lanes out of range, or so large that its path might leave the doubles?
 * |g| <= |k1| sum w and so on, as decays are at most 1. One answer for all: the lanes are
 * looked at one by one only when there is something to see. */
MT_I_INLINE int64_t suspects(const cohort_run *run, const cohort_batch *batch) {
  const double large = 1e300;
  const double(*x)[LANES] = batch->parameter;
  double most[LANES];
  int64_t found = 0;

  if (cohort_mass_turns(run)) {
    for (int lane = 0; lane < LANES; lane++) {
      const double responds = batch->mass.turnover.responds[lane];
      const double made = run->turnover.flat + run->turnover.steep * responds;
      const int64_t fine = (responds >= 0.0) & (x[MT_K_D][lane] <= TURNOVER_MOST_K_D);
      most[lane] =
          fine ? x[MT_M0][lane] + batch->mass.turnover.inflow[lane] * made : INFINITY;
    }
  } else {
    for (int lane = 0; lane < LANES; lane++) {
      most[lane] = x[MT_M0][lane] + x[MT_K_S][lane] * run->total_eaten;
    }
  }

  for (int lane = 0; lane < LANES; lane++) {
    const double reach = fabs(x[MT_P0][lane]) +
                         (fabs(x[MT_K1][lane]) + fabs(x[MT_K2][lane])) * run->total_load;
    /* In this order a NaN anywhere makes a comparison false. */
    const int64_t good = (reach < large) & (most[lane] < large) & (x[MT_M0][lane] > 0.0) &
                         (x[MT_K_S][lane] >= 0.0) & (x[MT_K_D][lane] >= 0.0) &
                         (x[MT_K_D][lane] < large) & (x[MT_TAU_G][lane] > 0.0) &
                         (x[MT_TAU_H][lane] > 0.0) & (x[MT_TAU_G][lane] < large) &
                         (x[MT_TAU_H][lane] < large);
    found |= 1 - good;
  }
  return found;
}

MT_I_MULTIVERSION
static int64_t open_rest(const cohort_run *run, cohort_batch *batch) {
  if (run->twins == NULL) {
    open_decays(run->wants_mass && run->mass_model == MT_MASS_POST, batch);
  }
  return suspects(run, batch);
}

int64_t mt_i_batch_open(const cohort_run *run, int64_t first, int64_t count,
                        cohort_batch *batch) {
  batch->first = first;
  if (run->twins != NULL) {
    open_given(run, first, count, batch);
  } else {
    mt_i_population_draw(&run->population, run->seed, run->first + first,
                         batch->parameter);
  }
  if (cohort_mass_turns(run)) {
    open_turnover(run, first, count, batch);
  }
  return open_rest(run, batch) ? first_bad(run, batch, count) : count;
}

/* ---- the recursions ---- */

#define VEC_BODY "method/cohort/lanes.h"
#include "num/vec.h"

void mt_i_batch_start(cohort_batch *batch) {
  memset(batch->g, 0, sizeof(batch->g));
  memset(batch->h, 0, sizeof(batch->h));
  memcpy(batch->m, batch->parameter[MT_M0], sizeof(batch->m));
}

void mt_i_batch_peaks(const cohort_run *run, cohort_batch *batch, int with_mass) {
  mt_i_batch_start(batch);
  VEC_CALL(all_peaks, (run, batch));
  if (with_mass && run->mass_model == MT_MASS_TURNOVER) {
    VEC_CALL(all_turnover, (run, batch, 0, run->turnover.n_moves, NULL));
  } else if (with_mass) {
    VEC_CALL(all_final_mass, (run, batch));
  }
}

void mt_i_batch_days(const cohort_run *run, cohort_batch *batch, int64_t from, int64_t n,
                     double *mass, double *fitness, double *fatigue,
                     double *performance) {
  const int turns = mass != NULL && run->mass_model == MT_MASS_TURNOVER;

  VEC_CALL(all_days,
           (run, batch, from, n, turns ? NULL : mass, fitness, fatigue, performance));
  if (turns) {
    VEC_CALL(all_turnover, (run, batch, from, n, mass));
  }
}
