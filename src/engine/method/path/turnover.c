#include "method/path/turnover.h"

#include <math.h>
#include <string.h>

#include "model/turnover.h"
#include "num/ode.h"

/* As in method/path/mass.c the state is the change since the piece began, so that the
 * relative tolerance is of the change. */
typedef struct worker_state {
  turnover_piece piece;
  double at, begin;
  ode_solver *ode;
} worker_state;

static int change_rate(double t, const double *y, double *dy, void *model) {
  const worker_state *worker = model;
  dy[0] = turnover_rate(&worker->piece, t - worker->at, worker->begin + y[0]);
  return 0;
}

static int change_jacobian(double t, const double *y, double *jacobian, void *model) {
  const worker_state *worker = model;
  const turnover_piece *p = &worker->piece;
  (void)y;
  jacobian[0] = -p->k_d * (p->b + p->extra * exp(-(t - worker->at) / p->tau));
  return 0;
}

static mt_status hire(mt_ctx *own, void *memory, const void *call) {
  const turnover_call *all = call;
  worker_state *worker = memory;
  ode_problem problem;

  if (all->options.solver != MT_SOLVER_CVODE) {
    return MT_OK;
  }
  memset(&problem, 0, sizeof(problem));
  problem.n = 1;
  problem.rate = change_rate;
  problem.jacobian = change_jacobian;
  problem.model = worker;
  problem.method = ODE_ADAMS;
  problem.rtol = all->options.rtol;
  problem.atol = &all->options.atol;
  return mt_i_ode_create(own, &problem, &worker->ode);
}

static void dismiss(void *memory) {
  worker_state *worker = memory;
  mt_i_ode_destroy(worker->ode);
}

static double value(const double *x, int64_t i, double otherwise) {
  return x == NULL ? otherwise : x[i];
}

static mt_status one_path(mt_ctx *own, void *memory, const void *call, const void *item) {
  static const double no_change = 0.0;
  const turnover_call *all = call;
  const mt_turnover *who = &((const turnover_item *)item)->person;
  double *mass = ((const turnover_item *)item)->mass;
  worker_state *worker = memory;
  turnover_piece *piece = &worker->piece;
  int64_t next = 0;

  worker->at = 0.0;
  worker->begin = isnan(who->m0) ? who->m_ref : who->m0;
  if (worker->ode != NULL) {
    mt_i_ode_span(worker->ode, 0.0, who->piece_end[who->n_pieces - 1]);
  }
  for (int64_t p = 0; p < who->n_pieces && next < all->n_times; p++) {
    const double end = who->piece_end[p];
    int64_t inside = next;

    piece->k_d = who->k_d;
    piece->inflow = who->k_d * who->m_ref * value(who->synthesis, p, 1.0);
    piece->decline = value(who->decline, p, 0.0);
    piece->b = value(who->breakdown, p, 1.0);
    piece->extra = value(who->transient, p, 0.0);
    piece->tau = who->tau;
    while (inside < all->n_times && all->times[inside] <= end) {
      inside++;
    }
    if (worker->ode != NULL) {
      MT_I_TRY(mt_i_ode_start(worker->ode, worker->at, &no_change));
      MT_I_TRY(mt_i_ode_advance(worker->ode, end, inside - next, all->times + next,
                                mass + next));
      for (; next < inside; next++) {
        mass[next] = fmax(mass[next] + worker->begin, 0.0);
      }
      worker->begin = fmax(worker->begin + mt_i_ode_state(worker->ode)[0], 0.0);
    } else {
      for (; next < inside; next++) {
        mass[next] =
            mt_i_turnover_after(piece, worker->begin, all->times[next] - worker->at);
      }
      worker->begin = mt_i_turnover_after(piece, worker->begin, end - worker->at);
    }
    worker->at = end;
  }
  for (int64_t t = 0; t < all->n_times; t++) {
    if (!isfinite(mass[t])) {
      return mt_i_fail(own, MT_ERROR_OVERFLOW, "mass is too large for a double");
    }
  }
  return MT_OK;
}

const many_work mt_i_turnover_work = {sizeof(turnover_item), sizeof(worker_state), hire,
                                      dismiss, one_path};
