/* Entry points of turnover. */
#include <math.h>

#include "api/check.h"
#include "method/path/turnover.h"

static mt_status check_person(mt_ctx *ctx, const mt_turnover *person, mt_turnover *out) {
  const int64_t n = person->n_pieces;

  mt_turnover_init(out);
  MT_I_TRY(mt_i_check_struct(ctx, "persons", person, sizeof(*out), out));
  MT_I_TRY(mt_i_check_pieces(ctx, n, out->piece_end));
  MT_I_TRY(mt_i_check_values(ctx, "synthesis", n, out->synthesis, 0.0, INFINITY, 1));
  MT_I_TRY(mt_i_check_values(ctx, "decline", n, out->decline, -1.0, 1.0, 1));
  MT_I_TRY(mt_i_check_values(ctx, "breakdown", n, out->breakdown, 0.0, INFINITY, 1));
  MT_I_TRY(mt_i_check_values(ctx, "transient", n, out->transient, 0.0, INFINITY, 1));
  MT_I_TRY(mt_i_check_positive(ctx, "tau", out->tau, INFINITY));
  MT_I_TRY(mt_i_check_values(ctx, "k_d", 1, &out->k_d, 0.0, 1e3, 0));
  MT_I_TRY(mt_i_check_positive(ctx, "m_ref", out->m_ref, INFINITY));
  if (!isnan(out->m0)) {
    MT_I_TRY(mt_i_check_values(ctx, "m0", 1, &out->m0, 0.0, INFINITY, 0));
  }
  return MT_OK;
}

mt_status mt_turnover_run(mt_ctx *ctx, int64_t n, const mt_turnover *persons,
                          int64_t n_times, const double *times,
                          const mt_solver_options *options, int64_t threads, double *mass,
                          mt_status *statuses) {
  mt_solver_options solver;
  mt_turnover *checked = NULL;
  mt_status status = MT_OK;
  double last = INFINITY;
  size_t stride;

  MT_I_TRY(mt_i_check_solver(ctx, options, &solver));
  if (solver.solver == MT_SOLVER_EULER) {
    return mt_i_fail(ctx, MT_ERROR_VALUE,
                     "turnover is solved by CVODE or exactly, not by Euler");
  }
  MT_I_TRY(mt_i_check_count(ctx, "n", n));
  MT_I_TRY(mt_i_check_count(ctx, "n_times", n_times));
  MT_I_TRY(mt_i_check_threads(ctx, threads));
  MT_I_TRY(mt_i_check_pointer(ctx, "persons", persons));
  MT_I_TRY(mt_i_check_pointer(ctx, "mass", mass));
  stride = persons[0].struct_size;
  checked = mt_i_allocate(ctx, n, sizeof(*checked));
  if (checked == NULL) {
    return MT_ERROR_MEMORY;
  }
  for (int64_t i = 0; i < n; i++) {
    const mt_turnover *person =
        (const mt_turnover *)(const void *)((const char *)persons + stride * (size_t)i);
    MT_I_TRY_OR_CLEAN_UP(check_person(ctx, person, &checked[i]));
    last = fmin(last, checked[i].piece_end[checked[i].n_pieces - 1]);
  }
  MT_I_TRY_OR_CLEAN_UP(mt_i_check_values(ctx, "times", n_times, times, 0.0, last, 0));
  MT_I_TRY_OR_CLEAN_UP(mt_i_check_order(ctx, "times", n_times, times, 0));
  status = mt_i_turnover_paths(ctx, n, checked, n_times, times, &solver, threads, mass,
                               statuses);

cleanup:
  mt_i_release(ctx, checked);
  return status;
}
