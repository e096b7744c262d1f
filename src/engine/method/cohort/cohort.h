/*
 * Cohorts: many twins over one schedule.
 *
 *   cohort.c    the run, and units of work handed to threads
 *   turnover.c  what a run needs where mass is by turnover: its steps
 *   batch.c     a batch of trainees side by side: the arithmetic
 *   jobs.c      what is kept: a number a trainee, or every day
 *   body.c      what is kept: cells and body, every day
 *   summary.c   what is kept: the distribution
 *
 * A run is all that a run needs, checked and worked out once. A unit of work is a range of
 * trainees. Trainee i is a function of the run and of i alone, and a lane never looks at
 * another: so no result depends on threads, units or order.
 */
#ifndef MT_METHOD_COHORT_COHORT_H
#define MT_METHOD_COHORT_COHORT_H

#include "base/context.h"
#include "method/path/mass.h"
#include "method/path/turnover.h"
#include "model/population.h"
#include "model/turnover.h"

enum { COHORT_LANES = POPULATION_LANES };

/* ---- the run ---- */

/* Some days of a piece of forcing: on all pieces that are alike they take the same steps. */
typedef struct turnover_kind {
  double decline, extra, days;
  int64_t step, n_steps; /* of cohort_turnover.steps */
} turnover_kind;

/* From the start of a piece to the end of a day in it. */
typedef struct turnover_move {
  int64_t piece, kind;
  int64_t last; /* 1: the piece ends there, and mass goes on from it */
} turnover_move;

/* Mass by turnover. Everything here is the same for all trainees but for how they respond
 * and, unless all have the same k_d, for their steps. */
typedef struct cohort_turnover {
  mt_forcing forcing; /* checked; whole days, the last of them n_days */
  /* worked out by mt_i_cohort_turnover_prepare() */
  int64_t n_moves, n_kinds, n_steps;
  turnover_move *moves; /* one a day; one a piece if no day's mass is wanted */
  turnover_kind *kinds;
  turnover_step *steps; /* `start` and `fade` hold for all trainees; the rest if shared */
  int shared;
  double flat, steep; /* synthesis of all days is at most flat + steep responds */
} cohort_turnover;

