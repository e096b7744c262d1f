/* Entry points of the leucine model. */
#include <math.h>
#include <string.h>

#include "api/check.h"
#include "method/path/leucine.h"
#include "model/leucine.h"

const char *mt_leucine_state_name(int64_t state) {
  return state >= 0 && state < LEUCINE_STATES ? mt_i_leucine_names[state] : NULL;
}

void mt_leucine_constants(double *value, double *initial) {
  if (value != NULL) {
    memcpy(value, mt_i_leucine_constants, sizeof(mt_i_leucine_constants));
  }
  if (initial != NULL) {
    memcpy(initial, mt_i_leucine_initial, sizeof(mt_i_leucine_initial));
  }
}

static mt_status check_run(mt_ctx *ctx, const mt_leucine *run, mt_leucine *out) {
  /* Constants that the equations divide by. */
  static const int divisors[] = {48, 49, 50, 51, 52, 53, 54, 56, 59, 60, 64};

  MT_I_TRY(mt_i_check_pointer(ctx, "run", run));
  mt_leucine_init(out);
  MT_I_TRY(mt_i_check_struct(ctx, "run", run, sizeof(*out), out));
  if (out->n_doses < 0) {
    return mt_i_fail(ctx, MT_ERROR_SIZE, "run->n_doses is %lld", (long long)out->n_doses);
  }
  if (out->n_doses > 0) {
    MT_I_TRY(
        mt_i_check_values(ctx, "run->dose_g", out->n_doses, out->dose_g, 0.0, 1e6, 0));
    MT_I_TRY(mt_i_check_values(ctx, "run->dose_time", out->n_doses, out->dose_time, 0.0,
                               INFINITY, 1));
    if (out->dose_time != NULL) {
      MT_I_TRY(mt_i_check_order(ctx, "run->dose_time", out->n_doses, out->dose_time, 0));
    }
  }
  MT_I_TRY(
      mt_i_check_values(ctx, "run->rate", LEUCINE_CONSTANTS, out->rate, 0.0, 1e6, 1));
  MT_I_TRY(
      mt_i_check_values(ctx, "run->initial", LEUCINE_STATES, out->initial, 0.0, 1e6, 1));
  for (size_t i = 0; out->rate != NULL && i < sizeof(divisors) / sizeof(divisors[0]);
       i++) {
    if (!(out->rate[divisors[i] - 1] > 0.0)) {
      return mt_i_fail(ctx, MT_ERROR_VALUE, "k%d is divided by; its factor cannot be 0",
                       divisors[i]);
    }
  }
  MT_I_TRY(mt_i_check_positive(ctx, "run->plasma_volume", out->plasma_volume, 1e6));
  MT_I_TRY(mt_i_check_positive(ctx, "run->muscle_volume", out->muscle_volume, 1e6));
  MT_I_TRY(mt_i_check_positive(ctx, "run->equilibration", out->equilibration, 1e9));
  MT_I_TRY(mt_i_check_values(ctx, "run->infusion", 1, &out->infusion, 0.0, 1e6, 0));
  return mt_i_check_positive(ctx, "run->rtol", out->rtol, 0.1);
}

mt_status mt_leucine_volumes(mt_ctx *ctx, int64_t man, double height, double weight,
                             double age, double resistance, double *plasma,
                             double *muscle) {
  MT_I_TRY(mt_i_check_positive(ctx, "height", height, 300.0));
  MT_I_TRY(mt_i_check_positive(ctx, "weight", weight, 1000.0));
  MT_I_TRY(mt_i_check_positive(ctx, "age", age, 150.0));
  MT_I_TRY(mt_i_check_positive(ctx, "resistance", resistance, 1e5));
  MT_I_TRY(mt_i_check_pointer(ctx, "plasma", plasma));
  MT_I_TRY(mt_i_check_pointer(ctx, "muscle", muscle));
  mt_i_leucine_volumes(man != 0, height, weight, age, resistance, plasma, muscle);
  return MT_OK;
}

static mt_status check_item(mt_ctx *ctx, const void *call, int64_t i, void *item) {
  const leucine_call *all = call;
  const int64_t at = all->n_times * i;
  leucine_item *one = item;

  MT_I_TRY(check_run(ctx, mt_i_item(all->runs, i), &one->run));
  if (!(all->times[0] >= -one->run.equilibration)) {
    return mt_i_fail(ctx, MT_ERROR_VALUE, "times[0] is %g; the run starts at %g",
                     all->times[0], -one->run.equilibration);
  }
  one->amounts = all->amounts == NULL ? NULL : all->amounts + LEUCINE_STATES * at;
  one->flows = all->flows == NULL ? NULL : all->flows + MT_LEUCINE_FLOWS * at;
  one->integrals =
      all->integrals == NULL ? NULL : all->integrals + MT_LEUCINE_INTEGRALS * at;
  one->statistics = NULL;
  if (all->statistics != NULL) {
    one->statistics = mt_i_item(all->statistics, i);
    MT_I_TRY(mt_i_check_result(ctx, "statistics", one->statistics,
                               sizeof(mt_solver_statistics)));
  }
  return MT_OK;
}

mt_status mt_leucine_batch(mt_ctx *ctx, int64_t n, const mt_leucine *runs,
                           int64_t n_times, const double *times, int64_t threads,
                           mt_status *statuses, double *amounts, double *flows,
                           double *integrals, mt_solver_statistics *statistics) {
  const leucine_call all = {runs, n_times, times, amounts, flows, integrals, statistics};

  MT_I_TRY(mt_i_check_count(ctx, "n", n));
  MT_I_TRY(mt_i_check_items(ctx, "runs", runs, sizeof(*runs)));
  MT_I_TRY(mt_i_check_times(ctx, n_times, times, -INFINITY, 1e12));
  MT_I_TRY(mt_i_check_threads(ctx, threads));
  if (statistics != NULL) {
    MT_I_TRY(mt_i_check_items(ctx, "statistics", statistics, sizeof(*statistics)));
  }
  return mt_i_many(ctx, n, check_item, &mt_i_leucine_work, &all, threads, statuses);
}

mt_status mt_leucine_run(mt_ctx *ctx, const mt_leucine *run, int64_t n_times,
                         const double *times, double *amounts, double *flows,
                         double *integrals, mt_solver_statistics *statistics) {
  return mt_leucine_batch(ctx, 1, run, n_times, times, 1, NULL, amounts, flows, integrals,
                          statistics);
}
