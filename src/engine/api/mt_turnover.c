/* Entry points of turnover. */
#include <math.h>

#include "api/check.h"
#include "method/path/turnover.h"

static mt_status check_person(mt_ctx *ctx, const mt_turnover *from, mt_turnover *out) {
  int64_t n;

  mt_turnover_init(out);
  MT_I_TRY(mt_i_check_struct(ctx, "person", from, sizeof(*out), out));
  n = out->n_pieces;
  MT_I_TRY(mt_i_check_pieces(ctx, n, out->piece_end));
  MT_I_TRY(mt_i_check_values(ctx, "synthesis", n, out->synthesis, 0.0, INFINITY, 1));
  MT_I_TRY(mt_i_check_values(ctx, "decline", n, out->decline, -1.0, 1.0, 1));
  MT_I_TRY(mt_i_check_values(ctx, "breakdown", n, out->breakdown, 0.0, INFINITY, 1));
  MT_I_TRY(mt_i_check_values(ctx, "transient", n, out->transient, 0.0, INFINITY, 1));
  MT_I_TRY(mt_i_check_positive(ctx, "tau", out->tau, INFINITY));
  MT_I_TRY(mt_i_check_values(ctx, "k_d", 1, &out->k_d, 0.0, 1e3, 0));
  MT_I_TRY(mt_i_check_positive(ctx, "m_ref", out->m_ref, INFINITY));
  if (!isnan(out->m0)) {
    MT_I_TRY(mt_i_check_values(ctx, "m0", 1, &out->m0, 0.0, INFINITY, 0));
  }
  return MT_OK;
}

static mt_status check_item(mt_ctx *ctx, const void *call, int64_t i, void *item) {
  const turnover_call *all = call;
  turnover_item *one = item;

  MT_I_TRY(check_person(ctx, mt_i_item(all->persons, i), &one->person));
  one->mass = all->mass + all->n_times * i;
  return mt_i_check_within(ctx, one->person.n_pieces, one->person.piece_end, all->n_times,
                           all->times);
}

mt_status mt_turnover_batch(mt_ctx *ctx, int64_t n, const mt_turnover *persons,
                            int64_t n_times, const double *times,
                            const mt_solver_options *options, int64_t threads,
                            mt_status *statuses, double *mass) {
  turnover_call all;

  MT_I_TRY(mt_i_check_count(ctx, "n", n));
  MT_I_TRY(mt_i_check_items(ctx, "persons", persons, sizeof(*persons)));
  MT_I_TRY(mt_i_check_times(ctx, n_times, times, 0.0, INFINITY));
  MT_I_TRY(mt_i_check_solver(ctx, options, &all.options));
  if (all.options.solver == MT_SOLVER_EULER) {
    return mt_i_fail(ctx, MT_ERROR_VALUE,
                     "turnover is solved by CVODE or exactly, not by Euler");
  }
  MT_I_TRY(mt_i_check_threads(ctx, threads));
  MT_I_TRY(mt_i_check_pointer(ctx, "mass", mass));
  all.persons = persons;
  all.n_times = n_times;
  all.times = times;
  all.mass = mass;
  return mt_i_many(ctx, n, check_item, &mt_i_turnover_work, &all, threads, statuses);
}

mt_status mt_turnover_run(mt_ctx *ctx, const mt_turnover *person, int64_t n_times,
                          const double *times, const mt_solver_options *options,
                          double *mass) {
  return mt_turnover_batch(ctx, 1, person, n_times, times, options, 1, NULL, mass);
}
