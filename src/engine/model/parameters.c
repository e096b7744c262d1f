#include "model/parameters.h"

#include <math.h>

const parameter_rule mt_i_parameter_rules[MT_N_PARAMETERS] = {
    {"k_s", 0.0018, 0.0, 0, 1, "0 or more"},
    {"k_d", 0.0008, 0.0, 0, 1, "0 or more"},
    {"m0", 35.0, 0.0, 1, 0, "more than 0"},
    {"p0", 100.0, 0.0, 0, 0, "a finite number"},
    {"k1", 1.0, 0.35, 0, 0, "a finite number"},
    {"k2", 2.2, 0.35, 0, 0, "a finite number"},
    {"tau_g", 45.0, 0.25, 1, 0, "more than 0"},
    {"tau_h", 12.0, 0.30, 1, 0, "more than 0"},
};

int mt_i_parameter_in_range(const parameter_rule *rule, double value) {
  return isfinite(value) && !(rule->positive && value <= 0.0) &&
         !(rule->not_negative && value < 0.0);
}

void mt_i_parameters_of(const mt_twin *twin, double *parameters) {
  parameters[MT_K_S] = twin->k_s;
  parameters[MT_K_D] = twin->k_d;
  parameters[MT_M0] = twin->m0;
  parameters[MT_P0] = twin->p0;
  parameters[MT_K1] = twin->k1;
  parameters[MT_K2] = twin->k2;
  parameters[MT_TAU_G] = twin->tau_g;
  parameters[MT_TAU_H] = twin->tau_h;
}

void mt_i_parameters_to(const double *parameters, mt_twin *twin) {
  twin->k_s = parameters[MT_K_S];
  twin->k_d = parameters[MT_K_D];
  twin->m0 = parameters[MT_M0];
  twin->p0 = parameters[MT_P0];
  twin->k1 = parameters[MT_K1];
  twin->k2 = parameters[MT_K2];
  twin->tau_g = parameters[MT_TAU_G];
  twin->tau_h = parameters[MT_TAU_H];
}
