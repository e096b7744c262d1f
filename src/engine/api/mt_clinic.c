/* Entry points of the clinic: rehabilitation, and ageing towards sarcopenia. */
#include <math.h>

#include "api/check.h"
#include "method/path/clinic.h"
#include "model/clinic.h"

static mt_status check_age(mt_ctx *ctx, double age) {
  return mt_i_check_values(ctx, "age", 1, &age, 0.0, 150.0, 0);
}

/* ---- rehabilitation ---- */

mt_status mt_rehab_course(mt_ctx *ctx, const mt_rehab *rehab, double *course,
                          int64_t n_people, double *people) {
  mt_disuse *disuse = NULL;
  mt_status status = MT_OK;
  mt_rehab checked;

  MT_I_TRY(mt_i_check_pointer(ctx, "rehab", rehab));
  mt_rehab_init(&checked);
  MT_I_TRY(mt_i_check_struct(ctx, "rehab", rehab, sizeof(checked), &checked));
  MT_I_TRY(mt_i_check_count(ctx, "n_days", checked.n_days));
  MT_I_TRY(
      mt_i_check_values(ctx, "stimulus", checked.n_days, checked.stimulus, 0.0, 1e3, 1));
  if (!isnan(checked.age)) {
    MT_I_TRY(check_age(ctx, checked.age));
  }
  MT_I_TRY(mt_i_check_periods(ctx, checked.n_disuse, checked.disuse));
  MT_I_TRY(mt_i_check_pointer(ctx, "course", course));
  if (n_people < 0) {
    return mt_i_fail(ctx, MT_ERROR_SIZE, "n_people is %lld; it must be 0 or more",
                     (long long)n_people);
  }
  if (n_people > 0) {
    MT_I_TRY(mt_i_check_pointer(ctx, "people", people));
  }
  disuse = mt_i_allocate(ctx, checked.n_disuse, sizeof(*disuse));
  if (disuse == NULL) {
    return MT_ERROR_MEMORY;
  }
  MT_I_TRY_OR_CLEAN_UP(
      mt_i_check_disuse(ctx, checked.n_days, checked.n_disuse, checked.disuse, disuse));
  checked.disuse = disuse;
  status = mt_i_rehab_course(ctx, &checked, course, n_people, people);

cleanup:
  mt_i_release(ctx, disuse);
  return status;
}

/* ---- ageing ---- */

mt_status mt_limb_mass(mt_ctx *ctx, double muscle, double muscle_sd, double *mass,
                       double *mass_sd) {
  MT_I_TRY(mt_i_check_positive(ctx, "muscle", muscle, 1e3));
  MT_I_TRY(mt_i_check_values(ctx, "muscle_sd", 1, &muscle_sd, 0.0, 1e3, 0));
  MT_I_TRY(mt_i_check_pointer(ctx, "mass", mass));
  MT_I_TRY(mt_i_check_pointer(ctx, "mass_sd", mass_sd));
  *mass = elder_limb_mass(muscle);
  *mass_sd = elder_limb_sd(muscle_sd);
  return MT_OK;
}

/* NaN: not known. */
static mt_status check_known(mt_ctx *ctx, const char *name, double value,
                             double highest) {
  return isnan(value) ? MT_OK : mt_i_check_values(ctx, name, 1, &value, 0.0, highest, 0);
}

static mt_status check_elder(mt_ctx *ctx, const mt_elder *elder, mt_elder *out) {
  MT_I_TRY(mt_i_check_pointer(ctx, "elder", elder));
  mt_elder_init(out);
  MT_I_TRY(mt_i_check_struct(ctx, "elder", elder, sizeof(*out), out));
  MT_I_TRY(check_age(ctx, out->age));
  MT_I_TRY(mt_i_check_sex(ctx, out->sex));
  MT_I_TRY(mt_i_check_positive(ctx, "height", out->height, 3.0));
  if (!isnan(out->weight)) {
    MT_I_TRY(mt_i_check_positive(ctx, "weight", out->weight, 1e3));
  }
  MT_I_TRY(mt_i_check_positive(ctx, "mass", out->mass, 1e3));
  MT_I_TRY(check_known(ctx, "mass_sd", out->mass_sd, 1e3));
  MT_I_TRY(check_known(ctx, "grip", out->grip, 1e3));
  MT_I_TRY(check_known(ctx, "gait", out->gait, 1e3));
  MT_I_TRY(mt_i_check_values(ctx, "activity", 1, &out->activity, 0.0, 1.0, 0));
  MT_I_TRY(mt_i_check_values(ctx, "sessions", 1, &out->sessions, 0.0, 100.0, 0));
  return check_known(ctx, "protein", out->protein, 100.0);
}

mt_status mt_elder_course(mt_ctx *ctx, const mt_elder *elder, int64_t years,
                          int64_t n_people, double *mass, double *grip, double *gait) {
  mt_elder checked;

  MT_I_TRY(check_elder(ctx, elder, &checked));
  MT_I_TRY(mt_i_check_count(ctx, "years", years));
  MT_I_TRY(mt_i_check_count(ctx, "n_people", n_people));
  MT_I_TRY(mt_i_check_pointer(ctx, "mass", mass));
  MT_I_TRY(mt_i_check_pointer(ctx, "grip", grip));
  MT_I_TRY(mt_i_check_pointer(ctx, "gait", gait));
  return mt_i_elder_course(ctx, &checked, years, n_people, mass, grip, gait);
}
