#include "api/check_cohort.h"

#include <math.h>
#include <string.h>

#include "api/check.h"
#include "model/parameters.h"
#include "model/turnover.h"

mt_status mt_i_check_room(mt_ctx *ctx, int64_t n, int64_t each) {
  const int64_t most = INT64_C(1) << 47; /* a petabyte of doubles */

  if (each > most || n > most / each) {
    return mt_i_fail(ctx, MT_ERROR_SIZE, "%lld x %lld numbers fit in no memory",
                     (long long)n, (long long)each);
  }
  return MT_OK;
}

static mt_status check_parameter(mt_ctx *ctx, int j, int64_t kind, double location,
                                 double spread) {
  const parameter_rule *rule = &mt_i_parameter_rules[j];

  if (kind < MT_FIXED || kind > MT_NORMAL) {
    return mt_i_fail(ctx, MT_ERROR_VALUE,
                     "the kind of %s is %lld, not MT_FIXED, MT_LOGNORMAL or MT_NORMAL",
                     rule->name, (long long)kind);
  }
  if (!isfinite(location) || !isfinite(spread)) {
    return mt_i_fail(ctx, MT_ERROR_NOT_FINITE, "the %s of %s is not a finite number",
                     isfinite(location) ? "spread" : "location", rule->name);
  }
  if (spread < 0.0) {
    return mt_i_fail(ctx, MT_ERROR_VALUE, "the spread of %s is %g; it must be 0 or more",
                     rule->name, spread);
  }
  if (kind == MT_LOGNORMAL && !(location > 0.0)) {
    return mt_i_fail(
        ctx, MT_ERROR_VALUE,
        "the location of %s is %g; the median of a log-normal is more than 0", rule->name,
        location);
  }
  if (kind == MT_FIXED && !mt_i_parameter_in_range(rule, location)) {
    return mt_i_fail(ctx, MT_ERROR_VALUE, "the location of %s is %g; it must be %s",
                     rule->name, location, rule->range);
  }
  return MT_OK;
}

static mt_status check_correlation(mt_ctx *ctx, const double *correlation) {
  const double rounding = 1e-12;

  for (int i = 0; i < MT_N_PARAMETERS; i++) {
    for (int j = 0; j < MT_N_PARAMETERS; j++) {
      const double entry = correlation[i + MT_N_PARAMETERS * j];
      const char *row = mt_i_parameter_rules[i].name;
      const char *column = mt_i_parameter_rules[j].name;

      if (!isfinite(entry)) {
        return mt_i_fail(ctx, MT_ERROR_CORRELATION,
                         "correlation[%s, %s] is not a finite number", row, column);
      }
      if (i == j && fabs(entry - 1.0) > rounding) {
        return mt_i_fail(ctx, MT_ERROR_CORRELATION,
                         "correlation[%s, %s] is %g; the diagonal is 1", row, column,
                         entry);
      }
      if (fabs(entry) > 1.0 + rounding) {
        return mt_i_fail(ctx, MT_ERROR_CORRELATION,
                         "correlation[%s, %s] is %g; it must be within -1 and 1", row,
                         column, entry);
      }
      if (fabs(entry - correlation[j + MT_N_PARAMETERS * i]) > rounding) {
        return mt_i_fail(
            ctx, MT_ERROR_CORRELATION,
            "correlation[%s, %s] is %g but correlation[%s, %s] is %g; it must "
            "be symmetric",
            row, column, entry, column, row, correlation[j + MT_N_PARAMETERS * i]);
      }
    }
  }
  return MT_OK;
}

static mt_status check_population(mt_ctx *ctx, const mt_population *population,
                                  mt_population *out) {
  mt_population_init(out);
  if (population == NULL) {
    out->location[MT_K_D] = NAN; /* that of the mass model */
  } else {
    MT_I_TRY(mt_i_check_struct(ctx, "population", population, sizeof(*out), out));
  }
  for (int j = 0; j < MT_N_PARAMETERS; j++) {
    const int unset = j == MT_K_D && isnan(out->location[j]);
    const double location = unset ? mt_i_parameter_rules[j].usual : out->location[j];
    MT_I_TRY(check_parameter(ctx, j, out->kind[j], location, out->spread[j]));
  }
  return out->correlation == NULL ? MT_OK : check_correlation(ctx, out->correlation);
}

