#include "method/path/turnover.h"

#include <math.h>
#include <string.h>

#include "model/turnover.h"
#include "num/ode.h"
#include "num/parallel.h"

typedef struct paths_job {
  const mt_turnover *persons;
  int64_t n_times;
  const double *times;
  const mt_solver_options *options;
  double *mass;
} paths_job;

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

static mt_status hire(mt_ctx *own, void *memory, int64_t index, void *shared) {
  const paths_job *job = shared;
  worker_state *worker = memory;
  ode_problem problem;

  (void)index;
  if (job->options->solver != MT_SOLVER_CVODE) {
    return MT_OK;
  }
  memset(&problem, 0, sizeof(problem));
  problem.n = 1;
  problem.rate = change_rate;
  problem.jacobian = change_jacobian;
  problem.model = worker;
  problem.method = ODE_ADAMS;
  problem.rtol = job->options->rtol;
  problem.atol = &job->options->atol;
  return mt_i_ode_create(own, &problem, &worker->ode);
}

static void dismiss(void *memory) {
  worker_state *worker = memory;
  mt_i_ode_destroy(worker->ode);
}

static double value(const double *x, int64_t i, double otherwise) {
  return x == NULL ? otherwise : x[i];
}

static mt_status one_path(void *memory, void *shared, int64_t i, int64_t *part) {
  static const double no_change = 0.0;
  const paths_job *job = shared;
  worker_state *worker = memory;
  const mt_turnover *who = &job->persons[i];
  double *mass = job->mass + job->n_times * i;
  turnover_piece *piece = &worker->piece;
  int64_t next = 0;

  (void)part;
  worker->at = 0.0;
  worker->begin = isnan(who->m0) ? who->m_ref : who->m0;
  if (worker->ode != NULL) {
    mt_i_ode_span(worker->ode, 0.0, who->piece_end[who->n_pieces - 1]);
  }
  for (int64_t p = 0; p < who->n_pieces && next < job->n_times; p++) {
    const double end = who->piece_end[p];
    int64_t inside = next;

    piece->k_d = who->k_d;
    piece->inflow = who->k_d * who->m_ref * value(who->synthesis, p, 1.0);
    piece->decline = value(who->decline, p, 0.0);
    piece->b = value(who->breakdown, p, 1.0);
    piece->extra = value(who->transient, p, 0.0);
    piece->tau = who->tau;
    while (inside < job->n_times && job->times[inside] <= end) {
      inside++;
    }
    if (worker->ode != NULL) {
      MT_I_TRY(mt_i_ode_start(worker->ode, worker->at, &no_change));
      MT_I_TRY(mt_i_ode_advance(worker->ode, end, inside - next, job->times + next,
                                mass + next));
      for (; next < inside; next++) {
        mass[next] = fmax(mass[next] + worker->begin, 0.0);
      }
      worker->begin = fmax(worker->begin + mt_i_ode_state(worker->ode)[0], 0.0);
    } else {
      for (; next < inside; next++) {
        mass[next] =
            mt_i_turnover_after(piece, worker->begin, job->times[next] - worker->at);
      }
      worker->begin = mt_i_turnover_after(piece, worker->begin, end - worker->at);
    }
    worker->at = end;
  }
  return MT_OK;
}

mt_status mt_i_turnover_paths(mt_ctx *ctx, int64_t n, const mt_turnover *persons,
                              int64_t n_times, const double *times,
                              const mt_solver_options *options, int64_t threads,
                              double *mass, mt_status *statuses) {
  paths_job shared = {persons, n_times, times, options, mass};
  const parallel_job job = {
      n, threads, sizeof(worker_state), hire, dismiss, one_path, &shared, 0};

  MT_I_TRY(mt_i_parallel_run(ctx, &job, statuses, NULL));
  for (int64_t i = 0; i < n * n_times; i++) {
    if (!isfinite(mass[i]) && (statuses == NULL || statuses[i / n_times] >= 0)) {
      if (statuses == NULL) {
        return mt_i_fail(ctx, MT_ERROR_OVERFLOW, "mass is too large for a double");
      }
      statuses[i / n_times] = MT_ERROR_OVERFLOW;
    }
  }
  return MT_OK;
}
