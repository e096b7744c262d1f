/* Entry points for one twin: schedule, mass, performance. */
#include <math.h>

#include "api/check.h"
#include "method/path/banister.h"
#include "method/path/mass.h"
#include "model/schedule.h"

mt_status mt_schedule_make(mt_ctx *ctx, int64_t n, int32_t seed, double *load) {
  MT_I_TRY(mt_i_check_count(ctx, "n", n));
  MT_I_TRY(mt_i_check_pointer(ctx, "load", load));
  mt_i_schedule_make(n, seed, load);
  return MT_OK;
}

mt_status mt_mass(mt_ctx *ctx, const mt_twin *twin, int64_t n_pieces,
                  const double *piece_end, const double *load, const double *nutrition,
                  int64_t n_times, const double *times, const mt_solver_options *options,
                  double *mass) {
  mass_forcing forcing = {n_pieces, piece_end, load, nutrition};
  mt_solver_options solver;
  mt_twin person;

  MT_I_TRY(mt_i_check_twin(ctx, twin, &person));
  MT_I_TRY(mt_i_check_solver(ctx, options, &solver));
  MT_I_TRY(mt_i_check_pieces(ctx, n_pieces, piece_end));
  MT_I_TRY(mt_i_check_count(ctx, "n_times", n_times));
  MT_I_TRY(mt_i_check_values(ctx, "load", n_pieces, load, 0.0, INFINITY, 0));
  MT_I_TRY(mt_i_check_values(ctx, "nutrition", n_pieces, nutrition, 0.0, 1.0, 1));
  MT_I_TRY(
      mt_i_check_values(ctx, "times", n_times, times, 0.0, piece_end[n_pieces - 1], 0));
  MT_I_TRY(mt_i_check_order(ctx, "times", n_times, times, 0));
  MT_I_TRY(mt_i_check_pointer(ctx, "mass", mass));
  return mt_i_mass_path(ctx, &person, &forcing, n_times, times, &solver, NULL, mass);
}

mt_status mt_banister(mt_ctx *ctx, const mt_twin *twin, int64_t n, const double *load,
                      const double *day, double *fitness, double *fatigue,
                      double *performance) {
  mt_twin person;

  MT_I_TRY(mt_i_check_twin(ctx, twin, &person));
  MT_I_TRY(mt_i_check_count(ctx, "n", n));
  MT_I_TRY(mt_i_check_values(ctx, "load", n, load, 0.0, INFINITY, 0));
  if (day != NULL) {
    MT_I_TRY(mt_i_check_values(ctx, "day", n, day, -INFINITY, INFINITY, 0));
    MT_I_TRY(mt_i_check_order(ctx, "day", n, day, 1));
  }
  return mt_i_banister_path(ctx, &person, n, load, day, fitness, fatigue, performance);
}

mt_status mt_simulate(mt_ctx *ctx, const mt_twin *twin, int64_t n_days,
                      const double *load, const double *nutrition,
                      const mt_solver_options *options, double *mass, double *fitness,
                      double *fatigue, double *performance) {
  mt_solver_options solver;
  mt_twin person;

  MT_I_TRY(mt_i_check_twin(ctx, twin, &person));
  MT_I_TRY(mt_i_check_solver(ctx, options, &solver));
  MT_I_TRY(mt_i_check_count(ctx, "n_days", n_days));
  MT_I_TRY(mt_i_check_values(ctx, "load", n_days, load, 0.0, INFINITY, 0));
  MT_I_TRY(mt_i_check_values(ctx, "nutrition", n_days, nutrition, 0.0, 1.0, 1));
  if (mass != NULL) {
    MT_I_TRY(mt_i_mass_days(ctx, &person, n_days, load, nutrition, &solver, mass));
  }
  return mt_i_banister_path(ctx, &person, n_days, load, NULL, fitness, fatigue,
                            performance);
}