mt_status mt_i_check_cohort(mt_ctx *ctx, const mt_cohort *cohort, cohort_run *run) {
  mt_population population;
  mt_cohort chosen;

  MT_I_TRY(mt_i_check_pointer(ctx, "cohort", cohort));
  mt_cohort_init(&chosen);
  MT_I_TRY(mt_i_check_struct(ctx, "cohort", cohort, sizeof(chosen), &chosen));
  MT_I_TRY(mt_i_check_count(ctx, "cohort->n", chosen.n));
  if (chosen.first < 0) {
    return mt_i_fail(ctx, MT_ERROR_VALUE, "cohort->first is %lld; it must be 0 or more",
                     (long long)chosen.first);
  }
  if (chosen.n > INT64_MAX - chosen.first) {
    return mt_i_fail(ctx, MT_ERROR_SIZE,
                     "cohort->first + cohort->n is more than 64 bits can count");
  }
  if (chosen.load_effect != MT_LOAD_SAME_DAY && chosen.load_effect != MT_LOAD_NEXT_DAY) {
    return mt_i_fail(ctx, MT_ERROR_VALUE,
                     "cohort->load_effect is %lld, not one of MT_LOAD_*",
                     (long long)chosen.load_effect);
  }
  if (chosen.twins != NULL) {
    MT_I_TRY(mt_i_check_room(ctx, chosen.n, MT_N_PARAMETERS));
  }
  MT_I_TRY(check_population(ctx, chosen.population, &population));
  memset(run, 0, sizeof(*run));
  MT_I_TRY(mt_i_population_prepare(ctx, &population, &run->population));
  run->n = chosen.n;
  run->first = chosen.first;
  run->seed = chosen.seed;
  run->twins = chosen.twins;
  run->responds = chosen.responds;
  run->load_effect = chosen.load_effect;
  return MT_OK;
}

/* Pieces of whole days over the whole schedule. */
static mt_status check_forcing(mt_ctx *ctx, int64_t n_days, const mt_forcing *from,
                               mt_forcing *forcing) {
  int64_t n;

  MT_I_TRY(mt_i_check_pointer(ctx, "options->forcing", from));
  mt_forcing_init(forcing);
  MT_I_TRY(mt_i_check_struct(ctx, "forcing", from, sizeof(*forcing), forcing));
  n = forcing->n_pieces;
  MT_I_TRY(mt_i_check_pieces(ctx, n, forcing->piece_end));
  for (int64_t p = 0; p < n; p++) {
    if (forcing->piece_end[p] != floor(forcing->piece_end[p])) {
      return mt_i_fail(ctx, MT_ERROR_VALUE,
                       "piece_end[%lld] is %g; a cohort's pieces end with a day",
                       (long long)p, forcing->piece_end[p]);
    }
  }
  if (forcing->piece_end[n - 1] != (double)n_days) {
    return mt_i_fail(ctx, MT_ERROR_VALUE,
                     "the last piece ends on day %g; the schedule has %lld days",
                     forcing->piece_end[n - 1], (long long)n_days);
  }
  MT_I_TRY(mt_i_check_values(ctx, "gain", n, forcing->gain, 0.0, INFINITY, 1));
  MT_I_TRY(mt_i_check_values(ctx, "factor", n, forcing->factor, 0.0, INFINITY, 1));
  MT_I_TRY(mt_i_check_values(ctx, "decline", n, forcing->decline, -1.0, 1.0, 1));
  return mt_i_check_values(ctx, "transient", n, forcing->transient, 0.0, INFINITY, 1);
}

