#include "method/path/body.h"

#include <math.h>
#include <string.h>

#include "model/body.h"
#include "num/ode.h"

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

typedef struct body_worker {
  body_model model;
  ode_solver *ode;
} body_worker;

static mt_status hire(mt_ctx *own, void *memory, const void *call) {
  double atol[BODY_STATES];
  body_worker *worker = memory;
  ode_problem problem;

  (void)call;
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

static mt_status one_body(mt_ctx *own, void *memory, const void *call, const void *item) {
  const body_call *all = call;
  const mt_body *body = &((const body_item *)item)->body;
  body_worker *worker = memory;
  double y[BODY_STATES], atol[BODY_STATES];
  ode_path path;

  (void)own;
  worker->model.body = body;
  mt_i_body_start(body, y);
  for (int s = 0; s < BODY_STATES; s++) {
    atol[s] = 1e-9 * (y[s] > 0.0 ? y[s] : 1.0);
  }
  MT_I_TRY(mt_i_ode_tolerances(worker->ode, 1e-8, atol));
  enter(&worker->model, 0, 0.0);
  path.from = 0.0;
  path.to = all->times[all->n_times - 1];
  path.stops = body->piece_end;
  path.n_stops = 0;
  while (path.n_stops < body->n_pieces - 1 && body->piece_end[path.n_stops] <= path.to) {
    path.n_stops++;
  }
  path.event = at_stop;
  path.n_times = all->n_times;
  path.times = all->times;
  return mt_i_ode_run(worker->ode, &path, y, ((const body_item *)item)->states);
}

const many_work mt_i_body_work = {sizeof(body_item), sizeof(body_worker), hire, dismiss,
                                  one_body};
