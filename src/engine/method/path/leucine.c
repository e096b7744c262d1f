#include "method/path/leucine.h"

#include <math.h>
#include <string.h>

#include "model/leucine.h"
#include "model/meal.h"
#include "num/ode.h"

enum { FLOWS = 5, INTEGRALS = 3 };

typedef struct leucine_worker {
  leucine_model model; /* first: what the solver calls its model is the worker too */
  mt_ctx *ctx;
  ode_solver *ode;
  const mt_leucine *run;
  double *path; /* [43 x n_times] */
  double *stops;
  int64_t room; /* stops that there is room for */
} leucine_worker;

static double dose_time(const mt_leucine *run, int64_t i) {
  return run->dose_time == NULL ? 0.0 : run->dose_time[i];
}

/* Stop 0 is the end of the equilibration, stop i the dose i - 1, which adds to the stomach. */
static mt_status at_stop(int64_t stop, double t, double *y, void *model) {
  leucine_worker *worker = model;
  const mt_leucine *run = worker->run;

  (void)t;
  if (stop == 0) {
    worker->model.leucine_in = run->infusion * LEUCINE_INFUSED;
    worker->model.p70s6k_frozen = run->freeze_p70s6k != 0;
    for (int i = LEUCINE_STATES; i < LEUCINE_ALL; i++) {
      y[i] = 0.0;
    }
  } else {
    y[LEU_STOMACH] += run->dose_g[stop - 1] / MT_LEUCINE_MOLAR_MASS;
  }
  return MT_OK;
}

static mt_status hire(mt_ctx *own, void *memory, const void *call) {
  const leucine_call *all = call;
  leucine_worker *worker = memory;
  double atol[LEUCINE_ALL];
  ode_problem problem;

  worker->ctx = own;
  memset(&problem, 0, sizeof(problem));
  for (int i = 0; i < LEUCINE_ALL; i++) {
    atol[i] = 1e-10;
  }
  problem.n = LEUCINE_ALL;
  problem.rate = mt_i_leucine_rate;
  problem.jacobian = mt_i_leucine_jacobian;
  problem.model = &worker->model;
  problem.method = ODE_BDF;
  problem.rtol = 1e-6;
  problem.atol = atol;
  worker->path = mt_i_allocate(own, all->n_times, LEUCINE_ALL * sizeof(double));
  if (worker->path == NULL) {
    return MT_ERROR_MEMORY;
  }
  MT_I_TRY(mt_i_ode_create(own, &problem, &worker->ode));
  mt_i_ode_names(worker->ode, mt_i_leucine_names);
  return MT_OK;
}

static void dismiss(void *memory) {
  leucine_worker *worker = memory;
  mt_i_ode_destroy(worker->ode);
  mt_i_release(worker->ctx, worker->path);
  mt_i_release(worker->ctx, worker->stops);
}

/* The tolerances follow the totals of this run, but never below a millionth of the usual
 * ones: a family that a perturbation took away needs no digits. */
static mt_status set_tolerances(leucine_worker *worker, const double *y) {
  double usual[LEUCINE_ALL], scales[LEUCINE_ALL], here[LEUCINE_ALL];

  mt_i_leucine_start(worker->run->plasma_volume, worker->run->muscle_volume, here);
  mt_i_leucine_scales(here, usual);
  mt_i_leucine_scales(y, scales);
  for (int i = 0; i < LEUCINE_ALL; i++) {
    scales[i] = fmax(scales[i], 1e-6 * usual[i]) * 0.01 * worker->run->rtol;
  }
  return mt_i_ode_tolerances(worker->ode, worker->run->rtol, scales);
}

static void write_out(const leucine_worker *worker, const leucine_call *all,
                      const leucine_item *out) {
  for (int64_t t = 0; t < all->n_times; t++) {
    const double *y = worker->path + LEUCINE_ALL * t;

    if (out->amounts != NULL) {
      memcpy(out->amounts + LEUCINE_STATES * t, y, LEUCINE_STATES * sizeof(double));
    }
    if (out->flows != NULL) {
      leucine_flows flows;
      double *to = out->flows + FLOWS * t;
      mt_i_leucine_flows(y, &worker->model, &flows);
      to[0] = flows.mps;
      to[1] = flows.mpb;
      to[2] = flows.inflow;
      to[3] = flows.outflow;
      to[4] = flows.appearance;
    }
    for (int i = 0; i < INTEGRALS && out->integrals != NULL; i++) {
      out->integrals[INTEGRALS * t + i] = all->times[t] > 0.0 ? y[SUM_MPS + i] : 0.0;
    }
  }
}

