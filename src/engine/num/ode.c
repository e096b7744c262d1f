#include "base/fp.h"

#include "num/ode.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include <cvode/cvode.h>
#include <nvector/nvector_serial.h>
#include <sundials/sundials_context.h>
#include <sundials/sundials_types.h>
#include <sundials/sundials_version.h>
#include <sunlinsol/sunlinsol_dense.h>
#include <sunmatrix/sunmatrix_dense.h>

enum {
  STEPS_PER_POLL = 500, /* between two looks at the caller's cancel callback */
  STOPS_PER_POLL = 64,
  STEPS_PER_SPAN = 2000000 /* in one advance before it is called hopeless */
};

struct ode_solver {
  mt_ctx *ctx;
  ode_problem problem;
  SUNContext sunctx;
  void *cvode;
  N_Vector state;
  N_Vector interpolated;
  N_Vector atol;
  SUNMatrix matrix;
  SUNLinearSolver linear;
  double time;
  int fresh;             /* nothing solved since start() */
  double from, to;       /* what progress is told of */
  ode_statistics before; /* counted up to the last re-init, which clears CVODE's own */
  const char *const *names;
  char reason[160];  /* CVODE's last complaint */
  int64_t undefined; /* the state that the rate was last not defined for, or -1 */
  double failed_at;
  int64_t failed_state;
};

/* ---- the shim: what differs between SUNDIALS 6 and 7 ---- */

#if SUNDIALS_VERSION_MAJOR >= 7
static void record(int line, const char *function, const char *file, const char *message,
                   SUNErrCode code, void *payload, SUNContext sunctx) {
  ode_solver *solver = payload;
  (void)line, (void)function, (void)file, (void)code, (void)sunctx;
  snprintf(solver->reason, sizeof(solver->reason), "%s", message);
}

static int open_context(ode_solver *solver) {
  return SUNContext_Create(SUN_COMM_NULL, &solver->sunctx) == 0 &&
         SUNContext_ClearErrHandlers(solver->sunctx) == 0 &&
         SUNContext_PushErrHandler(solver->sunctx, record, solver) == 0;
}

static int listen_to_errors(ode_solver *solver) {
  (void)solver;
  return 1;
}
#else
static void record(int code, const char *module, const char *function, char *message,
                   void *payload) {
  ode_solver *solver = payload;
  (void)code, (void)module, (void)function;
  snprintf(solver->reason, sizeof(solver->reason), "%s", message);
}

static int open_context(ode_solver *solver) {
  return SUNContext_Create(NULL, &solver->sunctx) == 0;
}

static int listen_to_errors(ode_solver *solver) {
  return CVodeSetErrHandlerFn(solver->cvode, record, solver) == CV_SUCCESS;
}
#endif

/* ---- callbacks ---- */

/* A rate that is not finite never enters CVODE: it is asked for a smaller step instead. */
static int rate(sunrealtype t, N_Vector y, N_Vector dy, void *payload) {
  ode_solver *solver = payload;
  const double *rates = N_VGetArrayPointer(dy);
  int flag = solver->problem.rate(t, N_VGetArrayPointer(y), N_VGetArrayPointer(dy),
                                  solver->problem.model);

  for (int64_t i = 0; flag == 0 && i < solver->problem.n; i++) {
    if (!isfinite(rates[i])) {
      flag = (int)i + 1;
    }
  }
  if (flag > 0) {
    solver->undefined = flag - 1;
  }
  return flag;
}

static int jacobian(sunrealtype t, N_Vector y, N_Vector dy, SUNMatrix matrix,
                    void *payload, N_Vector work1, N_Vector work2, N_Vector work3) {
  const ode_solver *solver = payload;
  (void)dy, (void)work1, (void)work2, (void)work3;
  return solver->problem.jacobian(t, N_VGetArrayPointer(y), SUNDenseMatrix_Data(matrix),
                                  solver->problem.model);
}

/* ---- the life of a run ---- */

