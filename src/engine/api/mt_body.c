/* Entry points of cells and body. */
#include <math.h>
#include <string.h>

#include "api/check.h"
#include "api/check_cohort.h"
#include "method/path/body.h"
#include "model/body.h"

static mt_status check_body(mt_ctx *ctx, const mt_body *from, mt_body *out) {
  mt_body b;
  int64_t n;

  mt_body_init(&b);
  MT_I_TRY(mt_i_check_struct(ctx, "body", from, sizeof(b), &b));
  n = b.n_pieces;
  MT_I_TRY(mt_i_check_pieces(ctx, n, b.piece_end));
  MT_I_TRY(mt_i_check_values(ctx, "stimulus", n, b.stimulus, 0.0, 1e3, 1));
  MT_I_TRY(mt_i_check_values(ctx, "synthesis", n, b.synthesis, 0.0, 1e3, 1));
  MT_I_TRY(mt_i_check_values(ctx, "decline", n, b.decline, -1.0, 1.0, 1));
  MT_I_TRY(mt_i_check_values(ctx, "breakdown", n, b.breakdown, 0.0, 1e3, 1));
  MT_I_TRY(mt_i_check_values(ctx, "transient", n, b.transient, 0.0, 1e3, 1));
  MT_I_TRY(mt_i_check_values(ctx, "load", n, b.load, 0.0, 1e6, 1));
  MT_I_TRY(mt_i_check_values(ctx, "fitness", n, b.fitness, 0.0, 1e3, 1));
  MT_I_TRY(mt_i_check_values(ctx, "activity", n, b.activity, 0.0, 1e3, 1));
  MT_I_TRY(mt_i_check_positive(ctx, "tau", b.tau, INFINITY));
  MT_I_TRY(mt_i_check_values(ctx, "k_d", 1, &b.k_d, 0.0, 10.0, 0));
  MT_I_TRY(mt_i_check_values(ctx, "weight", 2, b.weight, 0.0, 100.0, 0));
  MT_I_TRY(mt_i_check_positive(ctx, "area[0]", b.area[0], INFINITY));
  MT_I_TRY(mt_i_check_positive(ctx, "area[1]", b.area[1], INFINITY));
  MT_I_TRY(mt_i_check_positive(ctx, "domain", b.domain, INFINITY));
  MT_I_TRY(mt_i_check_values(ctx, "domain_max", 1, &b.domain_max, 1.0, 100.0, 0));
  MT_I_TRY(mt_i_check_values(ctx, "fusion", 1, &b.fusion, 0.0, 1e3, 0));
  MT_I_TRY(mt_i_check_values(ctx, "satellite", 1, &b.satellite, 0.0, 1e3, 0));
  MT_I_TRY(mt_i_check_values(ctx, "activation", 1, &b.activation, 0.0, 1e3, 0));
  MT_I_TRY(mt_i_check_positive(ctx, "tau_satellite", b.tau_satellite, INFINITY));
  MT_I_TRY(mt_i_check_positive(ctx, "vo2max", b.vo2max, INFINITY));
  MT_I_TRY(mt_i_check_values(ctx, "vo2max_gain", 1, &b.vo2max_gain, 0.0, 10.0, 0));
  MT_I_TRY(mt_i_check_positive(ctx, "tau_vo2max", b.tau_vo2max, INFINITY));
  MT_I_TRY(mt_i_check_positive(ctx, "tau_insulin", b.tau_insulin, INFINITY));
  *out = b;
  return MT_OK;
}

static mt_status check_item(mt_ctx *ctx, const void *call, int64_t i, void *item) {
  const body_call *all = call;
  body_item *one = item;

  MT_I_TRY(check_body(ctx, mt_i_item(all->bodies, i), &one->body));
  one->states = all->states + MT_BODY_STATES * all->n_times * i;
  return mt_i_check_within(ctx, one->body.n_pieces, one->body.piece_end, all->n_times,
                           all->times);
}

