/*
 * Cohorts: many twins over one schedule.
 *
 *   cohort.c        the run, and units of work handed to threads
 *   batch.c  a batch of trainees side by side: the arithmetic
 *   jobs.c   what is kept: a number a trainee, or every day
 *   summary.c       what is kept: the distribution
 *
 * A run is all that a run needs, checked and worked out once. A unit of work is a range of
 * trainees. Trainee i is a function of the run and of i alone, and a lane never looks at
 * another: so no result depends on threads, units or order.
 */
#ifndef MT_METHOD_COHORT_COHORT_H
#define MT_METHOD_COHORT_COHORT_H

#include "base/context.h"
#include "method/path/mass.h"
#include "model/population.h"

enum { COHORT_LANES = POPULATION_LANES };

typedef struct cohort_run {
  /* who; checked by the caller */
  int64_t n, first;
  uint64_t seed;
  population_draw population;
  const double *twins; /* [n x 8] or NULL: drawn */
  int64_t load_effect;

  /* what; checked by the caller */
  int64_t n_days;
  const double *load, *nutrition;
  mt_solver_options solver;
  int64_t threads;
  int64_t window_from, window_to;
  double threshold;
  int wants_mass;

  /* worked out by mt_i_cohort_prepare() */
  double *felt;  /* [n_days] the load that enters on each day */
  double *eaten; /* [n_days] nutrition x load: what synthesis sees */
  double total_load, total_eaten;
  double *shared_mass;  /* [n_days] where everybody has the same, or NULL */
  double *piece_memory; /* mass_forcing's arrays and the days' ends */
  mass_forcing forcing;
  const double *day_end;
} cohort_run;

/* Works the run out; on failure nothing is left allocated. */
mt_status mt_i_cohort_prepare(mt_ctx *ctx, cohort_run *run);
void mt_i_cohort_release(mt_ctx *ctx, cohort_run *run);

/* ---- a batch: lanes side by side ---- */

typedef struct cohort_batch {
  double parameter[MT_N_PARAMETERS][COHORT_LANES];
  double g_decay[COHORT_LANES], h_decay[COHORT_LANES]; /* e^(-1/tau) */
  double m_decay[COHORT_LANES];                        /* e^(-k_d) */
  double m_gain[COHORT_LANES]; /* k_s (1 - e^(-k_d)) / k_d: mass left of a day's load */
  double g[COHORT_LANES], h[COHORT_LANES], m[COHORT_LANES];
  double peak[COHORT_LANES], peak_day[COHORT_LANES];
  int64_t first; /* trainee of lane 0, counted from run->first */
} cohort_batch;

/* Parameters and decays of trainees first .. first + count - 1 of the run; further lanes
 * are valid twins that nobody reads. Returns the first lane whose twin is out of range or
 * might overflow a double, or count. */
int64_t mt_i_batch_open(const cohort_run *run, int64_t first, int64_t count,
                        cohort_batch *batch);

/* Is the twin in this lane in range and its path finite? */
int mt_i_batch_lane_good(const cohort_run *run, const cohort_batch *batch, int64_t lane);

/* Peaks in the window; with_mass: also mass at the end of the last day, in m. */
void mt_i_batch_peaks(const cohort_run *run, cohort_batch *batch, int with_mass);

/* Days from .. from + n - 1 (0-based) of each lane, in order; the state starts at day 0 by
 * mt_i_batch_start(). Each out is [n][COHORT_LANES] or NULL. */
void mt_i_batch_start(cohort_batch *batch);
void mt_i_batch_days(const cohort_run *run, cohort_batch *batch, int64_t from, int64_t n,
                     double *mass, double *fitness, double *fatigue, double *performance);

/* Is the peak of this lane, found before, above the threshold? */
int mt_i_batch_responds(const cohort_run *run, const cohort_batch *batch, int64_t lane);

/* One lane's twin. */
mt_twin mt_i_batch_twin(const cohort_run *run, const cohort_batch *batch, int64_t lane);

/* ---- units of work ---- */

/* What one thread works with. */
typedef struct cohort_worker {
  int64_t index;       /* 0: the calling thread */
  mt_ctx *own;         /* asks whether to stop */
  mt_ctx *ctx;         /* the caller's: its memory */
  mass_solver *solver; /* CVODE's memory, reused from trainee to trainee */
  cohort_batch *batches;
  double *scratch;
  void *memory;
} cohort_worker;

/* Does trainees first .. first + count - 1 of the run. MT_OK, or a failure with the first
 * trainee that failed. */
typedef mt_status (*cohort_unit)(const cohort_run *run, void *job, cohort_worker *worker,
                                 int64_t first, int64_t count, int64_t *failed);

typedef struct cohort_work {
  cohort_unit unit;
  void *job;
  int64_t trainees; /* in a unit; a multiple of COHORT_LANES */
  int64_t batches;  /* a worker needs */
  int64_t scratch;  /* doubles a worker needs */
} cohort_work;

/* Does all of first .. first + n - 1. A failure is that of the lowest failing trainee,
 * *failed (counted from run->first), or has *failed = -1. */
mt_status mt_i_cohort_run(mt_ctx *ctx, const cohort_run *run, const cohort_work *work,
                          int64_t first, int64_t n, int64_t *failed);

/* Mass of one lane at n_times days by CVODE or Euler. */
mt_status mt_i_cohort_mass(const cohort_run *run, const mt_twin *twin,
                           cohort_worker *worker, int64_t n_times, const double *times,
                           double *mass);

/* The eight parameters of one trainee. */
void mt_i_cohort_twin(const cohort_run *run, int64_t trainee, double *parameters);

/* The failure of one trainee in words, by simulating it alone. */
mt_status mt_i_cohort_explain(mt_ctx *ctx, const cohort_run *run, int64_t trainee);

/* ---- jobs ---- */

/* Outputs [n]; any may be NULL. */
typedef struct cohort_trainees_job {
  double *parameters[MT_N_PARAMETERS];
  double *peak, *final_mass;
  int32_t *peak_day, *responder;
} cohort_trainees_job;

/* Outputs [n_days x n]; any may be NULL. */
typedef struct cohort_days_job {
  double *mass, *fitness, *fatigue, *performance;
} cohort_days_job;

mt_status mt_i_cohort_trainees(mt_ctx *ctx, const cohort_run *run,
                               cohort_trainees_job *job, int64_t *failed);
mt_status mt_i_cohort_days(mt_ctx *ctx, const cohort_run *run, cohort_days_job *job,
                           int64_t *failed);

#endif
