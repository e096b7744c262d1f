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

mt_status mt_leucine_run(mt_ctx *ctx, const mt_leucine *run, int64_t n_times,
                         const double *times, double *amounts, double *flows,
                         double *integrals, mt_solver_statistics *statistics) {
  mt_solver_statistics work;
  leucine_out out = {amounts, flows, integrals, &work};
  mt_leucine checked;

  MT_I_TRY(check_run(ctx, run, &checked));
  MT_I_TRY(mt_i_check_count(ctx, "n_times", n_times));
  MT_I_TRY(
      mt_i_check_values(ctx, "times", n_times, times, -checked.equilibration, 1e12, 0));
  MT_I_TRY(mt_i_check_order(ctx, "times", n_times, times, 0));
  mt_solver_statistics_init(&work);
  if (statistics != NULL) {
    MT_I_TRY(mt_i_check_struct(ctx, "statistics", statistics, sizeof(work), &work));
  }
  MT_I_TRY(mt_i_leucine_runs(ctx, 1, &checked, n_times, times, 1, &out, NULL));
  if (statistics != NULL) {
    const size_t theirs = statistics->struct_size;
    memcpy(statistics, &work, theirs);
    statistics->struct_size = theirs;
  }
  return MT_OK;
}

mt_status mt_leucine_batch(mt_ctx *ctx, int64_t n, const mt_leucine *runs,
                           int64_t n_times, const double *times, int64_t threads,
                           double *amounts, double *flows, double *integrals,
                           mt_solver_statistics *statistics, mt_status *statuses) {
  mt_leucine *checked = NULL;
  leucine_out *out = NULL;
  mt_solver_statistics *work = NULL;
  mt_status status = MT_OK;
  double earliest = -1e300;
  size_t stride;

  MT_I_TRY(mt_i_check_count(ctx, "n", n));
  MT_I_TRY(mt_i_check_count(ctx, "n_times", n_times));
  MT_I_TRY(mt_i_check_threads(ctx, threads));
  MT_I_TRY(mt_i_check_pointer(ctx, "runs", runs));
  stride = runs[0].struct_size;
  checked = mt_i_allocate(ctx, n, sizeof(*checked));
  out = mt_i_allocate(ctx, n, sizeof(*out));
  work = mt_i_allocate(ctx, n, sizeof(*work));
  if (checked == NULL || out == NULL || work == NULL) {
    status = MT_ERROR_MEMORY;
    goto cleanup;
  }
  for (int64_t i = 0; i < n; i++) {
    /* An older caller's structs lie closer together. */
    const mt_leucine *run =
        (const mt_leucine *)(const void *)((const char *)runs + stride * (size_t)i);
    MT_I_TRY_OR_CLEAN_UP(check_run(ctx, run, &checked[i]));
    earliest = fmax(earliest, -checked[i].equilibration);
    out[i].statistics = &work[i];
    out[i].amounts = amounts == NULL ? NULL : amounts + LEUCINE_STATES * n_times * i;
    out[i].flows = flows == NULL ? NULL : flows + MT_LEUCINE_FLOWS * n_times * i;
    out[i].integrals =
        integrals == NULL ? NULL : integrals + MT_LEUCINE_INTEGRALS * n_times * i;
  }
  MT_I_TRY_OR_CLEAN_UP(
      mt_i_check_values(ctx, "times", n_times, times, earliest, 1e12, 0));
  MT_I_TRY_OR_CLEAN_UP(mt_i_check_order(ctx, "times", n_times, times, 0));
  status = mt_i_leucine_runs(ctx, n, checked, n_times, times, threads, out, statuses);
  for (int64_t i = 0; i < n && status >= 0 && statistics != NULL; i++) {
    mt_solver_statistics unused;
    MT_I_TRY_OR_CLEAN_UP(
        mt_i_check_struct(ctx, "statistics", &statistics[i], sizeof(unused), &unused));
    work[i].struct_size = statistics[i].struct_size;
    memcpy(&statistics[i], &work[i], statistics[i].struct_size);
  }

cleanup:
  mt_i_release(ctx, work);
  mt_i_release(ctx, checked);
  mt_i_release(ctx, out);
  return status;
}
