#include "base/fp.h"
/* The arithmetic's rules come first, before any header with arithmetic. */
#include "method/cohort/cohort.h"

#include <math.h>
#include <string.h>

enum { LANES = COHORT_LANES, PIECES_LOOKED_BACK = 8 };

/* ---- what is alike, once ---- */

/* Pieces that differ in length and synthesis alone: their days 1, 2, ... up to `length` (one
 * day, `length`, if no day's mass is wanted) are kinds from `first` on. */
typedef struct family {
  double decline, extra;
  int64_t length, first;
} family;

static double value_of(const double *x, int64_t i) { return x == NULL ? 0.0 : x[i]; }

static double synthesis_on(const mt_forcing *forcing, int64_t p, double responds) {
  const double factor = forcing->factor == NULL ? 1.0 : forcing->factor[p];
  return (1.0 + value_of(forcing->gain, p) * responds) * factor;
}

static int belongs(const family *of, double decline, double extra, int64_t length,
                   int each_day) {
  return of->decline == decline && of->extra == extra &&
         (each_day ? length <= of->length : length == of->length);
}

static void add_kind(cohort_turnover *turnover, const family *of, int64_t days) {
  turnover_kind *kind = &turnover->kinds[turnover->n_kinds++];
  kind->decline = of->decline;
  kind->extra = of->extra;
  kind->days = (double)days;
}

/* The moves of each piece, and the kinds that they are of. */
static void make_moves(cohort_turnover *turnover, int each_day) {
  const mt_forcing *forcing = &turnover->forcing;
  family known[PIECES_LOOKED_BACK];
  int64_t n_known = 0, start = 0;

  for (int64_t p = 0; p < forcing->n_pieces; p++) {
    const int64_t length = (int64_t)forcing->piece_end[p] - start;
    const double decline = value_of(forcing->decline, p);
    const double extra = value_of(forcing->transient, p);
    const int64_t oldest =
        n_known > PIECES_LOOKED_BACK ? n_known - PIECES_LOOKED_BACK : 0;
    const family *mine = NULL;

    for (int64_t k = n_known - 1; k >= oldest && mine == NULL; k--) {
      const family *of = &known[k % PIECES_LOOKED_BACK];
      mine = belongs(of, decline, extra, length, each_day) ? of : NULL;
    }
    if (mine == NULL) {
      family *fresh = &known[n_known++ % PIECES_LOOKED_BACK];
      fresh->decline = decline;
      fresh->extra = extra;
      fresh->length = length;
      fresh->first = turnover->n_kinds;
      for (int64_t days = each_day ? 1 : length; days <= length; days++) {
        add_kind(turnover, fresh, days);
      }
      mine = fresh;
    }
    for (int64_t days = each_day ? 1 : length; days <= length; days++) {
      turnover_move *move = &turnover->moves[turnover->n_moves++];
      move->piece = p;
      move->kind = mine->first + (each_day ? days - 1 : 0);
      move->last = days == length;
    }
    start += length;
  }
}

/* ---- steps ---- */

static turnover_piece piece_of(const turnover_kind *kind, double k_d) {
  turnover_piece piece;

  piece.k_d = k_d;
  piece.inflow = 0.0; /* has no say */
  piece.decline = kind->decline;
  piece.b = 1.0;
  piece.extra = kind->extra;
  piece.tau = TURNOVER_TAU;
  return piece;
}

static void make_steps(cohort_turnover *turnover, double k_d) {
  for (int64_t k = 0; k < turnover->n_kinds; k++) {
    turnover_kind *kind = &turnover->kinds[k];
    const turnover_piece piece = piece_of(kind, k_d);

    kind->step = turnover->n_steps;
    kind->n_steps =
        mt_i_turnover_steps(&piece, kind->days, turnover->steps + turnover->n_steps);
    turnover->n_steps += kind->n_steps;
  }
}

void mt_i_cohort_turnover_lane(const cohort_turnover *turnover, double k_d,
                               double *steps) {
  turnover_step found[TURNOVER_MOST_STEPS];

  for (int64_t k = 0; k < turnover->n_kinds; k++) {
    const turnover_kind *kind = &turnover->kinds[k];
    const turnover_piece piece = piece_of(kind, k_d);
    double *to = steps + kind->step * STEP_NUMBERS * LANES;
    const int n = mt_i_turnover_steps(&piece, kind->days, found);

    for (int i = 0; i < n; i++, to += STEP_NUMBERS * LANES) {
      to[STEP_KEPT * LANES] = found[i].kept;
      to[STEP_DAYS * LANES] = found[i].days;
      to[STEP_RELAXED * LANES] = found[i].relaxed;
    }
  }
}

/* ---- one trainee alone ---- */

void mt_i_cohort_responds(const cohort_run *run, double *responds) {
  if (run->responds == NULL) {
    mt_i_population_responds(run->seed, run->first, run->n, responds);
  } else {
    memcpy(responds, run->responds, (size_t)run->n * sizeof(double));
  }
}

