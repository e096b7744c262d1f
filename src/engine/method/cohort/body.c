#include "base/fp.h"
/* The arithmetic's rules come first, before any header with arithmetic. */
#include "method/cohort/cohort.h"
#include "method/path/body.h"
#include "model/body.h"

enum { LANES = COHORT_LANES };

static const double most_k_d = 10.0; /* as of mt_body */

/* Where the states of a day go. */
static void keep_day(const cohort_body_job *job, const double *y, int64_t at, double m0) {
  const struct {
    int column;
    double value;
  } kept[] = {{MT_BODY_FIBRE_1, y[AREA_1]},
              {MT_BODY_FIBRE_2, y[AREA_2]},
              {MT_BODY_AREA, body_area(&job->body, y[AREA_1], y[AREA_2])},
              {MT_BODY_NUCLEI_1, y[NUCLEI_1]},
              {MT_BODY_NUCLEI_2, y[NUCLEI_2]},
              {MT_BODY_SATELLITE, y[SATELLITE]},
              {MT_BODY_VO2MAX, y[VO2MAX]}};

  for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++) {
    if (job->columns[kept[i].column] != NULL) {
      job->columns[kept[i].column][at] = kept[i].value;
    }
  }
  if (job->columns[MT_BODY_INSULIN] != NULL) {
    job->columns[MT_BODY_INSULIN][at] = body_insulin(job->mass[at] / m0, y[INSULIN]);
  }
}

static mt_status one_body(const cohort_run *run, const cohort_body_job *job,
                          cohort_worker *worker, const turnover_trainee *who,
                          int64_t row) {
  const mt_forcing *forcing = &run->turnover.forcing;
  const body_call call = {NULL, run->n_days, run->day_end, NULL};
  double *states = worker->scratch;
  body_item item = {job->body, states};

  for (int64_t p = 0; p < forcing->n_pieces; p++) {
    const double gain = forcing->gain == NULL ? 0.0 : forcing->gain[p];
    worker->pieces[p] = 1.0 + gain * who->responds;
  }
  item.body.n_pieces = forcing->n_pieces;
  item.body.piece_end = forcing->piece_end;
  item.body.stimulus = worker->pieces;
  item.body.synthesis = forcing->factor;
  item.body.decline = forcing->decline;
  item.body.breakdown = NULL;
  item.body.transient = forcing->transient;
  item.body.load = forcing->load;
  item.body.fitness = forcing->fitness;
  item.body.activity = forcing->activity;
  item.body.k_d = who->k_d;
  MT_I_TRY(mt_i_body_work.run(worker->own, worker->turner, &call, &item));
  for (int64_t t = 0; t < run->n_days; t++) {
    keep_day(job, states + BODY_STATES * t, row * run->n_days + t, who->m0);
  }
  return MT_OK;
}

static mt_status do_bodies(const cohort_run *run, void *payload, cohort_worker *worker,
                           int64_t first, int64_t count, int64_t *failed) {
  cohort_batch *batch = worker->batches;
  const int64_t good = mt_i_batch_open(run, first, count, batch);

  if (good < count) {
    *failed = first + good;
    return MT_ERROR_VALUE;
  }
  for (int64_t lane = 0; lane < count; lane++) {
    const turnover_trainee who = mt_i_batch_trainee(batch, lane);

    if (who.k_d > most_k_d) {
      return mt_i_fail(worker->own, MT_ERROR_VALUE,
                       "trainee %lld: k_d is %g; with cells it must be within 0 and %g",
                       (long long)(run->first + first + lane + 1), who.k_d, most_k_d);
    }
    MT_I_TRY(one_body(run, payload, worker, &who, first + lane));
  }
  return MT_OK;
}

mt_status mt_i_cohort_body(mt_ctx *ctx, const cohort_run *run, cohort_body_job *job,
                           int64_t *failed) {
  const cohort_work work = {do_bodies,       job, LANES, 1, BODY_STATES * run->n_days,
                            &mt_i_body_work, NULL};
  return mt_i_cohort_run(ctx, run, &work, 0, run->n, failed);
}
