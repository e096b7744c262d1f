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

/* dy = f(t, y). 0: done; > 0: try a smaller step; < 0: give up. */
typedef int (*ode_rate)(double t, const double *y, double *dy, void *model);

/* jacobian[i + n j] = d f_i / d y_j. Same return values. */
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

/* Sets the state, y[n], at time t and forgets the past. */
mt_status mt_i_ode_start(ode_solver *solver, double t, const double *y);

/* Solves from the current time to `to` and no further. Writes the state at n_times
 * non-decreasing `times`, each within that span, to out[n x n_times] column-major, by the
 * solver's own interpolation, which changes no step. `to` equal to the current time does
 * nothing but write.
 * MT_ERROR_SOLVER names time and reason; MT_ERROR_CANCELLED when the caller asked. */
mt_status mt_i_ode_advance(ode_solver *solver, double to, int64_t n_times,
                           const double *times, double *out);

double mt_i_ode_time(const ode_solver *solver);
const double *mt_i_ode_state(const ode_solver *solver);

/* Work done since creation. */
void mt_i_ode_statistics(const ode_solver *solver, ode_statistics *out);

#endif