mt_status mt_body_batch(mt_ctx *ctx, int64_t n, const mt_body *bodies, int64_t n_times,
                        const double *times, int64_t threads, mt_status *statuses,
                        double *states) {
  body_call all;

  MT_I_TRY(mt_i_check_count(ctx, "n", n));
  MT_I_TRY(mt_i_check_items(ctx, "bodies", bodies, sizeof(*bodies)));
  MT_I_TRY(mt_i_check_times(ctx, n_times, times, 0.0, INFINITY));
  MT_I_TRY(mt_i_check_threads(ctx, threads));
  MT_I_TRY(mt_i_check_pointer(ctx, "states", states));
  all.bodies = bodies;
  all.n_times = n_times;
  all.times = times;
  all.states = states;
  return mt_i_many(ctx, n, check_item, &mt_i_body_work, &all, threads, statuses);
}

mt_status mt_body_run(mt_ctx *ctx, const mt_body *body, int64_t n_times,
                      const double *times, double *states) {
  return mt_body_batch(ctx, 1, body, n_times, times, 1, NULL, states);
}

/* ---- of a cohort ---- */

/* What trainees have in common, with the forcing that acts on all. */
static mt_status check_common_body(mt_ctx *ctx, const mt_forcing *forcing,
                                   const mt_body *from, mt_body *out) {
  mt_body body;

  mt_body_init(&body);
  if (from != NULL) {
    MT_I_TRY(mt_i_check_struct(ctx, "body", from, sizeof(body), &body));
  }
  body.n_pieces = forcing->n_pieces;
  body.piece_end = forcing->piece_end;
  body.stimulus = body.breakdown = NULL;
  body.synthesis = forcing->factor;
  body.decline = forcing->decline;
  body.transient = forcing->transient;
  body.load = forcing->load;
  body.fitness = forcing->fitness;
  body.activity = forcing->activity;
  body.k_d = TURNOVER_K_D;
  return check_body(ctx, &body, out);
}

mt_status mt_cohort_body(mt_ctx *ctx, const mt_cohort *cohort, int64_t n_days,
                         const double *load, const mt_cohort_options *options,
                         const mt_body *body, const double *mass,
                         double *const *columns) {
  cohort_body_job job;
  int64_t failed = -1;
  cohort_run run;
  mt_status status;

  MT_I_TRY(mt_i_check_cohort(ctx, cohort, &run));
  MT_I_TRY(mt_i_check_count(ctx, "n_days", n_days));
  MT_I_TRY(mt_i_check_room(ctx, run.n, n_days));
  MT_I_TRY(mt_i_check_cohort_work(ctx, n_days, load, NULL, options, &run));
  if (run.mass_model != MT_MASS_TURNOVER) {
    return mt_i_fail(ctx, MT_ERROR_VALUE,
                     "options->mass_model must be MT_MASS_TURNOVER for cells and body");
  }
  MT_I_TRY(mt_i_check_pointer(ctx, "columns", columns));
  memcpy(job.columns, columns, sizeof(job.columns));
  if (job.columns[MT_BODY_INSULIN] != NULL) {
    MT_I_TRY(mt_i_check_pointer(ctx, "mass", mass));
  }
  job.mass = mass;
  MT_I_TRY(check_common_body(ctx, &run.turnover.forcing, body, &job.body));
  run.wants_mass = 1;
  run.solver.solver = MT_SOLVER_EXACT; /* of mass, which is not solved here */
  MT_I_TRY(mt_i_cohort_prepare(ctx, &run));
  status = mt_i_cohort_body(ctx, &run, &job, &failed);
  if (failed >= 0) {
    status = mt_i_explain_trainee(ctx, &run, failed, status);
  }
  mt_i_cohort_release(ctx, &run);
  return status;
}

mt_status mt_vo2max(mt_ctx *ctx, double age, int64_t sex, double weight, double *vo2max) {
  if (!isnan(age)) {
    MT_I_TRY(mt_i_check_values(ctx, "age", 1, &age, 0.0, 150.0, 0));
  }
  MT_I_TRY(mt_i_check_sex(ctx, sex));
  if (!isnan(weight)) {
    MT_I_TRY(mt_i_check_positive(ctx, "weight", weight, INFINITY));
  }
  MT_I_TRY(mt_i_check_pointer(ctx, "vo2max", vo2max));
  *vo2max = body_vo2max(age, sex, weight);
  return MT_OK;
}
