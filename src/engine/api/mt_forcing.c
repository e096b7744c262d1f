/* Entry points from a life to forcing, and the equations behind it. */
#include <math.h>
#include <string.h>

#include "api/check.h"
#include "api/check_cohort.h"
#include "model/forcing.h"
#include "model/turnover.h"

/* ---- checks ---- */

static mt_status check_life(mt_ctx *ctx, const mt_life *from, mt_life *life) {
  MT_I_TRY(mt_i_check_pointer(ctx, "life", from));
  mt_life_init(life);
  MT_I_TRY(mt_i_check_struct(ctx, "life", from, sizeof(*life), life));
  MT_I_TRY(mt_i_check_count(ctx, "n_days", life->n_days));
  MT_I_TRY(mt_i_check_room(ctx, life->n_days, MT_FORCING_COLUMNS));
  MT_I_TRY(mt_i_check_values(ctx, "load", life->n_days, life->load, 0.0, INFINITY, 0));
  MT_I_TRY(
      mt_i_check_values(ctx, "nutrition", life->n_days, life->nutrition, 0.0, 1.0, 1));
  MT_I_TRY(mt_i_check_values(ctx, "diet_rest", 1, &life->diet_rest, 0.0, 1e3, 0));
  MT_I_TRY(mt_i_check_values(ctx, "diet_training", 1, &life->diet_training, 0.0, 1e3, 0));
  if (!isnan(life->age)) {
    MT_I_TRY(mt_i_check_values(ctx, "age", 1, &life->age, 0.0, 150.0, 0));
  }
  MT_I_TRY(mt_i_check_sex(ctx, life->sex));
  MT_I_TRY(mt_i_check_values(ctx, "training_gain", 1, &life->training_gain, 0.0, 2.0, 0));
  MT_I_TRY(mt_i_check_positive(ctx, "reference_load", life->reference_load, INFINITY));
  MT_I_TRY(mt_i_check_values(ctx, "training_age", 1, &life->training_age, 0.0, 1e6, 0));
  return mt_i_check_periods(ctx, life->n_disuse, life->disuse);
}

mt_status mt_forcing_make(mt_ctx *ctx, const mt_life *life, double *memory, double *eaten,
                          mt_forcing *out) {
  mt_disuse *disuse = NULL;
  mt_status status = MT_OK;
  mt_forcing found;
  mt_life checked;

  MT_I_TRY(check_life(ctx, life, &checked));
  MT_I_TRY(mt_i_check_pointer(ctx, "memory", memory));
  MT_I_TRY(mt_i_check_pointer(ctx, "out", out));
  mt_forcing_init(&found);
  MT_I_TRY(mt_i_check_struct(ctx, "out", out, sizeof(found), &found));
  disuse = mt_i_allocate(ctx, checked.n_disuse, sizeof(*disuse));
  if (disuse == NULL) {
    return MT_ERROR_MEMORY;
  }
  MT_I_TRY_OR_CLEAN_UP(
      mt_i_check_disuse(ctx, checked.n_days, checked.n_disuse, checked.disuse, disuse));
  checked.disuse = disuse;
  mt_i_forcing_make(&checked, memory, eaten, &found);
  found.struct_size = out->struct_size;
  memcpy(out, &found, found.struct_size);

cleanup:
  mt_i_release(ctx, disuse);
  return status;
}

/* ---- the equations ---- */

mt_status mt_training_response(mt_ctx *ctx, int64_t n, const double *load,
                               double *response) {
  MT_I_TRY(mt_i_check_count(ctx, "n", n));
  MT_I_TRY(mt_i_check_values(ctx, "load", n, load, 0.0, INFINITY, 0));
  MT_I_TRY(mt_i_check_pointer(ctx, "response", response));
  for (int64_t i = 0; i < n; i++) {
    response[i] = turnover_training_response(load[i]);
  }
  return MT_OK;
}

mt_status mt_oldness(mt_ctx *ctx, int64_t n, const double *age, double *oldness) {
  MT_I_TRY(mt_i_check_count(ctx, "n", n));
  MT_I_TRY(mt_i_check_values(ctx, "age", n, age, 0.0, 150.0, 0));
  MT_I_TRY(mt_i_check_pointer(ctx, "oldness", oldness));
  for (int64_t i = 0; i < n; i++) {
    oldness[i] = turnover_oldness(age[i]);
  }
  return MT_OK;
}

mt_status mt_ageing_rate(mt_ctx *ctx, int64_t n, const double *age, int64_t sex,
                         double *rate) {
  MT_I_TRY(mt_i_check_count(ctx, "n", n));
  MT_I_TRY(mt_i_check_values(ctx, "age", n, age, 0.0, 150.0, 0));
  MT_I_TRY(mt_i_check_sex(ctx, sex));
  MT_I_TRY(mt_i_check_pointer(ctx, "rate", rate));
  for (int64_t i = 0; i < n; i++) {
    rate[i] = turnover_ageing_rate(age[i], sex);
  }
  return MT_OK;
}

mt_status mt_strength_ratio(mt_ctx *ctx, int64_t n, const double *day, double *ratio) {
  MT_I_TRY(mt_i_check_count(ctx, "n", n));
  MT_I_TRY(mt_i_check_values(ctx, "day", n, day, 0.0, INFINITY, 0));
  MT_I_TRY(mt_i_check_pointer(ctx, "ratio", ratio));
  for (int64_t i = 0; i < n; i++) {
    MT_I_TRY(mt_i_check_positive(ctx, "day", day[i], INFINITY));
    ratio[i] = turnover_strength_ratio(day[i]);
  }
  return MT_OK;
}

mt_status mt_strength_course(mt_ctx *ctx, int64_t n, const double *mass,
                             const int32_t *away, double *strength) {
  MT_I_TRY(mt_i_check_count(ctx, "n", n));
  MT_I_TRY(mt_i_check_values(ctx, "mass", n, mass, -INFINITY, INFINITY, 0));
  MT_I_TRY(mt_i_check_pointer(ctx, "away", away));
  MT_I_TRY(mt_i_check_pointer(ctx, "strength", strength));
  mt_i_strength_course(n, mass, away, strength);
  return MT_OK;
}