static mt_status check_mass_model(mt_ctx *ctx, int64_t n_days,
                                  const mt_cohort_options *options, cohort_run *run) {
  run->mass_model = options->mass_model;
  if (run->mass_model == MT_MASS_POST) {
    return MT_OK;
  }
  if (run->mass_model != MT_MASS_TURNOVER) {
    return mt_i_fail(ctx, MT_ERROR_VALUE,
                     "options->mass_model is %lld, not one of MT_MASS_*",
                     (long long)run->mass_model);
  }
  if (run->solver.solver == MT_SOLVER_EULER) {
    return mt_i_fail(ctx, MT_ERROR_VALUE,
                     "turnover is solved by CVODE or exactly, not by Euler");
  }
  if (run->population.k_d_unset) {
    run->population.location[MT_K_D] = TURNOVER_K_D;
  }
  return check_forcing(ctx, n_days, options->forcing, &run->turnover.forcing);
}

static mt_status check_window(mt_ctx *ctx, int64_t n_days, int64_t *from, int64_t *to) {
  if (*from == 0 && *to == 0) {
    *from = 1;
    *to = n_days;
  }
  if (*from < 1 || *to < *from || *to > n_days) {
    return mt_i_fail(ctx, MT_ERROR_VALUE,
                     "the window is days %lld to %lld; it must lie within days 1 to %lld",
                     (long long)*from, (long long)*to, (long long)n_days);
  }
  return MT_OK;
}

mt_status mt_i_check_cohort_work(mt_ctx *ctx, int64_t n_days, const double *load,
                                 const double *nutrition,
                                 const mt_cohort_options *options, cohort_run *run) {
  mt_cohort_options chosen;
  mt_solver_options solver;

  mt_cohort_options_init(&chosen);
  if (options != NULL) {
    MT_I_TRY(mt_i_check_struct(ctx, "options", options, sizeof(chosen), &chosen));
  }
  mt_solver_options_init(&solver);
  solver.solver = chosen.solver;
  solver.rtol = chosen.rtol;
  solver.atol = chosen.atol;
  solver.step = chosen.step;
  MT_I_TRY(mt_i_check_solver(ctx, &solver, &run->solver));
  MT_I_TRY(mt_i_check_count(ctx, "n_days", n_days));
  if (n_days > INT32_MAX) {
    return mt_i_fail(ctx, MT_ERROR_SIZE, "n_days is %lld; it must be at most %lld",
                     (long long)n_days, (long long)INT32_MAX);
  }
  MT_I_TRY(mt_i_check_values(ctx, "load", n_days, load, 0.0, INFINITY, 0));
  MT_I_TRY(mt_i_check_values(ctx, "nutrition", n_days, nutrition, 0.0, 1.0, 1));
  MT_I_TRY(mt_i_check_threads(ctx, chosen.threads));
  MT_I_TRY(check_mass_model(ctx, n_days, &chosen, run));
  MT_I_TRY(check_window(ctx, n_days, &chosen.window_from, &chosen.window_to));
  if (isinf(chosen.threshold)) {
    return mt_i_fail(ctx, MT_ERROR_NOT_FINITE, "options->threshold is infinite");
  }
  run->n_days = n_days;
  run->load = load;
  run->nutrition = nutrition;
  run->threads = chosen.threads;
  run->window_from = chosen.window_from;
  run->window_to = chosen.window_to;
  run->threshold = chosen.threshold;
  return MT_OK;
}

mt_status mt_i_explain_trainee(mt_ctx *ctx, const cohort_run *run, int64_t trainee,
                               mt_status status) {
  double parameters[MT_N_PARAMETERS];
  mt_status found;

  mt_i_cohort_twin(run, trainee, parameters);
  MT_I_TRY(mt_i_check_parameters(ctx, parameters, run->first + trainee));
  found = mt_i_cohort_explain(ctx, run, trainee);
  return found < 0 ? found
                   : mt_i_fail(ctx, status, "trainee %lld failed",
                               (long long)(run->first + trainee + 1));
}
