#include "method/path/body.h"

#include <math.h>
#include <string.h>

#include "model/body.h"
#include "num/ode.h"
#include "num/parallel.h"

static double value(const double *x, int64_t i, double otherwise) {
  return x == NULL ? otherwise : x[i];
}

/* Piece `p` comes into force at time t. */
static void enter(body_model *model, int64_t p, double t) {
  const mt_body *body = model->body;

  model->stimulus = value(body->stimulus, p, 1.0);
  model->synthesis = value(body->synthesis, p, 1.0);
  model->decline = value(body->decline, p, 0.0);
  model->breakdown = value(body->breakdown, p, 1.0);
  model->extra = value(body->transient, p, 0.0);
  model->load = value(body->load, p, 0.0);
  model->fitness = value(body->fitness, p, 0.0);
  model->activity = value(body->activity, p, 1.0);
  model->at = t;
}

static mt_status at_stop(int64_t stop, double t, double *y, void *model) {
  (void)y;
  enter(model, stop + 1, t);
  return MT_OK;
}

typedef struct bodies_job {
  const mt_body *bodies;
  int64_t n_times;
  const double *times;
  double *states;
} bodies_job;

typedef struct body_worker {
  body_model model;
  ode_solver *ode;
} body_worker;

static mt_status hire(mt_ctx *own, void *memory, int64_t index, void *shared) {
  double atol[BODY_STATES];
  body_worker *worker = memory;
  ode_problem problem;

  (void)index, (void)shared;
  for (int i = 0; i < BODY_STATES; i++) {
    atol[i] = 1e-9;
  }
  memset(&problem, 0, sizeof(problem));
  problem.n = BODY_STATES;
  problem.rate = mt_i_body_rate;
  problem.jacobian = mt_i_body_jacobian;
  problem.model = &worker->model;
  problem.method = ODE_BDF;
  problem.rtol = 1e-8;
  problem.atol = atol;
  MT_I_TRY(mt_i_ode_create(own, &problem, &worker->ode));
  mt_i_ode_names(worker->ode, mt_i_body_names);
  return MT_OK;
}

static void dismiss(void *memory) {
  body_worker *worker = memory;
  mt_i_ode_destroy(worker->ode);
}

static mt_status one_body(void *memory, void *shared, int64_t i, int64_t *part) {
  const bodies_job *job = shared;
  const mt_body *body = &job->bodies[i];
  body_worker *worker = memory;
  double y[BODY_STATES], atol[BODY_STATES];
  ode_path path;

  (void)part;
  worker->model.body = body;
  mt_i_body_start(body, y);
  for (int s = 0; s < BODY_STATES; s++) {
    atol[s] = 1e-9 * (y[s] > 0.0 ? y[s] : 1.0);
  }
  MT_I_TRY(mt_i_ode_tolerances(worker->ode, 1e-8, atol));
  enter(&worker->model, 0, 0.0);
  path.from = 0.0;
  path.to = job->times[job->n_times - 1];
  path.stops = body->piece_end;
  path.n_stops = 0;
  while (path.n_stops < body->n_pieces - 1 && body->piece_end[path.n_stops] <= path.to) {
    path.n_stops++;
  }
  path.event = at_stop;
  path.n_times = job->n_times;
  path.times = job->times;
  return mt_i_ode_run(worker->ode, &path, y,
                      job->states + BODY_STATES * job->n_times * i);
}

mt_status mt_i_body_paths(mt_ctx *ctx, int64_t n, const mt_body *bodies, int64_t n_times,
                          const double *times, int64_t threads, double *states,
                          mt_status *statuses) {
  bodies_job shared = {bodies, n_times, times, states};
  const parallel_job job = {
      n, threads, sizeof(body_worker), hire, dismiss, one_body, &shared, 0};
  return mt_i_parallel_run(ctx, &job, statuses, NULL);
}