mt_status mt_i_ode_create(mt_ctx *ctx, const ode_problem *problem, ode_solver **out) {
  ode_solver *solver = mt_i_allocate(ctx, 1, sizeof(*solver));
  const int64_t n = problem->n;

  *out = NULL;
  if (solver == NULL) {
    return MT_ERROR_MEMORY;
  }
  solver->ctx = ctx;
  solver->problem = *problem;
  solver->undefined = solver->failed_state = -1;
  if (!open_context(solver)) {
    goto failed;
  }
  solver->state = N_VNew_Serial(n, solver->sunctx);
  solver->interpolated = N_VNew_Serial(n, solver->sunctx);
  solver->atol = N_VNew_Serial(n, solver->sunctx);
  solver->matrix = SUNDenseMatrix(n, n, solver->sunctx);
  if (solver->state == NULL || solver->interpolated == NULL || solver->atol == NULL ||
      solver->matrix == NULL) {
    goto failed;
  }
  solver->linear = SUNLinSol_Dense(solver->state, solver->matrix, solver->sunctx);
  solver->cvode =
      CVodeCreate(problem->method == ODE_BDF ? CV_BDF : CV_ADAMS, solver->sunctx);
  if (solver->linear == NULL || solver->cvode == NULL || !listen_to_errors(solver)) {
    goto failed;
  }
  N_VConst(0.0, solver->state);
  memcpy(N_VGetArrayPointer(solver->atol), problem->atol, (size_t)n * sizeof(double));
  if (CVodeInit(solver->cvode, rate, 0.0, solver->state) != CV_SUCCESS ||
      CVodeSetUserData(solver->cvode, solver) != CV_SUCCESS ||
      CVodeSVtolerances(solver->cvode, problem->rtol, solver->atol) != CV_SUCCESS ||
      CVodeSetLinearSolver(solver->cvode, solver->linear, solver->matrix) != CV_SUCCESS) {
    goto failed;
  }
  if (problem->jacobian != NULL && CVodeSetJacFn(solver->cvode, jacobian) != CV_SUCCESS) {
    goto failed;
  }
  solver->problem.atol = NULL; /* ours now; the caller's may go */
  *out = solver;
  return MT_OK;

failed:
  mt_i_ode_destroy(solver);
  return mt_i_fail(ctx, MT_ERROR_MEMORY, "the solver could not be set up");
}

void mt_i_ode_destroy(ode_solver *solver) {
  mt_ctx *ctx;

  if (solver == NULL) {
    return;
  }
  ctx = solver->ctx;
  if (solver->cvode != NULL) {
    CVodeFree(&solver->cvode);
  }
  if (solver->linear != NULL) {
    SUNLinSolFree(solver->linear);
  }
  if (solver->matrix != NULL) {
    SUNMatDestroy(solver->matrix);
  }
  if (solver->atol != NULL) {
    N_VDestroy(solver->atol);
  }
  if (solver->interpolated != NULL) {
    N_VDestroy(solver->interpolated);
  }
  if (solver->state != NULL) {
    N_VDestroy(solver->state);
  }
  if (solver->sunctx != NULL) {
    SUNContext_Free(&solver->sunctx);
  }
  mt_i_release(ctx, solver);
}

mt_status mt_i_ode_tolerances(ode_solver *solver, double rtol, const double *atol) {
  memcpy(N_VGetArrayPointer(solver->atol), atol,
         (size_t)solver->problem.n * sizeof(double));
  solver->problem.rtol = rtol;
  if (CVodeSVtolerances(solver->cvode, rtol, solver->atol) != CV_SUCCESS) {
    return mt_i_fail(solver->ctx, MT_ERROR_VALUE, "tolerances: %s", solver->reason);
  }
  return MT_OK;
}

void mt_i_ode_names(ode_solver *solver, const char *const *names) {
  solver->names = names;
}

/* ---- failures ---- */

/* The state whose estimated local error is the largest for its tolerance. */
static int64_t worst_state(ode_solver *solver) {
  const double *weight = N_VGetArrayPointer(solver->state);
  const double *error = N_VGetArrayPointer(solver->interpolated);
  int64_t worst = -1;
  double largest = 0.0;

  /* The solve is over, so the two vectors are free. */
  if (CVodeGetErrWeights(solver->cvode, solver->state) != CV_SUCCESS ||
      CVodeGetEstLocalErrors(solver->cvode, solver->interpolated) != CV_SUCCESS) {
    return -1;
  }
  for (int64_t i = 0; i < solver->problem.n; i++) {
    const double share = fabs(error[i] * weight[i]);
    if (isfinite(share) && share > largest) {
      largest = share;
      worst = i;
    }
  }
  return worst;
}

