#include "method/path/mass.h"

#include "model/mass.h"
#include "model/schedule.h"
#include "num/ode.h"

enum { PIECES_PER_POLL = 64, MOST_SPANS = 400 };

static double inflow_on(const mt_twin *twin, const mass_forcing *forcing, int64_t piece) {
  const double nutrition = forcing->nutrition == NULL ? 1.0 : forcing->nutrition[piece];
  return twin->k_s * nutrition * forcing->load[piece];
}

/* ---- exact ---- */

static void solve_exact(const mt_twin *twin, const mass_forcing *forcing, int64_t n_times,
                        const double *times, double *mass) {
  double at = 0.0, now = twin->m0;
  int64_t next = 0;

  for (int64_t p = 0; p < forcing->n && next < n_times; p++) {
    const double inflow = inflow_on(twin, forcing, p);
    for (; next < n_times && times[next] <= forcing->end[p]; next++) {
      mass[next] = mass_after(now, inflow, twin->k_d, times[next] - at);
    }
    now = mass_after(now, inflow, twin->k_d, forcing->end[p] - at);
    at = forcing->end[p];
  }
}

/* ---- Euler ---- */

/* Steps start at multiples of the step and see the piece they start in; between two grid
 * points the path is the straight line that Euler's rule is. */
static mt_status solve_euler(mt_ctx *ctx, const mt_twin *twin,
                             const mass_forcing *forcing, int64_t n_times,
                             const double *times, double step, double *mass) {
  double at = 0.0, now = twin->m0;
  int64_t next = 0, piece = 0, taken = 0;

  while (next < n_times) {
    const double grid = (double)(taken + 1) * step;
    double rate;

    while (piece + 1 < forcing->n && forcing->end[piece] <= at) {
      piece++;
    }
    rate = mass_rate(now, inflow_on(twin, forcing, piece), twin->k_d);
    for (; next < n_times && times[next] < grid; next++) {
      mass[next] = now + (times[next] - at) * rate;
    }
    now += (grid - at) * rate;
    at = grid;
    taken++;
    if (taken % 65536 == 0 && mt_i_cancelled(ctx, at / forcing->end[forcing->n - 1])) {
      return MT_ERROR_CANCELLED;
    }
  }
  return MT_OK;
}

/* ---- CVODE ---- */

/* The state is the change since the piece began, y = M - M_begin, so that the relative
 * tolerance is of the change and not of the whole mass: a hundred restarts at rtol 1e-8
 * of 35 kg would add up to 1e-5 kg (docs/decisions/0001). */
typedef struct piece_model {
  double begin, inflow, k_d;
} piece_model;

struct mass_solver {
  mt_ctx *ctx;
  piece_model model;
  ode_solver *ode;
};

static int piece_rate(double t, const double *y, double *dy, void *model) {
  const piece_model *piece = model;
  (void)t;
  dy[0] = mass_rate(piece->begin + y[0], piece->inflow, piece->k_d);
  return 0;
}

static int piece_jacobian(double t, const double *y, double *jacobian, void *model) {
  const piece_model *piece = model;
  (void)t, (void)y;
  jacobian[0] = -piece->k_d;
  return 0;
}

mt_status mt_i_mass_solver_create(mt_ctx *ctx, const mt_solver_options *options,
                                  mass_solver **out) {
  /* Adams: between two jumps the equation is mild (k_d d far below 1), and at equal
   * tolerances it is a hundred times closer to the exact solution than BDF. */
  ode_problem problem = {1, piece_rate, piece_jacobian, NULL, ODE_ADAMS, 0.0, NULL};
  mass_solver *solver;
  mt_status status;

  *out = NULL;
  if (options->solver != MT_SOLVER_CVODE) {
    return MT_OK;
  }
  solver = mt_i_allocate(ctx, 1, sizeof(*solver));
  if (solver == NULL) {
    return MT_ERROR_MEMORY;
  }
  solver->ctx = ctx;
  problem.model = &solver->model;
  problem.rtol = options->rtol;
  problem.atol = &options->atol;
  status = mt_i_ode_create(ctx, &problem, &solver->ode);
  if (status < 0) {
    mt_i_mass_solver_destroy(solver);
    return status;
  }
  *out = solver;
  return MT_OK;
}

void mt_i_mass_solver_destroy(mass_solver *solver) {
  if (solver != NULL) {
    mt_i_ode_destroy(solver->ode);
    mt_i_release(solver->ctx, solver);
  }
}