static mt_status one_run(mt_ctx *own, void *memory, const void *call, const void *item) {
  const leucine_call *all = call;
  const leucine_item *one = item;
  const mt_leucine *run = &one->run;
  leucine_worker *worker = memory;
  ode_statistics before, after;
  double y[LEUCINE_ALL];
  ode_path path;

  (void)own;
  worker->run = run;
  if (worker->room < run->n_doses + 1) {
    mt_i_release(worker->ctx, worker->stops);
    worker->room = 0;
    worker->stops = mt_i_allocate(worker->ctx, run->n_doses + 1, sizeof(double));
    if (worker->stops == NULL) {
      return MT_ERROR_MEMORY;
    }
    worker->room = run->n_doses + 1;
  }
  path.from = -run->equilibration;
  path.to = all->times[all->n_times - 1];
  path.stops = worker->stops;
  path.n_stops = 0;
  if (path.to >= 0.0) {
    worker->stops[path.n_stops++] = 0.0;
  }
  for (int64_t j = 0; j < run->n_doses && dose_time(run, j) <= path.to; j++) {
    worker->stops[path.n_stops++] = dose_time(run, j);
  }
  path.event = at_stop;
  path.n_times = all->n_times;
  path.times = all->times;

  for (int k = 0; k < LEUCINE_CONSTANTS; k++) {
    worker->model.k[k] =
        mt_i_leucine_constants[k] * (run->rate == NULL ? 1.0 : run->rate[k]);
  }
  worker->model.leucine_in = LEUCINE_INFUSED;
  worker->model.glucose_in = GLUCOSE_INFUSED;
  worker->model.p70s6k_frozen = 0;
  mt_i_leucine_start(run->plasma_volume, run->muscle_volume, y);
  for (int s = 0; s < LEUCINE_STATES && run->initial != NULL; s++) {
    y[s] *= run->initial[s];
  }
  MT_I_TRY(set_tolerances(worker, y));
  mt_i_ode_statistics(worker->ode, &before);
  MT_I_TRY(mt_i_ode_run(worker->ode, &path, y, worker->path));
  write_out(worker, all, one);
  if (one->statistics != NULL) {
    mt_solver_statistics work;

    mt_i_ode_statistics(worker->ode, &after);
    mt_solver_statistics_init(&work);
    work.steps = after.steps - before.steps;
    work.rates = after.rates - before.rates;
    work.jacobians = after.jacobians - before.jacobians;
    work.error_failures = after.error_failures - before.error_failures;
    work.newton_failures = after.newton_failures - before.newton_failures;
    work.starts = after.starts - before.starts;
    mt_i_give(one->statistics, &work);
  }
  return MT_OK;
}

const many_work mt_i_leucine_work = {sizeof(leucine_item), sizeof(leucine_worker), hire,
                                     dismiss, one_run};

/* ---- a day of meals ---- */

/* `done`: the share of the call that lies behind. */
static mt_status synthesis_of_day(mt_ctx *ctx, const mt_day *day, double done,
                                  double *synthesis_g) {
  static const double a_day = 1440.0, ends[2] = {1440.0, 2880.0};
  const int64_t n = day->n_meals;
  double sums[2][INTEGRALS], *dose_g = NULL, *dose_time = NULL;
  const leucine_call call = {NULL, 2, ends, NULL, NULL, sums[0], NULL};
  leucine_item item = {mt_i_leucine_usual, NULL, NULL, sums[0], NULL};
  leucine_worker worker = {0};
  mt_status status = MT_OK;

  if (mt_i_cancelled(ctx, done)) {
    return MT_ERROR_CANCELLED;
  }
  dose_g = mt_i_allocate(ctx, 2 * n, sizeof(*dose_g));
  dose_time = mt_i_allocate(ctx, 2 * n, sizeof(*dose_time));
  if (dose_g == NULL || dose_time == NULL) {
    status = MT_ERROR_MEMORY;
    goto cleanup;
  }
  for (int64_t i = 0; i < n; i++) {
    dose_g[i] = leucine_reference_dose(day->leucine_g[i], day->weight);
    dose_time[i] = 60.0 * day->hour[i];
    dose_g[n + i] = dose_g[i];
    dose_time[n + i] = dose_time[i] + a_day;
  }
  item.run.n_doses = 2 * n;
  item.run.dose_g = dose_g;
  item.run.dose_time = dose_time;
  item.run.infusion = 1.0;
  MT_I_TRY_OR_CLEAN_UP(hire(ctx, &worker, &call));
  MT_I_TRY_OR_CLEAN_UP(one_run(ctx, &worker, &call, &item));
  *synthesis_g = (sums[1][0] - sums[0][0]) * MT_LEUCINE_MOLAR_MASS;

cleanup:
  dismiss(&worker);
  mt_i_release(ctx, dose_time);
  mt_i_release(ctx, dose_g);
  return status;
}

mt_status mt_i_leucine_day(mt_ctx *ctx, const mt_day *day, double *synthesis_g,
                           double *relative) {
  double hour[MT_HABITUAL_MEALS], protein_g[MT_HABITUAL_MEALS];
  double leucine_g[MT_HABITUAL_MEALS], habitual_g;
  mt_day habit = mt_i_day_usual;

  MT_I_TRY(synthesis_of_day(ctx, day, 0.0, synthesis_g));
  if (relative == NULL) {
    return MT_OK;
  }
  mt_i_habitual_meals(day->weight, hour, protein_g, leucine_g);
  habit.n_meals = MT_HABITUAL_MEALS;
  habit.hour = hour;
  habit.leucine_g = leucine_g;
  habit.weight = day->weight;
  MT_I_TRY(synthesis_of_day(ctx, &habit, 0.5, &habitual_g));
  *relative = *synthesis_g / habitual_g;
  return MT_OK;
}