/* Notes time, state and reason, and puts them into words. */
static mt_status give_up(ode_solver *solver, double time, int64_t state,
                         const char *reason) {
  char who[48] = "";

  if (reason != solver->reason) {
    snprintf(solver->reason, sizeof(solver->reason), "%s", reason);
  }
  solver->failed_at = time;
  solver->failed_state = state;
  if (state >= 0 && solver->names != NULL) {
    snprintf(who, sizeof(who), ", state %s", solver->names[state]);
  } else if (state >= 0) {
    snprintf(who, sizeof(who), ", state %lld", (long long)state + 1);
  }
  return mt_i_fail(solver->ctx, MT_ERROR_SOLVER, "the solver stopped at time %g%s: %s",
                   time, who, solver->reason);
}

/* CVODE cannot step onto a value that is not finite, as the rate there would not be; a
 * state that grows without end may still leave the doubles between two steps. */
static mt_status check_finite(ode_solver *solver, double time, N_Vector where) {
  const double *y = N_VGetArrayPointer(where);

  for (int64_t i = 0; i < solver->problem.n; i++) {
    if (!isfinite(y[i])) {
      return give_up(solver, time, i, "the state is not finite");
    }
  }
  return MT_OK;
}

/* ---- from time to time ---- */

void mt_i_ode_span(ode_solver *solver, double from, double to) {
  solver->from = from;
  solver->to = to;
}

static int cancelled(ode_solver *solver, double from, double to, double now) {
  return mt_i_cancelled(solver->ctx, to > from ? (now - from) / (to - from) : 0.0);
}

mt_status mt_i_ode_start(ode_solver *solver, double t, const double *y) {
  double *state = N_VGetArrayPointer(solver->state);
  int64_t starts;

  mt_i_ode_statistics(solver, &solver->before);
  starts = solver->before.starts;
  if (state != y) {
    memcpy(state, y, (size_t)solver->problem.n * sizeof(double));
  }
  solver->time = t;
  solver->fresh = 1;
  solver->before.starts = starts + 1;
  if (CVodeReInit(solver->cvode, t, solver->state) != CV_SUCCESS) {
    return give_up(solver, t, -1, solver->reason);
  }
  return check_finite(solver, t, solver->state);
}

/* A span too short for a step (a few units in the last place of t): the state moves by
 * rate x span, which is exact to rounding. */
static mt_status cross_sliver(ode_solver *solver, double to) {
  double *y = N_VGetArrayPointer(solver->state);
  double *dy = N_VGetArrayPointer(solver->interpolated);

  if (rate(solver->time, solver->state, solver->interpolated, solver) != 0) {
    return give_up(solver, solver->time, solver->undefined, "the rate is not defined");
  }
  for (int64_t i = 0; i < solver->problem.n; i++) {
    y[i] += (to - solver->time) * dy[i];
  }
  return mt_i_ode_start(solver, to, y);
}

/* Steps to `to`, writing outputs that a step has passed. The steps depend on nothing but
 * the problem: asking for more outputs changes no bit of the others. */
static mt_status step_to(ode_solver *solver, double to, int64_t n_times,
                         const double *times, double *out) {
  const int64_t n = solver->problem.n;
  double *between = N_VGetArrayPointer(solver->interpolated);
  sunrealtype reached = solver->time;
  int64_t next = 0;

  for (int64_t step = 1; step <= STEPS_PER_SPAN; step++) {
    int flag;

    solver->undefined = -1;
    flag = CVode(solver->cvode, to, solver->state, &reached, CV_ONE_STEP);
    if (flag < 0) {
      const int64_t state = solver->undefined;
      CVodeGetCurrentTime(solver->cvode, &reached);
      return give_up(solver, (double)reached, state >= 0 ? state : worst_state(solver),
                     solver->reason);
    }
    solver->fresh = 0;
    for (; next < n_times && times[next] <= reached && times[next] < to; next++) {
      if (CVodeGetDky(solver->cvode, times[next], 0, solver->interpolated) !=
          CV_SUCCESS) {
        return give_up(solver, times[next], -1, solver->reason);
      }
      memcpy(out + next * n, between, (size_t)n * sizeof(double));
    }
    if (flag == CV_TSTOP_RETURN || reached >= to) {
      solver->time = to;
      return check_finite(solver, to, solver->state);
    }
    if (step % STEPS_PER_POLL == 0 &&
        (solver->to > solver->from ? cancelled(solver, solver->from, solver->to, reached)
                                   : cancelled(solver, solver->time, to, reached))) {
      return MT_ERROR_CANCELLED;
    }
  }
  return give_up(solver, (double)reached, worst_state(solver),
                 "too many steps are needed");
}