typedef struct cohort_run {
  /* who; checked by the caller */
  int64_t n, first;
  uint64_t seed;
  population_draw population;
  const double *twins;    /* [n x 8] or NULL: drawn */
  const double *responds; /* [n] or NULL: drawn; of turnover */
  int64_t load_effect;

  /* what; checked by the caller */
  int64_t n_days;
  const double *load, *nutrition;
  mt_solver_options solver;
  int64_t threads;
  int64_t window_from, window_to;
  double threshold;
  int64_t mass_model;
  cohort_turnover turnover;   /* its forcing, if that is the mass model */
  int wants_mass, wants_days; /* of mass: is it wanted, and day by day? */

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

static inline int cohort_mass_turns(const cohort_run *run) {
  return run->wants_mass && run->mass_model == MT_MASS_TURNOVER;
}

/* The same for the part of the run that is mass by turnover. */
mt_status mt_i_cohort_turnover_prepare(mt_ctx *ctx, cohort_run *run);
void mt_i_cohort_turnover_release(mt_ctx *ctx, cohort_turnover *turnover);

/* One trainee alone. */
typedef struct turnover_trainee {
  double k_d, m0, responds;
} turnover_trainee;

/* How all trainees of the run respond, [n]. */
void mt_i_cohort_responds(const cohort_run *run, double *responds);

/* Its synthesis on each piece, [n_pieces]. */
void mt_i_cohort_synthesis(const cohort_run *run, double responds, double *synthesis);

/* Its mass on the last day, by the closed form. */
double mt_i_cohort_turnover_end(const cohort_run *run, const turnover_trainee *who);

/* Its mass at call->times by call->options. `worker` was hired by mt_i_turnover_work for
 * this call. */
mt_status mt_i_cohort_turnover_path(mt_ctx *own, const cohort_run *run,
                                    const turnover_trainee *who,
                                    const turnover_call *call, void *worker,
                                    double *synthesis, double *mass);

/* The steps of a trainee with this k_d, into its lane of a batch's: three numbers a step, of
 * all lanes side by side. */
enum { STEP_KEPT, STEP_DAYS, STEP_RELAXED, STEP_NUMBERS };
void mt_i_cohort_turnover_lane(const cohort_turnover *turnover, double k_d,
                               double *steps);

/* ---- a batch: lanes side by side ---- */

typedef struct cohort_batch {
  double parameter[MT_N_PARAMETERS][COHORT_LANES];
  double g_decay[COHORT_LANES], h_decay[COHORT_LANES]; /* e^(-1/tau) */
  union {
    struct {
      double decay[COHORT_LANES]; /* e^(-k_d) */
      double gain[COHORT_LANES];  /* k_s (1 - e^(-k_d)) / k_d: left of a day's load */
    } post;
    struct {
      double responds[COHORT_LANES];
      double inflow[COHORT_LANES]; /* k_d m_ref: a day's synthesis in habitual life */
    } turnover;
  } mass;
  double g[COHORT_LANES], h[COHORT_LANES], m[COHORT_LANES];
  double peak[COHORT_LANES], peak_day[COHORT_LANES];
  int64_t first; /* trainee of lane 0, counted from run->first */
  double
      *steps; /* [mt_i_batch_steps() doubles] or NULL: the steps of turnover, by lane */
} cohort_batch;

/* Doubles for the steps of one batch: 0 where all trainees have the same. */
int64_t mt_i_batch_steps(const cohort_run *run);

/* Gives n batches their steps, which lie side by side in memory. */
void mt_i_batch_lend_steps(const cohort_run *run, int64_t n, cohort_batch *batches,
                           double *memory);

/* Parameters and decays of trainees first .. first + count - 1 of the run; further lanes
 * are valid twins that nobody reads. batch->steps is lent, or NULL where no mass is asked
 * for. Returns the first lane whose twin is out of range or
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

/* One lane's twin, and what mass by turnover asks of it. */
mt_twin mt_i_batch_twin(const cohort_run *run, const cohort_batch *batch, int64_t lane);
turnover_trainee mt_i_batch_trainee(const cohort_batch *batch, int64_t lane);

/* ---- units of work ---- */

/* What one thread works with. */
typedef struct cohort_worker {
  int64_t index;       /* 0: the calling thread */
  mt_ctx *own;         /* asks whether to stop */
  mt_ctx *ctx;         /* the caller's: its memory */
  mass_solver *solver; /* CVODE's memory, reused from trainee to trainee */
  void *turner;        /* the same of turnover or of a body, hired by `turns` */
  const many_work *turns;
  double *pieces; /* [n_pieces] of a trainee's turnover or body */
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
  int64_t trainees;       /* in a unit; a multiple of COHORT_LANES */
  int64_t batches;        /* a worker needs */
  int64_t scratch;        /* doubles a worker needs */
  const many_work *turns; /* what solves each trainee, and its call; NULL: the run says */
  const void *call;
} cohort_work;

/* Does all of first .. first + n - 1. A failure is that of the lowest failing trainee,
 * *failed (counted from run->first), or has *failed = -1. */
mt_status mt_i_cohort_run(mt_ctx *ctx, const cohort_run *run, const cohort_work *work,
                          int64_t first, int64_t n, int64_t *failed);

/* Mass of one lane at the end of each day by CVODE or Euler. */
mt_status mt_i_cohort_mass(const cohort_run *run, const cohort_batch *batch, int64_t lane,
                           cohort_worker *worker, double *mass);

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

/* Cells and body; columns [n_days x n] by MT_BODY_*, any may be NULL. */
typedef struct cohort_body_job {
  mt_body body;       /* what all have in common; checked */
  const double *mass; /* [n_days x n], or NULL without MT_BODY_INSULIN */
  double *columns[MT_BODY_COLUMNS];
} cohort_body_job;

mt_status mt_i_cohort_body(mt_ctx *ctx, const cohort_run *run, cohort_body_job *job,
                           int64_t *failed);
mt_status mt_i_cohort_trainees(mt_ctx *ctx, const cohort_run *run,
                               cohort_trainees_job *job, int64_t *failed);
mt_status mt_i_cohort_days(mt_ctx *ctx, const cohort_run *run, cohort_days_job *job,
                           int64_t *failed);

#endif
