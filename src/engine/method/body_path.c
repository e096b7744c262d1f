#include "method/body_path.h"

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

mt_status mt_i_body_path(mt_ctx *ctx, const mt_body *body, int64_t n_times,
                         const double *times, double *states) {
  double y[BODY_STATES], atol[BODY_STATES];
  body_model model;
  ode_problem problem;
  ode_solver *solver;
  ode_path path;
  mt_status status;

  memset(&problem, 0, sizeof(problem));
  memset(&model, 0, sizeof(model));
  model.body = body;
  mt_i_body_start(body, y);
  for (int i = 0; i < BODY_STATES; i++) {
    atol[i] = 1e-9 * (y[i] > 0.0 ? y[i] : 1.0);
  }
  problem.n = BODY_STATES;
  problem.rate = mt_i_body_rate;
  problem.model = &model;
  problem.method = ODE_BDF;
  problem.rtol = 1e-8;
  problem.atol = atol;
  MT_I_TRY(mt_i_ode_create(ctx, &problem, &solver));
  mt_i_ode_names(solver, mt_i_body_names);
  enter(&model, 0, 0.0);
  path.from = 0.0;
  path.to = times[n_times - 1];
  path.stops = body->piece_end;
  path.n_stops = 0;
  while (path.n_stops < body->n_pieces - 1 && body->piece_end[path.n_stops] <= path.to) {
    path.n_stops++;
  }
  path.event = at_stop;
  path.n_times = n_times;
  path.times = times;
  status = mt_i_ode_run(solver, &path, y, states);
  mt_i_ode_destroy(solver);
  return status;
}