mt_status mt_i_ode_advance(ode_solver *solver, double to, int64_t n_times,
                           const double *times, double *out) {
  const int64_t n = solver->problem.n;
  const size_t row = (size_t)n * sizeof(double);
  /* CVODE wants a first target at least a few rounding units away. */
  const double sliver = 64.0 * 2.3e-16 * fmax(fabs(solver->time), fabs(to));
  int64_t now = 0, end = n_times; /* outputs at the start, and from the end on */

  for (; now < n_times && times[now] <= solver->time; now++) {
    memcpy(out + now * n, N_VGetArrayPointer(solver->state), row);
  }
  while (end > now && times[end - 1] >= to) {
    end--;
  }
  if (to > solver->time && solver->fresh && to - solver->time <= sliver) {
    for (int64_t i = now; i < end; i++) {
      memcpy(out + i * n, N_VGetArrayPointer(solver->state), row);
    }
    MT_I_TRY(cross_sliver(solver, to));
  } else if (to > solver->time) {
    if (CVodeSetStopTime(solver->cvode, to) != CV_SUCCESS) {
      return give_up(solver, to, -1, solver->reason);
    }
    MT_I_TRY(step_to(solver, to, end - now, times + now, out + now * n));
  }
  for (int64_t i = end; i < n_times; i++) {
    memcpy(out + i * n, N_VGetArrayPointer(solver->state), row);
  }
  return MT_OK;
}

mt_status mt_i_ode_run(ode_solver *solver, const ode_path *path, const double *y,
                       double *out) {
  const int64_t n = solver->problem.n;
  int64_t next = 0;

  mt_i_ode_span(solver, path->from, path->to);
  MT_I_TRY(mt_i_ode_start(solver, path->from, y));
  for (int64_t stop = 0; stop <= path->n_stops; stop++) {
    const double until = stop < path->n_stops ? path->stops[stop] : path->to;
    int64_t end = next;

    while (end < path->n_times && path->times[end] <= until) {
      end++;
    }
    MT_I_TRY(
        mt_i_ode_advance(solver, until, end - next, path->times + next, out + n * next));
    next = end;
    if (stop < path->n_stops) {
      double *changed = N_VGetArrayPointer(solver->interpolated);

      memcpy(changed, N_VGetArrayPointer(solver->state), (size_t)n * sizeof(double));
      if (path->event != NULL) {
        MT_I_TRY(path->event(stop, until, changed, solver->problem.model));
      }
      MT_I_TRY(mt_i_ode_start(solver, until, changed));
      if (stop % STOPS_PER_POLL == STOPS_PER_POLL - 1 &&
          cancelled(solver, path->from, path->to, until)) {
        return MT_ERROR_CANCELLED;
      }
    }
  }
  return MT_OK;
}

void mt_i_ode_failure(const ode_solver *solver, ode_failure *out) {
  out->time = solver->failed_at;
  out->state = solver->failed_state;
  out->reason = solver->reason;
}

double mt_i_ode_time(const ode_solver *solver) { return solver->time; }

const double *mt_i_ode_state(const ode_solver *solver) {
  return N_VGetArrayPointer(solver->state);
}

void mt_i_ode_statistics(const ode_solver *solver, ode_statistics *out) {
  long steps = 0, rates = 0, jacobians = 0, errors = 0, newton = 0;

  CVodeGetNumSteps(solver->cvode, &steps);
  CVodeGetNumRhsEvals(solver->cvode, &rates);
  CVodeGetNumJacEvals(solver->cvode, &jacobians);
  CVodeGetNumErrTestFails(solver->cvode, &errors);
  CVodeGetNumNonlinSolvConvFails(solver->cvode, &newton);
  *out = solver->before;
  out->steps += steps;
  out->rates += rates;
  out->jacobians += jacobians;
  out->error_failures += errors;
  out->newton_failures += newton;
}
