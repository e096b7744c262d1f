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
  STEPS_PER_POLL = 500,    /* between two looks at the caller's cancel callback */
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
  ode_statistics before; /* counted up to the last re-init, which clears CVODE's own */
  char reason[160];      /* CVODE's last complaint */
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

static int rate(sunrealtype t, N_Vector y, N_Vector dy, void *payload) {
  const ode_solver *solver = payload;
  return solver->problem.rate(t, N_VGetArrayPointer(y), N_VGetArrayPointer(dy),
                              solver->problem.model);
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
    return mt_i_fail(solver->ctx, MT_ERROR_SOLVER,
                     "the solver could not start at time %g: %s", t, solver->reason);
  }
  return MT_OK;
}

/* A span too short for a step (a few units in the last place of t): the state moves by
 * rate x span, which is exact to rounding. */
static mt_status cross_sliver(ode_solver *solver, double to) {
  double *y = N_VGetArrayPointer(solver->state);
  double *dy = N_VGetArrayPointer(solver->interpolated);

  if (solver->problem.rate(solver->time, y, dy, solver->problem.model) != 0) {
    return mt_i_fail(solver->ctx, MT_ERROR_SOLVER, "the rate is undefined at time %g",
                     solver->time);
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
    const int flag = CVode(solver->cvode, to, solver->state, &reached, CV_ONE_STEP);

    if (flag < 0) {
      return mt_i_fail(solver->ctx, MT_ERROR_SOLVER, "CVODE stopped at time %g: %s",
                       (double)reached, solver->reason);
    }
    solver->fresh = 0;
    for (; next < n_times && times[next] <= reached && times[next] < to; next++) {
      if (CVodeGetDky(solver->cvode, times[next], 0, solver->interpolated) !=
          CV_SUCCESS) {
        return mt_i_fail(solver->ctx, MT_ERROR_SOLVER, "no state at time %g: %s",
                         times[next], solver->reason);
      }
      memcpy(out + next * n, between, (size_t)n * sizeof(double));
    }
    if (flag == CV_TSTOP_RETURN || reached >= to) {
      solver->time = to;
      return MT_OK;
    }
    if (step % STEPS_PER_POLL == 0 && mt_i_cancelled(solver->ctx, 0.0)) {
      return MT_ERROR_CANCELLED;
    }
  }
  return mt_i_fail(solver->ctx, MT_ERROR_SOLVER,
                   "CVODE needs more than %d steps to leave time %g", (int)STEPS_PER_SPAN,
                   (double)reached);
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
      return mt_i_fail(solver->ctx, MT_ERROR_SOLVER, "CVODE cannot stop at time %g: %s",
                       to, solver->reason);
    }
    MT_I_TRY(step_to(solver, to, end - now, times + now, out + now * n));
  }
  for (int64_t i = end; i < n_times; i++) {
    memcpy(out + i * n, N_VGetArrayPointer(solver->state), row);
  }
  return MT_OK;
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
