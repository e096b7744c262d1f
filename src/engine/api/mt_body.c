/* Entry points of cells and body. */
#include <math.h>

#include "api/check.h"
#include "method/path/body.h"

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
