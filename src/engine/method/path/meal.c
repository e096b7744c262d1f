#include "method/path/meal.h"

#include <string.h>

#include "model/meal.h"
#include "num/ode.h"

/* What the solver calls its model: the equations read the first, the events the rest. */
typedef struct gut {
  const mt_plasma *plasma;
  const double *umol;
  const int64_t *source;
} gut;

static mt_status eat(int64_t stop, double t, double *y, void *model) {
  const gut *g = model;
  (void)t;
  y[2 * g->source[stop]] += g->umol[stop];
  return MT_OK;
}

mt_status mt_i_plasma_leucine(mt_ctx *ctx, const mt_plasma *plasma, int64_t n_meals,
                              const double *minute, const double *umol,
                              const int64_t *source, int64_t n_times, const double *times,
                              double *concentration) {
  const int64_t n = 2 * plasma->n_sources + 1;
  double y[GUT_STATES] = {0.0}, atol[GUT_STATES];
  gut model = {plasma, umol, source};
  ode_problem problem;
  ode_solver *solver = NULL;
  ode_path path;
  double *states = NULL;
  mt_status status = MT_OK;

  for (int64_t i = 0; i < n; i++) {
    atol[i] = 1e-6;
  }
  memset(&problem, 0, sizeof(problem));
  problem.n = n;
  problem.rate = mt_i_gut_rate;
  problem.model = &model;
  problem.method = ODE_ADAMS;
  problem.rtol = 1e-8;
  problem.atol = atol;
  path.from = n_meals > 0 && minute[0] < times[0] ? minute[0] : times[0];
  path.to = times[n_times - 1];
  path.stops = minute;
  path.n_stops = 0;
  while (path.n_stops < n_meals && minute[path.n_stops] <= path.to) {
    path.n_stops++;
  }
  path.event = eat;
  path.n_times = n_times;
  path.times = times;
  states = mt_i_allocate(ctx, n_times, (size_t)n * sizeof(double));
  if (states == NULL) {
    return MT_ERROR_MEMORY;
  }
  MT_I_TRY_OR_CLEAN_UP(mt_i_ode_create(ctx, &problem, &solver));
  MT_I_TRY_OR_CLEAN_UP(mt_i_ode_run(solver, &path, y, states));
  for (int64_t i = 0; i < n_times; i++) {
    concentration[i] = plasma->basal + states[n * i + n - 1];
  }

cleanup:
  mt_i_ode_destroy(solver);
  mt_i_release(ctx, states);
  return status;
}
