/* Glue of the clinic: rehabilitation and ageing. */
#include "r_field.h"
#include "r_routines.h"

/* rehab: list(stimulus, age, disuse, strength) */
SEXP mt_r_rehab_course(SEXP rehab, SEXP n_people) {
  static const char *const names[] = {"course", "people"};
  r_fields from = r_fields_of(rehab, "rehab");
  SEXP stimulus = r_field(&from, "stimulus");
  const int64_t n = r_size(n_people, "n_people");
  SEXP result = PROTECT(r_list(2, names));
  double *course, *people;
  mt_rehab chosen;
  r_call call;

  mt_rehab_init(&chosen);
  chosen.n_days = XLENGTH(stimulus);
  chosen.stimulus = r_doubles(stimulus, chosen.n_days, "stimulus");
  chosen.age = r_field_double(&from, "age", chosen.age);
  chosen.n_disuse = r_disuse(r_field(&from, "disuse"), &chosen.disuse);
  chosen.strength = r_field_int(&from, "strength", chosen.strength);
  r_fields_end(&from);
  course = REAL(r_add_doubles(result, 0, chosen.n_days + 1));
  people = REAL(r_add_matrix(result, 1, chosen.n_days + 1, n));
  r_call_begin(&call, R_NilValue);
  r_call_end(&call, mt_rehab_course(call.ctx, &chosen, course, n, people));
  UNPROTECT(1);
  return result;
}

/* elder: the fields of mt_elder by name */
SEXP mt_r_elder_course(SEXP elder, SEXP years, SEXP n_people) {
  static const char *const names[] = {"mass", "grip", "gait"};
  r_fields from = r_fields_of(elder, "elder");
  const int64_t ahead = r_size(years, "years"), n = r_size(n_people, "n_people");
  SEXP result = PROTECT(r_list(3, names));
  double *to[3];
  mt_elder chosen;
  r_call call;

  mt_elder_init(&chosen);
  chosen.age = r_field_double(&from, "age", chosen.age);
  chosen.sex = r_field_int(&from, "sex", chosen.sex);
  chosen.height = r_field_double(&from, "height", chosen.height);
  chosen.weight = r_field_double(&from, "weight", chosen.weight);
  chosen.mass = r_field_double(&from, "mass", chosen.mass);
  chosen.mass_sd = r_field_double(&from, "mass_sd", chosen.mass_sd);
  chosen.grip = r_field_double(&from, "grip", chosen.grip);
  chosen.gait = r_field_double(&from, "gait", chosen.gait);
  chosen.activity = r_field_double(&from, "activity", chosen.activity);
  chosen.sessions = r_field_double(&from, "sessions", chosen.sessions);
  chosen.protein = r_field_double(&from, "protein", chosen.protein);
  r_fields_end(&from);
  for (int i = 0; i < 3; i++) {
    to[i] = REAL(r_add_matrix(result, i, ahead + 1, n));
  }
  r_call_begin(&call, R_NilValue);
  r_call_end(&call, mt_elder_course(call.ctx, &chosen, ahead, n, to[0], to[1], to[2]));
  UNPROTECT(1);
  return result;
}

SEXP mt_r_limb_mass(SEXP muscle, SEXP muscle_sd) {
  static const char *const names[] = {"mass", "mass_sd"};
  const double kg = r_double(muscle, "muscle"), sd = r_double(muscle_sd, "muscle_sd");
  SEXP result = PROTECT(r_list(2, names));
  double *mass = REAL(r_add_doubles(result, 0, 1)), *mass_sd;
  r_call call;

  mass_sd = REAL(r_add_doubles(result, 1, 1));
  r_call_begin(&call, R_NilValue);
  r_call_end(&call, mt_limb_mass(call.ctx, kg, sd, mass, mass_sd));
  UNPROTECT(1);
  return result;
}