/* A piece in which much breaks down is cut, so that the change since the last start stays
 * small beside what is left: else the tolerance would be of all the mass that was lost. */
static int64_t spans_of(double decay) {
  const double largest = 0.25;
  return decay < largest                ? 1
         : decay > MOST_SPANS * largest ? MOST_SPANS
                                        : (int64_t)ceil(decay / largest);
}

static mt_status solve_cvode(mt_ctx *ctx, const mt_twin *twin,
                             const mass_forcing *forcing, int64_t n_times,
                             const double *times, mass_solver *solver, double *mass) {
  static const double no_change = 0.0;
  const double last = forcing->end[forcing->n - 1];
  piece_model *model = &solver->model;
  double at = 0.0;
  int64_t next = 0;

  model->begin = twin->m0;
  model->k_d = twin->k_d;
  mt_i_ode_span(solver->ode, 0.0, last);
  for (int64_t p = 0; p < forcing->n && next < n_times; p++) {
    const double length = forcing->end[p] - at, begin = at;
    const int64_t spans = spans_of(twin->k_d * length);

    model->inflow = inflow_on(twin, forcing, p);
    for (int64_t span = 1; span <= spans && next < n_times; span++) {
      const double end =
          span == spans ? forcing->end[p] : begin + length * (double)span / (double)spans;
      int64_t inside = next;

      while (inside < n_times && times[inside] <= end) {
        inside++;
      }
      MT_I_TRY(mt_i_ode_start(solver->ode, at, &no_change));
      MT_I_TRY(
          mt_i_ode_advance(solver->ode, end, inside - next, times + next, mass + next));
      /* A mass of nothing may come out below zero by the solver's tolerance. */
      for (; next < inside; next++) {
        mass[next] = fmax(mass[next] + model->begin, 0.0);
      }
      model->begin = fmax(model->begin + mt_i_ode_state(solver->ode)[0], 0.0);
      at = end;
    }
    if (p % PIECES_PER_POLL == PIECES_PER_POLL - 1 && mt_i_cancelled(ctx, at / last)) {
      return MT_ERROR_CANCELLED;
    }
  }
  return MT_OK;
}

/* ---- choice ---- */

mt_status mt_i_mass_path(mt_ctx *ctx, const mt_twin *twin, const mass_forcing *forcing,
                         int64_t n_times, const double *times,
                         const mt_solver_options *options, mass_solver *solver,
                         double *mass) {
  if (options->solver == MT_SOLVER_EXACT) {
    solve_exact(twin, forcing, n_times, times, mass);
  } else if (options->solver == MT_SOLVER_EULER) {
    MT_I_TRY(solve_euler(ctx, twin, forcing, n_times, times, options->step, mass));
  } else if (solver != NULL) {
    MT_I_TRY(solve_cvode(ctx, twin, forcing, n_times, times, solver, mass));
  } else {
    mass_solver *own;
    mt_status status;

    MT_I_TRY(mt_i_mass_solver_create(ctx, options, &own));
    status = solve_cvode(ctx, twin, forcing, n_times, times, own, mass);
    mt_i_mass_solver_destroy(own);
    MT_I_TRY(status);
  }
  for (int64_t i = 0; i < n_times; i++) {
    if (!isfinite(mass[i])) {
      return mt_i_fail(ctx, MT_ERROR_OVERFLOW,
                       "mass is too large for a double at time %g", times[i]);
    }
  }
  return MT_OK;
}

mt_status mt_i_mass_days(mt_ctx *ctx, const mt_twin *twin, int64_t n, const double *load,
                         const double *nutrition, const mt_solver_options *options,
                         double *mass) {
  double *memory = mt_i_allocate(ctx, n, 4 * sizeof(*memory));
  mass_forcing forcing;
  mt_status status;
  double *end, *piece_load, *piece_nutrition, *days;

  if (memory == NULL) {
    return MT_ERROR_MEMORY;
  }
  end = memory;
  piece_load = memory + n;
  piece_nutrition = memory + 2 * n;
  days = memory + 3 * n;
  for (int64_t i = 0; i < n; i++) {
    days[i] = (double)(i + 1);
  }
  forcing.n = mt_i_schedule_pieces(n, load, nutrition, end, piece_load, piece_nutrition);
  forcing.end = end;
  forcing.load = piece_load;
  forcing.nutrition = piece_nutrition;
  status = mt_i_mass_path(ctx, twin, &forcing, n, days, options, NULL, mass);
  mt_i_release(ctx, memory);
  return status;
}
