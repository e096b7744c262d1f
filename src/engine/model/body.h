/*
 * Cells and body (docs/math-physiology.md, sections 4 and 5). Two fibre types, their
 * myonuclei, the satellite cells they share, and two quantities of the whole body:
 *
 *   dA_j/dt = k_d ((1 + w_j (S - 1)) N a u f_j A0_j - b A_j)      fibre area
 *   f_j     = min(1, (D_max n_j / A_j)^4)                         domain limit
 *   dn_j/dt = k_f C (A_j / n_j - D0)+ / D0                        fusion
 *   dC/dt   = k_c load - (C - C0) / 7 d                           satellite cells
 *   dV/dt   = (V0 (1 + g h) - V) / 15.2 d                         VO2max
 *   dI/dt   = (I* - I) / 5 d                                      insulin sensitivity
 */
#ifndef MT_MODEL_BODY_H
#define MT_MODEL_BODY_H

#include <math.h>
#include <muscletwin.h>

#include "base/fp.h"

/* Published values and choices of design, as the page of the equations says of each. */
extern const mt_body mt_i_body_usual;

enum body_state {
  AREA_1,
  AREA_2,
  NUCLEI_1,
  NUCLEI_2,
  SATELLITE,
  VO2MAX,
  INSULIN,
  BODY_STATES
};

/* One constant piece and the person: what the right-hand side needs. */
typedef struct body_model {
  const mt_body *body;
  double stimulus, synthesis, decline, breakdown, extra, load, fitness, activity;
  double at; /* start of the piece */
} body_model;

/* Whole-muscle area relative to the start: the sum of both types. */
static inline double body_area(const mt_body *body, double area_1, double area_2) {
  return (area_1 + area_2) / (body->area[0] + body->area[1]);
}

/* Insulin sensitivity relative to the start: an association with mass, not a cause. */
static inline double body_insulin(double mass, double activity) {
  return pow(mass, 1.1) * activity;
}

/* VO2max, mL/kg/min, of a healthy person: the FRIEND equation (Myers et al. 2017, Prog
 * Cardiovasc Dis 60:21), pounds of body mass in it; at least 10. 40 for one whose age or sex
 * is not known (a choice of design), 75 kg where body mass is not. */
static inline double body_vo2max(double age, int64_t sex, double weight) {
  if (isnan(age) || sex == MT_SEX_UNKNOWN) {
    return 40.0;
  }
  return fmax(10.0, 79.9 - 0.39 * age - 13.7 * (sex == MT_SEX_FEMALE ? 1.0 : 0.0) -
                        0.127 * (isnan(weight) ? 75.0 : weight) * 2.20462);
}

int mt_i_body_rate(double t, const double *y, double *dy, void *model);

/* jacobian[i + 7 j] = d rate_i / d y_j; all zero on entry. */
int mt_i_body_jacobian(double t, const double *y, double *jacobian, void *model);

/* Habitual life: areas and nuclei as given, or at the domain that is habitual. */
void mt_i_body_start(const mt_body *body, double *y);

extern const char *const mt_i_body_names[BODY_STATES];

#endif