void mt_i_cohort_synthesis(const cohort_run *run, double responds, double *synthesis) {
  const mt_forcing *forcing = &run->turnover.forcing;

  for (int64_t p = 0; p < forcing->n_pieces; p++) {
    synthesis[p] = synthesis_on(forcing, p, responds);
  }
}

double mt_i_cohort_turnover_end(const cohort_run *run, const turnover_trainee *who) {
  const mt_forcing *forcing = &run->turnover.forcing;
  double mass = who->m0, start = 0.0;

  for (int64_t p = 0; p < forcing->n_pieces; p++) {
    const turnover_kind kind = {value_of(forcing->decline, p),
                                value_of(forcing->transient, p), 0.0, 0, 0};
    turnover_piece piece = piece_of(&kind, who->k_d);

    piece.inflow = who->k_d * who->m0 * synthesis_on(forcing, p, who->responds);
    mass = mt_i_turnover_after(&piece, mass, forcing->piece_end[p] - start);
    start = forcing->piece_end[p];
  }
  return mass;
}

mt_status mt_i_cohort_turnover_path(mt_ctx *own, const cohort_run *run,
                                    const turnover_trainee *who,
                                    const turnover_call *call, void *worker,
                                    double *synthesis, double *mass) {
  const mt_forcing *forcing = &run->turnover.forcing;
  turnover_item item = {mt_i_turnover_usual, mass};

  mt_i_cohort_synthesis(run, who->responds, synthesis);
  item.person.n_pieces = forcing->n_pieces;
  item.person.piece_end = forcing->piece_end;
  item.person.synthesis = synthesis;
  item.person.decline = forcing->decline;
  item.person.transient = forcing->transient;
  item.person.k_d = who->k_d;
  item.person.m_ref = item.person.m0 = who->m0;
  return mt_i_turnover_work.run(own, worker, call, &item);
}

/* ---- the run ---- */

/* The k_d that all trainees have, or NaN. */
static double common_k_d(const cohort_run *run) {
  const double *k_d = run->twins == NULL ? NULL : run->twins + run->n * MT_K_D;

  if (k_d == NULL) {
    return run->population.kind[MT_K_D] == MT_FIXED ? run->population.location[MT_K_D]
                                                    : NAN;
  }
  for (int64_t i = 1; i < run->n; i++) {
    if (k_d[i] != k_d[0]) {
      return NAN;
    }
  }
  return k_d[0];
}

/* Mass is at most m_ref (1 + k_d (flat + steep responds)): nothing broken down, and
 * synthesis that declines as at the start of its piece, or grows as at its end. */
static void bound_synthesis(cohort_turnover *turnover) {
  const mt_forcing *forcing = &turnover->forcing;
  double start = 0.0;

  turnover->flat = turnover->steep = 0.0;
  for (int64_t p = 0; p < forcing->n_pieces; p++) {
    const double days = forcing->piece_end[p] - start;
    const double growth = exp(fmax(-value_of(forcing->decline, p), 0.0) * days);
    const double factor = forcing->factor == NULL ? 1.0 : forcing->factor[p];

    turnover->flat += factor * days * growth;
    turnover->steep += value_of(forcing->gain, p) * factor * days * growth;
    start = forcing->piece_end[p];
  }
}

mt_status mt_i_cohort_turnover_prepare(mt_ctx *ctx, cohort_run *run) {
  cohort_turnover *turnover = &run->turnover;
  const int64_t most = run->wants_days ? run->n_days : turnover->forcing.n_pieces;
  const double k_d = common_k_d(run);

  turnover->n_moves = turnover->n_kinds = turnover->n_steps = 0;
  turnover->moves = mt_i_allocate(ctx, most, sizeof(*turnover->moves));
  turnover->kinds = mt_i_allocate(ctx, most, sizeof(*turnover->kinds));
  turnover->steps =
      mt_i_allocate(ctx, most, TURNOVER_MOST_STEPS * sizeof(*turnover->steps));
  if (turnover->moves == NULL || turnover->kinds == NULL || turnover->steps == NULL) {
    mt_i_cohort_turnover_release(ctx, turnover);
    return MT_ERROR_MEMORY;
  }
  turnover->shared = !isnan(k_d);
  make_moves(turnover, run->wants_days);
  make_steps(turnover, turnover->shared ? k_d : 0.0);
  bound_synthesis(turnover);
  return MT_OK;
}

void mt_i_cohort_turnover_release(mt_ctx *ctx, cohort_turnover *turnover) {
  mt_i_release(ctx, turnover->moves);
  mt_i_release(ctx, turnover->kinds);
  mt_i_release(ctx, turnover->steps);
  turnover->moves = NULL;
  turnover->kinds = NULL;
  turnover->steps = NULL;
}
