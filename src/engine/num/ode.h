/*
 * Ordinary differential equations by SUNDIALS CVODE (Hindmarsh et al. 2005, ACM TOMS
 * 31:363). ode.c is the one file that includes SUNDIALS.
 *
 * The life of a run:
 *   create    once per thread and model shape; memory is reused from run to run
 *   start     state at a time; again wherever the right-hand side or the state jumps
 *   advance   to a time, never beyond it; once or many times
 *
 * The right-hand side must be smooth between a start and the end of its advances. A
 * forcing that jumps is handed over piece by piece: a solver that looks a forcing up by
 * time steps over short pulses without noticing.
 */
#ifndef MT_NUM_ODE_H
#define MT_NUM_ODE_H

#include "base/context.h"

/* dy = f(t, y). 0: done; i > 0: state i, counted from 1, is where the rate is not defined,
 * try a smaller step; < 0: give up. A dy that is not finite counts as i > 0. */
typedef int (*ode_rate)(double t, const double *y, double *dy, void *model);

/* jacobian[i + n j] = d f_i / d y_j; all zero on entry. Same return values. */
typedef int (*ode_jacobian)(double t, const double *y, double *jacobian, void *model);

enum { ODE_ADAMS = 1, ODE_BDF = 2 }; /* smooth and mild; stiff */

typedef struct ode_problem {
  int64_t n; /* states, 1 to 1000 */
  ode_rate rate;
  ode_jacobian jacobian; /* NULL: difference quotients */
  void *model;           /* handed to the callbacks */
  int64_t method;        /* ODE_ADAMS or ODE_BDF */
  double rtol;           /* > 0 */
  const double *atol;    /* [n], >= 0; copied */
} ode_problem;

typedef struct ode_statistics {
  int64_t steps, rates, jacobians, error_failures, newton_failures, starts;
} ode_statistics;

typedef struct ode_solver ode_solver;

mt_status mt_i_ode_create(mt_ctx *ctx, const ode_problem *problem, ode_solver **out);
void mt_i_ode_destroy(ode_solver *solver);

/* Other tolerances from the next start on. */
mt_status mt_i_ode_tolerances(ode_solver *solver, double rtol, const double *atol);

/* What failures call the states: names[n], kept by the caller; they are numbered without. */
void mt_i_ode_names(ode_solver *solver, const char *const *names);

/* Sets the state, y[n], at time t and forgets the past. */
mt_status mt_i_ode_start(ode_solver *solver, double t, const double *y);

/* Of which span of time progress is told in the next advances; a run tells that of its
 * path. Without it, or with from = to, that of each advance. */
void mt_i_ode_span(ode_solver *solver, double from, double to);

/* Solves from the current time to `to` and no further. Writes the state at n_times
 * non-decreasing `times`, each within that span, to out[n x n_times] column-major, by the
 * solver's own interpolation, which changes no step. `to` equal to the current time does
 * nothing but write.
 * MT_ERROR_SOLVER names time and reason; MT_ERROR_CANCELLED when the caller asked. */
mt_status mt_i_ode_advance(ode_solver *solver, double to, int64_t n_times,
                           const double *times, double *out);

/* ---- a path with events ---- */

/* What happens at stop number `stop`: may change y[n] and the model. */
typedef mt_status (*ode_event)(int64_t stop, double t, double *y, void *model);

/* Stops are reached exactly and never stepped over: events, ends of constant pieces, or
 * both. An output at the time of a stop is the state before it. */
typedef struct ode_path {
  double from, to;
  int64_t n_stops;
  const double
      *stops;      /* [n_stops] not decreasing, within [from, to]; equal ones happen in
                        * their order */
  ode_event event; /* NULL: only the solver starts anew */
  int64_t n_times;
  const double *times; /* [n_times] not decreasing, within [from, to] */
} ode_path;

/* Solves along the path from y[n] at path->from; out[n x n_times] column-major, or NULL
 * where n_times is 0. Statuses of start, advance and the event. */
mt_status mt_i_ode_run(ode_solver *solver, const ode_path *path, const double *y,
                       double *out);

/* Where and why the last failed solve gave up. state is -1 where no state stands out. */
typedef struct ode_failure {
  double time;
  int64_t state;
  const char *reason; /* "" if nothing failed; the solver's own, until it is destroyed */
} ode_failure;

void mt_i_ode_failure(const ode_solver *solver, ode_failure *out);

double mt_i_ode_time(const ode_solver *solver);
const double *mt_i_ode_state(const ode_solver *solver);

/* Work done since creation. */
void mt_i_ode_statistics(const ode_solver *solver, ode_statistics *out);

#endif
